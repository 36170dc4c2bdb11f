//! One of many: a list that opens below its button, with a search where it is long, drawn row by row however long it is.

use std::sync::Arc;

use egui::{ComboBox, Id, Key, PopupCloseBehavior, Response, RichText, ScrollArea, Ui};

use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{CONTROL_HEIGHT, GRID};
use crate::ui::widgets::text_field;

/// Lists up to this length need no search.
const SHORT: usize = 12;
/// Height of an open list.
const LIST_HEIGHT: f32 = 280.0;

/// One row of the list.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What is written into the draft.
    pub value: String,
    /// What is read.
    pub text: String,
    /// Why it cannot be used; it can be chosen all the same.
    pub trouble: Option<String>,
}

/// What the list is.
#[derive(Debug)]
pub struct Picker<'a> {
    /// The id of the label beside it.
    pub label: Id,
    /// What stands on the button.
    pub shown: String,
    /// The row that stands for nothing of one's own; its text.
    pub none: Option<String>,
    /// How many rows there are.
    pub count: usize,
    /// Another number once the rows may have changed.
    pub version: u64,
    /// The words.
    pub words: &'a Words,
}

/// Draws it. Rows are asked for when they are seen or searched.
pub fn show(ui: &mut Ui, picker: &Picker<'_>, row: impl Fn(usize) -> Row, value: &mut String) -> Response {
    let before = value.clone();
    let mut response = ComboBox::from_id_salt(picker.label.with("picker"))
        .width(ui.available_width())
        .height(LIST_HEIGHT + 3.0 * CONTROL_HEIGHT)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .selected_text(picker.shown.clone())
        .show_ui(ui, |ui| list_ui(ui, picker, &row, value))
        .response
        .labelled_by(picker.label);
    if *value != before {
        response.mark_changed();
    }
    response
}

fn list_ui(ui: &mut Ui, picker: &Picker<'_>, row: &impl Fn(usize) -> Row, value: &mut String) {
    let found = if picker.count > SHORT {
        search_ui(ui, picker, row, value)
    } else {
        Arc::new((0..picker.count).collect())
    };
    if let Some(none) = &picker.none
        && ui.selectable_label(value.is_empty(), none).clicked()
    {
        value.clear();
        ui.close();
    }
    if found.is_empty() && picker.count > 0 {
        let text = RichText::new(picker.words.wizard_pick_none()).color(tokens(ui).quiet);
        ui.label(text);
    }
    ScrollArea::vertical()
        .id_salt("rows")
        .max_height(LIST_HEIGHT)
        .show_rows(ui, CONTROL_HEIGHT, found.len(), |ui, seen| {
            for index in found.get(seen).into_iter().flatten() {
                row_ui(ui, &row(*index), value);
            }
        });
}

fn row_ui(ui: &mut Ui, row: &Row, value: &mut String) {
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL_HEIGHT);
        ui.spacing_mut().item_spacing.x = GRID;
        let text = match &row.trouble {
            Some(_) => RichText::new(&row.text).color(tokens(ui).quiet),
            None => RichText::new(&row.text),
        };
        let response = ui.selectable_label(*value == row.value, text);
        if let Some(trouble) = &row.trouble {
            ui.label(RichText::new(trouble).small().color(tokens(ui).quiet));
        }
        if response.clicked() {
            value.clone_from(&row.value);
            ui.close();
        }
    });
}

/// A search while its list is open.
#[derive(Clone, Debug, Default)]
struct Search {
    text: String,
    /// The frame in which it was seen last: what was typed when the list was open before is over.
    seen: u64,
    found: Option<Found>,
}

/// What it has found, so that thousands of rows are read when a letter comes and not in every frame.
#[derive(Clone, Debug)]
struct Found {
    wanted: String,
    version: u64,
    rows: Arc<Vec<usize>>,
}

impl Found {
    fn is_of(&self, picker: &Picker<'_>, wanted: &str) -> bool {
        self.wanted == wanted && self.version == picker.version
    }

    /// The rows that hold this. One letter more is looked for among those that were found without it.
    fn of(before: Option<&Self>, picker: &Picker<'_>, wanted: String, row: &impl Fn(usize) -> Row) -> Self {
        let holds = |index: &usize| row(*index).text.to_lowercase().contains(&wanted);
        let narrower = before.filter(|before| {
            before.version == picker.version
                && !before.wanted.is_empty()
                && wanted.starts_with(&before.wanted)
        });
        let rows = match narrower {
            _ if wanted.is_empty() => (0..picker.count).collect(),
            Some(before) => before.rows.iter().copied().filter(holds).collect(),
            None => (0..picker.count).filter(holds).collect(),
        };
        Self {
            wanted,
            version: picker.version,
            rows: Arc::new(rows),
        }
    }
}

/// The rows that hold what was typed; Enter takes the first.
fn search_ui(
    ui: &mut Ui,
    picker: &Picker<'_>,
    row: &impl Fn(usize) -> Row,
    value: &mut String,
) -> Arc<Vec<usize>> {
    let id = picker.label.with("search");
    let frame = ui.ctx().cumulative_frame_nr();
    let kept = ui.data(|data| data.get_temp::<Search>(id));
    let open = kept.filter(|search| search.seen + 1 >= frame);
    let just_opened = open.is_none();
    let mut search = open.unwrap_or_default();
    let name = ui.label(
        RichText::new(picker.words.wizard_pick_search())
            .small()
            .color(tokens(ui).quiet),
    );
    let field = ui
        .add(text_field::singleline(&mut search.text, f32::INFINITY))
        .labelled_by(name.id);
    if just_opened {
        field.request_focus();
    }
    let wanted = search.text.to_lowercase();
    let known = search.found.take();
    let found = match known {
        Some(known) if known.is_of(picker, &wanted) => known,
        known => Found::of(known.as_ref(), picker, wanted, row),
    };
    let rows = Arc::clone(&found.rows);
    if field.lost_focus()
        && ui.input(|input| input.key_pressed(Key::Enter))
        && let Some(first) = rows.first()
    {
        *value = row(*first).value;
        ui.close();
    }
    search.found = Some(found);
    search.seen = frame;
    ui.data_mut(|data| data.insert_temp(id, search));
    rows
}
