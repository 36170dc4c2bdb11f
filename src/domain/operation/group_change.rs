//! What can be done to a node group.

use std::collections::BTreeMap;

use crate::domain::id::ClusterId;
use crate::domain::node_group::Taint;
use crate::domain::operation::GroupRef;

/// A change of one node group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupChange {
    /// The cluster that it belongs to.
    pub cluster: ClusterId,
    /// That cluster's name, for words.
    pub cluster_name: String,
    /// What is done.
    pub deed: GroupDeed,
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupDeed {
    /// Make one.
    Create(NewGroup),
    /// Change the bounds, labels or taints of one.
    Edit(GroupRef, GroupEdit),
    /// Remove one with its nodes.
    Delete(GroupRef),
}

/// A group to be made. Fields without a value are left to Magnum: it takes the cluster's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewGroup {
    /// Unique within the cluster.
    pub name: String,
    /// `worker`, or a word of one's own.
    pub role: String,
    /// How many nodes.
    pub node_count: u32,
    /// Fewest nodes.
    pub min_node_count: u32,
    /// Most nodes, where there is a limit.
    pub max_node_count: Option<u32>,
    /// Flavor, name or id.
    pub flavor: Option<String>,
    /// Image, name or id.
    pub image: Option<String>,
    /// Size of each node's container volume, GiB.
    pub docker_volume_size_gib: Option<u32>,
    /// Labels that differ from the cluster's; they are merged with those.
    pub labels: BTreeMap<String, String>,
    /// Kubernetes labels of the nodes (1.14).
    pub node_labels: BTreeMap<String, String>,
    /// Kubernetes taints of the nodes (1.14).
    pub node_taints: Vec<Taint>,
}

/// What is to be different; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupEdit {
    /// Fewest nodes.
    pub min_node_count: Option<u32>,
    /// Most nodes; `Some(None)` takes the limit away.
    pub max_node_count: Option<Option<u32>>,
    /// All Kubernetes labels of the nodes.
    pub node_labels: Option<BTreeMap<String, String>>,
    /// All Kubernetes taints of the nodes.
    pub node_taints: Option<Vec<Taint>>,
}

impl GroupEdit {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl GroupChange {
    /// Name of the group, for words.
    pub fn group_name(&self) -> &str {
        match &self.deed {
            GroupDeed::Create(new) => &new.name,
            GroupDeed::Edit(group, _) | GroupDeed::Delete(group) => &group.name,
        }
    }
}
