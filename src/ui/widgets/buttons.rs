//! The three weights of a button with a word: primary (one per page), plain (egui's own), dangerous.
//!
//! A button that cannot be used says why.

use egui::{Button, Color32, Response, RichText, Ui};

use crate::ui::theme::tokens;

/// The one thing that a page is for.
pub fn primary(ui: &mut Ui, word: &str) -> Response {
    let tokens = tokens(ui);
    filled(
        ui,
        word,
        (tokens.accent_fill, tokens.accent_fill_hover),
        tokens.on_accent,
    )
}

/// Destroys something.
pub fn danger(ui: &mut Ui, word: &str) -> Response {
    let tokens = tokens(ui);
    filled(
        ui,
        word,
        (tokens.danger_fill, tokens.danger_fill),
        tokens.on_danger,
    )
}

/// A button that is off for this reason, or on where there is none. `draw` is [`primary`], [`danger`] or a plain one.
pub fn unless(ui: &mut Ui, why_not: Option<&str>, draw: impl FnOnce(&mut Ui) -> Response) -> Response {
    let response = ui.add_enabled_ui(why_not.is_none(), draw).inner;
    match why_not {
        Some(reason) => response.on_disabled_hover_text(reason),
        None => response,
    }
}

fn filled(ui: &mut Ui, word: &str, (fill, hover): (Color32, Color32), text: Color32) -> Response {
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (visuals, fill) in [
            (&mut widgets.inactive, fill),
            (&mut widgets.hovered, hover),
            (&mut widgets.active, hover),
        ] {
            visuals.weak_bg_fill = fill;
            visuals.bg_stroke.color = fill;
        }
        ui.add(Button::new(RichText::new(word).color(text)))
    })
    .inner
}
