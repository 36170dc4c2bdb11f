//! What happens when the token is gone.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::trouble::SignInTrouble;
use magnum_desktop::openstack::session::{Now, Session};
use magnum_desktop::openstack::{cinder, nova};
use magnum_desktop::platform::clock::Clock;
use serde_json::json;

use super::cloud::{PASSWORD, cloud, profile, recorded, sign_in, token};
use super::server::{Asked, Reply, Server};

fn first_token(asked: &Asked) -> bool {
    asked.header("x-auth-token") == Some("canary-token-1")
}

#[tokio::test]
async fn f25_a_storm_of_refusals_brings_one_renewal() {
    let cloud = cloud(|asked| {
        if first_token(asked) {
            return recorded("nova/bad-token-401");
        }
        recorded("nova/flavors-detail")
    })
    .await;
    let session = sign_in(&cloud).await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let session = session.clone();
        calls.spawn(async move { nova::flavors(&session).await.map(|flavors| flavors.len()) });
    }
    while let Some(outcome) = calls.join_next().await {
        assert_eq!(outcome.unwrap().unwrap(), 4);
    }
    assert_eq!(
        cloud.count("POST", "/auth/tokens"),
        2,
        "one sign-in and one renewal"
    );
    let good = cloud
        .asked()
        .iter()
        .filter(|asked| asked.header("x-auth-token") == Some("canary-token-2"))
        .count();
    assert_eq!(good, 20);
}

/// A cloud that lets in once, and answers further sign-ins as told.
async fn once(refusal: Reply, let_in_again: Arc<AtomicBool>) -> Server {
    let signed_in = AtomicBool::new(false);
    Server::start(move |asked| {
        if asked.path.ends_with("/auth/tokens") {
            let first = !signed_in.swap(true, Ordering::SeqCst);
            if first || let_in_again.load(Ordering::SeqCst) {
                let number = if first { 1 } else { 2 };
                return token(
                    "keystone/token-password-project",
                    asked.header("host").unwrap(),
                    number,
                );
            }
            return refusal.clone();
        }
        if first_token(asked) {
            return recorded("nova/bad-token-401");
        }
        recorded("nova/flavors-detail")
    })
    .await
}

#[tokio::test]
async fn f27_a_refused_renewal_ends_the_session_for_good() {
    let cloud = once(recorded("keystone/token-wrong-password-401"), Arc::default()).await;
    let session = sign_in(&cloud).await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let session = session.clone();
        calls.spawn(async move { nova::flavors(&session).await.unwrap_err().problem().kind });
    }
    while let Some(kind) = calls.join_next().await {
        assert_eq!(kind.unwrap(), ProblemKind::SessionEnded);
    }
    assert_eq!(
        *nova::flavors(&session).await.unwrap_err().kind(),
        ProblemKind::SessionEnded
    );
    assert_eq!(
        cloud.count("POST", "/auth/tokens"),
        2,
        "a password that was refused is not tried again"
    );
}

#[tokio::test]
async fn f26_a_keystone_out_of_order_ends_nothing() {
    let let_in = Arc::new(AtomicBool::new(false));
    let unavailable = Reply::text(503, "text/html", "<html><h1>503 Service Unavailable</h1></html>");
    let cloud = once(unavailable, Arc::clone(&let_in)).await;
    let session = sign_in(&cloud).await;
    let problem = nova::flavors(&session).await.unwrap_err().problem();
    assert_eq!(
        problem.kind,
        ProblemKind::SignIn(SignInTrouble::CannotRenew {
            cause: Box::new(ProblemKind::Unavailable),
            until: None,
        })
    );
    assert!(session.ended().is_none() && !problem.kind.ends_session());
    assert!(session.info().renewal_trouble.is_some());
    assert_eq!(problem.server_words.as_deref(), Some("503 Service Unavailable"));
    let_in.store(true, Ordering::SeqCst);
    assert_eq!(nova::flavors(&session).await.unwrap().len(), 4);
    assert_eq!(session.info().renewal_trouble, None);
}

/// A session whose clock the test moves.
async fn timed(cloud: &Server, at: &str) -> (Session, Clock) {
    let clock = Clock::manual(at.parse().unwrap());
    let hand = clock.clone();
    let profile = profile(&format!("{}/identity", cloud.url));
    let now: Now = Arc::new(move || clock.now());
    let session = Session::sign_in(&profile, &Secret::new(PASSWORD), now)
        .await
        .unwrap();
    (session, hand)
}

