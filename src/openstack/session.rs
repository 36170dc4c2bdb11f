//! A session: the token, where the services are, and the one path that every call takes to them.
//!
//! `sign_in` makes it, `renewal` keeps its token good: many calls may learn at once that it is gone; one of them renews it
//! and the others wait.

mod renewal;
mod sign_in;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::HeaderValue;
use serde_json::Value;
use url::Url;

use crate::domain::diagnostics::{Diagnostics, Transfer};
use crate::domain::id::ProjectId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::secret::{Secret, SecretBytes};
use crate::domain::service::{Service, ServiceHealth, ServiceState};
use crate::domain::session_info::{Renewal, SessionInfo};
use crate::openstack::endpoints;
use crate::openstack::error::ApiError;
use crate::openstack::policy::CallClass;
use crate::openstack::report::Sources;
use crate::openstack::session::renewal::{Signed, Why};
use crate::openstack::transport::{Answer, Call, Transport};
use crate::openstack::versions::Versions;

pub use crate::openstack::session::sign_in::{Half, SignIn};
pub use crate::openstack::transport::Now;

/// Signed in at one cloud, in one project and region. Cheap to clone; shows no secret.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    profile: CloudProfile,
    secret: Secret,
    now: Now,
    renewal_by: Renewal,
    transport: Transport,
    signed: RwLock<Arc<Signed>>,
    /// Why the latest renewal failed. Held while one runs.
    renewal: tokio::sync::Mutex<Option<Problem>>,
    failed_renewals: AtomicU64,
    /// From when on a renewal ahead of time may be tried again.
    ahead_from: Mutex<Option<Timestamp>>,
    /// Why the token cannot be renewed at the moment.
    trouble: Mutex<Option<Problem>>,
    /// Why the session is over.
    ended: Mutex<Option<Problem>>,
    /// The tokens that this program got itself.
    obtained: Mutex<Vec<HeaderValue>>,
    /// Services that refused a token right after it was renewed, each with that token's generation.
    refusers: Mutex<BTreeMap<Service, u64>>,
    versions: Versions,
}

/// What is asked of a service.
#[derive(Clone, Debug)]
pub(crate) struct Ask<'a> {
    pub(crate) service: Service,
    pub(crate) path: &'a [&'a str],
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) class: CallClass,
}

impl Session {
    /// What Keystone said of the session.
    pub fn info(&self) -> SessionInfo {
        let signed = self.signed();
        let grant = &signed.grant;
        SessionInfo {
            user: grant.user.clone(),
            user_id: grant.user_id.clone(),
            reach: grant.reach.clone(),
            project: grant.project.clone(),
            project_id: grant.project_id.clone(),
            region: grant.endpoints.region.clone(),
            regions: grant.endpoints.regions.clone(),
            region_assumed: grant.endpoints.assumed,
            roles: grant.roles.clone(),
            magnum_version: self.0.versions.magnum().map(|minor| format!("1.{minor}")),
            expires_at: grant.expires_at,
            expires_here: grant.expires_here(),
            renewal: self.0.renewal_by,
            renewal_trouble: self.trouble(),
            restricted: grant.restricted,
            not_remembered: None,
        }
    }

    /// How the services are doing, in the order of the status line.
    pub fn services(&self) -> Vec<ServiceHealth> {
        Service::ALL
            .into_iter()
            .map(|service| {
                let state = if self.has(service) {
                    self.0
                        .transport
                        .health
                        .of(service)
                        .unwrap_or(ServiceState::NotAsked)
                } else {
                    ServiceState::NotInstalled
                };
                ServiceHealth { service, state }
            })
            .collect()
    }

    /// The requests whose answers are still coming.
    pub fn in_flight(&self) -> Vec<Transfer> {
        self.0.transport.in_flight()
    }

    /// What the Diagnostics page tells.
    pub fn diagnostics(&self) -> Diagnostics {
        let signed = self.signed();
        let sources = Sources {
            transport: &self.0.transport,
            versions: &self.0.versions,
            endpoints: &signed.grant.endpoints,
        };
        let services = self.services().into_iter().map(|health| sources.report(health));
        Diagnostics {
            services: services.collect(),
            skew: self.0.transport.skew(),
            token_expires_at: signed.grant.expires_at,
            renewals: signed.generation,
            requests: self.0.transport.requests(),
            in_flight: self.0.transport.in_flight(),
        }
    }

    /// Asks every service for the versions it offers, once; those that have not been asked yet.
    pub async fn discover_versions(&self) {
        if !self.0.versions.begin() {
            return;
        }
        let mut asking = tokio::task::JoinSet::new();
        for service in Service::ALL {
            if let Some(base) = self.address(service) {
                let session = self.clone();
                asking.spawn(async move {
                    let inner = &session.0;
                    inner.versions.discover(&inner.transport, service, &base).await;
                });
            }
        }
        while asking.join_next().await.is_some() {}
    }

    /// Where a service is; Keystone where the profile says, if the catalogue does not.
    fn address(&self, service: Service) -> Option<Url> {
        let listed = self.signed().grant.endpoints.base(service).cloned();
        listed.or_else(|| {
            (service == Service::Identity)
                .then(|| endpoints::identity(&self.0.profile.auth_url))
                .flatten()
        })
    }

    /// The time by the cloud's clock, as well as it is known: what expires there expires by that one.
    pub fn server_now(&self) -> jiff::Timestamp {
        self.cloud_now()
    }

