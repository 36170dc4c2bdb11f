//! Reads the cloud's JSON without trusting it: odd types are read as what they were meant to be, missing fields as
//! nothing, and every text is made safe to show.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::{Map, Value};

use crate::domain::clean::clean;
use crate::domain::console::ConsoleLog;

/// One JSON object of an answer. A value that is no object reads as an empty one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a>(Option<&'a Map<String, Value>>);

impl<'a> Row<'a> {
    /// Looks at a value as an object.
    pub(crate) fn of(value: &'a Value) -> Self {
        Self(value.as_object())
    }

    /// The field as it stands; JSON's null reads as absent.
    pub(crate) fn value(self, key: &str) -> Option<&'a Value> {
        self.0?.get(key).filter(|value| !value.is_null())
    }

    /// The object in this field.
    pub(crate) fn row(self, key: &str) -> Self {
        Self(self.value(key).and_then(Value::as_object))
    }

    /// The objects in the list in this field; what is no object in it is left out.
    pub(crate) fn rows(self, key: &str) -> impl Iterator<Item = Row<'a>> {
        self.list(key)
            .iter()
            .filter(|value| value.is_object())
            .map(Row::of)
    }

    /// The list in this field.
    pub(crate) fn list(self, key: &str) -> &'a [Value] {
        self.value(key)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    /// The keys and values of this object.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.0.into_iter().flatten()
    }

    /// A text, or another scalar as text; empty where there is none.
    pub(crate) fn text(self, key: &str) -> String {
        self.value(key).and_then(text).unwrap_or_default()
    }

    /// A text that says something.
    pub(crate) fn some_text(self, key: &str) -> Option<String> {
        self.value(key).and_then(text).filter(|text| !text.is_empty())
    }

    /// What a machine wrote on its console, no more than so many lines of it.
    pub(crate) fn console(self, key: &str, most: usize) -> ConsoleLog {
        let raw = self.value(key).and_then(Value::as_str);
        ConsoleLog::read(raw.unwrap_or_default(), most)
    }

    /// The whole object as indented JSON, safe to show: every text clean, and the values of these fields left out.
    pub(crate) fn written(self, secret: &[&str]) -> String {
        let fields: Map<String, Value> = self
            .entries()
            .map(|(key, value)| (clean(key), shown(key, value, secret)))
            .collect();
        serde_json::to_string_pretty(&fields).unwrap_or_default()
    }

    /// A number, also one written as text.
    pub(crate) fn number(self, key: &str) -> Option<u32> {
        self.value(key).and_then(number)
    }

    /// A truth, also one written as text or as a number.
    pub(crate) fn flag(self, key: &str) -> Option<bool> {
        self.value(key).and_then(flag)
    }

    /// A point in time; without a zone it is UTC.
    pub(crate) fn time(self, key: &str) -> Option<Timestamp> {
        self.value(key).and_then(Value::as_str).and_then(time)
    }

    /// The texts of a list.
    pub(crate) fn texts(self, key: &str) -> Vec<String> {
        self.list(key).iter().filter_map(text).collect()
    }

    /// The texts under this key in each object of a list.
    pub(crate) fn texts_of(self, key: &str, inner: &str) -> Vec<String> {
        self.rows(key).filter_map(|row| row.some_text(inner)).collect()
    }

    /// An object of scalars; lists and objects in it are kept as their JSON.
    pub(crate) fn texts_by_key(self, key: &str) -> BTreeMap<String, String> {
        self.row(key)
            .entries()
            .map(|(key, value)| {
                let text = text(value).unwrap_or_else(|| match value {
                    Value::Null => String::new(),
                    Value::Bool(_)
                    | Value::Number(_)
                    | Value::String(_)
                    | Value::Array(_)
                    | Value::Object(_) => clean(&value.to_string()),
                });
                (clean(key), text)
            })
            .collect()
    }
}

