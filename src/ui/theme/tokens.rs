//! The values of the look: every colour and every size, and nowhere else.
//!
//! [`Tokens`] is what differs between light and dark ([`super::light`], [`super::dark`]); the sizes are the same in both.
//! Status colours are reserved for status; the accent is reserved for what is chosen or can be done next.

use egui::Color32;

use crate::domain::status::Severity;

/// The colours of one theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Tokens {
    /// Whether text is lighter than its background.
    pub dark: bool,
    /// Background of pages.
    pub page: Color32,
    /// Background of the frame round the pages: rail, top bar, status line.
    pub frame: Color32,
    /// Background of what lies on a page: inspectors, menus, dialogs.
    pub raised: Color32,
    /// Background of fields and code.
    pub sunken: Color32,
    /// Background of what the pointer is over.
    pub hover: Color32,
    /// Background of what is pressed.
    pub pressed: Color32,
    /// Lines between parts.
    pub line: Color32,
    /// Edges of controls.
    pub edge: Color32,
    /// Text.
    pub text: Color32,
    /// Text that matters less: labels of facts, units, hints.
    pub quiet: Color32,
    /// Headings.
    pub strong: Color32,
    /// What is chosen or can be done next, as a line, icon or text.
    pub accent: Color32,
    /// Background of the one primary button.
    pub accent_fill: Color32,
    /// The same under the pointer.
    pub accent_fill_hover: Color32,
    /// Text on [`Self::accent_fill`].
    pub on_accent: Color32,
    /// Background of a selected row.
    pub selected: Color32,
    /// Background of a dangerous button.
    pub danger_fill: Color32,
    /// Text on [`Self::danger_fill`].
    pub on_danger: Color32,
    /// Behind a modal dialog.
    pub veil: Color32,
    /// Shadow of menus and dialogs.
    pub shadow: Color32,
    /// Status colours, one pair per severity.
    pub(super) neutral: Pair,
    /// Good.
    pub(super) good: Pair,
    /// Busy.
    pub(super) busy: Pair,
    /// Warning.
    pub(super) warning: Pair,
    /// Bad.
    pub(super) bad: Pair,
}

/// A status colour: as text, icon or line, and as the soft background under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Text, icon, line.
    pub fg: Color32,
    /// Soft background.
    pub bg: Color32,
}

impl Tokens {
    /// The colours of a severity.
    pub fn status(&self, severity: Severity) -> Pair {
        match severity {
            Severity::Neutral => self.neutral,
            Severity::Good => self.good,
            Severity::Busy => self.busy,
            Severity::Warning => self.warning,
            Severity::Bad => self.bad,
        }
    }
}

/// One step of the grid; every distance is a multiple of it.
pub const GRID: f32 = 4.0;
/// Between things that belong together.
pub const GAP: f32 = 2.0 * GRID;
/// Round the content of a page or a dialog.
pub const MARGIN: f32 = 4.0 * GRID;
/// Text.
pub const TEXT_SIZE: f32 = 13.5;
/// Small text: hints, captions of columns.
pub const SMALL_SIZE: f32 = 12.0;
/// Title of a page.
pub const TITLE_SIZE: f32 = 18.0;
/// Heading of a section.
pub const SECTION_SIZE: f32 = 14.0;
/// Code and identifiers.
pub const MONO_SIZE: f32 = 12.5;
/// Icons beside text.
pub const ICON_SIZE: f32 = 15.0;
/// Height of buttons and fields; nothing that can be clicked is smaller than 24.
pub const CONTROL_HEIGHT: f32 = 28.0;
/// Height of a row of a table.
pub const ROW_HEIGHT: f32 = 30.0;
/// Height of the header of a table.
pub const HEADER_HEIGHT: f32 = 28.0;
/// Corners of controls.
pub const CORNER: u8 = 4;
/// Width of an inspector beside a table.
pub const INSPECTOR_WIDTH: f32 = 340.0;
/// A page narrower than this has no room for an inspector.
pub const INSPECTOR_NEEDS: f32 = 900.0;
/// Width of a line between parts.
pub const LINE_WIDTH: f32 = 1.0;

/// A colour from its web notation.
pub(super) const fn rgb(hex: u32) -> Color32 {
    rgba(hex, 0xff)
}

/// The same, partly transparent.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place where colours are declared"
)]
pub(super) const fn rgba(hex: u32, alpha: u8) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    // Premultiplied by hand, because egui's own conversion is not const.
    Color32::from_rgba_premultiplied(over(r, alpha), over(g, alpha), over(b, alpha), alpha)
}

const fn over(channel: u8, alpha: u8) -> u8 {
    let [low, _] = (channel as u16 * alpha as u16 / 255).to_le_bytes();
    low
}
