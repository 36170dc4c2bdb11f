//! What the picture holds: everything that the cloud's lists hold, joined as they are joined.

use std::collections::BTreeSet;

use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::id::MemberId;
use magnum_desktop::domain::inventory::{Inventory, Member};
use magnum_desktop::domain::node_group::Role;
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::service::Service;
use magnum_desktop::domain::stack::StackResource;
use magnum_desktop::domain::status::{Severity, Status};
use magnum_desktop::domain::topology::fact::Fact;
use magnum_desktop::domain::topology::model::{Note, Source, Topology};
use magnum_desktop::domain::topology::relation::Relation;
use magnum_desktop::domain::topology::resource::{Contradiction, ResourceKey, ResourceKind};
use magnum_desktop::domain::topology::{Input, build};

use super::recorded::{self, BUILDING, FAILED, FIRST};

const FIRST_RESOURCES: &str = include_str!("../../fixtures/topology/first-resources.json");
const FAILED_RESOURCES: &str = include_str!("../../fixtures/topology/failed-resources.json");
const BUILDING_RESOURCES: &str = include_str!("../../fixtures/topology/building-resources.json");

fn heat(
    name: &str,
    stack: &str,
    status: &str,
    resources: &[StackResource],
    inventory: &Inventory,
) -> Topology {
    let mut cluster = recorded::cluster(name, stack, status);
    cluster.master_lb_enabled = Some(name != "will-fail");
    build(Input {
        cluster: &cluster,
        node_groups: &[],
        resources,
        stack_problem: None,
        inventory,
    })
}

fn first() -> Topology {
    let resources = recorded::resources(FIRST_RESOURCES);
    heat(
        "first",
        FIRST,
        "CREATE_COMPLETE",
        &resources,
        &recorded::inventory(),
    )
}

fn titles(topology: &Topology, kind: ResourceKind) -> Vec<&str> {
    topology
        .resources()
        .filter(|resource| resource.kind == kind)
        .map(|resource| resource.title.as_str())
        .collect()
}

fn joined(topology: &Topology, relation: Relation) -> BTreeSet<(String, String)> {
    topology
        .relations()
        .filter(|(_, _, known)| *known == relation)
        .map(|(from, to, _)| (from.title.clone(), to.title.clone()))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    expected
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}

#[test]
fn f57_a_real_three_node_cluster_is_whole() {
    let topology = first();
    assert_eq!(topology.source, Source::Heat);
    for (kind, expected) in [
        (ResourceKind::ExternalNetwork, vec!["public"]),
        (ResourceKind::Router, vec!["extrouter"]),
        (ResourceKind::Network, vec!["first"]),
        (ResourceKind::Subnet, vec!["10.0.0.0/24"]),
        (
            ResourceKind::FloatingIp,
            vec!["127.24.4.19", "127.24.4.54", "127.24.4.80", "127.24.4.87"],
        ),
        (ResourceKind::LoadBalancer, vec!["api", "etcd"]),
        (ResourceKind::Listener, vec!["TCP :2379", "TCP :6443"]),
        (ResourceKind::Pool, vec!["round robin", "round robin"]),
        (ResourceKind::Master, vec!["master-0"]),
        (ResourceKind::Worker, vec!["node-0", "node-1"]),
        (
            ResourceKind::Port,
            vec![
                "10.0.0.1",
                "10.0.0.22",
                "10.0.0.67",
                "10.0.0.93",
                "10.0.0.119",
                "10.0.0.129",
            ],
        ),
        (ResourceKind::SecurityGroup, vec!["kube_master", "kube_minion"]),
        (ResourceKind::ServerGroup, vec!["master_nodes", "worker_nodes"]),
        // The volumes of its template are no-ops.
        (ResourceKind::Volume, vec![]),
        (ResourceKind::Other, vec![]),
    ] {
        assert_eq!(titles(&topology, kind), expected, "{kind:?}");
    }
    assert_eq!(titles(&topology, ResourceKind::Member).len(), 2);
    assert!(topology.notes.is_empty() && topology.gaps.is_empty());
}

