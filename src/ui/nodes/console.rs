//! What the selected node wrote on its console last, asked for only while somebody looks.

use egui::{CollapsingHeader, RichText, ScrollArea, Ui};

use crate::domain::node::Node;
use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::theme::tokens;
use crate::ui::widgets::{copyable, refusal, waiting};

/// So many lines are asked for.
const LINES: u32 = 60;

/// Draws it, folded until somebody opens it.
pub(super) fn show(ui: &mut Ui, ctx: &Ctx<'_>, node: &Node) {
    let words = ctx.words;
    CollapsingHeader::new(words.nodes_console())
        .id_salt(("console", node.server.id.as_str()))
        .show(ui, |ui| log_ui(ui, ctx, node));
}

fn log_ui(ui: &mut Ui, ctx: &Ctx<'_>, node: &Node) {
    let words = ctx.words;
    let question = Question::Console {
        server: node.server.id.clone(),
        lines: LINES,
    };
    ctx.outbox.want(question.clone(), Repeat::Follow);
    let known = ctx.data.questions.get(&question);
    if let Some((problem, _)) = known.and_then(|known| known.failure()) {
        refusal::show(
            ui,
            words,
            (Severity::Warning, words.nodes_console_failed()),
            problem,
        );
    }
    let Some(answer) = known.and_then(|known| known.value()) else {
        if known.is_none_or(|known| known.failure().is_none()) {
            waiting::show(ui, words, words.nodes_console_loading(), None);
        }
        return;
    };
    let Answer::Console(log) = answer.as_ref() else {
        return;
    };
    if log.is_empty() {
        ui.label(RichText::new(words.nodes_console_empty()).color(tokens(ui).quiet));
        return;
    }
    let text = log.text();
    copyable::button(ui, words, words.nodes_console(), &text);
    ScrollArea::both()
        .id_salt("console lines")
        .max_height(220.0)
        .stick_to_bottom(true)
        .show(ui, |ui| {
            ui.label(RichText::new(text).monospace());
        });
}
