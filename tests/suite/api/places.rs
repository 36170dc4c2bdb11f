//! Going from place to place without a new sign-in, the regions of a catalogue, and giving back what was got.

use std::sync::atomic::{AtomicUsize, Ordering};

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::profile::{AuthScope, CloudProfile, Identity, NameOrId, ProjectRef};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::service::Service;
use magnum_desktop::domain::session_info::Renewal;
use magnum_desktop::domain::trouble::SignInTrouble;
use magnum_desktop::openstack::nova;
use magnum_desktop::openstack::session::{Session, SignIn};
use serde_json::json;

use super::cloud::{PASSWORD, cloud, now, profile, recorded, sign_in, token, try_sign_in};
use super::server::{Asked, Reply, Server};

const GIVEN: &str = "canary-token-given";

fn project(name: &str) -> AuthScope {
    AuthScope::Project(ProjectRef {
        project: NameOrId::Name(name.to_owned()),
        domain: Some(NameOrId::Id("default".to_owned())),
    })
}

/// A recorded token whose catalogue has a second region with the services of these types only.
fn two_regions(host: &str, kinds: &[&str], number: usize) -> Reply {
    let Reply::Answer(mut answer) = token("keystone/token-password-project", host, number) else {
        unreachable!()
    };
    let mut body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    for service in body["token"]["catalog"].as_array_mut().unwrap() {
        let kind = service["type"].as_str().unwrap().to_owned();
        let endpoints = service["endpoints"].as_array_mut().unwrap();
        if kinds.contains(&kind.as_str()) {
            for mut further in endpoints.clone() {
                further["region"] = json!("RegionTwo");
                further["region_id"] = json!("RegionTwo");
                further["url"] = json!(further["url"].as_str().unwrap().replace("/nova", "/nova-two"));
                endpoints.push(further);
            }
        }
    }
    answer.body = body.to_string().into_bytes();
    Reply::Answer(answer)
}

#[tokio::test]
async fn f35_several_regions_are_told_and_one_is_taken_until_somebody_says_which() {
    let server = Server::start(|asked| {
        if asked.path.ends_with("/auth/tokens") {
            return two_regions(asked.header("host").unwrap(), &["compute", "network"], 1);
        }
        recorded("nova/flavors-detail")
    })
    .await;
    let mut profile = profile(&server.url);
    let session = try_sign_in(&profile).await.unwrap();
    let info = session.info();
    assert_eq!(info.regions, ["RegionOne", "RegionTwo"]);
    assert_eq!(
        (info.region.as_str(), info.region_assumed),
        ("RegionOne", true),
        "the one with Magnum"
    );
    profile.region = Some("RegionTwo".to_owned());
    let there = session.switch(&profile).await.unwrap();
    assert_eq!(
        server.count("POST", "/auth/tokens"),
        1,
        "the catalogue is known already"
    );
    let info = there.info();
    assert_eq!((info.region.as_str(), info.region_assumed), ("RegionTwo", false));
    nova::flavors(&there).await.unwrap();
    assert!(server.asked().last().unwrap().path.starts_with("/nova-two/"));
}

#[tokio::test]
async fn f34_a_region_without_magnum_names_those_that_have_it() {
    let server = Server::start(|asked| two_regions(asked.header("host").unwrap(), &["compute"], 1)).await;
    let mut profile = profile(&server.url);
    profile.region = Some("RegionTwo".to_owned());
    let session = try_sign_in(&profile).await.unwrap();
    assert!(!session.has(Service::ContainerInfra));
    let error = magnum_desktop::openstack::magnum::clusters::create(&session, &super::writes::request())
        .await
        .unwrap_err();
    assert_eq!(
        *error.kind(),
        ProblemKind::ServiceMissing {
            elsewhere: vec!["RegionOne".to_owned()]
        }
    );
    assert_eq!(error.problem().service, Some(Service::ContainerInfra));
}

