//! A shell script as commands and words: quotes, references and comments as POSIX has them. Whatever would have to be run is
//! one unknown part of its word.

use std::iter::Peekable;
use std::str::Chars;

/// A command and the line it begins on, from 1.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
    pub(super) line: u32,
}

/// A word, put together from parts.
#[derive(Debug, Default)]
pub(super) struct Word(Vec<Part>);

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    /// `$NAME` or `${NAME}`.
    Variable(String),
    /// What cannot be told without running the script.
    Unknown,
}

impl Word {
    /// The text, where it is one from end to end.
    pub(super) fn plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Name and value, where it is `NAME=…`.
    pub(super) fn assignment(&self) -> Option<(&str, Vec<Part>)> {
        let (Part::Text(first), rest) = self.0.split_first()? else {
            return None;
        };
        let (name, value) = first.split_once('=')?;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        is_name.then(|| {
            let mut parts = vec![Part::Text(value.to_owned())];
            parts.retain(|part| *part != Part::Text(String::new()));
            parts.extend(rest.iter().cloned());
            (name, parts)
        })
    }

    fn push(&mut self, c: char) {
        match self.0.last_mut() {
            Some(Part::Text(text)) => text.push(c),
            Some(Part::Variable(_) | Part::Unknown) | None => self.0.push(Part::Text(c.to_string())),
        }
    }

    /// Quotes with nothing between them are a word too.
    fn touch(&mut self) {
        if self.0.is_empty() {
            self.0.push(Part::Text(String::new()));
        }
    }
}

/// The commands of a script.
pub(super) fn commands(script: &str) -> Vec<Command> {
    let mut reader = Reader {
        rest: script.chars().peekable(),
        line: 1,
    };
    let mut commands = Vec::new();
    let mut command = Command {
        words: Vec::new(),
        line: 1,
    };
    loop {
        let end = reader.blank();
        match end {
            Some(c) if is_end(c) => {
                reader.next();
                commands.push(command);
                command = Command {
                    words: Vec::new(),
                    line: reader.line,
                };
            }
            Some(_) => {
                if command.words.is_empty() {
                    command.line = reader.line;
                }
                command.words.push(reader.word());
            }
            None => {
                commands.push(command);
                commands.retain(|command| !command.words.is_empty());
                return commands;
            }
        }
    }
}

/// What ends a command.
fn is_end(c: char) -> bool {
    matches!(c, '\n' | ';' | '&' | '|' | '(' | ')')
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    line: u32,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.next();
        if c == Some('\n') {
            self.line = self.line.saturating_add(1);
        }
        c
    }

    fn peek(&mut self) -> Option<char> {
        self.rest.peek().copied()
    }

    /// Skips what is between words, and tells what follows.
    fn blank(&mut self) -> Option<char> {
        loop {
            match self.peek()? {
                ' ' | '\t' | '\r' => {
                    self.next();
                }
                '#' => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.next();
                    }
                }
                '\\' => {
                    let mut ahead = self.rest.clone();
                    ahead.next();
                    if ahead.peek() == Some(&'\r') {
                        ahead.next();
                    }
                    if ahead.peek() != Some(&'\n') {
                        return Some('\\');
                    }
                    while self.next() != Some('\n') {}
                }
                c => return Some(c),
            }
        }
    }

    /// One word; there is one.
    fn word(&mut self) -> Word {
        let mut word = Word::default();
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\r' => break,
                // `${…}` and `$(…)` are taken whole below, so that this bracket is a command's.
                c if is_end(c) => break,
                '\'' => {
                    self.next();
                    word.touch();
                    while let Some(c) = self.next().filter(|c| *c != '\'') {
                        word.push(c);
                    }
                }
                '"' => {
                    self.next();
                    word.touch();
                    self.double(&mut word);
                }
                '\\' => {
                    self.next();
                    match self.next() {
                        Some('\n') | None => {}
                        Some(c) => word.push(c),
                    }
                }
                '$' | '`' => self.reference(&mut word),
                '<' | '>' => {
                    self.next();
                    word.0.push(Part::Unknown);
                }
                c => {
                    self.next();
                    word.push(c);
                }
            }
        }
        word
    }

    fn double(&mut self, word: &mut Word) {
        while let Some(c) = self.peek() {
            match c {
                '"' => {
                    self.next();
                    return;
                }
                '\\' => {
                    self.next();
                    match self.next() {
                        Some('\n') | None => {}
                        Some(c @ ('"' | '\\' | '$' | '`')) => word.push(c),
                        Some(c) => {
                            word.push('\\');
                            word.push(c);
                        }
                    }
                }
                '$' | '`' => self.reference(word),
                c => {
                    self.next();
                    word.push(c);
                }
            }
        }
    }

    /// `$NAME`, `${NAME}`, or what has to be run.
    fn reference(&mut self, word: &mut Word) {
        if self.next() == Some('`') {
            while self.next().is_some_and(|c| c != '`') {}
            word.0.push(Part::Unknown);
            return;
        }
        match self.peek() {
            Some('(') => {
                self.balanced('(', ')');
                word.0.push(Part::Unknown);
            }
            Some('{') => {
                let inner = self.balanced('{', '}');
                let is_name =
                    !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                word.0.push(if is_name {
                    Part::Variable(inner)
                } else {
                    Part::Unknown
                });
            }
            Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                let mut name = String::new();
                while let Some(c) = self.peek().filter(|c| c.is_ascii_alphanumeric() || *c == '_') {
                    self.next();
                    name.push(c);
                }
                word.0.push(Part::Variable(name));
            }
            // `$'…'` has escapes of its own; `$1`, `$?` and the like are the shell's.
            Some('\'' | '0'..='9' | '?' | '@' | '*' | '#' | '!' | '$' | '-') => {
                self.next();
                word.0.push(Part::Unknown);
            }
            Some(_) | None => word.push('$'),
        }
    }

    /// What stands between brackets, nested ones included.
    fn balanced(&mut self, open: char, close: char) -> String {
        let mut inner = String::new();
        let mut depth = 0usize;
        while let Some(c) = self.next() {
            if c == open {
                depth = depth.saturating_add(1);
                if depth == 1 {
                    continue;
                }
            } else if c == close {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            inner.push(c);
        }
        inner
    }
}
