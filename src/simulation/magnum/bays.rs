//! The names that clusters and templates had before Newton: bays and baymodels.

use serde_json::{Map, Value};

use super::super::http::{Body, Reply, Request};
use super::super::world::World;
use super::Call;

/// What was called how, longest names first.
const NAMES: [(&str, &str); 6] = [
    ("baymodels", "clustertemplates"),
    ("baymodel_id", "cluster_template_id"),
    ("baymodel", "clustertemplate"),
    ("bay_create_timeout", "create_timeout"),
    ("bay_uuid", "cluster_uuid"),
    ("bays", "clusters"),
];

/// Answers in the old words what was asked in them.
pub(super) fn route(world: &mut World, call: &Call<'_>, old: &str, parts: &[&str]) -> Option<Reply> {
    let new = if old == "bays" {
        "clusters"
    } else {
        "clustertemplates"
    };
    let path = call.request.path.replacen(old, new, 1);
    let body = renamed(call.request.json(), |(old, new)| (old, new));
    let request = Request {
        path,
        body: body.to_string().into_bytes(),
        ..call.request.clone()
    };
    let inner = Call {
        request: &request,
        caller: call.caller.clone(),
        minor: call.minor,
    };
    let mut parts = parts.to_vec();
    if let Some(first) = parts.first_mut() {
        *first = new;
    }
    let mut reply = super::route(world, &inner, &parts)?;
    if let Body::Json(body) = reply.body {
        reply.body = Body::Json(renamed(body, |(old, new)| (new, old)));
    }
    Some(reply)
}

fn renamed(body: Value, way: fn((&'static str, &'static str)) -> (&'static str, &'static str)) -> Value {
    match body {
        Value::Object(fields) => {
            let mut all = Map::new();
            for (key, value) in fields {
                let name = NAMES.into_iter().map(way).find(|(from, _)| *from == key);
                let key = name.map_or(key, |(_, to)| to.to_owned());
                all.insert(key, renamed(value, way));
            }
            Value::Object(all)
        }
        Value::Array(rows) => rows.into_iter().map(|row| renamed(row, way)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => body,
    }
}
