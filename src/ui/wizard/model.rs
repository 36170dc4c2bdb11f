//! What the creation form shows: steps, templates, and where the press of "create" led. No egui in here.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::catalog::{Catalog, Flavor};
use crate::domain::cluster::Cluster;
use crate::domain::draft::{ClusterDraft, DraftField};
use crate::domain::id::TemplateId;
use crate::domain::operation::{Operation, OperationId, Progress};
use crate::domain::plan::finding::{Finding, Weight};
use crate::domain::plan::{Ground, Login, Trusts};
use crate::domain::problem::ProblemKind;
use crate::domain::scope::Scope;
use crate::domain::service::Service;
use crate::domain::session_info::Reach;
use crate::domain::template::ClusterTemplate;
use crate::domain::trouble::SignInTrouble;
use crate::store::operations::Operations;
use crate::store::state::ScopeStore;

/// A step of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Which template.
    #[default]
    Template,
    /// Name and time limit.
    Basics,
    /// How many, and of which flavor.
    Size,
    /// Network, load balancer, who reaches the API.
    Network,
    /// Key pair, image, registry.
    Access,
    /// Labels.
    Labels,
    /// What will be built.
    Review,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Self; 7] = [
        Self::Template,
        Self::Basics,
        Self::Size,
        Self::Network,
        Self::Access,
        Self::Labels,
        Self::Review,
    ];

    /// The step of this word, as `--open` has it.
    pub fn parse(word: &str) -> Option<Self> {
        let words = [
            "template", "basics", "size", "network", "access", "labels", "review",
        ];
        let index = words.iter().position(|known| *known == word)?;
        Self::ALL.get(index).copied()
    }

    /// The step that asks for this field.
    pub fn of(field: DraftField) -> Self {
        match field {
            DraftField::Template => Self::Template,
            DraftField::Name | DraftField::Timeout => Self::Basics,
            DraftField::MasterCount
            | DraftField::NodeCount
            | DraftField::MasterFlavor
            | DraftField::Flavor
            | DraftField::DockerVolume
            | DraftField::Groups => Self::Size,
            DraftField::Network
            | DraftField::Subnet
            | DraftField::FloatingIps
            | DraftField::LoadBalancer
            | DraftField::Reach => Self::Network,
            DraftField::KeyPair | DraftField::Image | DraftField::Registry | DraftField::Discovery => {
                Self::Access
            }
            DraftField::Labels => Self::Labels,
            DraftField::Quota | DraftField::SignIn => Self::Review,
        }
    }

    /// Its place, from 0.
    pub fn index(self) -> usize {
        match self {
            Self::Template => 0,
            Self::Basics => 1,
            Self::Size => 2,
            Self::Network => 3,
            Self::Access => 4,
            Self::Labels => 5,
            Self::Review => 6,
        }
    }

    /// The step before it.
    pub fn back(self) -> Option<Self> {
        self.index()
            .checked_sub(1)
            .and_then(|index| Self::ALL.get(index).copied())
    }

    /// The step after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.index() + 1).copied()
    }
}

/// Everything that a draft is judged by and drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The chosen template.
    pub template: Option<&'a Arc<ClusterTemplate>>,
    /// Whether the templates have come.
    pub templates_known: bool,
    /// What there is to choose from.
    pub catalog: Option<&'a Arc<Catalog>>,
    /// Clusters that exist, as far as they are known.
    pub clusters: &'a [Arc<Cluster>],
    /// Whether those are all.
    pub clusters_known: bool,
    /// Minor version of Magnum's API.
    pub minor: Option<u32>,
    /// What the login can do.
    pub login: Login<'a>,
    /// Whether it is known that the region has no Octavia.
    pub lacks_octavia: bool,
    /// Whether it is known that the region has no Cinder.
    pub lacks_cinder: bool,
}

impl<'a> Offer<'a> {
    /// What the store has for this draft.
    pub fn of(data: &'a ScopeStore, draft: &ClusterDraft) -> Self {
        let info = data.info.as_ref();
        let trusts = match info {
            Some(info) if matches!(info.reach, Reach::Domain(_) | Reach::System | Reach::Nothing) => {
                Trusts::NoProject
            }
            Some(info) if info.reach == Reach::Trust => Trusts::ByTrust,
            Some(info) if info.restricted => Trusts::Restricted,
            Some(_) | None => Trusts::Likely,
        };
        Self {
            template: draft.template.as_ref().and_then(|id| data.template(id)),
            templates_known: data.templates.value().is_some(),
            catalog: data.catalog.value(),
            clusters: data
                .clusters
                .value()
                .map(|list| list.rows.as_slice())
                .unwrap_or_default(),
            clusters_known: data.clusters.value().is_some_and(|list| !list.more_to_come),
            minor: info.and_then(|info| minor_of(info.magnum_version.as_deref())),
            login: Login {
                trusts,
                roles: info.map(|info| info.roles.as_slice()).unwrap_or_default(),
            },
            lacks_octavia: data.lacks(Service::LoadBalancer),
            lacks_cinder: data.lacks(Service::BlockStorage),
        }
    }

