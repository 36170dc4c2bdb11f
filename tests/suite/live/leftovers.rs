//! What a vanished cluster leaves in a real cloud: made here with the stock client, found, removed in the order in which it is
//! listed, and seen gone by the stock client. Somebody else's things beside it are never offered. Needs the stock client
//! (`MAGNUM_DESKTOP_STOCK_CLIENT`) and a network called `private`, as the development cloud has it.

use magnum_desktop::domain::leftovers::{Leftover, PieceKind};
use magnum_desktop::domain::operation::{Operation, Progress};

use super::estate::{run, stock};
use super::{cloud, reader};

/// Named as Heat names them: the cluster's stack, the resource in it.
const STACK: &str = "live-gone-q7w2e4r6t8y1";
/// Looks like one, and is a person's own.
const OWN: &str = "live-gone-own-node-1";

fn made(arguments: &[&str]) -> Option<String> {
    let words = ["-f", "value", "-c", "id"];
    let id = stock("demo", &[arguments, &words].concat())?.trim().to_owned();
    assert!(!id.is_empty(), "{arguments:?}");
    Some(id)
}

#[tokio::test]
async fn what_a_vanished_cluster_left_is_removed_in_order_and_nothing_else_is_offered() {
    let Some(choice) = cloud() else { return };
    let group_name = format!("{STACK}-secgroup_kube_minion-aaaabbbbcccc");
    let Some(group) = made(&["security", "group", "create", &group_name]) else {
        return;
    };
    let port_name = format!("{STACK}-kube_minions-aaaabbbbcccc-0-ddddeeeeffff-kube_minion_eth0-aaaabbbbcccc");
    let port_words = [
        "port",
        "create",
        "--network",
        "private",
        "--security-group",
        &group,
    ];
    let port = made(&[port_words.as_slice(), &[port_name.as_str()]].concat()).unwrap();
    let volume_name = format!("{STACK}-kube_masters-aaaabbbbcccc-0-ddddeeeeffff-etcd_volume-aaaabbbbcccc");
    let volume = made(&["volume", "create", "--size", "1", &volume_name]).unwrap();
    let own = made(&["security", "group", "create", OWN]).unwrap();

    let mut reader = reader(&choice).await;
    let list = reader.leftovers().await.unwrap();
    let all = || list.remains.iter().flat_map(|remains| &remains.pieces);
    assert!(
        all().all(|leftover| leftover.piece.id != own),
        "somebody's own group"
    );
    let remains = list
        .remains
        .iter()
        .find(|remains| remains.of.label() == STACK)
        .unwrap();
    let told: Vec<(PieceKind, &str)> = remains
        .pieces
        .iter()
        .map(|leftover: &Leftover| (leftover.piece.kind, leftover.piece.id.as_str()))
        .collect();
    let order = [
        (PieceKind::Volume, volume.as_str()),
        (PieceKind::Port, port.as_str()),
        (PieceKind::SecurityGroup, group.as_str()),
    ];
    assert_eq!(told, order);
    let blocked: Vec<usize> = remains
        .pieces
        .iter()
        .map(|leftover| leftover.blocked_by.len())
        .collect();
    assert_eq!(blocked, [0, 0, 1], "the port holds the group");

    for leftover in &remains.pieces {
        let progress = run(&choice, Operation::Remove(leftover.piece.clone())).await;
        assert!(
            matches!(progress, Progress::Done { .. }),
            "{leftover:?}: {progress:?}"
        );
    }
    for kind in [vec!["volume"], vec!["port"], vec!["security", "group"]] {
        let words = [kind.as_slice(), &["list", "-f", "value"]].concat();
        let text = stock("demo", &words).unwrap();
        assert!(!text.contains(STACK), "{text}");
    }
    let groups = stock("demo", &["security", "group", "list", "-f", "value"]).unwrap();
    assert!(groups.contains(OWN), "{groups}");
    stock("demo", &["security", "group", "delete", &own]);
}
