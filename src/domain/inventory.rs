//! What Nova, Neutron, Octavia and Cinder list in a project: the real things that clusters are made of.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::id::{
    FloatingIpId, ListenerId, LoadBalancerId, MemberId, NetworkId, PoolId, PortId, ProjectId, RouterId,
    SecurityGroupId, ServerGroupId, ServerId, SubnetId, VolumeId,
};
use crate::domain::problem::Problem;
use crate::domain::service::Service;
use crate::domain::status::Severity;

/// Everything of one project, from a constant number of list calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inventory {
    /// Nova servers.
    pub servers: Vec<Server>,
    /// Nova server groups.
    pub server_groups: Vec<ServerGroup>,
    /// Neutron networks, external ones included.
    pub networks: Vec<Network>,
    /// Neutron subnets.
    pub subnets: Vec<Subnet>,
    /// Neutron routers.
    pub routers: Vec<Router>,
    /// Neutron ports.
    pub ports: Vec<Port>,
    /// Neutron floating IPs.
    pub floating_ips: Vec<FloatingIp>,
    /// Neutron security groups.
    pub security_groups: Vec<SecurityGroup>,
    /// Octavia load balancers.
    pub load_balancers: Vec<LoadBalancer>,
    /// Octavia listeners.
    pub listeners: Vec<Listener>,
    /// Octavia pools with their members.
    pub pools: Vec<Pool>,
    /// Cinder volumes.
    pub volumes: Vec<Volume>,
    /// Services that could not be asked, with the reason; absence of their things then means nothing.
    pub gaps: BTreeMap<Service, Problem>,
}

/// A Nova server.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// Nova's uuid.
    pub id: ServerId,
    /// Its name.
    pub name: String,
    /// `ACTIVE`, `BUILD`, `ERROR`, `SHUTOFF` …
    pub status: String,
    /// What Nova is doing to it now (`spawning`, `deleting`).
    pub task: Option<String>,
    /// Why it is in `ERROR`.
    pub fault: Option<String>,
    /// Flavor's name (microversion 2.47 and later) or id.
    pub flavor: Option<String>,
    /// Virtual CPUs, where the answer embeds the flavor.
    pub vcpus: Option<u32>,
    /// Memory in MiB, where the answer embeds the flavor.
    pub ram_mib: Option<u32>,
    /// Glance image's id; `None` for a server that boots from a volume.
    pub image: Option<String>,
    /// Its addresses.
    pub addresses: Vec<Address>,
    /// Key pair's name.
    pub keypair: Option<String>,
    /// Availability zone.
    pub availability_zone: Option<String>,
    /// The host it runs on: its name, which Nova tells administrators, else the hash by which their hosts can still be told
    /// apart within a project.
    pub host: Option<String>,
    /// Volumes attached to it.
    pub volumes: Vec<VolumeId>,
    /// Names of its security groups.
    pub security_groups: Vec<String>,
    /// Its metadata.
    pub metadata: BTreeMap<String, String>,
    /// Its project.
    pub project: Option<ProjectId>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}

impl Server {
    /// How its status looks to a person.
    pub fn severity(&self) -> Severity {
        server_severity(&self.status)
    }

    /// Its first address of this kind.
    pub fn address(&self, kind: AddressKind) -> Option<&str> {
        self.addresses
            .iter()
            .find(|address| address.kind == kind)
            .map(|address| address.ip.as_str())
    }
}

/// How a Nova server status looks to a person.
pub fn server_severity(status: &str) -> Severity {
    match status {
        "ACTIVE" => Severity::Good,
        "ERROR" | "DELETED" | "SOFT_DELETED" => Severity::Bad,
        "BUILD" | "REBUILD" | "REBOOT" | "HARD_REBOOT" | "RESIZE" | "MIGRATING" | "PASSWORD"
        | "REVERT_RESIZE" => Severity::Busy,
        "SHUTOFF" | "SUSPENDED" | "PAUSED" | "RESCUE" | "SHELVED" | "SHELVED_OFFLOADED" | "VERIFY_RESIZE" => {
            Severity::Warning
        }
        _ => Severity::Neutral,
    }
}