    /// Whether the service is to be found in this region.
    pub fn has(&self, service: Service) -> bool {
        service == Service::Identity || self.signed().grant.endpoints.base(service).is_some()
    }

    /// The proxy by which clusters' own APIs are reached, where one is named.
    pub(crate) fn cluster_proxy(&self) -> Option<&str> {
        self.0.profile.cluster_proxy.as_deref()
    }

    /// The project that is worked in.
    pub(crate) fn project(&self) -> ProjectId {
        self.signed().grant.project_id.clone()
    }

    /// Reads an object.
    pub(crate) async fn get(&self, ask: &Ask<'_>) -> Result<Value, ApiError> {
        let answer = self.send(Method::GET, ask, None).await?;
        answer.json().inspect_err(|error| self.note(ask.service, error))
    }

    /// Sends a change and reads what the service says of it.
    pub(crate) async fn post(&self, ask: &Ask<'_>, body: &Value) -> Result<Value, ApiError> {
        let body = SecretBytes::from(body.to_string().into_bytes());
        let answer = self.send(Method::POST, ask, Some(body)).await?;
        // The service said yes, but not to what.
        answer
            .json()
            .inspect_err(|error| self.note(ask.service, error))
            .map_err(ApiError::after_sending)
    }

    /// Sends a change whose answer tells nothing more.
    pub(crate) async fn put(&self, ask: &Ask<'_>, body: &Value) -> Result<(), ApiError> {
        let body = SecretBytes::from(body.to_string().into_bytes());
        self.send(Method::PUT, ask, Some(body)).await.map(drop)
    }

    /// Changes an object; what the service says of it is not read.
    pub(crate) async fn patch_blind(&self, ask: &Ask<'_>, body: Option<&Value>) -> Result<(), ApiError> {
        let body = body.map(|body| SecretBytes::from(body.to_string().into_bytes()));
        self.send(Method::PATCH, ask, body).await.map(drop)
    }

    /// Sends a change of an object that is there and reads what the service says of it.
    pub(crate) async fn patch(&self, ask: &Ask<'_>, body: &Value) -> Result<Value, ApiError> {
        let body = SecretBytes::from(body.to_string().into_bytes());
        let answer = self.send(Method::PATCH, ask, Some(body)).await?;
        // The service said yes, but not to what.
        answer
            .json()
            .inspect_err(|error| self.note(ask.service, error))
            .map_err(ApiError::after_sending)
    }

    /// Removes an object.
    pub(crate) async fn delete(&self, ask: &Ask<'_>) -> Result<(), ApiError> {
        self.send(Method::DELETE, ask, None).await.map(drop)
    }

    /// The newest minor version of Magnum that both sides speak; asked of Magnum once.
    pub(crate) async fn magnum_version(&self) -> Result<u32, ApiError> {
        let base = self.base(Service::ContainerInfra)?;
        self.0.versions.negotiate_magnum(&self.0.transport, &base).await
    }

    async fn send(
        &self,
        method: Method,
        ask: &Ask<'_>,
        body: Option<SecretBytes>,
    ) -> Result<Answer, ApiError> {
        let url = self.url(ask)?;
        if ask.service == Service::ContainerInfra {
            self.magnum_version().await?;
        }
        self.keep_ahead().await;
        let mut renewed = false;
        let mut stepped_down = false;
        loop {
            let call = Call {
                service: ask.service,
                method: method.clone(),
                url: url.clone(),
                headers: self.0.versions.headers(ask.service),
                body: body.clone(),
                class: ask.class,
            };
            let signed = self.signed();
            let sent = self.0.transport.send(&call, Some(&signed.grant.token)).await;
            let Err(error) = sent else { return sent };
            let ended = *error.kind() == ProblemKind::SessionEnded;
            let other_version = *error.kind() == ProblemKind::VersionRefused;
            if ended && renewed {
                self.refusers().insert(ask.service, signed.generation);
                return Err(error);
            }
            if ended && self.refusers().get(&ask.service) != Some(&signed.generation) {
                renewed = true;
                self.renew(signed.generation, Why::Refused).await?;
            } else if other_version && !stepped_down && self.step_down(ask.service, &error) {
                stepped_down = true;
            } else {
                return Err(error);
            }
        }
    }

    fn step_down(&self, service: Service, error: &ApiError) -> bool {
        self.0.versions.step_down(service, error.newest_version())
    }

    fn url(&self, ask: &Ask<'_>) -> Result<Url, ApiError> {
        let mut url = self.base(ask.service)?;
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(ask.path);
        }
        if !ask.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&ask.query);
        }
        Ok(url)
    }

    fn base(&self, service: Service) -> Result<Url, ApiError> {
        let signed = self.signed();
        let endpoints = &signed.grant.endpoints;
        endpoints.base(service).cloned().ok_or_else(|| {
            let elsewhere = endpoints.regions_with(service);
            ApiError::of(service, ProblemKind::ServiceMissing { elsewhere })
        })
    }

    /// Notes that an answer was good for HTTP and bad for us.
    pub(crate) fn note(&self, service: Service, error: &ApiError) {
        let transport = &self.0.transport;
        transport
            .health
            .failed(service, &error.problem(), true, transport.now());
    }

    fn signed(&self) -> Arc<Signed> {
        Arc::clone(&self.0.signed.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn refusers(&self) -> std::sync::MutexGuard<'_, BTreeMap<Service, u64>> {
        self.0.refusers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scope = self.0.profile.scope();
        f.debug_struct("Session")
            .field("scope", &scope)
            .finish_non_exhaustive()
    }
}
