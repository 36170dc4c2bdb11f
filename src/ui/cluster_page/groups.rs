//! The node groups of a cluster, as a small table on its Summary tab.

use egui::{Grid, RichText, Ui, vec2};

use crate::domain::node_group::NodeGroup;
use crate::text::Words;
use crate::ui::cluster_page::Scene;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::{section, status_chip};

/// Draws it, where the cluster's own answer is there.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    let words = scene.ctx.words;
    let Some(detail) = scene
        .ctx
        .data
        .details
        .get(scene.id)
        .and_then(|detail| detail.value())
    else {
        return;
    };
    section::heading(ui, words.page_section_groups());
    let quiet = tokens(ui).quiet;
    if detail.node_groups.is_empty() {
        ui.label(RichText::new(words.page_groups_none()).color(quiet));
        return;
    }
    let grid = Grid::new("node groups")
        .spacing(vec2(3.0 * GAP, GRID))
        .min_row_height(24.0);
    grid.show(ui, |ui| {
        for header in [
            words.page_group_name(),
            words.page_group_role(),
            words.page_group_nodes(),
            words.page_group_limits(),
            words.page_group_flavor(),
            words.page_group_image(),
            words.page_group_status(),
        ] {
            ui.label(RichText::new(header).small().color(quiet));
        }
        ui.end_row();
        for group in &detail.node_groups {
            row_ui(ui, words, group);
        }
    });
}

fn row_ui(ui: &mut Ui, words: &Words, group: &NodeGroup) {
    let dash = words.format_none();
    ui.label(&group.name);
    ui.label(words.role(&group.role));
    ui.label(group.node_count.to_string());
    ui.label(match group.max_node_count {
        Some(most) => words.page_group_range(group.min_node_count, most),
        None => words.page_group_from(group.min_node_count),
    });
    ui.label(group.flavor.as_deref().unwrap_or(dash));
    ui.label(group.image.as_deref().unwrap_or(dash));
    status_chip::show(ui, group.status.severity(), words.status(&group.status))
        .on_hover_text(group.status.to_string());
    ui.end_row();
}
