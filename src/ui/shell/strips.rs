//! What concerns every page at once, said once: that nothing answers, that a region must be chosen, how long a token lasts.

use std::time::Duration;

use egui::{Frame, Label, Margin, Panel, RichText, Ui};
use jiff::Timestamp;

use crate::domain::problem::Problem;
use crate::domain::service::{ServiceHealth, ServiceState};
use crate::domain::session_info::Renewal;
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::shell::{ShellInput, switcher};
use crate::ui::theme::{self, tokens::SMALL_SIZE};
use crate::ui::widgets::{banner, status_chip};

/// A token that lasts less than this is worth a warning, in seconds.
const SOON_SECS: i64 = 600;

/// Draws what there is to say, between the top bar and the page.
pub(super) fn show(ui: &mut Ui, input: &ShellInput<'_>) {
    let ctx = input.ctx;
    // While the cloud is away only one question goes out now and then, so that most services are not known to be away.
    let derived = ctx.data.offline().map(|offline| (offline.since, offline.problem));
    let offline = derived
        .or_else(|| offline_since(&ctx.data.services))
        .filter(|_| !input.route.needs_no_cloud());
    banner::hush_network(ui, offline.is_some());
    if let Some((since, problem)) = offline {
        strip(ui, "offline", Severity::Bad, |ui| {
            let text = ctx.words.frame_offline(ctx.words.time_of_day(since));
            ui.add(Label::new(RichText::new(text).strong()).wrap());
            ui.add(Label::new(ctx.words.headline(problem)).truncate())
                .on_hover_text(ctx.words.advice(problem));
            if ui.button(ctx.words.widget_retry()).clicked() {
                ctx.outbox.push(Action::Refresh(None));
            }
        });
    }
    if let Some(problem) = renewal_trouble(ctx).filter(|_| offline.is_none()) {
        strip(ui, "renewal", Severity::Warning, |ui| {
            ui.add(Label::new(ctx.words.headline(problem)).wrap());
            let quiet = theme::tokens(ui).quiet;
            ui.add(Label::new(RichText::new(ctx.words.advice(problem)).color(quiet)).wrap());
        });
    }
    if let (true, Some(profile), Some(info)) = (input.ask_region, input.profile, &ctx.data.info) {
        strip(ui, "region", Severity::Busy, |ui| {
            ui.label(ctx.words.frame_which_region());
            for region in &info.regions {
                if ui
                    .selectable_label(*region == info.region, region.as_str())
                    .clicked()
                {
                    let to = switcher::in_region(profile, region);
                    ctx.outbox.push(Action::Switch(to));
                }
            }
        });
    }
}

/// Why the session will not last, while everything still goes on.
fn renewal_trouble<'a>(ctx: &Ctx<'a>) -> Option<&'a Problem> {
    ctx.data.info.as_ref()?.renewal_trouble.as_ref()
}

fn strip(ui: &mut Ui, id: &'static str, severity: Severity, add: impl FnOnce(&mut Ui)) {
    let colours = theme::tokens(ui).status(severity);
    let frame = Frame::new()
        .fill(colours.bg)
        .inner_margin(Margin::symmetric(16, 6));
    Panel::top(id).frame(frame).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(status_chip::icon(severity)).color(colours.fg));
            add(ui);
        });
    });
}

/// Since when no service can be reached, and what stands in the way; `None` while one answers, or fails otherwise.
pub(super) fn offline_since(services: &[ServiceHealth]) -> Option<(Timestamp, &Problem)> {
    let mut found: Option<(Timestamp, &Problem)> = None;
    for health in services {
        match &health.state {
            ServiceState::NotAsked | ServiceState::NotInstalled => {}
            ServiceState::Failing { since, problem } if problem.is_network() => {
                if found.is_none_or(|(first, _)| *since < first) {
                    found = Some((*since, problem));
                }
            }
            ServiceState::Answering { .. } | ServiceState::Failing { .. } | ServiceState::NotPermitted => {
                return None;
            }
        }
    }
    found
}

/// How long a token lasts that nobody can renew.
pub(super) fn token_life(ui: &mut Ui, ctx: &Ctx<'_>) {
    let Some(info) = ctx.data.info.as_ref() else {
        return;
    };
    let Some(until) = info.expires_here.or(info.expires_at) else {
        return;
    };
    let help = match info.renewal {
        Renewal::ByItself => return,
        Renewal::ByPerson => ctx.words.frame_token_help(),
        Renewal::Never => ctx.words.frame_token_never(),
    };
    let left = until.duration_since(ctx.now).as_secs().max(0);
    let severity = if left < SOON_SECS {
        Severity::Warning
    } else {
        Severity::Neutral
    };
    let text = if left == 0 {
        ctx.words.frame_token_over().to_owned()
    } else {
        // Minutes until the last ten of them, so that the window is not drawn every second for hours.
        let (shown, next) = if left < SOON_SECS {
            (left, 1)
        } else {
            (left / 60 * 60, 60)
        };
        ui.ctx().request_repaint_after(Duration::from_secs(next));
        ctx.words.frame_token_left(ctx.words.span(shown.unsigned_abs()))
    };
    let icon = egui_phosphor::regular::HOURGLASS;
    let colour = theme::tokens(ui).status(severity).fg;
    ui.label(
        RichText::new(format!("{icon} {text}"))
            .color(colour)
            .size(SMALL_SIZE),
    )
    .on_hover_text(help);
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::offline_since;
    use crate::domain::problem::{Problem, ProblemKind};
    use crate::domain::service::{Service, ServiceHealth, ServiceState};

    fn health(service: Service, state: ServiceState) -> ServiceHealth {
        ServiceHealth { service, state }
    }

    fn failing(secs: i64, kind: ProblemKind) -> ServiceState {
        ServiceState::Failing {
            since: Timestamp::from_second(secs).unwrap(),
            problem: Problem::new(kind),
        }
    }

    #[test]
    fn f08_offline_is_when_every_service_that_was_asked_fails_by_network() {
        let lost = || ProblemKind::ConnectionLost {
            host: "k:5000".to_owned(),
        };
        let down = [
            health(Service::Identity, ServiceState::NotAsked),
            health(Service::ContainerInfra, failing(20, lost())),
            health(Service::Compute, failing(10, lost())),
        ];
        assert_eq!(offline_since(&down).map(|(since, _)| since.as_second()), Some(10));
        let answering = ServiceState::Answering { latency_secs: 0.1 };
        for other in [
            answering,
            ServiceState::NotPermitted,
            failing(5, ProblemKind::ServerFault),
        ] {
            let mut services = down.to_vec();
            services.push(health(Service::Network, other));
            assert_eq!(offline_since(&services), None);
        }
        assert_eq!(offline_since(&[]), None);
    }
}
