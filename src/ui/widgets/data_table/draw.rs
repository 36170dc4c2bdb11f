//! Draws header and visible rows.

use egui::{
    Align, Button, FontId, Label, Layout, Modifiers, Painter, Rect, Response, RichText, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2,
};
use egui_extras::{TableBuilder, TableRow};

use crate::ui::theme::{
    self,
    tokens::{GRID, HEADER_HEIGHT, LINE_WIDTH, MONO_SIZE, ROW_HEIGHT, SMALL_SIZE, TEXT_SIZE},
};
use crate::ui::widgets::data_table::cell::{Cell, Column, Row, Side};
use crate::ui::widgets::data_table::columns::Choice;
use crate::ui::widgets::data_table::order::{Direction, Sort};
use crate::ui::widgets::data_table::{DataTable, TableResponse, TableState, columns, export};
use crate::ui::widgets::{age, elided, status_chip};

/// No column is dragged narrower than this.
const NARROWEST: f32 = 44.0;
/// Width of the bar that shows where the keyboard is.
const FOCUS_BAR: f32 = 3.0;
/// How faint a row is that stands for something that is gone.
const FADED: f32 = 0.5;
/// Between two columns.
const COLUMN_GAP: f32 = 3.0 * GRID;

/// Draws the table. `focus` is the table itself, as the keyboard sees it.
pub(super) fn table(
    ui: &mut Ui,
    table: &DataTable<'_>,
    state: &mut TableState,
    focus: &Response,
    response: &mut TableResponse,
) {
    let arranged = columns::arranged(ui.ctx(), table.id, table.columns);
    let choice = columns::choice(ui.ctx(), table.id);
    let visible = fitting(arranged, &choice, ui.available_width());
    let rest = visible.iter().position(|(_, column)| column.rest);
    let rest = rest.or(visible.len().checked_sub(1));
    let mut widths = Vec::new();
    let focused = focus.has_focus();
    let scroll_to = state.scroll_to.take();
    if focused && state.selected.is_none() {
        // Nothing is selected that could show where the keyboard is.
        let stroke = Stroke::new(LINE_WIDTH, theme::tokens(ui).accent);
        ui.painter()
            .rect_stroke(focus.rect, 0.0, stroke, StrokeKind::Inside);
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(COLUMN_GAP, 0.0);
        let tokens = theme::tokens(ui);
        // The builder paints hovered and selected rows with these.
        ui.visuals_mut().widgets.hovered.bg_fill = tokens.hover;
        ui.visuals_mut().selection.bg_fill = tokens.selected;
        // Lines between columns are shown by the header alone, and where one is being dragged.
        ui.visuals_mut().widgets.noninteractive.bg_stroke = Stroke::NONE;
        let resets = columns::resets(ui.ctx(), table.id);
        let mut builder = TableBuilder::new(ui)
            .id_salt((table.id, places(&visible), resets))
            .sense(Sense::CLICK)
            .animate_scrolling(false)
            .auto_shrink([false, false])
            .cell_layout(Layout::left_to_right(Align::Center));
        for (place, (_, column)) in visible.iter().enumerate() {
            let wide = if Some(place) == rest {
                None
            } else {
                Some(choice.width(column))
            };
            builder = builder.column(width(column, wide));
        }
        if let Some(at) = scroll_to {
            builder = builder.scroll_to_row(at, None);
        }
        builder
            .header(HEADER_HEIGHT, |mut row| {
                widths = header(&mut row, table, &visible, &mut state.sort)
            })
            .body(|body| {
                let rows = state.order.len();
                body.rows(ROW_HEIGHT, rows, |mut line| {
                    let place = line.index();
                    let Some(row) = state.order.row(table.rows, place) else {
                        return;
                    };
                    let mark = Mark {
                        selected: state.selected.as_ref() == Some(&row.key)
                            || state.ticked.contains(&row.key),
                        focused,
                    };
                    let did = row_ui(&mut line, table, &visible, (row, mark));
                    let held = line.response().ctx.input(|input| input.modifiers);
                    take(did, (table, row, held), focus, state, response);
                    row_menu(&line.response(), table, state, row);
                });
            });
    });
    if let Some(rest) = rest.filter(|rest| *rest < widths.len()) {
        widths.remove(rest);
    }
    columns::note_widths(ui.ctx(), table.id, &widths);
}

/// How a row is marked.
#[derive(Clone, Copy)]
struct Mark {
    selected: bool,
    focused: bool,
}

/// What was done to a row.
#[derive(Clone, Copy, Default)]
struct Did {
    clicked: bool,
    opened: bool,
    menu_column: Option<usize>,
}

