//! Where on the canvas somebody looks, and from how far.

use egui::{Pos2, Rect, Vec2};

/// The nearest.
const MAX_ZOOM: f32 = 2.5;
/// The farthest.
const MIN_ZOOM: f32 = 0.02;
/// What is kept free around what is shown, and the most of the view's width that goes into it.
const MARGIN: f32 = 28.0;
const MARGIN_SHARE: f32 = 0.02;

/// Screen = canvas × zoom + pan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Camera {
    pub(crate) zoom: f32,
    pub(crate) pan: Vec2,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            zoom: 1.0,
            pan: Vec2::ZERO,
        }
    }
}

impl Camera {
    /// Shows all of `area` in `view`, but nothing larger than life.
    pub(crate) fn fitting(area: Rect, view: Rect) -> Self {
        let margin = MARGIN.min(view.width() * MARGIN_SHARE);
        let room = (view.size() - Vec2::splat(2.0 * margin)).max(Vec2::splat(1.0));
        let size = area.size().max(Vec2::splat(1.0));
        let zoom = (room.x / size.x).min(room.y / size.y).clamp(MIN_ZOOM, 1.0);
        Self::default().zoomed(zoom).centred(area.center(), view)
    }

    /// From this far.
    pub(crate) fn at(self, zoom: f32) -> Self {
        self.zoomed(zoom.clamp(MIN_ZOOM, MAX_ZOOM))
    }

    fn zoomed(self, zoom: f32) -> Self {
        Self { zoom, ..self }
    }

    /// The same distance, looking at this point of the canvas.
    pub(crate) fn centred(self, at: Pos2, view: Rect) -> Self {
        Self {
            pan: view.center() - at * self.zoom,
            ..self
        }
    }

    /// Nearer or farther, with the point of the screen under `at` staying where it is.
    pub(crate) fn zoomed_at(self, factor: f32, at: Pos2) -> Self {
        let zoom = (self.zoom * factor).clamp(MIN_ZOOM, MAX_ZOOM);
        let under = self.to_canvas(at);
        Self {
            zoom,
            pan: at - under * zoom,
        }
    }

    /// Moved just so far that `area` is in sight.
    pub(crate) fn showing(self, area: Rect, view: Rect) -> Self {
        let on_screen = self.rect_to_screen(area);
        let inner = view.shrink(MARGIN);
        let shift = |low: f32, high: f32, from: f32, to: f32| {
            if low < from {
                from - low
            } else if high > to {
                (to - high).max(from - low)
            } else {
                0.0
            }
        };
        let by = Vec2::new(
            shift(on_screen.left(), on_screen.right(), inner.left(), inner.right()),
            shift(on_screen.top(), on_screen.bottom(), inner.top(), inner.bottom()),
        );
        Self {
            pan: self.pan + by,
            ..self
        }
    }

    /// Moved so that no more than needs be of the view lies outside of `bounds`.
    pub(crate) fn within(self, bounds: Rect, view: Rect) -> Self {
        let on_screen = self.rect_to_screen(bounds).expand(MARGIN);
        let shift = |low: f32, high: f32, from: f32, to: f32| {
            if high - low <= to - from {
                // All of it fits: into the middle.
                (from + to - low - high) / 2.0
            } else if low > from {
                from - low
            } else if high < to {
                to - high
            } else {
                0.0
            }
        };
        let by = Vec2::new(
            shift(on_screen.left(), on_screen.right(), view.left(), view.right()),
            shift(on_screen.top(), on_screen.bottom(), view.top(), view.bottom()),
        );
        Self {
            pan: self.pan + by,
            ..self
        }
    }

    pub(crate) fn to_screen(self, at: Pos2) -> Pos2 {
        at * self.zoom + self.pan
    }

    pub(crate) fn to_canvas(self, at: Pos2) -> Pos2 {
        ((at - self.pan).to_vec2() / self.zoom).to_pos2()
    }

    pub(crate) fn rect_to_screen(self, area: Rect) -> Rect {
        Rect::from_min_max(self.to_screen(area.min), self.to_screen(area.max))
    }

    pub(crate) fn rect_to_canvas(self, area: Rect) -> Rect {
        Rect::from_min_max(self.to_canvas(area.min), self.to_canvas(area.max))
    }
}

/// A camera and the part of the screen that it fills.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sight {
    pub(crate) camera: Camera,
    pub(crate) rect: Rect,
}

/// How much of a card can be read from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Detail {
    /// Blocks and colours.
    Far,
    /// Icon and name.
    Middle,
    /// Everything.
    Near,
}

impl Detail {
    pub(crate) fn of(zoom: f32) -> Self {
        if zoom >= 0.7 {
            Self::Near
        } else if zoom >= 0.36 {
            Self::Middle
        } else {
            Self::Far
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::{Pos2, Rect, pos2, vec2};

    use super::Camera;

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let view = Rect::from_min_size(pos2(100.0, 50.0), vec2(800.0, 600.0));
        let area = Rect::from_min_size(Pos2::ZERO, vec2(4000.0, 1000.0));
        let camera = Camera::fitting(area, view);
        assert!(view.contains_rect(camera.rect_to_screen(area)));
        let at = pos2(300.0, 200.0);
        let nearer = camera.zoomed_at(1.5, at);
        assert!(nearer.to_screen(camera.to_canvas(at)).distance(at) < 0.01);
        let corner = Rect::from_min_size(pos2(3900.0, 900.0), vec2(50.0, 50.0));
        let moved = nearer.showing(corner, view);
        assert!(view.contains_rect(moved.rect_to_screen(corner)));
        assert_eq!(moved, moved.showing(corner, view));
    }
}
