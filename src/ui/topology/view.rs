//! The picture in the window: camera, pointer, keyboard, and what egui_graphs draws of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Id, Rect, Sense, Ui, UiBuilder, Vec2, pos2};
use egui_graphs::{
    GraphView, Layout, LayoutStateRandom, MetadataFrame, SettingsInteraction, SettingsNavigation,
};
use petgraph::EdgeType;
use petgraph::stable_graph::IndexType;

use crate::domain::topology::resource::ResourceKey;
use crate::text::Words;
use crate::ui::topology::brush::{self, Memory};
use crate::ui::topology::callout;
use crate::ui::topology::camera::{Camera, Detail, Sight};
use crate::ui::topology::canvas::{Canvas, Standout};
use crate::ui::topology::card;
use crate::ui::topology::frames;
use crate::ui::topology::ground::Ground;
use crate::ui::topology::inspector::actions::{Deed, Offer};
use crate::ui::topology::items::{self, Touched};
use crate::ui::topology::look::Looks;
use crate::ui::topology::minimap;
use crate::ui::topology::recording::{Print, Recording, Surface};
use crate::ui::topology::stir::Stir;

/// From farther away than this a picture with a failure does not begin, and from nearer not either if that leaves something
/// of the way to it out.
const READABLE: f32 = 0.55;
const NEAR_ENOUGH: f32 = 0.7;
/// How far Ctrl and an arrow move the picture, in points.
const PAN_STEP: f32 = 120.0;

/// What somebody did to the picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Event {
    /// Chose this, or nothing.
    Select(Option<ResourceKey>),
    /// Wants it unfolded if it is folded, and the other way round.
    Toggle(ResourceKey),
    /// Opened it: a double click, or Enter on what is chosen already.
    Open(ResourceKey),
    /// Wants this done with it.
    Do(ResourceKey, Deed),
}

/// The picture and how it is looked at.
#[derive(Debug, Default)]
pub(crate) struct View {
    looks: Arc<Looks>,
    canvas: Canvas,
    camera: Camera,
    /// Whether somebody has moved the camera; until then it shows what is to be seen first.
    moved: bool,
    /// Whether that is everything, even where something failed.
    whole: bool,
    view: Option<Rect>,
    recording: Recording,
    ground: Ground,
    memory: Memory,
    stir: Stir,
    stirred_at: f64,
}

/// What the picture is shown with.
#[derive(Clone)]
pub(crate) struct Shown<'a> {
    pub(crate) words: &'a Words,
    pub(crate) selected: Option<&'a ResourceKey>,
    pub(crate) found: Option<Arc<BTreeSet<ResourceKey>>>,
    /// What can be done with a card.
    pub(crate) offers: &'a dyn Fn(&ResourceKey) -> Vec<Offer>,
}

/// Positions come from the arrangement; egui_graphs has nothing to lay out.
#[derive(Debug, Default)]
struct Fixed;

impl Layout<LayoutStateRandom> for Fixed {
    fn from_state(_: LayoutStateRandom) -> impl Layout<LayoutStateRandom> {
        Self
    }

    fn next<N, E, Ty, Ix, Dn, De>(&mut self, _: &mut egui_graphs::Graph<N, E, Ty, Ix, Dn, De>, _: &Ui)
    where
        N: Clone,
        E: Clone,
        Ty: EdgeType,
        Ix: IndexType,
        Dn: egui_graphs::DisplayNode<N, E, Ty, Ix>,
        De: egui_graphs::DisplayEdge<N, E, Ty, Ix, Dn>,
    {
    }

    fn state(&self) -> LayoutStateRandom {
        LayoutStateRandom::default()
    }
}

impl View {
    /// Takes new looks over; `stir` is what has happened, if anything has.
    pub(crate) fn set(&mut self, looks: Arc<Looks>, stir: Option<Stir>, now: f64) {
        // egui_graphs holds what it can draw in time.
        if looks.cards.len() <= brush::MANY {
            self.canvas.reconcile(&looks);
        }
        self.ground = Ground::of(&looks);
        self.memory = Memory::default();
        self.looks = looks;
        if let Some(stir) = stir.filter(|stir| stir.step > 0) {
            self.stir = stir;
            self.stirred_at = now;
        }
    }

