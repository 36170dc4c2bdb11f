//! What follows from the values: whether the whole cloud is out of reach, what is older than it should be, and which
//! clusters have just gone.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::service::{Service, ServiceHealth, ServiceState};
use crate::message::Topic;
use crate::store::state::{ScopeStore, Standing};

/// A value older than this is visibly old: twice the cadence at which it is asked for while somebody looks.
pub const OVERDUE: SignedDuration = SignedDuration::from_secs(60);
/// A cluster that has gone stays in the list for so long, with what was known of it last.
pub const GONE_SHOWN: SignedDuration = SignedDuration::from_secs(60);

/// The cloud as a whole cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offline<'a> {
    /// Since when nothing has been had from it.
    pub since: Timestamp,
    /// The latest way in which it could not be reached.
    pub problem: &'a Problem,
}

impl ScopeStore {
    /// Whether the network, rather than a service, is the trouble: then one banner says it for every panel.
    ///
    /// Something failed for want of a connection, and nothing has been had since. A port that refuses says so of one
    /// service only, so it counts when more than one service is out of reach.
    pub fn offline(&self) -> Option<Offline<'_>> {
        let standings = self.standings();
        let last_success = standings.iter().filter_map(|standing| standing.as_of).max();
        let lost = |standing: &Standing<'_>| -> Option<(Timestamp, Timestamp)> {
            let (problem, at) = standing.failure.filter(|(problem, _)| problem.is_network())?;
            let refused = matches!(problem.kind, ProblemKind::ConnectionRefused { .. });
            let since = standing.failing_since?;
            let nothing_since = last_success.is_none_or(|success| success < since);
            (nothing_since && (!refused || self.unreachable_services() > 1)).then_some((since, at))
        };
        let since = standings.iter().filter_map(lost).map(|(since, _)| since).min()?;
        let latest = standings
            .iter()
            .filter(|standing| lost(standing).is_some())
            .filter_map(|standing| standing.failure)
            .max_by_key(|(_, at)| *at)?;
        Some(Offline {
            since,
            problem: latest.0,
        })
    }

    /// When this value was had, if that is longer ago than it should be.
    pub fn overdue(&self, topic: &Topic, now: Timestamp) -> Option<Timestamp> {
        let as_of = self.standing(topic).as_of?;
        (now.duration_since(as_of) > OVERDUE).then_some(as_of)
    }

    /// Clusters that have gone so lately that they are still shown, with the time it was noticed.
    pub fn just_gone(&self, now: Timestamp) -> impl Iterator<Item = (&Arc<Cluster>, Timestamp)> {
        self.ghosts.values().filter_map(move |cluster| {
            let at = self.just_gone_at(&cluster.id, now)?;
            Some((cluster, at))
        })
    }

    /// When it was noticed that this cluster is gone, if that was just now.
    pub fn just_gone_at(&self, id: &ClusterId, now: Timestamp) -> Option<Timestamp> {
        let at = *self.gone.get(id)?;
        (now.duration_since(at) < GONE_SHOWN).then_some(at)
    }

    /// Whether it is known that the region has no such service.
    pub fn lacks(&self, service: Service) -> bool {
        let missing =
            |health: &ServiceHealth| health.service == service && health.state == ServiceState::NotInstalled;
        self.services.iter().any(missing)
    }

    fn unreachable_services(&self) -> usize {
        let unreachable = |state: &ServiceState| match state {
            ServiceState::Failing { problem, .. } => problem.is_network(),
            ServiceState::NotAsked
            | ServiceState::Answering { .. }
            | ServiceState::NotPermitted
            | ServiceState::NotInstalled => false,
        };
        self.services
            .iter()
            .filter(|health| unreachable(&health.state))
            .count()
    }

    /// Every value that comes from the cloud; what the session tells of itself is none.
    fn standings(&self) -> Vec<Standing<'_>> {
        let lists = [Topic::Clusters, Topic::Templates, Topic::Nodes, Topic::Catalog];
        let details = self.details.keys().cloned().map(Topic::Cluster);
        let parts = self.parts.keys().cloned().map(Topic::Topology);
        let events = self.events.keys().cloned().map(Topic::Events);
        lists
            .into_iter()
            .chain(details)
            .chain(parts)
            .chain(events)
            .map(|topic| self.standing(&topic))
            .collect()
    }
}
