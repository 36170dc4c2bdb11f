//! The list of nodes: every server of every cluster, with what Nova and Magnum's health check say of it.

mod console;
mod inspector;
pub mod model;

use egui::Ui;
use jiff::Timestamp;

use crate::domain::id::{ClusterId, ServerId};
use crate::domain::problem::Problem;
use crate::domain::service::Service;
use crate::domain::status::Severity;
use crate::message::{NodeList, Topic};
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::route::{Route, Tab};
use crate::ui::standing;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::data_table::cell::Row;
use crate::ui::widgets::data_table::columns;
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::{inspector as pane, section};

/// By this name the table's columns are kept.
const TABLE: &str = "nodes";

/// The page and what belongs to the person on it. It begins in the list's own order: cluster, role, group, name.
#[derive(Debug, Default)]
pub struct NodesPanel {
    table: TableState,
    cache: RowCache,
    waiting_since: Option<Timestamp>,
}

impl NodesPanel {
    /// Selects this server as soon as the list is there.
    pub(crate) fn reveal(&mut self, server: &ServerId) {
        self.table.reveal(server.as_str());
    }

    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        let list = ctx.data.nodes.value().map(AsRef::as_ref);
        let count = list.map(|list| data_table::count(words, &self.table, list.rows.len()));
        section::page_header(ui, words.nodes_title(), count.as_deref(), |_| {});
        trouble(ui, ctx, list);
        match list {
            Some(list) if list.rows.is_empty() => nothing(ui, ctx, list),
            Some(list) => self.list_ui(ui, ctx, list),
            None if ctx.data.nodes.failure().is_none() => {
                let what = (Topic::Nodes, words.nodes_loading());
                standing::loading(ui, ctx, what, &mut self.waiting_since);
            }
            None => self.waiting_since = None,
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, list: &NodeList) {
        ui.horizontal(|ui| {
            data_table::filter(ui, ctx.words, &mut self.table, 220.0);
            columns::button(ui, ctx.words, TABLE, &model::columns(ctx.words));
        });
        ui.add_space(GRID);
        let chosen = self.table.selected.as_deref();
        let node = chosen.and_then(|key| list.rows.iter().find(|node| node.server.id.as_str() == key));
        if let Some(node) = node {
            let title = node.server.name.as_str();
            if pane::show(ui, ctx.words, "node inspector", title, |ui| {
                inspector::ui(ui, ctx, node)
            }) {
                self.table.selected = None;
            }
        }
        let version = ctx.data.version();
        let rows = self.cache.rows(version, ctx.words.language(), || {
            model::rows(&list.rows, ctx.words)
        });
        let menu = |ui: &mut Ui, row: &Row| row_menu(ui, ctx, list, row);
        let table = DataTable {
            id: TABLE,
            name: ctx.words.nodes_table(),
            columns: &model::columns(ctx.words),
            rows,
            version,
            words: ctx.words,
            now: ctx.now,
            menu: Some(&menu),
        };
        let response = data_table::show(ui, &table, &mut self.table);
        if let Some(cluster) = response.opened.and_then(|key| cluster_of(list, &key)) {
            ctx.outbox.go(Route::Cluster(cluster.clone(), Tab::Summary));
        }
    }
}

fn cluster_of<'a>(list: &'a NodeList, key: &str) -> Option<&'a ClusterId> {
    list.rows
        .iter()
        .find(|node| node.server.id.as_str() == key)
        .map(|node| &node.cluster)
}

/// Why the list could not be had, and which services have a gap in it. Where the network itself is the trouble, once.
fn trouble(ui: &mut Ui, ctx: &Ctx<'_>, list: Option<&NodeList>) {
    standing::show(ui, ctx, &Topic::Nodes, None);
    let mut retry = false;
    let failure = ctx.data.nodes.failure();
    let mut network_told = failure.is_some_and(|(problem, _)| problem.is_network());
    for (service, problem) in list.into_iter().flat_map(|list| &list.gaps) {
        if problem.is_network() && network_told {
            continue;
        }
        network_told |= problem.is_network();
        retry |= gap(ui, ctx, *service, problem);
    }
    if list.is_some_and(|list| list.clusters_to_come) {
        banner::message(ui, Severity::Busy, ctx.words.nodes_partial());
    }
    if retry {
        ctx.outbox.push(Action::Refresh(None));
    }
}

fn gap(ui: &mut Ui, ctx: &Ctx<'_>, service: Service, problem: &Problem) -> bool {
    let banner = Banner {
        problem,
        severity: Severity::Warning,
        as_of: None,
        retry: true,
    };
    banner::gap(ui, ctx.words, banner, Some(&ctx.words.nodes_gap(service.name())))
}

/// An empty list means nothing where Nova could not be asked or clusters are still to come.
fn nothing(ui: &mut Ui, ctx: &Ctx<'_>, list: &NodeList) {
    if list.clusters_to_come || !list.gaps.is_empty() {
        return;
    }
    let state = EmptyState {
        icon: egui_phosphor::regular::DESKTOP_TOWER,
        title: ctx.words.nodes_empty(),
        text: ctx.words.nodes_empty_text(),
        action: None,
    };
    drop(empty_state::show(ui, state));
}

fn row_menu(ui: &mut Ui, ctx: &Ctx<'_>, list: &NodeList, row: &Row) {
    if ui.button(ctx.words.nodes_open_cluster()).clicked() {
        if let Some(cluster) = cluster_of(list, &row.key) {
            ctx.outbox.go(Route::Cluster(cluster.clone(), Tab::Summary));
        }
        ui.close();
    }
    if ui.button(ctx.words.nodes_copy_id()).clicked() {
        ctx.outbox.push(Action::Copy(row.key.clone()));
        ui.close();
    }
}
