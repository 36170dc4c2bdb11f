//! One cloud's settings as a profile: the many spellings of the same few things.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::domain::clean::clean;
use crate::domain::cloud_choice::{ConfigWarning, ConfigWarningKind};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{
    ClientCertificate, CloudProfile, Interface, NameOrId, ProfileSource, TlsPolicy,
};
use crate::domain::secret::Secret;
use crate::domain::service::Service;
use crate::openstack::clouds_yaml::settings::{Setting, Settings};
use crate::openstack::clouds_yaml::spelling;
use crate::openstack::clouds_yaml::tree::{Node, Style};
use crate::openstack::endpoints;

/// What a value encrypted by Ansible begins with; it is no use here.
const VAULT: &str = "$ANSIBLE_VAULT";

/// An entry being read: every setting that is used is noted with its place.
pub(super) struct Entry<'a> {
    pub(super) name: &'a str,
    pub(super) place: ProfileSource,
    pub(super) settings: &'a Settings,
    /// The region that is meant.
    pub(super) region: Option<String>,
    pub(super) used: BTreeMap<String, ProfileSource>,
    pub(super) warnings: Vec<ConfigWarning>,
}

impl<'a> Entry<'a> {
    /// A setting of the sign-in: in `auth`, or as some files and every variable have it, beside it. The first name is
    /// today's.
    pub(super) fn auth(&mut self, names: &[&str]) -> Option<String> {
        let settings = self.settings;
        let within = names.iter().filter_map(|name| settings.within(name));
        let beside = names.iter().filter_map(|name| settings.beside(name));
        let found = within.chain(beside).find(|setting| is_said(setting));
        self.noted(&format!("auth.{}", names.first()?), found?)
    }

    /// The same for the settings of which the stock client prefers the one beside `auth`, because there the command line
    /// puts its own.
    pub(super) fn scoping(&mut self, names: &[&str]) -> Option<String> {
        let settings = self.settings;
        let found = names
            .iter()
            .flat_map(|name| [settings.beside(name), settings.within(name)])
            .flatten()
            .find(|setting| is_said(setting));
        self.noted(&format!("auth.{}", names.first()?), found?)
    }

    /// A setting that stands beside `auth`.
    pub(super) fn beside(&mut self, names: &[&str]) -> Option<String> {
        let settings = self.settings;
        let found = names
            .iter()
            .filter_map(|name| settings.beside(name))
            .find(|setting| is_said(setting));
        self.noted(names.first()?, found?)
    }

    /// A secret, exactly as it is written.
    pub(super) fn secret(&mut self, names: &[&str]) -> Option<Secret> {
        let settings = self.settings;
        let within = names.iter().filter_map(|name| settings.within(name));
        let beside = names.iter().filter_map(|name| settings.beside(name));
        let found = within
            .chain(beside)
            .find(|setting| setting.scalar().is_some_and(|scalar| !scalar.text.is_empty()))?;
        self.noted(&format!("auth.{}", names.first()?), found)?;
        found.scalar().map(|scalar| Secret::new(scalar.text.as_str()))
    }

    /// The id, where there is one, else the name.
    pub(super) fn id_or_name(&mut self, ids: &[&str], names: &[&str]) -> Option<NameOrId> {
        match self.auth(ids) {
            Some(id) => Some(NameOrId::Id(id)),
            None => self.auth(names).map(NameOrId::Name),
        }
    }

    /// Notes that a setting is used, and what is odd about how it is written; `None` where it cannot be used.
    fn noted(&mut self, name: &str, setting: &'a Setting) -> Option<String> {
        let scalar = setting.scalar()?;
        if scalar.style == Style::Foreign || scalar.text.starts_with(VAULT) {
            self.warn(name, setting.place.clone(), ConfigWarningKind::Encrypted);
            return None;
        }
        if scalar.style == Style::Plain && spelling::differs(&scalar.text) {
            self.warn(name, setting.place.clone(), ConfigWarningKind::Unquoted);
        }
        self.used.insert(name.to_owned(), setting.place.clone());
        Some(clean(scalar.text.trim()))
    }

