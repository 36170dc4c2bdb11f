//! The one event loop of the background: commands from the window, results of sign-ins, and the table of pollers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, mpsc, watch};
use tokio::task::AbortHandle;

use crate::domain::id::ClusterId;
use crate::domain::operation::{Operation, OperationId, Progress};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::scope::Scope;
use crate::domain::service::{ServiceHealth, ServiceState};
use crate::domain::topology::arrange::{ArrangeRequest, arrange};
use crate::message::{Attention, Command, Epoch, SecretSource, SessionState, Topic, Update};
use crate::openstack::session::Session;
use crate::platform::secrets::Secrets;
use crate::sync::book::Book;
use crate::sync::fetch::Source;
use crate::sync::poller::{PollContext, poll};
use crate::sync::reporter::{Reporter, ScopeReporter};
use crate::sync::{cluster_list, node_list, operations, reach};

/// How long after a sign-in that failed for want of a network the next one is tried.
const SIGN_IN_AGAIN: Duration = Duration::from_secs(15);
/// How often the services' dots are compared with what was reported.
const SERVICES_LOOK: Duration = Duration::from_millis(500);
/// An answer that takes longer than this is slow, in seconds.
const SLOW_SECS: f32 = 2.0;

type Pokes = Arc<Mutex<BTreeMap<Topic, Arc<Notify>>>>;

/// What a sign-in brought.
struct SignInDone {
    scope: Scope,
    epoch: Epoch,
    result: Result<(Session, Option<Problem>), Problem>,
}

/// The loop's state.
pub(crate) struct Supervisor {
    reporter: Reporter,
    secrets: Secrets,
    attention: watch::Sender<Attention>,
    live: BTreeMap<Scope, Live>,
    last_epoch: u64,
    /// Operations that somebody has given up.
    abandoned: watch::Sender<BTreeSet<OperationId>>,
    done: mpsc::Sender<SignInDone>,
}

/// One scope with its session and its pollers. Dropping it ends them all.
struct Live {
    epoch: Epoch,
    profile: Arc<CloudProfile>,
    secret: SecretSource,
    source: Option<Source>,
    wanted: BTreeSet<Topic>,
    pollers: BTreeMap<Topic, Task>,
    pokes: Pokes,
    cancels: BTreeMap<Topic, Arc<Notify>>,
    background: Vec<Task>,
}

/// A task that ends when this is dropped.
struct Task(AbortHandle);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Supervisor {
    /// Runs until the window is gone.
    pub(crate) async fn run(reporter: Reporter, secrets: Secrets, mut commands: mpsc::Receiver<Command>) {
        let (done, mut finished) = mpsc::channel(16);
        let mut this = Self {
            reporter,
            secrets,
            attention: watch::Sender::new(Attention::Near),
            live: BTreeMap::new(),
            last_epoch: 0,
            abandoned: watch::Sender::default(),
            done,
        };
        loop {
            tokio::select! {
                command = commands.recv() => match command {
                    Some(command) => this.command(command).await,
                    None => return,
                },
                Some(result) = finished.recv() => this.signed_in(result).await,
            }
        }
    }

