//! The fields of a template that somebody may set, and what Magnum's rules say of each.

use crate::domain::template::ClusterTemplate;

/// A field that can be set. The order is that of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemplateField {
    /// Its name.
    Name,
    /// Container orchestration engine.
    Coe,
    /// Driver, where the server takes one.
    Driver,
    /// Virtual machines or bare metal.
    ServerType,
    /// Tags, comma separated.
    Tags,
    /// Whether every project sees it.
    Public,
    /// Whether only administrators see it.
    Hidden,
    /// Glance image.
    Image,
    /// Flavor of the masters.
    MasterFlavor,
    /// Flavor of the workers.
    Flavor,
    /// Key pair.
    KeyPair,
    /// Container volume of each node, GiB.
    DockerVolumeSize,
    /// How containers are stored on it.
    DockerStorageDriver,
    /// Who makes volumes for containers.
    VolumeDriver,
    /// External network.
    ExternalNetwork,
    /// Network of the containers.
    NetworkDriver,
    /// Existing network for the nodes.
    FixedNetwork,
    /// Existing subnet for the nodes.
    FixedSubnet,
    /// Name servers, comma separated.
    DnsNameserver,
    /// Whether nodes get floating IPs.
    FloatingIp,
    /// Whether the API sits behind a load balancer.
    MasterLb,
    /// Port of the API.
    ApiServerPort,
    /// Whether the API goes without TLS.
    TlsDisabled,
    /// Whether an in-cluster registry is set up.
    Registry,
    /// Registry that may be spoken to without TLS.
    InsecureRegistry,
    /// Proxy for http.
    HttpProxy,
    /// Proxy for https.
    HttpsProxy,
    /// Hosts that need no proxy.
    NoProxy,
    /// Labels.
    Labels,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// Yes or no; the value that Magnum takes where none is given.
    Flag(bool),
    /// Names with values.
    Labels,
}

/// A part of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldGroup {
    /// What it is and who sees it.
    General,
    /// What the nodes are made from.
    Nodes,
    /// How they are connected.
    Network,
    /// How the API and registries are reached.
    Access,
    /// Everything that has no field of its own.
    Labels,
}

impl FieldGroup {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 5] = [
        Self::General,
        Self::Nodes,
        Self::Network,
        Self::Access,
        Self::Labels,
    ];
}

