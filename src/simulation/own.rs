//! What people made themselves with Neutron, Octavia and Cinder, and what they changed of things that were made for them.
//! Both are kept as the services write them, by collection and id; what belongs to clusters lives in their estates.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::estate::Part;
use super::id::Id;
use super::world::World;

/// Objects, changes and limits that came by requests.
#[derive(Default, Debug)]
pub(super) struct Own {
    made: BTreeMap<&'static str, Vec<Map<String, Value>>>,
    changed: BTreeMap<String, Map<String, Value>>,
    /// Parts of a cluster's things that are no parts of their own, such as a rule that came with its group.
    gone: BTreeSet<String>,
    /// What admins set, by project and resource.
    pub(super) limits: BTreeMap<(String, String), i64>,
}

impl Own {
    /// Everything in a collection, oldest first.
    pub(super) fn all(&self, collection: &str) -> impl DoubleEndedIterator<Item = &Map<String, Value>> {
        self.made.get(collection).into_iter().flatten()
    }

    /// One of them.
    pub(super) fn find(&self, collection: &str, id: &str) -> Option<&Map<String, Value>> {
        self.all(collection).find(|fields| text(fields, "id") == id)
    }

    /// Adds an object.
    pub(super) fn add(&mut self, collection: &'static str, fields: Map<String, Value>) {
        self.made.entry(collection).or_default().push(fields);
    }

    /// Changes an object that was made by a request, or notes the change of another.
    pub(super) fn change(&mut self, collection: &str, id: &str, fields: &Map<String, Value>) {
        let mut made = self.made.get_mut(collection).into_iter().flatten();
        let target = made.find(|made| text(made, "id") == id);
        let target = match target {
            Some(target) => target,
            None => self.changed.entry(id.to_owned()).or_default(),
        };
        target.extend(fields.iter().map(|(key, value)| (key.clone(), value.clone())));
    }

    /// Takes an object away. Answers whether it was one of these.
    pub(super) fn remove(&mut self, collection: &str, id: &str) -> bool {
        let Some(made) = self.made.get_mut(collection) else {
            return false;
        };
        let before = made.len();
        made.retain(|fields| text(fields, "id") != id);
        made.len() < before
    }

    /// Takes away what is no part of an estate by itself.
    pub(super) fn forget(&mut self, id: &str) {
        self.gone.insert(id.to_owned());
    }

    /// A row as it is after all changes; none when it was taken away.
    pub(super) fn seen(&self, mut row: Value) -> Option<Value> {
        if self.gone.is_empty() && self.changed.is_empty() {
            return Some(row);
        }
        let fields = row.as_object_mut()?;
        let id = text(fields, "id").to_owned();
        if self.gone.contains(&id) {
            return None;
        }
        for (key, value) in self.changed.get(&id).into_iter().flatten() {
            // What is told of a cluster's load balancer by Heat has fewer fields.
            fields.insert(key.clone(), value.clone());
        }
        Some(row)
    }
}

/// A field's text.
pub(super) fn text<'a>(fields: &'a Map<String, Value>, key: &str) -> &'a str {
    fields.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The same of a row.
pub(super) fn word<'a>(row: &'a Value, key: &str) -> &'a str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The fields of an object.
pub(super) fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

impl World {
    /// Takes the thing of this id out of whatever estate it is in. Heat is not told.
    pub(super) fn lose(&mut self, wanted: &str) -> bool {
        let Some(id) = Id::parse(wanted) else { return false };
        let now = self.now;
        let commons = self.commons.iter_mut();
        let estates = commons.chain(self.clusters.iter_mut().map(|cluster| &mut cluster.estate));
        let mut parts = estates.flat_map(|estate| estate.parts.iter_mut());
        let real = |part: &&mut Part| part.id == id && part.present(now) && part.thing.real();
        match parts.find(real) {
            Some(part) => {
                part.lost = true;
                true
            }
            None => false,
        }
    }

    /// The time that a change is written down with, and one more revision.
    pub(super) fn revised(&self, fields: &mut Map<String, Value>, before: &Value) {
        let number = before.get("revision_number").and_then(Value::as_i64).unwrap_or(0);
        fields.insert("revision_number".to_owned(), json!(number + 1));
        fields.insert("updated_at".to_owned(), json!(self.calendar.zulu(self.now)));
    }
}
