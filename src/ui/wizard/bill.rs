//! What the draft adds up to, line by line, against what the quotas of the project leave. No egui in here.

use std::sync::Arc;

use crate::domain::draft::ClusterDraft;
use crate::domain::quota::{Quota, QuotaKind, Quotas};
use crate::domain::service::Service;
use crate::domain::template::ClusterTemplate;
use crate::ui::wizard::model::{Offer, Totals};

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is counted.
    pub kind: QuotaKind,
    /// How much of it the cluster takes, at least.
    pub needed: u64,
    /// What the quota says of it.
    pub room: Room,
}

/// What the quota says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// It could not be had, or has not come yet.
    Unchecked,
    /// There is none to keep.
    Unlimited,
    /// So much is left.
    Left(u64),
}

impl Line {
    /// Whether the quota does not leave enough.
    pub fn is_short(self) -> bool {
        matches!(self.room, Room::Left(left) if left < self.needed)
    }
}

/// The bill of a draft. What the driver adds of its own accord is counted only where it is certain.
pub fn bill(draft: &ClusterDraft, offer: Offer<'_>, totals: &Totals) -> Vec<Line> {
    let template = offer.template.map(Arc::as_ref);
    let quotas = offer.catalog.map(|catalog| &catalog.quotas);
    [
        (QuotaKind::Clusters, 1),
        (QuotaKind::Servers, totals.servers),
        (QuotaKind::Cores, totals.vcpus),
        (QuotaKind::RamMib, totals.ram_mib),
        (QuotaKind::Volumes, totals.volumes),
        (QuotaKind::VolumeGib, totals.volume_gib),
        (QuotaKind::LoadBalancers, load_balancers(draft, template)),
        (QuotaKind::FloatingIps, floating_ips(draft, template)),
        (QuotaKind::Networks, networks(template)),
    ]
    .into_iter()
    .filter(|(_, needed)| *needed > 0)
    .map(|(kind, needed)| Line {
        kind,
        needed,
        room: room(quotas, kind),
    })
    .collect()
}

/// The services whose quotas could not be had, in the order of the status line.
pub fn unchecked(offer: Offer<'_>) -> Vec<Service> {
    let gaps = offer.catalog.map(|catalog| &catalog.quotas.gaps);
    gaps.into_iter().flat_map(|gaps| gaps.keys().copied()).collect()
}

fn room(quotas: Option<&Quotas>, kind: QuotaKind) -> Room {
    match quotas
        .and_then(|quotas| quotas.known.get(&kind))
        .copied()
        .map(Quota::left)
    {
        None => Room::Unchecked,
        Some(None) => Room::Unlimited,
        Some(Some(left)) => Room::Left(left),
    }
}

/// Heat's drivers make one for the API and one for etcd.
fn load_balancers(draft: &ClusterDraft, template: Option<&ClusterTemplate>) -> u64 {
    let driver = template.and_then(|template| template.driver.as_deref());
    match (draft.balanced(template), driver) {
        (Some(true), Some(driver)) if is_heat(driver) => 2,
        (Some(true), _) => 1,
        (Some(false) | None, _) => 0,
    }
}

fn floating_ips(draft: &ClusterDraft, template: Option<&ClusterTemplate>) -> u64 {
    let Some(template) = template.filter(|template| template.floating_ip_enabled == Some(true)) else {
        return 0;
    };
    let balancer = u64::from(draft.balanced(Some(template)) == Some(true));
    let driver = template.driver.as_deref();
    let nodes = if driver.is_some_and(is_heat) {
        u64::from(draft.master_count) + u64::from(draft.node_count)
    } else {
        0
    };
    nodes + balancer
}

/// A network of its own, unless the template names one.
fn networks(template: Option<&ClusterTemplate>) -> u64 {
    let own = template.is_some_and(|template| template.fixed_network.as_deref().is_none_or(str::is_empty));
    u64::from(own)
}

fn is_heat(driver: &str) -> bool {
    (driver.ends_with("_v1") || driver.ends_with("_v2"))
        && !driver.contains("capi")
        && !driver.contains("cluster_api")
}
