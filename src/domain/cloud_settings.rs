//! A profile as the settings of a clouds.yaml entry and back, by their names there: for showing, keeping and copying.
//!
//! Secrets are no part of a profile, so none can get in here.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{
    AuthScope, ClientCertificate, CloudProfile, Federation, Identity, Interface, NameOrId, OidcTokenSource,
    ProjectRef, TlsPolicy,
};
use crate::domain::service::Service;

/// Ours alone: no other client asks before it sends a token without encryption.
const PLAIN_HTTP: &str = "plain_http_accepted";
/// Ours alone: other clients do not reach into clusters.
const CLUSTER_PROXY: &str = "cluster_proxy";

/// Every setting that the profile says, in the order in which people write them: `auth_type`, `auth.auth_url` …
pub fn settings(profile: &CloudProfile) -> Vec<(String, String)> {
    let mut out = Settings::default();
    out.add("auth_type", auth_type(&profile.identity));
    out.add("auth.auth_url", &profile.auth_url);
    identity(&mut out, &profile.identity);
    scope(&mut out, &profile.auth_scope);
    out.maybe("region_name", profile.region.as_deref());
    if profile.interface != Interface::Public {
        out.add("interface", profile.interface.word());
    }
    match &profile.tls {
        TlsPolicy::System => {}
        TlsPolicy::Authority(file) => out.add("cacert", &file.display().to_string()),
        TlsPolicy::Unchecked => out.add("verify", "false"),
    }
    if let Some(pair) = &profile.client_certificate {
        out.add("cert", &pair.certificate.display().to_string());
        if let Some(key) = &pair.key {
            out.add("key", &key.display().to_string());
        }
    }
    if profile.plain_http_accepted {
        out.add(PLAIN_HTTP, "true");
    }
    out.maybe(CLUSTER_PROXY, profile.cluster_proxy.as_deref());
    for (service, address) in &profile.endpoint_overrides {
        out.add(override_name(*service), address);
    }
    out.0
}

/// The settings that say this scope and nothing else.
pub fn of_scope(of: &AuthScope) -> BTreeMap<String, String> {
    let mut out = Settings::default();
    scope(&mut out, of);
    out.0.into_iter().collect()
}

/// The scope that these settings say.
pub fn scope_of(settings: &BTreeMap<String, String>) -> AuthScope {
    Reader { cloud: "", settings }.scope()
}

/// The profile that these settings make.
///
/// # Errors
/// Names the setting that is missing or impossible.
pub fn profile(name: &str, settings: &BTreeMap<String, String>) -> Result<CloudProfile, Problem> {
    let read = Reader {
        cloud: name,
        settings,
    };
    let profile = CloudProfile::new(name, read.needed("auth.auth_url")?, read.identity()?);
    Ok(CloudProfile {
        auth_scope: read.scope(),
        region: read.get("region_name").map(str::to_owned),
        interface: match read.get("interface") {
            Some("internal") => Interface::Internal,
            Some("admin") => Interface::Admin,
            Some(_) | None => Interface::Public,
        },
        tls: match (read.get("verify"), read.get("cacert")) {
            (Some("false"), _) => TlsPolicy::Unchecked,
            (_, Some(file)) => TlsPolicy::Authority(PathBuf::from(file)),
            (_, None) => TlsPolicy::System,
        },
        client_certificate: read.get("cert").map(|certificate| ClientCertificate {
            certificate: PathBuf::from(certificate),
            key: read.get("key").map(PathBuf::from),
        }),
        plain_http_accepted: read.get(PLAIN_HTTP) == Some("true"),
        cluster_proxy: read.get(CLUSTER_PROXY).map(str::to_owned),
        endpoint_overrides: Service::ALL
            .into_iter()
            .filter_map(|service| Some((service, read.get(override_name(service))?.to_owned())))
            .collect(),
        ..profile
    })
}

/// The entry as clouds.yaml would have it, to be copied into one.
pub fn as_clouds_yaml(profile: &CloudProfile) -> String {
    let mut text = format!("clouds:\n  {}:\n", quoted(&profile.name));
    let mut in_auth = false;
    let mut all = settings(profile);
    all.retain(|(key, _)| key != PLAIN_HTTP);
    let (auth, plain): (Vec<_>, Vec<_>) = all.iter().partition(|(key, _)| key.starts_with("auth."));
    for (key, value) in plain.iter().filter(|(key, _)| key == "auth_type") {
        text.push_str(&format!("    {key}: {}\n", quoted(value)));
    }
    for (key, value) in auth {
        if !std::mem::replace(&mut in_auth, true) {
            text.push_str("    auth:\n");
        }
        let key = key.trim_start_matches("auth.");
        text.push_str(&format!("      {key}: {}\n", quoted(value)));
    }
    for (key, value) in plain.iter().filter(|(key, _)| key != "auth_type") {
        // The one setting that is no text.
        let value = if key == "verify" {
            value.clone()
        } else {
            quoted(value)
        };
        text.push_str(&format!("    {key}: {value}\n"));
    }
    text
}

