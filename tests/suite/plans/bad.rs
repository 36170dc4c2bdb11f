//! Bad plans: each spoils a good one in one place, and is caught at the field where it can be put right.

#![expect(
    clippy::no_effect,
    reason = "what spoils a plan is a statement here and a block there"
)]

use std::sync::Arc;

use magnum_desktop::domain::draft::{ApiReach, DraftField, GroupDraft};
use magnum_desktop::domain::plan::Trusts;
use magnum_desktop::domain::plan::finding::{Finding, Reason, Weight};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::quota::{Quota, QuotaKind};
use magnum_desktop::domain::service::Service;

use super::ground::{World, capi_helm, cluster_api, flavor, heat, network, subnet};
use crate::pages::hand;

struct Case {
    name: &'static str,
    world: fn() -> World,
    spoil: fn(&mut World),
    field: DraftField,
    weight: Weight,
    is: fn(&Reason) -> bool,
    /// Whether the fix that comes with it makes the finding go.
    mends: bool,
}

macro_rules! cases {
    ($($name:literal: $world:ident, |$at:ident| $spoil:expr => $field:ident $weight:ident $reason:pat, $mends:ident;)*) => {
        vec![$(Case {
            name: $name,
            world: $world,
            spoil: |$at: &mut World| { $spoil; },
            field: DraftField::$field,
            weight: Weight::$weight,
            is: |reason| matches!(reason, $reason),
            mends: stringify!($mends) == "mends",
        }),*]
    };
}

fn quota(world: &mut World, kind: QuotaKind, limit: u64) {
    world.catalog.quotas.known.insert(
        kind,
        Quota {
            limit: Some(limit),
            used: 0,
        },
    );
}

fn gap(service: Service) -> (Service, Problem) {
    (service, Problem::of(service, ProblemKind::Forbidden))
}

fn login_and_template() -> Vec<Case> {
    cases! {
        "a restricted application credential": heat, |at| at.trusts = Trusts::Restricted
            => SignIn Blocks Reason::LoginRestricted, stays;
        "an application credential on a newer Keystone": heat, |at| at.trusts = Trusts::Doubtful
            => SignIn Warns Reason::LoginDoubtful, stays;
        "a login by trust": heat, |at| at.trusts = Trusts::ByTrust => SignIn Blocks Reason::LoginByTrust, stays;
        "a login to a domain": capi_helm, |at| at.trusts = Trusts::NoProject => SignIn Blocks Reason::LoginNoProject, stays;
        "a reader": heat, |at| at.roles = vec!["reader".to_owned()] => SignIn Blocks Reason::LoginReader, stays;
        "no template": heat, |at| at.draft.template = None => Template Blocks Reason::Missing, stays;
        "a hidden template": heat, |at| at.template.hidden = true => Template Blocks Reason::TemplateHidden, stays;
        "swarm on a Magnum without": heat, |at| { at.template.coe = "swarm".to_owned(); at.template.driver = None }
            => Template Blocks Reason::EngineGone(_), stays;
        "the Heat driver on Magnum 23": heat, |at| at.minor = 14 => Template Blocks Reason::DriverGone, stays;
        "bare metal after 2024": heat, |at| at.template.server_type = Some("bm".to_owned())
            => Template Blocks Reason::NoBareMetal, stays;
        "TLS turned off": heat, |at| at.template.tls_disabled = Some(true) => Template Warns Reason::TlsDisabled, stays;
        "no external network": heat, |at| at.template.external_network = None
            => Template Blocks Reason::NoExternalNetwork, stays;
        "an external network that is gone": heat, |at| at.template.external_network = Some("old".to_owned())
            => Template Blocks Reason::ExternalUnknown(_), stays;
        "an external network that is none": heat, |at| at.template.external_network = Some("lan".to_owned())
            => Template Blocks Reason::NotExternal(_), stays;
        "two external networks of one name": heat, |at| at.catalog.networks.push(network("public", true))
            => Template Blocks Reason::Ambiguous(2), stays;
        "Cilium on Heat": heat, |at| at.template.network_driver = Some("cilium".to_owned())
            => Template Blocks Reason::NetworkDriver(_), stays;
        "devicemapper with too small a volume": heat, |at| {
            at.template.docker_storage_driver = Some("devicemapper".to_owned());
            at.template.docker_volume_size_gib = Some(2);
        } => DockerVolume Blocks Reason::VolumeTooSmall, mends;
    }
}

