//! One thing that a cluster is made of, whoever told us of it.

use std::fmt;
use std::sync::Arc;

use crate::domain::id::StackId;
use crate::domain::node_group::Role;
use crate::domain::service::Service;
use crate::domain::status::{Severity, Status};
use crate::domain::topology::fact::Fact;

/// Who a resource is, across refreshes and whether Heat or the inventory told of it: its sort and the service's id.
/// Groups of the picture have keys too, so that one type names whatever is on screen. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceKey(Arc<str>);

impl ResourceKey {
    /// The key of a real thing.
    pub fn real(kind: ResourceKind, id: &str) -> Self {
        Self(format!("{}:{id}", kind.sort()).into())
    }

    /// The key of something of which only Heat knows (yet).
    pub fn heat(stack: &StackId, name: &str) -> Self {
        Self(format!("heat:{stack}/{name}").into())
    }

    /// The key of a stack that no other holds.
    pub fn stack(stack: &StackId) -> Self {
        Self(format!("stack:{stack}").into())
    }

    /// The key of the box around what a nested stack holds.
    pub fn stack_box(holder: &Self) -> Self {
        Self(format!("group:stack/{holder}").into())
    }

    /// The key of the card that stands for everything of one kind in one stack.
    pub fn rest(holder: &Self, kind: ResourceKind) -> Self {
        Self(format!("group:rest/{holder}/{}", kind.word()).into())
    }

    /// The key of the box that stands for a node group.
    pub fn node_group(name: &str) -> Self {
        Self(format!("group:nodes/{name}").into())
    }

    /// The key of the box that stands for everything of one kind.
    pub fn kind_group(kind: ResourceKind) -> Self {
        Self(format!("group:kind/{}", kind.word()).into())
    }

    /// The key that reads so, such as one that was kept.
    pub fn read(text: &str) -> Self {
        Self(text.into())
    }

    /// The key of the box that stands for everything of one kind in one column.
    pub(crate) fn kind_group_in(kind: ResourceKind, column: &str) -> Self {
        Self(format!("group:kind/{}/{column}", kind.word()).into())
    }

    /// Whether it names a box that stands for several things.
    pub fn is_group(&self) -> bool {
        self.0.starts_with("group:")
    }

    /// The key as text: for exports, element ids and tests.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ResourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceKind {
    /// A network that leads out of the cloud.
    ExternalNetwork,
    /// A router.
    Router,
    /// A network of the project.
    Network,
    /// A range of addresses in a network.
    Subnet,
    /// A floating IP.
    FloatingIp,
    /// A load balancer.
    LoadBalancer,
    /// What a load balancer listens with.
    Listener,
    /// Where a listener sends to.
    Pool,
    /// One address of a pool.
    Member,
    /// A server of the control plane.
    Master,
    /// Any other server of the cluster.
    Worker,
    /// A port.
    Port,
    /// A volume.
    Volume,
    /// A security group.
    SecurityGroup,
    /// A server group.
    ServerGroup,
    /// Anything else that Heat made.
    Other,
    /// A stack of Heat: the cluster's, a node group's, or one nested in another.
    Stack,
    /// A script for servers, and that it runs on one.
    Script,
    /// What Heat needs to join other things: rules, attachments, switches.
    Plumbing,
}

impl ResourceKind {
    /// All of them, in the order of the legend.
    pub const ALL: [Self; 19] = [
        Self::ExternalNetwork,
        Self::Router,
        Self::Network,
        Self::Subnet,
        Self::FloatingIp,
        Self::LoadBalancer,
        Self::Listener,
        Self::Pool,
        Self::Member,
        Self::Master,
        Self::Worker,
        Self::Port,
        Self::Volume,
        Self::SecurityGroup,
        Self::ServerGroup,
        Self::Other,
        Self::Stack,
        Self::Script,
        Self::Plumbing,
    ];

