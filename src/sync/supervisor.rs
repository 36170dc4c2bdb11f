//! The one event loop of the background: commands from the window, results of sign-ins, and the table of scopes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};

use crate::domain::access::AccessTask;
use crate::domain::id::ClusterId;
use crate::domain::operation::{Operation, OperationId, Progress};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::scope::Scope;
use crate::domain::secret::Secret;
use crate::domain::session_info::SessionInfo;
use crate::domain::topology::arrange::{ArrangeRequest, arrange};
use crate::message::{Attention, Command, Epoch, SecretSource, SessionState, Topic, Update};
use crate::openstack::session::Session;
use crate::platform::secrets::Secrets;
use crate::sync::access::{self, Merges};
use crate::sync::book::Book;
use crate::sync::crash::caught;
use crate::sync::fetch::Source;
use crate::sync::live::{Live, Pokes, Running, Stage};
use crate::sync::questions::Wanted;
use crate::sync::reporter::{Reporter, ScopeReporter};
use crate::sync::session_watch::{self, Ended};
use crate::sync::sign_in::{self, Begin, Came, may_repeat};
use crate::sync::{operations, reach};

/// How long after a sign-in that failed for want of a network the next one is tried.
const SIGN_IN_AGAIN: Duration = Duration::from_secs(15);

/// The machine's part in signing in.
pub(crate) struct Desk {
    pub(crate) secrets: Secrets,
    /// Where the browser brings its token.
    pub(crate) browser_port: u16,
}

/// What a sign-in brought.
struct SignInDone {
    scope: Scope,
    epoch: Epoch,
    /// The scope that is left for this one.
    left: Option<Scope>,
    result: Result<Came, Problem>,
}

/// The loop's state.
pub(crate) struct Supervisor {
    reporter: Reporter,
    desk: Desk,
    attention: watch::Sender<Attention>,
    live: BTreeMap<Scope, Live>,
    last_epoch: u64,
    /// Operations that somebody has given up.
    abandoned: watch::Sender<BTreeSet<OperationId>>,
    done: mpsc::Sender<SignInDone>,
    ended: mpsc::Sender<Ended>,
    /// What can be taken back of what was merged into kubeconfigs.
    merges: Merges,
}

impl Supervisor {
    /// Runs until the window is gone.
    pub(crate) async fn run(reporter: Reporter, desk: Desk, mut commands: mpsc::Receiver<Command>) {
        let (done, mut finished) = mpsc::channel(16);
        let (ended, mut over) = mpsc::channel(16);
        let mut this = Self {
            reporter,
            desk,
            attention: watch::Sender::new(Attention::Near),
            live: BTreeMap::new(),
            last_epoch: 0,
            abandoned: watch::Sender::default(),
            done,
            ended,
            merges: Merges::default(),
        };
        loop {
            tokio::select! {
                command = commands.recv() => match command {
                    Some(command) => this.command(command).await,
                    None => return,
                },
                Some(result) = finished.recv() => this.signed_in(result).await,
                Some(ended) = over.recv() => this.session_ended(ended).await,
            }
        }
    }

