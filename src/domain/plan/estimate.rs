//! How long a creation will take, told from earlier ones: best from those whose end was seen.
//!
//! A cluster's record does not tell when it was ready. Its second time moves with every later change and with its health, so
//! that the two times of a record are only a bound, and are said to be one.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::cluster::Cluster;
use crate::domain::id::{ClusterId, StackId, TemplateId};
use crate::domain::stack::StackEvent;
use crate::domain::status::{Action, Phase, Status};

/// Nobody waits longer; what took more was something else.
const LONGEST_SECS: i64 = 24 * 60 * 60;
/// By then a record has usually been touched by something else.
const RECORD_SECS: i64 = 4 * 60 * 60;

/// A creation whose end was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Built {
    /// The cluster.
    pub cluster: ClusterId,
    /// What it was made from.
    pub template: TemplateId,
    /// From its record's first moment until it was complete.
    pub secs: u64,
}

impl Built {
    /// A build that was watched: `new` is the first record after `old` that says that it is complete.
    pub fn watched(old: &Cluster, new: &Cluster) -> Option<Self> {
        let ended = old.status == Status::Known(Action::Create, Phase::InProgress)
            && new.status == Status::Known(Action::Create, Phase::Complete);
        // Both times are the service's own, so that nobody's clock matters. This one has hardly had time to move on.
        let secs = new.updated_at?.as_second() - new.created_at?.as_second();
        Self::of(new, secs).filter(|_| ended)
    }

    /// The build as Heat's history of the cluster's own stack tells it.
    pub fn told(cluster: &Cluster, events: &[StackEvent]) -> Option<Self> {
        let stack = cluster.stack.as_ref().map(StackId::as_str)?;
        let at = |phase: Phase| {
            let wanted = Status::Known(Action::Create, phase);
            let own = events
                .iter()
                .filter(move |event| event.physical_id.as_deref() == Some(stack) && event.status == wanted);
            own.filter_map(|event| event.at)
        };
        let begun = at(Phase::InProgress).min()?;
        let ended = at(Phase::Complete).min()?;
        Self::of(cluster, ended.as_second() - begun.as_second())
    }

    fn of(cluster: &Cluster, secs: i64) -> Option<Self> {
        Some(Self {
            cluster: cluster.id.clone(),
            template: cluster.template.clone(),
            secs: within(secs, LONGEST_SECS)?,
        })
    }
}

/// What there is to tell from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Past<'a> {
    /// Builds whose end was seen.
    pub built: &'a [Built],
    /// The clusters that are there.
    pub clusters: &'a [Arc<Cluster>],
}

/// What an estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Builds from the same template whose end was seen.
    SameTemplate,
    /// Builds from other templates whose end was seen.
    OtherTemplates,
    /// The times of records, which are a bound.
    Records,
}

/// An estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Half of the builds took no longer, in seconds.
    pub typical_secs: u64,
    /// None took longer.
    pub longest_secs: u64,
    /// From so many builds.
    pub builds: usize,
    /// What they are.
    pub basis: Basis,
}

/// From the best of what there is.
pub fn estimate(past: Past<'_>, template: Option<&TemplateId>) -> Option<Estimate> {
    let same = past
        .built
        .iter()
        .filter(|built| template == Some(&built.template));
    let recorded = |same: bool| {
        let clusters = past.clusters.iter();
        clusters
            .filter(move |cluster| !same || template == Some(&cluster.template))
            .filter_map(|cluster| record_secs(cluster))
    };
    of(same.map(|built| built.secs), Basis::SameTemplate)
        .or_else(|| of(past.built.iter().map(|built| built.secs), Basis::OtherTemplates))
        .or_else(|| of(recorded(true), Basis::Records))
        .or_else(|| of(recorded(false), Basis::Records))
}

fn of(times: impl Iterator<Item = u64>, basis: Basis) -> Option<Estimate> {
    let mut times: Vec<u64> = times.collect();
    times.sort_unstable();
    let typical_secs = *times.get(times.len() / 2)?;
    Some(Estimate {
        typical_secs,
        longest_secs: times.last().copied().unwrap_or(typical_secs),
        builds: times.len(),
        basis,
    })
}

/// The longest that this cluster's build can have taken.
fn record_secs(cluster: &Cluster) -> Option<u64> {
    if cluster.status != Status::Known(Action::Create, Phase::Complete) {
        return None;
    }
    let span = cluster.updated_at?.as_second() - cluster.created_at?.as_second();
    within(span, RECORD_SECS)
}

fn within(secs: i64, most: i64) -> Option<u64> {
    u64::try_from(secs).ok().filter(|_| (1..most).contains(&secs))
}
