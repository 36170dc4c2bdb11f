//! What changed between two values that a person should hear of.

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::operation::{Operation, Progress};
use crate::domain::problem::Problem;
use crate::domain::scope::Scope;
use crate::domain::status::{Action, Health, Phase, Status};

/// One thing worth a toast.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Where it happened.
    pub scope: Scope,
    /// What happened.
    pub kind: NoticeKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum NoticeKind {
    /// A cluster became ready.
    ClusterReady {
        /// Which.
        cluster: ClusterId,
        /// Its name.
        name: String,
    },
    /// The last action on a cluster failed.
    ClusterFailed {
        /// Which.
        cluster: ClusterId,
        /// Its name.
        name: String,
        /// Why, in the service's words.
        reason: Option<String>,
    },
    /// A cluster is not healthy any more.
    ClusterUnhealthy {
        /// Which.
        cluster: ClusterId,
        /// Its name.
        name: String,
    },
    /// A cluster is gone.
    ClusterGone {
        /// Which.
        cluster: ClusterId,
        /// Its name.
        name: String,
    },
    /// What we asked for is done.
    Done {
        /// What was asked.
        operation: Operation,
        /// The cluster to look at.
        cluster: Option<ClusterId>,
    },
    /// What we asked for was begun, and failed.
    Failed {
        /// What was asked.
        operation: Operation,
        /// The cluster to look at.
        cluster: Option<ClusterId>,
    },
    /// A request of ours was refused.
    Refused {
        /// What was asked.
        operation: Operation,
        /// Why.
        problem: Problem,
    },
    /// A request of ours was accepted, and nothing has come of it.
    NoEffect {
        /// What was asked.
        operation: Operation,
    },
    /// The answer to a request of ours was lost, and no effect was found.
    Lost {
        /// What was asked.
        operation: Operation,
        /// How it was lost.
        problem: Problem,
    },
}

/// What a person should hear of when a request of ours has got so far.
pub(super) fn of_operation(operation: &Operation, progress: &Progress) -> Option<NoticeKind> {
    let this = || operation.clone();
    match progress {
        Progress::Refused { problem } => Some(NoticeKind::Refused {
            operation: this(),
            problem: problem.clone(),
        }),
        Progress::NoEffect { .. } => Some(NoticeKind::NoEffect { operation: this() }),
        Progress::Lost { problem } => Some(NoticeKind::Lost {
            operation: this(),
            problem: problem.clone(),
        }),
        // The coming and going of a whole cluster is told of by itself.
        Progress::Done { subject } if !operation.makes_or_removes() => Some(match followed(operation) {
            Some((cluster, name)) => NoticeKind::ClusterReady { cluster, name },
            None => NoticeKind::Done {
                operation: this(),
                cluster: subject.cluster().cloned(),
            },
        }),
        Progress::Failed { subject, reason } if !operation.makes_or_removes() => {
            Some(match followed(operation) {
                Some((cluster, name)) => NoticeKind::ClusterFailed {
                    cluster,
                    name,
                    reason: reason.clone(),
                },
                None => NoticeKind::Failed {
                    operation: this(),
                    cluster: subject.cluster().cloned(),
                },
            })
        }
        Progress::Sending
        | Progress::Accepted { .. }
        | Progress::Waiting { .. }
        | Progress::Abandoned
        | Progress::Unclear { .. }
        | Progress::Underway { .. }
        | Progress::Done { .. }
        | Progress::Failed { .. } => None,
    }
}

/// The cluster, where nothing is wanted but the end of a creation that an earlier run has begun.
fn followed(operation: &Operation) -> Option<(ClusterId, String)> {
    match operation {
        Operation::FollowCluster {
            cluster,
            name,
            groups,
        } => groups.is_empty().then(|| (cluster.clone(), name.clone())),
        Operation::CreateCluster(_)
        | Operation::FindCluster { .. }
        | Operation::Cluster(_)
        | Operation::Remove(_)
        | Operation::NodeGroup(_)
        | Operation::Template(_)
        | Operation::Keypair(_)
        | Operation::Quota(_) => None,
    }
}

/// What a person should hear of when a cluster's record changes from `old` to `new`.
pub fn between(old: &Cluster, new: &Cluster) -> Option<NoticeKind> {
    let (cluster, name) = (new.id.clone(), new.name.clone());
    if old.status != new.status {
        match &new.status {
            Status::Known(_, Phase::Failed) => {
                return Some(NoticeKind::ClusterFailed {
                    cluster,
                    name,
                    reason: new.reason().map(str::to_owned),
                });
            }
            Status::Known(Action::Create | Action::Update, Phase::Complete) if old.status.in_progress() => {
                return Some(NoticeKind::ClusterReady { cluster, name });
            }
            Status::Known(_, Phase::InProgress | Phase::Complete) | Status::Other(_) => {}
        }
    }
    let was_well = matches!(old.health, Health::Healthy);
    (was_well && new.health == Health::Unhealthy && !new.status.in_progress())
        .then_some(NoticeKind::ClusterUnhealthy { cluster, name })
}
