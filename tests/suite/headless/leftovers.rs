//! `orphans`, `delete leftover` and the evidence of `doctor`, against the simulated cloud.

use jiff::Timestamp;
use magnum_desktop::domain::leftovers::{Former, PieceKind, Remains};
use magnum_desktop::headless::args::{DoctorArguments, OrphansArguments, Output};
use magnum_desktop::headless::doctor::doctor;
use magnum_desktop::headless::fetch::Reader;
use magnum_desktop::headless::orphans::orphans;
use magnum_desktop::simulation::StartingWorld;
use magnum_desktop::text::{Language, Words};

use super::changes::{Somebody, run};
use super::stage_in;

async fn listed(reader: &mut Reader, deleting: bool, output: Output) -> String {
    let wanted = OrphansArguments { deleting, output };
    let words = Words::new(Language::English);
    orphans(reader, &wanted, &words).await.unwrap()
}

#[tokio::test]
async fn what_a_cluster_has_that_is_being_deleted_is_no_orphan_yet() {
    let (_cloud, mut reader) = stage_in(StartingWorld::Failing).await;
    let json = listed(&mut reader, false, Output::Json).await;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let standings = |json: &serde_json::Value| -> Vec<String> {
        let remains = json["remains"].as_array().unwrap();
        let words = remains
            .iter()
            .map(|of| of["standing"].as_str().unwrap().to_owned());
        words.collect()
    };
    assert_eq!(standings(&json), ["delete-failed", "gone"]);
    let text = listed(&mut reader, false, Output::Table).await;
    assert!(text.contains("stuck-deleting is being deleted"), "{text}");
    let json = listed(&mut reader, true, Output::Json).await;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(standings(&json), ["delete-failed", "being-deleted", "gone"]);
}

#[tokio::test]
async fn leftovers_are_removed_by_their_ids_in_their_order_and_what_is_blocked_is_not_sent() {
    let (cloud, mut reader) = stage_in(StartingWorld::Failing).await;
    let list = reader.leftovers().await.unwrap();
    let gone = |of: &&Remains| matches!(of.of, Former::Gone { .. });
    let gone = list.remains.iter().find(gone).unwrap();
    let all: Vec<&str> = gone.pieces.iter().map(|left| left.piece.id.as_str()).collect();
    let of = |kind: PieceKind| -> &str {
        let found = gone.pieces.iter().find(|left| left.piece.kind == kind);
        found.unwrap().piece.id.as_str()
    };
    let removed = || {
        let requests = cloud.requests().into_iter();
        requests.filter(|request| request.method == "DELETE").count()
    };
    for (line, word) in [
        (
            format!("delete leftover {} --yes", of(PieceKind::Network)),
            "blocked by",
        ),
        (
            format!("delete leftover {} --yes", of(PieceKind::SecurityGroup)),
            "has to go first",
        ),
        ("delete leftover 0b1c --yes".to_owned(), "0b1c"),
        (format!("delete leftover {}", of(PieceKind::FloatingIp)), "--yes"),
    ] {
        let nobody = Somebody::default();
        let outcome = run(&mut reader, &line, &nobody).await;
        assert_eq!(outcome.code, 3, "{line}: {}", outcome.text);
        assert!(nobody.was_told().contains(word), "{line}: {}", nobody.was_told());
    }
    // Named backwards, and told in the order of removal.
    let backwards: Vec<&str> = all.iter().rev().copied().collect();
    let line = format!("delete leftover {} --dry-run", backwards.join(" "));
    let nobody = Somebody::default();
    let outcome = run(&mut reader, &line, &nobody).await;
    let at = |id: &str| {
        outcome
            .text
            .find(&format!(" {id}"))
            .unwrap_or_else(|| panic!("{id}: {}", outcome.text))
    };
    assert!(
        at(of(PieceKind::Server)) < at(of(PieceKind::SecurityGroup)),
        "{}",
        outcome.text
    );
    assert!(
        outcome.text.find("network delete") < outcome.text.find("router delete"),
        "{}",
        outcome.text
    );
    assert_eq!(removed(), 0);

    let address = of(PieceKind::FloatingIp);
    let line = format!("delete leftover {address} --yes");
    let outcome = run(&mut reader, &line, &nobody).await;
    assert_eq!(outcome.code, 0, "{} {}", outcome.text, nobody.was_told());
    assert_eq!(removed(), 1);
    let list = reader.leftovers().await.unwrap();
    let mut left = list.remains.iter().flat_map(|remains| &remains.pieces);
    assert!(left.all(|left| left.piece.id != address));
}

#[tokio::test]
async fn the_doctor_brings_the_end_of_the_console_along() {
    let (_cloud, mut reader) = stage_in(StartingWorld::Failing).await;
    let words = Words::new(Language::English);
    let now: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    let clusters = reader.clusters().await.unwrap();
    let mut with_a_console = 0;
    for cluster in &clusters.rows {
        let wanted = |output| DoctorArguments {
            cluster: cluster.id.to_string(),
            output,
        };
        let json = doctor(&mut reader, &wanted(Output::Json), (&words, now))
            .await
            .unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let server = &json["diagnosis"]["server"];
        if server.is_null() {
            assert!(json["diagnosis"]["console"].is_null());
            continue;
        }
        let console = &json["diagnosis"]["console"];
        assert_eq!(console["server"], server["name"]);
        let lines = console["lines"].as_array().map(Vec::len).unwrap_or_default();
        if lines == 0 {
            continue;
        }
        with_a_console += 1;
        let last = console["lines"][lines - 1].as_str().unwrap();
        let text = doctor(&mut reader, &wanted(Output::Table), (&words, now))
            .await
            .unwrap();
        assert!(text.contains(last.trim()), "{text}");
    }
    assert!(with_a_console > 0);
}
