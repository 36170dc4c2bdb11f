//! What is left alone for a while, who may try all the same, and what a sleep of the machine does to connections.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::service::Service;
use magnum_desktop::openstack::session::{Now, Session};
use magnum_desktop::openstack::urgency::urgently;
use magnum_desktop::openstack::{cinder, neutron, nova};

use super::cloud::{PASSWORD, cloud, now, profile, recorded, sign_in, try_sign_in};
use super::network::{after_some, closed_port, cloud_of_short_connections, sent_to_nova, skip, through};
use super::proxy::{Harm, Proxy};
use super::server::Reply;

async fn flavors(session: &Session) -> Problem {
    nova::flavors(session).await.unwrap_err().problem()
}

#[tokio::test]
async fn f02_a_closed_port_is_tried_three_times_then_left_alone() {
    let cloud = cloud(|_| recorded("neutron/networks")).await;
    let mut profile = profile(&format!("{}/identity", cloud.url));
    let closed = closed_port().await;
    let address = format!("http://{closed}");
    profile.endpoint_overrides.insert(Service::Compute, address);
    let session = try_sign_in(&profile).await.unwrap();
    let refused = ProblemKind::ConnectionRefused { host: closed };
    for call in 1..=5 {
        assert_eq!(flavors(&session).await.kind, refused);
        assert_eq!(sent_to_nova(&session).len(), 3 * call);
    }
    let ProblemKind::Resting { until } = flavors(&session).await.kind else {
        panic!("it is left alone")
    };
    let left = |until: Timestamp| until.duration_since(now()()).as_secs_f32();
    assert!((10.0..=15.0).contains(&left(until)), "{until}");
    assert_eq!(sent_to_nova(&session).len(), 15, "nobody was asked");
    let diagnostics = session.diagnostics();
    let report = diagnostics
        .services
        .iter()
        .find(|report| report.service == Service::Compute)
        .unwrap();
    assert_eq!(report.failures_in_row, 5);
    assert!((10.0..=15.0).contains(&left(report.resting_until.unwrap())));
    assert_eq!(report.last_error.as_ref().unwrap().1.kind, refused);
    // A person may find out, once, and others are not concerned.
    assert_eq!(*urgently(flavors(&session)).await.kind.cause(), refused);
    assert_eq!(sent_to_nova(&session).len(), 16);
    neutron::networks(&session).await.unwrap();
}

#[tokio::test]
async fn a_service_that_used_up_its_attempts_fails_at_once_and_says_so() {
    let count = Arc::new(AtomicUsize::new(0));
    let asked = Arc::clone(&count);
    // Four bad answers, then one good: the circuit never opens, and still the attempts run out.
    let cloud = cloud(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        number if number % 4 == 3 => recorded("nova/flavors-detail"),
        _ => Reply::text(503, "text/plain", "busy"),
    })
    .await;
    let session = sign_in(&cloud).await;
    let mut kinds = Vec::new();
    for _ in 0..12 {
        kinds.extend(
            nova::flavors(&session)
                .await
                .err()
                .map(|error| error.problem().kind),
        );
    }
    let struggling = ProblemKind::Struggling {
        cause: Box::new(ProblemKind::Unavailable),
    };
    assert!(
        kinds.contains(&ProblemKind::Unavailable) && kinds.contains(&struggling),
        "{kinds:?}"
    );
}

#[tokio::test]
async fn f41_a_long_wait_is_told_kept_and_concerns_nobody_else() {
    let busy = Reply::text(429, "text/plain", "slow down").with("Retry-After", "120");
    let cloud = cloud(move |asked| match asked.path.as_str() {
        path if path.contains("/flavors/") => busy.clone(),
        _ => recorded("neutron/networks"),
    })
    .await;
    let session = sign_in(&cloud).await;
    let problem = flavors(&session).await;
    let limited = |secs| ProblemKind::RateLimited {
        retry_after_secs: Some(secs),
    };
    assert_eq!(problem.kind, limited(120));
    assert_eq!(problem.server_words.as_deref(), Some("slow down"));
    assert_eq!(cloud.count("GET", "/flavors/detail"), 1);
    skip(Duration::from_secs(20)).await;
    let counted = flavors(&session).await.kind;
    assert!(
        (90..=100).any(|secs| counted == limited(secs)),
        "a countdown: {counted:?}"
    );
    assert_eq!(
        cloud.count("GET", "/flavors/detail"),
        1,
        "and nobody asks meanwhile"
    );
    neutron::networks(&session).await.unwrap();
    assert_eq!(urgently(flavors(&session)).await.kind, limited(120));
    assert_eq!(cloud.count("GET", "/flavors/detail"), 2, "but for a person");
    skip(Duration::from_secs(120)).await;
    flavors(&session).await;
    assert_eq!(
        cloud.count("GET", "/flavors/detail"),
        3,
        "polls resume by themselves"
    );
}

