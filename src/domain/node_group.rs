//! A Magnum node group: nodes of one role, flavor and image.

use std::collections::BTreeMap;

use jiff::Timestamp;

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

/// A Kubernetes taint that every node of a group carries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taint {
    /// Its key.
    pub key: String,
    /// Its value, which may be absent.
    pub value: Option<String>,
    /// What it does to pods that do not tolerate it.
    pub effect: TaintEffect,
}

/// What a taint does to pods that do not tolerate it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaintEffect {
    /// None is scheduled there.
    #[default]
    NoSchedule,
    /// Others are preferred.
    PreferNoSchedule,
    /// Those that run there have to leave.
    NoExecute,
}

impl TaintEffect {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::NoSchedule, Self::PreferNoSchedule, Self::NoExecute];

    /// Kubernetes' own word.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoSchedule => "NoSchedule",
            Self::PreferNoSchedule => "PreferNoSchedule",
            Self::NoExecute => "NoExecute",
        }
    }
}

impl Taint {
    /// Reads `KEY[=VALUE]:EFFECT`, as kubectl and the OpenStack client write it.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, effect) = text.trim().rsplit_once(':')?;
        let effect = TaintEffect::ALL
            .into_iter()
            .find(|known| known.word() == effect)?;
        let (key, value) = match head.split_once('=') {
            Some((key, value)) => (key, (!value.is_empty()).then(|| value.to_owned())),
            None => (head, None),
        };
        (!key.is_empty()).then(|| Self {
            key: key.to_owned(),
            value,
            effect,
        })
    }
}

impl std::fmt::Display for Taint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.key)?;
        if let Some(value) = &self.value {
            write!(f, "={value}")?;
        }
        write!(f, ":{}", self.effect.word())
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
    /// What only a single answer holds; the list leaves it out.
    pub more: Option<Box<GroupMore>>,
}

/// What only a single answer about a group holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupMore {
    /// Why its status is what it is, in the service's words.
    pub status_reason: Option<String>,
    /// Addresses of its nodes; Cluster API drivers leave it empty.
    pub node_addresses: Vec<String>,
    /// Size of each node's container volume, GiB.
    pub docker_volume_size_gib: Option<u32>,
    /// Effective labels.
    pub labels: BTreeMap<String, String>,
    /// Kubernetes labels of its nodes; `None` before 1.14.
    pub node_labels: Option<BTreeMap<String, String>>,
    /// Kubernetes taints of its nodes; `None` before 1.14.
    pub node_taints: Option<Vec<Taint>>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When its record changed last.
    pub updated_at: Option<Timestamp>,
}
