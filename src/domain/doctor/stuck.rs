//! Clusters that do not get on: what is said of them all the same, and what time alone tells.

use jiff::{SignedDuration, Timestamp};

use crate::domain::doctor::cause::KnownCause;
use crate::domain::doctor::chain::Said;
use crate::domain::doctor::{Diagnosis, Known, recognise};
use crate::domain::driver::Driver;
use crate::domain::problem::ProblemKind;
use crate::domain::status::{Action, Phase, Status};

/// A driver has begun long before.
const BEGUN: SignedDuration = SignedDuration::from_mins(10);
/// No build of the drivers without a limit takes so long.
const NO_BUILD_TAKES: SignedDuration = SignedDuration::from_mins(60);
/// A deletion is usually done long before.
pub(super) const NO_DELETION_TAKES: SignedDuration = SignedDuration::from_mins(30);

/// What holds this cluster up, if something does.
pub(super) fn diagnose(known: &Known<'_>, said: Said, now: Timestamp) -> Option<Diagnosis> {
    let cluster = known.cluster;
    let since = cluster.changing_since()?;
    let elapsed = now.duration_since(since);
    let cause = match &cluster.status {
        Status::Known(Action::Create, Phase::InProgress) => {
            // What a service says in the middle of a build counts: drivers without a limit never say more.
            recognise(known, &said).or_else(|| creation_takes(known, elapsed))
        }
        Status::Known(Action::Delete, Phase::InProgress) if elapsed > NO_DELETION_TAKES => {
            Some(recognise(known, &said).unwrap_or(KnownCause::DeletionTakesLong))
        }
        // What failed before may still stand there while it is being changed.
        Status::Known(..) | Status::Other(_) => None,
    };
    cause.map(|cause| said.diagnosis(Some(cause)))
}

fn creation_takes(known: &Known<'_>, elapsed: SignedDuration) -> Option<KnownCause> {
    let cluster = known.cluster;
    // A driver that says what it waits for has begun.
    if cluster.stack.is_none() && cluster.health_reasons.is_empty() {
        return (elapsed > BEGUN).then_some(KnownCause::NeverBegun);
    }
    match known.driver() {
        Driver::CapiHelm | Driver::MagnumClusterApi => {
            (elapsed > NO_BUILD_TAKES).then_some(KnownCause::NoLimitPassed)
        }
        Driver::Heat | Driver::Unknown => {
            let limit = cluster.create_timeout_mins.filter(|minutes| *minutes > 0)?;
            let limit = SignedDuration::from_mins(i64::from(limit));
            (elapsed > limit).then_some(KnownCause::BuildOverdue)
        }
    }
}

/// What a failed cluster's state tells where nobody said anything.
pub(super) fn without_words(known: &Known<'_>) -> Option<KnownCause> {
    let missing = |kind: &ProblemKind| *kind == ProblemKind::NotFound;
    let heat = known.driver() == Driver::Heat;
    (heat && known.resources.is_empty() && known.stack_problem.is_some_and(|problem| missing(&problem.kind)))
        .then_some(KnownCause::StackGone)
}
