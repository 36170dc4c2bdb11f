//! The heading of a page and of a part of it.

use egui::{Response, RichText, Ui};

use crate::ui::theme::{
    section_style, tokens,
    tokens::{GAP, GRID},
};

/// The title of a page.
pub fn title(ui: &mut Ui, word: &str) -> Response {
    ui.label(RichText::new(word).heading().color(tokens(ui).strong))
}

/// The heading of a part, with air above it.
pub fn heading(ui: &mut Ui, word: &str) -> Response {
    ui.add_space(GAP);
    let response = ui.label(
        RichText::new(word)
            .text_style(section_style())
            .color(tokens(ui).strong),
    );
    ui.add_space(GRID / 2.0);
    response
}
