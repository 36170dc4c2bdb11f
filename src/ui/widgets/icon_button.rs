//! A button that is only an icon; its name is its tooltip and what a screen reader says.

use egui::{Button, Response, RichText, Ui, WidgetInfo, WidgetType, vec2};

use crate::ui::theme::tokens::ICON_SIZE;

/// The smallest side of anything that can be clicked.
const SIDE: f32 = 24.0;

/// Draws it.
pub fn show(ui: &mut Ui, icon: &str, name: &str) -> Response {
    let button = Button::new(RichText::new(icon).size(ICON_SIZE))
        .frame_when_inactive(false)
        .min_size(vec2(SIDE, SIDE));
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding = vec2(4.0, 2.0);
            ui.spacing_mut().interact_size.y = SIDE;
            ui.add(button)
        })
        .inner;
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, response.enabled(), name));
    response.on_hover_text(name).on_disabled_hover_text(name)
}
