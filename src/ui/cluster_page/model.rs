//! What a cluster's page says: how a build stands, where labels come from, which resources come first. No egui in here.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::domain::cluster::Cluster;
use crate::domain::heat_type::HeatType;
use crate::domain::stack::{StackEvent, StackResource};
use crate::domain::stack_tree::{StackTree, Tally};
use crate::domain::status::{Action, Phase, Severity, Status};
use crate::domain::template::ClusterTemplate;
use crate::domain::topology::resource::ResourceKind;
use crate::message::ClusterParts;

/// How a running creation or other change stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Build {
    /// Which action runs.
    pub action: Action,
    /// Its resources; nothing where there is no stack to look into.
    pub tally: Option<Tally>,
    /// Seconds since it began.
    pub elapsed_secs: u64,
    /// Seconds after which Magnum gives up, where it does.
    pub limit_secs: Option<u64>,
    /// Paths of what is being worked on, at most [`BUSY_SHOWN`].
    pub busy: Vec<String>,
    /// How many more are being worked on.
    pub busy_more: usize,
    /// The newest words of a service: an event's, else Magnum's.
    pub latest: Option<String>,
}

/// So many resources in progress are named.
const BUSY_SHOWN: usize = 3;

/// How the action stands that runs on this cluster, if one runs.
pub fn build(
    cluster: &Cluster,
    parts: Option<&ClusterParts>,
    events: Option<&[StackEvent]>,
    now: Timestamp,
) -> Option<Build> {
    let Status::Known(action, Phase::InProgress) = cluster.status else {
        return None;
    };
    let creating = action == Action::Create;
    let since = cluster.changing_since();
    let elapsed = since.map_or(SignedDuration::ZERO, |since| now.duration_since(since));
    let resources = parts
        .map(|parts| parts.resources.as_slice())
        .filter(|resources| !resources.is_empty());
    let tree = resources.map(StackTree::of);
    let mut busy: Vec<_> = tree
        .iter()
        .flat_map(StackTree::busy)
        .map(|found| found.path.join(" / "))
        .collect();
    let busy_more = busy.len().saturating_sub(BUSY_SHOWN);
    busy.truncate(BUSY_SHOWN);
    Some(Build {
        action,
        tally: tree.as_ref().map(StackTree::tally),
        elapsed_secs: u64::try_from(elapsed.as_secs()).unwrap_or(0),
        // Cluster API drivers take no notice of the limit, so it is shown only beside a stack.
        limit_secs: cluster
            .create_timeout_mins
            .filter(|minutes| creating && *minutes > 0 && tree.is_some())
            .map(|minutes| u64::from(minutes) * 60),
        busy,
        busy_more,
        latest: latest_words(cluster, events),
    })
}

fn latest_words(cluster: &Cluster, events: Option<&[StackEvent]>) -> Option<String> {
    let newest = events.and_then(|events| events.iter().max_by_key(|event| event.at));
    let told = |text: &&str| !text.is_empty() && *text != "state changed";
    newest
        .and_then(|event| event.reason.as_deref())
        .filter(told)
        .or(cluster.status_reason.as_deref().filter(told))
        .map(str::to_owned)
}

/// After so long a deletion takes longer than usual.
const DELETION_USUALLY_SECS: u64 = 30 * 60;

/// A deletion that takes longer than usual, and what of the cluster is still to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// Seconds since it began.
    pub elapsed_secs: u64,
    /// What is still there, by kind; nothing where nobody could look.
    pub leftovers: Vec<(ResourceKind, usize)>,
}

/// Whether this cluster's deletion takes longer than usual.
pub fn stuck_deletion(cluster: &Cluster, parts: Option<&ClusterParts>, now: Timestamp) -> Option<Stuck> {
    if cluster.status != Status::Known(Action::Delete, Phase::InProgress) {
        return None;
    }
    let since = cluster.changing_since()?;
    let elapsed_secs = u64::try_from(now.duration_since(since).as_secs()).ok()?;
    (elapsed_secs > DELETION_USUALLY_SECS).then(|| Stuck {
        elapsed_secs,
        leftovers: leftovers(parts),
    })
}

