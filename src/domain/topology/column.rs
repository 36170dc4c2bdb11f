//! Which column of the picture something stands in: traffic flows through them from outside to inside. What rules or groups
//! others stands above what it is about.

use std::collections::BTreeMap;

use crate::domain::topology::hanging::Hanging;
use crate::domain::topology::model::Topology;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKind};

/// Where in the flow of traffic something stands, from outside to inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    Outside,
    Routers,
    Networks,
    Balancers,
    Masters,
    Workers,
}

impl Layer {
    /// The word for keys.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Routers => "routers",
            Self::Networks => "networks",
            Self::Balancers => "balancers",
            Self::Masters => "masters",
            Self::Workers => "workers",
        }
    }
}

/// Whether it takes no part in the flow of traffic, but says something of what does.
pub(crate) fn is_rule(kind: ResourceKind) -> bool {
    match kind {
        ResourceKind::SecurityGroup | ResourceKind::ServerGroup | ResourceKind::Other => true,
        ResourceKind::ExternalNetwork
        | ResourceKind::Router
        | ResourceKind::Network
        | ResourceKind::Subnet
        | ResourceKind::FloatingIp
        | ResourceKind::LoadBalancer
        | ResourceKind::Listener
        | ResourceKind::Pool
        | ResourceKind::Member
        | ResourceKind::Master
        | ResourceKind::Worker
        | ResourceKind::Port
        | ResourceKind::Volume
        | ResourceKind::Stack
        | ResourceKind::Script
        | ResourceKind::Plumbing => false,
    }
}

fn own_layer(resource: &Resource) -> Layer {
    match resource.kind {
        ResourceKind::ExternalNetwork | ResourceKind::FloatingIp => Layer::Outside,
        ResourceKind::Router => Layer::Routers,
        ResourceKind::Network | ResourceKind::Subnet | ResourceKind::Port => Layer::Networks,
        ResourceKind::LoadBalancer | ResourceKind::Listener | ResourceKind::Pool | ResourceKind::Member => {
            Layer::Balancers
        }
        ResourceKind::Master => Layer::Masters,
        // A volume that hangs on nothing waits for a pod; a rule that is about nothing drawn stands at the end as well.
        ResourceKind::Worker
        | ResourceKind::Volume
        | ResourceKind::SecurityGroup
        | ResourceKind::ServerGroup
        | ResourceKind::Other
        | ResourceKind::Stack
        | ResourceKind::Script
        | ResourceKind::Plumbing => Layer::Workers,
    }
}

/// The layer of each that hangs on nothing, by places among the topology's resources.
pub(crate) fn layers(topology: &Topology, hanging: &Hanging) -> Vec<Option<Layer>> {
    // How many of each layer something is about.
    let mut about: BTreeMap<usize, BTreeMap<Layer, u32>> = BTreeMap::new();
    for (from, to, relation) in topology.edges() {
        if matches!(relation, Relation::Protects | Relation::Groups)
            && let Some(subject) = topology.nth(hanging.parent(to).unwrap_or(to))
        {
            *about
                .entry(from)
                .or_default()
                .entry(own_layer(subject))
                .or_default() += 1;
        }
    }
    topology
        .resources()
        .enumerate()
        .map(|(at, resource)| {
            if hanging.parent(at).is_some() {
                return None;
            }
            let most = about
                .get(&at)
                .and_then(|counts| counts.iter().max_by_key(|(layer, count)| (**count, **layer)))
                .map(|(layer, _)| *layer);
            Some(most.unwrap_or_else(|| own_layer(resource)))
        })
        .collect()
}
