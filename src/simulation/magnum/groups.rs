//! The node groups of a cluster.

use serde_json::{Map, Value, json};

use super::super::cluster::{Cluster, NodeGroup};
use super::super::http::Reply;
use super::super::id::Id;
use super::super::lifecycle::Crew;
use super::super::world::World;
use super::bodies::{self, Field, Takes};
use super::clusters::{differences, into_map};
use super::pages::{self, List};
use super::patch::{self, Change, Guarded};
use super::{Call, actions, creation, find as find_cluster, links, may_write, no, since};

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
fn on_nodes(fields: &Map<String, Value>) -> Result<(Map<String, Value>, Vec<Value>), Reply> {
    let labels = fields.get("node_labels").and_then(Value::as_object).cloned();
    let taints = fields.get("node_taints").and_then(Value::as_array).cloned();
    let (labels, taints) = (labels.unwrap_or_default(), taints.unwrap_or_default());
    if let Some(key) = labels.keys().find(|key| reserved(key)) {
        return Err(no(400, &format!("Node label {key} uses a reserved prefix.")));
    }
    let good = |taint: &&Value| {
        let effect = taint.get("effect").and_then(Value::as_str).unwrap_or_default();
        let keys = taint
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, _)| key.as_str());
        let known = keys
            .into_iter()
            .all(|key| ["key", "value", "effect"].contains(&key));
        known && taint.get("key").is_some_and(Value::is_string) && EFFECTS.contains(&effect)
    };
    if taints.iter().filter(good).count() < taints.len() {
        return Err(no(
            400,
            "Node taints need a key and one of NoSchedule, PreferNoSchedule, NoExecute.",
        ));
    }
    Ok((labels, taints))
}

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// Labels that Kubernetes keeps for itself, but for those that a kubelet may set.
fn reserved(key: &str) -> bool {
    const FREE: [&str; 10] = [
        "kubernetes.io/arch",
        "kubernetes.io/os",
        "kubernetes.io/hostname",
        "beta.kubernetes.io/arch",
        "beta.kubernetes.io/os",
        "beta.kubernetes.io/instance-type",
        "failure-domain.beta.kubernetes.io/region",
        "failure-domain.beta.kubernetes.io/zone",
        "topology.kubernetes.io/region",
        "topology.kubernetes.io/zone",
    ];
    let Some((domain, _)) = key.split_once('/') else {
        return false;
    };
    let of = |parent: &str| domain == parent || domain.ends_with(&format!(".{parent}"));
    let ours = of("kubelet.kubernetes.io") || of("node.kubernetes.io");
    !ours && !FREE.contains(&key) && (of("kubernetes.io") || of("k8s.io"))
}

/// A group of a cluster by uuid or name.
pub(super) fn find<'a>(world: &World, cluster: &'a Cluster, wanted: &str) -> Result<&'a NodeGroup, Reply> {
    let id = Id::parse(wanted);
    let mut groups = cluster.groups.iter().filter(|group| !group.life.gone(world.now));
    let found = groups.find(|group| group.name == wanted || Some(group.uuid) == id);
    found.ok_or_else(|| no(404, &format!("Nodegroup {wanted} could not be found.")))
}

const LIST: List = List {
    key: "nodegroups",
    word: "Nodegroup",
    more: &["role"],
    columns: &[
        "name",
        "cluster_id",
        "project_id",
        "docker_volume_size",
        "flavor_id",
        "image_id",
        "node_count",
        "role",
        "min_node_count",
        "max_node_count",
        "is_default",
        "stack_id",
        "status",
        "status_reason",
        "version",
    ],
    numbered: false,
};

/// The list, which has few fields.
pub(super) fn list(world: &World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    since(call, 9, ANY)?;
    let wish = pages::wish(call, &LIST)?;
    let cluster = find_cluster(world, call, wanted)?;
    let role = call.request.parameter("role");
    let groups = cluster.groups.iter().filter(|group| !group.life.gone(world.now));
    let groups: Vec<&NodeGroup> = groups
        .filter(|group| role.is_none_or(|role| group.role == role))
        .collect();
    let page = wish.page(&LIST, groups, |group, key| {
        let mut fields = into_map(full(world, call, cluster, group));
        fields.remove(key).unwrap_or(Value::Null)
    })?;
    Ok(page.reply(&world.base, call, &LIST, |group| brief(cluster, group, world.now)))
}

/// What Magnum's routes find first on the controller of groups, and name in their refusal of a version.
const ANY: &str = "delete";

/// One group.
pub(super) fn show(world: &World, call: &Call<'_>, wanted: &str, name: &str) -> Result<Reply, Reply> {
    since(call, 9, ANY)?;
    let cluster = find_cluster(world, call, wanted)?;
    let group = find(world, cluster, name)?;
    Ok(Reply::ok(full(world, call, cluster, group)))
}

