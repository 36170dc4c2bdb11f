//! The box that takes an openrc file: by its path, dropped on the window, or pasted.

use std::path::PathBuf;

use egui::{Frame, Label, RichText, TextEdit, Ui};

use crate::domain::problem::Problem;
use crate::domain::secret::Secret;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::outbox::{Action, OpenrcSource, Outbox};
use crate::ui::theme::{
    section_style, tokens,
    tokens::{CORNER, GAP, GRID, MARGIN},
};
use crate::ui::widgets::banner::{self, Banner};
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::{buttons, text_field, waiting};

/// How the reading stands.
#[derive(Clone, Debug, Default, PartialEq)]
enum Standing {
    #[default]
    Waiting,
    Reading,
    Done,
    Failed(Problem),
}

/// What somebody has put in. A pasted text may hold a password.
#[derive(Default)]
pub(super) struct OpenrcBox {
    pub(super) open: bool,
    file: String,
    pasted: String,
    standing: Standing,
}

impl std::fmt::Debug for OpenrcBox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenrcBox")
            .field("open", &self.open)
            .field("standing", &self.standing)
            .finish_non_exhaustive()
    }
}

impl Drop for OpenrcBox {
    fn drop(&mut self) {
        drop(Secret::new(std::mem::take(&mut self.pasted)));
    }
}

impl OpenrcBox {
    /// A file is being read.
    pub(super) fn reading(&mut self, file: Option<&std::path::Path>) {
        self.open = true;
        self.standing = Standing::Reading;
        if let Some(file) = file {
            self.file = file.display().to_string();
        }
    }

    /// It was read, or could not be.
    pub(super) fn read(&mut self, result: Result<(), Problem>) {
        drop(Secret::new(std::mem::take(&mut self.pasted)));
        self.standing = match result {
            Ok(()) => Standing::Done,
            Err(problem) => Standing::Failed(problem),
        };
    }

    /// Draws it.
    pub(super) fn ui(&mut self, ui: &mut Ui, words: &Words, outbox: &Outbox) {
        let colours = tokens(ui);
        Frame::new()
            .fill(colours.frame)
            .corner_radius(CORNER)
            .inner_margin(MARGIN)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let title = RichText::new(words.openrc_title()).text_style(section_style());
                ui.label(title.color(colours.strong));
                ui.add(Label::new(words.openrc_text()).wrap());
                ui.add_space(GAP);
                self.inputs_ui(ui, words);
                self.standing_ui(ui, words);
                ui.horizontal(|ui| {
                    let empty = self.file.trim().is_empty() && self.pasted.trim().is_empty();
                    let why_not = empty.then_some(words.openrc_nothing());
                    let read = buttons::unless(ui, why_not, |ui| ui.button(words.openrc_read()));
                    if read.clicked() {
                        outbox.push(Action::ImportOpenrc(self.source()));
                    }
                    if ui.button(words.widget_close()).clicked() {
                        self.open = false;
                    }
                });
            });
        ui.add_space(MARGIN);
    }

    fn inputs_ui(&mut self, ui: &mut Ui, words: &Words) {
        let file = Field {
            label: words.openrc_file(),
            help: words.openrc_file_help(),
            issue: None,
        };
        form_field::show(ui, file, |ui, label| {
            ui.add(text_field::singleline(&mut self.file, f32::INFINITY))
                .labelled_by(label)
        });
        let pasted = Field {
            label: words.openrc_paste(),
            help: words.openrc_paste_help(),
            issue: None,
        };
        form_field::show(ui, pasted, |ui, label| {
            let edit = TextEdit::multiline(&mut self.pasted)
                .code_editor()
                .desired_rows(3)
                .desired_width(f32::INFINITY);
            ui.add(edit).labelled_by(label)
        });
    }

    fn standing_ui(&self, ui: &mut Ui, words: &Words) {
        match &self.standing {
            Standing::Waiting => return,
            Standing::Reading => waiting::show(ui, words, words.openrc_reading(), None),
            Standing::Done => banner::message(ui, Severity::Good, words.openrc_read_done()),
            Standing::Failed(problem) => drop(banner::show(
                ui,
                words,
                Banner {
                    problem,
                    severity: Severity::Bad,
                    as_of: None,
                    retry: false,
                },
            )),
        }
        ui.add_space(GRID);
    }

    /// What was pasted wins: it was put in last.
    fn source(&self) -> OpenrcSource {
        if self.pasted.trim().is_empty() {
            OpenrcSource::File(PathBuf::from(self.file.trim()))
        } else {
            OpenrcSource::Text(Secret::new(self.pasted.as_str()))
        }
    }
}
