//! What happens to one thing, and when: its state at any second follows from the steps that are due by then.

/// What is being done to a thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Action {
    Create,
    Update,
    Delete,
    /// Heat's word for a message that a server sent.
    Signal,
}

/// How far it has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    InProgress,
    Complete,
    Failed,
}

/// One change of state.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Seconds of the world's clock.
    pub(super) at: i64,
    pub(super) action: Action,
    pub(super) phase: Phase,
    /// What Heat says about it, where that is not "state changed".
    pub(super) reason: Option<Box<str>>,
}

impl Step {
    /// `CREATE_COMPLETE` and its like.
    pub(super) fn status(&self) -> String {
        let action = match self.action {
            Action::Create => "CREATE",
            Action::Update => "UPDATE",
            Action::Delete => "DELETE",
            Action::Signal => "SIGNAL",
        };
        let phase = match self.phase {
            Phase::InProgress => "IN_PROGRESS",
            Phase::Complete => "COMPLETE",
            Phase::Failed => "FAILED",
        };
        format!("{action}_{phase}")
    }

    /// The reason as Heat words it for a resource.
    pub(super) fn reason(&self) -> &str {
        self.reason.as_deref().unwrap_or("state changed")
    }

    /// Whether this step ends an existence.
    pub(super) fn ends(&self) -> bool {
        self.action == Action::Delete && self.phase == Phase::Complete
    }
}

/// The steps of one thing in order of time.
#[derive(Clone, Default, Debug)]
pub(super) struct Timeline(Vec<Step>);

impl Timeline {
    /// Adds a step; a step that would be before the last one happens together with it.
    pub(super) fn push(&mut self, at: i64, action: Action, phase: Phase, reason: Option<&str>) {
        let at = self.0.last().map_or(at, |last| last.at.max(at));
        self.0.push(Step {
            at,
            action,
            phase,
            reason: reason.map(Box::from),
        });
    }

    /// Adds a step among those that have not happened yet.
    pub(super) fn insert(&mut self, at: i64, action: Action, phase: Phase, reason: Option<&str>) {
        let place = self.0.partition_point(|step| step.at <= at);
        let reason = reason.map(Box::from);
        self.0.insert(
            place,
            Step {
                at,
                action,
                phase,
                reason,
            },
        );
    }

    /// An action from its beginning to its good end.
    pub(super) fn span(&mut self, action: Action, from: i64, to: i64) {
        self.push(from, action, Phase::InProgress, None);
        self.push(to, action, Phase::Complete, None);
    }

    /// The step that holds now.
    pub(super) fn at(&self, now: i64) -> Option<&Step> {
        let due = self.0.partition_point(|step| step.at <= now);
        due.checked_sub(1)
            .and_then(|index| self.0.get(index))
            .map(|step| self.visible(step, due))
    }

    /// Every step that has happened.
    pub(super) fn past(&self, now: i64) -> impl DoubleEndedIterator<Item = &Step> {
        self.0.iter().filter(move |step| step.at <= now)
    }

    /// Whether the thing is there: begun, and not deleted.
    pub(super) fn exists(&self, now: i64) -> bool {
        self.at(now).is_some_and(|step| !step.ends())
    }

    /// Whether the thing is gone for ever.
    pub(super) fn gone(&self, now: i64) -> bool {
        self.at(now).is_some_and(Step::ends)
    }

    /// Whether it has ever been completed, which is when the real thing works.
    pub(super) fn ready(&self, now: i64) -> bool {
        self.past(now)
            .any(|step| step.action == Action::Create && step.phase == Phase::Complete)
    }

    /// When it began.
    pub(super) fn born(&self) -> Option<i64> {
        self.0.first().map(|step| step.at)
    }

    /// When its creation came to an end, good or bad.
    pub(super) fn settled(&self) -> Option<i64> {
        let end = self
            .0
            .iter()
            .find(|step| step.action == Action::Create && step.phase != Phase::InProgress);
        end.map(|step| step.at)
    }

    /// Drops what has not happened yet.
    pub(super) fn forget_after(&mut self, now: i64) {
        self.0.retain(|step| step.at <= now);
    }

    fn visible<'a>(&'a self, step: &'a Step, due: usize) -> &'a Step {
        // A signal is an event, not a state: the state is the one before it.
        if step.action != Action::Signal {
            return step;
        }
        let earlier = self
            .0
            .iter()
            .take(due)
            .rev()
            .find(|step| step.action != Action::Signal);
        earlier.unwrap_or(step)
    }
}