fn basics_and_size() -> Vec<Case> {
    cases! {
        "a nameless cluster": heat, |at| at.draft.name.clear() => Name Blocks Reason::Missing, stays;
        "a name that begins with a digit": heat, |at| at.draft.name = "9 lives".to_owned()
            => Name Blocks Reason::NameForm, mends;
        "a name of 243 letters": heat, |at| at.draft.name = "a".repeat(243) => Name Blocks Reason::NameTooLong, mends;
        "a name that breaks the route": heat, |at| at.draft.name = "web.json".to_owned()
            => Name Blocks Reason::NameEnding, mends;
        "a twin": heat, |at| at.clusters = vec![Arc::new(hand::cluster("web"))] => Name Warns Reason::NameTaken, mends;
        "a name that clusters not yet listed may have": heat, |at| at.all_clusters = false
            => Name Unchecked Reason::TwinsUnchecked, stays;
        "a limit that Cluster API ignores": capi_helm, |_at| () => Timeout Informs Reason::TimeoutIgnored, stays;
        "no masters": heat, |at| at.draft.master_count = 0 => MasterCount Blocks Reason::NoMasters, mends;
        "two masters": heat, |at| at.draft.master_count = 2 => MasterCount Blocks Reason::EvenMasters, mends;
        "three masters without a load balancer": heat, |at| {
            at.draft.master_count = 3;
            at.draft.load_balancer = Some(false);
        } => MasterCount Blocks Reason::NeedsLoadBalancer, mends;
        "no workers before Wallaby": heat, |at| { at.minor = 9; at.draft.node_count = 0 }
            => NodeCount Blocks Reason::NoWorkers, mends;
        "no flavor anywhere": heat, |at| at.template.flavor = None => Flavor Blocks Reason::Missing, mends;
        "a flavor that is gone": heat, |at| at.draft.flavor = "huge".to_owned() => Flavor Blocks Reason::Unknown, mends;
        "two flavors of one name": heat, |at| at.catalog.flavors.push(flavor("m1.small", 1, 1, 1))
            => Flavor Blocks Reason::Ambiguous(2), stays;
        "a flavor without a disk": heat, |at| at.draft.master_flavor = "bare".to_owned()
            => MasterFlavor Blocks Reason::NoDisk, mends;
        "a flavor below the driver's least": capi_helm, |at| at.draft.flavor = "m1.tiny".to_owned()
            => Flavor Blocks Reason::FlavorTooSmall { .. }, mends;
        "a disk smaller than the image": heat, |at| at.catalog.images[0].min_disk_gib = 40
            => Flavor Blocks Reason::DiskTooSmall(40), mends;
        "a boot volume smaller than the image": heat, |at| at.label("boot_volume_size", "5")
            => Flavor Blocks Reason::DiskTooSmall(10), mends;
        "memory smaller than the image wants": heat, |at| at.catalog.images[0].min_ram_mib = 8_000
            => MasterFlavor Blocks Reason::RamTooSmall(8_000), mends;
        "each master on a host of its own, and too few hosts": cluster_api, |at| {
            at.draft.master_count = 5;
            at.label("server_group_policies", "anti-affinity");
        } => MasterCount Blocks Reason::TooFewHosts(3), mends;
        "the same where hosts are not told": cluster_api, |at| {
            at.draft.master_count = 3;
            at.catalog.hosts = None;
            at.label("server_group_policies", "anti-affinity");
        } => MasterCount Unchecked Reason::HostsUnknown, mends;
        "a group named like one that is there": heat, |at| at.draft.groups.push(GroupDraft {
            name: "default-worker".to_owned(),
            ..GroupDraft::default()
        }) => Groups Blocks Reason::GroupNameTaken, stays;
        "groups before Train": heat, |at| {
            at.minor = 8;
            at.draft.groups.push(GroupDraft { name: "gpu".to_owned(), ..GroupDraft::default() });
        } => Groups Blocks Reason::NoNodeGroups, stays;
    }
}

