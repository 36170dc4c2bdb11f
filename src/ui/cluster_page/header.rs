//! The top of the page: which cluster, how it is, and what can be done with it.

use egui::{Align, Layout, RichText, Ui};

use crate::domain::namesakes::Namesakes;
use crate::domain::status::Health;
use crate::ui::cluster_page::{Scene, actions};
use crate::ui::context::Ctx;
use crate::ui::route::Route;
use crate::ui::theme::tokens;
use crate::ui::widgets::{age, section, status_chip};

/// Draws it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    back_ui(ui, scene.ctx);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            actions::show(ui, scene);
            ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                identity_ui(ui, scene)
            });
        });
    });
}

/// The way back to the list.
pub(super) fn back_ui(ui: &mut Ui, ctx: &Ctx<'_>) {
    let text = format!("{} {}", egui_phosphor::regular::CARET_LEFT, ctx.words.page_back());
    let response = ui.add(egui::Link::new(RichText::new(text).small()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Link, true, ctx.words.page_back()));
    if response.clicked() {
        ctx.outbox.go(Route::Clusters);
    }
}

fn identity_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let (words, cluster) = (scene.ctx.words, scene.cluster);
    let namesakes = scene.ctx.data.clusters.value().map(|list| {
        let names = list.rows.iter().map(|row| row.name.as_str());
        Namesakes::among(names)
    });
    let namesakes = namesakes.unwrap_or_default();
    section::title(ui, &namesakes.told(&cluster.name, cluster.id.short()));
    status_chip::show(ui, cluster.status_severity(), words.status(&cluster.status))
        .on_hover_text(cluster.status.to_string());
    let quiet = tokens(ui).quiet;
    match cluster.health {
        // Words that say by themselves that they are about health.
        Health::NotReported | Health::Healthy | Health::Unhealthy => {}
        Health::Unknown | Health::Other(_) => {
            ui.label(RichText::new(words.page_section_health()).color(quiet));
        }
    }
    if cluster.health != Health::NotReported {
        status_chip::show(ui, cluster.health.severity(), words.health(&cluster.health))
            .on_hover_text(cluster.health.word());
    }
    if let Some(version) = cluster
        .coe_version
        .as_deref()
        .filter(|version| !version.is_empty())
    {
        whole(ui, RichText::new(words.page_version(version)).color(quiet));
    }
    if let Some(created) = cluster.created_at {
        let ago = age::text(ui, words.ago(created, scene.ctx.now));
        whole(ui, RichText::new(words.page_age(ago)).color(quiet)).on_hover_text(words.moment(created));
    }
}

/// Goes to the next line as a whole where there is no room.
fn whole(ui: &mut Ui, text: RichText) -> egui::Response {
    ui.add(egui::Label::new(text).wrap_mode(egui::TextWrapMode::Extend))
}
