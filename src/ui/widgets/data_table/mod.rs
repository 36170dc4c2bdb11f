//! The table of every list: virtual rows, sorted and filtered by what the cells are, usable with keyboard alone.
//!
//! A page builds [`cell::Row`]s when its data changes ([`RowCache`]), draws [`filter`] where it likes and [`show`] below.
//! [`TableState`] belongs to the page. What is selected is a row's key, so it survives every refresh and every order.

pub mod cell;
pub mod columns;
mod draw;
mod export;
mod keyboard;
pub mod order;

use std::collections::BTreeSet;

use egui::{Align, Id, Key, Layout, Modifiers, Response, Sense, Ui, WidgetInfo, WidgetType};
use jiff::Timestamp;

use crate::text::{Language, Words};
use crate::ui::theme;
use crate::ui::theme::tokens::{HEADER_HEIGHT, ROW_HEIGHT, SMALL_SIZE};
use crate::ui::widgets::data_table::cell::{Column, Row};
use crate::ui::widgets::data_table::order::{Direction, Order, Sort, Unordered};
use crate::ui::widgets::{icon_button, text_field};

/// Draws the page's own part of a row's context menu.
pub type RowMenu<'a> = &'a dyn Fn(&mut Ui, &Row);

/// What a table is drawn from.
#[derive(Clone, Copy)]
pub struct DataTable<'a> {
    /// Tells it from other tables, and its column widths from theirs.
    pub id: &'static str,
    /// What it is called, for screen readers.
    pub name: &'a str,
    /// Its columns.
    pub columns: &'a [Column<'a>],
    /// Its rows, unsorted and unfiltered.
    pub rows: &'a [Row],
    /// Raised whenever the rows change.
    pub version: u64,
    /// The words.
    pub words: &'a Words,
    /// The time of this frame.
    pub now: Timestamp,
    /// Adds a page's own actions to a row's context menu.
    pub menu: Option<RowMenu<'a>>,
}

impl std::fmt::Debug for DataTable<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DataTable")
            .field("id", &self.id)
            .field("rows", &self.rows.len())
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// What belongs to the person: sort, filter, selection.
#[derive(Clone, Debug, Default)]
pub struct TableState {
    /// What it is sorted by.
    pub sort: Option<Sort>,
    /// The text of the filter.
    pub filter: String,
    /// The key of the selected row.
    pub selected: Option<String>,
    /// The keys of several rows, for what is done to all of them.
    pub ticked: BTreeSet<String>,
    order: Order,
    /// The place to bring into view with the next frame.
    scroll_to: Option<usize>,
    /// Row and column under the pointer when the context menu was opened.
    menu_cell: Option<(String, usize)>,
    focus_filter: bool,
    reveal: bool,
}

impl TableState {
    /// A table that begins sorted by this column.
    pub fn sorted_by(column: &'static str, direction: Direction) -> Self {
        Self {
            sort: Some(Sort { column, direction }),
            ..Self::default()
        }
    }

    /// Selects the row of this key and brings it into view, without a filter that could hide it.
    pub fn reveal(&mut self, key: &str) {
        self.selected = Some(key.to_owned());
        self.filter.clear();
        self.reveal = true;
    }

    /// Adds a row to those that are ticked, or takes it away; with `range` everything from the selected row to it.
    fn tick(&mut self, table: &DataTable<'_>, key: &str, range: bool) {
        // The row that was selected before is one of them.
        if self.ticked.is_empty() {
            self.ticked.extend(self.selected.clone());
        }
        let place = |key: &str| self.order.place_of(table.rows, key);
        let ends = self.selected.as_deref().and_then(place).zip(place(key));
        match ends.filter(|_| range) {
            Some((from, to)) => {
                let rows = (from.min(to)..=from.max(to)).filter_map(|at| self.order.row(table.rows, at));
                let keys: Vec<String> = rows.map(|row| row.key.clone()).collect();
                self.ticked.extend(keys);
            }
            None => {
                if !self.ticked.remove(key) {
                    self.ticked.insert(key.to_owned());
                }
            }
        }
    }

    /// How many rows the filter leaves.
    pub fn shown(&self) -> usize {
        self.order.len()
    }

    /// The selected row, if it is still there.
    pub fn selected_row<'a>(&self, rows: &'a [Row]) -> Option<&'a Row> {
        let key = self.selected.as_ref()?;
        rows.iter().find(|row| row.key == *key)
    }
}

/// What the person did in this frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableResponse {
    /// The key of the row that was opened (double click, Enter).
    pub opened: Option<String>,
    /// The key of the row that was selected.
    pub selected: Option<String>,
}

/// Rows that are built again only when the data or the language change.
#[derive(Clone, Debug, Default)]
pub struct RowCache {
    built_for: Option<(u64, Language)>,
    rows: Vec<Row>,
}

