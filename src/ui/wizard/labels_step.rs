//! Sixth step: labels. Those of the cluster with where each is from, an editor by its kind, and the catalogue to add from.

use std::collections::BTreeMap;

use egui::{Frame, Label as Text, Margin, RichText, Stroke, Ui, WidgetInfo, WidgetType};

use crate::domain::draft::{ClusterDraft, DraftField};
use crate::domain::label::Origin;
use crate::domain::label::catalogue::{self, Known, Label};
use crate::domain::label::merge;
use crate::domain::plan::finding::Finding;
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{CORNER, GAP, GRID, LINE_WIDTH};
use crate::ui::widgets::label_editor;
use crate::ui::widgets::picker::{self, Picker, Row};
use crate::ui::widgets::{icon_button, section, text_field};
use crate::ui::wizard::{Scene, field};

/// Cards of labels are no wider than this.
const WIDTH: f32 = 640.0;
/// Where the names of labels are written it is this wide.
const WIDTH_OF_NAMES: f32 = 280.0;
/// What stands beside that.
const BESIDE_NAMES: f32 = 190.0;

/// Draws it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    ui.set_max_width(WIDTH.min(ui.available_width()));
    ui.label(
        RichText::new(words.wizard_labels_rule())
            .small()
            .color(tokens(ui).quiet),
    );
    ui.add_space(GAP);
    for finding in scene.findings_of(DraftField::Labels) {
        // What is about no row in sight.
        if finding.label.as_ref().is_none_or(|name| name.trim().is_empty()) {
            field::finding_ui(ui, scene, finding);
        }
    }
    add_ui(ui, scene, draft);
    own_ui(ui, scene, draft);
    inherited_ui(ui, scene, draft);
}

/// The catalogue as one list to search, and a row for what is not in it.
fn add_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    let labels = catalogue::labels_of(scene.plan.driver, scene.plan.coe());
    let name = ui.label(RichText::new(words.wizard_labels_add()).strong());
    let mut chosen = String::new();
    let picker = Picker {
        label: name.id,
        shown: words.wizard_labels_choose(labels.len()),
        none: None,
        count: labels.len(),
        version: scene.ctx.data.version(),
        words,
    };
    let row = |index: usize| match labels.get(index) {
        Some(label) => Row {
            value: label.name.to_owned(),
            text: format!("{} · {}", label.name, words.label_meaning(label)),
            trouble: None,
        },
        None => Row::default(),
    };
    picker::show(ui, &picker, row, &mut chosen);
    if !chosen.is_empty() && !draft.labels.iter().any(|(name, _)| *name == chosen) {
        let of_template = scene.plan.template_labels().get(&chosen).cloned();
        let default = labels
            .iter()
            .find(|label| label.name == chosen)
            .and_then(|label| label.default_value());
        let value = of_template
            .or_else(|| default.map(str::to_owned))
            .unwrap_or_default();
        draft.dropped.remove(&chosen);
        draft.labels.push((chosen, value));
    }
    if ui.button(words.wizard_labels_add_raw()).clicked() {
        draft.labels.push((String::new(), String::new()));
    }
    ui.add_space(GAP);
}

/// What differs from the template.
fn own_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    section::heading(ui, words.wizard_labels_own());
    if draft.labels.is_empty() {
        ui.label(RichText::new(words.wizard_labels_own_none()).color(tokens(ui).quiet));
    }
    let mut gone = None;
    for (index, row) in draft.labels.iter_mut().enumerate() {
        let card = Frame::new()
            .fill(tokens(ui).raised)
            .stroke(Stroke::new(LINE_WIDTH, tokens(ui).line))
            .corner_radius(CORNER)
            .inner_margin(Margin::symmetric(12, 8));
        card.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.push_id(("label", index), |ui| {
                if card_ui(ui, scene, row) {
                    gone = Some(index);
                }
            });
        });
        ui.add_space(GRID);
    }
    if let Some(index) = gone {
        draft.labels.remove(index);
    }
    ui.add_space(GAP);
}

