//! The switch between the two pictures, and the strip in which a build is replayed.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui_kittest::kittest::Queryable as _;
use magnum_desktop::domain::id::StackId;
use magnum_desktop::domain::stack::StackEvent;
use magnum_desktop::domain::status::Status;
use magnum_desktop::domain::topology::Input;
use magnum_desktop::domain::topology::build;
use magnum_desktop::domain::topology::orchestration::orchestration;
use magnum_desktop::message::{ClusterParts, Snapshot};

use super::panel::{Page, window};
use super::recorded::{self, FAILED};
use crate::pages::hand;

const FAILED_RESOURCES: &str = include_str!("../../fixtures/topology/failed-resources.json");

fn page() -> Page {
    let resources = recorded::resources(FAILED_RESOURCES);
    let inventory = recorded::inventory();
    let cluster = recorded::cluster("will-fail", FAILED, "CREATE_FAILED");
    let input = Input {
        cluster: &cluster,
        node_groups: &[],
        resources: &resources,
        stack_problem: None,
        inventory: &inventory,
    };
    let topology = Arc::new(build(input));
    let mut page = Page::of(Arc::clone(&topology));
    let parts = ClusterParts {
        cluster: page.cluster.clone(),
        stacks: vec![],
        resources: Arc::new(resources.clone()),
        stack_problem: None,
        topology,
        orchestration: orchestration(input).map(Arc::new),
        nodes: vec![],
        evidence: Default::default(),
        gaps: BTreeMap::new(),
    };
    let root = resources
        .iter()
        .find(|it| it.stack == StackId::new(FAILED))
        .unwrap();
    let server = resources.iter().find(|it| it.kind == "OS::Nova::Server").unwrap();
    let event = |secs: i64, (stack, resource): (&str, &str), status: &str| StackEvent {
        id: format!("{resource} {status}"),
        at: Some(hand::before(secs)),
        stack_name: stack.to_owned(),
        resource: resource.to_owned(),
        physical_id: None,
        status: Status::parse(status),
        reason: None,
    };
    let masters = (root.stack_name.as_str(), "kube_masters");
    let master = (server.stack_name.as_str(), server.name.as_str());
    let events = vec![
        event(900, (&root.stack_name, "network"), "CREATE_IN_PROGRESS"),
        event(800, (&root.stack_name, "network"), "CREATE_COMPLETE"),
        event(700, masters, "CREATE_IN_PROGRESS"),
        event(650, master, "CREATE_IN_PROGRESS"),
        event(300, master, "CREATE_COMPLETE"),
        event(100, masters, "CREATE_FAILED"),
    ];
    let id = page.cluster.clone();
    hand::feed(&mut page.store, Snapshot::Topology(Arc::new(parts)));
    hand::feed(&mut page.store, Snapshot::Events(id, Arc::new(events)));
    page
}

#[test]
fn both_pictures_can_be_looked_at_and_the_failure_is_told_in_both() {
    let mut harness = window(page());
    // The card of what failed first says why, also to a screen reader.
    assert!(
        harness
            .query_all_by_label_contains(" failed first: ")
            .next()
            .is_some()
    );
    assert!(
        harness
            .query_all_by_label_contains("Stack kube_masters")
            .next()
            .is_none()
    );
    harness.get_by_label("Orchestration").click();
    harness.run();
    assert!(
        harness
            .query_all_by_label_contains("Stack kube_masters")
            .next()
            .is_some()
    );
    assert!(
        harness
            .query_all_by_label_contains(" failed first: ")
            .next()
            .is_some()
    );
    harness.key_press(egui::Key::Num1);
    harness.run();
    assert!(
        harness
            .query_all_by_label_contains("Stack kube_masters")
            .next()
            .is_none()
    );
    harness.key_press(egui::Key::Num2);
    harness.run();
    assert!(
        harness
            .query_all_by_label_contains("Stack kube_masters")
            .next()
            .is_some()
    );
}

#[test]
fn a_build_is_stepped_through_and_then_it_is_now_again() {
    let mut harness = window(page());
    harness.get_by_label("Replay the build").click();
    harness.run();
    harness.get_by_label("Now");
    // The steps of the course are there, by name, outcome and time.
    assert!(
        harness
            .query_all_by_label_contains("kube_masters, ")
            .next()
            .is_some()
    );
    for _ in 0..5 {
        harness.get_by_label("To what happened before").click();
        harness.run();
    }
    assert!(harness.query_by_label("Now").is_none());
    // When the network was there, the master was still to come.
    assert!(harness.query_all_by_label_contains("Not yet").next().is_some());
    harness.get_by_label("Back to now").click();
    harness.run();
    harness.get_by_label("Now");
    assert!(harness.query_all_by_label_contains("Not yet").next().is_none());
}
