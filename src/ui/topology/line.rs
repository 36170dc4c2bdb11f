//! How a line is drawn: from the outer card's right side to the inner card's left; beside the cards within one stack.

use egui::epaint::CubicBezierShape;
use egui::{Color32, Pos2, Rect, Shape, Stroke, pos2, vec2};
use egui_graphs::{DisplayEdge, DrawContext, EdgeProps, MetadataFrame, Node};
use petgraph::Directed;
use petgraph::stable_graph::DefaultIx;

use crate::domain::status::Severity;
use crate::ui::theme;
use crate::ui::topology::camera::Detail;
use crate::ui::topology::canvas::{Card, Light, Line};
use crate::ui::topology::card::{CardShape, DIM};

/// A line in egui_graphs' hands.
#[derive(Clone, Debug)]
pub(crate) struct LineShape {
    line: Line,
}

impl From<EdgeProps<Line>> for LineShape {
    fn from(props: EdgeProps<Line>) -> Self {
        Self { line: props.payload }
    }
}

type End = Node<Card, Line, Directed, DefaultIx, CardShape>;

impl DisplayEdge<Card, Line, Directed, DefaultIx, CardShape> for LineShape {
    fn shapes(&mut self, start: &End, end: &End, ctx: &DrawContext<'_>) -> Vec<Shape> {
        if self.line.look.bundled && self.line.light != Light::Lit {
            return Vec::new();
        }
        let from = on_screen(start, ctx.meta);
        let to = on_screen(end, ctx.meta);
        let clip = ctx.painter.clip_rect();
        let routed = !self.line.look.route.is_empty();
        if !routed && !clip.intersects(from.union(to)) {
            return Vec::new();
        }
        let Some(stroke) = self.stroke(ctx) else {
            return Vec::new();
        };
        if self.line.look.inside {
            let lit = self.line.light == Light::Lit;
            return beside((from, to), stroke, ctx.meta.zoom, lit);
        }
        if !self.line.look.route.is_empty() {
            let corners = self.line.look.route.iter();
            let corners = corners.map(|at| ctx.meta.canvas_to_screen_pos(*at)).collect();
            return vec![wire(corners, stroke, ctx.meta.zoom)];
        }
        vec![between(from, to, stroke, ctx.meta.zoom)]
    }

    fn update(&mut self, state: &EdgeProps<Line>) {
        self.line = state.payload.clone();
    }

    fn is_inside(&self, _start: &End, _end: &End, _pos: Pos2) -> bool {
        false
    }
}

impl LineShape {
    /// `None` for lines that nobody has asked for from here.
    fn stroke(&self, ctx: &DrawContext<'_>) -> Option<Stroke> {
        let tokens = theme::tokens_of(ctx.ctx);
        let thick = thickness(self.line.look.count);
        match (self.line.light, self.line.look.quiet) {
            (Light::Lit, _) => Some(Stroke::new(thick + 0.75, tokens.accent)),
            // What goes without saying is not said until somebody asks.
            (Light::Even | Light::Dim, true) => None,
            (Light::Even, false) if self.line.look.failed => {
                Some(Stroke::new(thick + 1.0, tokens.status(Severity::Bad).fg))
            }
            (Light::Even, false) => Some(Stroke::new(thick, tokens.edge)),
            (Light::Dim, false) => Some(Stroke::new(thick, tokens.edge.gamma_multiply(DIM))),
        }
    }
}

/// Within a stack: down along the upper card's left side and into the lower card; `lit` also shows what says so by standing
/// below each other.
pub(crate) fn beside((from, to): (Rect, Rect), stroke: Stroke, zoom: f32, lit: bool) -> Vec<Shape> {
    let (upper, lower) = if from.top() <= to.top() {
        (from, to)
    } else {
        (to, from)
    };
    let indented = lower.left() > upper.left() + 1.0;
    if !indented && !lit {
        return Vec::new();
    }
    let y = lower.center().y;
    let points = if indented {
        let x = (upper.left() + 8.0 * zoom).min(lower.left());
        vec![pos2(x, upper.bottom()), pos2(x, y), pos2(lower.left(), y)]
    } else {
        let x = upper.right().max(lower.right()) + 6.0 * zoom;
        vec![
            pos2(upper.right(), upper.center().y),
            pos2(x, upper.center().y),
            pos2(x, y),
            pos2(lower.right(), y),
        ]
    };
    vec![Shape::line(points, stroke)]
}

fn on_screen(end: &End, meta: &MetadataFrame) -> Rect {
    let area = end.display().area();
    Rect::from_min_max(
        meta.canvas_to_screen_pos(area.min),
        meta.canvas_to_screen_pos(area.max),
    )
}

/// A line between two places on screen: a curve, from far a straight one.
pub(crate) fn between(from: Rect, to: Rect, stroke: Stroke, zoom: f32) -> Shape {
    let (from, to) = ends(from, to);
    let along = to.x - from.x;
    if Detail::of(zoom) == Detail::Far || along.abs() < 1.0 {
        return Shape::line_segment([from, to], stroke);
    }
    let reach = along.signum() * (along.abs() * 0.5).clamp(16.0 * zoom, 120.0 * zoom);
    let curve = CubicBezierShape::from_points_stroke(
        [from, from + vec2(reach, 0.0), to - vec2(reach, 0.0), to],
        false,
        Color32::TRANSPARENT,
        stroke,
    );
    Shape::CubicBezier(curve)
}

/// A line with rounded corners through these points of the screen.
pub(crate) fn wire(corners: Vec<Pos2>, stroke: Stroke, zoom: f32) -> Shape {
    let radius = 10.0 * zoom;
    let mut points = Vec::with_capacity(corners.len() * 4);
    for (at, corner) in corners.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| corners.get(at));
        let (Some(before), Some(after)) = (before, corners.get(at + 1)) else {
            points.push(*corner);
            continue;
        };
        let (back, on) = (*before - *corner, *after - *corner);
        let reach = radius.min(back.length() / 2.0).min(on.length() / 2.0);
        let (from, to) = (
            *corner + back.normalized() * reach,
            *corner + on.normalized() * reach,
        );
        for step in 0..=4_u8 {
            let t = f32::from(step) / 4.0;
            let (a, b) = (from.lerp(*corner, t), corner.lerp(to, t));
            points.push(a.lerp(b, t));
        }
    }
    Shape::line(points, stroke)
}

/// How thick a line is that stands for so many.
pub(crate) fn thickness(count: u32) -> f32 {
    1.0 + (count as f32).log10().clamp(0.0, 2.0) * 0.75
}

/// From the right side of one to the left side of the other, or between facing sides where they stand above each other.
pub(crate) fn ends(from: Rect, to: Rect) -> (Pos2, Pos2) {
    if from.right() <= to.left() {
        (from.right_center(), to.left_center())
    } else if to.right() <= from.left() {
        (from.left_center(), to.right_center())
    } else if from.center().y <= to.center().y {
        (from.center_bottom(), to.center_top())
    } else {
        (from.center_top(), to.center_bottom())
    }
}
