//! The frame round every page: top bar, navigation rail, status line.

use crate::domain::id::ClusterId;
use crate::domain::profile::{CloudProfile, TlsPolicy};
use crate::domain::service::{ServiceHealth, ServiceState};
use crate::domain::status::{Action as Doing, Phase, Severity, Status};
use crate::message::SessionState;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::route::{Route, Tab, main_topic};
use crate::ui::standing;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{SMALL_SIZE, TEXT_SIZE};
use crate::ui::widgets::icon_button;

/// Below this width the rail shows icons only.
const NARROW: f32 = 1100.0;
/// A value older than this says its age instead of "up to date": twice the calm cadence, in seconds.
const OLD_SECS: i64 = 60;
/// An answer that takes longer is slow, in seconds.
const SLOW_SECS: f32 = 2.0;

/// What the frame is drawn from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShellInput<'a> {
    pub(crate) ctx: &'a Ctx<'a>,
    pub(crate) route: &'a Route,
    pub(crate) profile: Option<&'a CloudProfile>,
    /// The cluster that was looked at last.
    pub(crate) last_cluster: Option<&'a ClusterId>,
}

/// Draws the frame, and the page inside it.
pub(crate) fn ui(ui: &mut egui::Ui, input: &ShellInput<'_>, page: impl FnOnce(&mut egui::Ui)) {
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
        .show(ui, |ui| status_line(ui, input));
    if *input.route != Route::Welcome {
        let narrow = ui.ctx().content_rect().width() < NARROW;
        let rail = egui::Frame::new()
            .fill(tokens.frame)
            .inner_margin(egui::Margin::symmetric(6, 8));
        let width = if narrow { 36.0 } else { 128.0 };
        egui::Panel::left("rail")
            .frame(rail)
            .resizable(false)
            .exact_size(width)
            .show(ui, |ui| rail_ui(ui, input, narrow));
    }
    let body = egui::Frame::new()
        .fill(tokens.page)
        .inner_margin(egui::Margin::symmetric(16, 12));
    egui::CentralPanel::default().frame(body).show(ui, |ui| {
        standing::offline(ui, input.ctx);
        page(ui);
    });
}

fn top_bar(ui: &mut egui::Ui, input: &ShellInput<'_>) {
    let ctx = input.ctx;
    ui.horizontal(|ui| {
        ui.set_min_height(28.0);
        match input.profile {
            Some(profile) => place(ui, input, profile),
            None => drop(ui.strong(ctx.words.frame_title())),
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let settings = icon_button::show(ui, egui_phosphor::regular::GEAR, ctx.words.rail_settings());
            if settings.clicked() && input.profile.is_some() {
                ctx.outbox.go(Route::Settings);
            }
            if input.profile.is_some() {
                freshness(ui, input);
            }
        });
    });
}

/// Where I am: cloud, project, region, and the way out of it.
fn place(ui: &mut egui::Ui, input: &ShellInput<'_>, profile: &CloudProfile) {
    let ctx = input.ctx;
    let tokens = tokens(ui);
    let cloud = format!("{}  {}", egui_phosphor::regular::CLOUD, profile.title());
    ui.menu_button(egui::RichText::new(cloud).strong(), |ui| {
        if ui.button(ctx.words.frame_other_cloud()).clicked() {
            ctx.outbox.push(Action::LeaveCloud);
            ui.close();
        }
    })
    .response
    .on_hover_text(profile.auth_url.as_str());
    let dot = || egui::RichText::new("·").color(tokens.quiet);
    let info = ctx.data.info.as_ref();
    let project = info
        .map(|info| info.project.as_str())
        .unwrap_or(&ctx.scope.project);
    if !project.is_empty() {
        ui.label(dot());
        let user = info.map(|info| {
            ctx.words
                .frame_signed_in_as(info.user.clone(), info.roles.join(", "))
        });
        let label = ui.label(project);
        if let Some(user) = user {
            label.on_hover_text(user);
        }
    }
    let region = info.map(|info| info.region.as_str()).unwrap_or(&ctx.scope.region);
    if !region.is_empty() {
        ui.label(dot());
        let regions = info.map(|info| info.regions.as_slice()).unwrap_or_default();
        if regions.len() > 1 {
            ui.menu_button(region, |ui| {
                for other in regions {
                    if ui.selectable_label(other == region, other).clicked() {
                        ctx.outbox.push(Action::SwitchRegion(other.clone()));
                        ui.close();
                    }
                }
            });
        } else {
            ui.label(region);
        }
    }
    if profile.tls == TlsPolicy::Unchecked {
        let mark = format!(
            "{} {}",
            egui_phosphor::regular::SHIELD_WARNING,
            ctx.words.frame_unchecked()
        );
        ui.colored_label(tokens.status(Severity::Bad).fg, mark)
            .on_hover_text(ctx.words.frame_unchecked_help());
    }
}

