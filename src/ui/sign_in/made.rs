//! From the form to a profile and back. No egui in here.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::domain::address;
use crate::domain::profile::{
    AuthScope, ClientCertificate, CloudProfile, Federation, Identity, NameOrId, OidcTokenSource, ProjectRef,
    TlsPolicy,
};
use crate::ui::sign_in::model::{Draft, Field, ScopeChoice, Way};

impl Draft {
    /// The form that makes this profile.
    pub fn of(profile: &CloudProfile) -> Self {
        let mut draft = Self {
            keep: true,
            interface: profile.interface,
            unchecked: profile.tls == TlsPolicy::Unchecked,
            plain_http: profile.plain_http_accepted,
            rest: Some(Box::new(profile.clone())),
            ..Self::default()
        };
        draft.set(Field::Name, &profile.name);
        draft.set(Field::Address, &profile.auth_url);
        draft.set(Field::Region, profile.region.as_deref().unwrap_or_default());
        draft.set(Field::Protocol, "openid");
        if let TlsPolicy::Authority(file) = &profile.tls {
            draft.set(Field::CaFile, &file.display().to_string());
        }
        if let Some(pair) = &profile.client_certificate {
            draft.set(Field::Certificate, &pair.certificate.display().to_string());
            if let Some(key) = &pair.key {
                draft.set(Field::Key, &key.display().to_string());
            }
        }
        draft.set_identity(&profile.identity);
        draft.set_scope(&profile.auth_scope);
        draft
    }

    /// What the form makes; `taken` as in [`Self::issues`], so that a name made from the address is nobody else's.
    pub fn profile(&self, taken: &BTreeSet<String>) -> CloudProfile {
        let auth_url = self.text(Field::Address).trim();
        let name = match self.text(Field::Name).trim() {
            "" => unused(address::host(auth_url), taken),
            name => name.to_owned(),
        };
        let made = CloudProfile::new(&name, auth_url, self.identity());
        CloudProfile {
            auth_scope: self.auth_scope(),
            region: self.filled(Field::Region),
            interface: self.interface,
            tls: match (self.unchecked, self.filled(Field::CaFile)) {
                (true, _) => TlsPolicy::Unchecked,
                (false, Some(file)) => TlsPolicy::Authority(PathBuf::from(file)),
                (false, None) => TlsPolicy::System,
            },
            client_certificate: self
                .filled(Field::Certificate)
                .map(|certificate| ClientCertificate {
                    certificate: PathBuf::from(certificate),
                    key: self.filled(Field::Key).map(PathBuf::from),
                }),
            plain_http_accepted: self.plain_http,
            cluster_proxy: self.rest.as_ref().and_then(|rest| rest.cluster_proxy.clone()),
            endpoint_overrides: self
                .rest
                .as_ref()
                .map(|rest| rest.endpoint_overrides.clone())
                .unwrap_or_default(),
            ..made
        }
    }

    fn set_identity(&mut self, identity: &Identity) {
        self.way = match identity {
            Identity::Password { .. } => Way::Password,
            Identity::Totp { .. } => Way::Passcode,
            Identity::Token => Way::Token,
            Identity::ApplicationCredential { .. } => Way::Credential,
            Identity::OidcAccessToken { .. } => Way::AccessToken,
            Identity::OidcClientCredentials { .. } => Way::ClientCredentials,
            Identity::Browser { .. } => Way::Browser,
        };
        match identity {
            Identity::Password { user, domain } | Identity::Totp { user, domain } => {
                self.set_user(user, domain.as_ref());
            }
            Identity::Token => {}
            Identity::ApplicationCredential { credential, user } => {
                self.set_either(Field::Credential, credential);
                if let Some((user, domain)) = user {
                    self.set_user(user, domain.as_ref());
                }
            }
            Identity::OidcAccessToken { provider } => self.set_provider(provider),
            Identity::OidcClientCredentials {
                provider,
                client_id,
                token_source,
                scope,
            } => {
                self.set_provider(provider);
                self.set(Field::ClientId, client_id);
                let (OidcTokenSource::Endpoint(address) | OidcTokenSource::Discovery(address)) = token_source;
                self.set(Field::TokenAddress, address);
                self.set(Field::OpenIdScope, scope.as_deref().unwrap_or_default());
            }
            Identity::Browser { provider, protocol } => {
                self.set(Field::Provider, provider.as_deref().unwrap_or_default());
                self.set(Field::Protocol, protocol);
            }
        }
    }