/// `auth_type` as the stock client spells it.
pub fn auth_type(identity: &Identity) -> &'static str {
    match identity {
        Identity::Password { .. } => "v3password",
        Identity::Totp { .. } => "v3totp",
        Identity::Token => "v3token",
        Identity::ApplicationCredential { .. } => "v3applicationcredential",
        Identity::OidcAccessToken { .. } => "v3oidcaccesstoken",
        Identity::OidcClientCredentials { .. } => "v3oidcclientcredentials",
        Identity::Browser { .. } => "v3websso",
    }
}

fn override_name(service: Service) -> &'static str {
    match service {
        Service::Identity => "identity_endpoint_override",
        Service::ContainerInfra => "container_infra_endpoint_override",
        Service::Orchestration => "orchestration_endpoint_override",
        Service::Compute => "compute_endpoint_override",
        Service::Network => "network_endpoint_override",
        Service::LoadBalancer => "load_balancer_endpoint_override",
        Service::BlockStorage => "block_storage_endpoint_override",
        Service::Image => "image_endpoint_override",
    }
}

#[derive(Default)]
struct Settings(Vec<(String, String)>);

impl Settings {
    fn add(&mut self, key: &str, value: &str) {
        self.0.push((key.to_owned(), value.to_owned()));
    }

    fn maybe(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.add(key, value);
        }
    }

    fn either(&mut self, (name, id): (&str, &str), value: &NameOrId) {
        match value {
            NameOrId::Name(text) => self.add(name, text),
            NameOrId::Id(text) => self.add(id, text),
        }
    }

    fn user(&mut self, user: &NameOrId, domain: Option<&NameOrId>) {
        self.either(("auth.username", "auth.user_id"), user);
        if let Some(domain) = domain {
            self.either(("auth.user_domain_name", "auth.user_domain_id"), domain);
        }
    }
}

fn identity(out: &mut Settings, identity: &Identity) {
    match identity {
        Identity::Password { user, domain } | Identity::Totp { user, domain } => {
            out.user(user, domain.as_ref());
        }
        Identity::Token => {}
        Identity::ApplicationCredential { credential, user } => {
            out.either(
                (
                    "auth.application_credential_name",
                    "auth.application_credential_id",
                ),
                credential,
            );
            if let Some((user, domain)) = user {
                out.user(user, domain.as_ref());
            }
        }
        Identity::OidcAccessToken { provider } => federation(out, provider),
        Identity::OidcClientCredentials {
            provider,
            client_id,
            token_source,
            scope,
        } => {
            federation(out, provider);
            out.add("auth.client_id", client_id);
            match token_source {
                OidcTokenSource::Endpoint(address) => out.add("auth.access_token_endpoint", address),
                OidcTokenSource::Discovery(address) => out.add("auth.discovery_endpoint", address),
            }
            out.maybe("auth.openid_scope", scope.as_deref());
        }
        Identity::Browser { provider, protocol } => {
            out.maybe("auth.identity_provider", provider.as_deref());
            out.add("auth.protocol", protocol);
        }
    }
}

fn federation(out: &mut Settings, provider: &Federation) {
    out.add("auth.identity_provider", &provider.identity_provider);
    out.add("auth.protocol", &provider.protocol);
}

fn scope(out: &mut Settings, scope: &AuthScope) {
    match scope {
        AuthScope::Own => {}
        AuthScope::Project(project) => {
            out.either(("auth.project_name", "auth.project_id"), &project.project);
            if let Some(domain) = &project.domain {
                out.either(("auth.project_domain_name", "auth.project_domain_id"), domain);
            }
        }
        AuthScope::Domain(domain) => out.either(("auth.domain_name", "auth.domain_id"), domain),
        AuthScope::System => out.add("auth.system_scope", "all"),
        AuthScope::Trust(trust) => out.add("auth.trust_id", trust),
    }
}

/// Looks settings up by name; an empty one is an absent one.
struct Reader<'a> {
    cloud: &'a str,
    settings: &'a BTreeMap<String, String>,
}

