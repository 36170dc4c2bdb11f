//! The shape of a file: how long it is, how it opens, whose words it uses, what must not be left in it.

use super::Complaint;
use super::source::{Source, char_at, closing, line_of, skip_spaces, starts_word, text_of, word_end};

/// A file of this many lines is asked why; of more, it has usually become two things.
const LONGEST: usize = 600;

/// Files that are longer, with the reason.
pub(super) const LONG_FOR_A_REASON: &[(&str, &str)] = &[];

/// Calls that show what they are given.
const SHOWING: &[&str] = &[
    "add_enabled_label",
    "button",
    "checkbox",
    "code",
    "colored_label",
    "heading",
    "hint_text",
    "hyperlink_to",
    "label",
    "link",
    "menu_button",
    "monospace",
    "on_disabled_hover_text",
    "on_hover_text",
    "radio",
    "radio_value",
    "selectable_label",
    "selectable_value",
    "small",
    "small_button",
    "strong",
    "toggle_value",
    "weak",
];

/// Types whose `new` does.
const SHOWN: &[&str] = &[
    "Button",
    "CollapsingHeader",
    "Label",
    "Link",
    "RichText",
    "WidgetText",
    "Window",
];

/// Too long, unless it is known why.
pub(super) fn length(path: &str, text: &str, exceptions: &[(&str, &str)]) -> Vec<Complaint> {
    let lines = text.lines().count();
    let excused = exceptions.iter().any(|(file, _)| *file == path);
    match (lines > LONGEST, excused) {
        (true, false) => vec![format!(
            "{path}: {lines} lines; more than {LONGEST} have usually become two things"
        )],
        (false, true) => vec![format!("{path}: {lines} lines need no exception any more")],
        (true, true) | (false, false) => Vec::new(),
    }
}

/// Exceptions for files that are gone, or without a reason.
pub(super) fn stale_exceptions(paths: &[&str], exceptions: &[(&str, &str)]) -> Vec<Complaint> {
    exceptions
        .iter()
        .filter(|(file, reason)| !paths.contains(file) || reason.trim().is_empty())
        .map(|(file, _)| format!("{file}: an exception for a file that is gone, or without a reason"))
        .collect()
}

/// Every file says first what it is.
pub(super) fn opening(path: &str, text: &str) -> Vec<Complaint> {
    let said = text.strip_prefix("//! ").and_then(|rest| rest.lines().next());
    if said.is_some_and(|line| !line.trim().is_empty()) {
        Vec::new()
    } else {
        vec![format!("{path}:1: a file opens with `//!` and what it is")]
    }
}

/// Words for people that are written where they are shown.
pub(super) fn bare_words(path: &str, source: &Source) -> Vec<Complaint> {
    let (code, worded) = (source.code(), source.worded());
    let mut complaints = Vec::new();
    let mut at = 0;
    while at < code.len() {
        if !starts_word(code, at) {
            at += 1;
            continue;
        }
        let end = word_end(code, at);
        let name = text_of(code, at, end);
        if char_at(code, end) == Some('(') && shows(code, at, &name) {
            let stop = closing(code, end);
            let words = literals(code, worded, end + 1, stop);
            if let Some(words) = words.iter().find(|words| has_letters(words)) {
                complaints.push(format!(
                    "{path}:{}: the words \"{words}\" belong into assets/text",
                    line_of(code, at)
                ));
            }
        }
        at = end;
    }
    complaints
}

/// What must not stay in a tree that others read.
pub(super) fn leftovers(path: &str, text: &str) -> Vec<Complaint> {
    // In two parts each, so that this file does not complain of itself.
    let folders = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];
    let tasks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let mut complaints = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let place = format!("{path}:{}", index + 1);
        for folder in folders {
            let starts_there = |at: usize| {
                let before = line.get(..at).and_then(|before| before.chars().next_back());
                !before.is_some_and(|char| char.is_alphanumeric() || "_-.}~*".contains(char))
            };
            if line.match_indices(folder).any(|(at, _)| starts_there(at)) {
                complaints.push(format!("{place}: `{folder}` is a path of one machine"));
            }
        }
        for task in tasks {
            let is_task = line
                .split(|char: char| !char.is_alphanumeric() && char != '_')
                .any(|word| word == task);
            let has_issue = line
                .split('#')
                .skip(1)
                .any(|after| after.chars().next().is_some_and(|char| char.is_ascii_digit()));
            if is_task && !has_issue {
                complaints.push(format!("{place}: a {task} names its issue, as in {task}(#12)"));
            }
        }
    }
    complaints
}

/// Whether this call puts its words on the screen.
fn shows(code: &[char], at: usize, name: &str) -> bool {
    let before: String = text_of(code, at.saturating_sub(40), at);
    if name == "new" {
        return SHOWN.iter().any(|shown| {
            before
                .strip_suffix("::")
                .and_then(|before| before.strip_suffix(shown))
                .is_some_and(|before| !before.ends_with(|char: char| char.is_alphanumeric() || char == '_'))
        });
    }
    // Only what is called on something or in something shows; `fn label(` declares and `label(` is a function at hand.
    SHOWING.contains(&name) && before.ends_with(['.', ':'])
}

