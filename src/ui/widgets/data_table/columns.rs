//! Which columns a table shows, in which order and how wide: chosen by the person, kept in egui's memory under the table's name, where
//! the app finds it and writes it into the settings.

use std::collections::BTreeMap;

use egui::{Context, Id, Ui};

use crate::text::Words;
use crate::ui::widgets::data_table::cell::Column;
use crate::ui::widgets::icon_button;

/// What somebody has chosen for one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Ids of columns in the order in which they stand; those that are not named stand behind.
    pub order: Vec<String>,
    /// Ids of columns that are not shown.
    pub hidden: Vec<String>,
    /// Widths in whole points of the columns that somebody has dragged, by the columns' ids.
    pub widths: BTreeMap<String, u32>,
}

impl Choice {
    /// How wide a column is.
    pub(super) fn width(&self, column: &Column<'_>) -> f32 {
        let kept = self.widths.get(column.id).copied();
        let kept = kept.and_then(|width| u16::try_from(width).ok()).map(f32::from);
        kept.unwrap_or(column.width)
    }
}

/// The choices for all tables, by the table's id.
pub type Choices = BTreeMap<String, Choice>;

fn memory() -> Id {
    Id::new("columns of tables")
}

/// Puts back what was chosen in an earlier run.
pub fn restore(egui: &Context, choices: Choices) {
    egui.data_mut(|data| data.insert_temp(memory(), choices));
}

/// All choices.
pub fn choices(egui: &Context) -> Choices {
    egui.data(|data| data.get_temp(memory())).unwrap_or_default()
}

fn keep(egui: &Context, table: &str, choice: Choice) {
    let mut choices = choices(egui);
    if choice == Choice::default() {
        choices.remove(table);
    } else {
        choices.insert(table.to_owned(), choice);
    }
    restore(egui, choices);
}

/// How often a table was put back to how it was made: its widths begin anew with every time.
pub(super) fn resets(egui: &Context, table: &str) -> u32 {
    egui.data(|data| data.get_temp(counter(table)))
        .unwrap_or_default()
}

fn counter(table: &str) -> Id {
    Id::new(("resets of columns", table))
}

/// What somebody has chosen for this table.
pub(super) fn choice(egui: &Context, table: &str) -> Choice {
    choices(egui).remove(table).unwrap_or_default()
}

/// Takes over how wide the columns are now, by their ids, where somebody has dragged one: with the same columns and at rest
/// they were something else the last time.
pub(super) fn note_widths(egui: &Context, table: &str, now: &[(&str, u32)]) {
    if egui.input(|input| input.pointer.any_down()) {
        return;
    }
    let ids: Vec<&str> = now.iter().map(|(id, _)| *id).collect();
    let memory = Id::new(("widths of columns", table, resets(egui, table), ids));
    let widths: Vec<u32> = now.iter().map(|(_, width)| *width).collect();
    let before: Option<Vec<u32>> = egui.data(|data| data.get_temp(memory));
    if before.as_ref() == Some(&widths) {
        return;
    }
    if let Some(before) = before {
        let dragged = now.iter().zip(before).filter(|((_, now), before)| now != before);
        let mut kept = choice(egui, table);
        kept.widths
            .extend(dragged.map(|((id, width), _)| ((*id).to_owned(), *width)));
        keep(egui, table, kept);
    }
    egui.data_mut(|data| data.insert_temp(memory, widths));
}

/// The columns with their places, in the chosen order and without the hidden ones. The first column always stays: it names
/// the row.
pub(super) fn arranged<'a>(
    egui: &Context,
    table: &str,
    columns: &'a [Column<'a>],
) -> Vec<(usize, &'a Column<'a>)> {
    let choice = choices(egui).remove(table).unwrap_or_default();
    arrange(&choice, columns)
}

