//! What the template form shows: what it is checked against, what there is to choose from, how its sending stands. No egui
//! in here.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::driver::Driver;
use crate::domain::id::TemplateId;
use crate::domain::inventory::Network;
use crate::domain::operation::{OperationId, Progress, Subject};
use crate::domain::service::Service;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::check::{TemplateContext, TemplateIssue, TemplateReason, image_trouble};
use crate::domain::template::draft::TemplateDraft;
use crate::domain::template::era::Era;
use crate::domain::template::field::{FieldGroup, TemplateField};
use crate::store::operations::Operations;
use crate::store::state::ScopeStore;
use crate::text::Words;

/// What the form begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormStart {
    /// Nothing.
    New,
    /// A copy of this template.
    Copy(TemplateId),
    /// This template, to be changed.
    Edit(TemplateId),
}

impl FormStart {
    /// The template that it begins with.
    pub fn template(&self) -> Option<&TemplateId> {
        match self {
            Self::New => None,
            Self::Copy(id) | Self::Edit(id) => Some(id),
        }
    }
}

/// What the server accepts, as far as the store knows.
pub fn era(data: &ScopeStore) -> Era<'_> {
    let version = data.info.as_ref().and_then(|info| info.magnum_version.as_deref());
    Era {
        minor: Era::minor_of(version),
        templates: data
            .templates
            .value()
            .map(|list| list.as_slice())
            .unwrap_or_default(),
    }
}

/// The names of the clusters that use a template, as far as they are known.
pub fn users(data: &ScopeStore, template: &TemplateId) -> Vec<String> {
    let rows = data
        .clusters
        .value()
        .into_iter()
        .flat_map(|list| list.rows.iter());
    rows.filter(|cluster| cluster.template == *template)
        .map(|cluster| cluster.name.clone())
        .collect()
}

/// What a draft is checked against.
pub fn context<'a>(data: &'a ScopeStore, editing: Option<&'a ClusterTemplate>) -> TemplateContext<'a> {
    TemplateContext {
        catalog: data.catalog.value().map(Arc::as_ref),
        era: era(data),
        administrator: data.info.as_ref().is_some_and(|info| info.is_administrator()),
        lacks_octavia: data.lacks(Service::LoadBalancer),
        editing,
        in_use: editing.is_some_and(|template| !users(data, &template.id).is_empty()),
    }
}

/// The fields of a group that this server knows.
pub fn fields(group: FieldGroup, era: Era<'_>) -> impl Iterator<Item = TemplateField> {
    TemplateField::ALL
        .into_iter()
        .filter(move |field| field.group() == group && era.knows(*field))
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is written into the field.
    pub value: String,
    /// What is shown.
    pub shown: String,
    /// Why it will not do, where that is known.
    pub trouble: Option<TemplateReason>,
}

impl Choice {
    fn plain(value: &str) -> Self {
        Self {
            value: value.to_owned(),
            shown: value.to_owned(),
            trouble: None,
        }
    }
}

