//! YAML (and JSON, which is YAML) as a tree of texts: every scalar as it was written, every key with its line.
//!
//! A password of `0123` or `no` is a text to its owner, so nothing is read as a number or a truth here. Sizes, depth and
//! aliases are bounded, and no error quotes the file, because its lines hold passwords.

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{Error, Location, Spanned};

use crate::openstack::policy;

/// A value of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Nothing, or null.
    Nothing,
    /// Any scalar, as it was written.
    Text(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<(Key, Node)>),
}

/// A text and how it was written, because other readers of YAML make something else of a word without quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    pub(crate) style: Style,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes.
    Plain,
    /// In quotes, as a block, or marked as a text.
    Quoted,
    /// Marked for another program, as in `!vault`.
    Foreign,
}

/// A key and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) style: Style,
    /// From 1; `None` where the parser does not know.
    pub(crate) line: Option<u32>,
}

/// Why a text is no tree.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) line: Option<u32>,
    pub(crate) column: Option<u32>,
    pub(crate) detail: String,
    /// Whether a bound was exceeded: then no part of the text is worth another try.
    pub(crate) bound: bool,
}

impl Node {
    /// Reads a text.
    pub(crate) fn read(text: &str) -> Result<Self, Broken> {
        if text.len() > policy::CLOUDS_FILE_CAP {
            return Err(Broken {
                line: None,
                column: None,
                detail: format!("longer than {} bytes", policy::CLOUDS_FILE_CAP),
                bound: true,
            });
        }
        serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options())
            .map(|raw| settle(raw, text))
            .map_err(|error| broken(&error))
    }

    /// Moves the lines of every key: the text was a part of a longer one.
    pub(crate) fn relined(&mut self, shift: &impl Fn(Option<u32>) -> Option<u32>) {
        match self {
            Self::Map(entries) => {
                for (key, value) in entries {
                    key.line = shift(key.line);
                    value.relined(shift);
                }
            }
            Self::List(items) => items.iter_mut().for_each(|item| item.relined(shift)),
            Self::Nothing | Self::Text(_) => {}
        }
    }

    /// The value under a key of a mapping.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        let Self::Map(entries) = self else { return None };
        entries
            .iter()
            .find(|(key, _)| key.name == name)
            .map(|(_, value)| value)
            .filter(|value| **value != Self::Nothing)
    }
}

/// The parser's words, without the lines of the file that it would quote; bounds in words of our own.
fn broken(error: &Error) -> Broken {
    let error = error.without_snippet();
    let at = error.location();
    let bound = bound(error);
    Broken {
        line: at.and_then(line),
        column: at
            .and_then(|at| u32::try_from(at.column()).ok())
            .filter(|column| *column > 0),
        detail: match &bound {
            Some(words) => words.clone(),
            None => without_place(&error.to_string()),
        },
        bound: bound.is_some(),
    }
}

/// Which bound was exceeded, if one was.
fn bound(error: &Error) -> Option<String> {
    let deep = || Some(format!("nested deeper than {DEPTH} levels"));
    let repeated = || Some(format!("its aliases repeat more than {REPEATED} values"));
    if let Error::Budget { breach, .. } = error {
        return if matches!(breach, BudgetBreach::Documents { .. }) {
            None
        } else if matches!(breach, BudgetBreach::Depth { .. }) {
            deep()
        } else if matches!(breach, BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. }) {
            Some(format!("more than {NODES} values"))
        } else if matches!(
            breach,
            BudgetBreach::Aliases { .. } | BudgetBreach::Anchors { .. }
        ) {
            Some(format!("more than {ANCHORS} anchors or aliases"))
        } else {
            repeated()
        };
    }
    if matches!(
        error,
        Error::AliasReplayLimitExceeded { .. } | Error::AliasReplayStackDepthExceeded { .. }
    ) {
        return repeated();
    }
    // The parser below has words for these, but no kind: the second is a bound met while an alias was repeated.
    let words = error.to_string();
    if words.starts_with("recursion limit") {
        deep()
    } else if words.starts_with("budget breached: RecordedAnchor") {
        repeated()
    } else {
        None
    }
}

/// Line and column stand beside the words already, and the parser's advice is for programmers.
fn without_place(words: &str) -> String {
    let words = words.split(" at line ").next().unwrap_or(words);
    if words.starts_with("budget breached: Documents") {
        return "more than one document".to_owned();
    }
    words
        .split(", set DuplicateKeyPolicy")
        .next()
        .unwrap_or(words)
        .to_owned()
}

