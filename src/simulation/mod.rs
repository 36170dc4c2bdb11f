//! A cloud in the process: a real HTTP server on loopback that speaks Keystone, Magnum, Heat, Nova, Neutron, Octavia, Glance
//! and Cinder out of one world. It shares no type with the client and imports nothing of the other rooms.
//!
//! `world` holds what exists, `lifecycle` plays the tables of `blueprint` and `capi` into `estate`s, and every service is a
//! file or folder of its own that turns the world into JSON. Time passes only with requests: see `clock`.

mod admin;
mod authority;
mod base64;
mod blueprint;
mod capi;
mod cinder;
mod clock;
mod cluster;
mod demolition;
mod era;
mod estate;
mod failures;
mod faults;
mod fingerprint;
mod gate;
mod glance;
mod heat;
mod http;
mod id;
mod identity;
mod keystone;
mod kubernetes;
mod lies;
mod lifecycle;
mod magnum;
mod neutron;
mod nova;
mod octavia;
mod own;
mod plans;
mod probe;
mod python;
mod scenario;
mod server;
mod stock;
mod substance;
mod timeline;
mod totp;
mod wire;
mod works;
mod world;
mod worlds;

use std::net::Ipv4Addr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use clock::Pace;
pub use era::Profile;
pub use faults::{Faults, Harm, Lie};
pub use identity::LockRules;
pub use probe::Probe;
pub use scenario::StartingWorld;
pub use server::SeenRequest;

/// How a simulated cloud is to be.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; zero for a free one.
    pub port: u16,
    /// How its time passes.
    pub pace: Pace,
    /// What is in it at the beginning.
    pub world: StartingWorld,
    /// What its ids follow from.
    pub seed: u64,
    /// The calendar time of its beginning.
    pub now: jiff::Timestamp,
}

/// What a simulated cloud is to its clients.
#[derive(Clone, Copy, Debug, Default)]
pub struct Service {
    /// Its release.
    pub profile: Profile,
    /// Whether it can be steered over `/admin`: faults, time.
    pub steerable: bool,
}

/// A running simulated cloud. Dropping it stops the server.
#[derive(Debug)]
pub struct SimulatedCloud {
    shared: Arc<server::Shared>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
    gate: gate::Gate,
}

impl SimulatedCloud {
    /// Binds 127.0.0.1 and serves on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// When the port is taken.
    pub async fn start(options: Options) -> std::io::Result<SimulatedCloud> {
        SimulatedCloud::start_as(options, Service::default()).await
    }

    /// The same with a release of choice, and with a hand on it from outside.
    ///
    /// # Errors
    ///
    /// When the port is taken.
    pub async fn start_as(options: Options, service: Service) -> std::io::Result<SimulatedCloud> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let base = format!("http://{}", listener.local_addr()?);
        let clock = clock::Clock::new(options.pace);
        let beginning = scenario::Beginning {
            seed: options.seed,
            start: options.now,
            base,
            profile: service.profile,
        };
        let world = scenario::world(options.world, beginning);
        let shared = Arc::new(server::Shared::new(clock, world, service.steerable));
        let gate = gate::Gate::open(Arc::downgrade(&shared)).await?;
        let router = axum::Router::new()
            .fallback(server::serve)
            .with_state(Arc::clone(&shared));
        let service = router.into_make_service_with_connect_info::<wire::Allowance>();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let until = async move {
                // The sender's end, sent or dropped, is the end.
                drop(stopped.await);
            };
            let served = axum::serve(wire::Wires(listener), service)
                .with_graceful_shutdown(until)
                .await;
            drop(served);
        });
        Ok(SimulatedCloud {
            shared,
            stop: Some(stop),
            task,
            gate,
        })
    }

    /// `http://127.0.0.1:PORT`
    #[must_use]
    pub fn base_url(&self) -> String {
        self.shared.base.clone()
    }

    /// Keystone's address.
    #[must_use]
    pub fn auth_url(&self) -> String {
        format!("{}/identity/v3", self.shared.base)
    }

    /// The text of a `clouds.yaml` with the clouds `demo`, `demo-appcred`, `reader` and `admin`, and one more for every
    /// other way in: `demo-totp`, `demo-mfa`, `demo-oidc`, `demo-browser`, `demo-trust`, `demo-unscoped`, `admin-domain` …
    #[must_use]
    pub fn clouds_yaml(&self) -> String {
        keystone::clouds_yaml(&self.shared.world(), self.gate.address)
    }

    /// Moves the world's clock on. In live pace this skips ahead.
    pub fn advance(&self, secs: u64) {
        self.shared.clock.advance(secs);
    }

    /// The fault layer.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// The newest 10,000 requests, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.shared.seen()
    }

    /// Makes every token that was given out invalid.
    pub fn expire_tokens(&self) {
        self.shared.world().identity.revoke_all();
    }

    /// A look at the world, and a hand in it, for tests.
    #[must_use]
    pub fn world(&self) -> Probe<'_> {
        Probe::new(&self.shared)
    }

    /// Takes no new connections and lets the ones that are being served finish.
    pub fn stop_accepting(&mut self) {
        drop(self.stop.take());
    }

    /// Stops and waits until the port is free.
    pub async fn stop(mut self) {
        self.stop_accepting();
        // Connections that a client keeps open would hold the server for as long as it likes.
        let patience = std::time::Duration::from_secs(1);
        if tokio::time::timeout(patience, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}