#[test]
fn f57_it_is_joined_as_the_cloud_joined_it() {
    let topology = first();
    for (relation, expected) in [
        (Relation::Gateway, pairs(&[("public", "extrouter")])),
        (Relation::Interface, pairs(&[("extrouter", "10.0.0.0/24")])),
        (
            Relation::LeadsTo,
            pairs(&[
                ("127.24.4.19", "10.0.0.119"),
                ("127.24.4.54", "10.0.0.67"),
                ("127.24.4.80", "10.0.0.22"),
                ("127.24.4.87", "10.0.0.129"),
            ]),
        ),
        (
            Relation::Plugs,
            pairs(&[
                ("extrouter", "10.0.0.1"),
                ("api", "10.0.0.67"),
                ("etcd", "10.0.0.93"),
                ("10.0.0.22", "master-0"),
                ("10.0.0.129", "node-0"),
                ("10.0.0.119", "node-1"),
            ]),
        ),
        (
            Relation::Listens,
            pairs(&[("api", "TCP :6443"), ("etcd", "TCP :2379")]),
        ),
        (
            Relation::Protects,
            pairs(&[
                ("kube_master", "10.0.0.22"),
                ("kube_minion", "10.0.0.119"),
                ("kube_minion", "10.0.0.129"),
            ]),
        ),
        (
            Relation::Groups,
            pairs(&[
                ("master_nodes", "master-0"),
                ("worker_nodes", "node-0"),
                ("worker_nodes", "node-1"),
            ]),
        ),
    ] {
        assert_eq!(joined(&topology, relation), expected, "{relation:?}");
    }
    // The pools' list names the members only by id; that they are the master's is known from where Heat made them.
    let serving = topology
        .relations()
        .filter(|(_, to, relation)| *relation == Relation::Serves && to.title == "master-0");
    assert_eq!(serving.count(), 2);
    let server = ResourceKey::real(ResourceKind::Worker, "79288355-d9de-4f24-b5b9-cd40f25b8840");
    let node = topology.get(&server).unwrap();
    assert_eq!((node.status.as_str(), node.severity), ("ACTIVE", Severity::Good));
    assert_eq!(node.node_group.as_deref(), Some("default-worker"));
    assert_eq!(node.address(), Some("127.24.4.19"));
    assert_eq!(node.fact(Fact::HeatName), Some("kube-minion"));
}

#[test]
fn f57_volumes_hang_on_the_servers_they_are_attached_to() {
    // The stack of this cluster was not recorded; its inventory was.
    let mut cluster = recorded::cluster(
        "volumes",
        "4ace3c04-b613-4015-8608-06940a69cf67",
        "CREATE_COMPLETE",
    );
    cluster.node_addresses = vec!["127.24.4.124".to_owned()];
    let topology = build(Input {
        cluster: &cluster,
        node_groups: &[],
        resources: &[],
        stack_problem: None,
        inventory: &recorded::inventory(),
    });
    assert_eq!(topology.source, Source::Inventory);
    assert_eq!(titles(&topology, ResourceKind::Volume).len(), 5);
    assert_eq!(
        joined(&topology, Relation::Attached),
        pairs(&[
            ("docker_volume", "master-0"),
            ("docker_volume", "node-0"),
            ("etcd_volume", "master-0"),
            ("kube_node_volume", "master-0"),
            ("kube_node_volume", "node-0"),
        ])
    );
    assert_eq!(titles(&topology, ResourceKind::Network), ["volumes"]);
    assert_eq!(titles(&topology, ResourceKind::Router), ["extrouter"]);
}

#[test]
fn f57_without_heat_the_same_things_are_found_under_the_same_keys() {
    let mut cluster = recorded::cluster("first", FIRST, "CREATE_COMPLETE");
    let problem = Problem::of(Service::Orchestration, ProblemKind::NotFound);
    let inventory = recorded::inventory();
    let found = |cluster: &Cluster| {
        build(Input {
            cluster,
            node_groups: &[],
            resources: &[],
            stack_problem: Some(&problem),
            inventory: &inventory,
        })
    };
    let keys = |topology: &Topology| -> BTreeSet<ResourceKey> {
        topology
            .resources()
            .map(|resource| resource.key.clone())
            .collect()
    };
    let by_name = found(&cluster);
    assert_eq!(keys(&by_name), keys(&first()));
    assert!(by_name.gaps.contains_key(&Service::Orchestration));
    cluster.name = "renamed".to_owned();
    assert!(found(&cluster).is_empty());
}

#[test]
fn f57_servers_of_namesakes_are_not_claimed() {
    let mut inventory = recorded::inventory();
    let mut other = inventory.servers[0].clone();
    other.id = magnum_desktop::domain::id::ServerId::new("other");
    other.name = "first-abcdefghijkl-node-0".to_owned();
    inventory.servers.push(other);
    let topology = build(Input {
        cluster: &recorded::cluster("first", FIRST, "CREATE_COMPLETE"),
        node_groups: &[],
        resources: &[],
        stack_problem: None,
        inventory: &inventory,
    });
    assert!(topology.is_empty());
    assert!(matches!(topology.notes.as_slice(), [Note::Ambiguous { stacks }] if stacks.len() == 2));
}

