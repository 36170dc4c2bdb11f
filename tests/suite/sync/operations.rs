//! Requests whose answers are lost, refused or without effect.

use magnum_desktop::domain::draft::{ClusterDraft, ClusterRequest};
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::operation::{
    ClusterChange, ClusterDeed, GroupChange, GroupDeed, GroupEdit, GroupRef, NewGroup, Operation,
    OperationId, Progress, Resize, Subject,
};
use magnum_desktop::domain::plan::Ground;
use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::message::{Command, Topic};
use magnum_desktop::simulation::Harm;

use super::stage::Stage;

const CLUSTERS: &str = "/container-infra/v1/clusters";

/// A creation as the form makes it.
async fn request(stage: &mut Stage) -> ClusterRequest {
    stage.watch([Topic::Templates, Topic::Clusters]);
    stage
        .until("the lists are there", |stage| {
            let listed = stage.data().clusters.value();
            stage.is_well(&Topic::Templates) && listed.is_some_and(|list| !list.more_to_come)
        })
        .await;
    let templates = stage.data().templates.value().unwrap();
    let template = templates
        .iter()
        .find(|template| template.name == "k8s-v1.28-ha")
        .unwrap();
    let draft = ClusterDraft {
        template: Some(template.id.clone()),
        name: "journey".to_owned(),
        keypair: "platform-team".to_owned(),
        ..ClusterDraft::new()
    };
    draft
        .finish(Ground {
            template: Some(template),
            ..Ground::default()
        })
        .unwrap()
}

async fn until_ended(stage: &mut Stage, id: OperationId) {
    stage
        .until("it has ended", |stage| stage.progress(id).ended())
        .await;
}

#[tokio::test]
async fn f06_a_creation_that_never_arrived_is_looked_for_and_then_left_to_a_person() {
    let mut stage = Stage::open().await;
    let request = request(&mut stage).await;
    tokio::time::pause();
    stage.cloud.faults().inject("POST", CLUSTERS, Harm::Cut, Some(1));
    let lost = stage.run(Operation::CreateCluster(request.clone()));
    stage
        .until("it is unclear", |stage| {
            matches!(stage.progress(lost), Progress::Unclear { .. })
        })
        .await;
    until_ended(&mut stage, lost).await;
    assert!(matches!(stage.progress(lost), Progress::Lost { .. }));
    assert_eq!(stage.asked("POST", "/clusters"), 1);

    // "Check again" sends nothing, and finds what has appeared meanwhile.
    let sent_at = stage.store.operations.get(lost).unwrap().asked_at;
    let made = stage.run(Operation::CreateCluster(request.clone()));
    stage
        .until("one is made", |stage| stage.progress(made).cluster().is_some())
        .await;
    let found = stage.run(Operation::FindCluster { request, sent_at });
    stage
        .until("it is found", |stage| stage.progress(found).cluster().is_some())
        .await;
    assert_eq!(stage.progress(found).cluster(), stage.progress(made).cluster());
    assert_eq!(stage.asked("POST", "/clusters"), 2);
}

#[tokio::test]
async fn f06_a_namesake_that_was_there_before_is_not_taken_for_the_new_one() {
    let mut stage = Stage::open().await;
    let request = request(&mut stage).await;
    let first = stage.run(Operation::CreateCluster(request.clone()));
    stage
        .until("the first is listed", |stage| {
            let rows = stage.data().clusters.value().map(|list| list.rows.clone());
            rows.is_some_and(|rows| rows.iter().any(|row| row.name == "journey"))
        })
        .await;
    assert!(stage.progress(first).cluster().is_some());
    tokio::time::pause();
    stage.cloud.faults().inject("POST", CLUSTERS, Harm::Cut, Some(1));
    let second = stage.run(Operation::CreateCluster(request));
    until_ended(&mut stage, second).await;
    assert!(
        matches!(stage.progress(second), Progress::Lost { .. }),
        "{:?}",
        stage.progress(second)
    );
}

