//! The question before something is destroyed: what, where, what goes with it; answered by typing its name.

use egui::{Align, Frame, Id, Key, Layout, Margin, Modal, RichText, Ui};

use crate::text::Words;
use crate::ui::theme::{
    self,
    tokens::{GAP, GRID},
};
use crate::ui::widgets::{buttons, section, text_field};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What is about to happen, as a question.
    pub title: &'a str,
    /// The name to type.
    pub name: &'a str,
    /// The word on the button that does it.
    pub action: &'a str,
}

/// What was answered in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    Open,
    /// No.
    Cancelled,
    /// Yes, and the name was typed.
    Confirmed,
}

/// Draws the dialog over everything. `typed` belongs to the caller, who empties it when the dialog opens; `losses` draws
/// what will be lost.
pub fn show(
    ui: &Ui,
    words: &Words,
    question: Question<'_>,
    typed: &mut String,
    losses: impl FnOnce(&mut Ui),
) -> Answer {
    let tokens = theme::tokens(ui);
    let frame = Frame::popup(ui.style()).inner_margin(Margin::same(20));
    // One that is about something else has another height.
    let modal = Modal::new(Id::new(("confirm by name", question.title)))
        .frame(frame)
        .backdrop_color(tokens.veil);
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(460.0);
        section::title(ui, question.title);
        ui.add_space(GRID);
        losses(ui);
        ui.add_space(GAP);
        let label = ui.label(words.widget_confirm_hint(question.name));
        let field = ui
            .add(text_field::singleline(typed, f32::INFINITY))
            .labelled_by(label.id);
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        let matches = typed.as_str() == question.name;
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let hint = if matches || typed.is_empty() {
            ""
        } else {
            words.widget_confirm_mismatch()
        };
        ui.label(RichText::new(hint).small().color(tokens.quiet));
        ui.add_space(GAP);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let hint = words.widget_confirm_hint(question.name);
            let why_not = (!matches).then_some(hint.as_str());
            let confirmed = buttons::unless(ui, why_not, |ui| buttons::danger(ui, question.action)).clicked();
            let cancelled = ui.button(words.widget_cancel()).clicked();
            match (confirmed || entered && matches, cancelled) {
                (true, _) => Answer::Confirmed,
                (false, true) => Answer::Cancelled,
                (false, false) => Answer::Open,
            }
        })
        .inner
    });
    if shown.inner == Answer::Open && shown.should_close() {
        Answer::Cancelled
    } else {
        shown.inner
    }
}
