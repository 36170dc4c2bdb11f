//! How a card is drawn: blocks from far, icon and name from the middle, everything from near; nothing out of sight.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, TextFormat, Vec2, pos2,
    vec2,
};
use egui_graphs::{DisplayNode, DrawContext, NodeProps};
use petgraph::Directed;
use petgraph::stable_graph::DefaultIx;

use crate::domain::status::Severity;
use crate::ui::theme;
use crate::ui::theme::tokens::Tokens;
use crate::ui::topology::camera::{Camera, Detail};
use crate::ui::topology::canvas::{Card, Light, Line};
use crate::ui::topology::look::{CardLook, Failure};
use crate::ui::widgets::status_chip;

/// How much is left of the colour of what does not stand out.
pub(crate) const DIM: f32 = 0.4;

/// And of what comes later than the time that is looked at.
pub(crate) const LATER: f32 = 0.3;

/// A card in egui_graphs' hands.
#[derive(Clone, Debug)]
pub(crate) struct CardShape {
    card: Card,
    centre: Pos2,
}

impl From<NodeProps<Card>> for CardShape {
    fn from(props: NodeProps<Card>) -> Self {
        Self {
            centre: props.location(),
            card: props.payload,
        }
    }
}

impl CardShape {
    /// Where it stands on the canvas.
    pub(crate) fn area(&self) -> Rect {
        Rect::from_center_size(self.centre, self.card.look.area.size())
    }
}

impl DisplayNode<Card, Line, Directed, DefaultIx> for CardShape {
    fn closest_boundary_point(&self, dir: Vec2) -> Pos2 {
        let half = self.area().size() / 2.0;
        let reach = (dir.x.abs() / half.x).max(dir.y.abs() / half.y);
        match reach > 0.0 {
            true => self.centre + dir / reach,
            false => self.centre,
        }
    }

    fn shapes(&mut self, ctx: &DrawContext<'_>) -> Vec<Shape> {
        let screen = Rect::from_min_max(
            ctx.meta.canvas_to_screen_pos(self.area().min),
            ctx.meta.canvas_to_screen_pos(self.area().max),
        );
        if !ctx.painter.clip_rect().expand(4.0).intersects(screen) {
            return Vec::new();
        }
        Brush {
            painter: ctx.painter,
            tokens: theme::tokens_of(ctx.ctx),
            card: &self.card,
            zoom: ctx.meta.zoom,
            shapes: Vec::new(),
        }
        .draw(screen)
    }

    fn update(&mut self, state: &NodeProps<Card>) {
        self.card = state.payload.clone();
        self.centre = state.location();
    }

    fn is_inside(&self, pos: Pos2) -> bool {
        self.area().contains(pos)
    }
}

/// The shapes of one card, seen from this far at this place of the screen.
pub(crate) fn shapes(
    painter: &Painter,
    tokens: &'static Tokens,
    card: &Card,
    (zoom, area): (f32, Rect),
) -> Vec<Shape> {
    Brush {
        painter,
        tokens,
        card,
        zoom,
        shapes: Vec::new(),
    }
    .draw(area)
}

/// The sign of what was given up only because something else had failed.
pub(crate) const ABORTED: &str = egui_phosphor::regular::PROHIBIT;

/// The least card that has its name on it from far away, on the screen.
const NAMED: Vec2 = vec2(48.0, 10.0);
/// No name of a card is smaller than this where cards have names.
const LEAST_TITLE: f32 = 10.0;
/// Size of such a name.
const NAME_SIZE: f32 = 10.0;

/// Draws one card.
struct Brush<'a> {
    painter: &'a Painter,
    tokens: &'static Tokens,
    card: &'a Card,
    zoom: f32,
    shapes: Vec<Shape>,
}

