//! What this program asked of the cloud, and what came of it; newest first.

pub mod model;

use egui::{Align, Layout, RichText, Ui};

use crate::store::operations::{Entry, Operations};
use crate::ui::context::Ctx;
use crate::ui::route::{Route, Tab};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::data_table::cell::Column;
use crate::ui::widgets::data_table::{self, DataTable, TableState};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::section;

/// The page.
#[derive(Debug, Default)]
pub struct ActivityPanel {
    table: TableState,
    /// How the requests stood when the rows were ordered last, and a number that is raised when they stand otherwise.
    seen: Vec<Entry>,
    version: u64,
}

impl ActivityPanel {
    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        let operations = &ctx.store.operations;
        ui.vertical(|ui| {
            section::page_header(ui, words.journal_title(), None, |_| ());
            if operations.newest_first().next().is_none() {
                let icon = egui_phosphor::regular::CLOCK_COUNTER_CLOCKWISE;
                let (title, text) = (words.journal_none(), words.journal_none_text());
                empty_state::show(
                    ui,
                    EmptyState {
                        icon,
                        title,
                        text,
                        action: None,
                    },
                );
                return;
            }
            self.notice_changes(operations);
            // So few that they are built anew in every frame.
            let rows = model::rows(words, operations);
            ui.horizontal(|ui| {
                data_table::filter(ui, words, &mut self.table, 260.0);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let count = data_table::count(words, &self.table, rows.len());
                    ui.label(RichText::new(count).color(tokens(ui).quiet));
                });
            });
            ui.add_space(GAP);
            let columns = [
                Column::new("asked", words.journal_when(), 90.0),
                Column::new("what", words.journal_what(), 190.0),
                Column::new("cluster", words.journal_cluster(), 150.0),
                Column::new("progress", words.journal_progress(), 160.0),
                Column::new("where", words.journal_where(), 160.0).rank(1),
                Column::new("request_id", words.journal_request_id(), 150.0).rank(2),
                Column::new("words", words.journal_words(), 200.0).rest(),
            ];
            let table = DataTable {
                id: "activity",
                name: words.rail_activity(),
                columns: &columns,
                rows: &rows,
                version: self.version,
                words,
                now: ctx.now,
                menu: None,
            };
            let response = data_table::show(ui, &table, &mut self.table);
            if let Some(route) = response.opened.and_then(|key| route_of(ctx, &key)) {
                ctx.outbox.go(route);
            }
        });
    }

    fn notice_changes(&mut self, operations: &Operations) {
        let same = operations
            .newest_first()
            .map(|(_, entry)| entry)
            .eq(self.seen.iter());
        if !same {
            self.seen = operations
                .newest_first()
                .map(|(_, entry)| entry.clone())
                .collect();
            self.version += 1;
        }
    }
}

/// The page of the cluster that a request was about, where it is one of the open scope.
fn route_of(ctx: &Ctx<'_>, key: &str) -> Option<Route> {
    let entry = ctx.store.operations.get(model::id_of(key)?)?;
    entry
        .cluster()
        .filter(|_| entry.scope == *ctx.scope)
        .map(|cluster| Route::Cluster(cluster.clone(), Tab::Summary))
}
