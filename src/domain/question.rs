//! What is asked of the cloud only while somebody wants to see it, and what comes back: a server's console, a certificate.
//!
//! Unlike a topic such a value belongs to no page's usual data. It is forgotten, and wiped where it is secret, as soon as
//! nobody wants it any more.

use crate::domain::access::{Authority, AuthorityKind};
use crate::domain::console::ConsoleLog;
use crate::domain::id::{ClusterId, NodeGroupId, ServerId};
use crate::domain::node_group::NodeGroup;
use crate::domain::service::Service;
use crate::domain::topology::particulars::{Particulars, Subject};

/// One question. Whoever asks it again with the same words gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// What a server wrote on its console last.
    Console {
        /// Which.
        server: ServerId,
        /// How many lines.
        lines: u32,
    },
    /// One of a cluster's authorities.
    Authority {
        /// Whose.
        cluster: ClusterId,
        /// Which.
        kind: AuthorityKind,
    },
    /// Every field of a node group: lists leave out its bounds, its labels and why it failed.
    NodeGroup {
        /// Of this cluster.
        cluster: ClusterId,
        /// Which.
        group: NodeGroupId,
    },
    /// What a thing's own service says of it beyond what its lists tell.
    Particulars(Subject),
}

impl Question {
    /// Who is asked.
    pub fn service(&self) -> Service {
        match self {
            Self::Console { .. } => Service::Compute,
            Self::Authority { .. } | Self::NodeGroup { .. } => Service::ContainerInfra,
            Self::Particulars(Subject::Thing { kind, .. }) => kind.service(),
            Self::Particulars(Subject::Member { .. }) => Service::LoadBalancer,
            Self::Particulars(Subject::HeatResource { .. }) => Service::Orchestration,
        }
    }
}

/// How long a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repeat {
    /// Once, and again only when somebody says so.
    Once,
    /// Again and again while it is wanted and somebody looks.
    Follow,
}

/// What came back. Debug shows nothing of it that could be secret.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Of [`Question::Console`].
    Console(ConsoleLog),
    /// Of [`Question::Authority`].
    Authority(Authority),
    /// Of [`Question::NodeGroup`].
    NodeGroup(Box<NodeGroup>),
    /// Of [`Question::Particulars`].
    Particulars(Box<Particulars>),
}

impl Answer {
    /// Whether this says what the other says, so that nobody needs to be woken up for it. Secrets are not compared: an
    /// answer that holds one never repeats another.
    pub fn repeats(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Console(new), Self::Console(old)) => new == old,
            (Self::Authority(new), Self::Authority(old)) => new == old,
            (Self::NodeGroup(new), Self::NodeGroup(old)) => new == old,
            (Self::Particulars(new), Self::Particulars(old)) => new == old,
            (Self::Console(_) | Self::Authority(_) | Self::NodeGroup(_) | Self::Particulars(_), _) => false,
        }
    }
}