    async fn command(&mut self, command: Command) {
        match command {
            Command::SignIn { profile, secret } => self.sign_in(profile, secret).await,
            Command::Prove { .. } => {}
            Command::Switch { from, to } => self.switch(&from, to).await,
            Command::SignOut(scope) => {
                if let Some(live) = self.live.remove(&scope) {
                    let (epoch, state) = (live.epoch, SessionState::SignedOut);
                    self.reporter.send(Update::Session { scope, epoch, state }).await;
                }
            }
            Command::Forget(profile) => {
                if let Err(problem) = self.secrets.forget(&profile).await {
                    tracing::warn!(kind = ?problem.kind, "the keyring keeps its entry");
                }
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
            Command::Run { scope, id, operation } => self.run_operation(scope, id, operation).await,
            Command::Arrange {
                scope,
                cluster,
                request,
            } => self.arrange(scope, cluster, request),
        }
    }

    async fn sign_in(&mut self, profile: Arc<CloudProfile>, secret: SecretSource) {
        let scope = profile.scope();
        self.last_epoch += 1;
        let epoch = Epoch(self.last_epoch);
        let wanted = self
            .live
            .remove(&scope)
            .map(|live| live.wanted.clone())
            .unwrap_or_default();
        let state = SessionState::SigningIn;
        self.reporter
            .send(Update::Session {
                scope: scope.clone(),
                epoch,
                state,
            })
            .await;
        let mut live = Live {
            epoch,
            profile,
            secret,
            source: None,
            wanted,
            pollers: BTreeMap::new(),
            pokes: Pokes::default(),
            cancels: BTreeMap::new(),
            background: Vec::new(),
        };
        live.background
            .push(self.start_sign_in(&scope, &live, Duration::ZERO));
        self.live.insert(scope, live);
    }

    async fn switch(&mut self, from: &Scope, to: Arc<CloudProfile>) {
        let Some(live) = self.live.remove(from) else {
            return;
        };
        self.sign_in(to, live.secret.clone()).await;
    }

    fn start_sign_in(&self, scope: &Scope, live: &Live, after: Duration) -> Task {
        let (profile, source) = (Arc::clone(&live.profile), live.secret.clone());
        let (secrets, clock) = (self.secrets.clone(), self.reporter.clock().clone());
        let (done, scope, epoch) = (self.done.clone(), scope.clone(), live.epoch);
        let task = tokio::spawn(async move {
            tokio::time::sleep(after).await;
            let result = async {
                let (secret, remember) = match source {
                    SecretSource::Given { secret, remember } => (secret, remember),
                    SecretSource::Keyring => (secrets.get(&profile).await?, false),
                    SecretSource::Browser => {
                        return Err(Problem::new(ProblemKind::AuthTypeUnsupported {
                            auth_type: "v3websso".to_owned(),
                        }));
                    }
                };
                let now = Arc::new(move || clock.now());
                let session = Session::sign_in(&profile, &secret, now)
                    .await
                    .map_err(|error| error.problem())?;
                // Only a secret that works is worth keeping.
                let not_remembered = if remember {
                    secrets.set(&profile, &secret).await.err()
                } else {
                    None
                };
                Ok((session, not_remembered))
            }
            .await;
            // The loop has ended: nobody wants to know.
            drop(done.send(SignInDone { scope, epoch, result }).await);
        });
        Task(task.abort_handle())
    }

    async fn signed_in(&mut self, done: SignInDone) {
        let SignInDone { scope, epoch, result } = done;
        let Some(live) = self.live.get_mut(&scope).filter(|live| live.epoch == epoch) else {
            return;
        };
        let state = match result {
            Ok((session, not_remembered)) => {
                let info = session.info();
                live.source = Some(Source::new(session.clone(), Book::new()));
                let report = ScopeReporter {
                    reporter: self.reporter.clone(),
                    scope: scope.clone(),
                    epoch,
                };
                live.background = vec![Task(tokio::spawn(watch_services(session, report)).abort_handle())];
                SessionState::SignedIn(crate::domain::session_info::SessionInfo {
                    not_remembered,
                    ..info
                })
            }
            Err(problem) => {
                let again = problem.is_network() || problem.kind == ProblemKind::Unavailable;
                let retry = again.then(|| {
                    self.live
                        .get(&scope)
                        .map(|live| self.start_sign_in(&scope, live, SIGN_IN_AGAIN))
                });
                if let (Some(Some(task)), Some(live)) = (retry, self.live.get_mut(&scope)) {
                    live.background = vec![task];
                }
                SessionState::Failed(problem)
            }
        };
        self.reporter
            .send(Update::Session {
                scope: scope.clone(),
                epoch,
                state,
            })
            .await;
        if let Some(live) = self.live.get_mut(&scope) {
            live.match_pollers(&scope, &self.reporter, &self.attention);
        }
    }

    async fn refresh(&mut self, scope: &Scope, topic: Option<&Topic>) {
        let Some(live) = self.live.get(scope) else { return };
        if live.source.is_none() {
            // Not signed in: the refresh is a new attempt at that.
            let (profile, secret) = (Arc::clone(&live.profile), live.secret.clone());
            return self.sign_in(profile, secret).await;
        }
        let pokes = live.pokes.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, poke) in pokes
            .iter()
            .filter(|(of, _)| topic.is_none_or(|topic| topic == *of))
        {
            poke.notify_one();
        }
    }

