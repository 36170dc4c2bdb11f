//! A Magnum cluster as its API describes it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::id::{ClusterId, ProjectId, StackId, TemplateId, UserId};
use crate::domain::status::{Action, Health, Phase, Severity, Status};

/// One cluster with the fields of the detail list (the brief list lacks some of them, and this program never asks it).
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Magnum's uuid.
    pub id: ClusterId,
    /// Its name; not unique.
    pub name: String,
    /// The template it was made from.
    pub template: TemplateId,
    /// Its project.
    pub project: Option<ProjectId>,
    /// The user who made it, and who alone may fetch its certificates by default policy.
    pub user: Option<UserId>,
    /// Where its life cycle is.
    pub status: Status,
    /// Why, in the service's words.
    pub status_reason: Option<String>,
    /// Last known health.
    pub health: Health,
    /// What the health is made of: `api`, `<node>.Ready`, or a driver's own keys.
    pub health_reasons: BTreeMap<String, String>,
    /// The Heat stack, or the Cluster API name.
    pub stack: Option<StackId>,
    /// Nova key pair's name.
    pub keypair: Option<String>,
    /// Masters asked for.
    pub master_count: u32,
    /// Workers asked for, over all worker groups.
    pub node_count: u32,
    /// Flavor of the masters, name or id.
    pub master_flavor: Option<String>,
    /// Flavor of the workers, name or id.
    pub flavor: Option<String>,
    /// Size of each node's container volume, GiB.
    pub docker_volume_size_gib: Option<u32>,
    /// `https://host:port` of the Kubernetes API; empty until there is one.
    pub api_address: Option<String>,
    /// Version of the container engine's orchestrator (`v1.28.9`).
    pub coe_version: Option<String>,
    /// Version of the container runtime.
    pub container_version: Option<String>,
    /// etcd's discovery address (Heat drivers).
    pub discovery_url: Option<String>,
    /// Addresses of the masters; Cluster API drivers leave it empty.
    pub master_addresses: Vec<String>,
    /// Addresses of the workers; Cluster API drivers leave it empty.
    pub node_addresses: Vec<String>,
    /// An existing network given at creation, name or id.
    pub fixed_network: Option<String>,
    /// An existing subnet given at creation, name or id.
    pub fixed_subnet: Option<String>,
    /// Whether nodes get floating IPs.
    pub floating_ip_enabled: Option<bool>,
    /// Whether the API sits behind a load balancer.
    pub master_lb_enabled: Option<bool>,
    /// Minutes until creation counts as failed (Heat only; 0 = never).
    pub create_timeout_mins: Option<u32>,
    /// Effective labels.
    pub labels: BTreeMap<String, String>,
    /// Template labels that this cluster gave another value.
    pub labels_overridden: BTreeMap<String, String>,
    /// Labels that the template does not have.
    pub labels_added: BTreeMap<String, String>,
    /// Template labels that this cluster left out.
    pub labels_skipped: BTreeMap<String, String>,
    /// Failed parts with their reasons; only in single answers about failed clusters.
    pub faults: BTreeMap<String, String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When its record changed last.
    pub updated_at: Option<Timestamp>,
}

impl Cluster {
    /// The worse of status and health; health wins over a COMPLETE status.
    pub fn severity(&self) -> Severity {
        self.status.severity().max(self.health.severity())
    }

    /// The colour of its status. COMPLETE says that the last action ended well, not that the cluster is well: there health
    /// wins.
    pub fn status_severity(&self) -> Severity {
        let own = self.status.severity();
        if own == Severity::Good {
            self.severity()
        } else {
            own
        }
    }

    /// Since when the change runs that runs on it, where Magnum tells: a creation since it was made, anything else since
    /// its record changed last.
    pub fn changing_since(&self) -> Option<Timestamp> {
        match self.status {
            Status::Known(Action::Create, Phase::InProgress) => self.created_at,
            Status::Known(_, Phase::InProgress) => self.updated_at,
            Status::Known(..) | Status::Other(_) => None,
        }
    }

    /// Whether an autoscaler changes the number of its workers.
    pub fn is_autoscaled(&self) -> bool {
        let on = |label: &str| {
            self.labels
                .get(label)
                .is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
        };
        on("auto_scaling_enabled") || on("autoscaling_enabled")
    }

    /// Status reason, else the first fault: the shortest answer to "why not?".
    pub fn reason(&self) -> Option<&str> {
        self.status_reason
            .as_deref()
            .filter(|reason| !reason.is_empty())
            .or_else(|| self.faults.values().next().map(String::as_str))
    }
}
