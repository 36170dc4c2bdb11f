//! Changes: sent once, whatever happens.

use magnum_desktop::domain::draft::{ClusterDraft, ClusterRequest};
use magnum_desktop::domain::id::{ClusterId, TemplateId};
use magnum_desktop::domain::plan::Ground;
use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::openstack::magnum::clusters;
use serde_json::json;

use super::cloud::{cloud, recorded, sign_in};
use super::proxy::{Harm, Proxy};
use super::server::Reply;

pub(super) fn request() -> ClusterRequest {
    let draft = ClusterDraft {
        template: Some(TemplateId::new("t1")),
        name: "web".to_owned(),
        keypair: "default".to_owned(),
        node_count: 2,
        flavor: "m1.small".to_owned(),
        ..ClusterDraft::new()
    };
    draft.finish(Ground::default()).unwrap()
}

#[tokio::test]
async fn creating_and_deleting_say_what_is_wanted() {
    let cloud = cloud(|asked| match asked.method.as_str() {
        "POST" => recorded("magnum/cluster-create"),
        _ => recorded("magnum/cluster-delete"),
    })
    .await;
    let session = sign_in(&cloud).await;
    let id = clusters::create(&session, &request()).await.unwrap();
    assert_eq!(id.as_str(), "1922a821-bc2e-44cf-9277-f66b1879cb66");
    clusters::delete(&session, &id).await.unwrap();
    let asked = cloud.asked();
    let create = asked
        .iter()
        .find(|asked| asked.path == "/magnum/v1/clusters")
        .unwrap();
    assert_eq!(
        create.json(),
        json!({
            "name": "web", "cluster_template_id": "t1", "keypair": "default", "master_count": 1, "node_count": 2,
            "flavor_id": "m1.small", "create_timeout": 60, "discovery_url": null,
        })
    );
    let delete = asked.last().unwrap();
    assert_eq!(
        (delete.method.as_str(), delete.path.as_str()),
        (
            "DELETE",
            "/magnum/v1/clusters/1922a821-bc2e-44cf-9277-f66b1879cb66"
        )
    );
}

/// What is known after a creation that was answered like this.
async fn after(reply: Reply) -> (ProblemKind, bool) {
    let cloud = cloud(move |_| reply.clone()).await;
    let session = sign_in(&cloud).await;
    let error = clusters::create(&session, &request()).await.unwrap_err();
    assert_eq!(
        cloud.count("POST", "/v1/clusters"),
        1,
        "sent exactly once: {error}"
    );
    (error.problem().kind, error.maybe_sent())
}

#[tokio::test]
async fn f06_a_lost_answer_leaves_open_whether_it_worked() {
    let (kind, maybe) = after(Reply::HangUp).await;
    assert!(matches!(kind, ProblemKind::ConnectionLost { .. }), "{kind:?}");
    assert!(maybe);
    let (kind, maybe) = after(Reply::BreakOff).await;
    assert!(matches!(kind, ProblemKind::ConnectionLost { .. }), "{kind:?}");
    assert!(maybe);
    let (kind, maybe) = after(Reply::text(504, "text/html", "<h1>Gateway timeout</h1>")).await;
    assert_eq!((kind, maybe), (ProblemKind::Unavailable, true));
    let (kind, maybe) = after(Reply::text(202, "text/html", "<h1>Welcome to the hotel</h1>")).await;
    assert!(matches!(kind, ProblemKind::NotAnApi { .. }), "{kind:?}");
    assert!(maybe);
    let (kind, maybe) = after(Reply::json(202, &json!({"no": "uuid"}))).await;
    assert!(matches!(kind, ProblemKind::InvalidAnswer { .. }), "{kind:?}");
    assert!(maybe);
}

#[tokio::test]
async fn a_clear_refusal_changed_nothing() {
    for (name, expected) in [
        ("magnum/cluster-create-reader-403", ProblemKind::Forbidden),
        ("magnum/cluster-create-chinese-name-400", ProblemKind::BadRequest),
        ("magnum/cluster-create-malformed-500", ProblemKind::ServerFault),
        ("magnum/nodegroup-create-duplicate-409", ProblemKind::Conflict),
    ] {
        assert_eq!(after(recorded(name)).await, (expected, false), "{name}");
    }
    let limit = json!({"errors": [{"status": 403, "detail": "Resource limit exceeded: You have reached the maximum clusters per project, 1."}]});
    assert_eq!(
        after(Reply::json(403, &limit)).await,
        (ProblemKind::QuotaExceeded, false)
    );
    let busy = Reply::text(503, "text/plain", "no server");
    assert_eq!(after(busy).await, (ProblemKind::Unavailable, false));
    let (kind, maybe) =
        after(Reply::text(302, "text/html", "").with("Location", "http://elsewhere.test/")).await;
    assert!(matches!(kind, ProblemKind::Redirected { .. }));
    assert!(!maybe);
}

#[tokio::test]
async fn f02_a_change_that_found_no_server_was_not_sent() {
    let cloud = cloud(|_| Reply::HangUp).await;
    let mut profile = super::cloud::profile(&format!("{}/identity", cloud.url));
    let closed = super::network::closed_port().await;
    profile.endpoint_overrides.insert(
        magnum_desktop::domain::service::Service::ContainerInfra,
        format!("http://{closed}"),
    );
    let session = super::cloud::try_sign_in(&profile).await.unwrap();
    let error = clusters::delete(&session, &ClusterId::new("x"))
        .await
        .unwrap_err();
    assert_eq!(*error.kind(), ProblemKind::ConnectionRefused { host: closed });
    assert!(!error.maybe_sent());
}

#[tokio::test]
async fn f41_a_change_that_was_put_off_is_sent_again() {
    for status in [429, 503] {
        let busy = Reply::text(status, "text/plain", "later").with("Retry-After", "0");
        let cloud = cloud(move |_| busy.clone()).await;
        let session = sign_in(&cloud).await;
        let error = clusters::create(&session, &request()).await.unwrap_err();
        assert_eq!(cloud.count("POST", "/v1/clusters"), 3, "{status}");
        assert!(!error.maybe_sent());
    }
}

#[tokio::test]
async fn f06_a_creation_is_sent_once_wherever_the_line_is_cut() {
    let cloud = cloud(|_| recorded("magnum/cluster-create").with("Connection", "close")).await;
    let proxy = Proxy::before(&cloud.url).await;
    let session = super::network::through(&proxy).await;
    session.discover_versions().await;
    clusters::create(&session, &request()).await.unwrap();
    assert_eq!(cloud.count("POST", "/v1/clusters"), 1);
    for cut in (1..600).step_by(37) {
        for harm in [Harm::CutRequest(cut), Harm::CutAnswer(cut)] {
            let (before, connections) = (cloud.count("POST", "/v1/clusters"), proxy.connections());
            proxy.harm(harm);
            let outcome = clusters::create(&session, &request()).await;
            proxy.harm(Harm::None);
            assert!(cloud.count("POST", "/v1/clusters") <= before + 1, "{harm:?}");
            assert_eq!(proxy.connections(), connections + 1, "{harm:?}: one attempt");
            if let Err(error) = outcome {
                assert!(error.maybe_sent(), "{harm:?}: {error}");
            }
        }
    }
}
