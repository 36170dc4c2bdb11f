//! A Magnum node group: nodes of one role, flavor and image.

use crate::domain::id::{NodeGroupId, StackId};
use crate::domain::status::Status;

/// What the nodes of a group are for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Runs the control plane.
    Master,
    /// Runs the work.
    Worker,
    /// A role of the user's own (`gpu`, `infra`).
    Other(String),
}

impl Role {
    /// Reads Magnum's word.
    pub fn parse(word: &str) -> Self {
        match word {
            "master" => Self::Master,
            "worker" => Self::Worker,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Magnum's own word.
    pub fn word(&self) -> &str {
        match self {
            Self::Master => "master",
            Self::Worker => "worker",
            Self::Other(word) => word,
        }
    }
}

/// One node group as the brief list describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeGroup {
    /// Magnum's uuid.
    pub id: NodeGroupId,
    /// Unique within the cluster.
    pub name: String,
    /// What its nodes are for.
    pub role: Role,
    /// Made with the cluster.
    pub is_default: bool,
    /// Nodes asked for.
    pub node_count: u32,
    /// Fewest nodes for the autoscaler.
    pub min_node_count: u32,
    /// Most nodes for the autoscaler.
    pub max_node_count: Option<u32>,
    /// Flavor, name or id.
    pub flavor: Option<String>,
    /// Image, name or id.
    pub image: Option<String>,
    /// Its Heat stack; the default groups share the cluster's.
    pub stack: Option<StackId>,
    /// Where its life cycle is.
    pub status: Status,
}