/// What is there in reality: what only Heat still lists is not.
fn leftovers(parts: Option<&ClusterParts>) -> Vec<(ResourceKind, usize)> {
    let mut counts: BTreeMap<ResourceKind, usize> = BTreeMap::new();
    let resources = parts.into_iter().flat_map(|parts| parts.topology.resources());
    for resource in
        resources.filter(|resource| resource.contradiction.is_none() && resource.physical_id.is_some())
    {
        *counts.entry(resource.kind).or_default() += 1;
    }
    let kept = [
        ResourceKind::LoadBalancer,
        ResourceKind::Port,
        ResourceKind::SecurityGroup,
        ResourceKind::FloatingIp,
        ResourceKind::Volume,
        ResourceKind::Master,
        ResourceKind::Worker,
        ResourceKind::Network,
        ResourceKind::Router,
    ];
    kept.into_iter()
        .filter_map(|kind| Some((kind, *counts.get(&kind)?)))
        .collect()
}

/// Where a label's value is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The template's, unchanged.
    Template,
    /// The cluster gave another value than the template.
    Overridden,
    /// The template does not have it.
    Added,
    /// The template has it, the cluster left it out.
    Skipped,
}

/// One label.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelRow {
    /// Its name.
    pub name: String,
    /// Its effective value; the template's for a skipped one.
    pub value: String,
    /// Where it is from.
    pub origin: Origin,
    /// What the template says, where that differs.
    pub templates_value: Option<String>,
}

/// Every label by name, those that were left out included.
pub fn labels(cluster: &Cluster, template: Option<&ClusterTemplate>) -> Vec<LabelRow> {
    let templates = |name: &str| template.and_then(|template| template.labels.get(name));
    let mut rows: Vec<_> = cluster
        .labels
        .iter()
        .map(|(name, value)| {
            let overridden = cluster.labels_overridden.get(name);
            let origin = if overridden.is_some() {
                Origin::Overridden
            } else if cluster.labels_added.contains_key(name) {
                Origin::Added
            } else {
                Origin::Template
            };
            // Magnum says what the template had when it compared; the template itself may have changed since.
            let templates_value = overridden
                .into_iter()
                .chain(templates(name))
                .find(|other| *other != value);
            LabelRow {
                name: name.clone(),
                value: value.clone(),
                origin,
                templates_value: templates_value.cloned(),
            }
        })
        .collect();
    let skipped = cluster
        .labels_skipped
        .iter()
        .filter(|(name, _)| !cluster.labels.contains_key(*name));
    rows.extend(skipped.map(|(name, value)| LabelRow {
        name: name.clone(),
        value: value.clone(),
        origin: Origin::Skipped,
        templates_value: None,
    }));
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
}

/// One row of the resources tab.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceRow {
    /// Its name.
    pub name: String,
    /// Names from the cluster's own stack down to it.
    pub path: String,
    /// What it is.
    pub kind: HeatType,
    /// Its type as Heat spells it.
    pub heat_type: String,
    /// Where its life cycle is.
    pub status: Status,
    /// What it became.
    pub physical_id: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When it was changed last.
    pub updated_at: Option<Timestamp>,
}

/// Every resource: failed first, then what is in progress, then the rest, each by path.
pub fn resource_rows(resources: &[StackResource]) -> Vec<ResourceRow> {
    let tree = StackTree::of(resources);
    let mut rows: Vec<_> = resources
        .iter()
        .map(|resource| ResourceRow {
            name: resource.name.clone(),
            path: tree.path(resource).join(" / "),
            kind: HeatType::parse(&resource.kind),
            heat_type: resource.kind.clone(),
            status: resource.status.clone(),
            physical_id: resource.physical_id.clone().filter(|id| !id.is_empty()),
            reason: resource.status_reason.clone().filter(|reason| !reason.is_empty()),
            updated_at: resource.updated_at.or(resource.created_at),
        })
        .collect();
    rows.sort_by(|a, b| {
        urgency(&a.status)
            .cmp(&urgency(&b.status))
            .then_with(|| a.path.cmp(&b.path))
    });
    rows
}

/// How Magnum's word on a part looks, where it is a word; what is a sentence is nothing but itself.
pub fn health_severity(word: &str) -> Option<Severity> {
    match word.trim() {
        "ok" | "True" | "true" | "READY" | "Ready" | "HEALTHY" => Some(Severity::Good),
        "nok" | "False" | "false" | "NOT READY" | "NotReady" | "UNHEALTHY" => Some(Severity::Warning),
        "Unknown" | "UNKNOWN" | "unknown" => Some(Severity::Neutral),
        _ => None,
    }
}

/// Smaller comes first.
pub fn urgency(status: &Status) -> u8 {
    match status.severity() {
        Severity::Bad => 0,
        Severity::Busy => 1,
        Severity::Warning => 2,
        Severity::Neutral => 3,
        Severity::Good => 4,
    }
}
