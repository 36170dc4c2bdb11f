//! What can be done to a cluster: change its node count, resize, upgrade, delete.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::cluster::{Driver, Health};
use super::super::http::Reply;
use super::super::id::Id;
use super::super::python;
use super::super::timeline::{Action, Phase};
use super::super::works::Resize;
use super::super::world::World;
use super::bodies::{self, Field, Takes};
use super::patch::{self, Guarded};
use super::{Call, clusters, creation, find, groups, invalid, may_write, no, since, templates};

fn accepted(uuid: Id) -> Reply {
    Reply::json(202, json!({"uuid": uuid}))
}

const GUARDED: Guarded = Guarded {
    internal: &[
        "api_address",
        "node_addresses",
        "master_addresses",
        "stack_id",
        "ca_cert_ref",
        "magnum_cert_ref",
        "trust_id",
        "trustee_user_name",
        "trustee_password",
        "trustee_user_id",
        "etcd_ca_cert_ref",
        "front_proxy_ca_cert_ref",
    ],
    lasting: &["cluster_template_id"],
};

/// What a patch can change at all.
const CHANGEABLE: [&str; 3] = ["node_count", "health_status", "health_status_reason"];

/// A change by JSON patch: the number of workers, or what a monitor says about the health.
pub(super) fn update(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let rollback = call.request.parameter("rollback");
    if rollback.is_some() && call.minor < 3 {
        return Err(no(400, "Unknown argument: \"rollback\""));
    }
    if rollback.is_some_and(|text| bodies::flag(&json!(text)).is_none()) {
        return Err(no(500, "__str__ returned non-string (type ValueError)"));
    }
    let changes = patch::read(call.request.json(), GUARDED)?;
    let cluster = find(world, call, wanted)?;
    may_write(call, "cluster:update")?;
    let uuid = cluster.uuid;
    let before = clusters::fields(world, cluster);
    let after = patch::apply(&before, &changes)?;
    for change in &changes {
        let (field, _) = change.steps();
        let takes = creation::FIELDS.into_iter().find(|Field(name, _)| *name == field);
        if let (Some(Field(_, takes)), Some(value)) = (takes, after.get(field)) {
            patched(field, value, takes)?;
        }
    }
    for field in ["flavor_id", "master_flavor_id"] {
        // The first releases tell no flavors of a cluster.
        if let Some(flavor) = after.get(field).and_then(Value::as_str)
            && world.stock.flavor(flavor).is_none()
        {
            return Err(no(400, &format!("Unable to find flavor {flavor}.")));
        }
    }
    let fixed =
        |field: &&String| !CHANGEABLE.contains(&field.as_str()) && after.get(*field) != before.get(*field);
    let fixed: Vec<&str> = before.keys().filter(fixed).map(String::as_str).collect();
    if !fixed.is_empty() {
        let fixed = fixed.join(", ");
        return Err(no(400, &format!("cannot change cluster property(ies) {fixed}.")));
    }
    let counted = changes.iter().any(|change| change.path == "/node_count");
    let count = creation::count(&after, "node_count")?;
    if counted && count == 0 && call.minor < 10 {
        return Err(creation::no_zero());
    }
    say(world, uuid, &after, &before);
    if counted {
        let now = world.now;
        let resize = Resize {
            group: "default-worker".to_owned(),
            count,
            leaving: Vec::new(),
        };
        world.update(uuid, &resize, now);
    }
    Ok(accepted(uuid))
}

/// A patch's value as the API takes it.
pub(super) fn patched(field: &str, value: &Value, takes: Takes) -> Result<(), Reply> {
    let counts = matches!(takes, Takes::Number(_) | Takes::Port);
    if let (true, Some(text)) = (counts, value.as_str()) {
        let why = "'<' not supported between instances of 'str' and 'int'";
        return Err(invalid(field, text, why));
    }
    if takes == Takes::ReadOnly || value.is_null() {
        return Ok(());
    }
    bodies::check(field, value, takes)
}

/// Lets a monitor of the client's say how the cluster is.
fn say(world: &mut World, uuid: Id, after: &Map<String, Value>, before: &Map<String, Value>) {
    let told = ["health_status", "health_status_reason"];
    if told.iter().all(|field| after.get(*field) == before.get(*field)) {
        return;
    }
    let status = after
        .get("health_status")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let reasons = after.get("health_status_reason").and_then(Value::as_object);
    let reasons: BTreeMap<String, String> = reasons
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.clone(), python::text(value)))
        .collect();
    if let Some(cluster) = world.cluster_mut(uuid) {
        cluster.health = Health::Said { status, reasons };
    }
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

