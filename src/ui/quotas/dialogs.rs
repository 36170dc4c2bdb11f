//! The two questions about a project's cluster quota: to which number, and whether back to the default.

use egui::{ComboBox, Ui};

use crate::domain::administration::ProjectQuotas;
use crate::domain::id::ProjectId;
use crate::domain::operation::{Operation, OperationId, Progress, QuotaChange, QuotaDeed};
use crate::domain::scope::Scope;
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::confirm_by_name::{self, Question};
use crate::ui::widgets::dialog::{self, Answer};
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::stepper::{self, Stepper};
use crate::ui::widgets::{confirm_by_name as by_name, refusal, text_field, waiting};

/// Nobody needs more clusters than this.
const MOST: u32 = 100_000;

/// The question, while it is open.
#[derive(Debug)]
pub(super) struct QuotaDialog {
    scope: Scope,
    kind: Kind,
    sent: Option<OperationId>,
}

#[derive(Debug)]
enum Kind {
    /// For a project that has none; its name or id as it was typed or chosen.
    Set { project: String, limit: u32 },
    Change {
        project: ProjectId,
        name: String,
        limit: u32,
    },
    Delete {
        project: ProjectId,
        name: String,
        typed: String,
    },
}

impl QuotaDialog {
    fn new(ctx: &Ctx<'_>, kind: Kind) -> Self {
        Self {
            scope: ctx.scope.clone(),
            kind,
            sent: None,
        }
    }

    pub(super) fn set(ctx: &Ctx<'_>) -> Self {
        let kind = Kind::Set {
            project: String::new(),
            limit: 20,
        };
        Self::new(ctx, kind)
    }

    pub(super) fn change(ctx: &Ctx<'_>, list: &ProjectQuotas, project: &ProjectId) -> Self {
        let quota = list.rows.iter().find(|quota| quota.project == *project);
        let kind = Kind::Change {
            project: project.clone(),
            name: list.projects.name(project).to_owned(),
            limit: quota.and_then(|quota| quota.limit).unwrap_or_default(),
        };
        Self::new(ctx, kind)
    }

    pub(super) fn delete(ctx: &Ctx<'_>, list: &ProjectQuotas, project: &ProjectId) -> Self {
        let kind = Kind::Delete {
            project: project.clone(),
            name: list.projects.name(project).to_owned(),
            typed: String::new(),
        };
        Self::new(ctx, kind)
    }

    /// Draws it; tells whether it stays open.
    pub(super) fn ui(&mut self, ui: &Ui, ctx: &Ctx<'_>, list: &ProjectQuotas) -> bool {
        if self.scope != *ctx.scope {
            return false;
        }
        if let Kind::Delete { project, name, typed } = &mut self.kind {
            return delete_ui(ui, ctx, (project, name), typed);
        }
        let progress = self.sent.and_then(|id| ctx.store.operations.get(id));
        let progress = progress.map(|entry| entry.progress.clone());
        if let Some(Progress::Done { .. }) = progress {
            return false;
        }
        self.form_ui(ui, ctx, list, progress.as_ref())
    }

