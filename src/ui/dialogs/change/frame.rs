//! What all of these dialogs look like: a title with the cluster it is about, the form, the findings, the command that does
//! the same, and two buttons.

use egui::{Align, Frame, Id, Label, Layout, Margin, Modal, RichText, ScrollArea, Ui};

use crate::domain::operation::findings::{Finding, blocked};
use crate::domain::operation::{Operation, command_line};
use crate::domain::permission::Reason;
use crate::domain::quoting::Shell;
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::dialogs::change::{Scene, Stay};
use crate::ui::theme::{
    self, tokens,
    tokens::{GAP, GRID},
};
use crate::ui::widgets::{banner, buttons, copyable, section, status_chip};

/// How wide the dialogs are.
const WIDTH: f32 = 560.0;
/// What of the window's height is left to title and buttons.
const ROUND_THE_FORM: f32 = 210.0;

/// What stands round a form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outline<'a> {
    /// What is about to happen.
    pub(super) title: &'a str,
    /// One sentence on it.
    pub(super) lead: &'a str,
    /// The word on the button.
    pub(super) action: &'a str,
}

/// What a form came to in this frame.
#[derive(Debug)]
pub(super) struct Filled {
    /// The change, where the form is whole.
    pub(super) operation: Option<Operation>,
    /// What was found.
    pub(super) findings: Vec<Finding>,
    /// Why it may not be done at all.
    pub(super) denied: Option<Reason>,
}

/// Draws the dialog; `form` draws what is to be filled in and says what that comes to. What is confirmed is sent.
pub(super) fn show(
    ui: &Ui,
    scene: &Scene<'_>,
    outline: Outline<'_>,
    form: impl FnOnce(&mut Ui) -> Filled,
) -> Stay {
    let words = scene.ctx.words;
    let frame = Frame::popup(ui.style()).inner_margin(Margin::same(20));
    let modal = Modal::new(Id::new("change"))
        .frame(frame)
        .backdrop_color(theme::tokens(ui).veil);
    let most = (ui.ctx().content_rect().height() - ROUND_THE_FORM).max(160.0);
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 64.0));
        section::title(ui, outline.title);
        about_ui(ui, scene);
        ui.add_space(GRID);
        let filled = ScrollArea::vertical()
            .max_height(most)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.add(Label::new(RichText::new(outline.lead).color(tokens(ui).quiet)).wrap());
                ui.add_space(GAP);
                let filled = form(ui);
                findings_ui(ui, scene.ctx, &filled);
                command_ui(ui, scene.ctx, filled.operation.as_ref());
                filled
            })
            .inner;
        ui.add_space(GAP);
        let why_not = why_not(scene.ctx, &filled);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let pressed = buttons::unless(ui, why_not.as_deref(), |ui| buttons::primary(ui, outline.action));
            let cancelled = ui.button(words.widget_cancel()).clicked();
            match (pressed.clicked(), cancelled, filled.operation) {
                (true, _, Some(operation)) => {
                    scene.ctx.outbox.run(operation);
                    Stay::Close
                }
                (_, true, _) => Stay::Close,
                (..) => Stay::Open,
            }
        })
        .inner
    });
    if shown.should_close() {
        Stay::Close
    } else {
        shown.inner
    }
}

/// Which cluster, of which cloud and project.
fn about_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let quiet = tokens(ui).quiet;
    let text = format!("{} · {}", scene.cluster.name, scene.ctx.scope);
    ui.add(Label::new(RichText::new(text).small().color(quiet)).truncate());
}

fn why_not(ctx: &Ctx<'_>, filled: &Filled) -> Option<String> {
    if let Some(reason) = &filled.denied {
        return Some(ctx.words.reason(reason));
    }
    if blocked(&filled.findings) || filled.operation.is_none() {
        let first = filled.findings.iter().find(|finding| finding.blocks());
        let incomplete = || ctx.words.changes_incomplete().to_owned();
        return Some(first.map_or_else(incomplete, |finding| ctx.words.change_finding(finding)));
    }
    None
}

fn findings_ui(ui: &mut Ui, ctx: &Ctx<'_>, filled: &Filled) {
    if let Some(reason) = &filled.denied {
        banner::message(ui, Severity::Warning, &ctx.words.reason(reason));
        return;
    }
    for finding in &filled.findings {
        let severity = finding.severity();
        let colour = tokens(ui).status(severity).fg;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            ui.label(RichText::new(status_chip::icon(severity)).color(colour));
            ui.label(ctx.words.change_finding(finding));
        });
    }
}

/// The same on the command line, where the OpenStack client can do it.
pub(super) fn command_ui(ui: &mut Ui, ctx: &Ctx<'_>, operation: Option<&Operation>) {
    let Some(command) = operation.and_then(|operation| command_line(Shell::HERE, ctx.scope, operation))
    else {
        return;
    };
    section::heading(ui, ctx.words.changes_command());
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            copyable::button(ui, ctx.words, ctx.words.changes_command(), &command);
            ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
                ui.add(Label::new(RichText::new(&command).monospace()).wrap());
            });
        });
    });
}
