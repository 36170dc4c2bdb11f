//! The picture through time and in other hands: what is new, changed or gone is seen for a moment; what is folded and
//! hidden is kept; every card is within reach of the keyboard.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use magnum_desktop::domain::topology::model::Topology;
use magnum_desktop::domain::topology::resource::{Resource, ResourceKind};
use magnum_desktop::text::{Language, Words};
use magnum_desktop::ui::topology::{Above, PictureStart};

use super::arranged::large;
use super::panel::{Page, window};

type Window = Harness<'static, Page>;

/// The same topology with its resources changed, or left out where there is none.
fn changed(topology: &Topology, change: impl Fn(&Resource) -> Option<Resource>) -> Arc<Topology> {
    let resources = topology.resources().filter_map(change).collect();
    let relations = topology
        .relations()
        .map(|(from, to, relation)| (from.key.clone(), to.key.clone(), relation))
        .collect();
    Arc::new(Topology::new(resources, &relations))
}

/// Frames until nobody asks for another one.
fn frames_until_asleep(harness: &mut Window) -> u64 {
    let mut frames = 0;
    loop {
        harness.step();
        frames += 1;
        if !harness.ctx.has_requested_repaint() {
            return frames;
        }
        assert!(
            frames < 200,
            "it never sleeps: {:?}",
            harness.ctx.repaint_causes()
        );
    }
}

#[test]
fn f60_what_happens_is_seen_for_a_moment_and_then_the_window_sleeps() {
    let before = large(2);
    let mut harness = window(Page::of(Arc::clone(&before)));
    let worker = |topology: &Topology| {
        let found = topology
            .resources()
            .find(|it| it.kind == ResourceKind::Worker && it.title == "node-1");
        found.cloned().unwrap()
    };
    let gone = worker(&before).key;
    // One worker goes and a master stops.
    let after = changed(&before, |it| {
        let mut it = it.clone();
        if it.title == "master-0" && it.kind == ResourceKind::Master {
            it.status = "SHUTOFF".to_owned();
        }
        (it.key != gone).then_some(it)
    });
    let drawn = harness.state().panel.pictures_drawn();
    harness.state_mut().feed(after);
    let frames = frames_until_asleep(&mut harness);
    let pictures = harness.state().panel.pictures_drawn() - drawn;
    assert!(frames > 3, "nothing was to be seen: {frames}");
    assert!((2..=14).contains(&pictures), "{pictures} pictures of one fade");
    assert!(harness.query_by_label("Worker node-1, Active").is_none());
    // And back: what is new fades in, and then it is an ordinary card.
    harness.state_mut().feed(before);
    assert!(frames_until_asleep(&mut harness) > 3);
    harness.get_by_label("Worker node-1, Active");
}

#[test]
fn f60_who_wants_no_motion_sees_none() {
    let before = large(2);
    let mut harness = window(Page::of(Arc::clone(&before)));
    harness.ctx.all_styles_mut(|style| style.animation_time = 0.0);
    harness.run();
    let after = changed(&before, |it| {
        let mut it = it.clone();
        if it.kind == ResourceKind::Master {
            it.status = "SHUTOFF".to_owned();
        }
        Some(it)
    });
    let drawn = harness.state().panel.pictures_drawn();
    harness.state_mut().feed(after);
    frames_until_asleep(&mut harness);
    assert!(harness.state().panel.pictures_drawn() - drawn <= 2);
}

#[test]
fn what_somebody_does_not_want_to_see_is_hidden_in_place_and_kept() {
    let mut harness = window(Page::of(large(2)));
    let place = harness.get_by_label("Router extrouter, ACTIVE").rect();
    harness.get_by_label("Legend and filters").click();
    harness.run();
    harness.get_by_label("Port").click();
    harness.run();
    assert!(harness.query_by_label("Port 10.0.0.119, ACTIVE").is_none());
    assert_eq!(harness.get_by_label("Router extrouter, ACTIVE").rect(), place);
    let kept = harness.state().kept.last().unwrap().clone();
    assert!(kept.hidden_kinds.contains("port") && !kept.seen.is_empty());
    harness.get_by_label("Show everything").click();
    harness.run();
    harness.get_by_label("Port 10.0.0.119, ACTIVE");
    // The next start shows the picture as it was kept.
    let mut page = Page::of(large(2));
    page.panel.open(&page.cluster.clone(), Some(&kept));
    let harness = window(page);
    assert!(harness.query_by_label("Port 10.0.0.119, ACTIVE").is_none());
    harness.get_by_label("Some are hidden");
}

#[test]
fn what_somebody_unfolded_is_unfolded_at_the_next_start() {
    let mut harness = window(Page::of(large(20)));
    harness.get_by_label("Unfold default-worker").click();
    harness.run();
    harness.get_by_label("Worker node-7, Error");
    let kept = harness.state().kept.last().unwrap().clone();
    let mut page = Page::of(large(20));
    page.panel.open(&page.cluster.clone(), Some(&kept));
    let harness = window(page);
    harness.get_by_label("Worker node-7, Error");
}

