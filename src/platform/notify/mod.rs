//! A word on the desktop while nobody looks at the window. Where a desktop has no such thing nothing is said, and nothing
//! depends on it.

#[cfg(all(unix, not(target_os = "macos")))]
mod bus;
#[cfg(windows)]
mod nowhere;
#[cfg(target_os = "macos")]
mod script;

#[cfg(all(unix, not(target_os = "macos")))]
use bus::Way;
#[cfg(windows)]
use nowhere::Way;
#[cfg(target_os = "macos")]
use script::Way;

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// What has happened, in one sentence.
    pub title: String,
    /// What more there is to say of it.
    pub text: String,
}

/// Who says it, as the desktop knows the program.
#[derive(Clone, Copy, Debug)]
pub struct Sender {
    /// Its name.
    pub name: &'static str,
    /// The name of its entry in the desktop's menu, which is that of its icon as well.
    pub entry: &'static str,
}

/// Why nothing was said.
#[derive(Debug, thiserror::Error)]
#[error("the desktop takes no notifications: {0}")]
pub struct NotShown(String);

/// The desktop's notifications.
#[derive(Debug)]
pub struct Desktop {
    sender: Sender,
    way: Way,
}

impl Desktop {
    /// Those of this program. Nothing is opened before there is something to say.
    pub fn new(sender: Sender) -> Self {
        Self {
            sender,
            way: Way::default(),
        }
    }

    /// Says it. Returns when the desktop has taken it, so not for the window's own thread.
    ///
    /// # Errors
    /// Why the desktop did not take it.
    pub fn show(&self, notification: &Notification) -> Result<(), NotShown> {
        self.way.show(self.sender, notification).map_err(NotShown)
    }
}
