//! One entry of clouds.yaml: the many spellings of the same few settings.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::domain::clean::clean;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{
    AuthScope, CloudProfile, Identity, Interface, NameOrId, ProfileSource, ProjectRef, TlsPolicy,
};
use crate::domain::secret::Secret;
use crate::domain::service::Service;
use crate::openstack::clouds_yaml::tree::Node;
use crate::openstack::endpoints;

/// What a password encrypted by Ansible begins with; it is no use here.
const VAULT: &str = "$ANSIBLE_VAULT";

/// How to reach the cloud of this entry.
pub(crate) fn profile(name: &str, source: ProfileSource, node: &Node) -> Result<CloudProfile, Problem> {
    let entry = Entry { name, node };
    if !matches!(node, Node::Map(_)) {
        return Err(entry.broken("auth", "is missing"));
    }
    if matches!(node.get("auth"), Some(Node::Text(_) | Node::List(_))) {
        return Err(entry.broken("auth", "is no mapping"));
    }
    let identity = entry.identity()?;
    let regions = entry.regions();
    Ok(CloudProfile {
        name: name.to_owned(),
        display_name: None,
        source: Some(source),
        auth_url: entry.auth_url()?,
        auth_scope: match &identity {
            Identity::Password { domain, .. } => entry
                .project(domain.as_ref())
                .map_or(AuthScope::Own, AuthScope::Project),
            Identity::Totp { .. }
            | Identity::Token
            | Identity::ApplicationCredential { .. }
            | Identity::OidcAccessToken { .. }
            | Identity::OidcClientCredentials { .. }
            | Identity::Browser { .. } => AuthScope::Own,
        },
        identity,
        region: entry.text(&["region_name"]),
        regions,
        interface: entry.interface()?,
        tls: entry.tls()?,
        client_certificate: None,
        plain_http_accepted: false,
        endpoint_overrides: entry.endpoint_overrides()?,
        sources: BTreeMap::new(),
    })
}

/// The password or the application credential's secret, where the entry has it in the clear.
pub(crate) fn secret(node: &Node) -> Option<Secret> {
    let entry = Entry { name: "", node };
    let kind = entry.kind().ok()?;
    let key = match kind {
        Kind::Password => "password",
        Kind::ApplicationCredential => "application_credential_secret",
    };
    let raw = entry.raw(&[key])?;
    (!raw.is_empty() && !raw.starts_with(VAULT)).then(|| Secret::new(raw))
}

struct Entry<'a> {
    name: &'a str,
    node: &'a Node,
}

#[derive(Clone, Copy)]
enum Kind {
    Password,
    ApplicationCredential,
}

