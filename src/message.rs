//! The two closed lists of what passes between the window and the background: commands go down, updates come up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::access::{AccessOutcome, AccessTask};
use crate::domain::administration::{Allowance, CloudWide, Conductor, ProjectQuotas};
use crate::domain::catalog::{Catalog, KeyPair};
use crate::domain::cluster::Cluster;
use crate::domain::diagnostics::{Diagnostics, Transfer};
use crate::domain::factor::HalfSignedIn;
use crate::domain::id::ClusterId;
use crate::domain::inventory::LoadBalancer;
use crate::domain::leftovers::Remains;
use crate::domain::node::Node;
use crate::domain::node_group::NodeGroup;
use crate::domain::operation::{Operation, OperationId, Progress};
use crate::domain::places::Places;
use crate::domain::problem::Problem;
use crate::domain::profile::CloudProfile;
use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::reach::Reach;
use crate::domain::scope::Scope;
use crate::domain::secret::Secret;
use crate::domain::service::ServiceHealth;
use crate::domain::session_info::SessionInfo;
use crate::domain::stack::{Stack, StackEvent, StackResource};
use crate::domain::template::ClusterTemplate;
use crate::domain::topology::arrange::{ArrangeRequest, Arrangement};
use crate::domain::topology::model::Topology;

/// Raised with every sign-in; what was asked under an older one is dropped on arrival.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Epoch(pub u64);

/// What can be watched. What is watched is a pure function of what is on screen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Every cluster, page by page.
    Clusters,
    /// Every template.
    Templates,
    /// Every node of every cluster.
    Nodes,
    /// What a cluster can be made from.
    Catalog,
    /// One cluster with its node groups.
    Cluster(ClusterId),
    /// One cluster's stack resources and the picture of what it is made of.
    Topology(ClusterId),
    /// One cluster's Heat events.
    Events(ClusterId),
    /// What is left of clusters that are gone or do not go.
    Leftovers,
    /// The stacks that failed, with what Heat says of each: why clusters failed, for a whole list of them.
    FailedStacks,
    /// The session's own state: services, versions, clocks, recent requests.
    Diagnostics,
    /// The user's key pairs.
    Keypairs,
    /// What the project may have and has.
    Allowance,
    /// The cluster quotas of every project; for administrators.
    ProjectQuotas,
    /// Magnum's own services; for administrators.
    Conductors,
    /// The clusters of every project; for administrators.
    CloudWide,
}

