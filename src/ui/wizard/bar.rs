//! Below the form: back, next and the one button that the page is for.

use egui::{Align, Frame, Layout, Margin, Panel, Ui};

use crate::domain::plan::finding::{Finding, Weight};
use crate::text::Words;
use crate::ui::outbox::Action;
use crate::ui::route::Route;
use crate::ui::widgets::buttons;
use crate::ui::wizard::kept::Keeper;
use crate::ui::wizard::model::Sent;
use crate::ui::wizard::{Scene, WizardPanel, outcome};

impl WizardPanel {
    /// Back, next and "create".
    pub(super) fn bar_ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) {
        let words = scene.words();
        let frame = Frame::new().inner_margin(Margin::symmetric(0, 8));
        Panel::bottom("wizard bar")
            .resizable(false)
            .frame(frame)
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    if ui.button(words.wizard_discard()).clicked() {
                        scene
                            .ctx
                            .outbox
                            .push(Action::ForgetDraft(scene.ctx.scope.clone()));
                        *self = Self {
                            keeper: Keeper::anew(),
                            ..Self::start(None)
                        };
                        scene.ctx.outbox.go(Route::Clusters);
                    }
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        match self.step.next().filter(|_| !self.expert) {
                            None => self.create_ui(ui, scene),
                            Some(next) => {
                                if buttons::primary(ui, words.wizard_next()).clicked() {
                                    self.go(next);
                                }
                            }
                        }
                        if let Some(back) = self.step.back().filter(|_| !self.expert)
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
        let blocking: Vec<&Finding> = scene.findings.iter().filter(|found| found.blocks()).collect();
        let why_not = match self.sent(scene.ctx) {
            Sent::Waiting | Sent::Unclear(_) | Sent::Accepted(_) => {
                Some(words.wizard_create_sent().to_owned())
            }
            // A lost answer is answered in its banner, with open eyes, and not by pressing the same button again.
            Sent::Back(progress) if outcome::is_lost(progress) => Some(words.wizard_lost().to_owned()),
            Sent::No | Sent::Back(_) if scene.offer.template.is_none() && self.draft.template.is_some() => {
                Some(words.wizard_create_no_data().to_owned())
            }
            Sent::No | Sent::Back(_) if blocking.is_empty() => None,
            Sent::No | Sent::Back(_) => Some(words.wizard_create_blocked(listed(words, &blocking))),
        };
        let create = buttons::unless(ui, why_not.as_deref(), |ui| {
            buttons::primary(ui, words.wizard_create())
        });
        if create.clicked() {
            self.send(scene.ctx);
        }
        let warnings = scene
            .findings
            .iter()
            .filter(|found| found.weight == Weight::Warns)
            .count();
        if blocking.is_empty() && warnings > 0 {
            ui.label(words.wizard_create_warned(warnings));
        }
    }
}

/// `Name: …; Worker flavor: …`.
fn listed(words: &Words, findings: &[&Finding]) -> String {
    let each = |finding: &&Finding| words.plan_issue(finding);
    findings.iter().map(each).collect::<Vec<_>>().join("; ")
}
