//! A word on the desktop while nobody looks at the window: through the program that each system has for it, with the text as
//! an argument and never as part of a command. Where there is no such program nothing is said, and nothing depends on it.

use std::process::{Command, Stdio};

/// Says it. Returns when the system has taken it, so not for the window's own thread.
pub fn show(title: &str, text: &str) {
    for mut command in commands(title, text) {
        let shown = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        // A desktop without notifications is nobody's trouble.
        if shown.is_ok_and(|status| status.success()) {
            return;
        }
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn commands(title: &str, text: &str) -> Vec<Command> {
    let mut notify_send = Command::new("notify-send");
    notify_send.args([
        "--app-name=Magnum Desktop",
        "--icon=magnum-desktop",
        "--",
        title,
        text,
    ]);
    // Where that is not installed, systemd's own program says the same to the same service.
    let mut busctl = Command::new("busctl");
    let service = "org.freedesktop.Notifications";
    busctl.args(["--user", "--", "call", service, "/org/freedesktop/Notifications"]);
    busctl.args([service, "Notify", "susssasa{sv}i"]);
    busctl.args([
        "Magnum Desktop",
        "0",
        "magnum-desktop",
        title,
        text,
        "0",
        "0",
        "-1",
    ]);
    vec![notify_send, busctl]
}

#[cfg(target_os = "macos")]
fn commands(title: &str, text: &str) -> Vec<Command> {
    let mut command = Command::new("osascript");
    let script = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run";
    command.args(["-e", script, "--", title, text]);
    vec![command]
}

#[cfg(windows)]
fn commands(_title: &str, _text: &str) -> Vec<Command> {
    // A toast wants a registered application; the window's button in the task bar blinks instead.
    Vec::new()
}

#[cfg(all(test, unix, not(target_os = "macos")))]
mod tests {
    use super::commands;

    #[test]
    fn what_is_said_is_an_argument_and_no_option() {
        let said = ["-x", "$(touch /tmp/x); --help"];
        for command in commands(said[0], said[1]) {
            let words: Vec<_> = command
                .get_args()
                .map(|word| word.to_string_lossy().into_owned())
                .collect();
            let ends = words.iter().position(|word| word == "--").unwrap();
            let (_, after) = words.split_at(ends);
            assert!(after.windows(2).any(|pair| pair == said), "{words:?}");
        }
    }
}
