//! One world behind all services: at every moment of a cluster's life what Heat calls created is there in Nova, Neutron,
//! Octavia and Cinder, and nothing else of that cluster is.

use std::collections::{BTreeMap, BTreeSet};

use magnum_desktop::simulation::StartingWorld;
use serde_json::{Value, json};

use super::{Bench, text};

const LISTS: [(&str, &str, &str); 9] = [
    ("OS::Nova::Server", "/compute/v2.1/servers/detail", "servers"),
    (
        "OS::Nova::ServerGroup",
        "/compute/v2.1/os-server-groups",
        "server_groups",
    ),
    ("OS::Neutron::Port", "/network/v2.0/ports", "ports"),
    (
        "OS::Neutron::SecurityGroup",
        "/network/v2.0/security-groups",
        "security_groups",
    ),
    (
        "Magnum::Optional::Neutron::Net",
        "/network/v2.0/networks",
        "networks",
    ),
    (
        "Magnum::Optional::Neutron::Subnet",
        "/network/v2.0/subnets",
        "subnets",
    ),
    (
        "Magnum::Optional::Neutron::Router",
        "/network/v2.0/routers",
        "routers",
    ),
    (
        "Magnum::Optional::Neutron::LBaaS::LoadBalancer",
        "/load-balancer/v2/lbaas/loadbalancers",
        "loadbalancers",
    ),
    (
        "Magnum::Optional::Neutron::LBaaS::Pool",
        "/load-balancer/v2/lbaas/pools",
        "pools",
    ),
];

async fn ids(bench: &Bench, path: &str, key: &str) -> BTreeSet<String> {
    bench
        .rows(path, key)
        .await
        .iter()
        .map(|row| text(row, "id"))
        .collect()
}

/// What Heat says exists, by type.
async fn by_heat(bench: &Bench, home: &str) -> BTreeMap<String, BTreeSet<String>> {
    let rows = bench
        .rows(&format!("{home}/resources?nested_depth=5"), "resources")
        .await;
    let mut by_type: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let (status, id) = (text(&row, "resource_status"), text(&row, "physical_resource_id"));
        assert_eq!(
            id.is_empty(),
            status == "INIT_COMPLETE" || text(&row, "resource_name") == "upgrade_kubernetes_deployment",
            "{row}"
        );
        if !id.is_empty() {
            by_type.entry(text(&row, "resource_type")).or_default().insert(id);
        }
    }
    by_type
}

async fn check(bench: &Bench, home: &str, before: &BTreeMap<&str, BTreeSet<String>>) {
    let heat = by_heat(bench, home).await;
    for (kind, path, key) in LISTS {
        let mut real = ids(bench, path, key).await;
        real.retain(|id| !before[kind].contains(id));
        let mut listed = heat.get(kind).cloned().unwrap_or_default();
        if kind == "OS::Neutron::Port" {
            // Ports of routers and load balancers are not resources of Heat.
            let owned = bench.rows("/network/v2.0/ports", "ports").await;
            let inner: BTreeSet<String> = owned
                .iter()
                .filter(|row| {
                    ["network:router_interface", "Octavia"].contains(&text(row, "device_owner").as_str())
                })
                .map(|row| text(row, "id"))
                .collect();
            real.retain(|id| !inner.contains(id));
            listed.retain(|id| !inner.contains(id));
        }
        assert_eq!(real, listed, "{kind} {}", bench.cloud.world().now());
    }
}

#[tokio::test]
async fn services_agree_while_a_cluster_comes_and_goes() {
    let bench = Bench::open(StartingWorld::Empty).await;
    let template = serde_json::json!({
        "name": "plain", "coe": "kubernetes", "image_id": "fedora-coreos-41", "external_network_id": "public",
        "flavor_id": "m1.small", "master_lb_enabled": true, "keypair_id": "platform-team",
    });
    let answer = bench
        .send("POST", "/container-infra/v1/clustertemplates", Some(template))
        .await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let mut before = BTreeMap::new();
    for (kind, path, key) in LISTS {
        before.insert(kind, ids(&bench, path, key).await);
    }
    let uuid = bench.create("coherent", "plain", 2).await;
    bench.cloud.advance(2);
    let home = bench.stack_of(&bench.cluster(&uuid).await).await;
    for _ in 0..50 {
        check(&bench, &home, &before).await;
        bench.cloud.advance(2);
    }
    assert_eq!(text(&bench.cluster(&uuid).await, "status"), "CREATE_COMPLETE");
    bench
        .send("DELETE", &format!("/container-infra/v1/clusters/{uuid}"), None)
        .await;
    loop {
        bench.cloud.advance(2);
        let answer = bench.send("GET", &home, None).await;
        if answer.status == 404 {
            break;
        }
        check(&bench, &home, &before).await;
    }
    for (kind, path, key) in LISTS {
        assert_eq!(
            ids(&bench, path, key).await,
            before[kind],
            "{kind} is left behind"
        );
    }
}

