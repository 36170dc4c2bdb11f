//! Every cluster's picture against the lists of the cloud: everything that belongs is there once, and nothing else.

use super::{cloud, reader};
use crate::topology::truth::{Lists, Raw, Told, differences};

#[tokio::test]
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the file that the live tests are pointed at, and what was compared"
)]
async fn f57_every_picture_is_what_the_clouds_own_lists_say() {
    let Some(choice) = cloud() else { return };
    let file = std::env::var("OS_CLIENT_CONFIG_FILE").unwrap();
    let name = std::env::var("OS_CLOUD").unwrap_or_else(|_| "demo".to_owned());
    let raw = Raw::sign_in(&std::fs::read_to_string(file).unwrap(), &name).await;
    let mut reader = reader(&choice).await;
    let clusters = reader.clusters().await.unwrap();
    let mut wrong = Vec::new();
    for row in &clusters.rows {
        let mut found = Vec::new();
        // Of what is being made or taken down, two looks never see the same: a few tries until they do.
        for _ in 0..4 {
            let Ok((_, parts)) = reader.parts(row.id.as_str()).await else {
                break;
            };
            let told = Told::of(&raw, row.id.as_str()).await;
            let lists = Lists::of(&raw).await;
            found = differences(&parts.topology, &lists, &told);
            if found.is_empty() {
                eprintln!(
                    "{} ({}): {} things and {} relations are as the cloud has them",
                    row.name,
                    row.status,
                    parts.topology.len(),
                    parts.topology.relations().count()
                );
                break;
            }
        }
        wrong.extend(found.into_iter().map(|it| format!("{}: {it}", row.name)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
