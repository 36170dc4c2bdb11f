//! The stages of a running creation as a row, what is waited for, and how long earlier builds took.

use egui::{Label, RichText, Ui};

use crate::domain::driver::Driver;
use crate::domain::plan::estimate::{Past, estimate};
use crate::domain::stages::{Stage, StageState, stages, waited_for};
use crate::domain::status::{Action, Severity, Status};
use crate::domain::topology::model::Topology;
use crate::text::Words;
use crate::ui::cluster_page::Scene;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::status_chip;

/// Draws it, where a creation runs.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, elapsed_secs: u64, topology: Option<&Topology>) {
    if !matches!(scene.cluster.status, Status::Known(Action::Create, _)) {
        return;
    }
    let words = scene.ctx.words;
    let template = scene.ctx.data.template(&scene.cluster.template);
    let driver = Driver::of(scene.cluster, template.map(AsRef::as_ref));
    let stages = stages(scene.cluster, driver, topology);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        for (at, (stage, state)) in stages.iter().enumerate() {
            if at > 0 {
                let caret = RichText::new(egui_phosphor::regular::CARET_RIGHT);
                ui.label(caret.color(tokens(ui).quiet));
            }
            let severity = severity(*state);
            let colour = tokens(ui).status(severity).fg;
            ui.label(RichText::new(status_chip::icon(severity)).color(colour));
            ui.label(stage_word(words, *stage))
                .on_hover_text(state_word(words, *state));
        }
    });
    if let Some(stage) = waited_for(&stages) {
        ui.label(words.page_stage_waiting(stage_word(words, stage).to_owned()));
    }
    history_ui(ui, scene, elapsed_secs);
    if matches!(driver, Driver::CapiHelm | Driver::MagnumClusterApi) {
        limit_ui(ui, scene, elapsed_secs);
    }
    ui.add_space(GAP);
}

/// How long earlier builds took, and whether this one takes longer than any of them.
fn history_ui(ui: &mut Ui, scene: &Scene<'_>, elapsed_secs: u64) {
    let words = scene.ctx.words;
    let list = scene.ctx.data.clusters.value();
    let past = Past {
        built: scene.ctx.store.history.of(scene.ctx.scope),
        clusters: list.map(|list| list.rows.as_slice()).unwrap_or_default(),
    };
    let Some(known) = estimate(past, Some(&scene.cluster.template)) else {
        return;
    };
    let late = elapsed_secs > known.longest_secs;
    let text = if late {
        words.page_build_longer(words.span(known.longest_secs), known.builds)
    } else {
        words.page_build_usual(words.estimate(&known))
    };
    let colour = if late {
        tokens(ui).status(Severity::Warning).fg
    } else {
        tokens(ui).quiet
    };
    ui.add(Label::new(RichText::new(text).color(colour)).wrap());
}

/// Cluster API never gives up by itself: this program's own watch tells when the time that was asked for is over.
fn limit_ui(ui: &mut Ui, scene: &Scene<'_>, elapsed_secs: u64) {
    let words = scene.ctx.words;
    let Some(minutes) = scene.cluster.create_timeout_mins.filter(|minutes| *minutes > 0) else {
        return;
    };
    let limit = u64::from(minutes) * 60;
    if elapsed_secs > limit {
        let text = words.page_build_never_ends(words.span(limit));
        let colour = tokens(ui).status(Severity::Warning).fg;
        ui.add(Label::new(RichText::new(text).color(colour)).wrap());
    }
}

fn severity(state: StageState) -> Severity {
    match state {
        StageState::Ahead => Severity::Neutral,
        StageState::Running => Severity::Busy,
        StageState::Done => Severity::Good,
        StageState::Failed => Severity::Bad,
    }
}

fn state_word(words: &Words, state: StageState) -> &str {
    match state {
        StageState::Ahead => words.page_stage_ahead(),
        StageState::Running => words.page_stage_running(),
        StageState::Done => words.page_stage_done(),
        StageState::Failed => words.page_stage_failed(),
    }
}

fn stage_word(words: &Words, stage: Stage) -> &str {
    match stage {
        Stage::Network => words.page_stage_network(),
        Stage::Balancer => words.page_stage_balancer(),
        Stage::FirstMaster => words.page_stage_first_master(),
        Stage::Masters => words.page_stage_masters(),
        Stage::Api => words.page_stage_api(),
        Stage::Workers => words.page_stage_workers(),
        Stage::Complete => words.page_stage_complete(),
    }
}