/// A load balancer's members are the addresses of the masters' ports, and floating addresses point to real ports.
#[tokio::test]
async fn addresses_lead_somewhere() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let ports = bench.rows("/network/v2.0/ports", "ports").await;
    let ports: BTreeMap<String, Value> = ports.into_iter().map(|port| (text(&port, "id"), port)).collect();
    let servers = ids(&bench, "/compute/v2.1/servers", "servers").await;
    for floating in bench.rows("/network/v2.0/floatingips", "floatingips").await {
        let port = ports
            .get(&text(&floating, "port_id"))
            .unwrap_or_else(|| panic!("{floating}"));
        assert_eq!(port["fixed_ips"][0]["ip_address"], floating["fixed_ip_address"]);
    }
    for port in ports
        .values()
        .filter(|port| text(port, "device_owner") == "compute:nova")
    {
        assert!(servers.contains(&text(port, "device_id")), "{port}");
    }
    for pool in bench.rows("/load-balancer/v2/lbaas/pools", "pools").await {
        let members = format!("/load-balancer/v2/lbaas/pools/{}/members", text(&pool, "id"));
        for member in bench.rows(&members, "members").await {
            let known = ports.values().any(|port| {
                port["fixed_ips"][0]["ip_address"] == member["address"]
                    && port["fixed_ips"][0]["subnet_id"] == member["subnet_id"]
            });
            assert!(known, "{member}");
        }
    }
}

/// A deletion in the middle of a creation, of a failed cluster and of one with several stacks leaves nothing behind.
#[tokio::test]
async fn deletions_leave_nothing_behind() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let fresh = bench.create("fresh", "k8s-v1.28-ha", 2).await;
    bench.cloud.advance(35);
    for cluster in [
        fresh.as_str(),
        "broken-database",
        "analytics",
        "production-web",
        "vexx-edge",
    ] {
        let home = bench
            .send("GET", &format!("/container-infra/v1/clusters/{cluster}"), None)
            .await
            .json();
        let stem = [text(&home, "name"), text(&home, "stack_id")];
        let answer = bench
            .send("DELETE", &format!("/container-infra/v1/clusters/{cluster}"), None)
            .await;
        assert_eq!(answer.status, 204);
        bench.cloud.advance(400);
        for (_, path, key) in LISTS {
            let left = bench.rows(path, key).await;
            let left = left.iter().map(|row| text(row, "name"));
            let left: Vec<String> = left
                .filter(|name| stem.iter().any(|stem| name.contains(stem)))
                .collect();
            assert!(left.is_empty(), "{cluster} leaves {left:?} in {path}");
        }
        let volumes = format!("/volume/v3/{}/volumes/detail", bench.project);
        for volume in bench.rows(&volumes, "volumes").await {
            assert!(!text(&volume, "name").contains(&stem[0]), "{volume}");
        }
        let stacks = bench
            .rows(
                &format!("/orchestration/v1/{}/stacks?show_nested=true", bench.project),
                "stacks",
            )
            .await;
        assert!(
            !stacks
                .iter()
                .any(|stack| text(stack, "stack_name").contains(&stem[0])),
            "{cluster}"
        );
    }
}

