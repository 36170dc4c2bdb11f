//! Statuses as Magnum, Heat and Octavia spell them, and the severity that a person sees.

use std::fmt;

/// What the orchestrator is, or was last, doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// The object is being made.
    Create,
    /// It is being changed.
    Update,
    /// It is being removed.
    Delete,
    /// A failed change is being undone.
    Rollback,
    /// A suspended stack is being resumed.
    Resume,
    /// A stack is being suspended.
    Suspend,
    /// A snapshot is being restored.
    Restore,
    /// A snapshot is being taken.
    Snapshot,
    /// The real resources are being compared with the record.
    Check,
    /// Existing resources are being adopted.
    Adopt,
    /// Heat has not begun yet.
    Init,
}

/// How far the action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Still running.
    InProgress,
    /// Done.
    Complete,
    /// Ended badly.
    Failed,
}

/// `CREATE_IN_PROGRESS` and its kin, for clusters, node groups, stacks and stack resources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// A word of the known form.
    Known(Action, Phase),
    /// Whatever else the service said; shown as it is.
    Other(String),
}

impl Status {
    /// Reads the service's word; never fails.
    pub fn parse(word: &str) -> Self {
        let (head, phase) = if let Some(head) = word.strip_suffix("_IN_PROGRESS") {
            (head, Phase::InProgress)
        } else if let Some(head) = word.strip_suffix("_COMPLETE") {
            (head, Phase::Complete)
        } else if let Some(head) = word.strip_suffix("_FAILED") {
            (head, Phase::Failed)
        } else {
            return Self::Other(word.to_owned());
        };
        let action = match head {
            "CREATE" => Action::Create,
            "UPDATE" => Action::Update,
            "DELETE" => Action::Delete,
            "ROLLBACK" => Action::Rollback,
            "RESUME" => Action::Resume,
            "SUSPEND" => Action::Suspend,
            "RESTORE" => Action::Restore,
            "SNAPSHOT" => Action::Snapshot,
            "CHECK" => Action::Check,
            "ADOPT" => Action::Adopt,
            "INIT" => Action::Init,
            _ => return Self::Other(word.to_owned()),
        };
        Self::Known(action, phase)
    }

    /// Whether something is still happening, so that it is worth asking again soon.
    pub fn in_progress(&self) -> bool {
        matches!(self, Self::Known(_, Phase::InProgress))
    }

    /// Whether the last action ended badly.
    pub fn failed(&self) -> bool {
        matches!(self, Self::Known(_, Phase::Failed))
    }

    /// How it looks to a person.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Known(_, Phase::Failed) => Severity::Bad,
            Self::Known(_, Phase::InProgress) => Severity::Busy,
            Self::Known(Action::Init, Phase::Complete) => Severity::Busy,
            Self::Known(Action::Delete, Phase::Complete) => Severity::Neutral,
            Self::Known(_, Phase::Complete) => Severity::Good,
            Self::Other(_) => Severity::Neutral,
        }
    }
}

impl fmt::Display for Status {
    /// The service's own word, for JSON, filters and copies.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (action, phase) = match self {
            Self::Other(word) => return f.write_str(word),
            Self::Known(action, phase) => (action, phase),
        };
        let action = match action {
            Action::Create => "CREATE",
            Action::Update => "UPDATE",
            Action::Delete => "DELETE",
            Action::Rollback => "ROLLBACK",
            Action::Resume => "RESUME",
            Action::Suspend => "SUSPEND",
            Action::Restore => "RESTORE",
            Action::Snapshot => "SNAPSHOT",
            Action::Check => "CHECK",
            Action::Adopt => "ADOPT",
            Action::Init => "INIT",
        };
        let phase = match phase {
            Phase::InProgress => "IN_PROGRESS",
            Phase::Complete => "COMPLETE",
            Phase::Failed => "FAILED",
        };
        write!(f, "{action}_{phase}")
    }
}

/// Magnum's `health_status`: the last known one, without a time of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Health {
    /// `HEALTHY`.
    Healthy,
    /// `UNHEALTHY`.
    Unhealthy,
    /// `UNKNOWN`: Magnum could not look.
    Unknown,
    /// `null`: Magnum has not looked (yet), or this driver never does.
    NotReported,
    /// Whatever else it said.
    Other(String),
}

impl Health {
    /// Reads Magnum's word; `None` is JSON's null.
    pub fn parse(word: Option<&str>) -> Self {
        match word {
            None | Some("") => Self::NotReported,
            Some("HEALTHY") => Self::Healthy,
            Some("UNHEALTHY") => Self::Unhealthy,
            Some("UNKNOWN") => Self::Unknown,
            Some(other) => Self::Other(other.to_owned()),
        }
    }

    /// How it looks to a person.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Healthy => Severity::Good,
            Self::Unhealthy => Severity::Warning,
            Self::Unknown | Self::NotReported | Self::Other(_) => Severity::Neutral,
        }
    }

    /// Magnum's own word; empty where it gave none.
    pub fn word(&self) -> &str {
        match self {
            Self::Healthy => "HEALTHY",
            Self::Unhealthy => "UNHEALTHY",
            Self::Unknown => "UNKNOWN",
            Self::NotReported => "",
            Self::Other(word) => word,
        }
    }
}

/// How a state looks to a person; the order is "how much it needs somebody", so `max` gives the worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Says nothing good or bad.
    #[default]
    Neutral,
    /// As it should be.
    Good,
    /// Something is happening.
    Busy,
    /// Works, but not as it should.
    Warning,
    /// Broken.
    Bad,
}
