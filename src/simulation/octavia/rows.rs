//! The rows of Octavia's collections, those of clusters and those that people made, with what they tell of one another.

use serde_json::{Map, Value, json};

use super::super::estate::Thing;
use super::super::identity::Caller;
use super::super::own::{self, word};
use super::super::world::World;
use super::shown::shown;

/// The second in which an object that is being worked on is ready. Fields with this mark are never told.
pub(super) const READY: &str = "_ready";
/// What is being done to it until then.
pub(super) const PENDING: &str = "_pending";
/// The second in which it is gone.
pub(super) const GONE: &str = "_gone";
/// The pool of a member.
pub(super) const POOL: &str = "_pool";

/// The rows of a collection that this caller may see.
pub(super) fn of(world: &World, caller: &Caller, collection: &str) -> Vec<Value> {
    let mut rows = all(world, collection);
    rows.retain(|row| caller.admin || word(row, "project_id") == caller.project);
    rows
}

/// The rows of a collection in every project.
pub(super) fn all(world: &World, collection: &str) -> Vec<Value> {
    let mut rows = bare(world, collection);
    let id = |rows: &Value| json!({"id": word(rows, "id")});
    match collection {
        "loadbalancers" => {
            let (listeners, pools) = (bare(world, "listeners"), bare(world, "pools"));
            for row in &mut rows {
                let balancer = word(row, "id").to_owned();
                let own = |inner: &&Value| of_balancer(inner) == balancer;
                let own = |rows: &[Value]| rows.iter().filter(own).map(id).collect::<Vec<Value>>();
                let (listeners, pools) = (own(&listeners), own(&pools));
                set(row, "listeners", json!(listeners));
                set(row, "pools", json!(pools));
            }
        }
        "listeners" => {
            let pools = bare(world, "pools");
            for row in &mut rows {
                let mut own = pools.iter().filter(|pool| of_listener(pool) == word(row, "id"));
                let pool = own.next().map(|pool| word(pool, "id").to_owned());
                set(row, "default_pool_id", json!(pool));
            }
        }
        "pools" => {
            let monitors = bare(world, "healthmonitors");
            for row in &mut rows {
                let pool = word(row, "id").to_owned();
                let members: Vec<Value> = members(world, &pool).iter().map(id).collect();
                let mut own = monitors.iter().filter(|monitor| of_pool(monitor) == pool);
                let monitor = own.next().map(|monitor| word(monitor, "id").to_owned());
                set(row, "members", json!(members));
                set(row, "healthmonitor_id", json!(monitor));
            }
        }
        _plain => {}
    }
    rows
}

fn set(row: &mut Value, key: &str, value: Value) {
    if let Some(fields) = row.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
}