    async fn command(&mut self, command: Command) {
        match command {
            Command::SignIn { profile, secret } => self.sign_in(profile, secret).await,
            Command::Prove { scope, proof } => self.prove(scope, proof).await,
            Command::Switch { from, to } => self.switch(from, to).await,
            Command::SignOut(scope) => self.sign_out(scope).await,
            Command::Forget(profile) => {
                let secrets = self.desk.secrets.clone();
                // A keyring may take its time, and nobody else should wait for it.
                tokio::spawn(async move {
                    if let Err(problem) = secrets.forget(&profile).await {
                        tracing::warn!(kind = ?problem.kind, "the keyring keeps its entry");
                    }
                });
            }
            Command::Watch { scope, topics } => {
                // Exactly these: other scopes are not on screen.
                for (other, live) in &mut self.live {
                    live.wanted = if *other == scope {
                        topics.clone()
                    } else {
                        BTreeSet::new()
                    };
                    live.match_pollers(other, &self.reporter, &self.attention);
                }
            }
            Command::Refresh { scope, topic } => self.refresh(&scope, topic.as_ref()).await,
            Command::Cancel { scope, topic } => {
                let cancel = self.live.get(&scope).and_then(|live| live.cancels.get(&topic));
                // Only what is being asked right now is given up.
                cancel.inspect(|cancel| cancel.notify_waiters());
            }
            Command::Attention(attention) => {
                self.attention.send_if_modified(|current| {
                    let changed = *current != attention;
                    *current = attention;
                    changed
                });
            }
            Command::Abandon(id) => {
                self.abandoned.send_if_modified(|given_up| given_up.insert(id));
            }
            Command::Reach {
                scope,
                cluster,
                address,
            } => self.reach(scope, cluster, address),
            Command::Ask {
                scope,
                question,
                repeat,
            } => {
                if let Some(live) = self.live.get_mut(&scope) {
                    live.ask(question, repeat);
                    live.start_questions(&scope, &self.reporter, &self.attention);
                }
            }
            Command::Withdraw { scope, question } => {
                let live = self.live.get_mut(&scope);
                drop(live.and_then(|live| live.questions.remove(&question)));
            }
            Command::Run { scope, id, operation } => self.run_operation(scope, id, operation).await,
            Command::Access { scope, cluster, task } => self.access(scope, cluster, task),
            Command::Arrange {
                scope,
                cluster,
                request,
            } => self.arrange(scope, cluster, request),
        }
    }

    async fn sign_in(&mut self, profile: Arc<CloudProfile>, secret: SecretSource) {
        let scope = profile.scope();
        let live = self.enter(profile, secret);
        self.begin(scope, live, Begin::Afresh(Duration::ZERO), None).await;
    }

    /// A scope under a new number, with what was wanted of it before.
    fn enter(&mut self, profile: Arc<CloudProfile>, secret: SecretSource) -> Live {
        self.last_epoch += 1;
        let before = self.live.remove(&profile.scope());
        let (wanted, questions) = before
            .map(|live| (live.wanted, live.questions))
            .unwrap_or_default();
        Live {
            epoch: Epoch(self.last_epoch),
            profile,
            secret,
            stage: Stage::UnderWay { paste: None },
            wanted,
            pollers: BTreeMap::new(),
            pokes: Pokes::default(),
            cancels: BTreeMap::new(),
            background: Vec::new(),
            // Asked anew under the new session.
            questions: questions
                .into_iter()
                .map(|(question, wanted)| (question, Wanted::new(wanted.repeat)))
                .collect(),
        }
    }

    async fn begin(&mut self, scope: Scope, mut live: Live, begin: Begin, left: Option<Scope>) {
        self.report(&scope, live.epoch)
            .session(SessionState::SigningIn)
            .await;
        self.start(&scope, &mut live, begin, left);
        self.live.insert(scope, live);
    }

    fn start(&self, scope: &Scope, live: &mut Live, begin: Begin, left: Option<Scope>) {
        let (paste, pasted) = oneshot::channel();
        live.stage = Stage::UnderWay { paste: Some(paste) };
        let task = sign_in::Task {
            report: self.report(scope, live.epoch),
            secrets: self.desk.secrets.clone(),
            profile: Arc::clone(&live.profile),
            source: live.secret.clone(),
            pasted,
            browser_port: self.desk.browser_port,
        };
        let (done, scope, epoch) = (self.done.clone(), scope.clone(), live.epoch);
        let running = tokio::spawn(async move {
            let result = task.run(begin).await;
            let done_with = SignInDone {
                scope,
                epoch,
                left,
                result,
            };
            // The loop has ended: nobody wants to know.
            drop(done.send(done_with).await);
        });
        live.background = vec![Running(running.abort_handle())];
    }

    async fn prove(&mut self, scope: Scope, proof: Secret) {
        let Some(mut live) = self.live.remove(&scope) else {
            return;
        };
        match std::mem::replace(&mut live.stage, Stage::UnderWay { paste: None }) {
            Stage::Half(half, keeping) => {
                let begin = Begin::Further(half, keeping, proof);
                return self.begin(scope, live, begin, None).await;
            }
            // A sign-in that waits for no browser drops what is pasted.
            Stage::UnderWay { paste } => drop(paste.map(|paste| paste.send(proof))),
            stage @ (Stage::Choosing(_) | Stage::In(_) | Stage::Out(_)) => live.stage = stage,
        }
        self.live.insert(scope, live);
    }

