//! The node groups of a cluster.

use serde_json::{Map, Value, json};

use super::super::cluster::{Cluster, NodeGroup};
use super::super::http::{Reply, page};
use super::super::id::Id;
use super::super::lifecycle::Crew;
use super::super::world::World;
use super::clusters::{differences, into_map};
use super::{Call, creation, find, links, may_write, no, since};

fn brief(cluster: &Cluster, group: &NodeGroup, now: i64) -> Value {
    json!({
        "uuid": group.uuid,
        "name": group.name,
        "flavor_id": group.flavor,
        "image_id": group.image,
        "node_count": group.count,
        "role": group.role,
        "min_node_count": group.min,
        "max_node_count": group.max,
        "is_default": group.is_default,
        "stack_id": cluster.group_stack_id(group, now),
        "status": group.life.at(now).map_or_else(|| "CREATE_IN_PROGRESS".to_owned(), |step| step.status()),
        "merge_labels": false,
    })
}

fn full(world: &World, call: &Call<'_>, cluster: &Cluster, group: &NodeGroup) -> Value {
    let now = world.now;
    let mut fields = into_map(brief(cluster, group, now));
    let (overridden, added, skipped) = differences(&group.labels, &cluster.labels);
    let addresses = cluster.node_addresses(|server| server.node_group == group.name, now);
    let path = format!("clusters/{}/nodegroups/{}", cluster.uuid, group.uuid);
    let step = group.life.at(now);
    fields.extend(into_map(json!({
        "id": group.number,
        "cluster_id": cluster.uuid,
        "project_id": cluster.project,
        "docker_volume_size": cluster.docker_volume_gib,
        "labels": group.labels,
        "links": links(&world.base, &path),
        "node_addresses": addresses,
        "status_reason": step.and_then(|step| step.reason.as_deref()),
        "version": null,
        "labels_overridden": overridden,
        "labels_added": added,
        "labels_skipped": skipped,
        "created_at": world.calendar.offset(group.created),
        "updated_at": step.filter(|step| step.at > group.created).map(|step| world.calendar.offset(step.at)),
    })));
    if call.minor >= 14 {
        fields.insert("node_labels".to_owned(), Value::Object(group.node_labels.clone()));
        fields.insert("node_taints".to_owned(), json!(group.node_taints));
    }
    Value::Object(fields)
}

/// The labels and taints that a request gives to the nodes; they came with the last version.
fn on_nodes(call: &Call<'_>, fields: &Map<String, Value>) -> Result<(Map<String, Value>, Vec<Value>), Reply> {
    let late = ["node_labels", "node_taints"];
    if let Some(key) = late
        .iter()
        .find(|key| fields.contains_key(**key) && call.minor < 14)
    {
        return Err(no(
            400,
            &format!("Unknown attribute for argument nodegroup: {key}"),
        ));
    }
    let labels = fields.get("node_labels").and_then(Value::as_object).cloned();
    let taints = fields.get("node_taints").and_then(Value::as_array).cloned();
    let labels = labels.unwrap_or_default();
    let reserved = |key: &&String| {
        let domain = key.split('/').next().unwrap_or_default();
        let ours = ["kubelet.kubernetes.io", "node.kubernetes.io"].contains(&domain);
        key.contains('/') && !ours && (domain.ends_with("kubernetes.io") || domain.ends_with("k8s.io"))
    };
    if let Some(key) = labels.keys().find(reserved) {
        return Err(no(400, &format!("Node label {key} uses a reserved prefix.")));
    }
    let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
    let taints = taints.unwrap_or_default();
    let good = |taint: &&Value| {
        let effect = taint.get("effect").and_then(Value::as_str).unwrap_or_default();
        taint.get("key").is_some_and(Value::is_string) && effects.contains(&effect)
    };
    if taints.iter().filter(good).count() < taints.len() {
        return Err(no(
            400,
            "Node taints need a key and one of NoSchedule, PreferNoSchedule, NoExecute.",
        ));
    }
    Ok((labels, taints))
}

