//! What the project may have and has, of every service; and for administrators the cluster quotas of all projects.

mod bars;
mod dialogs;
pub mod model;

use egui::{RichText, ScrollArea, Ui};
use jiff::Timestamp;

use crate::domain::administration::{Allowance, ProjectQuotas};
use crate::domain::id::ProjectId;
use crate::domain::status::Severity;
use crate::message::Topic;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::quotas::dialogs::QuotaDialog;
use crate::ui::standing;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::data_table::cell::Row;
use crate::ui::widgets::data_table::order::Direction;
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::{banner, section};

/// The page and what belongs to the person on it.
#[derive(Debug)]
pub struct QuotasPanel {
    table: TableState,
    cache: RowCache,
    waiting_since: Option<Timestamp>,
    projects_since: Option<Timestamp>,
    dialog: Option<QuotaDialog>,
}

impl Default for QuotasPanel {
    fn default() -> Self {
        Self {
            table: TableState::sorted_by("project", Direction::Forward),
            cache: RowCache::default(),
            waiting_since: None,
            projects_since: None,
            dialog: None,
        }
    }
}

impl QuotasPanel {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        let list = ctx.data.project_quotas.value();
        let administrator = ctx.data.info.as_ref().is_some_and(|info| info.is_administrator());
        section::page_header(ui, words.quotas_title(), None, |ui| {
            if administrator && list.is_some() && ui.button(words.quotas_set()).clicked() {
                self.dialog = Some(QuotaDialog::set(ctx));
            }
        });
        standing::show(ui, ctx, &Topic::Allowance, Some(Topic::Allowance));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            match ctx.data.allowance.value() {
                Some(allowance) => own_ui(ui, ctx, allowance),
                None if ctx.data.allowance.failure().is_none() => {
                    let what = (Topic::Allowance, words.quotas_loading());
                    standing::loading(ui, ctx, what, &mut self.waiting_since);
                }
                None => self.waiting_since = None,
            }
            ui.add_space(GAP);
            section::heading(ui, words.quotas_projects());
            if administrator {
                self.projects_ui(ui, ctx);
            } else {
                ui.label(RichText::new(words.quotas_projects_admin()).color(tokens(ui).quiet));
            }
        });
        if let Some(dialog) = &mut self.dialog {
            let none = ProjectQuotas::default();
            let list = list.map_or(&none, AsRef::as_ref);
            if !dialog.ui(ui, ctx, list) {
                self.dialog = None;
            }
        }
    }

    fn projects_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let words = ctx.words;
        standing::show(ui, ctx, &Topic::ProjectQuotas, Some(Topic::ProjectQuotas));
        let Some(list) = ctx.data.project_quotas.value() else {
            if ctx.data.project_quotas.failure().is_none() {
                let what = (Topic::ProjectQuotas, words.quotas_projects_loading());
                standing::loading(ui, ctx, what, &mut self.projects_since);
            }
            return;
        };
        if list.projects.gap.is_some() {
            banner::message(ui, Severity::Neutral, words.quotas_names_missing());
        }
        if list.rows.is_empty() {
            ui.label(RichText::new(words.quotas_projects_empty()).color(tokens(ui).quiet));
            return;
        }
        let wished = std::cell::Cell::new(None::<QuotaDialog>);
        let version = ctx.data.version();
        let rows = self.cache.rows(version, words.language(), || model::rows(list));
        let menu = |ui: &mut Ui, row: &Row| {
            let project = ProjectId::new(row.key.as_str());
            if ui.button(words.quotas_edit()).clicked() {
                wished.set(Some(QuotaDialog::change(ctx, list, &project)));
                ui.close();
            }
            if ui.button(words.quotas_delete()).clicked() {
                wished.set(Some(QuotaDialog::delete(ctx, list, &project)));
                ui.close();
            }
            if ui.button(words.quotas_copy_id()).clicked() {
                ctx.outbox.push(Action::Copy(row.key.clone()));
                ui.close();
            }
        };
        ui.horizontal(|ui| {
            data_table::filter(ui, words, &mut self.table, 220.0);
            let chosen = self.table.selected.clone().map(ProjectId::new);
            if let Some(project) = chosen {
                if ui.button(words.quotas_edit()).clicked() {
                    wished.set(Some(QuotaDialog::change(ctx, list, &project)));
                }
                if ui.button(words.quotas_delete()).clicked() {
                    wished.set(Some(QuotaDialog::delete(ctx, list, &project)));
                }
            }
        });
        ui.add_space(GRID);
        let table = DataTable {
            id: "project quotas",
            name: words.quotas_projects_table(),
            columns: &model::columns(words),
            rows,
            version,
            words,
            now: ctx.now,
            menu: Some(&menu),
        };
        let height = 220.0_f32.max(ui.available_height());
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
            if let Some(key) = data_table::show(ui, &table, &mut self.table).opened {
                wished.set(Some(QuotaDialog::change(ctx, list, &ProjectId::new(key))));
            }
        });
        if let Some(dialog) = wished.take() {
            self.dialog = Some(dialog);
        }
    }
}

/// Every quota of the project, service by service, and Magnum's counts.
fn own_ui(ui: &mut Ui, ctx: &Ctx<'_>, allowance: &Allowance) {
    let words = ctx.words;
    section::heading(ui, &words.quotas_own(ctx.scope.project.as_str()));
    for (service, problem) in &allowance.quotas.gaps {
        let text = format!(
            "{} ({})",
            words.quotas_unknown(service.name()),
            words.headline(problem)
        );
        banner::message(ui, Severity::Neutral, &text);
    }
    bars::show(ui, ctx, allowance);
    section::heading(ui, words.quotas_statistics());
    match &allowance.stats {
        Some(Ok(stats)) => drop(ui.label(words.quotas_statistics_value(stats.clusters, stats.nodes))),
        Some(Err(problem)) => {
            let text = format!(
                "{} ({})",
                words.quotas_statistics_missing(),
                words.headline(problem)
            );
            ui.label(RichText::new(text).color(tokens(ui).quiet));
        }
        None => {}
    }
}
