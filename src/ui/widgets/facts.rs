//! Facts of one object: quiet labels on the left, values on the right, in one grid.

use egui::{Grid, RichText, Ui, vec2};
use jiff::Timestamp;

use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::{age, copyable, status_chip};

/// Width of the labels, wide enough for the longest of ours in both languages.
const LABEL_WIDTH: f32 = 112.0;

/// Draws a grid of facts; `id` tells it from others on the page.
pub fn show(ui: &mut Ui, words: &Words, id: &str, add: impl FnOnce(&mut Facts<'_, '_>)) {
    let value_width = (ui.available_width() - LABEL_WIDTH - GAP).max(80.0);
    Grid::new(id)
        .num_columns(2)
        .spacing(vec2(GAP, GRID))
        .min_col_width(LABEL_WIDTH)
        .min_row_height(24.0)
        .show(ui, |ui| {
            add(&mut Facts {
                ui,
                words,
                value_width,
            })
        });
}

/// Adds one fact per call. Facts without a value are shown as a dash, so that their absence is seen.
pub struct Facts<'u, 'w> {
    ui: &'u mut Ui,
    words: &'w Words,
    value_width: f32,
}

impl std::fmt::Debug for Facts<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Facts")
            .field("value_width", &self.value_width)
            .finish_non_exhaustive()
    }
}

impl Facts<'_, '_> {
    /// Plain text.
    pub fn text(&mut self, label: &str, value: Option<&str>) {
        let words = self.words;
        self.row(label, None, |ui| match value.filter(|value| !value.is_empty()) {
            Some(value) => drop(ui.add(egui::Label::new(value).wrap())),
            None => dash(ui, words),
        });
    }

    /// Plain text, with a tooltip on the label that says what the fact means.
    pub fn explained(&mut self, label: &str, meaning: &str, value: Option<&str>) {
        let words = self.words;
        self.row(label, Some(meaning), |ui| {
            match value.filter(|value| !value.is_empty()) {
                Some(value) => drop(ui.add(egui::Label::new(value).wrap())),
                None => dash(ui, words),
            }
        });
    }

    /// Something to copy: an id, an address.
    pub fn copy(&mut self, label: &str, value: Option<&str>) {
        let words = self.words;
        self.row(label, None, |ui| match value.filter(|value| !value.is_empty()) {
            Some(value) => drop(copyable::show(ui, words, label, value)),
            None => dash(ui, words),
        });
    }

    /// A state.
    pub fn chip(&mut self, label: &str, severity: Severity, word: &str) {
        self.row(label, None, |ui| drop(status_chip::show(ui, severity, word)));
    }

    /// A point in time, as an age with the moment in its tooltip.
    pub fn since(&mut self, label: &str, at: Option<Timestamp>, now: Timestamp) {
        let words = self.words;
        self.row(label, None, |ui| match at {
            Some(at) => drop(age::ago(ui, words, at, now)),
            None => dash(ui, words),
        });
    }

    /// Whatever else; the closure draws the value.
    pub fn other(&mut self, label: &str, value: impl FnOnce(&mut Ui)) {
        self.row(label, None, value);
    }

    fn row(&mut self, label: &str, meaning: Option<&str>, value: impl FnOnce(&mut Ui)) {
        let colour = tokens(self.ui).quiet;
        let response = self
            .ui
            .add(egui::Label::new(RichText::new(label).color(colour)).truncate());
        if let Some(meaning) = meaning {
            response.on_hover_text(meaning);
        }
        let width = self.value_width;
        self.ui.vertical(|ui| {
            ui.set_max_width(width);
            ui.horizontal(|ui| {
                ui.set_min_height(24.0);
                value(ui);
            });
        });
        self.ui.end_row();
    }
}

fn dash(ui: &mut Ui, words: &Words) {
    let colour = tokens(ui).quiet;
    ui.label(RichText::new(words.format_none()).color(colour));
}