/// One label of one's own; tells whether it is to go.
fn card_ui(ui: &mut Ui, scene: &Scene<'_>, (name, value): &mut (String, String)) -> bool {
    let words = scene.words();
    let known = catalogue::lookup(name, scene.plan.driver, scene.plan.coe());
    let of_template = scene.plan.template_labels().get(name.as_str());
    let mut gone = false;
    ui.horizontal(|ui| {
        let title = ui.label(RichText::new(words.wizard_label_name()).small());
        // The word beside it and the button have room as well.
        let width = (ui.available_width() - BESIDE_NAMES).clamp(GAP, WIDTH_OF_NAMES);
        ui.add(text_field::singleline(name, width)).labelled_by(title.id);
        origin_ui(
            ui,
            words,
            if of_template.is_some() {
                Origin::Overridden
            } else {
                Origin::Added
            },
        );
        gone = icon_button::show(
            ui,
            egui_phosphor::regular::TRASH,
            &words.wizard_label_remove(name.clone()),
        )
        .clicked();
    });
    ui.horizontal(|ui| {
        let title = ui.label(RichText::new(words.wizard_label_value()).small());
        let kind = match known {
            Known::Here(label) => Some(&label.kind),
            Known::Elsewhere(_) | Known::Nowhere => None,
        };
        label_editor::show(
            ui,
            scene.offer.catalog.map(AsRef::as_ref),
            (title.id, kind),
            value,
        );
    });
    if let Known::Here(label) = known {
        meaning_ui(ui, words, label);
    }
    if let Some(before) = of_template {
        let text = words.wizard_label_instead(before.clone());
        ui.add(Text::new(RichText::new(text).small().color(tokens(ui).quiet)).wrap());
    }
    findings_ui(ui, scene, name);
    gone
}

/// What a label does, what holds without it, and since when there is one.
fn meaning_ui(ui: &mut Ui, words: &Words, label: &Label) {
    let quiet = tokens(ui).quiet;
    ui.add(Text::new(RichText::new(words.label_meaning(label)).small()).wrap());
    let facts = words.wizard_label_default(label.default, label.since);
    ui.add(Text::new(RichText::new(facts).small().color(quiet)).wrap());
}

fn findings_ui(ui: &mut Ui, scene: &Scene<'_>, name: &str) {
    for finding in scene.findings_of(DraftField::Labels) {
        if finding.label.as_deref() == Some(name) && !name.trim().is_empty() {
            let plain = Finding {
                label: None,
                ..finding.clone()
            };
            field::finding_ui(ui, scene, &plain);
        }
    }
}

/// Where a label is from, as a word.
fn origin_ui(ui: &mut Ui, words: &Words, origin: Origin) {
    let word = match origin {
        Origin::Template => words.wizard_origin_template(),
        Origin::Overridden => words.wizard_origin_overridden(),
        Origin::Added => words.wizard_origin_added(),
        Origin::Dropped => words.wizard_origin_dropped(),
    };
    ui.label(RichText::new(word).small().color(tokens(ui).quiet));
}

/// What comes from the template or from the form's own questions, each to be overridden or left out.
fn inherited_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    let written: BTreeMap<String, String> = draft.own_labels();
    let told = merge::origins(
        scene.plan.template_labels(),
        scene.plan.own_labels(),
        &draft.dropped,
    );
    section::heading(ui, words.wizard_labels_inherited());
    let mut some = false;
    for (name, (value, origin)) in told.iter().filter(|(name, _)| !written.contains_key(*name)) {
        some = true;
        ui.horizontal_wrapped(|ui| {
            let text = RichText::new(format!("{name} = {value}")).monospace();
            let text = if *origin == Origin::Dropped {
                text.strikethrough()
            } else {
                text
            };
            let shown = ui.add(Text::new(text).wrap());
            if let Known::Here(label) = catalogue::lookup(name, scene.plan.driver, scene.plan.coe()) {
                shown.on_hover_text(words.label_meaning(label));
            }
            // What the form's questions have written is no row of one's own.
            if matches!(origin, Origin::Template | Origin::Dropped) {
                origin_ui(ui, words, *origin);
            } else {
                ui.label(
                    RichText::new(words.wizard_origin_form())
                        .small()
                        .color(tokens(ui).quiet),
                );
            }
            change_ui(ui, scene, draft, (name, value, *origin));
        });
        findings_ui(ui, scene, name);
    }
    if !some {
        ui.label(RichText::new(words.wizard_labels_inherited_none()).color(tokens(ui).quiet));
    }
}

fn change_ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    draft: &mut ClusterDraft,
    (name, value, origin): (&str, &str, Origin),
) {
    let words = scene.words();
    match origin {
        Origin::Template => {
            if short_button(
                ui,
                words.wizard_label_change(),
                &words.wizard_label_override(name),
            ) {
                draft.labels.push((name.to_owned(), value.to_owned()));
            }
            if short_button(ui, words.wizard_label_leave(), &words.wizard_label_drop(name)) {
                draft.dropped.insert(name.to_owned());
            }
        }
        Origin::Dropped => {
            if short_button(ui, words.wizard_label_back(), &words.wizard_label_restore(name)) {
                draft.dropped.remove(name);
            }
        }
        Origin::Overridden | Origin::Added => {}
    }
}

/// A small button beside what it is about, whose whole name is for whoever does not see that.
fn short_button(ui: &mut Ui, word: &str, name: &str) -> bool {
    let response = ui.small_button(word).on_hover_text(name);
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, enabled, name));
    response.clicked()
}
