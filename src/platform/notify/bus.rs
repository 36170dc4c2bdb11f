//! The freedesktop.org way: a call to the notification service on the session bus. The connection stays, because a service
//! that finds the program in its menu takes its notifications away with the connection that brought them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::Value;

use super::{Notification, Sender};

/// The service, its object and its interface.
const SERVICE: &str = "org.freedesktop.Notifications";
const OBJECT: &str = "/org/freedesktop/Notifications";
/// A service that is started by the call takes a moment.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a service calls it when it reads tags in a text.
const MARKUP: &str = "body-markup";

/// The way there.
#[derive(Debug, Default)]
pub(super) struct Way(Mutex<Option<Service>>);

#[derive(Debug)]
struct Service {
    bus: Connection,
    reads_tags: bool,
}

impl Way {
    pub(super) fn show(&self, sender: Sender, notification: &Notification) -> Result<(), String> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(service) = kept.as_ref() {
            match service.show(sender, notification) {
                // The bus is another one since, as after a login from elsewhere.
                Err(zbus::Error::InputOutput(_)) => {}
                told => return told.map_err(|error| error.to_string()),
            }
        }
        let service = Service::find().map_err(|error| error.to_string())?;
        let told = service.show(sender, notification);
        *kept = Some(service);
        told.map_err(|error| error.to_string())
    }
}

impl Service {
    fn find() -> zbus::Result<Self> {
        let bus = Builder::session()?.method_timeout(PATIENCE).build()?;
        let reply = bus.call_method(Some(SERVICE), OBJECT, Some(SERVICE), "GetCapabilities", &())?;
        let able: Vec<String> = reply.body().deserialize()?;
        let reads_tags = able.iter().any(|what| what == MARKUP);
        Ok(Self { bus, reads_tags })
    }

    fn show(&self, sender: Sender, notification: &Notification) -> zbus::Result<()> {
        let words = arguments(sender, notification, self.reads_tags);
        self.bus
            .call_method(Some(SERVICE), OBJECT, Some(SERVICE), "Notify", &words)?;
        Ok(())
    }
}

/// The program, what it replaces, its icon, the two texts, buttons, hints, and how long it stays.
type Arguments<'a> = (
    &'a str,
    u32,
    &'a str,
    &'a str,
    String,
    Vec<&'a str>,
    HashMap<&'a str, Value<'a>>,
    i32,
);

/// What `Notify` is called with.
fn arguments(sender: Sender, notification: &Notification, reads_tags: bool) -> Arguments<'_> {
    let text = if reads_tags {
        without_tags(&notification.text)
    } else {
        notification.text.clone()
    };
    let hints = HashMap::from([("desktop-entry", Value::from(sender.entry))]);
    let as_the_service_likes = -1;
    (
        sender.name,
        0,
        sender.entry,
        &notification.title,
        text,
        Vec::new(),
        hints,
        as_the_service_likes,
    )
}

/// The same text where tags are read.
fn without_tags(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use zbus::message::Message;
    use zbus::zvariant::OwnedValue;

    use super::{OBJECT, arguments};
    use crate::platform::notify::{Notification, Sender};

    type Read = (
        String,
        u32,
        String,
        String,
        String,
        Vec<String>,
        HashMap<String, OwnedValue>,
        i32,
    );

    /// What a service reads of the call.
    fn read(text: &str, reads_tags: bool) -> Read {
        let sender = Sender {
            name: "Magnum Desktop",
            entry: "org.example.Magnum",
        };
        let notification = Notification {
            title: "--x & <b>".to_owned(),
            text: text.to_owned(),
        };
        let call = Message::method_call(OBJECT, "Notify").unwrap();
        let call = call.build(&arguments(sender, &notification, reads_tags)).unwrap();
        assert_eq!(call.body().signature().to_string(), "(susssasa{sv}i)");
        call.body().deserialize().unwrap()
    }

    #[test]
    fn a_call_is_what_the_specification_asks_for() {
        let (name, replaces, icon, title, text, buttons, hints, expires) = read("a & <i>b</i>", false);
        assert_eq!((name.as_str(), replaces), ("Magnum Desktop", 0));
        assert_eq!(icon, "org.example.Magnum");
        assert_eq!((title.as_str(), text.as_str()), ("--x & <b>", "a & <i>b</i>"));
        assert!(buttons.is_empty());
        let entry: &str = (&hints["desktop-entry"]).try_into().unwrap();
        assert_eq!((hints.len(), entry), (1, "org.example.Magnum"));
        assert_eq!(expires, -1);
    }

    #[test]
    fn a_service_that_reads_tags_finds_none() {
        // A title is plain text everywhere.
        let (_, _, _, title, text, ..) = read("a & <i>b</i>", true);
        assert_eq!(
            (title.as_str(), text.as_str()),
            ("--x & <b>", "a &amp; &lt;i&gt;b&lt;/i&gt;")
        );
    }
}