/// Fixed in a network, or floating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressKind {
    /// Of the server's own port.
    Fixed,
    /// Reached from outside.
    Floating,
}

/// One address of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The network's name.
    pub network: String,
    /// The address.
    pub ip: String,
    /// Fixed or floating.
    pub kind: AddressKind,
}

/// A Nova server group.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerGroup {
    /// Nova's uuid.
    pub id: ServerGroupId,
    /// Its name.
    pub name: String,
    /// `soft-anti-affinity` …
    pub policy: String,
    /// Servers in it.
    pub members: Vec<ServerId>,
}

/// A Neutron network.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Neutron's uuid.
    pub id: NetworkId,
    /// Its name.
    pub name: String,
    /// `ACTIVE`, `DOWN` …
    pub status: String,
    /// Whether floating IPs come from it.
    pub external: bool,
    /// Whether other projects use it too.
    pub shared: bool,
    /// Its project.
    pub project: Option<ProjectId>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// A Neutron subnet.
#[derive(Clone, Debug, PartialEq)]
pub struct Subnet {
    /// Neutron's uuid.
    pub id: SubnetId,
    /// Its name.
    pub name: String,
    /// The network it is part of.
    pub network: NetworkId,
    /// Its range (`10.0.0.0/24`).
    pub cidr: String,
    /// Its gateway.
    pub gateway: Option<String>,
    /// Name servers it hands out.
    pub dns: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// A Neutron router.
#[derive(Clone, Debug, PartialEq)]
pub struct Router {
    /// Neutron's uuid.
    pub id: RouterId,
    /// Its name.
    pub name: String,
    /// `ACTIVE` …
    pub status: String,
    /// The external network its gateway is on.
    pub external_network: Option<NetworkId>,
    /// Its own address there.
    pub external_address: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// A Neutron port.
#[derive(Clone, Debug, PartialEq)]
pub struct Port {
    /// Neutron's uuid.
    pub id: PortId,
    /// Its name.
    pub name: String,
    /// `ACTIVE`, `DOWN`, `BUILD`.
    pub status: String,
    /// The network it is on.
    pub network: NetworkId,
    /// What it belongs to: a server's or router's id, `lb-<id>` …
    pub device_id: String,
    /// What kind of thing that is: `compute:nova`, `network:router_interface`, `Octavia` …
    pub device_owner: String,
    /// Its addresses, each in a subnet.
    pub fixed_ips: Vec<(SubnetId, String)>,
    /// Its MAC address.
    pub mac: String,
    /// Its security groups.
    pub security_groups: Vec<SecurityGroupId>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// A Neutron floating IP.
#[derive(Clone, Debug, PartialEq)]
pub struct FloatingIp {
    /// Neutron's uuid.
    pub id: FloatingIpId,
    /// The address people use.
    pub address: String,
    /// The address it leads to.
    pub fixed_address: Option<String>,
    /// The port it leads to.
    pub port: Option<PortId>,
    /// The router that translates.
    pub router: Option<RouterId>,
    /// The external network it is from.
    pub network: NetworkId,
    /// `ACTIVE`, `DOWN`, `ERROR`.
    pub status: String,
    /// Free text; Kubernetes writes what it is for.
    pub description: String,
}

/// A Neutron security group.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityGroup {
    /// Neutron's uuid.
    pub id: SecurityGroupId,
    /// Its name.
    pub name: String,
    /// Number of its rules.
    pub rule_count: u32,
    /// Its tags.
    pub tags: Vec<String>,
}

/// An Octavia load balancer.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadBalancer {
    /// Octavia's uuid.
    pub id: LoadBalancerId,
    /// Its name.
    pub name: String,
    /// `ACTIVE`, `PENDING_CREATE`, `ERROR` …
    pub provisioning_status: String,
    /// `ONLINE`, `DEGRADED`, `OFFLINE`, `ERROR`, `NO_MONITOR` …
    pub operating_status: String,
    /// Its address in the cluster's network.
    pub vip_address: Option<String>,
    /// The port of that address.
    pub vip_port: Option<PortId>,
    /// The subnet of that address.
    pub vip_subnet: Option<SubnetId>,
    /// `amphora`, `ovn` …
    pub provider: Option<String>,
    /// Free text; Kubernetes writes which Service it is for.
    pub description: String,
    /// Its tags.
    pub tags: Vec<String>,
}

/// An Octavia listener.
#[derive(Clone, Debug, PartialEq)]
pub struct Listener {
    /// Octavia's uuid.
    pub id: ListenerId,
    /// Its name.
    pub name: String,
    /// `TCP`, `HTTPS` …
    pub protocol: String,
    /// The port it listens on.
    pub port: Option<u32>,
    /// Load balancers it is on.
    pub load_balancers: Vec<LoadBalancerId>,
    /// The pool it sends to.
    pub default_pool: Option<PoolId>,
    /// As for a load balancer.
    pub provisioning_status: String,
    /// As for a load balancer.
    pub operating_status: String,
}

/// An Octavia pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Octavia's uuid.
    pub id: PoolId,
    /// Its name.
    pub name: String,
    /// `TCP` …
    pub protocol: String,
    /// `ROUND_ROBIN` …
    pub algorithm: String,
    /// Load balancers it is on.
    pub load_balancers: Vec<LoadBalancerId>,
    /// Listeners that send to it.
    pub listeners: Vec<ListenerId>,
    /// Ids of its members, from the pool list.
    pub member_ids: Vec<MemberId>,
    /// Its members in full, where the load balancer's status tree was asked.
    pub members: Vec<Member>,
    /// As for a load balancer.
    pub provisioning_status: String,
    /// As for a load balancer.
    pub operating_status: String,
}

