//! Creations across restarts: what has been sent and has not ended is kept, and followed again the next time that its project is
//! opened, so that its end is heard of and the node groups that it still lacks are made.

use std::collections::BTreeMap;

use crate::domain::id::ClusterId;
use crate::domain::operation::{Operation, Progress};
use crate::domain::scope::Scope;
use crate::message::{Topic, Update};
use crate::platform::settings::{KeptBuild, Settings, scope_key};
use crate::store::notice::Notice;
use crate::ui::app::App;

/// What earlier runs of the program have left, by [`scope_key`], until it is looked after.
#[derive(Debug, Default)]
pub(crate) struct LeftBuilds(BTreeMap<String, Vec<KeptBuild>>);

impl LeftBuilds {
    /// All that is kept when the program starts.
    pub(crate) fn of(settings: &Settings) -> Self {
        Self(settings.builds.clone())
    }
}

impl App {
    /// Takes an update in; what it tells of creations is kept for the next start.
    pub(super) fn take_update(&mut self, update: Update) -> Vec<Notice> {
        self.note_build(&update);
        let notices = self.store.apply(update);
        for scope in self.store.history.take_news() {
            let built = self.store.history.of(&scope).to_vec();
            self.settings.built.insert(scope_key(&scope), built);
            self.save_settings();
        }
        notices
    }

    /// Brings back the builds that earlier runs have seen in the open project.
    fn recall_history(&mut self, scope: &Scope) {
        if !self.store.history.is_recalled(scope) {
            let kept = self.settings.built.get(&scope_key(scope));
            let kept = kept.map(Vec::as_slice).unwrap_or_default();
            self.store.history.recall(scope, kept);
        }
    }

    /// Keeps a creation as soon as Magnum has it, and forgets it when it has ended.
    fn note_build(&mut self, update: &Update) {
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

    /// What has to be asked to know what became of those that the open project still has.
    pub(super) fn builds_interest(&self) -> Option<Topic> {
        let left = &self.left_builds.0;
        left.contains_key(&scope_key(self.scope()?))
            .then_some(Topic::Clusters)
    }

    /// Follows them, once the clusters are known; what is not there any more is forgotten.
    pub(super) fn resume_builds(&mut self) {
        let Some(scope) = self.scope().cloned() else {
            return;
        };
        self.recall_history(&scope);
        let list = self.store.scope(&scope).and_then(|data| data.clusters.value());
        let Some(list) = list.filter(|list| !list.more_to_come).cloned() else {
            return;
        };
        let Some(left) = self.left_builds.0.remove(&scope_key(&scope)) else {
            return;
        };
        for build in left {
            if !list.rows.iter().any(|row| row.id == build.cluster) {
                self.forget_build(&scope, &build.cluster);
                continue;
            }
            // One that was looked for and found in this run is followed already.
            let followed = {
                let mut about = self.store.operations.about(&scope, &build.cluster);
                about.any(|(_, entry)| !entry.progress.ended())
            };
            if !followed {
                self.outbox().run(Operation::FollowCluster {
                    cluster: build.cluster,
                    name: build.name,
                    groups: build.groups,
                });
            }
        }
    }
}
