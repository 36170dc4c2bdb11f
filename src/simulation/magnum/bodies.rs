//! What may be in the body of a request, field by field, and Magnum's words for what may not.

use serde_json::{Map, Value};

use super::super::http::{Body, Reply};
use super::super::id::Id;
use super::super::python;
use super::{invalid, no};

/// One field of a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field(pub(super) &'static str, pub(super) Takes);

/// What a field takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Takes {
    /// A text with a least and a greatest length.
    Text(usize, usize),
    /// A name that begins with a letter and has no spaces, at most so long.
    Name(usize),
    /// A number that is at least so great.
    Number(i64),
    /// The number of a port that needs no privileges.
    Port,
    Flag,
    /// Texts by name.
    Labels,
    /// A list.
    List,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Addresses of name servers.
    Servers,
    Uuid,
    /// Whatever it is, nobody looks at it.
    Anything,
    /// Told, and never taken.
    ReadOnly,
}

/// A name that begins with a letter.
pub(super) const NAME_PATTERN: &str = "^[a-zA-Z][a-zA-Z0-9_.-]*$";

/// Reads a body whose argument has this name in Magnum's code.
pub(super) fn read(argument: &str, fields: &[Field], body: Value) -> Result<Map<String, Value>, Reply> {
    let whole = match body {
        Value::Object(whole) => whole,
        Value::Null => Map::new(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            let message = format!("'{}' object has no attribute 'keys'", python::kind(&body));
            return Err(no(500, &message));
        }
    };
    for (key, value) in &whole {
        let Some(Field(_, takes)) = fields.iter().find(|Field(name, _)| name == key) else {
            return Err(no(
                400,
                &format!("Unknown attribute for argument {argument}: {key}"),
            ));
        };
        if !value.is_null() {
            convert(argument, &whole, value, *takes)?;
            check(key, value, *takes)?;
        }
    }
    Ok(whole)
}

/// The text of a field that must be there.
pub(super) fn needed<'a>(body: &'a Map<String, Value>, field: &str) -> Result<&'a str, Reply> {
    let text = body.get(field).and_then(Value::as_str);
    text.ok_or_else(|| missing(field))
}

/// The words for a field that must be there.
pub(super) fn missing(field: &str) -> Reply {
    invalid(field, "None", "Mandatory field missing.")
}

/// What cannot even be read is a fault of the whole body.
fn convert(argument: &str, whole: &Map<String, Value>, value: &Value, takes: Takes) -> Result<(), Reply> {
    let why = match takes {
        Takes::Number(_) | Takes::Port => match value {
            Value::String(text) if text.trim().parse::<i64>().is_err() => {
                format!("invalid literal for int() with base 10: '{text}'")
            }
            Value::Array(_) | Value::Object(_) => {
                let kind = python::kind(value);
                format!("int() argument must be a string, a bytes-like object or a real number, not '{kind}'")
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return Ok(()),
        },
        Takes::Labels if !value.is_object() => format!("Value not a valid dict: {}", python::text(value)),
        Takes::List if !value.is_array() => format!("Value not a valid list: {}", python::text(value)),
        Takes::Flag if flag(value).is_none() => return Err(fallen()),
        Takes::Text(..)
        | Takes::Name(_)
        | Takes::Flag
        | Takes::Labels
        | Takes::List
        | Takes::OneOf(_)
        | Takes::Servers
        | Takes::Uuid
        | Takes::Anything
        | Takes::ReadOnly => return Ok(()),
    };
    let whole = python::repr(&Value::Object(whole.clone()));
    Err(invalid(argument, &whole, &why))
}

/// Whether a field's value is one that it takes; a patch's values are looked at so, too.
pub(super) fn check(field: &str, value: &Value, takes: Takes) -> Result<(), Reply> {
    let shown = python::text(value);
    let refused = |why: &str| Err(invalid(field, &shown, why));
    match takes {
        Takes::Text(least, most) => length(field, &shown, (least, most)),
        Takes::Name(most) => {
            length(field, &shown, (1, most))?;
            let good = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
            if shown.starts_with(|letter: char| letter.is_ascii_alphabetic()) && shown.chars().all(good) {
                return Ok(());
            }
            refused(&format!("Value should match the pattern {NAME_PATTERN}"))
        }
        Takes::Number(least) => range(field, value, (least, i64::MAX)),
        Takes::Port => range(field, value, (1024, 65535)),
        Takes::OneOf(words) if !words.contains(&shown.as_str()) => {
            refused(&format!("Value should be one of: {}", words.join(", ")))
        }
        Takes::Servers if !servers(&shown) => {
            let message =
                format!("Expected a single dns address or comma separated dns list, but received {shown}.");
            Err(no(400, &message))
        }
        Takes::Uuid if Id::parse(&shown).is_none() => {
            Err(no(400, &format!("Expected a uuid but received {shown}.")))
        }
        Takes::ReadOnly => refused("Cannot set read only field."),
        Takes::OneOf(_)
        | Takes::Servers
        | Takes::Uuid
        | Takes::Flag
        | Takes::Labels
        | Takes::List
        | Takes::Anything => Ok(()),
    }
}

fn length(field: &str, text: &str, (least, most): (usize, usize)) -> Result<(), Reply> {
    let length = text.chars().count();
    let (word, bound) = match (length < least, length > most) {
        (true, _) => ("minimum", least),
        (false, true) => ("maximum", most),
        (false, false) => return Ok(()),
    };
    let why = format!("Value should have a {word} character requirement of {bound}");
    Err(invalid(field, text, &why))
}

fn range(field: &str, value: &Value, (least, most): (i64, i64)) -> Result<(), Reply> {
    let Some(number) = number(value) else {
        return Ok(());
    };
    let (word, bound) = match (number < least, number > most) {
        (true, _) => ("greater", least),
        (false, true) => ("lower", most),
        (false, false) => return Ok(()),
    };
    let why = format!("Value should be {word} or equal to {bound}");
    Err(invalid(field, &number.to_string(), &why))
}

/// A number, also one that came as a text or with a fraction that Magnum forgets.
pub(super) fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().map(|number| number as i64)),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(value) => Some(i64::from(*value)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A yes or no in any of the words that OpenStack knows for it.
pub(super) fn flag(value: &Value) -> Option<bool> {
    match python::text(value).to_lowercase().as_str() {
        "1" | "t" | "true" | "on" | "y" | "yes" => Some(true),
        "0" | "f" | "false" | "off" | "n" | "no" => Some(false),
        _neither => None,
    }
}

fn servers(text: &str) -> bool {
    text.split(',')
        .all(|server| server.trim().parse::<std::net::Ipv4Addr>().is_ok())
}

/// What the web server says when the service has fallen over.
pub(super) fn fallen() -> Reply {
    let text = "Internal Server Error\r\n\r\nThe server encountered an unexpected internal server error\r\n\r\n\
                (generated by waitress)";
    Reply {
        status: 500,
        headers: Vec::new(),
        body: Body::Text("text/plain; charset=utf-8".to_owned(), text.to_owned()),
        rows: 0,
    }
}
