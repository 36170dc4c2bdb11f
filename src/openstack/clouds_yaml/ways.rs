//! Who signs in, and for what: the kinds of sign-in and the scopes as an entry spells them, decided as keystoneauth does.

use crate::domain::cloud_choice::ConfigWarningKind;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{AuthScope, Federation, Identity, NameOrId, OidcTokenSource, ProjectRef};
use crate::domain::secret::Secret;
use crate::openstack::clouds_yaml::entry::Entry;
use crate::openstack::clouds_yaml::tree::Node;

/// What an entry says of the sign-in.
pub(super) struct SignIn {
    pub(super) identity: Identity,
    pub(super) scope: AuthScope,
}

/// The ways in, as far as an entry tells them apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Password,
    Totp,
    Token,
    ApplicationCredential,
    OidcAccessToken,
    OidcClientCredentials,
    Browser,
}

impl Way {
    /// The way of this name, with or without `v3` and underscores.
    fn named(name: &str) -> Option<Self> {
        let bare = name.strip_prefix("v3").unwrap_or(name).replace('_', "");
        Some(match bare.as_str() {
            "password" => Self::Password,
            "totp" => Self::Totp,
            "token" => Self::Token,
            "applicationcredential" => Self::ApplicationCredential,
            "oidcaccesstoken" => Self::OidcAccessToken,
            "oidcclientcredentials" => Self::OidcClientCredentials,
            "websso" => Self::Browser,
            _ => return None,
        })
    }
}

/// Whose domain is looked for.
#[derive(Clone, Copy)]
enum Whose {
    User,
    Project,
}