impl Reader<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.settings
            .get(key)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    fn needed(&self, setting: &'static str) -> Result<&str, Problem> {
        self.get(setting).ok_or_else(|| self.broken(setting, "missing"))
    }

    fn broken(&self, setting: &'static str, detail: &str) -> Problem {
        Problem::new(ProblemKind::CloudEntryBroken {
            cloud: self.cloud.to_owned(),
            setting,
            detail: detail.to_owned(),
        })
    }

    fn either(&self, name: &str, id: &str) -> Option<NameOrId> {
        let id = self.get(id).map(|id| NameOrId::Id(id.to_owned()));
        id.or_else(|| self.get(name).map(|name| NameOrId::Name(name.to_owned())))
    }

    fn user(&self) -> Option<(NameOrId, Option<NameOrId>)> {
        let user = self.either("auth.username", "auth.user_id")?;
        Some((user, self.either("auth.user_domain_name", "auth.user_domain_id")))
    }

    fn needed_user(&self) -> Result<(NameOrId, Option<NameOrId>), Problem> {
        self.user().ok_or_else(|| self.broken("auth.username", "missing"))
    }

    fn federation(&self) -> Result<Federation, Problem> {
        Ok(Federation {
            identity_provider: self.needed("auth.identity_provider")?.to_owned(),
            protocol: self.needed("auth.protocol")?.to_owned(),
        })
    }

    fn identity(&self) -> Result<Identity, Problem> {
        Ok(match self.needed("auth_type")? {
            "v3password" => {
                let (user, domain) = self.needed_user()?;
                Identity::Password { user, domain }
            }
            "v3totp" => {
                let (user, domain) = self.needed_user()?;
                Identity::Totp { user, domain }
            }
            "v3token" => Identity::Token,
            "v3applicationcredential" => Identity::ApplicationCredential {
                credential: self
                    .either(
                        "auth.application_credential_name",
                        "auth.application_credential_id",
                    )
                    .ok_or_else(|| self.broken("auth.application_credential_id", "missing"))?,
                user: self.user(),
            },
            "v3oidcaccesstoken" => Identity::OidcAccessToken {
                provider: self.federation()?,
            },
            "v3oidcclientcredentials" => Identity::OidcClientCredentials {
                provider: self.federation()?,
                client_id: self.needed("auth.client_id")?.to_owned(),
                token_source: match self.get("auth.access_token_endpoint") {
                    Some(address) => OidcTokenSource::Endpoint(address.to_owned()),
                    None => OidcTokenSource::Discovery(self.needed("auth.discovery_endpoint")?.to_owned()),
                },
                scope: self.get("auth.openid_scope").map(str::to_owned),
            },
            "v3websso" => Identity::Browser {
                provider: self.get("auth.identity_provider").map(str::to_owned),
                protocol: self.needed("auth.protocol")?.to_owned(),
            },
            other => {
                return Err(Problem::new(ProblemKind::AuthTypeUnsupported {
                    auth_type: other.to_owned(),
                }));
            }
        })
    }

    fn scope(&self) -> AuthScope {
        if self.get("auth.system_scope").is_some() {
            return AuthScope::System;
        }
        if let Some(trust) = self.get("auth.trust_id") {
            return AuthScope::Trust(trust.to_owned());
        }
        if let Some(project) = self.either("auth.project_name", "auth.project_id") {
            let domain = self.either("auth.project_domain_name", "auth.project_domain_id");
            return AuthScope::Project(ProjectRef { project, domain });
        }
        match self.either("auth.domain_name", "auth.domain_id") {
            Some(domain) => AuthScope::Domain(domain),
            None => AuthScope::Own,
        }
    }
}

