//! What a server wrote on its console: plain lines, without the colours and cursor movements of a terminal.

use std::fmt;

use crate::domain::clean::clean;

/// Lines that a machine wrote. It may have written secrets among them, so Debug shows only how many there are.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ConsoleLog {
    lines: Vec<String>,
}

impl ConsoleLog {
    /// Reads what the machine sent, and keeps its last lines: a service may send more than it was asked for.
    pub fn read(raw: &str, most: usize) -> Self {
        let mut lines: Vec<String> = plain(raw).lines().map(written).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let surplus = lines.len().saturating_sub(most);
        lines.drain(..surplus);
        Self { lines }
    }

    /// The lines, oldest first.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Whether the machine has written nothing.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// All lines as one text.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }
}

impl fmt::Debug for ConsoleLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConsoleLog({} lines)", self.lines.len())
    }
}

/// What stands in a line in the end: a terminal begins it anew at every carriage return.
fn written(line: &str) -> String {
    let line = line.trim_end_matches('\r');
    let last = line.rsplit('\r').find(|part| !part.trim().is_empty());
    clean(last.unwrap_or_default()).trim_end().to_owned()
}

/// The text without the escape sequences of ECMA-48: `ESC [ … letter`, `ESC ] … BEL`, and `ESC` with one letter.
fn plain(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\u{1b}' => skip_sequence(&mut rest),
            '\u{9b}' => skip_control(&mut rest),
            // What a cut at the beginning, a bell or a backspace leaves tells nobody anything.
            '\u{0}' | '\u{7}' | '\u{8}' => {}
            _ => out.push(c),
        }
    }
    out
}

fn skip_sequence(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match rest.peek() {
        Some('[') => {
            rest.next();
            skip_control(rest);
        }
        Some(']') => {
            // A title or a link; its end is a bell, or an escape with a backslash. It never runs over a line.
            while let Some(c) = rest.next_if(|c| *c != '\n') {
                if c == '\u{7}' {
                    return;
                }
                if c == '\u{1b}' {
                    rest.next_if(|c| *c == '\\');
                    return;
                }
            }
        }
        Some('(' | ')' | '*' | '+' | '#' | '%' | ' ') => {
            rest.next();
            rest.next_if(|c| *c != '\n');
        }
        Some(_) => {
            rest.next_if(|c| *c != '\n');
        }
        None => {}
    }
}

/// Parameters and one final character.
fn skip_control(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while rest.next_if(|c| matches!(c, ' '..='?')).is_some() {}
    rest.next_if(|c| matches!(c, '@'..='~'));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ConsoleLog;

    #[test]
    fn f64_a_console_is_read_as_a_terminal_would_show_it() {
        let raw = "\u{1b}[2J\u{1b}[1;1H\u{1b}[0;32m[  OK  ]\u{1b}[0m Started \u{1b}]0;title\u{7}kubelet.\r\n\
                   10%\r50%\r100%\r\nlogin:\u{1b}(B \u{202e}x\u{8}\r\n\r\n";
        let log = ConsoleLog::read(raw, 100);
        assert_eq!(log.lines(), ["[  OK  ] Started kubelet.", "100%", "login: □x"]);
        assert_eq!(ConsoleLog::read(raw, 1).text(), "login: □x");
        assert!(ConsoleLog::read("\r\n\r\n", 10).is_empty());
        assert_eq!(format!("{log:?}"), "ConsoleLog(3 lines)");
    }

    proptest! {
        #[test]
        fn f64_no_console_breaks_the_reader(raw in "(\\PC|[\u{0}-\u{1f}\u{80}-\u{9f}\\[;mHK0-9]){0,200}") {
            let log = ConsoleLog::read(&raw, 5);
            prop_assert!(log.lines().len() <= 5);
            let controls = log.lines().iter().any(|line| line.contains(char::is_control) && !line.contains('\t'));
            prop_assert!(!controls);
        }
    }
}