fn arrange<'a>(choice: &Choice, columns: &'a [Column<'a>]) -> Vec<(usize, &'a Column<'a>)> {
    let mut all: Vec<(usize, &Column<'_>)> = columns.iter().enumerate().collect();
    let rank = |at: usize, column: &Column<'_>| {
        if at == 0 {
            return 0;
        }
        let found = choice.order.iter().position(|id| id == column.id);
        found.map_or(usize::MAX, |found| found + 1)
    };
    all.sort_by_key(|(at, column)| (rank(*at, column), *at));
    all.retain(|(at, column)| *at == 0 || !choice.hidden.iter().any(|id| id == column.id));
    all
}

/// The button whose menu shows, hides and moves columns.
pub fn button(ui: &mut Ui, words: &Words, table: &str, columns: &[Column<'_>]) {
    let icon = egui_phosphor::regular::COLUMNS;
    let response = ui
        .menu_button(icon, |ui| menu(ui, words, table, columns))
        .response;
    let name = words.table_columns();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, name));
    response.on_hover_text(name);
}

fn menu(ui: &mut Ui, words: &Words, table: &str, columns: &[Column<'_>]) {
    let mut choice = choices(ui.ctx()).remove(table).unwrap_or_default();
    let before = choice.clone();
    let shown = Choice {
        hidden: Vec::new(),
        ..choice.clone()
    };
    let mut order: Vec<String> = arrange(&shown, columns)
        .into_iter()
        .map(|(_, column)| column.id.to_owned())
        .collect();
    let mut moved = None;
    for (place, id) in order.iter().enumerate().skip(1) {
        let Some(column) = columns.iter().find(|column| column.id == id) else {
            continue;
        };
        ui.horizontal(|ui| {
            let mut on = !choice.hidden.contains(id);
            let up = words.table_column_earlier(column.header);
            ui.add_enabled_ui(place > 1, |ui| {
                if icon_button::show(ui, egui_phosphor::regular::ARROW_UP, &up).clicked() {
                    moved = Some(place);
                }
            });
            if ui.checkbox(&mut on, column.header).changed() {
                choice.hidden.retain(|hidden| hidden != id);
                if !on {
                    choice.hidden.push(id.clone());
                }
            }
        });
    }
    if let Some(place) = moved {
        order.swap(place - 1, place);
        choice.order = order;
    }
    ui.separator();
    if ui.button(words.table_columns_reset()).clicked() {
        choice = Choice::default();
        let resets = resets(ui.ctx(), table);
        ui.data_mut(|data| data.insert_temp(counter(table), resets + 1));
        ui.close();
    }
    if choice != before {
        keep(ui.ctx(), table, choice);
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, arrange, choice, choices, note_widths};
    use crate::ui::widgets::data_table::cell::Column;

    #[test]
    fn columns_stand_as_chosen_and_the_first_always_stays() {
        let columns = ["name", "status", "health", "age"].map(|id| Column::new(id, id, 80.0));
        let ids = |choice: &Choice| -> Vec<(usize, &str)> {
            arrange(choice, &columns)
                .into_iter()
                .map(|(at, column)| (at, column.id))
                .collect()
        };
        assert_eq!(ids(&Choice::default()).len(), 4);
        let choice = Choice {
            order: vec!["age".to_owned(), "gone".to_owned(), "health".to_owned()],
            hidden: vec!["status".to_owned(), "name".to_owned()],
            ..Choice::default()
        };
        assert_eq!(ids(&choice), [(0, "name"), (3, "age"), (2, "health")]);
    }

    #[test]
    fn a_dragged_column_keeps_its_width_and_others_are_left_as_they_are() {
        let egui = egui::Context::default();
        note_widths(&egui, "things", &[("name", 80), ("age", 60)]);
        assert_eq!(choices(&egui).len(), 0, "as it was made");
        note_widths(&egui, "things", &[("name", 120), ("age", 60)]);
        let kept = choice(&egui, "things");
        assert_eq!(kept.widths, [("name".to_owned(), 120)].into());
        let columns = ["name", "age"].map(|id| Column::new(id, id, 80.0));
        let widths = columns.map(|column| kept.width(&column).to_string());
        assert_eq!(widths, ["120", "80"]);
        // Another set of columns says nothing about what was dragged.
        note_widths(&egui, "things", &[("name", 120)]);
        assert_eq!(choice(&egui, "things"), kept);
    }
}
