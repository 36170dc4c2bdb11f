//! The user's key pairs: list, make, import, delete.

mod dialogs;
pub mod model;

use egui::{Label, RichText, Ui};
use jiff::Timestamp;

use crate::domain::catalog::KeyPair;
use crate::message::Topic;
use crate::ui::context::{Ctx, KeyFile};
use crate::ui::keypairs::dialogs::KeypairDialog;
use crate::ui::outbox::Action;
use crate::ui::standing;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::data_table::cell::Row;
use crate::ui::widgets::data_table::order::Direction;
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::{buttons, copyable, facts, inspector as pane, section};

/// The page and what belongs to the person on it.
#[derive(Debug)]
pub struct KeypairsPanel {
    table: TableState,
    cache: RowCache,
    waiting_since: Option<Timestamp>,
    dialog: Option<KeypairDialog>,
}

impl Default for KeypairsPanel {
    fn default() -> Self {
        Self {
            table: TableState::sorted_by("name", Direction::Forward),
            cache: RowCache::default(),
            waiting_since: None,
            dialog: None,
        }
    }
}

impl KeypairsPanel {
    /// Draws the page; `key_file` says where the private half of a name goes when nobody says otherwise.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, key_file: &KeyFile) {
        let words = ctx.words;
        let list = ctx.data.keypairs.value().map(|list| list.as_slice());
        let count = list.map(|list| data_table::count(words, &self.table, list.len()));
        section::page_header(ui, words.keypairs_title(), count.as_deref(), |ui| {
            if buttons::primary(ui, words.keypairs_generate()).clicked() {
                self.dialog = Some(KeypairDialog::generate(ctx));
            }
            if ui.button(words.keypairs_import()).clicked() {
                self.dialog = Some(KeypairDialog::import(ctx));
            }
        });
        standing::show(ui, ctx, &Topic::Keypairs, None);
        match list {
            Some([]) => self.nothing(ui, ctx),
            Some(list) => self.list_ui(ui, ctx, list),
            None if ctx.data.keypairs.failure().is_none() => {
                let what = (Topic::Keypairs, words.keypairs_loading());
                standing::loading(ui, ctx, what, &mut self.waiting_since);
            }
            None => self.waiting_since = None,
        }
        if let Some(dialog) = &mut self.dialog
            && !dialog.ui(ui, ctx, (list.unwrap_or_default(), key_file))
        {
            self.dialog = None;
        }
    }

    fn nothing(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let state = EmptyState {
            icon: egui_phosphor::regular::KEY,
            title: ctx.words.keypairs_empty(),
            text: ctx.words.keypairs_empty_text(),
            action: Some(ctx.words.keypairs_generate()),
        };
        if empty_state::show(ui, state).is_some_and(|response| response.clicked()) {
            self.dialog = Some(KeypairDialog::generate(ctx));
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, list: &[KeyPair]) {
        let words = ctx.words;
        data_table::filter(ui, words, &mut self.table, 220.0);
        ui.add_space(GRID);
        let delete = std::cell::Cell::new(None::<String>);
        let chosen = self.table.selected.as_ref();
        let chosen = chosen.and_then(|name| list.iter().find(|pair| pair.name == *name));
        if let Some(pair) = chosen {
            let closed = pane::show(ui, words, "key pair inspector", &pair.name, |ui| {
                if inspector_ui(ui, ctx, pair) {
                    delete.set(Some(pair.name.clone()));
                }
            });
            if closed {
                self.table.selected = None;
            }
        }
        let version = ctx.data.version();
        let rows = self
            .cache
            .rows(version, words.language(), || model::rows(ctx.data, list));
        let menu = |ui: &mut Ui, row: &Row| {
            let pair = list.iter().find(|pair| pair.name == row.key);
            if let Some(public) = pair.and_then(|pair| pair.public_key.clone())
                && ui.button(words.keypairs_copy_public()).clicked()
            {
                ctx.outbox.push(Action::Copy(public));
                ui.close();
            }
            if ui.button(words.keypairs_delete()).clicked() {
                delete.set(Some(row.key.clone()));
                ui.close();
            }
        };
        let table = DataTable {
            id: "keypairs",
            name: words.keypairs_table(),
            columns: &model::columns(words),
            rows,
            version,
            words,
            now: ctx.now,
            menu: Some(&menu),
        };
        data_table::show(ui, &table, &mut self.table);
        if let Some(name) = delete.take() {
            self.dialog = Some(KeypairDialog::delete(ctx, &name));
        }
    }
}

/// What is told of one; whether it is to be deleted.
fn inspector_ui(ui: &mut Ui, ctx: &Ctx<'_>, pair: &KeyPair) -> bool {
    let words = ctx.words;
    let delete = ui.button(words.keypairs_delete()).clicked();
    ui.add_space(GRID);
    facts::show(ui, words, "key pair", |facts| {
        facts.text(words.keypairs_column_kind(), pair.kind.as_deref());
        facts.copy(words.keypairs_column_fingerprint(), pair.fingerprint.as_deref());
    });
    if let Some(public) = &pair.public_key {
        section::heading(ui, words.keypairs_public());
        copyable::button(ui, words, words.keypairs_public(), public);
        ui.add(Label::new(RichText::new(public).monospace()).wrap());
    }
    let (clusters, templates) = model::users(ctx.data, &pair.name);
    if !clusters.is_empty() || !templates.is_empty() {
        section::heading(ui, words.keypairs_used_by());
        let quiet = tokens(ui).quiet;
        for (what, names) in [
            (words.keypairs_column_clusters(), clusters),
            (words.keypairs_column_templates(), templates),
        ] {
            if !names.is_empty() {
                ui.label(RichText::new(what).color(quiet));
                ui.add(Label::new(names.join(", ")).wrap());
            }
        }
    }
    delete
}
