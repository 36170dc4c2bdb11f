//! What is to be known about the picture as a whole: who told, what may be missing, what failed outside of it.

use egui::{Align, Frame, Label, Layout, Margin, Rect, RichText, Ui, UiBuilder, pos2, vec2};

use crate::domain::service::Service;
use crate::domain::status::Severity;
use crate::domain::topology::model::{Note, Source, Topology};
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{CORNER, GRID, SMALL_SIZE};
use crate::ui::widgets::banner;

/// Says small in the lower left corner of the picture who told what is in it.
pub(crate) fn source_ui(ui: &mut Ui, words: &Words, topology: &Topology, picture: Rect) {
    let count = words.count(topology.len());
    let text = match topology.source {
        Source::Heat => words.topology_told_by_heat(count),
        Source::Inventory => words.topology_told_by_inventory(count),
    };
    let text = RichText::new(text).small().color(tokens(ui).quiet);
    let size = vec2((picture.width() * 0.6).max(0.0), SMALL_SIZE + GRID);
    let place = Rect::from_min_size(
        pos2(picture.left() + GRID, picture.bottom() - size.y - GRID),
        size,
    );
    let mut corner = ui.new_child(
        UiBuilder::new()
            .max_rect(place)
            .layout(Layout::left_to_right(Align::Center)),
    );
    // Readable also where cards lie behind it.
    Frame::new()
        .fill(tokens(ui).page)
        .corner_radius(CORNER)
        .inner_margin(Margin::symmetric(GRID as i8, 1))
        .show(&mut corner, |ui| {
            ui.add(Label::new(text).truncate().selectable(false))
        });
}

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
