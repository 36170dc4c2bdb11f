//! After the press: on its way, refused, or lost on the way, each with what can be done about it.

use egui::Ui;

use crate::domain::operation::Progress;
use crate::domain::scope::Scope;
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::{banner, refusal, waiting};
use crate::ui::wizard::model::Sent;

/// What somebody wants to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing.
    None,
    /// Look at the clusters.
    Look,
    /// Look once more whether the cluster is there.
    CheckAgain,
    /// Send the same request once more, knowing what that may lead to.
    SendAgain,
}

/// Whether the answer was lost for good.
pub(super) fn is_lost(progress: &Progress) -> bool {
    matches!(progress, Progress::Lost { .. })
}

/// Draws it.
pub(super) fn show(ui: &mut Ui, ctx: &Ctx<'_>, sent: Sent<'_>, scope: Option<&Scope>) -> Answer {
    let words = ctx.words;
    if let Some(scope) = scope.filter(|scope| *scope != ctx.scope) {
        banner::message(
            ui,
            Severity::Warning,
            &words.wizard_other_cloud(scope.to_string()),
        );
    }
    match sent {
        Sent::No | Sent::Accepted(_) => Answer::None,
        Sent::Waiting => {
            waiting::show(ui, words, words.wizard_sending(), None);
            ui.add_space(GAP);
            Answer::None
        }
        Sent::Unclear(progress) => unclear_ui(ui, ctx, progress),
        Sent::Back(progress) => back_ui(ui, ctx, progress),
    }
}

fn unclear_ui(ui: &mut Ui, ctx: &Ctx<'_>, progress: &Progress) -> Answer {
    let words = ctx.words;
    let Progress::Unclear {
        problem,
        looking_until,
    } = progress
    else {
        return Answer::None;
    };
    refusal::show(ui, words, (Severity::Warning, words.wizard_unclear()), problem);
    ui.label(words.wizard_unclear_until(words.time_of_day(*looking_until)));
    let look = ui.button(words.wizard_look()).clicked();
    ui.add_space(GAP);
    if look { Answer::Look } else { Answer::None }
}

fn back_ui(ui: &mut Ui, ctx: &Ctx<'_>, progress: &Progress) -> Answer {
    let words = ctx.words;
    let lost = is_lost(progress);
    let (Progress::Refused { problem } | Progress::Lost { problem }) = progress else {
        return Answer::None;
    };
    let title = if lost {
        words.wizard_lost()
    } else {
        words.wizard_refused()
    };
    refusal::show(ui, words, (Severity::Bad, title), problem);
    let mut answer = Answer::None;
    if lost {
        ui.label(words.wizard_lost_advice());
        ui.horizontal(|ui| {
            if ui.button(words.wizard_check_again()).clicked() {
                answer = Answer::CheckAgain;
            }
            if ui.button(words.wizard_look()).clicked() {
                answer = Answer::Look;
            }
            if ui.button(words.wizard_send_again()).clicked() {
                answer = Answer::SendAgain;
            }
        });
    }
    ui.add_space(GAP);
    answer
}
