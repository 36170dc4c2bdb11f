//! What a project may have of Neutron's things, and what it has.

use serde_json::{Map, Value, json};

use super::super::http::{Reply, Request};
use super::super::identity::Caller;
use super::super::python;
use super::super::world::World;
use super::{COLLECTIONS, gather, no};

/// The usual limits.
const LIMITS: [(&str, i64); 10] = [
    ("network", 100),
    ("subnet", 100),
    ("subnetpool", -1),
    ("port", 2500),
    ("router_route", 30),
    ("router", 100),
    ("floatingip", 250),
    ("rbac_policy", 10),
    ("security_group", 200),
    ("security_group_rule", 2000),
];

/// Answers a request about a project's quotas.
pub(super) fn serve(
    world: &mut World,
    caller: &Caller,
    request: &Request,
    (project, rest): (&str, &[&str]),
) -> Reply {
    let project = project.trim_end_matches(".json");
    let answer = match request.method.as_str() {
        "GET" => show(world, caller, project, !rest.is_empty()),
        "PUT" => set(world, caller, request, project),
        "DELETE" => reset(world, caller, project),
        _other => Err(no(404, "HTTPNotFound", "The resource could not be found.")),
    };
    answer.unwrap_or_else(|refusal| refusal)
}

fn show(world: &World, caller: &Caller, project: &str, detail: bool) -> Result<Reply, Reply> {
    if project != caller.project && !caller.admin {
        return Err(no(
            403,
            "PolicyNotAuthorized",
            "rule:get_quota is disallowed by policy",
        ));
    }
    Ok(Reply::ok(json!({"quota": body(world, project, detail)})))
}

fn body(world: &World, project: &str, detail: bool) -> Map<String, Value> {
    let mut body = Map::new();
    for (name, _) in LIMITS {
        let limit = limit(world, project, name);
        let entry = if detail {
            json!({"limit": limit, "used": used(world, project, name), "reserved": 0})
        } else {
            json!(limit)
        };
        body.insert(name.to_owned(), entry);
    }
    body
}

fn limit(world: &World, project: &str, name: &str) -> i64 {
    let key = (project.to_owned(), name.to_owned());
    if let Some(limit) = world.own.limits.get(&key) {
        return *limit;
    }
    if let ("floatingip", Some(margin)) = (name, world.margin) {
        return margin.addresses;
    }
    let usual = LIMITS.iter().find(|(known, _)| *known == name);
    let usual = usual.map_or(-1, |(_, limit)| *limit);
    if usual > 0 {
        usual * i64::from(world.bounty)
    } else {
        usual
    }
}

fn used(world: &World, project: &str, name: &str) -> i64 {
    let collection = COLLECTIONS.iter().find(|(_, known)| *known == name);
    let rows = collection.map(|(collection, _)| gather(world, Some(project), collection));
    let mine = |row: &&Value| row.get("project_id").and_then(Value::as_str) == Some(project);
    let count = rows.map_or(0, |rows| rows.iter().filter(mine).count());
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Whether a project may have one more.
pub(super) fn check(world: &World, project: &str, name: &str) -> Result<(), Reply> {
    let limit = limit(world, project, name);
    if limit < 0 || used(world, project, name) < limit {
        return Ok(());
    }
    let message = format!("Quota exceeded for resources: ['{name}'].");
    Err(no(409, "OverQuota", &message))
}

/// How many floating addresses a project may still have.
pub(in super::super) fn addresses_left(world: &World, project: &str) -> i64 {
    limit(world, project, "floatingip").saturating_sub(used(world, project, "floatingip"))
}

fn set(world: &mut World, caller: &Caller, request: &Request, project: &str) -> Result<Reply, Reply> {
    if !caller.admin {
        let message = "rule:update_quota is disallowed by policy";
        return Err(no(403, "PolicyNotAuthorized", message));
    }
    let asked = request.json();
    let asked = asked
        .get("quota")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    let known = |key: &str| LIMITS.iter().any(|(name, _)| *name == key);
    if let Some(key) = asked.keys().find(|key| !known(key)) {
        let message = format!("Unrecognized attribute(s) {}", python::repr(&json!(key)));
        return Err(no(400, "HTTPBadRequest", &message));
    }
    for (name, value) in &asked {
        let limit = value.as_i64().unwrap_or(-1);
        let used = used(world, project, name);
        if limit >= 0 && limit < used {
            let words = format!("must be greater than or equal to already used {used}");
            let message = format!("Quota limit {limit} for {name} {words}");
            return Err(no(400, "HTTPBadRequest", &message));
        }
    }
    for (name, value) in asked {
        let limit = value.as_i64().unwrap_or(-1);
        world.own.limits.insert((project.to_owned(), name), limit);
    }
    Ok(Reply::ok(json!({"quota": body(world, project, false)})))
}

fn reset(world: &mut World, caller: &Caller, project: &str) -> Result<Reply, Reply> {
    if !caller.admin {
        let message = "rule:delete_quota is disallowed by policy";
        return Err(no(403, "PolicyNotAuthorized", message));
    }
    let before = world.own.limits.len();
    world.own.limits.retain(|(owner, _), _| owner != project);
    if world.own.limits.len() == before {
        let message = format!("Quota for project {project} could not be found.");
        return Err(no(404, "TenantQuotaNotFound", &message));
    }
    Ok(Reply::empty(204))
}