    /// The looks on screen.
    pub(crate) fn looks(&self) -> &Arc<Looks> {
        &self.looks
    }

    /// Shows everything, now and when the picture or the window changes.
    pub(crate) fn fit(&mut self) {
        self.moved = false;
        self.whole = true;
        if let Some(view) = self.view {
            self.begin(view);
        }
    }

    /// Nearer or farther.
    pub(crate) fn zoom(&mut self, factor: f32) {
        if let Some(view) = self.view {
            self.camera = self.camera.zoomed_at(factor, view.center());
            self.moved = true;
        }
    }

    /// So near, at this card, or at the middle of the picture.
    pub(crate) fn zoom_at(&mut self, zoom: f32, about: Option<&ResourceKey>) {
        let area = about.and_then(|key| self.area_of(key)).or(self.looks.bounds);
        if let (Some(view), Some(area)) = (self.view, area) {
            self.camera = self.camera.at(zoom).centred(area.center(), view);
            self.moved = true;
        }
    }

    /// Looks at this card from near.
    pub(crate) fn zoom_to(&mut self, key: &ResourceKey) {
        if let (Some(view), Some(area)) = (self.view, self.area_of(key)) {
            self.camera = Camera::fitting(area.expand(160.0), view);
            self.moved = true;
        }
    }

    /// Moves just so far that this card is in sight, and near enough to be read; an open group that is too large for that
    /// is shown as a whole.
    pub(crate) fn reveal(&mut self, key: &ResourceKey) {
        let (Some(view), Some(area)) = (self.view, self.area_of(key)) else {
            return;
        };
        let on_screen = self.camera.rect_to_screen(area).size();
        if on_screen.x > view.width() || on_screen.y > view.height() {
            self.camera = Camera::fitting(area, view);
        } else if Detail::of(self.camera.zoom) == Detail::Far && self.looks.cards.contains_key(key) {
            self.camera = Camera::fitting(area.expand(400.0), view);
        }
        self.camera = self.camera.showing(area, view);
        self.moved = true;
    }

    /// Whether it is on the canvas.
    pub(crate) fn has(&self, key: &ResourceKey) -> bool {
        self.area_of(key).is_some()
    }

    /// From where it is looked at.
    pub(crate) fn camera(&self) -> Camera {
        self.camera
    }

    /// How often the picture has been drawn and not only shown again.
    pub(crate) fn drawn(&self) -> u64 {
        self.recording.drawn()
    }

    fn area_of(&self, key: &ResourceKey) -> Option<Rect> {
        let card = self.looks.cards.get(key).map(|card| card.area);
        card.or_else(|| {
            self.looks
                .frames
                .iter()
                .find(|it| &it.key == key)
                .map(|it| it.area)
        })
    }

