//! Faults, expired tokens and the book of requests.

use std::time::{Duration, Instant};

use magnum_desktop::simulation::{Harm, Lie, Service, StartingWorld};
use serde_json::{Value, json};

use super::{Bench, text};

const CLUSTERS: &str = "/container-infra/v1/clusters";

#[tokio::test]
async fn faults_are_counted_and_taken_back() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    bench.cloud.faults().fail_times("GET", CLUSTERS, 503, 2);
    for status in [503, 503, 200] {
        assert_eq!(bench.send("GET", CLUSTERS, None).await.status, status);
    }
    bench.cloud.faults().fail_with_html("*", "/compute", 502);
    let answer = bench.send("GET", "/compute/v2.1/servers", None).await;
    assert_eq!(
        (answer.status, answer.header("Content-Type")),
        (502, Some("text/html"))
    );
    bench.cloud.faults().clear();
    assert_eq!(bench.send("GET", "/compute/v2.1/servers", None).await.status, 200);
}

#[tokio::test]
async fn connections_are_cut_before_and_within_an_answer() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    bench.cloud.faults().inject("GET", CLUSTERS, Harm::Cut, Some(1));
    assert!(bench.try_send("GET", CLUSTERS, None).await.is_err());
    bench
        .cloud
        .faults()
        .inject("GET", CLUSTERS, Harm::CutAfter(700), Some(1));
    assert!(bench.try_send("GET", CLUSTERS, None).await.is_err());
    assert_eq!(bench.send("GET", CLUSTERS, None).await.status, 200);
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "measures a delay on the real clock")]
async fn rows_of_cluster_lists_cost_time() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    bench.cloud.faults().delay_cluster_rows(Duration::from_millis(20));
    let begun = Instant::now();
    assert_eq!(bench.send("GET", CLUSTERS, None).await.status, 200);
    assert!(begun.elapsed() >= Duration::from_millis(160));
}

#[tokio::test]
async fn tokens_expire_and_are_given_anew() {
    let mut bench = Bench::open(StartingWorld::Everyday).await;
    bench.cloud.expire_tokens();
    assert_eq!(bench.send("GET", CLUSTERS, None).await.status, 401);
    bench.sign_in("demo").await;
    assert_eq!(bench.send("GET", CLUSTERS, None).await.status, 200);
    bench.cloud.advance(4 * 3600 + 1);
    assert_eq!(bench.send("GET", CLUSTERS, None).await.status, 401);
}

#[tokio::test]
async fn requests_are_remembered_in_order() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let before = bench.cloud.requests().len();
    bench
        .send("GET", "/container-infra/v1/clusters?limit=2", None)
        .await;
    bench.send("GET", "/image/v2/images", None).await;
    let seen = bench.cloud.requests().split_off(before);
    let seen: Vec<_> = seen
        .iter()
        .map(|seen| (seen.method.as_str(), seen.path.as_str(), seen.query.as_str()))
        .collect();
    assert_eq!(
        seen,
        [("GET", CLUSTERS, "limit=2"), ("GET", "/image/v2/images", "")]
    );
}

#[tokio::test]
async fn a_stopped_cloud_frees_its_port() {
    let bench = Bench::open(StartingWorld::Empty).await;
    let url = bench.cloud.base_url();
    let Bench { cloud, client, .. } = bench;
    cloud.stop().await;
    assert!(client.get(url).send().await.is_err());
}

#[tokio::test]
async fn a_server_can_be_taken_away_behind_the_clusters_back() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let victim = bench.cloud.world().server_names("production-web").pop().unwrap();
    assert!(bench.cloud.world().remove_server(&victim));
    let servers = bench.rows("/compute/v2.1/servers", "servers").await;
    assert!(!servers.iter().any(|server| text(server, "name") == victim));
    let cluster = bench.cluster("production-web").await;
    assert_eq!(text(&cluster, "health_status"), "UNHEALTHY");
    assert_eq!(
        text(&cluster["health_status_reason"], &format!("{victim}.Ready")),
        "False"
    );
}

/// A lie is told by one service alone, and so many times as asked for.
#[tokio::test]
async fn answers_can_be_lies_and_can_drip() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let path = "/container-infra/v1/clusters";
    let truth = bench.rows(path, "clusters").await;
    let harm = |lie| Harm::Lie(lie);
    let faults = bench.cloud.faults();
    faults.inject("GET", path, harm(Lie::Twice), Some(1));
    assert_eq!(bench.rows(path, "clusters").await.len(), 2 * truth.len());
    faults.inject("GET", path, harm(Lie::Gaps(2)), Some(1));
    assert_eq!(bench.rows(path, "clusters").await.len(), truth.len().div_ceil(2));
    faults.inject("GET", path, harm(Lie::Loop), Some(1));
    let page = bench.get(&format!("{path}?limit=3")).await;
    assert_eq!(
        text(&page, "next"),
        format!("{}{path}?limit=3", bench.cloud.base_url())
    );
    faults.drip("GET", path, 512, std::time::Duration::from_millis(1));
    assert_eq!(bench.rows(path, "clusters").await, truth);
}

