//! The row of steps above the form: where one is, what is done, where something is wrong. Each can be gone to.

use egui::{Button, RichText, Sense, Ui, UiBuilder, WidgetInfo, WidgetType};

use crate::domain::draft::DraftField;
use crate::domain::plan::finding::Weight;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GRID, ICON_SIZE};
use crate::ui::widgets::status_chip;
use crate::ui::wizard::Scene;
use crate::ui::wizard::model::Step;

/// The name of a step.
pub(super) fn word(words: &Words, step: Step) -> &str {
    match step {
        Step::Template => words.wizard_step_template(),
        Step::Basics => words.wizard_step_basics(),
        Step::Size => words.wizard_step_size(),
        Step::Network => words.wizard_step_network(),
        Step::Access => words.wizard_step_access(),
        Step::Labels => words.wizard_step_labels(),
        Step::Review => words.wizard_step_review(),
    }
}

/// Draws the row; tells where somebody wants to go.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, current: Option<Step>) -> Option<Step> {
    let mut wanted = None;
    let row = UiBuilder::new().sense(Sense::hover());
    ui.scope_builder(row, |ui| {
        ui.response()
            .widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, scene.words().wizard_steps()));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            for step in Step::ALL {
                if step_ui(ui, scene, step, current) {
                    wanted = Some(step);
                }
            }
        });
    });
    wanted
}

fn step_ui(ui: &mut Ui, scene: &Scene<'_>, step: Step, current: Option<Step>) -> bool {
    let tokens = tokens(ui);
    let chosen = current == Some(step);
    let (icon, colour) = match state(scene, step) {
        Some(severity) => (status_chip::icon(severity), tokens.status(severity).fg),
        None => (number(step), if chosen { tokens.accent } else { tokens.quiet }),
    };
    let name = word(scene.words(), step);
    // One piece, so that a step is never torn from its sign.
    let sign = RichText::new(icon).size(ICON_SIZE).color(colour);
    let text = RichText::new(name).color(if chosen { tokens.accent } else { tokens.text });
    let button = Button::new((sign, if chosen { text.strong() } else { text }));
    let response = ui.add(button.selected(chosen).frame_when_inactive(chosen));
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, enabled, chosen, name));
    response.clicked() && !chosen
}

/// What the step's icon says; nothing where nobody has been yet and nothing is wrong.
fn state(scene: &Scene<'_>, step: Step) -> Option<Severity> {
    let shown = scene.shown().filter(|finding| Step::of(finding.field) == step);
    let worst = shown
        .filter_map(|finding| match finding.weight {
            Weight::Blocks => Some(Severity::Bad),
            Weight::Warns => Some(Severity::Warning),
            Weight::Unchecked | Weight::Informs => None,
        })
        .max();
    let been = DraftField::ALL
        .into_iter()
        .any(|field| Step::of(field) == step && scene.touched.contains(&field));
    let open = scene
        .findings
        .iter()
        .any(|finding| finding.blocks() && Step::of(finding.field) == step);
    worst.or((been && !open).then_some(Severity::Good))
}

fn number(step: Step) -> &'static str {
    match step {
        Step::Template => egui_phosphor::regular::NUMBER_CIRCLE_ONE,
        Step::Basics => egui_phosphor::regular::NUMBER_CIRCLE_TWO,
        Step::Size => egui_phosphor::regular::NUMBER_CIRCLE_THREE,
        Step::Network => egui_phosphor::regular::NUMBER_CIRCLE_FOUR,
        Step::Access => egui_phosphor::regular::NUMBER_CIRCLE_FIVE,
        Step::Labels => egui_phosphor::regular::NUMBER_CIRCLE_SIX,
        Step::Review => egui_phosphor::regular::NUMBER_CIRCLE_SEVEN,
    }
}
