//! Two answers compared by shape: keys, kinds of values, and what may be null.

use serde_json::Value;

use super::script::FREE;

/// Says in which ways ours is not like theirs.
pub(super) fn differences(ours: &Value, theirs: &Value, path: &str, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            if FREE.iter().any(|free| path.ends_with(free)) {
                return;
            }
            for key in theirs.keys().filter(|key| !ours.contains_key(*key)) {
                found.push(format!("{path}/{key} is missing"));
            }
            for (key, value) in ours {
                match theirs.get(key) {
                    Some(recorded) => differences(value, recorded, &format!("{path}/{key}"), found),
                    None => found.push(format!("{path}/{key} is unknown to the real cloud")),
                }
            }
        }
        (Value::Array(ours), Value::Array(theirs)) => rows(ours, theirs, path, found),
        (Value::Null, Value::Null) => {}
        (Value::Null, theirs) => found.push(format!("{path} is null here and {} there", short(theirs))),
        (ours, Value::Null) => found.push(format!("{path} is {} here and null there", short(ours))),
        (ours, theirs) => {
            if std::mem::discriminant(ours) != std::mem::discriminant(theirs) {
                found.push(format!(
                    "{path} is {} here and {} there",
                    short(ours),
                    short(theirs)
                ));
            }
        }
    }
}

/// Each row of ours must be like one of theirs.
fn rows(ours: &[Value], theirs: &[Value], path: &str, found: &mut Vec<String>) {
    if ours.is_empty() && !theirs.is_empty() {
        found.push(format!("{path} is empty here"));
    }
    for row in ours {
        let mut best: Option<Vec<String>> = None;
        for recorded in theirs {
            let mut lines = Vec::new();
            differences(row, recorded, &format!("{path}/*"), &mut lines);
            if best.as_ref().is_none_or(|best| lines.len() < best.len()) {
                best = Some(lines);
            }
            if best.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
        }
        for line in best.unwrap_or_default() {
            if !found.contains(&line) {
                found.push(line);
            }
        }
    }
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(40).collect()
}