/// What a group's fields take.
const FIELDS: [Field; 20] = [
    Field("id", Takes::Number(1)),
    Field("uuid", Takes::Uuid),
    Field("name", Takes::Text(1, 255)),
    Field("cluster_id", Takes::Uuid),
    Field("docker_volume_size", Takes::Number(1)),
    Field("labels", Takes::Labels),
    Field("flavor_id", Takes::Text(1, 255)),
    Field("image_id", Takes::Text(1, 255)),
    Field("node_count", Takes::Number(0)),
    Field("role", Takes::Text(1, 255)),
    Field("min_node_count", Takes::Number(0)),
    Field("max_node_count", Takes::Number(0)),
    Field("is_default", Takes::Flag),
    Field("merge_labels", Takes::Flag),
    Field("status_reason", Takes::Anything),
    Field("version", Takes::Anything),
    Field("project_id", Takes::ReadOnly),
    Field("links", Takes::ReadOnly),
    Field("node_addresses", Takes::ReadOnly),
    Field("stack_id", Takes::ReadOnly),
];

/// What came with the last version.
const LAST: [Field; 2] = [
    Field("node_labels", Takes::Labels),
    Field("node_taints", Takes::List),
];

/// The bounds of a group.
struct Bounds<'a> {
    name: &'a str,
    count: u32,
    min: u32,
    max: Option<u32>,
}

fn bounded(bounds: &Bounds<'_>) -> Result<(), Reply> {
    let Bounds {
        name,
        count,
        min,
        max,
    } = bounds;
    let refused = |field: &str, why: String| Err(no(409, &format!("{field} for {name} is invalid ({why}).")));
    if let Some(max) = max.filter(|max| *max > 0) {
        if max < *min {
            let why = format!("min_node_count ({min}) should be less or equal to max_node_count ({max})");
            return refused("max_node_count", why);
        }
        if *count > max {
            let why = format!("node_count ({count}) should be less or equal to max_node_count ({max})");
            return refused("max_node_count", why);
        }
    }
    if min > count {
        let why = format!("min_node_count ({min}) should be less or equal to node_count ({count})");
        return refused("min_node_count", why);
    }
    Ok(())
}

fn check(world: &World, cluster: &Cluster, bounds: &Bounds<'_>, role: &str) -> Result<(), Reply> {
    if cluster.api_address(world.now).is_none() {
        return Err(no(409, "Cluster API address is not available yet"));
    }
    if find(world, cluster, bounds.name).is_ok() {
        let words = format!("already exists in the cluster {}.", cluster.name);
        return Err(no(
            409,
            &format!("A node group with name {} {words}", bounds.name),
        ));
    }
    bounded(bounds)?;
    if role == "master" {
        return Err(no(400, "Creating master nodegroups is currently not supported."));
    }
    Ok(())
}

