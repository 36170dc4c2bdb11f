//! A field of the form with everything that was found about it, each with what would put it right.

use egui::{Id, Label, Response, RichText, Ui};

use crate::domain::draft::DraftField;
use crate::domain::plan::finding::{Finding, Weight};
use crate::domain::status::Severity;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::status_chip;
use crate::ui::wizard::Scene;

/// Draws the field: its label, its control, its help, and below what was found.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (which, help): (DraftField, &str),
    control: impl FnOnce(&mut Ui, Id) -> Response,
) -> Response {
    let field = Field {
        label: scene.words().draft_field(which),
        help,
        issue: None,
    };
    let response = form_field::show(ui, field, control);
    findings(ui, scene, which);
    response
}

/// What was found about this field.
pub(super) fn findings(ui: &mut Ui, scene: &Scene<'_>, which: DraftField) {
    for finding in scene.findings_of(which) {
        finding_ui(ui, scene, finding);
    }
}

/// One finding.
pub(super) fn finding_ui(ui: &mut Ui, scene: &Scene<'_>, finding: &Finding) {
    let (icon, colour) = mark(ui, finding.weight);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        // As close together as the help above it.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.label(RichText::new(icon).small().color(colour));
        ui.vertical(|ui| {
            let text = RichText::new(scene.words().plan_finding(finding))
                .small()
                .color(colour);
            ui.add(Label::new(text).wrap());
            fix_ui(ui, scene, finding);
        });
    });
    ui.add_space(GAP);
}

/// The button that puts it right, where there is one.
pub(super) fn fix_ui(ui: &mut Ui, scene: &Scene<'_>, finding: &Finding) {
    if let Some(fix) = &finding.fix {
        let word = scene.words().fix(fix);
        if ui.small_button(word).clicked() {
            scene.fixes.borrow_mut().push(fix.clone());
        }
    }
}

/// The mark of a weight and its colour.
pub(super) fn mark(ui: &Ui, weight: Weight) -> (&'static str, egui::Color32) {
    let tokens = tokens(ui);
    match weight {
        Weight::Blocks => (status_chip::icon(Severity::Bad), tokens.status(Severity::Bad).fg),
        Weight::Warns => (
            status_chip::icon(Severity::Warning),
            tokens.status(Severity::Warning).fg,
        ),
        Weight::Unchecked => (egui_phosphor::regular::QUESTION, tokens.quiet),
        Weight::Informs => (egui_phosphor::regular::INFO, tokens.quiet),
    }
}
