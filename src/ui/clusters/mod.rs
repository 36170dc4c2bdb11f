//! The list of clusters: what there is, whether it is well, and the way to each.

pub mod facets;
mod inspector;
pub mod model;

use std::time::Duration;

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Ui};
use jiff::Timestamp;

use crate::domain::id::ClusterId;
use crate::domain::status::Severity;
use crate::message::{ClusterList, Topic};
use crate::ui::context::Ctx;
use crate::ui::outbox::{Action, Ask};
use crate::ui::route::{Route, Tab};
use crate::ui::standing;
use crate::ui::theme::{
    self,
    tokens::{GRID, TEXT_SIZE},
};
use crate::ui::widgets::data_table::cell::Row;
use crate::ui::widgets::data_table::columns;
use crate::ui::widgets::data_table::order::Direction;
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::{banner, buttons, inspector as pane, section, status_chip, waiting};
use model::{Lens, Troubled};

/// By this name the table's columns are kept.
const TABLE: &str = "clusters";

/// How often is looked whether a cluster that has gone is to vanish from the list.
const GHOST_LOOK: Duration = Duration::from_secs(5);

/// The page and what belongs to the person on it.
#[derive(Debug)]
pub struct ClustersPanel {
    table: TableState,
    cache: RowCache,
    lens: Lens,
    /// Whether something is wrong with any of the rows in the cache.
    troubled: Troubled,
    groups: facets::Chosen,
    waiting_since: Option<Timestamp>,
}

impl Default for ClustersPanel {
    fn default() -> Self {
        Self {
            table: TableState::sorted_by("age", Direction::Forward),
            cache: RowCache::default(),
            waiting_since: None,
            lens: Lens::default(),
            troubled: Troubled::None,
            groups: facets::Chosen::default(),
        }
    }
}

impl ClustersPanel {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        let list = ctx.data.clusters.value().map(AsRef::as_ref);
        let count = list.map(|list| data_table::count(words, &self.table, list.rows.len()));
        section::page_header(ui, words.clusters_title(), count.as_deref(), |ui| {
            if buttons::primary(ui, words.clusters_create()).clicked() {
                ctx.outbox.push(Action::CreateFrom(None));
            }
            if ui
                .button(words.leftovers_find())
                .on_hover_text(words.leftovers_find_help())
                .clicked()
            {
                ctx.outbox.go(Route::Leftovers(None));
            }
        });
        standing::show(ui, ctx, &Topic::Clusters, None);
        match list {
            Some(list) if list.rows.is_empty() && !list.more_to_come => nothing(ui, ctx),
            Some(list) => self.list_ui(ui, ctx, list),
            None if ctx.data.clusters.failure().is_none() => {
                let what = (Topic::Clusters, words.clusters_loading());
                standing::loading(ui, ctx, what, &mut self.waiting_since);
            }
            None => self.waiting_since = None,
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, list: &ClusterList) {
        self.toolbar(ui, ctx);
        if list.more_to_come {
            coming(ui, ctx, list);
        }
        if list.broken_off {
            banner::message(ui, Severity::Warning, ctx.words.standing_circle());
        }
        let chosen = self.table.selected.clone().map(ClusterId::new);
        if let Some(cluster) = chosen.and_then(|id| ctx.data.cluster(&id)) {
            let closed = pane::show(ui, ctx.words, "cluster inspector", &cluster.name, |ui| {
                inspector::ui(ui, ctx, cluster)
            });
            if closed {
                self.table.selected = None;
            }
        }
        // Every lens has its own rows, and what has gone fades away by itself, so both are part of their version.
        let ghosts = model::ghosts(ctx.data, ctx.now) as u64;
        let view = (self.groups.number % 64) * 1_024 + ghosts.min(255) * 4 + self.lens as u64;
        let version = ctx.data.version() * 65_536 + view;
        let (lens, groups, troubled) = (self.lens, &self.groups, &mut self.troubled);
        let rows = self.cache.rows(version, ctx.words.language(), || {
            *troubled = Troubled::of(ctx.data, ctx.now);
            let mut rows = model::rows(ctx.data, ctx.words, (lens, *troubled), ctx.now);
            if groups.narrows() {
                rows.retain(|row| {
                    let cluster = ctx.data.cluster(&ClusterId::new(row.key.as_str()));
                    cluster.is_some_and(|cluster| groups.shows(cluster, ctx.data, ctx.words))
                });
            }
            rows
        });
        if ghosts > 0 {
            ui.ctx().request_repaint_after(GHOST_LOOK);
        }
        if rows.is_empty() {
            ui.label(ctx.words.clusters_none_of_these());
            return;
        }
        let menu = |ui: &mut Ui, row: &Row| row_menu(ui, ctx, row);
        let table = DataTable {
            id: TABLE,
            name: ctx.words.clusters_table(),
            columns: &model::columns(ctx.words, self.troubled),
            rows,
            version,
            words: ctx.words,
            now: ctx.now,
            menu: Some(&menu),
        };
        let response = data_table::show(ui, &table, &mut self.table);
        if let Some(key) = response.opened {
            ctx.outbox.go(Route::Cluster(ClusterId::new(key), Tab::Summary));
        }
    }

