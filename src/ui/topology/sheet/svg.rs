//! The shapes of a drawn sheet as SVG: lines, boxes and curves as such, text as text, icons as outlines.

use egui::epaint::text::Glyph;
use egui::epaint::{CornerRadius, PathShape, PathStroke, RectShape, TextShape};
use egui::{Color32, Pos2, Rect, Shape, Stroke, StrokeKind};

use crate::ui::topology::sheet::Drawn;
use crate::ui::topology::sheet::glyphs::Glyphs;

/// The faces that the program shows itself, and what systems have that comes near to them.
const FACES: &str = "Inter, 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', \
                     'PingFang SC', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

/// Writes the whole drawing.
pub(super) fn written(drawn: &Drawn, title: &str) -> String {
    let mut writer = Writer {
        body: String::new(),
        glyphs: Glyphs::new(),
    };
    for clipped in &drawn.shapes {
        writer.shape(&clipped.shape);
    }
    writer.cards(drawn);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (width, height) = (number(drawn.size.x), number(drawn.size.y));
    out.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"{FACES}\">\n"
    ));
    out.push_str(&format!("<title>{}</title>\n", escaped(title)));
    out.push_str("<defs>\n");
    for (icon, outline) in writer.glyphs.used() {
        out.push_str(&format!("<path id=\"{}\" d=\"{outline}\"/>\n", icon_id(icon)));
    }
    out.push_str("</defs>\n");
    out.push_str(&writer.body);
    out.push_str("</svg>\n");
    out
}

struct Writer {
    body: String,
    glyphs: Glyphs,
}

impl Writer {
    fn shape(&mut self, shape: &Shape) {
        match shape {
            // Meshes are pictures and gradients, of which there are none here; callbacks paint by themselves.
            Shape::Noop | Shape::Callback(_) | Shape::Mesh(_) => {}
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.shape(shape)),
            Shape::Circle(circle) => self.element(&format!(
                "circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}{}",
                number(circle.center.x),
                number(circle.center.y),
                number(circle.radius),
                painted("fill", circle.fill),
                stroked(circle.stroke),
            )),
            Shape::Ellipse(ellipse) => self.element(&format!(
                "ellipse cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\"{}{}",
                number(ellipse.center.x),
                number(ellipse.center.y),
                number(ellipse.radius.x),
                number(ellipse.radius.y),
                painted("fill", ellipse.fill),
                stroked(ellipse.stroke),
            )),
            Shape::LineSegment { points, stroke } => {
                self.path(&line(points, false), Color32::TRANSPARENT, *stroke)
            }
            Shape::Path(path) => self.lines(path),
            Shape::Rect(rect) => self.rect(rect),
            Shape::QuadraticBezier(curve) => {
                let [from, over, to] = curve.points.map(point);
                let d = format!("M{from}Q{over} {to}{}", end(curve.closed));
                self.path(&d, curve.fill, solid(&curve.stroke));
            }
            Shape::CubicBezier(curve) => {
                let [from, over, under, to] = curve.points.map(point);
                let d = format!("M{from}C{over} {under} {to}{}", end(curve.closed));
                self.path(&d, curve.fill, solid(&curve.stroke));
            }
            Shape::Text(text) => self.text(text),
        }
    }

    fn element(&mut self, inside: &str) {
        self.body.push_str(&format!("<{inside}/>\n"));
    }

    fn path(&mut self, d: &str, fill: Color32, stroke: Stroke) {
        let (fill, stroke) = (painted("fill", fill), stroked(stroke));
        self.element(&format!("path d=\"{d}\"{fill}{stroke}"));
    }

    fn lines(&mut self, path: &PathShape) {
        self.path(&line(&path.points, path.closed), path.fill, solid(&path.stroke));
    }

    fn rect(&mut self, shape: &RectShape) {
        let half = shape.stroke.width / 2.0;
        // A line of SVG runs along the middle of its edge.
        let outset = match (shape.stroke.is_empty(), shape.stroke_kind) {
            (true, _) | (false, StrokeKind::Middle) => 0.0,
            (false, StrokeKind::Inside) => -half,
            (false, StrokeKind::Outside) => half,
        };
        let rect = shape.rect.expand(outset);
        if !rect.is_positive() {
            return;
        }
        let CornerRadius { nw, .. } = shape.corner_radius;
        let radius = match nw {
            0 => String::new(),
            nw => format!(" rx=\"{}\"", number((f32::from(nw) + outset).max(0.0))),
        };
        let (fill, stroke) = (painted("fill", shape.fill), stroked(shape.stroke));
        self.element(&format!("rect{}{radius}{fill}{stroke}", area(rect)));
    }

    fn text(&mut self, shape: &TextShape) {
        let galley = &shape.galley;
        let mut text = galley.job.text.char_indices().peekable();
        let mut ink = Ink::default();
        for row in &galley.rows {
            let origin = shape.pos + row.pos.to_vec2();
            let mut inks = Vec::with_capacity(row.row.glyphs.len());
            for glyph in &row.row.glyphs {
                // The sign of what is cut off stands nowhere in the text, and is written like what is before it.
                if let Some((at, _)) = text.next_if(|(_, c)| *c == glyph.chr) {
                    ink = Ink::at(shape, at).unwrap_or(ink);
                }
                inks.push((*glyph, ink));
            }
            if row.ends_with_newline {
                text.next();
            }
            let same = |a: &(Glyph, Ink), b: &(Glyph, Ink)| {
                a.1 == b.1 && Glyphs::is_icon(a.0.chr) == Glyphs::is_icon(b.0.chr)
            };
            for run in inks.chunk_by(same) {
                let Some((first, ink)) = run.first() else { continue };
                if Glyphs::is_icon(first.chr) {
                    run.iter().for_each(|(glyph, ink)| self.icon(glyph, origin, *ink));
                } else {
                    let run: Vec<Glyph> = run.iter().map(|(glyph, _)| *glyph).collect();
                    self.letters(&run, origin, *ink);
                }
            }
        }
    }

    fn icon(&mut self, glyph: &Glyph, origin: Pos2, ink: Ink) {
        if !self.glyphs.use_icon(glyph.chr) {
            return;
        }
        let at = origin + glyph.pos.to_vec2();
        let scale = number_of(ink.size / self.glyphs.units(), 5);
        let fill = painted("fill", ink.colour);
        self.element(&format!(
            "use xlink:href=\"#{}\" transform=\"translate({} {}) scale({scale} -{scale})\"{fill}",
            icon_id(glyph.chr),
            number(at.x),
            number(at.y),
        ));
    }

    fn letters(&mut self, run: &[Glyph], origin: Pos2, ink: Ink) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return;
        };
        let text: String = run.iter().map(|glyph| glyph.chr).collect();
        if text.trim().is_empty() {
            return;
        }
        let at = origin + first.pos.to_vec2();
        let width = last.pos.x + last.advance_width - first.pos.x;
        // Whatever face a viewer takes, the text keeps its room.
        let width = match run.len() {
            1 => String::new(),
            _ => format!(
                " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"",
                number(width)
            ),
        };
        let weight = if ink.medium { " font-weight=\"500\"" } else { "" };
        self.body.push_str(&format!(
            "<text xml:space=\"preserve\" x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{width}{}>{}</text>\n",
            number(at.x),
            number(at.y),
            number(ink.size),
            painted("fill", ink.colour),
            escaped(&text),
        ));
    }

    /// Above everything, and not to be seen: what each card is, for whoever points at it or has it read out.
    fn cards(&mut self, drawn: &Drawn) {
        for key in &drawn.looks.order {
            let Some(card) = drawn.looks.cards.get(key) else {
                continue;
            };
            let rect = drawn.camera.rect_to_screen(card.area);
            self.body.push_str(&format!(
                "<rect{} fill=\"none\" pointer-events=\"all\"><title>{}</title></rect>\n",
                area(rect),
                escaped(&card.spoken),
            ));
        }
    }
}