/// From the window to the background.
#[derive(Clone, Debug)]
pub enum Command {
    /// Sign in; data then flows for what is watched.
    SignIn {
        /// The cloud.
        profile: Arc<CloudProfile>,
        /// Where its secret comes from.
        secret: SecretSource,
    },
    /// Show what a half-finished sign-in still wants: the missing factor in [`SessionState::HalfSignedIn`], a token got by
    /// other means in [`SessionState::InBrowser`].
    Prove {
        /// Of this scope.
        scope: Scope,
        /// The passcode, or whatever the missing factor is.
        proof: Secret,
    },
    /// Go to another project, domain or region of the same cloud without signing in anew; where that is not possible, sign
    /// in with the same secret. The session that is left stays until the new one works, so that one can go back to it. Also
    /// the answer to [`SessionState::PlaceWanted`].
    Switch {
        /// The scope that is left.
        from: Scope,
        /// The same cloud with another scope or region.
        to: Arc<CloudProfile>,
    },
    /// Forget the session of this scope; Keystone is told that its tokens are not needed any more.
    SignOut(Scope),
    /// Take what the system's keyring keeps for this cloud and identity out of it.
    Forget(Arc<CloudProfile>),
    /// From now on keep exactly these fresh.
    Watch {
        /// Of this scope.
        scope: Scope,
        /// These.
        topics: BTreeSet<Topic>,
    },
    /// Ask again now, whatever the cadence says.
    Refresh {
        /// Of this scope.
        scope: Scope,
        /// This topic; `None` means all that are watched.
        topic: Option<Topic>,
    },
    /// Give up what is being asked of this topic; it is asked again when somebody asks for it.
    Cancel {
        /// Of this scope.
        scope: Scope,
        /// Which.
        topic: Topic,
    },
    /// Whether somebody is looking.
    Attention(Attention),
    /// Send a change to the cloud, once.
    Run {
        /// To this scope.
        scope: Scope,
        /// Its number, for the answers.
        id: OperationId,
        /// What to do.
        operation: Operation,
    },
    /// Give up an operation that has not been sent yet.
    Abandon(OperationId),
    /// Try whether a cluster's Kubernetes API can be reached from this machine.
    Reach {
        /// In this scope.
        scope: Scope,
        /// Which cluster.
        cluster: ClusterId,
        /// The address as Magnum gave it.
        address: String,
    },
    /// Ask something that no topic keeps fresh, until [`Command::Withdraw`]. Asked once more, it is asked again at once.
    Ask {
        /// In this scope.
        scope: Scope,
        /// What.
        question: Question,
        /// Once, or again and again.
        repeat: Repeat,
    },
    /// Nobody wants to know any more: what is being asked is given up.
    Withdraw {
        /// In this scope.
        scope: Scope,
        /// What.
        question: Question,
    },
    /// Do something about access to a cluster, once.
    Access {
        /// In this scope.
        scope: Scope,
        /// Access to this cluster.
        cluster: ClusterId,
        /// What.
        task: AccessTask,
    },
    /// Compute a layout.
    Arrange {
        /// Of a cluster of this scope.
        scope: Scope,
        /// Which cluster.
        cluster: ClusterId,
        /// The question.
        request: ArrangeRequest,
    },
}

/// Where a secret comes from.
#[derive(Clone, Debug)]
pub enum SecretSource {
    /// It was in clouds.yaml or secure.yaml, or somebody has just typed it.
    Given {
        /// The secret.
        secret: Secret,
        /// Whether to put it into the system's keyring once it has worked.
        remember: bool,
    },
    /// It is in the system's keyring.
    Keyring,
    /// There is none: somebody signs in in the browser.
    Browser,
}

/// Whether somebody is looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// The window has the focus.
    Near,
    /// It has not.
    Away,
    /// It cannot be seen.
    Hidden,
}

