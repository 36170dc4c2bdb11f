//! The starting worlds.

use magnum_desktop::simulation::StartingWorld;
use serde_json::json;

use super::{Bench, text};

#[tokio::test]
async fn everyday_has_a_cluster_in_every_state() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let rows = bench.rows("/container-infra/v1/clusters", "clusters").await;
    let states: Vec<String> = rows
        .iter()
        .map(|row| {
            format!(
                "{} {} {}",
                text(row, "name"),
                text(row, "status"),
                text(row, "health_status")
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            "production-web UPDATE_COMPLETE HEALTHY",
            "build-farm CREATE_IN_PROGRESS ",
            "broken-database CREATE_FAILED UNHEALTHY",
            "shop-staging CREATE_COMPLETE UNHEALTHY",
            "old-experiment DELETE_IN_PROGRESS HEALTHY",
            "capi-green CREATE_COMPLETE HEALTHY",
            "analytics UPDATE_COMPLETE HEALTHY",
            "vexx-edge CREATE_COMPLETE HEALTHY",
        ]
    );
    let analytics = bench.cluster("analytics").await;
    assert_eq!(
        (&analytics["node_count"], &analytics["master_count"]),
        (&json!(40), &json!(3))
    );
    bench.cloud.advance(3600);
    let clusters = bench.cloud.world().clusters();
    assert!(
        !clusters.iter().any(|(name, _)| name == "old-experiment"),
        "the deletion ends"
    );
    assert!(clusters.contains(&("build-farm".to_owned(), "CREATE_COMPLETE".to_owned())));
}

#[tokio::test]
async fn cluster_api_clusters_have_no_stack_but_recognisable_things() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let cluster = bench.cluster("capi-green").await;
    let identity = text(&cluster, "stack_id");
    assert!(identity.starts_with("capi-green-"));
    assert_eq!(cluster["node_addresses"], json!([]));
    let stack = bench
        .send(
            "GET",
            &format!("/orchestration/v1/{}/stacks/{identity}", bench.project),
            None,
        )
        .await;
    assert_eq!(stack.status, 404);
    let stem = format!("k8s-clusterapi-cluster-magnum-{}-{identity}", bench.project);
    let networks = bench
        .rows(&format!("/network/v2.0/networks?name={stem}"), "networks")
        .await;
    assert_eq!(networks.len(), 1);
    let balancers = bench
        .rows("/load-balancer/v2/lbaas/loadbalancers", "loadbalancers")
        .await;
    assert!(
        balancers
            .iter()
            .any(|balancer| text(balancer, "name") == format!("{stem}-kubeapi"))
    );
    let vexx = text(&bench.cluster("vexx-edge").await, "stack_id");
    let groups = bench
        .rows("/compute/v2.1/os-server-groups", "server_groups")
        .await;
    let members = |name: &str| {
        let group = groups.iter().find(|group| text(group, "name") == name).unwrap();
        group["members"].as_array().unwrap().len()
    };
    assert_eq!(
        (members(&vexx), members(&format!("{vexx}-default-worker"))),
        (1, 3)
    );
}

#[tokio::test]
async fn empty_has_stock_and_networks_only() {
    let bench = Bench::open(StartingWorld::Empty).await;
    assert!(
        bench
            .rows("/container-infra/v1/clusters", "clusters")
            .await
            .is_empty()
    );
    assert!(
        bench
            .rows("/container-infra/v1/clustertemplates", "clustertemplates")
            .await
            .is_empty()
    );
    assert!(!bench.rows("/image/v2/images", "images").await.is_empty());
    assert_eq!(bench.rows("/network/v2.0/networks", "networks").await.len(), 2);
}

#[tokio::test]
async fn large_is_large_and_pages() {
    let bench = Bench::open(StartingWorld::Large).await;
    let mut path = "/container-infra/v1/clusters?limit=250".to_owned();
    let mut count = 0;
    loop {
        let page = bench.get(&path).await;
        count += page["clusters"].as_array().unwrap().len();
        let Some(next) = page.get("next") else { break };
        path = next
            .as_str()
            .unwrap()
            .strip_prefix(&bench.cloud.base_url())
            .unwrap()
            .to_owned();
    }
    assert_eq!(count, 601);
    let giant = bench.cluster("giant").await;
    assert_eq!(giant["node_count"], 1000);
    let home = bench.stack_of(&giant).await;
    let rows = bench
        .rows(&format!("{home}/resources?nested_depth=5"), "resources")
        .await;
    assert_eq!(
        rows.iter()
            .filter(|row| text(row, "resource_name") == "kube-minion")
            .count(),
        1000
    );
}

#[tokio::test]
async fn the_clouds_yaml_signs_in_three_ways() {
    let mut bench = Bench::open(StartingWorld::Everyday).await;
    let yaml = bench.cloud.clouds_yaml();
    for cloud in ["demo:", "demo-appcred:", "reader:"] {
        assert!(yaml.contains(cloud), "{yaml}");
    }
    let value = |key: &str| {
        let line = yaml.lines().find(|line| line.trim().starts_with(key)).unwrap();
        line.split(": ").nth(1).unwrap().to_owned()
    };
    let credential =
        json!({"id": value("application_credential_id"), "secret": value("application_credential_secret")});
    let auth =
        json!({"identity": {"methods": ["application_credential"], "application_credential": credential}});
    bench.token.clear();
    let answer = bench
        .send("POST", "/identity/v3/auth/tokens", Some(json!({"auth": auth})))
        .await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.json().pointer("/token/project/name").unwrap(), "demo");
    let token = answer.header("X-Subject-Token").unwrap().to_owned();
    let rescope = json!({"auth": {
        "identity": {"methods": ["token"], "token": {"id": token}},
        "scope": {"project": {"name": "demo", "domain": {"id": "default"}}},
    }});
    let answer = bench
        .send("POST", "/identity/v3/auth/tokens", Some(rescope))
        .await;
    assert_eq!(answer.status, 403, "an application credential stays where it is");
}
