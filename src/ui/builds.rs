//! Creations across restarts: what has been sent and has not ended is kept, and followed again the next time that its project is
//! opened, so that its end is heard of and the node groups that it still lacks are made.

use std::collections::BTreeSet;

use crate::domain::id::ClusterId;
use crate::domain::operation::{Operation, Progress};
use crate::domain::scope::Scope;
use crate::message::{Topic, Update};
use crate::platform::settings::{KeptBuild, scope_key};
use crate::ui::app::App;

/// What this run of the program has taken up of what earlier ones have left.
#[derive(Debug, Default)]
pub(crate) struct Resumed {
    /// Projects whose builds are looked after.
    scopes: BTreeSet<String>,
}

impl App {
    /// Keeps a creation as soon as Magnum has it, and forgets it when it has ended.
    pub(super) fn note_build(&mut self, update: &Update) {
        let Update::Operation {
            scope, id, progress, ..
        } = update
        else {
            return;
        };
        let Some(entry) = self.store.operations.get(*id) else {
            return;
        };
        let groups = match &entry.operation {
            Operation::CreateCluster(_) | Operation::FindCluster { .. } | Operation::FollowCluster { .. } => {
                entry.operation.further_groups().to_vec()
            }
            Operation::Cluster(_)
            | Operation::Remove(_)
            | Operation::NodeGroup(_)
            | Operation::Template(_)
            | Operation::Keypair(_)
            | Operation::Quota(_) => return,
        };
        let name = entry.operation.name().to_owned();
        let Some(cluster) = progress.cluster().cloned() else {
            return;
        };
        match progress {
            Progress::Accepted { .. } => self.keep_build(
                scope,
                KeptBuild {
                    cluster,
                    name,
                    groups,
                },
            ),
            Progress::Done { .. } | Progress::Failed { .. } => self.forget_build(scope, &cluster),
            Progress::Sending
            | Progress::Waiting { .. }
            | Progress::Abandoned
            | Progress::Unclear { .. }
            | Progress::Underway { .. }
            | Progress::Refused { .. }
            | Progress::NoEffect { .. }
            | Progress::Lost { .. } => {}
        }
    }

    fn keep_build(&mut self, scope: &Scope, build: KeptBuild) {
        let kept = self.settings.builds.entry(scope_key(scope)).or_default();
        if kept.iter().all(|known| known.cluster != build.cluster) {
            kept.push(build);
            self.save_settings();
        }
    }

    fn forget_build(&mut self, scope: &Scope, cluster: &ClusterId) {
        let key = scope_key(scope);
        let Some(kept) = self.settings.builds.get_mut(&key) else {
            return;
        };
        kept.retain(|known| known.cluster != *cluster);
        if kept.is_empty() {
            self.settings.builds.remove(&key);
        }
        self.save_settings();
    }

    /// Builds of an earlier run that the open project still has and nobody looks after.
    fn left_builds(&self) -> Option<(String, &[KeptBuild])> {
        let key = scope_key(self.scope()?);
        let kept = self.settings.builds.get(&key)?;
        let left = !self.resumed.scopes.contains(&key);
        left.then_some((key, kept.as_slice()))
    }

    /// What has to be asked to know what became of them.
    pub(super) fn builds_interest(&self) -> Option<Topic> {
        self.left_builds().map(|_| Topic::Clusters)
    }

    /// Follows them, once the clusters are known; what is not there any more is forgotten.
    pub(super) fn resume_builds(&mut self) {
        let Some(scope) = self.scope().cloned() else {
            return;
        };
        let Some((key, kept)) = self.left_builds() else {
            return;
        };
        let list = self.store.scope(&scope).and_then(|data| data.clusters.value());
        let Some(list) = list.filter(|list| !list.more_to_come) else {
            return;
        };
        let there = |build: &&KeptBuild| list.rows.iter().any(|row| row.id == build.cluster);
        // One that was begun in this run is followed already.
        let followed = |build: &&KeptBuild| {
            let mut about = self.store.operations.about(&scope, &build.cluster);
            about.any(|(_, entry)| !entry.progress.ended())
        };
        let (found, gone): (Vec<_>, Vec<_>) = kept.iter().partition(there);
        let gone: Vec<ClusterId> = gone.into_iter().map(|build| build.cluster.clone()).collect();
        for build in found.into_iter().filter(|build| !followed(build)) {
            self.outbox().run(Operation::FollowCluster {
                cluster: build.cluster.clone(),
                name: build.name.clone(),
                groups: build.groups.clone(),
            });
        }
        for cluster in gone {
            self.forget_build(&scope, &cluster);
        }
        self.resumed.scopes.insert(key);
    }
}
