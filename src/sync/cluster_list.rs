//! The list of clusters, kept fresh without ever polling it whole.
//!
//! Every row of Magnum's list costs the server a sign-in at Keystone (0.12 s), so the list comes in pages, each shown as it
//! arrives. Afterwards clusters in progress are followed by id, new ones are found at the top of the list, and one small
//! page at a time is looked at again, so that what others change is seen in the end. Only a person's refresh asks for all
//! of it anew.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::message::{ClusterList, Snapshot, Topic};
use crate::openstack::error::ApiError;
use crate::openstack::magnum::clusters::{self, ClusterPage};
use crate::openstack::magnum::stats;
use crate::openstack::session::Session;
use crate::openstack::urgency::urgently_if;
use crate::sync::book::Book;
use crate::sync::cadence::{DISCOVER, Situation};
use crate::sync::poller::{PollContext, Woken};
use crate::sync::reporter::ScopeReporter;

/// Rows of the first page: what fits on a screen.
pub(crate) const FIRST_PAGE: u32 = 20;
/// Rows of every further page.
pub(crate) const NEXT_PAGE: u32 = 100;
/// Rows that are looked at again in passing.
const SWEEP_PAGE: u32 = 10;
/// Rows at the top of the list in which new clusters are looked for.
const NEWEST: u32 = 5;
/// Clusters in progress that are followed in one round.
const FOLLOWED: usize = 20;

/// Keeps the list fresh for ever. Ends only when its task is aborted.
pub(crate) async fn keep(mut context: PollContext, session: Session, book: Book) {
    let mut changes = book.subscribe();
    let mut lister = Lister {
        session,
        book,
        report: context.report.clone(),
        sweep_after: None,
    };
    let mut failures = 0;
    let mut filled = !lister.book.current().more_to_come;
    // Somebody has asked, and is shown that until there is an answer.
    let mut awaited = false;
    if context.troubles.is_denied(&Topic::Clusters) {
        context.wait_for_poke().await;
        awaited = true;
    } else if filled {
        // Others have kept the book since the list was last on screen.
        changes.mark_changed();
        lister.publish(&mut changes).await;
    }
    let mut last_look: Option<Instant> = None;
    loop {
        let began = Instant::now();
        // The list is asked for as a whole when its page is opened or somebody asks.
        let waited_for = awaited || failures == 0;
        let round = async {
            if filled {
                lister.round(&mut last_look).await
            } else {
                urgently_if(waited_for, lister.fill(&mut changes)).await
            }
            .map_err(|error| error.problem())
        };
        let mut trouble = None;
        match context.guarded(round).await {
            Ok(()) => {
                context.had();
                filled = true;
                last_look.get_or_insert_with(Instant::now);
                let loud = std::mem::take(&mut awaited) || failures > 0;
                failures = 0;
                match (lister.publish(&mut changes).await, loud) {
                    (true, _) => {}
                    (false, true) => context.report.confirmed(Topic::Clusters).await,
                    (false, false) => context.report.checked(Topic::Clusters),
                }
            }
            Err(problem) => {
                failures += 1;
                if context.failed(problem.clone()).await {
                    context.wait_for_poke().await;
                    awaited = true;
                    continue;
                }
                trouble = Some(problem);
            }
        }
        let waiting = Waiting {
            trouble: trouble.as_ref(),
            failures,
            took: began.elapsed(),
        };
        if lister.rest(&mut context, &mut changes, waiting).await == Woken::Poke {
            context.report.refreshing(Topic::Clusters).await;
            awaited = true;
            filled = false;
        }
    }
}

struct Lister {
    session: Session,
    book: Book,
    report: ScopeReporter,
    sweep_after: Option<ClusterId>,
}

/// What the wait for the next round depends on.
struct Waiting<'a> {
    trouble: Option<&'a Problem>,
    failures: u32,
    took: Duration,
}

