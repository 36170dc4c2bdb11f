//! How long a creation will take, told from the creations that this project has seen.

use std::sync::Arc;

use crate::domain::cluster::Cluster;
use crate::domain::id::TemplateId;
use crate::domain::status::{Action, Phase, Status};

/// An estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Half of the builds took no longer, in seconds.
    pub typical_secs: u64,
    /// None took longer.
    pub longest_secs: u64,
    /// From so many builds.
    pub builds: usize,
    /// Whether they were built from the same template.
    pub same_template: bool,
}

/// From clusters whose record was not touched since they were made, so that its two times tell how long that took. Those of
/// the same template count alone where there are any.
pub fn estimate(clusters: &[Arc<Cluster>], template: Option<&TemplateId>) -> Option<Estimate> {
    let of = |same: bool| {
        let mut times: Vec<u64> = clusters
            .iter()
            .filter(|cluster| !same || template == Some(&cluster.template))
            .filter_map(|cluster| build_secs(cluster))
            .collect();
        times.sort_unstable();
        let typical_secs = *times.get(times.len() / 2)?;
        Some(Estimate {
            typical_secs,
            longest_secs: times.last().copied().unwrap_or(typical_secs),
            builds: times.len(),
            same_template: same,
        })
    };
    of(true).or_else(|| of(false))
}

fn build_secs(cluster: &Cluster) -> Option<u64> {
    if cluster.status != Status::Known(Action::Create, Phase::Complete) {
        return None;
    }
    let span = cluster.updated_at?.as_second() - cluster.created_at?.as_second();
    // The record is touched by health checks as well, days later.
    u64::try_from(span)
        .ok()
        .filter(|span| (1..4 * 60 * 60).contains(span))
}
