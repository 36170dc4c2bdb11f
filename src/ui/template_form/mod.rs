//! The form of a cluster template: a new one, a copy, or one that is there, in five parts.
//!
//! The panel owns one [`TemplateDraft`] and checks it in every frame. A press of the button is one operation with one
//! number; until the answer to it is known there is no second press.

mod fields;
mod import;
mod labels;
pub mod model;
mod sidebar;

use std::collections::BTreeSet;

use egui::{Align, Button, Frame, Layout, Margin, Panel, RichText, ScrollArea, Sense, Ui, UiBuilder};

use crate::domain::operation::{Operation, OperationId, Progress, TemplateChange};
use crate::domain::problem::Problem;
use crate::domain::scope::Scope;
use crate::domain::status::Severity;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::check::{TemplateContext, TemplateIssue};
use crate::domain::template::draft::TemplateDraft;
use crate::domain::template::field::{FieldGroup, TemplateField};
use crate::message::Topic;
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::route::Route;
use crate::ui::standing;
use crate::ui::template_form::import::ImportBox;
use crate::ui::template_form::model::{FormStart, Sent};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID, ICON_SIZE, INSPECTOR_NEEDS, INSPECTOR_WIDTH, MARGIN};
use crate::ui::widgets::{banner, buttons, refusal, section, status_chip, waiting};

/// Fields are no wider than this.
const FIELD_WIDTH: f32 = 460.0;

/// The form and what has been written into it.
#[derive(Debug, Default)]
pub struct TemplateFormPanel {
    begun: Option<FormStart>,
    /// Whether the template that it begins with has been taken over.
    filled: bool,
    draft: TemplateDraft,
    group: Option<FieldGroup>,
    /// Fields that somebody has been at: only those are told that they are empty.
    touched: BTreeSet<TemplateField>,
    sent: Option<(OperationId, Scope)>,
    import: Option<ImportBox>,
}

/// What the parts draw from.
#[derive(Clone, Copy, Debug)]
struct Scene<'a> {
    ctx: &'a Ctx<'a>,
    context: TemplateContext<'a>,
    issues: &'a [TemplateIssue],
    touched: &'a BTreeSet<TemplateField>,
}

impl<'a> Scene<'a> {
    fn words(&self) -> &'a Words {
        self.ctx.words
    }

    /// What is to be said at this field now, the worst first.
    fn issue(&self, field: TemplateField) -> Option<&'a TemplateIssue> {
        let mut told = self
            .issues
            .iter()
            .filter(|issue| issue.field == field && model::is_told(issue, self.touched));
        let first = told.next();
        told.find(|issue| issue.blocking).or(first)
    }
}

impl TemplateFormPanel {
    /// What has been filled in so far.
    pub fn draft(&self) -> &TemplateDraft {
        &self.draft
    }

