//! Changes of a cluster that is there: sent at once or when nothing else runs on it, then followed by its own record.

use tokio::time::Instant;

use super::{GRACE, LOOK, Run, Sent, WAIT, given_up, is_gone};
use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::node_group::Role;
use crate::domain::operation::{
    Before, ClusterChange, ClusterDeed, Effect, Progress, Resize, Seen, Subject, When,
};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::service::Service;
use crate::domain::status::{Action, Phase, Status};
use crate::message::Topic;
use crate::openstack::error::ApiError;
use crate::openstack::magnum::{actions, clusters, node_groups};

/// What waiting for a free cluster came to.
enum Waited {
    /// Nothing runs on it any more.
    Free,
    /// There is nothing left to send: what was said of it says why.
    Over,
}

impl Run {
    /// Sends a change, once, and follows it.
    pub(super) async fn change_cluster(&self, change: &ClusterChange) {
        match change.when {
            When::Now => {}
            When::Free => match self.wait_until_free(change).await {
                Waited::Free => {}
                Waited::Over => return,
            },
        }
        match &change.deed {
            ClusterDeed::Delete => self.delete(&change.cluster).await,
            ClusterDeed::RotateCredential => self.rotate_credential(change).await,
            ClusterDeed::Resize(_)
            | ClusterDeed::Upgrade(_)
            | ClusterDeed::Update(_)
            | ClusterDeed::RotateCa => self.change_and_watch(change).await,
        }
    }

    /// Waits for the end of the change that runs on the cluster.
    async fn wait_until_free(&self, change: &ClusterChange) -> Waited {
        let id = &change.cluster;
        let deletes = change.deed == ClusterDeed::Delete;
        let mut abandoned = self.abandoned.clone();
        let until = Instant::now() + WAIT;
        let mut said: Option<Status> = None;
        loop {
            match clusters::show(&self.session, id).await {
                Err(error) if is_gone(&error) => {
                    if deletes {
                        self.gone(id).await;
                    } else {
                        self.book.remove(id);
                        self.refused(error.problem()).await;
                    }
                    return Waited::Over;
                }
                // A bad moment of the network; the next look tells more.
                Err(_) => {}
                Ok(found) => {
                    let found = self.book.put(found);
                    match &found.status {
                        Status::Known(Action::Delete, Phase::InProgress) if deletes => {
                            self.follow_deletion(id, None).await;
                            return Waited::Over;
                        }
                        status if !status.in_progress() => return Waited::Free,
                        status if said.as_ref() != Some(status) => {
                            said = Some(status.clone());
                            self.tell(Progress::Waiting {
                                subject: Subject::Cluster(id.clone()),
                                status: status.clone(),
                                since: found.changing_since(),
                            })
                            .await;
                        }
                        Status::Known(..) | Status::Other(_) => {}
                    }
                }
            }
            if Instant::now() > until {
                let problem = Problem::of(Service::ContainerInfra, ProblemKind::Conflict);
                self.refused(problem).await;
                return Waited::Over;
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = given_up(&mut abandoned, self.id) => {
                    self.tell(Progress::Abandoned).await;
                    return Waited::Over;
                }
            }
        }
    }

    async fn delete(&self, id: &ClusterId) {
        match clusters::delete(&self.session, id).await {
            // Somebody else was faster: what was wanted is the case.
            Err(error) if is_gone(&error) && !error.maybe_sent() => self.gone(id).await,
            answer => match self.sort(answer).await {
                Sent::Yes(()) => {
                    self.accepted(id).await;
                    self.follow_deletion(id, None).await;
                }
                Sent::Maybe(problem) => self.follow_deletion(id, Some(problem)).await,
                Sent::No => {}
            },
        }
    }

    async fn gone(&self, id: &ClusterId) {
        self.book.remove(id);
        self.done(Subject::Cluster(id.clone())).await;
    }

    async fn accepted(&self, id: &ClusterId) {
        let subject = Subject::Cluster(id.clone());
        self.tell(Progress::Accepted { subject }).await;
    }

    async fn follow_deletion(&self, id: &ClusterId, unclear: Option<Problem>) {
        let subject = Subject::Cluster(id.clone());
        let mut patience = self.patience(unclear);
        let mut underway = false;
        loop {
            match clusters::show(&self.session, id).await {
                Err(error) if is_gone(&error) => {
                    (self.poke)(&Topic::Topology(id.clone()));
                    return self.gone(id).await;
                }
                Err(_) => {}
                Ok(cluster) => {
                    let cluster = self.book.put(cluster);
                    match &cluster.status {
                        Status::Known(Action::Delete, Phase::Failed) => {
                            let reason = cluster.reason().map(str::to_owned);
                            return self.failed(subject, reason).await;
                        }
                        Status::Known(Action::Delete, _) if !underway => {
                            underway = true;
                            self.underway(&cluster).await;
                        }
                        Status::Known(..) | Status::Other(_) => {}
                    }
                }
            }
            if !self.next_look(&mut patience, &subject, underway).await {
                return;
            }
        }
    }

