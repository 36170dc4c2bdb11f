//! Rules before the server: a draft together with all that is known of the cloud, judged field by field.
//!
//! Magnum answers yes before it has looked, and most of what makes a creation fail it does not look at. [`Plan`] is what a
//! draft comes to once the template has filled its gaps; [`Plan::check`] goes through every rule and says of each field what
//! stands in the way, what deserves a warning, and what could not be checked, which is not the same as fine.

mod access;
mod basics;
pub mod bill;
pub mod estimate;
pub mod finding;
mod image;
mod labels;
mod network;
pub mod presets;
mod ranges;
pub mod reach;
pub mod release;
mod size;
mod subnet;
mod template;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::catalog::{Catalog, Flavor, Image};
use crate::domain::cluster::Cluster;
use crate::domain::draft::ClusterDraft;
use crate::domain::driver::Driver;
use crate::domain::label::merge::{self, LabelRequest};
use crate::domain::label::value;
use crate::domain::plan::finding::Finding;
use crate::domain::plan::reach::Access;
use crate::domain::service::Service;
use crate::domain::template::ClusterTemplate;

/// What a draft is judged by. What is not there yet is not judged by, and what could not be had is said to be unchecked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ground<'a> {
    /// The chosen template.
    pub template: Option<&'a ClusterTemplate>,
    /// Whether the templates have come, so that a missing one is known to be missing.
    pub templates_known: bool,
    /// What there is to choose from.
    pub catalog: Option<&'a Catalog>,
    /// Clusters that exist, as far as they are known.
    pub clusters: &'a [Arc<Cluster>],
    /// Whether those are all.
    pub clusters_known: bool,
    /// Minor version of Magnum's API in use, once it is known.
    pub minor: Option<u32>,
    /// What the login can do.
    pub login: Login<'a>,
    /// Whether it is known that the region has no Octavia.
    pub lacks_octavia: bool,
    /// Whether it is known that the region has no Cinder.
    pub lacks_cinder: bool,
}

/// What a login can do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Login<'a> {
    /// Whether it can make trusts.
    pub trusts: Trusts,
    /// Its roles; empty where they are not known.
    pub roles: &'a [String],
}

/// Whether a login can make trusts, without which Magnum before 23 makes no cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trusts {
    /// Nothing speaks against it.
    #[default]
    Likely,
    /// An application credential without restrictions: newer Keystones refuse it all the same.
    Doubtful,
    /// A restricted application credential: Keystone refuses.
    Restricted,
    /// A login by somebody else's trust: Keystone refuses.
    ByTrust,
    /// Magnum has said that it got none.
    Refused,
    /// The login is not for a project.
    NoProject,
}

/// A draft with its gaps filled.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The draft.
    pub draft: &'a ClusterDraft,
    /// What it is judged by.
    pub ground: Ground<'a>,
    /// Who is going to build it, as far as that can be told.
    pub driver: Driver,
    /// What the answer to "who must reach the API?" comes to.
    access: Access,
    /// What differs from the template's labels.
    own: BTreeMap<String, String>,
    /// What the cluster is going to have.
    labels: BTreeMap<String, String>,
}

impl<'a> Plan<'a> {
    /// Fills the gaps.
    pub fn of(draft: &'a ClusterDraft, ground: Ground<'a>) -> Self {
        let driver = ground.template.map_or(Driver::Unknown, |template| {
            Driver::of_template(template, ground.clusters, ground.minor)
        });
        let mut plan = Self {
            draft,
            ground,
            driver,
            access: Access::default(),
            own: draft.own_labels(),
            labels: BTreeMap::new(),
        };
        plan.access = reach::access(&plan);
        // What somebody wrote by hand stays as it is.
        for (name, value) in &plan.access.labels {
            plan.own
                .entry((*name).to_owned())
                .or_insert_with(|| value.clone());
        }
        if let Some(name) = plan.registry_label().filter(|_| !draft.registry.is_empty()) {
            plan.own
                .entry(name.to_owned())
                .or_insert_with(|| draft.registry.clone());
        }
        plan.labels = merge::merged(plan.template_labels(), &plan.own, &draft.dropped);
        plan
    }

