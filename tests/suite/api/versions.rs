//! Microversions: agreed upon once, and given up where they are refused.

use magnum_desktop::domain::diagnostics::{ServiceNote, ServiceReport};
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::service::Service;
use magnum_desktop::openstack::magnum::clusters::{self, ClusterPage};
use magnum_desktop::openstack::magnum::node_groups;
use magnum_desktop::openstack::nova;
use magnum_desktop::openstack::session::Session;
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
        let to = Some("1.10".to_owned());
        assert!(
            report(&session, Service::ContainerInfra)
                .notes
                .contains(&ServiceNote::SteppedDown { to })
        );
    }
}

fn report(session: &Session, service: Service) -> ServiceReport {
    let mut services = session.diagnostics().services;
    services.retain(|report| report.service == service);
    services.swap_remove(0)
}

#[tokio::test]
async fn every_service_is_asked_for_its_versions_once_and_without_a_token() {
    let cloud = with_root(recorded("magnum/versions"), |asked| match asked.path.as_str() {
        "/identity/" => recorded("keystone/versions"),
        "/nova/" => recorded("nova/versions"),
        "/cinder/" => Reply::json(300, &json!({"versions": [{"id": "v3.0", "status": "CURRENT", "version": "3.71", "min_version": "3.0"}]})),
        "/octavia/" => Reply::json(200, &json!({"versions": [{"id": "v2.9", "status": "SUPPORTED"}, {"id": "v2.27", "status": "CURRENT"}]})),
        "/heat/" => recorded("heat/versions"),
        "/neutron/" => recorded("neutron/versions"),
        "/glance/" => recorded("glance/versions"),
        _ => Reply::HangUp,
    })
    .await;
    let session = sign_in(&cloud).await;
    assert_eq!(report(&session, Service::Compute).versions, None);
    session.discover_versions().await;
    session.discover_versions().await;
    for service in Service::ALL {
        let found = report(&session, service);
        let versions = found
            .versions
            .unwrap_or_else(|| panic!("{service:?}: {:?}", found.notes));
        assert!(
            versions.api.is_some_and(|api| api.starts_with('v')),
            "{service:?}"
        );
    }
    let nova = report(&session, Service::Compute).versions.unwrap();
    assert_eq!(
        (nova.oldest.as_deref(), nova.in_use.as_deref()),
        (Some("2.1"), Some("2.79"))
    );
    assert!(nova.newest.is_some_and(|newest| newest.starts_with("2.")));
    let roots: Vec<_> = cloud
        .asked()
        .into_iter()
        .filter(|asked| asked.method == "GET")
        .collect();
    assert_eq!(roots.len(), Service::ALL.len());
    assert!(roots.iter().all(|asked| asked.header("x-auth-token").is_none()));
}

#[tokio::test]
async fn f37_an_odd_discovery_is_noted_and_the_catalogue_used() {
    let elsewhere = Server::start(|_| Reply::HangUp).await;
    let other = format!("{}/", elsewhere.url.replace("localhost", "127.0.0.1"));
    let hops = other.clone();
    let cloud = with_root(recorded("magnum/versions"), move |asked| {
        match asked.path.as_str() {
            // Redirects are followed on the same host, for a while.
            "/identity/" => Reply::text(302, "text/html", "").with("Location", "/identity/hop"),
            "/identity/hop" => Reply::text(301, "text/html", "").with("Location", "/identity/there"),
            "/identity/there" => recorded("keystone/versions"),
            "/nova/" => Reply::text(302, "text/html", "").with("Location", &hops),
            "/neutron/" => Reply::text(404, "text/html", "<h1>Nothing here</h1>"),
            "/cinder/" => Reply::text(200, "text/html", "<h1>Welcome</h1>"),
            "/heat/" => Reply::text(302, "text/html", "").with("Location", "/heat/"),
            "/glance/" => Reply::json(
                300,
                &json!({"versions": [{"id": "v2.9", "status": "CURRENT",
            "links": [{"rel": "self", "href": "http://glance.internal:9292/v2/"}]}]}),
            ),
            "/octavia/" => Reply::json(200, &json!({"hello": "world"})),
            _ => recorded("nova/flavors-detail"),
        }
    })
    .await;
    let session = sign_in(&cloud).await;
    session.discover_versions().await;
    let identity = report(&session, Service::Identity);
    assert!(identity.versions.is_some(), "{:?}", identity.notes);
    let glance = report(&session, Service::Image);
    let host = "glance.internal".to_owned();
    assert_eq!(glance.notes, [ServiceNote::VersionsElsewhere { host }]);
    assert_eq!(glance.versions.unwrap().api.as_deref(), Some("v2.9"));
    let reason = |service| match report(&session, service).notes.as_slice() {
        [ServiceNote::VersionsUnknown { reason }] => reason.clone(),
        notes => panic!("{service:?}: {notes:?}"),
    };
    assert_eq!(reason(Service::Compute), ProblemKind::Redirected { to: other });
    assert_eq!(reason(Service::Network), ProblemKind::NotFound);
    assert!(matches!(
        reason(Service::BlockStorage),
        ProblemKind::NotAnApi { .. }
    ));
    assert!(
        matches!(reason(Service::Orchestration), ProblemKind::Redirected { .. }),
        "no endless circle"
    );
    assert!(matches!(
        reason(Service::LoadBalancer),
        ProblemKind::InvalidAnswer { .. }
    ));
    assert!(elsewhere.asked().is_empty(), "another host is not asked");
    nova::flavors(&session).await.unwrap();
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
