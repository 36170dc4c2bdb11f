//! The three questions about key pairs: have one made, import one, delete one.

use std::path::PathBuf;

use egui::{Label, RichText, TextEdit, Ui};

use crate::domain::catalog::KeyPair;
use crate::domain::operation::{KeyMaker, KeypairChange, Operation, OperationId, Progress};
use crate::domain::scope::Scope;
use crate::domain::status::Severity;
use crate::ui::context::{Ctx, KeyFile};
use crate::ui::keypairs::model;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::confirm_by_name::{self, Question};
use crate::ui::widgets::dialog::{self, Answer};
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::{banner, confirm_by_name as by_name, copyable, refusal, text_field, waiting};

/// The question, while it is open.
#[derive(Debug)]
pub(super) struct KeypairDialog {
    scope: Scope,
    name: String,
    kind: Kind,
    touched: bool,
    sent: Option<OperationId>,
}

#[derive(Debug)]
enum Kind {
    Generate {
        maker: KeyMaker,
        file: String,
        own_file: bool,
    },
    Import {
        public: String,
    },
    Delete {
        typed: String,
    },
}

impl KeypairDialog {
    fn new(ctx: &Ctx<'_>, kind: Kind) -> Self {
        Self {
            scope: ctx.scope.clone(),
            name: String::new(),
            kind,
            touched: false,
            sent: None,
        }
    }

    pub(super) fn generate(ctx: &Ctx<'_>) -> Self {
        let kind = Kind::Generate {
            maker: KeyMaker::Here,
            file: String::new(),
            own_file: false,
        };
        Self::new(ctx, kind)
    }

    pub(super) fn import(ctx: &Ctx<'_>) -> Self {
        let public = String::new();
        Self::new(ctx, Kind::Import { public })
    }

    pub(super) fn delete(ctx: &Ctx<'_>, name: &str) -> Self {
        let typed = String::new();
        Self {
            name: name.to_owned(),
            ..Self::new(ctx, Kind::Delete { typed })
        }
    }

    /// Draws it; tells whether it stays open.
    pub(super) fn ui(&mut self, ui: &Ui, ctx: &Ctx<'_>, (list, key_file): (&[KeyPair], &KeyFile)) -> bool {
        if self.scope != *ctx.scope {
            return false;
        }
        if let Kind::Delete { typed } = &mut self.kind {
            return delete_ui(ui, ctx, &self.name, typed);
        }
        let progress = self.sent.and_then(|id| ctx.store.operations.get(id));
        let progress = progress.map(|entry| entry.progress.clone());
        if let Some(Progress::Done { .. }) = progress {
            return self.done_ui(ui, ctx);
        }
        self.form_ui(ui, ctx, (list, key_file), progress.as_ref())
    }

