//! The frame round every page: top bar, strips of what concerns every page, navigation rail, status line.

mod freshness;
mod rail;
mod status_line;
mod strips;
mod switcher;

use std::sync::Arc;

use crate::domain::profile::{CloudProfile, TlsPolicy};
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::route::{EstateRoute, Route, Tab};
use crate::ui::theme::tokens;
use crate::ui::widgets::icon_button;

/// Below this width the rail shows icons only.
const NARROW: f32 = 1100.0;

/// What the frame is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct ShellInput<'a> {
    /// The values and the words.
    pub ctx: &'a Ctx<'a>,
    /// The page.
    pub route: &'a Route,
    /// The cloud that is open.
    pub profile: Option<&'a Arc<CloudProfile>>,
    /// Whether nobody has ever said which of several regions to work in.
    pub ask_region: bool,
}

/// Draws the frame, and the page inside it.
pub fn ui(ui: &mut egui::Ui, input: &ShellInput<'_>, page: impl FnOnce(&mut egui::Ui)) {
    let tokens = tokens(ui);
    let bar = egui::Frame::new()
        .fill(tokens.frame)
        .inner_margin(egui::Margin::symmetric(12, 6));
    egui::Panel::top("top-bar")
        .frame(bar)
        .show(ui, |ui| top_bar(ui, input));
    let line = egui::Frame::new()
        .fill(tokens.frame)
        .inner_margin(egui::Margin::symmetric(12, 4));
    egui::Panel::bottom("status-line")
        .frame(line)
        .show(ui, |ui| status_line::show(ui, input));
    if !input.route.needs_no_cloud() && input.profile.is_some() {
        let narrow = ui.ctx().content_rect().width() < NARROW;
        let rail = egui::Frame::new()
            .fill(tokens.frame)
            .inner_margin(egui::Margin::symmetric(6, 8));
        let width = if narrow { 36.0 } else { 128.0 };
        egui::Panel::left("rail")
            .frame(rail)
            .resizable(false)
            .exact_size(width)
            .show(ui, |ui| rail::show(ui, input, narrow));
    }
    strips::show(ui, input);
    let body = egui::Frame::new()
        .fill(tokens.page)
        .inner_margin(egui::Margin::symmetric(16, 12));
    egui::CentralPanel::default().frame(body).show(ui, page);
}

/// The page to be on after a switch: the same list where it is one, because single things belong to one place.
pub fn list_of(route: &Route) -> Route {
    match route {
        Route::Templates(_)
        | Route::Estate(EstateRoute::TemplateForm(_) | EstateRoute::TemplateCompare(..)) => {
            Route::Templates(None)
        }
        Route::Estate(route) => Route::Estate(route.clone()),
        Route::Nodes => Route::Nodes,
        Route::Leftovers(_) => Route::Leftovers(None),
        Route::Topology | Route::Cluster(_, Tab::Topology) => Route::Topology,
        Route::CreateCluster => Route::CreateCluster,
        Route::Activity => Route::Activity,
        Route::Settings => Route::Settings,
        Route::Guide => Route::Guide,
        Route::Diagnostics(_) => Route::Diagnostics(None),
        Route::Welcome | Route::SignIn | Route::Clusters | Route::Cluster(..) => Route::Clusters,
    }
}

fn top_bar(ui: &mut egui::Ui, input: &ShellInput<'_>) {
    let ctx = input.ctx;
    ui.horizontal(|ui| {
        ui.set_min_height(28.0);
        match input.profile {
            Some(profile) => {
                switcher::show(ui, input, profile);
                marks(ui, ctx, profile);
            }
            None => drop(ui.strong(ctx.words.frame_title())),
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let settings = icon_button::show(ui, egui_phosphor::regular::GEAR, ctx.words.rail_settings());
            if settings.clicked() {
                ctx.outbox.go(Route::Settings);
            }
            let guide = icon_button::show(ui, egui_phosphor::regular::QUESTION, ctx.words.guide_title());
            if guide.clicked() {
                ctx.outbox.go(Route::Guide);
            }
            if input.profile.is_some() {
                freshness::show(ui, input);
            }
        });
    });
}

/// What is not as safe as it should be, for as long as it is so; and how long a token lasts that cannot be renewed.
fn marks(ui: &mut egui::Ui, ctx: &Ctx<'_>, profile: &CloudProfile) {
    let tokens = tokens(ui);
    let words = ctx.words;
    if profile.tls == TlsPolicy::Unchecked {
        let icon = egui_phosphor::regular::SHIELD_WARNING;
        let mark = format!("{icon} {}", words.frame_unchecked());
        ui.colored_label(tokens.status(Severity::Bad).fg, mark)
            .on_hover_text(words.frame_unchecked_help());
    }
    if profile.is_in_the_clear() {
        let icon = egui_phosphor::regular::LOCK_OPEN;
        let mark = format!("{icon} {}", words.frame_in_the_clear());
        ui.colored_label(tokens.quiet, mark)
            .on_hover_text(words.frame_in_the_clear_help());
    }
    strips::token_life(ui, ctx);
}