#[test]
fn f59_a_failed_script_marks_its_master_with_the_reason() {
    let resources = recorded::resources(FAILED_RESOURCES);
    let topology = heat(
        "will-fail",
        FAILED,
        "CREATE_FAILED",
        &resources,
        &recorded::inventory(),
    );
    let masters: Vec<_> = topology
        .resources()
        .filter(|it| it.kind == ResourceKind::Master)
        .collect();
    assert_eq!(masters.len(), 1);
    assert_eq!(
        (masters[0].status.as_str(), masters[0].severity),
        ("ACTIVE", Severity::Bad)
    );
    assert!(
        masters[0]
            .reason
            .as_ref()
            .unwrap()
            .contains("non-zero status code: 1")
    );
    assert!(topology.notes.is_empty(), "{:?}", topology.notes);
    // It was made without load balancers: what Heat calls them are no-ops.
    assert!(titles(&topology, ResourceKind::LoadBalancer).is_empty());
    assert_eq!(titles(&topology, ResourceKind::FloatingIp), ["127.24.4.177"]);
    assert_eq!(topology.worst(), Severity::Bad);
}

#[test]
fn f59_what_is_being_made_is_busy_and_keeps_its_identity() {
    let mut resources = recorded::resources(BUILDING_RESOURCES);
    let inventory = recorded::inventory();
    let before = heat("recorded", BUILDING, "CREATE_IN_PROGRESS", &resources, &inventory);
    let pools: Vec<_> = before
        .resources()
        .filter(|it| it.kind == ResourceKind::Pool)
        .collect();
    assert_eq!(pools.len(), 2);
    assert!(pools.iter().any(|pool| pool.severity == Severity::Busy));
    let listener = resources.iter_mut().find(|it| it.name == "listener").unwrap();
    let id = listener.physical_id.take();
    listener.status = Status::parse("CREATE_IN_PROGRESS");
    let placeholder = ResourceKey::heat(&listener.stack, &listener.name);
    let without = heat("recorded", BUILDING, "CREATE_IN_PROGRESS", &resources, &inventory);
    assert_eq!(without.get(&placeholder).unwrap().severity, Severity::Busy);
    let key = ResourceKey::real(ResourceKind::Listener, &id.unwrap());
    assert_eq!(before.get(&key).unwrap().former, Some(placeholder));
    let changes = magnum_desktop::domain::topology::diff::difference(&without, &before);
    assert!(
        changes.appeared.is_empty() && changes.went.is_empty(),
        "{changes:?}"
    );
    assert!(changes.changed.contains(&key));
}

#[test]
fn f59_what_heat_has_and_nova_has_not_is_a_contradiction() {
    let resources = recorded::resources(FIRST_RESOURCES);
    let mut inventory = recorded::inventory();
    inventory
        .servers
        .retain(|server| server.name != "first-3rkoqwzcbpuj-node-1");
    let topology = heat("first", FIRST, "CREATE_COMPLETE", &resources, &inventory);
    let gone: Vec<_> = topology
        .resources()
        .filter(|it| it.contradiction.is_some())
        .collect();
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert_eq!(gone[0].title, "node-1");
    assert_eq!(gone[0].contradiction, Some(Contradiction::Gone(Service::Compute)));
    assert_eq!(
        (gone[0].severity, gone[0].role.clone()),
        (Severity::Bad, Some(Role::Worker))
    );
    // Nova did not answer: absence means nothing.
    inventory.servers.clear();
    let problem = Problem::of(Service::Compute, ProblemKind::NotFound);
    inventory.gaps.insert(Service::Compute, problem);
    let topology = heat("first", FIRST, "CREATE_COMPLETE", &resources, &inventory);
    assert!(topology.resources().all(|it| it.contradiction.is_none()));
    assert_eq!(titles(&topology, ResourceKind::Worker), ["node-0", "node-1"]);
    assert!(joined(&topology, Relation::Plugs).contains(&("10.0.0.22".to_owned(), "master-0".to_owned())));
}

#[test]
fn f59_without_octavia_balancers_are_drawn_from_heat() {
    let resources = recorded::resources(FIRST_RESOURCES);
    let mut inventory = recorded::inventory();
    let keys = |topology: &Topology, kind| -> BTreeSet<ResourceKey> {
        topology
            .resources()
            .filter(|it| it.kind == kind)
            .map(|it| it.key.clone())
            .collect()
    };
    inventory.load_balancers.clear();
    inventory.listeners.clear();
    inventory.pools.clear();
    let problem = Problem::of(Service::LoadBalancer, ProblemKind::NotFound);
    inventory.gaps.insert(Service::LoadBalancer, problem);
    let topology = heat("first", FIRST, "CREATE_COMPLETE", &resources, &inventory);
    for kind in [
        ResourceKind::LoadBalancer,
        ResourceKind::Listener,
        ResourceKind::Pool,
        ResourceKind::Member,
    ] {
        assert_eq!(keys(&topology, kind), keys(&first(), kind), "{kind:?}");
    }
    assert_eq!(joined(&topology, Relation::HasMember).len(), 2);
}

