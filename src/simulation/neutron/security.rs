//! The rules of security groups: those of Magnum's templates and those of a fresh default group.

use serde_json::{Value, json};

use super::super::estate::{Estate, Part, RuleSource, Rules, Thing};
use super::super::world::World;

type Line = (&'static str, Option<u16>, Option<u16>);

const MASTER: [Line; 14] = [
    ("icmp", None, None),
    ("tcp", Some(22), Some(22)),
    ("tcp", Some(7080), Some(7080)),
    ("tcp", Some(8080), Some(8080)),
    ("tcp", Some(2379), Some(2379)),
    ("tcp", Some(2380), Some(2380)),
    ("tcp", Some(6443), Some(6443)),
    ("tcp", Some(10250), Some(10250)),
    ("tcp", Some(30000), Some(32767)),
    ("udp", Some(8472), Some(8472)),
    ("tcp", Some(53), Some(53)),
    ("udp", Some(53), Some(53)),
    ("tcp", Some(179), Some(179)),
    ("tcp", Some(9100), Some(9100)),
];

const WORKER: [Line; 3] = [
    ("icmp", None, None),
    ("tcp", Some(22), Some(22)),
    ("tcp", Some(30000), Some(32767)),
];

const OPEN: [Line; 3] = [("icmp", None, None), ("tcp", None, None), ("udp", None, None)];

const MANAGER: [Line; 6] = [
    ("icmp", None, None),
    ("tcp", Some(22), Some(22)),
    ("tcp", Some(2375), Some(2375)),
    ("tcp", Some(2377), Some(2377)),
    ("tcp", Some(1), Some(65535)),
    ("udp", Some(53), Some(53)),
];

const MESOS: [Line; 4] = [
    ("icmp", None, None),
    ("tcp", Some(22), Some(22)),
    ("tcp", Some(5050), Some(5050)),
    ("tcp", Some(8080), Some(8080)),
];

/// The rules that a group has by itself, and those that are resources of their own.
pub(super) fn rules_of(world: &World, estate: &Estate, place: usize, group: &Part) -> Vec<Value> {
    let Thing::SecurityGroup { rules } = &group.thing else {
        return Vec::new();
    };
    let lines: &[Line] = match rules {
        Rules::Default => &[],
        Rules::Master => &MASTER,
        Rules::Worker => &WORKER,
        Rules::Open => &OPEN,
        Rules::Manager => &MANAGER,
        Rules::Mesos => &MESOS,
    };
    let mut shown = Vec::new();
    for family in ["IPv4", "IPv6"] {
        let rule = json!({"direction": "egress", "ethertype": family});
        shown.push(filled(world, estate, group, shown.len(), rule));
    }
    for (protocol, low, high) in lines {
        let rule = json!({
            "protocol": protocol, "port_range_min": low, "port_range_max": high, "description": "",
        });
        shown.push(filled(world, estate, group, shown.len(), rule));
    }
    if *rules == Rules::Default {
        for family in ["IPv4", "IPv6"] {
            let rule =
                json!({"ethertype": family, "remote_group_id": group.id, "belongs_to_default_sg": true});
            shown.push(filled(world, estate, group, shown.len(), rule));
        }
    }
    for (_, part) in estate.present(world.now) {
        if matches!(&part.thing, Thing::SecurityRule { group, .. } if *group == place) {
            shown.extend(own_rule(world, estate, part));
        }
    }
    shown
}

/// A rule that is a resource of its own.
pub(super) fn own_rule(world: &World, estate: &Estate, part: &Part) -> Option<Value> {
    let Thing::SecurityRule {
        group,
        protocol,
        from,
    } = &part.thing
    else {
        return None;
    };
    let mut rule = match from {
        RuleSource::Group(source) => json!({"protocol": protocol, "remote_group_id": estate.id(*source)}),
        RuleSource::Pods => {
            let pods = "10.100.0.0/16";
            json!({"protocol": protocol, "remote_ip_prefix": pods, "normalized_cidr": pods})
        }
    };
    if let Some(fields) = rule.as_object_mut() {
        fields.insert("id".to_owned(), json!(part.id));
    }
    rule.as_object_mut()?.insert("description".to_owned(), json!(""));
    Some(filled(world, estate, estate.parts.get(*group)?, 0, rule))
}

fn filled(world: &World, estate: &Estate, group: &Part, number: usize, rule: Value) -> Value {
    let at = world.calendar.zulu(group.life.born().unwrap_or(0));
    let mut whole = json!({
        "id": group.id.child(number as u64 + 100),
        "project_id": estate.project,
        "security_group_id": group.id,
        "ethertype": "IPv4",
        "direction": "ingress",
        "protocol": null,
        "port_range_min": null,
        "port_range_max": null,
        "remote_ip_prefix": null,
        "remote_address_group_id": null,
        "normalized_cidr": null,
        "remote_group_id": null,
        "standard_attr_id": number + 40,
        "belongs_to_default_sg": false,
        "description": null,
        "tags": [],
        "created_at": at,
        "updated_at": at,
        "revision_number": 0,
        "tenant_id": estate.project,
    });
    if let (Some(fields), Value::Object(rule)) = (whole.as_object_mut(), rule) {
        fields.extend(rule);
    }
    whole
}
