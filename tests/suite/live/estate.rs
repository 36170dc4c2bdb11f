//! Templates, key pairs, quotas and services of a real cloud, changed and put back. The stock client, where it is at hand,
//! has to see the same. Needs clouds `demo`, `viewer` and `admin` in the file, as the development cloud has them.

use std::process;
use std::sync::Arc;

use magnum_desktop::domain::cloud_choice::CloudChoice;
use magnum_desktop::domain::operation::{
    KeyMaker, KeypairChange, Operation, OperationId, Progress, QuotaChange, QuotaDeed, TemplateChange,
};
use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::template::check::TemplateContext;
use magnum_desktop::domain::template::draft::TemplateDraft;
use magnum_desktop::domain::template::era::Era;
use magnum_desktop::domain::template::field::TemplateField as Field;
use magnum_desktop::headless::args::CloudArguments;
use magnum_desktop::headless::clouds;
use magnum_desktop::message::{Command, SecretSource, SessionState, Snapshot, Topic, Update};
use magnum_desktop::openstack::magnum::{quotas, services, templates};
use magnum_desktop::openstack::{nova, projects};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::sync::backend::Backend;

use super::{cloud, reader, session};

fn named(name: &str) -> Option<CloudChoice> {
    cloud()?;
    let choices = clouds::read(&CloudArguments::default());
    clouds::choose(&choices, Some(name)).ok().cloned()
}

