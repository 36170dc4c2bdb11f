//! The image of the nodes, where container images come from, and how etcd's members find each other.

use std::collections::BTreeMap;

use crate::domain::catalog::Image;
use crate::domain::draft::DraftField;
use crate::domain::driver::Driver;
use crate::domain::label::KUBE_TAG;
use crate::domain::label::value::is_url;
use crate::domain::plan::Plan;
use crate::domain::plan::finding::{Finding, Fix, Found as _, Reason, Weight};
use crate::domain::quoting::Shell;
use crate::domain::service::Service;

/// Since this minor version a label names the Kubernetes release.
const TAGS_SINCE: u32 = 6;

pub(super) fn check(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    image(plan, findings);
    registry(plan, findings);
    discovery(plan, findings);
}

fn image(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::Image;
    let Some(template) = plan.ground.template else {
        return;
    };
    if plan.unasked(Service::Image) {
        findings.note(field, Weight::Unchecked, Reason::NotAsked(Service::Image));
    }
    let Some(catalog) = plan
        .asked(Service::Image)
        .filter(|catalog| !catalog.images.is_empty())
    else {
        return;
    };
    let name = template.image.as_str();
    let by_id = catalog.images.iter().any(|image| image.id.as_str() == name);
    let named = catalog.images.iter().filter(|image| image.name == name).count();
    if !by_id && named > 1 {
        findings.note(field, Weight::Blocks, Reason::ImageAmbiguous(name.to_owned()));
        return;
    }
    match catalog.image(name) {
        None => findings.note(field, Weight::Blocks, Reason::ImageUnknown(name.to_owned())),
        Some(image) => properties(plan, image, findings),
    }
}

fn properties(plan: &Plan<'_>, image: &Image, findings: &mut Vec<Finding>) {
    let field = DraftField::Image;
    if image.status != "active" {
        findings.note(
            field,
            Weight::Blocks,
            Reason::ImageNotActive(image.status.clone()),
        );
    }
    let set = |property: &str| {
        let id = Shell::HERE.quoted(image.id.as_str());
        Some(Fix::Command(format!(
            "openstack image set --property {property} {id}"
        )))
    };
    match image.os_distro.as_deref() {
        None => {
            let distro = distros(plan.driver).first().copied().unwrap_or("fedora-coreos");
            let fix = set(&format!("os_distro={distro}"));
            findings.note_with(field, Weight::Blocks, Reason::ImageNoDistro, fix);
        }
        Some(distro) if !distros(plan.driver).is_empty() && !distros(plan.driver).contains(&distro) => {
            findings.note(field, Weight::Blocks, Reason::ImageOtherDistro(distro.to_owned()));
        }
        Some(_) => {}
    }
    if let (Some(named), Some(driver)) = (
        &image.magnum_driver,
        plan.ground.template.and_then(|t| t.driver.as_ref()),
    ) && named != driver
    {
        findings.note(field, Weight::Warns, Reason::ImageOtherDriver(named.clone()));
    }
    let tag = plan.label(KUBE_TAG);
    let by_label = plan.driver == Driver::Heat && plan.coe() == "kubernetes";
    if by_label && tag.is_none() && plan.ground.minor.is_none_or(|minor| minor >= TAGS_SINCE) {
        findings.note(field, Weight::Warns, Reason::ReleaseLeftOpen);
    }
    match (&image.kube_version, plan.driver) {
        (None, Driver::CapiHelm) => {
            let version = tag.unwrap_or("v1.30.0");
            let fix = set(&format!("kube_version={version}"));
            findings.note_with(field, Weight::Blocks, Reason::ImageNoVersion, fix);
        }
        (Some(version), Driver::MagnumClusterApi | Driver::Unknown) => {
            if let Some(tag) = tag.filter(|tag| plain(tag) != plain(version)) {
                let reason = Reason::ImageOtherVersion {
                    image: version.clone(),
                    label: tag.to_owned(),
                };
                let fix = Some(Fix::SetLabel(
                    "kube_tag".to_owned(),
                    format!("v{}", plain(version)),
                ));
                findings.note_with(field, Weight::Warns, reason, fix);
            }
        }
        (None, Driver::Heat | Driver::MagnumClusterApi | Driver::Unknown) => {
            if let Some(tag) = tag.filter(|_| plan.coe() == "kubernetes") {
                let reason = Reason::ImageVersionUnchecked(tag.to_owned());
                findings.note(field, Weight::Unchecked, reason);
            }
        }
        // The one reads the image alone, the other the label alone.
        (Some(_), Driver::CapiHelm | Driver::Heat) => {}
    }
}

