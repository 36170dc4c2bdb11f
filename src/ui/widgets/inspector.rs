//! The pane beside a table that tells more of the selected row. It is there only while something is selected and the page
//! has room for it.

use egui::{Align, Frame, Layout, Margin, Panel, ScrollArea, Ui};

use crate::text::Words;
use crate::ui::theme::tokens::{GAP, GRID, INSPECTOR_NEEDS, INSPECTOR_WIDTH};
use crate::ui::widgets::{icon_button, section};

/// Draws the pane at the right of what is left of the page; tells whether it was closed. Without room it draws nothing.
pub fn show(ui: &mut Ui, words: &Words, id: &'static str, title: &str, add: impl FnOnce(&mut Ui)) -> bool {
    if ui.available_width() < INSPECTOR_NEEDS {
        return false;
    }
    beside(ui, words, id, title, add)
}

/// The same beside something that does with any width, such as a picture.
pub fn beside(ui: &mut Ui, words: &Words, id: &'static str, title: &str, add: impl FnOnce(&mut Ui)) -> bool {
    let frame = Frame::new().inner_margin(Margin {
        left: 16,
        right: 0,
        top: 0,
        bottom: 0,
    });
    let mut closed = false;
    Panel::right(id)
        .frame(frame)
        .default_size(INSPECTOR_WIDTH)
        .size_range(280.0..=560.0)
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    closed = icon_button::show(ui, egui_phosphor::regular::X, words.widget_close()).clicked();
                    ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(false), |ui| {
                        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                        section::title(ui, title);
                    });
                });
            });
            ui.add_space(GRID);
            ScrollArea::vertical()
                .id_salt(id)
                .auto_shrink([false, false])
                .show(ui, |ui| {
                    ui.set_max_width(ui.available_width() - GAP);
                    add(ui);
                });
        });
    closed
}
