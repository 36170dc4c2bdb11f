//! The creation form: template, name and key pair, size, review; then the cluster's own page takes over.
//!
//! The panel owns one [`ClusterDraft`] and checks it in every frame. A press of "create" is one operation with one
//! number; until the answer to it is known there is no second press.

mod basics_step;
pub mod bill;
pub mod command;
mod like;
pub mod model;
mod outcome;
mod review_step;
mod sidebar;
mod size_step;
mod steps;
mod template_step;
mod trusts;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Align, Frame, Layout, Margin, Panel, ScrollArea, Ui};

use crate::domain::draft::{ClusterDraft, DraftField, DraftIssue, DraftReason};
use crate::domain::id::TemplateId;
use crate::domain::operation::{Operation, OperationId};
use crate::domain::scope::Scope;
use crate::domain::status::Severity;
use crate::domain::template::ClusterTemplate;
use crate::text::Words;
use crate::ui::context::Ctx;
use crate::ui::route::{Route, Tab};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, INSPECTOR_NEEDS, INSPECTOR_WIDTH, MARGIN};
use crate::ui::widgets::{buttons, section};
use crate::ui::wizard::model::{Offer, Sent, Step};

/// Fields are no wider than this.
const FIELD_WIDTH: f32 = 420.0;

/// The creation form.
#[derive(Debug)]
pub struct WizardPanel {
    draft: ClusterDraft,
    step: Step,
    /// Fields that somebody has been at, or has left behind: only those are told that they are empty.
    touched: BTreeSet<DraftField>,
    sent: Option<(OperationId, Scope)>,
}

impl Default for WizardPanel {
    fn default() -> Self {
        Self {
            draft: ClusterDraft::new(),
            step: Step::Template,
            touched: BTreeSet::new(),
            sent: None,
        }
    }
}

/// What the steps draw from.
#[derive(Clone, Copy, Debug)]
struct Scene<'a> {
    ctx: &'a Ctx<'a>,
    offer: Offer<'a>,
    templates: &'a [Arc<ClusterTemplate>],
    issues: &'a [DraftIssue],
    touched: &'a BTreeSet<DraftField>,
}

impl<'a> Scene<'a> {
    fn words(&self) -> &'a Words {
        self.ctx.words
    }

    /// What is to be said at this field now.
    fn issue(&self, field: DraftField) -> Option<(Severity, &'a str)> {
        let issue = self.issues.iter().find(|issue| issue.field == field)?;
        let early = issue.reason == DraftReason::Missing && !self.touched.contains(&field);
        let severity = if issue.is_warning() {
            Severity::Warning
        } else {
            Severity::Bad
        };
        (!early).then(|| (severity, self.words().draft_reason(issue.reason)))
    }
}

impl WizardPanel {
    /// A new form, with this template chosen.
    pub fn start(template: Option<TemplateId>) -> Self {
        let step = if template.is_some() {
            Step::Basics
        } else {
            Step::Template
        };
        Self {
            draft: ClusterDraft {
                template,
                ..ClusterDraft::new()
            },
            step,
            ..Self::default()
        }
    }

