//! The picture in a window without a screen: what can be met in it, and that it sleeps when nothing changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::question::{Question, Repeat};
use magnum_desktop::domain::topology::arrange::arrange;
use magnum_desktop::domain::topology::model::Topology;
use magnum_desktop::message::{ClusterParts, Snapshot, Update};
use magnum_desktop::platform::settings::KeptPicture;
use magnum_desktop::store::state::Store;
use magnum_desktop::text::{Language, Words};
use magnum_desktop::ui::context::Ctx;
use magnum_desktop::ui::outbox::{Action, Outbox};
use magnum_desktop::ui::route::Route;
use magnum_desktop::ui::theme::{self, Theme};
use magnum_desktop::ui::topology::TopologyPanel;

use super::arranged::large;
use crate::pages::hand;

/// The page with a store behind it; layouts are computed on the spot.
pub(super) struct Page {
    pub(super) panel: TopologyPanel,
    pub(super) store: Store,
    outbox: Outbox,
    words: Words,
    pub(super) cluster: ClusterId,
    pub(super) copied: Vec<String>,
    pub(super) wanted: BTreeMap<Question, Repeat>,
    pub(super) went: Vec<Route>,
    pub(super) kept: Vec<KeptPicture>,
    /// Whatever else was wished for.
    pub(super) wishes: Vec<Action>,
    frames: u32,
}

impl Page {
    pub(super) fn of(topology: Arc<Topology>) -> Self {
        let mut page = Self {
            panel: TopologyPanel::default(),
            store: hand::store(vec![]),
            outbox: Outbox::default(),
            words: Words::new(Language::English),
            cluster: ClusterId::new("first"),
            copied: vec![],
            wanted: BTreeMap::new(),
            went: vec![],
            kept: vec![],
            wishes: vec![],
            frames: 0,
        };
        page.feed(topology);
        page
    }

    /// What a look at the cloud brings, of which only the picture is known.
    pub(super) fn parts(&self, topology: Arc<Topology>) -> ClusterParts {
        ClusterParts {
            cluster: self.cluster.clone(),
            stacks: vec![],
            resources: Arc::default(),
            stack_problem: None,
            topology,
            orchestration: None,
            nodes: vec![],
            evidence: Default::default(),
            gaps: BTreeMap::new(),
        }
    }

    pub(super) fn feed(&mut self, topology: Arc<Topology>) {
        let parts = self.parts(topology);
        hand::feed(&mut self.store, Snapshot::Topology(Arc::new(parts)));
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        if self.frames == 0 {
            theme::install(ui.ctx());
            theme::apply(ui.ctx(), Theme::Light);
        }
        self.frames += 1;
        let scope = hand::scope();
        let ctx = Ctx {
            store: &self.store,
            scope: &scope,
            data: self.store.scope(&scope).unwrap(),
            words: &self.words,
            now: hand::now(),
            outbox: &self.outbox,
        };
        self.panel.ui(ui, &ctx, &self.cluster);
        self.wanted = self.outbox.take_wanted();
        for action in self.outbox.drain() {
            match action {
                Action::Go(route) => self.went.push(route),
                Action::KeepPicture(_, kept) => self.kept.push(kept),
                Action::Arrange(cluster, request) => {
                    self.store.apply(Update::Arranged {
                        scope: hand::scope(),
                        cluster,
                        topology: Arc::clone(&request.topology),
                        arrangement: Arc::new(arrange(&request)),
                    });
                    ui.ctx().request_repaint();
                }
                Action::Copy(text) => self.copied.push(text),
                Action::SetLens(lens) => self.panel.want(lens),
                other => self.wishes.push(other),
            }
        }
    }
}

pub(super) fn window(page: Page) -> Harness<'static, Page> {
    window_of(page, [1600.0, 1000.0])
}

pub(super) fn window_of(page: Page, size: [f32; 2]) -> Harness<'static, Page> {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_max_steps(16)
        .build_ui_state(|ui, page: &mut Page| page.ui(ui), page);
    harness.run();
    harness
}

