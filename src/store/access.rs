//! What came of somebody's wishes for access to one cluster.

use jiff::Timestamp;

use crate::domain::access::{AccessOutcome, AccessWish};
use crate::domain::id::ClusterId;
use crate::domain::problem::Problem;
use crate::domain::scope::Scope;
use crate::store::state::Store;

/// The latest wish, and what came of it.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Since when something is being made.
    pub asked_at: Option<Timestamp>,
    /// What was wanted, to be able to want it again.
    pub wish: Option<AccessWish>,
    /// What came of it, and when.
    pub outcome: Option<(Result<AccessOutcome, Problem>, Timestamp)>,
}

impl Store {
    /// Something is being made; what was made before is forgotten.
    pub fn begin_access(
        &mut self,
        scope: &Scope,
        cluster: ClusterId,
        wish: Option<AccessWish>,
        now: Timestamp,
    ) {
        if let Some(known) = self.scope_mut(scope) {
            let access = Access {
                asked_at: Some(now),
                wish,
                outcome: None,
            };
            known.access.insert(cluster, access);
        }
    }

    pub(super) fn end_access(
        &mut self,
        scope: &Scope,
        cluster: ClusterId,
        outcome: (Result<AccessOutcome, Problem>, Timestamp),
    ) {
        if let Some(known) = self.scope_mut(scope) {
            let access = known.access.entry(cluster).or_default();
            access.asked_at = None;
            access.outcome = Some(outcome);
        }
    }
}