/// How old what is on screen is; a click asks again.
fn freshness(ui: &mut egui::Ui, input: &ShellInput<'_>) {
    let ctx = input.ctx;
    let Some(topic) = main_topic(input.route) else {
        return;
    };
    let standing = ctx.data.standing(&topic);
    let tokens = tokens(ui);
    if icon_button::show(
        ui,
        egui_phosphor::regular::ARROWS_CLOCKWISE,
        ctx.words.frame_refresh(),
    )
    .clicked()
    {
        ctx.outbox.push(Action::Refresh(None));
    }
    let (severity, text) = match (standing.as_of, standing.failure) {
        _ if standing.refreshing => (Severity::Busy, ctx.words.frame_refreshing().to_owned()),
        (None, None) => (Severity::Busy, ctx.words.frame_loading().to_owned()),
        (None, Some(_)) => (Severity::Bad, ctx.words.frame_no_data().to_owned()),
        (Some(at), failure) => {
            let age = ctx.now.duration_since(at);
            // A failing value ages visibly; a working one is up to date until the next poll says otherwise.
            if failure.is_some() {
                let ago = ctx.words.ago(at, ctx.now);
                ui.ctx().request_repaint_after(ago.next_change);
                (Severity::Warning, ctx.words.frame_as_of(ago.text))
            } else if age.as_secs() > 4 * OLD_SECS {
                (
                    Severity::Neutral,
                    ctx.words.frame_as_of(ctx.words.ago(at, ctx.now).text),
                )
            } else {
                (Severity::Good, ctx.words.frame_up_to_date().to_owned())
            }
        }
    };
    let label = ui.label(egui::RichText::new(text).color(tokens.quiet).size(SMALL_SIZE));
    if let Some((problem, _)) = standing.failure {
        label.on_hover_text(ctx.words.headline(problem));
    } else if let Some(at) = standing.as_of {
        label.on_hover_text(ctx.words.moment(at));
    }
    let icon = match severity {
        Severity::Good => egui_phosphor::regular::CHECK_CIRCLE,
        Severity::Busy => egui_phosphor::regular::CIRCLE_DASHED,
        Severity::Warning | Severity::Neutral => egui_phosphor::regular::CLOCK,
        Severity::Bad => egui_phosphor::regular::X_CIRCLE,
    };
    ui.colored_label(tokens.status(severity).fg, icon);
}

