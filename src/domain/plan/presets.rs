//! Templates that could be made here and now, for a project that has none: from the newest fitting image, the smallest flavor
//! that will do, and the external network.

use crate::domain::catalog::{Catalog, Flavor, Image};
use crate::domain::label::KUBE_TAG;
use crate::domain::node::natural;
use crate::domain::plan::release;
use crate::domain::template::draft::TemplateDraft;
use crate::domain::template::era::Era;
use crate::domain::template::field::TemplateField;

/// What a preset is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PresetKind {
    /// One master that is reached directly: to try things out.
    Small,
    /// A load balancer before the masters: survives the loss of one.
    Resilient,
}

/// A template that could be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    /// What it is for.
    pub kind: PresetKind,
    /// The image that nodes start from, for words.
    pub image: String,
    /// The flavor of its nodes, for words.
    pub flavor: String,
    /// The Kubernetes release that it names; none where the server's own default is taken.
    pub kubernetes: Option<String>,
    /// The template, filled in.
    pub draft: TemplateDraft,
}

/// The least that a node is comfortable with: virtual CPUs, MiB, GiB.
const COMFORTABLE: (u32, u32, u32) = (2, 4_096, 20);
/// From this minor version on Magnum has no driver of its own.
const WITHOUT_HEAT: u32 = 13;

/// The presets for this project, none where an image, a flavor or an external network is missing.
pub fn presets(catalog: &Catalog, era: Era<'_>, lacks_octavia: bool) -> Vec<Preset> {
    let external = catalog.networks.iter().find(|network| network.external);
    let mut found = Vec::new();
    let Some(external) = external else {
        return found;
    };
    for (image, capi) in images(catalog, era) {
        let Some(flavor) = flavor(catalog, image) else {
            continue;
        };
        for kind in [PresetKind::Small, PresetKind::Resilient] {
            // Cluster API always has a load balancer; then the small one is no smaller.
            if (kind == PresetKind::Small && capi) || (kind == PresetKind::Resilient && lacks_octavia) {
                continue;
            }
            let mut draft = TemplateDraft::new();
            let resilient = kind == PresetKind::Resilient;
            let name = free_name(era, if resilient { "kubernetes-ha" } else { "kubernetes" });
            let texts = [
                (TemplateField::Name, name.as_str()),
                (TemplateField::Image, image.id.as_str()),
                (TemplateField::Flavor, flavor.name.as_str()),
                (TemplateField::MasterFlavor, flavor.name.as_str()),
                (TemplateField::ExternalNetwork, external.id.as_str()),
                (TemplateField::NetworkDriver, network_driver(era, capi)),
                (
                    TemplateField::FloatingIp,
                    if resilient { "false" } else { "true" },
                ),
                (TemplateField::MasterLb, if resilient { "true" } else { "false" }),
            ];
            for (field, value) in texts {
                draft.set(field, value);
            }
            if resilient && !capi {
                // The nodes stay inside, the API is reached from outside.
                let label = ("master_lb_floating_ip_enabled".to_owned(), "true".to_owned());
                draft.labels.push(label);
            }
            if capi {
                let version = image.kube_version.iter().cloned();
                draft
                    .labels
                    .extend(version.map(|version| (KUBE_TAG.to_owned(), version)));
            } else {
                draft.labels.extend(release::labels(catalog, era, image));
            }
            let mut labels = draft.labels.iter();
            let kubernetes = labels.find_map(|(name, value)| (name == KUBE_TAG).then(|| value.clone()));
            found.push(Preset {
                kind,
                image: image.name.clone(),
                flavor: flavor.name.clone(),
                kubernetes,
                draft,
            });
        }
    }
    found
}

/// The newest image by name that Magnum's own driver takes, and the newest for Cluster API; with whether it is for that.
fn images<'a>(catalog: &'a Catalog, era: Era<'_>) -> Vec<(&'a Image, bool)> {
    let usable = || catalog.images.iter().filter(|image| image.status == "active");
    let newest = |fits: &dyn Fn(&Image) -> bool| {
        usable()
            .filter(|image| fits(image))
            .max_by_key(|image| natural(&image.name))
    };
    let heat = newest(&|image| image.os_distro.as_deref() == Some("fedora-coreos"));
    let capi = newest(&|image| image.os_distro.as_deref() == Some("ubuntu") && image.kube_version.is_some());
    let has_heat = era.minor.is_none_or(|minor| minor < WITHOUT_HEAT);
    let heat = heat.filter(|_| has_heat).map(|image| (image, false));
    heat.into_iter().chain(capi.map(|image| (image, true))).collect()
}

/// The smallest flavor that is comfortable, else the smallest that the image takes at all.
fn flavor<'a>(catalog: &'a Catalog, image: &Image) -> Option<&'a Flavor> {
    let takes = |flavor: &&Flavor| {
        flavor.disk_gib > 0 && flavor.disk_gib >= image.min_disk_gib && flavor.ram_mib >= image.min_ram_mib
    };
    let (vcpus, ram_mib, disk_gib) = COMFORTABLE;
    let comfortable =
        |flavor: &&Flavor| flavor.vcpus >= vcpus && flavor.ram_mib >= ram_mib && flavor.disk_gib >= disk_gib;
    let size = |flavor: &&Flavor| (flavor.vcpus, flavor.ram_mib, flavor.disk_gib);
    let fitting = || catalog.flavors.iter().filter(takes);
    fitting()
        .filter(comfortable)
        .min_by_key(size)
        .or_else(|| fitting().max_by_key(size))
}

/// Calico is what releases are tested with; the first Magnums had flannel alone.
fn network_driver(era: Era<'_>, capi: bool) -> &'static str {
    if capi || era.network_drivers("kubernetes").contains(&"calico") {
        "calico"
    } else {
        "flannel"
    }
}

fn free_name(era: Era<'_>, wanted: &str) -> String {
    let taken = |name: &str| era.templates.iter().any(|template| template.name == name);
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    names
        .find(|name| !taken(name))
        .unwrap_or_else(|| wanted.to_owned())
}
