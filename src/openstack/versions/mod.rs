//! Which versions are offered and which microversions are spoken: Magnum's is agreed upon once per session, Nova's is
//! asked for and given up if refused, and everybody's list is read once for the Diagnostics page.

mod discovery;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use reqwest::header::{HeaderName, HeaderValue};
use tokio::sync::OnceCell;
use url::Url;

use crate::domain::diagnostics::{ServiceNote, VersionRange};
use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::policy;
use crate::openstack::transport::Transport;
use crate::openstack::versions::discovery::Offer;

const VERSION: HeaderName = HeaderName::from_static("openstack-api-version");
const NOVA_VERSION: HeaderName = HeaderName::from_static("x-openstack-nova-api-version");

/// What has been agreed upon.
#[derive(Debug, Default)]
pub(crate) struct Versions {
    magnum_agreed: OnceCell<()>,
    /// Minor version; zero while there is none.
    magnum: AtomicU32,
    magnum_stepped_down: AtomicBool,
    nova_refused: AtomicBool,
    /// What each service says of itself, or why that is not to be had.
    offers: Mutex<BTreeMap<Service, Result<Offer, ProblemKind>>>,
    all_asked: AtomicBool,
}

impl Versions {
    /// Magnum's minor version, once it is known.
    pub(crate) fn magnum(&self) -> Option<u32> {
        Some(self.magnum.load(Ordering::Relaxed)).filter(|minor| *minor > 0)
    }

    /// Asks Magnum, unless it has been asked already.
    pub(crate) async fn negotiate_magnum(&self, transport: &Transport, base: &Url) -> Result<u32, ApiError> {
        self.magnum_agreed
            .get_or_try_init(|| async {
                let minor = self.newest_of_magnum(transport, base).await?;
                self.magnum.store(minor, Ordering::Relaxed);
                tracing::info!(minor, "Magnum's version");
                Ok::<(), ApiError>(())
            })
            .await?;
        Ok(self.magnum.load(Ordering::Relaxed))
    }

    /// The headers that ask for the agreed version.
    pub(crate) fn headers(&self, service: Service) -> Vec<(HeaderName, HeaderValue)> {
        match service {
            Service::ContainerInfra => self
                .magnum()
                .and_then(|minor| HeaderValue::try_from(format!("container-infra 1.{minor}")).ok())
                .map(|value| vec![(VERSION, value)])
                .unwrap_or_default(),
            Service::Compute if !self.nova_refused.load(Ordering::Relaxed) => {
                let version = policy::NOVA_VERSION;
                [
                    (VERSION, format!("compute {version}")),
                    (NOVA_VERSION, version.to_owned()),
                ]
                .into_iter()
                .filter_map(|(name, value)| Some((name, HeaderValue::try_from(value).ok()?)))
                .collect()
            }
            Service::Compute
            | Service::Identity
            | Service::Orchestration
            | Service::Network
            | Service::LoadBalancer
            | Service::BlockStorage
            | Service::Image => Vec::new(),
        }
    }

    /// After a refusal: settles for less. Says whether there is anything left to try.
    pub(crate) fn step_down(&self, service: Service, newest: Option<u32>) -> bool {
        match service {
            Service::ContainerInfra => match newest {
                Some(newest) if newest > 0 => {
                    self.magnum.fetch_min(newest, Ordering::Relaxed);
                    self.magnum_stepped_down.store(true, Ordering::Relaxed);
                    true
                }
                Some(_) | None => false,
            },
            Service::Compute => {
                self.nova_refused.store(true, Ordering::Relaxed);
                true
            }
            Service::Identity
            | Service::Orchestration
            | Service::Network
            | Service::LoadBalancer
            | Service::BlockStorage
            | Service::Image => false,
        }
    }

    /// Whether this is the first time that everybody's list is wanted.
    pub(crate) fn begin(&self) -> bool {
        !self.all_asked.swap(true, Ordering::Relaxed)
    }

    /// Asks a service for its versions, unless it has been asked already.
    pub(crate) async fn discover(&self, transport: &Transport, service: Service, base: &Url) {
        if self.offers().contains_key(&service) {
            return;
        }
        let offer = discovery::ask(transport, service, base).await;
        let offer = offer.map_err(|error| error.kind().clone());
        self.offers().insert(service, offer);
    }

    /// What a service offers, and what is asked of it.
    pub(crate) fn range(&self, service: Service) -> Option<VersionRange> {
        let in_use = match service {
            Service::ContainerInfra => self.magnum().map(|minor| format!("1.{minor}")),
            Service::Compute if self.nova_refused.load(Ordering::Relaxed) => None,
            Service::Compute => Some(policy::NOVA_VERSION.to_owned()),
            Service::Identity
            | Service::Orchestration
            | Service::Network
            | Service::LoadBalancer
            | Service::BlockStorage
            | Service::Image => None,
        };
        let offers = self.offers();
        let offer = offers.get(&service)?.as_ref().ok()?;
        Some(VersionRange {
            in_use,
            ..offer.range.clone()
        })
    }

    /// What was odd.
    pub(crate) fn notes(&self, service: Service) -> Vec<ServiceNote> {
        let mut notes = Vec::new();
        match self.offers().get(&service) {
            Some(Ok(offer)) => notes.extend(
                offer
                    .elsewhere
                    .clone()
                    .map(|host| ServiceNote::VersionsElsewhere { host }),
            ),
            Some(Err(reason)) => notes.push(ServiceNote::VersionsUnknown {
                reason: reason.clone(),
            }),
            None => {}
        }
        let magnum_stepped = self.magnum_stepped_down.load(Ordering::Relaxed);
        let nova_stepped = self.nova_refused.load(Ordering::Relaxed);
        if service == Service::ContainerInfra && magnum_stepped {
            let to = self.magnum().map(|minor| format!("1.{minor}"));
            notes.push(ServiceNote::SteppedDown { to });
        }
        if service == Service::Compute && nova_stepped {
            notes.push(ServiceNote::SteppedDown { to: None });
        }
        notes
    }

    async fn newest_of_magnum(&self, transport: &Transport, base: &Url) -> Result<u32, ApiError> {
        let offer = match discovery::ask(transport, Service::ContainerInfra, base).await {
            Ok(offer) => Ok(offer),
            // Discovery that is hidden, guarded or broken is not worth failing for: the newest version is tried, and a
            // refusal says which it may be.
            Err(error) if discovery::is_odd(&error) => {
                tracing::debug!(%error, "Magnum's versions are not to be had");
                Err(error.kind().clone())
            }
            Err(error) => return Err(error),
        };
        let newest = match &offer {
            Ok(offer) => offer
                .range
                .newest
                .as_deref()
                .and_then(|version| version.strip_prefix("1.")?.parse::<u32>().ok())
                // One that names no versions has only the first.
                .unwrap_or(1)
                .clamp(1, policy::MAGNUM_NEWEST),
            Err(_) => policy::MAGNUM_NEWEST,
        };
        self.offers().insert(Service::ContainerInfra, offer);
        Ok(newest)
    }

    fn offers(&self) -> std::sync::MutexGuard<'_, BTreeMap<Service, Result<Offer, ProblemKind>>> {
        self.offers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