    /// What an imported file says, or why it says nothing.
    pub fn take_import(&mut self, read: Result<TemplateDraft, Problem>) {
        match read {
            Ok(draft) => {
                self.draft = draft;
                self.import = None;
                self.touched = TemplateField::ALL.into();
            }
            Err(problem) => self.import.get_or_insert_default().problem = Some(problem),
        }
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, start: &FormStart) {
        let template = start.template().and_then(|id| ctx.data.template(id));
        self.begin(start, template.map(AsRef::as_ref));
        if self.follow(ctx) {
            return;
        }
        self.header_ui(ui, ctx, start, template.map(AsRef::as_ref));
        if start.template().is_some() && template.is_none() {
            missing_ui(ui, ctx);
            return;
        }
        let editing = template
            .filter(|_| matches!(start, FormStart::Edit(_)))
            .map(AsRef::as_ref);
        let context = model::context(ctx.data, editing);
        let issues = self.draft.check(&context);
        let touched = self.touched.clone();
        let scene = Scene {
            ctx,
            context,
            issues: &issues,
            touched: &touched,
        };
        self.bar_ui(ui, &scene);
        self.sidebar_ui(ui, &scene);
        self.groups_ui(ui, &scene);
        ui.add_space(GAP);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            standing::show(ui, ctx, &Topic::Catalog, Some(Topic::Catalog));
            self.outcome_ui(ui, &scene);
            if let Some(template) = editing.filter(|_| context.in_use) {
                let users = model::users(ctx.data, &template.id);
                banner::message(ui, Severity::Neutral, &ctx.words.form_in_use(users.len()));
            }
            let waiting = matches!(self.sent(ctx), Sent::Waiting | Sent::Unclear(_));
            ui.add_enabled_ui(!waiting, |ui| self.group_ui(ui, &scene));
        });
        if let Some(import) = &mut self.import
            && !import.ui(ui, ctx)
        {
            self.import = None;
        }
    }

    /// Starts anew when another form is opened.
    fn begin(&mut self, start: &FormStart, template: Option<&ClusterTemplate>) {
        if self.begun.as_ref() != Some(start) {
            *self = Self {
                begun: Some(start.clone()),
                draft: TemplateDraft::new(),
                ..Self::default()
            };
        }
        if let Some(template) = template.filter(|_| !self.filled) {
            self.filled = true;
            self.draft = match start {
                FormStart::New => TemplateDraft::new(),
                FormStart::Copy(_) => TemplateDraft::copy_of(template),
                FormStart::Edit(_) => TemplateDraft::of(template),
            };
        }
    }

    fn header_ui(
        &mut self,
        ui: &mut Ui,
        ctx: &Ctx<'_>,
        start: &FormStart,
        template: Option<&ClusterTemplate>,
    ) {
        let words = ctx.words;
        let name = template.map_or("…", |template| template.name.as_str());
        let title = match start {
            FormStart::New => words.form_new_title().to_owned(),
            FormStart::Copy(_) => words.form_copy_title(name),
            FormStart::Edit(_) => words.form_edit_title(name),
        };
        section::page_header(ui, &title, None, |ui| {
            if ui.button(words.form_import()).clicked() {
                self.import = Some(ImportBox::default());
            }
        });
    }

    fn sidebar_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        if ui.available_width() < INSPECTOR_NEEDS {
            return;
        }
        let frame = Frame::new().fill(tokens(ui).frame).inner_margin(MARGIN);
        let wanted = Panel::right("template sidebar")
            .exact_size(INSPECTOR_WIDTH)
            .resizable(false)
            .frame(frame)
            .show(ui, |ui| {
                let scrolled = ScrollArea::vertical().auto_shrink(false);
                scrolled
                    .show(ui, |ui| sidebar::show(ui, scene, &self.draft))
                    .inner
            })
            .inner;
        if wanted.is_some() {
            self.group = wanted;
            self.touched = TemplateField::ALL.into();
        }
    }

    /// The row of parts above the form, each with what is wrong in it.
    fn groups_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let words = scene.words();
        let row = UiBuilder::new().sense(Sense::hover());
        ui.scope_builder(row, |ui| {
            ui.response().widget_info(|| {
                egui::WidgetInfo::labeled(egui::WidgetType::Other, true, words.form_groups())
            });
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = GRID;
                for group in FieldGroup::ALL {
                    let worst = model::told_issues(scene.issues, group, scene.touched)
                        .map(|issue| {
                            if issue.blocking {
                                Severity::Bad
                            } else {
                                Severity::Warning
                            }
                        })
                        .max();
                    if let Some(severity) = worst {
                        let colour = tokens(ui).status(severity).fg;
                        let icon = RichText::new(status_chip::icon(severity));
                        ui.label(icon.size(ICON_SIZE).color(colour));
                    }
                    let chosen = group == self.group.unwrap_or(FieldGroup::General);
                    let text = RichText::new(words.field_group(group));
                    let text = text.color(if chosen {
                        tokens(ui).accent
                    } else {
                        tokens(ui).text
                    });
                    let button = Button::new(text).selected(chosen).frame_when_inactive(chosen);
                    if ui.add(button).clicked() {
                        self.group = Some(group);
                    }
                }
            });
        });
    }

    fn group_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        ui.set_max_width(FIELD_WIDTH);
        let group = self.group.unwrap_or(FieldGroup::General);
        let shown: Vec<TemplateField> = model::fields(group, scene.context.era).collect();
        for field in shown {
            if fields::show(ui, scene, &mut self.draft, field) {
                self.touched.insert(field);
            }
        }
    }

    /// The way out, and the one button that the page is for.
    fn bar_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let words = scene.words();
        let frame = Frame::new().inner_margin(Margin::symmetric(0, 8));
        Panel::bottom("template bar")
            .resizable(false)
            .frame(frame)
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    if ui.button(words.form_cancel()).clicked() {
                        let back = self.begun.as_ref().and_then(FormStart::template).cloned();
                        *self = Self::default();
                        scene.ctx.outbox.go(Route::Templates(back));
                    }
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let word = match scene.context.editing {
                            Some(_) => words.form_save(),
                            None => words.form_create(),
                        };
                        let why_not = self.why_not(scene);
                        let press = buttons::unless(ui, why_not.as_deref(), |ui| buttons::primary(ui, word));
                        if press.clicked() {
                            self.send(scene);
                        }
                    });
                });
            });
    }

    fn why_not(&self, scene: &Scene<'_>) -> Option<String> {
        let words = scene.words();
        match self.sent(scene.ctx) {
            Sent::Waiting | Sent::Unclear(_) => return Some(words.form_sent().to_owned()),
            Sent::No | Sent::Back(_) | Sent::Done(_) => {}
        }
        let blocking: Vec<String> = scene
            .issues
            .iter()
            .filter(|issue| issue.blocking)
            .map(|issue| {
                words.form_issue(
                    words.template_field(issue.field),
                    words.template_reason(issue.reason),
                )
            })
            .collect();
        if !blocking.is_empty() {
            return Some(words.form_blocked(blocking.join("; ")));
        }
        let unchanged = scene
            .context
            .editing
            .is_some_and(|template| self.draft.changes(template).is_empty());
        unchanged.then(|| words.form_nothing_changed().to_owned())
    }

    fn send(&mut self, scene: &Scene<'_>) {
        let change = match scene.context.editing {
            Some(template) => self
                .draft
                .edit(template, &scene.context)
                .map(TemplateChange::Edit),
            None => self.draft.finish(&scene.context).map(TemplateChange::Create),
        };
        if let Ok(change) = change {
            let id = scene.ctx.outbox.run(Operation::Template(change));
            self.sent = Some((id, scene.ctx.scope.clone()));
        }
    }

    fn sent<'a>(&self, ctx: &Ctx<'a>) -> Sent<'a> {
        model::sent(&ctx.store.operations, self.sent.as_ref().map(|(id, _)| *id))
    }

    /// Once the request is done the form is empty again, and the list shows the template.
    fn follow(&mut self, ctx: &Ctx<'_>) -> bool {
        let Sent::Done(template) = self.sent(ctx) else {
            return false;
        };
        let here = self.sent.as_ref().is_some_and(|(_, scope)| scope == ctx.scope);
        if here {
            ctx.outbox.go(Route::Templates(Some(template.clone())));
        }
        *self = Self::default();
        here
    }

    /// Servers older than a field refuse the whole request because of it: without the field it can be sent once more.
    fn leave_out_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, problem: &Problem) {
        let told = problem.server_words.as_deref();
        let unknown = told.and_then(TemplateField::unknown_to);
        let Some(field) = unknown.filter(|field| self.draft.says(*field)) else {
            return;
        };
        let words = scene.words();
        if ui
            .button(words.form_leave_out(words.template_field(field)))
            .clicked()
        {
            self.draft.leave_out(field);
            self.send(scene);
        }
    }

    fn outcome_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let (ctx, words) = (scene.ctx, scene.words());
        match self.sent(ctx) {
            Sent::No | Sent::Done(_) => {}
            Sent::Waiting => waiting::show(ui, words, words.form_sending(), None),
            Sent::Unclear(progress) | Sent::Back(progress) => {
                let (severity, title) = match progress {
                    Progress::Unclear { .. } => (Severity::Warning, words.form_unclear()),
                    Progress::Lost { .. } => (Severity::Bad, words.form_lost()),
                    Progress::Sending
                    | Progress::Waiting { .. }
                    | Progress::Abandoned
                    | Progress::Accepted { .. }
                    | Progress::Underway { .. }
                    | Progress::Done { .. }
                    | Progress::Failed { .. }
                    | Progress::Refused { .. }
                    | Progress::NoEffect { .. } => (Severity::Bad, words.form_refused()),
                };
                if let Some(problem) = progress.problem() {
                    refusal::show(ui, words, (severity, title), problem);
                    self.leave_out_ui(ui, scene, problem);
                    ui.add_space(GAP);
                }
            }
        }
    }
}

fn missing_ui(ui: &mut Ui, ctx: &Ctx<'_>) {
    standing::show(ui, ctx, &Topic::Templates, None);
    let text = if ctx.data.templates.value().is_some() {
        ctx.words.form_missing()
    } else {
        ctx.words.templates_loading()
    };
    ui.label(text);
}
