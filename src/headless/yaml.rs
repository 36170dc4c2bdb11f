//! JSON as YAML, for people who keep things in files. Texts that another reader could take for something else are quoted.

use serde_json::Value;

/// The value as a YAML document.
pub fn to_yaml(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value, 0, Place::Line);
    text
}

/// Where a value begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// On a line of its own, at its indentation.
    Line,
    /// Behind a key or a dash.
    Behind,
}

fn write(text: &mut String, value: &Value, depth: usize, place: Place) {
    match value {
        Value::Object(fields) if fields.is_empty() => text.push_str("{}\n"),
        Value::Array(items) if items.is_empty() => text.push_str("[]\n"),
        Value::Object(fields) => {
            let mut first = place == Place::Behind;
            for (key, value) in fields {
                if !std::mem::take(&mut first) {
                    text.push_str(&"  ".repeat(depth));
                }
                text.push_str(&scalar(key));
                text.push(':');
                below(text, value, depth);
            }
        }
        Value::Array(items) => {
            for item in items {
                text.push_str(&"  ".repeat(depth));
                text.push_str("- ");
                write(text, item, depth + 1, Place::Behind);
            }
        }
        Value::Null => text.push_str("null\n"),
        Value::Bool(truth) => text.push_str(&format!("{truth}\n")),
        Value::Number(number) => text.push_str(&format!("{number}\n")),
        Value::String(value) => {
            text.push_str(&scalar(value));
            text.push('\n');
        }
    }
}

/// The value of a key: what has lines of its own goes below it.
fn below(text: &mut String, value: &Value, depth: usize) {
    let lines = match value {
        Value::Object(fields) => !fields.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    if lines {
        text.push('\n');
        write(text, value, depth + 1, Place::Line);
    } else {
        text.push(' ');
        write(text, value, depth, Place::Behind);
    }
}

/// Plain where every reader takes it for this text, else in quotes, in which YAML knows the escapes of JSON.
fn scalar(text: &str) -> String {
    let simple = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "null"
    );
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) && !word && text.chars().all(simple) {
        text.to_owned()
    } else {
        Value::String(text.to_owned()).to_string()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::to_yaml;

    #[test]
    fn lists_of_objects_and_odd_texts_are_written_so_that_others_read_them() {
        let value = json!([
            {"name": "a: b", "labels": {"k": "01", "on": "x"}, "none": {}, "list": [1, "two"], "nothing": null},
            {"name": "plain", "yes": true, "deep": [{"a": 1, "b": [2]}]},
        ]);
        let expected = "\
- labels:
    k: \"01\"
    \"on\": x
  list:
    - 1
    - two
  name: \"a: b\"
  none: {}
  nothing: null
- deep:
    - a: 1
      b:
        - 2
  name: plain
  \"yes\": true
";
        assert_eq!(to_yaml(&value), expected);
    }
}
