//! What can be done to a cluster that is there.

use std::collections::BTreeMap;

use crate::domain::cluster::Cluster;
use crate::domain::id::{ClusterId, NodeGroupId, ServerId, TemplateId};

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
    /// Go to another template's version.
    Upgrade(Upgrade),
    /// Change what Magnum lets change of a cluster itself.
    Update(Update),
    /// Replace its certificate authority.
    RotateCa,
    /// Replace the credential with which it speaks to the cloud.
    RotateCredential,
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

/// Another version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgrade {
    /// The template to go to.
    pub template: TemplateId,
    /// Its name, for words.
    pub template_name: String,
    /// How many nodes are replaced at a time; `None` leaves it to Magnum, which takes one.
    pub max_batch_size: Option<u32>,
    /// Only this group; `None` means the cluster.
    pub group: Option<GroupRef>,
}

/// What Magnum lets change of a cluster itself, and nothing else: every other field is fixed at creation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// Workers of the default group; the older way, before there was a resize.
    pub node_count: Option<u32>,
    /// How the cluster is, where something else than Magnum looks after it.
    pub health: Option<String>,
    /// What that is made of.
    pub health_reasons: Option<BTreeMap<String, String>>,
    /// Whether a failed change is undone by itself (Heat).
    pub rollback: bool,
}

impl Update {
    /// Whether the cluster is as is wanted.
    pub fn is_so(&self, cluster: &Cluster) -> bool {
        self.node_count.is_none_or(|count| count == cluster.node_count)
            && self
                .health
                .as_deref()
                .is_none_or(|health| health == cluster.health.word())
    }
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
