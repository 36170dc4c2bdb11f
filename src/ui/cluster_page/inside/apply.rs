//! The dialog that applies a manifest: tried first, so that what would happen is seen, and then meant.

use egui::{RichText, ScrollArea, TextEdit, Ui};

use crate::domain::access::{AccessOutcome, AccessTask};
use crate::domain::kubernetes::{Applied, AppliedDeed, Trial};
use crate::domain::problem::Problem;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::cluster_page::Scene;
use crate::ui::outbox::Action;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::dialog::{self, Answer, Dialog};
use crate::ui::widgets::{refusal, status_chip, text_field, waiting};

/// Height of the field for the manifest.
const FIELD_HEIGHT: f32 = 200.0;

/// The dialog, open or not.
#[derive(Debug, Default)]
pub(super) struct ApplyDialog {
    form: Option<Form>,
}

#[derive(Debug)]
struct Form {
    text: String,
    namespace: String,
    /// What was sent last, so that an older outcome is not taken for that of another text.
    sent: Option<(String, String, Trial)>,
}

impl ApplyDialog {
    /// Opens it.
    pub(super) fn open(&mut self) {
        self.form = Some(Form {
            text: String::new(),
            namespace: "default".to_owned(),
            sent: None,
        });
    }

    /// Draws it, if it is open.
    pub(super) fn ui(&mut self, ui: &Ui, scene: &Scene<'_>) {
        let Some(form) = &mut self.form else { return };
        let words = scene.ctx.words;
        let busy = scene
            .ctx
            .data
            .access
            .get(scene.id)
            .and_then(|access| access.asked_at);
        let tried = form.is_tried(scene);
        let empty = form.text.trim().is_empty().then(|| words.inside_manifest_none());
        let why_not = empty.or_else(|| busy.map(|_| words.inside_applying()));
        let dialog = Dialog {
            id: "apply manifest",
            title: words.inside_apply_title(),
            action: if tried {
                words.inside_apply_now()
            } else {
                words.inside_apply_try()
            },
            why_not,
        };
        let answer = dialog::show(ui, words, dialog, |ui| {
            form.fields_ui(ui, words);
            if let Some(since) = busy {
                waiting::show(ui, words, words.inside_applying(), Some((since, scene.ctx.now)));
            } else {
                form.outcome_ui(ui, scene);
            }
        });
        match answer {
            Answer::Open => {}
            Answer::Closed => self.form = None,
            Answer::Done => {
                let trial = if tried { Trial::Meant } else { Trial::Only };
                form.send(scene, trial);
            }
        }
    }
}

impl Form {
    fn send(&mut self, scene: &Scene<'_>, trial: Trial) {
        self.sent = Some((self.text.clone(), self.namespace.clone(), trial));
        let applying = AccessTask::Apply {
            manifest: self.text.clone(),
            namespace: self.namespace.trim().to_owned(),
            trial,
        };
        scene.ctx.outbox.push(Action::Access(scene.id.clone(), applying));
    }

    /// What came of what was sent last, if that is what stands in the form.
    fn outcome<'a>(&self, scene: &Scene<'a>) -> Option<&'a Result<AccessOutcome, Problem>> {
        let (text, namespace, _) = self.sent.as_ref()?;
        if *text != self.text || *namespace != self.namespace {
            return None;
        }
        let access = scene.ctx.data.access.get(scene.id)?;
        access.outcome.as_ref().map(|(outcome, _)| outcome)
    }

    /// Whether this very text was tried, and nothing is wrong with it.
    fn is_tried(&self, scene: &Scene<'_>) -> bool {
        matches!(
            self.outcome(scene),
            Some(Ok(AccessOutcome::Applied {
                trial: Trial::Only,
                problem: None,
                ..
            }))
        )
    }

    fn fields_ui(&mut self, ui: &mut Ui, words: &Words) {
        let label = ui.label(words.inside_manifest());
        ScrollArea::vertical()
            .id_salt("manifest")
            .max_height(FIELD_HEIGHT)
            .show(ui, |ui| {
                ui.add(
                    TextEdit::multiline(&mut self.text)
                        .desired_rows(10)
                        .desired_width(f32::INFINITY)
                        .code_editor()
                        .hint_text(words.inside_manifest_hint()),
                )
                .labelled_by(label.id);
            });
        ui.add_space(GRID);
        ui.horizontal(|ui| {
            let label = ui.label(words.inside_namespace());
            ui.add(text_field::singleline(&mut self.namespace, 180.0))
                .labelled_by(label.id);
        });
        ui.add_space(GAP);
    }

    fn outcome_ui(&self, ui: &mut Ui, scene: &Scene<'_>) {
        let words = scene.ctx.words;
        match self.outcome(scene) {
            Some(Ok(AccessOutcome::Applied { trial, done, problem })) => {
                let title = match trial {
                    Trial::Only => words.inside_tried(),
                    Trial::Meant => words.inside_applied(),
                };
                if !done.is_empty() {
                    ui.label(title);
                    for applied in done {
                        applied_ui(ui, words, applied);
                    }
                }
                if let Some(problem) = problem {
                    refusal::show(ui, words, (Severity::Bad, words.inside_not_applied()), problem);
                }
            }
            Some(Err(problem)) => {
                refusal::show(ui, words, (Severity::Bad, words.inside_not_applied()), problem);
            }
            Some(Ok(
                AccessOutcome::Saved(_)
                | AccessOutcome::Text(_)
                | AccessOutcome::TakenBack { .. }
                | AccessOutcome::Signed { .. },
            ))
            | None => {}
        }
    }
}

fn applied_ui(ui: &mut Ui, words: &Words, applied: &Applied) {
    ui.horizontal(|ui| {
        let colour = tokens(ui).status(Severity::Good).fg;
        ui.label(RichText::new(status_chip::icon(Severity::Good)).color(colour));
        ui.label(RichText::new(&applied.object).monospace());
        ui.label(match applied.deed {
            AppliedDeed::Created => words.inside_created(),
            AppliedDeed::Configured => words.inside_configured(),
        });
    });
}