/// A member of an Octavia pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Octavia's uuid.
    pub id: MemberId,
    /// Its name.
    pub name: String,
    /// The address traffic goes to.
    pub address: String,
    /// The port traffic goes to.
    pub port: Option<u32>,
    /// As for a load balancer.
    pub provisioning_status: String,
    /// As for a load balancer.
    pub operating_status: String,
}

/// A Cinder volume.
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// Cinder's uuid.
    pub id: VolumeId,
    /// Its name.
    pub name: String,
    /// `in-use`, `available`, `error` …
    pub status: String,
    /// Size in GiB.
    pub size_gib: u32,
    /// Its type.
    pub kind: Option<String>,
    /// Whether a server boots from it.
    pub bootable: bool,
    /// Servers it is attached to, each with the device's name.
    pub attachments: Vec<(ServerId, String)>,
    /// Free text.
    pub description: String,
    /// Its metadata (persistent volumes of Kubernetes name their cluster here).
    pub metadata: BTreeMap<String, String>,
}

/// How an Octavia pair of statuses looks to a person.
pub fn octavia_severity(provisioning: &str, operating: &str) -> Severity {
    match provisioning {
        "ERROR" => return Severity::Bad,
        "PENDING_CREATE" | "PENDING_UPDATE" | "PENDING_DELETE" => return Severity::Busy,
        _ => {}
    }
    match operating {
        "ONLINE" | "NO_MONITOR" => Severity::Good,
        "DEGRADED" | "DRAINING" => Severity::Warning,
        "ERROR" => Severity::Bad,
        _ => Severity::Neutral,
    }
}

/// How a status word of Neutron or Cinder looks to a person.
pub fn plain_severity(status: &str) -> Severity {
    match status.to_ascii_lowercase().as_str() {
        "active" | "in-use" | "available" => Severity::Good,
        "build" | "creating" | "attaching" | "detaching" | "deleting" | "reserved" | "downloading" => {
            Severity::Busy
        }
        "error" | "error_deleting" | "error_attaching" => Severity::Bad,
        _ => Severity::Neutral,
    }
}
