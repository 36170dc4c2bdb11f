//! The subnet that nodes are put into: whether it is there, leads out, and has room.

use crate::domain::catalog::Catalog;
use crate::domain::draft::DraftField;
use crate::domain::inventory::{Network, Subnet};
use crate::domain::plan::Plan;
use crate::domain::plan::bill;
use crate::domain::plan::finding::{Finding, Fix, Found as _, Reason, Weight};
use crate::domain::plan::network::chosen_network;
use crate::domain::quota::QuotaKind;
use crate::domain::range::Range;
use crate::domain::service::Service;

/// Addresses of a range that nobody gets: its own, the broadcast's, the gateway's and the DHCP server's.
const TAKEN_ALWAYS: u64 = 4;

pub(super) fn check(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    if let Some(catalog) = plan.asked(Service::Network) {
        if let Some(subnet) = subnet(plan, catalog, findings) {
            router(plan, catalog, subnet, findings);
            room(plan, catalog, subnet, findings);
        } else if plan.network().is_none() && plan.subnet().is_none() {
            own_range(plan, findings);
        }
    }
    pool(plan, findings);
}

/// The existing subnet that nodes are put into, if it is known.
pub(super) fn chosen_subnet<'a>(plan: &Plan<'a>) -> Option<&'a Subnet> {
    let catalog = plan.asked(Service::Network)?;
    match plan.subnet() {
        Some(name) => {
            let by_id = catalog.subnets.iter().find(|subnet| subnet.id.as_str() == name);
            by_id.or_else(|| catalog.subnets.iter().find(|subnet| subnet.name == name))
        }
        None => {
            let network = chosen_network(plan)?;
            let mut inside = catalog
                .subnets
                .iter()
                .filter(|subnet| subnet.network == network.id);
            inside.next().filter(|_| inside.next().is_none())
        }
    }
}

fn subnet<'a>(plan: &Plan<'a>, catalog: &'a Catalog, findings: &mut Vec<Finding>) -> Option<&'a Subnet> {
    let field = DraftField::Subnet;
    let network = chosen_network(plan);
    let inside = |network: &Network| {
        let of = catalog
            .subnets
            .iter()
            .filter(|subnet| subnet.network == network.id);
        of.collect::<Vec<_>>()
    };
    let Some(name) = plan.subnet() else {
        let network = network?;
        match inside(network).as_slice() {
            [] => findings.note(field, Weight::Blocks, Reason::NoSubnet),
            [only] => return Some(only),
            [first, ..] => {
                let fix = Some(Fix::Subnet(first.id.to_string()));
                findings.note_with(field, Weight::Warns, Reason::SeveralSubnets, fix);
            }
        }
        return None;
    };
    let named = catalog
        .subnets
        .iter()
        .filter(|subnet| subnet.name == name)
        .count();
    let Some(subnet) = chosen_subnet(plan) else {
        findings.note(field, Weight::Blocks, Reason::Unknown);
        return None;
    };
    if subnet.name == name && subnet.id.as_str() != name && named > 1 {
        let near = network.and_then(|network| inside(network).into_iter().find(|subnet| subnet.name == name));
        let fix = near.map(|subnet| Fix::Subnet(subnet.id.to_string()));
        findings.note_with(field, Weight::Blocks, Reason::Ambiguous(named), fix);
        return None;
    }
    if let Some(network) = network.filter(|network| network.id != subnet.network) {
        let other = catalog.networks.iter().find(|other| other.id == subnet.network);
        let name = other.map_or_else(|| subnet.network.to_string(), |other| other.name.clone());
        let fix = inside(network)
            .first()
            .map(|subnet| Fix::Subnet(subnet.id.to_string()));
        findings.note_with(field, Weight::Blocks, Reason::SubnetElsewhere(name), fix);
        return None;
    }
    Some(subnet)
}

