//! Keystone: proves an identity in every way that it knows, and reads what it grants.
//!
//! `proof` writes what is shown to Keystone, `refusal` reads its no, `receipt` a half no, `grant` its yes; `federation`
//! goes by way of an identity provider; `places` asks where else one may work. What Keystone offers anonymously is its
//! versions and, in its refusals, the methods that it takes; its identity providers it lists to administrators only.

pub(crate) mod federation;
pub(crate) mod grant;
pub(crate) mod places;
mod proof;
pub(crate) mod receipt;
pub(crate) mod refusal;

use jiff::SignedDuration;
use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use url::Url;

use crate::domain::factor::Factor;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{AuthScope, CloudProfile, Identity};
use crate::domain::secret::Secret;
use crate::domain::service::Service;
use crate::domain::trouble::SignInTrouble;
use crate::openstack::endpoints;
use crate::openstack::error::ApiError;
use crate::openstack::keystone::grant::Grant;
use crate::openstack::keystone::proof::Proof;
use crate::openstack::keystone::receipt::Receipt;
use crate::openstack::keystone::refusal::Shown;
use crate::openstack::policy::CallClass;
use crate::openstack::transport::{Answer, Call, Transport};

const SUBJECT_TOKEN: HeaderName = HeaderName::from_static("x-subject-token");
const RECEIPT: HeaderName = HeaderName::from_static("openstack-auth-receipt");

/// One cloud's Keystone, and who speaks to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keystone<'a> {
    pub(crate) transport: &'a Transport,
    pub(crate) profile: &'a CloudProfile,
}

/// What a proof brought.
#[derive(Debug)]
pub(crate) enum Proved {
    /// A token.
    Granted(Box<Granted>),
    /// A receipt: other factors are wanted.
    Half(Receipt),
}

/// A token, and the one that it was bought with where that one can buy more.
#[derive(Debug)]
pub(crate) struct Granted {
    pub(crate) grant: Grant,
    /// The unscoped token of a federated sign-in: good for every place.
    pub(crate) root: Option<HeaderValue>,
}

impl Granted {
    fn alone(grant: Grant) -> Proved {
        Proved::Granted(Box::new(Self { grant, root: None }))
    }
}

