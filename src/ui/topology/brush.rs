//! Draws a large picture without egui_graphs: it visits every card and line in each frame and clones both ends of each
//! line, which at ten thousand cards takes longer than a frame has. From far, everything is one mesh; from near, only what is
//! in sight is drawn, and a card that only moved is not drawn anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::epaint::Vertex;
use egui::{Color32, Mesh, Pos2, Rect, Shape, Stroke, Ui, Vec2};

use crate::domain::status::Severity;
use crate::ui::theme;
use crate::ui::theme::tokens::Tokens;
use crate::ui::topology::camera::{Camera, Detail, Sight};
use crate::ui::topology::canvas::{Card, Light, Standout, light_of};
use crate::ui::topology::card::{self, DIM};
use crate::ui::topology::ground::{Ground, Laid};
use crate::ui::topology::line;
use crate::ui::topology::look::{CardLook, Failure, Looks};

/// More cards than this are drawn here.
pub(crate) const MANY: usize = 300;
/// A card lower than this from far has room for nothing but its colour.
const SIGN_HEIGHT: f32 = 9.0;

/// Shapes of cards that were drawn before, and where they were then.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// What they were drawn with; with anything else they are drawn anew.
    with: Option<(f32, bool, f32)>,
    cards: BTreeMap<u32, Remembered>,
}

#[derive(Debug)]
struct Remembered {
    look: Arc<CardLook>,
    state: (Light, bool, bool),
    corner: Pos2,
    shapes: Vec<Shape>,
}

/// What is drawn with.
struct Brush<'a> {
    ui: &'a Ui,
    tokens: &'static Tokens,
    camera: Camera,
    clip: Rect,
    looks: &'a Looks,
    standout: &'a Standout,
}

/// Draws all that is in sight.
pub(crate) fn paint(
    ui: &Ui,
    sight: Sight,
    (looks, ground): (&Looks, &Ground),
    standout: &Standout,
    memory: &mut Memory,
) {
    let brush = Brush {
        ui,
        tokens: theme::tokens(ui),
        camera: sight.camera,
        clip: sight.rect.intersect(ui.clip_rect()),
        looks,
        standout,
    };
    let place = sight.camera.rect_to_canvas(sight.rect);
    brush.lines(ground, place);
    if Detail::of(sight.camera.zoom) == Detail::Far {
        memory.cards.clear();
        brush.blocks(ground, place);
    } else {
        brush.cards(ground, place, memory);
    }
}

