//! A template on the way: presets that can be made here and now with one press, and the way to the whole form.

use egui::{Frame, Label, Margin, RichText, Stroke, Ui};

use crate::domain::id::TemplateId;
use crate::domain::operation::{Operation, OperationId, Progress, Subject, TemplateChange};
use crate::domain::plan::presets::{Preset, PresetKind, presets};
use crate::domain::status::Severity;
use crate::domain::template::check::TemplateContext;
use crate::domain::template::era::Era;
use crate::ui::route::{EstateRoute, FormStart, Route};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{CORNER, GAP, GRID, LINE_WIDTH};
use crate::ui::widgets::{refusal, section, waiting};
use crate::ui::wizard::Scene;

/// The template that is being made.
#[derive(Debug, Default)]
pub(super) struct Making {
    sent: Option<OperationId>,
}

/// Draws it; tells the template that has come of it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, making: &mut Making) -> Option<TemplateId> {
    let words = scene.words();
    section::heading(ui, words.wizard_presets());
    let progress = making
        .sent
        .and_then(|id| scene.ctx.store.operations.get(id))
        .map(|entry| &entry.progress);
    let mut made = None;
    match progress {
        Some(Progress::Done {
            subject: Subject::Template(id),
        }) => {
            // Chosen once it is in the list.
            if scene.ctx.data.template(id).is_some() {
                made = Some(id.clone());
                making.sent = None;
            }
        }
        Some(Progress::Refused { problem } | Progress::Lost { problem }) => {
            refusal::show(ui, words, (Severity::Bad, words.wizard_preset_refused()), problem);
            ui.add_space(GAP);
        }
        Some(progress) if !progress.ended() => waiting::show(ui, words, words.wizard_preset_making(), None),
        Some(_) | None => {}
    }
    let busy = progress.is_some_and(|progress| !progress.ended());
    let Some(catalog) = scene.offer.catalog else {
        ui.label(RichText::new(words.wizard_catalog_loading()).color(tokens(ui).quiet));
        return made;
    };
    let era = Era {
        minor: scene.offer.minor,
        templates: scene.templates,
    };
    let found = presets(catalog, era, scene.offer.lacks_octavia);
    if found.is_empty() {
        ui.add(Label::new(RichText::new(words.wizard_presets_none()).color(tokens(ui).quiet)).wrap());
    }
    for preset in &found {
        ui.add_enabled_ui(!busy, |ui| {
            if preset_ui(ui, scene, preset) {
                let context = TemplateContext {
                    catalog: Some(catalog),
                    era,
                    lacks_octavia: scene.offer.lacks_octavia,
                    ..TemplateContext::default()
                };
                if let Ok(request) = preset.draft.finish(&context) {
                    let change = Operation::Template(TemplateChange::Create(request));
                    making.sent = Some(scene.ctx.outbox.run(change));
                }
            }
        });
        ui.add_space(GRID);
    }
    if ui.button(words.wizard_preset_form()).clicked() {
        let form = EstateRoute::TemplateForm(FormStart::New);
        scene.ctx.outbox.go(Route::Estate(form));
    }
    made
}

/// One preset with its button; tells whether it was pressed.
fn preset_ui(ui: &mut Ui, scene: &Scene<'_>, preset: &Preset) -> bool {
    let words = scene.words();
    let what = match preset.kind {
        PresetKind::Small => words.wizard_preset_small(),
        PresetKind::Resilient => words.wizard_preset_resilient(),
    };
    Frame::new()
        .fill(tokens(ui).raised)
        .stroke(Stroke::new(LINE_WIDTH, tokens(ui).line))
        .corner_radius(CORNER)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(Label::new(RichText::new(what).color(tokens(ui).strong)).wrap());
            let kubernetes = preset.kubernetes.as_deref().map_or_else(
                || words.wizard_preset_default().to_owned(),
                |version| words.wizard_preset_kubernetes(version),
            );
            let made_of = words.wizard_preset_what(preset.image.clone(), preset.flavor.clone(), kubernetes);
            ui.add(Label::new(RichText::new(made_of).small().color(tokens(ui).quiet)).wrap());
            ui.add_space(GRID);
            ui.button(words.wizard_preset_make(preset.image.clone()))
                .clicked()
        })
        .inner
}
