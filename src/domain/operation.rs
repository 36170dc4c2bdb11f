//! What may be asked of the cloud, and how far such a request is.

use jiff::Timestamp;

use crate::domain::draft::ClusterRequest;
use crate::domain::id::ClusterId;
use crate::domain::problem::Problem;
use crate::domain::status::Status;

/// Counts the operations of one run of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub u64);

/// A change that somebody asked for. Each is sent at most once.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Create a cluster.
    CreateCluster(ClusterRequest),
    /// Look once more for the cluster of a creation whose answer was lost; sends nothing.
    FindCluster {
        /// What was asked for.
        request: ClusterRequest,
        /// When it was asked for.
        sent_at: Timestamp,
    },
    /// Delete a cluster.
    DeleteCluster {
        /// Which.
        cluster: ClusterId,
        /// Its name, for words.
        name: String,
    },
    /// Wait until the change that runs on a cluster has ended, then delete it.
    DeleteWhenFree {
        /// Which.
        cluster: ClusterId,
        /// Its name, for words.
        name: String,
    },
}

impl Operation {
    /// Name of the cluster it is about.
    pub fn cluster_name(&self) -> &str {
        match self {
            Self::CreateCluster(request) | Self::FindCluster { request, .. } => request.name(),
            Self::DeleteCluster { name, .. } | Self::DeleteWhenFree { name, .. } => name,
        }
    }

    /// The cluster that it deletes, if it deletes one.
    pub fn deletes(&self) -> Option<&ClusterId> {
        match self {
            Self::CreateCluster(_) | Self::FindCluster { .. } => None,
            Self::DeleteCluster { cluster, .. } | Self::DeleteWhenFree { cluster, .. } => Some(cluster),
        }
    }
}

/// How far an operation is.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// On its way; no answer yet.
    Sending,
    /// Not sent yet: another change runs on the cluster, and its end is waited for. Can be abandoned.
    Waiting {
        /// The cluster it is about.
        cluster: ClusterId,
        /// What runs on it.
        status: Status,
        /// Since when, where Magnum tells.
        since: Option<Timestamp>,
    },
    /// Given up before it was sent; nothing has changed.
    Abandoned,
    /// The service said yes; its effect has not been seen yet.
    Accepted {
        /// The cluster it is about.
        cluster: ClusterId,
    },
    /// It may have worked: the answer was lost. It is looked for, not sent again.
    Unclear {
        /// How the answer was lost.
        problem: Problem,
        /// Until when it is looked for.
        looking_until: Timestamp,
    },
    /// Its effect is to be seen: the cluster is there, or is going.
    Underway {
        /// The cluster it is about.
        cluster: ClusterId,
        /// Its status now.
        status: Status,
    },
    /// Done: created, or gone.
    Done {
        /// The cluster it was about.
        cluster: ClusterId,
    },
    /// It was begun, and failed.
    Failed {
        /// The cluster it was about.
        cluster: ClusterId,
        /// Why, in the service's words.
        reason: Option<String>,
    },
    /// The service said no; nothing has changed.
    Refused {
        /// Why.
        problem: Problem,
    },
    /// The service said yes, and nothing has happened for long.
    NoEffect {
        /// The cluster it is about.
        cluster: ClusterId,
        /// When it said yes.
        since: Timestamp,
    },
    /// The answer was lost and no effect was found: it is for a person to decide.
    Lost {
        /// How the answer was lost.
        problem: Problem,
    },
}

impl Progress {
    /// Whether nothing more will come.
    pub fn ended(&self) -> bool {
        matches!(
            self,
            Self::Done { .. }
                | Self::Failed { .. }
                | Self::Refused { .. }
                | Self::Lost { .. }
                | Self::Abandoned
        )
    }

    /// The cluster it is about, once that is known.
    pub fn cluster(&self) -> Option<&ClusterId> {
        match self {
            Self::Accepted { cluster }
            | Self::Waiting { cluster, .. }
            | Self::Underway { cluster, .. }
            | Self::Done { cluster }
            | Self::Failed { cluster, .. }
            | Self::NoEffect { cluster, .. } => Some(cluster),
            Self::Sending
            | Self::Abandoned
            | Self::Unclear { .. }
            | Self::Refused { .. }
            | Self::Lost { .. } => None,
        }
    }
}
