//! The stages of a creation, told from what is to be seen of the cluster: they hold for Heat's clusters as for those of
//! Cluster API, where nobody tells how far it is.

use crate::domain::cluster::Cluster;
use crate::domain::driver::Driver;
use crate::domain::status::{Phase, Severity, Status};
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::ResourceKind;

/// A stage, in the order in which drivers go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Network, subnet, router.
    Network,
    /// The load balancer of the API.
    Balancer,
    /// The first master stands.
    FirstMaster,
    /// All masters stand.
    Masters,
    /// The Kubernetes API has an address.
    Api,
    /// All workers stand.
    Workers,
    /// Magnum says that it is done.
    Complete,
}

/// How a stage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StageState {
    /// Nothing of it is to be seen yet.
    Ahead,
    /// Something of it is there.
    Running,
    /// It is over.
    Done,
    /// Something of it failed.
    Failed,
}

/// The stages that this cluster goes through, with how each stands. Without a picture only the last two are known.
pub fn stages(cluster: &Cluster, driver: Driver, topology: Option<&Topology>) -> Vec<(Stage, StageState)> {
    let mut found = Vec::new();
    let over = matches!(cluster.status, Status::Known(_, Phase::Complete));
    let api = if over || cluster.api_address.is_some() {
        StageState::Done
    } else {
        StageState::Ahead
    };
    if let Some(topology) = topology {
        let seen = Seen { topology };
        found.push((
            Stage::Network,
            seen.any(&[ResourceKind::Subnet, ResourceKind::Network]),
        ));
        if cluster.master_lb_enabled != Some(false) || driver == Driver::CapiHelm {
            found.push((Stage::Balancer, seen.any(&[ResourceKind::LoadBalancer])));
        }
        found.push((Stage::FirstMaster, seen.so_many(ResourceKind::Master, 1)));
        if cluster.master_count > 1 {
            found.push((
                Stage::Masters,
                seen.so_many(ResourceKind::Master, cluster.master_count),
            ));
        }
        found.push((Stage::Api, api));
        if cluster.node_count > 0 {
            found.push((
                Stage::Workers,
                seen.so_many(ResourceKind::Worker, cluster.node_count),
            ));
        }
    } else {
        found.push((Stage::Api, api));
    }
    let complete = match &cluster.status {
        Status::Known(_, Phase::Complete) => StageState::Done,
        Status::Known(_, Phase::Failed) => StageState::Failed,
        Status::Known(_, Phase::InProgress) | Status::Other(_) => StageState::Ahead,
    };
    found.push((Stage::Complete, complete));
    if over {
        for (_, state) in found.iter_mut().filter(|(_, state)| *state != StageState::Failed) {
            *state = StageState::Done;
        }
    }
    found
}

/// The stage that is waited for: the first that is not over.
pub fn waited_for(stages: &[(Stage, StageState)]) -> Option<Stage> {
    let open = stages.iter().find(|(_, state)| *state != StageState::Done);
    open.map(|(stage, _)| *stage)
}

struct Seen<'a> {
    topology: &'a Topology,
}

impl Seen<'_> {
    fn severities(&self, kinds: &[ResourceKind]) -> Vec<Severity> {
        let of = self
            .topology
            .resources()
            .filter(|resource| kinds.contains(&resource.kind));
        of.map(|resource| resource.severity).collect()
    }

    fn any(&self, kinds: &[ResourceKind]) -> StageState {
        let found = self.severities(kinds);
        if found.contains(&Severity::Bad) {
            StageState::Failed
        } else if found.is_empty() {
            StageState::Ahead
        } else if found.contains(&Severity::Busy) {
            StageState::Running
        } else {
            StageState::Done
        }
    }

    fn so_many(&self, kind: ResourceKind, wanted: u32) -> StageState {
        let found = self.severities(&[kind]);
        let ready = found
            .iter()
            .filter(|severity| !matches!(severity, Severity::Busy | Severity::Bad))
            .count();
        if ready >= usize::try_from(wanted).unwrap_or(usize::MAX) {
            StageState::Done
        } else if found.contains(&Severity::Bad) {
            StageState::Failed
        } else if found.is_empty() {
            StageState::Ahead
        } else {
            StageState::Running
        }
    }
}
