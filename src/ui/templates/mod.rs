//! The list of cluster templates, and every field of the selected one.

mod actions;
mod dialogs;
mod inspector;
pub mod model;

use std::path::Path;
use std::sync::Arc;

use egui::Ui;
use jiff::Timestamp;

use crate::domain::id::TemplateId;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::right;
use crate::message::Topic;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::route::{EstateRoute, FormStart, Route};
use crate::ui::standing;
use crate::ui::templates::actions::Wish;
use crate::ui::templates::dialogs::Dialog;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::data_table::cell::Row;
use crate::ui::widgets::data_table::columns;
use crate::ui::widgets::data_table::order::Direction;
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::{buttons, inspector as pane, section};

/// By this name the table's columns are kept.
const TABLE: &str = "templates";

/// The page and what belongs to the person on it.
#[derive(Debug)]
pub struct TemplatesPanel {
    table: TableState,
    cache: RowCache,
    /// What the route named last; a new name selects, an old one does not fight the person's own choice.
    named: Option<TemplateId>,
    waiting_since: Option<Timestamp>,
    dialog: Option<Dialog>,
}

impl Default for TemplatesPanel {
    fn default() -> Self {
        Self {
            table: TableState::sorted_by("name", Direction::Forward),
            cache: RowCache::default(),
            named: None,
            waiting_since: None,
            dialog: None,
        }
    }
}

impl TemplatesPanel {
    /// Draws the page with the template that the route names selected; `folder` is where files go when nobody says otherwise.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, (opened, folder): (Option<&TemplateId>, Option<&Path>)) {
        if self.named.as_ref() != opened {
            self.named = opened.cloned();
            if let Some(id) = opened {
                self.table.reveal(id.as_str());
            }
        }
        let words = ctx.words;
        let templates = ctx.data.templates.value();
        let count = templates.map(|list| data_table::count(words, &self.table, list.len()));
        section::page_header(ui, words.templates_title(), count.as_deref(), |ui| {
            let why_not = right::may_write(ctx.data.info.as_ref(), None).err();
            let why_not = why_not.map(|reason| words.reason(&reason));
            let create = buttons::unless(ui, why_not.as_deref(), |ui| {
                buttons::primary(ui, words.template_create())
            });
            if create.clicked() {
                ctx.outbox
                    .go(Route::Estate(EstateRoute::TemplateForm(FormStart::New)));
            }
        });
        standing::show(ui, ctx, &Topic::Templates, None);
        match templates {
            Some(list) if list.is_empty() => nothing(ui, ctx),
            Some(_) => self.list_ui(ui, ctx, folder),
            None if ctx.data.templates.failure().is_none() => {
                let what = (Topic::Templates, words.templates_loading());
                standing::loading(ui, ctx, what, &mut self.waiting_since);
            }
            None => self.waiting_since = None,
        }
        if let Some(dialog) = &mut self.dialog
            && !dialog.ui(ui, ctx)
        {
            self.dialog = None;
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, folder: Option<&Path>) {
        let wish = self.table_ui(ui, ctx);
        if let Some((template, wish)) = wish {
            self.dialog = Some(match wish {
                Wish::Delete => Dialog::delete(ctx, &template),
                Wish::Export => Dialog::export(folder, &template),
            });
        }
    }

    /// The filter, the columns, and what can be done to several templates at once.
    fn toolbar_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        ui.horizontal_wrapped(|ui| {
            data_table::filter(ui, words, &mut self.table, 220.0);
            columns::button(ui, words, TABLE, &model::columns(words));
            if self.table.ticked.len() < 2 {
                return;
            }
            ui.label(words.template_ticked(self.table.ticked.len()));
            if ui.button(words.template_delete_ticked()).clicked() {
                let ids = self.table.ticked.iter().map(|key| TemplateId::new(key.as_str()));
                self.dialog = Some(Dialog::delete_many(ctx, ids.collect()));
            }
            if ui.button(words.clusters_untick()).clicked() {
                self.table.ticked.clear();
            }
        });
    }

    /// The table and what is told of the selected row; what is wished of the page, and of which template.
    fn table_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) -> Option<(Arc<ClusterTemplate>, Wish)> {
        let wished: std::cell::Cell<Option<(Arc<ClusterTemplate>, Wish)>> = std::cell::Cell::new(None);
        self.toolbar_ui(ui, ctx);
        ui.add_space(GRID);
        let chosen = self.table.selected.clone().map(TemplateId::new);
        if let Some(template) = chosen.and_then(|id| ctx.data.template(&id)) {
            let title = template.name.as_str();
            let closed = pane::show(ui, ctx.words, "template inspector", title, |ui| {
                if let Some(wish) = inspector::ui(ui, ctx, template) {
                    wished.set(Some((Arc::clone(template), wish)));
                }
            });
            if closed {
                self.table.selected = None;
            }
        }
        let version = ctx.data.version();
        let rows = self.cache.rows(version, ctx.words.language(), || {
            model::rows(ctx.data, ctx.words, ctx.now)
        });
        let menu = |ui: &mut Ui, row: &Row| {
            let Some(template) = ctx.data.template(&TemplateId::new(row.key.as_str())) else {
                return;
            };
            if let Some(wish) = actions::menu_ui(ui, ctx, template) {
                wished.set(Some((Arc::clone(template), wish)));
            }
        };
        let table = DataTable {
            id: TABLE,
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
        wished.take()
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
