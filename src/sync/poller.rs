//! One topic's life: fetch, report, wait for the timer or a poke, and again.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use crate::domain::problem::{Problem, ProblemKind};
use crate::message::{Attention, Snapshot, Topic};
use crate::openstack::urgency::urgently_if;
use crate::sync::cadence::{self, Situation};
use crate::sync::reporter::ScopeReporter;

/// What a fetch brings.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// The value.
    pub(crate) body: Snapshot,
    /// Whether something is in progress, so that it is worth asking again soon.
    pub(crate) busy: bool,
}

/// What every poller needs beside its fetch.
#[derive(Clone)]
pub(crate) struct PollContext {
    pub(crate) report: ScopeReporter,
    pub(crate) topic: Topic,
    /// Asks again now. At most one poke is remembered.
    pub(crate) poke: Arc<Notify>,
    pub(crate) attention: watch::Receiver<Attention>,
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Woken {
    /// The time had come.
    Timer,
    /// Somebody asked.
    Poke,
}

impl PollContext {
    /// Waits as the cadence says. A change of attention makes the wait anew from its own beginning.
    pub(crate) async fn wait(&mut self, situation: Situation) -> Woken {
        self.wait_from(Instant::now(), situation).await
    }

    /// The same for a wait that began earlier and was interrupted.
    pub(crate) async fn wait_from(&mut self, began: Instant, situation: Situation) -> Woken {
        loop {
            let attention = *self.attention.borrow_and_update();
            let delay = cadence::next(
                Situation {
                    attention,
                    ..situation
                },
                fastrand::f64(),
            );
            let left = delay.map(|delay| delay.saturating_sub(began.elapsed()));
            tokio::select! {
                () = self.poke.notified() => return Woken::Poke,
                () = tokio::time::sleep(left.unwrap_or(Duration::MAX / 4)), if left.is_some() => return Woken::Timer,
                changed = self.attention.changed() => if changed.is_err() { self.poke.notified().await },
            }
        }
    }

    /// Waits until somebody asks: for troubles that asking again only makes worse.
    pub(crate) async fn wait_for_poke(&self) {
        self.poke.notified().await;
    }

    pub(crate) fn attention(&self) -> Attention {
        *self.attention.borrow()
    }
}

/// Whether asking again by itself is pointless or harmful: the account may be locked by it, or the answer cannot change.
pub(crate) fn is_final(problem: &Problem) -> bool {
    problem.kind.ends_session()
        || matches!(
            problem.kind,
            ProblemKind::Forbidden | ProblemKind::ServiceMissing { .. }
        )
}

/// Fetches for ever. Ends only when its task is aborted.
pub(crate) async fn poll<F, R>(mut context: PollContext, mut fetch: F)
where
    F: FnMut() -> R,
    R: Future<Output = Result<Fetched, Problem>>,
{
    let mut last: Option<Snapshot> = None;
    let mut failures = 0;
    // Somebody has asked, and is shown that until there is an answer.
    let mut awaited = false;
    // A page that was just opened is waited for as well.
    let mut opened = true;
    loop {
        let began = Instant::now();
        let mut busy = false;
        let waited_for = std::mem::take(&mut opened) || awaited;
        match urgently_if(waited_for, fetch()).await {
            Ok(fetched) => {
                busy = fetched.busy;
                if failures == 0 && last.as_ref() == Some(&fetched.body) {
                    let topic = context.topic.clone();
                    if std::mem::take(&mut awaited) {
                        context.report.confirmed(topic).await;
                    } else {
                        context.report.checked(topic);
                    }
                } else {
                    awaited = false;
                    last = Some(fetched.body.clone());
                    context.report.snapshot(fetched.body).await;
                }
                failures = 0;
            }
            Err(problem) => {
                failures += 1;
                let hopeless = is_final(&problem);
                context.report.failed(context.topic.clone(), problem).await;
                if hopeless {
                    context.wait_for_poke().await;
                    awaited = true;
                    context.report.refreshing(context.topic.clone()).await;
                    continue;
                }
            }
        }
        let attention = context.attention();
        let woken = context
            .wait(Situation {
                busy,
                calm: cadence::CALM,
                attention,
                failures,
                took: began.elapsed(),
            })
            .await;
        if woken == Woken::Poke {
            awaited = true;
            context.report.refreshing(context.topic.clone()).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use tokio::sync::{Notify, mpsc, watch};

    use super::{Fetched, PollContext, poll};
    use crate::domain::scope::Scope;
    use crate::message::{Attention, Epoch, Snapshot, Topic, Update};
    use crate::platform::clock::Clock;
    use crate::sync::reporter::{Reporter, ScopeReporter};

    #[tokio::test(start_paused = true)]
    async fn what_is_unchanged_wakes_nobody_but_those_who_asked() {
        let (sender, mut updates) = mpsc::channel(16);
        let wakes = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&wakes);
        let wake = Arc::new(move || {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        let scope = Scope {
            cloud: "c".to_owned(),
            project: "p".to_owned(),
            region: "r".to_owned(),
        };
        let reporter = Reporter::new(sender, wake, Clock::manual(jiff::Timestamp::UNIX_EPOCH));
        let (poke, attention) = (Arc::new(Notify::new()), watch::Sender::new(Attention::Near));
        let context = PollContext {
            report: ScopeReporter {
                reporter,
                scope,
                epoch: Epoch(1),
            },
            topic: Topic::Templates,
            poke: Arc::clone(&poke),
            attention: attention.subscribe(),
        };
        let same = || async {
            Ok(Fetched {
                body: Snapshot::Templates(Arc::default()),
                busy: false,
            })
        };
        let task = tokio::spawn(poll(context, same));
        assert!(matches!(updates.recv().await, Some(Update::Snapshot { .. })));
        assert_eq!(wakes.load(Ordering::SeqCst), 1);
        // The timer: told, but nobody is woken.
        tokio::time::sleep(Duration::from_secs(40)).await;
        assert!(matches!(updates.recv().await, Some(Update::Checked { .. })));
        assert_eq!(wakes.load(Ordering::SeqCst), 1);
        // A person: the asking is shown, and so must be its end.
        poke.notify_one();
        assert!(matches!(updates.recv().await, Some(Update::Refreshing { .. })));
        assert!(matches!(updates.recv().await, Some(Update::Checked { .. })));
        assert_eq!(wakes.load(Ordering::SeqCst), 3);
        task.abort();
    }
}
