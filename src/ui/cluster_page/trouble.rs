//! Why it failed: the resource that failed first, in one sentence, then Heat's and Magnum's own words.

use egui::{Label, RichText, Ui};

use crate::domain::cluster::Cluster;
use crate::domain::heat_type::HeatType;
use crate::domain::stack_tree::{Cause, StackTree};
use crate::domain::status::{Action, Health, Phase, Severity, Status};
use crate::text::Words;
use crate::ui::cluster_page::Scene;
use crate::ui::route::{Route, Tab};
use crate::ui::theme::{section_style, tokens, tokens::ICON_SIZE};
use crate::ui::widgets::{banner, status_chip};

/// Draws it where something is wrong: in full, or in as little room as it can be said in.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, full: bool) {
    if scene.cluster.status.failed() {
        failed_ui(ui, scene, full);
    } else if scene.cluster.health == Health::Unhealthy && !scene.cluster.status.in_progress() && full {
        unhealthy_ui(ui, scene);
    }
}

fn failed_ui(ui: &mut Ui, scene: &Scene<'_>, full: bool) {
    let words = scene.ctx.words;
    let parts = scene.ctx.data.parts.get(scene.id).and_then(|parts| parts.value());
    let resources = parts.map(|parts| parts.resources.as_slice()).unwrap_or_default();
    let cause = StackTree::of(resources).cause();
    framed(ui, Severity::Bad, |ui| {
        ui.label(RichText::new(title(words, &scene.cluster.status)).text_style(section_style()));
        match &cause {
            Some(cause) => cause_ui(ui, words, cause, full),
            None if full => drop(ui.label(words.page_cause_unknown())),
            None => {}
        }
        if full {
            magnum_ui(ui, words, scene.cluster, cause.is_none());
            if cause.is_some() && ui.link(words.page_see_resources()).clicked() {
                scene
                    .ctx
                    .outbox
                    .go(Route::Cluster(scene.id.clone(), Tab::Resources));
            }
        } else if cause.is_none()
            && let Some(reason) = scene.cluster.reason()
        {
            ui.add(Label::new(RichText::new(reason).monospace()).truncate())
                .on_hover_text(reason);
        }
    });
}

fn title<'w>(words: &'w Words, status: &Status) -> &'w str {
    match status {
        Status::Known(Action::Create, Phase::Failed) => words.page_failed_create(),
        Status::Known(Action::Update, Phase::Failed) => words.page_failed_update(),
        Status::Known(Action::Delete, Phase::Failed) => words.page_failed_delete(),
        Status::Known(..) | Status::Other(_) => words.page_failed_other(),
    }
}

fn cause_ui(ui: &mut Ui, words: &Words, cause: &Cause<'_>, full: bool) {
    let kind = HeatType::parse(&cause.resource.kind);
    ui.label(words.page_cause(words.heat_type(&kind), cause.resource.name.as_str()));
    let reason = cause
        .resource
        .status_reason
        .as_deref()
        .filter(|reason| !reason.is_empty());
    if !full {
        if let Some(reason) = reason {
            ui.add(Label::new(RichText::new(reason).monospace()).truncate())
                .on_hover_text(reason);
        }
        return;
    }
    let holders = cause
        .path
        .split_last()
        .map(|(_, holders)| holders.join(" / "))
        .unwrap_or_default();
    if !holders.is_empty() {
        ui.label(RichText::new(words.page_cause_path(holders)).color(tokens(ui).quiet));
    }
    said_ui(
        ui,
        words.page_words_heat(),
        reason.unwrap_or(words.page_words_none()),
    );
}

/// Magnum's own words: its reason; and, where the cause is not known, what it says of each part. Where it is, the parts'
/// reasons are Heat's words once more, wrapped in the names of what they stand in.
fn magnum_ui(ui: &mut Ui, words: &Words, cluster: &Cluster, parts: bool) {
    let reason = cluster
        .status_reason
        .as_deref()
        .filter(|reason| !reason.is_empty());
    if reason.is_none() && (cluster.faults.is_empty() || !parts) {
        said_ui(ui, words.page_words_magnum(), words.page_words_none());
    }
    if let Some(reason) = reason {
        said_ui(ui, words.page_words_magnum(), reason);
    }
    let mut told: Vec<&str> = Vec::new();
    for (part, reason) in cluster.faults.iter().filter(|_| parts) {
        // Heat drivers give every group of a stack the same reason; once is enough.
        if !told.contains(&reason.as_str()) {
            said_ui(ui, &words.page_words_fault(part.as_str()), reason);
            told.push(reason);
        }
    }
}

fn unhealthy_ui(ui: &mut Ui, scene: &Scene<'_>) {
    framed(ui, Severity::Warning, |ui| {
        ui.label(RichText::new(scene.ctx.words.page_unhealthy()).text_style(section_style()));
        for (part, state) in &scene.cluster.health_reasons {
            if !matches!(state.as_str(), "ok" | "True") {
                said_ui(ui, part, state);
            }
        }
    });
}

/// Who says it, and the words unchanged.
fn said_ui(ui: &mut Ui, who: &str, text: &str) {
    ui.label(RichText::new(who).small().color(tokens(ui).quiet));
    ui.add(Label::new(RichText::new(text).monospace()).wrap());
}

fn framed(ui: &mut Ui, severity: Severity, add: impl FnOnce(&mut Ui)) {
    let colours = tokens(ui).status(severity);
    banner::framed(ui, colours, |ui| {
        ui.horizontal_top(|ui| {
            ui.label(
                RichText::new(status_chip::icon(severity))
                    .size(ICON_SIZE)
                    .color(colours.fg),
            );
            ui.vertical(add);
        });
    });
}
