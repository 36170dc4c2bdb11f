//! The first look: how many clusters there are and how they are, what needs somebody, what was built lately, and how full
//! the quotas are.

pub mod model;

use egui::{Frame, Label, RichText, ScrollArea, Sense, Ui, vec2};
use jiff::Timestamp;

use crate::domain::administration::Allowance;
use crate::domain::status::Severity;
use crate::domain::template::concern::Concern;
use crate::message::Topic;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::overview::model::{Counts, Need};
use crate::ui::route::{EstateRoute, Route, Tab};
use crate::ui::standing;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{CORNER, GAP, GRID};
use crate::ui::widgets::quota_bar as quotas;
use crate::ui::widgets::{age, buttons, section, status_chip};

/// Things that are listed before the rest is only counted.
const NEEDS: usize = 8;
/// Clusters that were made or changed last.
const RECENT: usize = 6;
/// Below this width the columns stand below each other.
const TWO_COLUMNS: f32 = 820.0;

/// The page and what belongs to the person on it.
#[derive(Debug, Default)]
pub struct OverviewPanel {
    waiting_since: Option<Timestamp>,
}

impl OverviewPanel {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        section::page_header(ui, words.overview_title(), None, |ui| {
            if buttons::primary(ui, words.clusters_create()).clicked() {
                ctx.outbox.push(Action::CreateFrom(None));
            }
        });
        standing::show(ui, ctx, &Topic::Clusters, None);
        if ctx.data.clusters.value().is_none() {
            if ctx.data.clusters.failure().is_none() {
                let what = (Topic::Clusters, words.overview_loading());
                standing::loading(ui, ctx, what, &mut self.waiting_since);
            }
            return;
        }
        self.waiting_since = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            counts_ui(ui, ctx, model::counts(ctx.data));
            if ui.available_width() < TWO_COLUMNS {
                needs_ui(ui, ctx);
                recent_ui(ui, ctx);
                quotas_ui(ui, ctx);
                return;
            }
            ui.columns(2, |columns| {
                if let [left, right] = columns {
                    needs_ui(left, ctx);
                    recent_ui(left, ctx);
                    quotas_ui(right, ctx);
                }
            });
        });
    }
}

/// One tile per number, each with its word.
fn counts_ui(ui: &mut Ui, ctx: &Ctx<'_>, counts: Counts) {
    let words = ctx.words;
    let templates = ctx.data.templates.value().map_or(0, |list| list.len());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, GAP);
        for (number, word, severity) in [
            (counts.all, words.overview_clusters(), None),
            (counts.well, words.overview_well(), Some(Severity::Good)),
            (counts.busy, words.overview_busy(), Some(Severity::Busy)),
            (counts.failed, words.overview_failed(), Some(Severity::Bad)),
            (
                counts.unhealthy,
                words.overview_unhealthy(),
                Some(Severity::Warning),
            ),
            (counts.masters, words.overview_masters(), None),
            (counts.workers, words.overview_workers(), None),
        ] {
            if tile_ui(ui, ctx, (number, word), severity) {
                ctx.outbox.go(Route::Clusters);
            }
        }
        if tile_ui(ui, ctx, (templates, words.overview_templates()), None) {
            ctx.outbox.go(Route::Templates(None));
        }
    });
}

