//! What can be done to a cluster that is there.

use crate::domain::id::{ClusterId, NodeGroupId, ServerId};

/// A change of one cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterChange {
    /// Which cluster.
    pub cluster: ClusterId,
    /// Its name, for words.
    pub name: String,
    /// What is done to it.
    pub deed: ClusterDeed,
    /// When it goes out.
    pub when: When,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClusterDeed {
    /// Delete it, with all that Magnum made for it.
    Delete,
    /// Give one of its groups another number of nodes.
    Resize(Resize),
}

/// When a change goes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// At once.
    #[default]
    Now,
    /// As soon as the change that runs on the cluster has ended. Can be abandoned until then.
    Free,
}

/// A node group as a change names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupRef {
    /// Which.
    pub id: NodeGroupId,
    /// Its name, for words.
    pub name: String,
}

/// Another number of nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resize {
    /// Of this group; `None` means the default workers.
    pub group: Option<GroupRef>,
    /// How many nodes it is to have.
    pub node_count: u32,
    /// The servers that go; the driver chooses where none is named.
    pub nodes_to_remove: Vec<ServerId>,
}

impl ClusterChange {
    /// A change that goes out at once.
    pub fn now(cluster: ClusterId, name: impl Into<String>, deed: ClusterDeed) -> Self {
        Self {
            cluster,
            name: name.into(),
            deed,
            when: When::Now,
        }
    }

    /// The same, when nothing else runs on the cluster.
    pub fn when_free(self) -> Self {
        Self {
            when: When::Free,
            ..self
        }
    }
}