impl Lister {
    /// Waits for the next round and meanwhile reports what others write into the book.
    async fn rest(
        &self,
        context: &mut PollContext,
        changes: &mut watch::Receiver<Arc<ClusterList>>,
        waiting: Waiting<'_>,
    ) -> Woken {
        let began = Instant::now();
        loop {
            let busy = self
                .book
                .current()
                .rows
                .iter()
                .any(|row| row.status.in_progress());
            // New clusters are looked for more often than other things are asked for again.
            let situation = Situation {
                busy,
                calm: DISCOVER,
                failures: waiting.failures,
                took: waiting.took,
                ..Situation::calm(context.attention())
            };
            let pause = async {
                match waiting.trouble {
                    None => context.wait_from(began, situation).await,
                    Some(problem) => context.wait_after(problem, began, situation).await,
                }
            };
            tokio::select! {
                woken = pause => return woken,
                _ = changes.changed() => {
                    // Being told of a change counts as having seen it, and it has not been reported yet.
                    changes.mark_changed();
                    self.publish(changes).await;
                }
            }
        }
    }

    /// Reports the list if it has changed since it was reported last.
    async fn publish(&self, changes: &mut watch::Receiver<Arc<ClusterList>>) -> bool {
        if !changes.has_changed().unwrap_or(false) {
            return false;
        }
        let list = changes.borrow_and_update().clone();
        self.report.snapshot(Snapshot::Clusters(list)).await;
        true
    }

    /// Asks for the whole list, page by page, and reports each page.
    async fn fill(&self, changes: &mut watch::Receiver<Arc<ClusterList>>) -> Result<(), ApiError> {
        let began = Instant::now();
        // The count lets the window say "20 of 600"; it is asked beside the first page, which must not wait for it, and
        // that it fails is no reason to do without the list.
        let counted = async {
            if let Ok(total) = stats::cluster_count(&self.session).await {
                self.book.expect(total);
            }
        };
        let mut counting = std::pin::pin!(counted);
        let mut counted = false;
        let mut seen = BTreeSet::new();
        let mut markers = BTreeSet::new();
        let mut begun_anew = false;
        let mut after: Option<ClusterId> = None;
        let mut limit = FIRST_PAGE;
        loop {
            let asked = ClusterPage {
                limit,
                after: after.clone(),
            };
            let mut asking = std::pin::pin!(clusters::page(&self.session, &asked));
            let page = loop {
                tokio::select! {
                    page = &mut asking => break page,
                    () = &mut counting, if !counted => {
                        counted = true;
                        self.publish(changes).await;
                    }
                }
            };
            let page = match page {
                // The cluster that this page was to begin after has gone meanwhile: once more from the beginning.
                Err(error) if after.is_some() && !begun_anew && is_marker_trouble(&error) => {
                    begun_anew = true;
                    (after, limit) = (None, FIRST_PAGE);
                    seen.clear();
                    markers.clear();
                    continue;
                }
                page => page?,
            };
            seen.extend(page.rows.iter().map(|row| row.id.clone()));
            self.book.put_page(page.rows, after.as_ref());
            tracing::debug!(
                rows = seen.len(),
                ms = began.elapsed().as_millis(),
                "a page of clusters"
            );
            let Some(last) = page.last.filter(|last| page.more && after.as_ref() != Some(last)) else {
                self.book.finish(&seen);
                return Ok(());
            };
            if !markers.insert(last.clone()) {
                tracing::warn!("the list of clusters turns in a circle; it ends here");
                self.book.break_off();
                return Ok(());
            }
            after = Some(last);
            limit = NEXT_PAGE;
            self.publish(changes).await;
        }
    }

    /// One round over a list that is already there.
    async fn round(&mut self, last_look: &mut Option<Instant>) -> Result<(), ApiError> {
        self.follow().await?;
        if last_look.is_some_and(|at| at.elapsed() < DISCOVER.mul_f32(0.8)) {
            return Ok(());
        }
        *last_look = Some(Instant::now());
        if self.book.current().rows.len() <= FIRST_PAGE as usize {
            return self.look_at_all().await;
        }
        let unknown = self.look_at_newest().await?;
        if !unknown {
            self.sweep().await?;
        }
        Ok(())
    }

