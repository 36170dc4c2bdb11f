//! Clusters are created, resized, failed and deleted as on a real cloud.

use magnum_desktop::simulation::StartingWorld;
use serde_json::{Value, json};

use super::{Bench, text};

#[tokio::test]
async fn a_cluster_grows_in_about_ninety_seconds() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let uuid = bench.create("fresh", "k8s-v1.28-ha", 2).await;
    let first = bench.cluster(&uuid).await;
    assert_eq!(
        (text(&first, "status").as_str(), &first["stack_id"]),
        ("CREATE_IN_PROGRESS", &Value::Null)
    );
    assert_eq!(first["updated_at"], Value::Null);
    let (mut seen, mut secs) = (0, 0);
    while text(&bench.cluster(&uuid).await, "status") == "CREATE_IN_PROGRESS" {
        bench.cloud.advance(5);
        secs += 5;
        let home = bench.stack_of(&bench.cluster(&uuid).await).await;
        let rows = bench
            .rows(&format!("{home}/resources?nested_depth=5"), "resources")
            .await;
        assert!(rows.len() >= seen, "resources vanished while creating");
        seen = rows.len();
    }
    assert!((75..=110).contains(&secs), "{secs}");
    assert_eq!(seen, 70);
    bench.cloud.advance(10);
    let done = bench.cluster(&uuid).await;
    assert_eq!(text(&done, "status"), "CREATE_COMPLETE");
    assert_eq!(text(&done, "health_status"), "HEALTHY");
    assert_eq!(done["node_addresses"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn names_are_not_unique() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let one = bench.create("twin", "k8s-v1.28-ha", 1).await;
    let two = bench.create("twin", "k8s-v1.28-ha", 1).await;
    assert_ne!(one, two);
    assert_eq!(bench.cloud.world().cluster_ids("twin"), [one, two]);
    let answer = bench.send("GET", "/container-infra/v1/clusters/twin", None).await;
    assert_eq!(answer.status, 409);
}

#[tokio::test]
async fn a_failure_is_told_from_the_bottom_to_the_top() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let cluster = bench.cluster("broken-database").await;
    let words = "Went to status ERROR due to \"Message: No valid host was found. There are not enough hosts available., Code: 500\"";
    let fault = text(&cluster["faults"], "default-worker");
    let path = "resources.kube_minions.resources[1].resources.kube-minion";
    assert_eq!(
        fault,
        format!("Resource CREATE failed: ResourceInError: {path}: {words}")
    );
    assert_eq!(
        text(&cluster, "status_reason"),
        "default-master failed, default-worker failed"
    );
    let home = bench.stack_of(&cluster).await;
    let rows = bench
        .rows(&format!("{home}/resources?nested_depth=5"), "resources")
        .await;
    let deepest = rows.iter().find(|row| {
        text(row, "resource_status_reason").contains(words) && text(row, "resource_name") == "kube-minion"
    });
    let deepest = deepest.unwrap();
    assert_eq!(
        text(deepest, "resource_status_reason"),
        format!("ResourceInError: resources.kube-minion: {words}")
    );
    let server = bench
        .get(&format!(
            "/compute/v2.1/servers/{}",
            text(deepest, "physical_resource_id")
        ))
        .await;
    assert_eq!(server["server"]["status"], "ERROR");
    assert!(text(&server["server"]["fault"], "message").starts_with("No valid host was found."));
}

#[tokio::test]
async fn groups_grow_and_shrink() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let uuid = text(&bench.cluster("production-web").await, "uuid");
    let resize = format!("/container-infra/v1/clusters/{uuid}/actions/resize");
    for (count, expected) in [(5, 7), (2, 4)] {
        let answer = bench
            .send("POST", &resize, Some(json!({"node_count": count})))
            .await;
        assert_eq!(answer.status, 202);
        bench.cloud.advance(2);
        assert_eq!(text(&bench.cluster(&uuid).await, "status"), "UPDATE_IN_PROGRESS");
        bench.cloud.advance(120);
        let cluster = bench.cluster(&uuid).await;
        assert_eq!(text(&cluster, "status"), "UPDATE_COMPLETE");
        assert_eq!(cluster["node_count"], expected);
        assert_eq!(cluster["node_addresses"].as_array().unwrap().len(), expected);
        let workers = bench.cloud.world().server_names("production-web");
        assert_eq!(
            workers.iter().filter(|name| name.contains("-node-")).count(),
            expected
        );
    }
}

