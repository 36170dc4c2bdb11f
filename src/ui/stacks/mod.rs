//! Heat's stacks of the project: which cluster each belongs to, and what its status is.

pub mod model;

use egui::Ui;

use crate::domain::id::StackId;
use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::stack::Stack;
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::route::{Route, Tab};
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::data_table::cell::Row;
use crate::ui::widgets::data_table::order::Direction;
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState, columns};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::{refusal, section, waiting};

/// By this name the table's columns are kept.
const TABLE: &str = "stacks";

/// The page and what belongs to the person on it.
#[derive(Debug)]
pub struct StacksPanel {
    table: TableState,
    cache: RowCache,
}

impl Default for StacksPanel {
    fn default() -> Self {
        Self {
            table: TableState::sorted_by("age", Direction::Forward),
            cache: RowCache::default(),
        }
    }
}

impl StacksPanel {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        ctx.outbox.want(Question::Stacks, Repeat::Follow);
        let known = ctx.data.questions.get(&Question::Stacks);
        let told = known.and_then(|known| known.value()).map(AsRef::as_ref);
        let list = match told {
            Some(Answer::Stacks(list)) => Some(list.as_slice()),
            Some(_) | None => None,
        };
        let count = list.map(|list| data_table::count(words, &self.table, list.len()));
        section::page_header(ui, words.stacks_title(), count.as_deref(), |ui| {
            if ui.button(words.stacks_again()).clicked() {
                ctx.outbox.push(Action::AskAgain(Question::Stacks));
            }
        });
        if let Some((problem, _)) = known.and_then(|known| known.failure()) {
            refusal::show(ui, words, (Severity::Warning, words.stacks_failed()), problem);
        }
        match list {
            Some([]) => {
                let state = EmptyState {
                    icon: egui_phosphor::regular::STACK_SIMPLE,
                    title: words.stacks_none(),
                    text: words.stacks_none_text(),
                    action: None,
                };
                drop(empty_state::show(ui, state));
            }
            Some(list) => self.list_ui(ui, ctx, list),
            None if known.is_none_or(|known| known.failure().is_none()) => {
                waiting::show(ui, words, words.stacks_loading(), None);
            }
            None => {}
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, list: &[Stack]) {
        let words = ctx.words;
        let all = model::columns(words);
        ui.horizontal(|ui| {
            data_table::filter(ui, words, &mut self.table, 220.0);
            columns::button(ui, words, TABLE, &all);
        });
        ui.add_space(GRID);
        let version = ctx.data.version();
        let rows = self
            .cache
            .rows(version, words.language(), || model::rows(list, ctx.data, words));
        let menu = |ui: &mut Ui, row: &Row| row_menu(ui, ctx, row);
        let table = DataTable {
            id: TABLE,
            name: words.stacks_title(),
            columns: &all,
            rows,
            version,
            words,
            now: ctx.now,
            menu: Some(&menu),
        };
        let response = data_table::show(ui, &table, &mut self.table);
        if let Some(key) = response.opened {
            open(ctx, &key);
        }
    }
}

fn open(ctx: &Ctx<'_>, key: &str) {
    if let Some(cluster) = model::cluster_of(ctx.data, &StackId::new(key)) {
        ctx.outbox.go(Route::Cluster(cluster.id.clone(), Tab::Resources));
    }
}

fn row_menu(ui: &mut Ui, ctx: &Ctx<'_>, row: &Row) {
    let id = StackId::new(row.key.as_str());
    if model::cluster_of(ctx.data, &id).is_some() && ui.button(ctx.words.stacks_open()).clicked() {
        open(ctx, &row.key);
        ui.close();
    }
    if ui.button(ctx.words.stacks_copy_id()).clicked() {
        ctx.outbox.push(Action::Copy(row.key.clone()));
        ui.close();
    }
}