fn group<'a>(world: &World, cluster: &'a Cluster, wanted: &str) -> Result<&'a NodeGroup, Reply> {
    let id = Id::parse(wanted);
    let mut groups = cluster.groups.iter().filter(|group| !group.life.gone(world.now));
    let found = groups.find(|group| group.name == wanted || Some(group.uuid) == id);
    found.ok_or_else(|| no(404, &format!("Nodegroup {wanted} could not be found.")))
}

/// The list, which has few fields.
pub(super) fn list(world: &World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    since(call, 9)?;
    let cluster = find(world, call, wanted)?;
    let role = call.request.parameter("role");
    let groups = cluster.groups.iter().filter(|group| !group.life.gone(world.now));
    let groups: Vec<&NodeGroup> = groups
        .filter(|group| role.is_none_or(|role| group.role == role))
        .collect();
    let limit = Some(call.request.number("limit").unwrap_or(1000).min(1000));
    let (groups, next) = page(groups, limit, call.request.parameter("marker"), |group| {
        group.uuid.to_string()
    });
    let rows: Vec<Value> = groups
        .iter()
        .map(|group| brief(cluster, group, world.now))
        .collect();
    let mut body = json!({"nodegroups": rows});
    if let (Some(next), Some(fields)) = (next, body.as_object_mut()) {
        fields.insert(
            "next".to_owned(),
            json!(super::next_page(&world.base, call, &next)),
        );
    }
    Ok(Reply::ok(body))
}

/// One group.
pub(super) fn show(world: &World, call: &Call<'_>, wanted: &str, name: &str) -> Result<Reply, Reply> {
    since(call, 9)?;
    let cluster = find(world, call, wanted)?;
    let group = group(world, cluster, name)?;
    Ok(Reply::ok(full(world, call, cluster, group)))
}

/// What a request says about a new group.
struct Asked {
    name: String,
    role: String,
    count: u32,
    min: Option<u32>,
    max: Option<u32>,
}

fn read(asked: &Map<String, Value>) -> Result<Asked, Reply> {
    let text = |key: &str, default: &str| {
        asked
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or(default)
            .to_owned()
    };
    let number = |key: &str| {
        asked
            .get(key)
            .and_then(Value::as_u64)
            .and_then(|number| u32::try_from(number).ok())
    };
    Ok(Asked {
        name: text("name", "worker"),
        role: text("role", "worker"),
        count: creation::count(asked, "node_count", 0)?,
        min: number("min_node_count"),
        max: number("max_node_count"),
    })
}

fn check(world: &World, cluster: &Cluster, asked: &Asked) -> Result<(), Reply> {
    let (name, count) = (&asked.name, asked.count);
    if group(world, cluster, name).is_ok() {
        let words = format!("already exists in the cluster {}.", cluster.name);
        return Err(no(409, &format!("A node group with name {name} {words}")));
    }
    if asked.role == "master" {
        return Err(no(400, "Creating master nodegroups is currently not supported."));
    }
    if let Some(max) = asked.max.filter(|max| count > *max) {
        let why = format!("node_count ({count}) should be less or equal to max_node_count ({max})");
        return Err(no(409, &format!("max_node_count for {name} is invalid ({why}).")));
    }
    if let Some(min) = asked.min.filter(|min| count < *min) {
        let why = format!("node_count ({count}) should be greater or equal to min_node_count ({min})");
        return Err(no(409, &format!("min_node_count for {name} is invalid ({why}).")));
    }
    if cluster.api_address(world.now).is_none() {
        return Err(no(409, "Cluster has no api_address yet."));
    }
    Ok(())
}

