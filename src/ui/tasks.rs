//! Keys that work on every page.

use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::route::{Route, main_topic};

/// F1 opens the guide; F5 and Ctrl+R ask again now; Esc leaves a cluster's page for the list.
pub(crate) fn keys(ui: &egui::Ui, ctx: &Ctx<'_>, route: &Route) {
    let typing = ui.ctx().egui_wants_keyboard_input();
    let (refresh, back) = ui.input_mut(|input| {
        let refresh = input.consume_key(egui::Modifiers::NONE, egui::Key::F5)
            || input.consume_key(egui::Modifiers::COMMAND, egui::Key::R);
        let back = !typing && input.key_pressed(egui::Key::Escape);
        (refresh, back)
    });
    if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::F1)) {
        ctx.outbox.go(Route::Guide);
    }
    if refresh && main_topic(route).is_some() {
        ctx.outbox.push(Action::Refresh(None));
    }
    if back && matches!(route, Route::Cluster(..)) && !egui::Popup::is_any_open(ui.ctx()) {
        ctx.outbox.go(Route::Clusters);
    }
}
