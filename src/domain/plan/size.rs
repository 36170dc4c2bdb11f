//! How many, of which flavors, on how many hosts.

use std::collections::BTreeSet;

use crate::domain::catalog::Flavor;
use crate::domain::draft::DraftField;
use crate::domain::driver::Driver;
use crate::domain::plan::Plan;
use crate::domain::plan::finding::{Finding, Fix, Found as _, Reason, Weight};
use crate::domain::service::Service;

/// Before this minor version there is at least one worker.
const NO_WORKERS_SINCE: u32 = 10;
/// Since this minor version there are node groups.
const GROUPS_SINCE: u32 = 9;
/// The least that magnum-capi-helm takes: virtual CPUs and MiB.
const CAPI_HELM_LEAST: (u32, u32) = (2, 2_048);
/// A boot volume that holds every usual image, GiB.
const USUAL_BOOT_GIB: u64 = 20;
/// Groups that every cluster has.
const ALWAYS_THERE: [&str; 2] = ["default-master", "default-worker"];

pub(super) fn check(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    masters(plan, findings);
    if plan.draft.node_count == 0 && plan.ground.minor.is_some_and(|minor| minor < NO_WORKERS_SINCE) {
        findings.note_with(
            DraftField::NodeCount,
            Weight::Blocks,
            Reason::NoWorkers,
            Some(Fix::Workers(1)),
        );
    }
    flavor(plan, DraftField::MasterFlavor, plan.master_flavor(), findings);
    if plan.draft.node_count > 0 || plan.flavor().is_some() {
        flavor(plan, DraftField::Flavor, plan.flavor(), findings);
    }
    groups(plan, findings);
    hosts(plan, findings);
}

fn masters(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::MasterCount;
    let count = plan.draft.master_count;
    if count == 0 {
        findings.note_with(field, Weight::Blocks, Reason::NoMasters, Some(Fix::Masters(1)));
        return;
    }
    if count > 1 && plan.balanced() == Some(false) {
        let fix = if plan.ground.lacks_octavia {
            Fix::Masters(1)
        } else {
            Fix::LoadBalancer(Some(true))
        };
        findings.note_with(field, Weight::Blocks, Reason::NeedsLoadBalancer, Some(fix));
    }
    if count.is_multiple_of(2) {
        let fix = Some(Fix::Masters(count + 1));
        findings.note_with(field, Weight::Blocks, Reason::EvenMasters, fix);
    }
}

fn flavor(plan: &Plan<'_>, field: DraftField, name: Option<&str>, findings: &mut Vec<Finding>) {
    let Some(name) = name else {
        if plan.ground.template.is_some() {
            let fix = plan
                .asked(Service::Compute)
                .and_then(|catalog| smallest(plan, &catalog.flavors));
            findings.note_with(
                field,
                Weight::Blocks,
                Reason::Missing,
                fix.map(|name| taking(field, name)),
            );
        }
        return;
    };
    if plan.unasked(Service::Compute) {
        findings.note(field, Weight::Unchecked, Reason::NotAsked(Service::Compute));
    }
    let Some(catalog) = plan
        .asked(Service::Compute)
        .filter(|catalog| !catalog.flavors.is_empty())
    else {
        return;
    };
    let instead = || smallest(plan, &catalog.flavors).map(|name| taking(field, name));
    let named = catalog
        .flavors
        .iter()
        .filter(|flavor| flavor.name == name)
        .count();
    match catalog.flavor(name) {
        None => findings.note_with(field, Weight::Blocks, Reason::Unknown, instead()),
        Some(_) if named > 1 => findings.note(field, Weight::Blocks, Reason::Ambiguous(named)),
        Some(flavor) => {
            if let Some((reason, fix)) = unfit(plan, flavor) {
                findings.note_with(field, Weight::Blocks, reason, fix.or_else(instead));
            }
        }
    }
}

fn taking(field: DraftField, name: String) -> Fix {
    if field == DraftField::MasterFlavor {
        Fix::MasterFlavor(name)
    } else {
        Fix::Flavor(name)
    }
}