/// A new group of workers.
pub(super) fn create(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    since(call, 9, ANY)?;
    let mut fields = FIELDS.to_vec();
    if call.minor >= 14 {
        fields.extend(LAST);
    }
    let asked = &bodies::read("nodegroup", &fields, call.request.json())?;
    may_write(call, "nodegroup:create")?;
    let cluster = find_cluster(world, call, wanted)?;
    let text = |key: &str| asked.get(key).and_then(Value::as_str).map(str::to_owned);
    let role = text("role").unwrap_or_else(|| "worker".to_owned());
    let number = |key: &str| asked.get(key).and_then(bodies::number);
    let number = |key: &str| number(key).and_then(|number| u32::try_from(number).ok());
    let name = text("name").unwrap_or_else(|| format!("worker-{}", world.group_numbers));
    let bounds = Bounds {
        name: &name,
        count: creation::count(asked, "node_count")?,
        min: number("min_node_count").unwrap_or(u32::from(world.profile.magnum() < 12)),
        max: number("max_node_count"),
    };
    check(world, cluster, &bounds, &role)?;
    let default = cluster
        .groups
        .iter()
        .find(|group| group.is_default && !group.master());
    let flavor = text("flavor_id").or_else(|| default.map(|group| group.flavor.clone()));
    let image = text("image_id").or_else(|| default.map(|group| group.image.clone()));
    let (flavor, image) = (flavor.unwrap_or_default(), image.unwrap_or_default());
    let boot = cluster.labels.get("boot_volume_size").map(|size| json!(size));
    creation::root_disk(world, &flavor, creation::boot_volume(boot.as_ref())?)?;
    let labels = creation::labels(asked, &cluster.labels);
    let (node_labels, node_taints) = on_nodes(asked)?;
    let (uuid, now, min, max) = (cluster.uuid, world.now, bounds.min, bounds.max);
    let crew = Crew {
        count: bounds.count,
        node_group: name,
        flavor,
        image,
    };
    let mut new = world.group(&crew, false, &labels, now);
    (new.role, new.min, new.max) = (role, min, max);
    (new.node_labels, new.node_taints) = (node_labels, node_taints);
    let group_id = new.uuid;
    world.add_group(uuid, new, now);
    let cluster = find_cluster(world, call, wanted)?;
    let group = find(world, cluster, &group_id.to_string())?;
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

const GUARDED: Guarded = Guarded {
    internal: &[
        "name",
        "cluster_id",
        "docker_volume_size",
        "labels",
        "flavor_id",
        "image_id",
        "node_addresses",
        "node_count",
        "role",
        "is_default",
        "stack_id",
        "status",
        "status_reason",
        "version",
    ],
    lasting: &[],
};

/// Other bounds, and from the last version on other labels and taints of the nodes.
pub(super) fn update(world: &mut World, call: &Call<'_>, wanted: &str, name: &str) -> Result<Reply, Reply> {
    since(call, 9, ANY)?;
    let changes = nodes_patch(call)?;
    let cluster = find_cluster(world, call, wanted)?;
    may_write(call, "nodegroup:update")?;
    let uuid = cluster.uuid;
    let group = find(world, cluster, name)?;
    let group_id = group.uuid;
    let mut known = into_map(full(world, call, cluster, group));
    known.retain(|field, _| BOUNDS.contains(&field.as_str()) || field.starts_with("node_"));
    let after = patch::apply(&known, &changes.plain)?;
    for field in BOUNDS {
        if let Some(value) = after.get(field).filter(|_| changes.touches(field)) {
            actions::patched(field, value, Takes::Number(0))?;
        }
    }
    let number = |field: &str| after.get(field).and_then(bodies::number);
    let number = |field: &str| number(field).and_then(|number| u32::try_from(number).ok());
    let (min, max) = (number("min_node_count").unwrap_or(0), number("max_node_count"));
    bounded(&Bounds {
        name: &group.name,
        count: group.count,
        min,
        max,
    })?;
    if changes.on_nodes.keys().next().is_some() && group.master() {
        return Err(no(
            409,
            "Node labels and taints of master nodegroups cannot be changed.",
        ));
    }
    let (labels, taints) = on_nodes(&changes.on_nodes)?;
    let target = world
        .cluster_mut(uuid)
        .and_then(|cluster| cluster.groups.iter_mut().find(|group| group.uuid == group_id));
    if let Some(target) = target {
        (target.min, target.max) = (min, max);
        if changes.on_nodes.contains_key("node_labels") {
            target.node_labels = labels;
        }
        if changes.on_nodes.contains_key("node_taints") {
            target.node_taints = taints;
        }
    }
    let cluster = find_cluster(world, call, wanted)?;
    let group = find(world, cluster, name)?;
    Ok(Reply::json(202, full(world, call, cluster, group)))
}

const BOUNDS: [&str; 2] = ["min_node_count", "max_node_count"];

/// A patch of a group: the ordinary changes, and those of what its nodes carry, whose values are no plain ones.
struct NodesPatch {
    plain: Vec<Change>,
    on_nodes: Map<String, Value>,
}

impl NodesPatch {
    fn touches(&self, field: &str) -> bool {
        self.plain.iter().any(|change| change.steps() == (field, None))
    }
}

fn nodes_patch(call: &Call<'_>) -> Result<NodesPatch, Reply> {
    let mut body = call.request.json();
    let mut on_nodes = Map::new();
    if let (14.., Some(changes)) = (call.minor, body.as_array_mut()) {
        changes.retain(|change| {
            let path = change.get("path").and_then(Value::as_str).unwrap_or_default();
            let field = path.trim_start_matches('/').to_owned();
            let late = LAST.iter().any(|Field(name, _)| *name == field);
            if late {
                let value = change.get("value").cloned().unwrap_or(Value::Null);
                on_nodes.insert(field, unfolded(value));
            }
            !late
        });
    }
    let plain = patch::read(body, GUARDED)?;
    Ok(NodesPatch { plain, on_nodes })
}

/// Values of a patch are texts or numbers: an object comes as the text of one, as Python or JSON writes it.
fn unfolded(value: Value) -> Value {
    let read = value.as_str().map(|text| text.replace('\'', "\""));
    read.and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or(value)
}

/// Removes a group that is not one of the first two.
pub(super) fn delete(world: &mut World, call: &Call<'_>, wanted: &str, name: &str) -> Result<Reply, Reply> {
    since(call, 9, ANY)?;
    may_write(call, "nodegroup:delete")?;
    let cluster = find_cluster(world, call, wanted)?;
    let group = find(world, cluster, name)?;
    if group.is_default {
        return Err(no(400, "Deleting a default nodegroup is not supported."));
    }
    let (uuid, name, now) = (cluster.uuid, group.name.clone(), world.now);
    world.remove_group(uuid, &name, now);
    Ok(Reply::empty(204))
}
