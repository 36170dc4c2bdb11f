//! What there is in numbers, and what needs somebody. No egui in here.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::access::Remembered;
use crate::domain::cluster::Cluster;
use crate::domain::id::{ClusterId, TemplateId};
use crate::domain::quota::QuotaKind;
use crate::domain::status::{Health, Severity};
use crate::domain::upgrade::Version;
use crate::store::state::ScopeStore;
use crate::ui::permitted::newest_version;

/// Longer than this most changes do not take, in seconds.
const LONG_SECS: i64 = 45 * 60;

/// How the clusters are, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub all: usize,
    /// Neither failed nor unhealthy nor being changed.
    pub well: usize,
    /// Being changed.
    pub busy: usize,
    /// Whose last action failed.
    pub failed: usize,
    /// That Magnum finds unhealthy.
    pub unhealthy: usize,
    /// Masters of all.
    pub masters: usize,
    /// Workers of all.
    pub workers: usize,
}

/// Counts the clusters that are known.
pub fn counts(data: &ScopeStore) -> Counts {
    let mut counts = Counts::default();
    for cluster in clusters(data) {
        counts.all += 1;
        counts.masters += usize::try_from(cluster.master_count).unwrap_or_default();
        counts.workers += usize::try_from(cluster.node_count).unwrap_or_default();
        if cluster.status.failed() {
            counts.failed += 1;
        } else if cluster.status.in_progress() {
            counts.busy += 1;
        } else if cluster.health == Health::Unhealthy {
            counts.unhealthy += 1;
        } else {
            counts.well += 1;
        }
    }
    counts
}

/// One thing that needs somebody.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// A cluster whose last action failed.
    Failed(ClusterId),
    /// A cluster that Magnum finds unhealthy.
    Unhealthy(ClusterId),
    /// A cluster that is being changed for long, and since when.
    Long(ClusterId, Timestamp),
    /// A quota that is used up.
    Quota(QuotaKind),
    /// A template that somebody uses and that is unsafe or cannot work.
    Template(TemplateId),
    /// A session that ends by then and cannot renew itself.
    Session(Timestamp),
    /// A cluster whose saved kubeconfig ends by then, or has.
    Access(ClusterId, Timestamp),
    /// A cluster that its driver could bring to a newer version.
    Upgrade(ClusterId, Version),
}

impl Need {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Failed(_) => Severity::Bad,
            Self::Upgrade(..) => Severity::Neutral,
            Self::Access(..)
            | Self::Unhealthy(_)
            | Self::Long(..)
            | Self::Quota(_)
            | Self::Template(_)
            | Self::Session(_) => Severity::Warning,
        }
    }
}

/// So long before the end of a saved kubeconfig it is told, in seconds.
const ACCESS_SECS: i64 = 30 * 24 * 60 * 60;

/// The saved kubeconfigs of clusters that are there and whose certificate ends soon or has ended.
fn ending<'a>(
    data: &'a ScopeStore,
    remembered: &'a BTreeMap<ClusterId, Remembered>,
    now: Timestamp,
) -> impl Iterator<Item = Need> + 'a {
    remembered.iter().filter_map(move |(id, met)| {
        let at = met.expires?;
        let soon = at.duration_since(now).as_secs() < ACCESS_SECS;
        (soon && data.cluster(id).is_some()).then(|| Need::Access(id.clone(), at))
    })
}

/// The clusters that are well and could go to a newer version.
fn upgrades(data: &ScopeStore) -> impl Iterator<Item = Need> {
    clusters(data)
        .filter_map(|cluster| Some(Need::Upgrade(cluster.id.clone(), newest_version(data, cluster)?)))
}

/// What needs somebody, the worst first; `remembered` are the kubeconfigs that were saved.
pub fn needs(data: &ScopeStore, remembered: &BTreeMap<ClusterId, Remembered>, now: Timestamp) -> Vec<Need> {
    let mut needs: Vec<Need> = ending(data, remembered, now).chain(upgrades(data)).collect();
    for cluster in clusters(data) {
        let id = || cluster.id.clone();
        if cluster.status.failed() {
            needs.push(Need::Failed(id()));
        } else if let Some(since) = cluster.changing_since() {
            if now.duration_since(since).as_secs() > LONG_SECS {
                needs.push(Need::Long(id(), since));
            }
        } else if cluster.health == Health::Unhealthy {
            needs.push(Need::Unhealthy(id()));
        }
    }
    let quotas = data
        .allowance
        .value()
        .into_iter()
        .flat_map(|all| &all.quotas.known);
    needs.extend(
        quotas
            .filter(|(_, quota)| quota.left() == Some(0))
            .map(|(kind, _)| Need::Quota(*kind)),
    );
    let unsafe_ones = data.templates.value().into_iter().flat_map(|list| list.iter());
    needs.extend(
        unsafe_ones
            .filter(|template| {
                let used = clusters(data).any(|cluster| cluster.template == template.id);
                used && template.tls_disabled == Some(true)
            })
            .map(|template| Need::Template(template.id.clone())),
    );
    let ends = data.info.as_ref().filter(|info| {
        info.renewal != crate::domain::session_info::Renewal::ByItself || info.renewal_trouble.is_some()
    });
    needs.extend(ends.and_then(|info| info.expires_here).map(Need::Session));
    needs.sort_by_key(|need| std::cmp::Reverse(need.severity()));
    needs
}

/// The clusters that were made or changed last, newest first.
pub fn recent(data: &ScopeStore, most: usize) -> Vec<&Cluster> {
    let mut all: Vec<&Cluster> = clusters(data).collect();
    all.sort_by_key(|cluster| std::cmp::Reverse(cluster.updated_at.max(cluster.created_at)));
    all.truncate(most);
    all
}

fn clusters(data: &ScopeStore) -> impl Iterator<Item = &Cluster> {
    let rows = data
        .clusters
        .value()
        .into_iter()
        .flat_map(|list| list.rows.iter());
    rows.map(AsRef::as_ref)
}
