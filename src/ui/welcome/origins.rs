//! The settings of one cloud as its entry has them, each with the place that it was read from. No secret is among them.

use egui::{Grid, Label, RichText, Ui, vec2};

use crate::domain::cloud_settings;
use crate::domain::profile::CloudProfile;
use crate::text::Words;
use crate::ui::theme::{
    tokens,
    tokens::{GAP, GRID, MARGIN},
};
use crate::ui::welcome::model;

/// Draws them.
pub(super) fn show(ui: &mut Ui, words: &Words, profile: &CloudProfile) {
    let quiet = tokens(ui).quiet;
    Grid::new("settings")
        .num_columns(3)
        .spacing(vec2(MARGIN, GRID))
        .show(ui, |ui| {
            for (key, value) in cloud_settings::settings(profile) {
                ui.label(RichText::new(&key).small().monospace().color(quiet));
                ui.add(Label::new(RichText::new(value).small()).truncate());
                let place = profile.sources.get(&key).or_else(|| {
                    // Some settings are known by their short name.
                    profile.sources.get(key.trim_start_matches("auth."))
                });
                match place {
                    Some(place) => {
                        let text = model::origin(words, place);
                        ui.add(Label::new(RichText::new(text).small().color(quiet)).truncate());
                    }
                    None => drop(ui.label("")),
                }
                ui.end_row();
            }
        });
    ui.add_space(GAP);
}