    fn set_scope(&mut self, scope: &AuthScope) {
        match scope {
            AuthScope::Own => self.scope = ScopeChoice::Own,
            AuthScope::System => self.scope = ScopeChoice::System,
            AuthScope::Project(project) => {
                self.scope = ScopeChoice::Project;
                self.set_either(Field::Project, &project.project);
                if let Some(domain) = &project.domain {
                    self.set_either(Field::ProjectDomain, domain);
                }
            }
            AuthScope::Domain(domain) => {
                self.scope = ScopeChoice::Domain;
                self.set_either(Field::Domain, domain);
            }
            AuthScope::Trust(trust) => {
                self.scope = ScopeChoice::Trust;
                self.set(Field::Trust, trust);
            }
        }
    }

    fn set_user(&mut self, user: &NameOrId, domain: Option<&NameOrId>) {
        self.set_either(Field::User, user);
        if let Some(domain) = domain {
            self.set_either(Field::UserDomain, domain);
        }
    }

    fn set_provider(&mut self, provider: &Federation) {
        self.set(Field::Provider, &provider.identity_provider);
        self.set(Field::Protocol, &provider.protocol);
    }

    fn set_either(&mut self, field: Field, value: &NameOrId) {
        self.set(field, value.text());
        if let NameOrId::Id(id) = value {
            self.ids.insert(field, id.clone());
        }
    }

    fn identity(&self) -> Identity {
        let text = |field| self.filled(field).unwrap_or_default();
        let either = |field| self.either(field).unwrap_or(NameOrId::Name(String::new()));
        let provider = || Federation {
            identity_provider: text(Field::Provider),
            protocol: text(Field::Protocol),
        };
        match self.way {
            Way::Password => Identity::Password {
                user: either(Field::User),
                domain: self.either(Field::UserDomain),
            },
            Way::Passcode => Identity::Totp {
                user: either(Field::User),
                domain: self.either(Field::UserDomain),
            },
            Way::Token => Identity::Token,
            Way::Credential => Identity::ApplicationCredential {
                credential: either(Field::Credential),
                user: (!self.credential_is_id())
                    .then(|| (either(Field::User), self.either(Field::UserDomain))),
            },
            Way::AccessToken => Identity::OidcAccessToken { provider: provider() },
            Way::ClientCredentials => Identity::OidcClientCredentials {
                provider: provider(),
                client_id: text(Field::ClientId),
                token_source: match text(Field::TokenAddress) {
                    address if address.contains("/.well-known/") => OidcTokenSource::Discovery(address),
                    address => OidcTokenSource::Endpoint(address),
                },
                scope: self.filled(Field::OpenIdScope),
            },
            Way::Browser => Identity::Browser {
                provider: self.filled(Field::Provider),
                protocol: text(Field::Protocol),
            },
        }
    }

    fn auth_scope(&self) -> AuthScope {
        let either = |field| self.either(field).unwrap_or(NameOrId::Name(String::new()));
        if !self.way.has_scope() {
            return AuthScope::Own;
        }
        match self.scope {
            ScopeChoice::Own => AuthScope::Own,
            ScopeChoice::System => AuthScope::System,
            ScopeChoice::Project => AuthScope::Project(ProjectRef {
                project: either(Field::Project),
                domain: self.either(Field::ProjectDomain),
            }),
            ScopeChoice::Domain => AuthScope::Domain(either(Field::Domain)),
            ScopeChoice::Trust => AuthScope::Trust(self.filled(Field::Trust).unwrap_or_default()),
        }
    }
}

