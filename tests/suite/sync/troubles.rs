//! What goes wrong while values are kept fresh: hosts that are away, rights that are missing, answers that never come.

use std::time::Duration;

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::message::{Command, Topic};
use magnum_desktop::simulation::Harm;

use super::stage::Stage;

#[tokio::test]
async fn f45_what_is_not_permitted_is_asked_once_until_somebody_asks() {
    let mut stage = Stage::open().await;
    tokio::time::pause();
    stage
        .cloud
        .faults()
        .fail("GET", "/container-infra/v1/clustertemplates", 403);
    stage.watch([Topic::Templates]);
    stage
        .until("it is refused", |stage| {
            stage.failure(&Topic::Templates).is_some()
        })
        .await;
    assert_eq!(
        stage.failure(&Topic::Templates).unwrap().kind,
        ProblemKind::Forbidden
    );
    stage.pass(600).await;
    // To another page and back.
    stage.watch([Topic::Clusters]);
    stage
        .until("another list is there", |stage| stage.is_well(&Topic::Clusters))
        .await;
    stage.watch([Topic::Templates]);
    stage.pass(600).await;
    assert_eq!(stage.asked("GET", "/clustertemplates/detail"), 1);
    stage.cloud.faults().clear();
    stage.refresh(Some(Topic::Templates));
    stage
        .until("it is permitted", |stage| stage.is_well(&Topic::Templates))
        .await;
    assert_eq!(stage.asked("GET", "/clustertemplates/detail"), 2);
}

#[tokio::test]
async fn f03_every_topic_that_hangs_ends_in_a_named_state_and_comes_back() {
    let mut stage = Stage::open().await;
    let id = stage.cluster("production-web");
    for topic in [
        Topic::Clusters,
        Topic::Templates,
        Topic::Nodes,
        Topic::Catalog,
        Topic::Cluster(id.clone()),
        Topic::Topology(id.clone()),
        Topic::Events(id.clone()),
    ] {
        stage.watch([]);
        stage.cloud.faults().inject("*", "/", Harm::Silence, None);
        stage.watch([topic.clone()]);
        tokio::time::pause();
        stage
            .until("the silence is told", |stage| stage.failure(&topic).is_some())
            .await;
        let kind = &stage.failure(&topic).unwrap().kind;
        let named = matches!(kind, ProblemKind::NoAnswer { .. } | ProblemKind::Resting { .. });
        assert!(named, "{topic:?}: {kind:?}");
        stage.cloud.faults().clear();
        stage.refresh(Some(topic.clone()));
        stage.until("it is there", |stage| stage.is_well(&topic)).await;
        tokio::time::resume();
    }
}

#[tokio::test]
async fn f03_a_question_that_hangs_can_be_given_up_and_asked_again() {
    let mut stage = Stage::open().await;
    let path = "/container-infra/v1/clustertemplates";
    stage.cloud.faults().inject("GET", path, Harm::Silence, None);
    stage.watch([Topic::Templates]);
    while stage.asked("GET", "/clustertemplates/detail") == 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let (scope, topic) = (stage.scope.clone(), Topic::Templates);
    stage.send(Command::Cancel { scope, topic });
    // No time limit ends this: time does not pass faster than it does.
    stage
        .until("it is given up", |stage| {
            stage.failure(&Topic::Templates).is_some()
        })
        .await;
    assert_eq!(
        stage.failure(&Topic::Templates).unwrap().kind,
        ProblemKind::Cancelled
    );
    stage.cloud.faults().clear();
    stage.refresh(Some(Topic::Templates));
    stage
        .until("it is there", |stage| stage.is_well(&Topic::Templates))
        .await;
}

#[tokio::test]
async fn f44_a_cluster_that_answers_404_is_gone_and_its_last_state_stays() {
    let mut stage = Stage::open().await;
    let id = stage.cluster("production-web");
    let topic = Topic::Cluster(id.clone());
    stage.watch([topic.clone(), Topic::Clusters]);
    stage
        .until("it is there", |stage| {
            stage.is_well(&topic) && stage.is_well(&Topic::Clusters)
        })
        .await;
    tokio::time::pause();
    let path = format!("/container-infra/v1/clusters/{id}");
    stage.cloud.faults().fail("GET", &path, 404);
    stage.refresh(Some(topic));
    stage
        .until("it is gone", |stage| stage.data().gone.contains_key(&id))
        .await;
    let now = stage.clock.now();
    assert_eq!(stage.data().cluster(&id).unwrap().name, "production-web");
    assert_eq!(stage.data().just_gone(now).count(), 1);
    let later = now + jiff::SignedDuration::from_secs(61);
    assert_eq!(stage.data().just_gone(later).count(), 0);
}
