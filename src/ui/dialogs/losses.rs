//! What vanishes with a cluster, counted by kind. No egui in here.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::cluster::Cluster;
use crate::domain::heat_type::HeatType;
use crate::domain::node_group::Role;
use crate::domain::status::{Action, Phase, Status};
use crate::domain::topology::resource::{Resource, ResourceKind};
use crate::message::ClusterParts;

/// What vanishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// Masters.
    pub masters: usize,
    /// Workers.
    pub workers: usize,
    /// Everything else that holds data, addresses or quota, by kind.
    pub others: Vec<(HeatType, usize)>,
    /// Whether the rest is not known, because nobody has looked or nobody could.
    pub others_unknown: bool,
}

/// Counts from what the cluster is made of, else from what was asked for.
pub fn losses(cluster: Option<&Cluster>, parts: Option<&ClusterParts>) -> Losses {
    let nodes = parts.map(|parts| parts.nodes.as_slice()).unwrap_or_default();
    let masters = nodes.iter().filter(|node| node.role == Role::Master).count();
    let workers = nodes.len() - masters;
    let asked = |count: fn(&Cluster) -> u32| {
        cluster.map_or(0, |cluster| usize::try_from(count(cluster)).unwrap_or(usize::MAX))
    };
    let known = !nodes.is_empty();
    let others = parts.map(others).unwrap_or_default();
    Losses {
        masters: if known {
            masters
        } else {
            asked(|cluster| cluster.master_count)
        },
        workers: if known {
            workers
        } else {
            asked(|cluster| cluster.node_count)
        },
        others_unknown: others.is_empty(),
        others,
    }
}

/// Kinds that hold data, addresses or quota. Rules, attachments and scripts go with them unsaid, servers are counted apart.
fn counts(kind: &HeatType) -> bool {
    match kind {
        HeatType::LoadBalancer
        | HeatType::FloatingIp
        | HeatType::Volume
        | HeatType::Network
        | HeatType::Subnet
        | HeatType::Router
        | HeatType::SecurityGroup => true,
        HeatType::Server
        | HeatType::ServerGroup
        | HeatType::RouterInterface
        | HeatType::Port
        | HeatType::FloatingIpAssociation
        | HeatType::SecurityGroupRule
        | HeatType::Listener
        | HeatType::Pool
        | HeatType::PoolMember
        | HeatType::HealthMonitor
        | HeatType::VolumeAttachment
        | HeatType::ResourceGroup
        | HeatType::SoftwareConfig
        | HeatType::SoftwareDeployment
        | HeatType::Switch
        | HeatType::WaitCondition
        | HeatType::Nested(_)
        | HeatType::Other(_) => false,
    }
}

/// From Heat's resources, which are exactly what goes with the stack; else from the picture. Templates hold resources that
/// stand for nothing when a feature is off: they have an id, but are not in the picture.
fn others(parts: &ClusterParts) -> Vec<(HeatType, usize)> {
    let mut found: BTreeMap<HeatType, usize> = BTreeMap::new();
    let mut note = |kind| *found.entry(kind).or_default() += 1;
    if parts.resources.is_empty() {
        parts
            .topology
            .resources()
            .filter_map(pictured)
            .for_each(&mut note);
    } else {
        let drawn: BTreeSet<&str> = parts
            .topology
            .resources()
            .filter_map(|resource| resource.physical_id.as_deref())
            .collect();
        let alive = parts.resources.iter().filter(|resource| {
            resource.status != Status::Known(Action::Delete, Phase::Complete)
                && resource
                    .physical_id
                    .as_deref()
                    .is_some_and(|id| drawn.is_empty() || drawn.contains(id))
        });
        alive
            .map(|resource| HeatType::parse(&resource.kind))
            .filter(counts)
            .for_each(&mut note);
    }
    found.into_iter().collect()
}

/// What of the picture certainly goes too. Networks and routers may be somebody else's, and the volumes of persistent
/// claims stay.
fn pictured(resource: &Resource) -> Option<HeatType> {
    match resource.kind {
        ResourceKind::LoadBalancer => Some(HeatType::LoadBalancer),
        ResourceKind::FloatingIp => Some(HeatType::FloatingIp),
        ResourceKind::Volume => resource.purpose.is_none().then_some(HeatType::Volume),
        ResourceKind::SecurityGroup => Some(HeatType::SecurityGroup),
        ResourceKind::ExternalNetwork
        | ResourceKind::Router
        | ResourceKind::Network
        | ResourceKind::Subnet
        | ResourceKind::Listener
        | ResourceKind::Pool
        | ResourceKind::Member
        | ResourceKind::Master
        | ResourceKind::Worker
        | ResourceKind::Port
        | ResourceKind::ServerGroup
        | ResourceKind::Other
        | ResourceKind::Stack
        | ResourceKind::Script
        | ResourceKind::Plumbing => None,
    }
}
