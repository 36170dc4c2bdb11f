//! Dots from triangles: what a graphics card does, for where there is none.
//!
//! Colours are premultiplied and blended as they are written, as egui's own painters do it.

use egui::epaint::{ClippedPrimitive, Mesh, Primitive, Vertex};
use egui::{Color32, ColorImage, Rect};

use crate::ui::topology::sheet::Drawn;

/// A dot: red, green, blue and how much it covers, the first three already weakened by the last.
type Dot = [u8; 4];

/// A finished picture. The page is opaque, so in the end every dot is.
pub(super) struct Dots {
    width: usize,
    height: usize,
    pixels: Vec<Dot>,
}

/// Draws all of it.
pub(super) fn painted(drawn: Drawn) -> Dots {
    let side = |points: f32| (points * drawn.scale).round().max(1.0) as usize;
    let (width, height) = (side(drawn.size.x), side(drawn.size.y));
    let mut dots = Dots {
        width,
        height,
        pixels: vec![[0; 4]; width.saturating_mul(height)],
    };
    let triangles = drawn.ctx.tessellate(drawn.shapes, drawn.scale);
    for ClippedPrimitive { clip_rect, primitive } in &triangles {
        match primitive {
            Primitive::Mesh(mesh) => dots.mesh(mesh, *clip_rect, (&drawn.atlas, drawn.scale)),
            // Nothing of ours paints by itself.
            Primitive::Callback(_) => {}
        }
    }
    dots
}

/// The picture as a PNG file.
pub(super) fn encoded(dots: &Dots) -> Result<Vec<u8>, String> {
    let side = |side: usize| u32::try_from(side).map_err(|error| error.to_string());
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side(dots.width)?, side(dots.height)?);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer
        .write_image_data(dots.pixels.as_flattened())
        .map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(file)
}

/// A corner of a triangle in dots.
#[derive(Clone, Copy)]
struct Corner {
    x: f32,
    y: f32,
    u: f32,
    v: f32,
    colour: [f32; 4],
}

impl Dots {
    fn mesh(&mut self, mesh: &Mesh, clip: Rect, (atlas, scale): (&ColorImage, f32)) {
        let corner = |index: &u32| {
            let vertex = usize::try_from(*index)
                .ok()
                .and_then(|at| mesh.vertices.get(at))?;
            Some(corner_of(vertex, scale))
        };
        for triangle in mesh.indices.chunks_exact(3) {
            let [a, b, c] = triangle else { continue };
            if let (Some(a), Some(b), Some(c)) = (corner(a), corner(b), corner(c)) {
                self.triangle([a, b, c], (clip, scale), atlas);
            }
        }
    }

    fn triangle(&mut self, [a, mut b, mut c]: [Corner; 3], (clip, scale): (Rect, f32), atlas: &ColorImage) {
        let mut area = edge(a, b, c.x, c.y);
        if area < 0.0 {
            std::mem::swap(&mut b, &mut c);
            area = -area;
        }
        if area <= f32::EPSILON || !area.is_finite() {
            return;
        }
        let low = |one: f32, two: f32, three: f32, clip: f32| one.min(two).min(three).max(clip);
        let high = |one: f32, two: f32, three: f32, clip: f32| one.max(two).max(three).min(clip);
        let left = first_dot(low(a.x, b.x, c.x, clip.left() * scale));
        let right = past_dot(high(a.x, b.x, c.x, clip.right() * scale), self.width);
        let top = first_dot(low(a.y, b.y, c.y, clip.top() * scale));
        let bottom = past_dot(high(a.y, b.y, c.y, clip.bottom() * scale), self.height);
        let flat = (a.colour == b.colour && b.colour == c.colour)
            && ((a.u, a.v) == (b.u, b.v) && (b.u, b.v) == (c.u, c.v));
        let plain = flat.then(|| shade(a.colour, sample(atlas, a.u, a.v)));
        // A dot on an edge that two triangles share belongs to one of them: the one whose left or upper edge it is.
        let owns = [is_first(b, c), is_first(c, a), is_first(a, b)];
        for y in top..bottom {
            let dot_y = y as f32 + 0.5;
            let row = y * self.width;
            for x in left..right {
                let dot_x = x as f32 + 0.5;
                let weights = [
                    edge(b, c, dot_x, dot_y),
                    edge(c, a, dot_x, dot_y),
                    edge(a, b, dot_x, dot_y),
                ];
                let inside = weights
                    .iter()
                    .zip(owns)
                    .all(|(weight, owns)| *weight > 0.0 || (owns && *weight == 0.0));
                if !inside {
                    continue;
                }
                let colour = plain.unwrap_or_else(|| {
                    let [one, two, three] = weights.map(|weight| weight / area);
                    let mix = |f: fn(&Corner) -> f32| f(&a) * one + f(&b) * two + f(&c) * three;
                    let mut colour = [0.0; 4];
                    let parts = a.colour.iter().zip(b.colour).zip(c.colour);
                    for (target, ((first, second), third)) in colour.iter_mut().zip(parts) {
                        *target = first * one + second * two + third * three;
                    }
                    shade(colour, sample(atlas, mix(|it| it.u), mix(|it| it.v)))
                });
                if let Some(below) = self.pixels.get_mut(row + x) {
                    *below = over(colour, *below);
                }
            }
        }
    }
}