#[tokio::test]
async fn f41_f42_a_short_wait_is_waited() {
    for (status, body) in [
        (429, ""),
        (503, ""),
        (
            413,
            r#"{"overLimit": {"code": 413, "message": "This request was rate-limited.", "retryAfter": "7"}}"#,
        ),
    ] {
        let bad = Reply::text(status, "application/json", body).with("Retry-After", "7");
        let cloud = after_some(bad, 1).await;
        let session = sign_in(&cloud).await;
        let asking = tokio::spawn({
            let session = session.clone();
            async move { nova::flavors(&session).await }
        });
        while sent_to_nova(&session).is_empty() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        skip(Duration::from_secs(6)).await;
        tokio::task::yield_now().await;
        assert_eq!(
            cloud.count("GET", "/flavors/detail"),
            1,
            "{status}: not before its time"
        );
        skip(Duration::from_secs(1)).await;
        assert_eq!(asking.await.unwrap().unwrap().len(), 4, "{status}");
    }
    // An old service says so in the body alone; and what has no end in sight is ten minutes.
    let old = r#"{"overLimit": {"code": 413, "message": "limited", "retryAfter": "90"}}"#;
    for (bad, secs) in [
        (Reply::text(413, "application/json", old), 90),
        (
            Reply::text(429, "text/plain", "").with("Retry-After", "86400"),
            600,
        ),
        (
            Reply::text(429, "text/plain", "").with("Retry-After", "whenever"),
            600,
        ),
    ] {
        let cloud = after_some(bad, 9).await;
        let session = sign_in(&cloud).await;
        let retry_after_secs = Some(secs);
        assert_eq!(
            flavors(&session).await.kind,
            ProblemKind::RateLimited { retry_after_secs }
        );
        assert_eq!(cloud.count("GET", "/flavors/detail"), 1);
    }
}

/// A clock on the wall that a test moves.
fn wall() -> (Arc<Mutex<Timestamp>>, Now) {
    let at = Arc::new(Mutex::new(now()()));
    let shown = Arc::clone(&at);
    (at, Arc::new(move || *shown.lock().unwrap()))
}

#[tokio::test]
async fn f07_after_a_suspend_the_first_click_goes_over_a_new_connection() {
    let server = cloud(|_| recorded("nova/flavors-detail")).await;
    let proxy = Proxy::before(&server.url).await;
    let (at, wall) = wall();
    let profile = profile(&format!("http://{}/identity", proxy.place));
    let session = Session::sign_in(&profile, &Secret::new(PASSWORD), wall)
        .await
        .unwrap();
    nova::flavors(&session).await.unwrap();
    let before = proxy.connections();
    nova::flavors(&session).await.unwrap();
    assert_eq!(proxy.connections(), before, "a connection is kept and used again");
    // The lid is closed: what is open stays open, and is dead.
    proxy.freeze();
    *at.lock().unwrap() += SignedDuration::from_hours(8);
    assert_eq!(urgently(nova::flavors(&session)).await.unwrap().len(), 4);
    assert_eq!(proxy.connections(), before + 1);
}

#[tokio::test]
async fn f08_a_network_that_is_gone_is_one_trouble_and_one_probe() {
    let server = cloud_of_short_connections().await;
    let proxy = Proxy::before(&server.url).await;
    let session = through(&proxy).await;
    nova::flavors(&session).await.unwrap();
    proxy.harm(Harm::Reset);
    for _ in 0..5 {
        assert!(flavors(&session).await.is_network());
    }
    let gone = proxy.connections();
    for problem in [
        flavors(&session).await,
        neutron::networks(&session).await.unwrap_err().problem(),
        cinder::volumes(&session).await.unwrap_err().problem(),
    ] {
        assert!(matches!(problem.kind, ProblemKind::Resting { .. }), "{problem:?}");
    }
    assert_eq!(proxy.connections(), gone, "nobody tries");
    skip(Duration::from_secs(15)).await;
    let (a, b, c) = tokio::join!(
        nova::flavors(&session),
        neutron::networks(&session),
        cinder::volumes(&session)
    );
    assert!(a.is_err() && b.is_err() && c.is_err());
    assert_eq!(
        proxy.connections(),
        gone + 1,
        "one probe for all that is behind one address"
    );
    // The network comes back, by another way.
    let other = cloud_of_short_connections().await;
    proxy.route(&other.url);
    proxy.harm(Harm::None);
    skip(Duration::from_secs(30)).await;
    nova::flavors(&session).await.unwrap();
    let reached = neutron::networks(&session)
        .await
        .map_err(|error| error.problem().kind);
    assert!(
        !matches!(reached, Err(ProblemKind::Resting { .. })),
        "{reached:?}"
    );
    assert_eq!(other.count("GET", "/flavors/detail"), 1);
}

#[tokio::test]
async fn f33_a_wrong_clock_is_measured() {
    // The answers are two hours ahead of the clock of the tests.
    let cloud =
        cloud(|_| recorded("nova/flavors-detail").with("Date", "Mon, 23 Nov 2026 08:22:55 GMT")).await;
    let session = sign_in(&cloud).await;
    let skew = || session.diagnostics().skew;
    for _ in 0..5 {
        nova::flavors(&session).await.unwrap();
    }
    let hours = skew().unwrap().as_secs_f64() / 3600.0;
    assert!((1.99..=2.0).contains(&hours), "{hours}");
    assert!(session.diagnostics().alarming_skew().is_some());
    let ahead = session.server_now().duration_since(now()());
    assert_eq!(Some(ahead), skew());
}
