//! A cloud in which a cluster can be planned, to be spoilt in one place.

use std::collections::BTreeMap;
use std::sync::Arc;

use magnum_desktop::domain::catalog::{Catalog, Flavor, Image, KeyPair};
use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::draft::ClusterDraft;
use magnum_desktop::domain::id::{FlavorId, ImageId, NetworkId, PortId, RouterId, SubnetId, TemplateId};
use magnum_desktop::domain::inventory::{Network, Port, Router, Subnet};
use magnum_desktop::domain::plan::finding::Finding;
use magnum_desktop::domain::plan::{Ground, Login, Trusts};
use magnum_desktop::domain::quota::{Quota, QuotaKind, Quotas};
use magnum_desktop::domain::template::ClusterTemplate;

/// Everything that a plan is judged by, owned.
pub(crate) struct World {
    pub(crate) draft: ClusterDraft,
    pub(crate) template: ClusterTemplate,
    pub(crate) catalog: Catalog,
    /// Whether the catalogue has come.
    pub(crate) has_come: bool,
    pub(crate) clusters: Vec<Arc<Cluster>>,
    /// Whether those are all.
    pub(crate) all_clusters: bool,
    pub(crate) minor: u32,
    pub(crate) trusts: Trusts,
    pub(crate) roles: Vec<String>,
    pub(crate) lacks_octavia: bool,
    pub(crate) lacks_cinder: bool,
}

impl World {
    pub(crate) fn ground(&self) -> Ground<'_> {
        Ground {
            template: Some(&self.template),
            templates_known: true,
            catalog: self.has_come.then_some(&self.catalog),
            clusters: &self.clusters,
            clusters_known: self.all_clusters,
            minor: Some(self.minor),
            login: Login {
                trusts: self.trusts,
                roles: &self.roles,
            },
            lacks_octavia: self.lacks_octavia,
            lacks_cinder: self.lacks_cinder,
        }
    }

    pub(crate) fn check(&self) -> Vec<Finding> {
        self.draft.check(self.ground())
    }

    pub(crate) fn label(&mut self, name: &str, value: &str) {
        self.draft.set_label(name, value);
    }
}

pub(crate) fn flavor(name: &str, vcpus: u32, ram_mib: u32, disk_gib: u32) -> Flavor {
    Flavor {
        id: FlavorId::new(format!("id-{name}")),
        name: name.to_owned(),
        vcpus,
        ram_mib,
        disk_gib,
    }
}

pub(crate) fn image(name: &str, distro: &str, version: Option<&str>) -> Image {
    Image {
        id: ImageId::new(format!("id-{name}")),
        name: name.to_owned(),
        status: "active".to_owned(),
        os_distro: Some(distro.to_owned()),
        os_version: None,
        kube_version: version.map(str::to_owned),
        magnum_driver: None,
        min_disk_gib: 10,
        min_ram_mib: 1_024,
    }
}

pub(crate) fn network(name: &str, external: bool) -> Network {
    Network {
        id: NetworkId::new(format!("id-{name}")),
        name: name.to_owned(),
        status: "ACTIVE".to_owned(),
        external,
        shared: false,
        project: None,
        tags: Vec::new(),
    }
}

pub(crate) fn subnet(name: &str, network: &str, cidr: &str) -> Subnet {
    Subnet {
        id: SubnetId::new(format!("id-{name}")),
        name: name.to_owned(),
        network: NetworkId::new(format!("id-{network}")),
        cidr: cidr.to_owned(),
        gateway: None,
        dns: Vec::new(),
        tags: Vec::new(),
    }
}

fn router_port(subnet: &str, network: &str) -> Port {
    Port {
        id: PortId::new(format!("port-{subnet}")),
        name: String::new(),
        status: "ACTIVE".to_owned(),
        network: NetworkId::new(format!("id-{network}")),
        device_id: "router".to_owned(),
        device_owner: "network:router_interface".to_owned(),
        fixed_ips: vec![(SubnetId::new(format!("id-{subnet}")), "192.168.0.1".to_owned())],
        mac: String::new(),
        security_groups: Vec::new(),
        tags: Vec::new(),
    }
}

/// Room for everything.
pub(crate) fn quotas() -> Quotas {
    let kinds = [
        QuotaKind::Clusters,
        QuotaKind::Servers,
        QuotaKind::Cores,
        QuotaKind::RamMib,
        QuotaKind::Volumes,
        QuotaKind::VolumeGib,
        QuotaKind::Networks,
        QuotaKind::Subnets,
        QuotaKind::Routers,
        QuotaKind::Ports,
        QuotaKind::SecurityGroups,
        QuotaKind::FloatingIps,
        QuotaKind::ServerGroups,
        QuotaKind::LoadBalancers,
        QuotaKind::Listeners,
        QuotaKind::Pools,
        QuotaKind::Members,
        QuotaKind::HealthMonitors,
    ];
    let room = Quota {
        limit: Some(1_000_000),
        used: 10,
    };
    Quotas {
        known: kinds.into_iter().map(|kind| (kind, room)).collect(),
        gaps: BTreeMap::new(),
    }
}

