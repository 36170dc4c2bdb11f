//! What a cluster takes, thing by thing, against what the quotas of the project leave.
//!
//! Of a Heat cluster it is known to the last port, because its templates are Magnum's own. What charts and controllers add
//! in a Cluster API cluster is counted as far as it is certain, so that the bill is the least.

use std::collections::BTreeMap;

use crate::domain::draft::DraftField;
use crate::domain::driver::Driver;
use crate::domain::plan::Plan;
use crate::domain::plan::finding::{Finding, Fix, Found as _, Reason, Weight};
use crate::domain::quota::{Quota, QuotaKind};
use crate::domain::service::Service;

/// One line of the bill.
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

/// The bill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// Lines that are not nought, in the order of the quotas.
    pub lines: Vec<Line>,
    /// Root disks of the flavors, GiB, which no quota counts; none where servers start from a volume.
    pub root_disk_gib: u64,
    /// Whether a flavor is not known, so that processors and memory are more than this.
    pub partial: bool,
}

impl Bill {
    /// How much of this is needed.
    pub fn needed(&self, kind: QuotaKind) -> u64 {
        self.lines
            .iter()
            .find(|line| line.kind == kind)
            .map_or(0, |line| line.needed)
    }
}

/// Adds it up.
pub fn bill(plan: &Plan<'_>) -> Bill {
    let machines = machines(plan);
    let mut amounts: BTreeMap<QuotaKind, u64> = BTreeMap::from([
        (QuotaKind::Clusters, 1),
        (QuotaKind::Servers, plan.servers()),
        (QuotaKind::Cores, machines.vcpus),
        (QuotaKind::RamMib, machines.ram_mib),
        (QuotaKind::FloatingIps, floating_ips(plan)),
        (QuotaKind::LoadBalancers, load_balancers(plan)),
    ]);
    volumes(plan, &mut amounts);
    neutron(plan, &mut amounts);
    octavia(plan, &mut amounts);
    let known = plan.ground.catalog.map(|catalog| &catalog.quotas.known);
    let room = |kind| match known.and_then(|known| known.get(&kind)).copied().map(Quota::left) {
        None => Room::Unchecked,
        Some(None) => Room::Unlimited,
        Some(Some(left)) => Room::Left(left),
    };
    let lines = amounts.into_iter().filter(|(_, needed)| *needed > 0);
    Bill {
        lines: lines
            .map(|(kind, needed)| Line {
                kind,
                needed,
                room: room(kind),
            })
            .collect(),
        root_disk_gib: machines.disk_gib,
        partial: machines.partial,
    }
}

#[derive(Default)]
struct Machines {
    vcpus: u64,
    ram_mib: u64,
    disk_gib: u64,
    partial: bool,
}

/// So many more of this size; sizes come from labels and hold whatever somebody has typed.
fn with(sum: u64, count: u64, size: u64) -> u64 {
    sum.saturating_add(count.saturating_mul(size))
}

/// What the flavors add up to.
fn machines(plan: &Plan<'_>) -> Machines {
    let mut sum = Machines::default();
    let groups = plan.draft.groups.iter().map(|group| {
        let own = Some(group.flavor.as_str()).filter(|name| !name.is_empty());
        (group.node_count, own.or_else(|| plan.flavor()))
    });
    let sorts = [
        (plan.draft.master_count, plan.master_flavor()),
        (plan.draft.node_count, plan.flavor()),
    ];
    for (count, name) in sorts.into_iter().chain(groups) {
        let count = u64::from(count);
        match name.and_then(|name| plan.flavor_of(name)) {
            Some(flavor) => {
                sum.vcpus = with(sum.vcpus, count, u64::from(flavor.vcpus));
                sum.ram_mib = with(sum.ram_mib, count, u64::from(flavor.ram_mib));
                if plan.boot_volume_gib().is_none() {
                    sum.disk_gib = with(sum.disk_gib, count, u64::from(flavor.disk_gib));
                }
            }
            None => sum.partial |= count > 0,
        }
    }
    sum
}

/// Boot, container and etcd volumes.
fn volumes(plan: &Plan<'_>, amounts: &mut BTreeMap<QuotaKind, u64>) {
    let masters = u64::from(plan.draft.master_count);
    // The charts keep containers on the root disk.
    let container = plan
        .docker_volume_gib()
        .map(u64::from)
        .filter(|_| plan.driver != Driver::CapiHelm);
    // In Cluster API clusters etcd's block device is a volume of its own as well.
    let etcd = plan.number("etcd_volume_size").or_else(|| {
        let kind = plan.label("etcd_blockdevice_type");
        plan.number("etcd_blockdevice_size")
            .filter(|_| kind.is_none_or(|kind| kind == "volume"))
    });
    let sorts = [
        (plan.servers(), plan.boot_volume_gib()),
        (plan.servers(), container.filter(|size| *size > 0)),
        (masters, etcd),
    ];
    for (count, size) in sorts {
        if let Some(size) = size {
            *amounts.entry(QuotaKind::Volumes).or_default() += count;
            let gib = amounts.entry(QuotaKind::VolumeGib).or_default();
            *gib = with(*gib, count, size);
        }
    }
}