fn plain(version: &str) -> &str {
    version.trim().trim_start_matches('v')
}

/// The distributions that a driver works with; empty where that is not known.
fn distros(driver: Driver) -> &'static [&'static str] {
    match driver {
        Driver::Heat => &[
            "fedora-coreos",
            "fedora-atomic",
            "coreos",
            "fedora",
            "ubuntu",
            "centos",
        ],
        Driver::CapiHelm => &["ubuntu", "flatcar"],
        Driver::MagnumClusterApi => &["ubuntu", "ubuntu-focal", "debian", "flatcar", "rockylinux"],
        Driver::Unknown => &[],
    }
}

fn registry(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::Registry;
    let wanted = plan.draft.registry.as_str();
    let Some(label) = plan.registry_label() else {
        if !wanted.is_empty() {
            let fix = Some(Fix::Registry(String::new()));
            findings.note_with(field, Weight::Blocks, Reason::RegistryImpossible, fix);
        }
        return;
    };
    match plan.label(label) {
        None => {
            if plan.ground.template.is_some() && plan.coe() == "kubernetes" {
                let fix = usual_registry(plan, label).map(Fix::Registry);
                findings.note_with(field, Weight::Unchecked, Reason::RegistryUnchecked, fix);
            }
        }
        Some(prefix) => {
            let bare = prefix.split_once("://").map(|(_, rest)| rest);
            if let Some(rest) = bare {
                let fix = Some(Fix::Registry(with_slash(rest)));
                findings.note_with(field, Weight::Blocks, Reason::RegistryScheme, fix);
            } else if !prefix.ends_with('/') && plan.driver != Driver::MagnumClusterApi {
                let fix = Some(Fix::Registry(with_slash(prefix)));
                findings.note_with(field, Weight::Blocks, Reason::RegistryNoSlash, fix);
            }
        }
    }
}

/// The prefix that most clusters of this project have, which is where images are known to come from here.
fn usual_registry(plan: &Plan<'_>, label: &str) -> Option<String> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for cluster in plan.ground.clusters {
        let prefix = cluster.labels.get(label).map(|prefix| prefix.trim());
        if let Some(prefix) = prefix.filter(|prefix| prefix.ends_with('/') && !prefix.contains("://")) {
            *seen.entry(prefix).or_default() += 1;
        }
    }
    let most = seen.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(prefix, _)| prefix.to_owned())
}

fn with_slash(prefix: &str) -> String {
    format!("{}/", prefix.trim_end_matches('/'))
}

fn discovery(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::Discovery;
    let address = plan.draft.discovery_url.as_str();
    match plan.driver {
        Driver::CapiHelm | Driver::MagnumClusterApi => {
            if !address.is_empty() {
                findings.note_with(
                    field,
                    Weight::Informs,
                    Reason::DiscoveryIgnored,
                    Some(Fix::NoDiscovery),
                );
            }
        }
        Driver::Heat | Driver::Unknown => {
            if address.is_empty() {
                if plan.driver == Driver::Heat {
                    findings.note(field, Weight::Unchecked, Reason::DiscoveryUnchecked);
                }
            } else if !is_url(address) {
                findings.note_with(
                    field,
                    Weight::Blocks,
                    Reason::DiscoveryForm,
                    Some(Fix::NoDiscovery),
                );
            }
        }
    }
}
