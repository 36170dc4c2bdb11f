//! Networks, routers, load balancers, and who reaches the API.

use crate::domain::catalog::Catalog;
use crate::domain::draft::{ApiReach, DraftField};
use crate::domain::driver::Driver;
use crate::domain::inventory::Network;
use crate::domain::plan::Plan;
use crate::domain::plan::finding::{Finding, Fix, Found as _, Reason, Weight};
use crate::domain::plan::reach::ranges_label;
use crate::domain::range::Range;
use crate::domain::service::Service;

pub(super) fn check(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    network(plan, findings);
    names(plan, findings);
    balancer(plan, findings);
    reach(plan, findings);
}

/// The network that nodes are put into, if it is named and known.
pub(super) fn chosen_network<'a>(plan: &Plan<'a>) -> Option<&'a Network> {
    let name = plan.network()?;
    let networks = &plan.asked(Service::Network)?.networks;
    one_of(networks, name)
}

fn one_of<'a>(networks: &'a [Network], name: &str) -> Option<&'a Network> {
    let by_id = networks.iter().find(|network| network.id.as_str() == name);
    by_id.or_else(|| networks.iter().find(|network| network.name == name))
}

fn network(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::Network;
    let Some(name) = plan.network() else {
        if let Some(subnet) = plan.subnet() {
            let of = plan
                .asked(Service::Network)
                .and_then(|catalog| network_of_subnet(catalog, subnet));
            findings.note_with(
                DraftField::Subnet,
                Weight::Warns,
                Reason::SubnetAlone,
                of.map(Fix::Network),
            );
        }
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
    let named = catalog
        .networks
        .iter()
        .filter(|network| network.name == name)
        .count();
    match one_of(&catalog.networks, name) {
        None => findings.note(field, Weight::Blocks, Reason::Unknown),
        Some(network) if network.name == name && named > 1 => {
            let own = catalog
                .networks
                .iter()
                .find(|network| network.name == name && !network.external);
            let fix = own.map(|network| Fix::Network(network.id.to_string()));
            findings.note_with(field, Weight::Blocks, Reason::Ambiguous(named), fix);
        }
        Some(network) if network.external => findings.note(field, Weight::Warns, Reason::NetworkIsExternal),
        Some(_) => {}
    }
}

/// A network that is made for the cluster gets the template's name servers, which nobody here can ask on its behalf.
fn names(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let servers = plan
        .ground
        .template
        .and_then(|template| template.dns_nameserver.as_deref())
        .filter(|servers| !servers.trim().is_empty());
    if let Some(servers) = servers.filter(|_| plan.network().is_none()) {
        let reason = Reason::DnsUnchecked(servers.to_owned());
        findings.note(DraftField::Network, Weight::Unchecked, reason);
    }
}

fn network_of_subnet(catalog: &Catalog, subnet: &str) -> Option<String> {
    catalog
        .subnets
        .iter()
        .find(|known| known.id.as_str() == subnet || known.name == subnet)
        .map(|known| known.network.to_string())
}

fn balancer(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::LoadBalancer;
    let asked = plan.draft.balanced(plan.ground.template);
    match plan.driver {
        Driver::CapiHelm if plan.ground.lacks_octavia => {
            findings.note(field, Weight::Blocks, Reason::DriverNeedsOctavia);
        }
        Driver::CapiHelm if asked == Some(false) => {
            findings.note(field, Weight::Informs, Reason::AlwaysBalanced);
        }
        Driver::CapiHelm => {}
        Driver::Heat | Driver::MagnumClusterApi | Driver::Unknown => {
            if asked == Some(true) && plan.ground.lacks_octavia {
                let fix = (plan.draft.master_count == 1).then_some(Fix::LoadBalancer(Some(false)));
                findings.note_with(field, Weight::Blocks, Reason::NoOctavia, fix);
            }
            if plan.driver == Driver::MagnumClusterApi
                && asked != Some(true)
                && plan.ground.template.is_some()
            {
                let fix = Some(Fix::LoadBalancer(Some(true)));
                findings.note_with(field, Weight::Warns, Reason::ShouldBeBalanced, fix);
            }
        }
    }
}

fn reach(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::Reach;
    let by_hand = |label: &str, wanted: &str| {
        let written = plan.draft.own_labels();
        written.get(label).is_some_and(|value| value != wanted)
    };
    match plan.draft.reach {
        ApiReach::Template | ApiReach::Everyone => {
            let label = ranges_label(plan.driver);
            let restricted = label.and_then(|label| plan.label(label));
            let open = restricted.is_none_or(|ranges| {
                ranges
                    .split(',')
                    .filter_map(Range::parse)
                    .any(Range::is_everything)
            });
            if open && plan.balancer_floating() && plan.ground.template.is_some() {
                findings.note(field, Weight::Informs, Reason::OpenToAll);
            }
        }
        ApiReach::Ranges => ranges(plan, findings),
        ApiReach::Inside => {
            let label = "master_lb_floating_ip_enabled";
            if by_hand(label, "false") {
                let fix = Some(Fix::RemoveLabel(label.to_owned()));
                findings.note_with(
                    field,
                    Weight::Warns,
                    Reason::ReachOverridden(label.to_owned()),
                    fix,
                );
            }
            if plan.driver == Driver::Heat && plan.floating() == Some(true) {
                let fix = Some(Fix::FloatingIps(false));
                findings.note_with(field, Weight::Warns, Reason::ReachThroughNodes, fix);
            }
        }
    }
}

fn ranges(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let field = DraftField::Reach;
    let everyone = || Some(Fix::Reach(ApiReach::Everyone));
    match plan.driver {
        Driver::MagnumClusterApi => {
            findings.note_with(field, Weight::Blocks, Reason::RangesImpossible, everyone());
            return;
        }
        Driver::Unknown => {
            if plan.ground.template.is_some() {
                findings.note_with(field, Weight::Blocks, Reason::RangesDriverUnknown, everyone());
            }
            return;
        }
        Driver::Heat if plan.balanced() != Some(true) => {
            let fix = Some(Fix::LoadBalancer(Some(true)));
            findings.note_with(field, Weight::Blocks, Reason::RangesNeedBalancer, fix);
            return;
        }
        Driver::Heat | Driver::CapiHelm => {}
    }
    let parts = || {
        let all = plan.draft.allowed_ranges.split([',', ' ', '\n', ';']);
        all.map(str::trim).filter(|part| !part.is_empty())
    };
    if parts().next().is_none() {
        findings.note(field, Weight::Blocks, Reason::Missing);
    }
    for part in parts() {
        match Range::parse(part) {
            None => findings.note(field, Weight::Blocks, Reason::LabelNoRange(part.to_owned())),
            Some(range) if range.is_crooked() => {
                let straight = range.straight().to_string();
                findings.note(field, Weight::Blocks, Reason::LabelCrookedRange(straight));
            }
            Some(range) if range.is_everything() => {
                findings.note_with(field, Weight::Warns, Reason::RangesAreEverything, everyone());
            }
            Some(_) => {}
        }
    }
    if let Some(label) = ranges_label(plan.driver)
        && plan.draft.own_labels().contains_key(label)
    {
        let fix = Some(Fix::RemoveLabel(label.to_owned()));
        findings.note_with(
            field,
            Weight::Warns,
            Reason::ReachOverridden(label.to_owned()),
            fix,
        );
    }
    if plan.driver == Driver::Heat && plan.floating() == Some(true) {
        let fix = Some(Fix::FloatingIps(false));
        findings.note_with(field, Weight::Warns, Reason::ReachThroughNodes, fix);
    }
}
