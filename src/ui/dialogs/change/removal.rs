//! A node group, or several clusters at once, are to go: what goes with them is listed, and a name is typed.

use egui::{Grid, RichText, ScrollArea, Ui, vec2};

use super::{Scene, Stay, frame};
use crate::domain::id::{ClusterId, NodeGroupId};
use crate::domain::operation::{GroupChange, GroupDeed, GroupRef, Operation};
use crate::domain::permission::Wish;
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::dialogs::delete_cluster::running;
use crate::ui::permitted;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::confirm_by_name::{self, Answer, Question};
use crate::ui::widgets::{banner, facts, section, status_chip};

/// A node group.
pub(super) fn group(ui: &Ui, scene: &Scene<'_>, id: &NodeGroupId, typed: &mut String) -> Stay {
    let (ctx, words, cluster) = (scene.ctx, scene.ctx.words, scene.cluster);
    let Some(group) = scene.groups().iter().find(|group| group.id == *id) else {
        return Stay::Close;
    };
    let about = permitted::about_group(ctx, cluster, Some(group));
    if about.may(Wish::DeleteNodeGroup).is_err() {
        return Stay::Close;
    }
    let operation = Operation::NodeGroup(GroupChange {
        cluster: cluster.id.clone(),
        cluster_name: cluster.name.clone(),
        deed: GroupDeed::Delete(GroupRef {
            id: group.id.clone(),
            name: group.name.clone(),
        }),
    });
    let title = words.changes_group_delete_title(group.name.as_str());
    let question = Question {
        title: &title,
        name: &group.name,
        action: words.changes_group_delete_action(),
    };
    let answer = confirm_by_name::show(ui, words, question, typed, |ui| {
        banner::message(
            ui,
            Severity::Warning,
            &words.group_delete_vanishes(group.node_count),
        );
        ui.add_space(GRID);
        facts::show(ui, words, "group to delete", |facts| {
            facts.text(words.deletion_cloud(), Some(&ctx.scope.cloud));
            facts.text(words.deletion_project(), Some(&ctx.scope.project));
            facts.text(words.deletion_cluster(), Some(&cluster.name));
        });
        servers_ui(ui, scene, &group.name);
        frame::command_ui(ui, ctx, Some(&operation));
    });
    match answer {
        Answer::Open => Stay::Open,
        Answer::Cancelled => Stay::Close,
        Answer::Confirmed => {
            ctx.outbox.run(operation);
            Stay::Close
        }
    }
}

/// The servers that go with the group, where they are known.
fn servers_ui(ui: &mut Ui, scene: &Scene<'_>, group: &str) {
    let parts = scene.ctx.data.parts.get(&scene.cluster.id);
    let nodes = parts
        .and_then(|parts| parts.value())
        .map(|parts| parts.nodes.as_slice());
    let names: Vec<&str> = nodes
        .unwrap_or_default()
        .iter()
        .filter(|node| node.group.as_deref() == Some(group))
        .map(|node| node.server.name.as_str())
        .collect();
    if names.is_empty() {
        return;
    }
    section::heading(ui, scene.ctx.words.deletion_vanishes());
    ScrollArea::vertical()
        .id_salt("servers of the group")
        .max_height(110.0)
        .show(ui, |ui| {
            for name in names {
                ui.label(name);
            }
        });
}

/// Several clusters, each with a request of its own. The number is typed with the word, because the names are many.
pub(super) fn many(ui: &Ui, ctx: &Ctx<'_>, ids: &[ClusterId], typed: &mut String) -> Stay {
    let words = ctx.words;
    let there: Vec<_> = ids.iter().filter_map(|id| ctx.data.cluster(id)).collect();
    let sendable: Vec<_> = there
        .iter()
        .filter(|cluster| {
            !running(&ctx.store.operations, &cluster.id)
                && permitted::about(ctx, cluster).may(Wish::Delete).is_ok()
                && !ctx.data.gone.contains_key(&cluster.id)
        })
        .collect();
    if sendable.is_empty() {
        return Stay::Close;
    }
    let title = words.changes_delete_many_title(sendable.len());
    let name = words.changes_delete_many_word(sendable.len());
    let question = Question {
        title: &title,
        name: &name,
        action: words.changes_delete_many_action(),
    };
    let answer = confirm_by_name::show(ui, words, question, typed, |ui| {
        ui.label(words.deletion_cannot());
        facts::show(ui, words, "where they are", |facts| {
            facts.text(words.deletion_cloud(), Some(&ctx.scope.cloud));
            facts.text(words.deletion_project(), Some(&ctx.scope.project));
        });
        section::heading(ui, words.deletion_vanishes());
        let quiet = tokens(ui).quiet;
        ScrollArea::vertical()
            .id_salt("clusters to delete")
            .max_height(200.0)
            .show(ui, |ui| {
                Grid::new("clusters to delete")
                    .spacing(vec2(2.0 * GAP, GRID))
                    .min_row_height(24.0)
                    .show(ui, |ui| {
                        for cluster in &sendable {
                            ui.label(&cluster.name);
                            ui.label(RichText::new(cluster.id.short()).monospace().color(quiet));
                            status_chip::show(ui, cluster.status_severity(), words.status(&cluster.status));
                            ui.label(words.deletion_masters(cluster.master_count));
                            ui.label(words.deletion_workers(cluster.node_count));
                            ui.end_row();
                        }
                    });
            });
        let left_out = ids.len() - sendable.len();
        if left_out > 0 {
            ui.label(
                RichText::new(words.changes_delete_many_left(left_out))
                    .small()
                    .color(quiet),
            );
        }
        ui.label(RichText::new(words.deletion_stays()).small().color(quiet));
    });
    match answer {
        Answer::Open => Stay::Open,
        Answer::Cancelled => Stay::Close,
        Answer::Confirmed => {
            for cluster in sendable {
                ctx.outbox
                    .run(Operation::delete(cluster.id.clone(), cluster.name.clone()));
            }
            Stay::Close
        }
    }
}
