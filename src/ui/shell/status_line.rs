//! The status line: a dot per service that leads to its diagnostics, what runs, Magnum's version.

use crate::domain::service::{ServiceHealth, ServiceState};
use crate::domain::status::Severity;
use crate::message::SessionState;
use crate::ui::context::Ctx;
use crate::ui::route::Route;
use crate::ui::shell::ShellInput;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::SMALL_SIZE;

/// An answer that takes longer is slow, in seconds.
const SLOW_SECS: f32 = 2.0;

/// Draws it.
pub(super) fn show(ui: &mut egui::Ui, input: &ShellInput<'_>) {
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
    // As small as the words, but as tall as anything that can be clicked.
    let button = egui::Button::new(job)
        .frame_when_inactive(false)
        .min_size(egui::vec2(0.0, 24.0));
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding = egui::vec2(2.0, 0.0);
            ui.add(button)
        })
        .inner;
    let name = format!("{} {word}", health.service.name());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &name));
    if response.clicked() {
        ctx.outbox.go(Route::Diagnostics(Some(health.service)));
    }
    let help = match &health.state {
        ServiceState::Failing { problem, .. } => format!("{word}\n{}", ctx.words.headline(problem)),
        ServiceState::NotAsked
        | ServiceState::Answering { .. }
        | ServiceState::NotPermitted
        | ServiceState::NotInstalled => word.into_owned(),
    };
    response.on_hover_text(help);
}
