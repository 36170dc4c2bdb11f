//! The labels of a template: chosen from the catalogue of the driver that would build with it, each with its meaning and an
//! editor by its kind, or written by hand.

use egui::{Label as Text, Response, RichText, Sense, Ui};

use crate::domain::driver::Driver;
use crate::domain::label::catalogue::{self, Known};
use crate::domain::label::nearest;
use crate::domain::template::draft::TemplateDraft;
use crate::domain::template::field::TemplateField;
use crate::ui::template_form::{Scene, fields, model};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::label_editor;
use crate::ui::widgets::picker::{self, Picker, Row};
use crate::ui::widgets::{icon_button, text_field};

/// Who would build with the template, and what: that decides which labels are read.
#[derive(Clone, Copy)]
struct Reader<'a> {
    driver: Driver,
    coe: &'a str,
}

/// Draws them; the response tells whether somebody was at it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, draft: &mut TemplateDraft) -> Response {
    let words = scene.words();
    let issue = scene.issue(TemplateField::Labels);
    let framed = Field {
        label: words.template_field(TemplateField::Labels),
        help: words.template_field_help(TemplateField::Labels),
        issue: issue.map(|issue| (fields::severity(issue), words.template_reason(issue.reason))),
    };
    let coe = draft.text(TemplateField::Coe).to_owned();
    let reader = Reader {
        driver: model::driver(draft, &scene.context),
        coe: &coe,
    };
    form_field::show(ui, framed, |ui, _| {
        let before = draft.labels.clone();
        let mut whole = ui.interact(ui.min_rect(), ui.id().with("labels"), Sense::hover());
        let mut removed = None;
        for (index, row) in draft.labels.iter_mut().enumerate() {
            ui.push_id(("label", index), |ui| {
                if row_ui(ui, scene, reader, row) {
                    removed = Some(index);
                }
            });
        }
        if let Some(index) = removed {
            draft.labels.remove(index);
        }
        add_ui(ui, scene, reader, &mut draft.labels);
        if draft.labels != before {
            whole.mark_changed();
        }
        whole
    })
}

/// One label; tells whether it is to go.
fn row_ui(ui: &mut Ui, scene: &Scene<'_>, reader: Reader<'_>, (name, value): &mut (String, String)) -> bool {
    let words = scene.words();
    let mut gone = false;
    let known = catalogue::lookup(name, reader.driver, reader.coe);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        let room = ui.available_width() - GRID - 32.0;
        let edit = text_field::singleline(name, room).hint_text(words.form_label_name().to_owned());
        ui.add(edit.id_salt("label name"));
        let remove = words.form_label_remove(name.as_str());
        gone = icon_button::show(ui, egui_phosphor::regular::TRASH, &remove).clicked();
    });
    ui.horizontal(|ui| {
        let title = ui.label(RichText::new(words.form_label_value()).small());
        let kind = match known {
            Known::Here(label) => Some(&label.kind),
            Known::Elsewhere(_) | Known::Nowhere => None,
        };
        label_editor::show(ui, scene.context.catalog, (title.id, kind), value);
    });
    if !name.trim().is_empty() {
        let quiet = tokens(ui).quiet;
        let told = RichText::new(words.label_known(known)).small().color(quiet);
        ui.add(Text::new(told).wrap());
        slip_ui(ui, scene, (reader, known), name);
    }
    ui.add_space(GRID);
    gone
}

/// A name that nobody reads may be a slip of the finger.
fn slip_ui(ui: &mut Ui, scene: &Scene<'_>, (reader, known): (Reader<'_>, Known), name: &mut String) {
    let near = nearest(name, reader.driver, reader.coe).filter(|_| known == Known::Nowhere);
    if let Some(near) = near
        && ui
            .small_button(scene.words().fix_rename_label(near.to_owned()))
            .clicked()
    {
        near.clone_into(name);
    }
}

/// The catalogue as one list to search, and a row for what is not in it.
fn add_ui(ui: &mut Ui, scene: &Scene<'_>, reader: Reader<'_>, labels: &mut Vec<(String, String)>) {
    let words = scene.words();
    let known = catalogue::labels_of(reader.driver, reader.coe);
    let title = ui.label(RichText::new(words.wizard_labels_add()).small());
    let picker = Picker {
        label: title.id,
        shown: words.wizard_labels_choose(known.len()),
        none: None,
        count: known.len(),
        version: scene.ctx.data.version(),
        words,
    };
    let row = |index: usize| match known.get(index) {
        Some(label) => Row {
            value: label.name.to_owned(),
            text: format!("{} · {}", label.name, words.label_meaning(label)),
            trouble: None,
        },
        None => Row::default(),
    };
    let mut chosen = String::new();
    picker::show(ui, &picker, row, &mut chosen);
    if !chosen.is_empty() && !labels.iter().any(|(name, _)| *name == chosen) {
        let label = known.iter().find(|label| label.name == chosen);
        let value = label.and_then(|label| label.default_value()).unwrap_or_default();
        labels.push((chosen, value.to_owned()));
    }
    if ui.button(words.form_label_add()).clicked() {
        labels.push((String::new(), String::new()));
    }
}
