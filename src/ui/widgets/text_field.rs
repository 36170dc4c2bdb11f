//! A field for one line of text, as tall as the buttons beside it.

use egui::{Align, Margin, TextEdit, vec2};

use crate::ui::theme::tokens::CONTROL_HEIGHT;

/// The field; give it a name with `labelled_by` once it is drawn.
pub fn singleline(text: &mut String, width: f32) -> TextEdit<'_> {
    TextEdit::singleline(text)
        .desired_width(width)
        .min_size(vec2(0.0, CONTROL_HEIGHT))
        .margin(Margin::symmetric(8, 4))
        .vertical_align(Align::Center)
}
