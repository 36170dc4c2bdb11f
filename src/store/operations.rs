//! The requests of this run of the program and how far each is: what the activity page and the status line show.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::operation::{Operation, OperationId, Progress};
use crate::domain::scope::Scope;

/// One request.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where it was sent.
    pub scope: Scope,
    /// What was asked.
    pub operation: Operation,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// How far it is.
    pub progress: Progress,
    /// Since when it has been there.
    pub since: Timestamp,
}

/// All requests, by number.
#[derive(Clone, Debug, Default)]
pub struct Operations {
    entries: BTreeMap<OperationId, Entry>,
}

impl Operations {
    /// Notes a request that is about to be sent.
    pub fn begin(&mut self, id: OperationId, scope: Scope, operation: Operation, now: Timestamp) {
        let entry = Entry {
            scope,
            operation,
            asked_at: now,
            progress: Progress::Sending,
            since: now,
        };
        self.entries.insert(id, entry);
    }

    /// Notes how far it is now.
    pub fn advance(&mut self, id: OperationId, progress: Progress, at: Timestamp) {
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.progress = progress;
            entry.since = at;
        }
    }

    /// One request.
    pub fn get(&self, id: OperationId) -> Option<&Entry> {
        self.entries.get(&id)
    }

    /// All of them, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = (OperationId, &Entry)> {
        self.entries.iter().rev().map(|(id, entry)| (*id, entry))
    }

    /// How many have not ended.
    pub fn running(&self) -> usize {
        self.entries
            .values()
            .filter(|entry| !entry.progress.ended())
            .count()
    }
}
