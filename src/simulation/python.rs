//! Values as Python writes and reads them: Magnum quotes requests so in its refusals, and takes labels so in its patches.

use std::iter::Peekable;
use std::str::Chars;

use serde_json::{Map, Value, json};

/// A value as Python's `repr` writes it.
pub(super) fn repr(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(rows) => {
            let rows: Vec<String> = rows.iter().map(repr).collect();
            format!("[{}]", rows.join(", "))
        }
        Value::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(key, value)| format!("{}: {}", quoted(key), repr(value)))
                .collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

/// A value as Python's `str` writes it.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| repr(value), str::to_owned)
}

/// The name of a value's type.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}

fn quoted(text: &str) -> String {
    let mark = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut whole = String::from(mark);
    for letter in text.chars() {
        match letter {
            '\\' => whole.push_str("\\\\"),
            '\n' => whole.push_str("\\n"),
            '\r' => whole.push_str("\\r"),
            '\t' => whole.push_str("\\t"),
            letter if letter == mark => {
                whole.push('\\');
                whole.push(letter);
            }
            letter => whole.push(letter),
        }
    }
    whole.push(mark);
    whole
}

/// Reads a literal, as `ast.literal_eval` does; none for anything else.
pub(super) fn literal(text: &str) -> Option<Value> {
    let mut letters = text.trim().chars().peekable();
    let value = value(&mut letters)?;
    blank(&mut letters);
    letters.next().is_none().then_some(value)
}

fn blank(letters: &mut Peekable<Chars<'_>>) {
    while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
}

fn value(letters: &mut Peekable<Chars<'_>>) -> Option<Value> {
    blank(letters);
    match letters.peek()? {
        '{' => object(letters),
        '[' => array(letters),
        '\'' | '"' => string(letters).map(Value::String),
        _plain => word(letters),
    }
}

fn word(letters: &mut Peekable<Chars<'_>>) -> Option<Value> {
    let mut word = String::new();
    while let Some(letter) = letters.next_if(|letter| letter.is_alphanumeric() || "+-._".contains(*letter)) {
        word.push(letter);
    }
    match word.as_str() {
        "None" => Some(Value::Null),
        "True" => Some(json!(true)),
        "False" => Some(json!(false)),
        number => serde_json::from_str::<serde_json::Number>(number)
            .ok()
            .map(Value::Number),
    }
}

fn string(letters: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mark = letters.next()?;
    let mut text = String::new();
    loop {
        match letters.next()? {
            '\\' => text.push(match letters.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            }),
            letter if letter == mark => return Some(text),
            letter => text.push(letter),
        }
    }
}

/// Whether the list goes on after a value: none when neither a comma nor its end follows.
fn goes_on(letters: &mut Peekable<Chars<'_>>, end: char) -> Option<bool> {
    blank(letters);
    let comma = letters.next_if_eq(&',').is_some();
    blank(letters);
    if letters.next_if_eq(&end).is_some() {
        return Some(false);
    }
    comma.then_some(true)
}

fn array(letters: &mut Peekable<Chars<'_>>) -> Option<Value> {
    letters.next();
    blank(letters);
    let mut rows = Vec::new();
    if letters.next_if_eq(&']').is_some() {
        return Some(Value::Array(rows));
    }
    loop {
        rows.push(value(letters)?);
        if !goes_on(letters, ']')? {
            return Some(Value::Array(rows));
        }
    }
}

fn object(letters: &mut Peekable<Chars<'_>>) -> Option<Value> {
    letters.next();
    blank(letters);
    let mut fields = Map::new();
    if letters.next_if_eq(&'}').is_some() {
        return Some(Value::Object(fields));
    }
    loop {
        let key = text(&value(letters)?);
        blank(letters);
        letters.next_if_eq(&':')?;
        fields.insert(key, value(letters)?);
        if !goes_on(letters, '}')? {
            return Some(Value::Object(fields));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{literal, repr};

    #[test]
    fn values_are_written_as_python_writes_them() {
        for (value, written) in [
            (json!({"a": [1, true, null]}), "{'a': [1, True, None]}"),
            (json!("it's"), "\"it's\""),
            (json!("'\"\n"), "'\\'\"\\n'"),
            (json!(1.5), "1.5"),
        ] {
            assert_eq!(repr(&value), written);
            assert_eq!(literal(written), Some(value));
        }
    }

    #[test]
    fn what_is_no_literal_is_not_read() {
        for text in [
            "{'a': ",
            "{'a' 1}",
            "{a: 1}",
            "[1 2]",
            "__import__('os')",
            "",
            "{'a': 1} x",
        ] {
            assert_eq!(literal(text), None, "{text}");
        }
        assert_eq!(literal("{}"), Some(Value::Object(serde_json::Map::new())));
        assert_eq!(literal("{\"a\": 'b',}"), Some(json!({"a": "b"})));
    }
}
