//! What may be asked of the cloud, and how far such a request is.
//!
//! Changes come in families, one file each: [`ClusterChange`] for what is done to a cluster that is there,
//! [`GroupChange`] for its node groups, [`TemplateChange`], [`KeypairChange`] and [`QuotaChange`]. A further family
//! is a file here with its own enum, one variant of [`Operation`], one of [`Subject`] for what it is about, its words in
//! `text::operations` and its life in `sync::operations`. All of them live the same way, which [`Progress`] tells: sent at
//! most once, accepted, refused or lost, followed until the effect is seen, and silence is said.

mod change;
mod command;
mod effect;
pub mod findings;
mod group_change;
mod keypair;
mod progress;
mod quota;
mod template;

use jiff::Timestamp;

use crate::domain::draft::{ClusterRequest, GroupRequest};
use crate::domain::id::{ClusterId, NodeGroupId, ProjectId, TemplateId};
use crate::domain::leftovers::Piece;

pub use change::{ClusterChange, ClusterDeed, GroupRef, Resize, Update, Upgrade, When};
pub use command::command_line;
pub use effect::{Before, Effect, Seen};
pub use group_change::{GroupChange, GroupDeed, GroupEdit, NewGroup};
pub use keypair::{KeyMaker, KeypairChange};
pub use progress::Progress;
pub use quota::{QuotaChange, QuotaDeed};
pub use template::TemplateChange;

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
    /// Follow a creation that was sent before, and make the node groups that are still to come.
    FollowCluster {
        /// The cluster.
        cluster: ClusterId,
        /// Its name.
        name: String,
        /// What it is still to get once it stands.
        groups: Vec<GroupRequest>,
    },
    /// Change a cluster that is there.
    Cluster(ClusterChange),
    /// Remove one thing that a cluster has left behind.
    Remove(Piece),
    /// Make, change or remove a node group.
    NodeGroup(GroupChange),
    /// Change the templates.
    Template(TemplateChange),
    /// Change the user's key pairs.
    Keypair(KeypairChange),
    /// Change how many clusters a project may have.
    Quota(QuotaChange),
}

/// What a change is about, once that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A cluster.
    Cluster(ClusterId),
    /// A node group of a cluster.
    NodeGroup(ClusterId, NodeGroupId),
    /// A thing that a cluster has left behind.
    Piece(Piece),
    /// A cluster template.
    Template(TemplateId),
    /// A key pair of this name.
    Keypair(String),
    /// The cluster quota of a project.
    Quota(ProjectId),
}

impl Subject {
    /// The cluster that it is, or belongs to.
    pub fn cluster(&self) -> Option<&ClusterId> {
        match self {
            Self::Cluster(cluster) | Self::NodeGroup(cluster, _) => Some(cluster),
            Self::Template(_) | Self::Keypair(_) | Self::Quota(_) | Self::Piece(_) => None,
        }
    }
}

impl Operation {
    /// Delete this cluster.
    pub fn delete(cluster: ClusterId, name: impl Into<String>) -> Self {
        Self::Cluster(ClusterChange::now(cluster, name, ClusterDeed::Delete))
    }

    /// Name of what it is about, for words.
    pub fn name(&self) -> &str {
        match self {
            Self::CreateCluster(request) | Self::FindCluster { request, .. } => request.name(),
            Self::FollowCluster { name, .. } => name,
            Self::Cluster(change) => &change.name,
            Self::Remove(piece) => piece.label(),
            Self::NodeGroup(change) => &change.cluster_name,
            Self::Template(change) => change.name(),
            Self::Keypair(change) => change.name(),
            Self::Quota(change) => &change.name,
        }
    }

    /// The cluster that it is about, as far as the request itself says.
    pub fn cluster(&self) -> Option<&ClusterId> {
        match self {
            Self::FollowCluster { cluster, .. } => Some(cluster),
            Self::Cluster(change) => Some(&change.cluster),
            Self::NodeGroup(change) => Some(&change.cluster),
            Self::CreateCluster(_)
            | Self::FindCluster { .. }
            | Self::Template(_)
            | Self::Keypair(_)
            | Self::Quota(_)
            | Self::Remove(_) => None,
        }
    }

    /// The cluster that it deletes, if it deletes one.
    pub fn deletes(&self) -> Option<&ClusterId> {
        match self {
            Self::Cluster(change) if change.deed == ClusterDeed::Delete => Some(&change.cluster),
            Self::CreateCluster(_)
            | Self::FindCluster { .. }
            | Self::FollowCluster { .. }
            | Self::Cluster(_)
            | Self::NodeGroup(_)
            | Self::Template(_)
            | Self::Keypair(_)
            | Self::Quota(_)
            | Self::Remove(_) => None,
        }
    }

    /// The node groups that it makes once its cluster stands.
    pub fn further_groups(&self) -> &[GroupRequest] {
        match self {
            Self::CreateCluster(request) | Self::FindCluster { request, .. } => request.groups(),
            Self::FollowCluster { groups, .. } => groups,
            Self::Cluster(_)
            | Self::NodeGroup(_)
            | Self::Template(_)
            | Self::Keypair(_)
            | Self::Quota(_)
            | Self::Remove(_) => &[],
        }
    }

    /// Whether it makes or removes a whole cluster and nothing else, whose coming and going is told of by itself. What is
    /// followed since an earlier run may have ended before this one saw anything of it, so its end is told of in any case.
    pub fn makes_or_removes(&self) -> bool {
        match self {
            Self::CreateCluster(_) | Self::FindCluster { .. } => self.further_groups().is_empty(),
            Self::FollowCluster { .. } => false,
            Self::Cluster(change) => change.deed == ClusterDeed::Delete,
            Self::NodeGroup(_) | Self::Template(_) | Self::Keypair(_) | Self::Quota(_) | Self::Remove(_) => {
                false
            }
        }
    }
}