    async fn run_operation(&self, scope: Scope, id: OperationId, operation: Operation) {
        let live = self.live.get(&scope);
        let Some((live, source)) = live.and_then(|live| Some((live, live.source.as_ref()?))) else {
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
            report: ScopeReporter {
                reporter: self.reporter.clone(),
                scope,
                epoch: live.epoch,
            },
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
}

impl Live {
    /// Starts the pollers that are wanted and not there, ends those that are there and not wanted.
    fn match_pollers(&mut self, scope: &Scope, reporter: &Reporter, attention: &watch::Sender<Attention>) {
        let Some(source) = &self.source else { return };
        let wanted = &self.wanted;
        self.pollers.retain(|topic, _| wanted.contains(topic));
        let mut pokes = self.pokes.lock().unwrap_or_else(PoisonError::into_inner);
        pokes.retain(|topic, _| wanted.contains(topic));
        self.cancels.retain(|topic, _| wanted.contains(topic));
        for topic in wanted {
            if self.pollers.contains_key(topic) {
                continue;
            }
            let poke = Arc::new(Notify::new());
            pokes.insert(topic.clone(), Arc::clone(&poke));
            let cancel = Arc::new(Notify::new());
            self.cancels.insert(topic.clone(), Arc::clone(&cancel));
            let report = ScopeReporter {
                reporter: reporter.clone(),
                scope: scope.clone(),
                epoch: self.epoch,
            };
            let context = PollContext {
                report,
                topic: topic.clone(),
                poke,
                cancel,
                attention: attention.subscribe(),
                troubles: source.troubles.clone(),
                vigil: None,
            };
            self.pollers.insert(topic.clone(), start(context, source.clone()));
        }
    }
}

fn start(context: PollContext, source: Source) -> Task {
    let task = match context.topic.clone() {
        Topic::Clusters => tokio::spawn(cluster_list::keep(context, source.session, source.book)),
        Topic::Nodes => tokio::spawn(node_list::keep(context, source.session, source.book)),
        Topic::Templates => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.templates().await }
        })),
        Topic::Catalog => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.catalog().await }
        })),
        Topic::Cluster(id) => tokio::spawn(poll(context, move || {
            let (source, id) = (source.clone(), id.clone());
            async move { source.cluster(&id).await }
        })),
        Topic::Topology(id) => tokio::spawn(poll(context, move || {
            let (source, id) = (source.clone(), id.clone());
            async move { source.topology(&id).await }
        })),
        Topic::Diagnostics => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.diagnostics() }
        })),
        Topic::Events(id) => tokio::spawn(poll(context, move || {
            let (source, id) = (source.clone(), id.clone());
            async move { source.events(&id).await }
        })),
    };
    Task(task.abort_handle())
}

/// Reports the services' dots: wakes the window when one changes its meaning, whispers when only a number does.
async fn watch_services(session: Session, report: ScopeReporter) {
    let mut last: Vec<ServiceHealth> = Vec::new();
    let mut info = session.info();
    loop {
        // Magnum's version is known after the first call to it, a new expiry after every renewal.
        let now = session.info();
        if now.magnum_version != info.magnum_version {
            let state = SessionState::SignedIn(now.clone());
            let (scope, epoch) = (report.scope.clone(), report.epoch);
            report
                .reporter
                .send(Update::Session { scope, epoch, state })
                .await;
            info = now;
        }
        let services = session.services();
        if services != last {
            let update = Update::Services {
                scope: report.scope.clone(),
                epoch: report.epoch,
                services: services.clone(),
            };
            if meaning(&services) == meaning(&last) {
                report.reporter.whisper(update);
            } else {
                report.reporter.send(update).await;
            }
            last = services;
        }
        tokio::time::sleep(SERVICES_LOOK).await;
    }
}

fn meaning(services: &[ServiceHealth]) -> Vec<u8> {
    services
        .iter()
        .map(|health| match &health.state {
            ServiceState::NotAsked => 0,
            ServiceState::Answering { latency_secs } if *latency_secs < SLOW_SECS => 1,
            ServiceState::Answering { .. } => 2,
            ServiceState::Failing { .. } => 3,
            ServiceState::NotPermitted => 4,
            ServiceState::NotInstalled => 5,
        })
        .collect()
}
