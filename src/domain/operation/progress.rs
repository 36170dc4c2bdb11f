//! How far a change is.

use jiff::Timestamp;

use crate::domain::id::ClusterId;
use crate::domain::operation::Subject;
use crate::domain::problem::Problem;
use crate::domain::status::Status;

/// How far an operation is.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// On its way; no answer yet.
    Sending,
    /// Not sent yet: another change runs on the cluster, and its end is waited for. Can be abandoned.
    Waiting {
        /// What it is about.
        subject: Subject,
        /// What runs on it.
        status: Status,
        /// Since when, where Magnum tells.
        since: Option<Timestamp>,
    },
    /// Given up before it was sent; nothing has changed.
    Abandoned,
    /// The service said yes; its effect has not been seen yet.
    Accepted {
        /// What it is about.
        subject: Subject,
    },
    /// It may have worked: the answer was lost. It is looked for, not sent again.
    Unclear {
        /// How the answer was lost.
        problem: Problem,
        /// Until when it is looked for.
        looking_until: Timestamp,
    },
    /// Its effect is to be seen: the thing is there, changing, or going.
    Underway {
        /// What it is about.
        subject: Subject,
        /// Its status now.
        status: Status,
    },
    /// Done: created, changed, or gone.
    Done {
        /// What it was about.
        subject: Subject,
    },
    /// It was begun, and failed.
    Failed {
        /// What it was about.
        subject: Subject,
        /// Why, in the service's words.
        reason: Option<String>,
    },
    /// The service said no; nothing has changed.
    Refused {
        /// Why.
        problem: Problem,
    },
    /// The service said yes, and nothing has happened for long.
    NoEffect {
        /// What it is about.
        subject: Subject,
        /// When it said yes.
        since: Timestamp,
    },
    /// The answer was lost and no effect was found: it is for a person to decide.
    Lost {
        /// How the answer was lost.
        problem: Problem,
    },
}

impl Progress {
    /// Whether nothing more will come.
    pub fn ended(&self) -> bool {
        matches!(
            self,
            Self::Done { .. }
                | Self::Failed { .. }
                | Self::Refused { .. }
                | Self::Lost { .. }
                | Self::Abandoned
        )
    }

    /// Whether it is on its way, so that the same must not be asked again.
    pub fn on_its_way(&self) -> bool {
        matches!(
            self,
            Self::Sending
                | Self::Waiting { .. }
                | Self::Accepted { .. }
                | Self::Unclear { .. }
                | Self::Underway { .. }
        )
    }

    /// Why it did not happen, or how its answer was lost.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Refused { problem } | Self::Lost { problem } | Self::Unclear { problem, .. } => {
                Some(problem)
            }
            Self::Sending
            | Self::Waiting { .. }
            | Self::Abandoned
            | Self::Accepted { .. }
            | Self::Underway { .. }
            | Self::Done { .. }
            | Self::Failed { .. }
            | Self::NoEffect { .. } => None,
        }
    }

    /// What it is about, once that is known.
    pub fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Accepted { subject }
            | Self::Waiting { subject, .. }
            | Self::Underway { subject, .. }
            | Self::Done { subject }
            | Self::Failed { subject, .. }
            | Self::NoEffect { subject, .. } => Some(subject),
            Self::Sending
            | Self::Abandoned
            | Self::Unclear { .. }
            | Self::Refused { .. }
            | Self::Lost { .. } => None,
        }
    }

    /// The cluster it is about, once that is known.
    pub fn cluster(&self) -> Option<&ClusterId> {
        self.subject()?.cluster()
    }
}
