//! What is asked of the cloud only while somebody wants to see it, and what comes back: a server's console, a certificate.
//!
//! Unlike a topic such a value belongs to no page's usual data. It is forgotten, and wiped where it is secret, as soon as
//! nobody wants it any more.

use crate::domain::access::{Authority, AuthorityKind};
use crate::domain::console::ConsoleLog;
use crate::domain::id::{ClusterId, NodeGroupId, ServerId, StackId};
use crate::domain::kubernetes::{Inside, LogSource};
use crate::domain::node_group::NodeGroup;
use crate::domain::service::Service;
use crate::domain::stack::{Stack, StackSource};
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
    /// Every stack of the project, without those nested in others.
    Stacks,
    /// What a stack was made from.
    StackSource {
        /// Which.
        stack: StackId,
        /// Its name, which Heat wants as well.
        name: String,
    },
    /// What a cluster's own API tells of its inside.
    Inside {
        /// Whose.
        cluster: ClusterId,
    },
    /// The end of the log of a container in a pod.
    PodLog {
        /// In this cluster.
        cluster: ClusterId,
        /// Which.
        from: LogSource,
        /// How many lines.
        lines: u32,
    },
    /// What a thing's own service says of it beyond what its lists tell.
    Particulars(Subject),
}

impl Question {
    /// Whether its answer changes from one moment to the next.
    pub fn is_lively(&self) -> bool {
        !matches!(self, Self::Inside { .. } | Self::Stacks)
    }

    /// Who is asked, or knows the way to who is.
    pub fn service(&self) -> Service {
        match self {
            Self::Console { .. } => Service::Compute,
            Self::Authority { .. } | Self::NodeGroup { .. } | Self::Inside { .. } | Self::PodLog { .. } => {
                Service::ContainerInfra
            }
            Self::Particulars(Subject::Thing { kind, .. }) => kind.service(),
            Self::Particulars(Subject::Member { .. }) => Service::LoadBalancer,
            Self::Stacks | Self::StackSource { .. } | Self::Particulars(Subject::HeatResource { .. }) => {
                Service::Orchestration
            }
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
    /// Of [`Question::Console`] and [`Question::PodLog`].
    Console(ConsoleLog),
    /// Of [`Question::Authority`].
    Authority(Authority),
    /// Of [`Question::NodeGroup`].
    NodeGroup(Box<NodeGroup>),
    /// Of [`Question::Particulars`].
    Particulars(Box<Particulars>),
    /// Of [`Question::Inside`].
    Inside(Box<Inside>),
    /// Of [`Question::Stacks`].
    Stacks(Vec<Stack>),
    /// Of [`Question::StackSource`].
    StackSource(Box<StackSource>),
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
            (Self::Inside(new), Self::Inside(old)) => new == old,
            (Self::Stacks(new), Self::Stacks(old)) => new == old,
            (Self::StackSource(new), Self::StackSource(old)) => new == old,
            (
                Self::Console(_)
                | Self::Authority(_)
                | Self::NodeGroup(_)
                | Self::Particulars(_)
                | Self::Inside(_)
                | Self::Stacks(_)
                | Self::StackSource(_),
                _,
            ) => false,
        }
    }
}
