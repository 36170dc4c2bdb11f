//! Good plans over all drivers and eras: nothing stands in the way and nothing is warned of.

use std::collections::BTreeMap;

use magnum_desktop::domain::draft::{ApiReach, ClusterDraft, GroupDraft};
use magnum_desktop::domain::plan::finding::Weight;

use super::ground::{World, capi_helm, cluster_api, heat};
use crate::pages::hand;

#[expect(clippy::too_many_lines, reason = "a table")]
fn plans() -> Vec<(&'static str, World)> {
    let mut plans = vec![
        ("heat, one of each", heat()),
        ("capi-helm, one of each", capi_helm()),
        ("magnum-cluster-api, one of each", cluster_api()),
    ];
    let mut with = |name, mut world: World, change: fn(&mut World)| {
        change(&mut world);
        plans.push((name, world));
    };
    with(
        "heat, three masters, restricted, in a network that is there",
        heat(),
        |world| {
            world.draft.master_count = 3;
            world.draft.node_count = 20;
            world.draft.fixed_network = "id-lan".to_owned();
            world.draft.fixed_subnet = "id-lan-a".to_owned();
            world.draft.reach = ApiReach::Ranges;
            world.draft.allowed_ranges = "192.0.2.0/24, 198.51.100.0/25".to_owned();
            world.draft.registry = "registry.example.org/magnum/".to_owned();
        },
    );
    with(
        "Newton: flannel, floating IPs, atomic, no driver named",
        heat(),
        |world| {
            world.minor = 3;
            world.template.driver = None;
            world.template.cluster_distro = Some("fedora-atomic".to_owned());
            world.template.network_driver = Some("flannel".to_owned());
            world.template.floating_ip_enabled = Some(true);
            world.template.master_lb_enabled = Some(false);
            world.template.labels.clear();
            world.template.keypair = Some("ada".to_owned());
            world.draft.keypair.clear();
            world.catalog.images[0].os_distro = Some("fedora-atomic".to_owned());
        },
    );
    with("Pike: swarm", heat(), |world| {
        world.minor = 6;
        world.template.driver = None;
        world.template.coe = "swarm-mode".to_owned();
        world.template.network_driver = Some("docker".to_owned());
        world.template.labels = BTreeMap::from([("docker_volume_type".to_owned(), "ssd".to_owned())]);
        world.template.docker_volume_size_gib = Some(10);
        world.catalog.images[0].os_distro = Some("fedora-atomic".to_owned());
    });
    with("Wallaby: scaled to nothing, on boot volumes", heat(), |world| {
        world.minor = 10;
        world.draft.node_count = 0;
        world.template.master_flavor = Some("bare".to_owned());
        world.template.flavor = Some("bare".to_owned());
        world.label("boot_volume_size", "40");
        world.label("boot_volume_type", "ssd");
    });
    with(
        "capi-helm, autoscaled, three masters, only from inside",
        capi_helm(),
        |world| {
            world.draft.master_count = 3;
            world.draft.node_count = 3;
            world.draft.reach = ApiReach::Inside;
            world.label("auto_scaling_enabled", "true");
            world.label("min_node_count", "2");
            world.label("max_node_count", "6");
            world.label("octavia_provider", "ovn");
            world.label("octavia_lb_algorithm", "SOURCE_IP_PORT");
        },
    );
    with(
        "magnum-cluster-api, Cilium, further groups, hard anti-affinity on enough hosts",
        cluster_api(),
        |world| {
            world.draft.master_count = 3;
            world.draft.node_count = 2;
            world.template.network_driver = Some("cilium".to_owned());
            world.label("server_group_policies", "anti-affinity");
            world.label("availability_zone", "nova");
            world.draft.groups.push(GroupDraft {
                name: "gpu".to_owned(),
                node_count: 2,
                flavor: "m1.large".to_owned(),
            });
        },
    );
    with(
        "Magnum 23: an application credential makes no trust and needs none",
        capi_helm(),
        |world| {
            world.trusts = magnum_desktop::domain::plan::Trusts::Restricted;
        },
    );
    with(
        "an administrator, a hidden template, no quota anywhere",
        heat(),
        |world| {
            world.roles = vec!["admin".to_owned()];
            world.template.hidden = true;
            world
                .catalog
                .quotas
                .known
                .values_mut()
                .for_each(|quota| quota.limit = None);
        },
    );
    with("labels of one's own that no driver knows", heat(), |world| {
        world.label("team", "a=b,c;d \"Ω\"");
    });
    plans
}

#[test]
fn good_plans_raise_no_alarm() {
    let plans = plans();
    assert!(plans.len() >= 10);
    for (name, world) in plans {
        let found = world.check();
        let alarms: Vec<_> = found
            .iter()
            .filter(|finding| finding.weight <= Weight::Warns)
            .collect();
        assert!(alarms.is_empty(), "{name}: {alarms:#?}");
        assert!(world.draft.finish(world.ground()).is_ok(), "{name}");
    }
}

#[test]
fn a_cluster_like_another_says_only_what_differs_from_the_template() {
    let world = heat();
    let mut cluster = hand::cluster("web");
    cluster.template = world.template.id.clone();
    (cluster.master_count, cluster.node_count) = (3, 4);
    cluster.master_flavor = Some("m1.small".to_owned());
    cluster.flavor = Some("m1.large".to_owned());
    cluster.keypair = Some("ada".to_owned());
    cluster.master_lb_enabled = Some(true);
    cluster.floating_ip_enabled = Some(true);
    cluster.labels = BTreeMap::from([("Team".to_owned(), "a=b,c".to_owned())]);
    let draft = ClusterDraft::like(&cluster, Some(&world.template));
    assert_eq!((draft.name.as_str(), draft.keypair.as_str()), ("web-2", "ada"));
    assert_eq!((draft.master_count, draft.node_count), (3, 4));
    assert_eq!(
        (draft.master_flavor.as_str(), draft.flavor.as_str()),
        ("", "m1.large")
    );
    assert_eq!((draft.load_balancer, draft.floating_ip), (None, Some(true)));
    assert_eq!(draft.labels, [("Team".to_owned(), "a=b,c".to_owned())]);
    assert!(draft.dropped.contains("kube_tag"));
}