/// Everything that can go wrong, ordered from outside, on one service's path, so many times.
#[tokio::test]
async fn faults_are_steered_over_the_admin_endpoint() {
    let service = Service {
        steerable: true,
        ..Service::default()
    };
    let bench = Bench::open_as(StartingWorld::Everyday, service).await;
    let servers = "/compute/v2.1/servers";
    let truth = bench.rows(servers, "servers").await;
    let order = |path: &str, harm: Value| json!({"method": "GET", "path": path, "times": 1, "harm": harm});
    for (harm, check) in [
        (json!({"fail": 503}), "status 503"),
        (json!({"status": 203}), "status 203"),
        (json!({"delay_ms": 1}), "the truth"),
        (json!({"drip": {"bytes": 400, "every_ms": 1}}), "the truth"),
        (json!("cut"), "nothing"),
        (json!({"cut_after": 300}), "nothing"),
        (json!("twice"), "twice"),
        (json!({"gaps": 2}), "half"),
        (json!({"field": {"name": "name", "value": 7}}), "a number"),
        (json!("loop"), "itself"),
        (json!({"elsewhere": "http://127.0.0.1:1/"}), "elsewhere"),
    ] {
        let ordered = bench
            .send("POST", "/admin/faults", Some(order(servers, harm.clone())))
            .await;
        assert_eq!(ordered.status, 204, "{harm}: {ordered:?}");
        assert_eq!(bench.rows("/admin/faults", "faults").await.len(), 1, "{harm}");
        assert_eq!(
            bench.send("GET", "/image/v2/images", None).await.status,
            200,
            "another service"
        );
        assert_eq!(
            bench.send("POST", servers, None).await.status,
            404,
            "another method"
        );
        let answer = bench.try_send("GET", servers, None).await;
        let Ok(answer) = answer else {
            assert_eq!(check, "nothing", "{harm}");
            continue;
        };
        let rows = answer.json()["servers"].as_array().cloned().unwrap_or_default();
        let next = answer
            .json()
            .pointer("/servers_links/0/href")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let right = match check {
            "status 503" => answer.status == 503,
            "status 203" => answer.status == 203 && rows == truth,
            "the truth" => rows == truth,
            "twice" => rows.len() == 2 * truth.len(),
            "half" => rows.len() == truth.len().div_ceil(2),
            "a number" => rows.iter().all(|row| row["name"] == 7),
            "itself" => next == Some(format!("{}{servers}", bench.cloud.base_url())),
            "elsewhere" => next.as_deref() == Some("http://127.0.0.1:1/"),
            _nothing => false,
        };
        assert!(right, "{harm} is not {check}: {answer:?}");
    }
    assert_eq!(
        bench.rows(servers, "servers").await,
        truth,
        "every fault is used up"
    );
    assert!(bench.rows("/admin/faults", "faults").await.is_empty());
}

#[tokio::test]
async fn a_hand_that_orders_nonsense_is_told_so_and_a_cloud_without_one_has_no_such_door() {
    let service = Service {
        steerable: true,
        ..Service::default()
    };
    let bench = Bench::open_as(StartingWorld::Empty, service).await;
    for nonsense in [
        json!({"path": "/compute"}),
        json!({"path": "/compute", "harm": "mischief"}),
        json!({"path": "/compute", "harm": {"fail": 503}, "often": 3}),
        json!({"harm": {"fail": 503}}),
    ] {
        let answer = bench.send("POST", "/admin/faults", Some(nonsense.clone())).await;
        assert_eq!(answer.status, 400, "{nonsense}: {answer:?}");
    }
    let always = json!({"path": "/compute", "harm": {"fail": 500}});
    assert_eq!(
        bench.send("POST", "/admin/faults", Some(always)).await.status,
        204
    );
    for _ in 0..3 {
        assert_eq!(bench.send("GET", "/compute/v2.1/servers", None).await.status, 500);
    }
    assert_eq!(bench.send("DELETE", "/admin/faults", None).await.status, 204);
    assert_eq!(bench.send("GET", "/compute/v2.1/servers", None).await.status, 200);
    let before = bench.get("/admin/time").await["now"].as_i64().unwrap();
    assert_eq!(
        bench
            .send("POST", "/admin/time", Some(json!({"advance": 60})))
            .await
            .status,
        204
    );
    assert_eq!(bench.get("/admin/time").await["now"], before + 60);
    let closed = Bench::open(StartingWorld::Empty).await;
    assert_eq!(closed.send("GET", "/admin/faults", None).await.status, 404);
}
