//! Another number of nodes: which group, how many, and which nodes go.

use std::collections::BTreeSet;

use egui::{ComboBox, Grid, RichText, ScrollArea, Ui, vec2};

use super::frame::{self, Filled, Outline};
use super::{Scene, Stay};
use crate::domain::id::{NodeGroupId, ServerId};
use crate::domain::inventory::AddressKind;
use crate::domain::node::Node;
use crate::domain::node_group::{NodeGroup, Role};
use crate::domain::operation::findings::{self, ResizeContext};
use crate::domain::operation::{ClusterChange, ClusterDeed, GroupRef, Operation, Resize};
use crate::domain::permission::Wish;
use crate::ui::permitted;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::stepper::{self, Stepper};
use crate::ui::widgets::{age, section, status_chip, waiting};

/// What is filled in. The number begins with what it is now.
#[derive(Debug)]
pub(super) struct Form {
    group: Option<NodeGroupId>,
    count: Option<u32>,
    picked: BTreeSet<ServerId>,
}

impl Form {
    pub(super) fn of(group: Option<NodeGroupId>, picked: &[ServerId]) -> Self {
        Self {
            group,
            count: None,
            picked: picked.iter().cloned().collect(),
        }
    }
}

/// Draws the dialog.
pub(super) fn show(ui: &Ui, scene: &Scene<'_>, form: &mut Form) -> Stay {
    let words = scene.ctx.words;
    let title = words.changes_resize_title(scene.cluster.name.as_str());
    let outline = Outline {
        title: &title,
        lead: words.changes_resize_lead(),
        action: words.changes_resize_action(),
    };
    frame::show(ui, scene, outline, |ui| form_ui(ui, scene, form))
}

fn form_ui(ui: &mut Ui, scene: &Scene<'_>, form: &mut Form) -> Filled {
    // A number that is not the group's own must never be offered: until the groups are here, nothing can be sent.
    let known = scene.ctx.data.details.get(&scene.cluster.id);
    if known.is_none_or(|detail| detail.value().is_none()) {
        waiting::show(ui, scene.ctx.words, scene.ctx.words.changes_group_loading(), None);
        return Filled {
            operation: None,
            findings: Vec::new(),
            denied: None,
        };
    }
    let groups = scene.groups();
    group_ui(ui, scene, groups, form);
    let listed = chosen(groups, form.group.as_ref());
    // The list leaves out the bounds; until they are here, it has to do.
    let group = listed.map(|group| scene.whole(group).unwrap_or(group));
    let now = group.map_or(scene.cluster.node_count, |group| group.node_count);
    let picked = u32::try_from(form.picked.len()).unwrap_or(u32::MAX);
    let count = form.count.get_or_insert(now.saturating_sub(picked));
    count_ui(ui, scene, (group, now), count);
    let count = *count;
    let nodes = nodes_of(scene, group);
    let about = permitted::about_group(scene.ctx, scene.cluster, group);
    let choosing = about.may(Wish::ChooseNodes);
    if count < now {
        nodes_ui(ui, scene, &nodes, choosing.is_ok().then_some(&mut form.picked));
        if let Err(reason) = &choosing {
            let quiet = tokens(ui).quiet;
            let text = scene.ctx.words.changes_no_choice(scene.ctx.words.reason(reason));
            ui.label(RichText::new(text).small().color(quiet));
        }
    } else {
        form.picked.clear();
    }
    let resize = Resize {
        group: group
            .filter(|group| !is_default_worker(group))
            .map(|group| GroupRef {
                id: group.id.clone(),
                name: group.name.clone(),
            }),
        node_count: count,
        nodes_to_remove: form.picked.iter().cloned().collect(),
    };
    let servers: Vec<ServerId> = nodes.iter().map(|node| node.server.id.clone()).collect();
    let context = ResizeContext {
        group,
        count_now: now,
        servers: &servers,
        autoscaled: scene.cluster.is_autoscaled(),
        zero_allowed: !permitted::is_too_old(scene.ctx, Wish::ScaleToZero),
        picks_heeded: choosing.is_ok(),
    };
    let master = group.is_some_and(|group| group.role == Role::Master);
    let wish = if master { Wish::ResizeMasters } else { Wish::Resize };
    let deed = ClusterDeed::Resize(resize.clone());
    Filled {
        findings: findings::of_resize(&resize, context),
        operation: Some(Operation::Cluster(ClusterChange::now(
            scene.cluster.id.clone(),
            scene.cluster.name.clone(),
            deed,
        ))),
        denied: about.may(wish).err(),
    }
}

fn is_default_worker(group: &NodeGroup) -> bool {
    group.is_default && group.role == Role::Worker
}

