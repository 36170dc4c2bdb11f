//! Rust source as the rules read it: comments, strings and `#[cfg(test)]` items blanked, every line where it was.
//!
//! This is a lexer for our own formatted code, not for all of Rust: no paths with spaces in them, no raw identifiers.

/// A path as it is named in the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Counted from 1.
    pub(super) line: usize,
    /// `crate::ui::app::App` is `["crate", "ui", "app", "App"]`; a glob ends with `*`.
    pub(super) segments: Vec<String>,
}

impl Named {
    pub(super) fn starts_with(&self, segments: &[&str]) -> bool {
        self.segments.len() >= segments.len()
            && self
                .segments
                .iter()
                .zip(segments)
                .all(|(ours, theirs)| ours == theirs)
    }
}

/// A file, read.
pub(super) struct Source {
    /// Only code: comments and the insides of strings are spaces.
    code: Vec<char>,
    /// Code and strings.
    worded: Vec<char>,
}

/// What the lexer is in the middle of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Code,
    Line,
    Block(usize),
    Text,
    RawText(usize),
}

impl Source {
    pub(super) fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let (mut code, mut worded) = mask(&chars);
        for (from, to) in test_items(&code) {
            blank(&mut code, from, to);
            blank(&mut worded, from, to);
        }
        Self { code, worded }
    }

    /// Code alone, so that brackets and words in strings are not counted.
    pub(super) fn code(&self) -> &[char] {
        &self.code
    }

    /// Code with its strings, for rules about words.
    pub(super) fn worded(&self) -> &[char] {
        &self.worded
    }

    /// Every path that is named, in imports and in between.
    pub(super) fn paths(&self) -> Vec<Named> {
        let code = &self.code;
        let mut found = Vec::new();
        let mut at = 0;
        while at < code.len() {
            if !starts_word(code, at) {
                at += 1;
                continue;
            }
            let end = word_end(code, at);
            let word: String = text_of(code, at, end);
            let line = line_of(code, at);
            let next = skip_spaces(code, end);
            if word == "use" && char_at(code, next) != Some('<') {
                let stop = find(code, end, ';').unwrap_or(code.len());
                let tree: String = text_of(code, end, stop)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                unfold(&tree, &[], line, &mut found);
                at = stop;
            } else if continues_path(code, at) {
                at = end;
            } else {
                let (segments, stop) = whole_path(code, at);
                if segments.len() > 1 {
                    found.push(Named { line, segments });
                }
                at = stop;
            }
        }
        found
    }
}

/// The line of a place, counted from 1.
pub(super) fn line_of(text: &[char], at: usize) -> usize {
    text.iter().take(at).filter(|char| **char == '\n').count() + 1
}

pub(super) fn text_of(text: &[char], from: usize, to: usize) -> String {
    text.iter().skip(from).take(to.saturating_sub(from)).collect()
}

pub(super) fn char_at(text: &[char], at: usize) -> Option<char> {
    text.get(at).copied()
}

pub(super) fn skip_spaces(text: &[char], mut at: usize) -> usize {
    while char_at(text, at).is_some_and(char::is_whitespace) {
        at += 1;
    }
    at
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// Whether an identifier starts here; a lifetime is none.
pub(super) fn starts_word(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| char_at(text, at));
    char_at(text, at).is_some_and(|char| is_word(char) && !char.is_numeric())
        && !before.is_some_and(|char| is_word(char) || char == '\'')
}

pub(super) fn word_end(text: &[char], mut at: usize) -> usize {
    while char_at(text, at).is_some_and(is_word) {
        at += 1;
    }
    at
}

fn find(text: &[char], from: usize, wanted: char) -> Option<usize> {
    (from..text.len()).find(|at| char_at(text, *at) == Some(wanted))
}

fn matches_at(text: &[char], at: usize, wanted: &str) -> bool {
    wanted
        .chars()
        .enumerate()
        .all(|(index, char)| char_at(text, at + index) == Some(char))
}

/// Whether the word here belongs to a path that started earlier (`::std::x` starts here all the same).
fn continues_path(text: &[char], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| char_at(text, at));
    before(1) == Some(':')
        && before(2) == Some(':')
        && before(3).is_some_and(|char| is_word(char) || char == '>' || char == ']')
}

