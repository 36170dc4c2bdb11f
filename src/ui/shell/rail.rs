//! The navigation rail: icon and word, icons alone in narrow windows.

use crate::ui::context::Ctx;
use crate::ui::route::{Route, Tab};
use crate::ui::shell::ShellInput;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::TEXT_SIZE;

/// Draws it.
pub(super) fn show(ui: &mut egui::Ui, input: &ShellInput<'_>, narrow: bool) {
    let words = input.ctx.words;
    let here = input.route;
    let on_topology = matches!(here, Route::Topology | Route::Cluster(_, Tab::Topology));
    let on_clusters =
        matches!(here, Route::Clusters | Route::CreateCluster | Route::Cluster(..)) && !on_topology;
    let entries = [
        (
            egui_phosphor::regular::CUBE,
            words.rail_clusters(),
            Some(Route::Clusters),
            on_clusters,
        ),
        (
            egui_phosphor::regular::STACK,
            words.rail_templates(),
            Some(Route::Templates(None)),
            matches!(here, Route::Templates(_)),
        ),
        (
            egui_phosphor::regular::DESKTOP_TOWER,
            words.rail_nodes(),
            Some(Route::Nodes),
            *here == Route::Nodes,
        ),
        (
            egui_phosphor::regular::GRAPH,
            words.rail_topology(),
            Some(topology_of(here)),
            on_topology,
        ),
        (
            egui_phosphor::regular::CLOCK_COUNTER_CLOCKWISE,
            words.rail_activity(),
            Some(Route::Activity),
            *here == Route::Activity,
        ),
        (
            egui_phosphor::regular::PULSE,
            words.rail_diagnostics(),
            Some(Route::Diagnostics(None)),
            matches!(here, Route::Diagnostics(_)),
        ),
        (
            egui_phosphor::regular::GEAR,
            words.rail_settings(),
            Some(Route::Settings),
            *here == Route::Settings,
        ),
        (
            egui_phosphor::regular::QUESTION,
            words.guide_title(),
            Some(Route::Guide),
            *here == Route::Guide,
        ),
    ];
    for (icon, word, target, selected) in entries {
        rail_entry(
            ui,
            input.ctx,
            RailEntry {
                icon,
                word,
                target,
                selected,
                narrow,
            },
        );
    }
}

/// Where the rail's topology leads: to that of the cluster on screen, else to the one looked at last.
fn topology_of(here: &Route) -> Route {
    match here {
        Route::Cluster(id, _) => Route::Cluster(id.clone(), Tab::Topology),
        Route::Welcome
        | Route::Clusters
        | Route::Topology
        | Route::Templates(_)
        | Route::Nodes
        | Route::CreateCluster
        | Route::Activity
        | Route::SignIn
        | Route::Diagnostics(_)
        | Route::Settings
        | Route::Guide => Route::Topology,
    }
}

struct RailEntry<'a> {
    icon: &'a str,
    word: &'a str,
    target: Option<Route>,
    selected: bool,
    narrow: bool,
}

fn rail_entry(ui: &mut egui::Ui, ctx: &Ctx<'_>, entry: RailEntry<'_>) {
    let tokens = tokens(ui);
    let enabled = entry.target.is_some();
    let size = egui::vec2(ui.available_width(), 30.0);
    let sense = if enabled {
        egui::Sense::click()
    } else {
        egui::Sense::hover()
    };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let fill = match (entry.selected, response.hovered() && enabled) {
        (true, _) => tokens.selected,
        (false, true) => tokens.hover,
        (false, false) => egui::Color32::TRANSPARENT,
    };
    let color = match (enabled, entry.selected) {
        (false, _) => tokens.quiet.gamma_multiply(0.6),
        (true, true) => tokens.accent,
        (true, false) => tokens.text,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, 6.0, fill);
    let font = egui::FontId::proportional(16.0);
    let at = egui::pos2(rect.left() + 12.0, rect.center().y);
    painter.text(at, egui::Align2::CENTER_CENTER, entry.icon, font, color);
    if !entry.narrow {
        let at = egui::pos2(rect.left() + 28.0, rect.center().y);
        painter.text(
            at,
            egui::Align2::LEFT_CENTER,
            entry.word,
            egui::FontId::proportional(TEXT_SIZE),
            color,
        );
    }
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.5, tokens.accent);
        painter.rect_stroke(rect, 6.0, stroke, egui::StrokeKind::Inside);
    }
    let word = entry.word.to_owned();
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::WidgetType::SelectableLabel, enabled, entry.selected, &word)
    });
    let response = match (enabled, entry.narrow) {
        (false, _) => response.on_hover_text(ctx.words.rail_topology_why_not()),
        (true, true) => response.on_hover_text(entry.word),
        (true, false) => response,
    };
    if let Some(target) = entry.target.filter(|_| response.clicked()) {
        ctx.outbox.go(target);
    }
}
