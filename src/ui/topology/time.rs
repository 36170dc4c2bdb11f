//! The picture as it was: a strip below it with the course of the build, in which every moment can be looked at again.

use std::sync::Arc;
use std::time::Duration;

use egui::{Align, Button, Layout, Panel, RichText, Slider, Ui};
use egui_phosphor::regular;
use jiff::Timestamp;

use crate::domain::course::TimeScale;
use crate::domain::id::ClusterId;
use crate::domain::stack::StackEvent;
use crate::domain::topology::model::Topology;
use crate::domain::topology::replay::{self, Seen};
use crate::ui::context::Ctx;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::gantt::{self, Gantt, Made, ROW};
use crate::ui::widgets::icon_button;

/// How long a replay takes from one end to the other.
const REPLAY_SECS: f64 = 12.0;
/// Between two pictures of a replay: each is laid out by the worker.
const STEP: Duration = Duration::from_millis(100);
/// Height of the strip.
const HEIGHT: f32 = 148.0;

/// Which time is looked at.
#[derive(Debug, Default)]
pub(crate) struct Time {
    open: bool,
    /// `None` is now.
    at: Option<Timestamp>,
    /// When the replay was moved on last, by the window's clock.
    playing: Option<f64>,
    only_critical: bool,
    /// The moment to look at as soon as there are any, as a part of the whole.
    asked: Option<f64>,
    course: Made,
    /// The picture of the past that was made last, and from what.
    made: Option<(Arc<Topology>, Timestamp, Arc<Topology>)>,
}

impl Time {
    /// Opens the strip or closes it; closed, it is now.
    pub(crate) fn toggle(&mut self) {
        *self = Self {
            open: !self.open,
            ..Self::default()
        };
    }

    /// Opens the strip at this part of all that has happened.
    pub(crate) fn look_at(&mut self, part: f64) {
        *self = Self {
            open: true,
            asked: Some(part),
            ..Self::default()
        };
    }

    /// Whether a moment was asked for that is not looked at yet.
    pub(crate) fn is_asked(&self) -> bool {
        self.asked.is_some()
    }

    /// What is shown of this picture now: it, or the one of the past that was made of it.
    pub(crate) fn shown<'t>(&'t self, live: &'t Arc<Topology>) -> &'t Arc<Topology> {
        let made = self.made.as_ref();
        let then = made.filter(|(of, when, _)| Arc::ptr_eq(of, live) && Some(*when) == self.at);
        then.map_or(live, |(_, _, then)| then)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// The picture at the time that is looked at.
    pub(crate) fn picture(&mut self, ctx: &Ctx<'_>, id: &ClusterId, live: &Arc<Topology>) -> Arc<Topology> {
        let Some(at) = self.at else {
            return Arc::clone(live);
        };
        if let Some((_, _, then)) = self
            .made
            .as_ref()
            .filter(|(of, when, _)| Arc::ptr_eq(of, live) && *when == at)
        {
            return Arc::clone(then);
        }
        let events = ctx.data.events.get(id).and_then(|events| events.value());
        let events: &[StackEvent] = events.map(|events| events.as_slice()).unwrap_or_default();
        let nothing = Seen::default();
        let seen = ctx.data.seen.get(&(id.clone(), live.lens)).unwrap_or(&nothing);
        let then = replay::at(live, events, seen, at);
        self.made = Some((Arc::clone(live), at, Arc::clone(&then)));
        then
    }

    /// Draws the strip, if it is open.
    pub(crate) fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, id: &ClusterId, live: &Topology) {
        if !self.open {
            return;
        }
        Panel::bottom("topology time")
            .resizable(true)
            .default_size(HEIGHT)
            .size_range(80.0..=420.0)
            .show(ui, |ui| self.strip_ui(ui, ctx, id, live));
    }