/// What the server decides by itself, and does not tell.
fn of_the_server() -> Vec<Case> {
    cases! {
        "a template that leaves the Kubernetes release to the server": heat, |at| {
            at.template.labels.remove("kube_tag");
        } => Image Warns Reason::ReleaseLeftOpen, stays;
        "an operator who keeps Heat's nodes apart, and too few hosts": heat, |at| {
            at.draft.node_count = 5;
            at.catalog.node_policy = Some("anti-affinity".to_owned());
        } => NodeCount Blocks Reason::TooFewHosts(3), stays;
        "the same where hosts are not told": heat, |at| {
            at.draft.node_count = 5;
            at.catalog.hosts = None;
            at.catalog.node_policy = Some("anti-affinity".to_owned());
        } => NodeCount Unchecked Reason::HostsUnknown, stays;
        "nobody knows whether Heat's nodes are kept apart": heat, |at| {
            at.draft.node_count = 5;
            at.catalog.node_policy = None;
        } => NodeCount Unchecked Reason::PolicyUnknown, stays;
    }
}

fn networks() -> Vec<Case> {
    cases! {
        "a network that is gone": heat, |at| at.draft.fixed_network = "old".to_owned() => Network Blocks Reason::Unknown, stays;
        "two networks of one name": heat, |at| {
            at.catalog.networks.push(network("lan", false));
            at.draft.fixed_network = "lan".to_owned();
        } => Network Blocks Reason::Ambiguous(2), stays;
        "nodes in the external network": heat, |at| at.draft.fixed_network = "id-public".to_owned()
            => Network Warns Reason::NetworkIsExternal, stays;
        "a network without a subnet": heat, |at| {
            at.catalog.networks.push(network("empty", false));
            at.draft.fixed_network = "id-empty".to_owned();
        } => Subnet Blocks Reason::NoSubnet, stays;
        "a network with two subnets": heat, |at| {
            at.catalog.subnets.push(subnet("lan-b", "lan", "192.168.9.0/24"));
            at.draft.fixed_network = "id-lan".to_owned();
        } => Subnet Warns Reason::SeveralSubnets, mends;
        "name servers that the nodes may not reach": heat, |at| at.template.dns_nameserver = Some("192.0.2.53".to_owned())
            => Network Unchecked Reason::DnsUnchecked(_), stays;
        "a subnet that is gone": heat, |at| at.draft.fixed_subnet = "old".to_owned() => Subnet Blocks Reason::Unknown, stays;
        "a subnet of another network": heat, |at| {
            at.draft.fixed_network = "id-lan".to_owned();
            at.draft.fixed_subnet = "id-lonely-a".to_owned();
        } => Subnet Blocks Reason::SubnetElsewhere(_), mends;
        "a subnet without its network": heat, |at| at.draft.fixed_subnet = "id-lan-a".to_owned()
            => Subnet Warns Reason::SubnetAlone, mends;
        "no router to the outside": heat, |at| {
            at.template.floating_ip_enabled = Some(true);
            at.draft.fixed_network = "id-lonely".to_owned();
        } => Subnet Blocks Reason::NoRouter, stays;
        "a shared network whose router is somebody else's": heat, |at| {
            at.catalog.networks[2].shared = true;
            at.draft.fixed_network = "id-lonely".to_owned();
        } => Subnet Unchecked Reason::RouterUnchecked, stays;
        "a subnet that is too small": heat, |at| {
            at.catalog.subnets[0].cidr = "192.168.0.0/29".to_owned();
            at.draft.fixed_network = "id-lan".to_owned();
            at.draft.node_count = 5;
        } => Subnet Blocks Reason::SubnetFull { .. }, stays;
        "a subnet of its own that is too small": heat, |at| { at.label("fixed_subnet_cidr", "10.0.0.0/29"); at.draft.node_count = 9 }
            => Subnet Blocks Reason::SubnetFull { .. }, stays;
        "nodes in the range of the pods": heat, |at| {
            at.catalog.subnets[0].cidr = "10.100.4.0/24".to_owned();
            at.draft.fixed_network = "id-lan".to_owned();
        } => Subnet Blocks Reason::Overlap { .. }, stays;
        "nodes in the range of the services": cluster_api, |at| {
            at.catalog.subnets[0].cidr = "10.254.7.0/24".to_owned();
            at.draft.fixed_network = "id-lan".to_owned();
        } => Subnet Blocks Reason::Overlap { .. }, stays;
        "pods in the range of the services": heat, |at| at.label("calico_ipv4pool", "10.0.0.0/8")
            => Labels Blocks Reason::Overlap { .. }, stays;
        "a pod range for too few nodes": heat, |at| {
            at.template.network_driver = Some("flannel".to_owned());
            at.label("flannel_network_cidr", "10.100.0.0/22");
            at.draft.node_count = 9;
        } => Labels Blocks Reason::PodRangeSmall(4), stays;
        "the external network is used up": heat, |at| {
            at.template.floating_ip_enabled = Some(true);
            at.catalog.addresses_left.values_mut().for_each(|left| *left = 1);
        } => FloatingIps Blocks Reason::PoolEmpty { .. }, stays;
        "what it has left is not told": heat, |at| {
            at.template.floating_ip_enabled = Some(true);
            at.catalog.addresses_left.clear();
        } => FloatingIps Unchecked Reason::PoolUnchecked, stays;
        "more than half of the floating IPs": heat, |at| {
            at.template.floating_ip_enabled = Some(true);
            quota(at, QuotaKind::FloatingIps, 4);
        } => FloatingIps Informs Reason::HalfOfFloatingIps, stays;
        "a load balancer without Octavia": heat, |at| at.lacks_octavia = true => LoadBalancer Blocks Reason::NoOctavia, mends;
        "a driver that needs Octavia": capi_helm, |at| { at.draft.load_balancer = Some(false); at.lacks_octavia = true }
            => LoadBalancer Blocks Reason::DriverNeedsOctavia, stays;
        "no load balancer where one is always made": capi_helm, |at| at.draft.load_balancer = Some(false)
            => LoadBalancer Informs Reason::AlwaysBalanced, stays;
        "no load balancer where one is expected": cluster_api, |at| at.draft.load_balancer = Some(false)
            => LoadBalancer Warns Reason::ShouldBeBalanced, mends;
    }
}

