//! Changes as JSON patch, in the way that Magnum reads and applies them.

use serde_json::{Map, Value, json};

use super::super::http::Reply;
use super::super::python;
use super::{bodies, invalid, no};

/// What is done to an attribute.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Operation {
    Add,
    Replace,
    Remove,
}

/// One change.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) operation: Operation,
    /// The path as it came.
    pub(super) path: String,
    pub(super) value: Value,
}

impl Change {
    /// The attribute itself, and what is wanted inside it.
    pub(super) fn steps(&self) -> (&str, Option<&str>) {
        let path = self.path.trim_start_matches('/');
        match path.split_once('/') {
            Some((field, inner)) => (field, Some(inner)),
            None => (path, None),
        }
    }

    fn shown(&self) -> String {
        let word = match self.operation {
            Operation::Add => "add",
            Operation::Replace => "replace",
            Operation::Remove => "remove",
        };
        let path = python::repr(&json!(self.path));
        if self.operation == Operation::Remove {
            return format!("{{'path': {path}, 'op': '{word}'}}");
        }
        format!(
            "{{'path': {path}, 'op': '{word}', 'value': {}}}",
            python::repr(&self.value)
        )
    }
}

/// Attributes that cannot be changed in any way, and those that cannot be removed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guarded {
    pub(super) internal: &'static [&'static str],
    pub(super) lasting: &'static [&'static str],
}

const INTERNAL: [&str; 7] = [
    "created_at",
    "id",
    "links",
    "updated_at",
    "uuid",
    "project_id",
    "user_id",
];

/// Reads the changes of a request.
pub(super) fn read(body: Value, guarded: Guarded) -> Result<Vec<Change>, Reply> {
    let changes = match body {
        Value::Array(changes) => changes,
        Value::Null => Vec::new(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            let shown = python::text(&body);
            return Err(invalid(
                "patch",
                &shown,
                &format!("Value not a valid list: {shown}"),
            ));
        }
    };
    changes.iter().map(|change| read_one(change, guarded)).collect()
}

fn read_one(change: &Value, guarded: Guarded) -> Result<Change, Reply> {
    let Some(fields) = change.as_object() else {
        let message = format!("'{}' object has no attribute 'keys'", python::kind(change));
        return Err(no(500, &message));
    };
    if let Some(key) = fields
        .keys()
        .find(|key| !["op", "path", "value"].contains(&key.as_str()))
    {
        return Err(no(400, &format!("Unknown attribute for argument patch: {key}")));
    }
    let value = fields.get("value").cloned().unwrap_or(Value::Null);
    let kind = python::kind(&value);
    if ["dict", "list", "float"].contains(&kind) {
        let why = format!("Wrong type. Expected '(<class 'str'>, <class 'int'>)', got '<class '{kind}'>'");
        return Err(invalid("value", &python::repr(&value), &why));
    }
    let path = bodies::needed(fields, "path")?;
    let steps = path.strip_prefix('/').unwrap_or_default().split('/');
    let good = |step: &str| {
        let right = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
        !step.is_empty() && step.chars().all(right)
    };
    if !steps.clone().all(good) {
        return Err(invalid(
            "path",
            path,
            "Value should match the pattern ^(/[\\w-]+)+$",
        ));
    }
    let operation = match bodies::needed(fields, "op")? {
        "add" => Operation::Add,
        "replace" => Operation::Replace,
        "remove" => Operation::Remove,
        other => {
            return Err(invalid(
                "op",
                other,
                "Value should be one of: add, replace, remove",
            ));
        }
    };
    let whole = path.trim_start_matches('/');
    if INTERNAL.contains(&whole) || guarded.internal.contains(&whole) {
        let message = format!("'{path}' is an internal attribute and can not be updated");
        return Err(no(400, &message));
    }
    if operation == Operation::Remove && guarded.lasting.contains(&whole) {
        let message = format!("'{path}' is a mandatory attribute and can not be removed");
        return Err(no(400, &message));
    }
    if operation != Operation::Remove && value.is_null() {
        return Err(no(400, "'add' and 'replace' operations needs value"));
    }
    Ok(Change {
        operation,
        path: path.to_owned(),
        value,
    })
}

/// Applies all changes to the fields of a resource.
pub(super) fn apply(fields: &Map<String, Value>, changes: &[Change]) -> Result<Map<String, Value>, Reply> {
    let mut changed = fields.clone();
    for change in changes {
        let mut change = change.clone();
        let (field, inner) = change.steps();
        let known = changed.get(field);
        if change.operation == Operation::Add && inner.is_none() {
            let path = &change.path;
            match known {
                None => {
                    let words =
                        format!("Adding a new attribute {path} to the root of the resource is not allowed.");
                    return Err(no(400, &words));
                }
                Some(value) if !value.is_null() => {
                    let words =
                        format!("The attribute {path} has existed, please use 'replace' operation instead.");
                    return Err(no(400, &words));
                }
                Some(_) => {}
            }
        }
        if change.operation == Operation::Replace
            && ["labels", "health_status_reason"].contains(&field)
            && inner.is_none()
        {
            let text = python::text(&change.value);
            let dictionary = python::literal(&text).filter(Value::is_object);
            let Some(dictionary) = dictionary else {
                return Err(failed(changes, &syntax(&text)));
            };
            change.value = dictionary;
        }
        step(&mut changed, &change).map_err(|why| failed(changes, &why))?;
    }
    Ok(changed)
}

fn syntax(text: &str) -> String {
    if text.matches('{').count() > text.matches('}').count() {
        "'{' was never closed (<unknown>, line 1)".to_owned()
    } else {
        "malformed node or string".to_owned()
    }
}

fn failed(changes: &[Change], why: &str) -> Reply {
    let shown: Vec<String> = changes.iter().map(Change::shown).collect();
    no(
        400,
        &format!("Couldn't apply patch '[{}]'. Reason: {why}", shown.join(", ")),
    )
}

fn step(fields: &mut Map<String, Value>, change: &Change) -> Result<(), String> {
    let (field, inner) = change.steps();
    let (target, key) = match inner {
        None => (fields, field),
        Some(inner) => {
            let target = fields.get_mut(field).and_then(Value::as_object_mut);
            (
                target.ok_or_else(|| format!("member '{field}' not found"))?,
                inner,
            )
        }
    };
    match change.operation {
        Operation::Replace if !target.contains_key(key) => {
            Err(format!("can't replace a non-existent object '{key}'"))
        }
        Operation::Add | Operation::Replace => {
            target.insert(key.to_owned(), change.value.clone());
            Ok(())
        }
        Operation::Remove => target
            .remove(key)
            .map(drop)
            .ok_or_else(|| format!("can't remove a non-existent object '{key}'")),
    }
}
