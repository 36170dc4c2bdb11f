//! What changed between two values that a person should hear of.

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
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
    /// A request of ours was refused.
    Refused {
        /// The cluster it was about.
        name: String,
        /// Why.
        problem: Problem,
    },
    /// A request of ours was accepted, and nothing has come of it.
    NoEffect {
        /// The cluster it was about.
        name: String,
    },
    /// The answer to a request of ours was lost, and no effect was found.
    Lost {
        /// The cluster it was about.
        name: String,
        /// How it was lost.
        problem: Problem,
    },
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
