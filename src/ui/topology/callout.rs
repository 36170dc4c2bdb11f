//! The reasons below the cards of what failed: who says what, readable without a click as soon as cards are.

use egui::text::{LayoutJob, TextWrapping};
use egui::{CornerRadius, FontId, Shape, Stroke, StrokeKind, TextFormat, Ui, vec2};

use crate::domain::status::Severity;
use crate::ui::theme;
use crate::ui::topology::camera::{Detail, Sight};
use crate::ui::topology::canvas::Standout;
use crate::ui::topology::card::DIM;
use crate::ui::topology::look::Looks;
use crate::ui::widgets::status_chip;

/// Lines of a reason at least; what is cut off is in the inspector.
const LEAST_LINES: usize = 3;

/// Draws them all; nothing from far, where no word could be read.
pub(crate) fn paint(ui: &Ui, Sight { camera, rect }: Sight, looks: &Looks, standout: &Standout) {
    let zoom = camera.zoom;
    if Detail::of(zoom) == Detail::Far {
        return;
    }
    let tokens = theme::tokens(ui);
    let colours = tokens.status(Severity::Bad);
    // As on cards: from farther away what there is to read is larger.
    let letters = match Detail::of(zoom) {
        Detail::Near => 13.5,
        Detail::Middle | Detail::Far => 17.0,
    };
    let dimmed = standout.hovered.is_some() || standout.found.is_some();
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    for callout in &looks.callouts {
        let area = camera.rect_to_screen(callout.area);
        if !rect.intersects(area) {
            continue;
        }
        let about = standout.hovered.as_ref() == Some(&callout.about);
        let seen = |colour: egui::Color32| match dimmed && !about {
            true => colour.gamma_multiply(DIM),
            false => colour,
        };
        let corner = CornerRadius::from(6.0 * zoom.min(1.0));
        painter.add(Shape::rect_filled(area, corner, seen(colours.bg)));
        let edge = Stroke::new(1.0, seen(colours.fg));
        painter.add(Shape::rect_stroke(area, corner, edge, StrokeKind::Inside));
        let inner = area.shrink2(vec2(10.0, 7.0) * zoom);
        let size = |size: f32| FontId::proportional((size * zoom).round().max(7.0));
        // The heading, and as many lines as there is room for.
        let row = painter
            .fonts_mut(|fonts| fonts.row_height(&size(letters)))
            .max(1.0);
        let mut job = LayoutJob::default();
        let heading = TextFormat::simple(size(letters), seen(colours.fg));
        job.append(
            &format!("{} {}", status_chip::icon(Severity::Bad), callout.heading),
            0.0,
            heading,
        );
        job.append("\n", 0.0, TextFormat::simple(size(letters), seen(colours.fg)));
        job.append(
            &callout.words,
            0.0,
            TextFormat::simple(size(letters), seen(tokens.strong)),
        );
        job.wrap = TextWrapping {
            max_width: inner.width(),
            max_rows: (inner.height() / row).floor().max(LEAST_LINES as f32 + 1.0) as usize,
            ..TextWrapping::default()
        };
        let galley = painter.layout_job(job);
        painter
            .with_clip_rect(area.intersect(painter.clip_rect()))
            .galley(inner.min, galley, seen(tokens.strong));
    }
}
