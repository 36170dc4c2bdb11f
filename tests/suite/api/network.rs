//! The network's own ways of failing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::service::{Service, ServiceState};
use magnum_desktop::openstack::magnum::clusters::{self, ClusterPage};
use magnum_desktop::openstack::nova;
use tokio::net::TcpListener;

use super::cloud::{cloud, profile, recorded, sign_in, try_sign_in};
use super::server::Reply;

/// `host:port` where nothing listens.
pub(super) async fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    format!("127.0.0.1:{port}")
}

#[tokio::test]
async fn f01_a_name_that_does_not_resolve() {
    // Longer than a label may be, so that no resolver is asked.
    let host = format!("{}.test", "a".repeat(64));
    let error = try_sign_in(&profile(&format!("http://{host}:5000")))
        .await
        .unwrap_err();
    assert_eq!(*error.kind(), ProblemKind::HostNotFound { host });
}

#[tokio::test]
async fn f02_nothing_listens() {
    let closed = closed_port().await;
    let error = try_sign_in(&profile(&format!("http://{closed}")))
        .await
        .unwrap_err();
    assert_eq!(*error.kind(), ProblemKind::ConnectionRefused { host: closed });
    assert!(error.problem().is_network());
}

#[tokio::test]
async fn f03_silence_ends() {
    let cloud = cloud(|_| Reply::Silence).await;
    let session = sign_in(&cloud).await;
    let call = tokio::spawn(async move {
        let error = nova::flavors(&session).await.unwrap_err();
        (error.problem().kind, session)
    });
    while cloud.count("GET", "/flavors/detail") == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    // From here on nothing happens but the passing of time.
    tokio::time::pause();
    let (kind, session) = call.await.unwrap();
    let host = cloud.url.trim_start_matches("http://").to_owned();
    assert_eq!(kind, ProblemKind::NoAnswer { host, limit_secs: 20 });
    assert_eq!(
        cloud.count("GET", "/flavors/detail"),
        1,
        "a slow server is not asked again at once"
    );
    let state = session
        .services()
        .into_iter()
        .find(|one| one.service == Service::Compute)
        .unwrap()
        .state;
    assert!(matches!(state, ServiceState::Failing { .. }));
}

/// A cloud that answers the first calls like this, and then well.
async fn after_some(bad: Reply, times: usize) -> super::server::Server {
    let count = Arc::new(AtomicUsize::new(0));
    cloud(move |_| {
        if count.fetch_add(1, Ordering::SeqCst) < times {
            return bad.clone();
        }
        recorded("nova/flavors-detail")
    })
    .await
}

#[tokio::test]
async fn f05_reads_are_tried_again() {
    for bad in [
        Reply::BreakOff,
        Reply::HangUp,
        Reply::text(503, "text/html", "<h1>503</h1>").with("Retry-After", "0"),
        Reply::text(502, "text/html", "<h1>502</h1>").with("Retry-After", "0"),
    ] {
        let cloud = after_some(bad, 2).await;
        let session = sign_in(&cloud).await;
        assert_eq!(nova::flavors(&session).await.unwrap().len(), 4);
        assert_eq!(cloud.count("GET", "/flavors/detail"), 3);
    }
    let cloud = after_some(Reply::HangUp, 3).await;
    let session = sign_in(&cloud).await;
    assert!(matches!(
        nova::flavors(&session).await.unwrap_err().kind(),
        ProblemKind::ConnectionLost { .. }
    ));
    assert_eq!(cloud.count("GET", "/flavors/detail"), 3);
}

#[tokio::test]
async fn f41_a_long_wait_is_told_and_not_waited_for() {
    let busy = Reply::text(429, "text/plain", "slow down").with("Retry-After", "120");
    let cloud = after_some(busy, 9).await;
    let session = sign_in(&cloud).await;
    let problem = nova::flavors(&session).await.unwrap_err().problem();
    assert_eq!(
        problem.kind,
        ProblemKind::RateLimited {
            retry_after_secs: Some(120)
        }
    );
    assert_eq!(problem.server_words.as_deref(), Some("slow down"));
    assert_eq!(cloud.count("GET", "/flavors/detail"), 1);
    let cloud = after_some(Reply::text(429, "text/plain", "").with("Retry-After", "0"), 1).await;
    let session = sign_in(&cloud).await;
    assert_eq!(nova::flavors(&session).await.unwrap().len(), 4);
}

#[tokio::test]
async fn calls_queue_so_that_a_service_is_not_overrun() {
    for (path, most) in [
        ("/magnum/v1/clusters/detail", 3),
        ("/nova/v2.1/flavors/detail", 6),
    ] {
        let running = Arc::new(AtomicUsize::new(0));
        let peak = Arc::new(AtomicUsize::new(0));
        let (began, highest) = (Arc::clone(&running), Arc::clone(&peak));
        let cloud = cloud(move |asked| {
            if asked.path != path {
                return recorded("magnum/versions");
            }
            highest.fetch_max(began.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            let name = if most == 3 {
                "magnum/clusters-empty"
            } else {
                "nova/flavors-detail"
            };
            let Reply::Answer(answer) = recorded(name) else {
                unreachable!()
            };
            Reply::Later(answer)
        })
        .await;
        let session = sign_in(&cloud).await;
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let (session, running) = (session.clone(), Arc::clone(&running));
            calls.spawn(async move {
                if most == 3 {
                    let page = ClusterPage {
                        limit: 20,
                        after: None,
                    };
                    clusters::page(&session, &page).await.unwrap();
                } else {
                    nova::flavors(&session).await.unwrap();
                }
                running.fetch_sub(1, Ordering::SeqCst);
            });
        }
        while let Some(call) = calls.join_next().await {
            call.unwrap();
        }
        assert!(
            (2..=most).contains(&peak.load(Ordering::SeqCst)),
            "{path}: {peak:?}"
        );
    }
}
