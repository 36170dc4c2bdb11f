//! A value that can be copied: the value itself and a small button, which shows for a moment that it worked.

use std::time::Duration;

use egui::{Response, RichText, Ui};

use crate::text::Words;
use crate::ui::widgets::icon_button;

/// How long the tick stays, in seconds.
const TICK_SECS: f64 = 1.2;

/// Draws the value with its button. `what` is what the value is, for the button's name.
pub fn show(ui: &mut Ui, words: &Words, what: &str, value: &str) -> Response {
    ui.horizontal(|ui| {
        // Right to left, so that a long value is cut and never the button.
        let room = (ui.available_width() - 34.0).max(40.0);
        ui.scope(|ui| {
            ui.set_max_width(room);
            ui.add(egui::Label::new(RichText::new(value).monospace()).truncate())
        });
        button(ui, words, what, value)
    })
    .inner
}

/// The button alone.
pub fn button(ui: &mut Ui, words: &Words, what: &str, value: &str) -> Response {
    let id = ui.id().with(("copied", what, value));
    let now = ui.input(|input| input.time);
    let copied_at = ui.data(|data| data.get_temp::<f64>(id));
    let fresh = copied_at.is_some_and(|at| now - at < TICK_SECS);
    let (icon, name) = if fresh {
        ui.ctx().request_repaint_after(Duration::from_secs_f64(TICK_SECS));
        (egui_phosphor::regular::CHECK, words.widget_copied().to_owned())
    } else {
        (egui_phosphor::regular::COPY, words.widget_copy_value(what))
    };
    let response = icon_button::show(ui, icon, &name);
    if response.clicked() {
        ui.copy_text(value.to_owned());
        ui.data_mut(|data| data.insert_temp(id, now));
    }
    response
}
