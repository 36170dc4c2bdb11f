//! A Magnum cluster template: what it says ([`ClusterTemplate`]), how somebody writes one ([`draft`]), which rules Magnum
//! holds it to ([`check`]), what the server's era accepts ([`era`]), what deserves a warning ([`concern`]), and how it stands
//! in a file ([`yaml`]).

pub mod check;
pub mod concern;
pub mod draft;
pub mod era;
pub mod field;
pub mod right;
pub mod yaml;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::id::{ProjectId, TemplateId, UserId};

/// One cluster template with every field that Magnum returns.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterTemplate {
    /// Magnum's uuid.
    pub id: TemplateId,
    /// Its name; not unique.
    pub name: String,
    /// Container orchestration engine: `kubernetes`, on old clouds `swarm`, `swarm-mode`, `mesos`, `dcos`.
    pub coe: String,
    /// Glance image, name or id.
    pub image: String,
    /// `os_distro` of the image.
    pub cluster_distro: Option<String>,
    /// Driver that Magnum resolved (18.0 and later).
    pub driver: Option<String>,
    /// `vm` or `bm`.
    pub server_type: Option<String>,
    /// External network, name or id.
    pub external_network: Option<String>,
    /// Flavor of the workers.
    pub flavor: Option<String>,
    /// Flavor of the masters.
    pub master_flavor: Option<String>,
    /// Key pair's name.
    pub keypair: Option<String>,
    /// Name servers, comma separated.
    pub dns_nameserver: Option<String>,
    /// Existing network, name or id.
    pub fixed_network: Option<String>,
    /// Existing subnet, name or id.
    pub fixed_subnet: Option<String>,
    /// `flannel`, `calico`, `cilium`, `docker`.
    pub network_driver: Option<String>,
    /// `cinder`, `rexray`.
    pub volume_driver: Option<String>,
    /// `overlay2`, `devicemapper`.
    pub docker_storage_driver: Option<String>,
    /// Size of each node's container volume, GiB.
    pub docker_volume_size_gib: Option<u32>,
    /// Port of the Kubernetes API.
    pub apiserver_port: Option<u32>,
    /// Whether the API sits behind a load balancer.
    pub master_lb_enabled: Option<bool>,
    /// Whether nodes get floating IPs.
    pub floating_ip_enabled: Option<bool>,
    /// Whether an in-cluster registry is set up.
    pub registry_enabled: Option<bool>,
    /// Registry that may be spoken to without TLS.
    pub insecure_registry: Option<String>,
    /// Whether the API goes without TLS.
    pub tls_disabled: Option<bool>,
    /// Proxy for http.
    pub http_proxy: Option<String>,
    /// Proxy for https.
    pub https_proxy: Option<String>,
    /// Hosts that need no proxy.
    pub no_proxy: Option<String>,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// Comma separated tags.
    pub tags: Option<String>,
    /// Whether every project sees it.
    pub public: bool,
    /// Whether it is hidden from those who are no administrators.
    pub hidden: bool,
    /// Its project.
    pub project: Option<ProjectId>,
    /// Who made it.
    pub user: Option<UserId>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    pub updated_at: Option<Timestamp>,
}