    /// What has been filled in so far.
    pub fn draft(&self) -> &ClusterDraft {
        &self.draft
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        if self.follow_creation(ctx) {
            return;
        }
        self.forget_missing_template(ctx);
        let draft = self.draft.clone();
        let offer = Offer::of(ctx.data, &draft);
        let issues = draft.check(offer.context());
        let templates = model::templates(ctx.data);
        let touched = self.touched.clone();
        let scene = Scene {
            ctx,
            offer,
            templates: &templates,
            issues: &issues,
            touched: &touched,
        };
        self.bar_ui(ui, &scene);
        if ui.available_width() >= INSPECTOR_NEEDS {
            let frame = Frame::new().fill(tokens(ui).frame).inner_margin(MARGIN);
            Panel::right("wizard sidebar")
                .exact_size(INSPECTOR_WIDTH)
                .resizable(false)
                .frame(frame)
                .show(ui, |ui| {
                    ScrollArea::vertical()
                        .auto_shrink(false)
                        .show(ui, |ui| sidebar::show(ui, &scene, &draft));
                });
        }
        let beside = Margin {
            right: 16,
            ..Margin::ZERO
        };
        Frame::new().inner_margin(beside).show(ui, |ui| {
            section::page_header(ui, ctx.words.wizard_title(), None, |_| ());
            if let Some(step) = steps::show(ui, &scene, self.step) {
                self.go(step);
            }
            ui.add_space(GAP);
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                trusts::show(ui, ctx);
                self.outcome_ui(ui, ctx);
                self.step_ui(ui, &scene);
            });
        });
    }

    fn step_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let waiting = matches!(
            self.sent(scene.ctx),
            Sent::Waiting | Sent::Unclear(_) | Sent::Accepted(_)
        );
        ui.add_enabled_ui(!waiting, |ui| match self.step {
            Step::Template => {
                if template_step::show(ui, scene, &mut self.draft) {
                    self.touched.insert(DraftField::Template);
                }
            }
            Step::Basics => basics_step::show(ui, scene, &mut self.draft, &mut self.touched),
            Step::Size => size_step::show(ui, scene, &mut self.draft),
            Step::Review => {
                if let Some(step) = review_step::show(ui, scene, &self.draft) {
                    self.go(step);
                }
            }
        });
    }

    /// Where the press led, and what can be done about it.
    fn outcome_ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>) {
        let answer = outcome::show(
            ui,
            ctx,
            self.sent(ctx),
            self.sent.as_ref().map(|(_, scope)| scope),
        );
        match answer {
            outcome::Answer::None => {}
            outcome::Answer::Look => ctx.outbox.go(Route::Clusters),
            outcome::Answer::CheckAgain => self.check_again(ctx),
            outcome::Answer::SendAgain => {
                self.sent = None;
                self.send(ctx);
            }
        }
    }

    /// Back, next and the one button that the page is for.
    fn bar_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let words = scene.words();
        let frame = Frame::new().inner_margin(Margin::symmetric(0, 8));
        Panel::bottom("wizard bar")
            .resizable(false)
            .frame(frame)
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    if ui.button(words.wizard_discard()).clicked() {
                        *self = Self::start(None);
                        scene.ctx.outbox.go(Route::Clusters);
                    }
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        match self.step.next() {
                            None => self.create_ui(ui, scene),
                            Some(next) => {
                                if buttons::primary(ui, words.wizard_next()).clicked() {
                                    self.go(next);
                                }
                            }
                        }
                        if let Some(back) = self.step.back()
                            && ui.button(words.wizard_back()).clicked()
                        {
                            self.go(back);
                        }
                    });
                });
            });
    }

    fn create_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let words = scene.words();
        let why_not = match self.sent(scene.ctx) {
            Sent::Waiting | Sent::Unclear(_) | Sent::Accepted(_) => {
                Some(words.wizard_create_sent().to_owned())
            }
            // A lost answer is answered in its banner, with open eyes, and not by pressing the same button again.
            Sent::Back(progress) if outcome::is_lost(progress) => Some(words.wizard_lost().to_owned()),
            Sent::No | Sent::Back(_) if trusts::restricted(scene.ctx) => {
                Some(words.wizard_no_trusts().to_owned())
            }
            Sent::No | Sent::Back(_) if scene.offer.template.is_none() && self.draft.template.is_some() => {
                Some(words.wizard_create_no_data().to_owned())
            }
            Sent::No | Sent::Back(_) => self
                .draft
                .finish(scene.offer.context())
                .err()
                .map(|issues| words.wizard_create_blocked(listed(words, &issues))),
        };
        let create = buttons::unless(ui, why_not.as_deref(), |ui| {
            buttons::primary(ui, words.wizard_create())
        });
        if create.clicked() {
            self.send(scene.ctx);
        }
    }

    /// Sends the request, once: while its answer is awaited [`Self::sent`] keeps the button off.
    fn send(&mut self, ctx: &Ctx<'_>) {
        let offer = Offer::of(ctx.data, &self.draft);
        if let Ok(request) = self.draft.finish(offer.context()) {
            let id = ctx.outbox.run(Operation::CreateCluster(request));
            self.sent = Some((id, ctx.scope.clone()));
        }
    }

    /// Looks once more for the cluster of the request whose answer was lost; nothing is sent.
    fn check_again(&mut self, ctx: &Ctx<'_>) {
        let entry = self
            .sent
            .as_ref()
            .and_then(|(id, _)| ctx.store.operations.get(*id));
        let sought = entry.and_then(|entry| match &entry.operation {
            Operation::CreateCluster(request) => Some((request.clone(), entry.asked_at)),
            Operation::FindCluster { request, sent_at } => Some((request.clone(), *sent_at)),
            Operation::Cluster(_) | Operation::NodeGroup(_) => None,
        });
        if let Some((request, sent_at)) = sought {
            let id = ctx.outbox.run(Operation::FindCluster { request, sent_at });
            self.sent = Some((id, ctx.scope.clone()));
        }
    }

    fn sent<'a>(&self, ctx: &Ctx<'a>) -> Sent<'a> {
        model::sent(&ctx.store.operations, self.sent.as_ref().map(|(id, _)| *id))
    }

    fn go(&mut self, step: Step) {
        if step > self.step {
            let left_behind = |field: &DraftField| Step::of(*field) < step;
            self.touched.extend(model::FIELDS.into_iter().filter(left_behind));
        }
        self.step = step;
    }

    /// Once the request is accepted the form is empty again, and the cluster's own page takes over.
    fn follow_creation(&mut self, ctx: &Ctx<'_>) -> bool {
        let Sent::Accepted(progress) = self.sent(ctx) else {
            return false;
        };
        let here = self.sent.as_ref().is_some_and(|(_, scope)| scope == ctx.scope);
        if let Some(cluster) = progress.cluster().filter(|_| here) {
            ctx.outbox.go(Route::Cluster(cluster.clone(), Tab::Topology));
        }
        *self = Self::default();
        here
    }

    /// A template of another project, or one that was deleted meanwhile, is none.
    fn forget_missing_template(&mut self, ctx: &Ctx<'_>) {
        let known = |id: &TemplateId| ctx.data.templates.value().is_none() || ctx.data.template(id).is_some();
        self.draft.template = self.draft.template.take().filter(known);
    }
}

/// `Name: …; Worker flavor: …`.
fn listed(words: &Words, issues: &[DraftIssue]) -> String {
    let each = |issue: &DraftIssue| {
        words.wizard_issue(words.draft_field(issue.field), words.draft_reason(issue.reason))
    };
    issues.iter().map(each).collect::<Vec<_>>().join("; ")
}
