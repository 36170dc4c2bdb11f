//! What can be done to a cluster: change its node count, resize, upgrade, delete.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::cluster::{Driver, Health};
use super::super::http::Reply;
use super::super::id::Id;
use super::super::timeline::{Action, Phase};
use super::super::works::Resize;
use super::super::world::World;
use super::{Call, creation, find, may_write, no, since, templates};

fn accepted(uuid: Id) -> Reply {
    Reply::json(202, json!({"uuid": uuid}))
}

/// A change by JSON patch: the number of workers, or what a monitor says about the health.
pub(super) fn update(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let cluster = find(world, call, wanted)?;
    may_write(call, "cluster:update")?;
    let uuid = cluster.uuid;
    let body = call.request.json();
    let mut count = None;
    let mut health: Option<(Option<String>, BTreeMap<String, String>)> = None;
    for change in body.as_array().into_iter().flatten() {
        let field = change
            .get("path")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .trim_start_matches('/');
        let value = change.get("value").cloned().unwrap_or(Value::Null);
        match field {
            "node_count" => {
                let asked = Map::from_iter([("node_count".to_owned(), value)]);
                count = Some(creation::count(&asked, "node_count", 0)?);
            }
            "health_status" => {
                let status = value.as_str().map(str::to_owned);
                health.get_or_insert_with(|| (None, BTreeMap::new())).0 = status;
            }
            "health_status_reason" => {
                let text = value.as_str().unwrap_or_default().replace('\'', "\"");
                let reasons = serde_json::from_str(&text).unwrap_or_default();
                health.get_or_insert_with(|| (None, BTreeMap::new())).1 = reasons;
            }
            _fixed => return Err(no(400, &format!("cannot change cluster property(ies) {field}."))),
        }
    }
    if let Some((status, reasons)) = health
        && let Some(cluster) = world.cluster_mut(uuid)
    {
        cluster.health = Health::Said { status, reasons };
    }
    if let Some(count) = count {
        let now = world.now;
        let resize = Resize {
            group: "default-worker".to_owned(),
            count,
            leaving: Vec::new(),
        };
        world.resize(uuid, &resize, now);
    }
    Ok(accepted(uuid))
}

/// Deletes; the status follows a moment later.
pub(super) fn delete(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let cluster = find(world, call, wanted)?;
    may_write(call, "cluster:delete")?;
    let uuid = cluster.uuid;
    let deleting = cluster
        .step(world.now)
        .is_some_and(|step| step.action == Action::Delete);
    if !deleting {
        let now = world.now;
        world.raze(uuid, now, 1.0);
    }
    Ok(Reply::empty(204))
}

/// Another number of nodes in one group.
pub(super) fn resize(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    since(call, 7)?;
    let body = call.request.json();
    let empty = Map::new();
    let asked = body.as_object().unwrap_or(&empty);
    if asked.get("node_count").is_none_or(Value::is_null) {
        return Err(super::invalid("node_count", "None", "Mandatory field missing."));
    }
    let count = creation::count(asked, "node_count", 0)?;
    let cluster = find(world, call, wanted)?;
    may_write(call, "cluster:resize")?;
    let uuid = cluster.uuid;
    let name = asked
        .get("nodegroup")
        .and_then(Value::as_str)
        .unwrap_or("default-worker");
    let id = Id::parse(name);
    let group = cluster
        .groups
        .iter()
        .find(|group| group.name == name || Some(group.uuid) == id);
    let Some(group) = group.filter(|group| !group.life.gone(world.now)) else {
        return Err(no(404, &format!("Nodegroup {name} could not be found.")));
    };
    if group.master() {
        if cluster.driver == Driver::Heat {
            return Err(no(
                400,
                "Resizing the master nodegroup is not supported by this driver.",
            ));
        }
        if count % 2 == 0 {
            let words = "size cannot be an even number.";
            return Err(no(
                400,
                &format!("master nodegroup size of {count} is invalid, {words}"),
            ));
        }
    } else if count < group.min || group.max.is_some_and(|max| count > max) {
        let max = group.max.map_or_else(|| "None".to_owned(), |max| max.to_string());
        let message = format!(
            "Resizing {} outside the allowed range: min_node_count = {}, max_node_count = {max}",
            group.name, group.min
        );
        return Err(no(400, &message));
    }
    let group = group.name.clone();
    let leaving = asked
        .get("nodes_to_remove")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let leaving: Vec<Id> = leaving.iter().filter_map(|id| Id::parse(id.as_str()?)).collect();
    let now = world.now;
    world.resize(
        uuid,
        &Resize {
            group,
            count,
            leaving,
        },
        now,
    );
    Ok(accepted(uuid))
}

/// Another template's version; Heat's driver refuses it.
pub(super) fn upgrade(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    since(call, 8)?;
    let body = call.request.json();
    let template = body
        .get("cluster_template")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let cluster = find(world, call, wanted)?;
    may_write(call, "cluster:upgrade")?;
    let (uuid, driver) = (cluster.uuid, cluster.driver);
    let settled = cluster
        .step(world.now)
        .is_some_and(|step| step.phase == Phase::Complete);
    let status = cluster.status(world.now);
    let template = templates::find(world, call, template)?;
    let (template_id, labels) = (template.uuid, template.labels());
    if driver == Driver::Heat {
        return Err(no(
            400,
            "Upgrading a cluster that uses the Magnum Heat driver is not supported.",
        ));
    }
    if !settled {
        return Err(no(
            400,
            &format!("Upgrading a cluster when status is \"{status}\" is not supported"),
        ));
    }
    let now = world.now;
    if let Some(cluster) = world.cluster_mut(uuid) {
        let nodes = i64::from(cluster.count(true, now) + cluster.count(false, now));
        cluster.life.span(Action::Update, now + 1, now + 20 + nodes * 10);
        for group in &mut cluster.groups {
            group.life.span(Action::Update, now + 1, now + 20 + nodes * 10);
        }
        if let Some(tag) = labels.get("kube_tag") {
            cluster.labels.insert("kube_tag".to_owned(), tag.clone());
        }
        (cluster.template, cluster.template_labels) = (template_id, labels);
    }
    Ok(accepted(uuid))
}
