//! What is wrong with a change, or worth knowing, before it is sent: the checks that Magnum makes, and some that it does not
//! make although it should.

use crate::domain::driver::Driver;
use crate::domain::id::ServerId;
use crate::domain::node_group::{NodeGroup, Role};
use crate::domain::operation::{GroupEdit, NewGroup, Resize};
use crate::domain::status::Severity;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// It is so already.
    NothingChanges,
    /// Fewer than the group's bound lets.
    BelowMinimum(u32),
    /// More than the group's bound lets.
    AboveMaximum(u32),
    /// A cluster without a master is none.
    NoMasters,
    /// etcd wants an odd number.
    EvenMasters,
    /// This Magnum takes no zero.
    ZeroTooEarly,
    /// No worker is left, so that no workload can run.
    NoWorkers,
    /// More nodes are picked than are to go.
    TooManyPicked {
        /// So many are picked.
        picked: u32,
        /// So many are to go.
        leaving: u32,
    },
    /// Fewer nodes are picked than are to go; the driver picks the rest.
    RestByDriver(u32),
    /// None is picked; the driver picks, and which is not known.
    PickedByDriver,
    /// A picked node is none of the group's.
    ForeignNode(ServerId),
    /// Nodes are picked, and none is to go.
    PickedInVain,
    /// The autoscaler changes the number by itself.
    Autoscaled,
    /// It has no name.
    NameMissing,
    /// Longer than 255 characters.
    NameTooLong,
    /// The cluster has a group of that name.
    NameTaken,
    /// Magnum makes no further groups of masters.
    MasterRole,
    /// More than may be at most.
    CountAboveMaximum,
    /// Fewer than must be at least.
    CountBelowMinimum,
    /// The lower bound lies above the upper one.
    BoundsCross,
    /// The number of nodes now lies outside the new bounds.
    CountOutside(u32),
    /// A key that Kubernetes does not take.
    BadKey(String),
    /// A key that Kubernetes keeps for itself.
    ReservedKey(String),
    /// A value that Kubernetes does not take.
    BadValue(String),
}

impl Finding {
    /// Whether nothing can be sent because of it.
    pub fn blocks(&self) -> bool {
        *self == Self::NothingChanges || self.severity() == Severity::Bad
    }

    /// How much it matters: what is [`Severity::Bad`] stands in the way.
    pub fn severity(&self) -> Severity {
        match self {
            Self::NoWorkers | Self::Autoscaled | Self::CountOutside(_) => Severity::Warning,
            // As it is when a form opens, which is nobody's fault.
            Self::RestByDriver(_) | Self::PickedByDriver | Self::NothingChanges => Severity::Neutral,
            Self::BelowMinimum(_)
            | Self::AboveMaximum(_)
            | Self::NoMasters
            | Self::EvenMasters
            | Self::ZeroTooEarly
            | Self::TooManyPicked { .. }
            | Self::ForeignNode(_)
            | Self::PickedInVain
            | Self::NameMissing
            | Self::NameTooLong
            | Self::NameTaken
            | Self::MasterRole
            | Self::CountAboveMaximum
            | Self::CountBelowMinimum
            | Self::BoundsCross
            | Self::BadKey(_)
            | Self::ReservedKey(_)
            | Self::BadValue(_) => Severity::Bad,
        }
    }
}

/// Whether anything stands in the way.
pub fn blocked(findings: &[Finding]) -> bool {
    findings.iter().any(Finding::blocks)
}

/// What a resize is checked against.
#[derive(Clone, Copy, Debug)]
pub struct ResizeContext<'a> {
    /// The group, where the server has groups.
    pub group: Option<&'a NodeGroup>,
    /// Nodes of it now.
    pub count_now: u32,
    /// The servers that are known to be of the group; empty where they are not known.
    pub servers: &'a [ServerId],
    /// Whether an autoscaler works on the cluster.
    pub autoscaled: bool,
    /// Whether this Magnum takes zero.
    pub zero_allowed: bool,
    /// Whether the driver heeds which nodes are picked.
    pub picks_heeded: bool,
}

/// Checks a resize.
pub fn of_resize(resize: &Resize, context: ResizeContext<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (count, now) = (resize.node_count, context.count_now);
    let master = context.group.is_some_and(|group| group.role == Role::Master);
    let picked = u32::try_from(resize.nodes_to_remove.len()).unwrap_or(u32::MAX);
    let leaving = now.saturating_sub(count);
    if count == now && picked == 0 {
        findings.push(Finding::NothingChanges);
    }
    match (master, count) {
        (true, 0) => findings.push(Finding::NoMasters),
        (true, _) if count.is_multiple_of(2) => findings.push(Finding::EvenMasters),
        (false, 0) if !context.zero_allowed => findings.push(Finding::ZeroTooEarly),
        (false, 0) => findings.push(Finding::NoWorkers),
        _ => {}
    }
    if let Some(group) = context.group.filter(|_| !master) {
        if count < group.min_node_count {
            findings.push(Finding::BelowMinimum(group.min_node_count));
        }
        if let Some(most) = group.max_node_count.filter(|most| count > *most) {
            findings.push(Finding::AboveMaximum(most));
        }
    }
    if picked > 0 && leaving == 0 {
        findings.push(Finding::PickedInVain);
    } else if picked > leaving {
        findings.push(Finding::TooManyPicked { picked, leaving });
    } else if picked > 0 && picked < leaving {
        findings.push(Finding::RestByDriver(leaving - picked));
    } else if picked == 0 && leaving > 0 && context.picks_heeded {
        findings.push(Finding::PickedByDriver);
    }
    let foreign = |server: &&ServerId| !context.servers.is_empty() && !context.servers.contains(server);
    let foreign = resize.nodes_to_remove.iter().filter(foreign);
    findings.extend(foreign.cloned().map(Finding::ForeignNode));
    if context.autoscaled && !master {
        findings.push(Finding::Autoscaled);
    }
    findings
}