fn reach() -> Vec<Case> {
    cases! {
        "ranges on a driver without a label": cluster_api, |at| {
            at.draft.reach = ApiReach::Ranges;
            at.draft.allowed_ranges = "192.0.2.0/24".to_owned();
        } => Reach Blocks Reason::RangesImpossible, mends;
        "ranges on an unknown driver": cluster_api, |at| {
            at.template.driver = Some("k8s_future".to_owned());
            at.draft.reach = ApiReach::Ranges;
            at.draft.allowed_ranges = "192.0.2.0/24".to_owned();
        } => Reach Blocks Reason::RangesDriverUnknown, mends;
        "ranges without a load balancer": heat, |at| {
            at.draft.load_balancer = Some(false);
            at.draft.reach = ApiReach::Ranges;
            at.draft.allowed_ranges = "192.0.2.0/24".to_owned();
        } => Reach Blocks Reason::RangesNeedBalancer, mends;
        "no ranges": heat, |at| at.draft.reach = ApiReach::Ranges => Reach Blocks Reason::Missing, stays;
        "ranges that are none": heat, |at| {
            at.draft.reach = ApiReach::Ranges;
            at.draft.allowed_ranges = "office".to_owned();
        } => Reach Blocks Reason::LabelNoRange(_), stays;
        "a range that is everything": capi_helm, |at| {
            at.draft.reach = ApiReach::Ranges;
            at.draft.allowed_ranges = "0.0.0.0/0".to_owned();
        } => Reach Warns Reason::RangesAreEverything, mends;
        "ranges, and a way round through the masters": heat, |at| {
            at.draft.reach = ApiReach::Ranges;
            at.draft.allowed_ranges = "192.0.2.0/24".to_owned();
            at.draft.floating_ip = Some(true);
        } => Reach Warns Reason::ReachThroughNodes, mends;
        "the dashboard's label on a Heat cluster": heat, |at| at.label("api_master_lb_allowed_cidrs", "192.0.2.0/24")
            => Labels Warns Reason::LabelElsewhere, mends;
    }
}

