//! The clusters that are known so far in one scope: filled by the list's pages, corrected by every single answer.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::watch;

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::message::ClusterList;

/// The shared list. Whoever learns something of a cluster writes it here; the list's poller reports the change.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    list: watch::Sender<Arc<ClusterList>>,
}

impl Book {
    pub(crate) fn new() -> Self {
        let list = ClusterList {
            more_to_come: true,
            ..ClusterList::default()
        };
        Self {
            list: watch::Sender::new(Arc::new(list)),
        }
    }

    /// Tells of every change.
    pub(crate) fn subscribe(&self) -> watch::Receiver<Arc<ClusterList>> {
        self.list.subscribe()
    }

    /// The list as it is now.
    pub(crate) fn current(&self) -> Arc<ClusterList> {
        self.list.borrow().clone()
    }

    /// Takes over a single answer. A cluster that is not known yet is the newest.
    pub(crate) fn put(&self, cluster: Cluster) -> Arc<Cluster> {
        let cluster = Arc::new(cluster);
        self.change(|list| {
            upsert(&mut list.rows, &cluster, 0);
        });
        cluster
    }

    /// Strikes a cluster that is gone.
    pub(crate) fn remove(&self, id: &ClusterId) {
        self.change(|list| list.rows.retain(|row| row.id != *id));
    }

    /// Takes over a page of the list, in the server's order: after the row `after`, or at the top.
    pub(crate) fn put_page(&self, rows: Vec<Cluster>, after: Option<&ClusterId>) {
        let rows: Vec<Arc<Cluster>> = rows.into_iter().map(Arc::new).collect();
        self.change(|list| {
            let mut at = after
                .and_then(|id| list.rows.iter().position(|row| row.id == *id))
                .map_or(0, |at| at + 1);
            for row in &rows {
                at = upsert(&mut list.rows, row, at) + 1;
            }
        });
    }

    /// Says how complete the list is; then everything that was not `seen` is gone.
    pub(crate) fn finish(&self, seen: &BTreeSet<ClusterId>) {
        self.change(|list| {
            list.rows.retain(|row| seen.contains(&row.id));
            list.more_to_come = false;
            list.broken_off = false;
            list.total = u32::try_from(list.rows.len()).ok();
        });
    }

    /// The server's pages go in a circle: what is there is all that can be had, and nothing is known to be gone.
    pub(crate) fn break_off(&self) {
        self.change(|list| {
            list.more_to_come = false;
            list.broken_off = true;
        });
    }

    /// Says how many clusters there are, where Magnum told before the last page came.
    pub(crate) fn expect(&self, total: u32) {
        self.change(|list| list.total = Some(total));
    }

    fn change(&self, edit: impl FnOnce(&mut ClusterList)) {
        self.list.send_if_modified(|current| {
            let mut next = ClusterList::clone(current);
            edit(&mut next);
            if !next.more_to_come {
                next.total = u32::try_from(next.rows.len()).ok();
            }
            let changed = next != **current;
            if changed {
                *current = Arc::new(next);
            }
            changed
        });
    }
}

/// Replaces the row of this cluster, or inserts it at `at`; tells where it stands then.
fn upsert(rows: &mut Vec<Arc<Cluster>>, cluster: &Arc<Cluster>, at: usize) -> usize {
    match rows.iter().position(|row| row.id == cluster.id) {
        Some(index) => {
            if let Some(row) = rows.get_mut(index) {
                // `faults` come with single answers only: a list's row must not wipe them out.
                let keep_faults =
                    cluster.faults.is_empty() && row.status == cluster.status && !row.faults.is_empty();
                *row = if keep_faults {
                    Arc::new(Cluster {
                        faults: row.faults.clone(),
                        ..Cluster::clone(cluster)
                    })
                } else {
                    Arc::clone(cluster)
                };
            }
            index
        }
        None => {
            let at = at.min(rows.len());
            rows.insert(at, Arc::clone(cluster));
            at
        }
    }
}
