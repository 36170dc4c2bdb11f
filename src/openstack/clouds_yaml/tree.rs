//! YAML (and JSON, which is YAML) as a tree of texts: every scalar as it was written, every key with its line.
//!
//! A password of `0123` or `no` is a text to its owner, so nothing is read as a number or a truth here. Sizes, depth and
//! aliases are bounded, and no error quotes the file, because its lines hold passwords.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use crate::openstack::policy;

/// A value of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Nothing, or null.
    Nothing,
    /// Any scalar, as it was written.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<(Key, Node)>),
}

/// A key and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) name: String,
    /// From 1; `None` where the parser does not know.
    pub(crate) line: Option<u32>,
}

/// Why a text is no tree.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) line: Option<u32>,
    pub(crate) detail: String,
}

impl Node {
    /// Reads a text.
    pub(crate) fn read(text: &str) -> Result<Self, Broken> {
        if text.len() > policy::CLOUDS_FILE_CAP {
            return Err(Broken {
                line: None,
                detail: format!("longer than {} bytes", policy::CLOUDS_FILE_CAP),
            });
        }
        match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options()) {
            Ok(raw) => Ok(settle(raw, text)),
            Err(error) => Err(Broken {
                line: error.location().and_then(line),
                detail: error.without_snippet().to_string(),
            }),
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

    /// Lays another tree over this one: mappings are joined, everything else is replaced.
    pub(crate) fn overlay(&mut self, over: Node) {
        match (self, over) {
            (Self::Map(below), Self::Map(above)) => {
                for (key, value) in above {
                    match below.iter_mut().find(|(known, _)| known.name == key.name) {
                        Some((_, known)) => known.overlay(value),
                        None => below.push((key, value)),
                    }
                }
            }
            (_, Self::Nothing) => {}
            (below, above) => *below = above,
        }
    }
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        // A snippet of the file may hold a password.
        with_snippet: false,
        strict_booleans: true,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::AsString,
        budget: serde_saphyr::budget! {
            max_depth: 32,
            flow_nesting_limit: 32,
            max_nodes: 20_000,
            max_events: 60_000,
            max_aliases: 200,
            max_anchors: 200,
            max_recorded_anchor_events: 20_000,
            max_documents: 1,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 20_000,
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
        while let Some(key) = access.next_key::<Spanned<String>>()? {
            if entries.iter().any(|(known, _)| known.value == key.value) {
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
        Raw::Text(text) => Node::Text(text),
        Raw::Typed(fallback) => Node::Text(spelling(raw.defined, source).unwrap_or(fallback)),
        Raw::List(items) => Node::List(items.into_iter().map(|item| settle(item, source)).collect()),
        Raw::Map(entries) => Node::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let line = line(key.referenced);
                    let name = key.value;
                    (Key { name, line }, settle(value, source))
                })
                .collect(),
        ),
    }
}

fn spelling(at: Location, source: &str) -> Option<String> {
    let begin = usize::try_from(at.span().byte_offset()?).ok()?;
    let length = usize::try_from(at.span().byte_len()?).ok()?;
    let text = source.get(begin..begin.checked_add(length)?)?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn line(at: Location) -> Option<u32> {
    u32::try_from(at.line()).ok().filter(|line| *line > 0)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Node;

    fn text(node: &Node, path: &[&str]) -> Option<String> {
        let mut node = node;
        for name in path {
            node = node.get(name)?;
        }
        match node {
            Node::Text(text) => Some(text.clone()),
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
            Some(&Node::List(vec![
                Node::Text("yes".to_owned()),
                Node::Text("0o7".to_owned())
            ]))
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
    fn f66_bombs_are_refused_at_once() {
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..9 {
            let below = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![below; 9].join(",")));
        }
        let texts = [
            bomb,
            "[".repeat(20_000),
            "{a: ".repeat(20_000),
            "a".repeat(2 * 1024 * 1024),
            "- ".repeat(20_000),
            format!("[{}]", "1,".repeat(30_000)),
        ];
        for text in texts {
            let begun = tokio::time::Instant::now();
            assert!(Node::read(&text).is_err(), "{:?}", text.get(..20));
            assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", text.get(..20));
        }
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

    #[test]
    fn overlaying_joins_mappings() {
        let mut node = Node::read("a: {x: 1, y: {z: 2}}\nb: 3").unwrap();
        node.overlay(Node::read("a: {y: {w: 4}, x: 5}\nb:\nc: 6").unwrap());
        assert_eq!(
            node,
            Node::read("a: {x: 5, y: {z: 2, w: 4}}\nb: 3\nc: 6")
                .map(relined(&node))
                .unwrap()
        );
    }

    /// Takes the lines from another tree, because they are no part of the comparison.
    fn relined(like: &Node) -> impl Fn(Node) -> Node + '_ {
        fn walk(node: Node, like: &Node) -> Node {
            match (node, like) {
                (Node::Map(entries), Node::Map(others)) => Node::Map(
                    entries
                        .into_iter()
                        .zip(others)
                        .map(|((mut key, value), (other, like))| {
                            key.line = other.line;
                            (key, walk(value, like))
                        })
                        .collect(),
                ),
                (node, _) => node,
            }
        }
        move |node| walk(node, like)
    }
}