/// What the stock client prints, where it is at hand (`MAGNUM_DESKTOP_STOCK_CLIENT`).
#[expect(clippy::disallowed_methods, reason = "the test's own switch")]
pub(super) fn stock(cloud: &str, arguments: &[&str]) -> Option<String> {
    let client = std::env::var("MAGNUM_DESKTOP_STOCK_CLIENT").ok()?;
    let output = process::Command::new(client)
        .args(["--os-cloud", cloud])
        .args(arguments)
        .output()
        .unwrap();
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one life from its beginning to its end")]
async fn a_template_lives_and_the_stock_client_sees_it() {
    let Some(choice) = named("demo") else { return };
    let session = session(&choice).await;
    let list = templates::list(&session).await.unwrap();
    let original = list
        .iter()
        .find(|template| template.coe == "kubernetes")
        .unwrap()
        .clone();
    let shared: Vec<_> = list.into_iter().map(Arc::new).collect();
    let context = TemplateContext {
        era: Era {
            minor: Era::minor_of(session.info().magnum_version.as_deref()),
            templates: &shared,
        },
        ..TemplateContext::default()
    };
    let mut copy = TemplateDraft::copy_of(&original);
    copy.set(Field::Name, "estate-live");
    copy.set(Field::Tags, "blue,green");
    copy.labels.push(("estate".to_owned(), "a=b, \"c\"".to_owned()));
    let made = templates::create(&session, &copy.finish(&context).unwrap())
        .await
        .unwrap();
    if let Some(text) = stock(
        "demo",
        &[
            "coe",
            "cluster",
            "template",
            "show",
            made.id.as_str(),
            "-f",
            "json",
        ],
    ) {
        assert!(
            text.contains("estate-live") && text.contains("a=b, \\\"c\\\""),
            "{text}"
        );
    }
    let mut edited = TemplateDraft::of(&made);
    edited.set(Field::Name, "estate-live-2");
    edited.set(
        Field::MasterLb,
        if made.master_lb_enabled == Some(true) {
            "false"
        } else {
            "true"
        },
    );
    edited.set(Field::ApiServerPort, "6444");
    edited.set(Field::Tags, "");
    edited.labels.retain(|(name, _)| name != "estate");
    edited.labels.push(("estate".to_owned(), "it's".to_owned()));
    let editing = TemplateContext {
        editing: Some(&made),
        ..context
    };
    let edit = edited.edit(&made, &editing).unwrap();
    let mut changed = made.clone();
    for steps in edit.requests() {
        changed = templates::change(&session, &made.id, steps).await.unwrap();
    }
    assert_eq!(
        (
            changed.name.as_str(),
            changed.apiserver_port,
            changed.tags.as_deref()
        ),
        ("estate-live-2", Some(6444), None)
    );
    assert_ne!(changed.master_lb_enabled, made.master_lb_enabled);
    assert_eq!(changed.labels.get("estate").map(String::as_str), Some("it's"));
    if let Some(text) = stock(
        "demo",
        &[
            "coe",
            "cluster",
            "template",
            "show",
            made.id.as_str(),
            "-f",
            "yaml",
        ],
    ) {
        let read = magnum_desktop::headless::template_files::read_text(&text).unwrap();
        assert_eq!(
            read.text(Field::Name),
            "estate-live-2",
            "what it prints can be imported"
        );
    }
    if let Some(viewer) = named("viewer") {
        let operation = Operation::Template(TemplateChange::Delete {
            template: made.id.clone(),
            name: made.name.clone(),
        });
        let Progress::Refused { problem } = run(&viewer, operation).await else {
            panic!("a reader deletes nothing")
        };
        assert_eq!(problem.kind, ProblemKind::Forbidden);
        assert!(problem.server_words.is_some_and(|words| words.contains("Policy")));
    }
    templates::delete(&session, &made.id).await.unwrap();
    let gone = templates::show(&session, &made.id).await.unwrap_err();
    assert_eq!(*gone.kind(), ProblemKind::NotFound);
    if let Some(text) = stock("demo", &["coe", "cluster", "template", "list", "-f", "value"]) {
        assert!(!text.contains("estate-live"), "{text}");
    }
}

/// Sends an operation through the background as the window does, and follows it to its end.
pub(super) async fn run(choice: &CloudChoice, operation: Operation) -> Progress {
    let handle = tokio::runtime::Handle::current();
    let mut backend = Backend::start(&handle, Arc::new(|| {}), Clock::System, Secrets::memory());
    let profile = choice.profile.clone().unwrap();
    let scope = profile.scope();
    let secret = SecretSource::Given {
        secret: choice.secret.clone().unwrap(),
        remember: false,
    };
    backend.send(Command::SignIn { profile, secret }).unwrap();
    let id = OperationId(0);
    while let Some(update) = backend.recv().await {
        match update {
            Update::Session {
                state: SessionState::SignedIn(_),
                ..
            } => {
                let (scope, operation) = (scope.clone(), operation.clone());
                backend.send(Command::Run { scope, id, operation }).unwrap();
                break;
            }
            Update::Session {
                state: SessionState::Failed(problem),
                ..
            } => panic!("{problem:?}"),
            _ => {}
        }
    }
    while let Some(update) = backend.recv().await {
        if let Update::Operation { progress, .. } = update
            && progress.ended()
        {
            return progress;
        }
    }
    panic!("the background has ended")
}

#[tokio::test]
async fn key_pairs_are_made_imported_and_deleted() {
    let Some(choice) = named("demo") else { return };
    let folder = std::env::temp_dir().join(format!("magnum-desktop-live-keys-{}", process::id()));
    for (name, maker) in [("estate-here", KeyMaker::Here), ("estate-nova", KeyMaker::Nova)] {
        let operation = Operation::Keypair(KeypairChange::Generate {
            name: name.to_owned(),
            maker,
            file: folder.join(name),
        });
        let came = run(&choice, operation).await;
        assert!(matches!(came, Progress::Done { .. }), "{came:?}");
        // ssh-keygen, where it is at hand, reads the private half and finds the public one in it.
        if let Ok(output) = process::Command::new("ssh-keygen")
            .arg("-y")
            .arg("-f")
            .arg(folder.join(name))
            .output()
        {
            let derived = String::from_utf8_lossy(&output.stdout).into_owned();
            let session = session(&choice).await;
            let list = nova::keypairs(&session).await.unwrap();
            let known = list
                .iter()
                .find(|pair| pair.name == name)
                .unwrap()
                .public_key
                .clone()
                .unwrap();
            let body = |key: &str| key.split_whitespace().nth(1).map(str::to_owned);
            assert_eq!(body(&derived), body(&known), "{name}");
        }
        if let Some(text) = stock("demo", &["keypair", "list", "-f", "value"]) {
            assert!(text.contains(name), "{text}");
        }
        let operation = Operation::Keypair(KeypairChange::Delete {
            name: name.to_owned(),
        });
        let came = run(&choice, operation).await;
        assert!(matches!(came, Progress::Done { .. }), "{came:?}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn an_administrator_sets_quotas_and_sees_services_and_others_do_not() {
    let (Some(admin), Some(demo)) = (named("admin"), named("demo")) else {
        return;
    };
    let (boss, member) = (session(&admin).await, session(&demo).await);
    let project = member.info().project_id;
    assert!(!services::list(&boss).await.unwrap().is_empty());
    assert_eq!(
        *services::list(&member).await.unwrap_err().kind(),
        ProblemKind::Forbidden
    );
    assert_eq!(projects::names(&boss).await.name(&project), "demo");
    if quotas::of(&boss, &project).await.unwrap().is_explicit() {
        quotas::delete(&boss, &project).await.unwrap();
    }
    let mut reader = reader(&admin).await;
    for (deed, limit) in [
        (QuotaDeed::Create(17), Some(17)),
        (QuotaDeed::Change(18), Some(18)),
    ] {
        let change = QuotaChange {
            project: project.clone(),
            name: "demo".to_owned(),
            deed,
        };
        let came = run(&admin, Operation::Quota(change)).await;
        assert!(matches!(came, Progress::Done { .. }), "{came:?}");
        assert_eq!(quotas::of(&member, &project).await.unwrap().limit, limit);
    }
    // This list of the stock client knows no formats.
    if let Some(text) = stock("admin", &["coe", "quotas", "list", "--all-tenants"]) {
        assert!(text.contains("18"), "{text}");
    }
    let Snapshot::CloudWide(all) = reader.get(Topic::CloudWide).await.unwrap() else {
        panic!("all projects")
    };
    assert_eq!(all.projects.gap, None);
    assert_eq!(
        *quotas::delete(&member, &project).await.unwrap_err().kind(),
        ProblemKind::Forbidden
    );
    quotas::delete(&boss, &project).await.unwrap();
    assert!(!quotas::of(&boss, &project).await.unwrap().is_explicit());
}
