//! YAML, and JSON, which is YAML, as a tree that knows where in the text everything stands.
//!
//! Two trees are equal when they say the same, wherever it stands. No error quotes the text, because it holds keys.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use crate::domain::clean::clean;
use crate::kubeconfig::MAX_BYTES;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Scalars: all of it. Flow collections: the opening bracket. Block collections: nothing, at their first entry.
    pub(super) at: Range<usize>,
    /// Whether it stands elsewhere and is only referred to here.
    pub(super) aliased: bool,
    pub(super) value: Value,
}

/// What a node says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing, or null.
    Nothing,
    /// A text.
    Text(String),
    /// A number or a truth, as the parser understood it.
    Plain(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key and where it begins.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) at: usize,
}

/// Why a text is no tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// From 1.
    pub(super) line: Option<u32>,
    pub(super) detail: String,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Node {}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Key {}

impl Node {
    /// Reads a text; one that says nothing is nothing.
    pub(super) fn read(text: &str) -> Result<Self, Broken> {
        if text.len() as u64 > MAX_BYTES {
            return Err(Broken {
                line: None,
                detail: format!("longer than {MAX_BYTES} bytes"),
            });
        }
        match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options()) {
            Ok(raw) => Ok(settle(raw)),
            Err(error) => Err(Broken {
                line: error
                    .location()
                    .and_then(|at| u32::try_from(at.line()).ok())
                    .filter(|line| *line > 0),
                detail: words(&error.without_snippet().to_string()),
            }),
        }
    }

    /// The entries of a mapping.
    pub(super) fn entries(&self) -> &[(Key, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            Value::Nothing | Value::Text(_) | Value::Plain(_) | Value::List(_) => &[],
        }
    }

    /// The items of a list.
    pub(super) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            Value::Nothing | Value::Text(_) | Value::Plain(_) | Value::Map(_) => &[],
        }
    }

    /// The value under a key of a mapping.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.entries()
            .iter()
            .find(|(key, _)| key.name == name)
            .map(|(_, value)| value)
    }

    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Plain(text) => Some(text),
            Value::Nothing | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The text under a key of a mapping.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Node::text)
    }
}

/// The parser's words without what they quote: a text in the wrong place may be a key or a password.
fn words(detail: &str) -> String {
    if detail.contains("duplicate mapping key") {
        return "a key stands here twice".to_owned();
    }
    clean(detail)
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        // A snippet of the file may hold a key.
        with_snippet: false,
        strict_booleans: true,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::AsString,
        budget: serde_saphyr::budget! {
            max_depth: 64,
            flow_nesting_limit: 64,
            max_nodes: 60_000,
            max_events: 180_000,
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

/// As the parser hands it over.
enum Raw {
    Nothing,
    Text(String),
    Plain(String),
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
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
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
        let mut names = std::collections::BTreeSet::new();
        while let Some(key) = access.next_key::<Spanned<String>>()? {
            if !names.insert(key.value.clone()) {
                return Err(A::Error::custom("a key stands here twice"));
            }
            entries.push((key, access.next_value()?));
        }
        Ok(Raw::Map(entries))
    }
}

fn settle(raw: Spanned<Raw>) -> Node {
    Node {
        at: range(raw.defined),
        aliased: raw.defined != raw.referenced,
        value: match raw.value {
            Raw::Nothing => Value::Nothing,
            Raw::Text(text) => Value::Text(text),
            Raw::Plain(text) => Value::Plain(text),
            Raw::List(items) => Value::List(items.into_iter().map(settle).collect()),
            Raw::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| {
                        let at = range(key.referenced).start;
                        (Key { name: key.value, at }, settle(value))
                    })
                    .collect(),
            ),
        },
    }
}

/// Where it stands; an unknown place is none in the text, so that nothing is ever inserted there.
fn range(at: Location) -> Range<usize> {
    let offset = |offset: Option<_>| offset.and_then(|offset: u64| usize::try_from(offset).ok());
    let begin = offset(at.span().byte_offset()).unwrap_or(usize::MAX);
    let length = offset(at.span().byte_len()).unwrap_or(0);
    begin..begin.saturating_add(length)
}

#[cfg(test)]
mod tests {
    use super::{Node, Value};

    #[test]
    fn everything_knows_where_it_stands() {
        let text = "# é\nclusters:\n- name: 'a''b'\n  n: 1\nusers: [] # none\n";
        let root = Node::read(text).unwrap();
        let clusters = root.get("clusters").unwrap();
        let name = clusters.items()[0].get("name").unwrap();
        assert_eq!(&text[name.at.clone()], "'a''b'");
        assert_eq!(name.text(), Some("a'b"));
        assert!(text[clusters.at.start..].starts_with("name:"));
        assert_eq!(&text[root.get("users").unwrap().at.clone()], "[");
        assert_eq!(&text[root.entries()[1].0.at..][..5], "users");
    }

    #[test]
    fn equal_is_what_says_the_same() {
        let block = Node::read("a:\n- b: x\n").unwrap();
        assert_eq!(block, Node::read("{\"a\": [{\"b\": \"x\"}]}").unwrap());
        assert_ne!(block, Node::read("a: [{b: y}]").unwrap());
        assert_eq!(Node::read("# nothing\n").unwrap().value, Value::Nothing);
        assert!(
            Node::read("a: &x [1]\nb: *x\n")
                .unwrap()
                .get("b")
                .unwrap()
                .aliased
        );
    }

    #[test]
    fn f66_what_is_made_to_harm_is_refused() {
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..9 {
            let below = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![below; 9].join(",")));
        }
        for text in [
            bomb,
            "[".repeat(20_000),
            "{a: ".repeat(20_000),
            "- ".repeat(20_000),
            "a".repeat(2 * 1024 * 1024),
            "a: 1\na: 2\n".to_owned(),
            "a: 1\n---\nb: 2\n".to_owned(),
        ] {
            let broken = Node::read(&text).unwrap_err();
            assert!(
                !broken.detail.is_empty() && broken.detail.len() < 400,
                "{broken:?}"
            );
        }
    }

    #[test]
    fn errors_quote_nothing() {
        let broken = Node::read("users:\n- user: {token: hunter2}\n   x: [\n").unwrap_err();
        assert!(
            !broken.detail.contains("hunter2") && broken.line.is_some(),
            "{broken:?}"
        );
        let broken = Node::read("hunter2: 1\nhunter2: 2\n").unwrap_err();
        assert!(
            !broken.detail.contains("hunter2") && broken.line == Some(2),
            "{broken:?}"
        );
    }
}
