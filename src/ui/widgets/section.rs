//! The heading of a page and of a part of it.

use egui::{Align, Layout, Response, RichText, Ui};

use crate::ui::theme::{
    section_style, tokens,
    tokens::{CONTROL_HEIGHT, GAP, GRID},
};

/// The title of a page.
pub fn title(ui: &mut Ui, word: &str) -> Response {
    ui.label(RichText::new(word).heading().color(tokens(ui).strong))
}

/// The heading of a part, with air above it.
pub fn heading(ui: &mut Ui, word: &str) -> Response {
    ui.add_space(GAP + GRID);
    let response = ui.label(
        RichText::new(word)
            .text_style(section_style())
            .color(tokens(ui).strong),
    );
    ui.add_space(GRID / 2.0);
    response
}

/// The same with something beside the word.
pub fn heading_beside(ui: &mut Ui, word: &str, beside: impl FnOnce(&mut Ui)) {
    ui.add_space(GAP + GRID);
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(word)
                .text_style(section_style())
                .color(tokens(ui).strong),
        );
        beside(ui);
    });
    ui.add_space(GRID / 2.0);
}

/// The first line of a page: its title, how many there are, and at the right what can be done on it.
pub fn page_header(ui: &mut Ui, word: &str, count: Option<&str>, right: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL_HEIGHT);
        title(ui, word);
        if let Some(count) = count {
            ui.label(RichText::new(count).color(tokens(ui).quiet));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), right);
    });
    ui.add_space(GRID);
}
