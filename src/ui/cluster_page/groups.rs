//! The node groups of a cluster, as a small table on its Summary tab: what Magnum counts beside what is there, and what can
//! be done with each.

use egui::{Grid, RichText, ScrollArea, Ui, vec2};

use crate::domain::node_group::{NodeGroup, Role};
use crate::domain::operation::Operation;
use crate::domain::permission::Wish;
use crate::domain::status::Severity;
use crate::ui::cluster_page::Scene;
use crate::ui::outbox::{Action, Ask};
use crate::ui::permitted;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::{buttons, icon_button, section, status_chip};

/// Clusters of more groups than this show no bounds in the table.
const GROUPS_ASKED: usize = 8;

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
    ScrollArea::horizontal().id_salt("node groups").show(ui, |ui| {
        let grid = Grid::new("node groups")
            .spacing(vec2(3.0 * GAP, GRID))
            .min_row_height(24.0);
        grid.show(ui, |ui| {
            for header in [
                words.page_group_name(),
                words.page_group_role(),
                words.page_group_nodes(),
                words.page_group_there(),
                words.page_group_limits(),
                words.page_group_flavor(),
                words.page_group_image(),
                words.page_group_status(),
                "",
            ] {
                ui.label(RichText::new(header).small().color(quiet));
            }
            ui.end_row();
            for group in &detail.node_groups {
                row_ui(ui, scene, group);
            }
        });
    });
    add_ui(ui, scene);
}

fn row_ui(ui: &mut Ui, scene: &Scene<'_>, group: &NodeGroup) {
    let words = scene.ctx.words;
    let dash = words.format_none();
    ui.label(&group.name);
    ui.horizontal(|ui| {
        ui.label(words.role(&group.role));
        if group.role != Role::Master && scene.cluster.is_autoscaled() {
            ui.label(
                RichText::new(words.page_group_autoscaled())
                    .small()
                    .color(tokens(ui).quiet),
            )
            .on_hover_text(words.change_finding_autoscaled());
        }
    });
    ui.label(group.node_count.to_string());
    there_ui(ui, scene, group);
    bounds_ui(ui, scene, group);
    ui.label(group.flavor.as_deref().unwrap_or(dash));
    ui.label(group.image.as_deref().unwrap_or(dash));
    status_chip::show(ui, group.status.severity(), words.status(&group.status))
        .on_hover_text(group.status.to_string());
    actions_ui(ui, scene, group);
    ui.end_row();
    fault_ui(ui, scene, group);
}

/// Magnum's list leaves out the bounds, so each group is asked for once when the page is opened, and again after a change of
/// it. A cluster of more groups shows them in each group's own dialog alone.
fn bounds_ui(ui: &mut Ui, scene: &Scene<'_>, group: &NodeGroup) {
    let words = scene.ctx.words;
    let groups = scene
        .ctx
        .data
        .details
        .get(scene.id)
        .and_then(|known| known.value());
    let few = groups.is_some_and(|detail| detail.node_groups.len() <= GROUPS_ASKED);
    let about_groups = |operation: &Operation| matches!(operation, Operation::NodeGroup(change) if change.cluster == *scene.id);
    let mut asked = scene.ctx.store.operations.newest_first();
    let being_changed = asked.any(|(_, entry)| !entry.progress.ended() && about_groups(&entry.operation));
    let whole = if few && !being_changed {
        scene.ctx.whole_group(scene.id, group)
    } else {
        None
    };
    ui.label(
        match whole.map(|group| (group.min_node_count, group.max_node_count)) {
            Some((least, Some(most))) => words.page_group_range(least, most),
            Some((least, None)) => words.page_group_from(least),
            None => words.format_none().to_owned(),
        },
    );
}

/// Why the group failed, where Magnum says it under the group's own name.
fn fault_ui(ui: &mut Ui, scene: &Scene<'_>, group: &NodeGroup) {
    let Some(fault) = scene.cluster.faults.get(&group.name) else {
        return;
    };
    let colour = tokens(ui).status(Severity::Bad).fg;
    ui.label(RichText::new(status_chip::icon(Severity::Bad)).color(colour));
    ui.label(RichText::new(fault).small().monospace());
    ui.end_row();
}

/// How many servers of the group there are; marked where Magnum counts another number.
fn there_ui(ui: &mut Ui, scene: &Scene<'_>, group: &NodeGroup) {
    let parts = scene.ctx.data.parts.get(scene.id).and_then(|parts| parts.value());
    let Some(parts) = parts else {
        ui.label(scene.ctx.words.format_none());
        return;
    };
    let of_group = |node: &&crate::domain::node::Node| node.group.as_deref() == Some(group.name.as_str());
    let there = parts.nodes.iter().filter(of_group).count();
    if usize::try_from(group.node_count) == Ok(there) {
        ui.label(there.to_string());
    } else {
        let severity = if group.status.in_progress() {
            Severity::Busy
        } else {
            Severity::Warning
        };
        status_chip::show(ui, severity, &there.to_string())
            .on_hover_text(scene.ctx.words.page_group_differs());
    }
}

fn actions_ui(ui: &mut Ui, scene: &Scene<'_>, group: &NodeGroup) {
    let words = scene.ctx.words;
    let master = group.role == Role::Master;
    let wish = if master { Wish::ResizeMasters } else { Wish::Resize };
    let of = |default: bool| (!default).then(|| group.id.clone());
    let own = of(group.is_default && !master);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        let icons = egui_phosphor::regular::ARROWS_OUT_LINE_HORIZONTAL;
        button(ui, scene, (group, wish), (icons, words.changes_resize()), || {
            Ask::Resize(scene.id.clone(), own, Vec::new())
        });
        let edit = (
            egui_phosphor::regular::SLIDERS_HORIZONTAL,
            words.changes_group_edit(),
        );
        button(ui, scene, (group, Wish::EditNodeGroup), edit, || {
            Ask::EditGroup(scene.id.clone(), group.id.clone())
        });
        let delete = (egui_phosphor::regular::TRASH, words.changes_group_delete());
        button(ui, scene, (group, Wish::DeleteNodeGroup), delete, || {
            Ask::DeleteGroup(scene.id.clone(), group.id.clone())
        });
    });
}

fn button(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (group, wish): (&NodeGroup, Wish),
    (icon, word): (&str, &str),
    ask: impl FnOnce() -> Ask,
) {
    let about = permitted::about_group(scene.ctx, scene.cluster, Some(group));
    let why_not = about
        .may(wish)
        .err()
        .map(|reason| scene.ctx.words.reason(&reason));
    if buttons::unless(ui, why_not.as_deref(), |ui| icon_button::show(ui, icon, word)).clicked() {
        scene.ctx.outbox.push(Action::AskChange(ask()));
    }
}

fn add_ui(ui: &mut Ui, scene: &Scene<'_>) {
    ui.add_space(GRID);
    let why_not = permitted::why_not(scene.ctx, scene.cluster, Wish::CreateNodeGroup);
    let word = scene.ctx.words.changes_group_add();
    if buttons::unless(ui, why_not.as_deref(), |ui| ui.button(word)).clicked() {
        let ask = Ask::NewGroup(scene.id.clone());
        scene.ctx.outbox.push(Action::AskChange(ask));
    }
}
