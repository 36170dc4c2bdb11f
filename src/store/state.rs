//! The store itself: updates go in, values and notices come out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::access::Remembered;
use crate::domain::administration::{Allowance, CloudWide, Conductor, ProjectQuotas};
use crate::domain::catalog::{Catalog, KeyPair};
use crate::domain::cluster::Cluster;
use crate::domain::diagnostics::{Diagnostics, Transfer};
use crate::domain::id::{ClusterId, TemplateId};
use crate::domain::operation::{OperationId, Progress};
use crate::domain::places::Places;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::question::Question;
use crate::domain::reach::Reach;
use crate::domain::scope::Scope;
use crate::domain::service::ServiceHealth;
use crate::domain::session_info::SessionInfo;
use crate::domain::stack::{Stack, StackEvent};
use crate::domain::template::ClusterTemplate;
use crate::domain::topology::arrange::Arrangement;
use crate::domain::topology::lens::Lens;
use crate::domain::topology::model::Topology;
use crate::domain::topology::replay::Seen;
use crate::message::{
    ClusterDetail, ClusterList, ClusterParts, Epoch, LeftoverList, NodeList, SessionState, Snapshot, Topic,
    Update,
};
use crate::store::access::Access;
use crate::store::history::History;
use crate::store::notice::{Notice, NoticeKind, between, of_operation};
use crate::store::operations::Operations;
use crate::store::questions::Questions;
use crate::store::remote::Remote;

/// Everything that is known, by scope.
#[derive(Debug, Default)]
pub struct Store {
    scopes: BTreeMap<Scope, ScopeStore>,
    /// The requests of this run.
    pub operations: Operations,
    /// What is remembered of access that was saved, also in earlier runs.
    pub remembered: BTreeMap<ClusterId, Remembered>,
    /// The builds whose end was seen, also in earlier runs.
    pub history: History,
}

/// Everything that is known of one scope.
#[derive(Clone, Debug, Default)]
pub struct ScopeStore {
    epoch: Epoch,
    version: u64,
    /// What the session is; `None` before the first sign-in.
    pub session: Option<SessionState>,
    /// What Keystone said of the session last; stays when the session fails later.
    pub info: Option<SessionInfo>,
    /// The clusters.
    pub clusters: Remote<ClusterList>,
    /// The templates.
    pub templates: Remote<Vec<Arc<ClusterTemplate>>>,
    /// The nodes.
    pub nodes: Remote<NodeList>,
    /// What there is to choose from.
    pub catalog: Remote<Catalog>,
    /// Single clusters.
    pub details: BTreeMap<ClusterId, Remote<ClusterDetail>>,
    /// What single clusters are made of.
    pub parts: BTreeMap<ClusterId, Remote<ClusterParts>>,
    /// Heat events of single clusters.
    pub events: BTreeMap<ClusterId, Remote<Vec<StackEvent>>>,
    /// Layouts, each with the topology that it lays out.
    pub arrangements: BTreeMap<(ClusterId, Lens), (Arc<Topology>, Arc<Arrangement>)>,
    /// The pictures of each cluster that were seen.
    pub seen: BTreeMap<(ClusterId, Lens), Seen>,
    /// What is left of clusters that are gone or do not go.
    pub leftovers: Remote<LeftoverList>,
    /// The stacks that failed.
    pub failed_stacks: Remote<Vec<Stack>>,
    /// The session's own state.
    pub diagnostics: Remote<Diagnostics>,
    /// The user's key pairs.
    pub keypairs: Remote<Vec<KeyPair>>,
    /// What the project may have and has.
    pub allowance: Remote<Allowance>,
    /// The cluster quotas of every project.
    pub project_quotas: Remote<ProjectQuotas>,
    /// Magnum's own services.
    pub conductors: Remote<Vec<Conductor>>,
    /// The clusters of every project.
    pub cloud_wide: Remote<CloudWide>,
    /// Where else on this cloud the user may work, or why that is not known; `None` until it was asked.
    pub places: Option<Result<Arc<Places>, Problem>>,
    /// What is coming in and takes longer than a moment.
    pub transfers: Vec<Transfer>,
    /// The dots of the status line.
    pub services: Vec<ServiceHealth>,
    /// Clusters that were there and are gone, with the time it was noticed.
    pub gone: BTreeMap<ClusterId, Timestamp>,
    /// The last that was known of those.
    pub ghosts: BTreeMap<ClusterId, Arc<Cluster>>,
    /// What came of wishes for access to clusters.
    pub access: BTreeMap<ClusterId, Access>,
    /// Which clusters' Kubernetes APIs were tried from this machine, and what came of it.
    pub reach: BTreeMap<ClusterId, Reach>,
    /// What is asked for somebody who looks at it, and what is known of the answers.
    pub questions: Questions,
}

