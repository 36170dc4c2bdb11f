//! The course of a creation: one bar per resource, under what holds it, with the way that the whole build waited for.

use egui::Ui;

use crate::domain::course::Course;
use crate::text::Words;
use crate::ui::theme::tokens::GRID;
use crate::ui::widgets::gantt::{self, Gantt};

/// Draws it; `only_critical` is the person's choice.
pub(super) fn show(ui: &mut Ui, words: &Words, course: &Course, only_critical: &mut bool) {
    if course.span().is_none() {
        ui.label(words.page_bars_none());
        return;
    }
    if course.has_critical() {
        ui.checkbox(only_critical, words.gantt_only_critical());
        ui.add_space(GRID);
    }
    let gantt = Gantt {
        course,
        only_critical: *only_critical && course.has_critical(),
        cursor: None,
        words,
    };
    gantt::show(ui, &gantt);
}
