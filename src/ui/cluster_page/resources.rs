//! The Resources tab: every resource of the cluster's stacks in one table, what failed first.

use std::sync::Arc;

use egui::{Align, CollapsingHeader, Label, Layout, RichText, ScrollArea, Ui};

use crate::domain::driver::Driver;
use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::stack::{StackResource, StackSource};
use crate::domain::status::Severity;
use crate::message::ClusterParts;
use crate::text::Words;
use crate::ui::cluster_page::Scene;
use crate::ui::cluster_page::model::{self, ResourceRow};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::{copyable, facts, refusal, section, waiting};

/// Height of what a stack was made from.
const SOURCE_HEIGHT: f32 = 280.0;

/// The tab's own state.
#[derive(Debug, Default)]
pub(super) struct ResourcesTab {
    table: TableState,
    cache: RowCache,
    /// The resources that the rows were built from, and a number that is raised when they are others.
    built: Option<Arc<Vec<StackResource>>>,
    version: u64,
}

impl ResourcesTab {
    /// Draws it.
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let words = scene.ctx.words;
        let remote = scene.ctx.data.parts.get(scene.id);
        let Some(parts) = remote.and_then(|remote| remote.value()) else {
            if remote.and_then(|remote| remote.failure()).is_none() {
                waiting::show(ui, words, words.page_loading_parts(), None);
            }
            return;
        };
        if let Some(problem) = &parts.stack_problem {
            ui.label(RichText::new(words.page_resources_unread()).color(tokens(ui).quiet));
            banner::show(
                ui,
                words,
                Banner {
                    problem,
                    severity: Severity::Warning,
                    as_of: None,
                    retry: false,
                },
            );
        }
        if parts.resources.is_empty() {
            if parts.stack_problem.is_none() {
                nothing_ui(ui, scene);
            }
            return;
        }
        source_ui(ui, scene, parts);
        self.table_ui(ui, scene, &parts.resources);
    }

    fn table_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, resources: &Arc<Vec<StackResource>>) {
        if !self
            .built
            .as_ref()
            .is_some_and(|built| Arc::ptr_eq(built, resources))
        {
            self.built = Some(Arc::clone(resources));
            self.version += 1;
        }
        let words = scene.ctx.words;
        let rows = self.cache.rows(self.version, words.language(), || {
            model::resource_rows(resources)
                .iter()
                .map(|row| table_row(words, row))
                .collect()
        });
        ui.horizontal(|ui| {
            data_table::filter(ui, words, &mut self.table, 260.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let count = data_table::count(words, &self.table, rows.len());
                ui.label(RichText::new(count).color(tokens(ui).quiet));
            });
        });
        ui.add_space(GRID);
        let columns = columns(words);
        let table = DataTable {
            id: "stack resources",
            name: words.page_tab_resources(),
            columns: &columns,
            rows,
            version: self.version,
            words,
            now: scene.ctx.now,
            menu: None,
        };
        data_table::show(ui, &table, &mut self.table);
    }
}

fn columns(words: &Words) -> [Column<'_>; 7] {
    [
        Column::new("resource", words.page_resource_name(), 160.0),
        Column::new("status", words.page_resource_status(), 120.0),
        Column::new("kind", words.page_resource_kind(), 140.0),
        Column::new("path", words.page_resource_path(), 180.0).rank(1),
        Column::new("updated", words.page_resource_updated(), 75.0).rank(2),
        Column::new("physical_id", words.page_resource_id(), 130.0).rank(3),
        Column::new("reason", words.page_resource_reason(), 200.0).rest(),
    ]
}

fn table_row(words: &Words, row: &ResourceRow) -> Row {
    let cells = vec![
        Cell::Text(row.name.clone()),
        Cell::Chip(row.status.severity(), words.status(&row.status).to_owned()),
        Cell::Text(words.heat_type(&row.kind).into_owned()),
        Cell::Text(row.path.clone()),
        Cell::age(row.updated_at),
        Cell::mono(row.physical_id.as_deref()),
        Cell::text(row.reason.as_deref().filter(|reason| *reason != "state changed")),
    ];
    Row::new(&row.path, &row.name, cells).also_found_by(&row.heat_type)
}

/// What the cluster's own stack was made from; asked for while it is unfolded.
fn source_ui(ui: &mut Ui, scene: &Scene<'_>, parts: &ClusterParts) {
    let (ctx, words) = (scene.ctx, scene.ctx.words);
    let own = parts
        .stacks
        .iter()
        .find(|stack| scene.cluster.stack.as_ref() == Some(&stack.id));
    let Some(stack) = own else { return };
    CollapsingHeader::new(words.stacks_source())
        .id_salt("stack source")
        .show(ui, |ui| {
            let question = Question::StackSource {
                stack: stack.id.clone(),
                name: stack.name.clone(),
            };
            ctx.outbox.want(question.clone(), Repeat::Once);
            let Some(known) = ctx.data.questions.get(&question) else {
                return;
            };
            if let Some((problem, _)) = known.failure() {
                refusal::show(ui, words, (Severity::Warning, words.stacks_failed()), problem);
            }
            match known.value().map(AsRef::as_ref) {
                Some(Answer::StackSource(source)) => made_from_ui(ui, words, source),
                Some(_) => {}
                None if known.failure().is_none() => {
                    waiting::show(ui, words, words.stacks_source_loading(), None)
                }
                None => {}
            }
        });
    ui.add_space(GRID);
}

fn made_from_ui(ui: &mut Ui, words: &Words, source: &StackSource) {
    ScrollArea::vertical()
        .id_salt("stack source")
        .max_height(SOURCE_HEIGHT)
        .show(ui, |ui| {
            for (title, values) in [
                (words.stacks_parameters(), &source.parameters),
                (words.stacks_outputs(), &source.outputs),
            ] {
                section::heading(ui, title);
                facts::show(ui, words, title, |facts| {
                    for (name, value) in values {
                        facts.copy(name, Some(value));
                    }
                });
            }
            section::heading_beside(ui, words.stacks_template(), |ui| {
                copyable::button(ui, words, words.stacks_template(), &source.template);
            });
            ui.add(Label::new(RichText::new(&source.template).monospace().small()).wrap());
        });
}

/// No stack, or none yet.
fn nothing_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let words = scene.ctx.words;
    let template = scene.ctx.data.template(&scene.cluster.template);
    let waiting = scene.cluster.status.in_progress()
        && Driver::of(scene.cluster, template.map(AsRef::as_ref)).may_have_stack();
    let (icon, title, text) = if waiting {
        let icon = egui_phosphor::regular::HOURGLASS;
        (
            icon,
            words.page_resources_not_yet(),
            words.page_resources_not_yet_text(),
        )
    } else {
        let icon = egui_phosphor::regular::STACK;
        (
            icon,
            words.page_resources_none(),
            words.page_resources_none_text(),
        )
    };
    empty_state::show(
        ui,
        EmptyState {
            icon,
            title,
            text,
            action: None,
        },
    );
}