impl Keystone<'_> {
    /// Proves the profile's identity with its secret. One attempt: Keystone may lock an account after a few.
    pub(crate) async fn prove(&self, secret: &Secret) -> Result<Proved, ApiError> {
        if secret.is_empty() {
            return Err(ApiError::of(Service::Identity, ProblemKind::PasswordMissing));
        }
        match &self.profile.identity {
            Identity::Password { .. } | Identity::Totp { .. } | Identity::ApplicationCredential { .. } => {
                let shown = Shown::Identity(&self.profile.identity);
                let proof = Proof::identity(&self.profile.identity, secret);
                self.ask(&proof, shown, None).await
            }
            Identity::Token => {
                let token = token_header(secret)?;
                // Bought with, a token for a project would become one for the user's default project, or for none.
                let grant = if self.profile.auth_scope == AuthScope::Own {
                    self.look_at(&token).await?
                } else {
                    self.buy(&token).await?
                };
                Ok(Granted::alone(grant))
            }
            Identity::OidcAccessToken { provider } => {
                let root = self.by_access_token(provider, secret).await?;
                self.with_root(root).await
            }
            Identity::OidcClientCredentials { provider, .. } => {
                let access_token = self.access_token(secret).await?;
                let root = self.by_access_token(provider, &access_token).await?;
                self.with_root(root).await
            }
            Identity::Browser { .. } => self.with_root(token_header(secret)?).await,
        }
    }

    /// Shows the factor that was missing, with the receipt of the first one.
    pub(crate) async fn prove_further(
        &self,
        receipt: &Receipt,
        factor: &Factor,
        secret: &Secret,
    ) -> Result<Proved, ApiError> {
        if secret.is_empty() {
            return Err(ApiError::of(Service::Identity, ProblemKind::PasswordMissing));
        }
        let proof = Proof::factor(&self.profile.identity, factor, secret).ok_or_else(|| {
            ApiError::of(
                Service::Identity,
                ProblemKind::SecondFactorNeeded {
                    missing: vec![factor.method().to_owned()],
                },
            )
        })?;
        self.ask(&proof, Shown::Factor(factor), Some(receipt)).await
    }

    /// Buys a token for the profile's scope with another token. It ends when that one does.
    pub(crate) async fn buy(&self, token: &HeaderValue) -> Result<Grant, ApiError> {
        let secret = Secret::new(token.to_str().unwrap_or_default());
        match self.ask(&Proof::token(&secret), Shown::Token, None).await? {
            Proved::Granted(granted) => Ok(granted.grant),
            Proved::Half(receipt) => Err(receipt.wanted()),
        }
    }

    /// What a token is good for.
    pub(crate) async fn look_at(&self, token: &HeaderValue) -> Result<Grant, ApiError> {
        let call = self.call(Method::GET, &["auth", "tokens"])?;
        let call = Call {
            headers: vec![(SUBJECT_TOKEN, token.clone())],
            ..call
        };
        let answer = self
            .transport
            .send(&call, Some(token))
            .await
            .map_err(|error| refusal::read(error, Shown::Token, self.skew()))?;
        Grant::read(&answer, self.profile, Some(token), self.transport.now())
    }

    /// Tells Keystone that a token is not needed any more.
    pub(crate) async fn revoke(&self, token: &HeaderValue) -> Result<(), ApiError> {
        let call = self.call(Method::DELETE, &["auth", "tokens"])?;
        let call = Call {
            headers: vec![(SUBJECT_TOKEN, token.clone())],
            ..call
        };
        self.transport.send(&call, Some(token)).await.map(drop)
    }

    async fn with_root(&self, root: HeaderValue) -> Result<Proved, ApiError> {
        let grant = if self.profile.auth_scope == AuthScope::Own {
            self.look_at(&root).await?
        } else {
            self.buy(&root).await?
        };
        let root = Some(root);
        Ok(Proved::Granted(Box::new(Granted { grant, root })))
    }

    async fn ask(
        &self,
        proof: &Proof<'_>,
        shown: Shown<'_>,
        receipt: Option<&Receipt>,
    ) -> Result<Proved, ApiError> {
        let call = self.call(Method::POST, &["auth", "tokens"])?;
        let call = Call {
            headers: receipt
                .map(|receipt| (RECEIPT, receipt.header.clone()))
                .into_iter()
                .collect(),
            body: Some(proof.body(&self.profile.auth_scope)),
            ..call
        };
        match self.transport.send(&call, None).await {
            Ok(answer) => Ok(Granted::alone(self.granted(&answer)?)),
            Err(error) => match Receipt::read(&error, self.transport.now()) {
                Some(receipt) => Ok(Proved::Half(receipt)),
                None => Err(refusal::read(error, shown, self.skew())),
            },
        }
    }

    fn granted(&self, answer: &Answer) -> Result<Grant, ApiError> {
        Grant::read(answer, self.profile, None, self.transport.now())
    }

    fn skew(&self) -> Option<SignedDuration> {
        self.transport.skew()
    }

    /// A call to Keystone, at the address of the profile: the catalogue is not known yet, and may say another.
    fn call(&self, method: Method, path: &[&str]) -> Result<Call, ApiError> {
        let mut url = self.address()?;
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.extend(path);
        }
        Ok(Call {
            service: Service::Identity,
            method,
            url,
            headers: Vec::new(),
            body: None,
            class: CallClass::SignIn,
        })
    }

    fn address(&self) -> Result<Url, ApiError> {
        address(self.profile).map_err(ApiError::from_problem)
    }
}

fn address(profile: &CloudProfile) -> Result<Url, Problem> {
    endpoints::identity(&profile.auth_url).ok_or_else(|| {
        Problem::new(ProblemKind::CloudEntryBroken {
            cloud: profile.name.clone(),
            setting: "auth.auth_url",
            detail: profile.auth_url.clone(),
        })
    })
}

/// A token as it goes into a header, marked so that no log shows it.
fn token_header(secret: &Secret) -> Result<HeaderValue, ApiError> {
    let mut header = HeaderValue::from_str(secret.expose().trim())
        .map_err(|_not_shown| ApiError::sign_in(SignInTrouble::TokenEnded))?;
    header.set_sensitive(true);
    Ok(header)
}
