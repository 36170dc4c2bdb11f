//! Magnum's own services: the first thing that whoever runs Magnum looks at. Everybody else is told whom to ask.

pub mod model;

use egui::{RichText, Ui};
use jiff::Timestamp;

use crate::domain::administration::Conductor;
use crate::domain::problem::ProblemKind;
use crate::domain::status::Severity;
use crate::message::Topic;
use crate::ui::context::Ctx;
use crate::ui::route::Route;
use crate::ui::standing;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::data_table::order::Direction;
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::{banner, section};

/// The page and what belongs to the person on it.
#[derive(Debug)]
pub struct ConductorsPanel {
    table: TableState,
    cache: RowCache,
    waiting_since: Option<Timestamp>,
}

impl Default for ConductorsPanel {
    fn default() -> Self {
        Self {
            table: TableState::sorted_by("host", Direction::Forward),
            cache: RowCache::default(),
            waiting_since: None,
        }
    }
}

impl ConductorsPanel {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        let list = ctx.data.conductors.value();
        let count = list.map(|list| data_table::count(words, &self.table, list.len()));
        section::page_header(ui, words.conductors_title(), count.as_deref(), |_| {});
        let refused = ctx.data.conductors.failure();
        if refused.is_some_and(|(problem, _)| problem.kind == ProblemKind::Forbidden) {
            standing::show(ui, ctx, &Topic::Conductors, None);
            refused_ui(ui, ctx);
            return;
        }
        standing::show(ui, ctx, &Topic::Conductors, None);
        match list {
            Some(list) if list.is_empty() => {
                let state = EmptyState {
                    icon: egui_phosphor::regular::HARD_DRIVES,
                    title: words.conductors_empty(),
                    text: words.conductors_empty_text(),
                    action: None,
                };
                drop(empty_state::show(ui, state));
            }
            Some(list) => self.list_ui(ui, ctx, list),
            None if refused.is_none() => {
                let what = (Topic::Conductors, words.conductors_loading());
                standing::loading(ui, ctx, what, &mut self.waiting_since);
            }
            None => self.waiting_since = None,
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, list: &[Conductor]) {
        let words = ctx.words;
        let ill = list.iter().filter(|one| one.up == Some(false)).count();
        if ill > 0 {
            banner::message(ui, Severity::Bad, &words.conductors_ill(ill));
        } else {
            banner::message(ui, Severity::Good, &words.conductors_well(list.len()));
        }
        ui.label(
            RichText::new(words.conductors_hint())
                .small()
                .color(tokens(ui).quiet),
        );
        ui.add_space(GAP);
        let version = ctx.data.version();
        let rows = self
            .cache
            .rows(version, words.language(), || model::rows(list, words));
        let table = DataTable {
            id: "conductors",
            name: words.conductors_table(),
            columns: &model::columns(words),
            rows,
            version,
            words,
            now: ctx.now,
            menu: None,
        };
        data_table::show(ui, &table, &mut self.table);
    }
}

fn refused_ui(ui: &mut Ui, ctx: &Ctx<'_>) {
    let state = EmptyState {
        icon: egui_phosphor::regular::LOCK,
        title: ctx.words.conductors_admin(),
        text: ctx.words.conductors_admin_text(),
        action: Some(ctx.words.conductors_diagnostics()),
    };
    if empty_state::show(ui, state).is_some_and(|response| response.clicked()) {
        ctx.outbox.go(Route::Diagnostics(None));
    }
}
