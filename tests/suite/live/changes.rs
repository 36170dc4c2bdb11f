//! Changes for real, where `MAGNUM_DESKTOP_LIVE_CLUSTER` names a cluster of the live cloud that may be changed: resized up and
//! down with a chosen node, and given a node group that goes again. Without it the test says so and passes.

use clap::Parser as _;
use magnum_desktop::headless::args::{Arguments, Verb};
use magnum_desktop::headless::change::{Outcome, Person, change};
use magnum_desktop::headless::fetch::Reader;
use magnum_desktop::text::{Language, Words};

use super::{cloud, reader};

struct Nobody;

impl Person for Nobody {
    #[expect(clippy::print_stderr, reason = "what is told belongs to the test's output")]
    fn tell(&self, text: &str) {
        eprintln!("{text}");
    }

    fn ask(&self, _question: &str) -> Option<String> {
        None
    }
}

async fn run(reader: &mut Reader, line: &str) -> Outcome {
    let words = std::iter::once("magnum-desktop").chain(line.split_whitespace());
    let Some(Verb::Change(verb)) = Arguments::try_parse_from(words).unwrap().command else {
        panic!("{line} changes nothing");
    };
    let english = Words::new(Language::English);
    change(reader, &verb, (&english, &Nobody)).await.unwrap()
}

#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the test's own switch, and a skipped test has to say so"
)]
fn target() -> Option<String> {
    let found = std::env::var("MAGNUM_DESKTOP_LIVE_CLUSTER").ok();
    if found.is_none() {
        eprintln!("skipped: no cluster to change (MAGNUM_DESKTOP_LIVE_CLUSTER)");
    }
    found
}

#[tokio::test]
async fn a_cluster_grows_shrinks_by_a_chosen_node_and_has_a_node_group_for_a_while() {
    let (Some(choice), Some(name)) = (cloud(), target()) else {
        return;
    };
    let mut reader = reader(&choice).await;
    let workers = |parts: &magnum_desktop::message::ClusterParts| -> Vec<String> {
        parts
            .nodes
            .iter()
            .filter(|node| node.group.as_deref() == Some("default-worker"))
            .map(|node| node.server.name.clone())
            .collect()
    };
    let (_, before) = reader.parts(&name).await.unwrap();
    let before = workers(&before);
    let more = before.len() + 1;
    let grown = run(&mut reader, &format!("resize {name} {more} --wait -o json")).await;
    assert_eq!(grown.code, 0, "{}", grown.text);
    let (_, parts) = reader.parts(&name).await.unwrap();
    assert_eq!(workers(&parts).len(), more);

    let leaving = before.first().unwrap();
    let line = format!("resize {name} {} --remove {leaving} --wait", before.len());
    let shrunk = run(&mut reader, &line).await;
    assert_eq!(shrunk.code, 0, "{}", shrunk.text);
    let (_, parts) = reader.parts(&name).await.unwrap();
    let left = workers(&parts);
    assert_eq!(left.len(), before.len());
    assert!(!left.contains(leaving), "{leaving} is still there: {left:?}");

    for line in [
        format!("nodegroup create {name} live-pool --node-count 1 --max-nodes 2 --wait"),
        format!("nodegroup update {name} live-pool --max-nodes 3 --wait"),
        format!("nodegroup delete {name} live-pool --yes --wait"),
    ] {
        let outcome = run(&mut reader, &line).await;
        assert_eq!(outcome.code, 0, "{line}: {}", outcome.text);
    }
    let upgrade = run(&mut reader, &format!("upgrade {name} k8s-lb")).await;
    assert_eq!(upgrade.code, 3, "the Heat driver's upgrades were withdrawn");
}