/// From the background to the window.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a session changes seldom, and a queue holds a few hundred"
)]
pub enum Update {
    /// The session changed.
    Session {
        /// Of this scope.
        scope: Scope,
        /// Its number.
        epoch: Epoch,
        /// What it is now.
        state: SessionState,
    },
    /// A topic is being asked for right now.
    Refreshing {
        /// Of this scope.
        scope: Scope,
        /// Under this session.
        epoch: Epoch,
        /// Which.
        topic: Topic,
    },
    /// A topic was asked for and its value is the same as before; nobody is woken up for it.
    Checked {
        /// Of this scope.
        scope: Scope,
        /// Under this session.
        epoch: Epoch,
        /// Which.
        topic: Topic,
        /// When the answer arrived.
        at: Timestamp,
    },
    /// A topic's new value.
    Snapshot {
        /// Of this scope.
        scope: Scope,
        /// Under this session.
        epoch: Epoch,
        /// When the answer arrived.
        at: Timestamp,
        /// The value.
        body: Snapshot,
    },
    /// A topic could not be had; the last value stays.
    Failed {
        /// Of this scope.
        scope: Scope,
        /// Under this session.
        epoch: Epoch,
        /// Which.
        topic: Topic,
        /// When it failed.
        at: Timestamp,
        /// Why.
        problem: Problem,
    },
    /// Where else on this cloud the user may work.
    Places {
        /// Of this scope.
        scope: Scope,
        /// Under this session.
        epoch: Epoch,
        /// All of them, or why they could not be had.
        places: Result<Arc<Places>, Problem>,
    },
    /// What is coming in and takes longer than a moment; empty when that is over.
    Transfers {
        /// Of this scope.
        scope: Scope,
        /// Under this session.
        epoch: Epoch,
        /// Each with its bytes so far.
        transfers: Vec<Transfer>,
    },
    /// How the services are doing; sent when a dot changes.
    Services {
        /// Of this scope.
        scope: Scope,
        /// Under this session.
        epoch: Epoch,
        /// All of them.
        services: Vec<ServiceHealth>,
    },
    /// Whether a cluster's Kubernetes API can be reached from this machine.
    Reached {
        /// Of this scope.
        scope: Scope,
        /// Under this session.
        epoch: Epoch,
        /// Which cluster.
        cluster: ClusterId,
        /// How the attempt stands.
        reach: Reach,
    },
    /// A question was answered, or could not be.
    Answered {
        /// Of this scope.
        scope: Scope,
        /// Under this session.
        epoch: Epoch,
        /// Which.
        question: Question,
        /// When the answer arrived.
        at: Timestamp,
        /// The answer, or why there is none.
        answer: Result<Arc<Answer>, Problem>,
    },
    /// How far an operation is.
    Operation {
        /// Of this scope.
        scope: Scope,
        /// Which.
        id: OperationId,
        /// When it got there.
        at: Timestamp,
        /// How far.
        progress: Progress,
    },
    /// What came of a wish for access.
    Accessed {
        /// Of this scope.
        scope: Scope,
        /// Which cluster.
        cluster: ClusterId,
        /// When.
        at: Timestamp,
        /// What was made, or why nothing was.
        outcome: Result<AccessOutcome, Problem>,
    },
    /// A layout is ready.
    Arranged {
        /// Of a cluster of this scope.
        scope: Scope,
        /// Which cluster.
        cluster: ClusterId,
        /// What was arranged, to tell an old answer from a new one.
        topology: Arc<Topology>,
        /// The layout.
        arrangement: Arc<Arrangement>,
    },
}

/// What the session is.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one per cloud, and never in a list")]
pub enum SessionState {
    /// Signing in.
    SigningIn,
    /// A page in the browser is waited for.
    InBrowser {
        /// The page to open.
        url: String,
        /// When the waiting ends.
        until: Timestamp,
    },
    /// One factor was accepted; the next one is waited for.
    HalfSignedIn {
        /// What is missing.
        half: HalfSignedIn,
        /// Why the last answer was not good enough, if there was one.
        refused: Option<Problem>,
    },
    /// The identity is proved, and nobody has said in which project or domain to work: [`Command::Switch`] says it.
    PlaceWanted(Arc<Places>),
    /// Signed in.
    SignedIn(SessionInfo),
    /// It did not work, or does not work any more.
    Failed(Problem),
    /// Ended on purpose.
    SignedOut,
}

/// A topic's value. Whole, never patched.
#[derive(Clone, Debug, PartialEq)]
pub enum Snapshot {
    /// Of [`Topic::Clusters`].
    Clusters(Arc<ClusterList>),
    /// Of [`Topic::Templates`].
    Templates(Arc<Vec<Arc<ClusterTemplate>>>),
    /// Of [`Topic::Nodes`].
    Nodes(Arc<NodeList>),
    /// Of [`Topic::Catalog`].
    Catalog(Arc<Catalog>),
    /// Of [`Topic::Cluster`].
    Cluster(Arc<ClusterDetail>),
    /// Of [`Topic::Topology`].
    Topology(Arc<ClusterParts>),
    /// Of [`Topic::Events`].
    Events(ClusterId, Arc<Vec<StackEvent>>),
    /// Of [`Topic::Leftovers`].
    Leftovers(Arc<LeftoverList>),
    /// Of [`Topic::FailedStacks`].
    FailedStacks(Arc<Vec<Stack>>),
    /// Of [`Topic::Diagnostics`].
    Diagnostics(Arc<Diagnostics>),
    /// Of [`Topic::Keypairs`].
    Keypairs(Arc<Vec<KeyPair>>),
    /// Of [`Topic::Allowance`].
    Allowance(Arc<Allowance>),
    /// Of [`Topic::ProjectQuotas`].
    ProjectQuotas(Arc<ProjectQuotas>),
    /// Of [`Topic::Conductors`].
    Conductors(Arc<Vec<Conductor>>),
    /// Of [`Topic::CloudWide`].
    CloudWide(Arc<CloudWide>),
}