fn rail_ui(ui: &mut egui::Ui, input: &ShellInput<'_>, narrow: bool) {
    let words = input.ctx.words;
    let here = input.route;
    let topology = topology_of(input);
    let on_topology = matches!(here, Route::Cluster(_, Tab::Topology));
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
            topology,
            on_topology,
        ),
        (
            egui_phosphor::regular::CLOCK_COUNTER_CLOCKWISE,
            words.rail_activity(),
            Some(Route::Activity),
            *here == Route::Activity,
        ),
        (
            egui_phosphor::regular::GEAR,
            words.rail_settings(),
            Some(Route::Settings),
            *here == Route::Settings,
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

/// Where the rail's topology leads: to that of the cluster on screen, else of the one looked at last, else of one that is
/// being created, else of the newest.
fn topology_of(input: &ShellInput<'_>) -> Option<Route> {
    let listed = input.ctx.data.clusters.value();
    let rows = || listed.into_iter().flat_map(|list| list.rows.iter());
    let creating = Status::Known(Doing::Create, Phase::InProgress);
    let cluster = match input.route {
        Route::Cluster(id, _) => Some(id),
        Route::Welcome
        | Route::Clusters
        | Route::Templates(_)
        | Route::Nodes
        | Route::CreateCluster
        | Route::Activity
        | Route::Settings => input
            .last_cluster
            .filter(|id| !input.ctx.data.gone.contains_key(*id)),
    };
    let cluster = cluster.or_else(|| rows().find(|row| row.status == creating).map(|row| &row.id));
    let cluster = cluster.or_else(|| rows().max_by_key(|row| row.created_at).map(|row| &row.id));
    cluster.map(|id| Route::Cluster(id.clone(), Tab::Topology))
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

fn status_line(ui: &mut egui::Ui, input: &ShellInput<'_>) {
    let ctx = input.ctx;
    let tokens = tokens(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(20.0);
        ui.spacing_mut().item_spacing.x = 14.0;
        if let Some(SessionState::Failed(problem)) = &ctx.data.session {
            let text = format!(
                "{}  {}",
                egui_phosphor::regular::WARNING,
                ctx.words.headline(problem)
            );
            ui.colored_label(tokens.status(Severity::Bad).fg, text);
        }
        for health in &ctx.data.services {
            service_dot(ui, ctx, health);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let running = ctx.store.operations.running();
            if running > 0 {
                let word = egui::RichText::new(ctx.words.frame_running(running)).size(SMALL_SIZE);
                if ui.link(word).clicked() {
                    ctx.outbox.go(Route::Activity);
                }
            }
            if let Some(version) = ctx
                .data
                .info
                .as_ref()
                .and_then(|info| info.magnum_version.as_ref())
            {
                let text = egui::RichText::new(ctx.words.frame_magnum_version(version.clone()));
                ui.label(text.color(tokens.quiet).size(SMALL_SIZE));
            }
        });
    });
}

fn service_dot(ui: &mut egui::Ui, ctx: &Ctx<'_>, health: &ServiceHealth) {
    let tokens = tokens(ui);
    let (severity, icon) = match &health.state {
        // Nobody wants to read of what has not been needed yet.
        ServiceState::NotAsked => return,
        ServiceState::Answering { latency_secs } if *latency_secs < SLOW_SECS => {
            (Severity::Good, egui_phosphor::regular::CHECK_CIRCLE)
        }
        ServiceState::Answering { .. } => (Severity::Warning, egui_phosphor::regular::CLOCK),
        ServiceState::Failing { .. } => (Severity::Bad, egui_phosphor::regular::X_CIRCLE),
        ServiceState::NotPermitted => (Severity::Neutral, egui_phosphor::regular::LOCK),
        ServiceState::NotInstalled => (Severity::Neutral, egui_phosphor::regular::CIRCLE),
    };
    let word = ctx.words.service_state(&health.state);
    let small = egui::FontId::proportional(SMALL_SIZE);
    let simple = |color| egui::TextFormat {
        valign: egui::Align::Center,
        ..egui::TextFormat::simple(small.clone(), color)
    };
    let mut job = egui::text::LayoutJob::default();
    job.append(icon, 0.0, simple(tokens.status(severity).fg));
    job.append(health.service.name(), 5.0, simple(tokens.text));
    if severity != Severity::Good {
        job.append(&word, 5.0, simple(tokens.quiet));
    }
    let response = ui.label(job);
    let help = match &health.state {
        ServiceState::Failing { problem, .. } => format!("{word}\n{}", ctx.words.headline(problem)),
        ServiceState::NotAsked
        | ServiceState::Answering { .. }
        | ServiceState::NotPermitted
        | ServiceState::NotInstalled => word.into_owned(),
    };
    response.on_hover_text(help);
}
