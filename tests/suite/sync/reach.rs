//! Whether a cluster's API can be reached: tried when somebody asks, once, without a login.

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::reach::{Reach, ReachOutcome};
use magnum_desktop::message::Command;
use tokio::net::TcpListener;

use super::stage::Stage;

async fn tried(stage: &mut Stage, address: &str) -> Reach {
    let cluster = stage.cluster("production-web");
    stage.send(Command::Reach {
        scope: stage.scope.clone(),
        cluster: cluster.clone(),
        address: address.to_owned(),
    });
    let known = |stage: &Stage| stage.data().reach.get(&cluster).cloned();
    stage
        .until("it has been tried", |stage| {
            let ended = |reach: &Reach| reach.outcome != ReachOutcome::Trying && reach.address == address;
            known(stage).as_ref().is_some_and(ended)
        })
        .await;
    known(stage).unwrap()
}

#[tokio::test]
async fn f63_an_api_that_cannot_be_reached_says_why_and_which_address_was_tried() {
    let mut stage = Stage::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let open = listener.local_addr().unwrap();
    let reach = tried(&mut stage, &format!("https://{open}")).await;
    assert!(matches!(reach.outcome, ReachOutcome::Open { .. }), "{reach:?}");
    // Nothing is said on the connection: it is closed again at once.
    let (stream, _) = listener.accept().await.unwrap();
    stream.readable().await.unwrap();
    assert_eq!(stream.try_read(&mut [0; 8]).unwrap(), 0);

    drop(listener);
    let reach = tried(&mut stage, &format!("https://{open}/")).await;
    let ReachOutcome::Closed(problem) = reach.outcome else {
        panic!("{reach:?}");
    };
    let host = open.to_string();
    assert_eq!(problem.kind, ProblemKind::ConnectionRefused { host });

    let reach = tried(&mut stage, "file:///etc/hosts").await;
    assert_eq!(reach.outcome, ReachOutcome::NoAddress);
    let name = format!("https://{}.test:6443", "a".repeat(64));
    let reach = tried(&mut stage, &name).await;
    assert!(
        matches!(
            reach.outcome,
            ReachOutcome::Closed(ref problem) if matches!(problem.kind, ProblemKind::HostNotFound { .. })
        ),
        "{reach:?}"
    );
}
