//! What is left of clusters, against the simulated cloud: whose it is, in which order it goes, and that nothing of a cluster
//! that lives is among it.

use std::collections::BTreeSet;
use std::sync::Arc;

use magnum_desktop::domain::leftovers::{Former, Leftover, Piece, PieceKind, Remains};
use magnum_desktop::domain::operation::{Operation, Progress};
use magnum_desktop::message::{LeftoverList, Topic};
use magnum_desktop::simulation::StartingWorld;

use super::stage::Stage;

async fn looked(world: StartingWorld) -> (Stage, Arc<LeftoverList>) {
    let mut stage = Stage::open_in(world).await;
    stage.watch([Topic::Clusters, Topic::Leftovers]);
    stage
        .until("everything is looked through", |stage| {
            let list = stage.data().clusters.value();
            list.is_some_and(|list| !list.more_to_come)
        })
        .await;
    stage.refresh(Some(Topic::Leftovers));
    stage
        .until("the leftovers are there", |stage| {
            let list = stage.data().leftovers.value();
            list.is_some_and(|list| !list.clusters_to_come)
        })
        .await;
    let list = Arc::clone(stage.data().leftovers.value().unwrap());
    (stage, list)
}

fn of<'a>(list: &'a LeftoverList, label: &str) -> &'a Remains {
    let found = list
        .remains
        .iter()
        .find(|remains| remains.of.label().starts_with(label));
    found.unwrap_or_else(|| panic!("nothing of {label}: {list:?}"))
}

fn kinds(remains: &Remains) -> Vec<PieceKind> {
    let mut kinds: Vec<PieceKind> = remains
        .pieces
        .iter()
        .map(|leftover| leftover.piece.kind)
        .collect();
    kinds.dedup();
    kinds
}

#[tokio::test]
async fn orphans_of_a_forgotten_cluster_are_found_in_the_order_of_their_removal() {
    let (_stage, list) = looked(StartingWorld::Failing).await;
    let gone = of(&list, "long-gone-");
    assert!(matches!(gone.of, Former::Gone { .. }), "{:?}", gone.of);
    assert_eq!(
        kinds(gone),
        [
            PieceKind::LoadBalancer,
            PieceKind::FloatingIp,
            PieceKind::Server,
            PieceKind::RouterInterface,
            PieceKind::SecurityGroup,
            PieceKind::Subnet,
            PieceKind::Network,
            PieceKind::Router,
        ]
    );
    let stuck = of(&list, "delete-failed");
    assert!(matches!(stuck.of, Former::Stuck { .. }));
    let group = stuck
        .pieces
        .iter()
        .find(|leftover| leftover.piece.name.contains("secgroup_kube_minion"))
        .unwrap();
    let blocks: BTreeSet<PieceKind> = group.blocked_by.iter().map(|piece| piece.kind).collect();
    assert_eq!(
        blocks,
        BTreeSet::from([PieceKind::Server]),
        "its ports are the servers'"
    );
    assert!(matches!(of(&list, "stuck-deleting").of, Former::Going { .. }));
    let labels: Vec<&str> = list.remains.iter().map(|remains| remains.of.label()).collect();
    assert_eq!(labels.len(), 3, "nothing of a cluster that lives: {labels:?}");
}

#[tokio::test]
async fn a_project_whose_clusters_live_has_no_leftovers() {
    let (_stage, list) = looked(StartingWorld::WalkThrough).await;
    assert!(list.remains.is_empty(), "{:?}", list.remains);
    let (_stage, list) = looked(StartingWorld::QuotaTight).await;
    assert!(list.remains.is_empty(), "{:?}", list.remains);
    // Load balancers that Kubernetes made are called after the clusters themselves.
    let (stage, list) = looked(StartingWorld::Everyday).await;
    let going = |remains: &Remains| matches!(remains.of, Former::Going { .. });
    assert!(list.remains.iter().all(going), "{:?}", list.remains);
    let named = |name: &str| {
        let clusters = stage.data().clusters.value().unwrap();
        clusters.rows.iter().any(|cluster| cluster.name == name)
    };
    assert!(named("production-web") && named("capi-green"));
}

#[tokio::test]
async fn a_leftover_is_removed_once_and_what_is_in_use_is_refused_in_the_services_words() {
    let (mut stage, list) = looked(StartingWorld::Failing).await;
    let gone = of(&list, "long-gone-");
    let first = |kind: PieceKind| -> Piece {
        let found = gone.pieces.iter().find(|leftover| leftover.piece.kind == kind);
        found.unwrap().piece.clone()
    };
    let blocked: Vec<&Leftover> = gone
        .pieces
        .iter()
        .filter(|leftover| !leftover.blocked_by.is_empty())
        .collect();
    assert!(blocked.len() >= 4, "{blocked:?}");
    let refused = stage.run(Operation::Remove(first(PieceKind::SecurityGroup)));
    stage
        .until("it is refused", |stage| stage.progress(refused).ended())
        .await;
    let Progress::Refused { problem } = stage.progress(refused) else {
        panic!("{:?}", stage.progress(refused))
    };
    let said = problem.server_words.clone().unwrap_or_default();
    assert!(said.contains("in use"), "{said}");
    let balancer = first(PieceKind::LoadBalancer);
    let removed = stage.run(Operation::Remove(balancer.clone()));
    stage
        .until("it is accepted", |stage| {
            !matches!(stage.progress(removed), Progress::Sending)
        })
        .await;
    stage.cloud.advance(600);
    stage
        .until("it is gone", |stage| stage.progress(removed).ended())
        .await;
    assert!(
        matches!(stage.progress(removed), Progress::Done { .. }),
        "{:?}",
        stage.progress(removed)
    );
    assert_eq!(stage.asked("DELETE", &balancer.id), 1, "sent once");
}