/// The load balancer of a listener or pool.
pub(super) fn of_balancer(row: &Value) -> &str {
    row.pointer("/loadbalancers/0/id")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn of_listener(row: &Value) -> &str {
    row.pointer("/listeners/0/id")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// The pool of a monitor.
pub(super) fn of_pool(row: &Value) -> &str {
    row.pointer("/pools/0/id")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn bare(world: &World, collection: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    for estate in world.estates() {
        for (place, part) in estate.present(world.now) {
            if collection_of(&part.thing) == collection {
                rows.extend(shown(world, estate, place, part));
            }
        }
    }
    rows.extend(world.own.all(collection).cloned().map(Value::Object));
    settled(world, rows)
}

/// The members of a pool.
pub(super) fn members(world: &World, pool: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    for estate in world.estates() {
        let home = estate
            .present(world.now)
            .find(|(_, part)| part.id.to_string() == pool);
        let Some((home, _)) = home else { continue };
        for (place, part) in estate.present(world.now) {
            if matches!(&part.thing, Thing::Member { pool, .. } if *pool == home) {
                rows.extend(shown(world, estate, place, part));
            }
        }
    }
    let own = world
        .own
        .all("members")
        .filter(|fields| own::text(fields, POOL) == pool);
    rows.extend(own.cloned().map(Value::Object));
    settled(world, rows)
}

fn settled(world: &World, rows: Vec<Value>) -> Vec<Value> {
    let seen = rows.into_iter().filter_map(|row| world.own.seen(row));
    seen.filter_map(|row| settle(world, row)).collect()
}

/// Tells the state of an object that is, or was, being worked on.
fn settle(world: &World, mut row: Value) -> Option<Value> {
    let fields = row.as_object_mut()?;
    let second = |fields: &Map<String, Value>, key: &str| fields.get(key).and_then(Value::as_i64);
    if let Some(gone) = second(fields, GONE) {
        if world.now >= gone {
            return None;
        }
        fields.insert("provisioning_status".to_owned(), json!("PENDING_DELETE"));
    } else if let Some(ready) = second(fields, READY) {
        let pending = own::text(fields, PENDING).to_owned();
        let done = world.now >= ready;
        let state = if done { "ACTIVE" } else { pending.as_str() };
        fields.insert("provisioning_status".to_owned(), json!(state));
        if done && own::text(fields, "operating_status") == "OFFLINE" {
            fields.insert("operating_status".to_owned(), json!("ONLINE"));
        }
        if done && pending == "PENDING_CREATE" && fields.get("updated_at") == Some(&Value::Null) {
            fields.insert("updated_at".to_owned(), json!(world.calendar.bare(ready)));
        }
    }
    fields.retain(|key, _| !key.starts_with('_'));
    Some(row)
}

fn collection_of(thing: &Thing) -> &'static str {
    match thing {
        Thing::Balancer { .. } => "loadbalancers",
        Thing::Listener { .. } => "listeners",
        Thing::Pool { .. } => "pools",
        Thing::Monitor { .. } => "healthmonitors",
        Thing::Member { .. } => "members",
        Thing::Nothing
        | Thing::Network { .. }
        | Thing::Subnet { .. }
        | Thing::Router { .. }
        | Thing::Interface { .. }
        | Thing::SecurityGroup { .. }
        | Thing::SecurityRule { .. }
        | Thing::Port(_)
        | Thing::Floating { .. }
        | Thing::Server(_)
        | Thing::ServerGroup { .. }
        | Thing::Volume { .. }
        | Thing::Attachment => "",
    }
}

/// A load balancer's status tree.
pub(super) fn tree(world: &World, balancer: &Value) -> Value {
    let id = word(balancer, "id");
    let pools = all(world, "pools");
    let monitors = all(world, "healthmonitors");
    let listeners = all(world, "listeners").into_iter();
    let listeners = listeners.filter(|row| of_balancer(row) == id).map(|listener| {
        let own = pools
            .iter()
            .filter(|pool| of_listener(pool) == word(&listener, "id"));
        let own: Vec<Value> = own.map(|pool| pool_tree(world, pool, &monitors)).collect();
        branch(&listener, json!({"pools": own}))
    });
    branch(balancer, json!({"listeners": listeners.collect::<Vec<Value>>()}))
}

fn pool_tree(world: &World, pool: &Value, monitors: &[Value]) -> Value {
    let id = word(pool, "id");
    let members = members(world, id).into_iter().map(|member| {
        let more = json!({"address": member.get("address"), "protocol_port": member.get("protocol_port")});
        branch(&member, more)
    });
    let mut more = json!({"members": members.collect::<Vec<Value>>()});
    if let Some(monitor) = monitors.iter().find(|monitor| of_pool(monitor) == id) {
        set(
            &mut more,
            "health_monitor",
            branch(monitor, json!({"type": monitor.get("type")})),
        );
    }
    branch(pool, more)
}

fn branch(row: &Value, more: Value) -> Value {
    let mut fields = own::fields(more);
    for key in ["id", "name", "operating_status", "provisioning_status"] {
        fields.insert(key.to_owned(), row.get(key).cloned().unwrap_or(Value::Null));
    }
    Value::Object(fields)
}
