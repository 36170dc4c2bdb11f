//! Which addresses may be opened in a browser. Most of them were written by somebody else, so nearly nothing may.

use url::{Host, Url};

/// Longer ones are no addresses that people open.
const MAX_BYTES: usize = 4096;

/// What may be done with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// `https`: it can be opened.
    Opens(Address),
    /// `http`: it can be opened after a question, because everybody on the way can read and change it.
    Asks(Address),
    /// It is shown as text and not opened.
    Refused(LinkRefusal),
}

/// An address that passed: as the browser will read it, not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// What is given to the system's opener.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why an address is not opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkRefusal {
    /// It cannot be read as an address.
    NotAnAddress,
    /// It has control characters, spaces or invisible ones in it.
    HiddenCharacters,
    /// It opens something other than a web page: `file`, `javascript`, `smb`.
    Scheme(String),
    /// It carries a user's name or password, which also hides the real host.
    UserPart,
    /// It leads to this computer, where other programs listen.
    Loopback,
}

impl Link {
    /// Judges any text.
    pub fn of(text: &str) -> Self {
        match address(text) {
            Ok(url) if url.scheme() == "https" => Self::Opens(Address(url.into())),
            Ok(url) => Self::Asks(Address(url.into())),
            Err(refusal) => Self::Refused(refusal),
        }
    }
}

fn address(text: &str) -> Result<Url, LinkRefusal> {
    // A browser leaves tabs and newlines out and reads on: what was looked at is then not what is opened.
    let hidden = |c: char| {
        c.is_control() || c.is_whitespace() || crate::domain::clean::clean(c.encode_utf8(&mut [0; 4])) == "□"
    };
    if text.chars().any(hidden) {
        return Err(LinkRefusal::HiddenCharacters);
    }
    if text.len() > MAX_BYTES {
        return Err(LinkRefusal::NotAnAddress);
    }
    let url = Url::parse(text).map_err(|_error| LinkRefusal::NotAnAddress)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(LinkRefusal::Scheme(url.scheme().to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() || text.contains("@") && has_user_part(text) {
        return Err(LinkRefusal::UserPart);
    }
    match url.host() {
        None => Err(LinkRefusal::NotAnAddress),
        Some(host) if is_this_machine(&host) => Err(LinkRefusal::Loopback),
        Some(_) => Ok(url),
    }
}

/// Whether there is a user part although it says nothing, as in `https://@host`.
fn has_user_part(text: &str) -> bool {
    let rest = text.split_once(':').map_or("", |(_, rest)| rest);
    let rest = rest.trim_start_matches(['/', '\\']);
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    authority.contains('@')
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
        Host::Ipv4(address) => address.is_loopback() || address.is_unspecified(),
        Host::Ipv6(address) => {
            address.is_loopback()
                || address.is_unspecified()
                || address
                    .to_ipv4()
                    .is_some_and(|address| address.is_loopback() || address.is_unspecified())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::{Link, LinkRefusal};

    #[test]
    fn f70_only_web_addresses_are_opened() {
        let opens = |text: &str| match Link::of(text) {
            Link::Opens(address) => address.as_str().to_owned(),
            Link::Asks(_) | Link::Refused(_) => panic!("{text}"),
        };
        assert_eq!(
            opens("https://cloud.example/project"),
            "https://cloud.example/project"
        );
        assert_eq!(opens("https://10.0.0.5:6443"), "https://10.0.0.5:6443/");
        assert_eq!(opens("https://cloud.example/a@b"), "https://cloud.example/a@b");
        assert!(matches!(Link::of("http://cloud.example"), Link::Asks(_)));
        for (text, refusal) in [
            ("file:///etc/passwd", LinkRefusal::Scheme("file".to_owned())),
            (
                "javascript:alert(1)",
                LinkRefusal::Scheme("javascript".to_owned()),
            ),
            ("smb://server/share", LinkRefusal::Scheme("smb".to_owned())),
            ("vscode://x", LinkRefusal::Scheme("vscode".to_owned())),
            ("https://cloud.example@evil.example", LinkRefusal::UserPart),
            ("https://user:pass@cloud.example", LinkRefusal::UserPart),
            ("https://@cloud.example", LinkRefusal::UserPart),
            ("https:\\\\@cloud.example", LinkRefusal::UserPart),
            ("https://localhost:6443", LinkRefusal::Loopback),
            ("https://a.localhost.", LinkRefusal::Loopback),
            ("https://127.1", LinkRefusal::Loopback),
            ("https://2130706433", LinkRefusal::Loopback),
            ("https://[::1]", LinkRefusal::Loopback),
            ("https://[::ffff:127.0.0.1]", LinkRefusal::Loopback),
            ("https://0.0.0.0", LinkRefusal::Loopback),
            ("https://cloud.example/\nx", LinkRefusal::HiddenCharacters),
            ("java\tscript:alert(1)", LinkRefusal::HiddenCharacters),
            ("https://clo\u{200b}ud.example", LinkRefusal::HiddenCharacters),
            (" https://cloud.example", LinkRefusal::HiddenCharacters),
            ("cloud.example", LinkRefusal::NotAnAddress),
            ("https://", LinkRefusal::NotAnAddress),
            ("", LinkRefusal::NotAnAddress),
        ] {
            assert_eq!(Link::of(text), Link::Refused(refusal), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn f70_the_judge_is_total_and_what_passes_is_web(
            text in prop_oneof!["\\PC*", "(https?|file|data|JAVASCRIPT):[/\\\\]{0,3}[a-z0-9@:.\\[\\]%-]{0,20}[/?#]?\\PC{0,10}"],
        ) {
            if let Link::Opens(address) | Link::Asks(address) = Link::of(&text) {
                let url = Url::parse(address.as_str()).unwrap();
                prop_assert!(matches!(url.scheme(), "http" | "https"));
                prop_assert!(url.username().is_empty() && url.password().is_none());
                prop_assert!(url.host_str().is_some_and(|host| !host.starts_with("127.") && host != "localhost"));
            }
        }
    }
}
