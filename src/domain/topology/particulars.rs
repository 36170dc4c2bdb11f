//! What a thing's own service says of it beyond what its lists tell. Asked only for what is chosen, so that the number of
//! calls does not grow with the picture.

use jiff::Timestamp;

use crate::domain::id::{MemberId, PoolId, StackId};
use crate::domain::inventory::Member;
use crate::domain::problem::Problem;
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::{Resource, ResourceKind};

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A thing that its service knows by its id.
    Thing {
        /// What it is.
        kind: ResourceKind,
        /// The service's id.
        id: String,
    },
    /// A member is known only within its pool.
    Member {
        /// The pool.
        pool: PoolId,
        /// The member.
        member: MemberId,
    },
    /// A resource that only Heat knows.
    HeatResource {
        /// Name of the stack it stands in.
        stack_name: String,
        /// Id of that stack.
        stack: StackId,
        /// Its name in the template.
        name: String,
    },
}

impl Subject {
    /// How this resource is asked about; `None` if nobody knows more of it than is shown.
    pub fn of(topology: &Topology, resource: &Resource) -> Option<Self> {
        let id = resource.physical_id.as_deref();
        match (resource.kind, id) {
            (ResourceKind::Member, Some(id)) => {
                let pool = topology
                    .neighbours(&resource.key)
                    .into_iter()
                    .find(|it| it.resource.kind == ResourceKind::Pool)?;
                Some(Self::Member {
                    pool: PoolId::new(pool.resource.physical_id.as_deref()?),
                    member: MemberId::new(id),
                })
            }
            (
                ResourceKind::Stack | ResourceKind::Script | ResourceKind::Plumbing | ResourceKind::Other,
                _,
            )
            | (_, None) => {
                let heat = resource.heat.as_ref()?;
                Some(Self::HeatResource {
                    stack_name: heat.stack_name.clone(),
                    stack: heat.stack.clone(),
                    name: heat.name.clone(),
                })
            }
            (kind, Some(id)) => Some(Self::Thing {
                kind,
                id: id.to_owned(),
            }),
        }
    }
}

/// The name of one further line of the inspector; the words for people are in `text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Particular {
    /// Free text.
    Description,
    /// Whether its administrator has not switched it off.
    Enabled,
    /// When it was made.
    CreatedAt,
    /// When it last changed.
    UpdatedAt,
    /// When it first ran.
    LaunchedAt,
    /// Whether the machine has power.
    Power,
    /// Why nobody may change it.
    Locked,
    /// The compute host it runs on; only administrators are told.
    Host,
    /// Largest packet.
    Mtu,
    /// How the network is made (`vxlan`, `geneve`, `vlan`).
    NetworkType,
    /// Its number among those.
    Segment,
    /// Whether addresses are checked on its ports.
    PortSecurity,
    /// Ranges that addresses are given from.
    AllocationPools,
    /// Whether addresses are given by DHCP.
    Dhcp,
    /// Routes that are told to the machines, or that a router knows.
    Routes,
    /// Whether inner addresses are translated.
    Snat,
    /// Whether there are several copies of it.
    HighlyAvailable,
    /// Whether it works on every host.
    Distributed,
    /// How the port is plugged (`normal`, `direct`).
    VnicType,
    /// Addresses that it may also use.
    AllowedAddresses,
    /// Name in the DNS.
    DnsName,
    /// Most connections at once.
    ConnectionLimit,
    /// Who may connect.
    AllowedRanges,
    /// How long a client may be silent.
    ClientTimeout,
    /// How long a member may be silent.
    MemberTimeout,
    /// How a client is led to the same member again.
    Persistence,
    /// Its share of the traffic.
    Weight,
    /// Whether it is used only when the others fail.
    Backup,
    /// Where its health is asked.
    MonitorPort,
    /// Whether it is encrypted.
    Encrypted,
    /// Whether several servers may use it.
    Multiattach,
    /// The snapshot it was made from.
    Snapshot,
    /// The volume it was made from.
    SourceVolume,
    /// The image it was made from.
    SourceImage,
    /// Connections that are open now.
    ActiveConnections,
    /// Connections so far.
    TotalConnections,
    /// Bytes from clients.
    BytesIn,
    /// Bytes to clients.
    BytesOut,
    /// Requests that went wrong.
    RequestErrors,
    /// What must be made before it.
    RequiredBy,
}

/// One rule of a security group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityRule {
    /// Which way.
    pub direction: Direction,
    /// `IPv4` or `IPv6`.
    pub family: String,
    /// `tcp`, `udp`, `icmp` …; `None` for any.
    pub protocol: Option<String>,
    /// First and last port; for ICMP type and code.
    pub ports: Option<(u32, u32)>,
    /// Whom it lets in, or where it lets out to.
    pub peer: Peer,
    /// Free text.
    pub description: String,
}

/// Which way a rule lets traffic pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Inwards.
    In,
    /// Outwards.
    Out,
}

/// The other end of what a rule lets pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peer {
    /// Anybody.
    Anyone,
    /// An address range.
    Range(String),
    /// Whoever is in this security group.
    Group(String),
}

/// Something that was done to a server.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// `create`, `reboot`, `attach_volume` …
    pub action: String,
    /// When it was begun.
    pub at: Option<Timestamp>,
    /// What came of it where that is worth a word.
    pub message: Option<String>,
    /// For the operator.
    pub request_id: Option<String>,
}

/// How a pool finds out whether its members are well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Monitor {
    /// `TCP`, `HTTPS` …
    pub kind: String,
    /// Seconds between two checks.
    pub delay_secs: Option<u32>,
    /// Seconds that a check may take.
    pub timeout_secs: Option<u32>,
    /// Good checks until a member counts as well.
    pub rise: Option<u32>,
    /// Bad checks until it counts as down.
    pub fall: Option<u32>,
    /// What is fetched.
    pub path: Option<String>,
    /// Octavia's word for how the checking itself is.
    pub status: String,
}

/// Where a volume is attached.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// The server.
    pub server: String,
    /// The device in it.
    pub device: String,
    /// Since when.
    pub at: Option<Timestamp>,
}

/// Everything that was told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Particulars {
    /// Single lines; one may stand there several times.
    pub facts: Vec<(Particular, String)>,
    /// The rules of a security group.
    pub rules: Vec<SecurityRule>,
    /// What was done to a server, newest first.
    pub history: Vec<Deed>,
    /// How a pool checks its members.
    pub monitor: Option<Monitor>,
    /// A pool's members.
    pub members: Vec<Member>,
    /// Where a volume is attached.
    pub attachments: Vec<Attachment>,
    /// The object as the service wrote it, indented, without anything secret.
    pub json: String,
    /// What beside the object itself could not be had.
    pub gaps: Vec<Problem>,
}