impl ScopeStore {
    /// Raised with every change, so that a view knows when its cached order is old.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The newest record of this cluster, from its own poll or from the list.
    pub fn cluster(&self, id: &ClusterId) -> Option<&Arc<Cluster>> {
        let row = self
            .clusters
            .value()
            .and_then(|list| list.rows.iter().find(|row| row.id == *id));
        let detail = self.details.get(id);
        match (row, detail.and_then(|detail| detail.value())) {
            (Some(row), Some(own)) => {
                let newer = detail.and_then(Remote::as_of) >= self.clusters.as_of();
                Some(if newer { &own.cluster } else { row })
            }
            (Some(row), None) => Some(row),
            (None, Some(own)) => Some(&own.cluster),
            (None, None) => self.ghosts.get(id),
        }
    }

    /// The template of this id.
    pub fn template(&self, id: &TemplateId) -> Option<&Arc<ClusterTemplate>> {
        self.templates.value()?.iter().find(|template| template.id == *id)
    }

    /// Whether the session works.
    pub fn signed_in(&self) -> bool {
        matches!(self.session, Some(SessionState::SignedIn(_)))
    }

    /// When the youngest value arrived.
    pub fn last_sync(&self) -> Option<Timestamp> {
        let details = self.details.values().filter_map(Remote::as_of);
        let parts = self.parts.values().filter_map(Remote::as_of);
        let events = self.events.values().filter_map(Remote::as_of);
        let lists = [
            self.clusters.as_of(),
            self.templates.as_of(),
            self.nodes.as_of(),
            self.catalog.as_of(),
        ];
        lists
            .into_iter()
            .flatten()
            .chain(details)
            .chain(parts)
            .chain(events)
            .max()
    }

