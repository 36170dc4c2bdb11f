//! Neutron: lists of networks, subnets, routers, ports, floating addresses and security groups, with filters and pages.

mod security;
mod things;

use serde_json::{Map, Value, json};

use super::estate::{Estate, Part, Thing};
use super::http::{Reply, Request, Service, refuse, unauthorized};
use super::identity::Caller;
use super::world::World;

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
        ("GET", ["v2.0", "quotas", project, rest @ ..]) => Some(quota(world, project, !rest.is_empty())),
        ("GET", ["v2.0", collection]) => list(world, &caller, request, collection.trim_end_matches(".json")),
        ("GET", ["v2.0", collection, id]) => show(world, &caller, collection, id.trim_end_matches(".json")),
        ("POST", ["v2.0", "networks"]) => Some(create_network(world, &caller, request)),
        ("POST" | "PUT" | "DELETE", ["v2.0", collection, ..]) => Some(refuse_write(collection)),
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

/// Makes a network in the caller's project.
fn create_network(world: &mut World, caller: &Caller, request: &Request) -> Reply {
    let body = request.json();
    let field = |key: &str| body.pointer(&format!("/network/{key}"));
    let asked = |key: &str| field(key).and_then(Value::as_bool) == Some(true);
    let special = asked("shared") || asked("router:external");
    if !caller.may_write || (special && !caller.admin) {
        let what = if special {
            "create_network:shared"
        } else {
            "create_network"
        };
        let message = format!("(rule:{what}) is disallowed by policy");
        return refuse(Service::Network, 403, "PolicyNotAuthorized", &message);
    }
    let name = field("name").and_then(Value::as_str).unwrap_or_default();
    let estate = world.empty_estate(&caller.project, name);
    let mut shown = None;
    for (place, part) in estate.parts.iter().enumerate() {
        shown = things::shown(world, &estate, place, part);
    }
    world.commons.push(estate);
    let mut shown = shown.unwrap_or(Value::Null);
    if let Some(fields) = shown.as_object_mut() {
        fields.insert("is_default".to_owned(), json!(false));
    }
    Reply::json(201, json!({"network": shown}))
}

fn refuse_write(collection: &str) -> Reply {
    let message = format!("(rule:change_{collection}) is disallowed by policy");
    refuse(Service::Network, 403, "PolicyNotAuthorized", &message)
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
    let mut rows = Vec::new();
    for estate in world.estates() {
        let mine = caller.admin || estate.project == caller.project;
        for (place, part) in estate.present(world.now) {
            let outside = matches!(part.thing, Thing::Network { external: true });
            if (mine || outside) && belongs(part, collection) {
                rows.extend(things::rows(world, estate, place, part, collection));
            }
            if let (true, Thing::Network { external }, "networks") = (caller.admin, &part.thing, collection)
                && let Some(fields) = rows.last_mut().and_then(Value::as_object_mut)
            {
                fields.extend(things::provider(part, *external));
            }
        }
    }
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
    let rows = rows(world, caller, collection);
    let found = rows.into_iter().find(|row| text(row.get("id")) == id);
    let reply = match found {
        Some(row) => Reply::ok(json!({ *name: row })),
        None => {
            let words: String = name.split('_').map(capital).collect();
            let message = match *name {
                "floatingip" => format!("Floating IP {id} could not be found"),
                _other => format!("{words} {id} could not be found."),
            };
            refuse(Service::Network, 404, &format!("{words}NotFound"), &message)
        }
    };
    Some(reply)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
        .unwrap_or_default()
}

fn quota(world: &World, project: &str, detail: bool) -> Reply {
    let count = |collection: &str| {
        let things = world
            .things(project)
            .filter(|(_, _, part)| belongs(part, collection));
        things.count()
    };
    let limits = [
        ("network", 100_i64, count("networks")),
        ("subnet", 100, count("subnets")),
        ("subnetpool", -1, 0),
        ("port", 2500, count("ports")),
        ("router_route", 30, 0),
        ("router", 100, count("routers")),
        ("floatingip", 250, count("floatingips")),
        ("rbac_policy", 10, 0),
        ("security_group", 200, count("security-groups")),
        ("security_group_rule", 2000, count("security-groups") * 13),
    ];
    let mut body = Map::new();
    for (name, limit, used) in limits {
        let limit = if let ("floatingip", Some(margin)) = (name, world.margin) {
            margin.addresses
        } else if limit > 0 {
            limit * i64::from(world.bounty)
        } else {
            limit
        };
        let entry = if detail {
            json!({"limit": limit, "used": used, "reserved": 0})
        } else {
            json!(limit)
        };
        body.insert(name.to_owned(), entry);
    }
    Reply::ok(json!({"quota": body}))
}

/// The part at a place, if its thing is there.
fn neighbour<'a>(world: &World, estate: &'a Estate, place: usize) -> Option<&'a Part> {
    estate.parts.get(place).filter(|part| part.present(world.now))
}
