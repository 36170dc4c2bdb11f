//! The page while there is no picture: it is waited for, could not be had, or there is nothing to draw.

use egui::Ui;
use jiff::Timestamp;

use crate::domain::id::ClusterId;
use crate::domain::problem::ProblemKind;
use crate::domain::status::{Action as Doing, Phase, Status};
use crate::domain::topology::model::Topology;
use crate::message::Topic;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::standing;
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::section;

/// Nothing is known yet, or it could not be had. `since` belongs to the page.
pub(super) fn nothing_yet(ui: &mut Ui, ctx: &Ctx<'_>, id: &ClusterId, since: &mut Option<Timestamp>) {
    let topic = Topic::Topology(id.clone());
    let words = ctx.words;
    match ctx.data.standing(&topic).failure {
        Some((problem, _)) if problem.kind == ProblemKind::NotFound => {
            *since = None;
            let state = EmptyState {
                icon: egui_phosphor::regular::GRAPH,
                title: words.picture_cluster_gone(),
                text: words.picture_cluster_gone_text(),
                action: None,
            };
            empty_state::show(ui, state);
        }
        Some(_) => {
            *since = None;
            standing::show(ui, ctx, &topic.clone(), Some(topic));
        }
        None => standing::loading(ui, ctx, (topic, words.topology_waiting()), since),
    }
}

/// No cluster is known: they are awaited, could not be had, or there are none.
pub(super) fn landing(ui: &mut Ui, ctx: &Ctx<'_>, since: &mut Option<Timestamp>) {
    let words = ctx.words;
    section::page_header(ui, words.rail_topology(), None, |_| {});
    match (ctx.data.clusters.value(), ctx.data.clusters.failure()) {
        (Some(list), _) if list.rows.is_empty() && !list.more_to_come => {
            *since = None;
            let state = EmptyState {
                icon: egui_phosphor::regular::GRAPH,
                title: words.picture_no_clusters(),
                text: words.picture_no_clusters_text(),
                action: Some(words.picture_create()),
            };
            if empty_state::show(ui, state).is_some_and(|response| response.clicked()) {
                ctx.outbox.push(Action::CreateFrom(None));
            }
        }
        (None, Some(_)) => standing::show(ui, ctx, &Topic::Clusters, Some(Topic::Clusters)),
        (Some(_) | None, _) => standing::loading(ui, ctx, (Topic::Clusters, words.picture_landing()), since),
    }
}

/// There is nothing to draw: nothing has been made yet, nothing is left, or nobody would say.
pub(super) fn empty(ui: &mut Ui, ctx: &Ctx<'_>, id: &ClusterId, topology: &Topology) {
    let words = ctx.words;
    let status = ctx.data.cluster(id).map(|cluster| &cluster.status);
    let (title, text) = match status {
        _ if !topology.gaps.is_empty() => (words.picture_unknown(), words.picture_unknown_text()),
        Some(Status::Known(Doing::Create, Phase::InProgress)) => {
            (words.picture_unborn(), words.picture_unborn_text())
        }
        Some(Status::Known(Doing::Delete, _)) => {
            (words.picture_taken_down(), words.picture_taken_down_text())
        }
        Some(Status::Known(..) | Status::Other(_)) | None => {
            (words.topology_empty(), words.topology_empty_text())
        }
    };
    let state = EmptyState {
        icon: egui_phosphor::regular::GRAPH,
        title,
        text,
        action: None,
    };
    empty_state::show(ui, state);
}
