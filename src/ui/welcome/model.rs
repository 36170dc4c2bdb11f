//! What the choice of a cloud shows of each entry. No egui in here.

use crate::domain::cloud_choice::CloudChoice;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, Identity, TlsPolicy};
use crate::domain::trouble::SignInTrouble;
use crate::text::Words;

/// `host:port` of an address, or the address itself where it has none.
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

/// Who and where, in the order in which people tell clouds apart.
pub fn facts(words: &Words, profile: &CloudProfile) -> Vec<String> {
    let mut facts = vec![match &profile.identity {
        Identity::Password { .. } | Identity::Totp { .. } => words.welcome_user(profile.who()),
        Identity::ApplicationCredential { .. }
        | Identity::Token
        | Identity::OidcAccessToken { .. }
        | Identity::OidcClientCredentials { .. }
        | Identity::Browser { .. } => words.welcome_credential(profile.who()),
    }];
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
        Identity::Password { .. } | Identity::Totp { .. } => words.welcome_password(profile.who()),
        Identity::ApplicationCredential { .. }
        | Identity::Token
        | Identity::OidcAccessToken { .. }
        | Identity::OidcClientCredentials { .. }
        | Identity::Browser { .. } => words.welcome_credential_secret(profile.who()),
    }
}

/// `~/.config/openstack/clouds.yaml, line 3`.
pub fn place(words: &Words, choice: &CloudChoice) -> String {
    let file = choice.file.display().to_string();
    match choice.line {
        Some(line) => words.welcome_place(file, line.to_string()),
        None => file,
    }
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

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_of_an_address_is_found_without_secrets() {
        for (url, expected) in [
            (
                "https://keystone.example.org:5000/v3",
                "keystone.example.org:5000",
            ),
            ("http://user:secret@[fd00::1]:5000", "[fd00::1]:5000"),
            ("keystone.example.org", "keystone.example.org"),
            ("", ""),
        ] {
            assert_eq!(host(url), expected);
        }
    }
}