    /// How the value of this topic stands: when it was had, what failed since, whether it is being asked for.
    pub fn standing(&self, topic: &Topic) -> Standing<'_> {
        fn of<T>(remote: Option<&Remote<T>>) -> Standing<'_> {
            match remote {
                Some(remote) => Standing {
                    as_of: remote.as_of(),
                    failure: remote.failure(),
                    failing_since: remote.failing_since(),
                    refreshing: remote.refreshing(),
                },
                None => Standing {
                    as_of: None,
                    failure: None,
                    failing_since: None,
                    refreshing: false,
                },
            }
        }
        match topic {
            Topic::Clusters => of(Some(&self.clusters)),
            Topic::Templates => of(Some(&self.templates)),
            Topic::Nodes => of(Some(&self.nodes)),
            Topic::Catalog => of(Some(&self.catalog)),
            Topic::Cluster(id) => of(self.details.get(id)),
            Topic::Topology(id) => of(self.parts.get(id)),
            Topic::Events(id) => of(self.events.get(id)),
            Topic::Leftovers => of(Some(&self.leftovers)),
            Topic::FailedStacks => of(Some(&self.failed_stacks)),
            Topic::Diagnostics => of(Some(&self.diagnostics)),
            Topic::Keypairs => of(Some(&self.keypairs)),
            Topic::Allowance => of(Some(&self.allowance)),
            Topic::ProjectQuotas => of(Some(&self.project_quotas)),
            Topic::Conductors => of(Some(&self.conductors)),
            Topic::CloudWide => of(Some(&self.cloud_wide)),
        }
    }

    fn take_session(&mut self, epoch: Epoch, state: SessionState) {
        if epoch < self.epoch {
            return;
        }
        self.epoch = epoch;
        self.version += 1;
        if let SessionState::SignedIn(info) = &state {
            self.info = Some(info.clone());
        }
        self.session = Some(state);
    }

    fn refresh(&mut self, topic: Topic) {
        match topic {
            Topic::Clusters => self.clusters.refresh(),
            Topic::Templates => self.templates.refresh(),
            Topic::Nodes => self.nodes.refresh(),
            Topic::Catalog => self.catalog.refresh(),
            Topic::Cluster(id) => self.details.entry(id).or_default().refresh(),
            Topic::Topology(id) => self.parts.entry(id).or_default().refresh(),
            Topic::Events(id) => self.events.entry(id).or_default().refresh(),
            Topic::Leftovers => self.leftovers.refresh(),
            Topic::FailedStacks => self.failed_stacks.refresh(),
            Topic::Diagnostics => self.diagnostics.refresh(),
            Topic::Keypairs => self.keypairs.refresh(),
            Topic::Allowance => self.allowance.refresh(),
            Topic::ProjectQuotas => self.project_quotas.refresh(),
            Topic::Conductors => self.conductors.refresh(),
            Topic::CloudWide => self.cloud_wide.refresh(),
        }
    }

    fn confirm(&mut self, topic: &Topic, at: Timestamp) {
        fn one<T>(remote: Option<&mut Remote<T>>, at: Timestamp) {
            if let Some(remote) = remote {
                remote.confirm(at);
            }
        }
        match topic {
            Topic::Clusters => self.clusters.confirm(at),
            Topic::Templates => self.templates.confirm(at),
            Topic::Nodes => self.nodes.confirm(at),
            Topic::Catalog => self.catalog.confirm(at),
            Topic::Cluster(id) => one(self.details.get_mut(id), at),
            Topic::Topology(id) => one(self.parts.get_mut(id), at),
            Topic::Events(id) => one(self.events.get_mut(id), at),
            Topic::Leftovers => self.leftovers.confirm(at),
            Topic::FailedStacks => self.failed_stacks.confirm(at),
            Topic::Diagnostics => self.diagnostics.confirm(at),
            Topic::Keypairs => self.keypairs.confirm(at),
            Topic::Allowance => self.allowance.confirm(at),
            Topic::ProjectQuotas => self.project_quotas.confirm(at),
            Topic::Conductors => self.conductors.confirm(at),
            Topic::CloudWide => self.cloud_wide.confirm(at),
        }
    }

    fn fail(&mut self, topic: Topic, problem: Problem, at: Timestamp) {
        match topic {
            Topic::Clusters => self.clusters.fail(problem, at),
            Topic::Templates => self.templates.fail(problem, at),
            Topic::Nodes => self.nodes.fail(problem, at),
            Topic::Catalog => self.catalog.fail(problem, at),
            Topic::Cluster(id) => {
                if problem.kind == ProblemKind::NotFound {
                    self.lose(&id, at);
                }
                self.details.entry(id).or_default().fail(problem, at);
            }
            Topic::Topology(id) => self.parts.entry(id).or_default().fail(problem, at),
            Topic::Events(id) => self.events.entry(id).or_default().fail(problem, at),
            Topic::Leftovers => self.leftovers.fail(problem, at),
            Topic::FailedStacks => self.failed_stacks.fail(problem, at),
            Topic::Diagnostics => self.diagnostics.fail(problem, at),
            Topic::Keypairs => self.keypairs.fail(problem, at),
            Topic::Allowance => self.allowance.fail(problem, at),
            Topic::ProjectQuotas => self.project_quotas.fail(problem, at),
            Topic::Conductors => self.conductors.fail(problem, at),
            Topic::CloudWide => self.cloud_wide.fail(problem, at),
        }
    }

    fn snapshot(&mut self, body: Snapshot, at: Timestamp) -> Vec<NoticeKind> {
        match body {
            Snapshot::Clusters(list) => self.take_clusters(list, at),
            Snapshot::Cluster(detail) => {
                let notice = self
                    .cluster(&detail.cluster.id)
                    .and_then(|old| between(old, &detail.cluster));
                self.find_again(&detail.cluster.id);
                self.details
                    .entry(detail.cluster.id.clone())
                    .or_default()
                    .succeed(detail, at);
                notice.into_iter().collect()
            }
            body @ (Snapshot::Templates(_)
            | Snapshot::Nodes(_)
            | Snapshot::Catalog(_)
            | Snapshot::Topology(_)
            | Snapshot::Events(..)
            | Snapshot::Diagnostics(_)
            | Snapshot::FailedStacks(_)
            | Snapshot::Leftovers(_)
            | Snapshot::Keypairs(_)
            | Snapshot::Allowance(_)
            | Snapshot::ProjectQuotas(_)
            | Snapshot::Conductors(_)
            | Snapshot::CloudWide(_)) => {
                self.take_quietly(body, at);
                Vec::new()
            }
        }
    }

    /// Values of whose changes nobody needs to hear. Those of clusters are not among them.
    fn take_quietly(&mut self, body: Snapshot, at: Timestamp) {
        match body {
            Snapshot::Templates(list) => self.templates.succeed(list, at),
            Snapshot::Nodes(list) => self.nodes.succeed(list, at),
            Snapshot::Catalog(catalog) => self.catalog.succeed(catalog, at),
            Snapshot::Topology(parts) => {
                let pictures = [Some(&parts.topology), parts.orchestration.as_ref()];
                for topology in pictures.into_iter().flatten() {
                    let place = (parts.cluster.clone(), topology.lens);
                    self.seen.entry(place).or_default().note(at, topology);
                }
                let remote = self.parts.entry(parts.cluster.clone()).or_default();
                remote.succeed(parts, at);
            }
            Snapshot::Events(cluster, events) => {
                self.events.entry(cluster).or_default().succeed(events, at);
            }
            Snapshot::Leftovers(list) => self.leftovers.succeed(list, at),
            Snapshot::FailedStacks(stacks) => self.failed_stacks.succeed(stacks, at),
            Snapshot::Diagnostics(diagnostics) => self.diagnostics.succeed(diagnostics, at),
            Snapshot::Keypairs(list) => self.keypairs.succeed(list, at),
            Snapshot::Allowance(allowance) => self.allowance.succeed(allowance, at),
            Snapshot::ProjectQuotas(list) => self.project_quotas.succeed(list, at),
            Snapshot::Conductors(list) => self.conductors.succeed(list, at),
            Snapshot::CloudWide(all) => self.cloud_wide.succeed(all, at),
            Snapshot::Clusters(_) | Snapshot::Cluster(_) => {}
        }
    }

    /// Notes that a cluster is gone, and keeps what was known of it.
    fn lose(&mut self, id: &ClusterId, at: Timestamp) {
        if let Some(last) = self.cluster(id).cloned() {
            self.ghosts.insert(id.clone(), last);
        }
        self.gone.entry(id.clone()).or_insert(at);
    }

    /// A cluster that was thought gone is there.
    fn find_again(&mut self, id: &ClusterId) {
        self.gone.remove(id);
        self.ghosts.remove(id);
    }

    fn take_clusters(&mut self, list: Arc<ClusterList>, at: Timestamp) -> Vec<NoticeKind> {
        let mut notices = Vec::new();
        for new in &list.rows {
            if self.gone.contains_key(&new.id) {
                self.find_again(&new.id);
            }
            if let Some(old) = self.cluster(&new.id) {
                notices.extend(between(old, new));
            }
        }
        if let Some(old) = self.clusters.value().filter(|_| !list.more_to_come).cloned() {
            let still: BTreeSet<&ClusterId> = list.rows.iter().map(|row| &row.id).collect();
            for row in old.rows.iter().filter(|row| !still.contains(&row.id)) {
                self.lose(&row.id, at);
                notices.push(NoticeKind::ClusterGone {
                    cluster: row.id.clone(),
                    name: row.name.clone(),
                });
            }
        }
        self.clusters.succeed(list, at);
        notices
    }
}

