//! From the list to the picture, and through a creation and a deletion.

use egui_kittest::kittest::Queryable as _;
use magnum_desktop::domain::draft::ClusterDraft;
use magnum_desktop::domain::heat_type::HeatType;
use magnum_desktop::domain::operation::{Operation, OperationId, Progress};
use magnum_desktop::domain::plan::Ground;
use magnum_desktop::domain::status::{Action, Phase, Status};
use magnum_desktop::domain::topology::lens::Lens;
use magnum_desktop::simulation::Harm;
use magnum_desktop::text::Language;
use magnum_desktop::ui::dialogs::losses::losses;
use magnum_desktop::ui::route::{Route, Tab};

use super::stage::Stage;

#[test]
fn a_cluster_is_opened_and_its_picture_grows_with_it() {
    for language in Language::ALL {
        let mut stage = Stage::open("clusters", language);
        stage.until_label("build-farm");
        let id = stage.cluster("build-farm");
        stage.app().outbox().go(Route::Cluster(id.clone(), Tab::Topology));
        let parts = |stage: &Stage| {
            let parts = stage.data()?.parts.get(&id)?;
            parts
                .value()
                .map(|parts| (parts.topology.len(), parts.nodes.len()))
        };
        stage.until("the picture is there", |stage| parts(stage).is_some());
        let (few, _) = parts(&stage).unwrap();
        stage.advance(600);
        stage.until("the cluster has grown", |stage| {
            parts(stage).is_some_and(|(now, _)| now > few)
        });
        stage.until("every node is there", |stage| {
            parts(stage).is_some_and(|(_, nodes)| nodes == 4)
        });
        stage.until("the arranged picture is that of the grown cluster", |stage| {
            let data = stage.data().unwrap();
            let topology = &data.parts[&id].value().unwrap().topology;
            data.arrangements
                .get(&(id.clone(), Lens::Infrastructure))
                .is_some_and(|(of, _)| of == topology)
        });
        stage.until("it is ready", |stage| {
            let status = stage
                .data()
                .and_then(|data| data.cluster(&id))
                .map(|cluster| cluster.status.clone());
            status == Some(Status::Known(Action::Create, Phase::Complete))
        });
    }
}

/// Asks for a cluster `journey` as the creation form does.
fn create(stage: &mut Stage) -> OperationId {
    stage.until("templates are there", |stage| {
        stage
            .data()
            .is_some_and(|data| data.templates.value().is_some() && data.catalog.value().is_some())
    });
    let data = stage.data().unwrap();
    let templates = data.templates.value().unwrap();
    let template = templates
        .iter()
        .find(|template| template.name == "k8s-v1.28-ha")
        .unwrap();
    let draft = ClusterDraft {
        template: Some(template.id.clone()),
        name: "journey".to_owned(),
        keypair: "platform-team".to_owned(),
        ..ClusterDraft::new()
    };
    let request = draft
        .finish(Ground {
            template: Some(template),
            ..Ground::default()
        })
        .unwrap();
    stage.app().outbox().run(Operation::CreateCluster(request))
}

#[test]
fn a_cluster_is_created_once_and_followed_to_its_end() {
    let mut stage = Stage::open("create", Language::English);
    let operation = create(&mut stage);
    let progress = |stage: &Stage| {
        stage
            .app()
            .store()
            .operations
            .get(operation)
            .map(|entry| entry.progress.clone())
    };
    stage.until("it is under way", |stage| {
        matches!(progress(stage), Some(Progress::Underway { .. }))
    });
    let id = progress(&stage).unwrap().cluster().unwrap().clone();
    assert_eq!(stage.requests("POST", "/clusters"), 1);
    stage.app().outbox().go(Route::Cluster(id.clone(), Tab::Topology));
    stage.until("its page is there", |stage| {
        stage.data().is_some_and(|data| data.cluster(&id).is_some())
    });
    stage.advance(600);
    // The list was not on screen while the cluster was made; it knows all the same.
    stage.app().outbox().go(Route::Clusters);
    stage.until("the list knows", |stage| {
        let list = stage.data().and_then(|data| data.clusters.value().cloned());
        list.is_some_and(|list| list.rows.iter().any(|row| row.id == id))
    });
    stage.until("it is done", |stage| {
        matches!(progress(stage), Some(Progress::Done { .. }))
    });
    assert_eq!(stage.requests("POST", "/clusters"), 1);
}