#[tokio::test]
async fn f33_a_wrong_clock_lets_nothing_expire() {
    let cloud = cloud(|_| recorded("nova/flavors-detail")).await;
    // The token was made at 06:35:41 and is good for four hours; this clock is wrong by two, and by a day.
    for at in [
        "2026-11-23T08:35:41Z",
        "2026-11-23T04:35:41Z",
        "2026-11-24T06:35:41Z",
    ] {
        let before = cloud.count("POST", "/auth/tokens");
        let (session, clock) = timed(&cloud, at).await;
        nova::flavors(&session).await.unwrap();
        let left = session.info().expires_here.unwrap().duration_since(clock.now());
        assert_eq!(left.as_secs(), 4 * 60 * 60, "at {at}");
        assert_eq!(cloud.count("POST", "/auth/tokens"), before + 1);
    }
}

#[tokio::test]
async fn a_token_is_renewed_before_its_end_when_it_is_used_and_not_otherwise() {
    let cloud = cloud(|_| recorded("nova/flavors-detail")).await;
    let (session, clock) = timed(&cloud, "2026-11-23T06:35:41Z").await;
    // Four fifths of its life are over in 48 minutes before the end.
    clock.set("2026-11-23T09:47:00Z".parse().unwrap());
    nova::flavors(&session).await.unwrap();
    assert_eq!(cloud.count("POST", "/auth/tokens"), 1);
    clock.set("2026-11-23T10:40:00Z".parse().unwrap());
    tokio::task::yield_now().await;
    assert_eq!(cloud.count("POST", "/auth/tokens"), 1, "nobody needs it");
    // After the end twenty calls wait for one renewal, and none is sent in vain.
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let session = session.clone();
        calls.spawn(async move { nova::flavors(&session).await.map(|flavors| flavors.len()) });
    }
    while let Some(outcome) = calls.join_next().await {
        assert_eq!(outcome.unwrap().unwrap(), 4);
    }
    assert_eq!(cloud.count("POST", "/auth/tokens"), 2);
}

#[tokio::test]
async fn f61_without_keystone_work_goes_on_and_it_is_said_until_when() {
    let signed_in = AtomicBool::new(false);
    let cloud = Server::start(move |asked| {
        if !asked.path.ends_with("/auth/tokens") {
            return recorded("nova/flavors-detail");
        }
        if signed_in.swap(true, Ordering::SeqCst) {
            return Reply::text(503, "text/html", "<html><h1>503 Service Unavailable</h1></html>");
        }
        token(
            "keystone/token-password-project",
            asked.header("host").unwrap(),
            1,
        )
    })
    .await;
    let (session, clock) = timed(&cloud, "2026-11-23T06:35:41Z").await;
    clock.set("2026-11-23T10:00:00Z".parse().unwrap());
    assert_eq!(nova::flavors(&session).await.unwrap().len(), 4);
    let end = "2026-11-23T10:35:41Z".parse().unwrap();
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while session.info().renewal_trouble.is_none() && tokio::time::Instant::now() < deadline {
        tokio::task::yield_now().await;
    }
    let trouble = session.info().renewal_trouble.unwrap();
    assert_eq!(
        trouble.kind,
        ProblemKind::SignIn(SignInTrouble::CannotRenew {
            cause: Box::new(ProblemKind::Unavailable),
            until: Some(end),
        })
    );
    assert_eq!(trouble.server_words.as_deref(), Some("503 Service Unavailable"));
    assert!(session.ended().is_none());
    assert_eq!(nova::flavors(&session).await.unwrap().len(), 4);
    assert_eq!(cloud.count("POST", "/auth/tokens"), 2, "not with every call");
}

#[tokio::test]
async fn a_service_that_refuses_every_token_costs_one_renewal() {
    let cloud = cloud(|asked| {
        if asked.path.starts_with("/nova") {
            return recorded("nova/bad-token-401");
        }
        recorded("cinder/volumes-detail")
    })
    .await;
    let session = sign_in(&cloud).await;
    for _ in 0..3 {
        assert_eq!(
            *nova::flavors(&session).await.unwrap_err().kind(),
            ProblemKind::SessionEnded
        );
    }
    assert_eq!(cloud.count("POST", "/auth/tokens"), 2);
    assert_eq!(
        cinder::volumes(&session).await.unwrap().len(),
        5,
        "the others go on"
    );
}

#[tokio::test]
async fn a_change_that_was_refused_for_its_token_is_sent_again() {
    let cloud = cloud(|asked| {
        if first_token(asked) {
            return recorded("magnum/clusters-bad-token-401");
        }
        Reply::json(202, &json!({"uuid": "new"}))
    })
    .await;
    let session = sign_in(&cloud).await;
    let created =
        magnum_desktop::openstack::magnum::clusters::create(&session, &super::writes::request()).await;
    assert_eq!(created.unwrap().as_str(), "new");
    assert_eq!(cloud.count("POST", "/v1/clusters"), 2);
}