/// A YAML text: plain where nobody can misread it, in quotes otherwise.
fn quoted(text: &str) -> String {
    let plain = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !["yes", "no", "on", "off", "true", "false", "null", "y", "n"]
            .contains(&text.to_ascii_lowercase().as_str());
    if plain {
        return text.to_owned();
    }
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use super::{as_clouds_yaml, of_scope, profile, scope_of, settings};
    use crate::domain::problem::ProblemKind;
    use crate::domain::profile::{
        AuthScope, ClientCertificate, CloudProfile, Federation, Identity, Interface, NameOrId,
        OidcTokenSource, ProjectRef, TlsPolicy,
    };
    use crate::domain::service::Service;

    fn name(text: &str) -> NameOrId {
        NameOrId::Name(text.to_owned())
    }

    fn identities() -> Vec<Identity> {
        let provider = Federation {
            identity_provider: "campus".to_owned(),
            protocol: "openid".to_owned(),
        };
        let client = |token_source, scope: Option<&str>| Identity::OidcClientCredentials {
            provider: provider.clone(),
            client_id: "robot".to_owned(),
            token_source,
            scope: scope.map(str::to_owned),
        };
        vec![
            Identity::Password {
                user: name("ada"),
                domain: Some(NameOrId::Id("default".to_owned())),
            },
            Identity::Totp {
                user: NameOrId::Id("u1".to_owned()),
                domain: None,
            },
            Identity::Token,
            Identity::ApplicationCredential {
                credential: NameOrId::Id("c1".to_owned()),
                user: None,
            },
            Identity::ApplicationCredential {
                credential: name("robot"),
                user: Some((name("ada"), Some(name("Default")))),
            },
            Identity::OidcAccessToken {
                provider: provider.clone(),
            },
            client(OidcTokenSource::Endpoint("https://id/token".to_owned()), None),
            client(
                OidcTokenSource::Discovery("https://id/.well-known/openid-configuration".to_owned()),
                Some("openid"),
            ),
            Identity::Browser {
                provider: None,
                protocol: "saml2".to_owned(),
            },
        ]
    }

    #[test]
    fn every_profile_survives_being_kept() {
        let scopes = [
            AuthScope::Own,
            AuthScope::Project(ProjectRef {
                project: name("容器平台"),
                domain: Some(name("Default")),
            }),
            AuthScope::Domain(NameOrId::Id("d1".to_owned())),
            AuthScope::System,
            AuthScope::Trust("t1".to_owned()),
        ];
        let policies = [
            TlsPolicy::System,
            TlsPolicy::Authority(PathBuf::from("/etc/ca.pem")),
            TlsPolicy::Unchecked,
        ];
        for identity in identities() {
            for auth_scope in &scopes {
                for tls in &policies {
                    let before = CloudProfile {
                        auth_scope: auth_scope.clone(),
                        region: Some("RegionOne".to_owned()),
                        interface: Interface::Internal,
                        tls: tls.clone(),
                        plain_http_accepted: true,
                        client_certificate: Some(ClientCertificate {
                            certificate: PathBuf::from("c.pem"),
                            key: Some(PathBuf::from("k.pem")),
                        }),
                        endpoint_overrides: BTreeMap::from([(
                            Service::Compute,
                            "https://nova.example.org".to_owned(),
                        )]),
                        ..CloudProfile::new("prod", "https://keystone.example.org/v3", identity.clone())
                    };
                    let kept: BTreeMap<String, String> = settings(&before).into_iter().collect();
                    assert_eq!(profile("prod", &kept), Ok(before));
                    assert_eq!(scope_of(&of_scope(auth_scope)), *auth_scope);
                }
            }
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing = |settings: &[(&str, &str)]| {
            let settings = settings
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect();
            profile("prod", &settings).unwrap_err().kind
        };
        assert!(matches!(
            missing(&[("auth_type", "v3token")]),
            ProblemKind::CloudEntryBroken {
                setting: "auth.auth_url",
                ..
            }
        ));
        assert!(matches!(
            missing(&[("auth_type", "v3password"), ("auth.auth_url", "https://k")]),
            ProblemKind::CloudEntryBroken {
                setting: "auth.username",
                ..
            }
        ));
        assert!(matches!(
            missing(&[("auth_type", "kerberos"), ("auth.auth_url", "https://k")]),
            ProblemKind::AuthTypeUnsupported { .. }
        ));
    }

    #[test]
    fn the_yaml_is_quoted_where_it_could_be_misread() {
        let profile = CloudProfile {
            auth_scope: AuthScope::Project(ProjectRef {
                project: name("0123"),
                domain: Some(name("No")),
            }),
            tls: TlsPolicy::Unchecked,
            ..CloudProfile::new(
                "my \"cloud\"",
                "https://keystone.example.org:5000/v3",
                Identity::Password {
                    user: name("ada"),
                    domain: None,
                },
            )
        };
        assert_eq!(
            as_clouds_yaml(&profile),
            "clouds:\n  \"my \\\"cloud\\\"\":\n    auth_type: v3password\n    auth:\n      \
             auth_url: \"https://keystone.example.org:5000/v3\"\n      username: ada\n      \
             project_name: \"0123\"\n      project_domain_name: \"No\"\n    verify: false\n"
        );
    }
}
