//! What the icons and signs mean.

use std::collections::BTreeSet;

use egui::{Grid, RichText, Ui};

use crate::domain::status::Severity;
use crate::domain::topology::resource::ResourceKind;
use crate::text::Words;
use crate::ui::theme;
use crate::ui::theme::tokens::ICON_SIZE;
use crate::ui::topology::icons::icon;
use crate::ui::widgets::status_chip;

/// Draws the list: the kinds that are there, and every sign.
pub(crate) fn ui(ui: &mut Ui, words: &Words, kinds: &BTreeSet<ResourceKind>) {
    let tokens = theme::tokens(ui);
    Grid::new("topology legend").num_columns(2).show(ui, |ui| {
        for kind in kinds {
            ui.label(RichText::new(icon(*kind)).size(ICON_SIZE).color(tokens.quiet));
            ui.label(words.resource_kind(*kind));
            ui.end_row();
        }
        for severity in [
            Severity::Good,
            Severity::Busy,
            Severity::Warning,
            Severity::Bad,
            Severity::Neutral,
        ] {
            let colour = tokens.status(severity).fg;
            ui.label(
                RichText::new(status_chip::icon(severity))
                    .size(ICON_SIZE)
                    .color(colour),
            );
            ui.label(words.severity(severity));
            ui.end_row();
        }
    });
}
