//! An age that keeps itself true: it asks to be drawn again when its text changes, and not before.

use egui::{Response, RichText, Ui};
use jiff::Timestamp;

use crate::text::Words;
use crate::text::format::Age;
use crate::ui::theme::tokens;

/// `3 min ago`; the tooltip says the moment.
pub fn ago(ui: &mut Ui, words: &Words, since: Timestamp, now: Timestamp) -> Response {
    let text = text(ui, words.ago(since, now));
    let colour = tokens(ui).quiet;
    ui.label(RichText::new(text).color(colour))
        .on_hover_text(words.moment(since))
}

/// `3 min`, for facts and columns that are called age.
pub fn plain(ui: &mut Ui, words: &Words, since: Timestamp, now: Timestamp) -> Response {
    let text = text(ui, words.age(since, now));
    ui.label(text).on_hover_text(words.moment(since))
}

/// The text of an age, with the next frame ordered for when it changes.
pub fn text(ui: &Ui, age: Age) -> String {
    ui.ctx().request_repaint_after(age.next_change);
    age.text
}
