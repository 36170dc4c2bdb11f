//! A cluster that somebody is about to create: a draft in any state, and the request it becomes when nothing is wrong.
//!
//! What is wrong is judged in [`crate::domain::plan`]; the request goes out as [`fields`] says, and the stock client sends the
//! same for what [`command`] says.

pub mod command;
pub mod fields;
mod like;
mod request;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::id::TemplateId;
use crate::domain::plan::finding::Finding;
use crate::domain::plan::{Ground, Plan};
use crate::domain::template::ClusterTemplate;

pub use request::{ClusterRequest, GroupRequest};

/// What the form holds. Every state is allowed; [`ClusterDraft::check`] says what is still wrong. It is kept as it is, so
/// that the names of its fields are those of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterDraft {
    /// The chosen template.
    pub template: Option<TemplateId>,
    /// The cluster's name.
    pub name: String,
    /// Key pair; empty means the template's.
    pub keypair: String,
    /// Masters.
    pub master_count: u32,
    /// Workers.
    pub node_count: u32,
    /// Flavor of the masters; empty means the template's.
    pub master_flavor: String,
    /// Flavor of the workers; empty means the template's.
    pub flavor: String,
    /// Container volume of each node, GiB; `None` means the template's.
    pub docker_volume_gib: Option<u32>,
    /// Existing network, name or id; empty means the template's, or one of its own.
    pub fixed_network: String,
    /// Existing subnet, name or id.
    pub fixed_subnet: String,
    /// Whether nodes get floating IPs; `None` means as the template says.
    pub floating_ip: Option<bool>,
    /// Whether the API gets a load balancer; `None` means as the template says.
    pub load_balancer: Option<bool>,
    /// Who must reach the Kubernetes API.
    pub reach: ApiReach,
    /// From where, with [`ApiReach::Ranges`]: ranges of addresses, comma separated.
    pub allowed_ranges: String,
    /// Where nodes take their container images from; empty means as the template says.
    pub registry: String,
    /// Where etcd's members find each other; empty means that Magnum asks for one.
    pub discovery_url: String,
    /// Minutes until creation counts as failed.
    pub create_timeout_mins: u32,
    /// Labels that differ from the template's, in the order in which somebody wrote them.
    pub labels: Vec<(String, String)>,
    /// Labels of the template that the cluster is not to have.
    pub dropped: BTreeSet<String>,
    /// Node groups that are made once the cluster stands.
    pub groups: Vec<GroupDraft>,
}

/// Who must reach the Kubernetes API: one question for what Magnum asks in two fields and a label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "&'static str")]
pub enum ApiReach {
    /// As the template says.
    #[default]
    Template,
    /// Whoever finds the address, from outside the cloud as well.
    Everyone,
    /// Only these ranges of addresses.
    Ranges,
    /// Only what stands in the cluster's own network or is routed to it.
    Inside,
}

impl ApiReach {
    /// All answers, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Template, Self::Everyone, Self::Ranges, Self::Inside];

    /// The word under which a draft is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::Everyone => "everyone",
            Self::Ranges => "ranges",
            Self::Inside => "inside",
        }
    }
}

impl From<String> for ApiReach {
    /// A word of another version of this program is none.
    fn from(word: String) -> Self {
        let known = Self::ALL.into_iter().find(|reach| reach.word() == word);
        known.unwrap_or_default()
    }
}

impl From<ApiReach> for &'static str {
    fn from(reach: ApiReach) -> Self {
        reach.word()
    }
}

/// One more node group, made once the cluster stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupDraft {
    /// Its name.
    pub name: String,
    /// Nodes.
    pub node_count: u32,
    /// Flavor; empty means the cluster's.
    pub flavor: String,
}

