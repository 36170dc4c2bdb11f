//! The labels of a cluster, each with where its value is from and what it does.

use egui::{Grid, Label, RichText, Ui, vec2};

use crate::domain::driver::Driver;
use crate::domain::label::catalogue::{self, Known};
use crate::text::Words;
use crate::ui::cluster_page::Scene;
use crate::ui::cluster_page::model::{self, LabelRow, Origin};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::section;

/// What name, value and origin take of a row, roughly.
const OTHER_COLUMNS: f32 = 600.0;
/// A meaning is written no narrower than this,
const NARROWEST: f32 = 220.0;
/// and no wider.
const WIDEST: f32 = 520.0;

/// Draws them.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let words = scene.ctx.words;
    section::heading(ui, words.page_section_labels());
    let template = scene.ctx.data.template(&scene.cluster.template);
    let rows = model::labels(scene.cluster, template.map(AsRef::as_ref));
    let driver = Driver::of(scene.cluster, template.map(AsRef::as_ref));
    let coe = template.map_or("kubernetes", |template| template.coe.as_str());
    let reader = (driver, coe);
    let room = (ui.available_width() - OTHER_COLUMNS).clamp(NARROWEST, WIDEST);
    let quiet = tokens(ui).quiet;
    if rows.is_empty() {
        ui.label(RichText::new(words.page_labels_none()).color(quiet));
        return;
    }
    let grid = Grid::new("labels")
        .spacing(vec2(3.0 * GAP, GRID))
        .min_row_height(24.0);
    grid.show(ui, |ui| {
        for header in [
            words.page_label_name(),
            words.page_label_value(),
            words.page_label_origin(),
            words.page_label_meaning(),
        ] {
            ui.label(RichText::new(header).small().color(quiet));
        }
        ui.end_row();
        for row in &rows {
            row_ui(ui, words, row, (reader, room));
        }
    });
}

/// One label. Its meaning depends on who builds the cluster, and takes the room that is left.
fn row_ui(ui: &mut Ui, words: &Words, row: &LabelRow, ((driver, coe), room): ((Driver, &str), f32)) {
    let quiet = tokens(ui).quiet;
    ui.label(&row.name);
    let value = RichText::new(&row.value).monospace();
    ui.label(match row.origin {
        Origin::Skipped => value.strikethrough().color(quiet),
        Origin::Template | Origin::Overridden | Origin::Added => value,
    });
    let origin = match (row.origin, &row.templates_value) {
        (Origin::Template, _) => words.page_label_template().to_owned(),
        (Origin::Overridden, Some(other)) => words.page_label_overridden(other.as_str()),
        (Origin::Overridden, None) => words.page_label_overridden_plain().to_owned(),
        (Origin::Added, _) => words.page_label_added().to_owned(),
        (Origin::Skipped, _) => words.page_label_skipped().to_owned(),
    };
    let changed = matches!(row.origin, Origin::Overridden | Origin::Added | Origin::Skipped);
    let colour = if changed { tokens(ui).text } else { quiet };
    ui.label(RichText::new(origin).color(colour));
    let known = catalogue::lookup(&row.name, driver, coe);
    let meaning = RichText::new(words.label_known(known)).small();
    let meaning = match known {
        Known::Here(_) => meaning,
        Known::Elsewhere(_) | Known::Nowhere => meaning.color(quiet),
    };
    ui.vertical(|ui| {
        ui.set_max_width(room);
        ui.add(Label::new(meaning).wrap());
    });
    ui.end_row();
}
