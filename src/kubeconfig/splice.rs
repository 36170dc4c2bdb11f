//! Where in somebody else's text a new entry can stand. Proposals only: [`merge`](super::merge) reads each result again
//! and takes the first that says what it should.

use std::ops::Range;

use crate::kubeconfig::access::Entry;
use crate::kubeconfig::yaml::{Node, Value};

/// A piece of the text and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) at: Range<usize>,
    pub(super) with: String,
}

impl Edit {
    /// The text with this edit made; `None` where it does not fit the text.
    pub(super) fn applied(&self, text: &str) -> Option<String> {
        let (before, after) = (text.get(..self.at.start)?, text.get(self.at.end..)?);
        let mut out = String::with_capacity(before.len() + self.with.len() + after.len());
        out.push_str(before);
        out.push_str(&self.with);
        out.push_str(after);
        Some(out)
    }
}

/// The line ending that the file uses.
pub(super) fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Lines to be put at the end of a text, which may lack its own last line ending.
pub(super) fn at_end(text: &str, lines: &str) -> Edit {
    let gap = if text.is_empty() || text.ends_with('\n') || text == "\u{feff}" {
        ""
    } else {
        newline(text)
    };
    Edit {
        at: text.len()..text.len(),
        with: format!("{gap}{lines}"),
    }
}

/// Ways to add the entry to its list, the nicest first.
pub(super) fn proposals(text: &str, root: &Node, entry: &Entry) -> Vec<Edit> {
    let inside_flow = text.get(root.at.clone()) == Some("{");
    let Some(list) = root.get(entry.list) else {
        return if inside_flow {
            new_key_in_flow(root, entry)
        } else {
            new_key_in_block(text, root, entry)
        };
    };
    match &list.value {
        Value::Nothing if inside_flow => vec![Edit {
            at: list.at.clone(),
            with: format!("[{}]", entry.flow()),
        }],
        Value::Nothing => below_the_key(text, root, entry, list.at.clone()),
        Value::List(items) if text.get(list.at.clone()) == Some("[") => {
            let mut found = Vec::new();
            if items.is_empty() && !inside_flow {
                let inside = text.get(list.at.end..).unwrap_or_default();
                let spaces = inside.len() - inside.trim_start_matches([' ', '\t']).len();
                let end = list.at.end + spaces + 1;
                if text.get(..end).is_some_and(|text| text.ends_with(']')) {
                    found.extend(below_the_key(text, root, entry, list.at.start..end));
                }
            }
            let gap = if items.is_empty() { "" } else { ", " };
            found.push(Edit {
                at: list.at.end..list.at.end,
                with: format!("{}{gap}", entry.flow()),
            });
            found
        }
        Value::List(_) => among_block_items(text, root, entry, list),
        Value::Text(_) | Value::Plain(_) | Value::Map(_) => Vec::new(),
    }
}

fn new_key_in_flow(root: &Node, entry: &Entry) -> Vec<Edit> {
    let gap = if root.entries().is_empty() { "" } else { ", " };
    vec![Edit {
        at: root.at.end..root.at.end,
        with: format!("\"{}\": [{}]{gap}", entry.list, entry.flow()),
    }]
}

/// After everything, or, where the end of the document is marked, before everything.
fn new_key_in_block(text: &str, root: &Node, entry: &Entry) -> Vec<Edit> {
    let indent = key_indent(text, root);
    let lines = lines(text, &format!("{indent}{}:", entry.list), entry.block(&indent));
    let first = line_begin(text, root.at.start);
    vec![
        at_end(text, &lines),
        Edit {
            at: first..first,
            with: lines,
        },
    ]
}

/// The value of the key goes, what stands behind it in its line stays, and the list begins in the next line.
fn below_the_key(text: &str, root: &Node, entry: &Entry, value: Range<usize>) -> Vec<Edit> {
    let end = line_end(text, value.end);
    let behind = text.get(value.end..end).unwrap_or_default();
    let nl = newline(text);
    let lines = entry.block(&key_indent(text, root)).join(nl);
    vec![Edit {
        at: value.start..end,
        with: format!("{behind}{nl}{lines}"),
    }]
}

fn among_block_items(text: &str, root: &Node, entry: &Entry, list: &Node) -> Vec<Edit> {
    let first = line_begin(text, list.at.start);
    // An indented list begins at its dash for the parser, and one that is not at what stands behind the dash.
    let line = text.get(first..).unwrap_or_default();
    let indent = line.split('-').next().unwrap_or_default();
    let dash = first + indent.len();
    if !indent.trim_matches(' ').is_empty() || dash > list.at.start {
        return Vec::new();
    }
    let lines = lines(text, "", entry.block(indent));
    let next_key = root
        .entries()
        .iter()
        .map(|(key, _)| key.at)
        .filter(|at| *at > list.at.start)
        .min();
    let end = next_key.map_or(text.len(), |at| line_begin(text, at));
    let mut places = vec![after_what_is_said(text, first, end), end, first];
    places.dedup();
    places
        .into_iter()
        .map(|at| {
            if at == text.len() {
                at_end(text, &lines)
            } else {
                Edit {
                    at: at..at,
                    with: lines.clone(),
                }
            }
        })
        .collect()
}

/// Behind the last line that is neither empty nor a comment: what is said above the next key belongs to that key.
fn after_what_is_said(text: &str, begin: usize, end: usize) -> usize {
    let mut at = begin;
    let mut said = begin;
    for line in text.get(begin..end).unwrap_or_default().split_inclusive('\n') {
        at += line.len();
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            said = at;
        }
    }
    said
}

/// How far the keys of the file stand from the margin.
fn key_indent(text: &str, root: &Node) -> String {
    let line = line_begin(text, root.at.start);
    text.get(line..root.at.start)
        .map(|before| before.trim_start_matches('\u{feff}'))
        .filter(|before| before.trim_matches(' ').is_empty())
        .unwrap_or_default()
        .to_owned()
}

fn lines(text: &str, heading: &str, block: Vec<String>) -> String {
    let nl = newline(text);
    let mut out = String::new();
    if !heading.is_empty() {
        out.push_str(heading);
        out.push_str(nl);
    }
    for line in block {
        out.push_str(&line);
        out.push_str(nl);
    }
    out
}

/// Where the line of this place begins; behind a byte order mark, because nothing may stand before one.
fn line_begin(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    match before.rfind('\n') {
        Some(newline) => newline + 1,
        None if text.starts_with('\u{feff}') => '\u{feff}'.len_utf8(),
        None => 0,
    }
}

/// Where the line of this place ends, before its line ending.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    at + line.trim_end_matches('\r').len()
}
