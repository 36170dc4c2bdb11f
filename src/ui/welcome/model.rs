//! What the choice of a cloud shows of each entry. No egui in here.

use crate::domain::cloud_choice::CloudChoice;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{AuthScope, CloudProfile, Identity, ProfileSource, TlsPolicy};
use crate::domain::trouble::SignInTrouble;
use crate::text::Words;

/// Who and where, in the order in which people tell clouds apart.
pub fn facts(words: &Words, profile: &CloudProfile) -> Vec<String> {
    let mut facts = vec![match &profile.identity {
        Identity::Password { .. } | Identity::Totp { .. } => words.welcome_user(profile.who()),
        Identity::ApplicationCredential { .. } => words.welcome_credential(profile.who()),
        Identity::Token => words.welcome_token().to_owned(),
        Identity::OidcAccessToken { .. } => words.welcome_provider(profile.who()),
        Identity::OidcClientCredentials { .. } => words.welcome_client(profile.who()),
        Identity::Browser { .. } => words.welcome_browser().to_owned(),
    }];
    match &profile.auth_scope {
        AuthScope::Own | AuthScope::Project(_) => {}
        AuthScope::Domain(domain) => facts.push(words.switcher_domain_named(domain.text())),
        AuthScope::System => facts.push(words.switcher_system().to_owned()),
        AuthScope::Trust(_) => facts.push(words.switcher_trust().to_owned()),
    }
    if let Some(project) = profile.auth_scope.project() {
        facts.push(words.welcome_project(project.project.text()));
    }
    if let Some(region) = &profile.region {
        facts.push(words.welcome_region(region.as_str()));
    }
    facts
}

/// Whether the server's certificate is not checked, which is worth a warning for as long as it is so.
pub fn unchecked(profile: &CloudProfile) -> bool {
    profile.tls == TlsPolicy::Unchecked
}

/// What the field for the secret is called.
pub fn secret_label(words: &Words, profile: &CloudProfile) -> String {
    match &profile.identity {
        Identity::Password { .. } => words.welcome_password(profile.who()),
        Identity::Totp { .. } => words.welcome_passcode(profile.who()),
        Identity::ApplicationCredential { .. } => words.welcome_credential_secret(profile.who()),
        Identity::Token | Identity::Browser { .. } => words.sign_in_secret_token().to_owned(),
        Identity::OidcAccessToken { .. } => words.sign_in_secret_access_token().to_owned(),
        Identity::OidcClientCredentials { .. } => words.welcome_client_secret(profile.who()),
    }
}

/// `~/.config/openstack/clouds.yaml, line 3`.
pub fn place(words: &Words, choice: &CloudChoice) -> String {
    words.config_place(&choice.source())
}

/// Whether typing the secret may help against this.
pub fn wants_secret(problem: &Problem) -> bool {
    matches!(
        problem.kind,
        ProblemKind::PasswordMissing
            | ProblemKind::KeyringUnavailable { .. }
            | ProblemKind::SignInRefused
            | ProblemKind::SignIn(
                SignInTrouble::CredentialRefused
                    | SignInTrouble::PasscodeRefused { .. }
                    | SignInTrouble::TokenEnded
            )
    )
}

/// Where a setting stands: `clouds.yaml, line 3`.
pub fn origin(words: &Words, source: &ProfileSource) -> String {
    words.config_place(source)
}

/// Whether a trouble is one of a single cloud that somebody asked for, and not of the file.
pub fn is_of_one(problem: &Problem) -> bool {
    matches!(
        problem.kind,
        ProblemKind::CloudUnknown { .. }
            | ProblemKind::CloudEntryBroken { .. }
            | ProblemKind::AuthTypeUnsupported { .. }
    )
}
