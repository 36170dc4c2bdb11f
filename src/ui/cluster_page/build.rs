//! How a running change stands: resources done, time against the limit, what it is at, and the newest words.

use std::time::Duration;

use egui::{Label, ProgressBar, RichText, Ui};

use crate::domain::draft::GroupRequest;
use crate::domain::status::{Action, Severity, Status};
use crate::domain::topology::resource::ResourceKind;
use crate::store::remote::Remote;
use crate::text::Words;
use crate::ui::cluster_page::{Scene, model, stages};
use crate::ui::route::Route;
use crate::ui::theme::{
    section_style, tokens,
    tokens::{GAP, GRID},
};
use crate::ui::widgets::banner;

/// Draws it while something runs: in full, or in as little room as it can be said in.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, full: bool) {
    if scene.gone.is_some() {
        return;
    }
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    let parts = ctx.data.parts.get(scene.id).and_then(|parts| parts.value());
    let events = ctx.data.events.get(scene.id).and_then(|events| events.value());
    let parts = parts.map(AsRef::as_ref);
    let events = events.map(|events| events.as_slice());
    let Some(build) = model::build(scene.cluster, parts, events, ctx.now) else {
        return;
    };
    ui.ctx().request_repaint_after(Duration::from_secs(1));
    // While a cluster goes, what is done is what is not there any more: nobody can count that.
    let going = matches!(scene.cluster.status, Status::Known(Action::Delete, _));
    let tally = build.tally.filter(|_| !going);
    banner::framed(ui, tokens(ui).status(Severity::Busy), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0 * GAP;
            ui.label(RichText::new(words.status(&scene.cluster.status)).text_style(section_style()));
            if let Some(tally) = tally {
                ui.label(words.page_build_count(tally.complete, tally.total));
            }
            ui.label(words.page_build_elapsed(words.span(build.elapsed_secs)));
            if let Some(limit) = build.limit_secs {
                let span = words.span(limit);
                let late = build.elapsed_secs > limit;
                let text = if late {
                    words.page_build_overdue(span)
                } else {
                    words.page_build_limit(span)
                };
                let colour = if late {
                    tokens(ui).status(Severity::Warning).fg
                } else {
                    tokens(ui).quiet
                };
                ui.label(RichText::new(text).color(colour));
            }
        });
        if let Some(tally) = tally.filter(|tally| tally.total > 0) {
            let fraction = tally.complete as f32 / tally.total as f32;
            ui.add_space(GRID);
            ui.add(
                ProgressBar::new(fraction)
                    .desired_height(6.0)
                    .fill(tokens(ui).accent),
            );
            ui.add_space(GRID);
        }
        let topology = parts.map(|parts| parts.topology.as_ref());
        stages::show(ui, scene, build.elapsed_secs, topology);
        groups_ui(ui, scene);
        if full {
            details_ui(ui, scene, &build);
        }
    });
    if let Some(stuck) = model::stuck_deletion(scene.cluster, parts, ctx.now) {
        stuck_ui(ui, words, &stuck);
        if ui.link(words.leftovers_see()).clicked() {
            ctx.outbox.go(Route::Leftovers(Some(scene.id.clone())));
        }
    }
}

/// The node groups that this program makes once the cluster stands.
fn groups_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    let mut about = ctx.store.operations.about(ctx.scope, scene.id);
    let waiting =
        about.find(|(_, entry)| !entry.progress.ended() && !entry.operation.further_groups().is_empty());
    let Some((_, entry)) = waiting else {
        return;
    };
    let detail = ctx.data.details.get(scene.id).and_then(Remote::value);
    let there = detail
        .map(|detail| detail.node_groups.as_slice())
        .unwrap_or_default();
    let each = |group: &GroupRequest| words.wizard_times(group.node_count, group.name.clone());
    let missing = entry.operation.further_groups().iter();
    let missing = missing.filter(|asked| there.iter().all(|group| group.name != asked.name));
    let listed: Vec<String> = missing.map(each).collect();
    if listed.is_empty() {
        return;
    }
    let text = words.page_build_groups(listed.join(", "));
    ui.add(Label::new(RichText::new(text).color(tokens(ui).quiet)).wrap());
}

/// A deletion that takes longer than usual: what is still there is what holds it up, or what somebody has to clear away.
fn stuck_ui(ui: &mut Ui, words: &Words, stuck: &model::Stuck) {
    let mut text = words.page_stuck(words.span(stuck.elapsed_secs));
    if !stuck.leftovers.is_empty() {
        let each =
            |(kind, count): &(ResourceKind, usize)| words.deletion_count(words.resource_kind(*kind), *count);
        let listed: Vec<String> = stuck.leftovers.iter().map(each).collect();
        text.push('\n');
        text.push_str(&words.page_stuck_leftovers(listed.join(", ")));
    }
    banner::message(ui, Severity::Warning, &text);
}

fn details_ui(ui: &mut Ui, scene: &Scene<'_>, build: &model::Build) {
    let words = scene.ctx.words;
    if !build.busy.is_empty() {
        let what = build.busy.join(", ");
        let text = match build.busy_more {
            0 => words.page_build_busy(what),
            more => words.page_build_busy_more(what, more),
        };
        ui.add(Label::new(text).wrap());
    }
    if let Some(latest) = &build.latest {
        ui.label(
            RichText::new(words.page_build_latest())
                .small()
                .color(tokens(ui).quiet),
        );
        ui.add(Label::new(RichText::new(latest).monospace()).wrap());
    }
}