/// Whether a router stands between the subnet and the external network.
fn router(plan: &Plan<'_>, catalog: &Catalog, subnet: &Subnet, findings: &mut Vec<Finding>) {
    let external = plan.external_network().and_then(|name| {
        let networks = catalog.networks.iter();
        networks
            .filter(|network| network.external)
            .find(|network| network.id.as_str() == name || network.name == name)
    });
    let Some(external) = external else {
        return;
    };
    // In a shared network the router is somebody else's.
    let shared = catalog
        .networks
        .iter()
        .any(|network| network.id == subnet.network && network.shared);
    let leads = catalog
        .ports
        .iter()
        .filter(|port| {
            port.device_owner.starts_with("network:router")
                || port.device_owner.starts_with("network:ha_router")
        })
        .filter(|port| port.fixed_ips.iter().any(|(of, _)| *of == subnet.id))
        .filter_map(|port| {
            catalog
                .routers
                .iter()
                .find(|router| router.id.as_str() == port.device_id)
        })
        .any(|router| router.external_network.as_ref() == Some(&external.id));
    if leads {
        return;
    }
    let (weight, reason) = if shared {
        (Weight::Unchecked, Reason::RouterUnchecked)
    } else if plan.floating() == Some(true) || plan.balancer_floating() {
        (Weight::Blocks, Reason::NoRouter)
    } else {
        (Weight::Warns, Reason::NoRouter)
    };
    findings.note(DraftField::Subnet, weight, reason);
}

/// Whether the subnet has addresses for all nodes and load balancers.
fn room(plan: &Plan<'_>, catalog: &Catalog, subnet: &Subnet, findings: &mut Vec<Finding>) {
    let Some(range) = Range::parse(&subnet.cidr) else {
        return;
    };
    let used = catalog
        .ports
        .iter()
        .filter(|port| port.fixed_ips.iter().any(|(of, _)| *of == subnet.id))
        .count();
    let size = u64::try_from(range.size()).unwrap_or(u64::MAX);
    let left = size
        .saturating_sub(TAKEN_ALWAYS)
        .saturating_sub(u64::try_from(used).unwrap_or(u64::MAX));
    full(plan, left, findings);
}

/// The same for the subnet that is going to be made.
fn own_range(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let range = plan
        .label("fixed_subnet_cidr")
        .unwrap_or(super::ranges::NODES_DEFAULT);
    if let Some(range) = Range::parse(range) {
        let size = u64::try_from(range.size()).unwrap_or(u64::MAX);
        full(plan, size.saturating_sub(TAKEN_ALWAYS), findings);
    }
}

fn full(plan: &Plan<'_>, left: u64, findings: &mut Vec<Finding>) {
    let needed = plan.servers() + bill::load_balancers(plan);
    if needed > left {
        findings.note(
            DraftField::Subnet,
            Weight::Blocks,
            Reason::SubnetFull { left, needed },
        );
    }
}

/// Whether the external network has addresses left, which only administrators are told.
fn pool(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let needed = bill::floating_ips(plan);
    let Some(catalog) = plan.asked(Service::Network).filter(|_| needed > 0) else {
        return;
    };
    let field = DraftField::FloatingIps;
    let external = plan.external_network().and_then(|name| {
        let networks = catalog.networks.iter();
        networks
            .clone()
            .find(|network| network.id.as_str() == name || network.name == name)
    });
    match external.and_then(|network| catalog.addresses_left.get(&network.id)) {
        Some(left) if *left < needed => {
            findings.note(field, Weight::Blocks, Reason::PoolEmpty { left: *left, needed });
        }
        Some(_) => {}
        None => findings.note(field, Weight::Unchecked, Reason::PoolUnchecked),
    }
    let left = catalog
        .quotas
        .known
        .get(&QuotaKind::FloatingIps)
        .and_then(|quota| quota.left());
    if left.is_some_and(|left| needed <= left && needed * 2 > left && needed > 1) {
        findings.note(field, Weight::Informs, Reason::HalfOfFloatingIps);
    }
}