/// How deep lists and mappings may be nested.
const DEPTH: usize = 32;
/// How many keys and values there may be.
const NODES: usize = 20_000;
/// How many anchors there may be, and how many aliases.
const ANCHORS: usize = 200;
/// How many values aliases may repeat.
const REPEATED: usize = 4_000;

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        // A snippet of the file may hold a password.
        with_snippet: false,
        strict_booleans: true,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::AsString,
        budget: serde_saphyr::budget! {
            max_depth: DEPTH,
            flow_nesting_limit: DEPTH,
            max_nodes: NODES,
            max_events: NODES * 3,
            max_aliases: ANCHORS,
            max_anchors: ANCHORS,
            max_recorded_anchor_events: REPEATED,
            max_documents: 1,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: REPEATED,
            max_replay_stack_depth: 8,
        },
    }
}

/// As the parser hands it over: what looks like a number or a truth has lost its spelling.
enum Raw {
    Nothing,
    Text(String),
    Typed(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Typed(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries: Vec<(Spanned<String>, Spanned<Raw>)> = Vec::new();
        let mut known = HashSet::new();
        while let Some(key) = access.next_key::<Spanned<String>>()? {
            if !known.insert(key.value.clone()) {
                return Err(A::Error::custom(format!("`{}` stands here twice", key.value)));
            }
            entries.push((key, access.next_value()?));
        }
        Ok(Raw::Map(entries))
    }
}

/// Gives numbers and truths their spelling back, from the place where they stand.
fn settle(raw: Spanned<Raw>, source: &str) -> Node {
    match raw.value {
        Raw::Nothing => Node::Nothing,
        Raw::Text(text) => Node::Text(Scalar {
            text,
            style: style(raw.defined, source),
        }),
        Raw::Typed(fallback) => Node::Text(Scalar {
            text: spelling(raw.defined, source).unwrap_or(fallback),
            style: style(raw.defined, source),
        }),
        Raw::List(items) => Node::List(items.into_iter().map(|item| settle(item, source)).collect()),
        Raw::Map(entries) => Node::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let at = Key {
                        style: style(key.defined, source),
                        line: line(key.referenced),
                        name: key.value,
                    };
                    (at, settle(value, source))
                })
                .collect(),
        ),
    }
}

/// What stands there, without the quotes that a number may have beside its tag.
fn spelling(at: Location, source: &str) -> Option<String> {
    let text = spanned(at, source)?.trim().trim_matches(['\'', '"']);
    (!text.is_empty()).then(|| text.to_owned())
}

fn spanned(at: Location, source: &str) -> Option<&str> {
    let begin = usize::try_from(at.span().byte_offset()?).ok()?;
    let length = usize::try_from(at.span().byte_len()?).ok()?;
    source.get(begin..begin.checked_add(length)?)
}

/// How it was written, from what stands there and just before it.
fn style(at: Location, source: &str) -> Style {
    let Some(text) = spanned(at, source) else {
        return Style::Quoted;
    };
    let begin = at
        .span()
        .byte_offset()
        .and_then(|begin| usize::try_from(begin).ok());
    let before = begin.and_then(|begin| source.get(..begin)).unwrap_or_default();
    let mut words = before.rsplit(char::is_whitespace).filter(|word| !word.is_empty());
    let mut word = words.next().unwrap_or_default();
    let block = word
        .strip_prefix(['|', '>'])
        .is_some_and(|rest| rest.chars().all(|c| matches!(c, '+' | '-' | '0'..='9')));
    if block {
        word = words.next().unwrap_or_default();
    }
    while word.starts_with('&') {
        word = words.next().unwrap_or_default();
    }
    if word.starts_with('!') && !word.ends_with(',') {
        return match word {
            "!!int" | "!!float" | "!!bool" | "!!null" => Style::Plain,
            "!" | "!!str" | "!!binary" => Style::Quoted,
            _ => Style::Foreign,
        };
    }
    if block || text.starts_with(['\'', '"']) {
        Style::Quoted
    } else {
        Style::Plain
    }
}

fn line(at: Location) -> Option<u32> {
    u32::try_from(at.line()).ok().filter(|line| *line > 0)
}

#[cfg(test)]
mod tests {
    use super::{Node, Scalar, Style};

    fn text(node: &Node, path: &[&str]) -> Option<String> {
        let mut node = node;
        for name in path {
            node = node.get(name)?;
        }
        match node {
            Node::Text(scalar) => Some(scalar.text.clone()),
            Node::Nothing | Node::List(_) | Node::Map(_) => None,
        }
    }

