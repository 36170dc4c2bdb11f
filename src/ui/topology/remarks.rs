//! What is to be known about the picture as a whole: who told, what may be missing, what failed outside of it.

use egui::Ui;

use crate::domain::service::Service;
use crate::domain::status::Severity;
use crate::domain::topology::model::{Note, Source, Topology};
use crate::text::Words;
use crate::ui::widgets::banner;

/// Draws the remarks, each as a line.
pub(crate) fn ui(ui: &mut Ui, words: &Words, topology: &Topology) {
    for note in &topology.notes {
        match note {
            Note::Failed { resource, reason } => {
                let text = words.topology_failed_elsewhere(&**resource, &**reason);
                banner::message(ui, Severity::Bad, &text);
            }
            Note::Ambiguous { stacks } => {
                let text = words.topology_ambiguous(stacks.join(", "));
                banner::message(ui, Severity::Warning, &text);
            }
        }
    }
    let heat_is_silent = topology.gaps.contains_key(&Service::Orchestration);
    if heat_is_silent && topology.source == Source::Inventory && !topology.is_empty() {
        banner::message(ui, Severity::Neutral, words.topology_from_inventory());
    }
    let gaps: Vec<&str> = topology
        .gaps
        .keys()
        .filter(|service| **service != Service::Orchestration)
        .map(|service| service.name())
        .collect();
    if !gaps.is_empty() {
        banner::message(ui, Severity::Warning, &words.topology_gaps(gaps.join(", ")));
    }
}
