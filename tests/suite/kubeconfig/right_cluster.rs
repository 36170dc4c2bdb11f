//! However many clusters share a name, and in whatever order their access is added, renewed and taken back: a context never
//! leads to another cluster than the one it was made for.

use std::cell::Cell;
use std::path::Path;

use magnum_desktop::domain::file_trouble::FileTrouble;
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::kubeconfig::access::{Access, Names};
use magnum_desktop::kubeconfig::merge::check;
use magnum_desktop::platform::kubeconfig_files::{add_undoably, save_as, save_folder, take_back};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};

use super::disk::{Event, MemoryDisk};

const FILE: &str = "/home/me/.kube/config";

/// Cluster `number` with its key of this turn; the first three have one name, in two projects.
fn access(number: usize, turn: u32) -> Access {
    let name = if number < 3 { "web" } else { "shop" };
    let scope = Scope {
        cloud: "prod".to_owned(),
        project: if number == 2 { "other" } else { "shop" }.to_owned(),
        region: String::new(),
    };
    let id = ClusterId::new(format!("0000000{number}-a196-4bf0-ae4c-1f639a523a52"));
    Access {
        names: Names::of(name, &id, &scope),
        server: format!("https://10.0.{number}.1:6443"),
        authority: format!("authority {number}\n"),
        certificate: format!("certificate {number} {turn}\n"),
        key: Secret::new(format!("key {number} {turn}\n")),
    }
}

/// The server that this context leads to, by the rules of every client: context → cluster entry → server.
fn server_of(text: &str, context: &str) -> Option<String> {
    let root: serde_json::Value = serde_saphyr::from_str::<serde_json::Value>(text).ok()?;
    let named = |list: &str, name: &str| {
        let items = root.get(list)?.as_array()?;
        let found = items.iter().find(|item| item["name"] == name)?;
        Some(found.clone())
    };
    let context = named("contexts", context)?;
    let cluster = named("clusters", context["context"]["cluster"].as_str()?)?;
    cluster["cluster"]["server"].as_str().map(str::to_owned)
}

#[test]
fn f79_a_context_leads_to_the_cluster_that_it_was_made_for() {
    let mut runner = TestRunner::new_with_rng(
        Config::with_cases(1_000),
        TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let (written, refused) = (Cell::new(0_u32), Cell::new(0_u32));
    let steps = prop::collection::vec((0_usize..6, any::<bool>()), 1..10);
    let result = runner.run(&steps, |steps| {
        let disk = MemoryDisk::new();
        let mut made_for: Vec<(String, String)> = Vec::new();
        for (turn, (number, undo)) in steps.iter().enumerate() {
            let access = access(*number, u32::try_from(turn).unwrap());
            let context = access.names.context.clone();
            match add_undoably(&disk, Path::new(FILE), &access) {
                Ok((_, merged)) if *undo => {
                    take_back(&disk, Path::new(FILE), &merged).unwrap();
                }
                Ok(_) => {
                    written.set(written.get() + 1);
                    made_for.retain(|(known, _)| *known != context);
                    made_for.push((context, access.server.clone()));
                }
                // A namesake has the name already: nothing is taken from it.
                Err(FileTrouble::ContextTaken { .. }) => {
                    refused.set(refused.get() + 1);
                    let taken = made_for
                        .iter()
                        .any(|(known, server)| *known == context && *server != access.server);
                    prop_assert!(taken);
                }
                Err(other) => prop_assert!(false, "{other:?}"),
            }
            let text = disk.text(FILE).unwrap_or_default();
            for (context, server) in &made_for {
                prop_assert_eq!(server_of(&text, context), Some(server.clone()));
            }
        }
        Ok(())
    });
    result.unwrap();
    assert!(
        written.get() > 1_000 && refused.get() > 100,
        "{written:?} {refused:?}"
    );
}

#[test]
fn f79_a_file_or_folder_of_another_cluster_is_left_alone() {
    let disk = MemoryDisk::new();
    let (file, folder) = (Path::new("/home/me/a.yaml"), Path::new("/home/me/a.d"));
    save_as(&disk, file, &access(0, 1)).unwrap();
    save_folder(&disk, folder, &access(0, 1)).unwrap();
    // The same name in the same project, and yet another cluster.
    for outcome in [
        save_as(&disk, file, &access(1, 1)),
        save_folder(&disk, folder, &access(1, 1)),
    ] {
        assert!(
            matches!(outcome, Err(FileTrouble::AlreadyThere { .. })),
            "{outcome:?}"
        );
    }
    assert_eq!(disk.text("/home/me/a.d/key.pem").unwrap(), "key 0 1\n");
    save_folder(&disk, folder, &access(0, 2)).unwrap();
    assert_eq!(disk.text("/home/me/a.d/key.pem").unwrap(), "key 0 2\n");
    // Somebody's own key is not overwritten because a folder happens to have that name.
    let other = MemoryDisk::new().with("/home/me/b.d/key.pem", "mine\n");
    let outcome = save_folder(&other, Path::new("/home/me/b.d"), &access(0, 1));
    assert!(
        matches!(outcome, Err(FileTrouble::AlreadyThere { .. })),
        "{outcome:?}"
    );
    assert_eq!(other.text("/home/me/b.d/key.pem").unwrap(), "mine\n");
}

#[test]
fn f75_a_folder_killed_at_any_step_holds_whole_files() {
    let folder = Path::new("/home/me/web.d");
    let begin = || {
        let disk = MemoryDisk::new();
        save_folder(&disk, folder, &access(0, 1)).unwrap();
        disk
    };
    let whole = begin();
    save_folder(&whole, folder, &access(0, 2)).unwrap();
    let (first, last) = (begin().steps().len(), whole.steps().len());
    assert!(last - first > 20);
    for step in first..last {
        let disk = begin().when(step, Event::Killed);
        drop(save_folder(&disk, folder, &access(0, 2)));
        for (name, old, new) in [
            ("key.pem", "key 0 1\n", "key 0 2\n"),
            ("cert.pem", "certificate 0 1\n", "certificate 0 2\n"),
            ("ca.pem", "authority 0\n", "authority 0\n"),
        ] {
            let text = disk.text(&format!("/home/me/web.d/{name}")).unwrap();
            assert!(text == old || text == new, "{name} at {step}: {text:?}");
        }
        check(&disk.text("/home/me/web.d/config").unwrap()).unwrap();
    }
}
