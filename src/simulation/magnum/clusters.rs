//! Magnum's clusters as they are read: lists, details, one.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::cluster::{Cluster, NodeGroup};
use super::super::http::Reply;
use super::super::timeline::Phase;
use super::super::world::World;
use super::pages::{self, List};
use super::{Call, find, links};

const LIST: List = List {
    key: "clusters",
    word: "Cluster",
    more: &[],
    columns: &[
        "name",
        "project_id",
        "user_id",
        "cluster_template_id",
        "keypair",
        "docker_volume_size",
        "stack_id",
        "api_address",
        "status",
        "status_reason",
        "health_status",
        "create_timeout",
        "discovery_url",
        "coe_version",
        "container_version",
        "fixed_network",
        "fixed_subnet",
        "floating_ip_enabled",
        "master_lb_enabled",
    ],
    numbered: false,
};

/// The list, with few fields or all.
pub(super) fn list(world: &World, call: &Call<'_>, detail: bool) -> Result<Reply, Reply> {
    let wish = pages::wish(call, &LIST)?;
    let rows: Vec<&Cluster> = world.visible(&call.caller).collect();
    let page = wish.page(&LIST, rows, |cluster, key| column(world, cluster, key))?;
    let mut reply = page.reply(&world.base, call, &LIST, |cluster| {
        let fields = if detail {
            full(world, cluster)
        } else {
            brief(world, cluster)
        };
        Value::Object(fitting(world, call, fields))
    });
    reply.rows = page.rows.len();
    Ok(reply)
}

fn column(world: &World, cluster: &Cluster, key: &str) -> Value {
    match key {
        "uuid" => json!(cluster.uuid),
        "name" => json!(cluster.name),
        "status" => json!(cluster.status(world.now)),
        "created_at" => json!(cluster.created),
        column => full(world, cluster).remove(column).unwrap_or(Value::Null),
    }
}

/// One cluster.
pub(super) fn show(world: &World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let cluster = find(world, call, wanted)?;
    let mut fields = full(world, cluster);
    let failed = cluster
        .step(world.now)
        .is_some_and(|step| step.phase == Phase::Failed);
    if failed {
        fields.insert("faults".to_owned(), json!(faults(cluster, world.now)));
    }
    Ok(Reply::ok(Value::Object(fitting(world, call, fields))))
}

/// The fields that this release tells at this version.
fn fitting(world: &World, call: &Call<'_>, mut fields: Map<String, Value>) -> Map<String, Value> {
    world.profile.trim_cluster(&mut fields);
    if call.minor >= 13
        && let Some(identity) = fields.remove("stack_id")
    {
        fields.insert("cluster_id".to_owned(), identity);
    }
    fields
}

/// A cluster's fields as a patch sees them.
pub(super) fn fields(world: &World, cluster: &Cluster) -> Map<String, Value> {
    let mut fields = full(world, cluster);
    world.profile.trim_cluster(&mut fields);
    fields
}

/// The failed groups with their reasons.
fn faults(cluster: &Cluster, now: i64) -> BTreeMap<&str, &str> {
    let failed = |group: &NodeGroup| group.life.at(now).is_some_and(|step| step.phase == Phase::Failed);
    let groups = cluster.groups.iter().filter(|group| failed(group));
    let faults = groups.filter_map(|group| {
        let reason = group.life.at(now).and_then(|step| step.reason.as_deref());
        Some((group.name.as_str(), reason?))
    });
    faults.collect()
}

fn default_flavor(cluster: &Cluster, master: bool) -> &str {
    let mut groups = cluster
        .groups
        .iter()
        .filter(|group| group.is_default && group.master() == master);
    groups.next().map_or("", |group| group.flavor.as_str())
}

fn brief(world: &World, cluster: &Cluster) -> Map<String, Value> {
    let now = world.now;
    let uuid = cluster.uuid;
    let body = json!({
        "uuid": uuid,
        "name": cluster.name,
        "cluster_template_id": cluster.template,
        "keypair": cluster.keypair,
        "node_count": cluster.count(false, now),
        "master_count": cluster.count(true, now),
        "docker_volume_size": cluster.docker_volume_gib,
        "labels": cluster.labels,
        "master_flavor_id": default_flavor(cluster, true),
        "flavor_id": default_flavor(cluster, false),
        "create_timeout": cluster.create_timeout,
        "links": links(&world.base, &format!("clusters/{uuid}")),
        "stack_id": cluster.stack_id(now),
        "status": cluster.status(now),
        "health_status": cluster.health(now).0,
        "merge_labels": false,
    });
    into_map(body)
}

