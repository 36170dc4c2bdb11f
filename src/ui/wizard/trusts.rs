//! A login that can make no trusts can create no cluster: said on every step, with the ways out, and not after the press.

use egui::{Label, RichText, Ui};

use crate::domain::operation::{Operation, Progress};
use crate::domain::problem::ProblemKind;
use crate::domain::status::Severity;
use crate::domain::trouble::SignInTrouble;
use crate::ui::context::Ctx;
use crate::ui::theme::{section_style, tokens, tokens::GAP, tokens::ICON_SIZE};
use crate::ui::widgets::{banner, status_chip};

/// Whether it is known that this login can create no cluster: Keystone says that it is restricted, or Magnum has said that
/// it got no trust.
pub(super) fn impossible(ctx: &Ctx<'_>) -> bool {
    restricted(ctx) || refused(ctx)
}

/// Whether Keystone says so, which is certain before anything is sent.
pub(super) fn restricted(ctx: &Ctx<'_>) -> bool {
    ctx.data.info.as_ref().is_some_and(|info| info.restricted)
}

fn refused(ctx: &Ctx<'_>) -> bool {
    ctx.store
        .operations
        .newest_first()
        .filter(|(_, entry)| {
            entry.scope == *ctx.scope && matches!(entry.operation, Operation::CreateCluster(_))
        })
        .any(|(_, entry)| match &entry.progress {
            Progress::Refused { problem } => problem.kind == ProblemKind::SignIn(SignInTrouble::TrustRefused),
            Progress::Sending
            | Progress::Waiting { .. }
            | Progress::Abandoned
            | Progress::Accepted { .. }
            | Progress::Unclear { .. }
            | Progress::Underway { .. }
            | Progress::Done { .. }
            | Progress::Failed { .. }
            | Progress::NoEffect { .. }
            | Progress::Lost { .. } => false,
        })
}

/// Says it, where it is so.
pub(super) fn show(ui: &mut Ui, ctx: &Ctx<'_>) {
    if !impossible(ctx) {
        return;
    }
    let words = ctx.words;
    let colours = tokens(ui).status(Severity::Bad);
    banner::framed(ui, colours, |ui| {
        ui.horizontal_top(|ui| {
            let icon = RichText::new(status_chip::icon(Severity::Bad)).size(ICON_SIZE);
            ui.label(icon.color(colours.fg));
            ui.vertical(|ui| {
                let title = RichText::new(words.wizard_no_trusts()).text_style(section_style());
                ui.add(Label::new(title).wrap());
                for way in [
                    words.wizard_no_trusts_first(),
                    words.wizard_no_trusts_second(),
                    words.wizard_no_trusts_third(),
                ] {
                    ui.add(Label::new(format!("• {way}")).wrap());
                }
            });
        });
    });
    ui.add_space(GAP);
}