    /// Draws the picture into what is left of the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, shown: &Shown<'_>) -> Vec<Event> {
        let rect = ui.available_rect_before_wrap();
        let mut events = Vec::new();
        self.look_around(rect, shown.selected);
        let id = ui.id().with("topology");
        let background = ui.interact(rect, id, Sense::click_and_drag());
        background.widget_info(|| {
            egui::WidgetInfo::labeled(egui::WidgetType::Other, true, shown.words.topology_name())
        });
        if background.dragged() {
            self.pan(background.drag_delta());
        }
        if background.clicked() {
            // From far, cards are no widgets of their own.
            let at = background
                .interact_pointer_pos()
                .map(|at| self.camera.to_canvas(at));
            let card = at
                .and_then(|at| self.ground.card_at(at))
                .map(|card| card.key.clone());
            events.push(Event::Select(card));
        }
        let sight = Sight {
            camera: self.camera,
            rect,
        };
        let (touched, more) = items::ui(ui, id, sight, (&self.looks, &self.ground), shown);
        events.extend(more);
        self.wheel(ui, rect);
        self.keys(ui, &touched, shown, &mut events);
        if let Some(by) = touched.dragged {
            self.pan(by);
        }
        if let Some(key) = &touched.walked_to {
            self.reveal(key);
        }
        if let Some(at) = minimap::ui(ui, id, sight, &self.looks, shown.words) {
            self.camera = self.camera.centred(at, rect);
            self.moved = true;
        }
        let hovered = touched.hovered.or_else(|| self.far_hover(&background));
        let standout = self.standout(ui, hovered, touched.focused, shown);
        self.paint(ui, rect, standout, shown);
        let sight = Sight {
            camera: self.camera,
            rect,
        };
        minimap::paint(ui, sight, (&self.looks, &self.ground));
        // Somebody is at work on it: from now on it stays where it is.
        self.moved |= !events.is_empty();
        ui.advance_cursor_after_rect(rect);
        events
    }

    /// Until somebody has moved the camera it shows everything; then it stays, but for keeping what is chosen in sight when
    /// the inspector takes some of the room.
    fn look_around(&mut self, rect: Rect, selected: Option<&ResourceKey>) {
        let same = self.view == Some(rect);
        self.view = Some(rect);
        match (self.moved, selected.and_then(|key| self.area_of(key))) {
            (false, _) => self.begin(rect),
            (true, Some(area)) if !same => self.camera = self.camera.showing(area, rect),
            (true, _) => {}
        }
    }

    /// What is seen first: everything; but where that leaves nothing readable and something failed, that and the way to it.
    fn begin(&mut self, view: Rect) {
        let Some(bounds) = self.looks.bounds else { return };
        let all = Camera::fitting(bounds, view);
        let trouble = self.looks.trouble.filter(|_| !self.whole && all.zoom < READABLE);
        self.camera = match trouble {
            Some(trouble) => {
                let zoom = Camera::fitting(trouble, view).zoom.min(NEAR_ENOUGH);
                all.at(zoom.max(all.zoom))
                    .centred(trouble.center(), view)
                    .within(bounds, view)
            }
            None => all,
        };
    }

    fn pan(&mut self, by: Vec2) {
        if by != Vec2::ZERO {
            self.camera.pan += by;
            self.moved = true;
        }
    }

    /// The wheel zooms around the pointer; with Shift it moves to the side.
    fn wheel(&mut self, ui: &Ui, rect: Rect) {
        let Some(at) = ui
            .input(|input| input.pointer.hover_pos())
            .filter(|at| rect.contains(*at))
        else {
            return;
        };
        if ui
            .ctx()
            .layer_id_at(at)
            .is_some_and(|layer| layer != ui.layer_id())
        {
            return;
        }
        let (scroll, pinch, shift) = ui.input(|input| {
            (
                input.smooth_scroll_delta(),
                input.zoom_delta(),
                input.modifiers.shift,
            )
        });
        if shift && scroll != Vec2::ZERO {
            self.pan(scroll);
            return;
        }
        let factor = pinch * (scroll.y / 240.0).exp();
        if (factor - 1.0).abs() > 1e-4 {
            self.camera = self.camera.zoomed_at(factor, at);
            self.moved = true;
        }
    }

    fn keys(&mut self, ui: &Ui, touched: &Touched, shown: &Shown<'_>, events: &mut Vec<Event>) {
        let typing = ui.ctx().egui_wants_keyboard_input() && touched.focused.is_none();
        if typing {
            return;
        }
        let pressed = |key| ui.input(|input| input.modifiers.is_none() && input.key_pressed(key));
        if pressed(egui::Key::Num0) {
            self.fit();
        }
        if let (true, Some(key)) = (pressed(egui::Key::Z), shown.selected) {
            self.zoom_to(key);
        }
        // What is chosen is let go of first; only then does the same key leave the page.
        let escape = egui::Key::Escape;
        if shown.selected.is_some()
            && !egui::Popup::is_any_open(ui.ctx())
            && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, escape))
        {
            events.push(Event::Select(None));
        }
        for (key, way) in [
            (egui::Key::ArrowLeft, Vec2::RIGHT),
            (egui::Key::ArrowRight, Vec2::LEFT),
            (egui::Key::ArrowUp, Vec2::DOWN),
            (egui::Key::ArrowDown, Vec2::UP),
        ] {
            if ui.input(|input| input.modifiers.command_only() && input.key_pressed(key)) {
                self.pan(way * PAN_STEP);
            }
        }
        let plus = ui.input(|input| {
            !input.modifiers.command
                && (input.key_pressed(egui::Key::Plus) || input.key_pressed(egui::Key::Equals))
        });
        if plus {
            self.zoom(1.25);
        }
        if pressed(egui::Key::Minus) {
            self.zoom(0.8);
        }
    }

    fn far_hover(&self, background: &egui::Response) -> Option<ResourceKey> {
        let at = self.camera.to_canvas(background.hover_pos()?);
        self.ground.card_at(at).map(|card| card.key.clone())
    }

    fn standout(
        &mut self,
        ui: &Ui,
        hovered: Option<ResourceKey>,
        focused: Option<ResourceKey>,
        shown: &Shown<'_>,
    ) -> Standout {
        self.stir.advance(ui, self.stirred_at);
        Standout {
            hovered,
            selected: shown.selected.cloned(),
            focused,
            found: shown.found.clone(),
            stir: self.stir.clone(),
        }
    }

    fn paint(&mut self, ui: &mut Ui, rect: Rect, standout: Standout, shown: &Shown<'_>) {
        let Self {
            looks,
            canvas,
            camera,
            recording,
            ground,
            memory,
            ..
        } = self;
        let print = Print {
            looks: Arc::clone(looks),
            standout,
            camera: *camera,
            view: rect,
            language: shown.words.language(),
            surface: Surface::of(ui),
        };
        let standout = print.standout.clone();
        recording.show(ui, print, |ui| {
            let sight = Sight {
                camera: *camera,
                rect,
            };
            frames::paint(ui, sight, looks, &standout);
            leaving(ui, sight, &standout.stir);
            let right = if looks.cards.len() > brush::MANY {
                brush::paint(ui, sight, (looks, ground), &standout, memory);
                true
            } else {
                canvas.light(looks, &standout);
                show_picture(ui, rect, *camera, canvas)
            };
            callout::paint(ui, sight, (looks, ground), &standout);
            right
        });
    }
}