/// How a topic's value stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// When it was had.
    pub as_of: Option<Timestamp>,
    /// Why the latest attempt failed, and when.
    pub failure: Option<(&'a Problem, Timestamp)>,
    /// Since when every attempt has failed.
    pub failing_since: Option<Timestamp>,
    /// Whether it is being asked for.
    pub refreshing: bool,
}

impl Store {
    /// What is known of this scope.
    pub fn scope(&self, scope: &Scope) -> Option<&ScopeStore> {
        self.scopes.get(scope)
    }

    /// Notes that a question is about to be asked, or asked again.
    pub fn ask(&mut self, scope: &Scope, question: Question) {
        let known = self.scopes.entry(scope.clone()).or_default();
        known.version += 1;
        known.questions.ask(question);
    }

    /// Forgets a question and its answer.
    pub fn withdraw(&mut self, scope: &Scope, question: &Question) {
        if let Some(known) = self.scopes.get_mut(scope) {
            known.version += 1;
            known.questions.withdraw(question);
        }
    }

    pub(super) fn scope_mut(&mut self, scope: &Scope) -> Option<&mut ScopeStore> {
        let known = self.scopes.get_mut(scope)?;
        known.version += 1;
        Some(known)
    }

    /// Takes one update in and says what a person should hear of. Updates of an older session are dropped.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each kind of update, none of them long"
    )]
    pub fn apply(&mut self, update: Update) -> Vec<Notice> {
        match update {
            Update::Session { scope, epoch, state } => {
                self.scopes.entry(scope).or_default().take_session(epoch, state);
            }
            Update::Refreshing { scope, epoch, topic } => {
                self.with(&scope, epoch, |known| known.refresh(topic));
            }
            Update::Checked {
                scope,
                epoch,
                topic,
                at,
            } => {
                self.with(&scope, epoch, |known| known.confirm(&topic, at));
            }
            Update::Snapshot {
                scope,
                epoch,
                at,
                body,
            } => return self.take_snapshot(&scope, epoch, (body, at)),
            Update::Failed {
                scope,
                epoch,
                topic,
                at,
                problem,
            } => {
                self.with(&scope, epoch, |known| known.fail(topic, problem, at));
            }
            Update::Places { scope, epoch, places } => {
                self.with(&scope, epoch, |known| known.places = Some(places));
            }
            Update::Accessed {
                scope,
                cluster,
                at,
                outcome,
            } => {
                self.end_access(&scope, cluster, (outcome, at));
            }
            Update::Reached {
                scope,
                epoch,
                cluster: id,
                reach,
            } => {
                self.with(&scope, epoch, |known| known.reach.insert(id, reach));
            }
            Update::Answered {
                scope,
                epoch,
                question,
                at,
                answer,
            } => {
                self.with(&scope, epoch, |known| known.questions.take(&question, answer, at));
            }
            Update::Transfers {
                scope,
                epoch,
                transfers,
            } => {
                self.with(&scope, epoch, |known| known.transfers = transfers);
            }
            Update::Services {
                scope,
                epoch,
                services,
            } => {
                self.with(&scope, epoch, |known| known.services = services);
            }
            Update::Operation {
                scope,
                id,
                at,
                progress,
            } => return self.take_operation(scope, (id, at), progress),
            Update::Arranged {
                scope,
                cluster,
                topology,
                arrangement,
            } => {
                self.take_arrangement(&scope, cluster, (topology, arrangement));
            }
        }
        Vec::new()
    }

    fn take_snapshot(
        &mut self,
        scope: &Scope,
        epoch: Epoch,
        (body, at): (Snapshot, Timestamp),
    ) -> Vec<Notice> {
        let taken = self.with(scope, epoch, |known| {
            (known.ended_builds(&body), known.snapshot(body, at))
        });
        let (built, kinds) = taken.unwrap_or_default();
        self.history.add(scope, built);
        // Of the end of a change that was asked for here, the request itself tells.
        let own = |kind: &NoticeKind| match kind {
            NoticeKind::ClusterReady { cluster, .. } | NoticeKind::ClusterFailed { cluster, .. } => {
                self.operations.tells_of(scope, cluster, at)
            }
            NoticeKind::ClusterUnhealthy { .. }
            | NoticeKind::ClusterGone { .. }
            | NoticeKind::Done { .. }
            | NoticeKind::Failed { .. }
            | NoticeKind::Refused { .. }
            | NoticeKind::NoEffect { .. }
            | NoticeKind::Lost { .. } => false,
        };
        kinds
            .into_iter()
            .filter(|kind| !own(kind))
            .map(|kind| Notice {
                scope: scope.clone(),
                kind,
            })
            .collect()
    }

    fn take_arrangement(
        &mut self,
        scope: &Scope,
        cluster: ClusterId,
        laid_out: (Arc<Topology>, Arc<Arrangement>),
    ) {
        if let Some(known) = self.scopes.get_mut(scope) {
            known.version += 1;
            known.arrangements.insert((cluster, laid_out.0.lens), laid_out);
        }
    }

    fn take_operation(
        &mut self,
        scope: Scope,
        step: (OperationId, Timestamp),
        progress: Progress,
    ) -> Vec<Notice> {
        let (id, at) = step;
        let entry = self.operations.get(id);
        let kind = entry.and_then(|entry| of_operation(&entry.operation, &progress));
        self.operations.advance(id, progress, at);
        kind.map(|kind| Notice { scope, kind }).into_iter().collect()
    }

    /// Runs `change` on the scope if the session's number is not an old one.
    fn with<R>(
        &mut self,
        scope: &Scope,
        epoch: Epoch,
        change: impl FnOnce(&mut ScopeStore) -> R,
    ) -> Option<R> {
        let known = self.scopes.get_mut(scope).filter(|known| known.epoch == epoch)?;
        known.version += 1;
        Some(change(known))
    }
}
