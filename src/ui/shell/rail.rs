//! The navigation rail: icon and word, icons alone in narrow windows.

use egui_phosphor::regular;

use crate::ui::context::Ctx;
use crate::ui::route::{EstateRoute, Route, Tab};
use crate::ui::shell::ShellInput;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::TEXT_SIZE;

/// Draws it.
pub(super) fn show(ui: &mut egui::Ui, input: &ShellInput<'_>, narrow: bool) {
    for entry in entries(input) {
        rail_entry(ui, input.ctx, narrow, entry);
    }
}

/// The pages in the order of the rail. What only administrators see stands there for them alone.
fn entries<'a>(input: &ShellInput<'a>) -> Vec<RailEntry<'a>> {
    let words = input.ctx.words;
    let here = input.route;
    let on_topology = matches!(here, Route::Topology | Route::Cluster(_, Tab::Topology));
    let on_clusters =
        matches!(here, Route::Clusters | Route::CreateCluster | Route::Cluster(..)) && !on_topology;
    let on_templates = matches!(
        here,
        Route::Templates(_) | Route::Estate(EstateRoute::TemplateForm(_) | EstateRoute::TemplateCompare(..))
    );
    let info = input.ctx.data.info.as_ref();
    let entry = |icon, word, target: Route| RailEntry {
        icon,
        word,
        selected: *here == target,
        target: Some(target),
    };
    let estate = |icon, word, route| entry(icon, word, Route::Estate(route));
    let mut entries = vec![
        estate(regular::HOUSE, words.rail_overview(), EstateRoute::Overview),
        RailEntry {
            selected: on_clusters,
            ..entry(regular::CUBE, words.rail_clusters(), Route::Clusters)
        },
        RailEntry {
            selected: on_templates,
            ..entry(regular::STACK, words.rail_templates(), Route::Templates(None))
        },
        entry(regular::DESKTOP_TOWER, words.rail_nodes(), Route::Nodes),
        RailEntry {
            icon: regular::GRAPH,
            word: words.rail_topology(),
            target: Some(topology_of(here)),
            selected: on_topology,
        },
        entry(
            regular::CLOCK_COUNTER_CLOCKWISE,
            words.rail_activity(),
            Route::Activity,
        ),
        estate(regular::STACK_SIMPLE, words.rail_stacks(), EstateRoute::Stacks),
        estate(regular::KEY, words.rail_keypairs(), EstateRoute::Keypairs),
        estate(regular::GAUGE, words.rail_quotas(), EstateRoute::Quotas),
        estate(
            regular::HARD_DRIVES,
            words.rail_conductors(),
            EstateRoute::Conductors,
        ),
    ];
    if info.is_some_and(|info| info.is_administrator()) {
        entries.push(estate(
            regular::BUILDINGS,
            words.rail_cloud_wide(),
            EstateRoute::CloudWide,
        ));
    }
    entries.extend([
        RailEntry {
            selected: matches!(here, Route::Diagnostics(_)),
            ..entry(regular::PULSE, words.rail_diagnostics(), Route::Diagnostics(None))
        },
        entry(regular::GEAR, words.rail_settings(), Route::Settings),
        entry(regular::QUESTION, words.guide_title(), Route::Guide),
    ]);
    entries
}

/// Where the rail's topology leads: to that of the cluster on screen, else to the one looked at last.
fn topology_of(here: &Route) -> Route {
    match here {
        Route::Cluster(id, _) => Route::Cluster(id.clone(), Tab::Topology),
        Route::Welcome
        | Route::Clusters
        | Route::Topology
        | Route::Templates(_)
        | Route::Estate(_)
        | Route::Nodes
        | Route::Leftovers(_)
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
}

fn rail_entry(ui: &mut egui::Ui, ctx: &Ctx<'_>, narrow: bool, entry: RailEntry<'_>) {
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
    if !narrow {
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
    let response = match (enabled, narrow) {
        (false, _) => response.on_hover_text(ctx.words.rail_topology_why_not()),
        (true, true) => response.on_hover_text(entry.word),
        (true, false) => response,
    };
    if let Some(target) = entry.target.filter(|_| response.clicked()) {
        ctx.outbox.go(target);
    }
}
