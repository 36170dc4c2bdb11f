//! On what each resource hangs: a port on its server, a subnet on its network, what a load balancer consists of on it.

use std::collections::BTreeMap;

use crate::domain::topology::model::Topology;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};

/// What hangs on what.
pub(crate) struct Hanging<'a> {
    pub(crate) parents: BTreeMap<&'a ResourceKey, &'a ResourceKey>,
    children: BTreeMap<&'a ResourceKey, Vec<&'a Resource>>,
}

impl<'a> Hanging<'a> {
    pub(crate) fn of(topology: &'a Topology) -> Self {
        let parents = parents(topology);
        let mut children: BTreeMap<&ResourceKey, Vec<&Resource>> = BTreeMap::new();
        for resource in topology.resources() {
            if let Some(parent) = parents.get(&resource.key) {
                children.entry(parent).or_default().push(resource);
            }
        }
        Self { parents, children }
    }

    /// Everything below it, each before what is below that.
    pub(crate) fn below(&self, key: &ResourceKey, depth: u32, out: &mut Vec<(&'a Resource, u32)>) {
        // Listener, pool, member: no chain is longer.
        if depth > 4 {
            return;
        }
        for child in self.children.get(key).into_iter().flatten() {
            out.push((child, depth));
            self.below(&child.key, depth + 1, out);
        }
    }
}

/// On what each resource hangs: a port on its server, a floating IP where its port hangs, a subnet on its network.
fn parents(topology: &Topology) -> BTreeMap<&ResourceKey, &ResourceKey> {
    let mut found: BTreeMap<&ResourceKey, (u8, &ResourceKey)> = BTreeMap::new();
    for (from, to, relation) in topology.relations() {
        if let Some((child, parent, order)) = offer(from, to, relation) {
            let offered = (order, &parent.key);
            let best = found.entry(&child.key).or_insert(offered);
            *best = offered.min(*best);
        }
    }
    let direct: BTreeMap<&ResourceKey, &ResourceKey> = found
        .into_iter()
        .map(|(child, (_, parent))| (child, parent))
        .collect();
    // What would hang on a port hangs where the port hangs, what would hang on a subnet on its network.
    direct
        .iter()
        .map(|(child, parent)| {
            let mut host = *parent;
            for _ in 0..3 {
                let passes_on = topology
                    .get(host)
                    .is_some_and(|it| matches!(it.kind, ResourceKind::Port | ResourceKind::Subnet));
                match direct.get(host).filter(|_| passes_on) {
                    Some(above) => host = above,
                    None => break,
                }
            }
            (*child, host)
        })
        .collect()
}

/// Whether the relation makes one of its ends hang on the other, and how good a reason that is.
fn offer<'r>(
    from: &'r Resource,
    to: &'r Resource,
    relation: Relation,
) -> Option<(&'r Resource, &'r Resource, u8)> {
    match relation {
        Relation::Plugs if to.kind.is_server() => Some((from, to, 0)),
        Relation::Plugs => Some((to, from, 1)),
        Relation::Attached => Some((from, to, 0)),
        Relation::LeadsTo => Some((from, to, 0)),
        Relation::Listens | Relation::HasMember => Some((to, from, 0)),
        // A server is more than a part of what sends to it.
        Relation::SendsTo if to.kind.is_server() => None,
        Relation::SendsTo if from.kind == ResourceKind::Listener => Some((to, from, 0)),
        Relation::SendsTo => Some((to, from, 1)),
        Relation::Contains => Some((to, from, 8)),
        Relation::Addresses => Some((to, from, 9)),
        Relation::Gateway
        | Relation::Interface
        | Relation::Serves
        | Relation::Protects
        | Relation::Groups
        | Relation::Holds
        | Relation::NeededBy => None,
    }
}
