//! The Timeline tab: Heat's events newest first, or the course of the creation as bars.

use std::sync::Arc;

use egui::{Align, Button, Layout, RichText, Ui};

use crate::domain::stack::StackEvent;
use crate::text::Words;
use crate::ui::cluster_page::{Scene, course};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::data_table::cell::{Cell, Column, Row};
use crate::ui::widgets::data_table::order::Direction;
use crate::ui::widgets::data_table::{self, DataTable, RowCache, TableState};
use crate::ui::widgets::empty_state::{self, EmptyState};
use crate::ui::widgets::gantt::Made;
use crate::ui::widgets::waiting;

/// How the events are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum View {
    /// As a table.
    #[default]
    Events,
    /// As bars, one per resource.
    Course,
}

/// The tab's own state.
#[derive(Debug)]
pub(super) struct TimelineTab {
    view: View,
    /// Whether of the course only what the build waited for is shown.
    only_critical: bool,
    made: Made,
    table: TableState,
    cache: RowCache,
    /// The events that the rows were built from, and a number that is raised when they are others.
    built: Option<Arc<Vec<StackEvent>>>,
    version: u64,
}

impl Default for TimelineTab {
    fn default() -> Self {
        Self {
            view: View::default(),
            only_critical: false,
            made: Made::default(),
            table: TableState::sorted_by("time", Direction::Backward),
            cache: RowCache::default(),
            built: None,
            version: 0,
        }
    }
}

impl TimelineTab {
    /// Draws it.
    pub(super) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let words = scene.ctx.words;
        let remote = scene.ctx.data.events.get(scene.id);
        let Some(events) = remote.and_then(|remote| remote.value()) else {
            if remote.and_then(|remote| remote.failure()).is_none() {
                waiting::show(ui, words, words.page_loading_events(), None);
            }
            return;
        };
        if events.is_empty() {
            let icon = egui_phosphor::regular::CLOCK_COUNTER_CLOCKWISE;
            let (title, text) = (words.page_events_none(), words.page_events_none_text());
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
        self.bar_ui(ui, words, events.len());
        ui.add_space(GRID);
        match self.view {
            View::Events => self.table_ui(ui, scene, events),
            View::Course => {
                let parts = scene.ctx.data.parts.get(scene.id).and_then(|parts| parts.value());
                let resources = parts
                    .map(|parts| Arc::clone(&parts.resources))
                    .unwrap_or_default();
                let course = self.made.course(events, &resources, scene.ctx.now);
                course::show(ui, words, &course, &mut self.only_critical);
            }
        }
    }

    fn bar_ui(&mut self, ui: &mut Ui, words: &Words, total: usize) {
        ui.horizontal(|ui| {
            for (view, word) in [
                (View::Events, words.page_events_table()),
                (View::Course, words.page_events_bars()),
            ] {
                let chosen = self.view == view;
                if ui
                    .add(Button::new(word).selected(chosen).frame_when_inactive(chosen))
                    .clicked()
                {
                    self.view = view;
                }
            }
            if self.view == View::Events {
                data_table::filter(ui, words, &mut self.table, 260.0);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let count = data_table::count(words, &self.table, total);
                    ui.label(RichText::new(count).color(tokens(ui).quiet));
                });
            }
        });
    }

    fn table_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, events: &Arc<Vec<StackEvent>>) {
        if !self
            .built
            .as_ref()
            .is_some_and(|built| Arc::ptr_eq(built, events))
        {
            self.built = Some(Arc::clone(events));
            self.version += 1;
        }
        let words = scene.ctx.words;
        let rows = self.cache.rows(self.version, words.language(), || {
            events.iter().map(|event| table_row(words, event)).collect()
        });
        let columns = [
            Column::new("time", words.page_event_time(), 220.0),
            Column::new("resource", words.page_event_resource(), 200.0),
            Column::new("status", words.page_event_status(), 140.0),
            Column::new("reason", words.page_event_reason(), 220.0).rank(1),
            Column::new("stack", words.page_event_stack(), 160.0)
                .rank(2)
                .rest(),
        ];
        let table = DataTable {
            id: "stack events",
            name: words.page_events_table(),
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

fn table_row(words: &Words, event: &StackEvent) -> Row {
    let reason = event
        .reason
        .as_deref()
        .filter(|reason| *reason != "state changed");
    let cells = vec![
        // To the second: of a build's steps an age would say too little.
        Cell::text(event.at.map(|at| words.moment(at)).as_deref()),
        Cell::Text(event.resource.clone()),
        Cell::Chip(
            event.status.severity(),
            words.status_event(&event.status).to_owned(),
        ),
        Cell::text(reason),
        Cell::Text(event.stack_name.clone()),
    ];
    Row::new(&event.id, &event.resource, cells)
}