fn chosen<'a>(groups: &'a [NodeGroup], id: Option<&NodeGroupId>) -> Option<&'a NodeGroup> {
    match id {
        Some(id) => groups.iter().find(|group| group.id == *id),
        None => groups.iter().find(|group| is_default_worker(group)),
    }
}

fn group_ui(ui: &mut Ui, scene: &Scene<'_>, groups: &[NodeGroup], form: &mut Form) {
    if groups.is_empty() {
        return;
    }
    let words = scene.ctx.words;
    let told = |group: &NodeGroup| format!("{} · {}", group.name, words.role(&group.role));
    let before = form.group.clone();
    let shown = chosen(groups, form.group.as_ref()).map(told).unwrap_or_default();
    let field = Field {
        label: words.changes_group(),
        help: words.changes_group_help(),
        issue: None,
    };
    form_field::show(ui, field, |ui, label| {
        ComboBox::from_id_salt(label.with("group"))
            .width(ui.available_width())
            .selected_text(shown)
            .show_ui(ui, |ui| {
                for group in groups {
                    let value = (!is_default_worker(group)).then(|| group.id.clone());
                    ui.selectable_value(&mut form.group, value, told(group));
                }
            })
            .response
            .labelled_by(label)
    });
    if before != form.group {
        (form.count, form.picked) = (None, BTreeSet::new());
    }
}

fn count_ui(ui: &mut Ui, scene: &Scene<'_>, (group, now): (Option<&NodeGroup>, u32), count: &mut u32) {
    let words = scene.ctx.words;
    let bounds = group.map(|group| match group.max_node_count {
        Some(most) => words.page_group_range(group.min_node_count, most),
        None => words.page_group_from(group.min_node_count),
    });
    let help = match bounds {
        Some(bounds) => words.changes_count_bounds(now, bounds),
        None => words.changes_count_now(now),
    };
    let master = group.is_some_and(|group| group.role == Role::Master);
    let field = Field {
        label: words.changes_count(),
        help: &help,
        issue: None,
    };
    form_field::show(ui, field, |ui, label| {
        let stepper = Stepper {
            what: field.label,
            range: 0..=10_000,
            step: if master { 2 } else { 1 },
        };
        stepper::show(ui, words, label, &stepper, count)
    });
}

/// The servers of the group, where they are known.
fn nodes_of<'a>(scene: &Scene<'a>, group: Option<&NodeGroup>) -> Vec<&'a Node> {
    let parts = scene.ctx.data.parts.get(&scene.cluster.id);
    let nodes = parts
        .and_then(|parts| parts.value())
        .map(|parts| parts.nodes.as_slice());
    nodes
        .unwrap_or_default()
        .iter()
        .filter(|node| match group {
            Some(group) => node.group.as_ref() == Some(&group.name),
            None => node.role != Role::Master,
        })
        .collect()
}

/// The table from which nodes are picked; without `picked` it is only shown.
fn nodes_ui(ui: &mut Ui, scene: &Scene<'_>, nodes: &[&Node], mut picked: Option<&mut BTreeSet<ServerId>>) {
    let words = scene.ctx.words;
    section::heading(ui, words.changes_nodes());
    let quiet = tokens(ui).quiet;
    if nodes.is_empty() {
        ui.label(RichText::new(words.changes_nodes_unknown()).color(quiet));
        return;
    }
    ScrollArea::vertical()
        .id_salt("nodes to remove")
        .max_height(180.0)
        .show(ui, |ui| {
            Grid::new("nodes to remove")
                .spacing(vec2(2.0 * GAP, GRID))
                .min_row_height(24.0)
                .show(ui, |ui| {
                    for node in nodes {
                        let server = &node.server;
                        match &mut picked {
                            Some(picked) => {
                                let mut on = picked.contains(&server.id);
                                if ui.checkbox(&mut on, &server.name).changed() {
                                    if on {
                                        picked.insert(server.id.clone());
                                    } else {
                                        picked.remove(&server.id);
                                    }
                                }
                            }
                            None => drop(ui.label(&server.name)),
                        }
                        status_chip::show(ui, server.severity(), words.server_status(&server.status));
                        let ready = node.ready.as_deref().map(|word| words.ready_word(word));
                        ui.label(ready.unwrap_or_default());
                        ui.monospace(server.address(AddressKind::Fixed).unwrap_or_default());
                        match server.created_at {
                            Some(at) => drop(age::ago(ui, words, at, scene.ctx.now)),
                            None => drop(ui.label("")),
                        }
                        ui.end_row();
                    }
                });
        });
    ui.add_space(GRID);
}
