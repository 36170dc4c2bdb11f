//! The background's end of a session, a store that is fed by it, and the simulated cloud on the other side.
//!
//! After [`Stage::open`] a test may pause tokio's time: then every wait passes as soon as nobody has anything to do.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::operation::{Operation, OperationId, Progress};
use magnum_desktop::domain::problem::Problem;
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::message::{Command, SecretSource, Topic};
use magnum_desktop::openstack::clouds_yaml::{FileText, parse};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::simulation::{Options, Pace, SimulatedCloud, StartingWorld};
use magnum_desktop::store::state::{ScopeStore, Store};
use magnum_desktop::sync::backend::Backend;
use tokio::runtime::Handle;

/// How long a test waits for the next thing to be told.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// How many updates a test takes in while it waits: where time is paused, a background that goes round in circles would
/// never let it end.
const MOST_UPDATES: u32 = 5_000;

/// A signed-in background.
pub(super) struct Stage {
    pub(super) cloud: SimulatedCloud,
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) scope: Scope,
    backend: Backend,
    operations: u64,
}

impl Stage {
    /// Starts the everyday cloud and signs in to `demo`.
    pub(super) async fn open() -> Self {
        Self::open_in(StartingWorld::Everyday).await
    }

    /// Starts a cloud with this world and signs in to `demo`.
    pub(super) async fn open_in(world: StartingWorld) -> Self {
        let now: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        let cloud = SimulatedCloud::start(Options {
            port: 0,
            pace: Pace::Stepped,
            world,
            seed: 7,
            now,
        })
        .await
        .unwrap();
        let file = FileText {
            path: "clouds.yaml".into(),
            text: cloud.clouds_yaml(),
        };
        let entries = parse(&file, None).unwrap();
        let entry = entries.into_iter().find(|entry| entry.name == "demo").unwrap();
        let profile = Arc::new(entry.profile.unwrap());
        let scope = profile.scope();
        let clock = Clock::manual(now);
        let backend = Backend::start(
            &Handle::current(),
            Arc::new(|| {}),
            clock.clone(),
            Secrets::memory(),
        );
        let secret = SecretSource::Given {
            secret: entry.secret.unwrap(),
            remember: false,
        };
        backend.send(Command::SignIn { profile, secret }).unwrap();
        let mut stage = Self {
            cloud,
            store: Store::default(),
            clock,
            scope,
            backend,
            operations: 0,
        };
        stage
            .until("the session is there", |stage| {
                stage.known().is_some_and(ScopeStore::signed_in)
            })
            .await;
        stage
    }

    pub(super) fn send(&self, command: Command) {
        self.backend.send(command).unwrap();
    }

    pub(super) fn watch(&self, topics: impl IntoIterator<Item = Topic>) {
        let (scope, topics): (_, BTreeSet<Topic>) = (self.scope.clone(), topics.into_iter().collect());
        self.send(Command::Watch { scope, topics });
    }

    pub(super) fn refresh(&self, topic: Option<Topic>) {
        let scope = self.scope.clone();
        self.send(Command::Refresh { scope, topic });
    }

    /// Runs an operation as the window does.
    pub(super) fn run(&mut self, operation: Operation) -> OperationId {
        let id = OperationId(self.operations);
        self.operations += 1;
        let now = self.clock.now();
        self.store
            .operations
            .begin(id, self.scope.clone(), operation.clone(), now);
        let scope = self.scope.clone();
        self.send(Command::Run { scope, id, operation });
        id
    }

    pub(super) fn progress(&self, id: OperationId) -> &Progress {
        &self.store.operations.get(id).unwrap().progress
    }

    fn known(&self) -> Option<&ScopeStore> {
        self.store.scope(&self.scope)
    }

    pub(super) fn data(&self) -> &ScopeStore {
        self.known().unwrap()
    }

    /// Why this topic could not be had, if it could not.
    pub(super) fn failure(&self, topic: &Topic) -> Option<&Problem> {
        self.data().standing(topic).failure.map(|(problem, _)| problem)
    }

    /// Whether this topic's value is there and nothing is wrong with it.
    pub(super) fn is_well(&self, topic: &Topic) -> bool {
        let standing = self.data().standing(topic);
        standing.as_of.is_some() && standing.failure.is_none()
    }

    /// Takes updates in until this holds.
    pub(super) async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let mut left = MOST_UPDATES;
        while !holds(self) {
            assert!(
                left > 0,
                "waited in vain until {what}: it is told again and again"
            );
            left -= 1;
            let update = tokio::time::timeout(PATIENCE, self.backend.recv()).await;
            let update = update.unwrap_or_else(|_| panic!("waited in vain until {what}"));
            drop(self.store.apply(update.unwrap()));
        }
    }

    /// Lets so much time pass, taking in what is told meanwhile. Only where time is paused.
    pub(super) async fn pass(&mut self, secs: u64) {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(secs);
        while let Ok(update) = tokio::time::timeout_at(deadline, self.backend.recv()).await {
            drop(self.store.apply(update.unwrap()));
        }
        self.tick(i64::try_from(secs).unwrap());
    }

    /// Moves the window's clock.
    pub(super) fn tick(&self, secs: i64) {
        self.clock.set(self.clock.now() + SignedDuration::from_secs(secs));
    }

    /// How often this was asked.
    pub(super) fn asked(&self, method: &str, path_end: &str) -> usize {
        let seen = self.cloud.requests();
        seen.iter()
            .filter(|request| request.method == method && request.path.ends_with(path_end))
            .count()
    }

    /// The id of the cluster of this name.
    pub(super) fn cluster(&self, name: &str) -> ClusterId {
        ClusterId::new(self.cloud.world().cluster_ids(name).first().unwrap().clone())
    }
}
