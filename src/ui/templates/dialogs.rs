//! The questions of the templates' page: whether to delete one or several, and where to save one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Frame, Id, Label, Margin, Modal, RichText, ScrollArea, Ui};

use crate::domain::file_name::FileName;
use crate::domain::id::TemplateId;
use crate::domain::operation::{Operation, TemplateChange};
use crate::domain::scope::Scope;
use crate::domain::status::Severity;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::draft::TemplateDraft;
use crate::domain::template::right;
use crate::domain::template::yaml;
use crate::ui::context::Ctx;
use crate::ui::outbox::Action;
use crate::ui::templates::model;
use crate::ui::theme;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::confirm_by_name::{self, Answer, Question};
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::{banner, buttons, facts, section, text_field};

/// Names that are told of clusters that stand in the way.
const NAMES: usize = 5;

/// The question, open or not.
#[derive(Debug)]
pub(super) enum Dialog {
    /// Whether to delete it.
    Delete {
        template: Arc<ClusterTemplate>,
        scope: Scope,
        typed: String,
    },
    /// Whether to delete several.
    DeleteMany {
        templates: Vec<TemplateId>,
        scope: Scope,
        typed: String,
    },
    /// Where to save it.
    Export {
        template: Arc<ClusterTemplate>,
        path: String,
    },
}

impl Dialog {
    pub(super) fn delete(ctx: &Ctx<'_>, template: &Arc<ClusterTemplate>) -> Self {
        Self::Delete {
            template: Arc::clone(template),
            scope: ctx.scope.clone(),
            typed: String::new(),
        }
    }

    pub(super) fn delete_many(ctx: &Ctx<'_>, templates: Vec<TemplateId>) -> Self {
        Self::DeleteMany {
            templates,
            scope: ctx.scope.clone(),
            typed: String::new(),
        }
    }

    pub(super) fn export(folder: Option<&Path>, template: &Arc<ClusterTemplate>) -> Self {
        let name = FileName::of(&template.name, template.id.as_str(), "yaml");
        let path = folder.map_or_else(
            || PathBuf::from(name.as_str()),
            |folder| folder.join(name.as_str()),
        );
        Self::Export {
            template: Arc::clone(template),
            path: path.display().to_string(),
        }
    }

    /// Draws it; tells whether it stays open.
    pub(super) fn ui(&mut self, ui: &Ui, ctx: &Ctx<'_>) -> bool {
        match self {
            Self::Delete { scope, .. } | Self::DeleteMany { scope, .. } if scope != ctx.scope => false,
            Self::Delete { template, typed, .. } => delete_ui(ui, ctx, template, typed),
            Self::DeleteMany { templates, typed, .. } => delete_many_ui(ui, ctx, templates, typed),
            Self::Export { template, path } => export_ui(ui, ctx, template, path),
        }
    }
}

fn delete_ui(ui: &Ui, ctx: &Ctx<'_>, template: &ClusterTemplate, typed: &mut String) -> bool {
    let words = ctx.words;
    let users = model::users(ctx.data, &template.id);
    if !users.is_empty() {
        return refused_ui(ui, ctx, template, &users);
    }
    let title = words.template_delete_title(template.name.as_str());
    let question = Question {
        title: &title,
        name: &template.name,
        action: words.template_delete_button(),
    };
    let answer = confirm_by_name::show(ui, words, question, typed, |ui| {
        ui.label(words.template_delete_text());
        facts::show(ui, words, "template to delete", |facts| {
            facts.text(words.deletion_cloud(), Some(&ctx.scope.cloud));
            facts.text(words.deletion_project(), Some(&ctx.scope.project));
            facts.copy(words.templates_id(), Some(template.id.as_str()));
        });
    });
    match answer {
        Answer::Open => true,
        Answer::Cancelled => false,
        Answer::Confirmed => {
            ctx.outbox.run(Operation::Template(TemplateChange::Delete {
                template: template.id.clone(),
                name: template.name.clone(),
            }));
            false
        }
    }
}