    /// The same with what Magnum has said of trusts.
    pub fn after(self, operations: &Operations, scope: &Scope) -> Self {
        if self.login.trusts != Trusts::Likely || !refused(operations, scope) {
            return self;
        }
        Self {
            login: Login {
                trusts: Trusts::Refused,
                ..self.login
            },
            ..self
        }
    }

    /// The same as the rules want it.
    pub fn ground(self) -> Ground<'a> {
        Ground {
            template: self.template.map(Arc::as_ref),
            templates_known: self.templates_known,
            catalog: self.catalog.map(Arc::as_ref),
            clusters: self.clusters,
            clusters_known: self.clusters_known,
            minor: self.minor,
            login: self.login,
            lacks_octavia: self.lacks_octavia,
            lacks_cinder: self.lacks_cinder,
        }
    }

    /// The worst that speaks against a template itself, here and today.
    pub fn trouble_of(self, template: &ClusterTemplate) -> Option<Finding> {
        let draft = ClusterDraft {
            template: Some(template.id.clone()),
            ..ClusterDraft::new()
        };
        let ground = Ground {
            template: Some(template),
            ..self.ground()
        };
        let about = [DraftField::Template, DraftField::Image, DraftField::LoadBalancer];
        let found = draft.check(ground).into_iter();
        found
            .filter(|finding| about.contains(&finding.field) && finding.weight <= Weight::Warns)
            .min_by_key(|finding| finding.weight)
    }

    /// The flavor of this name or id.
    pub fn flavor(self, name_or_id: &str) -> Option<&'a Flavor> {
        self.catalog.and_then(|catalog| catalog.flavor(name_or_id))
    }
}

/// The minor version out of `1.12`.
fn minor_of(version: Option<&str>) -> Option<u32> {
    version?.strip_prefix("1.")?.parse().ok()
}

/// Whether Magnum has said that it got no trust from this login.
fn refused(operations: &Operations, scope: &Scope) -> bool {
    operations
        .newest_first()
        .filter(|(_, entry)| entry.scope == *scope && matches!(entry.operation, Operation::CreateCluster(_)))
        .any(|(_, entry)| match &entry.progress {
            Progress::Refused { problem } => problem.kind == ProblemKind::SignIn(SignInTrouble::TrustRefused),
            Progress::Sending
            | Progress::Waiting { .. }
            | Progress::Abandoned
            | Progress::Accepted { .. }
            | Progress::Unclear { .. }
            | Progress::Underway { .. }
            | Progress::Done { .. }
            | Progress::Failed { .. }
            | Progress::NoEffect { .. }
            | Progress::Lost { .. } => false,
        })
}

/// Templates that somebody can build from: hidden ones last, else by name; namesakes by id.
pub fn templates(data: &ScopeStore) -> Vec<Arc<ClusterTemplate>> {
    let mut found: Vec<_> = data
        .templates
        .value()
        .map(|list| list.to_vec())
        .unwrap_or_default();
    found.sort_by(|a, b| (a.hidden, &a.name, &a.id).cmp(&(b.hidden, &b.name, &b.id)));
    found
}

/// How many clusters are made from each template.
pub fn uses(clusters: &[Arc<Cluster>]) -> BTreeMap<&TemplateId, usize> {
    let mut counts = BTreeMap::new();
    for cluster in clusters {
        *counts.entry(&cluster.template).or_default() += 1;
    }
    counts
}

/// A choice that may come from the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// Chosen here.
    Own(&'a str),
    /// The template's.
    Inherited(&'a str),
    /// Neither has one: Magnum decides, or refuses.
    Absent,
}

impl<'a> Choice<'a> {
    /// The draft's text if there is any, else the template's.
    pub fn of(own: &'a str, inherited: Option<&'a str>) -> Self {
        match inherited {
            _ if !own.is_empty() => Self::Own(own),
            Some(inherited) if !inherited.is_empty() => Self::Inherited(inherited),
            Some(_) | None => Self::Absent,
        }
    }

    /// The text, wherever it is from.
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Own(text) | Self::Inherited(text) => Some(text),
            Self::Absent => None,
        }
    }
}

/// Where the press of "create" led.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sent<'a> {
    /// It was not pressed.
    No,
    /// On its way, accepted, or seen at work; a second press is not possible.
    Waiting,
    /// It may have worked; it is being looked for.
    Unclear(&'a Progress),
    /// Accepted: the cluster's page takes over.
    Accepted(&'a Progress),
    /// Refused, or lost: the form is free again.
    Back(&'a Progress),
}

/// Reads the operation of this number.
pub fn sent(operations: &Operations, id: Option<OperationId>) -> Sent<'_> {
    let Some(id) = id else { return Sent::No };
    match operations.get(id).map(|entry| &entry.progress) {
        // The app has not carried the wish out yet.
        None | Some(Progress::Sending | Progress::Waiting { .. }) => Sent::Waiting,
        Some(Progress::Abandoned) => Sent::No,
        Some(progress @ Progress::Unclear { .. }) => Sent::Unclear(progress),
        Some(progress @ (Progress::Refused { .. } | Progress::Lost { .. })) => Sent::Back(progress),
        Some(
            progress @ (Progress::Accepted { .. }
            | Progress::Underway { .. }
            | Progress::Done { .. }
            | Progress::Failed { .. }
            | Progress::NoEffect { .. }),
        ) => Sent::Accepted(progress),
    }
}