    /// Asks for each cluster in progress by its id.
    async fn follow(&self) -> Result<(), ApiError> {
        let list = self.book.current();
        for row in list
            .rows
            .iter()
            .filter(|row| row.status.in_progress())
            .take(FOLLOWED)
        {
            match clusters::show(&self.session, &row.id).await {
                Ok(cluster) => drop(self.book.put(cluster)),
                Err(error) if is_gone(&error) => self.book.remove(&row.id),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// A list that fits on its first page is asked for in one go.
    async fn look_at_all(&self) -> Result<(), ApiError> {
        let page = clusters::page(
            &self.session,
            &ClusterPage {
                limit: FIRST_PAGE,
                after: None,
            },
        )
        .await?;
        let seen: BTreeSet<ClusterId> = page.rows.iter().map(|row| row.id.clone()).collect();
        let more = page.more;
        self.book.put_page(page.rows, None);
        if !more {
            self.book.finish(&seen);
        }
        Ok(())
    }

    /// Looks for new clusters at the top of the list; tells whether there may be more of them further down.
    async fn look_at_newest(&self) -> Result<bool, ApiError> {
        let known: BTreeSet<ClusterId> = self
            .book
            .current()
            .rows
            .iter()
            .map(|row| row.id.clone())
            .collect();
        let mut after: Option<ClusterId> = None;
        let mut limit = NEWEST;
        let mut found = false;
        let mut markers = BTreeSet::new();
        loop {
            let page = clusters::page(
                &self.session,
                &ClusterPage {
                    limit,
                    after: after.clone(),
                },
            )
            .await?;
            let all_new =
                !page.rows.is_empty() && page.rows.iter().all(|row: &Cluster| !known.contains(&row.id));
            found |= page.rows.iter().any(|row| !known.contains(&row.id));
            self.book.put_page(page.rows, after.as_ref());
            let next = page.last.filter(|last| page.more && markers.insert(last.clone()));
            if !all_new || next.is_none() {
                return Ok(found);
            }
            after = next;
            limit = FIRST_PAGE;
        }
    }

    /// Looks at the next few rows again: what is missing between their neighbours is gone.
    async fn sweep(&mut self) -> Result<(), ApiError> {
        let after = self.sweep_after.clone();
        let page = match clusters::page(
            &self.session,
            &ClusterPage {
                limit: SWEEP_PAGE,
                after: after.clone(),
            },
        )
        .await
        {
            Ok(page) => page,
            Err(error) if after.is_some() && is_marker_trouble(&error) => {
                self.sweep_after = None;
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let seen: BTreeSet<ClusterId> = page.rows.iter().map(|row| row.id.clone()).collect();
        let list = self.book.current();
        let from = after
            .as_ref()
            .and_then(|id| list.rows.iter().position(|row| row.id == *id))
            .map_or(0, |at| at + 1);
        let to = match (&page.last, page.more) {
            (Some(last), true) => list.rows.iter().position(|row| row.id == *last).unwrap_or(from),
            (Some(_) | None, _) => list.rows.len(),
        };
        for row in list
            .rows
            .iter()
            .take(to)
            .skip(from)
            .filter(|row| !seen.contains(&row.id))
        {
            // A row of an old page order may only seem to be missing: ask for it by id before it is struck.
            match clusters::show(&self.session, &row.id).await {
                Ok(cluster) => drop(self.book.put(cluster)),
                Err(error) if is_gone(&error) => self.book.remove(&row.id),
                Err(error) => return Err(error),
            }
        }
        self.book.put_page(page.rows, after.as_ref());
        self.sweep_after = if page.more { page.last } else { None };
        Ok(())
    }
}

fn is_gone(error: &ApiError) -> bool {
    error.problem().kind == ProblemKind::NotFound
}

fn is_marker_trouble(error: &ApiError) -> bool {
    let Problem { kind, .. } = error.problem();
    matches!(kind, ProblemKind::NotFound | ProblemKind::BadRequest)
}