impl TemplateField {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 29] = [
        Self::Name,
        Self::Coe,
        Self::Driver,
        Self::ServerType,
        Self::Tags,
        Self::Public,
        Self::Hidden,
        Self::Image,
        Self::MasterFlavor,
        Self::Flavor,
        Self::KeyPair,
        Self::DockerVolumeSize,
        Self::DockerStorageDriver,
        Self::VolumeDriver,
        Self::ExternalNetwork,
        Self::NetworkDriver,
        Self::FixedNetwork,
        Self::FixedSubnet,
        Self::DnsNameserver,
        Self::FloatingIp,
        Self::MasterLb,
        Self::ApiServerPort,
        Self::TlsDisabled,
        Self::Registry,
        Self::InsecureRegistry,
        Self::HttpProxy,
        Self::HttpsProxy,
        Self::NoProxy,
        Self::Labels,
    ];

    /// The field that a server does not know, where its words say so: `Unknown attribute for argument cluster_template: tags`.
    pub fn unknown_to(words: &str) -> Option<Self> {
        let (_, after) = words.split_once("Unknown attribute for argument")?;
        let (_, name) = after.split_once(':')?;
        let name = name.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let name = name.into_iter().find(|part| !part.is_empty())?;
        Self::ALL.into_iter().find(|field| field.key() == name)
    }

    /// What Magnum calls it, which is also what it is called in files and at the terminal.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Coe => "coe",
            Self::Driver => "driver",
            Self::ServerType => "server_type",
            Self::Tags => "tags",
            Self::Public => "public",
            Self::Hidden => "hidden",
            Self::Image => "image_id",
            Self::MasterFlavor => "master_flavor_id",
            Self::Flavor => "flavor_id",
            Self::KeyPair => "keypair_id",
            Self::DockerVolumeSize => "docker_volume_size",
            Self::DockerStorageDriver => "docker_storage_driver",
            Self::VolumeDriver => "volume_driver",
            Self::ExternalNetwork => "external_network_id",
            Self::NetworkDriver => "network_driver",
            Self::FixedNetwork => "fixed_network",
            Self::FixedSubnet => "fixed_subnet",
            Self::DnsNameserver => "dns_nameserver",
            Self::FloatingIp => "floating_ip_enabled",
            Self::MasterLb => "master_lb_enabled",
            Self::ApiServerPort => "apiserver_port",
            Self::TlsDisabled => "tls_disabled",
            Self::Registry => "registry_enabled",
            Self::InsecureRegistry => "insecure_registry",
            Self::HttpProxy => "http_proxy",
            Self::HttpsProxy => "https_proxy",
            Self::NoProxy => "no_proxy",
            Self::Labels => "labels",
        }
    }

    /// The field that Magnum calls so.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }

    /// What it holds.
    pub fn kind(self) -> FieldKind {
        match self {
            Self::Public | Self::Hidden | Self::MasterLb | Self::TlsDisabled | Self::Registry => {
                FieldKind::Flag(false)
            }
            Self::FloatingIp => FieldKind::Flag(true),
            Self::DockerVolumeSize | Self::ApiServerPort => FieldKind::Number,
            Self::Labels => FieldKind::Labels,
            Self::Name
            | Self::Coe
            | Self::Driver
            | Self::ServerType
            | Self::Tags
            | Self::Image
            | Self::MasterFlavor
            | Self::Flavor
            | Self::KeyPair
            | Self::DockerStorageDriver
            | Self::VolumeDriver
            | Self::ExternalNetwork
            | Self::NetworkDriver
            | Self::FixedNetwork
            | Self::FixedSubnet
            | Self::DnsNameserver
            | Self::InsecureRegistry
            | Self::HttpProxy
            | Self::HttpsProxy
            | Self::NoProxy => FieldKind::Text,
        }
    }

    /// The part of the form in which it stands.
    pub fn group(self) -> FieldGroup {
        match self {
            Self::Name
            | Self::Coe
            | Self::Driver
            | Self::ServerType
            | Self::Tags
            | Self::Public
            | Self::Hidden => FieldGroup::General,
            Self::Image
            | Self::MasterFlavor
            | Self::Flavor
            | Self::KeyPair
            | Self::DockerVolumeSize
            | Self::DockerStorageDriver
            | Self::VolumeDriver => FieldGroup::Nodes,
            Self::ExternalNetwork
            | Self::NetworkDriver
            | Self::FixedNetwork
            | Self::FixedSubnet
            | Self::DnsNameserver
            | Self::FloatingIp
            | Self::MasterLb => FieldGroup::Network,
            Self::ApiServerPort
            | Self::TlsDisabled
            | Self::Registry
            | Self::InsecureRegistry
            | Self::HttpProxy
            | Self::HttpsProxy
            | Self::NoProxy => FieldGroup::Access,
            Self::Labels => FieldGroup::Labels,
        }
    }

    /// Whether Magnum changes it while a cluster uses the template.
    pub fn stays_open_in_use(self) -> bool {
        matches!(self, Self::Name | Self::Tags | Self::Hidden | Self::Public)
    }

    /// Whether it can be taken back once it is set; of the others Magnum refuses the removal.
    pub fn is_removable(self) -> bool {
        match self {
            Self::NetworkDriver
            | Self::ExternalNetwork
            | Self::TlsDisabled
            | Self::Public
            | Self::ServerType
            | Self::Coe
            | Self::Registry
            | Self::Hidden
            | Self::Image
            | Self::MasterFlavor
            | Self::Flavor
            | Self::Name => false,
            Self::Driver
            | Self::Tags
            | Self::KeyPair
            | Self::DockerVolumeSize
            | Self::DockerStorageDriver
            | Self::VolumeDriver
            | Self::FixedNetwork
            | Self::FixedSubnet
            | Self::DnsNameserver
            | Self::FloatingIp
            | Self::MasterLb
            | Self::ApiServerPort
            | Self::InsecureRegistry
            | Self::HttpProxy
            | Self::HttpsProxy
            | Self::NoProxy
            | Self::Labels => true,
        }
    }

    /// Whether only an administrator may set it.
    pub fn is_administrators(self) -> bool {
        matches!(self, Self::Public | Self::Hidden)
    }

    /// What a template says of it, as text; nothing where it says nothing. Labels come one by one, not through here.
    pub fn value(self, template: &ClusterTemplate) -> Option<String> {
        let flag = |value: bool| Some(value.to_string());
        match self {
            Self::Name => Some(template.name.clone()),
            Self::Coe => Some(template.coe.clone()),
            Self::Driver => template.driver.clone(),
            Self::ServerType => template.server_type.clone(),
            Self::Tags => template.tags.clone(),
            Self::Public => flag(template.public),
            Self::Hidden => flag(template.hidden),
            Self::Image => Some(template.image.clone()),
            Self::MasterFlavor => template.master_flavor.clone(),
            Self::Flavor => template.flavor.clone(),
            Self::KeyPair => template.keypair.clone(),
            Self::DockerVolumeSize => template.docker_volume_size_gib.map(|size| size.to_string()),
            Self::DockerStorageDriver => template.docker_storage_driver.clone(),
            Self::VolumeDriver => template.volume_driver.clone(),
            Self::ExternalNetwork => template.external_network.clone(),
            Self::NetworkDriver => template.network_driver.clone(),
            Self::FixedNetwork => template.fixed_network.clone(),
            Self::FixedSubnet => template.fixed_subnet.clone(),
            Self::DnsNameserver => template.dns_nameserver.clone(),
            Self::FloatingIp => template.floating_ip_enabled.and_then(flag),
            Self::MasterLb => template.master_lb_enabled.and_then(flag),
            Self::ApiServerPort => template.apiserver_port.map(|port| port.to_string()),
            Self::TlsDisabled => template.tls_disabled.and_then(flag),
            Self::Registry => template.registry_enabled.and_then(flag),
            Self::InsecureRegistry => template.insecure_registry.clone(),
            Self::HttpProxy => template.http_proxy.clone(),
            Self::HttpsProxy => template.https_proxy.clone(),
            Self::NoProxy => template.no_proxy.clone(),
            Self::Labels => None,
        }
        .filter(|value| !value.is_empty())
    }
}