#[test]
fn a_node_group_of_its_own_stack_is_part_of_the_picture() {
    let mut resources = recorded::resources(FIRST_RESOURCES);
    let extra = "00000000-0000-0000-0000-000000000001";
    // The second worker as if it stood in the stack of another group.
    for resource in &mut resources {
        if resource.name == "1" && resource.parent_resource.as_deref() == Some("kube_minions") {
            resource.stack = magnum_desktop::domain::id::StackId::new(extra);
        }
    }
    let groups = [
        recorded::node_group("default-master", Role::Master, FIRST),
        recorded::node_group("default-worker", Role::Worker, FIRST),
        recorded::node_group("fast", Role::Other("gpu".to_owned()), extra),
    ];
    let topology = build(Input {
        cluster: &recorded::cluster("first", FIRST, "CREATE_COMPLETE"),
        node_groups: &groups,
        resources: &resources,
        stack_problem: None,
        inventory: &recorded::inventory(),
    });
    let node = topology.resources().find(|it| it.title == "node-1").unwrap();
    assert_eq!(node.node_group.as_deref(), Some("fast"));
    assert_eq!(node.role, Some(Role::Other("gpu".to_owned())));
}

#[test]
fn f57_cluster_api_is_found_by_its_identity() {
    let mut inventory = recorded::inventory();
    // The recorded cluster as magnum-cluster-api would have named it.
    let rename = |name: &mut String| {
        *name = name
            .replace("first-3rkoqwzcbpuj-master-0", "kube-a1b2c-x7k2p-9zzzz")
            .replace("first-3rkoqwzcbpuj-node-", "kube-a1b2c-pool.a-q5m8t-000")
            .replace(
                "first-3rkoqwzcbpuj-network",
                "k8s-clusterapi-cluster-magnum-system-kube-a1b2c",
            )
            .replace("first-3rkoqwzcbpuj", "kube-a1b2c");
    };
    inventory.servers.iter_mut().for_each(|it| rename(&mut it.name));
    inventory.routers.iter_mut().for_each(|it| rename(&mut it.name));
    inventory.subnets.iter_mut().for_each(|it| rename(&mut it.name));
    inventory
        .load_balancers
        .iter_mut()
        .for_each(|it| rename(&mut it.name));
    for group in &mut inventory.server_groups {
        group.name = match group.name.as_str() {
            name if name.starts_with("first-3rkoqwzcbpuj-master") => "kube-a1b2c".to_owned(),
            name if name.starts_with("first-3rkoqwzcbpuj-worker") => "kube-a1b2c-pool.a".to_owned(),
            name => name.to_owned(),
        };
    }
    let member = Member {
        id: MemberId::new("m"),
        name: String::new(),
        address: "10.0.0.22".to_owned(),
        port: Some(6443),
        provisioning_status: "ACTIVE".to_owned(),
        operating_status: "ERROR".to_owned(),
    };
    inventory.pools[1].members = vec![member];
    let topology = build(Input {
        cluster: &recorded::cluster("anything", "kube-a1b2c", "CREATE_COMPLETE"),
        node_groups: &[
            recorded::node_group("default-master", Role::Master, "kube-a1b2c"),
            recorded::node_group("pool.a", Role::Worker, "kube-a1b2c"),
        ],
        resources: &[],
        stack_problem: None,
        inventory: &inventory,
    });
    assert_eq!(titles(&topology, ResourceKind::Master), ["x7k2p-9zzzz"]);
    assert_eq!(titles(&topology, ResourceKind::Worker).len(), 2);
    assert!(
        topology
            .resources()
            .filter(|it| it.kind == ResourceKind::Worker)
            .all(|it| it.node_group.as_deref() == Some("pool.a"))
    );
    assert_eq!(titles(&topology, ResourceKind::LoadBalancer), ["api", "etcd"]);
    assert_eq!(titles(&topology, ResourceKind::Network), ["first"]);
    assert_eq!(titles(&topology, ResourceKind::FloatingIp).len(), 4);
    assert!(
        joined(&topology, Relation::Serves)
            .contains(&("10.0.0.22:6443".to_owned(), "x7k2p-9zzzz".to_owned()))
    );
}

#[test]
fn the_order_of_the_lists_does_not_matter() {
    let mut resources = recorded::resources(FIRST_RESOURCES);
    let mut inventory = recorded::inventory();
    let one = heat("first", FIRST, "CREATE_COMPLETE", &resources, &inventory);
    resources.reverse();
    inventory.servers.reverse();
    inventory.ports.reverse();
    inventory.floating_ips.reverse();
    inventory.pools.reverse();
    let other = heat("first", FIRST, "CREATE_COMPLETE", &resources, &inventory);
    assert_eq!(one, other);
}
