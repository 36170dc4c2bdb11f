//! A state as icon, word and colour, never as colour alone.

use egui::{Align2, FontId, Response, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::domain::status::Severity;
use crate::ui::theme::{
    self,
    tokens::{GRID, ICON_SIZE, SMALL_SIZE},
};

/// The icon of a severity.
pub fn icon(severity: Severity) -> &'static str {
    match severity {
        Severity::Neutral => egui_phosphor::regular::MINUS_CIRCLE,
        Severity::Good => egui_phosphor::regular::CHECK_CIRCLE,
        Severity::Busy => egui_phosphor::regular::ARROWS_CLOCKWISE,
        Severity::Warning => egui_phosphor::regular::WARNING,
        Severity::Bad => egui_phosphor::regular::X_CIRCLE,
    }
}

/// Draws the state as a chip with a soft background.
pub fn show(ui: &mut Ui, severity: Severity, word: &str) -> Response {
    let colours = theme::tokens(ui).status(severity);
    let font = FontId::proportional(SMALL_SIZE);
    let galley = ui.painter().layout_no_wrap(word.to_owned(), font, colours.fg);
    let height = 22.0;
    let icon_room = ICON_SIZE + 1.5 * GRID;
    let size = vec2(icon_room + galley.size().x + 3.5 * GRID, height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, word));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        painter.rect_filled(rect, height / 2.0, colours.bg);
        let icon_at = pos2(rect.left() + 1.5 * GRID + ICON_SIZE / 2.0, rect.center().y);
        painter.text(
            icon_at,
            Align2::CENTER_CENTER,
            icon(severity),
            FontId::proportional(ICON_SIZE),
            colours.fg,
        );
        let text_at = pos2(
            rect.left() + icon_room + GRID,
            rect.center().y - galley.size().y / 2.0,
        );
        painter.galley(text_at, galley, colours.fg);
    }
    response
}

/// Draws the state as icon and word on whatever is behind it; for tables, where chips would be noise.
pub fn inline(ui: &mut Ui, severity: Severity, word: &str) -> Response {
    let tokens = theme::tokens(ui);
    let colour = tokens.status(severity).fg;
    // What is well is not what anybody looks for: its word stays quiet, only the icon is coloured.
    let text = match severity {
        Severity::Good | Severity::Neutral => tokens.text,
        Severity::Busy | Severity::Warning | Severity::Bad => colour,
    };
    ui.spacing_mut().item_spacing.x = GRID;
    let width = ICON_SIZE;
    let height = ui.available_height().min(ui.spacing().interact_size.y);
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let at = pos2(rect.left() + ICON_SIZE / 2.0, rect.center().y);
    ui.painter().text(
        at,
        Align2::CENTER_CENTER,
        icon(severity),
        FontId::proportional(ICON_SIZE),
        colour,
    );
    ui.add(
        egui::Label::new(egui::RichText::new(word).color(text))
            .selectable(false)
            .truncate(),
    )
}
