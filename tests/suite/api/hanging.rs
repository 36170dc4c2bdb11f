//! No endless wait: whichever service hangs, every question ends by itself in a named state, within its limit; and who
//! gives up waiting has given up at once.

use std::time::Duration;

use magnum_desktop::domain::id::{ClusterId, StackId};
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::stack::Stack;
use magnum_desktop::domain::status::Status;
use magnum_desktop::openstack::error::ApiError;
use magnum_desktop::openstack::magnum::clusters::{self, ClusterPage};
use magnum_desktop::openstack::magnum::{node_groups, stats, templates};
use magnum_desktop::openstack::session::Session;
use magnum_desktop::openstack::{cinder, glance, heat, neutron, nova, octavia};
use tokio::time::Instant;

use super::cloud::{cloud, profile, recorded, sign_in, try_sign_in};
use super::network::{cloud_of_short_connections, through};
use super::proxy::{Harm, Proxy};
use super::server::{Reply, Server};
use super::writes::request;

const PAGE: ClusterPage = ClusterPage {
    limit: 20,
    after: None,
};

async fn said<T>(asked: impl Future<Output = Result<T, ApiError>>) -> (Problem, Duration) {
    let began = Instant::now();
    let problem = asked.await.err().unwrap().problem();
    (problem, began.elapsed())
}

fn stack() -> Stack {
    Stack {
        id: StackId::new("i"),
        name: "n".to_owned(),
        status: Status::parse(""),
        status_reason: None,
        created_at: None,
    }
}

/// Every kind of question, each with the seconds after which it must have ended.
async fn ask_everything(session: &Session) -> Vec<(Problem, Duration, u64)> {
    let (id, stack) = (ClusterId::new("x"), stack());
    let mut ends = Vec::new();
    macro_rules! ask {
        ($limit:literal: $($question:expr),+ $(,)?) => {
            $(let (problem, took) = said($question).await; ends.push((problem, took, $limit));)+
        };
    }
    ask!(60: clusters::page(session, &PAGE), templates::list(session), node_groups::list(session, &id));
    ask!(20: clusters::show(session, &id), stats::cluster_count(session));
    ask!(90: clusters::delete(session, &id), clusters::create(session, &request()));
    ask!(60: heat::stacks(session), heat::resources(session, &stack), heat::events(session, &stack, (5, None)));
    ask!(20: heat::stack(session, &StackId::new("s")));
    ask!(60: nova::servers(session), nova::server_groups(session), nova::flavors(session), nova::keypairs(session));
    ask!(60: neutron::networks(session), neutron::subnets(session), neutron::routers(session), neutron::ports(session),
        neutron::floating_ips(session), neutron::security_groups(session));
    ask!(60: octavia::load_balancers(session), octavia::listeners(session), octavia::pools(session));
    ask!(60: cinder::volumes(session), glance::images(session));
    ends
}

#[tokio::test]
async fn f03_every_hanging_route_ends_in_a_named_state_within_its_limit() {
    let cloud = cloud(|_| Reply::Silence).await;
    let session = sign_in(&cloud).await;
    tokio::time::pause();
    for (problem, took, limit) in ask_everything(&session).await {
        let named = matches!(
            problem.kind,
            ProblemKind::NoAnswer { .. } | ProblemKind::Resting { .. }
        );
        assert!(named, "{problem:?}");
        assert!(took.as_secs() <= limit, "{problem:?}: {took:?}");
    }
    assert_eq!(session.diagnostics().in_flight, []);
}

#[tokio::test]
async fn f03_a_hanging_keystone_ends_the_sign_in() {
    let server = Server::start(|_| Reply::Silence).await;
    let profile = profile(&server.url);
    let asking = tokio::spawn(async move { try_sign_in(&profile).await });
    while server.asked().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    tokio::time::pause();
    let began = Instant::now();
    let error = asking.await.unwrap().unwrap_err();
    assert!(matches!(error.kind(), ProblemKind::NoAnswer { .. }));
    assert!(began.elapsed() <= Duration::from_secs(30));
}

#[tokio::test]
async fn f03_who_gives_up_has_given_up_at_once_whatever_hangs() {
    let server = cloud_of_short_connections().await;
    let proxy = Proxy::before(&server.url).await;
    for harm in [
        Harm::Swallow,
        Harm::Drip(1, Duration::from_secs(1)),
        Harm::Latency(Duration::from_secs(5)),
        Harm::Reset,
        Harm::CutAnswer(300),
        Harm::CutRequest(1),
    ] {
        proxy.harm(Harm::None);
        let session = through(&proxy).await;
        let connections = proxy.connections();
        proxy.harm(harm);
        let asking = tokio::spawn({
            let session = session.clone();
            async move { nova::flavors(&session).await }
        });
        while proxy.connections() == connections && !asking.is_finished() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        // From here on only an explicit wait would let time pass.
        tokio::time::pause();
        let began = Instant::now();
        asking.abort();
        drop(asking.await);
        assert!(
            began.elapsed() < Duration::from_millis(100),
            "{harm:?}: {:?}",
            began.elapsed()
        );
        assert_eq!(session.diagnostics().in_flight, [], "{harm:?}");
        tokio::time::resume();
    }
}

#[tokio::test]
async fn f41_who_gives_up_waiting_for_a_turn_or_a_pause_leaves_nothing_behind() {
    let cloud = cloud(|asked| match asked.path.as_str() {
        path if path.contains("/flavors/") => Reply::text(503, "text/plain", "").with("Retry-After", "30"),
        path if path.contains("/servers/") => Reply::Silence,
        _ => recorded("nova/keypairs"),
    })
    .await;
    let session = sign_in(&cloud).await;
    let waiting: Vec<_> = (0..9)
        .map(|number| {
            let session = session.clone();
            tokio::spawn(async move {
                if number % 2 == 0 {
                    drop(nova::flavors(&session).await);
                } else {
                    drop(nova::servers(&session).await);
                }
            })
        })
        .collect();
    while cloud.count("GET", "/servers/detail") == 0 || cloud.count("GET", "/flavors/detail") == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    tokio::time::pause();
    let began = Instant::now();
    for task in waiting {
        task.abort();
        drop(task.await);
    }
    assert!(began.elapsed() < Duration::from_millis(100));
    tokio::time::resume();
    // Every place in the queue is free again.
    let (a, b, c) = tokio::join!(
        nova::keypairs(&session),
        nova::keypairs(&session),
        nova::keypairs(&session)
    );
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
}
