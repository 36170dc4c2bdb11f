//! The control for a label's value, by what kind of value it takes: chosen, counted or written.

use egui::{ComboBox, Id, Ui};

use crate::domain::catalog::Catalog;
use crate::domain::label::LabelKind;
use crate::domain::label::value::Offer;
use crate::ui::widgets::text_field;

/// An editor is no wider than this.
const EDITOR: f32 = 320.0;

/// An editor by kind; what it does not understand it leaves as it is.
pub fn show(
    ui: &mut Ui,
    catalog: Option<&Catalog>,
    (label, kind): (Id, Option<&LabelKind>),
    value: &mut String,
) {
    let (offer, hint) = kind.map_or((Offer::Nothing, ""), LabelKind::offer);
    let listed = match (offer, catalog) {
        // What does not depend on the cloud is there before it has told anything.
        (Offer::These(list), _) => Some(list.to_vec()),
        (offer, Some(catalog)) => catalog.offered(offer),
        (Offer::VolumeTypes | Offer::Zones | Offer::Nothing, None) => None,
    };
    match (listed, kind) {
        (Some(list), _) if !list.is_empty() => list_ui(ui, label, &list, value),
        (_, Some(LabelKind::Number)) if value.parse::<i64>().is_ok() || value.is_empty() => {
            number_ui(ui, label, value);
        }
        _ => {
            ui.add(text_field::singleline(value, EDITOR).hint_text(hint))
                .labelled_by(label);
        }
    }
}

/// Values to choose from; one that is not among them stays, and can be typed over.
fn list_ui(ui: &mut Ui, label: Id, list: &[&str], value: &mut String) {
    if !value.is_empty() && !list.contains(&value.as_str()) {
        ui.add(text_field::singleline(value, EDITOR / 2.0))
            .labelled_by(label);
    }
    ComboBox::from_id_salt(label.with("values"))
        .width(EDITOR / 2.0)
        .selected_text(value.clone())
        .show_ui(ui, |ui| {
            for choice in list {
                ui.selectable_value(value, (*choice).to_owned(), *choice);
            }
        })
        .response
        .labelled_by(label);
}

fn number_ui(ui: &mut Ui, label: Id, value: &mut String) {
    let mut number: i64 = value.parse().unwrap_or_default();
    let drag = egui::DragValue::new(&mut number)
        .range(0..=i64::from(u32::MAX))
        .speed(0.1);
    let response = ui
        .add_sized([80.0, ui.spacing().interact_size.y], drag)
        .labelled_by(label);
    if response.changed() {
        *value = number.to_string();
    }
}
