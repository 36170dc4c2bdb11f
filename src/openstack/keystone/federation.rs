//! By way of an identity provider: an access token of OpenID Connect becomes an unscoped token of Keystone, and a sign-in
//! in the browser begins at an address of Keystone's.

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use serde_json::Value;
use url::{Host, Url, form_urlencoded};

use crate::domain::clean::clean;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, Federation, Identity, OidcTokenSource};
use crate::domain::secret::{Secret, SecretBytes};
use crate::domain::service::Service;
use crate::domain::trouble::SignInTrouble;
use crate::openstack::error::ApiError;
use crate::openstack::keystone::refusal::{self, Shown};
use crate::openstack::keystone::{Keystone, address, grant};
use crate::openstack::network_error;
use crate::openstack::policy::CallClass;
use crate::openstack::transport::Call;
use crate::openstack::wire::Row;

/// What is asked for where the profile says nothing.
const SCOPE: &str = "openid profile";

impl Keystone<'_> {
    /// An unscoped token for an access token.
    pub(super) async fn by_access_token(
        &self,
        federation: &Federation,
        access_token: &Secret,
    ) -> Result<HeaderValue, ApiError> {
        let (provider, protocol) = (&federation.identity_provider, &federation.protocol);
        let path = [
            "OS-FEDERATION",
            "identity_providers",
            provider,
            "protocols",
            protocol,
            "auth",
        ];
        let call = Call {
            headers: vec![(AUTHORIZATION, bearer(access_token)?)],
            ..self.call(Method::POST, &path)?
        };
        let answer = self.transport.send(&call, None).await.map_err(|error| {
            refusal::read(
                error,
                Shown::AccessToken(provider, protocol),
                self.transport.skew(),
            )
        })?;
        grant::subject(&answer)
    }

    /// An access token for the client's secret.
    pub(super) async fn access_token(&self, client_secret: &Secret) -> Result<Secret, ApiError> {
        let Identity::OidcClientCredentials {
            client_id,
            token_source,
            scope,
            ..
        } = &self.profile.identity
        else {
            return Err(ApiError::of(Service::Identity, ProblemKind::PasswordMissing));
        };
        let url = match token_source {
            OidcTokenSource::Endpoint(url) => self.provider_url("auth.access_token_endpoint", url)?,
            OidcTokenSource::Discovery(url) => {
                let url = self.provider_url("auth.discovery_endpoint", url)?;
                self.token_endpoint(url).await?
            }
        };
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", scope.as_deref().unwrap_or(SCOPE))
            .finish();
        let call = Call {
            service: Service::Identity,
            method: Method::POST,
            headers: vec![
                (
                    CONTENT_TYPE,
                    HeaderValue::from_static("application/x-www-form-urlencoded"),
                ),
                (AUTHORIZATION, basic(client_id, client_secret)?),
            ],
            body: Some(SecretBytes::from(form.into_bytes())),
            class: CallClass::SignIn,
            url,
        };
        let answer = self
            .transport
            .send(&call, None)
            .await
            .map_err(|error| provider_refused(error, &call.url))?;
        let mut value = answer.json()?;
        match value.get_mut("access_token").map(Value::take) {
            Some(Value::String(token)) if !token.is_empty() => Ok(Secret::new(token)),
            _ => Err(ApiError::sign_in(SignInTrouble::ProviderRefused {
                host: network_error::host_and_port(&call.url),
            })),
        }
    }

    async fn token_endpoint(&self, url: Url) -> Result<Url, ApiError> {
        let call = Call {
            service: Service::Identity,
            method: Method::GET,
            headers: Vec::new(),
            body: None,
            class: CallClass::SignIn,
            url,
        };
        let answer = self
            .transport
            .send(&call, None)
            .await
            .map_err(|error| provider_refused(error, &call.url))?;
        let document = answer.json()?;
        let endpoint = Row::of(&document).some_text("token_endpoint").ok_or_else(|| {
            ApiError::of(
                Service::Identity,
                ProblemKind::InvalidAnswer {
                    detail: "no token_endpoint".to_owned(),
                },
            )
        })?;
        self.provider_url("auth.discovery_endpoint", &endpoint)
    }

    /// The client's secret goes there: not in the clear, unless the cloud itself is reached so or it stays in the machine.
    fn provider_url(&self, setting: &'static str, text: &str) -> Result<Url, ApiError> {
        let broken = |detail: String| {
            ApiError::from_problem(Problem::new(ProblemKind::CloudEntryBroken {
                cloud: self.profile.name.clone(),
                setting,
                detail,
            }))
        };
        let url = Url::parse(text.trim()).map_err(|error| broken(format!("{}: {error}", clean(text))))?;
        let plain = url.scheme() == "http" && (is_loopback(&url) || self.address()?.scheme() == "http");
        if url.scheme() == "https" || plain {
            Ok(url)
        } else {
            Err(broken(clean(text)))
        }
    }
}

