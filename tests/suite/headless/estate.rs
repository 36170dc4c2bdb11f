//! `get …` beside clusters, against the simulated cloud.

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::headless::args::{Output, What};
use magnum_desktop::headless::get::get;
use magnum_desktop::headless::template_files;

use super::{stage, wanted};

#[tokio::test]
async fn everything_beside_clusters_can_be_had_as_table_json_and_yaml() {
    let (_cloud, mut reader) = stage().await;
    for (what, name, word) in [
        (What::Template, Some("k8s-v1.28-ha"), "kube_tag"),
        (What::Keypairs, None, "platform-team"),
        (What::Quotas, None, "floating_ips"),
        (What::Stats, None, "project"),
    ] {
        for output in [Output::Table, Output::Json, Output::Yaml] {
            let text = get(&mut reader, &wanted(what, name, output)).await.unwrap();
            assert!(text.contains(word), "{what:?} {output:?}:\n{text}");
        }
    }
}

#[tokio::test]
async fn what_is_for_administrators_is_refused_to_others() {
    let (_cloud, mut reader) = stage().await;
    for what in [What::Services, What::ProjectQuotas] {
        let problem = get(&mut reader, &wanted(what, None, Output::Table))
            .await
            .unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Forbidden, "{what:?}");
    }
}

#[tokio::test]
async fn a_template_that_is_printed_as_yaml_can_be_read_again() {
    let (_cloud, mut reader) = stage().await;
    let text = get(
        &mut reader,
        &wanted(What::Template, Some("k8s-v1.28-ha"), Output::Yaml),
    )
    .await
    .unwrap();
    let draft = template_files::read_text(&text).unwrap();
    assert!(draft.label_map().contains_key("kube_tag"));
    let problem = get(&mut reader, &wanted(What::Template, Some("nobody"), Output::Yaml))
        .await
        .unwrap_err();
    assert!(matches!(problem.kind, ProblemKind::NoSuchObject { .. }));
}
