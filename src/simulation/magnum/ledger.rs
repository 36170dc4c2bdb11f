//! Magnum's counters: statistics, quotas and the list of its own services.

use serde_json::{Map, Value, json};

use super::super::http::Reply;
use super::super::world::{Quota, World};
use super::bodies::{self, Field, Takes};
use super::pages::{self, List};
use super::{Call, no};

/// How many clusters and nodes a project has.
pub(super) fn stats(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let kind = call.request.parameter("type").unwrap_or("cluster");
    if !kind.eq_ignore_ascii_case("cluster") {
        return Err(no(400, "Invalid stats type. Allowed values are 'cluster'"));
    }
    let asked = call.request.parameter("project_id");
    if asked.is_some_and(|asked| asked != call.caller.project) && !call.caller.admin {
        return Err(no(403, "Not authorized."));
    }
    let project = asked.or_else(|| (!call.caller.admin).then_some(call.caller.project.as_str()));
    let (mut clusters, mut nodes) = (0_u32, 0_u32);
    for cluster in world
        .clusters
        .iter()
        .filter(|cluster| project.is_none_or(|project| cluster.project == project))
    {
        clusters += 1;
        nodes += cluster.count(true, world.now) + cluster.count(false, world.now);
    }
    Ok(Reply::ok(json!({"clusters": clusters, "nodes": nodes})))
}

const LIST: List = List {
    key: "quotas",
    word: "Quota",
    more: &["all_tenants"],
    columns: &["project_id", "resource", "hard_limit"],
    numbered: true,
};

const FIELDS: [Field; 4] = [
    Field("id", Takes::Number(1)),
    Field("hard_limit", Takes::Number(0)),
    Field("project_id", Takes::Text(1, 255)),
    Field("resource", Takes::OneOf(&["Cluster"])),
];

/// The own project's quota, or every project's, for admins.
pub(super) fn quotas(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let all = call
        .request
        .parameter("all_tenants")
        .map(|text| bodies::flag(&json!(text)));
    if all == Some(None) {
        return Err(no(500, "__str__ returned non-string (type ValueError)"));
    }
    let wish = pages::wish(call, &LIST)?;
    admin(call, "quota:get_all")?;
    let all = all == Some(Some(true));
    let mut rows: Vec<(&String, &Quota)> = world
        .quotas
        .iter()
        .filter(|(project, _)| all || **project == call.caller.project)
        .collect();
    rows.sort_by_key(|(_, quota)| quota.number);
    let value = |(project, quota): &(&String, &Quota), key: &str| {
        let shown = shown(world, project, quota);
        shown.get(key).cloned().unwrap_or(Value::Null)
    };
    let page = wish.page(&LIST, rows, value)?;
    Ok(page.reply(&world.base, call, &LIST, |(project, quota)| {
        shown(world, project, quota)
    }))
}

/// One project's quota; the server's default when none was set.
pub(super) fn quota(
    world: &World,
    call: &Call<'_>,
    (project, resource): (&str, &str),
) -> Result<Reply, Reply> {
    if project != call.caller.project && !call.caller.admin {
        return Err(no(403, "Not authorized."));
    }
    let body = world
        .quotas
        .get(project)
        .filter(|_| resource == "Cluster")
        .map(|quota| shown(world, project, quota));
    let default = json!({"hard_limit": 20, "project_id": project, "resource": "Cluster"});
    Ok(Reply::ok(body.unwrap_or(default)))
}

fn limit(asked: &Map<String, Value>) -> i64 {
    asked.get("hard_limit").and_then(bodies::number).unwrap_or(1)
}

/// Sets a quota for the first time.
pub(super) fn create_quota(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    let asked = bodies::read("quota", &FIELDS, call.request.json())?;
    let Some(project) = asked.get("project_id").and_then(Value::as_str) else {
        return Err(no(500, "'project'"));
    };
    if !world.identity.projects.iter().any(|known| known.id == project) {
        return Err(no(404, &format!("The project_id {project} could not be found.")));
    }
    admin(call, "quota:create")?;
    if world.quotas.contains_key(project) {
        return Err(no(
            409,
            &format!("Quota for project {project} already exists for resource Cluster."),
        ));
    }
    let number = world.quotas.values().map(|quota| quota.number).max().unwrap_or(0) + 1;
    let quota = Quota {
        number,
        hard_limit: limit(&asked),
        created: world.now,
        updated: None,
    };
    let reply = Reply::json(201, shown(world, project, &quota));
    world.quotas.insert(project.to_owned(), quota);
    Ok(reply)
}

/// Changes a quota.
pub(super) fn update_quota(
    world: &mut World,
    call: &Call<'_>,
    (project, resource): (&str, &str),
) -> Result<Reply, Reply> {
    let asked = bodies::read("quota", &FIELDS, call.request.json())?;
    admin(call, "quota:update")?;
    let now = world.now;
    let quota = world.quotas.get_mut(project).filter(|_| resource == "Cluster");
    let quota = quota.ok_or_else(|| missing(project, resource))?;
    (quota.hard_limit, quota.updated) = (limit(&asked), Some(now));
    let quota = world
        .quotas
        .get(project)
        .ok_or_else(|| missing(project, resource))?;
    Ok(Reply::json(202, shown(world, project, quota)))
}

/// Goes back to the default.
pub(super) fn delete_quota(
    world: &mut World,
    call: &Call<'_>,
    (project, resource): (&str, &str),
) -> Result<Reply, Reply> {
    admin(call, "quota:delete")?;
    if resource != "Cluster" || world.quotas.remove(project).is_none() {
        return Err(missing(project, resource));
    }
    Ok(Reply::empty(204))
}

/// Magnum's conductors, for admins.
pub(super) fn services(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    admin(call, "magnum-service:get_all")?;
    let conductor = json!({
        "host": "controller-1",
        "binary": "magnum-conductor",
        "state": "up",
        "id": 1,
        "report_count": 15 + world.now.max(0) / 60,
        "disabled": false,
        "disabled_reason": null,
        "created_at": world.calendar.offset(-40 * 86_400),
        "updated_at": world.calendar.offset(world.now - world.now % 60),
    });
    Ok(Reply::ok(json!({"mservices": [conductor]})))
}

fn admin(call: &Call<'_>, what: &str) -> Result<(), Reply> {
    if call.caller.admin {
        return Ok(());
    }
    Err(no(403, &format!("Policy doesn't allow {what} to be performed.")))
}

fn missing(project: &str, resource: &str) -> Reply {
    no(
        404,
        &format!("Quota could not be found: project_id {project} resource {resource}."),
    )
}

fn shown(world: &World, project: &str, quota: &Quota) -> Value {
    json!({
        "id": quota.number,
        "hard_limit": quota.hard_limit,
        "project_id": project,
        "resource": "Cluster",
        "created_at": world.calendar.offset(quota.created),
        "updated_at": quota.updated.map(|at| world.calendar.offset(at)),
    })
}