/// How text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Ink {
    colour: Color32,
    size: f32,
    medium: bool,
}

impl Ink {
    /// That of the letter at this place of the text.
    fn at(shape: &TextShape, at: usize) -> Option<Self> {
        let sections = &shape.galley.job.sections;
        let section = sections
            .iter()
            .find(|section| section.byte_range.start.0 <= at && at < section.byte_range.end.0)?;
        let colour = shape.override_text_color.unwrap_or(match section.format.color {
            Color32::PLACEHOLDER => shape.fallback_color,
            own => own,
        });
        Some(Self {
            colour: match shape.opacity_factor < 1.0 {
                true => colour.gamma_multiply(shape.opacity_factor),
                false => colour,
            },
            size: section.format.font_id.size,
            medium: section.format.font_id.family == crate::ui::theme::fonts::medium(),
        })
    }
}

fn icon_id(icon: char) -> String {
    format!("icon-{:x}", u32::from(icon))
}

fn area(rect: Rect) -> String {
    format!(
        " x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(rect.left()),
        number(rect.top()),
        number(rect.width()),
        number(rect.height()),
    )
}

fn line(points: &[Pos2], closed: bool) -> String {
    let mut d = String::new();
    for (at, next) in points.iter().enumerate() {
        d.push(if at == 0 { 'M' } else { 'L' });
        d.push_str(&point(*next));
    }
    d.push_str(end(closed));
    d
}

fn end(closed: bool) -> &'static str {
    if closed { "Z" } else { "" }
}

fn point(at: Pos2) -> String {
    format!("{} {}", number(at.x), number(at.y))
}

fn number(value: f32) -> String {
    number_of(value, 2)
}

/// A number with so many digits behind the point, and none that say nothing.
fn number_of(value: f32, digits: usize) -> String {
    let finite = if value.is_finite() { value } else { 0.0 };
    let text = format!("{finite:.digits$}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" {
        "0".to_owned()
    } else {
        short.to_owned()
    }
}

/// A stroke of one colour; ours are all of that kind.
fn solid(stroke: &PathStroke) -> Stroke {
    match &stroke.color {
        egui::epaint::ColorMode::Solid(colour) => Stroke::new(stroke.width, *colour),
        egui::epaint::ColorMode::UV(_) => Stroke::NONE,
    }
}

fn stroked(stroke: Stroke) -> String {
    if stroke.is_empty() {
        return String::new();
    }
    format!(
        "{} stroke-width=\"{}\"",
        painted("stroke", stroke.color),
        number(stroke.width)
    )
}

/// An attribute that names a colour.
fn painted(attribute: &str, colour: Color32) -> String {
    if colour.a() == 0 {
        return format!(" {attribute}=\"none\"");
    }
    let [r, g, b, a] = colour.to_srgba_unmultiplied();
    let mut out = format!(" {attribute}=\"#{r:02x}{g:02x}{b:02x}\"");
    if a < 255 {
        let part = number_of(f32::from(a) / 255.0, 3);
        out.push_str(&format!(" {attribute}-opacity=\"{part}\""));
    }
    out
}

/// Text as XML takes it, whatever somebody put into a name.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => out.push(c),
            // Not even as a number may these stand in XML.
            _ => out.push('\u{fffd}'),
        }
    }
    out
}