    /// Notes that a setting of the sign-in has its value from a more general one.
    pub(super) fn came_from(&mut self, name: &str, general: &str) {
        if let Some(place) = self.used.get(&format!("auth.{general}")).cloned() {
            self.used.insert(format!("auth.{name}"), place);
        }
    }

    /// Says something about a setting, once.
    pub(super) fn warn(&mut self, setting: &str, place: ProfileSource, kind: ConfigWarningKind) {
        let warning = ConfigWarning {
            setting: setting.to_owned(),
            place: Some(place),
            kind,
        };
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// What is wrong with a setting, with its place or else the entry's.
    pub(super) fn broken(&self, setting: &'static str, words: &str) -> Problem {
        let encrypted = self
            .warnings
            .iter()
            .find(|warning| warning.setting == setting && warning.kind == ConfigWarningKind::Encrypted);
        let (words, place) = match encrypted {
            Some(warning) => (
                "is encrypted or marked for another program",
                warning.place.as_ref(),
            ),
            None => (words, self.used.get(setting)),
        };
        Problem::new(ProblemKind::CloudEntryBroken {
            cloud: self.name.to_owned(),
            setting,
            detail: format!("{words} ({})", place.unwrap_or(&self.place)),
        })
    }

    /// The rest of the profile: where the cloud is and how it is spoken to.
    pub(super) fn reach(&mut self, profile: &mut CloudProfile) -> Result<(), Problem> {
        profile.auth_url = self.auth_url()?;
        profile.interface = self.interface()?;
        profile.tls = self.tls()?;
        profile.client_certificate = self.beside(&["cert"]).map(|certificate| ClientCertificate {
            certificate: PathBuf::from(certificate),
            key: None,
        });
        if let Some(certificate) = &mut profile.client_certificate {
            certificate.key = self.beside(&["key"]).map(PathBuf::from);
        }
        profile.cluster_proxy = self.beside(&["cluster_proxy"]);
        profile.endpoint_overrides = self.endpoint_overrides()?;
        self.warn_of_unused();
        Ok(())
    }

    fn auth_url(&mut self) -> Result<String, Problem> {
        let Some(url) = self.auth(&["auth_url"]) else {
            let vendor = self.warnings.iter().any(|warning| warning.setting == "profile");
            return Err(if vendor {
                self.broken("profile", "gives no address; name it as auth.auth_url")
            } else {
                self.broken("auth.auth_url", "is missing")
            });
        };
        let url = self.filled("auth.auth_url", &url)?;
        if endpoints::identity(&url).is_none() {
            return Err(self.broken("auth.auth_url", &format!("is no address: {url}")));
        }
        Ok(url)
    }

    /// Puts other settings in, where an address names them as in `https://{region_name}.example.org`.
    fn filled(&self, setting: &'static str, text: &str) -> Result<String, Problem> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, behind)) = after.split_once('}') else {
                return Err(self.broken(setting, "has a brace that nothing closes"));
            };
            let value = match (name, &self.region) {
                ("region_name", Some(region)) => Some(region.as_str()),
                _ => self
                    .settings
                    .beside(name)
                    .and_then(Setting::scalar)
                    .map(|scalar| scalar.text.as_str()),
            };
            let Some(value) = value else {
                return Err(self.broken(setting, &format!("names {{{name}}}, which is not set")));
            };
            filled.push_str(&clean(value));
            rest = behind;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// `endpoint_type` is the older name, and wins where both stand there, as in the stock client.
    fn interface(&mut self) -> Result<Interface, Problem> {
        let mut found = None;
        for name in ["endpoint_type", "interface"] {
            if let Some(setting) = self.settings.beside(name) {
                let text = match &setting.node {
                    Node::Text(scalar) => Some(&scalar.text),
                    Node::List(items) => items.iter().find_map(|item| match item {
                        Node::Text(scalar) => Some(&scalar.text),
                        Node::Nothing | Node::List(_) | Node::Map(_) => None,
                    }),
                    Node::Nothing | Node::Map(_) => None,
                };
                if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
                    self.used.insert("interface".to_owned(), setting.place.clone());
                    found = Some(clean(text.trim()));
                    break;
                }
            }
        }
        let Some(text) = found else {
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

    fn tls(&mut self) -> Result<TlsPolicy, Problem> {
        let insecure = self.truth("insecure")?;
        let verify = self.truth("verify")?;
        let cacert = self.beside(&["cacert"]).map(PathBuf::from);
        Ok(match (insecure, verify) {
            (Some(Truth::Is(true)), _) | (_, Some(Truth::Is(false))) => TlsPolicy::Unchecked,
            // Where one file is named by both, cacert is the one, as in the stock client.
            (_, Some(Truth::File(file))) => TlsPolicy::Authority(cacert.unwrap_or(file)),
            (_, Some(Truth::Is(true)) | None) => cacert.map_or(TlsPolicy::System, TlsPolicy::Authority),
        })
    }

    /// A setting that is true or false. Words such as `yes` are one only without quotes, as in YAML; a number never is:
    /// other clients disagree about it, and this is about security.
    fn truth(&mut self, name: &'static str) -> Result<Option<Truth>, Problem> {
        let Some(setting) = self.settings.beside(name) else {
            return Ok(None);
        };
        self.used.insert(name.to_owned(), setting.place.clone());
        let Some(scalar) = setting.scalar() else {
            return Err(self.broken(name, "is neither true nor false"));
        };
        let text = scalar.text.trim();
        let plain = scalar.style == Style::Plain;
        match text.to_ascii_lowercase().as_str() {
            "" => Ok(None),
            "true" => Ok(Some(Truth::Is(true))),
            "false" => Ok(Some(Truth::Is(false))),
            "yes" | "on" if plain => Ok(Some(Truth::Is(true))),
            "no" | "off" if plain => Ok(Some(Truth::Is(false))),
            _ if name == "verify" && text.contains(['/', '\\']) => {
                Ok(Some(Truth::File(PathBuf::from(clean(text)))))
            }
            _ => Err(self.broken(name, &format!("is neither true nor false: {}", clean(text)))),
        }
    }

    fn endpoint_overrides(&mut self) -> Result<BTreeMap<Service, String>, Problem> {
        let mut overrides = BTreeMap::new();
        for service in Service::ALL {
            let names: Vec<String> = ["endpoint_override", "endpoint"]
                .iter()
                .flat_map(|what| stems(service).map(move |stem| format!("{stem}_{what}")))
                .collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let found = names.iter().find_map(|name| Some((*name, self.beside(&[name])?)));
            let Some((name, address)) = found else { continue };
            let place = self.used.get(name).cloned();
            let address = self.filled("…_endpoint_override", &address)?;
            if url::Url::parse(&address).is_err() {
                if let Some(place) = place {
                    self.used.insert("…_endpoint_override".to_owned(), place);
                }
                return Err(self.broken("…_endpoint_override", &format!("is no address: {address}")));
            }
            overrides.insert(service, address);
        }
        Ok(overrides)
    }

    /// What other clients heed and this one does not.
    fn warn_of_unused(&mut self) {
        let mut unused: Vec<(String, ProfileSource)> = Vec::new();
        for service in Service::ALL {
            for stem in stems(service) {
                for what in ["service_type", "interface", "endpoint_type", "region_name"] {
                    let name = format!("{stem}_{what}");
                    if let Some(setting) = self.settings.beside(&name) {
                        unused.push((name, setting.place.clone()));
                    }
                }
            }
        }
        for (name, place) in unused {
            self.warn(&name, place, ConfigWarningKind::NotUsed);
        }
    }
}

/// A truth, or a file in its place.
enum Truth {
    Is(bool),
    File(PathBuf),
}

fn is_said(setting: &Setting) -> bool {
    setting
        .scalar()
        .is_some_and(|scalar| !scalar.text.trim().is_empty())
}

/// What the settings of a service begin with.
fn stems(service: Service) -> impl Iterator<Item = String> {
    endpoints::kinds(service)
        .iter()
        .chain(old_kinds(service))
        .map(|kind| kind.replace('-', "_"))
}

/// Names of services that only settings still use.
fn old_kinds(service: Service) -> &'static [&'static str] {
    match service {
        Service::BlockStorage => &["volumev2", "volume"],
        Service::Identity
        | Service::ContainerInfra
        | Service::Orchestration
        | Service::Compute
        | Service::Network
        | Service::LoadBalancer
        | Service::Image => &[],
    }
}
