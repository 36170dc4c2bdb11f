//! The console log of the chosen server: its last lines, followed while they are shown.

use egui::{Label, RichText, ScrollArea, Ui};

use crate::domain::id::ServerId;
use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::theme::tokens;
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::{age, copyable, section, waiting};

/// Lines that are asked for.
const LINES: u32 = 200;
/// Height of the box before it scrolls.
const HEIGHT: f32 = 280.0;

/// Draws it, and wants it followed.
pub(super) fn ui(ui: &mut Ui, ctx: &Ctx<'_>, server: &str) {
    let words = ctx.words;
    let question = Question::Console {
        server: ServerId::new(server),
        lines: LINES,
    };
    ctx.outbox.want(question.clone(), Repeat::Follow);
    section::heading(ui, words.inspector_console());
    let known = ctx.data.questions.get(&question);
    let answer = known.and_then(|known| known.value());
    if let Some((problem, _)) = known.and_then(|known| known.failure()) {
        let as_of = known.and_then(|known| known.as_of()).map(|at| (at, ctx.now));
        let banner = Banner {
            problem,
            severity: Severity::Warning,
            as_of,
            retry: true,
        };
        if banner::show(ui, words, banner) {
            ctx.outbox.push(Action::AskAgain(question));
        }
    } else if answer.is_none() {
        waiting::show(ui, words, words.inspector_console_waiting(), None);
    }
    let Some(Answer::Console(log)) = answer.map(AsRef::as_ref) else {
        return;
    };
    if log.is_empty() {
        ui.label(RichText::new(words.inspector_console_empty()).color(tokens(ui).quiet));
        return;
    }
    let text = log.text();
    ui.horizontal(|ui| {
        copyable::button(ui, words, words.inspector_console(), &text);
        let about = words.inspector_console_lines(words.count(log.lines().len()));
        let response = ui.add(Label::new(RichText::new(about).color(tokens(ui).quiet)).truncate());
        if let Some(at) = known.and_then(|known| known.as_of()) {
            response.on_hover_ui(|ui| drop(age::ago(ui, words, at, ctx.now)));
        }
    });
    egui::Frame::new()
        .fill(tokens(ui).frame)
        .inner_margin(8.0)
        .show(ui, |ui| {
            ScrollArea::both()
                .id_salt("console log")
                .max_height(HEIGHT)
                .auto_shrink([false, true])
                .stick_to_bottom(true)
                .show(ui, |ui| {
                    let text = RichText::new(text).monospace();
                    ui.add(Label::new(text).extend().selectable(true));
                });
        });
}
