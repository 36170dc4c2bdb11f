//! What a table is made of: columns, rows and typed cells. No egui in here, so that a page's `model.rs` can build rows.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::Timestamp;

use crate::domain::status::Severity;

/// One cell. The type decides how it sorts, aligns and is written into CSV and JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A word or a name; numbers in it sort as numbers.
    Text(String),
    /// An address or an identifier.
    Mono(String),
    /// A count.
    Number(u64),
    /// A point in time, shown as an age.
    Age(Timestamp),
    /// A state; sorts by how much it needs somebody.
    Chip(Severity, String),
    /// There is none. Sorts last, whichever way the table is sorted.
    None,
}

impl Cell {
    /// Text, or none where it is absent or empty.
    pub fn text(value: Option<&str>) -> Self {
        filled(value).map_or(Self::None, |value| Self::Text(value.to_owned()))
    }

    /// Mono, or none where it is absent or empty.
    pub fn mono(value: Option<&str>) -> Self {
        filled(value).map_or(Self::None, |value| Self::Mono(value.to_owned()))
    }

    /// Age, or none.
    pub fn age(at: Option<Timestamp>) -> Self {
        at.map_or(Self::None, Self::Age)
    }

    /// A number, or none.
    pub fn number(value: Option<u64>) -> Self {
        value.map_or(Self::None, Self::Number)
    }

    /// The value as text: what is copied and exported. A moment is written in UTC, so that it can be read by machines.
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Mono(text) | Self::Chip(_, text) => text.into(),
            Self::Number(number) => number.to_string().into(),
            Self::Age(at) => at.to_string().into(),
            Self::None => "".into(),
        }
    }

    /// What the filter looks at: what is on screen, without ages, which change while one reads.
    fn searchable(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Age(_) | Self::None => None,
            Self::Text(_) | Self::Mono(_) | Self::Number(_) | Self::Chip(..) => Some(self.plain()),
        }
    }

    /// The natural order of a column: names by letter, counts by size, youngest first, worst first.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Age(a), Self::Age(b)) => b.cmp(a),
            (Self::Chip(a, word_a), Self::Chip(b, word_b)) => b.cmp(a).then_with(|| natural(word_a, word_b)),
            _ => natural(&self.plain(), &other.plain()),
        }
    }
}

fn filled(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.is_empty())
}

/// Compares without regard to case, and numbers in the text as numbers: `node-9` before `node-10`.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let mut left = a.chars().flat_map(char::to_lowercase).peekable();
    let mut right = b.chars().flat_map(char::to_lowercase).peekable();
    loop {
        match (left.peek().copied(), right.peek().copied()) {
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let order = number(&mut left).cmp(&number(&mut right));
                if order.is_ne() {
                    return order;
                }
            }
            (Some(x), Some(y)) if x == y => {
                left.next();
                right.next();
            }
            (x, y) => return x.cmp(&y),
        }
    }
}

fn number(chars: &mut std::iter::Peekable<impl Iterator<Item = char>>) -> u128 {
    let mut value: u128 = 0;
    while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
        value = value.saturating_mul(10).saturating_add(u128::from(digit));
        chars.next();
    }
    value
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What identifies it, whatever the order: an id.
    pub key: String,
    /// What it is called, for screen readers.
    pub name: String,
    /// One cell per column, in the columns' order.
    pub cells: Vec<Cell>,
    /// Whether it stands for something that is not there any more.
    pub faded: bool,
    haystack: String,
}

impl Row {
    /// A row of these cells.
    pub fn new(key: impl Into<String>, name: impl Into<String>, cells: Vec<Cell>) -> Self {
        let mut haystack = String::new();
        for text in cells.iter().filter_map(Cell::searchable) {
            haystack.extend(text.chars().flat_map(char::to_lowercase));
            // A separator that nobody types, so that no match spans two cells.
            haystack.push('\u{1f}');
        }
        Self {
            key: key.into(),
            name: name.into(),
            cells,
            faded: false,
            haystack,
        }
    }

    /// The same, drawn faintly.
    #[must_use]
    pub fn faded(mut self, faded: bool) -> Self {
        self.faded = faded;
        self
    }

    /// The same, also found by this text, which no column shows (an id).
    #[must_use]
    pub fn also_found_by(mut self, text: &str) -> Self {
        self.haystack.extend(text.chars().flat_map(char::to_lowercase));
        self
    }

    /// Whether every one of these lower-case words occurs in it.
    pub(super) fn matches(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.haystack.contains(word.as_str()))
    }
}

/// Which side the cells of a column stand at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Words.
    #[default]
    Left,
    /// Counts.
    Right,
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column<'a> {
    /// Identifies it, in the sort order and in JSON.
    pub id: &'static str,
    /// The word above it.
    pub header: &'a str,
    /// How wide it is at first; it can be dragged.
    pub width: f32,
    /// Whether it takes what is left of the line. Where none on screen does, the last one takes it.
    pub rest: bool,
    /// Which side its cells stand at.
    pub side: Side,
    /// Columns of the highest rank go first when there is not enough room; rank 0 never goes.
    pub rank: u8,
}

impl<'a> Column<'a> {
    /// A column that always stays.
    pub fn new(id: &'static str, header: &'a str, width: f32) -> Self {
        Self {
            id,
            header,
            width,
            rest: false,
            side: Side::Left,
            rank: 0,
        }
    }

    /// The same, for counts.
    #[must_use]
    pub fn right(mut self) -> Self {
        self.side = Side::Right;
        self
    }

    /// The same, taking what is left of the line.
    #[must_use]
    pub fn rest(mut self) -> Self {
        self.rest = true;
        self
    }

    /// The same, giving way in narrow windows: the higher, the sooner.
    #[must_use]
    pub fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }
}