    fn form_ui(
        &mut self,
        ui: &Ui,
        ctx: &Ctx<'_>,
        (list, key_file): (&[KeyPair], &KeyFile),
        progress: Option<&Progress>,
    ) -> bool {
        let words = ctx.words;
        let running = progress.is_some_and(|progress| !progress.ended());
        let issue = self.issue(ctx, list);
        let why_not = if running {
            Some(words.keypairs_working())
        } else {
            issue
        };
        let (title, action) = match self.kind {
            Kind::Generate { .. } => (words.keypairs_generate_title(), words.keypairs_generate_button()),
            Kind::Import { .. } | Kind::Delete { .. } => {
                (words.keypairs_import_title(), words.keypairs_import_button())
            }
        };
        let asked = dialog::Dialog {
            id: "key pair",
            title,
            action,
            why_not,
        };
        let answer = dialog::show(ui, words, asked, |ui| {
            if let Some(problem) = progress.and_then(Progress::problem) {
                let title = match progress {
                    Some(Progress::Lost { .. }) => words.keypairs_lost(),
                    _ => words.keypairs_refused(),
                };
                refusal::show(ui, words, (Severity::Bad, title), problem);
                ui.add_space(GAP);
            }
            if running {
                waiting::show(ui, words, words.keypairs_working(), None);
            }
            ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, ctx, (list, key_file)));
        });
        match answer {
            Answer::Open => true,
            Answer::Closed => false,
            Answer::Done => {
                self.send(ctx);
                true
            }
        }
    }

    fn fields_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, (list, key_file): (&[KeyPair], &KeyFile)) {
        let words = ctx.words;
        let wrong = model::name_issue(&self.name, list, words).filter(|_| self.touched);
        let field = Field {
            label: words.keypairs_name(),
            help: words.keypairs_name_rule(),
            issue: wrong.map(|issue| (Severity::Bad, issue)),
        };
        let name = &mut self.name;
        let edited = form_field::show(ui, field, |ui, label| {
            ui.add(text_field::singleline(name, f32::INFINITY))
                .labelled_by(label)
        });
        self.touched |= edited.changed();
        let touched = self.touched;
        match &mut self.kind {
            Kind::Generate {
                maker,
                file,
                own_file,
            } => {
                if edited.changed() && !*own_file {
                    let usual = key_file(&self.name);
                    *file = usual.map(|path| path.display().to_string()).unwrap_or_default();
                }
                maker_ui(ui, ctx, maker);
                let missing = file.trim().is_empty() && touched;
                let field = Field {
                    label: words.keypairs_file(),
                    help: words.keypairs_file_rule(),
                    issue: missing.then(|| (Severity::Bad, words.keypairs_file_missing())),
                };
                let edit = form_field::show(ui, field, |ui, label| {
                    ui.add(text_field::singleline(file, f32::INFINITY))
                        .labelled_by(label)
                });
                *own_file |= edit.changed();
            }
            Kind::Import { public } => {
                let wrong = model::key_issue(public, words).filter(|_| !public.trim().is_empty());
                let field = Field {
                    label: words.keypairs_public(),
                    help: words.keypairs_public_rule(),
                    issue: wrong.map(|issue| (Severity::Bad, issue)),
                };
                form_field::show(ui, field, |ui, label| {
                    let edit = TextEdit::multiline(public).code_editor().desired_rows(5);
                    ui.add(edit.desired_width(f32::INFINITY)).labelled_by(label)
                });
            }
            Kind::Delete { .. } => {}
        }
    }

    fn issue<'a>(&self, ctx: &Ctx<'a>, list: &[KeyPair]) -> Option<&'a str> {
        let words = ctx.words;
        model::name_issue(&self.name, list, words).or_else(|| match &self.kind {
            Kind::Generate { file, .. } => file.trim().is_empty().then(|| words.keypairs_file_missing()),
            Kind::Import { public } => model::key_issue(public, words),
            Kind::Delete { .. } => None,
        })
    }

    fn send(&mut self, ctx: &Ctx<'_>) {
        let name = self.name.trim().to_owned();
        let change = match &self.kind {
            Kind::Generate { maker, file, .. } => KeypairChange::Generate {
                name,
                maker: *maker,
                file: PathBuf::from(file.trim()),
            },
            Kind::Import { public } => KeypairChange::Import {
                name,
                public_key: public.trim().to_owned(),
            },
            Kind::Delete { .. } => KeypairChange::Delete { name },
        };
        self.sent = Some(ctx.outbox.run(Operation::Keypair(change)));
    }

    /// Where the private half is, once; an import needs no more words.
    fn done_ui(&self, ui: &Ui, ctx: &Ctx<'_>) -> bool {
        let words = ctx.words;
        let Kind::Generate { file, .. } = &self.kind else {
            return false;
        };
        let asked = dialog::Dialog {
            id: "key pair",
            title: words.keypairs_generate_title(),
            action: words.keypairs_close(),
            why_not: None,
        };
        let answer = dialog::show(ui, words, asked, |ui| {
            banner::message(ui, Severity::Good, &words.keypairs_saved(file.as_str()));
            copyable::show(ui, words, words.keypairs_file(), file);
            ui.label(words.keypairs_saved_help());
        });
        answer == Answer::Open
    }
}

fn maker_ui(ui: &mut Ui, ctx: &Ctx<'_>, maker: &mut KeyMaker) {
    let words = ctx.words;
    let help = match maker {
        KeyMaker::Here => words.keypairs_maker_here_help(),
        KeyMaker::Nova => words.keypairs_maker_nova_help(),
    };
    let field = Field {
        label: words.keypairs_maker(),
        help,
        issue: None,
    };
    form_field::show(ui, field, |ui, label| {
        ui.horizontal(|ui| {
            let here = ui.radio_value(maker, KeyMaker::Here, words.keypairs_maker_here());
            ui.radio_value(maker, KeyMaker::Nova, words.keypairs_maker_nova());
            here.labelled_by(label)
        })
        .inner
    });
}

fn delete_ui(ui: &Ui, ctx: &Ctx<'_>, name: &str, typed: &mut String) -> bool {
    let words = ctx.words;
    let title = words.keypairs_delete_title(name);
    let question = Question {
        title: &title,
        name,
        action: words.keypairs_delete_button(),
    };
    let answer = confirm_by_name::show(ui, words, question, typed, |ui| {
        let (clusters, templates) = model::users(ctx.data, name);
        let used = clusters.len() + templates.len();
        if used > 0 {
            banner::message(ui, Severity::Warning, &words.keypairs_delete_used(used));
        }
        let text = RichText::new(words.keypairs_delete_text()).color(tokens(ui).quiet);
        ui.add(Label::new(text).wrap());
    });
    match answer {
        by_name::Answer::Open => true,
        by_name::Answer::Cancelled => false,
        by_name::Answer::Confirmed => {
            let name = name.to_owned();
            ctx.outbox.run(Operation::Keypair(KeypairChange::Delete { name }));
            false
        }
    }
}
