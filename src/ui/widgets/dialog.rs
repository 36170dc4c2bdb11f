//! A small form above a page: a title, what is asked, and at the right of its foot the button that does it.

use egui::{Align, Frame, Id, Layout, Margin, Modal, Ui};

use crate::text::Words;
use crate::ui::theme;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::{buttons, section};

/// What stands round the form.
#[derive(Clone, Copy, Debug)]
pub struct Dialog<'a> {
    /// Tells it from others.
    pub id: &'a str,
    /// What it is about.
    pub title: &'a str,
    /// The word on the button that does it.
    pub action: &'a str,
    /// Why the button is off, where it is.
    pub why_not: Option<&'a str>,
}

/// What was answered in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    Open,
    /// No.
    Closed,
    /// Yes.
    Done,
}

/// Draws it; `add` draws the form.
pub fn show(ui: &Ui, words: &Words, dialog: Dialog<'_>, add: impl FnOnce(&mut Ui)) -> Answer {
    let frame = Frame::popup(ui.style()).inner_margin(Margin::same(20));
    let shown = Modal::new(Id::new(dialog.id))
        .frame(frame)
        .backdrop_color(theme::tokens(ui).veil)
        .show(ui.ctx(), |ui| {
            ui.set_width(480.0);
            section::title(ui, dialog.title);
            ui.add_space(GAP);
            add(ui);
            ui.add_space(GAP);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let press = buttons::unless(ui, dialog.why_not, |ui| buttons::primary(ui, dialog.action));
                let close = ui.button(words.widget_cancel()).clicked();
                match (press.clicked(), close) {
                    (true, _) => Answer::Done,
                    (false, true) => Answer::Closed,
                    (false, false) => Answer::Open,
                }
            })
            .inner
        });
    if shown.inner == Answer::Open && shown.should_close() {
        Answer::Closed
    } else {
        shown.inner
    }
}
