//! Neutron: networks, subnets, routers, ports, floating addresses and security groups: read with filters and pages, made,
//! changed and deleted in the orders that the real one allows.

mod attributes;
mod groups;
mod joined;
mod ports;
mod quotas;
mod routers;
mod security;
mod things;
mod wires;
mod writes;

use serde_json::{Map, Value, json};

use super::estate::{Estate, Part, Thing};
use super::http::{Reply, Request, Service, refuse, unauthorized};
use super::identity::Caller;
use super::own;
use super::world::World;

pub(super) use ports::{no_vip, vip};
pub(super) use quotas::addresses_left;
pub(super) use things::shown;

const COLLECTIONS: [(&str, &str); 7] = [
    ("networks", "network"),
    ("subnets", "subnet"),
    ("routers", "router"),
    ("ports", "port"),
    ("floatingips", "floatingip"),
    ("security-groups", "security_group"),
    ("security-group-rules", "security_group_rule"),
];

/// Answers a request to Neutron.
pub(super) fn serve(world: &mut World, request: &Request) -> Reply {
    let parts = request.parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    if parts.is_empty() {
        let links = json!([{"rel": "self", "href": format!("{}/network/v2.0/", world.base)}]);
        return Reply::ok(json!({"versions": [{"id": "v2.0", "status": "CURRENT", "links": links}]}));
    }
    let token = request.header("x-auth-token").unwrap_or_default();
    let Some(caller) = world.identity.caller(token, world.now) else {
        return unauthorized(Service::Network, &world.base);
    };
    let found = match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["v2.0"]) if request.path.ends_with('/') => Some(Reply::ok(resources(&world.base))),
        ("GET", ["v2.0", "extensions"]) => Some(Reply::ok(json!({"extensions": extensions()}))),
        (_, ["v2.0", "quotas", project, rest @ ..]) => {
            Some(quotas::serve(world, &caller, request, (project, rest)))
        }
        ("GET", ["v2.0", collection]) => list(world, &caller, request, collection.trim_end_matches(".json")),
        ("GET", ["v2.0", collection, id]) => show(world, &caller, collection, id.trim_end_matches(".json")),
        (method, ["v2.0", collection, rest @ ..]) => {
            let collection = collection.trim_end_matches(".json");
            let kind = COLLECTIONS.iter().find(|(known, _)| *known == collection);
            kind.and_then(|kind| writes::write(world, &caller, request, (method, *kind, rest)))
        }
        _unknown => None,
    };
    found.unwrap_or_else(|| {
        refuse(
            Service::Network,
            404,
            "HTTPNotFound",
            "The resource could not be found.",
        )
    })
}

fn resources(base: &str) -> Value {
    let resource = |(collection, name): &(&str, &str)| {
        let links = json!([{"rel": "self", "href": format!("{base}/network/v2.0/{collection}")}]);
        json!({"name": name, "collection": collection, "links": links})
    };
    json!({"resources": COLLECTIONS.iter().map(resource).collect::<Vec<Value>>()})
}

fn extensions() -> Vec<Value> {
    let names = [
        "external-net",
        "router",
        "security-group",
        "quotas",
        "quota_details",
        "allowed-address-pairs",
        "standard-attr-tag",
        "pagination",
        "sorting",
        "ext-gw-mode",
        "provider",
        "binding",
        "net-mtu",
    ];
    let extension = |alias: &&str| {
        json!({
            "name": alias, "alias": alias, "description": alias, "updated": "2016-01-01T00:00:00-00:00", "links": [],
        })
    };
    names.iter().map(extension).collect()
}

/// The rows of a collection that this caller may see.
pub(super) fn rows(world: &World, caller: &Caller, collection: &str) -> Vec<Value> {
    let mut rows = gather(
        world,
        (!caller.admin).then_some(caller.project.as_str()),
        collection,
    );
    if caller.admin && collection == "networks" {
        for row in &mut rows {
            things::show_provider(row);
        }
    }
    rows
}

/// The rows of a collection in one project, or in all.
fn gather(world: &World, project: Option<&str>, collection: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    for estate in world.estates() {
        let mine = project.is_none_or(|project| estate.project == project);
        for (place, part) in estate.present(world.now) {
            let outside = matches!(part.thing, Thing::Network { external: true });
            if (mine || outside) && belongs(part, collection) {
                rows.extend(things::rows(world, estate, place, part, collection));
            }
        }
    }
    let mine = |fields: &&Map<String, Value>| {
        let outside = fields.get("router:external") == Some(&json!(true));
        let shared = fields.get("shared") == Some(&json!(true));
        outside || shared || project.is_none_or(|project| own::text(fields, "project_id") == project)
    };
    rows.extend(world.own.all(collection).filter(mine).cloned().map(Value::Object));
    let mut rows: Vec<Value> = rows.into_iter().filter_map(|row| world.own.seen(row)).collect();
    joined::join(world, collection, &mut rows);
    if collection == "security-group-rules" {
        // The list of rules is shorter than the rules within their groups.
        for row in rows.iter_mut().filter_map(Value::as_object_mut) {
            row.remove("standard_attr_id");
            row.remove("tags");
        }
    }
    rows
}

