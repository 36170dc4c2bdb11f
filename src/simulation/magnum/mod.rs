//! Magnum: discovery, microversions, and the way to each of its resources.

mod actions;
mod bays;
mod certificates;
mod clusters;
mod creation;
mod groups;
mod ledger;
mod templates;

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::http::{Reply, Request, Service, refuse, unauthorized};
use super::id::Id;
use super::identity::Caller;
use super::world::World;

pub(super) use creation::{driver_of, engine_of};
pub(super) use templates::template;

const TYPES: [&str; 3] = [
    "container-infrastructure-management",
    "container-infra",
    "container-infrastructure",
];

/// A request to Magnum with what every handler needs of it.
struct Call<'a> {
    request: &'a Request,
    caller: Caller,
    minor: u32,
}

/// Answers a request to Magnum.
pub(super) fn serve(world: &mut World, request: &Request) -> Reply {
    let parts = request.parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let newest = world.profile.newest();
    if parts.is_empty() {
        return Reply::ok(versions(&world.base, newest));
    }
    let minor = match asked_version(request, newest) {
        Ok(minor) => minor,
        Err(text) => return unsupported(&text, newest),
    };
    let reply = if let ["v1"] = parts.as_slice() {
        Reply::ok(resources(&world.base))
    } else {
        let token = request.header("x-auth-token").unwrap_or_default();
        let Some(caller) = world.identity.caller(token, world.now) else {
            return unauthorized(Service::Containers, &world.base);
        };
        let call = Call {
            request,
            caller,
            minor,
        };
        let parts = parts.get(1..).unwrap_or_default();
        let answered = match parts {
            [old @ ("bays" | "baymodels"), ..] if world.profile.has_bays() && minor <= 10 => {
                bays::route(world, &call, old, parts)
            }
            parts if world.profile.has(&request.method, parts) => route(world, &call, parts),
            _later => None,
        };
        match answered {
            Some(reply) => reply,
            None => return unknown(),
        }
    };
    versioned(reply, &format!("1.{minor}"), newest)
}

fn route(world: &mut World, call: &Call<'_>, parts: &[&str]) -> Option<Reply> {
    let reply = match (call.request.method.as_str(), parts) {
        ("GET", ["clustertemplates"] | ["clustertemplates", "detail"]) => templates::list(world, call),
        ("POST", ["clustertemplates"]) => templates::create(world, call),
        ("GET", ["clustertemplates", id]) => templates::show(world, call, id),
        ("PATCH", ["clustertemplates", id]) => templates::update(world, call, id),
        ("DELETE", ["clustertemplates", id]) => templates::delete(world, call, id),
        ("GET", ["clusters"]) => clusters::list(world, call, false),
        ("GET", ["clusters", "detail"]) => clusters::list(world, call, true),
        ("POST", ["clusters"]) => creation::create(world, call),
        ("GET", ["clusters", id]) => clusters::show(world, call, id),
        ("PATCH", ["clusters", id]) => actions::update(world, call, id),
        ("DELETE", ["clusters", id]) => actions::delete(world, call, id),
        ("POST", ["clusters", id, "actions", "resize"]) => actions::resize(world, call, id),
        ("POST", ["clusters", id, "actions", "upgrade"]) => actions::upgrade(world, call, id),
        ("GET", ["clusters", id, "nodegroups"]) => groups::list(world, call, id),
        ("POST", ["clusters", id, "nodegroups"]) => groups::create(world, call, id),
        ("GET", ["clusters", id, "nodegroups", group]) => groups::show(world, call, id, group),
        ("PATCH", ["clusters", id, "nodegroups", group]) => groups::update(world, call, id, group),
        ("DELETE", ["clusters", id, "nodegroups", group]) => groups::delete(world, call, id, group),
        ("GET", ["certificates", id]) => certificates::show(world, call, id),
        ("POST", ["certificates"]) => certificates::sign(world, call),
        ("PATCH", ["certificates", id]) => certificates::rotate(world, call, id),
        ("PATCH", ["credentials", id]) => certificates::rotate_credential(world, call, id),
        ("GET", ["stats"]) => ledger::stats(world, call),
        ("GET", ["quotas"]) => ledger::quotas(world, call),
        ("POST", ["quotas"]) => ledger::create_quota(world, call),
        ("GET", ["quotas", project, "Cluster"]) => ledger::quota(world, call, project),
        ("PATCH", ["quotas", project, "Cluster"]) => ledger::update_quota(world, call, project),
        ("DELETE", ["quotas", project, "Cluster"]) => ledger::delete_quota(world, call, project),
        ("GET", ["mservices"]) => ledger::services(world, call),
        ("GET", ["federations"]) => Ok(Reply::ok(json!({"federations": []}))),
        _unknown => return None,
    };
    Some(reply.unwrap_or_else(|refusal| refusal))
}

/// The asked minor version, or the text that cannot be served.
fn asked_version(request: &Request, newest: u32) -> Result<u32, String> {
    let Some(header) = request.header("openstack-api-version") else {
        return Ok(1);
    };
    let asked = header.split(',').find_map(|entry| {
        let (kind, version) = entry.trim().split_once(' ')?;
        TYPES.contains(&kind).then(|| version.trim().to_owned())
    });
    let Some(asked) = asked else { return Ok(1) };
    if asked == "latest" {
        return Ok(newest);
    }
    let minor = asked.strip_prefix("1.").and_then(|minor| minor.parse().ok());
    minor.filter(|minor| (1..=newest).contains(minor)).ok_or(asked)
}

