//! What a cloud has in stock for everybody: images, flavors, key pairs and volume types.

use super::era::Profile;
use super::fingerprint;
use super::id::{Id, Mint};

/// The stock.
#[derive(Debug)]
pub(super) struct Stock {
    pub(super) images: Vec<Image>,
    pub(super) flavors: Vec<Flavor>,
    pub(super) keypairs: Vec<Keypair>,
    pub(super) volume_types: Vec<(Id, &'static str)>,
}

/// A Glance image.
#[derive(Debug)]
pub(super) struct Image {
    pub(super) id: Id,
    pub(super) name: &'static str,
    /// `os_distro`, which Magnum needs.
    pub(super) distro: Option<&'static str>,
    pub(super) version: &'static str,
    pub(super) kube_version: Option<&'static str>,
    pub(super) size: u64,
}

/// A Nova flavor.
#[derive(Clone, Debug)]
pub(super) struct Flavor {
    pub(super) id: Id,
    pub(super) name: &'static str,
    pub(super) vcpus: u32,
    pub(super) ram_mib: u32,
    pub(super) disk_gib: u32,
}

/// Every flavor: processors, MiB of memory, GiB of disk.
const FLAVORS: [(&str, u32, u32, u32); 8] = [
    ("m1.small", 1, 2048, 20),
    ("m1.medium", 2, 4096, 40),
    ("m1.large", 4, 8192, 80),
    ("m1.xlarge", 8, 16384, 160),
    ("c1.large", 8, 8192, 80),
    ("r1.large", 4, 32768, 80),
    ("g1.gpu", 8, 65536, 200),
    ("v1.diskless", 2, 4096, 0),
];

/// A key pair of one user.
#[derive(Debug)]
pub(super) struct Keypair {
    pub(super) name: String,
    pub(super) public_key: String,
    pub(super) fingerprint: String,
    pub(super) user: String,
    pub(super) created: i64,
    pub(super) number: u64,
}

impl Stock {
    /// The usual assortment, with one key pair for the given user.
    pub(super) fn usual(mint: &mut Mint, user: &str, profile: Profile) -> Stock {
        let mut image = |name, distro, version, kube_version, size| Image {
            id: mint.id(),
            name,
            distro,
            version,
            kube_version,
            size,
        };
        let mut images = vec![
            image(
                "fedora-coreos-41",
                Some("fedora-coreos"),
                "41",
                None,
                1_690_828_800,
            ),
            image(
                "fedora-coreos-40",
                Some("fedora-coreos"),
                "40",
                None,
                1_675_362_304,
            ),
            image(
                "ubuntu-2404-kube-v1.31.4",
                Some("ubuntu"),
                "24.04",
                Some("v1.31.4"),
                2_847_014_912,
            ),
            image(
                "ubuntu-2404-kube-v1.30.8",
                Some("ubuntu"),
                "24.04",
                Some("v1.30.8"),
                2_811_363_328,
            ),
            image("ubuntu-24.04", Some("ubuntu"), "24.04", None, 610_271_232),
            image("debian-12", Some("debian"), "12", None, 442_302_464),
            image("cirros-0.6.2", None, "0.6.2", None, 21_430_272),
        ];
        if profile.magnum() < 18 {
            images.push(image(
                "fedora-atomic-newest",
                Some("fedora-atomic"),
                "29",
                None,
                629_145_600,
            ));
            images.push(image("ubuntu-mesos", Some("ubuntu"), "14.04", None, 838_860_800));
            images.push(image(
                "dcos-centos-7.2",
                Some("centos"),
                "7.2",
                None,
                1_468_006_400,
            ));
        }
        images.retain(|image| profile.cluster_api() || image.kube_version.is_none());
        images.retain(|image| profile != Profile::Newton || image.distro != Some("fedora-coreos"));
        let flavors = FLAVORS.map(|(name, vcpus, ram_mib, disk_gib)| Flavor {
            id: mint.id(),
            name,
            vcpus,
            ram_mib,
            disk_gib,
        });
        let mut stock = Stock {
            images,
            flavors: flavors.to_vec(),
            keypairs: Vec::new(),
            volume_types: Vec::new(),
        };
        stock.volume_types = vec![(mint.id(), "ssd"), (mint.id(), "hdd"), (mint.id(), "__DEFAULT__")];
        let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPHGLMXp4fdHvXFrSsmsGqYfzLxDrPcVsKtbR5gzCnUi platform-team";
        stock.import("platform-team", key, user, -86_400 * 40);
        stock
    }

    /// Adds a key pair.
    pub(super) fn import(&mut self, name: &str, public_key: &str, user: &str, created: i64) {
        let number = self.keypairs.len() as u64 + 1;
        let fingerprint = fingerprint::of(public_key).unwrap_or_default();
        let (name, public_key, user) = (name.to_owned(), public_key.to_owned(), user.to_owned());
        self.keypairs.push(Keypair {
            name,
            public_key,
            fingerprint,
            user,
            created,
            number,
        });
    }

    /// An id for a thing that is only counted.
    pub(super) fn id(&self, number: u64) -> Option<Id> {
        self.images.first().map(|image| image.id.child(number))
    }

    /// An image by name or id.
    pub(super) fn image(&self, wanted: &str) -> Option<&Image> {
        let id = Id::parse(wanted);
        self.images
            .iter()
            .find(|image| image.name == wanted || Some(image.id) == id)
    }

    /// A flavor by name or id.
    pub(super) fn flavor(&self, wanted: &str) -> Option<&Flavor> {
        let id = Id::parse(wanted);
        self.flavors
            .iter()
            .find(|flavor| flavor.name == wanted || Some(flavor.id) == id)
    }

    /// A user's key pair.
    pub(super) fn keypair(&self, name: &str, user: &str) -> Option<&Keypair> {
        self.keypairs
            .iter()
            .find(|keypair| keypair.name == name && keypair.user == user)
    }
}