    /// A change of which only the record shows what came of it.
    async fn change_and_watch(&self, change: &ClusterChange) {
        let id = &change.cluster;
        // Nothing has been sent yet, so a failure here is a refusal.
        let Sent::Yes(cluster) = self.sort(clusters::show(&self.session, id).await).await else {
            return;
        };
        let cluster = self.book.put(cluster);
        let reached = self.reached(change, &cluster).await;
        let effect = Effect::after(Before::of(&cluster, reached));
        match self.sort(self.send(change).await).await {
            Sent::Yes(()) => {
                self.accepted(id).await;
                self.watch(change, effect, None).await;
            }
            Sent::Maybe(problem) => self.watch(change, effect, Some(problem)).await,
            Sent::No => {}
        }
    }

    /// The driver does it while the request is being answered, so its yes is the effect.
    async fn rotate_credential(&self, change: &ClusterChange) {
        let subject = Subject::Cluster(change.cluster.clone());
        match self.sort(self.send(change).await).await {
            Sent::Yes(()) => {
                self.poke_all(&change.cluster);
                self.done(subject).await;
            }
            // Nothing can be seen of it from outside.
            Sent::Maybe(problem) => self.tell(Progress::Lost { problem }).await,
            Sent::No => {}
        }
    }

    async fn send(&self, change: &ClusterChange) -> Result<(), ApiError> {
        let (session, id) = (&self.session, &change.cluster);
        match &change.deed {
            ClusterDeed::Delete => clusters::delete(session, id).await,
            ClusterDeed::Resize(resize) => actions::resize(session, id, resize).await,
            ClusterDeed::Upgrade(upgrade) => actions::upgrade(session, id, upgrade).await,
            ClusterDeed::Update(update) => actions::update(session, id, update).await,
            ClusterDeed::RotateCa => actions::rotate_ca(session, id).await,
            ClusterDeed::RotateCredential => actions::rotate_credential(session, id).await,
        }
    }

    async fn watch(&self, change: &ClusterChange, mut effect: Effect, unclear: Option<Problem>) {
        let id = &change.cluster;
        let subject = Subject::Cluster(id.clone());
        let mut patience = self.patience(unclear);
        let mut said: Option<Status> = None;
        loop {
            let mut reached_at_rest = false;
            match clusters::show(&self.session, id).await {
                Err(error) if is_gone(&error) => {
                    self.book.remove(id);
                    return self.failed(subject, None).await;
                }
                // A bad moment of the network; the next look tells more.
                Err(_) => {}
                Ok(cluster) => {
                    let cluster = self.book.put(cluster);
                    let reached = self.reached(change, &cluster).await;
                    match effect.look(&cluster, reached) {
                        Seen::Nothing => {}
                        Seen::Underway if said.as_ref() == Some(&cluster.status) => {}
                        Seen::Underway => {
                            said = Some(cluster.status.clone());
                            self.underway(&cluster).await;
                        }
                        Seen::Reached if waits_for_work(change) && patience.waited() < GRACE => {
                            reached_at_rest = true;
                        }
                        Seen::Reached | Seen::Done => {
                            self.poke_all(id);
                            return self.done(subject).await;
                        }
                        Seen::Failed => {
                            self.poke_all(id);
                            let reason = cluster.reason().map(str::to_owned);
                            return self.failed(subject, reason).await;
                        }
                    }
                }
            }
            let begun = effect.begun() || reached_at_rest;
            if !self.next_look(&mut patience, &subject, begun).await {
                return;
            }
        }
    }

    async fn underway(&self, cluster: &Cluster) {
        self.poke_all(&cluster.id);
        self.tell(Progress::Underway {
            subject: Subject::Cluster(cluster.id.clone()),
            status: cluster.status.clone(),
        })
        .await;
    }

    pub(super) fn poke_all(&self, id: &ClusterId) {
        (self.poke)(&Topic::Cluster(id.clone()));
        (self.poke)(&Topic::Topology(id.clone()));
    }

    /// Whether the record is as is wanted. Only asked for more where the answer could matter.
    async fn reached(&self, change: &ClusterChange, cluster: &Cluster) -> bool {
        if cluster.status.in_progress() {
            return false;
        }
        match &change.deed {
            ClusterDeed::Delete | ClusterDeed::RotateCredential => false,
            ClusterDeed::Resize(resize) => self.resized(resize, cluster).await,
            ClusterDeed::Upgrade(upgrade) => cluster.template == upgrade.template,
            ClusterDeed::Update(update) => update.is_so(cluster),
            // Nothing on the record says which authority it is; that the record moves has to do.
            ClusterDeed::RotateCa => true,
        }
    }

    async fn resized(&self, resize: &Resize, cluster: &Cluster) -> bool {
        let groups = node_groups::list(&self.session, &cluster.id).await;
        let groups = groups.unwrap_or_default();
        let group = groups.iter().find(|group| match &resize.group {
            Some(wanted) => group.id == wanted.id,
            None => group.is_default && group.role == Role::Worker,
        });
        // Magnums without node groups have their workers counted on the cluster.
        let count = group.map_or(cluster.node_count, |group| group.node_count);
        count == resize.node_count
    }
}

/// Whether the cluster has to be seen at work, because its record is changed before that has begun.
fn waits_for_work(change: &ClusterChange) -> bool {
    match &change.deed {
        ClusterDeed::Resize(_) | ClusterDeed::Upgrade(_) | ClusterDeed::RotateCa => true,
        ClusterDeed::Update(update) => update.node_count.is_some(),
        ClusterDeed::Delete | ClusterDeed::RotateCredential => false,
    }
}
