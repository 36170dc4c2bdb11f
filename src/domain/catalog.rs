//! What a cluster can be made from: flavors, images, key pairs and networks of one scope.

use std::collections::BTreeMap;

use crate::domain::id::{FlavorId, ImageId, NetworkId};
use crate::domain::inventory::{Network, Port, Router, Subnet};
use crate::domain::label::value::Offer;
use crate::domain::problem::Problem;
use crate::domain::quota::Quotas;
use crate::domain::service::Service;

/// Everything the creation form offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// Nova flavors that the caller sees.
    pub flavors: Vec<Flavor>,
    /// Glance images that the caller sees.
    pub images: Vec<Image>,
    /// Nova key pairs of the caller.
    pub keypairs: Vec<KeyPair>,
    /// Neutron networks, external ones included.
    pub networks: Vec<Network>,
    /// Neutron subnets of those networks.
    pub subnets: Vec<Subnet>,
    /// The project's routers.
    pub routers: Vec<Router>,
    /// The project's ports: which addresses are taken, and which router stands in which subnet.
    pub ports: Vec<Port>,
    /// How many addresses external networks have left, as far as the login is told.
    pub addresses_left: BTreeMap<NetworkId, u64>,
    /// Names of Cinder's volume types, if it told.
    pub volume_types: Option<Vec<String>>,
    /// Names of Nova's availability zones, if it told.
    pub zones: Option<Vec<String>>,
    /// How many hosts take servers, which only administrators are told.
    pub hosts: Option<u32>,
    /// The policy of the server groups that Magnum's Heat drivers have made for earlier clusters of the project, which is
    /// the operator's choice and told nowhere else.
    pub node_policy: Option<String>,
    /// What the project may have and has.
    pub quotas: Quotas,
    /// Services that could not be asked.
    pub gaps: BTreeMap<Service, Problem>,
}

impl Catalog {
    /// The flavor of this name or id.
    pub fn flavor(&self, name_or_id: &str) -> Option<&Flavor> {
        self.flavors
            .iter()
            .find(|flavor| flavor.name == name_or_id || flavor.id.as_str() == name_or_id)
    }

    /// Why there is nothing in it, where no service could be asked.
    pub fn nothing_but_gaps(&self) -> Option<&Problem> {
        let asked = [Service::Compute, Service::Image, Service::Network];
        let empty = asked.iter().all(|service| self.gaps.contains_key(service));
        self.gaps.values().next().filter(|_| empty)
    }

    /// What there is of this to choose from, as far as the services have told.
    pub fn offered(&self, offer: Offer<'_>) -> Option<Vec<&str>> {
        let told = match offer {
            Offer::VolumeTypes => &self.volume_types,
            Offer::Zones => &self.zones,
            Offer::These(list) => return Some(list.to_vec()),
            Offer::Nothing => return None,
        };
        Some(told.as_ref()?.iter().map(String::as_str).collect())
    }

    /// The image of this name or id.
    pub fn image(&self, name_or_id: &str) -> Option<&Image> {
        self.images
            .iter()
            .find(|image| image.name == name_or_id || image.id.as_str() == name_or_id)
    }
}

/// A Nova flavor.
#[derive(Clone, Debug, PartialEq)]
pub struct Flavor {
    /// Nova's id.
    pub id: FlavorId,
    /// Its name.
    pub name: String,
    /// Virtual CPUs.
    pub vcpus: u32,
    /// Memory, MiB.
    pub ram_mib: u32,
    /// Root disk, GiB.
    pub disk_gib: u32,
}

/// A Glance image.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Glance's id.
    pub id: ImageId,
    /// Its name.
    pub name: String,
    /// `active` …
    pub status: String,
    /// `os_distro`, which Magnum needs.
    pub os_distro: Option<String>,
    /// `os_version`.
    pub os_version: Option<String>,
    /// `kube_version`, which Cluster API drivers read.
    pub kube_version: Option<String>,
    /// `magnum_driver`, which decides where several drivers would do.
    pub magnum_driver: Option<String>,
    /// Smallest root disk, GiB.
    pub min_disk_gib: u32,
    /// Smallest memory, MiB.
    pub min_ram_mib: u32,
}

/// A Nova key pair.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyPair {
    /// Its name, which is also its id.
    pub name: String,
    /// Its fingerprint.
    pub fingerprint: Option<String>,
    /// `ssh` or `x509`; old Novas do not tell.
    pub kind: Option<String>,
    /// The public half, as OpenSSH writes it.
    pub public_key: Option<String>,
}
