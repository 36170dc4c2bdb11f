//! What the icons and signs mean, how many of each there are, and which of them somebody wants to see.

use std::collections::BTreeMap;

use egui::{Grid, RichText, Ui, vec2};

use crate::domain::status::Severity;
use crate::domain::topology::callout::was_aborted;
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::ResourceKind;
use crate::text::Words;
use crate::ui::theme;
use crate::ui::theme::tokens::{GAP, GRID, ICON_SIZE};
use crate::ui::topology::card::ABORTED;
use crate::ui::topology::filter::Filter;
use crate::ui::topology::icons::icon;
use crate::ui::topology::kept::STATES;
use crate::ui::widgets::{section, status_chip};

/// Draws the list: the kinds that are there, and every sign, each with a tick that can be taken away.
pub(crate) fn ui(ui: &mut Ui, words: &Words, topology: &Topology, filter: &mut Filter) {
    let mut kinds: BTreeMap<ResourceKind, usize> = BTreeMap::new();
    let mut states: BTreeMap<Severity, usize> = BTreeMap::new();
    for resource in topology.resources() {
        *kinds.entry(resource.kind).or_default() += 1;
        *states.entry(resource.severity).or_default() += 1;
    }
    let aborted = topology
        .resources()
        .filter(|it| was_aborted(topology, it))
        .count();
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            section::heading(ui, words.picture_filter_kinds());
            grid(ui, "topology legend of kinds", |ui| {
                for (kind, count) in &kinds {
                    let shown = !filter.kinds.contains(kind);
                    let colour = theme::tokens(ui).quiet;
                    if line(ui, (icon(*kind), colour), words.resource_kind(*kind), shown) {
                        filter.toggle_kind(*kind);
                    }
                    count_ui(ui, words, *count);
                }
            });
        });
        ui.add_space(GAP);
        ui.vertical(|ui| {
            section::heading(ui, words.picture_filter_states());
            grid(ui, "topology legend of states", |ui| {
                for state in STATES {
                    let shown = !filter.states.contains(&state);
                    let colour = theme::tokens(ui).status(state).fg;
                    if line(
                        ui,
                        (status_chip::icon(state), colour),
                        words.severity(state),
                        shown,
                    ) {
                        filter.toggle_state(state);
                    }
                    count_ui(ui, words, states.get(&state).copied().unwrap_or_default());
                    if state == Severity::Bad && aborted > 0 {
                        aborted_ui(ui, words, aborted);
                    }
                }
            });
            ui.add_space(GRID);
            let all = egui::Button::new(words.picture_filter_none());
            if ui.add_enabled(filter.is_on(), all).clicked() {
                *filter = Filter::default();
            }
        });
    });
}

fn grid(ui: &mut Ui, id: &str, add: impl FnOnce(&mut Ui)) {
    Grid::new(id)
        .num_columns(3)
        .spacing(vec2(GAP, GRID / 2.0))
        .min_row_height(24.0)
        .show(ui, add);
}

/// A tick, a sign and its meaning; tells whether the tick was changed.
fn line(ui: &mut Ui, (icon, colour): (&str, egui::Color32), word: &str, shown: bool) -> bool {
    let mut ticked = shown;
    let clicked = ui.checkbox(&mut ticked, word).clicked();
    ui.label(RichText::new(icon).size(ICON_SIZE).color(colour));
    clicked
}

/// Of what failed, how much did so only because something else had: with a sign of its own, but no state of its own.
fn aborted_ui(ui: &mut Ui, words: &Words, count: usize) {
    let colour = theme::tokens(ui).quiet;
    ui.horizontal(|ui| {
        ui.add_space(ui.spacing().icon_width + ui.spacing().icon_spacing);
        ui.label(RichText::new(words.topology_aborted()).color(colour));
    });
    ui.label(RichText::new(ABORTED).size(ICON_SIZE).color(colour));
    count_ui(ui, words, count);
}

fn count_ui(ui: &mut Ui, words: &Words, count: usize) {
    let colour = theme::tokens(ui).quiet;
    ui.label(RichText::new(words.count(count)).color(colour));
    ui.end_row();
}
