//! The picture of a plan has what the bill counts.

use std::sync::Arc;

use magnum_desktop::domain::plan::{Plan, bill};
use magnum_desktop::domain::quota::QuotaKind;
use magnum_desktop::domain::topology::arrange::{ArrangeRequest, Folding, arrange};
use magnum_desktop::domain::topology::from_plan::from_plan;
use magnum_desktop::domain::topology::relation::Relation;
use magnum_desktop::domain::topology::resource::ResourceKind;

use super::ground::{World, capi_helm, cluster_api, heat};

fn check(name: &str, world: &World) {
    let plan = Plan::of(&world.draft, world.ground());
    let (topology, bill) = (from_plan(&plan), bill::bill(&plan));
    let count = |kinds: &[ResourceKind]| {
        let of = topology
            .resources()
            .filter(|resource| kinds.contains(&resource.kind));
        u64::try_from(of.count()).unwrap()
    };
    for (kinds, counted) in [
        (
            &[ResourceKind::Master, ResourceKind::Worker][..],
            QuotaKind::Servers,
        ),
        (&[ResourceKind::LoadBalancer][..], QuotaKind::LoadBalancers),
        (&[ResourceKind::FloatingIp][..], QuotaKind::FloatingIps),
        (&[ResourceKind::Volume][..], QuotaKind::Volumes),
        (&[ResourceKind::ServerGroup][..], QuotaKind::ServerGroups),
    ] {
        assert_eq!(count(kinds), bill.needed(counted), "{name}: {counted:?}");
    }
    let gateway = topology
        .relations()
        .any(|(_, _, relation)| relation == Relation::Gateway);
    assert!(gateway, "{name}: no way out");
}

#[test]
fn the_picture_has_what_the_bill_counts() {
    check("heat", &heat());
    check("capi-helm", &capi_helm());
    check("magnum-cluster-api", &cluster_api());
    let mut large = heat();
    large.draft.master_count = 3;
    large.draft.node_count = 40;
    large.draft.floating_ip = Some(true);
    large.draft.docker_volume_gib = Some(10);
    large.label("etcd_volume_size", "5");
    large.label("boot_volume_size", "40");
    check("everything on volumes, everything reachable", &large);
    let mut inside = heat();
    inside.draft.fixed_network = "id-lan".to_owned();
    check("in a network that is there", &inside);
}

#[test]
fn a_load_balancer_is_counted_with_all_that_it_consists_of() {
    let counts = |world: &World| {
        let plan = Plan::of(&world.draft, world.ground());
        let bill = bill::bill(&plan);
        [
            QuotaKind::LoadBalancers,
            QuotaKind::Listeners,
            QuotaKind::Pools,
            QuotaKind::HealthMonitors,
            QuotaKind::Members,
        ]
        .map(|kind| bill.needed(kind))
    };
    let with_three = |mut world: World| {
        world.draft.master_count = 3;
        world
    };
    // Heat's has one for the API and one for etcd, each with every master behind it.
    assert_eq!(counts(&with_three(heat())), [2, 2, 2, 2, 6]);
    assert_eq!(counts(&with_three(capi_helm())), [1, 1, 1, 1, 3]);
    let mut alone = heat();
    alone.draft.master_count = 1;
    alone.draft.load_balancer = Some(false);
    assert_eq!(counts(&alone), [0; 5]);
}

#[test]
fn sizes_beyond_all_reason_are_counted_and_not_stumbled_over() {
    let mut world = heat();
    world.draft.node_count = u32::MAX;
    world.label("boot_volume_size", &u64::MAX.to_string());
    let plan = Plan::of(&world.draft, world.ground());
    assert_eq!(bill::bill(&plan).needed(QuotaKind::VolumeGib), u64::MAX);
    assert!(world.check().iter().any(|finding| finding.blocks()));
}

#[test]
fn every_node_has_a_card_of_its_own_beside_what_leads_to_it() {
    for (name, world) in [
        ("heat", heat()),
        ("capi-helm", capi_helm()),
        ("magnum-cluster-api", cluster_api()),
    ] {
        let topology = Arc::new(from_plan(&Plan::of(&world.draft, world.ground())));
        let arranged = arrange(&ArrangeRequest {
            topology: Arc::clone(&topology),
            folding: Folding::default(),
            previous: None,
        });
        let place = |kind: ResourceKind| {
            let mut cards = arranged.items.iter().filter(|item| item.kind == kind);
            let card = cards.find(|item| item.part_of.is_none());
            card.unwrap_or_else(|| panic!("{name}: no card for a {kind:?}"))
                .area
                .x
        };
        let (network, master) = (place(ResourceKind::Network), place(ResourceKind::Master));
        assert!(network < place(ResourceKind::LoadBalancer), "{name}");
        assert!(place(ResourceKind::LoadBalancer) < master, "{name}");
        assert!(master < place(ResourceKind::Worker), "{name}");
        let led = arranged
            .links
            .iter()
            .any(|link| link.relation == Relation::SendsTo);
        assert!(led, "{name}: nothing leads to the masters");
    }
}

#[test]
fn the_same_plan_gives_the_same_picture_and_another_one_another() {
    let mut world = heat();
    let picture = |world: &World| from_plan(&Plan::of(&world.draft, world.ground()));
    let first = picture(&world);
    assert_eq!(first, picture(&world));
    world.draft.node_count = 2;
    assert_ne!(first, picture(&world));
}