impl Brush<'_> {
    fn lines(&self, ground: &Ground, place: Rect) {
        let about = self.standout.hovered.as_ref().or(self.standout.selected.as_ref());
        let dimmed = self.standout.hovered.is_some() || self.standout.found.is_some();
        let zoom = self.camera.zoom;
        let far = Detail::of(zoom) == Detail::Far;
        let painter = self.ui.painter().with_clip_rect(self.clip);
        let mut mesh = Mesh::default();
        for laid in ground.lines_in(place) {
            let bad = laid.look.failed;
            let colour = if bad {
                self.tokens.status(Severity::Bad).fg
            } else {
                self.tokens.edge
            };
            let colour = if dimmed {
                colour.gamma_multiply(DIM)
            } else {
                colour
            };
            let stroke = Stroke::new(line::thickness(laid.look.count), colour);
            match (laid.look.inside, far) {
                // What hangs on a card says so by standing below it.
                (true, true) => {}
                (false, true) if laid.look.route.is_empty() => {
                    let (from, to) = self.ends(laid);
                    let (from, to) = line::ends(from, to);
                    segment(&mut mesh, from, to, stroke);
                }
                (true, false) | (false, _) => {
                    painter.extend(self.line(laid, stroke));
                }
            }
        }
        if !mesh.is_empty() {
            painter.add(Shape::Mesh(Arc::new(mesh)));
        }
        for laid in about.into_iter().flat_map(|about| ground.lines_of(about)) {
            let stroke = Stroke::new(line::thickness(laid.look.count) + 0.75, self.tokens.accent);
            painter.extend(self.line(laid, stroke));
        }
    }

    fn ends(&self, laid: &Laid) -> (Rect, Rect) {
        let (from, to) = laid.ends;
        (self.camera.rect_to_screen(from), self.camera.rect_to_screen(to))
    }

    fn line(&self, laid: &Laid, stroke: Stroke) -> Vec<Shape> {
        let (from, to) = self.ends(laid);
        let zoom = self.camera.zoom;
        if laid.look.inside {
            return line::beside((from, to), stroke, zoom, stroke.color == self.tokens.accent);
        }
        if laid.look.route.is_empty() {
            return vec![line::between(from, to, stroke, zoom)];
        }
        let corners = laid.look.route.iter().map(|at| self.camera.to_screen(*at));
        vec![line::wire(corners.collect(), stroke, zoom)]
    }

    /// From far: one mesh of blocks, and signs on what is not well as soon as there is room for them.
    fn blocks(&self, ground: &Ground, place: Rect) {
        let mut mesh = Mesh::default();
        let visible = ground.cards_in(place);
        mesh.vertices.reserve(visible.len() * 8);
        mesh.indices.reserve(visible.len() * 12);
        let mut signs = Vec::new();
        let colours = [
            Severity::Neutral,
            Severity::Good,
            Severity::Busy,
            Severity::Warning,
            Severity::Bad,
        ]
        .map(|severity| (severity, self.block_colours(severity)));
        let bad = self.tokens.status(Severity::Bad);
        let aborted = (Some(bad.fg), bad.bg);
        let even = self.standout.hovered.is_none() && self.standout.found.is_none();
        for at in visible {
            let Some(card) = ground.card(at) else { continue };
            let light = if even {
                Light::Even
            } else {
                light_of(&card.key, self.looks, self.standout)
            };
            let area = self.camera.rect_to_screen(card.area);
            let Some((_, colours)) = colours.iter().find(|(severity, _)| *severity == card.severity) else {
                continue;
            };
            let (edge, fill) = match card.failure {
                Failure::Aborted => &aborted,
                Failure::None | Failure::Cause | Failure::Way => colours,
            };
            let seen = |colour: Color32| match (light, card.later) {
                (_, true) => colour.gamma_multiply(card::LATER),
                (Light::Even | Light::Lit, false) => colour,
                (Light::Dim, false) => colour.gamma_multiply(DIM),
            };
            match edge.filter(|_| area.height() >= 4.0) {
                Some(edge) => {
                    block(&mut mesh, area, seen(edge));
                    block(&mut mesh, area.shrink(1.0), seen(*fill));
                }
                None => block(&mut mesh, area, seen(*fill)),
            }
            let marked = self.standout.selected.as_ref() == Some(&card.key)
                || self.standout.focused.as_ref() == Some(&card.key)
                || self.standout.stir.shows(&card.key);
            if marked || (card.severity > Severity::Good && area.height() >= SIGN_HEIGHT) {
                signs.push((Arc::clone(card), light, area));
            }
        }
        let painter = self.ui.painter().with_clip_rect(self.clip);
        if !mesh.is_empty() {
            painter.add(Shape::Mesh(Arc::new(mesh)));
        }
        for (look, light, area) in signs {
            let card = self.state(look, light);
            painter.extend(card::shapes(
                &painter,
                self.tokens,
                &card,
                (self.camera.zoom, area),
            ));
        }
    }

    /// Edge and fill of a block.
    fn block_colours(&self, severity: Severity) -> (Option<Color32>, Color32) {
        let status = self.tokens.status(severity);
        match severity {
            Severity::Good | Severity::Neutral => (Some(self.tokens.edge), status.bg),
            Severity::Busy | Severity::Warning | Severity::Bad => (None, status.fg),
        }
    }

    fn state(&self, look: Arc<CardLook>, light: Light) -> Card {
        let stir = &self.standout.stir;
        Card {
            light,
            selected: self.standout.selected.as_ref() == Some(&look.key),
            focused: self.standout.focused.as_ref() == Some(&look.key),
            fresh: stir.fresh(&look.key),
            opacity: stir.opacity(&look.key),
            look,
        }
    }

    fn cards(&self, ground: &Ground, place: Rect, memory: &mut Memory) {
        let zoom = self.camera.zoom;
        let visuals = self.ui.visuals();
        let with = Some((zoom, visuals.dark_mode, self.ui.ctx().pixels_per_point()));
        if memory.with != with {
            memory.with = with;
            memory.cards.clear();
        }
        let painter = self.ui.painter().with_clip_rect(self.clip);
        let visible = ground.cards_in(place);
        let mut kept = BTreeMap::new();
        for at in visible {
            let Some(look) = ground.card(at) else { continue };
            let card = self.state(Arc::clone(look), light_of(&look.key, self.looks, self.standout));
            let area = self.camera.rect_to_screen(look.area);
            let state = (card.light, card.selected, card.focused);
            let known = memory
                .cards
                .remove(&at)
                .filter(|known| known.state == state && is_still(&card) && Arc::ptr_eq(&known.look, look));
            let remembered = match known {
                Some(mut known) => {
                    let by: Vec2 = area.min - known.corner;
                    known.corner = area.min;
                    for shape in &mut known.shapes {
                        shape.translate(by);
                    }
                    known
                }
                None => Remembered {
                    look: Arc::clone(look),
                    state,
                    corner: area.min,
                    shapes: card::shapes(&painter, self.tokens, &card, (zoom, area)),
                },
            };
            painter.extend(remembered.shapes.iter().cloned());
            if is_still(&card) {
                kept.insert(at, remembered);
            }
        }
        memory.cards = kept;
    }
}

/// Whether it looks the same in the next frame.
fn is_still(card: &Card) -> bool {
    card.fresh <= 0.0 && card.opacity >= 1.0
}

fn corner(pos: Pos2, color: Color32) -> Vertex {
    Vertex {
        pos,
        uv: egui::epaint::WHITE_UV,
        color,
    }
}

fn quad(mesh: &mut Mesh, corners: [Pos2; 4], color: Color32) {
    let first = mesh.vertices.len() as u32;
    mesh.vertices.extend(corners.map(|at| corner(at, color)));
    mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|at| first + at));
}

/// A block is never so small that it vanishes.
fn block(mesh: &mut Mesh, area: Rect, color: Color32) {
    let lacking = (Vec2::splat(1.5) - area.size()).max(Vec2::ZERO);
    let area = area.expand2(lacking / 2.0);
    quad(
        mesh,
        [
            area.left_top(),
            area.right_top(),
            area.right_bottom(),
            area.left_bottom(),
        ],
        color,
    );
}

fn segment(mesh: &mut Mesh, from: Pos2, to: Pos2, stroke: Stroke) {
    let aside = (to - from).normalized().rot90() * stroke.width / 2.0;
    quad(
        mesh,
        [from + aside, to + aside, to - aside, from - aside],
        stroke.color,
    );
}