impl Brush<'_> {
    fn draw(mut self, at: Rect) -> Vec<Shape> {
        match Detail::of(self.zoom) {
            Detail::Far => self.block(at),
            Detail::Middle => self.body(at, false),
            Detail::Near => self.body(at, true),
        }
        self.shapes
    }

    /// A colour as it is seen among what stands out.
    fn seen(&self, colour: Color32) -> Color32 {
        let dimmed = match self.card.light {
            Light::Even | Light::Lit => 1.0,
            Light::Dim => DIM,
        };
        let later = if self.card.look.later { LATER } else { 1.0 };
        let left = dimmed * later * self.card.opacity;
        if left < 1.0 {
            colour.gamma_multiply(left)
        } else {
            colour
        }
    }

    fn block(&mut self, at: Rect) {
        let status = self.tokens.status(self.card.look.severity);
        let aborted = self.card.look.failure == Failure::Aborted;
        let fill = self.seen(match self.card.look.severity {
            Severity::Good | Severity::Neutral => status.bg,
            Severity::Busy | Severity::Warning | Severity::Bad if aborted => status.bg,
            Severity::Busy | Severity::Warning | Severity::Bad => status.fg,
        });
        self.shapes.push(Shape::rect_filled(at, CornerRadius::ZERO, fill));
        if self.marked() {
            self.outline(at, CornerRadius::ZERO);
        } else if self.card.look.severity <= Severity::Good {
            let edge = Stroke::new(1.0, self.seen(self.tokens.edge));
            self.shapes.push(Shape::rect_stroke(
                at,
                CornerRadius::ZERO,
                edge,
                StrokeKind::Inside,
            ));
        }
        // Not by colour alone: what is not well has its sign as soon as there is room for it.
        let needs_sign = self.card.look.severity > Severity::Good;
        if !needs_sign && !self.card.look.part && at.width() >= NAMED.x && at.height() >= NAMED.y {
            // Of one size from every distance, and larger than the card would have it.
            let size = NAME_SIZE / self.zoom;
            let from = pos2(at.left() + 4.0, at.center().y);
            let title = self.card.look.title.clone();
            self.text(&title, (from, at.width() - 6.0), size, self.tokens.text);
        }
        if needs_sign && at.height() >= 9.0 {
            let size = (at.height() * 0.8).min(18.0).floor();
            let colour = if aborted { status.fg } else { self.tokens.page };
            self.sign(at.center(), size, self.seen(colour));
        }
    }

    fn marked(&self) -> bool {
        self.card.selected || self.card.focused || self.card.fresh > 0.0
    }

    /// A ring around what is selected, has the focus, or is new.
    fn outline(&mut self, at: Rect, corner: CornerRadius) {
        let (width, colour) = match (self.card.selected, self.card.focused) {
            (true, _) => (2.0, self.tokens.accent),
            (false, true) => (2.0, self.tokens.strong),
            (false, false) => (2.0, self.tokens.accent.gamma_multiply(self.card.fresh)),
        };
        self.shapes.push(Shape::rect_stroke(
            at.expand(2.0),
            corner,
            Stroke::new(width, colour),
            StrokeKind::Outside,
        ));
    }

    fn body(&mut self, at: Rect, details: bool) {
        let look = &self.card.look;
        let radius = if look.part { 4.0 } else { 6.0 } * self.zoom.min(1.0);
        let corner = CornerRadius::from(radius);
        if look.count.is_some() {
            self.stack(at, corner);
        }
        let status = self.tokens.status(look.severity);
        let edge = match (look.severity, look.failure) {
            (Severity::Neutral | Severity::Good, _) | (_, Failure::Aborted) => self.tokens.edge,
            (Severity::Busy | Severity::Warning | Severity::Bad, _) => status.fg,
        };
        // What failed first is to be found before anything else that is not well.
        let (width, ground) = match look.failure {
            Failure::Cause => (2.0, status.bg),
            Failure::Way => (1.5, self.tokens.raised),
            Failure::Aborted | Failure::None => (1.0, self.tokens.raised),
        };
        let fill = match self.card.light {
            Light::Lit => self.tokens.hover,
            Light::Even | Light::Dim => ground,
        };
        self.shapes.push(Shape::rect_filled(at, corner, self.seen(fill)));
        self.shapes.push(Shape::rect_stroke(
            at,
            corner,
            Stroke::new(width, self.seen(edge)),
            StrokeKind::Inside,
        ));
        if self.marked() {
            self.outline(at, corner);
        }
        if look.part {
            self.small(at, details);
        } else {
            self.large(at, details);
        }
    }

    /// The edges of the cards below, of a card that stands for several.
    fn stack(&mut self, at: Rect, corner: CornerRadius) {
        for depth in [2.0_f32, 1.0] {
            let below = at.translate(Vec2::splat(depth * 4.0 * self.zoom));
            self.shapes
                .push(Shape::rect_filled(below, corner, self.seen(self.tokens.frame)));
            let edge = Stroke::new(1.0, self.seen(self.tokens.edge));
            self.shapes
                .push(Shape::rect_stroke(below, corner, edge, StrokeKind::Inside));
        }
    }

    fn small(&mut self, at: Rect, details: bool) {
        let z = self.zoom;
        let y = at.center().y;
        self.glyph(
            self.card.look.icon,
            pos2(at.left() + 15.0 * z, y),
            15.0,
            self.tokens.quiet,
        );
        let look = &self.card.look;
        let judged = !(look.status.is_empty() && look.severity == Severity::Neutral);
        let needs_sign = (details && judged) || look.severity > Severity::Good;
        let room = at.width() - (if needs_sign { 54.0 } else { 34.0 }) * z;
        let text = match (details, self.card.look.subtitle.is_empty()) {
            (true, false) => format!("{}  {}", self.card.look.title, self.card.look.subtitle),
            (true | false, _) => self.card.look.title.clone(),
        };
        // From farther away there is less on a card, and what there is can be larger.
        let size = if details { 12.5 } else { 16.0 };
        self.text(
            &text,
            (pos2(at.left() + 28.0 * z, y), room),
            size,
            self.tokens.text,
        );
        if needs_sign {
            let colour = self.seen(self.sign_colour());
            self.sign(pos2(at.right() - 14.0 * z, y), self.size(14.0), colour);
        }
    }

    fn large(&mut self, at: Rect, details: bool) {
        let z = self.zoom;
        let look = &self.card.look;
        let first = match details {
            true => at.top() + 22.0 * z,
            false => at.center().y,
        };
        self.glyph(
            look.icon,
            pos2(at.left() + 22.0 * z, first),
            20.0,
            self.tokens.quiet,
        );
        let caret = if look.open.is_some() { 30.0 } else { 10.0 };
        let judged = !(look.status.is_empty() && look.severity == Severity::Neutral);
        let right = caret + if details || !judged { 0.0 } else { 22.0 };
        let mut room = at.width() - (40.0 + right) * z;
        if let Some(count) = &look.count {
            // How many there are is never cut; the name may be.
            let end = at.right() - (right + 2.0) * z;
            room -= self.flush_right(count, pos2(end, first), 14.0, self.tokens.text) + 8.0 * z;
        }
        let size = if details { 14.0 } else { 17.5 };
        let from = pos2(at.left() + 40.0 * z, first);
        let left = room - self.title(&look.title, (from, room), size);
        if !details && look.severity > Severity::Good && look.count.is_none() {
            // What is not well says so in a word as soon as there is room for it.
            self.whole_word(&look.status, pos2(from.x + room, first), left - 4.0 * z);
        }
        if let Some(open) = look.open {
            let caret = match open {
                true => egui_phosphor::regular::CARET_DOWN,
                false => egui_phosphor::regular::CARET_RIGHT,
            };
            let centre = caret_area(at, z).center();
            self.glyph(caret, centre, 14.0, self.tokens.accent);
        }
        if !details {
            let colour = self.seen(self.sign_colour());
            if judged {
                let x = at.right() - (caret + 10.0) * z;
                self.sign(pos2(x, first), self.size(16.0), colour);
            }
            return;
        }
        let second = at.top() + 45.0 * z;
        let left = at.left() + 22.0 * z;
        let colour = self.seen(self.sign_colour());
        if judged {
            self.sign(pos2(left, second), self.size(14.0), colour);
        }
        let word = match look.subtitle.is_empty() || look.status.is_empty() {
            true => format!("{}{}", look.status, look.subtitle),
            false => format!("{} · {}", look.status, look.subtitle),
        };
        let colour = match look.severity {
            Severity::Neutral | Severity::Good => self.tokens.quiet,
            Severity::Busy | Severity::Warning | Severity::Bad => self.sign_colour(),
        };
        let room = at.width() - 52.0 * z;
        self.text(&word, (pos2(at.left() + 40.0 * z, second), room), 12.0, colour);
    }

    /// Sizes of text in whole steps: every other size would be drawn anew into the font's atlas at each step of a zoom.
    fn size(&self, size: f32) -> f32 {
        (size * self.zoom).round().max(9.0)
    }

    /// The colour of its sign and of the word for it.
    fn sign_colour(&self) -> Color32 {
        match self.card.look.failure {
            Failure::Aborted => self.tokens.quiet,
            Failure::None | Failure::Cause | Failure::Way => self.tokens.status(self.card.look.severity).fg,
        }
    }

    /// The sign of the status.
    fn sign(&mut self, at: Pos2, size: f32, colour: Color32) {
        let icon = match self.card.look.failure {
            Failure::Aborted => ABORTED,
            Failure::None | Failure::Cause | Failure::Way => status_chip::icon(self.card.look.severity),
        };
        self.centred(icon, at, size, colour);
    }

    fn glyph(&mut self, icon: &str, at: Pos2, size: f32, colour: Color32) {
        let colour = self.seen(colour);
        self.centred(icon, at, self.size(size), colour);
    }

    fn centred(&mut self, text: &str, at: Pos2, size: f32, colour: Color32) {
        let font = FontId::proportional(size);
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, colour);
        let corner = at - galley.size() / 2.0;
        self.shapes.push(Shape::galley(corner, galley, colour));
    }

    /// One line of text that ends at `at`; its width is the answer.
    fn flush_right(&mut self, text: &str, at: Pos2, size: f32, colour: Color32) -> f32 {
        let colour = self.seen(colour);
        let font = FontId::proportional(self.size(size));
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, colour);
        let size = galley.size();
        let corner = at - vec2(size.x, size.y / 2.0);
        self.shapes.push(Shape::galley(corner, galley, colour));
        size.x
    }

    /// The word for how it is, if there is room for all of it.
    fn whole_word(&mut self, word: &str, end: Pos2, room: f32) {
        let colour = self.seen(self.sign_colour());
        let font = FontId::proportional(self.size(15.0));
        let galley = self.painter.layout_no_wrap(word.to_owned(), font, colour);
        if galley.size().x <= room {
            let corner = end - vec2(galley.size().x, galley.size().y / 2.0);
            self.shapes.push(Shape::galley(corner, galley, colour));
        }
    }

    /// A name, cut to the room; the width that it takes is the answer. It is cut in the middle where its end is what tells it from its neighbours, as `control-plane-x7k2p`.
    fn title(&mut self, name: &str, (at, room): (Pos2, f32), size: f32) -> f32 {
        let colour = self.seen(self.tokens.strong);
        let font = FontId::proportional(self.size(size).max(LEAST_TITLE));
        let cut = |text: &str, room: f32| {
            let mut job = LayoutJob::default();
            job.append(text, 0.0, TextFormat::simple(font.clone(), colour));
            job.wrap = TextWrapping::truncate_at_width(room.max(8.0));
            self.painter.layout_job(job)
        };
        let mut galley = cut(name, room);
        let mut x = at.x;
        if let Some((head, tail)) = telling_end(name).filter(|_| galley.elided) {
            let end = self.painter.layout_no_wrap(tail.to_owned(), font.clone(), colour);
            if end.size().x < room * 0.7 {
                galley = cut(head, room - end.size().x);
                x += galley.size().x;
                let corner = pos2(x, at.y - end.size().y / 2.0);
                x += end.size().x;
                self.shapes.push(Shape::galley(corner, end, colour));
            }
        }
        let width = galley.size().x.max(x - at.x);
        let corner = at - vec2(0.0, galley.size().y / 2.0);
        self.shapes.push(Shape::galley(corner, galley, colour));
        width
    }

    /// One line of text from `at` to the right, cut to the room.
    fn text(&mut self, text: &str, (at, room): (Pos2, f32), size: f32, colour: Color32) {
        let colour = self.seen(colour);
        let mut job = LayoutJob::default();
        let format = TextFormat::simple(FontId::proportional(self.size(size)), colour);
        job.append(text, 0.0, format);
        job.wrap = TextWrapping::truncate_at_width(room.max(8.0));
        let galley = self.painter.layout_job(job);
        let corner = at - vec2(0.0, galley.size().y / 2.0);
        self.shapes.push(Shape::galley(corner, galley, colour));
    }
}

