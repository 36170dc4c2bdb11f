//! Beside the template form: what is still open, and what would be sent, as the file it would make or as its changes.

use egui::{Frame, Label, RichText, Ui};

use crate::domain::status::Severity;
use crate::domain::template::draft::{FieldValue, PatchStep, TemplateDraft};
use crate::domain::template::field::FieldGroup;
use crate::domain::template::yaml;
use crate::ui::template_form::{Scene, model};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{CORNER, GAP, GRID};
use crate::ui::widgets::{copyable, section, status_chip};

/// Draws it; tells to which part of the form somebody wants to go.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, draft: &TemplateDraft) -> Option<FieldGroup> {
    let wanted = open_ui(ui, scene);
    match scene.context.editing {
        Some(template) => changes_ui(ui, scene, &draft.changes(template), draft),
        None => yaml_ui(ui, scene, draft),
    }
    wanted
}

fn open_ui(ui: &mut Ui, scene: &Scene<'_>) -> Option<FieldGroup> {
    let words = scene.words();
    let mut wanted = None;
    section::heading(ui, words.form_sidebar_open());
    if scene.issues.is_empty() {
        line(ui, Severity::Good, words.form_sidebar_good());
    }
    for issue in scene.issues {
        let text = words.form_issue(
            words.template_field(issue.field),
            words.template_reason(issue.reason),
        );
        let severity = if issue.blocking {
            Severity::Bad
        } else {
            Severity::Warning
        };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            icon(ui, severity);
            if ui
                .add(Label::new(text).wrap().sense(egui::Sense::click()))
                .clicked()
            {
                wanted = Some(issue.field.group());
            }
        });
    }
    wanted
}

fn line(ui: &mut Ui, severity: Severity, text: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        icon(ui, severity);
        ui.add(Label::new(text).wrap());
    });
}

fn icon(ui: &mut Ui, severity: Severity) {
    let colour = tokens(ui).status(severity).fg;
    ui.label(RichText::new(status_chip::icon(severity)).color(colour));
}

fn changes_ui(ui: &mut Ui, scene: &Scene<'_>, steps: &[PatchStep], draft: &TemplateDraft) {
    let words = scene.words();
    section::heading(ui, words.form_sidebar_changes());
    if steps.is_empty() {
        ui.label(RichText::new(words.form_nothing_changed()).color(tokens(ui).quiet));
        return;
    }
    let was = scene.context.editing.map(TemplateDraft::of).unwrap_or_default();
    for step in steps {
        let field = step.field();
        ui.label(words.template_field(field));
        let text = |value: Option<FieldValue>| match value {
            None => words.form_none().to_owned(),
            Some(FieldValue::Text(text)) => model::told(field, &text, &scene.context).unwrap_or(text),
            Some(FieldValue::Number(number)) => number.to_string(),
            Some(FieldValue::Flag(flag)) => words.yes_no(flag).to_owned(),
            Some(FieldValue::Labels(labels)) => {
                let each = labels.iter().map(|(name, value)| format!("{name}={value}"));
                each.collect::<Vec<_>>().join(", ")
            }
        };
        let change = words.form_change(text(was.value(field)), text(draft.value(field)));
        ui.add(Label::new(RichText::new(change).color(tokens(ui).quiet)).wrap());
        ui.add_space(GRID);
    }
    if scene.context.in_use && steps.len() > 1 {
        ui.add(Label::new(RichText::new(words.form_one_by_one()).small()).wrap());
    }
}

fn yaml_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &TemplateDraft) {
    let words = scene.words();
    let text = yaml::to_yaml(draft);
    section::heading_beside(ui, words.form_sidebar_yaml(), |ui| {
        copyable::button(ui, words, words.form_sidebar_yaml(), &text);
    });
    Frame::new()
        .fill(tokens(ui).sunken)
        .corner_radius(CORNER)
        .inner_margin(GAP)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(Label::new(RichText::new(text).monospace()).wrap());
        });
}
