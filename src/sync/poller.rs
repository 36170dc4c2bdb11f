//! One topic's life: fetch, report, wait for the timer or a poke, and again.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use crate::domain::problem::{Problem, ProblemKind};
use crate::message::{Attention, Snapshot, Topic};
use crate::openstack::urgency::urgently_if;
use crate::sync::cadence::{self, Situation};
use crate::sync::crash::caught;
use crate::sync::reporter::ScopeReporter;
use crate::sync::troubles::{Troubles, Vigil};

/// A service that asks to be left alone is left alone no longer than this.
const LONGEST_REST: Duration = Duration::from_secs(600);

/// What a fetch brings.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// The value.
    pub(crate) body: Snapshot,
    /// Whether something is in progress, so that it is worth asking again soon.
    pub(crate) busy: bool,
}

/// What every poller needs beside its fetch.
pub(crate) struct PollContext {
    pub(crate) report: ScopeReporter,
    pub(crate) topic: Topic,
    /// Asks again now. At most one poke is remembered.
    pub(crate) poke: Arc<Notify>,
    /// Gives up the question that is being asked.
    pub(crate) cancel: Arc<Notify>,
    pub(crate) attention: watch::Receiver<Attention>,
    /// What the pollers of this session know of trouble.
    pub(crate) troubles: Troubles,
    /// This poller's part in waiting for a host that is away.
    pub(crate) vigil: Option<Vigil>,
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
    /// Runs one fetch: its panic is a trouble like any other, and whoever waits for it may give it up.
    pub(crate) async fn guarded<T>(
        &self,
        fetch: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        tokio::select! {
            outcome = caught(fetch) => outcome.and_then(|fetched| fetched),
            () = self.cancel.notified() => Err(Problem::new(ProblemKind::Cancelled)),
        }
    }

    /// Waits as the cadence says. A change of attention makes the wait anew from its own beginning.
    pub(crate) async fn wait(&mut self, situation: Situation) -> Woken {
        self.wait_from(Instant::now(), situation).await
    }

    /// The same for a wait that began earlier and was interrupted.
    pub(crate) async fn wait_from(&mut self, began: Instant, situation: Situation) -> Woken {
        pause(&self.poke, &mut self.attention, began, situation).await
    }

    /// Waits after a failure: not before the service wants to be asked again, and while its host is away only if nobody
    /// else asks it already.
    pub(crate) async fn wait_after(
        &mut self,
        problem: &Problem,
        began: Instant,
        situation: Situation,
    ) -> Woken {
        let situation = Situation {
            not_before: rest(problem, self.report.now()),
            ..situation
        };
        let Some(host) = problem.unreachable_host() else {
            self.answered();
            return self.wait_from(began, situation).await;
        };
        // A waiting that somebody's answer has ended is over: to wait on with it would be not to wait at all.
        let fits = |vigil: &Vigil| vigil.host() == host && !vigil.is_over();
        if !self.vigil.as_ref().is_some_and(fits) {
            self.vigil = Some(self.troubles.wait_for(host));
        }
        let Some(vigil) = &mut self.vigil else {
            return self.wait_from(began, situation).await;
        };
        let back = vigil.back();
        let mut back = std::pin::pin!(back);
        while !vigil.on_duty() {
            tokio::select! {
                () = self.poke.notified() => return Woken::Poke,
                () = &mut back => return Woken::Timer,
                () = vigil.take_duty() => {}
            }
        }
        tokio::select! {
            woken = pause(&self.poke, &mut self.attention, began, situation) => woken,
            () = back => Woken::Timer,
        }
    }

    /// An answer came, whatever it said: the host is there.
    pub(crate) fn answered(&mut self) {
        if let Some(vigil) = self.vigil.take() {
            self.troubles.answered(vigil);
        }
    }

    /// The topic was had.
    pub(crate) fn had(&mut self) {
        self.answered();
        self.troubles.permitted(&self.topic);
    }

    /// Reports a failure; tells whether it is no use to ask again unasked.
    pub(crate) async fn failed(&mut self, problem: Problem) -> bool {
        self.troubles.note(&self.topic, &problem);
        let last = is_final(&problem);
        if last {
            self.answered();
        }
        self.report.failed(self.topic.clone(), problem).await;
        last
    }

    /// Waits until somebody asks, and shows that it is being asked: for troubles that asking again only makes worse.
    pub(crate) async fn wait_for_poke(&self) {
        self.poke.notified().await;
        self.report.refreshing(self.topic.clone()).await;
    }

    pub(crate) fn attention(&self) -> Attention {
        *self.attention.borrow()
    }
}

/// Waits for a poke or for the cadence.
pub(crate) async fn pause(
    poke: &Notify,
    attention: &mut watch::Receiver<Attention>,
    began: Instant,
    situation: Situation,
) -> Woken {
    loop {
        let now = *attention.borrow_and_update();
        let delay = cadence::next(
            Situation {
                attention: now,
                ..situation
            },
            fastrand::f64(),
        );
        let left = delay.map(|delay| delay.saturating_sub(began.elapsed()));
        tokio::select! {
            () = poke.notified() => return Woken::Poke,
            () = tokio::time::sleep(left.unwrap_or(Duration::MAX / 4)), if left.is_some() => return Woken::Timer,
            changed = attention.changed() => if changed.is_err() { poke.notified().await },
        }
    }
}

