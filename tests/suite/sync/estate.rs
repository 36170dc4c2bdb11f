//! Changes of templates, key pairs and quotas, sent as the window does, against the simulated cloud.

use std::path::PathBuf;
use std::sync::Arc;

use magnum_desktop::domain::id::ProjectId;
use magnum_desktop::domain::operation::{
    KeyMaker, KeypairChange, Operation, OperationId, Progress, QuotaChange, QuotaDeed, TemplateChange,
};
use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::template::ClusterTemplate;
use magnum_desktop::domain::template::check::TemplateContext;
use magnum_desktop::domain::template::draft::TemplateDraft;
use magnum_desktop::domain::template::era::Era;
use magnum_desktop::domain::template::field::TemplateField as Field;
use magnum_desktop::message::Topic;

use super::stage::Stage;

async fn ended(stage: &mut Stage, id: OperationId) -> Progress {
    stage
        .until("the request has ended", |stage| stage.progress(id).ended())
        .await;
    stage.progress(id).clone()
}

async fn templates(stage: &mut Stage) -> Vec<Arc<ClusterTemplate>> {
    stage.watch([Topic::Templates, Topic::Clusters]);
    stage
        .until("templates and clusters are there", |stage| {
            stage.is_well(&Topic::Templates)
                && stage
                    .data()
                    .clusters
                    .value()
                    .is_some_and(|list| !list.more_to_come)
        })
        .await;
    stage.data().templates.value().unwrap().to_vec()
}

fn named(list: &[Arc<ClusterTemplate>], name: &str) -> Arc<ClusterTemplate> {
    Arc::clone(list.iter().find(|template| template.name == name).unwrap())
}

#[tokio::test]
async fn a_template_lives_from_its_copy_over_a_change_to_its_end() {
    let mut stage = Stage::open().await;
    let list = templates(&mut stage).await;
    let original = named(&list, "k8s-v1.28-ha");
    let context = TemplateContext {
        era: Era {
            minor: Some(12),
            templates: &list,
        },
        ..TemplateContext::default()
    };
    let mut copy = TemplateDraft::copy_of(&original);
    copy.set(Field::Name, "mine");
    let request = copy.finish(&context).unwrap();
    let id = stage.run(Operation::Template(TemplateChange::Create(request)));
    assert!(matches!(ended(&mut stage, id).await, Progress::Done { .. }));
    stage
        .until("the list has it", |stage| {
            let list = stage.data().templates.value();
            list.is_some_and(|list| list.iter().any(|template| template.name == "mine"))
        })
        .await;
    let list = stage.data().templates.value().unwrap().to_vec();
    let mine = named(&list, "mine");
    assert_eq!(mine.labels, original.labels);

    let mut edited = TemplateDraft::of(&mine);
    edited.set(Field::Name, "mine-2");
    edited.set(Field::MasterLb, "false");
    edited.labels.push(("a".to_owned(), "b=c, d".to_owned()));
    let context = TemplateContext {
        editing: Some(&mine),
        ..context
    };
    let edit = edited.edit(&mine, &context).unwrap();
    let id = stage.run(Operation::Template(TemplateChange::Edit(edit)));
    assert!(matches!(ended(&mut stage, id).await, Progress::Done { .. }));
    stage
        .until("the list has the change", |stage| {
            let list = stage.data().templates.value();
            list.is_some_and(|list| list.iter().any(|template| template.name == "mine-2"))
        })
        .await;
    let list = stage.data().templates.value().unwrap().to_vec();
    let changed = named(&list, "mine-2");
    assert_eq!(changed.labels.get("a").map(String::as_str), Some("b=c, d"));
    assert_eq!(changed.master_lb_enabled, Some(false));
    assert_eq!(stage.asked("PATCH", mine.id.as_str()), 1);

    let id = stage.run(Operation::Template(TemplateChange::Delete {
        template: mine.id.clone(),
        name: "mine-2".to_owned(),
    }));
    assert!(matches!(ended(&mut stage, id).await, Progress::Done { .. }));
    stage
        .until("the list has it no more", |stage| {
            let list = stage.data().templates.value();
            list.is_some_and(|list| list.iter().all(|template| template.id != mine.id))
        })
        .await;
}

#[tokio::test]
async fn a_template_in_use_is_not_deleted_and_it_is_told_why() {
    let mut stage = Stage::open().await;
    let list = templates(&mut stage).await;
    let used = stage.data().clusters.value().unwrap().rows[0].template.clone();
    let template = list.iter().find(|template| template.id == used).unwrap();
    let id = stage.run(Operation::Template(TemplateChange::Delete {
        template: used.clone(),
        name: template.name.clone(),
    }));
    let Progress::Refused { problem } = ended(&mut stage, id).await else {
        panic!("{:?}", stage.progress(id))
    };
    assert!(
        problem
            .server_words
            .unwrap()
            .contains("referenced by one or multiple clusters")
    );
}

