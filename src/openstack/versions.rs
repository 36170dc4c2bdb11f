//! Which microversions are spoken: Magnum's is agreed upon once per session, Nova's is asked for and given up if refused.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use tokio::sync::OnceCell;
use url::Url;

use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::policy::{self, CallClass};
use crate::openstack::transport::{Call, Transport};
use crate::openstack::wire::Row;

const VERSION: HeaderName = HeaderName::from_static("openstack-api-version");
const NOVA_VERSION: HeaderName = HeaderName::from_static("x-openstack-nova-api-version");

/// What has been agreed upon.
#[derive(Debug, Default)]
pub(crate) struct Versions {
    magnum_agreed: OnceCell<()>,
    /// Minor version; zero while there is none.
    magnum: AtomicU32,
    nova_refused: AtomicBool,
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
                let minor = newest_of_magnum(transport, base).await?;
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
}

async fn newest_of_magnum(transport: &Transport, base: &Url) -> Result<u32, ApiError> {
    let mut root = base.clone();
    if let Ok(mut path) = root.path_segments_mut() {
        path.pop().push("");
    }
    let call = Call {
        service: Service::ContainerInfra,
        method: Method::GET,
        url: root,
        headers: Vec::new(),
        body: None,
        class: CallClass::One,
    };
    let said = match transport.send(&call, None).await {
        Ok(answer) => answer.json().ok(),
        // Discovery that is hidden, guarded or broken is not worth failing for: the newest version is tried, and a
        // refusal says which it may be.
        Err(error) if error.problem().status.is_some_and(|status| status < 500) => {
            tracing::debug!(%error, "Magnum's versions are not to be had");
            None
        }
        Err(error) => return Err(error),
    };
    let Some(said) = said else {
        return Ok(policy::MAGNUM_NEWEST);
    };
    let newest = Row::of(&said)
        .rows("versions")
        .filter_map(|row| row.some_text("max_version"))
        .filter_map(|version| version.strip_prefix("1.")?.parse::<u32>().ok())
        .max();
    // One that names no versions has only the first.
    Ok(newest.unwrap_or(1).clamp(1, policy::MAGNUM_NEWEST))
}