impl<'a> Entry<'a> {
    /// The first of these settings, from `auth` or, as some files have it, from beside it.
    fn raw(&self, keys: &[&str]) -> Option<&'a str> {
        let places = [self.node.get("auth"), Some(self.node)];
        keys.iter().find_map(|key| {
            places.iter().flatten().find_map(|place| match place.get(key) {
                Some(Node::Text(text)) => Some(text.as_str()),
                Some(Node::Nothing | Node::List(_) | Node::Map(_)) | None => None,
            })
        })
    }

    fn text(&self, keys: &[&str]) -> Option<String> {
        self.raw(keys)
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(clean)
    }

    fn name_or_id(&self, names: &[&str], ids: &[&str]) -> Option<NameOrId> {
        self.text(ids)
            .map(NameOrId::Id)
            .or_else(|| self.text(names).map(NameOrId::Name))
    }

    fn flag(&self, key: &'static str) -> Result<Option<bool>, Problem> {
        let Some(text) = self.text(&[key]) else {
            return Ok(None);
        };
        match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Ok(Some(true)),
            "false" | "no" | "off" | "0" => Ok(Some(false)),
            _ => Err(self.broken(key, &format!("is neither true nor false: {text}"))),
        }
    }

    fn kind(&self) -> Result<Kind, Problem> {
        let kind = self.text(&["auth_type", "auth_plugin"]);
        let has_credential = self
            .raw(&["application_credential_id", "application_credential_name"])
            .is_some();
        let bare = kind
            .as_deref()
            .map(|kind| kind.strip_prefix("v3").unwrap_or(kind));
        match bare {
            Some("applicationcredential" | "application_credential") => Ok(Kind::ApplicationCredential),
            None if has_credential => Ok(Kind::ApplicationCredential),
            Some("password") | None => Ok(Kind::Password),
            Some(_) => Err(Problem::new(ProblemKind::AuthTypeUnsupported {
                auth_type: kind.unwrap_or_default(),
            })),
        }
    }

    fn identity(&self) -> Result<Identity, Problem> {
        let user = self.name_or_id(&["username", "user_name", "user"], &["user_id"]);
        let domain = self.name_or_id(
            &["user_domain_name", "domain_name", "default_domain"],
            &["user_domain_id", "domain_id", "default_domain_id"],
        );
        match self.kind()? {
            Kind::Password => Ok(Identity::Password {
                user: user.ok_or_else(|| self.broken("auth.username", "is missing"))?,
                domain,
            }),
            Kind::ApplicationCredential => {
                let credential = self
                    .name_or_id(&["application_credential_name"], &["application_credential_id"])
                    .ok_or_else(|| self.broken("auth.application_credential_id", "is missing"))?;
                let user = match &credential {
                    // An id stands for itself, and Keystone refuses a user beside it.
                    NameOrId::Id(_) => None,
                    NameOrId::Name(_) => {
                        let user = user.ok_or_else(|| self.broken("auth.username", "is missing"))?;
                        Some((user, domain))
                    }
                };
                Ok(Identity::ApplicationCredential { credential, user })
            }
        }
    }

    fn project(&self, user_domain: Option<&NameOrId>) -> Option<ProjectRef> {
        let project = self.name_or_id(&["project_name", "tenant_name"], &["project_id", "tenant_id"])?;
        let domain = self
            .name_or_id(
                &["project_domain_name", "domain_name", "default_domain"],
                &["project_domain_id", "domain_id", "default_domain_id"],
            )
            .or_else(|| user_domain.cloned());
        Some(ProjectRef { project, domain })
    }

    fn auth_url(&self) -> Result<String, Problem> {
        let Some(url) = self.text(&["auth_url"]) else {
            let vendor = self.text(&["profile", "cloud"]);
            return Err(match vendor {
                Some(vendor) => self.broken(
                    "profile",
                    &format!("vendor profiles are not known here: {vendor}"),
                ),
                None => self.broken("auth.auth_url", "is missing"),
            });
        };
        if endpoints::identity(&url).is_none() {
            return Err(self.broken("auth.auth_url", &format!("is no address: {url}")));
        }
        Ok(url)
    }

    /// `regions`, each a name or a mapping with a `name`.
    fn regions(&self) -> Vec<String> {
        let Some(Node::List(items)) = self.node.get("regions") else {
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| match item {
                Node::Text(name) => Some(name),
                Node::Map(_) => match item.get("name") {
                    Some(Node::Text(name)) => Some(name),
                    Some(Node::Nothing | Node::List(_) | Node::Map(_)) | None => None,
                },
                Node::Nothing | Node::List(_) => None,
            })
            .map(|name| clean(name))
            .collect()
    }

    fn interface(&self) -> Result<Interface, Problem> {
        let listed = match self.node.get("interface") {
            Some(Node::List(items)) => items.first(),
            other => other,
        };
        let text = match listed {
            Some(Node::Text(text)) => Some(clean(text)),
            Some(Node::Nothing | Node::List(_) | Node::Map(_)) | None => self.text(&["endpoint_type"]),
        };
        let Some(text) = text else {
            return Ok(Interface::default());
        };
        match text.trim_end_matches("URL") {
            "public" => Ok(Interface::Public),
            "internal" => Ok(Interface::Internal),
            "admin" => Ok(Interface::Admin),
            _ => Err(self.broken(
                "interface",
                &format!("is none of public, internal, admin: {text}"),
            )),
        }
    }

    fn tls(&self) -> Result<TlsPolicy, Problem> {
        let unchecked = self.flag("verify")? == Some(false) || self.flag("insecure")? == Some(true);
        Ok(match self.text(&["cacert"]) {
            _ if unchecked => TlsPolicy::Unchecked,
            Some(file) => TlsPolicy::Authority(PathBuf::from(file)),
            None => TlsPolicy::System,
        })
    }

    fn endpoint_overrides(&self) -> Result<BTreeMap<Service, String>, Problem> {
        let mut overrides = BTreeMap::new();
        for service in Service::ALL {
            let found = endpoints::kinds(service)
                .iter()
                .chain(old_kinds(service))
                .find_map(|kind| {
                    let stem = kind.replace('-', "_");
                    self.text(&[&format!("{stem}_endpoint_override"), &format!("{stem}_endpoint")])
                });
            let Some(address) = found else { continue };
            if url::Url::parse(&address).is_err() {
                return Err(self.broken("…_endpoint_override", &format!("is no address: {address}")));
            }
            overrides.insert(service, address);
        }
        Ok(overrides)
    }

    fn broken(&self, setting: &'static str, detail: &str) -> Problem {
        Problem::new(ProblemKind::CloudEntryBroken {
            cloud: self.name.to_owned(),
            setting,
            detail: detail.to_owned(),
        })
    }
}

/// Names of services that only settings still use.
fn old_kinds(service: Service) -> &'static [&'static str] {
    match service {
        Service::BlockStorage => &["volume"],
        Service::Identity
        | Service::ContainerInfra
        | Service::Orchestration
        | Service::Compute
        | Service::Network
        | Service::LoadBalancer
        | Service::Image => &[],
    }
}