#[tokio::test]
async fn a_node_group_comes_and_goes_with_its_own_stack() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let uuid = text(&bench.cluster("shop-staging").await, "uuid");
    let groups = format!("/container-infra/v1/clusters/{uuid}/nodegroups");
    let body = json!({"name": "extra", "node_count": 2, "max_node_count": 3, "flavor_id": "m1.small"});
    let answer = bench.send("POST", &groups, Some(body.clone())).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    assert_eq!(bench.send("POST", &groups, Some(body)).await.status, 409);
    bench.cloud.advance(90);
    let group = bench.get(&format!("{groups}/extra")).await;
    assert_eq!(text(&group, "status"), "CREATE_COMPLETE");
    assert_ne!(
        text(&group, "stack_id"),
        text(&bench.cluster(&uuid).await, "stack_id")
    );
    assert_eq!(group["node_addresses"].as_array().unwrap().len(), 2);
    assert_eq!(
        bench
            .send("DELETE", &format!("{groups}/extra"), None)
            .await
            .status,
        204
    );
    bench.cloud.advance(60);
    assert_eq!(
        bench.send("GET", &format!("{groups}/extra"), None).await.status,
        404
    );
    assert_eq!(bench.cluster(&uuid).await["node_count"], 2);
}

#[tokio::test]
async fn a_deleted_cluster_vanishes_after_its_stack() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let uuid = text(&bench.cluster("capi-green").await, "uuid");
    let path = format!("/container-infra/v1/clusters/{uuid}");
    assert_eq!(bench.send("DELETE", &path, None).await.status, 204);
    assert_eq!(
        text(&bench.cluster(&uuid).await, "status"),
        "CREATE_COMPLETE",
        "the status follows later"
    );
    bench.cloud.advance(3);
    assert_eq!(text(&bench.cluster(&uuid).await, "status"), "DELETE_IN_PROGRESS");
    bench.cloud.advance(300);
    assert_eq!(bench.send("GET", &path, None).await.status, 404);
    let left = bench.rows("/compute/v2.1/servers", "servers").await;
    assert!(
        !left
            .iter()
            .any(|server| text(server, "name").starts_with("capi-green"))
    );
}

#[tokio::test]
async fn a_bad_label_is_accepted_and_never_worked_on() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let template = bench.template("k8s-v1.28-ha").await;
    let body = json!({"name": "stuck", "cluster_template_id": template, "labels": {"min_node_count": "x"}});
    let answer = bench
        .send("POST", "/container-infra/v1/clusters", Some(body))
        .await;
    assert_eq!(answer.status, 202);
    bench.cloud.advance(3600);
    assert_eq!(
        text(&bench.cluster("stuck").await, "status"),
        "CREATE_IN_PROGRESS"
    );
}

#[tokio::test]
async fn two_clouds_of_one_seed_are_equal() {
    let (one, two) = (
        Bench::open(StartingWorld::Everyday).await,
        Bench::open(StartingWorld::Everyday).await,
    );
    for bench in [&one, &two] {
        bench.create("same", "k8s-v1.28-ha", 1).await;
        bench.cloud.advance(60);
    }
    let path = "/compute/v2.1/servers/detail";
    let names = |rows: Vec<Value>| -> Vec<(String, String)> {
        rows.iter()
            .map(|row| (text(row, "id"), text(row, "name")))
            .collect()
    };
    assert_eq!(
        names(one.rows(path, "servers").await),
        names(two.rows(path, "servers").await)
    );
}

#[tokio::test]
async fn a_cluster_beyond_novas_quota_is_accepted_and_fails() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let limits = bench.get("/compute/v2.1/limits").await;
    let number = |key: &str| limits["limits"]["absolute"][key].as_u64().unwrap();
    let left = u32::try_from(number("maxTotalInstances") - number("totalInstancesUsed")).unwrap();
    let uuid = bench.create("too-big", "k8s-v1.28-ha", left).await;
    bench.cloud.advance(300);
    let cluster = bench.cluster(&uuid).await;
    assert_eq!(text(&cluster, "status"), "CREATE_FAILED");
    let fault = text(&cluster["faults"], "default-worker");
    assert!(
        fault.contains("Forbidden: resources.kube_minions.") && fault.contains("Quota exceeded"),
        "{fault}"
    );
}

#[tokio::test]
async fn cluster_api_tells_what_it_waits_for() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let uuid = bench.create("capi-blue", "capi-v1.31", 2).await;
    bench.cloud.advance(45);
    let cluster = bench.cluster(&uuid).await;
    let reasons = &cluster["health_status_reason"];
    assert_eq!(text(&cluster, "status"), "CREATE_IN_PROGRESS");
    assert_eq!(text(reasons, "infrastructure"), "Ready");
    assert!(text(reasons, "nodegroup").starts_with("Waiting for"), "{reasons}");
    bench.cloud.advance(120);
    let cluster = bench.cluster(&uuid).await;
    assert_eq!(
        (text(&cluster, "status"), text(&cluster, "health_status")),
        ("CREATE_COMPLETE".to_owned(), "HEALTHY".to_owned())
    );
}