/// How long the service asks to be left alone.
pub(crate) fn rest(problem: &Problem, now: Timestamp) -> Duration {
    let asked = problem
        .next_try(now)
        .map(|at| Duration::try_from(at.duration_since(now)).unwrap_or_default());
    asked.unwrap_or_default().min(LONGEST_REST)
}

/// Whether asking again by itself is pointless or harmful: the account may be locked by it, the answer cannot change, or
/// somebody has given the question up.
pub(crate) fn is_final(problem: &Problem) -> bool {
    problem.kind.ends_session()
        || matches!(
            problem.kind,
            ProblemKind::Forbidden | ProblemKind::ServiceMissing { .. } | ProblemKind::Cancelled
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
    if context.troubles.is_denied(&context.topic) {
        context.wait_for_poke().await;
        awaited = true;
    }
    // A page that was just opened is waited for as well.
    let mut opened = true;
    loop {
        let began = Instant::now();
        let mut busy = false;
        let mut trouble = None;
        let waited_for = std::mem::take(&mut opened) || awaited;
        // On the heap: a question may be made of many, and is a large thing to move about.
        let asking = Box::pin(urgently_if(waited_for, fetch()));
        match context.guarded(asking).await {
            Ok(fetched) => {
                context.had();
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
                if context.failed(problem.clone()).await {
                    context.wait_for_poke().await;
                    awaited = true;
                    continue;
                }
                trouble = Some(problem);
            }
        }
        let situation = Situation {
            busy,
            failures,
            took: began.elapsed(),
            ..Situation::calm(context.attention())
        };
        let woken = match &trouble {
            None => context.wait(situation).await,
            Some(problem) => context.wait_after(problem, Instant::now(), situation).await,
        };
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
    use crate::domain::problem::{Problem, ProblemKind};
    use crate::domain::scope::Scope;
    use crate::message::{Attention, Epoch, Snapshot, Topic, Update};
    use crate::platform::clock::Clock;
    use crate::sync::reporter::{Reporter, ScopeReporter};
    use crate::sync::troubles::Troubles;

    /// A poller's context, the updates it sends and the poke that wakes it.
    struct Rig {
        context: PollContext,
        updates: mpsc::Receiver<Update>,
        wakes: Arc<AtomicUsize>,
        poke: Arc<Notify>,
        attention: watch::Sender<Attention>,
    }

    fn rig(topic: Topic) -> Rig {
        let (sender, updates) = mpsc::channel(64);
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
            topic,
            poke: Arc::clone(&poke),
            cancel: Arc::default(),
            attention: attention.subscribe(),
            troubles: Troubles::default(),
            vigil: None,
        };
        Rig {
            context,
            updates,
            wakes,
            poke,
            attention,
        }
    }

    fn templates() -> Fetched {
        Fetched {
            body: Snapshot::Templates(Arc::default()),
            busy: false,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn f89_a_fetch_that_panics_is_one_trouble_and_the_next_one_is_made_all_the_same() {
        let mut rig = rig(Topic::Templates);
        let mut count = 0;
        let task = tokio::spawn(poll(rig.context, move || {
            count += 1;
            let first = count == 1;
            async move {
                assert!(!first, "by design");
                Ok(templates())
            }
        }));
        let Some(Update::Failed { problem, .. }) = rig.updates.recv().await else {
            unreachable!("the failure comes first");
        };
        assert!(matches!(problem.kind, ProblemKind::Crashed { .. }));
        assert!(matches!(rig.updates.recv().await, Some(Update::Snapshot { .. })));
        task.abort();
    }

    #[tokio::test(start_paused = true)]
    async fn f41_f42_one_service_that_wants_a_rest_keeps_nobody_else_waiting() {
        let limited = |rig: Rig, secs| {
            let calls = Arc::new(AtomicUsize::new(0));
            let counter = Arc::clone(&calls);
            let poke = Arc::clone(&rig.poke);
            let task = tokio::spawn(poll(rig.context, move || {
                counter.fetch_add(1, Ordering::SeqCst);
                let retry_after_secs = Some(secs);
                async move { Err(Problem::new(ProblemKind::RateLimited { retry_after_secs })) }
            }));
            (calls, poke, task, rig.updates, rig.attention)
        };
        let (slow, poke, first, _kept, _attention) = limited(rig(Topic::Templates), 120);
        let mut other = rig(Topic::Catalog);
        let second = tokio::spawn(poll(other.context, || async { Ok(templates()) }));
        assert!(matches!(
            other.updates.recv().await,
            Some(Update::Snapshot { .. })
        ));
        tokio::time::sleep(Duration::from_secs(119)).await;
        assert_eq!(slow.load(Ordering::SeqCst), 1);
        assert!(matches!(other.updates.recv().await, Some(Update::Checked { .. })));
        // A person may ask all the same.
        poke.notify_one();
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(slow.load(Ordering::SeqCst), 2);
        tokio::time::sleep(Duration::from_secs(130)).await;
        assert_eq!(slow.load(Ordering::SeqCst), 3);
        first.abort();
        second.abort();
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_unchanged_wakes_nobody_but_those_who_asked() {
        let Rig {
            context,
            mut updates,
            wakes,
            poke,
            attention: _attention,
        } = rig(Topic::Templates);
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