impl Snapshot {
    /// Which topic this is a value of.
    pub fn topic(&self) -> Topic {
        match self {
            Self::Clusters(_) => Topic::Clusters,
            Self::Templates(_) => Topic::Templates,
            Self::Nodes(_) => Topic::Nodes,
            Self::Catalog(_) => Topic::Catalog,
            Self::Cluster(detail) => Topic::Cluster(detail.cluster.id.clone()),
            Self::Topology(parts) => Topic::Topology(parts.cluster.clone()),
            Self::Events(cluster, _) => Topic::Events(cluster.clone()),
            Self::Leftovers(_) => Topic::Leftovers,
            Self::FailedStacks(_) => Topic::FailedStacks,
            Self::Diagnostics(_) => Topic::Diagnostics,
            Self::Keypairs(_) => Topic::Keypairs,
            Self::Allowance(_) => Topic::Allowance,
            Self::ProjectQuotas(_) => Topic::ProjectQuotas,
            Self::Conductors(_) => Topic::Conductors,
            Self::CloudWide(_) => Topic::CloudWide,
        }
    }
}

/// The clusters that are known so far. Magnum's lists are dear, so they come page by page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterList {
    /// The clusters, newest first.
    pub rows: Vec<Arc<Cluster>>,
    /// Whether more pages are to come.
    pub more_to_come: bool,
    /// How many there are in all, where Magnum told.
    pub total: Option<u32>,
    /// Whether the server's pages went in a circle, so that clusters may be missing.
    pub broken_off: bool,
}

/// One cluster with its node groups.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterDetail {
    /// The cluster, with `faults`.
    pub cluster: Arc<Cluster>,
    /// Its node groups; empty where Magnum is too old to have them.
    pub node_groups: Vec<NodeGroup>,
}

/// What one cluster is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterParts {
    /// The cluster.
    pub cluster: ClusterId,
    /// Its stacks: its own first, then those of further node groups.
    pub stacks: Vec<Stack>,
    /// Their resources, nested ones included; empty where there is no stack.
    pub resources: Arc<Vec<StackResource>>,
    /// Why there is none, where Heat was asked and did not tell.
    pub stack_problem: Option<Problem>,
    /// The picture.
    pub topology: Arc<Topology>,
    /// The picture of its build; `None` where there is no stack, or Heat does not tell.
    pub orchestration: Option<Arc<Topology>>,
    /// Its nodes.
    pub nodes: Vec<Node>,
    /// What else the doctor wants to know of it.
    pub evidence: Evidence,
    /// Services that could not be asked.
    pub gaps: BTreeMap<crate::domain::service::Service, Problem>,
}

/// What is left of clusters that are gone or do not go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeftoverList {
    /// By cluster.
    pub remains: Vec<Remains>,
    /// Services that could not be asked, so that things of theirs may be missing.
    pub gaps: BTreeMap<crate::domain::service::Service, Problem>,
    /// Whether clusters are still coming in: before all are known, nothing is called a leftover.
    pub clusters_to_come: bool,
}

/// What the doctor wants to know of a cluster beside its parts; gathered for those that failed or take long.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The failures among the events of its stacks.
    pub failures: Vec<StackEvent>,
    /// Its load balancers.
    pub load_balancers: Vec<LoadBalancer>,
}

/// Every node of every cluster of the scope.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeList {
    /// The nodes, by cluster, role, group and name.
    pub rows: Vec<Node>,
    /// Services that could not be asked.
    pub gaps: BTreeMap<crate::domain::service::Service, Problem>,
    /// Whether clusters are still coming in, so that nodes may be missing.
    pub clusters_to_come: bool,
}
