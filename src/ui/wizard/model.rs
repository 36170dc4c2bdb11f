//! What the creation form shows: templates, flavors, the effective choice and what it adds up to. No egui in here.

use std::sync::Arc;

use crate::domain::catalog::{Catalog, Flavor};
use crate::domain::draft::{ClusterDraft, DraftContext, DraftField, DraftIssue, DraftReason};
use crate::domain::operation::{OperationId, Progress};
use crate::domain::service::Service;
use crate::domain::template::ClusterTemplate;
use crate::message::ClusterList;
use crate::store::operations::Operations;
use crate::store::state::ScopeStore;

/// Every field, in the order of the form.
pub const FIELDS: [DraftField; 8] = [
    DraftField::Template,
    DraftField::Name,
    DraftField::KeyPair,
    DraftField::MasterCount,
    DraftField::NodeCount,
    DraftField::MasterFlavor,
    DraftField::Flavor,
    DraftField::LoadBalancer,
];

/// A step of the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Which template.
    #[default]
    Template,
    /// Name and key pair.
    Basics,
    /// How many, and of which flavor.
    Size,
    /// What will be built.
    Review,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Self; 4] = [Self::Template, Self::Basics, Self::Size, Self::Review];

    /// The step that asks for this field.
    pub fn of(field: DraftField) -> Self {
        match field {
            DraftField::Template => Self::Template,
            DraftField::Name | DraftField::KeyPair => Self::Basics,
            DraftField::MasterCount
            | DraftField::NodeCount
            | DraftField::MasterFlavor
            | DraftField::Flavor
            | DraftField::LoadBalancer => Self::Size,
        }
    }

    /// Its place, from 0.
    pub fn index(self) -> usize {
        match self {
            Self::Template => 0,
            Self::Basics => 1,
            Self::Size => 2,
            Self::Review => 3,
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

/// Everything that a draft is checked against and drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The templates, in the order of [`templates`].
    pub template: Option<&'a Arc<ClusterTemplate>>,
    /// What there is to choose from.
    pub catalog: Option<&'a Arc<Catalog>>,
    /// Clusters that exist.
    pub clusters: Option<&'a Arc<ClusterList>>,
    /// Whether it is known that the region has no Octavia.
    pub lacks_octavia: bool,
}

impl<'a> Offer<'a> {
    /// What the store has for this draft.
    pub fn of(data: &'a ScopeStore, draft: &ClusterDraft) -> Self {
        Self {
            template: draft.template.as_ref().and_then(|id| data.template(id)),
            catalog: data.catalog.value(),
            clusters: data.clusters.value(),
            lacks_octavia: data.lacks(Service::LoadBalancer),
        }
    }

    /// The same as the draft's check wants it.
    pub fn context(self) -> DraftContext<'a> {
        DraftContext {
            template: self.template.map(Arc::as_ref),
            catalog: self.catalog.map(Arc::as_ref),
            clusters: self.clusters.map_or(&[], |list| list.rows.as_slice()),
            lacks_octavia: self.lacks_octavia,
        }
    }

    /// Why a cluster cannot be built from this template here, as it stands.
    pub fn trouble_of(self, template: &ClusterTemplate) -> Option<DraftReason> {
        let balanced = template.master_lb_enabled == Some(true);
        (balanced && self.lacks_octavia).then_some(DraftReason::NoOctavia)
    }

    /// The flavor of this name or id.
    pub fn flavor(self, name_or_id: &str) -> Option<&'a Flavor> {
        self.catalog.and_then(|catalog| catalog.flavor(name_or_id))
    }
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

/// Issues of the fields that this step asks for; the review has everybody's.
pub fn issues_of(step: Step, issues: &[DraftIssue]) -> Vec<DraftIssue> {
    issues
        .iter()
        .filter(|issue| step == Step::Review || Step::of(issue.field) == step)
        .copied()
        .collect()
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

/// What the draft adds up to, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Masters and workers.
    pub servers: u64,
    /// Virtual CPUs.
    pub vcpus: u64,
    /// Memory, MiB.
    pub ram_mib: u64,
    /// Root disks of the flavors, GiB; none where servers boot from a volume.
    pub disk_gib: u64,
    /// Cinder volumes.
    pub volumes: u64,
    /// Their size, GiB.
    pub volume_gib: u64,
    /// Whether a flavor is not known, so that processors, memory and disks are more than this.
    pub partial: bool,
}

/// Adds up flavors and volumes. What the template leaves to the driver is not guessed.
pub fn totals(draft: &ClusterDraft, offer: Offer<'_>) -> Totals {
    let template = offer.template.map(Arc::as_ref);
    let label = |name: &str| {
        template
            .and_then(|template| template.labels.get(name))
            .and_then(|text| text.trim().parse::<u64>().ok())
            .filter(|size| *size > 0)
    };
    let (masters, workers) = (u64::from(draft.master_count), u64::from(draft.node_count));
    let boot = label("boot_volume_size");
    let mut totals = Totals {
        servers: masters + workers,
        ..Totals::default()
    };
    let flavors = [
        (
            masters,
            Choice::of(
                &draft.master_flavor,
                template.and_then(|known| known.master_flavor.as_deref()),
            ),
        ),
        (
            workers,
            Choice::of(&draft.flavor, template.and_then(|known| known.flavor.as_deref())),
        ),
    ];
    for (count, choice) in flavors {
        match choice.text().and_then(|name| offer.flavor(name)) {
            Some(flavor) => {
                totals.vcpus += count * u64::from(flavor.vcpus);
                totals.ram_mib += count * u64::from(flavor.ram_mib);
                if boot.is_none() {
                    totals.disk_gib += count * u64::from(flavor.disk_gib);
                }
            }
            None => totals.partial |= count > 0,
        }
    }
    let container = template
        .and_then(|template| template.docker_volume_size_gib)
        .map(u64::from);
    for (count, size) in [
        (totals.servers, boot),
        (totals.servers, container.filter(|size| *size > 0)),
        (masters, label("etcd_volume_size")),
    ] {
        if let Some(size) = size {
            totals.volumes += count;
            totals.volume_gib += count * size;
        }
    }
    totals
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