#[test]
fn f06_a_creation_whose_answer_was_lost_is_looked_for_and_not_sent_again() {
    let mut stage = Stage::open("create", Language::English);
    stage.until("the cloud is open", |stage| {
        stage.data().is_some_and(|data| data.signed_in())
    });
    stage.cloud().faults().inject(
        "POST",
        "/container-infra/v1/clusters",
        Harm::CutAfter(20),
        Some(1),
    );
    let operation = create(&mut stage);
    let progress = |stage: &Stage| {
        let entry = stage.app().store().operations.get(operation);
        entry.map(|entry| entry.progress.clone())
    };
    stage.until("the cluster is found", |stage| {
        matches!(progress(stage), Some(Progress::Underway { .. }))
    });
    assert_eq!(stage.requests("POST", "/clusters"), 1);
    let id = progress(&stage).unwrap().cluster().unwrap().clone();
    assert_eq!(id, stage.cluster("journey"));
}

#[test]
fn a_cluster_is_deleted_once_and_goes() {
    let mut stage = Stage::open("clusters", Language::English);
    stage.until_label("shop-staging");
    let id = stage.cluster("shop-staging");
    let delete = Operation::delete(id.clone(), "shop-staging");
    let operation = stage.app().outbox().run(delete);
    let progress = |stage: &Stage| {
        stage
            .app()
            .store()
            .operations
            .get(operation)
            .map(|entry| entry.progress.clone())
    };
    stage.until("it is accepted", |stage| {
        matches!(progress(stage), Some(Progress::Accepted { .. }))
    });
    stage.cloud().advance(5);
    stage.until("it is under way", |stage| {
        matches!(progress(stage), Some(Progress::Underway { .. }))
    });
    stage.advance(900);
    stage.until("it is gone", |stage| {
        matches!(progress(stage), Some(Progress::Done { .. }))
    });
    stage.until("the list knows", |stage| {
        let list = stage.data().and_then(|data| data.clusters.value().cloned());
        list.is_some_and(|list| list.rows.iter().all(|row| row.id != id))
    });
    assert_eq!(stage.requests("DELETE", id.as_str()), 1);
}

#[test]
fn what_vanishes_with_a_cluster_is_what_there_is() {
    let mut stage = Stage::open("cluster/shop-staging/topology", Language::English);
    let id = stage.cluster("shop-staging");
    stage.until("its parts are there", |stage| {
        stage
            .data()
            .is_some_and(|data| data.parts.get(&id).is_some_and(|parts| parts.value().is_some()))
    });
    let parts = stage.data().unwrap().parts[&id].value().unwrap();
    // Its template has volumes switched off: Heat lists them all the same, with ids that stand for nothing.
    assert!(
        parts
            .resources
            .iter()
            .any(|resource| resource.name == "docker_volume" && resource.physical_id.is_some())
    );
    let losses = losses(None, Some(parts));
    assert_eq!((losses.masters, losses.workers), (1, 2));
    assert!(
        losses.others.iter().all(|(kind, _)| *kind != HeatType::Volume),
        "{losses:?}"
    );
    assert!(losses.others.contains(&(HeatType::LoadBalancer, 2)), "{losses:?}");
}

#[test]
fn one_click_leads_from_the_list_to_a_growing_picture() {
    for language in Language::ALL {
        let mut stage = Stage::open("clusters", language);
        stage.until_label("build-farm");
        let topology = stage.app().words().rail_topology().to_owned();
        stage.harness.get_by_label(&topology).click();
        let id = stage.cluster("build-farm");
        stage.until("its page is there", |stage| {
            *stage.app().route() == Route::Cluster(id.clone(), Tab::Topology)
        });
        stage.until("the picture is there", |stage| {
            stage
                .data()
                .unwrap()
                .arrangements
                .contains_key(&(id.clone(), Lens::Infrastructure))
        });
    }
}

#[test]
fn a_picture_in_which_nothing_changes_causes_no_repaints() {
    let mut stage = Stage::open("cluster/production-web/topology", Language::English);
    let id = stage.cluster("production-web");
    stage.until("the picture stands", |stage| {
        stage.data().is_some_and(|data| {
            data.arrangements
                .contains_key(&(id.clone(), Lens::Infrastructure))
                && !data.services.is_empty()
        })
    });
    // Fades end, layouts arrive; then the next frame is due when the cluster's age is another, in an hour at the soonest.
    stage.until("nobody asks for another frame", |stage| {
        let output = &stage.harness.output().viewport_output[&egui::ViewportId::ROOT];
        output.repaint_delay >= std::time::Duration::from_secs(600)
    });
}
