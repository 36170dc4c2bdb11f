//! What is visible and where it stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use magnum_desktop::domain::id::{FloatingIpId, PortId, ServerId};
use magnum_desktop::domain::inventory::Inventory;
use magnum_desktop::domain::node_group::Role;
use magnum_desktop::domain::status::Severity;
use magnum_desktop::domain::topology::arrange::{
    Area, ArrangeRequest, Arrangement, Folding, FoldingRule, arrange,
};
use magnum_desktop::domain::topology::model::Topology;
use magnum_desktop::domain::topology::resource::{ResourceKey, ResourceKind};
use magnum_desktop::domain::topology::{Input, build};

use super::recorded::{self, FIRST};

/// The recorded cluster with so many workers, each with its port and floating IP.
pub(crate) fn large(workers: usize) -> Arc<Topology> {
    Arc::new(topology_of(&enlarged(workers)))
}

fn enlarged(workers: usize) -> Inventory {
    let mut inventory = recorded::inventory();
    let server = inventory
        .servers
        .iter()
        .find(|it| it.name == "first-3rkoqwzcbpuj-node-1")
        .unwrap()
        .clone();
    let port = inventory
        .ports
        .iter()
        .find(|it| it.device_id == server.id.as_str())
        .unwrap()
        .clone();
    let ip = inventory
        .floating_ips
        .iter()
        .find(|it| it.port.as_ref() == Some(&port.id))
        .unwrap()
        .clone();
    for number in 2..workers {
        let mut server = server.clone();
        server.id = ServerId::new(format!("server-{number}"));
        server.name = format!("first-3rkoqwzcbpuj-node-{number}");
        if number == 7 {
            server.status = "ERROR".to_owned();
        }
        let mut port = port.clone();
        port.id = PortId::new(format!("port-{number}"));
        port.device_id = server.id.to_string();
        let mut ip = ip.clone();
        ip.id = FloatingIpId::new(format!("ip-{number}"));
        ip.port = Some(port.id.clone());
        inventory.servers.push(server);
        inventory.ports.push(port);
        inventory.floating_ips.push(ip);
    }
    inventory
}

fn topology_of(inventory: &Inventory) -> Topology {
    let groups = [
        recorded::node_group("default-master", Role::Master, FIRST),
        recorded::node_group("default-worker", Role::Worker, FIRST),
    ];
    build(Input {
        cluster: &recorded::cluster("first", FIRST, "CREATE_COMPLETE"),
        node_groups: &groups,
        resources: &[],
        stack_problem: None,
        inventory,
    })
}

fn arranged(
    topology: &Arc<Topology>,
    folding: &Folding,
    previous: Option<&Arc<Arrangement>>,
) -> Arc<Arrangement> {
    Arc::new(arrange(&ArrangeRequest {
        topology: Arc::clone(topology),
        folding: folding.clone(),
        previous: previous.map(Arc::clone),
    }))
}

fn places(arrangement: &Arrangement) -> BTreeMap<ResourceKey, Area> {
    arrangement
        .items
        .iter()
        .map(|item| (item.key.clone(), item.area))
        .collect()
}

fn assert_free_of_overlaps(arrangement: &Arrangement) {
    let items = &arrangement.items;
    for (at, one) in items.iter().enumerate() {
        for other in &items[at + 1..] {
            assert!(!one.area.overlaps(&other.area), "{} on {}", one.key, other.key);
        }
    }
    for frame in &arrangement.frames {
        for item in items.iter().filter(|item| frame.area.overlaps(&item.area)) {
            let inside = item.area.x >= frame.area.x
                && item.area.right() <= frame.area.right()
                && item.area.bottom() <= frame.area.bottom();
            assert!(inside, "{} sticks out of {}", item.key, frame.key);
        }
    }
}

fn workers() -> ResourceKey {
    ResourceKey::node_group("worker/default-worker")
}