/// The strings that are arguments themselves or are in a `format!` that is; not those that are given to other calls.
fn literals(code: &[char], worded: &[char], from: usize, to: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        match char_at(code, at) {
            Some('"') => {
                let end = (at + 1..to)
                    .find(|end| char_at(code, *end) == Some('"'))
                    .unwrap_or(to);
                found.push(text_of(worded, at + 1, end));
                at = end + 1;
            }
            Some('(' | '[' | '{') => {
                let end = closing(code, at);
                if text_of(code, at.saturating_sub(7), at) == "format!" {
                    let first = skip_spaces(code, at + 1);
                    found.extend(
                        literals(code, worded, first, end)
                            .into_iter()
                            .map(|text| without_holes(&text)),
                    );
                }
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

/// A format string without what is filled in.
fn without_holes(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for char in text.chars() {
        match char {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            other if depth == 0 => kept.push(other),
            _ => {}
        }
    }
    kept
}

/// Whether there is something to read; the letter of `\n` is none.
fn has_letters(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char == '\\' {
            chars.next();
        } else if char.is_alphabetic() {
            return true;
        }
    }
    false
}

#[test]
fn a_long_file_is_caught() {
    let long = "x\n".repeat(LONGEST + 1);
    assert_eq!(
        length("a.rs", &long, &[]),
        ["a.rs: 601 lines; more than 600 have usually become two things"]
    );
    assert!(length("a.rs", &long, &[("a.rs", "a table")]).is_empty());
    assert!(length("a.rs", "x\n", &[]).is_empty());
    assert_eq!(
        length("a.rs", "x\n", &[("a.rs", "a table")]).len(),
        1,
        "an exception that is not needed goes"
    );
    assert_eq!(
        stale_exceptions(&["a.rs"], &[("a.rs", "a table"), ("a.rs", " "), ("b.rs", "gone")]).len(),
        2
    );
}

#[test]
fn a_file_that_does_not_say_what_it_is_is_caught() {
    assert_eq!(opening("a.rs", "use x;\n").len(), 1);
    assert_eq!(opening("a.rs", "//!\n").len(), 1);
    assert_eq!(opening("a.rs", "\n//! Late.\n").len(), 1);
    assert!(opening("a.rs", "//! What it is.\n").is_empty());
}

#[test]
fn bare_words_are_caught() {
    let complaints = |text: &str| bare_words("a.rs", &Source::new(text)).len();
    assert_eq!(complaints("ui.label(\"Clusters\");"), 1);
    assert_eq!(complaints("ui.button(\n    \"集群\",\n)"), 1);
    assert_eq!(complaints("ui.heading(format!(\"{n} nodes\"))"), 1);
    assert_eq!(complaints("widgets::button(ui, \"Clusters\")"), 1);
    assert_eq!(complaints("ui.checkbox(&mut self.open, \"Open\")"), 1);
    assert_eq!(complaints("egui::RichText::new(r#\"Yes\"#).strong()"), 1);
    assert_eq!(
        bare_words("a.rs", &Source::new("\nui.label(\"Clusters\");")),
        ["a.rs:2: the words \"Clusters\" belong into assets/text"]
    );
}

#[test]
fn words_from_elsewhere_are_fine() {
    let complaints = |text: &str| bare_words("a.rs", &Source::new(text));
    assert_eq!(complaints("ui.label(text.get(\"clusters-title\"));"), [""; 0]);
    assert_eq!(
        complaints("ui.label(\"…\"); ui.label(format!(\"{done} / {all:>3}\"));"),
        [""; 0]
    );
    assert_eq!(
        complaints("// ui.label(\"Clusters\")\nfn label(name: &str) {}\nmy_label(\"x\");"),
        [""; 0]
    );
    assert_eq!(complaints("Grid::new(\"facts\"); MyWindow::new(\"x\");"), [""; 0]);
    assert_eq!(
        complaints("#[cfg(test)]\nmod tests { fn f() { ui.label(\"Clusters\") } }"),
        [""; 0]
    );
}

#[test]
fn leftovers_are_caught() {
    let path = concat!("cd /wo", "rk/main");
    let task = concat!("// TO", "DO: later");
    assert_eq!(
        leftovers("a.md", &format!("fine\n{path}")),
        [format!(
            "a.md:2: `{}` is a path of one machine",
            concat!("/wo", "rk/")
        )]
    );
    assert_eq!(leftovers("a.rs", task).len(), 1);
    assert_eq!(leftovers("a.rs", concat!("\"/ro", "ot/.config\"")).len(), 1);
    assert!(leftovers("a.rs", concat!("// TO", "DO(#12): later")).is_empty());
    assert!(
        leftovers(
            "a.md",
            concat!("https://host.example/wo", "rk/x and a/ro", "ot/b, METHO", "DO")
        )
        .is_empty()
    );
}