/// A cluster that is being created, and a first attempt to delete it that Magnum refuses for that.
async fn refused_deletion(stage: &mut Stage) -> ClusterId {
    let id = stage.cluster("build-farm");
    let path = format!("{CLUSTERS}/{id}");
    stage
        .cloud
        .faults()
        .inject("DELETE", &path, Harm::Fail(409), Some(1));
    let refused = stage.run(Operation::delete(id.clone(), "build-farm"));
    until_ended(stage, refused).await;
    let Progress::Refused { problem } = stage.progress(refused) else {
        panic!("{:?}", stage.progress(refused));
    };
    assert_eq!(problem.kind, ProblemKind::Conflict);
    assert_eq!(
        stage.asked("DELETE", id.as_str()),
        1,
        "a conflict is not tried again"
    );
    id
}

fn later(id: &ClusterId) -> Operation {
    let change = ClusterChange::now(id.clone(), "build-farm", ClusterDeed::Delete);
    Operation::Cluster(change.when_free())
}

#[tokio::test]
async fn f43_a_change_that_was_in_the_way_is_waited_for_and_then_the_request_goes_out_once() {
    let mut stage = Stage::open().await;
    let id = refused_deletion(&mut stage).await;
    tokio::time::pause();
    let waiting = stage.run(later(&id));
    stage
        .until("it waits", |stage| {
            matches!(stage.progress(waiting), Progress::Waiting { .. })
        })
        .await;
    stage.pass(120).await;
    assert_eq!(stage.asked("DELETE", id.as_str()), 1, "nothing goes out before");
    stage.cloud.advance(3_600);
    stage
        .until("it is accepted", |stage| {
            !matches!(stage.progress(waiting), Progress::Waiting { .. })
        })
        .await;
    stage.cloud.advance(3_600);
    until_ended(&mut stage, waiting).await;
    assert!(matches!(stage.progress(waiting), Progress::Done { .. }));
    assert_eq!(stage.asked("DELETE", id.as_str()), 2, "once refused, once sent");
}

#[tokio::test]
async fn f43_what_waits_can_be_given_up_and_is_never_sent() {
    let mut stage = Stage::open().await;
    let id = refused_deletion(&mut stage).await;
    tokio::time::pause();
    let waiting = stage.run(later(&id));
    stage
        .until("it waits", |stage| {
            matches!(stage.progress(waiting), Progress::Waiting { .. })
        })
        .await;
    stage.send(Command::Abandon(waiting));
    until_ended(&mut stage, waiting).await;
    assert_eq!(*stage.progress(waiting), Progress::Abandoned);
    stage.cloud.advance(3_600);
    stage.pass(600).await;
    assert_eq!(stage.asked("DELETE", id.as_str()), 1);
}

#[tokio::test]
async fn f48_an_accepted_request_without_effect_is_no_success() {
    let mut stage = Stage::open().await;
    let id = stage.cluster("shop-staging");
    let path = format!("{CLUSTERS}/{id}");
    let accepted = Harm::Answer {
        status: 204,
        content_type: "application/json".to_owned(),
        body: String::new(),
    };
    stage.cloud.faults().inject("DELETE", &path, accepted, None);
    tokio::time::pause();
    let asked = stage.run(Operation::delete(id.clone(), "shop-staging"));
    stage
        .until("it is said", |stage| {
            matches!(stage.progress(asked), Progress::NoEffect { .. })
        })
        .await;
    stage.pass(600).await;
    assert!(matches!(stage.progress(asked), Progress::NoEffect { .. }));
    assert_eq!(stage.asked("DELETE", id.as_str()), 1);
}

fn resize(id: &ClusterId, node_count: u32) -> Operation {
    let resize = Resize {
        group: None,
        node_count,
        nodes_to_remove: Vec::new(),
    };
    Operation::Cluster(ClusterChange::now(
        id.clone(),
        "shop",
        ClusterDeed::Resize(resize),
    ))
}

#[tokio::test]
async fn a_resize_is_sent_once_and_followed_until_the_nodes_are_there() {
    let mut stage = Stage::open().await;
    let id = stage.cluster("shop-staging");
    let servers = stage.cloud.world().server_names("shop-staging").len();
    tokio::time::pause();
    let asked = stage.run(resize(&id, 4));
    stage
        .until("it is under way", |stage| {
            stage.cloud.advance(2);
            matches!(stage.progress(asked), Progress::Underway { .. })
        })
        .await;
    stage.cloud.advance(3_600);
    until_ended(&mut stage, asked).await;
    let done = Progress::Done {
        subject: Subject::Cluster(id.clone()),
    };
    assert_eq!(*stage.progress(asked), done);
    assert_eq!(stage.asked("POST", "/actions/resize"), 1);
    assert!(stage.cloud.world().server_names("shop-staging").len() > servers);
}

