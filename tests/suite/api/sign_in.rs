//! Signing in: who may, what goes wrong, and what a session knows afterwards.

use std::sync::Arc;

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::profile::{AuthScope, Identity, NameOrId};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::service::{Service, ServiceState};
use magnum_desktop::openstack::session::Session;
use serde_json::json;

use super::cloud::{PASSWORD, PROJECT, cloud, now, profile, recorded, sign_in, token, try_sign_in};
use super::server::{Reply, Server};

#[tokio::test]
async fn a_session_knows_who_and_where() {
    let cloud = cloud(|_| Reply::HangUp).await;
    let session = sign_in(&cloud).await;
    let info = session.info();
    assert_eq!((info.user.as_str(), info.project.as_str()), ("demo", "demo"));
    assert_eq!(info.project_id.as_str(), PROJECT);
    assert_eq!((info.region.as_str(), info.regions.len()), ("RegionOne", 1));
    assert!(info.roles.contains(&"member".to_owned()));
    assert_eq!(info.expires_at.unwrap().to_string(), "2026-11-23T10:35:41Z");
    assert_eq!(info.magnum_version, None, "nobody has asked yet");
    assert!(Service::ALL.iter().all(|service| session.has(*service)));
    let asked = &cloud.asked()[0];
    assert_eq!(
        asked.json(),
        json!({"auth": {
            "identity": {"methods": ["password"], "password": {"user": {
                "name": "demo", "domain": {"name": "Default"}, "password": PASSWORD,
            }}},
            "scope": {"project": {"name": "demo", "domain": {"name": "Default"}}},
        }})
    );
}

#[tokio::test]
async fn auth_urls_come_in_three_forms() {
    let cloud = cloud(|_| Reply::HangUp).await;
    for form in [
        "/identity",
        "/identity/",
        "/identity/v3",
        "/identity/v3/",
        "/identity/v2.0",
    ] {
        try_sign_in(&profile(&format!("{}{form}", cloud.url)))
            .await
            .unwrap();
    }
    let mut odd = profile("localhost:5000");
    assert!(matches!(
        try_sign_in(&odd).await.unwrap_err().kind(),
        ProblemKind::CloudEntryBroken {
            setting: "auth.auth_url",
            ..
        }
    ));
    odd.auth_url = format!("{}/identity", cloud.url);
    let nothing = Session::sign_in(&odd, &Secret::default(), now())
        .await
        .unwrap_err();
    assert_eq!(*nothing.kind(), ProblemKind::PasswordMissing);
}

#[tokio::test]
async fn application_credentials_bring_their_project() {
    let server = Server::start(|asked| {
        token(
            "keystone/token-application-credential",
            asked.header("host").unwrap(),
            1,
        )
    })
    .await;
    let mut profile = profile(&server.url);
    profile.auth_scope = AuthScope::Own;
    profile.identity = Identity::ApplicationCredential {
        credential: NameOrId::Id("c1".to_owned()),
        user: None,
    };
    let session = try_sign_in(&profile).await.unwrap();
    assert_eq!(session.info().project_id.as_str(), PROJECT);
    profile.identity = Identity::ApplicationCredential {
        credential: NameOrId::Name("mine".to_owned()),
        user: Some((NameOrId::Name("demo".to_owned()), None)),
    };
    try_sign_in(&profile).await.unwrap();
    let bodies: Vec<_> = server
        .asked()
        .iter()
        .map(|asked| asked.json()["auth"]["identity"]["application_credential"].clone())
        .collect();
    assert_eq!(
        bodies,
        [
            json!({"id": "c1", "secret": PASSWORD}),
            json!({"name": "mine", "secret": PASSWORD, "user": {"name": "demo", "domain": {"id": "default"}}}),
        ]
    );
}

