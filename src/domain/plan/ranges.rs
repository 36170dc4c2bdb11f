//! The three ranges of addresses of a cluster, none of which may overlap another: nodes, pods, services.

use crate::domain::draft::DraftField;
use crate::domain::plan::Plan;
use crate::domain::plan::finding::{Finding, Found as _, RangeUse, Reason, Weight};
use crate::domain::plan::subnet::chosen_subnet;
use crate::domain::range::Range;

/// What every driver takes for nodes where nothing is said.
pub(super) const NODES_DEFAULT: &str = "10.0.0.0/24";
/// What they take for pods.
const PODS_DEFAULT: &str = "10.100.0.0/16";
/// What they take for services.
const SERVICES_DEFAULT: &str = "10.254.0.0/16";
/// Calico gives each node at least so many bits of addresses.
const CALICO_BLOCK: u8 = 26;
/// Flannel gives each node so many where nothing is said.
const FLANNEL_BLOCK: u8 = 24;

pub(super) fn check(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    if plan.coe() != "kubernetes" || plan.ground.template.is_none() {
        return;
    }
    let nodes = match chosen_subnet(plan) {
        Some(subnet) => Some(subnet.cidr.clone()),
        None if plan.network().is_some() || plan.subnet().is_some() => None,
        None => Some(
            plan.label("fixed_subnet_cidr")
                .unwrap_or(NODES_DEFAULT)
                .to_owned(),
        ),
    };
    let pods = plan.label(pod_label(plan)).unwrap_or(PODS_DEFAULT).to_owned();
    let services = plan
        .label("service_cluster_ip_range")
        .unwrap_or(SERVICES_DEFAULT)
        .to_owned();
    let field = if plan.network().is_some() || plan.subnet().is_some() {
        DraftField::Subnet
    } else {
        DraftField::Labels
    };
    let all = [
        nodes.map(|range| (RangeUse::Nodes, range)),
        Some((RangeUse::Pods, pods.clone())),
        Some((RangeUse::Services, services)),
    ];
    let all: Vec<_> = all
        .into_iter()
        .flatten()
        .filter_map(|(of, text)| Some(((of, text.clone()), Range::parse(&text)?)))
        .collect();
    for (at, (one, range)) in all.iter().enumerate() {
        for (other, second) in all.iter().skip(at + 1) {
            if range.overlaps(*second) {
                let (one, other) = (one.clone(), other.clone());
                let between = if one.0 == RangeUse::Nodes {
                    field
                } else {
                    DraftField::Labels
                };
                findings.note(between, Weight::Blocks, Reason::Overlap { one, other });
            }
        }
    }
    if let Some(pods) = Range::parse(&pods) {
        pod_blocks(plan, pods, findings);
    }
}

/// The label in which pods' range is given, by the network driver.
fn pod_label(plan: &Plan<'_>) -> &'static str {
    match plan
        .ground
        .template
        .and_then(|template| template.network_driver.as_deref())
    {
        Some("flannel") => "flannel_network_cidr",
        Some("cilium") => "cilium_ipv4pool",
        Some(_) | None => "calico_ipv4pool",
    }
}

/// Each node takes a slice of the pods' range.
fn pod_blocks(plan: &Plan<'_>, pods: Range, findings: &mut Vec<Finding>) {
    let slice = if pod_label(plan) == "flannel_network_cidr" {
        let own = plan
            .label("flannel_network_subnetlen")
            .and_then(|text| text.parse().ok());
        own.unwrap_or(FLANNEL_BLOCK)
    } else {
        CALICO_BLOCK
    };
    let bits = u32::from(slice.saturating_sub(pods.length()));
    let most = 1_u64.checked_shl(bits).unwrap_or(u64::MAX);
    if pods.length() > slice || most < plan.servers() {
        let most = if pods.length() > slice { 0 } else { most };
        // Calico's nodes borrow from each other, Flannel's go without.
        let weight = if pod_label(plan) == "flannel_network_cidr" || most == 0 {
            Weight::Blocks
        } else {
            Weight::Warns
        };
        findings.note(DraftField::Labels, weight, Reason::PodRangeSmall(most));
    }
}