    fn form_ui(&mut self, ui: &Ui, ctx: &Ctx<'_>, list: &ProjectQuotas, progress: Option<&Progress>) -> bool {
        let words = ctx.words;
        let running = progress.is_some_and(|progress| !progress.ended());
        let change = self.change_of(list);
        let why_not = match (&change, running) {
            (_, true) => Some(words.form_sending()),
            (Err(Wrong::Project), false) => Some(words.quotas_dialog_project_bad()),
            (Err(Wrong::Taken), false) => Some(words.quotas_dialog_project_taken()),
            (Ok(_), false) => None,
        };
        let title = match &self.kind {
            Kind::Change { name, .. } => words.quotas_dialog_edit(name.as_str()),
            Kind::Set { .. } | Kind::Delete { .. } => words.quotas_dialog_set().to_owned(),
        };
        let asked = dialog::Dialog {
            id: "project quota",
            title: &title,
            action: words.quotas_dialog_save(),
            why_not,
        };
        let answer = dialog::show(ui, words, asked, |ui| {
            if let Some(problem) = progress.and_then(Progress::problem) {
                let title = words.quotas_dialog_refused();
                refusal::show(ui, words, (Severity::Bad, title), problem);
                ui.add_space(GAP);
            }
            if running {
                waiting::show(ui, words, words.form_sending(), None);
            }
            self.fields_ui(ui, ctx, list);
        });
        match answer {
            Answer::Open => true,
            Answer::Closed => false,
            Answer::Done => {
                if let Ok(change) = change {
                    self.sent = Some(ctx.outbox.run(Operation::Quota(change)));
                }
                true
            }
        }
    }

    fn fields_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, list: &ProjectQuotas) {
        let words = ctx.words;
        let limit = match &mut self.kind {
            Kind::Set { project, limit } => {
                let field = Field {
                    label: words.quotas_dialog_project(),
                    help: words.quotas_dialog_project_rule(),
                    issue: None,
                };
                form_field::show(ui, field, |ui, label| {
                    ui.horizontal(|ui| {
                        let edit = ui.add(text_field::singleline(project, 260.0)).labelled_by(label);
                        ComboBox::from_id_salt("project of a quota")
                            .selected_text("…")
                            .width(160.0)
                            .show_ui(ui, |ui| {
                                for (id, name) in &list.projects.names {
                                    if ui.selectable_label(false, name).clicked() {
                                        *project = id.as_str().to_owned();
                                    }
                                }
                            });
                        edit
                    })
                    .inner
                });
                limit
            }
            Kind::Change { limit, .. } => limit,
            Kind::Delete { .. } => return,
        };
        let field = Field {
            label: words.quotas_dialog_limit(),
            help: words.quotas_dialog_limit_rule(),
            issue: None,
        };
        form_field::show(ui, field, |ui, label| {
            let stepper = Stepper {
                what: words.quotas_dialog_limit(),
                range: 0..=MOST,
                step: 1,
            };
            stepper::show(ui, words, label, &stepper, limit)
        });
    }

    /// What is to be sent.
    fn change_of(&self, list: &ProjectQuotas) -> Result<QuotaChange, Wrong> {
        match &self.kind {
            Kind::Set { project, limit } => {
                let found = list.projects.find(project.trim()).ok_or(Wrong::Project)?;
                if list.rows.iter().any(|quota| quota.project == *found) {
                    return Err(Wrong::Taken);
                }
                Ok(QuotaChange {
                    project: found.clone(),
                    name: list.projects.name(found).to_owned(),
                    deed: QuotaDeed::Create(*limit),
                })
            }
            Kind::Change { project, name, limit } => Ok(QuotaChange {
                project: project.clone(),
                name: name.clone(),
                deed: QuotaDeed::Change(*limit),
            }),
            Kind::Delete { .. } => Err(Wrong::Project),
        }
    }
}

/// What is wrong with the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    Project,
    Taken,
}

fn delete_ui(ui: &Ui, ctx: &Ctx<'_>, (project, name): (&ProjectId, &str), typed: &mut String) -> bool {
    let words = ctx.words;
    let title = words.quotas_delete_title(name);
    let question = Question {
        title: &title,
        name,
        action: words.quotas_delete_button(),
    };
    let answer = confirm_by_name::show(ui, words, question, typed, |ui| {
        ui.label(words.quotas_delete_text());
    });
    match answer {
        by_name::Answer::Open => true,
        by_name::Answer::Cancelled => false,
        by_name::Answer::Confirmed => {
            ctx.outbox.run(Operation::Quota(QuotaChange {
                project: project.clone(),
                name: name.to_owned(),
                deed: QuotaDeed::Delete,
            }));
            false
        }
    }
}
