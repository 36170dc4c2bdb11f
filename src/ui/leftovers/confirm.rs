//! The question before a leftover is removed: what, where, and that it cannot be undone; answered by typing its name.
//!
//! What is removed is fixed when the question is asked, whatever moves underneath it meanwhile.

use egui::{RichText, Ui};

use crate::domain::leftovers::Piece;
use crate::domain::operation::Operation;
use crate::domain::scope::Scope;
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::leftovers::holds_data;
use crate::ui::theme::tokens;
use crate::ui::widgets::confirm_by_name::{self, Answer, Question};
use crate::ui::widgets::facts;

/// The question, asked or not.
#[derive(Debug, Default)]
pub(super) struct Confirm {
    target: Option<(Piece, Option<Scope>, String)>,
}

impl Confirm {
    /// Asks about this thing.
    pub(super) fn open(&mut self, piece: Piece) {
        self.target = Some((piece, None, String::new()));
    }

    /// Draws it, if it is open.
    pub(super) fn ui(&mut self, ui: &Ui, ctx: &Ctx<'_>) {
        let Some((piece, scope, typed)) = &mut self.target else {
            return;
        };
        let scope = scope.get_or_insert_with(|| ctx.scope.clone());
        if scope != ctx.scope {
            self.target = None;
            return;
        }
        let words = ctx.words;
        let kind = words.piece_kind(piece.kind);
        let title = words.leftovers_confirm(kind, piece.label());
        let question = Question {
            title: &title,
            name: piece.label(),
            action: words.leftovers_confirm_button(),
        };
        let answer = confirm_by_name::show(ui, words, question, typed, |ui| {
            ui.label(words.deletion_cannot());
            if holds_data(piece.kind) {
                let colour = tokens(ui).status(Severity::Warning).fg;
                ui.label(RichText::new(words.leftovers_data()).color(colour));
            }
            facts::show(ui, words, "leftover target", |facts| {
                facts.text(words.deletion_cloud(), Some(&scope.cloud));
                facts.text(words.deletion_project(), Some(&scope.project));
                facts.text(kind, Some(piece.label()));
                facts.copy(words.leftovers_id(), Some(&piece.id));
            });
        });
        match answer {
            Answer::Open => {}
            Answer::Cancelled => self.target = None,
            Answer::Confirmed => {
                ctx.outbox.run(Operation::Remove(piece.clone()));
                self.target = None;
            }
        }
    }
}
