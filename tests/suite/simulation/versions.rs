//! Every endpoint of Magnum at every version of its API and in every release: what answers, what is refused for its
//! version, and what is not there yet.

use magnum_desktop::simulation::{Profile, Service, StartingWorld};
use serde_json::{Value, json};

use super::{Answer, Bench};

/// Who asks, what, and what comes back where it is known.
struct Endpoint {
    who: &'static str,
    method: &'static str,
    path: &'static str,
    body: Option<Value>,
    /// The first minor version; 1 where none is asked for.
    minor: u32,
    /// The first release of Magnum.
    magnum: u32,
    status: u16,
}

fn endpoint(method: &'static str, path: &'static str, status: u16) -> Endpoint {
    Endpoint {
        who: "demo",
        method,
        path,
        body: None,
        minor: 1,
        magnum: 3,
        status,
    }
}

/// The same from a minor version and a release on.
fn from(minor: u32, magnum: u32, endpoint: Endpoint) -> Endpoint {
    Endpoint {
        minor,
        magnum,
        ..endpoint
    }
}

fn body(value: Value, endpoint: Endpoint) -> Endpoint {
    Endpoint {
        body: Some(value),
        ..endpoint
    }
}

fn reader(endpoint: Endpoint) -> Endpoint {
    Endpoint {
        who: "reader",
        ..endpoint
    }
}

/// The first half of the API's table: templates, clusters and their groups. Writes are such that they are refused, or
/// change nothing, once they have arrived.
fn of_clusters() -> Vec<Endpoint> {
    let groups = "/clusters/production-web/nodegroups";
    let group = "/clusters/production-web/nodegroups/default-worker";
    let resize = endpoint("POST", "/clusters/production-web/actions/resize", 400);
    let upgrade = endpoint("POST", "/clusters/production-web/actions/upgrade", 400);
    vec![
        endpoint("GET", "/clustertemplates", 200),
        endpoint("GET", "/clustertemplates/detail", 200),
        endpoint("GET", "/clustertemplates/k8s-v1.28-ha", 200),
        body(json!({}), endpoint("POST", "/clustertemplates", 400)),
        body(
            json!([]),
            endpoint("PATCH", "/clustertemplates/k8s-v1.28-ha", 200),
        ),
        endpoint("DELETE", "/clustertemplates/k8s-v1.28-ha", 400),
        endpoint("GET", "/clusters", 200),
        endpoint("GET", "/clusters/detail", 200),
        endpoint("GET", "/clusters/production-web", 200),
        body(json!({}), endpoint("POST", "/clusters", 400)),
        body(json!([]), endpoint("PATCH", "/clusters/production-web", 202)),
        reader(endpoint("DELETE", "/clusters/production-web", 403)),
        from(7, 8, body(json!({"node_count": -1}), resize)),
        from(7, 8, body(json!({"max_batch_size": 0}), upgrade)),
        from(9, 9, endpoint("GET", groups, 200)),
        from(
            9,
            9,
            endpoint("GET", "/clusters/production-web/nodegroups?role=master", 200),
        ),
        from(
            9,
            9,
            body(json!({"name": "default-worker"}), endpoint("POST", groups, 409)),
        ),
        from(9, 9, endpoint("GET", group, 200)),
        from(9, 9, body(json!([]), endpoint("PATCH", group, 202))),
        from(9, 9, endpoint("DELETE", group, 400)),
    ]
}

/// The other half.
fn of_the_rest() -> Vec<Endpoint> {
    let request = json!({"cluster_uuid": "production-web", "csr": "none"});
    let quota = "/quotas/{project}/Cluster";
    vec![
        endpoint("GET", "/certificates/production-web", 200),
        body(request, endpoint("POST", "/certificates", 400)),
        from(
            1,
            4,
            reader(endpoint("PATCH", "/certificates/production-web", 403)),
        ),
        from(
            12,
            21,
            reader(endpoint("PATCH", "/credentials/production-web", 403)),
        ),
        from(1, 4, endpoint("GET", "/stats", 200)),
        from(1, 4, endpoint("GET", "/stats?type=other", 400)),
        from(1, 5, endpoint("GET", "/quotas", 403)),
        from(1, 5, endpoint("GET", quota, 200)),
        from(
            1,
            5,
            body(json!({"hard_limit": 1}), endpoint("PATCH", quota, 403)),
        ),
        from(1, 5, endpoint("DELETE", quota, 403)),
        from(
            1,
            5,
            body(json!({"hard_limit": -1}), endpoint("POST", "/quotas", 400)),
        ),
        endpoint("GET", "/mservices", 403),
        from(1, 6, endpoint("GET", "/federations", 200)),
        from(1, 6, endpoint("GET", "/federations/detail", 200)),
        from(1, 6, body(json!({}), endpoint("POST", "/federations", 400))),
        endpoint("PUT", "/clusters", 405),
        endpoint("GET", "/nothing", 404),
    ]
}

