//! How the value behind a page stands, said above it: why it could not be had and when it is asked again, or that it is
//! older than it should be. The value itself stays.

use std::time::Duration;

use egui::{RichText, Ui};
use jiff::Timestamp;

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::status::Severity;
use crate::message::Topic;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GRID, ICON_SIZE};
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::{age, waiting};

/// Draws what is to be said of this topic, if anything is; `again` is what "try again" asks for.
pub(crate) fn show(ui: &mut Ui, ctx: &Ctx<'_>, topic: &Topic, again: Option<Topic>) {
    let standing = ctx.data.standing(topic);
    let Some((problem, at)) = standing.failure else {
        if let Some(as_of) = ctx.data.overdue(topic, ctx.now) {
            old_ui(ui, ctx, as_of);
        }
        return;
    };
    // The window says once, for all panels, that the cloud is out of reach.
    if let Some(as_of) = standing.as_of.filter(|_| said_by_the_window(ctx, problem)) {
        old_ui(ui, ctx, as_of);
        return;
    }
    let banner = Banner {
        problem,
        severity: if standing.as_of.is_some() {
            Severity::Warning
        } else {
            Severity::Bad
        },
        as_of: standing.as_of.map(|at| (at, ctx.now)),
        retry: true,
    };
    if banner::gap(ui, ctx.words, banner, more(ui, ctx, problem, at).as_deref()) {
        ctx.outbox.push(Action::Refresh(again));
    }
}

/// Whether one banner of the window says this trouble for every panel.
fn said_by_the_window(ctx: &Ctx<'_>, problem: &Problem) -> bool {
    problem.is_network() && ctx.data.offline().is_some()
}

/// Nothing is there yet: what is awaited, for how long, and the way to give it up. `since` belongs to the page.
pub(crate) fn loading(
    ui: &mut Ui,
    ctx: &Ctx<'_>,
    (topic, what): (Topic, &str),
    since: &mut Option<Timestamp>,
) {
    let since = *since.get_or_insert(ctx.now);
    if waiting::cancellable(ui, ctx.words, what, Some((since, ctx.now))).clicked() {
        ctx.outbox.push(Action::Cancel(topic));
    }
}

/// What else there is to say: for which roles it is not permitted, or when it is asked again.
fn more(ui: &Ui, ctx: &Ctx<'_>, problem: &Problem, at: Timestamp) -> Option<String> {
    if problem.kind == ProblemKind::Forbidden {
        let roles = ctx.data.info.as_ref().map(|info| info.roles.join(", "));
        return roles
            .filter(|roles| !roles.is_empty())
            .map(|roles| ctx.words.standing_roles(roles));
    }
    let next = problem.next_try(at).filter(|next| *next > ctx.now)?;
    ui.ctx().request_repaint_after(Duration::from_secs(1));
    let left = next.duration_since(ctx.now).as_secs().unsigned_abs().max(1);
    Some(ctx.words.standing_next_try(ctx.words.span(left)))
}

/// The age of a value that is older than it should be.
fn old_ui(ui: &mut Ui, ctx: &Ctx<'_>, as_of: Timestamp) {
    let colour = tokens(ui).status(Severity::Warning).fg;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        ui.label(
            RichText::new(egui_phosphor::regular::CLOCK)
                .size(ICON_SIZE)
                .color(colour),
        );
        let ago = age::text(ui, ctx.words.ago(as_of, ctx.now));
        ui.label(RichText::new(ctx.words.standing_old(ago)).color(colour))
            .on_hover_text(ctx.words.moment(as_of));
    });
    ui.add_space(GRID);
}
