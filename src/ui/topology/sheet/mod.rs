//! The whole picture on one sheet, for other programs and for paper: drawn by the same hands as in the window, but on a
//! canvas that is never shown, and then written as SVG or as PNG. Needs no display.

mod glyphs;
mod raster;
mod svg;

use std::sync::Arc;

use egui::epaint::ClippedShape;
use egui::{Align2, ColorImage, Context, FontId, Pos2, RawInput, Rect, UiBuilder, Vec2, pos2, vec2};

use crate::domain::topology::arrange::Arrangement;
use crate::domain::topology::model::Topology;
use crate::text::{Language, Words};
use crate::ui::theme::{self, Theme, tokens};
use crate::ui::topology::camera::Camera;
use crate::ui::topology::look::Looks;
use crate::ui::topology::view::{Shown, View};

/// Room above the picture for its title.
const TITLE: f32 = 44.0;
/// What the camera keeps free around what it fits.
const MARGIN: f32 = 28.0;
/// The smallest sheet, for pictures of next to nothing.
const LEAST: Vec2 = vec2(360.0, 160.0);
/// Frames until everything that is drawn late has been drawn: fonts, and what is only right the second time.
const FRAMES: u32 = 5;
/// Dots per point of a PNG of ordinary size: sharp on paper and on good screens.
const SHARP: f32 = 2.0;
/// The longest side of a PNG in dots.
const LONGEST: f32 = 16_000.0;
/// The most dots of a PNG.
const MOST_DOTS: f32 = 48_000_000.0;

/// What is put on paper.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What stands above it.
    pub title: String,
    /// What is drawn.
    pub topology: Arc<Topology>,
    /// Where it stands.
    pub arrangement: Arc<Arrangement>,
    /// In whose words.
    pub language: Language,
    /// Light letters on a dark ground.
    pub dark: bool,
}

/// A sheet that has been drawn.
struct Drawn {
    ctx: Context,
    shapes: Vec<ClippedShape>,
    size: Vec2,
    /// From the canvas of the picture to the sheet.
    camera: Camera,
    looks: Arc<Looks>,
    /// Dots per point.
    scale: f32,
    /// The letters, as the shapes refer to them.
    atlas: ColorImage,
}

impl Sheet {
    /// As SVG: lines are lines, and text is text.
    pub fn svg(&self) -> String {
        svg::written(&self.drawn(1.0), &self.title)
    }

    /// As PNG.
    ///
    /// # Errors
    /// What the encoder says.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        let looks = self.looks();
        let size = size_of(&looks);
        let fits = (LONGEST / size.x.max(size.y)).min((MOST_DOTS / (size.x * size.y)).sqrt());
        let drawn = self.drawn(SHARP.min(fits));
        raster::encoded(&raster::painted(drawn))
    }

    fn looks(&self) -> Looks {
        Looks::of(&self.arrangement, &self.topology, &Words::new(self.language))
    }

    fn drawn(&self, scale: f32) -> Drawn {
        let ctx = Context::default();
        theme::install(&ctx);
        theme::apply(&ctx, if self.dark { Theme::Dark } else { Theme::Light });
        // Nothing moves on paper.
        ctx.all_styles_mut(|style| style.animation_time = 0.0);
        ctx.set_pixels_per_point(scale);
        let words = Words::new(self.language);
        let looks = Arc::new(self.looks());
        let size = size_of(&looks);
        let mut view = View::default();
        view.set(Arc::clone(&looks), None, 0.0);
        let mut letters = Letters::default();
        let mut shapes = Vec::new();
        for frame in 0..FRAMES {
            let input = RawInput {
                screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
                time: Some(f64::from(frame)),
                ..RawInput::default()
            };
            let mut output = ctx.run_ui(input, |ui| self.page_ui(ui, &mut view, &words));
            letters.take(std::mem::take(&mut output.textures_delta));
            shapes = output.shapes;
        }
        Drawn {
            shapes,
            size,
            camera: view.camera(),
            looks,
            scale: ctx.pixels_per_point(),
            atlas: letters.atlas,
            ctx,
        }
    }

    fn page_ui(&self, ui: &mut egui::Ui, view: &mut View, words: &Words) {
        let page = ui.max_rect();
        let colours = tokens(ui);
        ui.painter().rect_filled(page, 0.0, colours.page);
        ui.painter().text(
            pos2(page.left() + MARGIN, page.top() + MARGIN),
            Align2::LEFT_CENTER,
            &self.title,
            FontId::new(16.0, theme::fonts::medium()),
            colours.strong,
        );
        let below = Rect::from_min_max(pos2(page.left(), page.top() + TITLE), page.max);
        let mut child = ui.new_child(UiBuilder::new().max_rect(below));
        let shown = Shown {
            words,
            selected: None,
            found: None,
            offers: &|_| Vec::new(),
        };
        view.ui(&mut child, &shown);
    }
}

/// How large the sheet is on which these looks have their own size.
fn size_of(looks: &Looks) -> Vec2 {
    let picture = looks.bounds.map_or(Vec2::ZERO, |bounds| bounds.size());
    // A dot more on every side, so that what is only nearly so large is not made smaller.
    (picture + Vec2::splat(2.0 * MARGIN + 2.0) + vec2(0.0, TITLE))
        .max(LEAST)
        .ceil()
}

/// The texture that letters are drawn from, as it comes in pieces.
struct Letters {
    atlas: ColorImage,
}

impl Default for Letters {
    fn default() -> Self {
        Self {
            atlas: ColorImage::filled([0, 0], egui::Color32::TRANSPARENT),
        }
    }
}

impl Letters {
    fn take(&mut self, delta: egui::TexturesDelta) {
        let mut delta = delta;
        let own = delta.set.remove(&egui::TextureId::default());
        for piece in own.into_iter().flatten() {
            let egui::ImageData::Color(image) = &piece.image;
            match piece.pos {
                None => self.atlas = ColorImage::clone(image),
                Some([left, top]) => self.patch(image, left, top),
            }
        }
        delta.clear();
    }

    fn patch(&mut self, image: &ColorImage, left: usize, top: usize) {
        let [width, _] = self.atlas.size;
        let columns = image.width().max(1);
        for (row, line) in image.pixels.chunks(columns).enumerate() {
            let from = (top + row) * width + left;
            if let Some(target) = self.atlas.pixels.get_mut(from..from + line.len()) {
                target.copy_from_slice(line);
            }
        }
    }
}

#[cfg(test)]
mod tests;
