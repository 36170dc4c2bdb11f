//! The pane that tells everything of one service.

use egui::{Label, RichText, Ui};

use crate::domain::diagnostics::ServiceReport;
use crate::domain::status::Severity;
use crate::message::Topic;
use crate::ui::context::Ctx;
use crate::ui::diagnostics::model;
use crate::ui::outbox::Action;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::{age, facts, inspector, section};

/// What somebody wants of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Nothing.
    None,
    /// That it goes.
    Close,
    /// The requests of this service.
    Requests,
}

/// Draws it.
pub(super) fn show(ui: &mut Ui, ctx: &Ctx<'_>, report: &ServiceReport) -> Wish {
    let mut wish = Wish::None;
    let closed = inspector::show(
        ui,
        ctx.words,
        "diagnostics-inspector",
        report.service.name(),
        |ui| {
            facts_ui(ui, ctx, report);
            rest_ui(ui, ctx, report);
            if ui.button(ctx.words.diagnostics_its_requests()).clicked() {
                wish = Wish::Requests;
            }
            error_ui(ui, ctx, report);
        },
    );
    if closed { Wish::Close } else { wish }
}

fn facts_ui(ui: &mut Ui, ctx: &Ctx<'_>, report: &ServiceReport) {
    let words = ctx.words;
    let range = report.versions.clone().unwrap_or_default();
    facts::show(ui, words, "service", |facts| {
        let word = words.service_state(&report.state);
        facts.chip(words.diagnostics_state(), model::severity(&report.state), &word);
        facts.copy(words.diagnostics_address(), report.address.as_deref());
        facts.text(words.diagnostics_version(), range.api.as_deref());
        facts.text(
            words.diagnostics_microversions(),
            model::microversions(&range).as_deref(),
        );
        facts.text(words.diagnostics_in_use(), range.in_use.as_deref());
        facts.text(
            words.diagnostics_latency(),
            model::latency(report.latency_secs).as_deref(),
        );
        let failures = words.count(usize::try_from(report.failures_in_row).unwrap_or(usize::MAX));
        facts.text(words.diagnostics_failures(), Some(&failures));
    });
    for note in &report.notes {
        let note = words.service_note(note);
        ui.add(Label::new(RichText::new(note).small().color(tokens(ui).quiet)).wrap());
    }
    ui.add_space(GAP);
}

/// Until when it is left alone, with the way to ask all the same.
fn rest_ui(ui: &mut Ui, ctx: &Ctx<'_>, report: &ServiceReport) {
    let words = ctx.words;
    let Some(until) = report.resting_until.filter(|until| *until > ctx.now) else {
        return;
    };
    let text = age::text(ui, words.ahead(until, ctx.now));
    banner::message(ui, Severity::Warning, &words.diagnostics_resting(text));
    if ui.button(words.diagnostics_try_now()).clicked() {
        ctx.outbox.push(Action::Refresh(Some(Topic::Diagnostics)));
    }
    ui.add_space(GAP);
}

fn error_ui(ui: &mut Ui, ctx: &Ctx<'_>, report: &ServiceReport) {
    let words = ctx.words;
    let Some((at, problem)) = &report.last_error else {
        return;
    };
    section::heading(ui, words.diagnostics_last_error());
    age::ago(ui, words, *at, ctx.now);
    let over = model::severity(&report.state) != Severity::Bad;
    let severity = if over { Severity::Neutral } else { Severity::Bad };
    banner::show(
        ui,
        words,
        Banner {
            problem,
            severity,
            as_of: None,
            retry: false,
        },
    );
}
