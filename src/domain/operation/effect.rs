//! From what the effect of a change is told: Magnum says yes before it has looked at the request, so that only the
//! cluster's own record shows whether anything came of it.

use jiff::Timestamp;

use crate::domain::cluster::Cluster;
use crate::domain::status::{Phase, Status};

/// The record as it was before the change went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    status: Status,
    updated_at: Option<Timestamp>,
    /// Whether what is wanted was the case already.
    reached: bool,
}

impl Before {
    /// Notes the record; `reached` says whether it already was as is wanted.
    pub fn of(cluster: &Cluster, reached: bool) -> Self {
        Self {
            status: cluster.status.clone(),
            updated_at: cluster.updated_at,
            reached,
        }
    }

    fn differs(&self, now: &Cluster) -> bool {
        self.status != now.status || self.updated_at != now.updated_at
    }
}

/// What one look at the record shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nothing of the change yet.
    Nothing,
    /// The cluster is being changed.
    Underway,
    /// The record is as is wanted, but nobody has seen it being changed: Magnum may have noted the number before it began.
    Reached,
    /// What was wanted is the case.
    Done,
    /// It was begun, and failed.
    Failed,
}

/// The watch over one change.
#[derive(Clone, Debug)]
pub struct Effect {
    before: Before,
    underway: bool,
}

impl Effect {
    /// Begins it with the record as it was before.
    pub fn after(before: Before) -> Self {
        Self {
            before,
            underway: false,
        }
    }

    /// Whether anything of the change has been seen.
    pub fn begun(&self) -> bool {
        self.underway
    }

    /// Reads one look. `reached` says whether the record is as is wanted now.
    pub fn look(&mut self, now: &Cluster, reached: bool) -> Seen {
        let differs = self.before.differs(now);
        match &now.status {
            Status::Known(_, Phase::InProgress) if differs || self.underway => {
                self.underway = true;
                Seen::Underway
            }
            // The record of a failed cluster is touched by health checks too.
            Status::Known(_, Phase::Failed) if self.underway || self.before.status != now.status => {
                Seen::Failed
            }
            Status::Known(_, Phase::Complete) if reached && self.underway => Seen::Done,
            Status::Known(_, Phase::Complete) if reached && (differs || !self.before.reached) => {
                Seen::Reached
            }
            // What ran was somebody else's change: Magnum drops in silence what it is asked for meanwhile.
            Status::Known(_, Phase::Complete) => {
                self.underway = false;
                Seen::Nothing
            }
            Status::Known(..) | Status::Other(_) => Seen::Nothing,
        }
    }
}
