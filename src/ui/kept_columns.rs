//! What somebody has chosen for the columns of tables, from the settings and back into them.

use egui::Context;

use crate::platform::settings::{KeptColumns, Settings};
use crate::ui::widgets::data_table::columns::{self, Choice};

/// Puts back what was chosen in an earlier run.
pub(super) fn restore(egui: &Context, settings: &Settings) {
    let choices = settings.columns.iter().map(|(table, kept)| {
        let choice = Choice {
            order: kept.order.clone(),
            hidden: kept.hidden.clone(),
            widths: kept.widths.clone(),
        };
        (table.clone(), choice)
    });
    columns::restore(egui, choices.collect());
}

/// Takes over what has been chosen since; tells whether there is anything to save.
pub(super) fn note(egui: &Context, settings: &mut Settings) -> bool {
    let kept = columns::choices(egui).into_iter().map(|(table, choice)| {
        let Choice {
            order,
            hidden,
            widths,
        } = choice;
        let kept = KeptColumns {
            order,
            hidden,
            widths,
        };
        (table, kept)
    });
    let kept = kept.collect();
    let changed = settings.columns != kept;
    settings.columns = kept;
    changed
}