    async fn switch(&mut self, from: Scope, to: Arc<CloudProfile>) {
        let scope = to.scope();
        if scope != from
            && let Some(live) = self.live.get_mut(&scope)
            && let Some(source) = live.source()
        {
            // Back to where one has come from: it has been kept.
            let (epoch, info) = (live.epoch, source.session.info());
            live.match_pollers(&scope, &self.reporter, &self.attention);
            self.report(&scope, epoch)
                .session(SessionState::SignedIn(info))
                .await;
            self.live.remove(&from);
            return;
        }
        let Some(live) = self.live.get(&from) else {
            return;
        };
        let secret = live.secret.clone();
        match live.session().cloned() {
            Some(session) => {
                let live = self.enter(to, secret);
                let left = (scope != from).then_some(from);
                self.begin(scope, live, Begin::From(session), left).await;
            }
            None => {
                self.live.remove(&from);
                self.sign_in(to, secret).await;
            }
        }
    }

    async fn sign_out(&mut self, scope: Scope) {
        let Some(live) = self.live.remove(&scope) else {
            return;
        };
        if let Some(session) = live.session().cloned() {
            // Best effort, and nobody waits for it.
            tokio::spawn(async move { session.revoke().await });
        }
        self.report(&scope, live.epoch)
            .session(SessionState::SignedOut)
            .await;
    }

    async fn signed_in(&mut self, done: SignInDone) {
        let SignInDone {
            scope,
            epoch,
            left,
            result,
        } = done;
        let report = self.report(&scope, epoch);
        let Some(mut live) = self.live.remove(&scope) else {
            return;
        };
        if live.epoch != epoch {
            self.live.insert(scope, live);
            return;
        }
        let state = match result {
            Ok(Came::In {
                session,
                not_remembered,
            }) => {
                if let Some(left) = left {
                    self.live.remove(&left);
                }
                let info = SessionInfo {
                    not_remembered,
                    ..session.info()
                };
                live.background = self.accompany(&session, &report, info.clone());
                live.stage = Stage::In(Source::new(session, Book::new()));
                SessionState::SignedIn(info)
            }
            Ok(Came::Half {
                half,
                keeping,
                refused,
            }) => {
                let told = half.told();
                live.stage = Stage::Half(half, keeping);
                SessionState::HalfSignedIn { half: told, refused }
            }
            Ok(Came::PlaceWanted { session, places }) => {
                live.stage = Stage::Choosing(session);
                SessionState::PlaceWanted(Arc::new(places))
            }
            Err(problem) => {
                if may_repeat(&live.profile, &problem) && left.is_none() {
                    self.start(&scope, &mut live, Begin::Afresh(SIGN_IN_AGAIN), None);
                } else {
                    live.stage = Stage::Out(problem.clone());
                }
                SessionState::Failed(problem)
            }
        };
        report.session(state).await;
        live.match_pollers(&scope, &self.reporter, &self.attention);
        live.start_questions(&scope, &self.reporter, &self.attention);
        self.live.insert(scope, live);
    }

    /// What runs beside a session: the watch over its state, and the question where else the person may work.
    fn accompany(&self, session: &Session, report: &ScopeReporter, info: SessionInfo) -> Vec<Running> {
        let watch = session_watch::watch(session.clone(), report.clone(), info, self.ended.clone());
        let (session, report) = (session.clone(), report.clone());
        let places = async move {
            let places = session.places().await.map(Arc::new);
            report.places(places.map_err(|error| error.problem())).await;
        };
        vec![
            Running(tokio::spawn(watch).abort_handle()),
            Running(tokio::spawn(places).abort_handle()),
        ]
    }

    async fn session_ended(&mut self, ended: Ended) {
        let Ended {
            scope,
            epoch,
            problem,
        } = ended;
        let Some(live) = self.live.get_mut(&scope).filter(|live| live.epoch == epoch) else {
            return;
        };
        live.stage = Stage::Out(problem.clone());
        live.background.clear();
        live.match_pollers(&scope, &self.reporter, &self.attention);
        live.start_questions(&scope, &self.reporter, &self.attention);
        self.report(&scope, epoch)
            .session(SessionState::Failed(problem))
            .await;
    }

