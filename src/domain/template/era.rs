//! What the server's era accepts in a template, told from the version of its API and from the templates that it has: there
//! is no call that lists engines or drivers.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::template::ClusterTemplate;
use crate::domain::template::field::TemplateField;

/// The server's era.
#[derive(Clone, Copy, Debug, Default)]
pub struct Era<'a> {
    /// Minor version of Magnum's API in use, once it is known.
    pub minor: Option<u32>,
    /// The templates that the cloud has: what one of them uses was accepted once.
    pub templates: &'a [Arc<ClusterTemplate>],
}

impl<'a> Era<'a> {
    /// The minor version out of `1.12`.
    pub fn minor_of(version: Option<&str>) -> Option<u32> {
        version?.strip_prefix("1.")?.parse().ok()
    }

    fn at_least(self, minor: u32) -> bool {
        self.minor.is_none_or(|known| known >= minor)
    }

    /// The engines that can be offered, the usual one first. Versions 1.10 and 1.11 each stand for several releases, of
    /// which the later accept less: what the later refuse is offered only where a template uses it, as far as that can be.
    pub fn engines(self) -> Vec<&'a str> {
        let sure: &[&str] = match self.minor {
            None => &["kubernetes"],
            Some(..=5) => &["kubernetes", "swarm", "mesos"],
            Some(6..=10) => &["kubernetes", "swarm-mode", "swarm", "mesos", "dcos"],
            Some(11..) => &["kubernetes"],
        };
        with_used(sure, self.used(|template| Some(&template.coe)))
    }

    /// The drivers that can be named: only those that templates have, because nothing lists them.
    pub fn drivers(self) -> Vec<&'a str> {
        with_used(&[], self.used(|template| template.driver.as_deref()))
    }

    /// The drivers of the network between containers.
    pub fn network_drivers(self, coe: &str) -> Vec<&'a str> {
        let known: &[&str] = match coe {
            "kubernetes" if self.minor.is_some_and(|minor| minor >= 11) => &["calico", "flannel", "cilium"],
            "kubernetes" if self.at_least(6) => &["calico", "flannel"],
            "kubernetes" => &["flannel"],
            "swarm" | "swarm-mode" => &["docker", "flannel"],
            _ => &["docker"],
        };
        let same = |template: &&Arc<ClusterTemplate>| template.coe == coe;
        let used = self.templates.iter().filter(same);
        with_used(
            known,
            used.filter_map(|template| template.network_driver.as_deref())
                .collect(),
        )
    }

    /// Who makes volumes for the containers of this engine.
    pub fn volume_driver(self, coe: &str) -> &'static str {
        if coe == "kubernetes" { "cinder" } else { "rexray" }
    }

    /// The distributions that this engine runs on, as far as drivers are known.
    pub fn distributions(self, coe: &str) -> &'static [&'static str] {
        match coe {
            "kubernetes" if self.minor.is_some_and(|minor| minor >= 11) => {
                &["fedora-coreos", "ubuntu", "flatcar", "debian", "rockylinux"]
            }
            "kubernetes" => &["fedora-coreos", "fedora-atomic", "coreos", "fedora", "ubuntu"],
            "swarm" | "swarm-mode" => &["fedora-atomic", "fedora"],
            "mesos" => &["ubuntu"],
            "dcos" => &["centos"],
            _ => &[],
        }
    }

    /// Whether the server knows the field at all: an unknown one makes it refuse the whole request.
    pub fn knows(self, field: TemplateField) -> bool {
        match field {
            TemplateField::Hidden => self.at_least(7),
            TemplateField::Tags => self.at_least(10),
            // Version 1.11 has releases with and without it.
            TemplateField::Driver => {
                self.minor.is_some_and(|minor| minor >= 12)
                    || self.templates.iter().any(|template| template.driver.is_some())
            }
            TemplateField::Name
            | TemplateField::Coe
            | TemplateField::ServerType
            | TemplateField::Public
            | TemplateField::Image
            | TemplateField::MasterFlavor
            | TemplateField::Flavor
            | TemplateField::KeyPair
            | TemplateField::DockerVolumeSize
            | TemplateField::DockerStorageDriver
            | TemplateField::VolumeDriver
            | TemplateField::ExternalNetwork
            | TemplateField::NetworkDriver
            | TemplateField::FixedNetwork
            | TemplateField::FixedSubnet
            | TemplateField::DnsNameserver
            | TemplateField::FloatingIp
            | TemplateField::MasterLb
            | TemplateField::ApiServerPort
            | TemplateField::TlsDisabled
            | TemplateField::Registry
            | TemplateField::InsecureRegistry
            | TemplateField::HttpProxy
            | TemplateField::HttpsProxy
            | TemplateField::NoProxy
            | TemplateField::Labels => true,
        }
    }

    /// Whether bare metal can be asked for: its drivers have gone with 2024.1.
    pub fn has_bare_metal(self) -> bool {
        self.minor.is_some_and(|minor| minor <= 11)
    }

    /// Whether a template must name a key pair.
    pub fn needs_keypair(self) -> bool {
        self.minor.is_some_and(|minor| minor <= 3)
    }

    /// Whether several name servers can be given.
    pub fn takes_many_name_servers(self) -> bool {
        self.at_least(8)
    }

    fn used(self, what: impl Fn(&'a ClusterTemplate) -> Option<&'a str>) -> BTreeSet<&'a str> {
        let each = |template: &'a Arc<ClusterTemplate>| what(template);
        self.templates
            .iter()
            .filter_map(each)
            .filter(|value| !value.is_empty())
            .collect()
    }
}

fn with_used<'a>(known: &[&'static str], used: BTreeSet<&'a str>) -> Vec<&'a str> {
    let mut all: Vec<&'a str> = known.to_vec();
    all.extend(used.into_iter().filter(|value| !known.contains(value)));
    all
}

#[cfg(test)]
mod tests {
    use super::Era;
    use crate::domain::template::field::TemplateField;

    fn era(minor: u32) -> Era<'static> {
        Era {
            minor: Some(minor),
            templates: &[],
        }
    }

    #[test]
    fn engines_are_those_of_the_era() {
        assert_eq!(era(3).engines(), ["kubernetes", "swarm", "mesos"]);
        assert_eq!(
            era(10).engines(),
            ["kubernetes", "swarm-mode", "swarm", "mesos", "dcos"]
        );
        assert_eq!(era(11).engines(), ["kubernetes"]);
        assert_eq!(era(14).engines(), ["kubernetes"]);
        assert_eq!(Era::minor_of(Some("1.12")), Some(12));
        assert_eq!(Era::minor_of(Some("2.1")), None);
    }

    #[test]
    fn fields_are_those_of_the_era() {
        let known = |minor: u32| {
            [TemplateField::Hidden, TemplateField::Tags, TemplateField::Driver]
                .map(|field| era(minor).knows(field))
        };
        assert_eq!(known(3), [false, false, false]);
        assert_eq!(known(7), [true, false, false]);
        assert_eq!(known(10), [true, true, false]);
        assert_eq!(known(11), [true, true, false]);
        assert_eq!(known(12), [true, true, true]);
        assert!(era(3).needs_keypair() && !era(4).needs_keypair());
        assert!(era(9).has_bare_metal() && !era(12).has_bare_metal());
        assert!(!era(7).takes_many_name_servers() && era(8).takes_many_name_servers());
        assert_eq!(era(3).network_drivers("swarm"), ["docker", "flannel"]);
        assert_eq!(
            era(12).network_drivers("kubernetes"),
            ["calico", "flannel", "cilium"]
        );
    }
}
