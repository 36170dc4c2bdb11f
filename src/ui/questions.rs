//! Asks what the page on screen wants answered, and withdraws it as soon as no page wants it any more.

use std::collections::BTreeMap;

use crate::domain::question::{Question, Repeat};
use crate::domain::scope::Scope;
use crate::message::Command;
use crate::ui::app::App;

/// What the latest frame wanted, and what the background was told.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    wanted: BTreeMap<Question, Repeat>,
    asked: BTreeMap<(Scope, Question), Repeat>,
}

impl App {
    /// Notes what this frame wanted; a change needs another frame, in which it is carried out.
    pub(super) fn note_questions(&mut self, egui: &egui::Context) {
        let wanted = self.outbox().take_wanted();
        if wanted != self.questions.wanted {
            self.questions.wanted = wanted;
            egui.request_repaint();
        }
    }

    /// Carries out what the latest frame wanted.
    pub(super) fn match_questions(&mut self) {
        let scope = self.scope().cloned();
        let wanted: BTreeMap<(Scope, Question), Repeat> = scope
            .into_iter()
            .flat_map(|scope| {
                let each = self.questions.wanted.iter();
                each.map(move |(question, repeat)| ((scope.clone(), question.clone()), *repeat))
            })
            .collect();
        if wanted == self.questions.asked {
            return;
        }
        let mut asked = std::mem::take(&mut self.questions.asked);
        asked.retain(|(scope, question), _| {
            wanted.contains_key(&(scope.clone(), question.clone()))
                || !self.withdraw(scope.clone(), question.clone())
        });
        for ((scope, question), repeat) in wanted {
            let key = (scope, question);
            if asked.get(&key) != Some(&repeat) && self.ask(key.0.clone(), key.1.clone(), repeat) {
                asked.insert(key, repeat);
            }
        }
        self.questions.asked = asked;
    }

    /// Asks once more what is asked already.
    pub(super) fn ask_again(&mut self, question: Question) {
        if let Some(scope) = self.scope().cloned()
            && let Some(repeat) = self.questions.asked.get(&(scope.clone(), question.clone()))
        {
            self.ask(scope, question, *repeat);
        }
    }

    fn ask(&mut self, scope: Scope, question: Question, repeat: Repeat) -> bool {
        let command = Command::Ask {
            scope: scope.clone(),
            question: question.clone(),
            repeat,
        };
        let sent = self.backend.send(command).is_ok();
        if sent {
            self.store.ask(&scope, question);
        }
        sent
    }

    fn withdraw(&mut self, scope: Scope, question: Question) -> bool {
        self.store.withdraw(&scope, &question);
        self.backend.send(Command::Withdraw { scope, question }).is_ok()
    }
}