/// A generated name in two parts, of which the second is what it alone has. Only plain letters are parted, so that no sign is
/// torn from what it belongs to.
fn telling_end(name: &str) -> Option<(&str, &str)> {
    let dash = name.rfind('-').filter(|_| name.is_ascii())?;
    let tail = name.get(dash..)?;
    (2..=8).contains(&tail.len()).then(|| name.split_at(dash))
}

/// A card that is gone, as much of it as is left.
pub(crate) fn leaving(painter: &Painter, look: &Arc<CardLook>, camera: Camera, opacity: f32) -> Vec<Shape> {
    let card = Card {
        look: Arc::clone(look),
        light: Light::Even,
        selected: false,
        focused: false,
        fresh: 0.0,
        opacity,
    };
    let brush = Brush {
        painter,
        tokens: theme::tokens_of(painter.ctx()),
        card: &card,
        zoom: camera.zoom,
        shapes: Vec::new(),
    };
    brush.draw(camera.rect_to_screen(look.area))
}

/// Where on a card's place on screen its caret is: what unfolds it.
pub(crate) fn caret_area(card: Rect, zoom: f32) -> Rect {
    let y = match Detail::of(zoom) {
        Detail::Near => card.top() + 22.0 * zoom,
        Detail::Middle | Detail::Far => card.center().y,
    };
    Rect::from_center_size(
        pos2(card.right() - 18.0 * zoom, y),
        Vec2::splat((26.0 * zoom).max(24.0)),
    )
}
