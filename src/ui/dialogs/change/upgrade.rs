//! Another version: the templates that the cluster may go to, and what each would change.

use std::sync::Arc;

use egui::{Grid, RichText, ScrollArea, Ui, vec2};

use super::frame::{self, Filled, Outline};
use super::{Scene, Stay};
use crate::domain::id::TemplateId;
use crate::domain::operation::{ClusterChange, ClusterDeed, Operation, Upgrade};
use crate::domain::permission::Wish;
use crate::domain::template::ClusterTemplate;
use crate::domain::upgrade::{self, Choice, From};
use crate::ui::permitted;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::section;
use crate::ui::widgets::stepper::{self, Stepper};

/// What is filled in.
#[derive(Debug)]
pub(super) struct Form {
    template: Option<TemplateId>,
    batch: u32,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            template: None,
            batch: 1,
        }
    }
}

/// Draws the dialog.
pub(super) fn show(ui: &Ui, scene: &Scene<'_>, form: &mut Form) -> Stay {
    let words = scene.ctx.words;
    let title = words.changes_upgrade_title(scene.cluster.name.as_str());
    let outline = Outline {
        title: &title,
        lead: words.changes_upgrade_lead(),
        action: words.changes_upgrade_action(),
    };
    frame::show(ui, scene, outline, |ui| form_ui(ui, scene, form))
}

fn form_ui(ui: &mut Ui, scene: &Scene<'_>, form: &mut Form) -> Filled {
    let data = scene.ctx.data;
    let own = data.template(&scene.cluster.template);
    let from = From {
        cluster: scene.cluster,
        template: own.map(Arc::as_ref),
        catalog: data.catalog.value().map(Arc::as_ref),
    };
    let templates = data
        .templates
        .value()
        .map(|list| list.as_slice())
        .unwrap_or_default();
    let choices = from.choices(templates);
    choices_ui(ui, scene, &choices, form);
    let chosen = choices
        .iter()
        .find(|choice| Some(&choice.template.id) == form.template.as_ref());
    unfit_ui(ui, scene, &from, templates);
    if let Some(choice) = chosen {
        preview_ui(ui, scene, &from, choice);
        batch_ui(ui, scene, form);
    }
    let operation = chosen.map(|choice| {
        let deed = ClusterDeed::Upgrade(Upgrade {
            template: choice.template.id.clone(),
            template_name: choice.template.name.clone(),
            max_batch_size: Some(form.batch),
            group: None,
        });
        Operation::Cluster(ClusterChange::now(
            scene.cluster.id.clone(),
            scene.cluster.name.clone(),
            deed,
        ))
    });
    Filled {
        operation,
        findings: Vec::new(),
        denied: permitted::about(scene.ctx, scene.cluster)
            .may(Wish::Upgrade)
            .err(),
    }
}

fn choices_ui(ui: &mut Ui, scene: &Scene<'_>, choices: &[Choice], form: &mut Form) {
    let words = scene.ctx.words;
    let quiet = tokens(ui).quiet;
    if choices.is_empty() {
        ui.label(RichText::new(words.changes_upgrade_none()).color(quiet));
        return;
    }
    section::heading(ui, words.changes_upgrade_to());
    ScrollArea::vertical()
        .id_salt("templates to go to")
        .max_height(150.0)
        .show(ui, |ui| {
            Grid::new("templates to go to")
                .spacing(vec2(2.0 * GAP, GRID))
                .min_row_height(24.0)
                .show(ui, |ui| {
                    for choice in choices {
                        let value = Some(choice.template.id.clone());
                        ui.radio_value(&mut form.template, value, &choice.template.name);
                        let version = choice.version.map(|version| version.to_string());
                        ui.monospace(version.unwrap_or_else(|| words.format_none().to_owned()));
                        ui.label(RichText::new(words.upgrade_step(choice.step)).color(quiet));
                        ui.end_row();
                    }
                });
        });
}

/// Those that are not offered, with the reason, so that nobody looks for them in vain.
fn unfit_ui(ui: &mut Ui, scene: &Scene<'_>, from: &From<'_>, templates: &[Arc<ClusterTemplate>]) {
    let words = scene.ctx.words;
    let lines: Vec<String> = templates
        .iter()
        .filter_map(|template| {
            let unfit = from.to(template).err()?;
            (unfit != upgrade::Unfit::Current).then(|| format!("{}: {}", template.name, words.unfit(unfit)))
        })
        .collect();
    if lines.is_empty() {
        return;
    }
    ui.add_space(GRID);
    ui.collapsing(words.changes_upgrade_unfit(lines.len()), |ui| {
        for line in lines {
            ui.label(RichText::new(line).small().color(tokens(ui).quiet));
        }
    });
}

fn preview_ui(ui: &mut Ui, scene: &Scene<'_>, from: &From<'_>, choice: &Choice) {
    let words = scene.ctx.words;
    let dash = words.format_none();
    let quiet = tokens(ui).quiet;
    section::heading(ui, words.changes_upgrade_changes());
    let now = upgrade::version_now(scene.cluster, from.template, from.catalog);
    let version = |version: Option<upgrade::Version>| {
        version.map_or_else(|| dash.to_owned(), |version| version.to_string())
    };
    let image = from.template.map(|template| template.image.clone());
    let changed_image = image.as_ref().filter(|image| **image != choice.template.image);
    Grid::new("what the upgrade changes")
        .spacing(vec2(2.0 * GAP, GRID))
        .min_row_height(22.0)
        .show(ui, |ui| {
            let mut row = |what: &str, from: &str, to: &str| {
                ui.label(RichText::new(what).color(quiet));
                ui.monospace(format!("{from} → {to}"));
                ui.end_row();
            };
            row(
                words.changes_upgrade_version(),
                &version(now),
                &version(choice.version),
            );
            if let Some(image) = changed_image {
                row(words.changes_upgrade_image(), image, &choice.template.image);
            }
            for label in upgrade::label_changes(scene.cluster, &choice.template) {
                row(
                    &label.name,
                    label.from.as_deref().unwrap_or(dash),
                    label.to.as_deref().unwrap_or(dash),
                );
            }
        });
    ui.label(RichText::new(words.changes_upgrade_order()).small().color(quiet));
}

fn batch_ui(ui: &mut Ui, scene: &Scene<'_>, form: &mut Form) {
    let words = scene.ctx.words;
    ui.add_space(GAP);
    let field = Field {
        label: words.changes_upgrade_batch(),
        help: words.changes_upgrade_batch_help(),
        issue: None,
    };
    form_field::show(ui, field, |ui, label| {
        let stepper = Stepper {
            what: field.label,
            range: 1..=100,
            step: 1,
        };
        stepper::show(ui, words, label, &stepper, &mut form.batch)
    });
}