fn access() -> Vec<Case> {
    cases! {
        "no key pair on an old server": heat, |at| { at.minor = 6; at.draft.keypair.clear() }
            => KeyPair Blocks Reason::KeypairNeeded, mends;
        "nobody gets into the nodes": heat, |at| at.draft.keypair.clear() => KeyPair Informs Reason::NoKeypair, mends;
        "a key pair that is gone": heat, |at| at.draft.keypair = "old".to_owned() => KeyPair Blocks Reason::Unknown, mends;
        "the key pair of whoever made the template": heat, |at| {
            at.template.keypair = Some("bob".to_owned());
            at.draft.keypair.clear();
        } => KeyPair Blocks Reason::KeypairOfTemplate(_), mends;
        "an image that is gone": heat, |at| at.template.image = "old".to_owned() => Image Blocks Reason::ImageUnknown(_), stays;
        "two images of one name": heat, |at| { let twin = at.catalog.images[0].clone(); at.catalog.images.push(twin) }
            => Image Blocks Reason::ImageAmbiguous(_), stays;
        "an image that is deactivated": heat, |at| at.catalog.images[0].status = "deactivated".to_owned()
            => Image Blocks Reason::ImageNotActive(_), stays;
        "an image without a distribution": heat, |at| at.catalog.images[0].os_distro = None
            => Image Blocks Reason::ImageNoDistro, stays;
        "a distribution of another driver": capi_helm, |at| at.catalog.images[1].os_distro = Some("fedora-coreos".to_owned())
            => Image Blocks Reason::ImageOtherDistro(_), stays;
        "an image without a version": capi_helm, |at| at.catalog.images[1].kube_version = None
            => Image Blocks Reason::ImageNoVersion, stays;
        "an image of another version": cluster_api, |at| at.label("kube_tag", "v1.31.0")
            => Image Warns Reason::ImageOtherVersion { .. }, mends;
        "an image that does not say for which version it is": heat, |at| at.label("kube_tag", "v1.31.0")
            => Image Unchecked Reason::ImageVersionUnchecked(_), stays;
        "an image that asks for another driver": capi_helm, |at| at.catalog.images[1].magnum_driver = Some("other".to_owned())
            => Image Warns Reason::ImageOtherDriver(_), stays;
        "a registry that the driver has no label for": capi_helm, |at| at.draft.registry = "r/".to_owned()
            => Registry Blocks Reason::RegistryImpossible, mends;
        "a registry without its slash": heat, |at| at.draft.registry = "registry.example.org/magnum".to_owned()
            => Registry Blocks Reason::RegistryNoSlash, mends;
        "a registry with a scheme": heat, |at| at.draft.registry = "https://registry.example.org".to_owned()
            => Registry Blocks Reason::RegistryScheme, mends;
        "public registries, perhaps blocked, where others use a mirror": heat, |at| {
            let mut other = hand::cluster("other");
            other.labels.insert("container_infra_prefix".to_owned(), "mirror.example.org/k8s/".to_owned());
            at.clusters = vec![Arc::new(other)];
        } => Registry Unchecked Reason::RegistryUnchecked, mends;
        "public registries, perhaps blocked": heat, |_at| () => Registry Unchecked Reason::RegistryUnchecked, stays;
        "a discovery address that is none": heat, |at| at.draft.discovery_url = "etcd".to_owned()
            => Discovery Blocks Reason::DiscoveryForm, mends;
        "a discovery address that nobody reads": capi_helm, |at| at.draft.discovery_url = "https://d/1".to_owned()
            => Discovery Informs Reason::DiscoveryIgnored, mends;
        "the public discovery service": heat, |_at| () => Discovery Unchecked Reason::DiscoveryUnchecked, stays;
    }
}

