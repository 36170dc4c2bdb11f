//! How old what is on screen is, and the button that asks again.

use crate::domain::status::Severity;
use crate::ui::outbox::Action;
use crate::ui::route::main_topic;
use crate::ui::shell::ShellInput;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::SMALL_SIZE;
use crate::ui::widgets::icon_button;

/// A value older than this says its age instead of "up to date": twice the calm cadence, in seconds.
const OLD_SECS: i64 = 60;

/// How old what is on screen is; a click asks again.
pub(super) fn show(ui: &mut egui::Ui, input: &ShellInput<'_>) {
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
    let waits = standing.refreshing || standing.as_of.is_none() && standing.failure.is_none();
    let received: u64 = ctx.data.transfers.iter().map(|transfer| transfer.bytes).sum();
    let (severity, text) = match (standing.as_of, standing.failure) {
        _ if waits && received > 0 => (
            Severity::Busy,
            ctx.words.frame_receiving(ctx.words.bytes(received)),
        ),
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