impl RowCache {
    /// The rows for this version of the data in this language.
    pub fn rows(&mut self, version: u64, language: Language, build: impl FnOnce() -> Vec<Row>) -> &[Row] {
        if self.built_for != Some((version, language)) {
            self.rows = build();
            self.built_for = Some((version, language));
        }
        &self.rows
    }
}

/// Draws the filter field; `/` puts the cursor into it, Esc empties it.
pub fn filter(ui: &mut Ui, words: &Words, state: &mut TableState, width: f32) -> Response {
    let slash = !ui.ctx().text_edit_focused()
        && ui.input_mut(|input| {
            let pressed = input.consume_key(Modifiers::NONE, Key::Slash);
            if pressed {
                // The same key press also comes as text, which is not meant for the field.
                input
                    .events
                    .retain(|event| !matches!(event, egui::Event::Text(text) if text == "/"));
            }
            pressed
        });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let edit = text_field::singleline(&mut state.filter, width).hint_text(words.table_filter_hint());
        let response = ui.add(edit);
        // The hint is no name: it is gone as soon as something is typed.
        response
            .ctx
            .accesskit_node_builder(response.id, |node| node.set_label(words.table_filter()));
        if slash || std::mem::take(&mut state.focus_filter) {
            response.request_focus();
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
            state.filter.clear();
        }
        if !state.filter.is_empty()
            && icon_button::show(ui, egui_phosphor::regular::X, words.table_clear_filter()).clicked()
        {
            state.filter.clear();
        }
        response
    })
    .inner
}

/// "312 of 600", or "600" where nothing is filtered out.
pub fn count(words: &Words, state: &TableState, total: usize) -> String {
    if state.filter.trim().is_empty() {
        words.table_count(words.count(total))
    } else {
        words.table_count_of(words.count(state.shown()), words.count(total))
    }
}

/// Draws the table into what is left of the page.
pub fn show(ui: &mut Ui, table: &DataTable<'_>, state: &mut TableState) -> TableResponse {
    let unordered = Unordered {
        rows: table.rows,
        columns: table.columns,
        version: table.version,
        language: table.words.language(),
    };
    let sort = state.sort;
    state.order.refresh(&unordered, &state.filter, sort);
    if std::mem::take(&mut state.reveal) {
        let key = state.selected.as_deref();
        state.scroll_to = key.and_then(|key| state.order.place_of(table.rows, key));
    }
    let focus = ui.interact(
        ui.available_rect_before_wrap(),
        Id::new((table.id, "table")),
        Sense::focusable_noninteractive(),
    );
    focus.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, table.name));
    let mut response = read_keys(ui, table, state, focus.id);
    if state.order.is_empty() && !table.rows.is_empty() {
        nothing_matches(ui, table.words, state);
        return response;
    }
    draw::table(ui, table, state, &focus, &mut response);
    if let Some(key) = &response.selected {
        state.selected = Some(key.clone());
    }
    response
}

fn read_keys(ui: &Ui, table: &DataTable<'_>, state: &mut TableState, focus: Id) -> TableResponse {
    let at = state.selected.as_ref().and_then(|key| {
        let focused = ui.memory(|memory| memory.has_focus(focus));
        focused.then(|| state.order.place_of(table.rows, key)).flatten()
    });
    let page = ((ui.available_height() - HEADER_HEIGHT) / ROW_HEIGHT).max(1.0) as usize;
    let moved = keyboard::read(ui, focus, at, (state.order.len(), page));
    let mut response = TableResponse::default();
    if let Some(row) = moved.to.and_then(|to| state.order.row(table.rows, to)) {
        response.selected = Some(row.key.clone());
        state.selected = response.selected.clone();
        state.scroll_to = moved.to;
    }
    tick_keys(ui, table, state, focus);
    if moved.open {
        response.opened = state.selected.clone();
    }
    response
}

/// Space ticks the selected row, Ctrl+A all that the filter leaves, Esc none.
fn tick_keys(ui: &Ui, table: &DataTable<'_>, state: &mut TableState, focus: Id) {
    if !ui.memory(|memory| memory.has_focus(focus)) {
        return;
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::NONE, Key::Space)
        && let Some(key) = state.selected.clone()
        && !state.ticked.remove(&key)
    {
        state.ticked.insert(key);
    }
    if pressed(Modifiers::COMMAND, Key::A) {
        let keys: Vec<String> = state.order.rows(table.rows).map(|row| row.key.clone()).collect();
        state.ticked.extend(keys);
    }
    if !state.ticked.is_empty() && pressed(Modifiers::NONE, Key::Escape) {
        state.ticked.clear();
    }
}

fn nothing_matches(ui: &mut Ui, words: &Words, state: &mut TableState) {
    let tokens = theme::tokens(ui);
    ui.add_space(2.0 * ROW_HEIGHT);
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.label(egui::RichText::new(words.table_nothing_matches()).color(tokens.quiet));
        ui.add_space(SMALL_SIZE);
        if ui.button(words.table_clear_filter()).clicked() {
            state.filter.clear();
            state.focus_filter = true;
        }
    });
}