fn shown(key: &str, value: &Value, secret: &[&str]) -> Value {
    if secret.contains(&key) && !value.is_null() {
        return Value::String("…".to_owned());
    }
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        Value::String(text) => Value::String(clean(text)),
        Value::Array(items) => Value::Array(items.iter().map(|item| shown("", item, secret)).collect()),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (clean(key), shown(key, value, secret)))
            .collect::<Map<String, Value>>()
            .into(),
    }
}

/// Any scalar as clean text; `None` for null, lists and objects.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(raw) => Some(clean(raw)),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn number(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => number
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .or_else(|| number.as_f64().and_then(whole)),
        Value::String(raw) => {
            let raw = raw.trim();
            raw.parse().ok().or_else(|| raw.parse().ok().and_then(whole))
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn whole(number: f64) -> Option<u32> {
    // The cast saturates, and the range is checked first.
    (number >= 0.0 && number <= f64::from(u32::MAX)).then_some(number as u32)
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::Number(number) => number.as_f64().map(|number| number != 0.0),
        Value::String(raw) => match raw.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" | "t" | "y" => Some(true),
            "false" | "no" | "off" | "0" | "f" | "n" | "" => Some(false),
            _ => None,
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A point in time with or without zone and fraction; without a zone it is UTC.
pub(crate) fn time(raw: &str) -> Option<Timestamp> {
    let raw = raw.trim();
    raw.parse::<Timestamp>().ok().or_else(|| {
        let plain = raw.parse::<DateTime>().ok()?;
        jiff::tz::Offset::UTC.to_timestamp(plain).ok()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Row, time};

    #[test]
    fn f49_odd_types_are_read_as_they_were_meant() {
        let value = json!({
            "a": "True", "b": "false", "c": 0, "d": 1, "e": "maybe", "f": null,
            "n": "12", "m": 7, "o": -1, "p": 2.0, "q": "x", "r": [1],
            "t": 3, "u": true, "v": {"x": 1},
        });
        let row = Row::of(&value);
        let flags = ["a", "b", "c", "d", "e", "f", "absent"].map(|key| row.flag(key));
        assert_eq!(
            flags,
            [Some(true), Some(false), Some(false), Some(true), None, None, None]
        );
        let numbers = ["n", "m", "o", "p", "q", "r", "f"].map(|key| row.number(key));
        assert_eq!(numbers, [Some(12), Some(7), None, Some(2), None, None, None]);
        assert_eq!(row.text("t"), "3");
        assert_eq!(row.text("u"), "true");
        assert_eq!(row.text("v"), "");
        assert_eq!(row.some_text("f"), None);
    }

    #[test]
    fn times_come_with_and_without_zone_and_fraction() {
        let expected = time("2026-11-23T06:22:55Z").unwrap();
        for raw in [
            "2026-11-23T06:22:55",
            "2026-11-23T06:22:55.000000",
            "2026-11-23T06:22:55.000000Z",
            "2026-11-23T06:22:55+00:00",
            "2026-11-23T08:22:55+02:00",
            "2026-11-23 06:22:55",
        ] {
            assert_eq!(time(raw), Some(expected), "{raw}");
        }
        for raw in ["", "yesterday", "2026-13-45T00:00:00Z"] {
            assert_eq!(time(raw), None, "{raw}");
        }
    }

    #[test]
    fn f49_one_odd_row_never_drops_the_list() {
        let value = json!({"rows": [{"id": "a"}, 7, null, ["x"], {"id": 8}], "none": "text"});
        let row = Row::of(&value);
        assert_eq!(row.texts_of("rows", "id"), ["a", "8"]);
        assert_eq!(row.rows("none").count(), 0);
        assert_eq!(Row::of(&Value::Null).rows("rows").count(), 0);
    }

    #[test]
    fn f64_texts_are_cleaned() {
        let value = json!({"name": "a\u{1b}[2J", "labels": {"k\u{202e}": "v\u{0}", "n": 1, "l": [1, 2]}});
        let row = Row::of(&value);
        assert_eq!(row.text("name"), "a␛[2J");
        let labels = row.texts_by_key("labels");
        assert_eq!(labels.get("k□").map(String::as_str), Some("v␀"));
        assert_eq!(labels.get("l").map(String::as_str), Some("[1,2]"));
    }
}