    /// The filter, and one button for each kind of trouble that there is.
    fn toolbar(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        ui.horizontal_wrapped(|ui| {
            data_table::filter(ui, ctx.words, &mut self.table, 220.0);
            columns::button(ui, ctx.words, TABLE, &model::columns(ctx.words, self.troubled));
            self.groups.choose_ui(ui, ctx.words);
            for (lens, count) in model::counts(ctx.data) {
                if count == 0 && lens != self.lens {
                    continue;
                }
                let word = ctx
                    .words
                    .clusters_lens(lens.word(ctx.words), ctx.words.count(count));
                let response = ui.selectable_label(self.lens == lens, lens_text(ui, lens, &word));
                response.widget_info(|| {
                    egui::WidgetInfo::selected(egui::WidgetType::RadioButton, true, self.lens == lens, &word)
                });
                if response.clicked() {
                    self.lens = lens;
                }
            }
        });
        self.groups.groups_ui(ui, ctx);
        self.batch_ui(ui, ctx);
        ui.add_space(GRID);
    }

    /// What can be done to several clusters at once.
    fn batch_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        if self.table.ticked.len() < 2 {
            return;
        }
        ui.horizontal(|ui| {
            ui.label(ctx.words.clusters_ticked(self.table.ticked.len()));
            if ui.button(ctx.words.clusters_delete_ticked()).clicked() {
                let ids = self.table.ticked.iter().map(|key| ClusterId::new(key.as_str()));
                let ask = Ask::DeleteMany(ids.collect());
                ctx.outbox.push(Action::AskChange(ask));
            }
            if ui.button(ctx.words.clusters_copy_ticked()).clicked() {
                let ids: Vec<&str> = self.table.ticked.iter().map(String::as_str).collect();
                ctx.outbox.push(Action::Copy(ids.join("\n")));
            }
            if ui.button(ctx.words.clusters_untick()).clicked() {
                self.table.ticked.clear();
            }
        });
    }
}

/// The word with its icon in the colour of the trouble.
fn lens_text(ui: &Ui, lens: Lens, word: &str) -> LayoutJob {
    let tokens = theme::tokens(ui);
    let font = FontId::proportional(TEXT_SIZE);
    let mut job = LayoutJob::default();
    if let Some(severity) = severity(lens) {
        let icon = TextFormat::simple(font.clone(), tokens.status(severity).fg);
        job.append(status_chip::icon(severity), 0.0, icon);
        job.append(word, GRID, TextFormat::simple(font, tokens.text));
    } else {
        job.append(word, 0.0, TextFormat::simple(font, tokens.text));
    }
    job
}

fn severity(lens: Lens) -> Option<Severity> {
    match lens {
        Lens::All => None,
        Lens::Failed => Some(Severity::Bad),
        Lens::Busy => Some(Severity::Busy),
        Lens::Unhealthy => Some(Severity::Warning),
    }
}

/// How many pages of the list are here.
fn coming(ui: &mut Ui, ctx: &Ctx<'_>, list: &ClusterList) {
    let known = ctx.words.count(list.rows.len());
    let text = match list.total {
        Some(total) => ctx.words.clusters_fetching_of(known, total),
        None => ctx.words.clusters_fetching(known),
    };
    waiting::show(ui, ctx.words, &text, None);
}

fn nothing(ui: &mut Ui, ctx: &Ctx<'_>) {
    let state = EmptyState {
        icon: egui_phosphor::regular::CUBE,
        title: ctx.words.clusters_empty(),
        text: ctx.words.clusters_empty_text(),
        action: Some(ctx.words.clusters_create()),
    };
    if empty_state::show(ui, state).is_some_and(|response| response.clicked()) {
        ctx.outbox.push(Action::CreateFrom(None));
    }
}

fn row_menu(ui: &mut Ui, ctx: &Ctx<'_>, row: &Row) {
    let id = ClusterId::new(row.key.as_str());
    let words = ctx.words;
    if ui.button(words.clusters_open()).clicked() {
        ctx.outbox.go(Route::Cluster(id.clone(), Tab::Summary));
        ui.close();
    }
    if ui.button(words.clusters_topology()).clicked() {
        ctx.outbox.go(Route::Cluster(id.clone(), Tab::Topology));
        ui.close();
    }
    if ui.button(words.clusters_copy_id()).clicked() {
        ctx.outbox.push(Action::Copy(row.key.clone()));
        ui.close();
    }
    if let Some(cluster) = ctx.data.cluster(&id) {
        inspector::changes(ui, ctx, cluster);
        if ui.button(words.changes_recreate()).clicked() {
            ctx.outbox.push(Action::CreateLike(id));
            ui.close();
        }
    }
}
