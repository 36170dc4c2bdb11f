//! A word on the desktop while nobody looks at the window: through the program that each system has for it, with the text as
//! an argument and never as part of a command. Where there is no such program nothing is said, and nothing depends on it.

use std::process::{Command, Stdio};

/// Says it. Returns when the system has taken it, so not for the window's own thread.
pub fn show(title: &str, text: &str) {
    let Some(mut command) = command(title, text) else {
        return;
    };
    let shown = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    // A desktop without notifications is nobody's trouble.
    drop(shown);
}

#[cfg(all(unix, not(target_os = "macos")))]
fn command(title: &str, text: &str) -> Option<Command> {
    let mut command = Command::new("notify-send");
    command.args([
        "--app-name=Magnum Desktop",
        "--icon=magnum-desktop",
        "--",
        title,
        text,
    ]);
    Some(command)
}

#[cfg(target_os = "macos")]
fn command(title: &str, text: &str) -> Option<Command> {
    let mut command = Command::new("osascript");
    let script = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run";
    command.args(["-e", script, "--", title, text]);
    Some(command)
}

#[cfg(windows)]
fn command(_title: &str, _text: &str) -> Option<Command> {
    // A toast wants a registered application; the window's button in the task bar blinks instead.
    None
}

#[cfg(all(test, unix, not(target_os = "macos")))]
mod tests {
    use super::command;

    #[test]
    fn what_is_said_is_an_argument_and_no_option() {
        let command = command("-x", "$(touch /tmp/x); --help").unwrap();
        let words: Vec<_> = command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        assert_eq!(
            words.get(words.len() - 3..).unwrap(),
            ["--", "-x", "$(touch /tmp/x); --help"]
        );
    }
}