#[tokio::test]
async fn f48_a_resize_that_magnum_forgets_is_no_success() {
    let mut stage = Stage::open().await;
    let id = stage.cluster("shop-staging");
    let path = format!("{CLUSTERS}/{id}/actions/resize");
    let accepted = Harm::Answer {
        status: 202,
        content_type: "application/json".to_owned(),
        body: format!("{{\"uuid\": \"{id}\"}}"),
    };
    stage.cloud.faults().inject("POST", &path, accepted, None);
    tokio::time::pause();
    let asked = stage.run(resize(&id, 9));
    stage
        .until("it is said", |stage| {
            matches!(stage.progress(asked), Progress::NoEffect { .. })
        })
        .await;
    assert_eq!(stage.asked("POST", "/actions/resize"), 1);
}

#[tokio::test]
async fn f06_a_resize_whose_answer_was_lost_is_found_by_its_effect_or_left_to_a_person() {
    let mut stage = Stage::open().await;
    let id = stage.cluster("shop-staging");
    let path = format!("{CLUSTERS}/{id}/actions/resize");
    stage.cloud.faults().inject("POST", &path, Harm::Cut, Some(1));
    tokio::time::pause();
    let lost = stage.run(resize(&id, 9));
    until_ended(&mut stage, lost).await;
    assert!(matches!(stage.progress(lost), Progress::Lost { .. }));
    assert_eq!(stage.asked("POST", "/actions/resize"), 1);
}

#[tokio::test]
async fn a_node_group_is_made_changed_and_removed_each_followed_to_its_end() {
    let mut stage = Stage::open().await;
    let id = stage.cluster("shop-staging");
    tokio::time::pause();
    let change = |deed| {
        Operation::NodeGroup(GroupChange {
            cluster: id.clone(),
            cluster_name: "shop-staging".to_owned(),
            deed,
        })
    };
    let new = NewGroup {
        name: "gpu".to_owned(),
        role: "worker".to_owned(),
        node_count: 1,
        ..NewGroup::default()
    };
    let made = stage.run(change(GroupDeed::Create(new)));
    stage
        .until("it is accepted", |stage| stage.progress(made).subject().is_some())
        .await;
    stage.cloud.advance(3_600);
    until_ended(&mut stage, made).await;
    let Progress::Done {
        subject: Subject::NodeGroup(_, group),
    } = stage.progress(made).clone()
    else {
        panic!("{:?}", stage.progress(made));
    };
    let group = GroupRef {
        id: group,
        name: "gpu".to_owned(),
    };
    let edit = GroupEdit {
        max_node_count: Some(Some(4)),
        ..GroupEdit::default()
    };
    let edited = stage.run(change(GroupDeed::Edit(group.clone(), edit)));
    until_ended(&mut stage, edited).await;
    assert!(matches!(stage.progress(edited), Progress::Done { .. }));
    let removed = stage.run(change(GroupDeed::Delete(group)));
    stage
        .until("it is accepted", |stage| {
            stage.progress(removed).subject().is_some()
        })
        .await;
    stage.cloud.advance(3_600);
    until_ended(&mut stage, removed).await;
    assert!(matches!(stage.progress(removed), Progress::Done { .. }));
    assert_eq!(stage.asked("POST", "/nodegroups"), 1);
}

#[tokio::test]
async fn f06_a_node_group_whose_answer_was_lost_is_found_by_its_name() {
    let mut stage = Stage::open().await;
    let id = stage.cluster("shop-staging");
    let path = format!("{CLUSTERS}/{id}/nodegroups");
    stage.cloud.faults().inject("POST", &path, Harm::Cut, Some(1));
    tokio::time::pause();
    let new = NewGroup {
        name: "gpu".to_owned(),
        role: "worker".to_owned(),
        node_count: 1,
        ..NewGroup::default()
    };
    let lost = stage.run(Operation::NodeGroup(GroupChange {
        cluster: id,
        cluster_name: "shop-staging".to_owned(),
        deed: GroupDeed::Create(new),
    }));
    until_ended(&mut stage, lost).await;
    assert!(matches!(stage.progress(lost), Progress::Lost { .. }));
    assert_eq!(stage.asked("POST", "/nodegroups"), 1);
}
