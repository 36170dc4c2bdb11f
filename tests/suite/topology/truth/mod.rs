//! Whether a picture holds everything that the cloud's own lists say belongs to its cluster, once, joined as they join it,
//! and nothing else. Asked with a client of its own, so that what the program misreads is found too.

mod expected;
mod raw;

use std::collections::{BTreeMap, BTreeSet};

use magnum_desktop::domain::topology::model::Topology;

pub(crate) use self::expected::expected;
pub(crate) use self::raw::{Lists, Raw, Told};

/// What differs between the picture and the lists; empty where nothing does.
pub(crate) fn differences(topology: &Topology, lists: &Lists, told: &Told) -> Vec<String> {
    let expected = expected(lists, told);
    let mut drawn: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for resource in topology.resources() {
        let listed = lists_have(lists, resource.physical_id.as_deref());
        if listed {
            *drawn.entry(resource.key.as_str()).or_default() += 1;
        } else if resource.physical_id.is_some()
            && resource.contradiction.is_none()
            && resource.heat.is_none()
        {
            found.push(format!("{} is in the picture and in no list", resource.key));
        }
        if let Some(group) = expected.groups.get(resource.key.as_str())
            && resource.node_group.as_ref() != Some(group)
        {
            found.push(format!(
                "{} is in {:?}, not {group}",
                resource.name, resource.node_group
            ));
        }
    }
    for (key, times) in &drawn {
        if *times > 1 {
            found.push(format!("{key} is there {times} times"));
        }
        if !expected.things.contains(*key) {
            found.push(format!("{key} is foreign"));
        }
    }
    for key in &expected.things {
        if !drawn.contains_key(key.as_str()) {
            found.push(format!("{key} is missing"));
        }
    }
    let joined: BTreeSet<(String, String, &str)> = topology
        .relations()
        .filter(|(from, to, _)| drawn.contains_key(from.key.as_str()) && drawn.contains_key(to.key.as_str()))
        .map(|(from, to, relation)| (from.key.to_string(), to.key.to_string(), relation.word()))
        .collect();
    for (from, to, word) in joined.difference(&expected.relations) {
        found.push(format!("{from} {word} {to} is not so"));
    }
    for (from, to, word) in expected.relations.difference(&joined) {
        found.push(format!("{from} {word} {to} is not shown"));
    }
    found
}

fn lists_have(lists: &Lists, id: Option<&str>) -> bool {
    let Some(wanted) = id else { return false };
    [
        &lists.servers,
        &lists.server_groups,
        &lists.networks,
        &lists.subnets,
        &lists.routers,
        &lists.ports,
        &lists.floating_ips,
        &lists.security_groups,
        &lists.load_balancers,
        &lists.listeners,
        &lists.pools,
        &lists.members,
        &lists.volumes,
    ]
    .into_iter()
    .flatten()
    .any(|row| row["id"] == wanted)
}