/// Several templates, each with a request of its own; what is in use or not one's own stays out.
fn delete_many_ui(ui: &Ui, ctx: &Ctx<'_>, ids: &[TemplateId], typed: &mut String) -> bool {
    let words = ctx.words;
    let there = ids.iter().filter_map(|id| ctx.data.template(id));
    let sendable: Vec<_> = there
        .filter(|template| {
            let may = right::may_write(ctx.data.info.as_ref(), Some(template)).is_ok();
            may && model::users(ctx.data, &template.id).is_empty()
        })
        .collect();
    let title = words.template_delete_many_title(sendable.len());
    if sendable.is_empty() {
        return modal(ui, "templates in use", |ui| {
            section::title(ui, &title);
            ui.add_space(GAP);
            banner::message(ui, Severity::Bad, &words.template_delete_many_left(ids.len()));
            ui.add_space(GAP);
            !ui.button(words.keypairs_close()).clicked()
        });
    }
    let name = words.template_delete_many_word(sendable.len());
    let question = Question {
        title: &title,
        name: &name,
        action: words.changes_delete_many_action(),
    };
    let answer = confirm_by_name::show(ui, words, question, typed, |ui| {
        ui.label(words.template_delete_text());
        facts::show(ui, words, "templates to delete", |facts| {
            facts.text(words.deletion_cloud(), Some(&ctx.scope.cloud));
            facts.text(words.deletion_project(), Some(&ctx.scope.project));
        });
        ScrollArea::vertical().max_height(180.0).show(ui, |ui| {
            for template in &sendable {
                ui.label(&template.name);
            }
        });
        let left_out = ids.len() - sendable.len();
        if left_out > 0 {
            let text = words.template_delete_many_left(left_out);
            banner::message(ui, Severity::Neutral, &text);
        }
    });
    match answer {
        Answer::Open => true,
        Answer::Cancelled => false,
        Answer::Confirmed => {
            for template in sendable {
                ctx.outbox.run(Operation::Template(TemplateChange::Delete {
                    template: template.id.clone(),
                    name: template.name.clone(),
                }));
            }
            false
        }
    }
}

/// Magnum would refuse, so it is said before anything is typed.
fn refused_ui(ui: &Ui, ctx: &Ctx<'_>, template: &ClusterTemplate, users: &[&str]) -> bool {
    let words = ctx.words;
    modal(ui, "template in use", |ui| {
        section::title(ui, &words.template_delete_title(template.name.as_str()));
        ui.add_space(GAP);
        let mut names = users.iter().take(NAMES).copied().collect::<Vec<_>>().join(", ");
        if users.len() > NAMES {
            names.push_str(" …");
        }
        banner::message(ui, Severity::Bad, &words.template_delete_used(users.len(), names));
        ui.add_space(GAP);
        !ui.button(words.keypairs_close()).clicked()
    })
}

fn export_ui(ui: &Ui, ctx: &Ctx<'_>, template: &ClusterTemplate, path: &mut String) -> bool {
    let words = ctx.words;
    modal(ui, "export template", |ui| {
        section::title(ui, &words.export_title(template.name.as_str()));
        ui.add_space(GAP);
        let field = Field {
            label: words.export_path(),
            help: words.export_help(),
            issue: None,
        };
        form_field::show(ui, field, |ui, label| {
            ui.add(text_field::singleline(path, f32::INFINITY))
                .labelled_by(label)
        });
        let text = yaml::to_yaml(&TemplateDraft::of(template));
        egui::ScrollArea::vertical().max_height(220.0).show(ui, |ui| {
            ui.add(Label::new(RichText::new(&text).monospace()).wrap());
        });
        ui.add_space(GAP);
        ui.horizontal(|ui| {
            let ready = !path.trim().is_empty();
            let save = ui
                .add_enabled_ui(ready, |ui| buttons::primary(ui, words.export_save()))
                .inner;
            if save.clicked() {
                let file = PathBuf::from(path.trim());
                ctx.outbox.push(Action::SaveText { file, text });
                return false;
            }
            !ui.button(words.form_cancel()).clicked()
        })
        .inner
    })
}

fn modal(ui: &Ui, id: &str, add: impl FnOnce(&mut Ui) -> bool) -> bool {
    let frame = Frame::popup(ui.style()).inner_margin(Margin::same(20));
    let shown = Modal::new(Id::new(id))
        .frame(frame)
        .backdrop_color(theme::tokens(ui).veil)
        .show(ui.ctx(), |ui| {
            ui.set_width(460.0);
            add(ui)
        });
    shown.inner && !shown.should_close()
}