/// A field of the form, in the form's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftField {
    /// The login itself.
    SignIn,
    /// Template.
    Template,
    /// Name.
    Name,
    /// How long Magnum may take.
    Timeout,
    /// Number of masters.
    MasterCount,
    /// Flavor of the masters.
    MasterFlavor,
    /// Number of workers.
    NodeCount,
    /// Flavor of the workers.
    Flavor,
    /// Container volume of each node.
    DockerVolume,
    /// More node groups.
    Groups,
    /// Existing network.
    Network,
    /// Existing subnet.
    Subnet,
    /// Floating IPs of the nodes.
    FloatingIps,
    /// Load balancer of the API.
    LoadBalancer,
    /// Who must reach the API.
    Reach,
    /// Key pair.
    KeyPair,
    /// The image of the nodes, which is the template's.
    Image,
    /// Where container images come from.
    Registry,
    /// etcd's discovery.
    Discovery,
    /// Labels.
    Labels,
    /// What the project may have.
    Quota,
}

impl DraftField {
    /// All fields, in the form's order.
    pub const ALL: [Self; 21] = [
        Self::SignIn,
        Self::Template,
        Self::Name,
        Self::Timeout,
        Self::MasterCount,
        Self::MasterFlavor,
        Self::NodeCount,
        Self::Flavor,
        Self::DockerVolume,
        Self::Groups,
        Self::Network,
        Self::Subnet,
        Self::FloatingIps,
        Self::LoadBalancer,
        Self::Reach,
        Self::KeyPair,
        Self::Image,
        Self::Registry,
        Self::Discovery,
        Self::Labels,
        Self::Quota,
    ];
}

impl Default for ClusterDraft {
    /// Magnum's own defaults: one master, one worker, an hour.
    fn default() -> Self {
        Self {
            template: None,
            name: String::new(),
            keypair: String::new(),
            master_count: 1,
            node_count: 1,
            master_flavor: String::new(),
            flavor: String::new(),
            docker_volume_gib: None,
            fixed_network: String::new(),
            fixed_subnet: String::new(),
            floating_ip: None,
            load_balancer: None,
            reach: ApiReach::Template,
            allowed_ranges: String::new(),
            registry: String::new(),
            discovery_url: String::new(),
            create_timeout_mins: 60,
            labels: Vec::new(),
            dropped: BTreeSet::new(),
            groups: Vec::new(),
        }
    }
}

impl ClusterDraft {
    /// A draft with Magnum's own defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything that stands in the way, deserves a warning or could not be checked, in the order of the form.
    pub fn check(&self, ground: Ground<'_>) -> Vec<Finding> {
        Plan::of(self, ground).check()
    }

    /// The request, when nothing is left that stands in the way.
    ///
    /// # Errors
    /// The findings that stand in the way.
    pub fn finish(&self, ground: Ground<'_>) -> Result<ClusterRequest, Vec<Finding>> {
        let plan = Plan::of(self, ground);
        let mut findings = plan.check();
        findings.retain(Finding::blocks);
        match ClusterRequest::of(&plan) {
            Some(request) if findings.is_empty() => Ok(request),
            Some(_) | None => Err(findings),
        }
    }

    /// Whether the API is going to stand behind a load balancer, as far as that is said.
    pub fn balanced(&self, template: Option<&ClusterTemplate>) -> Option<bool> {
        self.load_balancer
            .or_else(|| template.and_then(|template| template.master_lb_enabled))
    }

    /// The labels that somebody wrote; of two with one name the last counts, and nameless ones are none.
    pub fn own_labels(&self) -> BTreeMap<String, String> {
        let named = self.labels.iter().filter(|(name, _)| !name.is_empty());
        named.cloned().collect()
    }

    /// Gives a label this value, in its place where it has one.
    pub fn set_label(&mut self, name: &str, value: &str) {
        self.dropped.remove(name);
        match self.labels.iter_mut().find(|(own, _)| own == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.labels.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Takes a label back.
    pub fn unset_label(&mut self, name: &str) {
        self.labels.retain(|(own, _)| own != name);
    }
}
