//! The node groups that a creation asks for beside its own, also where an earlier run of the program has asked for it.

use magnum_desktop::domain::draft::GroupRequest;
use magnum_desktop::domain::operation::{Operation, OperationId, Progress};
use magnum_desktop::simulation::Harm;

use super::stage::Stage;

fn groups(names: &[&str]) -> Vec<GroupRequest> {
    let group = |name: &&str| GroupRequest {
        name: (*name).to_owned(),
        node_count: 1,
        flavor: None,
    };
    names.iter().map(group).collect()
}

/// Follows the creation of this cluster as the next run of the program does, to its end; by then so many requests for groups
/// have gone out in all.
async fn follow(stage: &mut Stage, name: &str, names: &[&str], posts: usize) -> OperationId {
    let id = stage.run(Operation::FollowCluster {
        cluster: stage.cluster(name),
        name: name.to_owned(),
        groups: groups(names),
    });
    until_made(stage, id, posts).await;
    id
}

/// Until so many requests for groups have gone out in all, the groups are made, and the creation has ended.
async fn until_made(stage: &mut Stage, id: OperationId, posts: usize) {
    stage
        .until("the groups are asked for", |stage| {
            stage.asked("POST", "/nodegroups") == posts
        })
        .await;
    assert!(!stage.progress(id).ended(), "they are not made yet");
    stage.cloud.advance(3_600);
    stage
        .until("it has ended", |stage| stage.progress(id).ended())
        .await;
}

#[tokio::test]
async fn a_creation_of_an_earlier_run_gets_the_groups_that_it_lacks_and_no_twice() {
    let mut stage = Stage::open().await;
    tokio::time::pause();
    let first = follow(&mut stage, "shop-staging", &["gpu"], 1).await;
    assert!(matches!(stage.progress(first), Progress::Done { .. }));
    assert_eq!(stage.asked("POST", "/nodegroups"), 1);
    let second = follow(&mut stage, "shop-staging", &["gpu", "batch"], 2).await;
    assert!(matches!(stage.progress(second), Progress::Done { .. }));
    assert_eq!(
        stage.asked("POST", "/nodegroups"),
        2,
        "only the one that was missing"
    );
    assert_eq!(stage.asked("POST", "/clusters"), 0);
}

#[tokio::test]
async fn f06_a_group_whose_answer_was_lost_is_looked_for_before_it_is_asked_for_again() {
    let mut stage = Stage::open().await;
    let path = format!(
        "/container-infra/v1/clusters/{}/nodegroups",
        stage.cluster("shop-staging")
    );
    stage.cloud.faults().inject("POST", &path, Harm::Cut, Some(1));
    tokio::time::pause();
    let id = follow(&mut stage, "shop-staging", &["gpu"], 2).await;
    assert!(matches!(stage.progress(id), Progress::Done { .. }));
}

#[tokio::test]
async fn a_group_that_is_refused_is_named_with_the_servers_words() {
    let mut stage = Stage::open().await;
    tokio::time::pause();
    let id = stage.run(Operation::FollowCluster {
        cluster: stage.cluster("shop-staging"),
        name: "shop-staging".to_owned(),
        groups: vec![GroupRequest {
            name: "gpu".to_owned(),
            node_count: 1,
            flavor: Some("no-such-flavor".to_owned()),
        }],
    });
    stage
        .until("it has ended", |stage| stage.progress(id).ended())
        .await;
    let Progress::Failed {
        reason: Some(reason), ..
    } = stage.progress(id)
    else {
        panic!("{:?}", stage.progress(id));
    };
    assert!(reason.starts_with("gpu: "), "{reason}");
}
