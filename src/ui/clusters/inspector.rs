//! What the list's inspector tells of the selected cluster.

use egui::Ui;

use crate::domain::cluster::Cluster;
use crate::domain::permission::Wish;
use crate::domain::status::{Health, Severity};
use crate::ui::clusters::model;
use crate::ui::context::Ctx;
use crate::ui::outbox::{Action, Ask};
use crate::ui::permitted;
use crate::ui::route::{Route, Tab};
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::{banner, buttons, facts, section, status_chip};

/// Draws it.
pub(super) fn ui(ui: &mut Ui, ctx: &Ctx<'_>, cluster: &Cluster) {
    let words = ctx.words;
    ui.horizontal_wrapped(|ui| {
        status_chip::show(ui, cluster.status_severity(), words.status(&cluster.status))
            .on_hover_text(cluster.status.to_string());
        if cluster.health != Health::NotReported {
            status_chip::show(ui, cluster.health.severity(), words.health(&cluster.health));
        }
    });
    if ctx.data.gone.contains_key(&cluster.id) {
        banner::message(ui, Severity::Neutral, words.page_gone());
    }
    ui.add_space(GRID);
    actions(ui, ctx, cluster);
    ui.add_space(GRID);
    why(ui, ctx, cluster);
    facts_ui(ui, ctx, cluster);
}

fn actions(ui: &mut Ui, ctx: &Ctx<'_>, cluster: &Cluster) {
    let words = ctx.words;
    ui.horizontal_wrapped(|ui| {
        if ui.button(words.clusters_open()).clicked() {
            ctx.outbox.go(Route::Cluster(cluster.id.clone(), Tab::Summary));
        }
        if ui.button(words.clusters_topology()).clicked() {
            ctx.outbox.go(Route::Cluster(cluster.id.clone(), Tab::Topology));
        }
        changes(ui, ctx, cluster);
    });
}

/// What can be done with a cluster, in the inspector and in a row's menu.
pub(super) fn changes(ui: &mut Ui, ctx: &Ctx<'_>, cluster: &Cluster) {
    let words = ctx.words;
    let id = &cluster.id;
    for (wish, word, ask) in [
        (
            Wish::Resize,
            words.changes_resize(),
            Ask::Resize(id.clone(), None, Vec::new()),
        ),
        (Wish::Upgrade, words.changes_upgrade(), Ask::Upgrade(id.clone())),
    ] {
        let why_not = permitted::why_not(ctx, cluster, wish);
        if buttons::unless(ui, why_not.as_deref(), |ui| ui.button(word)).clicked() {
            ctx.outbox.push(Action::AskChange(ask));
            ui.close();
        }
    }
    let why_not = permitted::why_not_delete(ctx, cluster);
    if buttons::unless(ui, why_not.as_deref(), |ui| ui.button(words.clusters_delete())).clicked() {
        ctx.outbox.push(Action::AskDelete(id.clone()));
        ui.close();
    }
}

/// What is wrong and what to do about it, and what is unhealthy.
fn why(ui: &mut Ui, ctx: &Ctx<'_>, cluster: &Cluster) {
    let failed = cluster.status.failed();
    if let Some(found) = ctx.data.diagnosis(&cluster.id, ctx.now) {
        let severity = if failed { Severity::Bad } else { Severity::Warning };
        section::heading(ui, ctx.words.doctor_title());
        let sentence = ctx.words.diagnosis_sentence(&found);
        let mut told = vec![sentence.as_ref()];
        told.extend(found.words.as_deref().filter(|words| *words != sentence));
        told.push(ctx.words.diagnosis_advice(&found));
        banner::message(ui, severity, &told.join("\n"));
    }
    if cluster.health == Health::Unhealthy {
        let unwell = model::unwell(cluster);
        if !unwell.is_empty() {
            section::heading(ui, ctx.words.clusters_why_unhealthy());
            let lines: Vec<String> = unwell
                .iter()
                .map(|(part, word)| format!("{part}: {word}"))
                .collect();
            banner::message(ui, Severity::Warning, &lines.join("\n"));
        }
    }
}

fn facts_ui(ui: &mut Ui, ctx: &Ctx<'_>, cluster: &Cluster) {
    let words = ctx.words;
    let template = ctx.data.template(&cluster.template);
    ui.add_space(GAP);
    facts::show(ui, words, "cluster facts", |facts| {
        facts.copy(words.clusters_column_api(), cluster.api_address.as_deref());
        facts.copy(words.clusters_fact_id(), Some(cluster.id.as_str()));
        facts.text(
            words.clusters_column_version(),
            model::version(cluster, template.map(AsRef::as_ref)).as_deref(),
        );
        facts.text(
            words.clusters_fact_nodes(),
            Some(&words.clusters_fact_nodes_value(cluster.master_count, cluster.node_count)),
        );
        let flavors = cluster.master_flavor.as_deref().zip(cluster.flavor.as_deref());
        let flavors = flavors.map(|(masters, workers)| words.clusters_fact_flavors_value(masters, workers));
        facts.text(words.clusters_fact_flavors(), flavors.as_deref());
        facts.other(words.clusters_column_template(), |ui| match template {
            Some(template) => {
                if ui.link(&template.name).clicked() {
                    ctx.outbox.go(Route::Templates(Some(template.id.clone())));
                }
            }
            None => drop(ui.label(cluster.template.short())),
        });
        facts.text(words.clusters_fact_keypair(), cluster.keypair.as_deref());
        facts.copy(
            words.clusters_fact_stack(),
            cluster.stack.as_ref().map(|stack| stack.as_str()),
        );
        facts.since(words.clusters_fact_created(), cluster.created_at, ctx.now);
        facts.since(words.clusters_fact_updated(), cluster.updated_at, ctx.now);
    });
}
