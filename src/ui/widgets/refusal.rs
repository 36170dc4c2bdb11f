//! Why a change that somebody asked for did not happen: the server's own words at once, because they decide what to do.
//!
//! Unlike [`banner`](crate::ui::widgets::banner) it never promises that anything is tried again: writes are not.

use egui::{Label, RichText, Ui};

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::theme::{section_style, tokens, tokens::ICON_SIZE};
use crate::ui::widgets::{banner, copyable, status_chip};

/// Draws it under a title that says what did not happen.
pub fn show(ui: &mut Ui, words: &Words, (severity, title): (Severity, &str), problem: &Problem) {
    let colours = tokens(ui).status(severity);
    banner::framed(ui, colours, |ui| {
        ui.horizontal_top(|ui| {
            let icon = RichText::new(status_chip::icon(severity)).size(ICON_SIZE);
            ui.label(icon.color(colours.fg));
            ui.vertical(|ui| {
                ui.add(Label::new(RichText::new(title).text_style(section_style())).wrap());
                ui.add(Label::new(words.headline(problem)).wrap());
                if let Some(text) = &problem.server_words {
                    ui.add(Label::new(RichText::new(text).monospace()).wrap());
                }
                if !is_passing(problem) {
                    let advice = RichText::new(words.advice(problem)).color(tokens(ui).quiet);
                    ui.add(Label::new(advice).wrap());
                }
                if let Some(id) = &problem.request_id {
                    ui.horizontal(|ui| {
                        ui.label(RichText::new(words.widget_request_id()).small());
                        copyable::show(ui, words, words.widget_request_id(), id);
                    });
                }
            });
        });
    });
}

/// Troubles whose advice is "it is tried again by itself", which is true of reading only.
fn is_passing(problem: &Problem) -> bool {
    problem.is_network()
        || matches!(
            problem.kind,
            ProblemKind::Unavailable
                | ProblemKind::RateLimited { .. }
                | ProblemKind::Resting { .. }
                | ProblemKind::OutcomeUnknown
        )
}
