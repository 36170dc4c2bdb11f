//! A picture that is open while the world around it changes, and the ways out of it.

use egui::OutputCommand;
use egui_kittest::kittest::Queryable as _;
use magnum_desktop::domain::operation::{Operation, Progress};
use magnum_desktop::domain::topology::lens::Lens;
use magnum_desktop::text::Language;
use magnum_desktop::ui::outbox::Action;
use magnum_desktop::ui::route::{Route, Tab};
use magnum_desktop::ui::theme::Theme;

use super::stage::Stage;

/// Opens this cluster's picture and waits until it stands.
fn open(cluster: &str, language: Language) -> Stage {
    let mut stage = Stage::open(&format!("cluster/{cluster}/topology"), language);
    let id = stage.cluster(cluster);
    stage.until("the picture stands", |stage| {
        let key = (id.clone(), Lens::Infrastructure);
        stage
            .data()
            .is_some_and(|data| data.arrangements.contains_key(&key))
    });
    stage.harness.step();
    stage
}

#[test]
fn a_node_of_the_picture_is_the_chosen_one_in_the_list_of_nodes() {
    let mut stage = open("shop-staging", Language::English);
    stage.until_label("Worker node-0, ");
    let card = |stage: &Stage| {
        let mut cards = stage.harness.query_all_by_label_contains("Worker node-0, ");
        cards.next().unwrap().click();
    };
    card(&stage);
    stage.until_label("Show in nodes");
    stage.harness.get_by_label("Show in nodes").click();
    stage.until("the list is on screen", |stage| {
        *stage.app().route() == Route::Nodes
    });
    stage.until("the nodes are listed", |stage| {
        stage.data().is_some_and(|data| data.nodes.value().is_some())
    });
    let nodes = stage.data().unwrap().nodes.value().unwrap();
    let id = stage.cluster("shop-staging");
    let node = nodes
        .rows
        .iter()
        .find(|node| node.cluster == id && node.server.name.ends_with("node-0"))
        .unwrap();
    let server = node.server.id.clone();
    // It is the one that the inspector beside the list tells of.
    stage.until_label("Copy Server id");
    stage.harness.get_by_label("Copy Server id").click();
    stage.until("its id is on the clipboard", |stage| {
        let commands = &stage.harness.output().platform_output.commands;
        commands
            .iter()
            .any(|command| matches!(command, OutputCommand::CopyText(text) if text == server.as_str()))
    });
}

#[test]
fn a_cluster_that_is_deleted_elsewhere_while_its_picture_is_open_is_said_to_be_gone() {
    for language in Language::ALL {
        let mut stage = open("shop-staging", language);
        let id = stage.cluster("shop-staging");
        let delete = Operation::delete(id.clone(), "shop-staging");
        let operation = stage.app().outbox().run(delete);
        stage.until("it is under way", |stage| {
            let entry = stage.app().store().operations.get(operation);
            matches!(
                entry.map(|entry| &entry.progress),
                Some(Progress::Accepted { .. } | Progress::Underway { .. })
            )
        });
        // It is taken down piece by piece under the picture, and then there is nothing.
        for _ in 0..6 {
            stage.advance(30);
        }
        stage.advance(900);
        let gone = stage.words().page_gone().to_owned();
        stage.until_label(&gone);
        assert_eq!(
            *stage.app().route(),
            Route::Cluster(id, Tab::Topology),
            "nobody is sent away from what he looks at"
        );
    }
}

#[test]
fn language_theme_and_cluster_change_under_an_open_picture() {
    let mut stage = open("shop-staging", Language::English);
    stage.until_label("Worker node-0, ");
    stage
        .app()
        .outbox()
        .push(Action::SetLanguage(Language::SimplifiedChinese));
    stage.until_label("工作节点 node-0");
    stage.app().outbox().push(Action::SetTheme(Theme::Dark));
    stage.until_label("工作节点 node-0");
    assert!(stage.harness.ctx.global_style().visuals.dark_mode);
    // Another cluster's picture, chosen above this one.
    let choose = stage.words().picture_choose_spoken("shop-staging");
    stage.harness.get_by_label(&choose).click();
    stage.until_label("vexx-edge");
    stage
        .harness
        .query_all_by_label_contains("vexx-edge")
        .last()
        .unwrap()
        .click();
    let id = stage.cluster("vexx-edge");
    stage.until("the other cluster's picture is there", |stage| {
        *stage.app().route() == Route::Cluster(id.clone(), Tab::Topology)
            && stage.has_label("工作节点 default-worker-")
    });
}