/// The smallest flavor that fits.
fn smallest(plan: &Plan<'_>, flavors: &[Flavor]) -> Option<String> {
    flavors
        .iter()
        .filter(|flavor| unfit(plan, flavor).is_none())
        .min_by_key(|flavor| (flavor.vcpus.max(2), flavor.ram_mib.max(4_096), flavor.disk_gib))
        .map(|flavor| flavor.name.clone())
}

/// Why no node can be made with this flavor.
fn unfit(plan: &Plan<'_>, flavor: &Flavor) -> Option<(Reason, Option<Fix>)> {
    let boot = plan.boot_volume_gib();
    let image = plan.image();
    if flavor.disk_gib == 0 && boot.is_none() {
        let size = image
            .map_or(0, |image| u64::from(image.min_disk_gib))
            .max(USUAL_BOOT_GIB);
        let fix = Fix::SetLabel("boot_volume_size".to_owned(), size.to_string());
        return Some((Reason::NoDisk, Some(fix)));
    }
    let (vcpus, ram_mib) = CAPI_HELM_LEAST;
    if plan.driver == Driver::CapiHelm && (flavor.vcpus < vcpus || flavor.ram_mib < ram_mib) {
        return Some((Reason::FlavorTooSmall { vcpus, ram_mib }, None));
    }
    let image = image?;
    if image.min_ram_mib > flavor.ram_mib {
        return Some((Reason::RamTooSmall(image.min_ram_mib), None));
    }
    let disk = boot.unwrap_or_else(|| u64::from(flavor.disk_gib));
    (disk < u64::from(image.min_disk_gib)).then(|| {
        let needed = image.min_disk_gib;
        let fix = boot.map(|_| Fix::SetLabel("boot_volume_size".to_owned(), needed.to_string()));
        (Reason::DiskTooSmall(needed), fix)
    })
}

fn groups(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::Groups;
    let groups = &plan.draft.groups;
    if !groups.is_empty() && plan.ground.minor.is_some_and(|minor| minor < GROUPS_SINCE) {
        findings.note(field, Weight::Blocks, Reason::NoNodeGroups);
    }
    let mut names: BTreeSet<&str> = ALWAYS_THERE.into();
    for group in groups {
        if group.name.is_empty() {
            findings.note(field, Weight::Blocks, Reason::Missing);
        } else if !names.insert(&group.name) {
            findings.note(field, Weight::Blocks, Reason::GroupNameTaken);
        }
        let known = plan
            .asked(Service::Compute)
            .filter(|catalog| !catalog.flavors.is_empty());
        if !group.flavor.is_empty() && known.is_some_and(|catalog| catalog.flavor(&group.flavor).is_none()) {
            findings.note(field, Weight::Blocks, Reason::Unknown);
        }
    }
}

/// A policy that wants each server on a host of its own wants as many hosts.
fn hosts(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let (masters, workers) = (plan.draft.master_count, plan.draft.node_count);
    let (most, field) = if masters >= workers {
        (masters, DraftField::MasterCount)
    } else {
        (workers, DraftField::NodeCount)
    };
    let Some(catalog) = plan.ground.catalog.filter(|_| most > 1) else {
        return;
    };
    let (apart, soften) = match plan.driver {
        Driver::MagnumClusterApi => {
            let name = "server_group_policies";
            let soft = Fix::SetLabel(name.to_owned(), "soft-anti-affinity".to_owned());
            (plan.label(name).is_some_and(wants_apart), Some(soft))
        }
        // The operator's choice, which no label changes and only the clusters before show.
        Driver::Heat => match &catalog.node_policy {
            Some(policy) => (wants_apart(policy), None),
            None => {
                findings.note(field, Weight::Unchecked, Reason::PolicyUnknown);
                return;
            }
        },
        Driver::CapiHelm | Driver::Unknown => return,
    };
    if !apart {
        return;
    }
    match catalog.hosts {
        Some(hosts) if hosts < most => {
            findings.note_with(field, Weight::Blocks, Reason::TooFewHosts(hosts), soften);
        }
        None => findings.note_with(field, Weight::Unchecked, Reason::HostsUnknown, soften),
        Some(_) => {}
    }
}

fn wants_apart(policies: &str) -> bool {
    policies.split(',').any(|policy| policy.trim() == "anti-affinity")
}
