//! The whole picture small in a corner, with what is in sight marked; shown while not everything is in sight.

use egui::{
    CornerRadius, Id, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType,
};

use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::theme;
use crate::ui::topology::camera::{Camera, Sight};
use crate::ui::topology::ground::Ground;
use crate::ui::topology::look::Looks;

const LARGEST: Vec2 = Vec2::new(180.0, 120.0);
const MARGIN: f32 = 12.0;

/// Where it is and how canvas points come onto it; `None` while everything is in sight.
fn place(Sight { camera, rect }: Sight, looks: &Looks) -> Option<(Rect, Camera)> {
    let bounds = looks.bounds?.expand(40.0);
    let all_in_sight = rect.contains_rect(camera.rect_to_screen(looks.bounds?));
    if all_in_sight || rect.width() < 3.0 * LARGEST.x || rect.height() < 3.0 * LARGEST.y {
        return None;
    }
    let zoom = (LARGEST.x / bounds.width()).min(LARGEST.y / bounds.height());
    let size = bounds.size() * zoom;
    let map = Rect::from_min_size(rect.max - size - Vec2::splat(MARGIN), size);
    let pan = map.min.to_vec2() - bounds.min.to_vec2() * zoom;
    Some((map, Camera { zoom, pan }))
}

/// Takes clicks and drags; the answer is the point of the canvas that is to be looked at.
pub(crate) fn ui(ui: &Ui, id: Id, sight: Sight, looks: &Looks, words: &Words) -> Option<Pos2> {
    let (map, small) = place(sight, looks)?;
    let response = ui.interact(map, id.with("minimap"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, words.topology_minimap()));
    let at = response.interact_pointer_pos()?;
    (response.clicked() || response.dragged()).then(|| small.to_canvas(at))
}

/// Draws it.
pub(crate) fn paint(ui: &Ui, sight: Sight, (looks, ground): (&Looks, &Ground)) {
    let Some((map, small)) = place(sight, looks) else {
        return;
    };
    let tokens = theme::tokens(ui);
    let painter = ui
        .painter()
        .with_clip_rect(map.expand(1.0).intersect(ui.clip_rect()));
    let corner = CornerRadius::same(theme::tokens::CORNER);
    painter.add(Shape::rect_filled(map, corner, tokens.raised));
    for frame in &looks.frames {
        let area = small.rect_to_screen(frame.area);
        painter.add(Shape::rect_filled(area, CornerRadius::ZERO, tokens.line));
    }
    for (area, severity) in ground.on_the_map() {
        let colour = match severity {
            Severity::Neutral | Severity::Good => tokens.edge,
            Severity::Busy | Severity::Warning | Severity::Bad => tokens.status(*severity).fg,
        };
        let area = small.rect_to_screen(*area);
        let at_least = area.expand2((Vec2::splat(2.0) - area.size()).max(Vec2::ZERO) / 2.0);
        painter.add(Shape::rect_filled(at_least, CornerRadius::ZERO, colour));
    }
    let seen = small
        .rect_to_screen(sight.camera.rect_to_canvas(sight.rect))
        .intersect(map);
    let stroke = Stroke::new(1.5, tokens.accent);
    painter.add(Shape::rect_stroke(
        seen,
        CornerRadius::ZERO,
        stroke,
        StrokeKind::Inside,
    ));
    let edge = Stroke::new(1.0, tokens.edge);
    painter.add(Shape::rect_stroke(map, corner, edge, StrokeKind::Inside));
}