fn corner_of(vertex: &Vertex, scale: f32) -> Corner {
    Corner {
        x: vertex.pos.x * scale,
        y: vertex.pos.y * scale,
        u: vertex.uv.x,
        v: vertex.uv.y,
        colour: vertex.color.to_array().map(f32::from),
    }
}

/// Twice the area of the triangle of an edge and a point; positive on the inner side.
fn edge(from: Corner, to: Corner, x: f32, y: f32) -> f32 {
    (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)
}

/// Whether an edge of a triangle that turns to the right is a left or an upper one.
fn is_first(from: Corner, to: Corner) -> bool {
    to.y < from.y || (to.y == from.y && to.x > from.x)
}

fn first_dot(at: f32) -> usize {
    (at - 0.5).ceil().max(0.0) as usize
}

fn past_dot(at: f32, most: usize) -> usize {
    ((at - 0.5).floor() + 1.0).clamp(0.0, most as f32) as usize
}

/// The texture at this place, between its dots.
fn sample(atlas: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = atlas.size;
    let (x, y) = (u * width as f32 - 0.5, v * height as f32 - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let at = |x: f32, y: f32| {
        let column = x.clamp(0.0, width.saturating_sub(1) as f32) as usize;
        let row = y.clamp(0.0, height.saturating_sub(1) as f32) as usize;
        let pixel = atlas.pixels.get(row * width + column).copied();
        pixel.unwrap_or(Color32::WHITE).to_array().map(f32::from)
    };
    let (along, down) = (x - left, y - top);
    let corners = [
        (at(left, top), (1.0 - along) * (1.0 - down)),
        (at(left + 1.0, top), along * (1.0 - down)),
        (at(left, top + 1.0), (1.0 - along) * down),
        (at(left + 1.0, top + 1.0), along * down),
    ];
    let mut mixed = [0.0; 4];
    for (colour, weight) in corners {
        for (target, part) in mixed.iter_mut().zip(colour) {
            *target += part * weight;
        }
    }
    mixed
}

/// What the texture leaves of the colour.
fn shade(colour: [f32; 4], texture: [f32; 4]) -> Dot {
    let mut dot = [0; 4];
    for ((byte, part), texture) in dot.iter_mut().zip(colour).zip(texture) {
        *byte = whole(part * texture / 255.0);
    }
    dot
}

/// A dot above another one.
fn over(above: Dot, below: Dot) -> Dot {
    let [_, _, _, covers] = above;
    if covers == 255 {
        return above;
    }
    let left = 1.0 - f32::from(covers) / 255.0;
    let mut dot = above;
    for (byte, below) in dot.iter_mut().zip(below) {
        *byte = whole(f32::from(*byte) + f32::from(below) * left);
    }
    dot
}

fn whole(part: f32) -> u8 {
    // The cast saturates.
    part.round() as u8
}
