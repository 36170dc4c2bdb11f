//! The request that a draft becomes.

use serde::{Deserialize, Serialize};

use crate::domain::draft::GroupDraft;
use crate::domain::id::TemplateId;
use crate::domain::label::LabelRequest;
use crate::domain::plan::Plan;

/// A creation that breaks none of the rules known here. Only [`super::ClusterDraft::finish`] makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterRequest {
    /// On the heap, because requests travel in small messages.
    pub(super) asked: Box<Asked>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) template: TemplateId,
    pub(super) keypair: Option<String>,
    pub(super) master_count: u32,
    pub(super) node_count: u32,
    pub(super) master_flavor: Option<String>,
    pub(super) flavor: Option<String>,
    pub(super) docker_volume_gib: Option<u32>,
    pub(super) fixed_network: Option<String>,
    pub(super) fixed_subnet: Option<String>,
    pub(super) floating_ip: Option<bool>,
    pub(super) load_balancer: Option<bool>,
    pub(super) discovery_url: Option<String>,
    pub(super) create_timeout_mins: u32,
    pub(super) labels: Option<LabelRequest>,
    pub(super) groups: Vec<GroupRequest>,
    pub(super) minor: Option<u32>,
}

/// One more node group of a creation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupRequest {
    /// Its name.
    pub name: String,
    /// Nodes.
    pub node_count: u32,
    /// Flavor, unless the cluster's is to be used.
    pub flavor: Option<String>,
}

impl ClusterRequest {
    /// The plan as a request, if it says from which template.
    pub(super) fn of(plan: &Plan<'_>) -> Option<Self> {
        let draft = plan.draft;
        let asked = Asked {
            name: draft.name.clone(),
            template: draft.template.clone()?,
            keypair: some(&draft.keypair),
            master_count: draft.master_count,
            node_count: draft.node_count,
            master_flavor: some(&draft.master_flavor),
            flavor: some(&draft.flavor),
            docker_volume_gib: draft.docker_volume_gib,
            fixed_network: some(&draft.fixed_network),
            fixed_subnet: some(&draft.fixed_subnet),
            floating_ip: plan.floating_ip_to_send(),
            load_balancer: draft.load_balancer,
            discovery_url: some(&draft.discovery_url),
            create_timeout_mins: draft.create_timeout_mins,
            labels: plan.labels_to_send(),
            groups: draft.groups.iter().map(GroupRequest::of).collect(),
            minor: plan.ground.minor,
        };
        Some(Self {
            asked: Box::new(asked),
        })
    }

    /// The cluster's name.
    pub fn name(&self) -> &str {
        &self.asked.name
    }

    /// The template's uuid.
    pub fn template(&self) -> &TemplateId {
        &self.asked.template
    }

    /// Minutes until creation counts as failed.
    pub fn create_timeout_mins(&self) -> u32 {
        self.asked.create_timeout_mins
    }

    /// Node groups that are made once the cluster stands.
    pub fn groups(&self) -> &[GroupRequest] {
        &self.asked.groups
    }
}

impl GroupRequest {
    fn of(draft: &GroupDraft) -> Self {
        Self {
            name: draft.name.clone(),
            node_count: draft.node_count,
            flavor: some(&draft.flavor),
        }
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