async fn ask(bench: &Bench, token: &str, endpoint: &Endpoint, minor: u32) -> Answer {
    let path = endpoint.path.replace("{project}", &bench.project);
    let url = format!("{}/container-infra/v1{path}", bench.cloud.base_url());
    let version = format!("container-infra 1.{minor}");
    let mut request = bench.client.request(endpoint.method.parse().unwrap(), url);
    request = request
        .header("OpenStack-API-Version", version)
        .header("X-Auth-Token", token);
    if let Some(body) = &endpoint.body {
        request = request
            .header("Content-Type", "application/json")
            .body(body.to_string());
    }
    Answer::of(request.send().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn every_endpoint_answers_at_the_versions_that_have_it() {
    let mut wrong = Vec::new();
    for (profile, magnum, newest) in [
        (Profile::Newton, 3, 3),
        (Profile::Zed, 15, 10),
        (Profile::R2024_1, 18, 11),
        (Profile::R2026_1, 22, 12),
        (Profile::R2026_2, 23, 14),
    ] {
        let service = Service {
            profile,
            steerable: false,
        };
        let mut bench = Bench::open_as(StartingWorld::Everyday, service).await;
        let demo = bench.token.clone();
        bench.sign_in("reader").await;
        let reader = bench.token.clone();
        for endpoint in of_clusters().into_iter().chain(of_the_rest()) {
            let token = if endpoint.who == "demo" { &demo } else { &reader };
            for minor in 1..=newest {
                let expected = if magnum < endpoint.magnum {
                    404
                } else if minor < endpoint.minor {
                    406
                } else {
                    endpoint.status
                };
                let answer = ask(&bench, token, &endpoint, minor).await;
                let versions = format!("container-infrastructure-management 1.{minor}");
                if answer.status != expected || answer.header("OpenStack-API-Version") != Some(&versions) {
                    let (method, path) = (endpoint.method, endpoint.path);
                    wrong.push(format!(
                        "{profile} 1.{minor} {method} {path}: {expected} and not {answer:?}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} answers:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn bays_are_there_as_long_as_a_release_has_them_and_the_version_is_old() {
    for (profile, last) in [(Profile::Newton, 3), (Profile::Zed, 10), (Profile::R2024_1, 0)] {
        let service = Service {
            profile,
            steerable: false,
        };
        let bench = Bench::open_as(StartingWorld::Everyday, service).await;
        for (path, key) in [("/bays", "bays"), ("/baymodels", "baymodels")] {
            for minor in 1..=last.max(3) {
                let answer = ask(&bench, &bench.token, &endpoint("GET", path, 200), minor).await;
                let there = answer.json().get(key).is_some();
                assert_eq!(
                    (answer.status == 200, there),
                    (minor <= last, minor <= last),
                    "{profile} 1.{minor} {path}"
                );
            }
        }
    }
}

/// No nodes at all are for the versions that know of them, in every way in which they can be asked for.
#[tokio::test]
async fn no_nodes_at_all_come_with_version_1_10() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let create = json!({"name": "none", "cluster_template_id": "k8s-v1.27-single-master", "node_count": 0});
    let patch = json!([{"op": "replace", "path": "/node_count", "value": 0}]);
    let words = "Resizing a nodegroup to zero is not supported in the provided microversion.";
    for (method, path, body, status) in [
        ("POST", "/clusters", create, 202),
        ("PATCH", "/clusters/shop-staging", patch, 202),
        (
            "POST",
            "/clusters/shop-staging/actions/resize",
            json!({"node_count": 0}),
            202,
        ),
    ] {
        let endpoint = Endpoint {
            body: Some(body),
            ..endpoint(method, path, status)
        };
        let refused = ask(&bench, &bench.token, &endpoint, 9).await;
        assert_eq!(refused.status, 400, "{path}");
        assert!(refused.text.contains(words), "{path}: {refused:?}");
        assert_eq!(
            ask(&bench, &bench.token, &endpoint, 10).await.status,
            status,
            "{path}"
        );
    }
}
