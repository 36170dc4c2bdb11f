//! The boxes around open groups, and the lines that lead to them as a whole. They lie below everything else.

use egui::{Color32, CornerRadius, Shape, Stroke, StrokeKind, Ui, pos2};

use crate::domain::status::Severity;
use crate::domain::topology::layout::FRAME_HEADER;
use crate::ui::theme;
use crate::ui::topology::camera::{Detail, Sight};
use crate::ui::topology::canvas::Standout;
use crate::ui::topology::card::DIM;
use crate::ui::topology::line::{between, thickness, wire};
use crate::ui::topology::look::{BundleLook, FrameLook, Looks};
use crate::ui::widgets::status_chip;

/// Draws them all.
pub(crate) fn paint(ui: &Ui, sight: Sight, looks: &Looks, standout: &Standout) {
    for frame in &looks.frames {
        paint_frame(ui, sight, frame);
    }
    for bundle in &looks.bundles {
        paint_bundle(ui, sight, bundle, standout);
    }
}

fn paint_bundle(ui: &Ui, sight: Sight, bundle: &BundleLook, standout: &Standout) {
    let tokens = theme::tokens(ui);
    let about = standout.hovered.as_ref().or(standout.selected.as_ref());
    let lit = about == Some(&bundle.from);
    let colour = match (lit, bundle.quiet) {
        (true, _) => tokens.accent,
        (false, true) => return,
        (false, false) if bundle.failed => tokens.status(Severity::Bad).fg,
        (false, false) => tokens.edge,
    };
    let dimmed = !lit && (standout.hovered.is_some() || standout.found.is_some());
    let colour = if dimmed {
        colour.gamma_multiply(DIM)
    } else {
        colour
    };
    let camera = sight.camera;
    let (from, to) = bundle.ends;
    let thick = thickness(bundle.count) + if bundle.failed { 1.0 } else { 0.0 };
    let stroke = Stroke::new(thick, colour);
    let painter = ui.painter().with_clip_rect(sight.rect.intersect(ui.clip_rect()));
    if !bundle.route.is_empty() {
        let corners = bundle.route.iter().map(|at| camera.to_screen(*at)).collect();
        painter.add(wire(corners, stroke, camera.zoom));
        return;
    }
    painter.add(between(
        camera.rect_to_screen(from),
        camera.rect_to_screen(to),
        stroke,
        camera.zoom,
    ));
}

/// The box around an open group, with its name.
fn paint_frame(ui: &Ui, Sight { camera, rect }: Sight, frame: &FrameLook) {
    let area = camera.rect_to_screen(frame.area);
    if !rect.intersects(area) {
        return;
    }
    let tokens = theme::tokens(ui);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let corner = CornerRadius::from(8.0 * camera.zoom.min(1.0));
    painter.add(Shape::rect_filled(area, corner, tokens.frame));
    let edge = Stroke::new(1.0, tokens.line);
    painter.add(Shape::rect_stroke(area, corner, edge, StrokeKind::Inside));
    let zoom = camera.zoom;
    // As on cards: from farther away there is less to read, and what there is can be larger.
    let size = match Detail::of(zoom) {
        Detail::Near => 13.0,
        Detail::Middle | Detail::Far => 17.0,
    };
    let size = (size * zoom).round().max(6.0);
    // From far there may be no room for the name, in the frame or above its first cards.
    let header = FRAME_HEADER * zoom;
    if Detail::of(zoom) == Detail::Far && (size * 12.0 > area.width() || size > header) {
        return;
    }
    let y = area.top() + FRAME_HEADER * zoom / 2.0;
    let mut x = area.left() + 14.0 * zoom;
    let mut write = |text: &str, colour: Color32| {
        let at = pos2(x, y);
        let font = egui::FontId::proportional(size);
        let written = painter.text(at, egui::Align2::LEFT_CENTER, text, font, colour);
        x = written.right() + 6.0 * zoom;
    };
    write(egui_phosphor::regular::CARET_DOWN, tokens.accent);
    write(frame.icon, tokens.quiet);
    write(&frame.title, tokens.text);
    write(&frame.count, tokens.quiet);
    write(
        status_chip::icon(frame.severity),
        tokens.status(frame.severity).fg,
    );
}