/// What there is to choose from for a field; empty where it is written by hand.
pub fn choices(
    field: TemplateField,
    draft: &TemplateDraft,
    context: &TemplateContext<'_>,
    words: &Words,
) -> Vec<Choice> {
    let coe = draft.text(TemplateField::Coe);
    let plain = |values: Vec<&str>| values.into_iter().map(Choice::plain).collect();
    match field {
        TemplateField::Coe => plain(context.era.engines()),
        TemplateField::Driver => plain(context.era.drivers()),
        TemplateField::ServerType if context.era.has_bare_metal() => plain(vec!["vm", "bm"]),
        TemplateField::ServerType => plain(vec!["vm"]),
        TemplateField::NetworkDriver => plain(context.era.network_drivers(coe)),
        TemplateField::VolumeDriver => plain(vec![context.era.volume_driver(coe)]),
        TemplateField::DockerStorageDriver => plain(vec!["overlay2", "devicemapper", "overlay"]),
        TemplateField::Image => images(coe, context, words),
        TemplateField::Flavor | TemplateField::MasterFlavor => flavors(context, words),
        TemplateField::KeyPair => {
            let pairs = context.catalog.map(|catalog| catalog.keypairs.as_slice());
            plain(
                pairs
                    .unwrap_or_default()
                    .iter()
                    .map(|pair| pair.name.as_str())
                    .collect(),
            )
        }
        TemplateField::ExternalNetwork => networks(context, true),
        TemplateField::FixedNetwork => networks(context, false),
        TemplateField::FixedSubnet => subnets(draft.text(TemplateField::FixedNetwork), context),
        TemplateField::Name
        | TemplateField::Tags
        | TemplateField::Public
        | TemplateField::Hidden
        | TemplateField::DockerVolumeSize
        | TemplateField::DnsNameserver
        | TemplateField::FloatingIp
        | TemplateField::MasterLb
        | TemplateField::ApiServerPort
        | TemplateField::TlsDisabled
        | TemplateField::Registry
        | TemplateField::InsecureRegistry
        | TemplateField::HttpProxy
        | TemplateField::HttpsProxy
        | TemplateField::NoProxy
        | TemplateField::Labels => Vec::new(),
    }
}

/// The images that will do first. Their ids are what goes out, because names are not unique.
fn images(coe: &str, context: &TemplateContext<'_>, words: &Words) -> Vec<Choice> {
    let images = context.catalog.map(|catalog| catalog.images.as_slice());
    let mut all: Vec<Choice> = images
        .unwrap_or_default()
        .iter()
        .map(|image| {
            let facts = match (&image.os_distro, &image.kube_version) {
                (None, _) => words.form_image_without().to_owned(),
                (Some(distro), None) => distro.clone(),
                (Some(distro), Some(version)) => words.form_image_facts(distro.as_str(), version.as_str()),
            };
            Choice {
                value: image.id.as_str().to_owned(),
                shown: format!("{} · {facts}", image.name),
                trouble: image_trouble(image, coe, context.era),
            }
        })
        .collect();
    all.sort_by_key(|choice| choice.trouble.is_some());
    all
}

fn flavors(context: &TemplateContext<'_>, words: &Words) -> Vec<Choice> {
    let flavors = context.catalog.map(|catalog| catalog.flavors.as_slice());
    let each = flavors.unwrap_or_default().iter().map(|flavor| {
        let disk = words.gib(u64::from(flavor.disk_gib));
        let facts = words.form_flavor_facts(flavor.vcpus, words.mib(u64::from(flavor.ram_mib)), disk);
        Choice {
            value: flavor.name.clone(),
            shown: format!("{} · {facts}", flavor.name),
            trouble: None,
        }
    });
    each.collect()
}

fn networks(context: &TemplateContext<'_>, external: bool) -> Vec<Choice> {
    let networks = context.catalog.map(|catalog| catalog.networks.as_slice());
    let mut names = BTreeSet::new();
    let all: Vec<_> = networks
        .unwrap_or_default()
        .iter()
        .filter(|network| network.external == external)
        .collect();
    let twice: BTreeSet<&str> = all
        .iter()
        .map(|network| network.name.as_str())
        .filter(|name| !names.insert(*name))
        .collect();
    all.iter()
        .map(|network| {
            let alone = !twice.contains(network.name.as_str()) && !network.name.is_empty();
            Choice {
                value: network.id.as_str().to_owned(),
                shown: if alone {
                    network.name.clone()
                } else {
                    format!("{} · {}", network.name, network.id.short())
                },
                trouble: None,
            }
        })
        .collect()
}

/// The subnets of a network, else of every network that is not external; ids, because names are not unique.
fn subnets(network: &str, context: &TemplateContext<'_>) -> Vec<Choice> {
    let Some(catalog) = context.catalog else {
        return Vec::new();
    };
    let meant = |known: &&Network| {
        if network.is_empty() {
            !known.external
        } else {
            known.id.as_str() == network || known.name == network
        }
    };
    let within: Vec<&Network> = catalog.networks.iter().filter(meant).collect();
    let each = catalog.subnets.iter().filter_map(|subnet| {
        let network = within.iter().find(|network| network.id == subnet.network)?;
        Some(Choice {
            value: subnet.id.as_str().to_owned(),
            shown: format!("{} · {} · {}", subnet.name, subnet.cidr, network.name),
            trouble: None,
        })
    });
    each.collect()
}

