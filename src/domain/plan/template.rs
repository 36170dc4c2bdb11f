//! What speaks against the template itself, here and today.

use crate::domain::draft::DraftField;
use crate::domain::driver::Driver;
use crate::domain::plan::Plan;
use crate::domain::plan::finding::{Finding, Fix, Found as _, Reason, Weight};
use crate::domain::service::Service;

/// From this minor version on there is Kubernetes alone; 1.11 stands for releases with and without swarm.
const KUBERNETES_ALONE: u32 = 12;
/// From this minor version on Magnum has no driver of its own.
const WITHOUT_HEAT: u32 = 13;
/// The least that devicemapper works with, GiB.
const DEVICEMAPPER_GIB: u32 = 3;

pub(super) fn check(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::Template;
    if plan.draft.template.is_none() {
        findings.note(field, Weight::Blocks, Reason::Missing);
        return;
    }
    let Some(template) = plan.ground.template else {
        if plan.ground.templates_known {
            findings.note(field, Weight::Blocks, Reason::Unknown);
        }
        return;
    };
    let minor = plan.ground.minor;
    let administrator = plan.ground.login.roles.iter().any(|role| role == "admin");
    if template.hidden && !administrator {
        findings.note(field, Weight::Blocks, Reason::TemplateHidden);
    }
    if template.coe != "kubernetes" && minor.is_some_and(|minor| minor >= KUBERNETES_ALONE) {
        findings.note(field, Weight::Blocks, Reason::EngineGone(template.coe.clone()));
    } else if plan.driver == Driver::Heat && minor.is_some_and(|minor| minor >= WITHOUT_HEAT) {
        findings.note(field, Weight::Blocks, Reason::DriverGone);
    } else if plan.driver == Driver::Unknown {
        findings.note(field, Weight::Unchecked, Reason::DriverUnknown);
    }
    if template.server_type.as_deref() == Some("bm") && minor.is_some_and(|minor| minor >= KUBERNETES_ALONE) {
        findings.note(field, Weight::Blocks, Reason::NoBareMetal);
    }
    if template.tls_disabled == Some(true) {
        findings.note(field, Weight::Warns, Reason::TlsDisabled);
    }
    network_driver(plan, findings);
    external_network(plan, findings);
    volume(plan, findings);
}

fn network_driver(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let name = plan
        .ground
        .template
        .and_then(|template| template.network_driver.as_deref());
    let Some(name) = name.filter(|_| plan.coe() == "kubernetes") else {
        return;
    };
    let fits: &[&str] = match plan.driver {
        Driver::Heat => &["flannel", "calico"],
        Driver::CapiHelm | Driver::MagnumClusterApi => &["calico", "cilium"],
        Driver::Unknown => return,
    };
    if !fits.contains(&name) {
        // The charts take Calico for whatever they do not know.
        let weight = match plan.driver {
            Driver::Heat | Driver::MagnumClusterApi => Weight::Blocks,
            Driver::CapiHelm | Driver::Unknown => Weight::Informs,
        };
        findings.note(
            DraftField::Template,
            weight,
            Reason::NetworkDriver(name.to_owned()),
        );
    }
}

fn external_network(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::Template;
    let Some(name) = plan.external_network() else {
        findings.note(field, Weight::Blocks, Reason::NoExternalNetwork);
        return;
    };
    if plan.unasked(Service::Network) {
        findings.note(field, Weight::Unchecked, Reason::NotAsked(Service::Network));
    }
    let Some(catalog) = plan
        .asked(Service::Network)
        .filter(|catalog| !catalog.networks.is_empty())
    else {
        return;
    };
    let found: Vec<_> = catalog
        .networks
        .iter()
        .filter(|network| network.id.as_str() == name || network.name == name)
        .collect();
    match found.as_slice() {
        [] => findings.note(field, Weight::Blocks, Reason::ExternalUnknown(name.to_owned())),
        several if several.iter().all(|network| !network.external) => {
            findings.note(field, Weight::Blocks, Reason::NotExternal(name.to_owned()));
        }
        several if several.iter().filter(|network| network.external).count() > 1 => {
            findings.note(field, Weight::Blocks, Reason::Ambiguous(several.len()));
        }
        _ => {}
    }
}

fn volume(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::DockerVolume;
    let Some(size) = plan.docker_volume_gib() else {
        return;
    };
    let storage = plan
        .ground
        .template
        .and_then(|template| template.docker_storage_driver.as_deref());
    let least = if storage == Some("devicemapper") {
        DEVICEMAPPER_GIB
    } else {
        1
    };
    if size < least {
        let fix = Some(Fix::DockerVolume(least));
        let reason = if least > 1 {
            Reason::VolumeTooSmall
        } else {
            Reason::Missing
        };
        findings.note_with(field, Weight::Blocks, reason, fix);
    }
}
