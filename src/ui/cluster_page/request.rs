//! What this program asked of the cloud for this cluster, for as long as the cluster's own status does not say it.

use egui::Ui;

use crate::domain::operation::{Operation, Progress};
use crate::domain::status::Severity;
use crate::store::operations::Entry;
use crate::ui::cluster_page::Scene;
use crate::ui::widgets::{banner, refusal, waiting};

/// Whether a deletion of this cluster is on its way.
pub(super) fn deleting(scene: &Scene<'_>) -> bool {
    newest(scene).is_some_and(|entry| match entry.progress {
        Progress::Sending
        | Progress::Accepted { .. }
        | Progress::Unclear { .. }
        | Progress::Underway { .. } => true,
        Progress::Done { .. }
        | Progress::Failed { .. }
        | Progress::Refused { .. }
        | Progress::NoEffect { .. }
        | Progress::Lost { .. } => false,
    })
}

/// Draws it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let Some(entry) = newest(scene) else { return };
    let words = scene.ctx.words;
    let since = Some((entry.since, scene.ctx.now));
    match &entry.progress {
        Progress::Sending => waiting::show(ui, words, words.page_request_delete_sending(), since),
        Progress::Accepted { .. } => waiting::show(ui, words, words.page_request_delete_accepted(), since),
        Progress::Unclear { problem, .. } | Progress::Lost { problem } => {
            let title = words.page_request_delete_unclear();
            refusal::show(ui, words, (Severity::Warning, title), problem);
        }
        Progress::Refused { problem } => {
            let title = words.page_request_delete_refused();
            refusal::show(ui, words, (Severity::Bad, title), problem);
        }
        Progress::NoEffect { since, .. } => {
            let text = words.page_request_delete_no_effect(words.time_of_day(*since));
            banner::message(ui, Severity::Warning, &text);
        }
        // From here on the cluster's status says it.
        Progress::Underway { .. } | Progress::Done { .. } | Progress::Failed { .. } => {}
    }
}

/// The newest deletion of this cluster in this scope.
fn newest<'a>(scene: &Scene<'a>) -> Option<&'a Entry> {
    let entries = scene.ctx.store.operations.newest_first().map(|(_, entry)| entry);
    entries
        .filter(|entry| entry.scope == *scene.ctx.scope)
        .find(|entry| match &entry.operation {
            Operation::DeleteCluster { cluster, .. } => cluster == scene.id,
            Operation::CreateCluster(_) => false,
        })
}