/// Networks and what is in them.
fn neutron(plan: &Plan<'_>, amounts: &mut BTreeMap<QuotaKind, u64>) {
    let own = plan.network().is_none();
    for kind in [QuotaKind::Networks, QuotaKind::Subnets, QuotaKind::Routers] {
        amounts.insert(kind, u64::from(own));
    }
    // One for each node and load balancer; a network of its own has one for its router as well.
    let ports = plan.servers() + load_balancers(plan) + u64::from(own);
    amounts.insert(QuotaKind::Ports, ports);
    amounts.insert(QuotaKind::SecurityGroups, 2);
    let policies = match plan.driver {
        Driver::Heat => 2,
        Driver::MagnumClusterApi => 2 + u64::try_from(plan.draft.groups.len()).unwrap_or_default(),
        Driver::CapiHelm | Driver::Unknown => 0,
    };
    amounts.insert(QuotaKind::ServerGroups, policies);
}

fn octavia(plan: &Plan<'_>, amounts: &mut BTreeMap<QuotaKind, u64>) {
    let balancers = load_balancers(plan);
    amounts.insert(QuotaKind::Listeners, balancers);
    // Each listens at one port, sends to one pool, asks one question and has every master behind it.
    amounts.insert(QuotaKind::Pools, balancers);
    amounts.insert(QuotaKind::HealthMonitors, balancers);
    let masters = u64::from(plan.draft.master_count);
    amounts.insert(QuotaKind::Members, balancers * masters);
}

/// Heat's drivers make one for the API and one for etcd.
pub(super) fn load_balancers(plan: &Plan<'_>) -> u64 {
    match (plan.balanced(), plan.driver) {
        (Some(true), Driver::Heat) => 2,
        (Some(true), Driver::CapiHelm | Driver::MagnumClusterApi | Driver::Unknown) => 1,
        (Some(false) | None, _) => 0,
    }
}

/// One for the load balancer of the API, and with Heat one for each node.
pub(super) fn floating_ips(plan: &Plan<'_>) -> u64 {
    let nodes = if plan.driver == Driver::Heat && plan.floating() == Some(true) {
        u64::from(plan.draft.master_count) + u64::from(plan.draft.node_count)
    } else {
        0
    };
    nodes + u64::from(plan.balancer_floating())
}

/// What the quotas do not leave, and which of them did not tell.
pub(super) fn check(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    if plan.ground.template.is_none() {
        return;
    }
    let bill = bill(plan);
    let field = DraftField::Quota;
    if plan.ground.catalog.is_none() {
        findings.note(field, Weight::Unchecked, Reason::CatalogMissing);
    }
    if plan.ground.lacks_cinder && bill.needed(QuotaKind::Volumes) > 0 {
        findings.note(field, Weight::Blocks, Reason::NoCinder);
    }
    for line in bill.lines.iter().filter(|line| line.is_short()) {
        let Room::Left(left) = line.room else {
            continue;
        };
        // Magnum refuses for its own quota; for the others it begins, and the creation fails.
        let certain = plan.driver == Driver::Heat || line.kind == QuotaKind::Clusters;
        let weight = if certain { Weight::Blocks } else { Weight::Warns };
        let reason = Reason::QuotaShort {
            kind: line.kind,
            needed: line.needed,
            left,
        };
        findings.note_with(field, weight, reason, relief(plan, line.kind));
    }
    if let Some(catalog) = plan.ground.catalog {
        let needs = |service: Service| bill.lines.iter().any(|line| line.kind.service() == service);
        for service in catalog
            .quotas
            .gaps
            .keys()
            .copied()
            .filter(|service| needs(*service))
        {
            findings.note(field, Weight::Unchecked, Reason::QuotaUnchecked(service));
        }
    }
}

/// What would take less of it, where that is one choice.
fn relief(plan: &Plan<'_>, kind: QuotaKind) -> Option<Fix> {
    match kind {
        QuotaKind::FloatingIps if plan.driver == Driver::Heat && plan.floating() == Some(true) => {
            Some(Fix::FloatingIps(false))
        }
        QuotaKind::LoadBalancers if plan.driver == Driver::Heat && plan.draft.master_count == 1 => {
            Some(Fix::LoadBalancer(Some(false)))
        }
        QuotaKind::Servers | QuotaKind::Cores | QuotaKind::RamMib if plan.draft.node_count > 1 => {
            Some(Fix::Workers(plan.draft.node_count - 1))
        }
        QuotaKind::FloatingIps
        | QuotaKind::LoadBalancers
        | QuotaKind::Servers
        | QuotaKind::Cores
        | QuotaKind::RamMib
        | QuotaKind::Clusters
        | QuotaKind::Volumes
        | QuotaKind::VolumeGib
        | QuotaKind::Networks
        | QuotaKind::Subnets
        | QuotaKind::Routers
        | QuotaKind::Ports
        | QuotaKind::SecurityGroups
        | QuotaKind::ServerGroups
        | QuotaKind::Listeners
        | QuotaKind::Pools
        | QuotaKind::Members
        | QuotaKind::HealthMonitors => None,
    }
}