#[test]
fn f57_a_small_cluster_opens_unfolded_from_outside_to_inside() {
    let topology = large(2);
    let arrangement = arranged(&topology, &Folding::default(), None);
    assert_eq!(arrangement.items.len(), topology.len());
    assert_free_of_overlaps(&arrangement);
    let x = |kind| {
        arrangement
            .items
            .iter()
            .find(|item| item.kind == kind)
            .unwrap()
            .area
            .x
    };
    let order = [
        ResourceKind::ExternalNetwork,
        ResourceKind::Router,
        ResourceKind::Network,
        ResourceKind::LoadBalancer,
        ResourceKind::Master,
        ResourceKind::Worker,
    ];
    assert!(order.windows(2).all(|pair| x(pair[0]) < x(pair[1])));
    let part = arrangement
        .items
        .iter()
        .find(|item| item.title == "127.24.4.19")
        .unwrap();
    assert_eq!(
        part.part_of.as_ref().map(ResourceKey::as_str),
        Some("server:79288355-d9de-4f24-b5b9-cd40f25b8840")
    );
    assert_eq!(arrangement, arranged(&topology, &Folding::default(), None));
}

#[test]
fn f58_a_thousand_nodes_open_folded_and_readable() {
    let topology = large(1000);
    assert!(topology.len() > 3000);
    let arrangement = arranged(&topology, &Folding::default(), None);
    assert!(arrangement.items.len() < 40, "{}", arrangement.items.len());
    let group = arrangement
        .items
        .iter()
        .find(|item| item.key == workers())
        .unwrap();
    let fold = group.fold.as_ref().unwrap();
    assert_eq!(
        (fold.open, fold.members.len(), fold.worst),
        (false, 1000, Severity::Bad)
    );
    assert_eq!(group.severity, Severity::Bad);
    let folded = arrangement
        .links
        .iter()
        .find(|link| link.to == workers() && !link.quiet)
        .unwrap();
    assert_eq!(folded.count, 1000);
    let mut open = Folding::default();
    open.set(workers(), true);
    let unfolded = arranged(&topology, &open, Some(&arrangement));
    assert_eq!(unfolded.items.len(), arrangement.items.len() - 1 + 1000);
    assert!(
        unfolded.bounds.width < 12_000.0 && unfolded.bounds.height < 12_000.0,
        "{:?}",
        unfolded.bounds
    );
    assert_free_of_overlaps(&unfolded);
}

#[test]
fn unfolding_and_folding_again_changes_nothing() {
    let topology = large(30);
    let folded = arranged(&topology, &Folding::default(), None);
    let mut folding = Folding::default();
    folding.set(workers(), true);
    let open = arranged(&topology, &folding, Some(&folded));
    assert_free_of_overlaps(&open);
    // Whatever stands left of the group stays where it is.
    let before = places(&folded);
    let left_of = before[&workers()].x;
    for (key, area) in places(&open) {
        if before.get(&key).is_some_and(|was| was.x < left_of) {
            assert_eq!(before[&key], area, "{key}");
        }
    }
    folding.set(workers(), false);
    assert_eq!(places(&arranged(&topology, &folding, Some(&open))), before);
}

#[test]
fn what_stays_keeps_its_place_when_something_comes_or_goes() {
    let mut folding = Folding::default();
    folding.set_all(FoldingRule::Open);
    let small = arranged(&large(6), &folding, None);
    let more = arranged(&large(7), &folding, Some(&small));
    assert_free_of_overlaps(&more);
    let after = places(&more);
    for (key, area) in places(&small) {
        assert!(
            after[&key].x >= area.x && (after[&key].y - area.y).abs() < 0.01,
            "{key}"
        );
    }
    let mut inventory = enlarged(7);
    inventory
        .servers
        .retain(|server| server.name != "first-3rkoqwzcbpuj-node-0");
    let fewer = arranged(&Arc::new(topology_of(&inventory)), &folding, Some(&more));
    let after_loss = places(&fewer);
    for (key, area) in &after_loss {
        if key.as_str().starts_with("server:") {
            assert_eq!(&after[key], area, "{key}");
        }
    }
}

#[test]
fn everything_can_be_folded() {
    let mut folding = Folding::default();
    folding.set_all(FoldingRule::Closed);
    let arrangement = arranged(&large(2), &folding, None);
    assert!(arrangement.frames.is_empty());
    assert!(arrangement.items.iter().all(|item| item.part_of.is_none()));
    assert!(arrangement.links.iter().all(|link| link.from != link.to));
    assert_eq!(
        arrange(&ArrangeRequest {
            topology: Arc::default(),
            folding,
            previous: Some(arrangement),
        })
        .items
        .len(),
        0
    );
}