    #[test]
    fn scalars_stay_as_they_were_written() {
        let node = Node::read(
            "a: no\nb: 0123\nc: 1.10\nd: 1e3\ne: True\nf: 'x y'\ng: ~\nh:\ni: .inf\nj: 0x1F # comment\nk: 1_000\n\
             é: {l: 007, m: [yes, 0o7]}\n",
        )
        .unwrap();
        for (key, expected) in [
            ("a", "no"),
            ("b", "0123"),
            ("c", "1.10"),
            ("d", "1e3"),
            ("e", "True"),
            ("f", "x y"),
            ("i", ".inf"),
            ("j", "0x1F"),
            ("k", "1_000"),
        ] {
            assert_eq!(text(&node, &[key]).as_deref(), Some(expected), "{key}");
        }
        assert_eq!(text(&node, &["é", "l"]).as_deref(), Some("007"));
        assert_eq!(
            node.get("é").unwrap().get("m"),
            Some(&Node::List(
                ["yes", "0o7"]
                    .map(|text| {
                        Node::Text(Scalar {
                            text: text.to_owned(),
                            style: Style::Plain,
                        })
                    })
                    .to_vec()
            ))
        );
        assert_eq!((node.get("g"), node.get("h")), (None, None));
    }

    #[test]
    fn keys_know_their_lines() {
        let Node::Map(entries) = Node::read("# top\na: 1\n\nb:\n  c: 2\n").unwrap() else {
            panic!("a mapping")
        };
        let lines: Vec<_> = entries
            .iter()
            .map(|(key, _)| (key.name.as_str(), key.line))
            .collect();
        assert_eq!(lines, [("a", Some(2)), ("b", Some(4))]);
    }

    #[test]
    fn anchors_and_merge_keys_are_read() {
        let node = Node::read("base: &base\n  x: 1\n  y: 2\nown:\n  <<: *base\n  y: 3\n").unwrap();
        assert_eq!(text(&node, &["own", "x"]).as_deref(), Some("1"));
        assert_eq!(text(&node, &["own", "y"]).as_deref(), Some("3"));
    }

    #[test]
    fn f66_bombs_are_refused_with_the_limit_in_words() {
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..9 {
            let below = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![below; 9].join(",")));
        }
        for (text, limit) in [
            (bomb, "4000"),
            ("[".repeat(20_000), "32"),
            ("{a: ".repeat(20_000), "32"),
            ("- ".repeat(20_000), "32"),
            ("a".repeat(2 * 1024 * 1024), "1048576"),
            (format!("[{}]", "1,".repeat(30_000)), "20000"),
        ] {
            let broken = Node::read(&text).unwrap_err();
            assert!(broken.bound, "{broken:?}");
            assert!(broken.detail.contains(limit), "{broken:?}");
        }
    }

    #[test]
    fn how_a_scalar_was_written_is_known() {
        let node = Node::read(
            "a: no\nb: 'no'\nc: !!str no\nd: !vault |\n  no\ne: |\n  no\nf: &x no\ng: *x\nh: !vault \"no\"\n\
             i: !!int \"12\"\nj: [no, \"no\", !x no]\nk:\n  no\n",
        )
        .unwrap();
        let style = |key: &str| match node.get(key) {
            Some(Node::Text(scalar)) => scalar.style,
            other => panic!("{key}: {other:?}"),
        };
        for (key, expected) in [
            ("a", Style::Plain),
            ("b", Style::Quoted),
            ("c", Style::Quoted),
            ("d", Style::Foreign),
            ("e", Style::Quoted),
            ("f", Style::Plain),
            ("g", Style::Plain),
            ("h", Style::Foreign),
            ("i", Style::Plain),
            ("k", Style::Plain),
        ] {
            assert_eq!(style(key), expected, "{key}");
        }
        assert_eq!(text(&node, &["i"]).as_deref(), Some("12"));
        let Some(Node::List(items)) = node.get("j") else {
            panic!("a list")
        };
        let styles: Vec<_> = items
            .iter()
            .map(|item| match item {
                Node::Text(scalar) => scalar.style,
                Node::Nothing | Node::List(_) | Node::Map(_) => panic!("{item:?}"),
            })
            .collect();
        assert_eq!(styles, [Style::Plain, Style::Quoted, Style::Foreign]);
    }

    #[test]
    fn f66_doubled_keys_are_refused_with_their_line() {
        let broken = Node::read("a: 1\nb: 2\na: 3\n").unwrap_err();
        assert_eq!(broken.line, Some(3), "{broken:?}");
    }

    #[test]
    fn errors_quote_nothing_of_the_file() {
        let broken =
            Node::read("clouds:\n  a:\n    auth:\n      password: hunter2\n     oops: [\n").unwrap_err();
        assert!(!broken.detail.contains("hunter2"), "{}", broken.detail);
        assert!(broken.line.is_some());
    }
}
