//! The control for a label's value, by what kind of value it takes: chosen, counted or written.

use egui::{ComboBox, Id, Ui};

use crate::domain::catalog::Catalog;
use crate::domain::label::LabelKind;
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
    let listed: Option<Vec<String>> = match kind {
        Some(LabelKind::Flag) => Some(vec!["true".to_owned(), "false".to_owned()]),
        Some(LabelKind::Choice(list, _)) => Some(list.iter().map(|choice| (*choice).to_owned()).collect()),
        Some(LabelKind::VolumeType) => catalog.and_then(|catalog| catalog.volume_types.clone()),
        Some(LabelKind::Zone) => catalog.and_then(|catalog| catalog.zones.clone()),
        Some(
            LabelKind::Number
            | LabelKind::Version
            | LabelKind::Cidr
            | LabelKind::Cidrs
            | LabelKind::Address
            | LabelKind::Url
            | LabelKind::Names
            | LabelKind::Json
            | LabelKind::Secret
            | LabelKind::Text,
        )
        | None => None,
    };
    match (listed, kind) {
        (Some(list), _) if !list.is_empty() => list_ui(ui, label, &list, value),
        (_, Some(LabelKind::Number)) if value.parse::<i64>().is_ok() || value.is_empty() => {
            number_ui(ui, label, value);
        }
        _ => {
            let hint = kind.map(hint).unwrap_or_default();
            ui.add(text_field::singleline(value, EDITOR).hint_text(hint))
                .labelled_by(label);
        }
    }
}

/// Values to choose from; one that is not among them stays, and can be typed over.
fn list_ui(ui: &mut Ui, label: Id, list: &[String], value: &mut String) {
    if !value.is_empty() && !list.contains(value) {
        ui.add(text_field::singleline(value, EDITOR / 2.0))
            .labelled_by(label);
    }
    ComboBox::from_id_salt(label.with("values"))
        .width(EDITOR / 2.0)
        .selected_text(value.clone())
        .show_ui(ui, |ui| {
            for choice in list {
                ui.selectable_value(value, choice.clone(), choice);
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

/// What a value looks like.
fn hint(kind: &LabelKind) -> &'static str {
    match kind {
        LabelKind::Version => "v1.30.2",
        LabelKind::Cidr => "10.100.0.0/16",
        LabelKind::Cidrs => "192.0.2.0/24,198.51.100.0/24",
        LabelKind::Address => "203.0.113.7",
        LabelKind::Url => "https://…",
        LabelKind::Names => "a,b,c",
        LabelKind::Json => "{…}",
        LabelKind::Flag
        | LabelKind::Number
        | LabelKind::Choice(..)
        | LabelKind::Secret
        | LabelKind::VolumeType
        | LabelKind::Zone
        | LabelKind::Text => "",
    }
}