fn tile_ui(ui: &mut Ui, ctx: &Ctx<'_>, (number, word): (usize, &str), severity: Option<Severity>) -> bool {
    let tokens = tokens(ui);
    let shown = Frame::new()
        .fill(tokens.frame)
        .corner_radius(CORNER)
        .inner_margin(egui::Margin::symmetric(14, 8))
        .show(ui, |ui| {
            ui.vertical(|ui| {
                ui.set_min_width(64.0);
                let lit = severity.filter(|_| number > 0);
                let colour = lit.map_or(tokens.strong, |severity| tokens.status(severity).fg);
                let count = RichText::new(ctx.words.count(number)).heading().color(colour);
                ui.add(Label::new(count).selectable(false));
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = GRID;
                    if let Some(severity) = lit {
                        ui.label(RichText::new(status_chip::icon(severity)).small().color(colour));
                    }
                    let word = RichText::new(word).small().color(tokens.quiet);
                    ui.add(Label::new(word).selectable(false));
                });
            });
        });
    let response = shown.response.interact(Sense::click());
    let told = format!("{word}: {number}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &told));
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

fn needs_ui(ui: &mut Ui, ctx: &Ctx<'_>) {
    let words = ctx.words;
    section::heading(ui, words.overview_attention());
    let needs = model::needs(ctx.data, &ctx.store.remembered, ctx.now);
    if needs.is_empty() {
        line_ui(ui, Severity::Good, words.overview_nothing());
        return;
    }
    for need in needs.iter().take(NEEDS) {
        let (text, target) = told(ui, ctx, need);
        if line_ui(ui, need.severity(), &text) {
            ctx.outbox.go(target);
        }
    }
    if needs.len() > NEEDS {
        let more = words.overview_more(needs.len() - NEEDS);
        if ui.link(more).clicked() {
            ctx.outbox.go(Route::Clusters);
        }
    }
}

/// What it is in words, and where it is looked at.
fn told(ui: &Ui, ctx: &Ctx<'_>, need: &Need) -> (String, Route) {
    let words = ctx.words;
    let name = |id| {
        ctx.data
            .cluster(id)
            .map(|cluster| cluster.name.clone())
            .unwrap_or_default()
    };
    match need {
        Need::Failed(id) => {
            let status = ctx.data.cluster(id).map(|cluster| words.status(&cluster.status));
            let text = words.overview_item_failed(name(id), status.unwrap_or_default());
            (text, Route::Cluster(id.clone(), Tab::Summary))
        }
        Need::Unhealthy(id) => (
            words.overview_item_unhealthy(name(id)),
            Route::Cluster(id.clone(), Tab::Summary),
        ),
        Need::Long(id, since) => {
            let span = age::text(ui, words.age(*since, ctx.now));
            (
                words.overview_item_long(name(id), span),
                Route::Cluster(id.clone(), Tab::Timeline),
            )
        }
        Need::Quota(kind) => (
            words.overview_item_quota(quotas::kind_word(words, *kind)),
            Route::Estate(EstateRoute::Quotas),
        ),
        Need::Template(id) => {
            let name = ctx.data.template(id).map(|template| template.name.clone());
            let text =
                words.overview_item_template(name.unwrap_or_default(), words.concern(&Concern::TlsDisabled));
            (text, Route::Templates(Some(id.clone())))
        }
        Need::Access(id, at) => {
            let text = if *at > ctx.now {
                words.overview_item_access(name(id), age::text(ui, words.ahead(*at, ctx.now)))
            } else {
                words.overview_item_access_over(name(id))
            };
            (text, Route::Cluster(id.clone(), Tab::Access))
        }
        Need::Upgrade(id, version) => (
            words.overview_item_upgrade(name(id), version.to_string()),
            Route::Cluster(id.clone(), Tab::Summary),
        ),
        Need::Session(at) => {
            let span = age::text(ui, words.ahead(*at, ctx.now));
            (words.overview_item_session(span), Route::Diagnostics(None))
        }
    }
}

fn line_ui(ui: &mut Ui, severity: Severity, text: &str) -> bool {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        let colour = tokens(ui).status(severity).fg;
        ui.label(RichText::new(status_chip::icon(severity)).color(colour));
        if severity == Severity::Good {
            ui.label(text);
            return false;
        }
        ui.link(text).clicked()
    })
    .inner
}

fn recent_ui(ui: &mut Ui, ctx: &Ctx<'_>) {
    let words = ctx.words;
    section::heading(ui, words.overview_recent());
    let recent = model::recent(ctx.data, RECENT);
    if recent.is_empty() {
        ui.label(RichText::new(words.overview_recent_none()).color(tokens(ui).quiet));
    }
    for cluster in recent {
        ui.horizontal(|ui| {
            status_chip::show(ui, cluster.status_severity(), words.status(&cluster.status));
            if ui.link(&cluster.name).clicked() {
                ctx.outbox.go(Route::Cluster(cluster.id.clone(), Tab::Summary));
            }
            if let Some(at) = cluster.updated_at.max(cluster.created_at) {
                age::ago(ui, words, at, ctx.now);
            }
        });
    }
    let mut asked = ctx.store.operations.newest_first().take(4).peekable();
    if asked.peek().is_some() {
        section::heading(ui, words.overview_asked());
        for (_, entry) in asked {
            let what = format!(
                "{} · {}",
                words.operation(&entry.operation),
                entry.operation.name()
            );
            ui.horizontal(|ui| {
                ui.label(what);
                ui.label(RichText::new(words.progress(&entry.progress)).color(tokens(ui).quiet));
            });
        }
        if ui.link(words.rail_activity()).clicked() {
            ctx.outbox.go(Route::Activity);
        }
    }
}

fn quotas_ui(ui: &mut Ui, ctx: &Ctx<'_>) {
    let words = ctx.words;
    section::heading(ui, words.overview_quotas());
    standing::show(ui, ctx, &Topic::Allowance, Some(Topic::Allowance));
    let Some(allowance) = ctx.data.allowance.value() else {
        ui.label(RichText::new(words.quotas_loading()).color(tokens(ui).quiet));
        return;
    };
    bars_ui(ui, ctx, allowance);
    if ui.link(words.overview_all_quotas()).clicked() {
        ctx.outbox.go(Route::Estate(EstateRoute::Quotas));
    }
}

/// The fullest first: those are what the next cluster fails at.
fn bars_ui(ui: &mut Ui, ctx: &Ctx<'_>, allowance: &Allowance) {
    let mut lines: Vec<quotas::Line> = quotas::lines(allowance)
        .into_iter()
        .flat_map(|(_, lines)| lines)
        .collect();
    lines.sort_by(|a, b| b.share().unwrap_or(-1.0).total_cmp(&a.share().unwrap_or(-1.0)));
    egui::Grid::new("overview quotas")
        .num_columns(3)
        .spacing(vec2(GAP, GRID))
        .min_row_height(24.0)
        .show(ui, |ui| {
            for line in lines {
                ui.label(quotas::kind_word(ctx.words, line.kind));
                quotas::show(ui, ctx.words, line);
                ui.label(quotas::told(ctx.words, line));
                ui.end_row();
            }
        });
}
