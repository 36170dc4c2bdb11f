//! The creation form: template, basics, size, network, access, labels, review; then the cluster's own page takes over.
//!
//! The panel owns one [`ClusterDraft`] and has it judged in every frame. A press of "create" is one operation with one
//! number; until the answer to it is known there is no second press.

mod access_step;
mod bar;
mod basics_step;
mod field;
mod kept;
mod key_panel;
mod labels_step;
pub mod model;
mod network_step;
mod outcome;
mod presets;
mod review_step;
mod scene;
mod sidebar;
mod size_step;
mod steps;
mod template_step;
mod trusts;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use egui::{Frame, Panel, Rect, ScrollArea, Ui, UiBuilder};

use crate::domain::draft::{ClusterDraft, DraftField};
use crate::domain::id::TemplateId;
use crate::domain::operation::{Operation, OperationId};
use crate::domain::plan::Plan;
use crate::domain::plan::finding::Fix;
use crate::domain::scope::Scope;
use crate::domain::topology::from_plan;
use crate::domain::topology::model::Topology;
use crate::ui::context::Ctx;
use crate::ui::context::KeyFile;
use crate::ui::outbox::Action;
use crate::ui::route::{Route, Tab};
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, INSPECTOR_NEEDS, MARGIN};
use crate::ui::widgets::section;
use crate::ui::wizard::kept::Keeper;
use crate::ui::wizard::key_panel::KeyPanel;
use crate::ui::wizard::model::{Offer, Sent, Step};
use crate::ui::wizard::presets::Making;
use crate::ui::wizard::review_step::ReviewState;
use crate::ui::wizard::scene::{Scene, Troubles};

/// Fields are no wider than this.
const FIELD_WIDTH: f32 = 460.0;
/// What the form takes beside the sidebar: a field, the scroll bar and the room around them.
const FORM_WIDTH: f32 = FIELD_WIDTH + 56.0;
/// Width of what stands beside the form, the least and the most: as wide as it can be, for the picture's names to be read.
const SIDEBAR_WIDTH: (f32, f32) = (340.0, 640.0);
/// Height of what stands below the form and the room above it.
const BAR_HEIGHT: f32 = 54.0;
/// Height of the picture beside the form, the least and the most; what is counted below it has to be seen as well.
const PICTURE_HEIGHT: (f32, f32) = (150.0, 260.0);
/// The part of the height that it takes between those.
const PICTURE_PART: f32 = 0.42;

/// What the form is given beside the usual.
pub struct WizardInput<'a> {
    /// The draft that was kept for this scope.
    pub kept: Option<&'a ClusterDraft>,
    /// Where files are written to.
    pub folder: Option<&'a Path>,
    /// Where a private key of a name goes when nobody says otherwise.
    pub key_file: &'a KeyFile,
    /// Draws the picture of what is going to be built.
    pub picture: &'a mut dyn FnMut(&mut Ui, &Arc<Topology>),
}

impl std::fmt::Debug for WizardInput<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WizardInput")
    }
}

/// The creation form.
#[derive(Debug)]
pub struct WizardPanel {
    draft: ClusterDraft,
    step: Step,
    /// Whether everything stands on one page.
    expert: bool,
    /// Fields that somebody has been at, or has left behind: only those are told that they are empty.
    touched: BTreeSet<DraftField>,
    sent: Option<(OperationId, Scope)>,
    keeper: Keeper,
    review: ReviewState,
    troubles: Troubles,
    picture: Option<Planned>,
    making: Making,
    key_panel: KeyPanel,
}

/// The topology of a plan, and what it was made from.
#[derive(Debug)]
struct Planned {
    draft: ClusterDraft,
    version: u64,
    topology: Arc<Topology>,
}

impl Default for WizardPanel {
    fn default() -> Self {
        Self {
            draft: ClusterDraft::new(),
            step: Step::Template,
            expert: false,
            touched: BTreeSet::new(),
            sent: None,
            keeper: Keeper::default(),
            review: ReviewState::default(),
            troubles: Troubles::default(),
            picture: None,
            making: Making::default(),
            key_panel: KeyPanel::default(),
        }
    }
}

impl WizardPanel {
    /// A new form, with this template chosen.
    pub fn start(template: Option<TemplateId>) -> Self {
        let chosen = template.is_some();
        Self {
            draft: ClusterDraft {
                template,
                ..ClusterDraft::new()
            },
            step: if chosen { Step::Basics } else { Step::Template },
            // What was kept is for who comes without a wish of their own.
            keeper: if chosen { Keeper::anew() } else { Keeper::default() },
            ..Self::default()
        }
    }