    /// Every rule, in the order of the form; within a field the worst first.
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        access::check(self, &mut findings);
        template::check(self, &mut findings);
        basics::check(self, &mut findings);
        size::check(self, &mut findings);
        network::check(self, &mut findings);
        subnet::check(self, &mut findings);
        ranges::check(self, &mut findings);
        image::check(self, &mut findings);
        labels::check(self, &mut findings);
        bill::check(self, &mut findings);
        findings.sort_by_key(|finding| (finding.field, finding.weight));
        findings
    }

    /// The engine; Kubernetes where nothing is said.
    pub fn coe(&self) -> &'a str {
        self.ground
            .template
            .map_or("kubernetes", |template| template.coe.as_str())
    }

    /// The labels of the template.
    pub fn template_labels(&self) -> &'a BTreeMap<String, String> {
        static NONE: BTreeMap<String, String> = BTreeMap::new();
        self.ground.template.map_or(&NONE, |template| &template.labels)
    }

    /// The labels that the cluster is going to have.
    pub fn labels(&self) -> &BTreeMap<String, String> {
        &self.labels
    }

    /// What differs from the template's labels, the form's answers included.
    pub fn own_labels(&self) -> &BTreeMap<String, String> {
        &self.own
    }

    /// The labels as they go out; nothing where they are the template's.
    pub fn labels_to_send(&self) -> Option<LabelRequest> {
        merge::request(
            self.template_labels(),
            &self.own,
            &self.draft.dropped,
            self.ground.minor,
        )
    }

    /// Whether nodes get floating IPs, as it goes out.
    pub fn floating_ip_to_send(&self) -> Option<bool> {
        self.draft.floating_ip.or(self.access.floating_ip)
    }

    /// The label's value.
    pub fn label(&self, name: &str) -> Option<&str> {
        self.labels
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The label as yes or no.
    pub fn flag(&self, name: &str) -> Option<bool> {
        value::flag(self.label(name)?)
    }

    /// The label as a number that is not nought.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.label(name)?.parse().ok().filter(|number| *number > 0)
    }

    /// What is chosen, else the template's.
    fn chosen<'t>(
        &self,
        own: &'t str,
        inherited: impl Fn(&'a ClusterTemplate) -> Option<&'a str>,
    ) -> Option<&'t str>
    where
        'a: 't,
    {
        if own.is_empty() {
            self.ground
                .template
                .and_then(inherited)
                .filter(|text| !text.is_empty())
        } else {
            Some(own)
        }
    }

    /// Flavor of the masters.
    pub fn master_flavor(&self) -> Option<&'a str> {
        self.chosen(&self.draft.master_flavor, |template| {
            template.master_flavor.as_deref()
        })
    }

    /// Flavor of the workers.
    pub fn flavor(&self) -> Option<&'a str> {
        self.chosen(&self.draft.flavor, |template| template.flavor.as_deref())
    }

    /// Key pair.
    pub fn keypair(&self) -> Option<&'a str> {
        self.chosen(&self.draft.keypair, |template| template.keypair.as_deref())
    }

    /// Existing network.
    pub fn network(&self) -> Option<&'a str> {
        self.chosen(&self.draft.fixed_network, |template| {
            template.fixed_network.as_deref()
        })
    }

    /// Existing subnet. A network of one's own takes the template's subnet out of play.
    pub fn subnet(&self) -> Option<&'a str> {
        if self.draft.fixed_subnet.is_empty() && !self.draft.fixed_network.is_empty() {
            return None;
        }
        self.chosen(&self.draft.fixed_subnet, |template| {
            template.fixed_subnet.as_deref()
        })
    }

    /// External network.
    pub fn external_network(&self) -> Option<&'a str> {
        self.chosen("", |template| template.external_network.as_deref())
    }

    /// Size of each node's container volume, GiB.
    pub fn docker_volume_gib(&self) -> Option<u32> {
        self.draft.docker_volume_gib.or_else(|| {
            self.ground
                .template
                .and_then(|template| template.docker_volume_size_gib)
        })
    }

    /// Whether the API is going to stand behind a load balancer, as far as that is said.
    pub fn balanced(&self) -> Option<bool> {
        match self.driver {
            // Its charts know no other way.
            Driver::CapiHelm => Some(true),
            Driver::Heat | Driver::MagnumClusterApi | Driver::Unknown => {
                self.draft.balanced(self.ground.template)
            }
        }
    }

    /// Whether nodes get floating IPs.
    pub fn floating(&self) -> Option<bool> {
        self.floating_ip_to_send().or_else(|| {
            self.ground
                .template
                .and_then(|template| template.floating_ip_enabled)
        })
    }

    /// Whether the load balancer of the API gets one.
    pub fn balancer_floating(&self) -> bool {
        let default = match self.driver {
            Driver::Heat | Driver::Unknown => self.floating() == Some(true),
            Driver::CapiHelm | Driver::MagnumClusterApi => true,
        };
        self.balanced() == Some(true) && self.flag("master_lb_floating_ip_enabled").unwrap_or(default)
    }

    /// The label that says where container images come from, if this driver has one.
    pub fn registry_label(&self) -> Option<&'static str> {
        match self.driver {
            Driver::Heat | Driver::MagnumClusterApi | Driver::Unknown => Some("container_infra_prefix"),
            Driver::CapiHelm => None,
        }
    }

    /// The Kubernetes release that is asked for by label.
    pub fn kube_tag(&self) -> Option<&str> {
        self.label("kube_tag")
    }

    /// The image, if it is known.
    pub fn image(&self) -> Option<&'a Image> {
        self.ground.catalog?.image(self.ground.template?.image.as_str())
    }

    /// The catalogue, where this service could be asked for it.
    fn asked(&self, service: Service) -> Option<&'a Catalog> {
        self.ground
            .catalog
            .filter(|catalog| !catalog.gaps.contains_key(&service))
    }

    /// Whether the catalogue has come and this service could not be asked for its part.
    fn unasked(&self, service: Service) -> bool {
        self.ground
            .catalog
            .is_some_and(|catalog| catalog.gaps.contains_key(&service))
    }

    /// The flavor of this name or id.
    pub fn flavor_of(&self, name: &str) -> Option<&'a Flavor> {
        self.ground.catalog?.flavor(name)
    }

    /// Size of the volume that servers start from, GiB; none where they start from their flavor's disk.
    pub fn boot_volume_gib(&self) -> Option<u64> {
        self.number("boot_volume_size")
    }

    /// All servers, further groups included.
    pub fn servers(&self) -> u64 {
        let groups: u64 = self
            .draft
            .groups
            .iter()
            .map(|group| u64::from(group.node_count))
            .sum();
        u64::from(self.draft.master_count) + u64::from(self.draft.node_count) + groups
    }
}
