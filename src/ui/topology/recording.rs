//! The shapes of the last drawn picture, so that a frame in which nothing changed draws nothing anew.
//!
//! `egui_graphs::GraphView::show` asks for another frame whenever it is called: called in every frame, it would keep the
//! window awake for ever. It is called only when the [`Print`] differs from that of the recorded shapes.

use std::sync::Arc;

use egui::layers::ShapeIdx;
use egui::{Painter, Rect, Shape, Ui};

use crate::text::Language;
use crate::ui::topology::camera::Camera;
use crate::ui::topology::canvas::Standout;
use crate::ui::topology::look::Looks;

/// Everything that a picture depends on.
#[derive(Clone, Debug)]
pub(crate) struct Print {
    pub(crate) looks: Arc<Looks>,
    pub(crate) standout: Standout,
    pub(crate) camera: Camera,
    pub(crate) view: Rect,
    pub(crate) language: Language,
    pub(crate) surface: Surface,
}

impl PartialEq for Print {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.looks, &other.looks)
            && self.standout == other.standout
            && self.camera == other.camera
            && self.view == other.view
            && self.language == other.language
            && self.surface == other.surface
    }
}

/// What it is drawn on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Surface {
    dark: bool,
    pixels_per_point: f32,
    opacity: f32,
}

impl Surface {
    pub(crate) fn of(ui: &Ui) -> Self {
        Self {
            dark: ui.visuals().dark_mode,
            pixels_per_point: ui.ctx().pixels_per_point(),
            opacity: ui.opacity(),
        }
    }
}

/// The shapes with what they were drawn from.
#[derive(Debug, Default)]
pub(crate) struct Recording {
    print: Option<Print>,
    shapes: Vec<Shape>,
    /// How full the font's atlas was. It only ever fills up, until it is made anew and old text would be drawn as garbage.
    atlas_fill: f32,
    /// How often something was drawn; for tests.
    drawn: u64,
}

impl Recording {
    /// Draws the picture, from the shapes if they are still right. `draw` tells whether the picture came out as it should.
    pub(crate) fn show(&mut self, ui: &mut Ui, print: Print, draw: impl FnOnce(&mut Ui) -> bool) {
        let fill = ui.ctx().fonts(|fonts| fonts.font_atlas_fill_ratio());
        let same = self.print.as_ref() == Some(&print) && fill >= self.atlas_fill;
        if same {
            self.atlas_fill = fill;
            // A painter of its own: the recorded colours have gone through the opacity of the page already.
            Painter::new(ui.ctx().clone(), ui.layer_id(), print.view).extend(self.shapes.iter().cloned());
            return;
        }
        let layer = ui.layer_id();
        let first = ui
            .ctx()
            .graphics(|graphics| graphics.get(layer).map_or(0, |list| list.next_idx().0));
        let right = draw(ui);
        self.shapes = ui.ctx().graphics(|graphics| {
            graphics.get(layer).map_or_else(Vec::new, |list| {
                list.all_entries()
                    .skip(first)
                    .map(|entry| entry.shape.clone())
                    .collect()
            })
        });
        self.drawn += 1;
        self.atlas_fill = ui.ctx().fonts(|fonts| fonts.font_atlas_fill_ratio());
        self.print = right.then_some(print);
        if !right {
            let end = first + self.shapes.len();
            ui.ctx().graphics_mut(|graphics| {
                if let Some(list) = graphics.get_mut(layer) {
                    (first..end).for_each(|at| list.reset_shape(ShapeIdx(at)));
                }
            });
            ui.ctx().request_repaint();
        }
    }

    /// How often the picture has been drawn and not only shown again.
    pub(crate) fn drawn(&self) -> u64 {
        self.drawn
    }
}
