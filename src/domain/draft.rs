//! A cluster that somebody is about to create: a draft in any state, and the request it becomes when nothing is wrong.

use crate::domain::catalog::Catalog;
use crate::domain::cluster::Cluster;
use crate::domain::id::TemplateId;
use crate::domain::template::ClusterTemplate;

/// What the form holds. Every state is allowed; [`ClusterDraft::check`] says what is still wrong.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// Whether the API gets a load balancer; `None` means as the template says.
    pub load_balancer: Option<bool>,
    /// Minutes until creation counts as failed.
    pub create_timeout_mins: u32,
}

/// A creation that breaks none of the rules known here. Only [`ClusterDraft::finish`] makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterRequest {
    name: String,
    template: TemplateId,
    keypair: Option<String>,
    master_count: u32,
    node_count: u32,
    master_flavor: Option<String>,
    flavor: Option<String>,
    load_balancer: Option<bool>,
    create_timeout_mins: u32,
}

impl ClusterRequest {
    /// The cluster's name.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The template's uuid.
    pub fn template(&self) -> &TemplateId {
        &self.template
    }
    /// Key pair, unless the template's is to be used.
    pub fn keypair(&self) -> Option<&str> {
        self.keypair.as_deref()
    }
    /// Masters.
    pub fn master_count(&self) -> u32 {
        self.master_count
    }
    /// Workers.
    pub fn node_count(&self) -> u32 {
        self.node_count
    }
    /// Flavor of the masters, unless the template's is to be used.
    pub fn master_flavor(&self) -> Option<&str> {
        self.master_flavor.as_deref()
    }
    /// Flavor of the workers, unless the template's is to be used.
    pub fn flavor(&self) -> Option<&str> {
        self.flavor.as_deref()
    }
    /// Whether the API gets a load balancer, unless that is as the template says.
    pub fn load_balancer(&self) -> Option<bool> {
        self.load_balancer
    }
    /// Minutes until creation counts as failed.
    pub fn create_timeout_mins(&self) -> u32 {
        self.create_timeout_mins
    }
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftField {
    /// Template.
    Template,
    /// Name.
    Name,
    /// Key pair.
    KeyPair,
    /// Number of masters.
    MasterCount,
    /// Number of workers.
    NodeCount,
    /// Flavor of the masters.
    MasterFlavor,
    /// Flavor of the workers.
    Flavor,
    /// Load balancer of the API.
    LoadBalancer,
}

/// What is wrong, or worth a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftReason {
    /// Nothing was chosen.
    Missing,
    /// Longer than 242 characters.
    NameTooLong,
    /// Must begin with a letter, then letters, digits, `_`, `.` and `-`.
    NameForm,
    /// Another cluster has this name: legal, but confusing.
    NameTaken,
    /// At least one master.
    NoMasters,
    /// etcd wants an odd number.
    EvenMasters,
    /// More than one master needs the template's load balancer.
    NeedsLoadBalancer,
    /// There is no such thing any more, or it is not visible.
    Unknown,
    /// A load balancer is asked for where there is no Octavia: the creation would fail.
    NoOctavia,
    /// Magnum refuses flavors without a root disk unless a boot volume is asked for.
    NoDisk,
}

/// One issue of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftIssue {
    /// Where.
    pub field: DraftField,
    /// What.
    pub reason: DraftReason,
}

impl DraftIssue {
    /// Whether the request can go out all the same.
    pub fn is_warning(self) -> bool {
        matches!(self.reason, DraftReason::NameTaken)
    }
}

/// What a draft is checked against; parts that are not there yet are not checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct DraftContext<'a> {
    /// The chosen template.
    pub template: Option<&'a ClusterTemplate>,
    /// What there is to choose from.
    pub catalog: Option<&'a Catalog>,
    /// Clusters that exist.
    pub clusters: &'a [std::sync::Arc<Cluster>],
    /// Whether it is known that the region has no Octavia.
    pub lacks_octavia: bool,
}

/// The most characters of a cluster's name (Magnum's rule).
pub const NAME_MAX_CHARS: usize = 242;

impl ClusterDraft {
    /// A draft with Magnum's defaults: one master, one worker, an hour.
    pub fn new() -> Self {
        Self {
            master_count: 1,
            node_count: 1,
            create_timeout_mins: 60,
            ..Self::default()
        }
    }

