//! Magnum's counters: statistics, quotas and the list of its own services.

use serde_json::{Value, json};

use super::super::http::Reply;
use super::super::world::{Quota, World};
use super::{Call, no};

/// How many clusters and nodes a project has.
pub(super) fn stats(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
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

/// Every project's quota, for admins.
pub(super) fn quotas(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    admin(call, "quota:get_all")?;
    let rows: Vec<Value> = world
        .quotas
        .iter()
        .map(|(project, quota)| shown(world, project, quota))
        .collect();
    Ok(Reply::ok(json!({"quotas": rows})))
}

/// One project's quota; the server's default when none was set.
pub(super) fn quota(world: &World, call: &Call<'_>, project: &str) -> Result<Reply, Reply> {
    if project != call.caller.project && !call.caller.admin {
        return Err(no(403, "Policy doesn't allow quota:get to be performed."));
    }
    let body = world
        .quotas
        .get(project)
        .map(|quota| shown(world, project, quota));
    let default = json!({"hard_limit": 20, "project_id": project, "resource": "Cluster"});
    Ok(Reply::ok(body.unwrap_or(default)))
}

/// Sets a quota for the first time.
pub(super) fn create_quota(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    admin(call, "quota:create")?;
    let body = call.request.json();
    let project = body
        .get("project_id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let hard_limit = body.get("hard_limit").and_then(Value::as_i64).unwrap_or(1);
    if world.quotas.contains_key(&project) {
        return Err(no(
            409,
            &format!("Quota for project {project} already exists for resource Cluster."),
        ));
    }
    let number = world.quotas.len() as u64 + 1;
    let quota = Quota {
        number,
        hard_limit,
        created: world.now,
        updated: None,
    };
    let reply = Reply::json(201, shown(world, &project, &quota));
    world.quotas.insert(project, quota);
    Ok(reply)
}

/// Changes a quota.
pub(super) fn update_quota(world: &mut World, call: &Call<'_>, project: &str) -> Result<Reply, Reply> {
    admin(call, "quota:update")?;
    let limit = call
        .request
        .json()
        .get("hard_limit")
        .and_then(Value::as_i64)
        .unwrap_or(1);
    let now = world.now;
    let Some(quota) = world.quotas.get_mut(project) else {
        return Err(missing(project));
    };
    (quota.hard_limit, quota.updated) = (limit, Some(now));
    let quota = world.quotas.get(project).ok_or_else(|| missing(project))?;
    Ok(Reply::json(202, shown(world, project, quota)))
}

/// Goes back to the default.
pub(super) fn delete_quota(world: &mut World, call: &Call<'_>, project: &str) -> Result<Reply, Reply> {
    admin(call, "quota:delete")?;
    world
        .quotas
        .remove(project)
        .map(|_| Reply::empty(204))
        .ok_or_else(|| missing(project))
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

fn missing(project: &str) -> Reply {
    no(
        404,
        &format!("Quota could not be found: project {project}, resource Cluster."),
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
