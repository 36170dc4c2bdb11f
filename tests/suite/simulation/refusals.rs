//! The simulated cloud refuses in the words of the real one.

use magnum_desktop::simulation::StartingWorld;
use serde_json::{Value, json};

use super::{Bench, password, recorded};

async fn check(bench: &Bench, fixture: &str, method: &str, path: &str, body: Option<Value>) {
    let theirs = recorded(fixture);
    let ours = bench.send(method, path, body).await;
    assert_eq!(
        Value::from(ours.status),
        theirs["status"],
        "{fixture}: {}",
        ours.text
    );
    assert_eq!(ours.json(), theirs["body"], "{fixture}");
}

#[tokio::test]
async fn each_service_refuses_a_missing_token_in_its_own_way() {
    let mut bench = Bench::open(StartingWorld::Empty).await;
    bench.token = "worn out".to_owned();
    let stacks = format!("/orchestration/v1/{}/stacks", bench.project);
    for (fixture, path) in [
        ("keystone/no-token-401", "/identity/v3/auth/projects"),
        ("magnum/clusters-bad-token-401", "/container-infra/v1/clusters"),
        ("heat/stacks-bad-token-401", stacks.as_str()),
        ("nova/bad-token-401", "/compute/v2.1/servers"),
        ("neutron/bad-token-401", "/network/v2.0/networks"),
        ("glance/bad-token-401", "/image/v2/images"),
    ] {
        check(&bench, fixture, "GET", path, None).await;
    }
}

#[tokio::test]
async fn keystone_refuses_wrong_passwords_and_foreign_projects() {
    let bench = Bench::open(StartingWorld::Empty).await;
    let tokens = "/identity/v3/auth/tokens";
    let wrong = password("demo", "wrong", Some("demo"));
    check(
        &bench,
        "keystone/token-wrong-password-401",
        "POST",
        tokens,
        Some(wrong),
    )
    .await;
    let foreign = password("demo", "demo", Some("admin"));
    check(
        &bench,
        "keystone/token-foreign-project-401",
        "POST",
        tokens,
        Some(foreign),
    )
    .await;
}

#[tokio::test]
async fn magnum_checks_a_new_cluster() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let template = bench.template("k8s-v1.28-ha").await;
    let with = |more: Value| {
        let mut body = json!({
            "name": "recorded", "cluster_template_id": template, "keypair": "platform-team", "node_count": 1,
            "master_count": 1,
        });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        Some(body)
    };
    for (fixture, more) in [
        (
            "magnum/cluster-create-absent-keypair-404",
            json!({"keypair": "no"}),
        ),
        (
            "magnum/cluster-create-absent-template-404",
            json!({"cluster_template_id": "absent"}),
        ),
        ("magnum/cluster-create-bad-count-400", json!({"node_count": -1})),
        (
            "magnum/cluster-create-zero-masters-400",
            json!({"master_count": 0}),
        ),
        (
            "magnum/cluster-create-chinese-name-400",
            json!({"name": "测试集群"}),
        ),
    ] {
        check(
            &bench,
            fixture,
            "POST",
            "/container-infra/v1/clusters",
            with(more),
        )
        .await;
    }
    let path = "/container-infra/v1/clusters";
    check(
        &bench,
        "magnum/cluster-create-malformed-500",
        "POST",
        path,
        Some(json!("not an object")),
    )
    .await;
    let changes = json!([{"op": "replace", "path": "/name", "value": "renamed"}]);
    let one = "/container-infra/v1/clusters/production-web";
    check(
        &bench,
        "magnum/cluster-update-name-400",
        "PATCH",
        one,
        Some(changes),
    )
    .await;
    let upgrade = json!({"cluster_template": template, "nodegroup": "default-worker", "max_batch_size": 1});
    let path = format!("{one}/actions/upgrade");
    check(
        &bench,
        "magnum/cluster-upgrade-heat-400",
        "POST",
        &path,
        Some(upgrade),
    )
    .await;
}

#[tokio::test]
async fn a_reader_may_not_write() {
    let mut bench = Bench::open(StartingWorld::Everyday).await;
    let template = bench.template("k8s-v1.28-ha").await;
    bench.sign_in("reader").await;
    let body = json!({"name": "recorded", "cluster_template_id": template});
    let path = "/container-infra/v1/clusters";
    check(
        &bench,
        "magnum/cluster-create-reader-403",
        "POST",
        path,
        Some(body),
    )
    .await;
    let one = format!("{path}/production-web");
    check(&bench, "magnum/cluster-delete-reader-403", "DELETE", &one, None).await;
}

#[tokio::test]
async fn magnum_keeps_to_the_quota() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    bench.cloud.world().set_cluster_quota("demo", 8);
    let body = json!({"name": "ninth", "cluster_template_id": bench.template("k8s-v1.28-ha").await});
    let answer = bench
        .send("POST", "/container-infra/v1/clusters", Some(body))
        .await;
    assert_eq!(answer.status, 403);
    assert!(
        answer
            .text
            .contains("You have reached the maximum clusters per project, 8."),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn unsupported_microversions_are_refused() {
    let bench = Bench::open(StartingWorld::Empty).await;
    let url = format!("{}/container-infra/v1/clusters", bench.cloud.base_url());
    let asked = bench.client.get(url).header("X-Auth-Token", &bench.token);
    let answer = asked
        .header("OpenStack-API-Version", "container-infra 1.99")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 406);
    let version = answer
        .headers()
        .get("OpenStack-API-Version")
        .unwrap()
        .to_str()
        .unwrap();
    assert_eq!(version, "container-infrastructure-management 1.99");
}
