//! `get …` beside clusters, against the simulated cloud.

use std::sync::Arc;

use clap::Parser as _;
use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::headless::args::{Arguments, Output, Verb, What};
use magnum_desktop::headless::estate_change::{Came, change};
use magnum_desktop::headless::get::get;
use magnum_desktop::headless::template_files;
use magnum_desktop::openstack::clouds_yaml::{FileText, parse};
use magnum_desktop::openstack::session::Session;
use magnum_desktop::platform::safe_write::SystemDisk;
use magnum_desktop::simulation::SimulatedCloud;
use magnum_desktop::text::{Language, Words};

use super::{stage, wanted};

/// A session of this cloud of the simulation.
async fn session(cloud: &SimulatedCloud, name: &str) -> Session {
    let file = FileText {
        path: "clouds.yaml".into(),
        text: cloud.clouds_yaml(),
    };
    let entries = parse(&file, None).unwrap();
    let entry = entries.into_iter().find(|entry| entry.name == name).unwrap();
    let now = Arc::new(|| "2026-03-02T09:00:00Z".parse().unwrap());
    Session::sign_in(&entry.profile.unwrap(), &entry.secret.unwrap(), now)
        .await
        .unwrap()
}

/// What a command line comes to.
async fn run(session: &Session, line: &[&str]) -> Came {
    let line = std::iter::once("magnum-desktop").chain(line.iter().copied());
    let parsed = Arguments::try_parse_from(line).unwrap();
    let verb = match parsed.command {
        Some(Verb::Estate(verb)) => verb,
        Some(Verb::Change(verb)) => verb.noun_first().unwrap(),
        _ => panic!("another command"),
    };
    let words = Words::new(Language::English);
    change(session, (&words, &SystemDisk::default()), &verb)
        .await
        .unwrap()
}

#[tokio::test]
async fn templates_key_pairs_and_quotas_are_changed_from_the_terminal() {
    let (cloud, _reader) = stage().await;
    let demo = session(&cloud, "demo").await;
    let folder = std::env::temp_dir().join(format!("magnum-desktop-headless-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("t.yaml");
    let file = file.to_str().unwrap();
    let came = run(&demo, &["template", "export", "k8s-v1.28-ha", "--file", file]).await;
    assert_eq!(came.code, 0, "{came:?}");
    let came = run(
        &demo,
        &[
            "template", "create", "--file", file, "--name", "mine", "-o", "json",
        ],
    )
    .await;
    assert_eq!(came.code, 0, "{came:?}");
    let made: serde_json::Value = serde_json::from_str(&came.text).unwrap();
    assert_eq!(made["name"], "mine");
    let text = std::fs::read_to_string(file).unwrap() + "tls_disabled: true\n";
    std::fs::write(file, text.replace("k8s-v1.28-ha", "mine-2")).unwrap();
    let came = run(&demo, &["template", "edit", "mine", "--file", file]).await;
    assert_eq!((came.code, came.text.contains("mine-2")), (0, true), "{came:?}");
    std::fs::write(file, "name: odd\ncoe: swarm\nimage_id: nobody\n").unwrap();
    let came = run(&demo, &["template", "create", "--file", file]).await;
    assert_eq!(came.code, 3, "{came:?}");
    assert!(
        came.told.contains("coe: ") && came.told.contains("image_id: "),
        "{came:?}"
    );
    let came = run(&demo, &["template", "delete", "mine-2"]).await;
    assert_eq!(came.code, 0, "{came:?}");
    let came = run(&demo, &["template", "delete", "k8s-v1.28-ha"]).await;
    assert_eq!(came.code, 4, "in use: {came:?}");
    // The same with the verb first.
    let file = folder.join("again.yaml");
    let file = file.to_str().unwrap();
    run(&demo, &["template", "export", "k8s-v1.28-ha", "--file", file]).await;
    let came = run(&demo, &["create", "template", "--file", file, "--name", "again"]).await;
    assert_eq!((came.code, came.text.contains("again")), (0, true), "{came:?}");
    let came = run(&demo, &["delete", "template", "again"]).await;
    assert_eq!(came.code, 0, "{came:?}");

    let key = folder.join("key.pem");
    let came = run(
        &demo,
        &[
            "keypair",
            "create",
            "mine",
            "--private-key",
            key.to_str().unwrap(),
        ],
    )
    .await;
    assert_eq!((came.code, key.exists()), (0, true), "{came:?}");
    let came = run(
        &demo,
        &[
            "keypair",
            "import",
            "other",
            "--public-key",
            key.to_str().unwrap(),
        ],
    )
    .await;
    assert_eq!(came.code, 3, "a private half is not imported: {came:?}");
    let came = run(&demo, &["keypair", "delete", "mine"]).await;
    assert_eq!(came.code, 0, "{came:?}");

    let came = run(&demo, &["quota", "set", "demo", "7"]).await;
    assert_eq!(came.code, 4, "only administrators: {came:?}");
    std::fs::remove_dir_all(folder).unwrap();
}

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

#[test]
fn lists_are_had_with_the_noun_first_as_well() {
    for (line, what) in [
        (&["keypair", "list"][..], What::Keypairs),
        (&["quota", "list"], What::Quotas),
        (&["quota", "list", "--all-projects"], What::ProjectQuotas),
        (&["template", "list"], What::Templates),
        (&["template", "show", "k8s"], What::Template),
    ] {
        let line = std::iter::once("magnum-desktop")
            .chain(line.iter().copied())
            .chain(["-o", "json"]);
        let parsed = Arguments::try_parse_from(line).unwrap();
        let Some(Verb::Estate(verb)) = parsed.command else {
            panic!("{what:?}");
        };
        let wanted = verb.read().unwrap();
        assert_eq!((wanted.what, wanted.output), (what, Output::Json));
    }
}