/// A cluster in a network that was there before makes none of its own, and leaves it alone when it goes.
#[tokio::test]
async fn a_cluster_in_an_existing_network_lives_in_it() {
    let bench = Bench::open(StartingWorld::Empty).await;
    let template = json!({
        "name": "in-private", "coe": "kubernetes", "image_id": "fedora-coreos-41", "external_network_id": "public",
        "flavor_id": "m1.small", "master_flavor_id": "m1.small", "fixed_network": "private",
        "fixed_subnet": "private-subnet", "master_lb_enabled": true,
    });
    let made = bench
        .send("POST", "/container-infra/v1/clustertemplates", Some(template))
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let networks = bench.rows("/network/v2.0/networks", "networks").await;
    let private = networks
        .iter()
        .find(|row| text(row, "name") == "private")
        .unwrap();
    bench.create("guest", "in-private", 2).await;
    bench.cloud.advance(900);
    assert_eq!(text(&bench.cluster("guest").await, "status"), "CREATE_COMPLETE");
    assert_eq!(bench.rows("/network/v2.0/networks", "networks").await, networks);
    let ports = bench
        .rows("/network/v2.0/ports?device_owner=compute:nova", "ports")
        .await;
    let mut addresses = std::collections::BTreeSet::new();
    for port in &ports {
        assert_eq!(text(port, "network_id"), text(private, "id"));
        let address = text(&port["fixed_ips"][0], "ip_address");
        assert!(
            address.starts_with("10.1.0.") && addresses.insert(address),
            "{port}"
        );
    }
    assert_eq!(ports.len(), 3);
    for server in bench.rows("/compute/v2.1/servers/detail", "servers").await {
        assert!(server["addresses"].get("private").is_some(), "{server}");
    }
    let path = format!("/network/v2.0/networks/{}", text(private, "id"));
    assert_eq!(
        bench.send("DELETE", &path, None).await.status,
        409,
        "it is in use"
    );
    bench
        .send("DELETE", "/container-infra/v1/clusters/guest", None)
        .await;
    bench.cloud.advance(900);
    assert_eq!(bench.rows("/network/v2.0/networks", "networks").await, networks);
    assert_eq!(
        bench
            .rows("/network/v2.0/ports?device_owner=compute:nova", "ports")
            .await
            .len(),
        0
    );
}

/// What is done to a cluster's things by their own services is seen by all of them.
#[tokio::test]
async fn what_one_service_takes_away_is_gone_for_all() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let shop = bench.cluster("shop-staging").await;
    let home = bench.stack_of(&shop).await;
    let rows = bench
        .rows(&format!("{home}/resources?nested_depth=5"), "resources")
        .await;
    let balancer = rows.iter().find(|row| {
        text(row, "resource_name") == "loadbalancer" && text(row, "physical_resource_id").len() == 36
    });
    let balancer = text(balancer.unwrap(), "physical_resource_id");
    let path = format!("/load-balancer/v2/lbaas/loadbalancers/{balancer}");
    let vip = text(&bench.get(&path).await["loadbalancer"], "vip_port_id");
    assert_eq!(
        bench.send("DELETE", &path, None).await.status,
        400,
        "it has children"
    );
    assert_eq!(
        bench
            .send("DELETE", &format!("{path}?cascade=true"), None)
            .await
            .status,
        204
    );
    assert_eq!(bench.send("GET", &path, None).await.status, 404);
    assert_eq!(
        bench
            .send("GET", &format!("/network/v2.0/ports/{vip}"), None)
            .await
            .status,
        404
    );
    let server = text(&bench.rows("/compute/v2.1/servers", "servers").await[0], "id");
    assert_eq!(
        bench
            .send("DELETE", &format!("/compute/v2.1/servers/{server}"), None)
            .await
            .status,
        204
    );
    let ports = bench
        .rows(&format!("/network/v2.0/ports?device_id={server}"), "ports")
        .await;
    assert!(ports.is_empty(), "{ports:?}");
    let (name, stack) = (text(&shop, "name"), home.clone());
    assert_eq!(bench.send("DELETE", &stack, None).await.status, 204);
    bench.cloud.advance(900);
    assert_eq!(bench.send("GET", &stack, None).await.status, 404);
    let left = bench.cluster(&name).await;
    assert_eq!(text(&left, "status"), "CREATE_COMPLETE", "nobody tells Magnum");
    assert!(text(&left, "api_address").len() > "https://:6443".len());
    let path = format!("/container-infra/v1/clusters/{name}");
    assert_eq!(bench.send("DELETE", &path, None).await.status, 204);
    bench.cloud.advance(60);
    assert_eq!(bench.send("GET", &path, None).await.status, 404);
}