    fn strip_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, id: &ClusterId, live: &Topology) {
        let words = ctx.words;
        let events = ctx
            .data
            .events
            .get(id)
            .and_then(|events| events.value())
            .cloned()
            .unwrap_or_default();
        let resources = ctx.data.parts.get(id).and_then(|parts| parts.value());
        let resources = resources
            .map(|parts| Arc::clone(&parts.resources))
            .unwrap_or_default();
        let course = self.course.course(&events, &resources, ctx.now);
        let nothing = Seen::default();
        let seen = ctx.data.seen.get(&(id.clone(), live.lens)).unwrap_or(&nothing);
        let moments = replay::moments(&events, seen);
        let (Some(first), Some(last)) = (moments.first().copied(), moments.last().copied()) else {
            ui.label(words.topology_time_nothing());
            return;
        };
        let scale = TimeScale::of(
            course
                .steps
                .iter()
                .map(|step| (step.from, step.to))
                .chain(moments.iter().map(|at| (*at, *at))),
        );
        if let Some(part) = self.asked.take() {
            self.at = scale.at(part);
            ui.ctx().request_repaint();
        }
        self.play(ui, (first, last), &scale);
        ui.add_space(GRID);
        ui.horizontal(|ui| {
            self.transport_ui(ui, ctx, (&moments, &scale));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if course.has_critical() {
                    ui.checkbox(&mut self.only_critical, words.gantt_only_critical());
                }
            });
        });
        let gantt = Gantt {
            course: &course,
            only_critical: self.only_critical && course.has_critical(),
            cursor: self.at,
            words,
        };
        if ui.available_height() < ROW {
            return;
        }
        if let Some(at) = gantt::show(ui, &gantt) {
            self.at = Some(at);
            self.playing = None;
        }
    }

    /// Play, the slider, the time, and back to now.
    fn transport_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, (moments, scale): (&[Timestamp], &TimeScale)) {
        let words = ctx.words;
        let (Some(first), Some(last)) = (moments.first().copied(), moments.last().copied()) else {
            return;
        };
        let (icon, word) = match self.playing {
            Some(_) => (regular::PAUSE, words.topology_time_pause()),
            None => (regular::PLAY, words.topology_time_play()),
        };
        if icon_button::show(ui, icon, word).clicked() {
            self.playing = match self.playing {
                Some(_) => None,
                None => Some(ui.input(|input| input.time)),
            };
            if self.playing.is_some() && self.at.is_none_or(|at| at >= last) {
                self.at = Some(first);
            }
        }
        let at = self.at.unwrap_or(last);
        for (icon, word, to) in [
            (
                regular::CARET_LEFT,
                words.topology_time_back(),
                moments.iter().rev().find(|it| **it < at),
            ),
            (
                regular::CARET_RIGHT,
                words.topology_time_on(),
                moments.iter().find(|it| **it > at),
            ),
        ] {
            let button = ui.add_enabled_ui(to.is_some(), |ui| icon_button::show(ui, icon, word));
            if let Some(to) = to.filter(|_| button.inner.clicked()) {
                self.at = Some(*to);
                self.playing = None;
            }
        }
        let mut part = scale.part(at);
        ui.spacing_mut().slider_width = (ui.available_width() * 0.4).clamp(80.0, 420.0);
        let slider = ui
            .scope(|ui| {
                // The rail is to be seen on the page as well, and not only on a panel.
                ui.visuals_mut().widgets.inactive.bg_fill = tokens(ui).edge;
                ui.add(Slider::new(&mut part, 0.0..=1.0).show_value(false))
            })
            .inner;
        slider.widget_info(|| egui::WidgetInfo::slider(true, part, words.topology_time_slider()));
        if slider.changed() {
            self.at = scale.at(part);
            self.playing = None;
        }
        let told = match self.at {
            Some(at) => words.moment(at),
            None => words.topology_time_now().to_owned(),
        };
        ui.label(RichText::new(told).color(tokens(ui).text));
        let back = Button::new(words.topology_time_to_now());
        if ui.add_enabled(self.at.is_some(), back).clicked() {
            self.at = None;
            self.playing = None;
        }
    }

    /// Moves a replay on by as much as time has passed.
    fn play(&mut self, ui: &Ui, (first, last): (Timestamp, Timestamp), scale: &TimeScale) {
        let Some(before) = self.playing else { return };
        let now = ui.input(|input| input.time);
        let passed = now - before;
        if passed >= STEP.as_secs_f64() {
            let next = scale.part(self.at.unwrap_or(first)) + passed / REPLAY_SECS;
            self.playing = Some(now);
            self.at = scale.at(next).filter(|at| *at < last);
            if self.at.is_none() {
                self.playing = None;
                return;
            }
        }
        ui.ctx().request_repaint_after(STEP);
    }
}