    /// The same, standing at this step, or with everything on one page.
    pub fn at(template: Option<TemplateId>, step: Option<Step>) -> Self {
        let begun = Self::start(template);
        Self {
            step: step.unwrap_or(begun.step),
            expert: step.is_none(),
            ..begun
        }
    }

    /// A form that begins with this draft, standing at the name.
    pub fn prefilled(draft: ClusterDraft) -> Self {
        Self {
            draft,
            step: Step::Basics,
            keeper: Keeper::anew(),
            ..Self::default()
        }
    }

    /// The same with everything on one page.
    pub fn expert(draft: ClusterDraft) -> Self {
        Self {
            expert: true,
            ..Self::prefilled(draft)
        }
    }

    /// What has been filled in so far.
    pub fn draft(&self) -> &ClusterDraft {
        &self.draft
    }

    /// Takes what somebody has chosen in the system's dialog for files, if this form has asked; tells whether it has.
    pub fn take_file(&mut self, file: Option<&Path>) -> bool {
        self.key_panel.take_file(file)
    }

    /// Draws it.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &Ctx<'_>, input: WizardInput<'_>) {
        if self.follow_creation(ctx) {
            return;
        }
        if let Some(draft) = self.keeper.bring(ctx.scope, input.kept) {
            self.draft = draft;
        }
        self.forget_missing_template(ctx);
        let draft = self.draft.clone();
        let offer = Offer::of(ctx.data, &draft).after(&ctx.store.operations, ctx.scope);
        let plan = Plan::of(&draft, offer.ground());
        let findings = plan.check();
        let templates = model::templates(ctx.data);
        let touched = self.touched.clone();
        let mut troubles = std::mem::take(&mut self.troubles);
        troubles.refresh(ctx, offer, &templates);
        let fixes: RefCell<Vec<Fix>> = RefCell::default();
        let scene = Scene {
            ctx,
            offer,
            plan: &plan,
            templates: &templates,
            findings: &findings,
            touched: &touched,
            fixes: &fixes,
            troubles: &troubles,
            folder: input.folder,
            key_file: input.key_file,
        };
        // In the order in which the keyboard goes: the steps, the form, what goes on from it, and last the picture, each
        // node of which is a stop.
        let mut body = ui.available_rect_before_wrap();
        body.max.y = (body.max.y - BAR_HEIGHT).max(body.min.y);
        let mut beside = None;
        ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
            self.header_ui(ui, &scene);
            beside = self.form_ui(ui, &scene);
        });
        self.bar_ui(ui, &scene);
        if let Some(beside) = beside {
            let place = UiBuilder::new().max_rect(beside);
            ui.scope_builder(place, |ui| self.sidebar_ui(ui, &scene, input.picture));
        }
        for fix in fixes.borrow().iter() {
            if let Fix::Command(command) = fix {
                ctx.outbox.push(Action::Copy(command.clone()));
            }
            fix.apply(&mut self.draft);
        }
        self.troubles = troubles;
        if let Some(wish) = self.keeper.keep(ui, ctx.scope, &self.draft) {
            ctx.outbox.push(wish);
        }
    }

    /// The title and the row of steps, above the form and what stands beside it.
    fn header_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let words = scene.words();
        let header = Panel::top("wizard header").resizable(false);
        header
            .frame(Frame::new())
            .show_separator_line(false)
            .show(ui, |ui| {
                section::page_header(ui, words.wizard_title(), None, |ui| {
                    ui.checkbox(&mut self.expert, words.wizard_expert());
                });
                let current = (!self.expert).then_some(self.step);
                if !self.expert
                    && let Some(step) = steps::show(ui, scene, current)
                {
                    self.go(step);
                }
                ui.add_space(GAP);
            });
    }

    /// The form; tells where there is room beside it.
    fn form_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Option<Rect> {
        let whole = ui.available_rect_before_wrap();
        let (least, most) = SIDEBAR_WIDTH;
        let width = (whole.width() - FORM_WIDTH).clamp(least, most);
        let mut place = whole;
        let beside = (whole.width() >= INSPECTOR_NEEDS).then(|| {
            place.max.x -= width;
            Rect::from_min_max(egui::pos2(place.max.x, whole.min.y), whole.max)
        });
        place.max.x -= MARGIN;
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            // Each step begins at its top.
            let page = (!self.expert).then_some(self.step);
            let scroll = ScrollArea::vertical().id_salt(page).auto_shrink(false);
            scroll.show(ui, |ui| {
                trusts::show(ui, scene);
                self.outcome_ui(ui, scene.ctx);
                self.steps_ui(ui, scene);
            });
        });
        beside
    }

    /// The picture, the bill and what is left to do, beside the form.
    fn sidebar_ui(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        picture: &mut dyn FnMut(&mut Ui, &Arc<Topology>),
    ) {
        let width = ui.available_width();
        let at = (!self.expert).then_some(self.step);
        let planned = self.planned(scene.plan, scene.ctx.data.version());
        let frame = Frame::new().fill(tokens(ui).frame).inner_margin(MARGIN);
        let wanted = Panel::right("wizard sidebar")
            .exact_size(width)
            .resizable(false)
            .frame(frame)
            .show(ui, |ui| {
                section::heading(ui, scene.words().wizard_review_what());
                if let Some(planned) = &planned {
                    let (low, high) = PICTURE_HEIGHT;
                    let height = (ui.available_height() * PICTURE_PART).clamp(low, high);
                    let size = egui::vec2(ui.available_width(), height);
                    ui.allocate_ui(size, |ui| {
                        ui.set_min_size(size);
                        picture(ui, planned);
                    });
                } else {
                    ui.label(scene.words().wizard_no_template());
                }
                let scroll = ScrollArea::vertical().auto_shrink(false);
                scroll.show(ui, |ui| sidebar::show(ui, scene, at)).inner
            })
            .inner;
        if let Some(step) = wanted {
            self.expert = false;
            self.go(step);
        }
    }

    /// The topology of the plan; the same one as long as nothing of it changes.
    fn planned(&mut self, plan: &Plan<'_>, version: u64) -> Option<Arc<Topology>> {
        plan.ground.template?;
        if let Some(known) = self
            .picture
            .as_ref()
            .filter(|known| known.version == version && known.draft == *plan.draft)
        {
            return Some(Arc::clone(&known.topology));
        }
        let fresh = from_plan::from_plan(plan);
        // What looks the same is the same, so that it is not laid out anew.
        let same = self.picture.take().filter(|known| *known.topology == fresh);
        let topology = same.map_or_else(|| Arc::new(fresh), |known| known.topology);
        self.picture = Some(Planned {
            draft: plan.draft.clone(),
            version,
            topology: Arc::clone(&topology),
        });
        Some(topology)
    }

    fn steps_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let waiting = matches!(
            self.sent(scene.ctx),
            Sent::Waiting | Sent::Unclear(_) | Sent::Accepted(_)
        );
        ui.add_enabled_ui(!waiting, |ui| {
            if !self.expert {
                self.step_ui(ui, scene, self.step);
                return;
            }
            for step in Step::ALL {
                section::title(ui, steps::word(scene.words(), step));
                ui.push_id(step.index(), |ui| self.step_ui(ui, scene, step));
                ui.add_space(MARGIN);
            }
        });
    }

    fn step_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>, step: Step) {
        match step {
            Step::Template => {
                if template_step::show(ui, scene, (&mut self.draft, &mut self.making)) {
                    self.touched.insert(DraftField::Template);
                }
            }
            Step::Basics => basics_step::show(ui, scene, &mut self.draft, &mut self.touched),
            Step::Size => size_step::show(ui, scene, &mut self.draft),
            Step::Network => network_step::show(ui, scene, &mut self.draft),
            Step::Access => access_step::show(ui, scene, (&mut self.draft, &mut self.key_panel)),
            Step::Labels => labels_step::show(ui, scene, &mut self.draft),
            Step::Review => {
                if let Some(step) = review_step::show(ui, scene, (&self.draft, &mut self.review)) {
                    self.expert = false;
                    self.go(step);
                }
            }
        }
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

    /// Sends the request, once: while its answer is awaited [`Self::sent`] keeps the button off.
    fn send(&mut self, ctx: &Ctx<'_>) {
        let offer = Offer::of(ctx.data, &self.draft);
        if let Ok(request) = self.draft.finish(offer.ground()) {
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
            Operation::FollowCluster { .. }
            | Operation::Cluster(_)
            | Operation::NodeGroup(_)
            | Operation::Template(_)
            | Operation::Keypair(_)
            | Operation::Quota(_)
            | Operation::Remove(_) => None,
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
            self.touched
                .extend(DraftField::ALL.into_iter().filter(left_behind));
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
        if let Some((_, scope)) = &self.sent {
            ctx.outbox.push(Action::ForgetDraft(scope.clone()));
        }
        *self = Self {
            keeper: Keeper::anew(),
            ..Self::default()
        };
        here
    }

    /// A template of another project, or one that was deleted meanwhile, is none.
    fn forget_missing_template(&mut self, ctx: &Ctx<'_>) {
        let known = |id: &TemplateId| ctx.data.templates.value().is_none() || ctx.data.template(id).is_some();
        self.draft.template = self.draft.template.take().filter(known);
    }
}
