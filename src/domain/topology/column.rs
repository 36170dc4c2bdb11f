//! Which column of the picture something stands in: traffic flows through them from outside to inside. What rules or groups
//! others stands above what it is about.

use std::collections::BTreeMap;

use crate::domain::topology::hanging::Hanging;
use crate::domain::topology::model::Topology;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};

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

/// The layers of everything that hangs on nothing.
pub(crate) fn layers<'a>(topology: &'a Topology, hanging: &Hanging<'a>) -> BTreeMap<&'a ResourceKey, Layer> {
    let mut about: BTreeMap<&ResourceKey, BTreeMap<Layer, u32>> = BTreeMap::new();
    for (from, to, relation) in topology.relations() {
        if matches!(relation, Relation::Protects | Relation::Groups) {
            let host = hanging.parents.get(&to.key).and_then(|key| topology.get(key));
            let layer = own_layer(host.unwrap_or(to));
            *about.entry(&from.key).or_default().entry(layer).or_default() += 1;
        }
    }
    topology
        .resources()
        .filter(|resource| !hanging.parents.contains_key(&resource.key))
        .map(|resource| {
            let most = about
                .get(&resource.key)
                .and_then(|counts| counts.iter().max_by_key(|(layer, count)| (**count, **layer)))
                .map(|(layer, _)| *layer);
            (&resource.key, most.unwrap_or_else(|| own_layer(resource)))
        })
        .collect()
}