    /// Everything that stands in the way or deserves a warning, in the order of the form.
    pub fn check(&self, context: DraftContext<'_>) -> Vec<DraftIssue> {
        let mut issues = Vec::new();
        let mut note = |field, reason| issues.push(DraftIssue { field, reason });
        if self.template.is_none() {
            note(DraftField::Template, DraftReason::Missing);
        }
        if let Some(reason) = self.name_issue(context.clusters) {
            note(DraftField::Name, reason);
        }
        if let Some(catalog) = context.catalog {
            let effective = chosen(
                &self.keypair,
                context.template.and_then(|template| template.keypair.as_deref()),
            );
            if effective.is_some_and(|name| {
                !catalog.keypairs.is_empty() && !catalog.keypairs.iter().any(|pair| pair.name == name)
            }) {
                note(DraftField::KeyPair, DraftReason::Unknown);
            }
        }
        if self.master_count == 0 {
            note(DraftField::MasterCount, DraftReason::NoMasters);
        } else if self.master_count > 1 && self.balanced(context.template) == Some(false) {
            note(DraftField::MasterCount, DraftReason::NeedsLoadBalancer);
        } else if self.master_count.is_multiple_of(2) {
            note(DraftField::MasterCount, DraftReason::EvenMasters);
        }
        let template = context.template;
        if context.lacks_octavia && self.balanced(template) == Some(true) {
            note(DraftField::LoadBalancer, DraftReason::NoOctavia);
        }
        for (field, own, inherited) in [
            (
                DraftField::MasterFlavor,
                &self.master_flavor,
                template.and_then(|template| template.master_flavor.as_deref()),
            ),
            (
                DraftField::Flavor,
                &self.flavor,
                template.and_then(|template| template.flavor.as_deref()),
            ),
        ] {
            if let Some(reason) = flavor_issue(chosen(own, inherited), context) {
                note(field, reason);
            }
        }
        issues
    }

    /// The request, when nothing but warnings is left.
    ///
    /// # Errors
    /// The issues that stand in the way.
    pub fn finish(&self, context: DraftContext<'_>) -> Result<ClusterRequest, Vec<DraftIssue>> {
        let issues: Vec<_> = self
            .check(context)
            .into_iter()
            .filter(|issue| !issue.is_warning())
            .collect();
        match &self.template {
            Some(template) if issues.is_empty() => Ok(ClusterRequest {
                name: self.name.clone(),
                template: template.clone(),
                keypair: some(&self.keypair),
                master_count: self.master_count,
                node_count: self.node_count,
                master_flavor: some(&self.master_flavor),
                flavor: some(&self.flavor),
                load_balancer: self.load_balancer,
                create_timeout_mins: self.create_timeout_mins,
            }),
            Some(_) | None => Err(issues),
        }
    }

    /// Whether the API is going to stand behind a load balancer, as far as that is said.
    pub fn balanced(&self, template: Option<&ClusterTemplate>) -> Option<bool> {
        self.load_balancer
            .or_else(|| template.and_then(|template| template.master_lb_enabled))
    }

    fn name_issue(&self, clusters: &[std::sync::Arc<Cluster>]) -> Option<DraftReason> {
        if self.name.is_empty() {
            return Some(DraftReason::Missing);
        }
        if self.name.chars().count() > NAME_MAX_CHARS {
            return Some(DraftReason::NameTooLong);
        }
        let starts_well = self.name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !starts_well
            || !self
                .name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
        {
            return Some(DraftReason::NameForm);
        }
        clusters
            .iter()
            .any(|cluster| cluster.name == self.name)
            .then_some(DraftReason::NameTaken)
    }
}

fn flavor_issue(name: Option<&str>, context: DraftContext<'_>) -> Option<DraftReason> {
    let catalog = context.catalog.filter(|catalog| !catalog.flavors.is_empty())?;
    let Some(flavor) = catalog.flavor(name?) else {
        return Some(DraftReason::Unknown);
    };
    let boots_from_volume = context
        .template
        .and_then(|template| template.labels.get("boot_volume_size"))
        .is_some_and(|size| size.trim().parse::<u32>().is_ok_and(|size| size > 0));
    (flavor.disk_gib == 0 && !boots_from_volume).then_some(DraftReason::NoDisk)
}

fn chosen<'a>(own: &'a str, inherited: Option<&'a str>) -> Option<&'a str> {
    if own.is_empty() { inherited } else { Some(own) }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
