//! The builds whose end was seen, in this run of the program and in earlier ones: what tells how long the next one takes.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::cluster::Cluster;
use crate::domain::plan::estimate::Built;
use crate::domain::scope::Scope;
use crate::domain::status::{Action, Phase, Status};
use crate::message::Snapshot;
use crate::store::state::ScopeStore;

/// The most that are kept of a scope; the oldest go first.
const MOST: usize = 60;

/// The builds, by scope.
#[derive(Clone, Debug, Default)]
pub struct History {
    built: BTreeMap<Scope, Vec<Built>>,
    recalled: BTreeSet<Scope>,
    news: BTreeSet<Scope>,
}

impl History {
    /// Those of this scope, the oldest first.
    pub fn of(&self, scope: &Scope) -> &[Built] {
        self.built.get(scope).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether what earlier runs kept of this scope has been brought back.
    pub fn is_recalled(&self, scope: &Scope) -> bool {
        self.recalled.contains(scope)
    }

    /// Brings back what earlier runs kept.
    pub fn recall(&mut self, scope: &Scope, kept: &[Built]) {
        self.recalled.insert(scope.clone());
        let since = self.built.insert(scope.clone(), kept.to_vec());
        self.add(scope, since.unwrap_or_default());
    }

    /// The scopes of which there is more to keep since this was asked last.
    pub fn take_news(&mut self) -> BTreeSet<Scope> {
        std::mem::take(&mut self.news)
    }

    pub(super) fn add(&mut self, scope: &Scope, fresh: Vec<Built>) {
        if fresh.is_empty() {
            return;
        }
        let built = self.built.entry(scope.clone()).or_default();
        for one in fresh {
            // What is told twice is the same build.
            if built.contains(&one) {
                continue;
            }
            built.retain(|known| known.cluster != one.cluster);
            built.push(one);
            self.news.insert(scope.clone());
        }
        let too_many = built.len().saturating_sub(MOST);
        built.drain(..too_many);
    }
}

impl ScopeStore {
    /// The builds whose end this tells, seen against what is known so far.
    pub(super) fn ended_builds(&self, body: &Snapshot) -> Vec<Built> {
        match body {
            Snapshot::Clusters(list) => {
                // Few clusters are being made at a time, and many there may be.
                let before = self.clusters.value().map(|known| known.rows.as_slice());
                let making = before.unwrap_or_default().iter().filter(|row| is_made(row));
                let pairs = making.filter_map(|old| {
                    let new = list.rows.iter().find(|new| new.id == old.id)?;
                    Some((self.cluster(&old.id)?, new))
                });
                pairs.filter_map(|(old, new)| Built::watched(old, new)).collect()
            }
            Snapshot::Cluster(detail) => {
                let old = self.cluster(&detail.cluster.id);
                let ended = old.and_then(|old| Built::watched(old, &detail.cluster));
                ended.into_iter().collect()
            }
            Snapshot::Events(cluster, events) => {
                let cluster = self.cluster(cluster);
                let told = cluster.and_then(|cluster| Built::told(cluster, events));
                told.into_iter().collect()
            }
            Snapshot::Templates(_)
            | Snapshot::Nodes(_)
            | Snapshot::Catalog(_)
            | Snapshot::Topology(_)
            | Snapshot::Leftovers(_)
            | Snapshot::FailedStacks(_)
            | Snapshot::Diagnostics(_)
            | Snapshot::Keypairs(_)
            | Snapshot::Allowance(_)
            | Snapshot::ProjectQuotas(_)
            | Snapshot::Conductors(_)
            | Snapshot::CloudWide(_) => Vec::new(),
        }
    }
}

fn is_made(cluster: &Cluster) -> bool {
    cluster.status == Status::Known(Action::Create, Phase::InProgress)
}
