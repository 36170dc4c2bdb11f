//! A value that lives elsewhere: the last good one, when it was had, and whether it is being asked for or could not be.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::problem::Problem;

/// A remote value. Loading and failing decorate the last good value, they never replace it.
#[derive(Debug)]
pub struct Remote<T> {
    value: Option<(Arc<T>, Timestamp)>,
    failure: Option<(Problem, Timestamp)>,
    failing_since: Option<Timestamp>,
    refreshing: bool,
}

// By hand, because a derived Clone would ask for `T: Clone`.
impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            failure: self.failure.clone(),
            failing_since: self.failing_since,
            refreshing: self.refreshing,
        }
    }
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self {
            value: None,
            failure: None,
            failing_since: None,
            refreshing: false,
        }
    }
}

impl<T> Remote<T> {
    /// The last good value.
    pub fn value(&self) -> Option<&Arc<T>> {
        self.value.as_ref().map(|(value, _)| value)
    }

    /// When the last good value was had.
    pub fn as_of(&self) -> Option<Timestamp> {
        self.value.as_ref().map(|(_, at)| *at)
    }

    /// Why the latest attempt failed, if it did, and when.
    pub fn failure(&self) -> Option<(&Problem, Timestamp)> {
        self.failure.as_ref().map(|(problem, at)| (problem, *at))
    }

    /// Since when every attempt has failed.
    pub fn failing_since(&self) -> Option<Timestamp> {
        self.failing_since
    }

    /// Whether it is being asked for.
    pub fn refreshing(&self) -> bool {
        self.refreshing
    }

    /// A new good value.
    pub fn succeed(&mut self, value: Arc<T>, at: Timestamp) {
        *self = Self {
            value: Some((value, at)),
            failure: None,
            failing_since: None,
            refreshing: false,
        };
    }

    /// It was asked for again and is what it was.
    pub fn confirm(&mut self, at: Timestamp) {
        if let Some((_, as_of)) = &mut self.value {
            *as_of = at;
        }
        self.failure = None;
        self.failing_since = None;
        self.refreshing = false;
    }

    /// It could not be had.
    pub fn fail(&mut self, problem: Problem, at: Timestamp) {
        self.failure = Some((problem, at));
        self.failing_since.get_or_insert(at);
        self.refreshing = false;
    }

    /// It is being asked for.
    pub fn refresh(&mut self) {
        self.refreshing = true;
    }
}
