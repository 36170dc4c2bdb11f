//! What this program asked of the cloud for this cluster, for as long as the cluster's own status does not say it.

use egui::Ui;

use crate::domain::operation::{ClusterChange, Operation, OperationId, Progress};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::status::Severity;
use crate::store::operations::Entry;
use crate::ui::cluster_page::Scene;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::theme::tokens;
use crate::ui::widgets::{age, banner, refusal, waiting};

/// Whether a deletion of this cluster is on its way.
pub(super) fn deleting(scene: &Scene<'_>) -> bool {
    let operations = &scene.ctx.store.operations;
    operations
        .about(scene.ctx.scope, scene.id)
        .find(|(_, entry)| entry.operation.deletes().is_some())
        .is_some_and(|(_, entry)| entry.progress.on_its_way())
}

/// Draws it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let Some((id, entry)) = newest(scene) else {
        return;
    };
    let words = scene.ctx.words;
    let what = words.operation(&entry.operation);
    let since = Some((entry.since, scene.ctx.now));
    match &entry.progress {
        Progress::Sending => waiting::show(ui, words, &words.request_sending(what), since),
        Progress::Waiting { .. } => waiting_ui(ui, scene, id, entry, what),
        Progress::Accepted { .. } => waiting::show(ui, words, &words.request_accepted(what), since),
        Progress::Unclear { problem, .. } | Progress::Lost { problem } => {
            let title = words.request_unclear(what);
            refusal::show(ui, words, (Severity::Warning, &title), problem);
        }
        Progress::Refused { problem } => {
            let title = words.request_refused(what);
            refusal::show(ui, words, (Severity::Bad, &title), problem);
            if let Operation::Cluster(change) = &entry.operation {
                later_ui(ui, scene, problem, change);
            }
        }
        Progress::NoEffect { since, .. } => no_effect_ui(ui, scene.ctx, what, *since),
        // From here on the cluster's status says it; and what was given up has changed nothing.
        Progress::Underway { .. } | Progress::Done { .. } | Progress::Failed { .. } | Progress::Abandoned => {
        }
    }
}

/// A creation of this cluster that was accepted, and of which nothing is to be seen: since when.
pub(super) fn unseen_creation(ui: &mut Ui, ctx: &Ctx<'_>, id: &crate::domain::id::ClusterId) -> bool {
    let found = ctx.store.operations.about(ctx.scope, id).find_map(|(_, entry)| {
        let Progress::NoEffect { since, .. } = &entry.progress else {
            return None;
        };
        let creates = entry.operation.cluster().is_none();
        creates.then(|| (words_of(ctx, entry), *since))
    });
    if let Some((what, since)) = &found {
        no_effect_ui(ui, ctx, what.clone(), *since);
    }
    found.is_some()
}

fn words_of(ctx: &Ctx<'_>, entry: &Entry) -> String {
    ctx.words.operation(&entry.operation)
}

fn no_effect_ui(ui: &mut Ui, ctx: &Ctx<'_>, what: String, since: jiff::Timestamp) {
    let span = age::text(ui, ctx.words.age(since, ctx.now));
    banner::message(ui, Severity::Warning, &ctx.words.request_no_effect(what, span));
}

/// Another change runs, and this one goes out when it has ended, unless it is given up before.
fn waiting_ui(ui: &mut Ui, scene: &Scene<'_>, id: OperationId, entry: &Entry, what: String) {
    let words = scene.ctx.words;
    let since = Some((entry.since, scene.ctx.now));
    let what = words.request_waiting(what, words.status(&scene.cluster.status));
    if waiting::cancellable(ui, words, &what, since).clicked() {
        scene.ctx.outbox.push(Action::Abandon(id));
    }
}

/// What can be done about a refusal because another change runs: wait for its end. Nobody waits unasked.
fn later_ui(ui: &mut Ui, scene: &Scene<'_>, problem: &Problem, change: &ClusterChange) {
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    if problem.kind != ProblemKind::Conflict || !scene.cluster.status.in_progress() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let status = words.status(&scene.cluster.status);
        let text = match scene.cluster.changing_since() {
            Some(since) => words.request_busy_since(status, age::text(ui, words.ago(since, ctx.now))),
            None => words.request_busy(status),
        };
        ui.colored_label(tokens(ui).text, text);
        if ui.button(words.request_later()).clicked() {
            ctx.outbox.run(Operation::Cluster(change.clone().when_free()));
        }
    });
}

/// The newest change of this cluster, or of a part of it, in this scope.
fn newest<'a>(scene: &Scene<'a>) -> Option<(OperationId, &'a Entry)> {
    let operations = &scene.ctx.store.operations;
    operations
        .about(scene.ctx.scope, scene.id)
        .find(|(_, entry)| entry.operation.cluster().is_some())
}