/// One row of two templates side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Which field, and for labels which label.
    pub what: (TemplateField, Option<String>),
    /// What the one says.
    pub one: Option<String>,
    /// What the other says.
    pub other: Option<String>,
}

impl Compared {
    /// Whether they say different things. Names always differ and are no difference.
    pub fn differs(&self) -> bool {
        self.one != self.other && self.what.0 != TemplateField::Name
    }
}

/// Every field that one of the two sets, labels one by one.
pub fn compare(one: &ClusterTemplate, other: &ClusterTemplate) -> Vec<Compared> {
    let fields = TemplateField::ALL.into_iter().map(|field| Compared {
        what: (field, None),
        one: field.value(one),
        other: field.value(other),
    });
    let names: std::collections::BTreeSet<&String> = one.labels.keys().chain(other.labels.keys()).collect();
    let labels = names.into_iter().map(|name| Compared {
        what: (TemplateField::Labels, Some(name.clone())),
        one: one.labels.get(name).cloned(),
        other: other.labels.get(name).cloned(),
    });
    fields
        .chain(labels)
        .filter(|row| row.one.is_some() || row.other.is_some())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{FieldKind, TemplateField};

    #[test]
    fn every_field_has_a_key_of_its_own_and_is_found_by_it() {
        let keys: BTreeSet<_> = TemplateField::ALL.iter().map(|field| field.key()).collect();
        assert_eq!(keys.len(), TemplateField::ALL.len());
        for field in TemplateField::ALL {
            assert_eq!(TemplateField::of_key(field.key()), Some(field));
        }
        assert_eq!(TemplateField::of_key("links"), None);
        assert!(TemplateField::ALL.is_sorted());
        assert_eq!(TemplateField::FloatingIp.kind(), FieldKind::Flag(true));
    }

    #[test]
    fn a_field_that_an_old_server_does_not_know_is_found_in_its_words() {
        for (words, field) in [
            (
                "Unknown attribute for argument cluster_template: tags",
                Some(TemplateField::Tags),
            ),
            (
                "Client Error: Unknown attribute for argument baymodel: hidden.",
                Some(TemplateField::Hidden),
            ),
            ("Unknown attribute for argument cluster_template: colour", None),
            ("Invalid input for field/attribute tags", None),
        ] {
            assert_eq!(TemplateField::unknown_to(words), field, "{words}");
        }
    }
}
