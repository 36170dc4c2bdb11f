//! The list of cluster templates, and every field of the selected one.

mod inspector;
pub mod model;

use egui::Ui;
use jiff::Timestamp;

use crate::domain::id::TemplateId;
use crate::message::Topic;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::standing;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::data_table::cell::Row;
use crate::ui::widgets::data_table::order::Direction;
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::{inspector as pane, section};

/// The page and what belongs to the person on it.
#[derive(Debug)]
pub struct TemplatesPanel {
    table: TableState,
    cache: RowCache,
    /// What the route named last; a new name selects, an old one does not fight the person's own choice.
    named: Option<TemplateId>,
    waiting_since: Option<Timestamp>,
}

impl Default for TemplatesPanel {
    fn default() -> Self {
        Self {
            table: TableState::sorted_by("name", Direction::Forward),
            cache: RowCache::default(),
            named: None,
            waiting_since: None,
        }
    }
}

impl TemplatesPanel {
    /// Draws the page with the template that the route names selected.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, opened: Option<&TemplateId>) {
        if self.named.as_ref() != opened {
            self.named = opened.cloned();
            if let Some(id) = opened {
                self.table.reveal(id.as_str());
            }
        }
        let words = ctx.words;
        let templates = ctx.data.templates.value();
        let count = templates.map(|list| data_table::count(words, &self.table, list.len()));
        section::page_header(ui, words.templates_title(), count.as_deref(), |_| {});
        standing::show(ui, ctx, &Topic::Templates, None);
        match templates {
            Some(list) if list.is_empty() => nothing(ui, ctx),
            Some(_) => self.list_ui(ui, ctx),
            None if ctx.data.templates.failure().is_none() => {
                let what = (Topic::Templates, words.templates_loading());
                standing::loading(ui, ctx, what, &mut self.waiting_since);
            }
            None => self.waiting_since = None,
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        data_table::filter(ui, ctx.words, &mut self.table, 220.0);
        ui.add_space(GRID);
        let chosen = self.table.selected.clone().map(TemplateId::new);
        if let Some(template) = chosen.and_then(|id| ctx.data.template(&id)) {
            let title = template.name.as_str();
            if pane::show(ui, ctx.words, "template inspector", title, |ui| {
                inspector::ui(ui, ctx, template)
            }) {
                self.table.selected = None;
            }
        }
        let version = ctx.data.version();
        let rows = self
            .cache
            .rows(version, ctx.words.language(), || model::rows(ctx.data, ctx.words));
        let menu = |ui: &mut Ui, row: &Row| row_menu(ui, ctx, row);
        let table = DataTable {
            id: "templates",
            name: ctx.words.templates_table(),
            columns: &model::columns(ctx.words),
            rows,
            version,
            words: ctx.words,
            now: ctx.now,
            menu: Some(&menu),
        };
        let response = data_table::show(ui, &table, &mut self.table);
        if let Some(key) = response.opened {
            ctx.outbox.push(Action::CreateFrom(Some(TemplateId::new(key))));
        }
    }
}

fn nothing(ui: &mut Ui, ctx: &Ctx<'_>) {
    let state = EmptyState {
        icon: egui_phosphor::regular::STACK,
        title: ctx.words.templates_empty(),
        text: ctx.words.templates_empty_text(),
        action: None,
    };
    drop(empty_state::show(ui, state));
}

fn row_menu(ui: &mut Ui, ctx: &Ctx<'_>, row: &Row) {
    if ui.button(ctx.words.templates_create_from()).clicked() {
        ctx.outbox
            .push(Action::CreateFrom(Some(TemplateId::new(row.key.as_str()))));
        ui.close();
    }
    if ui.button(ctx.words.templates_copy_id()).clicked() {
        ctx.outbox.push(Action::Copy(row.key.clone()));
        ui.close();
    }
}
