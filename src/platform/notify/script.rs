//! macOS: through the program that every one of its systems has for it, with the texts as arguments and never as part of a
//! script.

use std::process::{Command, Stdio};

use super::{Notification, Sender};

const SCRIPT: &str =
    "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run";

/// The way there.
#[derive(Debug, Default)]
pub(super) struct Way;

impl Way {
    pub(super) fn show(&self, _sender: Sender, notification: &Notification) -> Result<(), String> {
        let mut command = Command::new("osascript");
        command.args(["-e", SCRIPT, "--", &notification.title, &notification.text]);
        let status = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .map_err(|error| error.to_string())?;
        status.success().then_some(()).ok_or_else(|| status.to_string())
    }
}
