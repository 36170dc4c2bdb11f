//! A profile as an entry of clouds.yaml would say it in today's spelling, without its secrets.

use crate::domain::profile::{AuthScope, CloudProfile, Identity, NameOrId, OidcTokenSource, TlsPolicy};
use crate::openstack::endpoints;

/// A setting of a profile: its name as in `auth.auth_url`, and its value.
pub type Written = (String, String);

/// Every setting, in the order in which people write them.
pub fn written(profile: &CloudProfile) -> Vec<Written> {
    let mut settings = Settings(Vec::new());
    settings.identity(profile);
    settings.scope(&profile.auth_scope);
    settings.add("region_name", profile.region.as_deref());
    if !profile.regions.is_empty() {
        settings.add("regions", Some(&profile.regions.join(",")));
    }
    settings.add("interface", Some(profile.interface.word()));
    let (verify, cacert) = match &profile.tls {
        TlsPolicy::System => ("true", None),
        TlsPolicy::Authority(file) => ("true", Some(file)),
        TlsPolicy::Unchecked => ("false", None),
    };
    settings.add("verify", Some(verify));
    settings.add("cacert", cacert.map(|file| file.display().to_string()).as_deref());
    if let Some(certificate) = &profile.client_certificate {
        settings.add("cert", Some(&certificate.certificate.display().to_string()));
        let key = certificate.key.as_ref().map(|key| key.display().to_string());
        settings.add("key", key.as_deref());
    }
    settings.add("cluster_proxy", profile.cluster_proxy.as_deref());
    for (service, address) in &profile.endpoint_overrides {
        let kind = endpoints::kinds(*service).first().copied().unwrap_or_default();
        let name = format!("{}_endpoint_override", kind.replace('-', "_"));
        settings.add(&name, Some(address));
    }
    settings.0
}

struct Settings(Vec<Written>);

impl Settings {
    fn add(&mut self, name: &str, value: Option<&str>) {
        self.0
            .extend(value.map(|value| (name.to_owned(), value.to_owned())));
    }

    /// `auth.project_id` or `auth.project_name`.
    fn either(&mut self, (id, name): (&str, &str), value: Option<&NameOrId>) {
        match value {
            Some(NameOrId::Id(value)) => self.add(&format!("auth.{id}"), Some(value)),
            Some(NameOrId::Name(value)) => self.add(&format!("auth.{name}"), Some(value)),
            None => {}
        }
    }

    fn user(&mut self, user: &NameOrId, domain: Option<&NameOrId>) {
        self.either(("user_id", "username"), Some(user));
        self.either(("user_domain_id", "user_domain_name"), domain);
    }

    fn identity(&mut self, profile: &CloudProfile) {
        self.add("auth_type", Some(auth_type(&profile.identity)));
        self.add("auth.auth_url", Some(&profile.auth_url));
        match &profile.identity {
            Identity::Password { user, domain } | Identity::Totp { user, domain } => {
                self.user(user, domain.as_ref());
            }
            Identity::Token => {}
            Identity::ApplicationCredential { credential, user } => {
                self.either(
                    ("application_credential_id", "application_credential_name"),
                    Some(credential),
                );
                if let Some((user, domain)) = user {
                    self.user(user, domain.as_ref());
                }
            }
            Identity::OidcAccessToken { provider } => {
                self.add("auth.identity_provider", Some(&provider.identity_provider));
                self.add("auth.protocol", Some(&provider.protocol));
            }
            Identity::OidcClientCredentials {
                provider,
                client_id,
                token_source,
                scope,
            } => {
                self.add("auth.identity_provider", Some(&provider.identity_provider));
                self.add("auth.protocol", Some(&provider.protocol));
                self.add("auth.client_id", Some(client_id));
                match token_source {
                    OidcTokenSource::Endpoint(url) => self.add("auth.access_token_endpoint", Some(url)),
                    OidcTokenSource::Discovery(url) => self.add("auth.discovery_endpoint", Some(url)),
                }
                self.add("auth.openid_scope", scope.as_deref());
            }
            Identity::Browser { provider, protocol } => {
                self.add("auth.identity_provider", provider.as_deref());
                self.add("auth.protocol", Some(protocol));
            }
        }
    }

    fn scope(&mut self, scope: &AuthScope) {
        match scope {
            AuthScope::Own => {}
            AuthScope::Project(project) => {
                self.either(("project_id", "project_name"), Some(&project.project));
                self.either(
                    ("project_domain_id", "project_domain_name"),
                    project.domain.as_ref(),
                );
            }
            AuthScope::Domain(domain) => self.either(("domain_id", "domain_name"), Some(domain)),
            AuthScope::System => self.add("auth.system_scope", Some("all")),
            AuthScope::Trust(trust) => self.add("auth.trust_id", Some(trust)),
        }
    }
}

/// The stock client's name for the way in.
fn auth_type(identity: &Identity) -> &'static str {
    match identity {
        Identity::Password { .. } => "password",
        Identity::Totp { .. } => "v3totp",
        Identity::Token => "token",
        Identity::ApplicationCredential { .. } => "v3applicationcredential",
        Identity::OidcAccessToken { .. } => "v3oidcaccesstoken",
        Identity::OidcClientCredentials { .. } => "v3oidcclientcredentials",
        Identity::Browser { .. } => "v3websso",
    }
}
