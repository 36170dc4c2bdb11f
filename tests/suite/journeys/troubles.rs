//! What goes wrong, as the person at the screen meets it.

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::message::SessionState;
use magnum_desktop::text::Language;

use super::stage::Stage;

#[test]
fn f61_a_cloud_that_dies_takes_nothing_away_and_is_welcomed_back() {
    let mut stage = Stage::open("clusters", Language::English);
    stage.until_label("production-web");
    let rows = stage.data().unwrap().clusters.value().unwrap().rows.len();
    let port = stage.kill_cloud();
    stage.harness.key_press(egui::Key::F5);
    stage.until("the failure is told", |stage| {
        stage.data().unwrap().clusters.failure().is_some()
    });
    let data = stage.data().unwrap();
    assert!(data.clusters.failure().unwrap().0.is_network());
    assert_eq!(data.clusters.value().unwrap().rows.len(), rows);
    stage.until_label("production-web");
    stage.revive_cloud(port);
    // Nobody presses anything: the background asks again by itself.
    stage.until("the data is fresh again", |stage| {
        stage.data().unwrap().clusters.failure().is_none()
    });
    stage.until_label("production-web");
}

#[test]
fn f47_a_web_page_instead_of_data_is_told_and_takes_nothing_away() {
    let mut stage = Stage::open("clusters", Language::English);
    stage.until_label("production-web");
    stage
        .cloud()
        .faults()
        .fail_with_html("GET", "/container-infra", 200);
    stage.harness.key_press(egui::Key::F5);
    stage.until("the failure is told", |stage| {
        stage.data().unwrap().clusters.failure().is_some()
    });
    let data = stage.data().unwrap();
    assert!(matches!(
        data.clusters.failure().unwrap().0.kind,
        ProblemKind::NotAnApi { .. }
    ));
    stage.until_label("production-web");
}

#[test]
fn f57_without_rights_in_heat_the_picture_comes_from_the_inventory() {
    let mut stage = Stage::open("clusters", Language::English);
    stage.until_label("production-web");
    stage.cloud().faults().fail("GET", "/orchestration", 403);
    let id = stage.cluster("production-web");
    let route =
        magnum_desktop::ui::route::Route::Cluster(id.clone(), magnum_desktop::ui::route::Tab::Topology);
    stage.app().outbox().go(route);
    stage.until("the picture is there", |stage| {
        stage
            .data()
            .unwrap()
            .parts
            .get(&id)
            .is_some_and(|parts| parts.value().is_some())
    });
    let parts = stage.data().unwrap().parts[&id].value().unwrap();
    assert!(
        parts
            .topology
            .resources()
            .filter(|resource| resource.kind.is_server())
            .count()
            >= 6
    );
}

#[test]
fn f21_a_refused_sign_in_is_tried_once_and_told() {
    let mut stage = Stage::open("clusters", Language::English);
    stage.until_label("production-web");
    stage
        .cloud()
        .faults()
        .fail("POST", "/identity/v3/auth/tokens", 401);
    let before = stage.requests("POST", "/auth/tokens");
    stage
        .app()
        .outbox()
        .push(magnum_desktop::ui::outbox::Action::OpenCloud("demo".to_owned()));
    stage.until("the refusal is told", |stage| {
        stage
            .data()
            .is_some_and(|data| matches!(data.session, Some(SessionState::Failed(_))))
    });
    assert_eq!(stage.requests("POST", "/auth/tokens"), before + 1);
}
