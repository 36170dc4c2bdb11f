//! The whole page of a picture in a window that nobody sees: one pass of egui and the tessellation of what it drew.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use magnum_desktop::domain::id::{ClusterId, ProjectId, UserId};
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::session_info::SessionInfo;
use magnum_desktop::domain::topology::arrange::{FoldingRule, arrange};
use magnum_desktop::domain::topology::model::Topology;
use magnum_desktop::message::{ClusterParts, Epoch, SessionState, Snapshot, Update};
use magnum_desktop::store::state::Store;
use magnum_desktop::text::{Language, Words};
use magnum_desktop::ui::context::Ctx;
use magnum_desktop::ui::outbox::Outbox;
use magnum_desktop::ui::theme::{self, Theme};
use magnum_desktop::ui::topology::TopologyPanel;

use crate::request;

/// The page on a screen of 1600 × 1000 that nobody sees.
pub(crate) struct Page {
    ctx: Context,
    panel: TopologyPanel,
    store: Store,
    outbox: Outbox,
    words: Words,
    scope: Scope,
    frame: u32,
}

impl Page {
    /// With everything in this topology unfolded, or folded as it opens.
    pub(crate) fn new(topology: &Arc<Topology>, rule: FoldingRule) -> Self {
        let request = request(topology, rule, None);
        let scope = Scope {
            cloud: "cloud".to_owned(),
            project: "project".to_owned(),
            region: "region".to_owned(),
        };
        let mut store = Store::default();
        store.apply(Update::Session {
            scope: scope.clone(),
            epoch: Epoch(1),
            state: SessionState::SignedIn(session()),
        });
        let parts = ClusterParts {
            cluster: ClusterId::new("web"),
            stacks: Vec::new(),
            resources: Arc::default(),
            stack_problem: None,
            topology: Arc::clone(topology),
            orchestration: None,
            nodes: Vec::new(),
            evidence: Default::default(),
            gaps: BTreeMap::new(),
        };
        store.apply(Update::Snapshot {
            scope: scope.clone(),
            epoch: Epoch(1),
            at: jiff::Timestamp::UNIX_EPOCH,
            body: Snapshot::Topology(Arc::new(parts)),
        });
        store.apply(Update::Arranged {
            scope: scope.clone(),
            cluster: ClusterId::new("web"),
            arrangement: Arc::new(arrange(&request)),
            topology: Arc::clone(topology),
        });
        let ctx = Context::default();
        theme::install(&ctx);
        theme::apply(&ctx, Theme::Light);
        let mut page = Self {
            ctx,
            panel: TopologyPanel::default(),
            store,
            outbox: Outbox::default(),
            words: Words::new(Language::English),
            scope,
            frame: 0,
        };
        for _ in 0..4 {
            page.frame(Vec::new());
        }
        page
    }

    /// One pass with these events, tessellated.
    pub(crate) fn frame(&mut self, events: Vec<Event>) -> usize {
        self.frame += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1600.0, 1000.0))),
            time: Some(f64::from(self.frame) / 60.0),
            events,
            ..RawInput::default()
        };
        let Self {
            ctx,
            panel,
            store,
            outbox,
            words,
            scope,
            ..
        } = self;
        let mut output = ctx.run_ui(input, |ui| {
            let Some(data) = store.scope(scope) else { return };
            let page = Ctx {
                store,
                scope,
                data,
                words,
                now: jiff::Timestamp::UNIX_EPOCH,
                outbox,
            };
            panel.ui(ui, &page, &ClusterId::new("web"));
        });
        drop(outbox.drain());
        // There is no GPU that the textures could go to.
        output.textures_delta.clear();
        ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }

    /// Where the pointer is in this frame while it drags to and fro.
    fn pointer(&self) -> Pos2 {
        pos2(40.0 + (self.frame % 40) as f32, 700.0)
    }

    /// How often the picture has been drawn and not only shown again.
    pub(crate) fn drawn(&self) -> u64 {
        self.panel.pictures_drawn()
    }

    /// Turns of the wheel with the pointer over the middle of the picture.
    pub(crate) fn wheel(&mut self, turns: u32, by: f32) {
        for _ in 0..turns {
            let wheel = Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: vec2(0.0, by),
                phase: egui::TouchPhase::Move,
                modifiers: Modifiers::NONE,
            };
            self.frame(vec![Event::PointerMoved(pos2(1100.0, 500.0)), wheel]);
        }
        for _ in 0..30 {
            self.frame(Vec::new());
        }
    }

    /// One turn of the wheel to and fro: the picture has another size in each of these frames.
    pub(crate) fn zoom(&mut self) -> usize {
        let by = if self.frame.is_multiple_of(2) { 8.0 } else { -8.0 };
        let wheel = Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, by),
            phase: egui::TouchPhase::Move,
            modifiers: Modifiers::NONE,
        };
        self.frame(vec![Event::PointerMoved(pos2(1100.0, 500.0)), wheel])
    }

    pub(crate) fn press(&mut self) {
        let at = self.pointer();
        self.frame(vec![
            Event::PointerMoved(at),
            Event::PointerButton {
                pos: at,
                button: PointerButton::Primary,
                pressed: true,
                modifiers: Modifiers::NONE,
            },
        ]);
        // A drag begins when the pointer has come some way.
        for _ in 0..45 {
            self.pan();
        }
    }

    /// Whether dragging really draws a new picture in each frame, so that it is that which is measured.
    pub(crate) fn assert_panning_draws(&mut self) {
        let before = self.panel.pictures_drawn();
        for _ in 0..20 {
            self.pan();
        }
        assert_eq!(self.panel.pictures_drawn(), before + 20, "each frame draws anew");
    }

    pub(crate) fn pan(&mut self) -> usize {
        let at = self.pointer();
        self.frame(vec![Event::PointerMoved(at)])
    }
}

fn session() -> SessionInfo {
    SessionInfo {
        user: "ada".to_owned(),
        user_id: UserId::new("ada"),
        project: "project".to_owned(),
        project_id: ProjectId::new("project"),
        region: "region".to_owned(),
        regions: vec!["region".to_owned()],
        roles: vec!["member".to_owned()],
        magnum_version: None,
        ..SessionInfo::default()
    }
}