    async fn refresh(&mut self, scope: &Scope, topic: Option<&Topic>) {
        let Some(live) = self.live.get(scope) else { return };
        match &live.stage {
            Stage::In(_) => {
                let pokes = live.pokes.lock().unwrap_or_else(PoisonError::into_inner);
                for (_, poke) in pokes
                    .iter()
                    .filter(|(of, _)| topic.is_none_or(|topic| topic == *of))
                {
                    poke.notify_one();
                }
            }
            // The same secret again would not do better, and may lock the account.
            Stage::Out(problem) if problem.kind.ends_session() => {
                let state = SessionState::Failed(problem.clone());
                self.report(scope, live.epoch).session(state).await;
            }
            // Not signed in: the refresh is a new attempt at that.
            Stage::Out(_) => {
                let (profile, secret) = (Arc::clone(&live.profile), live.secret.clone());
                self.sign_in(profile, secret).await;
            }
            // Also while the next attempt is waited for.
            Stage::UnderWay { .. } => {
                if !matches!(live.secret, SecretSource::Browser) {
                    let (profile, secret) = (Arc::clone(&live.profile), live.secret.clone());
                    self.sign_in(profile, secret).await;
                }
            }
            Stage::Half(..) | Stage::Choosing(_) => {}
        }
    }

    async fn run_operation(&self, scope: Scope, id: OperationId, operation: Operation) {
        let live = self.live.get(&scope);
        let Some((live, source)) = live.and_then(|live| Some((live, live.source()?))) else {
            let (at, progress) = (
                self.reporter.now(),
                Progress::Refused {
                    problem: Problem::new(ProblemKind::SessionEnded),
                },
            );
            return self
                .reporter
                .send(Update::Operation {
                    scope,
                    id,
                    at,
                    progress,
                })
                .await;
        };
        let pokes = Arc::clone(&live.pokes);
        let run = operations::Run {
            id,
            session: source.session.clone(),
            book: source.book.clone(),
            report: self.report(&scope, live.epoch),
            poke: Arc::new(move |topic| {
                if let Some(poke) = pokes.lock().unwrap_or_else(PoisonError::into_inner).get(topic) {
                    poke.notify_one();
                }
            }),
            abandoned: self.abandoned.subscribe(),
        };
        // Not among the pollers: a request that was sent is followed even when its page is left.
        tokio::spawn(run.run(operation));
    }

    /// Does something about access in the background, once, and tells what came of it.
    fn access(&self, scope: Scope, cluster: ClusterId, task: AccessTask) {
        let (reporter, merges) = (self.reporter.clone(), self.merges.clone());
        let session = self.live.get(&scope).and_then(Live::session).cloned();
        let whole = async move {
            let outcome = match session {
                Some(session) => caught(access::run(&session, &scope, (&cluster, &task), &merges))
                    .await
                    .and_then(|outcome| outcome),
                None => Err(Problem::new(ProblemKind::SessionEnded)),
            };
            let at = reporter.now();
            let update = Update::Accessed {
                scope,
                cluster,
                at,
                outcome,
            };
            reporter.send(update).await;
        };
        tokio::spawn(whole);
    }

    /// Tries a cluster's API in the background. It ends by itself: there is a limit on it.
    fn reach(&self, scope: Scope, cluster: ClusterId, address: String) {
        let Some(live) = self.live.get(&scope) else { return };
        let report = ScopeReporter {
            reporter: self.reporter.clone(),
            scope,
            epoch: live.epoch,
        };
        tokio::spawn(reach::run(report, cluster, address));
    }

    fn arrange(&self, scope: Scope, cluster: ClusterId, request: ArrangeRequest) {
        let reporter = self.reporter.clone();
        tokio::spawn(async move {
            let topology = Arc::clone(&request.topology);
            let computed = tokio::task::spawn_blocking(move || arrange(&request)).await;
            if let Ok(arrangement) = computed {
                let arrangement = Arc::new(arrangement);
                reporter
                    .send(Update::Arranged {
                        scope,
                        cluster,
                        topology,
                        arrangement,
                    })
                    .await;
            }
        });
    }

    fn report(&self, scope: &Scope, epoch: Epoch) -> ScopeReporter {
        ScopeReporter {
            reporter: self.reporter.clone(),
            scope: scope.clone(),
            epoch,
        }
    }
}