fn full(world: &World, cluster: &Cluster) -> Map<String, Value> {
    let now = world.now;
    let mut fields = brief(world, cluster);
    let (overridden, added, skipped) = differences(&cluster.labels, &cluster.template_labels);
    let known = !cluster.creating(now);
    let tag = cluster.labels.get("kube_tag").filter(|_| known);
    let discovery = cluster
        .stack_id(now)
        .map(|_| format!("https://discovery.etcd.io/{}", cluster.uuid.child(2).plain()));
    let discovery = discovery.filter(|_| cluster.driver == super::super::cluster::Driver::Heat);
    let more = json!({
        "status_reason": status_reason(cluster, now),
        "health_status_reason": cluster.health(now).1,
        "discovery_url": discovery,
        "api_address": cluster.api_address(now),
        "coe_version": tag,
        "container_version": known.then_some("1.12.6"),
        "project_id": cluster.project,
        "user_id": cluster.user,
        "node_addresses": cluster.node_addresses(|server| !server.master, now),
        "master_addresses": cluster.node_addresses(|server| server.master, now),
        "fixed_network": cluster.fixed_network,
        "fixed_subnet": cluster.fixed_subnet,
        "floating_ip_enabled": cluster.order.floating,
        "labels_overridden": overridden,
        "labels_added": added,
        "labels_skipped": skipped,
        "master_lb_enabled": cluster.order.balanced,
        "created_at": world.calendar.offset(cluster.created),
        "updated_at": updated(world, cluster),
    });
    fields.extend(into_map(more));
    fields
}

/// A failed cluster lists its failed groups, or says why it was given up; any other gives no reason.
fn status_reason(cluster: &Cluster, now: i64) -> Option<String> {
    if cluster.unbuilt() {
        return cluster.step(now)?.reason.as_deref().map(str::to_owned);
    }
    let failed = cluster.step(now).is_some_and(|step| step.phase == Phase::Failed);
    let names = cluster
        .groups
        .iter()
        .filter(|group| group.life.at(now).is_some_and(|step| step.phase == Phase::Failed));
    let words: Vec<String> = names.map(|group| format!("{} failed", group.name)).collect();
    if words.is_empty() {
        // What the conductor itself gave up, no group has failed at.
        return cluster
            .step(now)
            .filter(|_| failed)?
            .reason
            .as_deref()
            .map(str::to_owned);
    }
    failed.then(|| words.join(", "))
}

/// The monitor touches a finished cluster every minute.
fn updated(world: &World, cluster: &Cluster) -> Option<String> {
    let now = world.now;
    let step = cluster.step(now)?;
    if cluster.unbuilt() && step.phase == Phase::InProgress {
        return None;
    }
    let touched = if step.phase == Phase::InProgress {
        step.at.max(cluster.created + Cluster::STACK_AFTER)
    } else {
        now - (now - step.at) % 60
    };
    (touched <= now).then(|| world.calendar.offset(touched))
}

/// How labels differ from the template's: overridden (the template's values), added, skipped.
pub(super) fn differences(
    own: &BTreeMap<String, String>,
    template: &BTreeMap<String, String>,
) -> (
    BTreeMap<String, String>,
    BTreeMap<String, String>,
    BTreeMap<String, String>,
) {
    let pick = |from: &BTreeMap<String, String>, chosen: &dyn Fn(&str, &str) -> bool| {
        let chosen = from.iter().filter(|(key, value)| chosen(key, value));
        chosen.map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    let overridden = pick(template, &|key, value| {
        own.get(key).is_some_and(|mine| mine != value)
    });
    let added = pick(own, &|key, _| !template.contains_key(key));
    let skipped = pick(template, &|key, _| !own.contains_key(key));
    (overridden, added, skipped)
}

/// The fields of a JSON object.
pub(super) fn into_map(value: Value) -> Map<String, Value> {
    if let Value::Object(fields) = value {
        fields
    } else {
        Map::new()
    }
}
