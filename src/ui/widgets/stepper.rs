//! A small whole number with a button on either side; typing works too.

use std::ops::RangeInclusive;

use egui::{DragValue, Id, Response, Ui};

use crate::text::Words;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::icon_button;

/// What is counted.
#[derive(Clone, Debug)]
pub struct Stepper<'a> {
    /// Its name, for the buttons.
    pub what: &'a str,
    /// What is allowed.
    pub range: RangeInclusive<u32>,
    /// How much a button adds or takes away.
    pub step: u32,
}

/// Draws it; `label` is the id of the label beside it. The response has changed when the value has.
pub fn show(ui: &mut Ui, words: &Words, label: Id, stepper: &Stepper<'_>, value: &mut u32) -> Response {
    let (low, high) = (*stepper.range.start(), *stepper.range.end());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        let less = ui.add_enabled_ui(*value > low, |ui| {
            icon_button::show(
                ui,
                egui_phosphor::regular::MINUS,
                &words.widget_decrease(stepper.what),
            )
        });
        let drag = DragValue::new(value).range(low..=high).speed(0.05);
        let mut response = ui
            .add_sized([56.0, ui.spacing().interact_size.y], drag)
            .labelled_by(label);
        let more = ui.add_enabled_ui(*value < high, |ui| {
            icon_button::show(
                ui,
                egui_phosphor::regular::PLUS,
                &words.widget_increase(stepper.what),
            )
        });
        if less.inner.clicked() {
            *value = value.saturating_sub(stepper.step).max(low);
            response.mark_changed();
        }
        if more.inner.clicked() {
            *value = value.saturating_add(stepper.step).min(high);
            response.mark_changed();
        }
        response
    })
    .inner
}
