//! Makes the HTTP client for a profile's way of checking certificates.

use std::fs;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::tls::Version;
use reqwest::{Certificate, Client, ClientBuilder};
use url::{Host, Url};

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, TlsPolicy};
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::policy;

/// A client without redirects, without `Referer`, over HTTP/1.1: a connection of HTTP/2 may look alive and swallow
/// everything after a suspend. Without `keep`, every call gets a connection of its own.
pub(crate) fn client(profile: &CloudProfile, keep: Option<Duration>) -> Result<Client, ApiError> {
    let base = || {
        let base = Client::builder()
            .user_agent(concat!("magnum-desktop/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .http1_only()
            .tls_version_min(Version::TLS_1_2)
            .connect_timeout(policy::CONNECT_LIMIT);
        // No proxy can reach this machine's own loopback, where the demo cloud is.
        let base = if on_loopback(&profile.auth_url) {
            base.no_proxy()
        } else {
            base
        };
        match keep {
            Some(limit) => base.pool_idle_timeout(limit),
            None => base.pool_max_idle_per_host(0),
        }
    };
    let built = match &profile.tls {
        TlsPolicy::System => base().build().or_else(|error| {
            // A machine without any authority can still speak plain HTTP, as the demo cloud does.
            if profile.auth_url.starts_with("http://") {
                base().tls_certs_only([]).build()
            } else {
                Err(error)
            }
        }),
        TlsPolicy::Authority(_) => with_authority(profile, base())?.build(),
        TlsPolicy::Unchecked => base().tls_danger_accept_invalid_certs(true).build(),
    };
    built.map_err(|error| {
        let kind = ProblemKind::TlsFailed {
            host: profile.auth_url.clone(),
            detail: innermost(&error),
        };
        ApiError::of(Service::Identity, kind).because(error)
    })
}

fn with_authority(profile: &CloudProfile, base: ClientBuilder) -> Result<ClientBuilder, ApiError> {
    let TlsPolicy::Authority(file) = &profile.tls else {
        return Ok(base);
    };
    let broken = |detail: String| {
        ApiError::from_problem(Problem::new(ProblemKind::CloudEntryBroken {
            cloud: profile.name.clone(),
            setting: "cacert",
            detail: profile.placed("cacert", &format!("{}: {detail}", file.display())),
        }))
    };
    let pem = fs::read(file).map_err(|error| broken(error.to_string()).because(error))?;
    let authorities =
        Certificate::from_pem_bundle(&pem).map_err(|error| broken(innermost(&error)).because(error))?;
    if authorities.is_empty() {
        return Err(broken("no certificate in it".to_owned()));
    }
    Ok(base.tls_certs_only(authorities))
}

fn on_loopback(address: &str) -> bool {
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
