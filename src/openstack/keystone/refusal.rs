//! Keystone's no: the same status for many reasons, told apart by what was shown and by the few words that it gives.

use jiff::SignedDuration;
use serde_json::Value;

use crate::domain::factor::Factor;
use crate::domain::problem::ProblemKind;
use crate::domain::profile::Identity;
use crate::domain::trouble::SignInTrouble;
use crate::openstack::error::ApiError;
use crate::openstack::policy;
use crate::openstack::wire::Row;

/// What was shown to Keystone.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shown<'a> {
    /// The first factor of an identity.
    Identity(&'a Identity),
    /// A further factor.
    Factor(&'a Factor),
    /// A token.
    Token,
    /// An access token of this provider and protocol.
    AccessToken(&'a str, &'a str),
}

impl Shown<'_> {
    fn method(self) -> String {
        match self {
            Self::Identity(Identity::Password { .. }) => "password".to_owned(),
            Self::Identity(Identity::Totp { .. }) => "totp".to_owned(),
            Self::Identity(Identity::ApplicationCredential { .. }) => "application_credential".to_owned(),
            Self::Identity(
                Identity::Token
                | Identity::OidcAccessToken { .. }
                | Identity::OidcClientCredentials { .. }
                | Identity::Browser { .. },
            )
            | Self::Token => "token".to_owned(),
            Self::Factor(factor) => factor.method().to_owned(),
            Self::AccessToken(..) => "mapped".to_owned(),
        }
    }
}

/// The error with a kind that says what a person can do about it. A clock that is ahead of Keystone's, or behind, may
/// explain why a passcode was not taken.
pub(super) fn read(error: ApiError, shown: Shown<'_>, skew: Option<SignedDuration>) -> ApiError {
    let mut problem = error.problem();
    let words = problem.server_words.as_deref().unwrap_or_default();
    problem.kind = match problem.status {
        Some(401) => unsupported(&error, shown)
            .or_else(|| locked(words))
            .map_or_else(|| refused(shown, skew), ProblemKind::SignIn),
        // An address where no Keystone is says 404 as well; only Keystone names what it could not find.
        Some(404) if words.contains("Application Credential") => {
            ProblemKind::SignIn(SignInTrouble::CredentialGone)
        }
        Some(404) => match shown {
            Shown::AccessToken(provider, protocol) => ProblemKind::SignIn(SignInTrouble::ProviderUnknown {
                provider: provider.to_owned(),
                protocol: protocol.to_owned(),
            }),
            Shown::Token if words.contains("token") => ProblemKind::SignIn(SignInTrouble::TokenEnded),
            Shown::Token | Shown::Identity(_) | Shown::Factor(_) => return error,
        },
        _ => return error,
    };
    ApiError::from_problem(problem).because(error)
}

/// Keystone lists the methods that it takes when it is shown another.
fn unsupported(error: &ApiError, shown: Shown<'_>) -> Option<SignInTrouble> {
    let body: Value = serde_json::from_slice(&error.refusal()?.body).ok()?;
    let offered = Row::of(&body).row("error").row("identity").texts("methods");
    let method = shown.method();
    (!offered.is_empty() && !offered.contains(&method))
        .then_some(SignInTrouble::MethodUnsupported { method, offered })
}

fn locked(words: &str) -> Option<SignInTrouble> {
    let words = words.to_ascii_lowercase();
    ["account is locked", "account is disabled", "password is expired"]
        .iter()
        .any(|sign| words.contains(sign))
        .then_some(SignInTrouble::AccountLocked)
}

fn refused(shown: Shown<'_>, skew: Option<SignedDuration>) -> ProblemKind {
    let passcode = || {
        ProblemKind::SignIn(SignInTrouble::PasscodeRefused {
            skew_secs: skew
                .map(|skew| -skew.as_secs())
                .filter(|secs| secs.unsigned_abs() > policy::PASSCODE_SKEW_SECS),
        })
    };
    match shown {
        Shown::Identity(Identity::Totp { .. }) | Shown::Factor(Factor::Totp) => passcode(),
        Shown::Identity(Identity::ApplicationCredential { .. }) => {
            ProblemKind::SignIn(SignInTrouble::CredentialRefused)
        }
        Shown::Identity(Identity::Password { .. }) | Shown::Factor(Factor::Password | Factor::Other(_)) => {
            ProblemKind::SignInRefused
        }
        Shown::Identity(
            Identity::Token
            | Identity::OidcAccessToken { .. }
            | Identity::OidcClientCredentials { .. }
            | Identity::Browser { .. },
        )
        | Shown::Token => ProblemKind::SignIn(SignInTrouble::TokenEnded),
        Shown::AccessToken(..) => ProblemKind::SignInRefused,
    }
}