#[tokio::test]
async fn a_key_made_here_is_on_the_disk_before_it_is_in_the_cloud() {
    let mut stage = Stage::open().await;
    let folder = folder("here");
    let file = folder.join("deep/mine.pem");
    for (name, maker) in [("mine", KeyMaker::Here), ("theirs", KeyMaker::Nova)] {
        let file = file.with_file_name(format!("{name}.pem"));
        let id = stage.run(Operation::Keypair(KeypairChange::Generate {
            name: name.to_owned(),
            maker,
            file: file.clone(),
        }));
        assert!(
            matches!(ended(&mut stage, id).await, Progress::Done { .. }),
            "{:?}",
            stage.progress(id)
        );
        let text = std::fs::read_to_string(&file).unwrap();
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("-----BEGIN ") && first.ends_with("PRIVATE KEY-----"),
            "{name}: {first}"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        assert!(!format!("{:?}", stage.store.operations).contains("PRIVATE KEY"));
    }
    stage.watch([Topic::Keypairs]);
    stage
        .until("the list is there", |stage| stage.is_well(&Topic::Keypairs))
        .await;
    let names: Vec<String> = stage
        .data()
        .keypairs
        .value()
        .unwrap()
        .iter()
        .map(|pair| pair.name.clone())
        .collect();
    assert!(names.contains(&"mine".to_owned()) && names.contains(&"theirs".to_owned()));

    let id = stage.run(Operation::Keypair(KeypairChange::Generate {
        name: "again".to_owned(),
        maker: KeyMaker::Here,
        file: file.with_file_name("mine.pem"),
    }));
    let Progress::Refused { problem } = ended(&mut stage, id).await else {
        panic!("a file that is there is never replaced: {:?}", stage.progress(id))
    };
    assert!(matches!(problem.kind, ProblemKind::File(_)));
    let free = file.with_file_name("free.pem");
    let id = stage.run(Operation::Keypair(KeypairChange::Generate {
        name: "mine".to_owned(),
        maker: KeyMaker::Here,
        file: free.clone(),
    }));
    assert!(matches!(ended(&mut stage, id).await, Progress::Refused { .. }));
    assert!(!free.exists(), "a key that opens nothing is not left lying about");

    let id = stage.run(Operation::Keypair(KeypairChange::Delete {
        name: "mine".to_owned(),
    }));
    assert!(matches!(ended(&mut stage, id).await, Progress::Done { .. }));
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn quotas_are_refused_to_members_with_the_servers_words() {
    let mut stage = Stage::open().await;
    let project = stage.data().info.as_ref().unwrap().project_id.clone();
    for deed in [QuotaDeed::Create(5), QuotaDeed::Change(5), QuotaDeed::Delete] {
        let id = stage.run(Operation::Quota(QuotaChange {
            project: ProjectId::new(project.as_str()),
            name: "demo".to_owned(),
            deed,
        }));
        let Progress::Refused { problem } = ended(&mut stage, id).await else {
            panic!("{:?}", stage.progress(id))
        };
        assert_eq!(problem.kind, ProblemKind::Forbidden);
    }
}

#[tokio::test]
async fn what_members_may_see_comes_and_what_they_may_not_is_told() {
    let mut stage = Stage::open().await;
    stage.watch([
        Topic::Allowance,
        Topic::Keypairs,
        Topic::Conductors,
        Topic::ProjectQuotas,
    ]);
    stage
        .until("everything was asked", |stage| {
            stage.is_well(&Topic::Allowance)
                && stage.is_well(&Topic::Keypairs)
                && stage.failure(&Topic::Conductors).is_some()
                && stage.failure(&Topic::ProjectQuotas).is_some()
        })
        .await;
    for topic in [Topic::Conductors, Topic::ProjectQuotas] {
        assert_eq!(stage.failure(&topic).unwrap().kind, ProblemKind::Forbidden);
    }
    let allowance = stage.data().allowance.value().unwrap();
    assert!(allowance.quotas.gaps.is_empty(), "{:?}", allowance.quotas.gaps);
    let stats = allowance.stats.clone().unwrap().unwrap();
    assert!(stats.clusters > 0 && stats.nodes > stats.clusters);
}

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("magnum-desktop-estate-{name}-{}", std::process::id()));
    drop(std::fs::remove_dir_all(&folder));
    folder
}
