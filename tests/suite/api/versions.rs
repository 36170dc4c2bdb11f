//! Microversions: agreed upon once, and given up where they are refused.

use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::openstack::magnum::clusters::{self, ClusterPage};
use magnum_desktop::openstack::magnum::node_groups;
use magnum_desktop::openstack::nova;
use serde_json::json;

use super::cloud::{recorded, sign_in, token};
use super::server::{Asked, Reply, Server};

const PAGE: ClusterPage = ClusterPage {
    limit: 20,
    after: None,
};

/// A cloud whose Magnum shows this at its root.
async fn with_root(root: Reply, answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |asked| match asked.path.as_str() {
        "/identity/v3/auth/tokens" => token(
            "keystone/token-password-project",
            asked.header("host").unwrap(),
            1,
        ),
        "/magnum/" => root.clone(),
        _ => answer(asked),
    })
    .await
}

#[tokio::test]
async fn the_version_is_agreed_upon_once() {
    let cloud = with_root(recorded("magnum/versions"), |_| recorded("magnum/clusters-empty")).await;
    let session = sign_in(&cloud).await;
    let (a, b) = tokio::join!(clusters::page(&session, &PAGE), clusters::page(&session, &PAGE));
    assert!(a.is_ok() && b.is_ok());
    assert_eq!(session.info().magnum_version.as_deref(), Some("1.12"));
    assert_eq!(cloud.count("GET", "/magnum/"), 1);
    let root = cloud
        .asked()
        .into_iter()
        .find(|asked| asked.path == "/magnum/")
        .unwrap();
    assert_eq!(root.header("x-auth-token"), None, "discovery needs no token");
}

#[tokio::test]
async fn f40_an_old_magnum_has_no_node_groups() {
    let root = json!({"versions": [{"id": "v1", "max_version": "1.7", "min_version": "1.1"}]});
    let cloud = with_root(Reply::json(200, &root), |_| recorded("magnum/clusters-empty")).await;
    let session = sign_in(&cloud).await;
    assert_eq!(
        node_groups::list(&session, &ClusterId::new("x")).await.unwrap(),
        []
    );
    clusters::page(&session, &PAGE).await.unwrap();
    assert_eq!(session.info().magnum_version.as_deref(), Some("1.7"));
    assert_eq!(
        cloud.asked().last().unwrap().header("openstack-api-version"),
        Some("container-infra 1.7")
    );
    assert_eq!(cloud.count("GET", "/nodegroups"), 0);
}

#[tokio::test]
async fn f37_f38_a_hidden_root_is_no_hindrance() {
    for root in [
        Reply::text(404, "text/html", "<h1>Nothing here</h1>"),
        Reply::text(200, "text/html", "<h1>Welcome</h1>"),
        Reply::text(302, "text/html", "").with("Location", "http://elsewhere.test/"),
    ] {
        let cloud = with_root(root, |asked| {
            if asked.header("openstack-api-version") == Some("container-infra 1.10") {
                return recorded("magnum/clusters-empty");
            }
            Reply::json(
                406,
                &json!({"errors": [{"code": "magnum.microversion-unsupported", "max_version": "1.10"}]}),
            )
        })
        .await;
        let session = sign_in(&cloud).await;
        clusters::page(&session, &PAGE).await.unwrap();
        clusters::page(&session, &PAGE).await.unwrap();
        assert_eq!(session.info().magnum_version.as_deref(), Some("1.10"));
        assert_eq!(cloud.count("GET", "/detail"), 3, "stepped down once");
    }
}

#[tokio::test]
async fn an_old_nova_is_asked_without_a_version() {
    let cloud = with_root(recorded("magnum/versions"), |asked| {
        if asked.header("x-openstack-nova-api-version").is_some() {
            return recorded("nova/microversion-406");
        }
        recorded("nova/servers-detail-2.1")
    })
    .await;
    let session = sign_in(&cloud).await;
    let servers = nova::servers(&session).await.unwrap();
    assert_eq!(servers.len(), 6);
    assert_eq!(
        (servers[0].vcpus, servers[0].flavor.as_deref()),
        (None, Some("0fc81e7e-757d-47fc-a773-da23bf8357ab"))
    );
    nova::servers(&session).await.unwrap();
    assert_eq!(cloud.count("GET", "/servers/detail"), 3);
}