/// Checks a new group against those that are there.
pub fn of_new_group(new: &NewGroup, groups: &[NodeGroup]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if new.name.is_empty() {
        findings.push(Finding::NameMissing);
    } else if new.name.chars().count() > 255 {
        findings.push(Finding::NameTooLong);
    } else if groups.iter().any(|group| group.name == new.name) {
        findings.push(Finding::NameTaken);
    }
    if new.role == "master" {
        findings.push(Finding::MasterRole);
    }
    if new.max_node_count.is_some_and(|most| most < new.min_node_count) {
        findings.push(Finding::BoundsCross);
    } else if new.max_node_count.is_some_and(|most| new.node_count > most) {
        findings.push(Finding::CountAboveMaximum);
    } else if new.node_count < new.min_node_count {
        findings.push(Finding::CountBelowMinimum);
    }
    findings.extend(of_keys(
        new.node_labels
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str())),
    ));
    let taints = new.node_taints.iter();
    findings.extend(of_keys(taints.map(|taint| {
        (taint.key.as_str(), taint.value.as_deref().unwrap_or_default())
    })));
    findings
}

/// Checks an edit of this group.
pub fn of_edit(edit: &GroupEdit, group: &NodeGroup) -> Vec<Finding> {
    let mut findings = Vec::new();
    if edit.is_empty() {
        findings.push(Finding::NothingChanges);
    }
    let least = edit.min_node_count.unwrap_or(group.min_node_count);
    let most = edit.max_node_count.unwrap_or(group.max_node_count);
    let count = group.node_count;
    if most.is_some_and(|most| most < least) {
        findings.push(Finding::BoundsCross);
    } else if count < least || most.is_some_and(|most| count > most) {
        findings.push(Finding::CountOutside(count));
    }
    if let Some(labels) = &edit.node_labels {
        findings.extend(of_keys(
            labels.iter().map(|(key, value)| (key.as_str(), value.as_str())),
        ));
    }
    if let Some(taints) = &edit.node_taints {
        findings.extend(of_keys(taints.iter().map(|taint| {
            (taint.key.as_str(), taint.value.as_deref().unwrap_or_default())
        })));
    }
    findings
}

/// Kubernetes' rules for keys and values, and Magnum's for the prefixes that are kept.
fn of_keys<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, value) in pairs {
        let (prefix, name) = key
            .rsplit_once('/')
            .map_or((None, key), |(prefix, name)| (Some(prefix), name));
        let bad_prefix = prefix.is_some_and(|prefix| prefix.is_empty() || prefix.len() > 253);
        if bad_prefix || name.is_empty() || !is_name(name) {
            findings.push(Finding::BadKey(key.to_owned()));
        } else if prefix.is_some_and(|prefix| is_kept(prefix, key)) {
            findings.push(Finding::ReservedKey(key.to_owned()));
        }
        if !is_name(value) {
            findings.push(Finding::BadValue(value.to_owned()));
        }
    }
    findings
}

/// At most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at either end; or nothing.
fn is_name(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let edge = |c: Option<char>| c.is_none_or(|c| c.is_ascii_alphanumeric());
    text.len() <= 63 && text.chars().all(inner) && edge(text.chars().next()) && edge(text.chars().last())
}

/// Labels that nodes may be given although their prefix is Kubernetes' own.
const GIVEN: [&str; 10] = [
    "beta.kubernetes.io/arch",
    "beta.kubernetes.io/instance-type",
    "beta.kubernetes.io/os",
    "failure-domain.beta.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "kubernetes.io/arch",
    "kubernetes.io/hostname",
    "kubernetes.io/os",
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
];

fn is_kept(prefix: &str, key: &str) -> bool {
    let within = |domain: &str| {
        prefix == domain
            || prefix
                .strip_suffix(domain)
                .is_some_and(|head| head.ends_with('.'))
    };
    let open = within("kubelet.kubernetes.io") || within("node.kubernetes.io") || GIVEN.contains(&key);
    (within("kubernetes.io") || within("k8s.io")) && !open
}

/// Whether the driver heeds which nodes are picked: Cluster API by Helm only writes it into its log.
pub fn picks_heeded(driver: Driver) -> bool {
    match driver {
        Driver::Heat | Driver::MagnumClusterApi | Driver::Unknown => true,
        Driver::CapiHelm => false,
    }
}
