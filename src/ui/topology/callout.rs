//! The reasons below the cards of what failed: who says what, readable without a click from any distance.
//!
//! On the canvas each has its room below its card. Letters do not become smaller than can be read, so from farther away a
//! reason takes more than that: first to both sides, as far as nothing stands there, and then downwards.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, CornerRadius, FontId, Galley, Painter, Rect, Shape, Stroke, StrokeKind, Ui, Vec2, vec2};

use crate::domain::status::Severity;
use crate::ui::theme;
use crate::ui::theme::tokens::Tokens;
use crate::ui::topology::camera::{Detail, Sight};
use crate::ui::topology::canvas::Standout;
use crate::ui::topology::card::DIM;
use crate::ui::topology::ground::Ground;
use crate::ui::topology::look::{CalloutLook, Looks};
use crate::ui::widgets::status_chip;

/// No letter is smaller.
const LEAST_LETTERS: f32 = 12.0;
/// Wider than this no line is easy to read.
const WIDEST: f32 = 340.0;
/// By so much it becomes wider until everything fits.
const STEP: f32 = 20.0;
/// Kept free between a reason and what stands beside it.
const FREE: f32 = 6.0;
/// Lines at most; what is cut off is in the inspector.
const MOST_LINES: usize = 10;
/// And of what did not fail first: it covers nothing else for long.
const MOST_OTHER_LINES: usize = 4;

/// Draws them all; from far only that of what failed first.
pub(crate) fn paint(ui: &Ui, sight: Sight, (looks, ground): (&Looks, &Ground), standout: &Standout) {
    let painter = ui.painter().with_clip_rect(sight.rect.intersect(ui.clip_rect()));
    let dimmed = standout.hovered.is_some() || standout.found.is_some();
    let far = Detail::of(sight.camera.zoom) == Detail::Far;
    // What failed first lies above the others.
    for cause in [false, true] {
        for callout in looks.callouts.iter().filter(|callout| callout.cause == cause) {
            let area = sight.camera.rect_to_screen(callout.area);
            if (far && !cause) || !sight.rect.intersects(area) {
                continue;
            }
            let about = standout.hovered.as_ref() == Some(&callout.about);
            let pen = Pen {
                painter: &painter,
                tokens: theme::tokens(ui),
                sight,
                strength: if dimmed && !about { DIM } else { 1.0 },
            };
            pen.draw(callout, area, free_room(sight, (looks, ground), callout));
        }
    }
}

/// What of the screen's width is free beside a reason's own room.
fn free_room(sight: Sight, (looks, ground): (&Looks, &Ground), callout: &CalloutLook) -> (f32, f32) {
    let camera = sight.camera;
    let area = camera.rect_to_screen(callout.area);
    let reach = area.expand2(vec2(WIDEST, 0.0));
    let found = ground.cards_in(camera.rect_to_canvas(reach));
    let cards = found
        .iter()
        .filter_map(|at| ground.card(*at))
        .map(|card| card.area);
    let others = looks.callouts.iter().filter(|other| *other != callout);
    let frames = looks.frames.iter().map(|frame| frame.area);
    let frames = frames.filter(|frame| !frame.intersects(callout.area));
    let inner = sight.rect.shrink(FREE);
    let (mut left, mut right) = (inner.left().min(area.left()), inner.right().max(area.right()));
    for other in cards.chain(others.map(|other| other.area)).chain(frames) {
        let other = camera.rect_to_screen(other);
        if !other.intersects(reach) {
            continue;
        }
        if other.right() <= area.left() {
            left = left.max((other.right() + FREE).min(area.left()));
        } else if other.left() >= area.right() {
            right = right.min((other.left() - FREE).max(area.right()));
        }
    }
    (left, right)
}

/// What a reason is drawn with.
struct Pen<'a> {
    painter: &'a Painter,
    tokens: &'static Tokens,
    sight: Sight,
    strength: f32,
}

impl Pen<'_> {
    fn seen(&self, colour: Color32) -> Color32 {
        match self.strength < 1.0 {
            true => colour.gamma_multiply(self.strength),
            false => colour,
        }
    }

    fn draw(&self, callout: &CalloutLook, area: Rect, room: (f32, f32)) {
        let zoom = self.sight.camera.zoom;
        let colours = self.tokens.status(Severity::Bad);
        let padding = (vec2(10.0, 7.0) * zoom).clamp(vec2(7.0, 4.0), vec2(10.0, 7.0));
        let (area, galley) = self.fitted(callout, area, room, padding);
        let corner = CornerRadius::from(6.0 * zoom.min(1.0));
        self.painter
            .add(Shape::rect_filled(area, corner, self.seen(colours.bg)));
        let edge = Stroke::new(1.0, self.seen(colours.fg));
        self.painter
            .add(Shape::rect_stroke(area, corner, edge, StrokeKind::Inside));
        self.painter
            .galley(area.min + padding, galley, self.seen(self.tokens.strong));
    }

    /// As wide as it must be for its text to fit into its height; higher where that is not wide enough.
    fn fitted(
        &self,
        callout: &CalloutLook,
        area: Rect,
        (left, right): (f32, f32),
        padding: Vec2,
    ) -> (Rect, Arc<Galley>) {
        let widest = (right - left).min(WIDEST).max(area.width());
        let mut width = area.width().min(widest);
        loop {
            let galley = self.written(callout, width - 2.0 * padding.x);
            let height = galley.size().y + 2.0 * padding.y;
            if height <= area.height() || width >= widest {
                let aside = (width - area.width()) / 2.0;
                let x = (area.left() - aside).min(right - width).max(left);
                let place = Rect::from_min_size(egui::pos2(x, area.top()), vec2(width, height));
                return (place, galley);
            }
            width = (width + STEP).min(widest);
        }
    }

    /// Who failed; what that means; and the words of whoever said so.
    fn written(&self, callout: &CalloutLook, width: f32) -> Arc<Galley> {
        let zoom = self.sight.camera.zoom;
        // As on cards: from farther away what there is to read is larger.
        let letters = match Detail::of(zoom) {
            Detail::Near => 13.5,
            Detail::Middle | Detail::Far => 17.0,
        };
        let font = FontId::proportional((letters * zoom).round().max(LEAST_LETTERS));
        let bad = self.tokens.status(Severity::Bad).fg;
        let mut job = LayoutJob::default();
        let heading = format!("{} {}", status_chip::icon(Severity::Bad), callout.heading);
        let plain = callout.plain.as_deref();
        let quiet = match plain {
            Some(_) => self.tokens.text,
            None => self.tokens.strong,
        };
        let paragraphs = [
            (Some(heading.as_str()), bad),
            (plain, self.tokens.strong),
            (Some(callout.words.as_str()), quiet),
        ];
        for (text, colour) in paragraphs {
            let Some(text) = text else { continue };
            let format = TextFormat::simple(font.clone(), self.seen(colour));
            if !job.text.is_empty() {
                job.append("\n", 0.0, format.clone());
            }
            job.append(text, 0.0, format);
        }
        job.wrap = TextWrapping {
            max_width: width.max(1.0),
            max_rows: if callout.cause {
                MOST_LINES
            } else {
                MOST_OTHER_LINES
            },
            ..TextWrapping::default()
        };
        self.painter.layout_job(job)
    }
}