fn whole_path(text: &[char], mut at: usize) -> (Vec<String>, usize) {
    let mut segments = Vec::new();
    loop {
        let end = word_end(text, at);
        segments.push(text_of(text, at, end));
        if matches_at(text, end, "::") && starts_word(text, end + 2) {
            at = end + 2;
        } else {
            return (segments, end);
        }
    }
}

/// `a::{b, c::{d, e}}` to `a::b`, `a::c::d` and `a::c::e`.
fn unfold(tree: &str, before: &[String], line: usize, found: &mut Vec<Named>) {
    let tree = tree.trim().trim_start_matches("::");
    let (head, rest) = match tree.split_once('{') {
        Some((head, rest)) => (head, Some(rest)),
        None => (tree, None),
    };
    let head = head.split(" as ").next().unwrap_or_default();
    let mut segments = before.to_vec();
    segments.extend(
        head.split("::")
            .map(str::trim)
            .filter(|segment| !segment.is_empty() && *segment != "self")
            .map(str::to_owned),
    );
    match rest {
        None => found.push(Named { line, segments }),
        Some(rest) => {
            for branch in branches(rest) {
                unfold(&branch, &segments, line, found);
            }
        }
    }
}

/// The comma-separated parts up to the brace that closes them.
fn branches(rest: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut parts = vec![String::new()];
    for char in rest.chars() {
        match char {
            '}' if depth == 0 => break,
            ',' if depth == 0 => parts.push(String::new()),
            other => {
                match other {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if let Some(last) = parts.last_mut() {
                    last.push(other);
                }
            }
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn blank(text: &mut [char], from: usize, to: usize) {
    for char in text.iter_mut().skip(from).take(to.saturating_sub(from)) {
        if *char != '\n' {
            *char = ' ';
        }
    }
}

/// The code alone, and the code with its strings.
fn mask(chars: &[char]) -> (Vec<char>, Vec<char>) {
    let mut code = chars.to_vec();
    let mut worded = chars.to_vec();
    let mut inside = Inside::Code;
    let mut at = 0;
    while at < chars.len() {
        let (next, length) = step(chars, at, inside);
        let commented = |inside| matches!(inside, Inside::Line | Inside::Block(_));
        if commented(inside) || commented(next) {
            blank(&mut code, at, at + length);
            blank(&mut worded, at, at + length);
        } else if inside != Inside::Code && next == inside {
            blank(&mut code, at, at + length);
        } else if inside == Inside::Code
            && next == Inside::Code
            && char_at(chars, at) == Some('\'')
            && length > 1
        {
            blank(&mut code, at, at + length);
            blank(&mut worded, at, at + length);
        }
        inside = next;
        at += length;
    }
    (code, worded)
}

/// What the lexer is in after this place, and how many characters that took.
fn step(chars: &[char], at: usize, inside: Inside) -> (Inside, usize) {
    match inside {
        Inside::Code => step_code(chars, at),
        Inside::Line if char_at(chars, at) == Some('\n') => (Inside::Code, 1),
        Inside::Line => (Inside::Line, 1),
        Inside::Block(depth) if matches_at(chars, at, "/*") => (Inside::Block(depth + 1), 2),
        Inside::Block(1) if matches_at(chars, at, "*/") => (Inside::Code, 2),
        Inside::Block(depth) if matches_at(chars, at, "*/") => (Inside::Block(depth - 1), 2),
        Inside::Block(depth) => (Inside::Block(depth), 1),
        Inside::Text if char_at(chars, at) == Some('\\') => (Inside::Text, 2),
        Inside::Text if char_at(chars, at) == Some('"') => (Inside::Code, 1),
        Inside::Text => (Inside::Text, 1),
        Inside::RawText(hashes) => {
            let mut end = String::from('"');
            end.extend(std::iter::repeat_n('#', hashes));
            if matches_at(chars, at, &end) {
                (Inside::Code, end.len())
            } else {
                (Inside::RawText(hashes), 1)
            }
        }
    }
}

fn step_code(chars: &[char], at: usize) -> (Inside, usize) {
    match char_at(chars, at) {
        Some('/') if matches_at(chars, at, "//") => (Inside::Line, 2),
        Some('/') if matches_at(chars, at, "/*") => (Inside::Block(1), 2),
        Some('"') => (Inside::Text, 1),
        Some('\'') if char_at(chars, at + 1) == Some('\\') => {
            let end = find(chars, at + 3, '\'').unwrap_or(at + 2);
            (Inside::Code, end + 1 - at)
        }
        Some('\'') if char_at(chars, at + 2) == Some('\'') => (Inside::Code, 3),
        Some('r') if raw_before(chars, at) => {
            let hashes = (at + 1..)
                .take_while(|at| char_at(chars, *at) == Some('#'))
                .count();
            if char_at(chars, at + 1 + hashes) == Some('"') {
                (Inside::RawText(hashes), hashes + 2)
            } else {
                (Inside::Code, 1)
            }
        }
        _ => (Inside::Code, 1),
    }
}

/// Whether an `r` here can open a raw string: it starts a word, or follows the `b` or `c` that does.
fn raw_before(chars: &[char], at: usize) -> bool {
    starts_word(chars, at)
        || at.checked_sub(1).is_some_and(|before| {
            matches!(char_at(chars, before), Some('b' | 'c')) && starts_word(chars, before)
        })
}

/// From each `#[cfg(test)]` to the end of what it is on.
fn test_items(code: &[char]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        if matches_at(code, at, "#[cfg(test)]") {
            let end = item_end(code, at + "#[cfg(test)]".len());
            found.push((at, end));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

fn item_end(code: &[char], from: usize) -> usize {
    let mut at = skip_spaces(code, from);
    while matches_at(code, at, "#[") {
        at = skip_spaces(code, closing(code, at + 1) + 1);
    }
    let head: String = code
        .iter()
        .skip(at)
        .take_while(|char| **char != '{' && **char != ';')
        .collect();
    let ends_with_semicolon = head.split_whitespace().any(|word| word == "use");
    while at < code.len() {
        match char_at(code, at) {
            Some(';') => return at + 1,
            Some('{') if !ends_with_semicolon => return closing(code, at) + 1,
            Some('(' | '[' | '{') => at = closing(code, at) + 1,
            _ => at += 1,
        }
    }
    at
}

/// The bracket that closes the one that opens here.
pub(super) fn closing(text: &[char], from: usize) -> usize {
    let mut depth = 0_usize;
    for at in from..text.len() {
        match char_at(text, at) {
            Some('(' | '[' | '{') => depth += 1,
            Some(')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}

#[track_caller]
fn check_paths(text: &str, expected: &[&str]) {
    let named: Vec<String> = Source::new(text)
        .paths()
        .iter()
        .map(|path| format!("{} {}", path.line, path.segments.join("::")))
        .collect();
    assert_eq!(named, expected, "in:\n{text}");
}

#[test]
fn imports_are_unfolded() {
    check_paths(
        "use crate::{\n    a::{self, B},\n    c::*,\n};\nuse std::fmt::Write as _;",
        &[
            "1 crate::a",
            "1 crate::a::B",
            "1 crate::c::*",
            "5 std::fmt::Write",
        ],
    );
    check_paths("pub(crate) use super::x::Y as Z;", &["1 super::x::Y"]);
}

#[test]
fn paths_in_between_are_seen() {
    check_paths(
        "fn f(a: &'static crate::ui::X) { ::tokio::spawn(<egui::Ui as T>::y) }",
        &["1 crate::ui::X", "1 tokio::spawn", "1 egui::Ui"],
    );
    check_paths("fn f<'a>() -> impl A + use<'a> { x::y() }", &["1 x::y"]);
}

#[test]
fn comments_strings_and_tests_are_not_code() {
    check_paths(
        "//! a::b\n/// c::d\n/* e::f /* g::h */ i::j */\nlet x = (\"k::l\", r#\"m::\"n\"#, '\"', '\\'', o::p);",
        &["4 o::p"],
    );
    check_paths(
        "#[cfg(test)]\n#[path = \"x\"]\nmod tests { use a::b; fn c() { d::e(); } }\nf::g();",
        &["4 f::g"],
    );
    check_paths(
        "#[cfg(test)]\nuse a::{b, c::D};\nuse e::f;\n#[cfg(test)]\nfn g(x: [u8; 2]) { h::i() }\nj::k();",
        &["3 e::f", "6 j::k"],
    );
}
