//! The box that fills the form from a file or from pasted text. Nothing is sent by it.

use std::path::PathBuf;

use egui::{Frame, Id, Margin, Modal, RichText, TextEdit, Ui};

use crate::domain::problem::Problem;
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::outbox::{Action, TemplateSource};
use crate::ui::theme;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::{buttons, refusal, section, text_field};

/// The box, while it is open.
#[derive(Debug, Default)]
pub(super) struct ImportBox {
    path: String,
    text: String,
    /// Why the last attempt did not work.
    pub(super) problem: Option<Problem>,
}

impl ImportBox {
    /// Draws it; tells whether it is to stay open.
    pub(super) fn ui(&mut self, ui: &Ui, ctx: &Ctx<'_>) -> bool {
        let words = ctx.words;
        let frame = Frame::popup(ui.style()).inner_margin(Margin::same(20));
        let modal = Modal::new(Id::new("import template"))
            .frame(frame)
            .backdrop_color(theme::tokens(ui).veil);
        let shown = modal.show(ui.ctx(), |ui| {
            ui.set_width(520.0);
            section::title(ui, words.form_import_title());
            ui.add(
                egui::Label::new(RichText::new(words.form_import_help()).color(theme::tokens(ui).quiet))
                    .wrap(),
            );
            ui.add_space(GAP);
            if let Some(problem) = &self.problem {
                refusal::show(ui, words, (Severity::Bad, &words.headline(problem)), problem);
            }
            let field = Field {
                label: words.form_import_path(),
                help: "",
                issue: None,
            };
            let path = &mut self.path;
            form_field::show(ui, field, |ui, label| {
                ui.horizontal(|ui| {
                    let edit = ui.add(text_field::singleline(path, 400.0)).labelled_by(label);
                    let ready = !path.trim().is_empty();
                    if ui
                        .add_enabled(ready, egui::Button::new(words.form_import_read()))
                        .clicked()
                    {
                        let file = PathBuf::from(path.trim());
                        ctx.outbox
                            .push(Action::ImportTemplate(TemplateSource::File(file)));
                    }
                    edit
                })
                .inner
            });
            let label = ui.label(words.form_import_text());
            egui::ScrollArea::vertical().max_height(180.0).show(ui, |ui| {
                ui.add(
                    TextEdit::multiline(&mut self.text)
                        .code_editor()
                        .desired_rows(8)
                        .desired_width(f32::INFINITY),
                )
                .labelled_by(label.id);
            });
            ui.add_space(GRID);
            ui.horizontal(|ui| {
                let ready = !self.text.trim().is_empty();
                let use_it = ui.add_enabled_ui(ready, |ui| buttons::primary(ui, words.form_import_use()));
                if use_it.inner.clicked() {
                    let source = TemplateSource::Text(self.text.clone());
                    ctx.outbox.push(Action::ImportTemplate(source));
                }
                !ui.button(words.form_cancel()).clicked()
            })
            .inner
        });
        shown.inner && !shown.should_close()
    }
}
