//! The network's own ways of failing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use magnum_desktop::domain::diagnostics::RequestRecord;
use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::service::{Service, ServiceState};
use magnum_desktop::openstack::magnum::clusters::{self, ClusterPage};
use magnum_desktop::openstack::nova;
use magnum_desktop::openstack::session::Session;
use tokio::net::{TcpListener, TcpSocket};

use super::cloud::{cloud, profile, recorded, sign_in, token, try_sign_in};
use super::proxy::{Harm, Proxy};
use super::server::{Reply, Server};

/// What was sent to Nova so far, newest first.
pub(super) fn sent_to_nova(session: &Session) -> Vec<RequestRecord> {
    let mut requests = session.diagnostics().requests;
    requests.retain(|request| request.service == Service::Compute);
    requests
}

/// A cloud that hangs up after each answer, so that every call makes a connection of its own.
pub(super) async fn cloud_of_short_connections() -> Server {
    Server::start(|asked| {
        let reply = match asked.path.as_str() {
            "/identity/v3/auth/tokens" => token(
                "keystone/token-password-project",
                asked.header("host").unwrap(),
                1,
            ),
            _ => recorded("nova/flavors-detail"),
        };
        reply.with("Connection", "close")
    })
    .await
}

/// Lets time pass for everybody who waits. Only for the moment: with a clock that stands still, tokio lets time pass by
/// itself whenever nothing has arrived yet, and what comes over a socket takes a moment even on loopback.
pub(super) async fn skip(span: Duration) {
    tokio::time::pause();
    tokio::time::advance(span).await;
    tokio::time::resume();
}

/// Signed in through this proxy, over which everything else goes as well.
pub(super) async fn through(proxy: &Proxy) -> Session {
    try_sign_in(&profile(&format!("http://{}/identity", proxy.place)))
        .await
        .unwrap()
}

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
    assert_eq!(*error.kind(), ProblemKind::HostNotFound { host: host.clone() });
    assert!(error.problem().is_network());
    let cloud = cloud(|_| Reply::HangUp).await;
    let mut profile = profile(&format!("{}/identity", cloud.url));
    profile
        .endpoint_overrides
        .insert(Service::Compute, format!("http://{host}:1"));
    let session = try_sign_in(&profile).await.unwrap();
    assert!(nova::flavors(&session).await.is_err());
    assert_eq!(
        sent_to_nova(&session).len(),
        1,
        "no storm: a name is not asked for again at once"
    );
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
pub(super) async fn after_some(bad: Reply, times: usize) -> Server {
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
async fn f04_a_drip_is_ended_by_the_limit_of_the_whole_call() {
    let server = cloud_of_short_connections().await;
    let proxy = Proxy::before(&server.url).await;
    let session = through(&proxy).await;
    // The head of the answer comes in time, and a piece of the body often enough.
    proxy.harm(Harm::Drip(25, Duration::from_secs(1)));
    let asking = tokio::spawn({
        let session = session.clone();
        async move { nova::flavors(&session).await }
    });
    let mut seconds = 0;
    while !asking.is_finished() {
        skip(Duration::from_secs(1)).await;
        tokio::time::sleep(Duration::from_millis(5)).await;
        seconds += 1;
        assert!(seconds <= 61, "the limit of the whole call is a minute");
    }
    let error = asking.await.unwrap().unwrap_err();
    assert!(matches!(error.kind(), ProblemKind::NoAnswer { .. }), "{error}");
    let record = sent_to_nova(&session).swap_remove(0);
    assert!(record.bytes > 0, "some of it had come, and is dropped");
    assert_eq!(server.count("GET", "/flavors/detail"), 1);
    assert_eq!(session.diagnostics().in_flight, []);
}

#[tokio::test]
async fn f05_a_list_that_is_cut_anywhere_is_whole_or_an_error() {
    let server = cloud_of_short_connections().await;
    let proxy = Proxy::before(&server.url).await;
    let session = through(&proxy).await;
    let whole = nova::flavors(&session).await.unwrap();
    let Reply::Answer(answer) = recorded("nova/flavors-detail") else {
        panic!("a recording is an answer")
    };
    let length = answer.body.len();
    for cut in (1..200).step_by(9).chain((200..length).step_by(length / 23)) {
        proxy.harm(Harm::CutAnswer(cut));
        match nova::flavors(&session).await {
            // The head is longer than what the recording tells, so some cuts are after the end.
            Ok(list) => assert_eq!(list, whole, "{cut}"),
            Err(error) => assert!(error.problem().is_network(), "{cut}: {error}"),
        }
        proxy.harm(Harm::None);
        // Resting after so many failures would say nothing of the cut.
        skip(Duration::from_secs(301)).await;
        assert_eq!(nova::flavors(&session).await.unwrap(), whole, "{cut}");
    }
}

#[tokio::test]
async fn f09_a_dead_ipv6_address_is_passed_by() {
    // The same port in both families: one that answers, and one whose queue is full, so that nothing ever comes back.
    let server = cloud(|_| recorded("nova/flavors-detail")).await;
    let port: u16 = server.url.rsplit_once(':').unwrap().1.parse().unwrap();
    let dead = TcpSocket::new_v6().unwrap();
    if dead
        .bind(std::net::SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, port)))
        .is_err()
    {
        // A machine without IPv6 has no broken IPv6 either.
        return;
    }
    let _listener = dead.listen(1).unwrap();
    let mut filling = Vec::new();
    for _ in 0..4 {
        filling.push(tokio::spawn(tokio::net::TcpStream::connect((
            std::net::Ipv6Addr::LOCALHOST,
            port,
        ))));
    }
    let session = sign_in(&server).await;
    assert_eq!(nova::flavors(&session).await.unwrap().len(), 4);
}

#[tokio::test]
async fn f12_what_comes_slowly_is_seen_coming() {
    let server = cloud_of_short_connections().await;
    let proxy = Proxy::before(&server.url).await;
    let session = through(&proxy).await;
    proxy.harm(Harm::Drip(200, Duration::from_millis(30)));
    let asking = tokio::spawn({
        let session = session.clone();
        async move { nova::flavors(&session).await }
    });
    let mut seen = Vec::new();
    while !asking.is_finished() {
        tokio::time::sleep(Duration::from_millis(20)).await;
        let under_way = session.diagnostics().in_flight;
        seen.extend(under_way.first().map(|transfer| transfer.bytes));
    }
    assert_eq!(asking.await.unwrap().unwrap().len(), 4);
    assert!(seen.is_sorted() && seen.last() > seen.first(), "{seen:?}");
    let record = sent_to_nova(&session).swap_remove(0);
    assert!(record.bytes >= *seen.last().unwrap() && record.status == Some(200));
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