/// A new group of workers.
pub(super) fn create(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    since(call, 9)?;
    let cluster = find(world, call, wanted)?;
    may_write(call, "nodegroup:create")?;
    let body = call.request.json();
    let empty = Map::new();
    let fields = body.as_object().unwrap_or(&empty);
    let asked = read(fields)?;
    check(world, cluster, &asked)?;
    let default = cluster
        .groups
        .iter()
        .find(|group| group.is_default && !group.master());
    let text = |key: &str| fields.get(key).and_then(Value::as_str).map(str::to_owned);
    let flavor = text("flavor_id")
        .or_else(|| default.map(|group| group.flavor.clone()))
        .unwrap_or_default();
    let image = text("image_id")
        .or_else(|| default.map(|group| group.image.clone()))
        .unwrap_or_default();
    if world.stock.flavor(&flavor).is_none() {
        return Err(no(400, &format!("Unable to find flavor {flavor}.")));
    }
    let labels = creation::labels(fields, &cluster.labels);
    let (node_labels, node_taints) = on_nodes(call, fields)?;
    let (uuid, now) = (cluster.uuid, world.now);
    let crew = Crew {
        node_group: asked.name,
        count: asked.count,
        flavor,
        image,
    };
    let mut new = world.group(&crew, false, &labels, now);
    (new.role, new.min, new.max) = (asked.role, asked.min.unwrap_or(0), asked.max);
    (new.node_labels, new.node_taints) = (node_labels, node_taints);
    let group_id = new.uuid;
    world.add_group(uuid, new, now);
    let cluster = find(world, call, wanted)?;
    let group = group(world, cluster, &group_id.to_string())?;
    let mut shown = into_map(full(world, call, cluster, group));
    for late in LATE {
        shown.remove(late);
    }
    Ok(Reply::json(202, Value::Object(shown)))
}

/// What Magnum does not say about a group that it has only just accepted.
const LATE: [&str; 10] = [
    "id",
    "docker_volume_size",
    "node_addresses",
    "is_default",
    "stack_id",
    "status",
    "status_reason",
    "version",
    "created_at",
    "updated_at",
];

/// Other bounds.
pub(super) fn update(world: &mut World, call: &Call<'_>, wanted: &str, name: &str) -> Result<Reply, Reply> {
    since(call, 9)?;
    let cluster = find(world, call, wanted)?;
    may_write(call, "nodegroup:update")?;
    let uuid = cluster.uuid;
    let group_id = group(world, cluster, name)?.uuid;
    let body = call.request.json();
    for change in body.as_array().into_iter().flatten() {
        let field = change
            .get("path")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .trim_start_matches('/');
        let value = change
            .get("value")
            .and_then(Value::as_u64)
            .and_then(|value| u32::try_from(value).ok());
        let target = world
            .cluster_mut(uuid)
            .and_then(|cluster| cluster.groups.iter_mut().find(|group| group.uuid == group_id));
        if let (Some(target), 14.., "node_labels" | "node_taints") = (target, call.minor, field) {
            let given = change.get("value").cloned().unwrap_or(Value::Null);
            // Values of a patch are texts or numbers: an object comes as the text of one, as Python or JSON writes it.
            let read = given.as_str().map(|text| text.replace('\'', "\""));
            let given = read
                .and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or(given);
            let one = Map::from_iter([(field.to_owned(), given)]);
            let (labels, taints) = on_nodes(call, &one)?;
            if field == "node_labels" {
                target.node_labels = labels;
            } else {
                target.node_taints = taints;
            }
            continue;
        }
        if !["min_node_count", "max_node_count"].contains(&field) {
            return Err(no(
                400,
                &format!("cannot change nodegroup property(ies) {field}."),
            ));
        }
        let target = world
            .cluster_mut(uuid)
            .and_then(|cluster| cluster.groups.iter_mut().find(|group| group.uuid == group_id));
        if let Some(target) = target {
            if field == "min_node_count" {
                target.min = value.unwrap_or(0);
            } else {
                target.max = value;
            }
        }
    }
    let cluster = find(world, call, wanted)?;
    let group = group(world, cluster, name)?;
    Ok(Reply::json(202, full(world, call, cluster, group)))
}

/// Removes a group that is not one of the first two.
pub(super) fn delete(world: &mut World, call: &Call<'_>, wanted: &str, name: &str) -> Result<Reply, Reply> {
    since(call, 9)?;
    let cluster = find(world, call, wanted)?;
    may_write(call, "nodegroup:delete")?;
    let group = group(world, cluster, name)?;
    if group.is_default {
        return Err(no(400, "Deleting a default nodegroup is not supported."));
    }
    let (uuid, name, now) = (cluster.uuid, group.name.clone(), world.now);
    world.remove_group(uuid, &name, now);
    Ok(Reply::empty(204))
}