fn labels() -> Vec<Case> {
    cases! {
        "a value without a name": heat, |at| at.draft.labels.push((String::new(), "x".to_owned()))
            => Labels Blocks Reason::LabelNameless, stays;
        "a label twice": heat, |at| at.draft.labels = vec![("a".to_owned(), "1".to_owned()), ("a".to_owned(), "2".to_owned())]
            => Labels Blocks Reason::LabelTwice, stays;
        "a slip in a label's name": cluster_api, |at| at.label("audit_log_maxage", "30")
            => Labels Warns Reason::LabelUnknown, mends;
        "an empty value": heat, |at| at.label("http_proxy_tag", "x") => Labels Informs Reason::LabelUnknown, stays;
        "an empty label": heat, |at| at.label("octavia_provider", "") => Labels Blocks Reason::LabelEmpty, mends;
        "a flag that is none": heat, |at| at.label("monitoring_enabled", "enabled") => Labels Blocks Reason::LabelNoFlag, stays;
        "a size with a unit": heat, |at| at.label("boot_volume_size", "50GB") => Labels Blocks Reason::LabelNoNumber, mends;
        "a range without its mask": heat, |at| at.label("calico_ipv4pool", "10.100.0.0")
            => Labels Blocks Reason::LabelNoRange(_), stays;
        "a range with bits behind its mask": heat, |at| at.label("calico_ipv4pool", "10.100.0.7/16")
            => Labels Blocks Reason::LabelCrookedRange(_), mends;
        "a choice in the wrong case": heat, |at| at.label("calico_ipv4pool_ipip", "always")
            => Labels Blocks Reason::LabelNoChoice(_), mends;
        "a password for everyone": heat, |at| at.label("grafana_admin_passwd", "hunter2") => Labels Warns Reason::LabelSecret, stays;
        "a volume type that is gone": heat, |at| at.label("boot_volume_type", "gold")
            => Labels Blocks Reason::LabelNoVolumeType, mends;
        "a zone that is gone": cluster_api, |at| at.label("availability_zone", "moon")
            => Labels Blocks Reason::LabelNoZone, mends;
        "OVN with another algorithm": capi_helm, |at| {
            at.label("octavia_provider", "ovn");
            at.label("octavia_lb_algorithm", "ROUND_ROBIN");
        } => Labels Blocks Reason::LabelOvnAlgorithm, mends;
        "an autoscaler upside down": capi_helm, |at| { at.label("min_node_count", "5"); at.label("max_node_count", "2") }
            => Labels Blocks Reason::LabelBounds, mends;
        "fewer workers than the autoscaler's least": capi_helm, |at| {
            at.label("auto_scaling_enabled", "true");
            at.label("min_node_count", "3");
        } => Labels Warns Reason::LabelCountOutside { .. }, mends;
        "an ingress that needs Octavia": heat, |at| {
            at.lacks_octavia = true;
            at.draft.load_balancer = Some(false);
            at.label("ingress_controller", "octavia");
        } => Labels Blocks Reason::LabelNeedsOctavia, mends;
        "a label that has gone": heat, |at| at.label("tiller_enabled", "true") => Labels Informs Reason::LabelGone(_), mends;
        "a label that has not come": heat, |at| { at.minor = 7; at.label("octavia_provider", "ovn") }
            => Labels Warns Reason::LabelTooNew(_), stays;
        "all labels of the template left out": heat, |at| { at.draft.dropped.insert("kube_tag".to_owned()); }
            => Labels Blocks Reason::LabelsAllDropped, mends;
    }
}

