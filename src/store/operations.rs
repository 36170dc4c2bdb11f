//! The requests of this run of the program and how far each is: what the activity page and the status line show.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::domain::id::ClusterId;
use crate::domain::operation::{Operation, OperationId, Progress};
use crate::domain::scope::Scope;

/// How long after a change has ended its cluster's record may still be news.
const AFTERMATH: SignedDuration = SignedDuration::from_secs(60);

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

impl Entry {
    /// The cluster it is about, as far as that is known.
    pub fn cluster(&self) -> Option<&ClusterId> {
        self.operation.cluster().or_else(|| self.progress.cluster())
    }
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

    /// Those about this cluster, newest first.
    pub fn about<'a>(
        &'a self,
        scope: &'a Scope,
        cluster: &'a ClusterId,
    ) -> impl Iterator<Item = (OperationId, &'a Entry)> {
        self.newest_first()
            .filter(move |(_, entry)| entry.scope == *scope && entry.cluster() == Some(cluster))
    }

    /// Whether a change of this cluster that was asked for here runs, or ended just before `at`, so that its own end is
    /// what a person hears of.
    pub(super) fn tells_of(&self, scope: &Scope, cluster: &ClusterId, at: Timestamp) -> bool {
        self.about(scope, cluster).any(|(_, entry)| {
            let recent = !entry.progress.ended() || at.duration_since(entry.since) < AFTERMATH;
            recent && !entry.operation.makes_or_removes()
        })
    }

    /// How many have not ended.
    pub fn running(&self) -> usize {
        self.entries
            .values()
            .filter(|entry| !entry.progress.ended())
            .count()
    }
}
