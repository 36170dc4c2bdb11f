//! What there is in numbers, and what needs somebody. No egui in here.

use jiff::Timestamp;

use crate::domain::cluster::Cluster;
use crate::domain::id::{ClusterId, TemplateId};
use crate::domain::quota::QuotaKind;
use crate::domain::status::{Health, Severity};
use crate::store::state::ScopeStore;

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
}

impl Need {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Failed(_) => Severity::Bad,
            Self::Unhealthy(_) | Self::Long(..) | Self::Quota(_) | Self::Template(_) | Self::Session(_) => {
                Severity::Warning
            }
        }
    }
}

/// What needs somebody, the worst first.
pub fn needs(data: &ScopeStore, now: Timestamp) -> Vec<Need> {
    let mut needs = Vec::new();
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