#[test]
fn f60_a_picture_that_does_not_change_costs_no_frame() {
    let mut harness = window(Page::of(large(1000)));
    let (frames, drawn) = (harness.state().frames, harness.state().panel.pictures_drawn());
    assert!(drawn > 0);
    // `run` returned, so nothing asked for another frame; frames for other reasons draw nothing anew.
    for _ in 0..5 {
        harness.step();
    }
    assert_eq!(harness.state().frames, frames + 5);
    assert_eq!(harness.state().panel.pictures_drawn(), drawn);
    assert!(!harness.ctx.has_requested_repaint());
    // Another cluster state is drawn, and then it sleeps again.
    harness.state_mut().feed(large(1001));
    harness.run();
    assert!(harness.state().panel.pictures_drawn() > drawn);
    let drawn = harness.state().panel.pictures_drawn();
    harness.step();
    assert_eq!(harness.state().panel.pictures_drawn(), drawn);
}

#[test]
fn f58_every_card_can_be_met_by_its_spoken_name() {
    let mut harness = window(Page::of(large(2)));
    for name in [
        "External network public, ACTIVE",
        "Router extrouter, ACTIVE",
        "Load balancer api, ONLINE",
        "Master master-0, Active",
        "Worker node-1, Active",
        "Port 10.0.0.119, ACTIVE",
        "Security group kube_master",
    ] {
        harness.get_by_label(name);
    }
    harness.get_by_label("Worker node-1, Active").click();
    harness.run();
    // The inspector tells more, and its links lead on.
    harness.get_by_label("79288355-d9de-4f24-b5b9-cd40f25b8840");
    harness.get_by_label("worker_nodes").click();
    harness.run();
    harness.get_by_label("soft-anti-affinity");
}

#[test]
fn f58_groups_unfold_and_fold() {
    let mut harness = window(Page::of(large(20)));
    let group = "Worker group default-worker, 20, Broken";
    assert!(harness.query_by_label("Worker node-7, Error").is_none());
    let card = harness.get_by_label(group);
    card.click();
    harness.run();
    harness.get_by_label("node-7");
    harness.get_by_label("Unfold default-worker").click();
    harness.run();
    harness.get_by_label("Worker node-7, Error");
    harness.get_by_label(&format!("Fold {group}")).click();
    harness.run();
    harness.get_by_label(group);
}

#[test]
fn the_keyboard_walks_from_card_to_card() {
    let mut harness = window(Page::of(large(2)));
    harness.get_by_label("External network public, ACTIVE").focus();
    harness.run();
    for name in ["Router extrouter, ACTIVE", "Network first, ACTIVE"] {
        harness.key_press(egui::Key::ArrowRight);
        harness.run();
        assert!(harness.get_by_label(name).is_focused(), "{name}");
    }
    harness.key_press(egui::Key::ArrowLeft);
    harness.run();
    assert!(harness.get_by_label("Router extrouter, ACTIVE").is_focused());
}

#[test]
fn a_search_tells_how_many_it_finds() {
    let mut harness = window(Page::of(large(20)));
    harness.get_by_label("Find in the picture").focus();
    harness.run();
    harness.get_by_label("Find in the picture").type_text("10.0.0.22");
    harness.run();
    harness.get_by_label_contains("found");
    assert!(!harness.ctx.has_requested_repaint());
}

#[test]
fn dragging_moves_the_picture_and_the_wheel_zooms_it() {
    let mut harness = window(Page::of(large(2)));
    let at = egui::pos2(60.0, 900.0);
    let place = |harness: &Harness<'_, Page>| harness.get_by_label("External network public, ACTIVE").rect();
    let before = place(&harness);
    harness.event(egui::Event::PointerMoved(at));
    harness.event(egui::Event::PointerButton {
        pos: at,
        button: egui::PointerButton::Primary,
        pressed: true,
        modifiers: egui::Modifiers::NONE,
    });
    harness.step();
    for step in 1..6 {
        harness.event(egui::Event::PointerMoved(
            at + egui::vec2(10.0 * step as f32, 0.0),
        ));
        harness.step();
    }
    harness.event(egui::Event::PointerButton {
        pos: at + egui::vec2(50.0, 0.0),
        button: egui::PointerButton::Primary,
        pressed: false,
        modifiers: egui::Modifiers::NONE,
    });
    harness.run();
    let moved = place(&harness);
    assert!(
        (moved.left() - before.left() - 50.0).abs() < 12.0,
        "{before} {moved}"
    );
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 120.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
    });
    harness.run();
    assert!(place(&harness).width() > moved.width() * 1.2);
}
