//! What a page says when there is nothing to show, and what can be done about it.

use egui::{Response, RichText, Ui};

use crate::ui::theme::{
    section_style, tokens,
    tokens::{GAP, GRID},
};
use crate::ui::widgets::buttons;

/// What it says.
#[derive(Clone, Copy, Debug)]
pub struct EmptyState<'a> {
    /// A large quiet icon.
    pub icon: &'a str,
    /// What is the case.
    pub title: &'a str,
    /// Why, or what it would be good for.
    pub text: &'a str,
    /// What can be done about it.
    pub action: Option<&'a str>,
}

/// Draws it in the middle of what is left of the page. The response is the action's, where there is one.
pub fn show(ui: &mut Ui, state: EmptyState<'_>) -> Option<Response> {
    let tokens = tokens(ui);
    let above = (ui.available_height() * 0.5 - 110.0).max(GAP);
    ui.add_space(above);
    ui.vertical_centered(|ui| {
        ui.set_max_width(420.0);
        ui.label(RichText::new(state.icon).size(36.0).color(tokens.quiet));
        ui.add_space(GAP);
        ui.label(
            RichText::new(state.title)
                .text_style(section_style())
                .color(tokens.strong),
        );
        ui.add_space(GRID);
        ui.label(RichText::new(state.text).color(tokens.quiet));
        ui.add_space(2.0 * GAP);
        state.action.map(|word| buttons::primary(ui, word))
    })
    .inner
}
