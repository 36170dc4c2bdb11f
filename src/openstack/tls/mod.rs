//! How the other side's certificate is checked, which one this side shows, and the HTTP clients that do so.
//!
//! The TLS configuration is built here rather than by the HTTP library, so that a refusal can say what the server showed
//! (`verifier`, `shown`), and so that certificate files are read under caps (`files`).

mod files;
mod shown;
mod verifier;

use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls::crypto::aws_lc_rs::default_provider;
use url::{Host, Url};

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{ClientCertificate, CloudProfile, TlsPolicy};
use crate::domain::secret::Secret;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::policy;
use crate::openstack::tls::verifier::{Check, Verifier};

pub(crate) use crate::openstack::tls::shown::Shown;
pub(crate) use crate::openstack::tls::verifier::Seen;

/// Everything that a client is made of. Clients can be made again from it without reading a file.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    config: ClientConfig,
    /// Whether proxies are passed by: none can reach this machine's own loopback, where the demo cloud is.
    direct: bool,
    seen: Arc<Seen>,
}

impl Setup {
    /// Reads what the profile names.
    pub(crate) fn new(profile: &CloudProfile) -> Result<Self, ApiError> {
        let provider = Arc::new(default_provider());
        let seen = Arc::new(Seen::default());
        let verifier = Verifier::new(
            check(profile, &provider)?,
            Arc::clone(&provider),
            Arc::clone(&seen),
        );
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable(profile, error))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        let mut config = match &profile.client_certificate {
            None => builder.with_no_client_auth(),
            Some(own) => {
                let (chain, key) = own_certificate(profile, own)?;
                builder
                    .with_client_auth_cert(chain, key)
                    .map_err(|error| broken(profile, "cert", &own.certificate, &error.to_string()))?
            }
        };
        // A connection of HTTP/2 may look alive and swallow everything after a suspend.
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            config,
            direct: on_loopback(&profile.auth_url),
            seen,
        })
    }

    /// For a cluster's own API: its own authority is trusted and no other, and the certificate that it signed is shown.
    pub(crate) fn of_cluster(authority: &str, (certificate, key): (&str, &Secret)) -> Result<Self, String> {
        let provider = Arc::new(default_provider());
        let seen = Arc::new(Seen::default());
        let authorities = files::certificates(authority.as_bytes())?;
        let check = verifier::authorities(authorities, Arc::clone(&provider))?;
        let verifier = Verifier::new(check, Arc::clone(&provider), Arc::clone(&seen));
        let chain = files::certificates(certificate.as_bytes())?;
        let key = files::private_key(key.expose().as_bytes())?;
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_client_auth_cert(chain, key)
            .map_err(|error| error.to_string())?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            config,
            direct: false,
            seen,
        })
    }

    /// A client by way of this proxy; without one as the system says, but never to this machine itself.
    pub(crate) fn client_by(&self, proxy: Option<&str>, here: bool) -> Result<Client, String> {
        let base = Client::builder()
            .user_agent(concat!("magnum-desktop/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .http1_only()
            .tls_backend_preconfigured(self.config.clone())
            .pool_idle_timeout(policy::IDLE_CONNECTION_LIMIT)
            .connect_timeout(policy::CONNECT_LIMIT);
        let base = match proxy {
            Some(proxy) => base.proxy(reqwest::Proxy::all(proxy).map_err(|error| innermost(&error))?),
            None if here => base.no_proxy(),
            None => base,
        };
        base.build().map_err(|error| innermost(&error))
    }

    /// What the other sides showed that was not accepted.
    pub(crate) fn seen(&self) -> &Arc<Seen> {
        &self.seen
    }

    /// A client without redirects, without `Referer`, over HTTP/1.1. Without `keep`, every call gets a connection of its
    /// own.
    pub(crate) fn client(&self, keep: Option<Duration>) -> Result<Client, ApiError> {
        let base = Client::builder()
            .user_agent(concat!("magnum-desktop/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .http1_only()
            .tls_backend_preconfigured(self.config.clone())
            .connect_timeout(policy::CONNECT_LIMIT);
        let base = if self.direct { base.no_proxy() } else { base };
        let base = match keep {
            Some(limit) => base.pool_idle_timeout(limit),
            None => base.pool_max_idle_per_host(0),
        };
        base.build().map_err(|error| {
            let detail = innermost(&error);
            ApiError::of(Service::Identity, ProblemKind::Internal { detail }).because(error)
        })
    }
}

fn check(profile: &CloudProfile, provider: &Arc<CryptoProvider>) -> Result<Check, ApiError> {
    match &profile.tls {
        TlsPolicy::Unchecked => Ok(Check::Nothing),
        // The machine's authorities may be missing altogether: then everything that needs one fails with a sentence, and
        // the rest works.
        TlsPolicy::System => Ok(verifier::system(Arc::clone(provider))),
        TlsPolicy::Authority(file) => {
            let authorities =
                files::authorities(file).map_err(|detail| broken(profile, "cacert", file, &detail))?;
            verifier::authorities(authorities, Arc::clone(provider))
                .map_err(|detail| broken(profile, "cacert", file, &detail))
        }
    }
}

fn own_certificate(
    profile: &CloudProfile,
    own: &ClientCertificate,
) -> Result<files::OwnCertificate, ApiError> {
    let chain = files::chain(&own.certificate)
        .map_err(|detail| broken(profile, "cert", &own.certificate, &detail))?;
    let (setting, file) = match &own.key {
        Some(file) => ("key", file),
        None => ("cert", &own.certificate),
    };
    let key = files::key(file).map_err(|detail| broken(profile, setting, file, &detail))?;
    Ok((chain, key))
}

fn broken(profile: &CloudProfile, setting: &'static str, file: &std::path::Path, detail: &str) -> ApiError {
    ApiError::from_problem(Problem::new(ProblemKind::CloudEntryBroken {
        cloud: profile.name.clone(),
        setting,
        detail: profile.placed(setting, &format!("{}: {detail}", file.display())),
    }))
}

fn unusable(profile: &CloudProfile, error: rustls::Error) -> ApiError {
    let kind = ProblemKind::TlsFailed {
        host: profile.auth_url.clone(),
        detail: error.to_string(),
    };
    ApiError::of(Service::Identity, kind).because(error)
}

/// Whether an address is this machine's own.
pub(crate) fn on_loopback(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// What the last of the errors behind an error says: the outer ones only say that there was one.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(next) = last.source() {
        last = next;
    }
    last.to_string()
}