fn catalog() -> Catalog {
    Catalog {
        flavors: vec![
            flavor("m1.tiny", 1, 512, 1),
            flavor("m1.small", 2, 4_096, 20),
            flavor("m1.large", 4, 8_192, 80),
            flavor("bare", 2, 4_096, 0),
        ],
        images: vec![
            image("fcos-38", "fedora-coreos", None),
            image("ubuntu-kube", "ubuntu", Some("v1.30.2")),
        ],
        keypairs: vec![KeyPair {
            name: "ada".to_owned(),
            fingerprint: None,
            kind: None,
            public_key: None,
        }],
        networks: vec![
            network("public", true),
            network("lan", false),
            network("lonely", false),
        ],
        subnets: vec![
            subnet("lan-a", "lan", "192.168.0.0/24"),
            subnet("lonely-a", "lonely", "172.16.0.0/24"),
        ],
        routers: vec![Router {
            id: RouterId::new("router"),
            name: "router".to_owned(),
            status: "ACTIVE".to_owned(),
            external_network: Some(NetworkId::new("id-public")),
            external_address: None,
            tags: Vec::new(),
        }],
        ports: vec![router_port("lan-a", "lan")],
        addresses_left: BTreeMap::from([(NetworkId::new("id-public"), 200)]),
        volume_types: Some(vec!["ssd".to_owned()]),
        zones: Some(vec!["nova".to_owned()]),
        hosts: Some(3),
        node_policy: Some("soft-anti-affinity".to_owned()),
        quotas: quotas(),
        gaps: BTreeMap::new(),
    }
}

fn template(driver: &str, image: &str) -> ClusterTemplate {
    ClusterTemplate {
        id: TemplateId::new("template"),
        name: "k8s".to_owned(),
        coe: "kubernetes".to_owned(),
        image: image.to_owned(),
        cluster_distro: None,
        driver: Some(driver.to_owned()),
        server_type: Some("vm".to_owned()),
        external_network: Some("public".to_owned()),
        flavor: Some("m1.small".to_owned()),
        master_flavor: Some("m1.small".to_owned()),
        keypair: None,
        dns_nameserver: None,
        fixed_network: None,
        fixed_subnet: None,
        network_driver: Some("calico".to_owned()),
        volume_driver: None,
        docker_storage_driver: None,
        docker_volume_size_gib: None,
        apiserver_port: None,
        master_lb_enabled: Some(true),
        floating_ip_enabled: Some(false),
        registry_enabled: None,
        insecure_registry: None,
        tls_disabled: None,
        http_proxy: None,
        https_proxy: None,
        no_proxy: None,
        labels: BTreeMap::from([("kube_tag".to_owned(), "v1.28.9-rancher1".to_owned())]),
        tags: None,
        public: false,
        hidden: false,
        project: None,
        user: None,
        created_at: None,
        updated_at: None,
    }
}

fn world(template: ClusterTemplate) -> World {
    World {
        draft: ClusterDraft {
            template: Some(TemplateId::new("template")),
            name: "web".to_owned(),
            keypair: "ada".to_owned(),
            ..ClusterDraft::new()
        },
        template,
        catalog: catalog(),
        has_come: true,
        clusters: Vec::new(),
        all_clusters: true,
        minor: 12,
        trusts: Trusts::Likely,
        roles: vec!["member".to_owned()],
        lacks_octavia: false,
        lacks_cinder: false,
    }
}

/// Magnum 22 with its Heat driver.
pub(crate) fn heat() -> World {
    world(template("k8s_fedora_coreos_v1", "fcos-38"))
}

/// Magnum 23 with magnum-capi-helm.
pub(crate) fn capi_helm() -> World {
    let mut template = template("k8s_capi_helm_v1", "ubuntu-kube");
    template.labels.clear();
    World {
        minor: 14,
        ..world(template)
    }
}

/// Magnum 21 with magnum-cluster-api.
pub(crate) fn cluster_api() -> World {
    let mut template = template("k8s_cluster_api_ubuntu", "ubuntu-kube");
    template.labels = BTreeMap::from([("kube_tag".to_owned(), "v1.30.2".to_owned())]);
    world(template)
}