/// Where a sign-in in the browser begins. Its end arrives at `origin`.
pub(crate) fn browser_page(profile: &CloudProfile, origin: &str) -> Result<String, Problem> {
    let Identity::Browser { provider, protocol } = &profile.identity else {
        return Err(Problem::new(ProblemKind::AuthTypeUnsupported {
            auth_type: "v3websso".to_owned(),
        }));
    };
    let mut url = address(profile)?;
    if let Ok(mut path) = url.path_segments_mut() {
        path.extend(["auth", "OS-FEDERATION"]);
        match provider {
            Some(provider) => {
                path.extend(["identity_providers", provider, "protocols", protocol, "websso"]);
            }
            None => {
                path.extend(["websso", protocol]);
            }
        }
    }
    url.query_pairs_mut().append_pair("origin", origin);
    Ok(url.into())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn provider_refused(error: ApiError, url: &Url) -> ApiError {
    let mut problem = error.problem();
    if !matches!(problem.status, Some(400 | 401 | 403 | 404)) {
        return error;
    }
    let said = error.refusal().and_then(|refusal| {
        let body: Value = serde_json::from_slice(&refusal.body).ok()?;
        let row = Row::of(&body);
        row.some_text("error_description")
            .or_else(|| row.some_text("error"))
    });
    problem.server_words = said.or(problem.server_words);
    problem.service = None;
    problem.kind = ProblemKind::SignIn(SignInTrouble::ProviderRefused {
        host: network_error::host_and_port(url),
    });
    ApiError::from_problem(problem).because(error)
}

fn bearer(token: &Secret) -> Result<HeaderValue, ApiError> {
    sensitive(format!("Bearer {}", token.expose().trim()))
}

/// `Basic`, by hand: the two parts with a colon between them, in base64.
fn basic(user: &str, secret: &Secret) -> Result<HeaderValue, ApiError> {
    let plain = SecretBytes::from(format!("{user}:{}", secret.expose()).into_bytes());
    sensitive(format!("Basic {}", base64(plain.expose())))
}

fn sensitive(text: String) -> Result<HeaderValue, ApiError> {
    let text = Secret::new(text);
    let mut header = HeaderValue::from_str(text.expose())
        .map_err(|_not_shown| ApiError::sign_in(SignInTrouble::TokenEnded))?;
    header.set_sensitive(true);
    Ok(header)
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |index: usize| u32::from(three.get(index).copied().unwrap_or_default());
        let bits = (at(0) << 16) | (at(1) << 8) | at(2);
        for place in 0..4 {
            let index = (bits >> (18 - 6 * place)) & 63;
            let letter = ALPHABET.get(index as usize).copied().unwrap_or(b'=');
            out.push(char::from(if place > three.len() { b'=' } else { letter }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_as_everybody_writes_it() {
        for (plain, written) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("client:s3cret?", "Y2xpZW50OnMzY3JldD8="),
        ] {
            assert_eq!(base64(plain.as_bytes()), written);
        }
    }
}