#[tokio::test]
async fn f21_a_wrong_password_is_tried_once() {
    let server = Server::start(|_| recorded("keystone/token-wrong-password-401")).await;
    let error = try_sign_in(&profile(&server.url)).await.unwrap_err();
    let problem = error.problem();
    assert_eq!(problem.kind, ProblemKind::SignInRefused);
    assert_eq!(
        (problem.service, problem.status),
        (Some(Service::Identity), Some(401))
    );
    assert_eq!(
        problem.server_words.as_deref(),
        Some("The request you have made requires authentication.")
    );
    assert!(problem.request_id.unwrap().starts_with("req-"));
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn f23_a_second_factor_is_named() {
    let server = Server::start(|_| {
        Reply::json(
            401,
            &json!({"receipt": {}, "required_auth_methods": [["password", "totp"]]}),
        )
        .with("Openstack-Auth-Receipt", "abc")
    })
    .await;
    let error = try_sign_in(&profile(&server.url)).await.unwrap_err();
    assert!(matches!(*error.kind(), ProblemKind::SecondFactorNeeded { .. }));
}

#[tokio::test]
async fn without_a_project_there_is_nothing_to_work_in() {
    let server = Server::start(|asked| {
        token(
            "keystone/token-password-unscoped",
            asked.header("host").unwrap(),
            1,
        )
    })
    .await;
    let mut profile = profile(&server.url);
    profile.auth_scope = AuthScope::Own;
    assert_eq!(
        *try_sign_in(&profile).await.unwrap_err().kind(),
        ProblemKind::ProjectMissing
    );
    assert_eq!(server.asked()[0].json()["auth"].get("scope"), None);
}

#[tokio::test]
async fn f34_a_service_outside_the_catalogue_is_not_installed() {
    let server = Server::start(|asked| {
        let host = asked.header("host").unwrap().to_owned();
        let Reply::Answer(mut answer) = token("keystone/token-password-project", &host, 1) else {
            unreachable!()
        };
        let body = String::from_utf8(answer.body).unwrap();
        answer.body = body
            .replace("\"load-balancer\"", "\"something-else\"")
            .into_bytes();
        Reply::Answer(answer)
    })
    .await;
    let session = try_sign_in(&profile(&server.url)).await.unwrap();
    assert!(!session.has(Service::LoadBalancer));
    let state = |service| {
        session
            .services()
            .into_iter()
            .find(|one| one.service == service)
            .unwrap()
            .state
    };
    assert_eq!(state(Service::LoadBalancer), ServiceState::NotInstalled);
    assert_eq!(state(Service::ContainerInfra), ServiceState::NotAsked);
    assert!(matches!(state(Service::Identity), ServiceState::Answering { .. }));
    let error = magnum_desktop::openstack::octavia::pools(&session)
        .await
        .unwrap_err();
    assert_eq!(
        *error.kind(),
        ProblemKind::ServiceMissing {
            elsewhere: Vec::new()
        }
    );
}

#[tokio::test]
async fn an_absent_region_is_told_with_those_there_are() {
    let cloud = cloud(|_| Reply::HangUp).await;
    let mut profile = profile(&format!("{}/identity", cloud.url));
    profile.region = Some("Mars".to_owned());
    assert_eq!(
        *try_sign_in(&profile).await.unwrap_err().kind(),
        ProblemKind::RegionMissing {
            region: "Mars".to_owned(),
            known: vec!["RegionOne".to_owned()]
        }
    );
    profile.region = None;
    profile
        .endpoint_overrides
        .insert(Service::Compute, format!("{}/elsewhere/v2.1", cloud.url));
    let session = try_sign_in(&profile).await.unwrap();
    drop(magnum_desktop::openstack::nova::flavors(&session).await);
    assert_eq!(
        cloud.asked().last().unwrap().path,
        "/elsewhere/v2.1/flavors/detail"
    );
}

#[tokio::test]
async fn what_stands_in_logs_is_no_secret() {
    #[derive(Clone, Default)]
    struct Log(Arc<std::sync::Mutex<Vec<u8>>>);
    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // For the whole process: a subscriber of one thread misses what other threads have registered as uninteresting.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let cloud = cloud(|_| Reply::json(403, &json!({"forbidden": {"message": "no"}}))).await;
    let session = sign_in(&cloud).await;
    let error = magnum_desktop::openstack::nova::servers(&session)
        .await
        .unwrap_err();
    let mut text = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(text.contains("answer"), "something was logged");
    text.push_str(&format!("{session:?} {error:?} {error} {:?}", session.info()));
    assert!(!text.contains("canary"), "{text}");
    assert!(
        cloud.asked()[1]
            .header("x-auth-token")
            .unwrap()
            .starts_with("canary")
    );
}
