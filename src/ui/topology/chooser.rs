//! The choice of the cluster whose picture is shown.

use egui::{Button, Key, Popup, RichText, ScrollArea, Ui};

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::route::{Route, Tab};
use crate::ui::theme::tokens;
use crate::ui::widgets::{status_chip, text_field};

/// Height of a line of the list.
const LINE: f32 = 28.0;
/// Height of the list before it scrolls.
const HEIGHT: f32 = 320.0;
/// The widest that the name is drawn.
const WIDEST: f32 = 280.0;
/// With more clusters than this there is a field to find one by its name.
const FEW: usize = 8;

/// Draws the button with the cluster's name, and the list below it while that is open.
pub(crate) fn ui(ui: &mut Ui, ctx: &Ctx<'_>, shown: &ClusterId, search: &mut String) {
    let words = ctx.words;
    let name = ctx.data.cluster(shown).map(|cluster| cluster.name.as_str());
    let text = format!(
        "{}  {}",
        name.unwrap_or(shown.short()),
        egui_phosphor::regular::CARET_DOWN
    );
    let response = ui
        .scope(|ui| {
            ui.set_max_width(ui.available_width().min(WIDEST));
            ui.add(Button::new(text).truncate())
        })
        .inner;
    response.widget_info(|| {
        let spoken = words.picture_choose_spoken(name.unwrap_or(shown.short()));
        egui::WidgetInfo::labeled(egui::WidgetType::ComboBox, true, spoken)
    });
    let opened = response.clicked();
    Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_min_width(260.0);
            list_ui(ui, ctx, shown, search, opened);
        });
}

fn list_ui(ui: &mut Ui, ctx: &Ctx<'_>, shown: &ClusterId, search: &mut String, opened: bool) {
    let Some(list) = ctx.data.clusters.value() else {
        ui.label(ctx.words.picture_choose_waiting());
        return;
    };
    let mut entered = false;
    if list.rows.len() > FEW {
        let field = text_field::singleline(search, 240.0).hint_text(ctx.words.picture_choose_find());
        let response = ui.add(field);
        if opened {
            search.clear();
            response.request_focus();
        }
        entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    }
    let wanted = search.trim().to_lowercase();
    let mut rows: Vec<&Cluster> = list
        .rows
        .iter()
        .map(AsRef::as_ref)
        .filter(|row| wanted.is_empty() || row.name.to_lowercase().contains(&wanted))
        .collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    let mut chosen = entered.then(|| rows.first().map(|row| &row.id)).flatten();
    ScrollArea::vertical()
        .id_salt("clusters to choose from")
        .max_height(HEIGHT)
        .show_rows(ui, LINE, rows.len(), |ui, visible| {
            for row in rows.get(visible).unwrap_or_default() {
                if line_ui(ui, row, row.id == *shown) {
                    chosen = Some(&row.id);
                }
            }
        });
    if let Some(id) = chosen {
        ctx.outbox.go(Route::Cluster(id.clone(), Tab::Topology));
        Popup::close_all(ui.ctx());
    }
}

fn line_ui(ui: &mut Ui, row: &Cluster, shown: bool) -> bool {
    let severity = row.severity();
    let colour = tokens(ui).status(severity).fg;
    ui.horizontal(|ui| {
        ui.set_min_height(LINE - 4.0);
        ui.label(RichText::new(status_chip::icon(severity)).color(colour));
        let name = RichText::new(&row.name);
        let name = if severity >= Severity::Warning {
            name.strong()
        } else {
            name
        };
        ui.add(
            Button::new(name)
                .selected(shown)
                .frame_when_inactive(shown)
                .truncate(),
        )
        .clicked()
    })
    .inner
}
