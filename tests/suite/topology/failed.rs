//! The picture of what failed: without a click it says what broke and why, at every size and from every distance, and what
//! was only given up because of it stays in the background.

use std::sync::Arc;

use egui::Shape;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use magnum_desktop::domain::stack::StackResource;
use magnum_desktop::domain::status::Status;
use magnum_desktop::domain::topology::Input;
use magnum_desktop::domain::topology::build;
use magnum_desktop::domain::topology::callout::was_aborted;
use magnum_desktop::domain::topology::lens::Lens;
use magnum_desktop::domain::topology::model::Topology;
use magnum_desktop::domain::topology::orchestration::orchestration;
use magnum_desktop::message::{ClusterParts, Snapshot};

use super::panel::{Page, window_of};
use super::recorded::{self, FIRST};
use crate::pages::hand;

const RESOURCES: &str = include_str!("../../fixtures/topology/first-resources.json");
const NOVA: &str = "ResourceInError: resources.kube-minion: Went to status ERROR due to \"Message: No valid host was found. \
                    There are not enough hosts available., Code: 500\"";
const GIVEN_UP: &str = "CREATE aborted (user triggered cancel)";
/// No letter of a reason is smaller.
const READABLE: f32 = 12.0;

/// A real cluster of a master and two workers, of which Nova had no room for the second; so Heat gave the first up.
fn resources() -> Vec<StackResource> {
    let mut resources = recorded::resources(RESOURCES);
    let nested = |resources: &[StackResource], index: &str| {
        let minions = resources.iter().find(|it| it.name == "kube_minions").unwrap();
        let group = minions.nested_stack.clone();
        let one = resources
            .iter()
            .find(|it| Some(&it.stack) == group.as_ref() && it.name == index);
        one.unwrap().nested_stack.clone().unwrap()
    };
    let (given_up, broken) = (nested(&resources, "0"), nested(&resources, "1"));
    let group = resources
        .iter()
        .find(|it| it.name == "kube_minions")
        .and_then(|it| it.nested_stack.clone())
        .unwrap();
    for resource in &mut resources {
        let reason = match resource.name.as_str() {
            "kube-minion" if resource.stack == broken => NOVA,
            "kube-minion" if resource.stack == given_up => GIVEN_UP,
            "0" if resource.stack == group => GIVEN_UP,
            "1" if resource.stack == group => NOVA,
            "kube_minions" => NOVA,
            _ => continue,
        };
        resource.status = Status::parse("CREATE_FAILED");
        resource.status_reason = Some(reason.to_owned());
    }
    resources
}

fn page(lens: Lens) -> (Page, Arc<Topology>) {
    let resources = resources();
    let inventory = recorded::inventory();
    let cluster = recorded::cluster("first", FIRST, "CREATE_FAILED");
    let input = Input {
        cluster: &cluster,
        node_groups: &[],
        resources: &resources,
        stack_problem: None,
        inventory: &inventory,
    };
    let topology = Arc::new(build(input));
    let stacks = orchestration(input).map(Arc::new);
    let shown = match lens {
        Lens::Infrastructure => Arc::clone(&topology),
        Lens::Orchestration => stacks.clone().unwrap(),
    };
    let mut page = Page::of(Arc::clone(&topology));
    let parts = ClusterParts {
        orchestration: stacks,
        resources: Arc::new(resources.clone()),
        ..page.parts(topology)
    };
    hand::feed(&mut page.store, Snapshot::Topology(Arc::new(parts)));
    page.panel.want(lens);
    (page, shown)
}

/// What is written about what failed first: the text, whether it is cut, its smallest letters, and whether it is in sight.
fn told(harness: &Harness<'_, Page>) -> Vec<(String, bool, f32, bool)> {
    fn texts<'s>(shape: &'s Shape, found: &mut Vec<&'s egui::epaint::TextShape>) {
        match shape {
            Shape::Text(text) => found.push(text),
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, found)),
            _ => {}
        }
    }
    let mut told = Vec::new();
    for clipped in &harness.output().shapes {
        let mut found = Vec::new();
        texts(&clipped.shape, &mut found);
        for text in found {
            let job = &text.galley.job;
            if job.text.contains(" failed first\n") {
                let sizes = job.sections.iter().map(|section| section.format.font_id.size);
                let area = text.galley.rect.translate(text.pos.to_vec2());
                told.push((
                    job.text.clone(),
                    text.galley.elided,
                    sizes.fold(f32::INFINITY, f32::min),
                    clipped.clip_rect.contains_rect(area),
                ));
            }
        }
    }
    told
}

#[test]
fn f59_what_broke_and_why_is_readable_at_every_size_and_from_every_distance() {
    for lens in Lens::ALL {
        for size in [[860.0, 340.0], [1120.0, 500.0], [1200.0, 500.0], [1440.0, 690.0]] {
            let mut harness = window_of(page(lens).0, size);
            for farther in 0..12 {
                let told = told(&harness);
                assert_eq!(told.len(), 1, "{lens:?} {size:?} after {farther}: {told:?}");
                let (text, cut, letters, in_sight) = &told[0];
                assert!(
                    text.contains("Nova found no host with room for the server"),
                    "{text}"
                );
                assert!(text.contains("There are not enough hosts available."), "{text}");
                assert!(
                    !cut && *letters >= READABLE,
                    "{lens:?} {size:?} after {farther}: {letters}"
                );
                assert!(*in_sight, "{lens:?} {size:?} after {farther}");
                harness.key_press(egui::Key::Minus);
                harness.run();
            }
        }
    }
}

#[test]
fn what_was_given_up_is_no_failure_of_its_own_in_words_or_for_the_ear() {
    for (lens, broken, given_up) in [
        (Lens::Infrastructure, "node-1", "Worker node-0, Aborted"),
        (Lens::Orchestration, "kube-minion", "Stack minions 0, Aborted"),
    ] {
        let (page, topology) = page(lens);
        let cause = topology.get(topology.cause.as_ref().unwrap()).unwrap();
        assert_eq!(cause.title, broken);
        assert!(!was_aborted(&topology, cause));
        let harness = window_of(page, [1600.0, 1000.0]);
        assert!(harness.query_by_label(given_up).is_some(), "{lens:?}");
        let first = format!("{broken} failed first: Nova found no host");
        assert!(harness.query_by_label_contains(&first).is_some(), "{lens:?}");
    }
}

#[test]
fn who_looks_at_what_was_given_up_is_led_to_what_failed_first() {
    let mut harness = window_of(page(Lens::Infrastructure).0, [1600.0, 1000.0]);
    harness.get_by_label("Worker node-0, Aborted").click();
    harness.run();
    harness.get_by_label("Aborted because this failed first:");
    harness.get_all_by_label("node-1").next().unwrap().click();
    harness.run();
    assert!(
        harness
            .query_by_label("Aborted because this failed first:")
            .is_none()
    );
    assert!(
        harness
            .query_all_by_label_contains("No valid host was found")
            .count()
            > 0
    );
}
