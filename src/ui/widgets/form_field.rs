//! One field of a form: its label, its control, what is wrong with it or else what it is for.

use egui::{Id, Response, RichText, Ui};

use crate::domain::status::Severity;
use crate::ui::theme::{
    section_style, tokens,
    tokens::{GAP, GRID},
};
use crate::ui::widgets::status_chip;

/// What stands round the control.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// What it is.
    pub label: &'a str,
    /// What it is for or which rule it follows; shown where nothing is wrong.
    pub help: &'a str,
    /// What is wrong with it, or worth a warning.
    pub issue: Option<(Severity, &'a str)>,
}

/// Draws it. The closure draws the control and gets the label's id for `labelled_by`.
pub fn show(ui: &mut Ui, field: Field<'_>, control: impl FnOnce(&mut Ui, Id) -> Response) -> Response {
    let tokens = tokens(ui);
    let response = ui
        .vertical(|ui| {
            let label = ui.label(RichText::new(field.label).text_style(section_style()));
            ui.add_space(GRID / 2.0);
            let response = control(ui, label.id);
            ui.add_space(GRID / 2.0);
            match field.issue {
                Some((severity, text)) => {
                    let colour = tokens.status(severity).fg;
                    ui.horizontal_wrapped(|ui| {
                        ui.spacing_mut().item_spacing.x = GRID;
                        // As high as the help that it stands in for, so that nothing moves.
                        ui.spacing_mut().interact_size.y = 0.0;
                        ui.label(RichText::new(status_chip::icon(severity)).small().color(colour));
                        ui.label(RichText::new(text).small().color(colour));
                    });
                }
                None => drop(ui.label(RichText::new(field.help).small().color(tokens.quiet))),
            }
            response
        })
        .inner;
    ui.add_space(GAP);
    response
}