fn versioned(reply: Reply, version: &str, newest: u32) -> Reply {
    let kind = "container-infrastructure-management";
    reply
        .with("openstack-api-maximum-version", format!("{kind} 1.{newest}"))
        .with("openstack-api-minimum-version", format!("{kind} 1.1"))
        .with("openstack-api-version", format!("{kind} {version}"))
        .with("vary", "OpenStack-API-Version")
}

fn unsupported(version: &str, newest: u32) -> Reply {
    let description = format!(
        "Version {version} was requested but the minor version is not supported by this service. The supported version \
         range is: [container-infrastructure-management 1.1, container-infrastructure-management 1.{newest}]."
    );
    let help = "http://docs.openstack.org/api-guide/compute/microversions.html";
    let error = json!({
        "code": "magnum.microversion-unsupported",
        "title": "Requested microversion is unsupported",
        "description": description,
        "max_version": format!("1.{newest}"),
        "min_version": "1.1",
        "links": [{"rel": "help", "href": help}],
    });
    versioned(Reply::json(406, json!({"errors": [error]})), version, newest)
}

fn unknown() -> Reply {
    let error =
        json!({"request_id": "", "code": "", "status": 404, "title": "Not Found", "detail": "", "links": []});
    Reply::json(404, json!({"errors": [error]}))
}

fn versions(base: &str, newest: u32) -> Value {
    let links = json!([{"href": format!("{base}/container-infra/v1/"), "rel": "self"}]);
    let version = json!({
        "id": "v1", "links": links, "status": "CURRENT", "max_version": format!("1.{newest}"), "min_version": "1.1",
    });
    json!({
        "name": "OpenStack Magnum API",
        "description": "Magnum is an OpenStack project which aims to provide container cluster management.",
        "versions": [version],
    })
}

fn resources(base: &str) -> Value {
    let mut body = json!({
        "id": "v1",
        "media_types": [{"base": "application/json", "type": "application/vnd.openstack.magnum.v1+json"}],
        "links": [
            {"href": format!("{base}/container-infra/v1/"), "rel": "self"},
            {
                "href": "http://docs.openstack.org/developer/magnum/dev/api-spec-v1.html",
                "rel": "describedby",
                "type": "text/html",
            },
        ],
    });
    let names = [
        "clustertemplates",
        "clusters",
        "quotas",
        "certificates",
        "mservices",
        "stats",
        "federations",
        "credentials",
    ];
    if let Some(fields) = body.as_object_mut() {
        for name in names {
            fields.insert(name.to_owned(), links(base, &format!("{name}/")));
        }
        fields.insert(
            "nodegroups".to_owned(),
            links(base, "clusters/{cluster_id}/nodegroups"),
        );
    }
    body
}

/// The pair of links that every Magnum object carries.
fn links(base: &str, path: &str) -> Value {
    json!([
        {"href": format!("{base}/container-infra/v1/{path}"), "rel": "self"},
        {"href": format!("{base}/container-infra/{path}"), "rel": "bookmark"},
    ])
}

/// The address of the page after this one.
fn next_page(base: &str, call: &Call<'_>, marker: &str) -> String {
    let key = call.request.parameter("sort_key").unwrap_or("id");
    let dir = call.request.parameter("sort_dir").unwrap_or("asc");
    let limit = call.request.number("limit").unwrap_or(1000);
    format!(
        "{base}{}?sort_key={key}&sort_dir={dir}&limit={limit}&marker={marker}",
        call.request.path
    )
}

/// Refuses in Magnum's words.
fn no(status: u16, message: &str) -> Reply {
    refuse(Service::Containers, status, "", message)
}

/// Refuses a field in Magnum's words.
fn invalid(field: &str, value: &str, why: &str) -> Reply {
    no(
        400,
        &format!("Invalid input for field/attribute {field}. Value: '{value}'. {why}"),
    )
}

/// Refuses what the policy does not allow.
fn may_write(call: &Call<'_>, what: &str) -> Result<(), Reply> {
    if call.caller.may_write {
        return Ok(());
    }
    Err(no(403, &format!("Policy doesn't allow {what} to be performed.")))
}

/// Refuses what a lower version does not know.
fn since(call: &Call<'_>, minor: u32) -> Result<(), Reply> {
    if call.minor >= minor {
        return Ok(());
    }
    let asked = call.minor;
    Err(no(
        406,
        &format!("Version 1.{asked} was requested but the operation needs version 1.{minor}."),
    ))
}

/// A cluster by uuid or by a name that only one has.
fn find<'a>(world: &'a World, call: &'a Call<'_>, wanted: &str) -> Result<&'a Cluster, Reply> {
    let id = Id::parse(wanted);
    let mut found = world
        .visible(&call.caller)
        .filter(|cluster| Some(cluster.uuid) == id || cluster.name == wanted);
    let Some(first) = found.next() else {
        return Err(no(404, &format!("Cluster {wanted} could not be found.")));
    };
    if found.next().is_some() {
        return Err(no(
            409,
            &format!(
                "Multiple clusters exist with same name '{wanted}'. Please use the cluster uuid instead."
            ),
        ));
    }
    Ok(first)
}
