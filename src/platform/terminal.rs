//! Somebody at a terminal: asked for a line, or for what must not be seen while it is typed.

use crate::domain::secret::Secret;

/// The passcode of the moment, where the environment carries one (`OS_PASSCODE`, as the stock client has it).
pub fn passcode() -> Option<Secret> {
    #[expect(clippy::disallowed_methods, reason = "this room reads the environment")]
    let found = std::env::var("OS_PASSCODE").ok();
    found.filter(|text| !text.is_empty()).map(Secret::new)
}

/// Asks on the terminal for a line; nothing where there is no terminal.
pub fn ask(question: &str) -> Option<String> {
    use std::io::{BufRead as _, IsTerminal as _, Write as _};

    let input = std::io::stdin();
    if !input.is_terminal() {
        return None;
    }
    let mut error = std::io::stderr();
    // Who cannot see the question can still answer it.
    drop(write!(error, "{question}: "));
    drop(error.flush());
    let mut line = String::new();
    input.lock().read_line(&mut line).ok()?;
    Some(line.trim().to_owned())
}

/// Asks on the terminal without showing what is typed; nothing where there is no terminal, or nothing was typed.
#[cfg(unix)]
pub fn ask_hidden(question: &str) -> Option<Secret> {
    use std::io::{BufRead as _, IsTerminal as _, Write as _};

    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

    let input = std::io::stdin();
    if !input.is_terminal() {
        return None;
    }
    let before = tcgetattr(&input).ok()?;
    let mut hidden = before.clone();
    hidden.local_modes.remove(LocalModes::ECHO);
    tcsetattr(&input, OptionalActions::Flush, &hidden).ok()?;
    let mut error = std::io::stderr();
    // Who cannot see the question can still answer it.
    drop(write!(error, "{question}: "));
    drop(error.flush());
    let mut line = String::new();
    let read = input.lock().read_line(&mut line);
    tcsetattr(&input, OptionalActions::Flush, &before).unwrap_or_default();
    drop(writeln!(error));
    let line = Secret::new(line);
    read.ok()?;
    Some(Secret::new(line.expose().trim())).filter(|typed| !typed.is_empty())
}

/// Other systems have no terminal that could be told to hide it without their own interfaces.
#[cfg(not(unix))]
pub fn ask_hidden(_question: &str) -> Option<Secret> {
    None
}
