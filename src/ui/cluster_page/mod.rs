//! One cluster's page: what it is and how it is doing above, its parts in tabs below.
//!
//! The picture of the Topology tab is drawn by whoever calls: pages know nothing of each other.

mod access;
mod actions;
mod build;
mod course;
mod groups;
mod header;
mod inside;
mod labels;
pub mod model;
mod request;
mod resources;
mod stages;
mod summary;
mod timeline;
mod trouble;

use egui::{Button, RichText, ScrollArea, Ui};
use jiff::Timestamp;

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::status::Severity;
use crate::message::Topic;
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::route::{Route, Tab};
use crate::ui::standing;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::{age, banner};

/// How faint a page is whose cluster is gone.
const GONE_OPACITY: f32 = 0.6;

/// The page; what it keeps belongs to the cluster that it showed last.
#[derive(Debug, Default)]
pub struct ClusterPage {
    shown: Option<ClusterId>,
    waiting_since: Option<Timestamp>,
    resources: resources::ResourcesTab,
    timeline: timeline::TimelineTab,
    inside: inside::InsideTab,
    access: access::AccessTab,
}

/// What the parts of the page draw from.
#[derive(Clone, Copy, Debug)]
struct Scene<'a> {
    ctx: &'a Ctx<'a>,
    id: &'a ClusterId,
    tab: Tab,
    cluster: &'a Cluster,
    gone: Option<Timestamp>,
}

impl ClusterPage {
    /// Draws the page of this cluster with this tab open; `topology` draws the picture.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        ctx: &Ctx<'_>,
        (id, tab): (&ClusterId, Tab),
        topology: impl FnOnce(&mut Ui),
    ) {
        if self.shown.as_ref() != Some(id) {
            *self = Self {
                shown: Some(id.clone()),
                ..Self::default()
            };
        }
        let gone = ctx.data.gone.get(id).copied();
        let Some(cluster) = ctx.data.cluster(id) else {
            self.unknown_ui(ui, ctx, id, gone);
            return;
        };
        let scene = Scene {
            ctx,
            id,
            tab,
            cluster,
            gone,
        };
        let full = tab == Tab::Summary;
        ui.vertical(|ui| {
            header::show(ui, &scene);
            ui.add_space(GRID);
            if let Some(since) = gone {
                gone_ui(ui, ctx, since);
            } else {
                stale_ui(ui, &scene);
                request::show(ui, &scene);
            }
            trouble::show(ui, &scene, full);
            build::show(ui, &scene, full);
            tabs_ui(ui, &scene);
        });
        ui.separator();
        if gone.is_some() {
            ui.multiply_opacity(GONE_OPACITY);
        }
        match tab {
            Tab::Summary => {
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    summary::show(ui, &scene);
                });
            }
            Tab::Topology => topology(ui),
            Tab::Resources => self.resources.ui(ui, &scene),
            Tab::Timeline => self.timeline.ui(ui, &scene),
            Tab::Inside => self.inside.ui(ui, &scene),
            Tab::Access => {
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    self.access.ui(ui, &scene);
                });
            }
        }
    }

    /// Nothing is known of it: it is being asked for, or could not be had, or is gone.
    fn unknown_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, id: &ClusterId, gone: Option<Timestamp>) {
        ui.vertical(|ui| {
            header::back_ui(ui, ctx);
            ui.add_space(GAP);
            if request::unseen_creation(ui, ctx, id) {
                return;
            }
            let topic = Topic::Cluster(id.clone());
            match (gone, ctx.data.standing(&topic).failure) {
                (Some(since), _) => gone_ui(ui, ctx, since),
                (None, Some(_)) => standing::show(ui, ctx, &topic.clone(), Some(topic)),
                (None, None) => {
                    let what = (topic, ctx.words.page_loading());
                    standing::loading(ui, ctx, what, &mut self.waiting_since);
                }
            }
        });
    }
}

fn gone_ui(ui: &mut Ui, ctx: &Ctx<'_>, since: Timestamp) {
    let ago = age::text(ui, ctx.words.ago(since, ctx.now));
    let told = ctx.words.page_gone_since(ago, ctx.words.time_of_day(since));
    banner::message(
        ui,
        Severity::Neutral,
        &format!("{}\n{told}", ctx.words.page_gone()),
    );
}

/// What this tab shows could not be had lately.
fn stale_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let ctx = scene.ctx;
    let topic = match scene.tab {
        Tab::Summary | Tab::Access | Tab::Inside => Topic::Cluster(scene.id.clone()),
        Tab::Topology | Tab::Resources => Topic::Topology(scene.id.clone()),
        Tab::Timeline => Topic::Events(scene.id.clone()),
    };
    let missing = |(problem, _): (&Problem, Timestamp)| problem.kind == ProblemKind::NotFound;
    if !ctx.data.standing(&topic).failure.is_some_and(missing) {
        standing::show(ui, ctx, &topic.clone(), Some(topic));
    }
}

fn tabs_ui(ui: &mut Ui, scene: &Scene<'_>) {
    ui.add_space(GRID);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        for tab in Tab::ALL {
            let chosen = tab == scene.tab;
            let colour = if chosen {
                tokens(ui).accent
            } else {
                tokens(ui).text
            };
            let word = RichText::new(tab_word(scene.ctx.words, tab)).color(colour);
            if ui
                .add(Button::new(word).selected(chosen).frame_when_inactive(chosen))
                .clicked()
                && !chosen
            {
                scene.ctx.outbox.go(Route::Cluster(scene.id.clone(), tab));
            }
        }
    });
}

fn tab_word(words: &Words, tab: Tab) -> &str {
    match tab {
        Tab::Summary => words.page_tab_summary(),
        Tab::Topology => words.page_tab_topology(),
        Tab::Resources => words.page_tab_resources(),
        Tab::Timeline => words.page_tab_timeline(),
        Tab::Inside => words.page_tab_inside(),
        Tab::Access => words.page_tab_access(),
    }
}