#[test]
fn f58_the_keyboard_gets_to_every_card_of_a_picture_that_is_too_large_for_the_pointer() {
    let mut page = Page::of(large(400));
    let open = magnum_desktop::platform::settings::KeptPicture {
        rule: "open".to_owned(),
        ..Default::default()
    };
    page.panel.open(&page.cluster.clone(), Some(&open));
    let mut harness = window(page);
    // From so far away no card is a target for the pointer.
    assert!(harness.query_by_label("Router extrouter, ACTIVE").is_none());
    harness.get_by_label("External network public, ACTIVE").focus();
    harness.run();
    harness.key_press(egui::Key::ArrowRight);
    harness.run();
    let router = harness.get_by_label("Router extrouter, ACTIVE");
    assert!(router.is_focused());
    // It has come near enough to be read.
    assert!(router.rect().height() > 20.0, "{:?}", router.rect());
    assert!(harness.get_all_by_role(egui::accesskit::Role::Button).count() > 3);
}

#[test]
fn escape_lets_go_of_what_is_chosen_and_says_what_a_card_is_about() {
    let mut harness = window(Page::of(large(2)));
    let card = harness.get_by_label("Worker node-1, Active");
    let description = card.accesskit_node().description().unwrap_or_default();
    assert!(description.contains("m1.small"), "{description}");
    card.click();
    harness.run();
    harness.get_by_label("79288355-d9de-4f24-b5b9-cd40f25b8840");
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(
        harness
            .query_by_label("79288355-d9de-4f24-b5b9-cd40f25b8840")
            .is_none()
    );
}

/// The spoken names of everything in the picture.
fn spoken(harness: &Window) -> BTreeSet<String> {
    let words = Words::new(Language::English);
    let kinds: Vec<String> = ResourceKind::ALL
        .into_iter()
        .map(|kind| format!("{} ", words.resource_kind(kind)))
        .collect();
    let buttons = harness.get_all_by_role(egui::accesskit::Role::Button);
    buttons
        .filter_map(|node| node.accesskit_node().label())
        .filter(|label| kinds.iter().any(|kind| label.starts_with(kind)))
        .collect()
}

/// The spoken name of what has the focus, where it is part of the picture.
fn focused(harness: &Window, all: &BTreeSet<String>) -> Option<String> {
    all.iter()
        .find(|name| harness.query_all_by_label(name).any(|node| node.is_focused()))
        .cloned()
}

#[test]
fn f58_tab_comes_to_every_card_and_each_says_what_it_is() {
    let mut harness = window(Page::of(large(2)));
    let all = spoken(&harness);
    assert!(all.len() > 25, "{all:?}");
    assert!(
        all.contains("Worker node-1, Active") && all.contains("Subnet 10.0.0.0/24"),
        "{all:?}"
    );
    let mut met = BTreeSet::new();
    for _ in 0..all.len() * 3 + 30 {
        harness.key_press(egui::Key::Tab);
        harness.run();
        met.extend(focused(&harness, &all));
    }
    let missed: Vec<_> = all.difference(&met).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn f58_the_arrows_come_to_every_card_from_any_other() {
    let mut harness = window(Page::of(large(2)));
    let all = spoken(&harness);
    let mut met = BTreeSet::from(["External network public, ACTIVE".to_owned()]);
    let mut to_try: Vec<String> = met.iter().cloned().collect();
    while let Some(from) = to_try.pop() {
        for arrow in [
            egui::Key::ArrowRight,
            egui::Key::ArrowDown,
            egui::Key::ArrowLeft,
            egui::Key::ArrowUp,
        ] {
            harness.get_all_by_label(&from).next().unwrap().focus();
            harness.run();
            harness.key_press(arrow);
            harness.run();
            if let Some(to) = focused(&harness, &all).filter(|to| !met.contains(to)) {
                met.insert(to.clone());
                to_try.push(to);
            }
        }
    }
    let missed: Vec<_> = all.difference(&met).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn a_picture_begins_as_it_was_asked_for() {
    let mut page = Page::of(large(20));
    page.panel.begin(Box::new(PictureStart {
        find: "node".to_owned(),
        select: Some("node-7".to_owned()),
        zoom: Some(100),
        above: Some(Above::Legend),
        hidden: vec![ResourceKind::SecurityGroup],
        ..PictureStart::default()
    }));
    let harness = window(page);
    // It was folded away, and is chosen, near and seen all the same.
    let card = harness.get_by_label("Worker node-7, Error");
    assert!(card.rect().height() > 60.0, "{:?}", card.rect());
    harness.get_by_label("Show everything");
    harness.get_by_label("Some are hidden");
    harness.get_by_label_contains("found");
    let state = harness.state();
    let data = state.store.scope(&crate::pages::hand::scope()).unwrap();
    assert!(state.panel.settled(data, &state.cluster));
}