impl Entry<'_> {
    /// Who signs in, and for what.
    pub(super) fn sign_in(&mut self) -> Result<SignIn, Problem> {
        let way = self.way()?;
        let identity = self.identity(way)?;
        let scope = if way == Way::ApplicationCredential {
            // It carries its own, and Keystone refuses another.
            AuthScope::Own
        } else {
            self.scope(&identity)?
        };
        Ok(SignIn { identity, scope })
    }

    /// The secret that goes with the sign-in, and a one-time passcode beside it.
    pub(super) fn secrets(&mut self) -> (Option<Secret>, Option<Secret>) {
        let Ok(way) = self.way() else {
            return (None, None);
        };
        let passcode = self.secret(&["passcode"]);
        match way {
            Way::Password => (self.secret(&["password"]), passcode),
            Way::Totp => (passcode, None),
            Way::Token => (self.secret(&["token", "auth_token"]), None),
            Way::ApplicationCredential => (self.secret(&["application_credential_secret"]), None),
            Way::OidcAccessToken => (self.secret(&["access_token"]), None),
            Way::OidcClientCredentials => (self.secret(&["client_secret"]), None),
            Way::Browser => (None, None),
        }
    }

    /// `auth_type`; where nothing is said, what the settings look like, as the stock command line guesses.
    fn way(&mut self) -> Result<Way, Problem> {
        let kind = match self.beside(&["auth_type"]) {
            Some(kind) => kind,
            None => match self.beside(&["auth_plugin"]) {
                Some(kind) => {
                    if let Some(place) = self.used.get("auth_plugin").cloned() {
                        self.warn("auth_plugin", place, ConfigWarningKind::OldSpelling);
                    }
                    kind
                }
                None => return Ok(self.guessed()),
            },
        };
        let unsupported = || {
            Problem::new(ProblemKind::AuthTypeUnsupported {
                auth_type: kind.clone(),
            })
        };
        match kind.as_str() {
            "v3multifactor" | "multifactor" => self.factors().ok_or_else(unsupported),
            kind => Way::named(kind).ok_or_else(unsupported),
        }
    }

    fn guessed(&self) -> Way {
        let says = |names: &[&str]| {
            names.iter().any(|name| {
                let spots = [self.settings.within(name), self.settings.beside(name)];
                spots
                    .iter()
                    .flatten()
                    .filter_map(|setting| setting.scalar())
                    .any(|scalar| !scalar.text.is_empty())
            })
        };
        if says(&["application_credential_id", "application_credential_name"]) {
            Way::ApplicationCredential
        } else if !says(&["username", "user_name", "user", "user_id"]) && says(&["token", "auth_token"]) {
            Way::Token
        } else {
            Way::Password
        }
    }

    /// The first factor of several; Keystone asks for the others with a receipt.
    fn factors(&mut self) -> Option<Way> {
        let setting = self
            .settings
            .within("auth_methods")
            .or_else(|| self.settings.beside("auth_methods"))?;
        self.used.insert("auth_methods".to_owned(), setting.place.clone());
        let names: Vec<&str> = match &setting.node {
            Node::Text(scalar) => scalar.text.split(',').collect(),
            Node::List(items) => items
                .iter()
                .filter_map(|item| match item {
                    Node::Text(scalar) => Some(scalar.text.as_str()),
                    Node::Nothing | Node::List(_) | Node::Map(_) => None,
                })
                .collect(),
            Node::Nothing | Node::Map(_) => Vec::new(),
        };
        let ways: Option<Vec<Way>> = names.iter().map(|name| Way::named(name.trim())).collect();
        let ways = ways?;
        [Way::Password, Way::ApplicationCredential, Way::Token, Way::Totp]
            .into_iter()
            .find(|way| ways.contains(way))
    }

    fn identity(&mut self, way: Way) -> Result<Identity, Problem> {
        Ok(match way {
            Way::Password => {
                let (user, domain) = self.user()?;
                Identity::Password { user, domain }
            }
            Way::Totp => {
                let (user, domain) = self.user()?;
                Identity::Totp { user, domain }
            }
            Way::Token => Identity::Token,
            Way::ApplicationCredential => {
                let credential = self
                    .id_or_name(&["application_credential_id"], &["application_credential_name"])
                    .ok_or_else(|| self.broken("auth.application_credential_id", "is missing"))?;
                let user = match &credential {
                    // An id stands for itself, and Keystone refuses a user beside it.
                    NameOrId::Id(_) => None,
                    NameOrId::Name(_) => Some(self.user()?),
                };
                Identity::ApplicationCredential { credential, user }
            }
            Way::OidcAccessToken => Identity::OidcAccessToken {
                provider: self.federation()?,
            },
            Way::OidcClientCredentials => Identity::OidcClientCredentials {
                provider: self.federation()?,
                client_id: self
                    .auth(&["client_id"])
                    .ok_or_else(|| self.broken("auth.client_id", "is missing"))?,
                token_source: match self.auth(&["access_token_endpoint"]) {
                    Some(endpoint) => OidcTokenSource::Endpoint(endpoint),
                    None => OidcTokenSource::Discovery(
                        self.auth(&["discovery_endpoint"])
                            .ok_or_else(|| self.broken("auth.discovery_endpoint", "is missing"))?,
                    ),
                },
                scope: self.auth(&["openid_scope"]),
            },
            Way::Browser => Identity::Browser {
                provider: self.auth(&["identity_provider"]),
                protocol: self
                    .auth(&["protocol"])
                    .ok_or_else(|| self.broken("auth.protocol", "is missing"))?,
            },
        })
    }

    fn federation(&mut self) -> Result<Federation, Problem> {
        Ok(Federation {
            identity_provider: self
                .auth(&["identity_provider"])
                .ok_or_else(|| self.broken("auth.identity_provider", "is missing"))?,
            protocol: self
                .auth(&["protocol"])
                .ok_or_else(|| self.broken("auth.protocol", "is missing"))?,
        })
    }

    fn user(&mut self) -> Result<(NameOrId, Option<NameOrId>), Problem> {
        let user = self
            .id_or_name(&["user_id"], &["username", "user_name", "user"])
            .ok_or_else(|| self.broken("auth.username", "is missing"))?;
        Ok((user, self.domain(Whose::User)))
    }

    /// The domain of the user or the project. One that is named for both counts where there is a project; without one it is
    /// the scope itself.
    fn domain(&mut self, whose: Whose) -> Option<NameOrId> {
        let both = self.project().is_some();
        let (id, name) = match whose {
            Whose::User => ("user_domain_id", "user_domain_name"),
            Whose::Project => ("project_domain_id", "project_domain_name"),
        };
        for (name, general, make) in [
            (id, "domain_id", NameOrId::Id as fn(String) -> NameOrId),
            (name, "domain_name", NameOrId::Name),
        ] {
            if let Some(value) = self.scoping(&[name]) {
                return Some(make(value));
            }
            if let Some(value) = self.scoping(&[general]).filter(|_| both) {
                self.came_from(name, general);
                return Some(make(value));
            }
        }
        // The stock command line means an id by `default_domain`.
        let default = self.id_or_name(&["default_domain_id", "default_domain"], &["default_domain_name"]);
        match &default {
            Some(NameOrId::Id(_)) => self.came_from(id, "default_domain_id"),
            Some(NameOrId::Name(_)) => self.came_from(name, "default_domain_name"),
            None => {}
        }
        default
    }

    fn project(&mut self) -> Option<NameOrId> {
        match self.scoping(&["project_id", "tenant_id"]) {
            Some(id) => Some(NameOrId::Id(id)),
            None => self.scoping(&["project_name", "tenant_name"]).map(NameOrId::Name),
        }
    }

    /// What the token is to be good for. Keystone knows one scope at a time.
    fn scope(&mut self, identity: &Identity) -> Result<AuthScope, Problem> {
        let project = self.project().map(|project| {
            // A name alone says nothing to Keystone; the user's own domain is the likeliest.
            let is_id = matches!(project, NameOrId::Id(_));
            let domain = self.domain(Whose::Project).or_else(|| match identity {
                _ if is_id => None,
                Identity::Password { domain, .. } | Identity::Totp { domain, .. } => domain.clone(),
                Identity::Token
                | Identity::ApplicationCredential { .. }
                | Identity::OidcAccessToken { .. }
                | Identity::OidcClientCredentials { .. }
                | Identity::Browser { .. } => None,
            });
            AuthScope::Project(ProjectRef { project, domain })
        });
        let domain = if project.is_some() {
            None
        } else {
            match self.scoping(&["domain_id"]) {
                Some(id) => Some(NameOrId::Id(id)),
                None => self.scoping(&["domain_name"]).map(NameOrId::Name),
            }
        };
        let trust = self.auth(&["trust_id"]);
        let system = self.auth(&["system_scope"]);
        if let Some(system) = system.as_deref().filter(|system| *system != "all") {
            return Err(self.broken("auth.system_scope", &format!("can only be `all`, not {system}")));
        }
        let has_system = system.is_some();
        let mut scopes = [
            project,
            domain.map(AuthScope::Domain),
            trust.map(AuthScope::Trust),
            system.map(|_| AuthScope::System),
        ]
        .into_iter()
        .flatten();
        match (scopes.next(), scopes.next()) {
            (None, _) => Ok(AuthScope::Own),
            (Some(scope), None) => Ok(scope),
            (Some(_), Some(_)) if has_system => {
                Err(self.broken("auth.system_scope", "excludes a project, a domain and a trust"))
            }
            (Some(_), Some(_)) => Err(self.broken("auth.trust_id", "excludes a project and a domain")),
        }
    }
}
