//! What is awaited, and since when; the only thing in the program that looks like waiting.

use egui::{Response, RichText, Ui};
use jiff::Timestamp;

use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::ICON_SIZE;
use crate::ui::widgets::age;

/// Draws "what, for so long". It stands still: a turning wheel would redraw the window for ever.
pub fn show(ui: &mut Ui, words: &Words, what: &str, since: Option<(Timestamp, Timestamp)>) {
    let colour = tokens(ui).quiet;
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(egui_phosphor::regular::HOURGLASS)
                .size(ICON_SIZE)
                .color(colour),
        );
        ui.label(what);
        if let Some((since, now)) = since {
            let span = age::text(ui, words.age(since, now));
            ui.label(RichText::new(words.widget_waiting_since(span)).color(colour));
        }
    });
}

/// The same with a way to give up; the response is the button's.
pub fn cancellable(
    ui: &mut Ui,
    words: &Words,
    what: &str,
    since: Option<(Timestamp, Timestamp)>,
) -> Response {
    ui.horizontal(|ui| {
        show(ui, words, what, since);
        ui.button(words.widget_cancel())
    })
    .inner
}
