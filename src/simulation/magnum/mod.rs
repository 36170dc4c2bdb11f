//! Magnum: discovery, microversions, and the way to each of its resources.

mod actions;
mod bays;
mod bodies;
mod certificates;
mod clusters;
mod creation;
mod federations;
mod groups;
mod ledger;
mod pages;
mod patch;
mod templates;
mod versions;

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::http::{Reply, Request, Service, refuse, unauthorized};
use super::id::Id;
use super::identity::Caller;
use super::world::World;

pub(super) use creation::{driver_of, engine_of};
pub(super) use templates::template;

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
        return Reply::ok(versions::list(&world.base, newest));
    }
    let minor = match versions::asked(request, newest) {
        Ok(minor) => minor,
        Err(refusal) => return refusal,
    };
    let reply = if let ["v1"] = parts.as_slice() {
        Reply::ok(versions::resources(&world.base, world.profile))
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
        answered.unwrap_or_else(|| strange(world, &request.method, parts))
    };
    versions::stamped(reply, &format!("1.{minor}"), newest)
}

/// What the web framework says of a route that is not there, or not in this way.
fn strange(world: &World, method: &str, parts: &[&str]) -> Reply {
    let known = [
        "clustertemplates",
        "clusters",
        "certificates",
        "credentials",
        "stats",
        "quotas",
        "mservices",
        "federations",
    ];
    let Some(first) = parts.first().filter(|first| known.contains(first)) else {
        return unknown();
    };
    if !world.profile.has(method, parts) {
        return unknown();
    }
    match (method, parts) {
        ("DELETE" | "PATCH", ["clusters" | "clustertemplates"]) => {
            let word = if *first == "clusters" {
                "cluster"
            } else {
                "cluster_template"
            };
            no(400, &format!("Missing argument: \"{word}_ident\""))
        }
        ("GET", ["clusters" | "clustertemplates", _, inner, ..]) if *inner != "actions" => unknown(),
        _other => plain(405, "Method Not Allowed", ""),
    }
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
        ("GET", ["quotas", project, resource]) => ledger::quota(world, call, (project, resource)),
        ("PATCH", ["quotas", project, resource]) => ledger::update_quota(world, call, (project, resource)),
        ("DELETE", ["quotas", project, resource]) => ledger::delete_quota(world, call, (project, resource)),
        ("GET", ["mservices"]) => ledger::services(world, call),
        ("GET", ["federations"] | ["federations", "detail"]) => federations::list(world, call),
        ("POST", ["federations"]) => federations::create(world, call),
        ("PATCH", ["federations", id]) => federations::update(call, id),
        ("GET" | "DELETE", ["federations", id]) => Err(federations::missing(id)),
        _unknown => return None,
    };
    Some(reply.unwrap_or_else(|refusal| refusal))
}

/// A refusal of the web framework's, which has neither a code nor, mostly, words.
fn plain(status: u16, title: &str, detail: &str) -> Reply {
    let error = json!({"request_id": "", "code": "", "status": status, "title": title, "detail": detail, "links": []});
    Reply::json(status, json!({"errors": [error]}))
}

fn unknown() -> Reply {
    plain(404, "Not Found", "")
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

/// Refuses what a lower version does not know; the API's own name of it is said.
fn since(call: &Call<'_>, minor: u32, what: &str) -> Result<(), Reply> {
    if call.minor >= minor {
        return Ok(());
    }
    let asked = call.minor;
    Err(plain(
        406,
        "Not Acceptable",
        &format!(
            "Version 1.{asked} was requested but the requested API {what} is not supported for this version."
        ),
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