/// Who would build with this template: what it says of itself, else who builds with the one that it is an edit of, or with
/// another one of the same engine and image.
pub fn driver(draft: &TemplateDraft, context: &TemplateContext<'_>) -> Driver {
    let own = draft.text(TemplateField::Driver);
    if !own.is_empty() {
        return Driver::named(own);
    }
    let template = context.editing.or_else(|| {
        let alike = |other: &&Arc<ClusterTemplate>| {
            other.coe == draft.text(TemplateField::Coe) && other.image == draft.text(TemplateField::Image)
        };
        context.era.templates.iter().find(alike).map(AsRef::as_ref)
    });
    template.map_or(Driver::Unknown, |template| {
        Driver::of_template(template, &[], context.era.minor)
    })
}

/// What a value is called: the name of the thing whose id it is.
pub fn told(field: TemplateField, value: &str, context: &TemplateContext<'_>) -> Option<String> {
    let catalog = context.catalog?;
    let name = if field == TemplateField::Image {
        catalog.image(value).map(|image| image.name.clone())
    } else if matches!(
        field,
        TemplateField::ExternalNetwork | TemplateField::FixedNetwork
    ) {
        let mut networks = catalog.networks.iter();
        let network = networks.find(|network| network.id.as_str() == value);
        network.map(|network| network.name.clone())
    } else if field == TemplateField::FixedSubnet {
        let mut subnets = catalog.subnets.iter();
        let subnet = subnets.find(|subnet| subnet.id.as_str() == value);
        subnet.map(|subnet| subnet.name.clone())
    } else if matches!(field, TemplateField::Flavor | TemplateField::MasterFlavor) {
        catalog.flavor(value).map(|flavor| flavor.name.clone())
    } else {
        None
    };
    name.filter(|name| !name.is_empty() && name != value)
}

/// How the request stands.
#[derive(Clone, Copy, Debug)]
pub enum Sent<'a> {
    /// Nothing was sent.
    No,
    /// No answer yet.
    Waiting,
    /// The answer was lost, and the effect is looked for.
    Unclear(&'a Progress),
    /// It came to nothing, as far as is known.
    Back(&'a Progress),
    /// It is done: with this template.
    Done(&'a TemplateId),
}

/// How the request of this number stands.
pub fn sent(operations: &Operations, id: Option<OperationId>) -> Sent<'_> {
    let Some(progress) = id.and_then(|id| operations.get(id)).map(|entry| &entry.progress) else {
        return Sent::No;
    };
    match progress {
        Progress::Sending
        | Progress::Waiting { .. }
        | Progress::Accepted { .. }
        | Progress::Underway { .. } => Sent::Waiting,
        Progress::Unclear { .. } => Sent::Unclear(progress),
        Progress::Done {
            subject: Subject::Template(id),
        } => Sent::Done(id),
        Progress::Done { .. } | Progress::Abandoned => Sent::No,
        Progress::Failed { .. }
        | Progress::Refused { .. }
        | Progress::NoEffect { .. }
        | Progress::Lost { .. } => Sent::Back(progress),
    }
}

/// The issues of a group that are told now: an empty field is no reproach before somebody was there.
pub fn told_issues<'a>(
    issues: &'a [TemplateIssue],
    group: FieldGroup,
    touched: &'a BTreeSet<TemplateField>,
) -> impl Iterator<Item = &'a TemplateIssue> {
    issues
        .iter()
        .filter(move |issue| issue.field.group() == group && is_told(issue, touched))
}

/// Whether an issue is told at its field now.
pub fn is_told(issue: &TemplateIssue, touched: &BTreeSet<TemplateField>) -> bool {
    let empty = matches!(
        issue.reason,
        TemplateReason::Missing | TemplateReason::NoExternalNetwork
    );
    !empty || touched.contains(&issue.field)
}
