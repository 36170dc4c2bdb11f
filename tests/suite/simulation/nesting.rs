//! Heat's nested stacks are the recorded ones, resource by resource.

use magnum_desktop::simulation::StartingWorld;
use serde_json::Value;

use super::{Bench, recorded, text};

/// Beyond the first row: every resource of the recorded cluster, with type, nesting and relations.
#[tokio::test]
async fn heat_nests_the_same_resources() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let uuid = bench.create("first", "k8s-v1.28-ha", 2).await;
    bench.cloud.advance(300);
    let home = bench.stack_of(&bench.cluster(&uuid).await).await;
    let ours = bench
        .rows(
            &format!("{home}/resources?nested_depth=5&with_detail=true"),
            "resources",
        )
        .await;
    let theirs = recorded("heat/resources-nested-detail");
    let theirs = theirs["body"]["resources"].as_array().unwrap();
    let facts = |rows: &[Value]| {
        let mut facts: Vec<String> = rows
            .iter()
            .map(|row| {
                let kind = text(row, "resource_type");
                let kind = kind.rsplit('/').next().unwrap().to_owned();
                let mut waiting: Vec<&str> = row["required_by"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|name| name.as_str().unwrap())
                    .collect();
                waiting.sort_unstable();
                let links: Vec<String> = row["links"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|link| text(link, "rel"))
                    .collect();
                let bare = text(row, "physical_resource_id").is_empty();
                let name = text(row, "resource_name");
                format!(
                    "{name} {kind} in {} for {waiting:?} {links:?} {bare}",
                    text(row, "parent_resource")
                )
            })
            .collect();
        facts.sort();
        facts
    };
    assert_eq!(facts(&ours), facts(theirs));
}