#[test]
fn lines_run_between_the_cards_that_show_what_is_related() {
    for rule in [FoldingRule::Open, FoldingRule::BySize, FoldingRule::Closed] {
        let topology = large(12);
        let mut folding = Folding::default();
        folding.set_all(rule);
        let arrangement = arranged(&topology, &folding, None);
        // A card shows itself and what is folded into it; what a folded member holds is shown by the same card.
        let mut shown: BTreeMap<&ResourceKey, &ResourceKey> = BTreeMap::new();
        for item in &arrangement.items {
            shown.insert(&item.key, &item.key);
            for member in item
                .fold
                .iter()
                .filter(|fold| !fold.open)
                .flat_map(|fold| fold.members.iter())
            {
                shown.insert(member, &item.key);
            }
        }
        let mut expected: BTreeMap<(&ResourceKey, &ResourceKey), u32> = BTreeMap::new();
        for (from, to, _) in topology.relations() {
            if let (Some(a), Some(b)) = (shown.get(&from.key), shown.get(&to.key))
                && a != b
            {
                *expected.entry((a, b)).or_default() += 1;
            }
        }
        let found: BTreeMap<_, _> = arrangement
            .links
            .iter()
            .filter(|link| shown.contains_key(&link.from) && shown.contains_key(&link.to))
            .map(|link| ((&link.from, &link.to), link.count))
            .collect();
        for (ends, count) in &expected {
            assert!(found.get(ends) >= Some(count), "{rule:?}: {ends:?} {count}");
        }
        // Only what hangs on folded members is not in the table above.
        if rule == FoldingRule::Open {
            assert_eq!(found, expected);
        }
        let hosts: BTreeMap<_, _> = arrangement
            .items
            .iter()
            .map(|item| (&item.key, item.part_of.as_ref().unwrap_or(&item.key)))
            .collect();
        for link in &arrangement.links {
            assert_eq!(link.inside, hosts[&link.from] == hosts[&link.to], "{link:?}");
        }
        for bundle in &arrangement.bundles {
            let members = arrangement
                .frames
                .iter()
                .find(|frame| frame.key == bundle.to)
                .unwrap();
            let into = arrangement.links.iter().filter(|link| {
                link.from == bundle.from && link.bundled && members.fold.members.contains(hosts[&link.to])
            });
            assert_eq!(into.map(|_| 1).sum::<u32>(), bundle.count, "{bundle:?}");
        }
    }
}

#[test]
fn f58_lines_that_pass_a_column_pass_no_card() {
    for workers in [2, 6, 30] {
        let topology = large(workers);
        let arrangement = arranged(&topology, &Folding::default(), None);
        let links = arrangement
            .links
            .iter()
            .map(|link| (&link.from, &link.to, &link.route));
        let bundles = arrangement.bundles.iter().map(|it| (&it.from, &it.to, &it.route));
        let mut routed = 0;
        for (from, to, route) in links.chain(bundles) {
            routed += usize::from(!route.is_empty());
            for pair in route.windows(2) {
                let line = Area {
                    x: pair[0].0.min(pair[1].0),
                    y: pair[0].1.min(pair[1].1),
                    width: (pair[0].0 - pair[1].0).abs(),
                    height: (pair[0].1 - pair[1].1).abs(),
                };
                for item in &arrangement.items {
                    let end = &item.key == from
                        || &item.key == to
                        || item.part_of.as_ref() == Some(from)
                        || item.part_of.as_ref() == Some(to)
                        || arrangement
                            .frames
                            .iter()
                            .any(|it| &it.key == to && it.fold.members.contains(&item.key));
                    assert!(
                        end || !line.overlaps(&item.area),
                        "{from} to {to} crosses {}",
                        item.title
                    );
                }
            }
        }
        assert!(routed >= 2, "{routed}");
    }
}

#[test]
fn the_network_reaches_each_group_by_one_line() {
    let topology = large(6);
    let arrangement = arranged(&topology, &Folding::default(), None);
    let subnet = topology
        .resources()
        .find(|it| it.kind == ResourceKind::Subnet)
        .unwrap();
    let bundle = arrangement
        .bundles
        .iter()
        .find(|it| it.from == subnet.key && it.to == workers());
    assert_eq!(bundle.map(|it| (it.count, it.quiet)), Some((6, false)));
}
