//! What Neutron's objects tell of one another: a network of its subnets, a group of its rules, an address of its port.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::own::{self, word};
use super::super::world::World;
use super::gather;

/// Completes the rows of a collection with what was made beside them.
pub(super) fn join(world: &World, collection: &str, rows: &mut [Value]) {
    match collection {
        "networks" => subnets(world, rows),
        "security-groups" => rules(world, rows),
        "security-group-rules" => {}
        "floatingips" => ports(world, rows),
        _plain => {}
    }
}

fn subnets(world: &World, rows: &mut [Value]) {
    for subnet in world.own.all("subnets") {
        let network = own::text(subnet, "network_id");
        let row = rows.iter_mut().find(|row| word(row, "id") == network);
        let list = row.and_then(|row| row.get_mut("subnets"));
        if let Some(list) = list.and_then(Value::as_array_mut) {
            list.push(json!(own::text(subnet, "id")));
        }
    }
}

fn rules(world: &World, rows: &mut [Value]) {
    for row in rows {
        let id = word(row, "id").to_owned();
        let own = world.own.all("security-group-rules");
        let own = own.filter(|rule| own::text(rule, "security_group_id") == id);
        let own: Vec<Value> = own
            .map(|rule| {
                let mut rule = rule.clone();
                rule.insert("standard_attr_id".to_owned(), json!(1));
                rule.insert("tags".to_owned(), json!([]));
                Value::Object(rule)
            })
            .collect();
        let Some(list) = row.get_mut("security_group_rules").and_then(Value::as_array_mut) else {
            continue;
        };
        let kept = std::mem::take(list);
        list.extend(kept.into_iter().filter_map(|rule| world.own.seen(rule)));
        list.extend(own);
    }
}

/// An address tells of the port that it leads to, as long as there is one.
fn ports(world: &World, rows: &mut [Value]) {
    let all = gather(world, None, "ports");
    let by_id: BTreeMap<&str, &Value> = all.iter().map(|row| (word(row, "id"), row)).collect();
    for row in rows {
        let port = row.get("port_id").and_then(Value::as_str);
        let port = port.and_then(|port| by_id.get(port).copied());
        let Some(fields) = row.as_object_mut() else {
            continue;
        };
        let keys = [
            "name",
            "network_id",
            "mac_address",
            "admin_state_up",
            "status",
            "device_id",
            "device_owner",
        ];
        let details = port.map(|port| {
            let told = keys.map(|key| (key.to_owned(), port.get(key).cloned().unwrap_or(Value::Null)));
            Value::Object(told.into_iter().collect())
        });
        if details.is_none() {
            for key in ["port_id", "fixed_ip_address", "router_id"] {
                fields.insert(key.to_owned(), Value::Null);
            }
        }
        let status = if details.is_some() { "ACTIVE" } else { "DOWN" };
        fields.insert("status".to_owned(), json!(status));
        fields.insert("port_details".to_owned(), details.unwrap_or(Value::Null));
    }
}