fn take(
    did: Did,
    (table, row, held): (&DataTable<'_>, &Row, Modifiers),
    focus: &Response,
    state: &mut TableState,
    response: &mut TableResponse,
) {
    if did.clicked && (held.command || held.shift) {
        state.tick(table, &row.key, held.shift);
        focus.request_focus();
        return;
    }
    if did.clicked {
        state.ticked.clear();
    }
    if did.clicked || did.menu_column.is_some() {
        response.selected = Some(row.key.clone());
        focus.request_focus();
    }
    if did.opened {
        response.opened = Some(row.key.clone());
    }
    if let Some(column) = did.menu_column {
        state.menu_cell = Some((row.key.clone(), column));
    }
}

/// The columns that fit, with their places; those of the highest rank go first.
fn fitting<'a>(
    mut visible: Vec<(usize, &'a Column<'a>)>,
    choice: &Choice,
    room: f32,
) -> Vec<(usize, &'a Column<'a>)> {
    let needed = |visible: &[(usize, &Column<'_>)]| -> f32 {
        let each = visible
            .iter()
            .map(|(_, column)| choice.width(column) + COLUMN_GAP);
        each.sum()
    };
    while needed(&visible) > room {
        let Some(rank) = visible
            .iter()
            .map(|(_, column)| column.rank)
            .max()
            .filter(|rank| *rank > 0)
        else {
            break;
        };
        if let Some(at) = visible.iter().rposition(|(_, column)| column.rank == rank) {
            visible.remove(at);
        }
    }
    visible
}

/// Which columns stand where: the widths belong to them.
fn places(visible: &[(usize, &Column<'_>)]) -> Vec<usize> {
    visible.iter().map(|(at, _)| *at).collect()
}

/// A column of this width; without one it takes the room that the others leave.
fn width(column: &Column<'_>, wide: Option<f32>) -> egui_extras::Column {
    match wide {
        None => egui_extras::Column::remainder()
            .at_least(column.width.min(80.0))
            .clip(true),
        Some(wide) => egui_extras::Column::initial(wide)
            .at_least(NARROWEST)
            .resizable(true)
            .clip(true),
    }
}

/// Draws the header; returns how wide each column is, by its id.
fn header<'a>(
    line: &mut TableRow<'_, '_>,
    table: &DataTable<'_>,
    visible: &[(usize, &'a Column<'a>)],
    sort: &mut Option<Sort>,
) -> Vec<(&'a str, u32)> {
    let mut widths = Vec::new();
    for (_, column) in visible {
        let (rect, _) = line.col(|ui| {
            let direction = sort
                .filter(|sort| sort.column == column.id)
                .map(|sort| sort.direction);
            if header_cell(ui, table, column, direction).clicked() {
                *sort = Some(Sort {
                    column: column.id,
                    direction: next(direction),
                });
            }
        });
        widths.push((column.id, rect.width().round().max(0.0) as u32));
    }
    widths
}

fn next(direction: Option<Direction>) -> Direction {
    match direction {
        Some(Direction::Forward) => Direction::Backward,
        Some(Direction::Backward) | None => Direction::Forward,
    }
}

fn header_cell(
    ui: &mut Ui,
    table: &DataTable<'_>,
    column: &Column<'_>,
    direction: Option<Direction>,
) -> Response {
    let tokens = theme::tokens(ui);
    let (arrow, name, colour) = match direction {
        Some(Direction::Forward) => (
            egui_phosphor::regular::ARROW_UP,
            table.words.table_sorted_up(column.header),
            tokens.text,
        ),
        Some(Direction::Backward) => (
            egui_phosphor::regular::ARROW_DOWN,
            table.words.table_sorted_down(column.header),
            tokens.text,
        ),
        None => ("", table.words.table_sort_by(column.header), tokens.quiet),
    };
    let text = if arrow.is_empty() {
        column.header.to_owned()
    } else {
        format!("{} {arrow}", column.header)
    };
    let text = RichText::new(text)
        .font(FontId::new(SMALL_SIZE, theme::fonts::medium()))
        .color(colour);
    ui.spacing_mut().button_padding = vec2(0.0, 2.0);
    ui.with_layout(layout(column.side), |ui| {
        let response = ui.add(Button::new(text).frame(false).truncate());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
        response.on_hover_text(&name)
    })
    .inner
}

fn layout(side: Side) -> Layout {
    match side {
        Side::Left => Layout::left_to_right(Align::Center),
        Side::Right => Layout::right_to_left(Align::Center),
    }
}

fn row_ui(
    line: &mut TableRow<'_, '_>,
    table: &DataTable<'_>,
    visible: &[(usize, &Column<'_>)],
    (row, mark): (&Row, Mark),
) -> Did {
    line.set_selected(mark.selected);
    let mut did = Did::default();
    for (place, (at, column)) in visible.iter().enumerate() {
        let cell = row.cells.get(*at).unwrap_or(&Cell::None);
        let (_, response) = line.col(|ui| {
            row_line(ui);
            // The builder tints selected text; status colours must stay what they are.
            ui.visuals_mut().override_text_color = None;
            if row.faded {
                ui.multiply_opacity(FADED);
            }
            ui.with_layout(layout(column.side), |ui| cell_ui(ui, table, cell));
            if place == 0 && mark.selected && mark.focused {
                focus_bar(ui);
            }
        });
        if place == 0 {
            response.widget_info(|| {
                WidgetInfo::selected(WidgetType::SelectableLabel, true, mark.selected, &row.name)
            });
        }
        did.clicked |= response.clicked();
        did.opened |= response.double_clicked();
        if response.secondary_clicked() {
            did.menu_column = Some(*at);
        }
    }
    did
}

/// The thin line above a row, without gaps between the columns.
fn row_line(ui: &Ui) {
    let rect = ui.max_rect().expand2(vec2(COLUMN_GAP / 2.0, 0.0));
    let stroke = Stroke::new(LINE_WIDTH, theme::tokens(ui).line);
    into_the_gap(ui).hline(rect.x_range(), rect.top(), stroke);
}

/// Shows where the keyboard is.
fn focus_bar(ui: &Ui) {
    let rect = ui.max_rect();
    let left = rect.left() - COLUMN_GAP / 2.0;
    let bar = Rect::from_min_max(pos2(left, rect.top()), pos2(left + FOCUS_BAR, rect.bottom()));
    into_the_gap(ui).rect_filled(bar, 0.0, theme::tokens(ui).accent);
}

/// A painter that may also paint into the gaps beside a cell.
fn into_the_gap(ui: &Ui) -> Painter {
    let mut painter = ui.painter().clone();
    painter.set_clip_rect(ui.clip_rect().expand2(vec2(COLUMN_GAP / 2.0, 0.0)));
    painter
}

fn cell_ui(ui: &mut Ui, table: &DataTable<'_>, cell: &Cell) {
    let tokens = theme::tokens(ui);
    let text = match cell {
        Cell::Text(text) => {
            elided::show(ui, text, TEXT_SIZE);
            return;
        }
        Cell::Mono(text) => RichText::new(text).monospace().size(MONO_SIZE).color(tokens.text),
        Cell::Number(number) => RichText::new(number.to_string()).color(tokens.text),
        Cell::Age(at) => {
            let text = age::text(ui, table.words.age(*at, table.now));
            RichText::new(text).color(tokens.text)
        }
        Cell::Chip(severity, word) => {
            status_chip::inline(ui, *severity, word);
            return;
        }
        Cell::None => RichText::new(table.words.format_none()).color(tokens.quiet),
    };
    let response = ui.add(Label::new(text).selectable(false).truncate());
    if let Cell::Age(at) = cell {
        response.on_hover_ui(|ui| drop(ui.label(table.words.moment(*at))));
    }
}

/// The context menu of a row: the page's own actions, then what can be copied.
fn row_menu(response: &Response, table: &DataTable<'_>, state: &TableState, row: &Row) {
    response.context_menu(|ui| {
        if let Some(menu) = table.menu {
            menu(ui, row);
            ui.separator();
        }
        let words = table.words;
        let cell = state
            .menu_cell
            .as_ref()
            .filter(|(key, _)| *key == row.key)
            .and_then(|(_, column)| row.cells.get(*column));
        if let Some(cell) = cell.filter(|cell| **cell != Cell::None) {
            copy_item(ui, words.table_copy_cell(), || cell.plain().into_owned());
        }
        copy_item(ui, words.table_copy_row(), || export::tsv(row));
        copy_item(ui, words.table_copy_csv(), || {
            export::csv(table.columns, state.order.rows(table.rows))
        });
        copy_item(ui, words.table_copy_json(), || {
            export::json(table.columns, state.order.rows(table.rows))
        });
    });
}

fn copy_item(ui: &mut Ui, word: &str, text: impl FnOnce() -> String) {
    if ui.button(word).clicked() {
        ui.copy_text(text());
        ui.close();
    }
}