    /// The word for exports; not for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::ExternalNetwork => "external-network",
            Self::Router => "router",
            Self::Network => "network",
            Self::Subnet => "subnet",
            Self::FloatingIp => "floating-ip",
            Self::LoadBalancer => "load-balancer",
            Self::Listener => "listener",
            Self::Pool => "pool",
            Self::Member => "member",
            Self::Master => "master",
            Self::Worker => "worker",
            Self::Port => "port",
            Self::Volume => "volume",
            Self::SecurityGroup => "security-group",
            Self::ServerGroup => "server-group",
            Self::Other => "other",
            Self::Stack => "stack",
            Self::Script => "script",
            Self::Plumbing => "plumbing",
        }
    }

    /// The sort that its key begins with: a server keeps its key when its role becomes known.
    fn sort(self) -> &'static str {
        match self {
            Self::Master | Self::Worker => "server",
            Self::ExternalNetwork => "network",
            Self::Router
            | Self::Network
            | Self::Subnet
            | Self::FloatingIp
            | Self::LoadBalancer
            | Self::Listener
            | Self::Pool
            | Self::Member
            | Self::Port
            | Self::Volume
            | Self::SecurityGroup
            | Self::ServerGroup
            | Self::Other
            | Self::Stack
            | Self::Script
            | Self::Plumbing => self.word(),
        }
    }

    /// Whether it is a server.
    pub fn is_server(self) -> bool {
        matches!(self, Self::Master | Self::Worker)
    }

    /// The service that lists it.
    pub fn service(self) -> Service {
        match self {
            Self::Master | Self::Worker | Self::ServerGroup => Service::Compute,
            Self::ExternalNetwork
            | Self::Router
            | Self::Network
            | Self::Subnet
            | Self::FloatingIp
            | Self::Port
            | Self::SecurityGroup => Service::Network,
            Self::LoadBalancer | Self::Listener | Self::Pool | Self::Member => Service::LoadBalancer,
            Self::Volume => Service::BlockStorage,
            Self::Other | Self::Stack | Self::Script | Self::Plumbing => Service::Orchestration,
        }
    }
}

/// What Heat says of a resource.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatOrigin {
    /// The stack it stands in.
    pub stack: StackId,
    /// That stack's name.
    pub stack_name: String,
    /// Its name in the template.
    pub name: String,
    /// Its type as Heat spells it.
    pub kind: String,
    /// Where Heat thinks its life cycle is.
    pub status: Status,
    /// Why.
    pub status_reason: Option<String>,
}

/// Where two services disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// Heat has it, but the service that should list it answered and does not.
    Gone(Service),
}

/// Whether something is there at the time that a picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// It is.
    #[default]
    Here,
    /// It comes later.
    NotYet,
}

/// What Kubernetes makes things for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// A Service that is reached from outside.
    Service,
    /// A claim for a volume that outlives its pods.
    PersistentVolume,
}

impl Purpose {
    /// The word for exports; not for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::PersistentVolume => "persistent-volume",
        }
    }
}

/// One thing of the cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Who it is.
    pub key: ResourceKey,
    /// The key it had while it had no id of its own; what stood under that key is this.
    pub former: Option<ResourceKey>,
    /// What it is.
    pub kind: ResourceKind,
    /// Its full name.
    pub name: String,
    /// Its short name: `master-0`, `10.0.0.0/24`, `TCP :6443`.
    pub title: String,
    /// What else is worth a line on its card: an address, a size, a flavor.
    pub subtitle: String,
    /// The service's word for how it is; Heat's where the service has not been asked or has none.
    pub status: String,
    /// How that looks to a person; the worst of what anybody says of it.
    pub severity: Severity,
    /// What a server is for.
    pub role: Option<Role>,
    /// The node group a server is in.
    pub node_group: Option<String>,
    /// The service's id of it.
    pub physical_id: Option<String>,
    /// What Heat says of it.
    pub heat: Option<HeatOrigin>,
    /// Whatever else is known.
    pub facts: Vec<(Fact, String)>,
    /// Why it is not as it should be, in the words of the service that complains.
    pub reason: Option<String>,
    /// Where two services disagree about it.
    pub contradiction: Option<Contradiction>,
    /// What Kubernetes made it for, if it did.
    pub purpose: Option<Purpose>,
    /// Whether it is there; only pictures of the past have what is not.
    pub presence: Presence,
}

impl Resource {
    /// A resource of which nothing but who and what it is is known.
    pub fn new(key: ResourceKey, kind: ResourceKind) -> Self {
        Self {
            key,
            former: None,
            kind,
            name: String::new(),
            title: String::new(),
            subtitle: String::new(),
            status: String::new(),
            severity: Severity::Neutral,
            role: None,
            node_group: None,
            physical_id: None,
            heat: None,
            facts: Vec::new(),
            reason: None,
            contradiction: None,
            purpose: None,
            presence: Presence::Here,
        }
    }

    /// The first value of this fact.
    pub fn fact(&self, fact: Fact) -> Option<&str> {
        self.facts
            .iter()
            .find(|(known, _)| *known == fact)
            .map(|(_, value)| value.as_str())
    }

    /// Its most telling address: outside before inside.
    pub fn address(&self) -> Option<&str> {
        self.fact(Fact::FloatingAddress)
            .or_else(|| self.fact(Fact::FixedAddress))
    }

    /// Makes it at least this bad, with the reason of whoever says so.
    pub fn worsen(&mut self, severity: Severity, reason: Option<&str>) {
        if severity >= self.severity {
            self.severity = severity;
            if let Some(reason) = reason.filter(|reason| !reason.is_empty()) {
                self.reason = Some(reason.to_owned());
            }
        }
    }
}
