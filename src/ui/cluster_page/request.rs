//! What this program asked of the cloud for this cluster, for as long as the cluster's own status does not say it.

use egui::Ui;

use crate::domain::operation::{Operation, OperationId, Progress};
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
    newest(scene).is_some_and(|(_, entry)| match entry.progress {
        Progress::Sending
        | Progress::Waiting { .. }
        | Progress::Accepted { .. }
        | Progress::Unclear { .. }
        | Progress::Underway { .. } => true,
        Progress::Done { .. }
        | Progress::Abandoned
        | Progress::Failed { .. }
        | Progress::Refused { .. }
        | Progress::NoEffect { .. }
        | Progress::Lost { .. } => false,
    })
}

/// Draws it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let Some((id, entry)) = newest(scene) else {
        return;
    };
    let words = scene.ctx.words;
    let since = Some((entry.since, scene.ctx.now));
    match &entry.progress {
        Progress::Sending => waiting::show(ui, words, words.page_request_delete_sending(), since),
        Progress::Waiting { .. } => waiting_ui(ui, scene, id, entry),
        Progress::Accepted { .. } => waiting::show(ui, words, words.page_request_delete_accepted(), since),
        Progress::Unclear { problem, .. } | Progress::Lost { problem } => {
            let title = words.page_request_delete_unclear();
            refusal::show(ui, words, (Severity::Warning, title), problem);
        }
        Progress::Refused { problem } => {
            let title = words.page_request_delete_refused();
            refusal::show(ui, words, (Severity::Bad, title), problem);
            later_ui(ui, scene, problem);
        }
        Progress::NoEffect { since, .. } => {
            let span = age::text(ui, words.age(*since, scene.ctx.now));
            banner::message(ui, Severity::Warning, &words.page_request_no_effect(span));
        }
        // From here on the cluster's status says it; and what was given up has changed nothing.
        Progress::Underway { .. } | Progress::Done { .. } | Progress::Failed { .. } | Progress::Abandoned => {
        }
    }
}

/// A creation of this cluster that was accepted, and of which nothing is to be seen: since when.
pub(super) fn unseen_creation(ui: &mut Ui, ctx: &Ctx<'_>, id: &crate::domain::id::ClusterId) -> bool {
    let found = ctx.store.operations.newest_first().find_map(|(_, entry)| {
        let Progress::NoEffect { cluster, since } = &entry.progress else {
            return None;
        };
        let about = entry.scope == *ctx.scope && cluster == id;
        (about && entry.operation.deletes().is_none()).then_some(*since)
    });
    if let Some(since) = found {
        let span = age::text(ui, ctx.words.age(since, ctx.now));
        banner::message(ui, Severity::Warning, &ctx.words.page_request_no_effect(span));
    }
    found.is_some()
}

/// Another change runs, and this one goes out when it has ended, unless it is given up before.
fn waiting_ui(ui: &mut Ui, scene: &Scene<'_>, id: OperationId, entry: &Entry) {
    let words = scene.ctx.words;
    let since = Some((entry.since, scene.ctx.now));
    let what = words.page_request_delete_waiting(words.status(&scene.cluster.status));
    if waiting::cancellable(ui, words, &what, since).clicked() {
        scene.ctx.outbox.push(Action::Abandon(id));
    }
}

/// What can be done about a refusal because another change runs: wait for its end. Nobody waits unasked.
fn later_ui(ui: &mut Ui, scene: &Scene<'_>, problem: &Problem) {
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    if problem.kind != ProblemKind::Conflict || !scene.cluster.status.in_progress() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let status = words.status(&scene.cluster.status);
        let text = match scene.cluster.changing_since() {
            Some(since) => words.page_request_busy_since(status, age::text(ui, words.ago(since, ctx.now))),
            None => words.page_request_busy(status),
        };
        ui.colored_label(tokens(ui).text, text);
        if ui.button(words.page_request_delete_later()).clicked() {
            ctx.outbox.run(Operation::DeleteWhenFree {
                cluster: scene.id.clone(),
                name: scene.cluster.name.clone(),
            });
        }
    });
}

/// The newest deletion of this cluster in this scope.
fn newest<'a>(scene: &Scene<'a>) -> Option<(OperationId, &'a Entry)> {
    scene
        .ctx
        .store
        .operations
        .newest_first()
        .filter(|(_, entry)| entry.scope == *scene.ctx.scope)
        .find(|(_, entry)| entry.operation.deletes() == Some(scene.id))
}