fn unused(name: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|name| !taken.contains(name))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::domain::cloud_settings;
    use crate::domain::profile::{
        AuthScope, CloudProfile, Federation, Identity, NameOrId, OidcTokenSource, ProjectRef,
    };
    use crate::ui::sign_in::model::{Draft, Field, Issue};

    fn nobody() -> BTreeSet<String> {
        BTreeSet::new()
    }

    #[test]
    fn names_and_ids_are_told_apart_and_names_need_their_domain() {
        let mut draft = Draft::new();
        draft.set(Field::Address, " https://keystone.example.org:5000/v3 ");
        draft.set(Field::User, "ada");
        draft.set(Field::Secret, " ");
        draft.set(Field::Project, &"0a".repeat(16));
        draft.set(Field::UserDomain, "");
        draft.set(Field::ProjectDomain, "");
        let issues = draft.issues(&nobody());
        assert_eq!(issues.get(&Field::UserDomain), Some(&Issue::DomainForName));
        assert_eq!(
            issues.len(),
            1,
            "an id needs no domain, and a blank is a password: {issues:?}"
        );
        draft.set(Field::UserDomain, "default");
        let profile = draft.profile(&BTreeSet::from(["keystone.example.org:5000".to_owned()]));
        assert_eq!(profile.name, "keystone.example.org:5000 2");
        assert_eq!(profile.auth_url, "https://keystone.example.org:5000/v3");
        assert_eq!(
            profile.identity,
            Identity::Password {
                user: NameOrId::Name("ada".to_owned()),
                domain: Some(NameOrId::Id("default".to_owned())),
            }
        );
        assert!(
            matches!(profile.auth_scope.project(), Some(project) if matches!(project.project, NameOrId::Id(_)))
        );
    }

    #[test]
    fn a_kept_cloud_is_edited_without_losing_anything() {
        let provider = Federation {
            identity_provider: "campus".to_owned(),
            protocol: "openid".to_owned(),
        };
        let identities = [
            Identity::Password {
                user: NameOrId::Id("odd-id".to_owned()),
                domain: None,
            },
            Identity::Totp {
                user: NameOrId::Name("ada".to_owned()),
                domain: Some(NameOrId::Name("Default".to_owned())),
            },
            Identity::ApplicationCredential {
                credential: NameOrId::Name("robot".to_owned()),
                user: Some((
                    NameOrId::Name("ada".to_owned()),
                    Some(NameOrId::Name("Default".to_owned())),
                )),
            },
            Identity::ApplicationCredential {
                credential: NameOrId::Id("short-id".to_owned()),
                user: None,
            },
            Identity::OidcAccessToken {
                provider: provider.clone(),
            },
            Identity::OidcClientCredentials {
                provider,
                client_id: "robot".to_owned(),
                token_source: OidcTokenSource::Discovery(
                    "https://id/.well-known/openid-configuration".to_owned(),
                ),
                scope: Some("openid".to_owned()),
            },
            Identity::Browser {
                provider: None,
                protocol: "saml2".to_owned(),
            },
        ];
        for identity in identities {
            let carried = matches!(identity, Identity::ApplicationCredential { .. });
            let before = CloudProfile {
                auth_scope: if carried {
                    AuthScope::Own
                } else {
                    AuthScope::Project(ProjectRef {
                        project: NameOrId::Name("web".to_owned()),
                        domain: Some(NameOrId::Name("Default".to_owned())),
                    })
                },
                region: Some("RegionTwo".to_owned()),
                ..CloudProfile::new("prod", "https://keystone.example.org", identity)
            };
            let after = Draft::of(&before).profile(&nobody());
            assert_eq!(
                cloud_settings::settings(&after),
                cloud_settings::settings(&before)
            );
        }
    }
}