fn belongs(part: &Part, collection: &str) -> bool {
    match &part.thing {
        Thing::Network { .. } => collection == "networks",
        Thing::Subnet { .. } => collection == "subnets",
        Thing::Router { .. } => collection == "routers",
        Thing::Interface { .. } | Thing::Port(_) | Thing::Balancer { .. } => collection == "ports",
        Thing::Floating { .. } => collection == "floatingips",
        Thing::SecurityGroup { .. } => collection.starts_with("security-group"),
        Thing::SecurityRule { .. } => false,
        Thing::Nothing
        | Thing::Server(_)
        | Thing::ServerGroup { .. }
        | Thing::Listener { .. }
        | Thing::Pool { .. }
        | Thing::Monitor { .. }
        | Thing::Member { .. }
        | Thing::Volume { .. }
        | Thing::Attachment => false,
    }
}

fn list(world: &World, caller: &Caller, request: &Request, collection: &str) -> Option<Reply> {
    let (name, _) = COLLECTIONS.iter().find(|(known, _)| *known == collection)?;
    let mut rows = rows(world, caller, name);
    rows.retain(|row| matches_filters(row, request));
    let key = collection.replace('-', "_");
    if let Some(sort) = request.parameter("sort_key") {
        rows.sort_by_key(|row| text(row.get(sort)));
        if request.parameter("sort_dir") == Some("desc") {
            rows.reverse();
        }
    } else {
        rows.sort_by_key(|row| text(row.get("id")));
    }
    let limit = request.number("limit").filter(|limit| *limit > 0);
    let marker = request.parameter("marker");
    let (mut page, next) = super::http::page(rows, limit, marker, |row| text(row.get("id")));
    let first = page.first().map(|row| text(row.get("id")));
    for row in &mut page {
        keep_fields(row, request);
    }
    let mut body = json!({ &key: page });
    if let (Some(limit), Some(fields), Some(first)) = (limit, body.as_object_mut(), first) {
        let here = format!("{}{}?limit={limit}", world.base, request.path);
        let mut links = Vec::new();
        if let Some(next) = next {
            links.push(json!({"rel": "next", "href": format!("{here}&marker={next}")}));
        }
        links.push(json!({"rel": "previous", "href": format!("{here}&marker={first}&page_reverse=True")}));
        fields.insert(format!("{key}_links"), Value::Array(links));
    }
    Some(Reply::ok(body))
}

const NOT_FILTERS: [&str; 7] = [
    "limit",
    "marker",
    "page_reverse",
    "sort_key",
    "sort_dir",
    "fields",
    "not-tags",
];

fn matches_filters(row: &Value, request: &Request) -> bool {
    request
        .query
        .iter()
        .map(|(key, _)| key)
        .filter(|key| !NOT_FILTERS.contains(&key.as_str()))
        .all(|key| {
            let mut asked = request.query.iter().filter(|(other, _)| other == key);
            asked.any(|(_, value)| matches_filter(row, key, value))
        })
}

fn matches_filter(row: &Value, key: &str, value: &str) -> bool {
    if key == "tags" {
        let tags: Vec<String> = row
            .get("tags")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|tag| text(Some(tag)))
            .collect();
        return value.split(',').all(|tag| tags.iter().any(|mine| mine == tag));
    }
    if key == "fixed_ips" {
        let Some((field, wanted)) = value.split_once('=') else {
            return false;
        };
        let addresses = row
            .get("fixed_ips")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        return addresses
            .into_iter()
            .any(|address| text(address.get(field)) == wanted);
    }
    let Some(own) = row.get(key) else { return true };
    match own {
        Value::Bool(own) => *own == matches!(value.to_lowercase().as_str(), "true" | "1"),
        Value::Array(own) => own.iter().any(|entry| text(Some(entry)) == value),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Object(_) => text(Some(own)) == value,
    }
}

fn keep_fields(row: &mut Value, request: &Request) {
    let wanted: Vec<&str> = request
        .query
        .iter()
        .filter(|(key, _)| key == "fields")
        .map(|(_, value)| value.as_str())
        .collect();
    if let (false, Value::Object(fields)) = (wanted.is_empty(), row) {
        fields.retain(|key, _| wanted.contains(&key.as_str()));
    }
}

/// A JSON value as a filter compares it.
fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

fn show(world: &World, caller: &Caller, collection: &str, id: &str) -> Option<Reply> {
    let (_, name) = COLLECTIONS.iter().find(|(known, _)| *known == collection)?;
    let found = rows(world, caller, collection)
        .into_iter()
        .find(|row| own::word(row, "id") == id);
    Some(found.map_or_else(|| absent(name, id), |row| Reply::ok(json!({ *name: row }))))
}

/// The words for an object that is not there, or not for this caller.
fn absent(name: &str, id: &str) -> Reply {
    let (kind, message) = match name {
        "floatingip" => (
            "FloatingIPNotFound".to_owned(),
            format!("Floating IP {id} could not be found"),
        ),
        "router" => (
            "RouterNotFound".to_owned(),
            format!("Router {id} could not be found"),
        ),
        "security_group" => (
            "SecurityGroupNotFound".to_owned(),
            format!("Security group {id} does not exist"),
        ),
        "security_group_rule" => (
            "SecurityGroupRuleNotFound".to_owned(),
            format!("Security group rule {id} does not exist"),
        ),
        _other => {
            let words: String = name.split('_').map(capital).collect();
            (
                format!("{words}NotFound"),
                format!("{words} {id} could not be found."),
            )
        }
    };
    no(404, &kind, &message)
}

/// Refuses in Neutron's words.
fn no(status: u16, kind: &str, message: &str) -> Reply {
    refuse(Service::Network, status, kind, message)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
        .unwrap_or_default()
}

/// The part at a place, if its thing is there.
fn neighbour<'a>(world: &World, estate: &'a Estate, place: usize) -> Option<&'a Part> {
    estate.parts.get(place).filter(|part| part.present(world.now))
}