/// What is gone, below everything that is there.
fn leaving(ui: &Ui, sight: Sight, stir: &Stir) {
    let painter = ui.painter().with_clip_rect(sight.rect.intersect(ui.clip_rect()));
    for look in stir.went.iter() {
        painter.extend(card::leaving(&painter, look, sight.camera, stir.left()));
    }
}

/// Lets egui_graphs draw; tells whether it used our camera.
fn show_picture(ui: &mut Ui, rect: Rect, camera: Camera, canvas: &mut Canvas) -> bool {
    let name = Some("topology".to_owned());
    // It counts from the upper left corner of its place and moves the camera when that moves; so it gets a place that
    // never moves, cut to what is ours.
    let origin = Rect::from_min_max(pos2(0.0, 0.0), rect.max);
    let mut child = ui.new_child(UiBuilder::new().id_salt("egui_graphs").max_rect(origin));
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    // Disabled, it takes no pointer and no focus: those are ours.
    child.disable();
    child.set_opacity(ui.opacity());
    let mut meta = MetadataFrame::new(name.clone()).load(&child);
    meta.zoom = camera.zoom;
    meta.pan = camera.pan;
    meta.save(&mut child);
    let still = SettingsNavigation::new()
        .with_fit_to_screen_enabled(false)
        .with_zoom_and_pan_enabled(false);
    let deaf = SettingsInteraction::new()
        .with_dragging_enabled(false)
        .with_hover_enabled(false);
    GraphView::<LayoutStateRandom, Fixed>::new()
        .with_id(name.clone())
        .with_navigations(&still)
        .with_interactions(&deaf)
        .show(&mut child, &mut canvas.picture);
    // The very first time it fits the picture to its place, whatever it was told.
    let used = MetadataFrame::new(name).load(&child);
    used.zoom == camera.zoom && used.pan == camera.pan
}

/// Id of the widget that stands for a card.
pub(crate) fn card_id(view: Id, key: &ResourceKey) -> Id {
    view.with(key.as_str())
}