const RESIZE: [Field; 3] = [
    Field("node_count", Takes::Number(0)),
    Field("nodes_to_remove", Takes::List),
    Field("nodegroup", Takes::Text(1, 255)),
];

/// Another number of nodes in one group.
pub(super) fn resize(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    since(call, 7, "resize")?;
    let asked = bodies::read("cluster_resize_req", &RESIZE, call.request.json())?;
    if asked.get("node_count").is_none_or(Value::is_null) {
        return Err(bodies::missing("node_count"));
    }
    let count = creation::count(&asked, "node_count")?;
    if count == 0 && call.minor < 10 {
        return Err(creation::no_zero());
    }
    let cluster = find(world, call, wanted)?;
    may_write(call, "cluster:resize")?;
    let uuid = cluster.uuid;
    let name = asked.get("nodegroup").and_then(Value::as_str);
    let group = groups::find(world, cluster, name.unwrap_or("default-worker"))?;
    if group.master() {
        if cluster.driver == Driver::Heat {
            return Err(no(
                400,
                "Resizing the master nodegroup is not supported by this driver.",
            ));
        }
        if count.is_multiple_of(2) {
            let words = "size cannot be an even number.";
            return Err(no(
                400,
                &format!("master nodegroup size of {count} is invalid, {words}"),
            ));
        }
    } else if count < group.min || group.max.is_some_and(|max| max > 0 && count > max) {
        let max = group.max.map_or_else(|| "None".to_owned(), |max| max.to_string());
        let message = format!(
            "Resizing {} outside the allowed range: min_node_count = {}, max_node_count = {max}",
            group.name, group.min
        );
        return Err(no(400, &message));
    }
    let group = group.name.clone();
    let leaving = asked.get("nodes_to_remove").and_then(Value::as_array);
    let leaving = leaving.into_iter().flatten();
    let leaving: Vec<Id> = leaving.filter_map(|id| Id::parse(id.as_str()?)).collect();
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

const UPGRADE: [Field; 3] = [
    Field("max_batch_size", Takes::Number(1)),
    Field("nodegroup", Takes::Text(1, 255)),
    Field("cluster_template", Takes::Text(1, 255)),
];

/// Another template's version; Heat's driver refuses it.
pub(super) fn upgrade(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    since(call, 7, "upgrade")?;
    let asked = bodies::read("cluster_upgrade_req", &UPGRADE, call.request.json())?;
    if call.minor == 7 {
        return Err(no(
            400,
            "Cluster upgrade is not supported in the provided microversion.",
        ));
    }
    let cluster = find(world, call, wanted)?;
    may_write(call, "cluster:upgrade")?;
    let (uuid, driver) = (cluster.uuid, cluster.driver);
    let settled = cluster
        .step(world.now)
        .is_some_and(|step| step.phase == Phase::Complete);
    let status = cluster.status(world.now);
    let named = asked.get("cluster_template").and_then(Value::as_str);
    let template = templates::find(world, call, named.unwrap_or("Unset"))?;
    let (template_id, labels) = (template.uuid, template.labels());
    if let Some(name) = asked.get("nodegroup").and_then(Value::as_str) {
        let group = groups::find(world, cluster, name)?;
        if template_id != cluster.template && !group.is_default {
            let own = world.template(cluster.template).and_then(|own| own.text("name"));
            let words = format!("match cluster's template ({}).", own.unwrap_or_default());
            let message = format!(
                "Cluster Template is not valid for upgrade: Nodegroup {} can be upgraded only to {words}",
                group.name
            );
            return Err(no(409, &message));
        }
    }
    // Without it Magnum stumbles over its own message to the conductor.
    if asked.get("max_batch_size").is_none_or(Value::is_null) {
        return Err(no(500, "Cannot convert Unset to primitive"));
    }
    if !settled {
        return Err(no(
            400,
            &format!("Upgrading a cluster when status is \"{status}\" is not supported."),
        ));
    }
    if driver == Driver::Heat {
        return Err(no(
            400,
            "Upgrading a cluster that uses the Magnum Heat driver is not supported.",
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