#[tokio::test]
async fn another_project_costs_one_token_and_no_password() {
    let cloud = cloud(|asked| {
        if asked.path.ends_with("/auth/projects") {
            return recorded("keystone/auth-projects");
        }
        Reply::json(404, &json!({}))
    })
    .await;
    let session = sign_in(&cloud).await;
    let places = session.places().await.unwrap();
    assert!(!places.fixed && !places.system && places.domains.is_empty());
    assert_eq!(places.projects.len(), 2);
    let to = CloudProfile {
        auth_scope: places.projects[1].auth_scope(),
        ..profile(&format!("{}/identity", cloud.url))
    };
    session.switch(&to).await.unwrap();
    let bodies: Vec<_> = cloud
        .asked()
        .into_iter()
        .filter(|asked| asked.method == "POST")
        .map(|asked| asked.json()["auth"].clone())
        .collect();
    assert_eq!(bodies.len(), 2);
    assert_eq!(
        bodies[1],
        json!({
            "identity": {"methods": ["token"], "token": {"id": "canary-token-1"}},
            "scope": {"project": {"name": "容器平台测试", "domain": {"id": "default"}}},
        })
    );
}

#[tokio::test]
async fn a_keystone_that_sells_no_token_for_a_token_is_shown_the_password_again() {
    let server = Server::start(|asked| {
        if asked.json()["auth"]["identity"]["methods"] == json!(["token"]) {
            let words = "You are not authorized to perform the requested action: rescope a scoped token.";
            return Reply::json(403, &json!({"error": {"code": 403, "message": words}}));
        }
        token(
            "keystone/token-password-project",
            asked.header("host").unwrap(),
            1,
        )
    })
    .await;
    let session = try_sign_in(&profile(&server.url)).await.unwrap();
    let to = CloudProfile {
        auth_scope: project("other"),
        ..profile(&server.url)
    };
    session.switch(&to).await.unwrap();
    let last = server.asked().last().unwrap().json();
    assert_eq!(last["auth"]["identity"]["methods"], json!(["password"]));
    assert_eq!(last["auth"]["scope"]["project"]["name"], "other");
}

#[tokio::test]
async fn who_signs_out_gives_back_every_token_that_was_got() {
    let cloud = cloud(|_| Reply::text(204, "text/plain", "")).await;
    let session = sign_in(&cloud).await;
    let to = CloudProfile {
        auth_scope: project("other"),
        ..profile(&format!("{}/identity", cloud.url))
    };
    let session = session.switch(&to).await.unwrap();
    session.revoke().await;
    // The cloud of these tests answers any method at this path with a token.
    let given_back: Vec<_> = cloud
        .asked()
        .into_iter()
        .filter(|asked| asked.method == "DELETE")
        .map(|asked| {
            let subject = asked.header("x-subject-token").unwrap().to_owned();
            assert_eq!(asked.header("x-auth-token"), Some(subject.as_str()));
            subject
        })
        .collect();
    assert_eq!(given_back.len(), 2);
    assert!(given_back.contains(&"canary-token-1".to_owned()));
    session.revoke().await;
    assert_eq!(cloud.count("DELETE", "/auth/tokens"), 2, "once");
}

/// A Keystone that knows one token from elsewhere, until it does not.
async fn token_from_elsewhere(alive: std::sync::Arc<AtomicUsize>) -> Server {
    Server::start(move |asked: &Asked| {
        let good = alive.load(Ordering::SeqCst) == 1;
        match (asked.method.as_str(), asked.path.as_str()) {
            ("GET", "/v3/auth/tokens") if good => {
                assert_eq!(asked.header("x-subject-token"), Some(GIVEN));
                token(
                    "keystone/token-password-project",
                    asked.header("host").unwrap(),
                    1,
                )
            }
            ("GET", "/nova/v2.1/flavors/detail") if good => recorded("nova/flavors-detail"),
            ("POST", "/v3/auth/tokens") => token("keystone/token-rescope", asked.header("host").unwrap(), 1),
            ("DELETE", _) => Reply::text(204, "text/plain", ""),
            ("GET", "/v3/auth/tokens") => Reply::json(
                404,
                &json!({"error": {"code": 404, "message": "Could not find token.", "title": "Not Found"}}),
            ),
            _ => recorded("nova/bad-token-401"),
        }
    })
    .await
}

