//! The way up: sends updates of one session to the window and wakes it.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::mpsc::Sender;
use tokio::sync::mpsc::error::TrySendError;

use crate::domain::places::Places;
use crate::domain::problem::Problem;
use crate::domain::scope::Scope;
use crate::message::{Epoch, SessionState, Snapshot, Topic, Update};
use crate::platform::clock::Clock;

/// Wakes the window up, as "request a repaint".
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Sends updates and wakes the window.
#[derive(Clone)]
pub(crate) struct Reporter {
    updates: Sender<Update>,
    wake: Wake,
    clock: Clock,
}

impl Reporter {
    pub(crate) fn new(updates: Sender<Update>, wake: Wake, clock: Clock) -> Self {
        Self { updates, wake, clock }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Sends and wakes. Waits while the window does not drain; an error means there is no window any more.
    pub(crate) async fn send(&self, update: Update) {
        match self.updates.try_send(update) {
            Ok(()) => {}
            Err(TrySendError::Full(update)) => {
                (self.wake)();
                if self.updates.send(update).await.is_err() {
                    return;
                }
            }
            Err(TrySendError::Closed(_)) => return,
        }
        (self.wake)();
    }

    /// Sends without waking anybody: it is read with the next update that matters.
    pub(crate) fn whisper(&self, update: Update) {
        // A full queue means that the window is hidden; what is whispered may be lost.
        drop(self.updates.try_send(update));
    }
}

/// A reporter for one session.
#[derive(Clone)]
pub(crate) struct ScopeReporter {
    pub(crate) reporter: Reporter,
    pub(crate) scope: Scope,
    pub(crate) epoch: Epoch,
}

impl ScopeReporter {
    pub(crate) fn now(&self) -> Timestamp {
        self.reporter.now()
    }

    pub(crate) async fn session(&self, state: SessionState) {
        let (scope, epoch) = (self.scope.clone(), self.epoch);
        self.reporter.send(Update::Session { scope, epoch, state }).await;
    }

    pub(crate) async fn places(&self, places: Result<Arc<Places>, Problem>) {
        let (scope, epoch) = (self.scope.clone(), self.epoch);
        self.reporter.send(Update::Places { scope, epoch, places }).await;
    }

    pub(crate) async fn snapshot(&self, body: Snapshot) {
        let (scope, epoch, at) = (self.scope.clone(), self.epoch, self.now());
        self.reporter
            .send(Update::Snapshot {
                scope,
                epoch,
                at,
                body,
            })
            .await;
    }

    /// Tells that a value is what it was, and wakes the window: somebody waits for that, or a failure is over.
    pub(crate) async fn confirmed(&self, topic: Topic) {
        let (scope, epoch, at) = (self.scope.clone(), self.epoch, self.now());
        self.reporter
            .send(Update::Checked {
                scope,
                epoch,
                topic,
                at,
            })
            .await;
    }

    /// Tells that a value is what it was, without waking anybody.
    pub(crate) fn checked(&self, topic: Topic) {
        let (scope, epoch, at) = (self.scope.clone(), self.epoch, self.now());
        self.reporter.whisper(Update::Checked {
            scope,
            epoch,
            topic,
            at,
        });
    }

    pub(crate) async fn refreshing(&self, topic: Topic) {
        let (scope, epoch) = (self.scope.clone(), self.epoch);
        self.reporter
            .send(Update::Refreshing { scope, epoch, topic })
            .await;
    }

    pub(crate) async fn failed(&self, topic: Topic, problem: Problem) {
        let (scope, epoch, at) = (self.scope.clone(), self.epoch, self.now());
        self.reporter
            .send(Update::Failed {
                scope,
                epoch,
                topic,
                at,
                problem,
            })
            .await;
    }
}