fn quotas() -> Vec<Case> {
    cases! {
        "nothing of the cloud has come yet": heat, |at| at.has_come = false => Quota Unchecked Reason::CatalogMissing, stays;
        "no cluster left": capi_helm, |at| quota(at, QuotaKind::Clusters, 0)
            => Quota Blocks Reason::QuotaShort { kind: QuotaKind::Clusters, .. }, stays;
        "too few servers": heat, |at| { quota(at, QuotaKind::Servers, 3); at.draft.node_count = 3 }
            => Quota Blocks Reason::QuotaShort { kind: QuotaKind::Servers, needed: 4, left: 3 }, mends;
        "too few processors": heat, |at| quota(at, QuotaKind::Cores, 3) => Quota Blocks Reason::QuotaShort { kind: QuotaKind::Cores, .. }, stays;
        "too little memory": heat, |at| quota(at, QuotaKind::RamMib, 4_096)
            => Quota Blocks Reason::QuotaShort { kind: QuotaKind::RamMib, .. }, stays;
        "too few volumes": heat, |at| { quota(at, QuotaKind::Volumes, 1); at.draft.docker_volume_gib = Some(10) }
            => Quota Blocks Reason::QuotaShort { kind: QuotaKind::Volumes, .. }, stays;
        "too few floating IPs": heat, |at| { quota(at, QuotaKind::FloatingIps, 2); at.draft.floating_ip = Some(true) }
            => Quota Blocks Reason::QuotaShort { kind: QuotaKind::FloatingIps, needed: 3, left: 2 }, mends;
        "one load balancer for two": heat, |at| quota(at, QuotaKind::LoadBalancers, 1)
            => Quota Blocks Reason::QuotaShort { kind: QuotaKind::LoadBalancers, needed: 2, left: 1 }, mends;
        "no router left": heat, |at| quota(at, QuotaKind::Routers, 0) => Quota Blocks Reason::QuotaShort { kind: QuotaKind::Routers, .. }, stays;
        "too few ports, as far as it is certain": capi_helm, |at| quota(at, QuotaKind::Ports, 1)
            => Quota Warns Reason::QuotaShort { kind: QuotaKind::Ports, .. }, stays;
        "a quota that was not told": heat, |at| at.catalog.quotas.gaps.extend([gap(Service::LoadBalancer)])
            => Quota Unchecked Reason::QuotaUnchecked(Service::LoadBalancer), stays;
        "volumes without Cinder": heat, |at| { at.lacks_cinder = true; at.draft.docker_volume_gib = Some(10) }
            => Quota Blocks Reason::NoCinder, stays;
        "flavors that were not told": heat, |at| at.catalog.gaps.extend([gap(Service::Compute)])
            => Flavor Unchecked Reason::NotAsked(Service::Compute), stays;
        "images that were not told": heat, |at| at.catalog.gaps.extend([gap(Service::Image)])
            => Image Unchecked Reason::NotAsked(Service::Image), stays;
        "networks that were not told": heat, |at| at.catalog.gaps.extend([gap(Service::Network)])
            => Template Unchecked Reason::NotAsked(Service::Network), stays;
    }
}

fn found<'a>(findings: &'a [Finding], case: &Case) -> Option<&'a Finding> {
    findings.iter().find(|finding| {
        finding.field == case.field && finding.weight == case.weight && (case.is)(&finding.reason)
    })
}

#[test]
fn every_bad_plan_is_caught_at_its_field() {
    let tables = [
        login_and_template(),
        basics_and_size(),
        of_the_server(),
        networks(),
        reach(),
        access(),
        labels(),
        quotas(),
    ];
    let cases: Vec<Case> = tables.into_iter().flatten().collect();
    assert!(cases.len() >= 100, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let mut world = (case.world)();
        (case.spoil)(&mut world);
        let findings = world.check();
        let Some(finding) = found(&findings, case) else {
            let told: Vec<_> = findings
                .iter()
                .map(|found| (found.field, found.weight, &found.reason))
                .collect();
            wrong.push(format!("{}: not found among {told:?}", case.name));
            continue;
        };
        if finding.blocks() && world.draft.finish(world.ground()).is_ok() {
            wrong.push(format!("{}: blocks, and could be sent", case.name));
        }
        if !case.mends {
            continue;
        }
        let Some(fix) = &finding.fix else {
            wrong.push(format!("{}: nothing puts it right", case.name));
            continue;
        };
        let fix = fix.clone();
        fix.apply(&mut world.draft);
        if found(&world.check(), case).is_some() {
            wrong.push(format!("{}: {fix:?} does not put it right", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