fn bare(url: &str) -> CloudProfile {
    CloudProfile {
        identity: Identity::Token,
        auth_scope: AuthScope::Own,
        ..profile(url)
    }
}

#[tokio::test]
async fn f28_a_bare_token_counts_down_and_nothing_pretends_to_renew_it() {
    let alive = std::sync::Arc::new(AtomicUsize::new(1));
    let server = token_from_elsewhere(std::sync::Arc::clone(&alive)).await;
    let secret = Secret::new(GIVEN);
    let SignIn::Done(session) = Session::begin(&bare(&server.url), &secret, now()).await.unwrap() else {
        panic!("the token is for a project")
    };
    let info = session.info();
    assert_eq!(info.renewal, Renewal::Never);
    assert_eq!(info.expires_here.unwrap().to_string(), "2026-11-23T10:35:41Z");
    assert_eq!(info.project, "demo", "what it is for is asked, not bought");
    assert_eq!(nova::flavors(&session).await.unwrap().len(), 4);
    alive.store(0, Ordering::SeqCst);
    for _ in 0..3 {
        let problem = nova::flavors(&session).await.unwrap_err().problem();
        assert_eq!(problem.kind, ProblemKind::SignIn(SignInTrouble::TokenEnded));
    }
    assert_eq!(
        session.ended().unwrap().kind,
        ProblemKind::SignIn(SignInTrouble::TokenEnded)
    );
    assert_eq!(server.count("POST", "/auth/tokens"), 0);
    assert_eq!(
        server.count("GET", "/auth/tokens"),
        2,
        "looked at in the beginning and in the end"
    );
    session.revoke().await;
    assert_eq!(server.count("DELETE", "/auth/tokens"), 0, "it is somebody else's");
}

#[tokio::test]
async fn what_was_bought_with_a_bare_token_is_given_back_and_the_token_is_not() {
    let server = token_from_elsewhere(std::sync::Arc::new(AtomicUsize::new(1))).await;
    let profile = CloudProfile {
        auth_scope: project("容器平台测试"),
        ..bare(&server.url)
    };
    let SignIn::Done(session) = Session::begin(&profile, &Secret::new(GIVEN), now())
        .await
        .unwrap()
    else {
        panic!("the token is for a project")
    };
    session.revoke().await;
    let subjects: Vec<_> = server
        .asked()
        .iter()
        .filter(|asked| asked.method == "DELETE")
        .map(|asked| asked.header("x-subject-token").unwrap().to_owned())
        .collect();
    assert_eq!(subjects, ["canary-token-1"]);
}

#[tokio::test]
async fn somebody_with_one_project_is_not_asked_which() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/v3/auth/projects" => Reply::json(
            200,
            &json!({"projects": [{"id": "p1", "name": "only", "domain_id": "default", "enabled": true},
                                 {"id": "p2", "name": "closed", "domain_id": "default", "enabled": false}]}),
        ),
        "/v3/auth/domains" | "/v3/auth/system" => Reply::json(404, &json!({})),
        _ if asked.json()["auth"].get("scope").is_some() => token(
            "keystone/token-password-project",
            asked.header("host").unwrap(),
            2,
        ),
        _ => token(
            "keystone/token-password-unscoped",
            asked.header("host").unwrap(),
            1,
        ),
    })
    .await;
    let profile = CloudProfile {
        auth_scope: AuthScope::Own,
        ..profile(&server.url)
    };
    let SignIn::Done(session) = Session::begin(&profile, &Secret::new(PASSWORD), now())
        .await
        .unwrap()
    else {
        panic!("there is one place only")
    };
    assert_eq!(session.info().project, "demo");
    let last = server.asked().last().unwrap().json();
    assert_eq!(last["auth"]["scope"]["project"]["name"], "only");
}
