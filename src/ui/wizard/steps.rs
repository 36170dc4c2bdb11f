//! The row of steps above the form: where one is, what is done, where something is wrong. Each can be gone to.

use egui::{Button, RichText, Sense, Ui, UiBuilder, WidgetInfo, WidgetType};

use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GRID, ICON_SIZE};
use crate::ui::widgets::status_chip;
use crate::ui::wizard::Scene;
use crate::ui::wizard::model::{self, Step};

/// The name of a step.
pub(super) fn word(words: &Words, step: Step) -> &str {
    match step {
        Step::Template => words.wizard_step_template(),
        Step::Basics => words.wizard_step_basics(),
        Step::Size => words.wizard_step_size(),
        Step::Review => words.wizard_step_review(),
    }
}

/// Draws the row; tells where somebody wants to go.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, current: Step) -> Option<Step> {
    let mut wanted = None;
    let row = UiBuilder::new().sense(Sense::hover());
    ui.scope_builder(row, |ui| {
        ui.response()
            .widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, scene.words().wizard_steps()));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = GRID;
            for step in Step::ALL {
                if step != Step::Template {
                    ui.label(RichText::new(egui_phosphor::regular::CARET_RIGHT).color(tokens(ui).quiet));
                }
                if step_ui(ui, scene, step, current) {
                    wanted = Some(step);
                }
            }
        });
    });
    wanted
}

fn step_ui(ui: &mut Ui, scene: &Scene<'_>, step: Step, current: Step) -> bool {
    let tokens = tokens(ui);
    let chosen = step == current;
    // The review repeats what the other steps say already.
    let state = if step == Step::Review {
        None
    } else {
        state(scene, step)
    };
    let (icon, colour) = match state {
        Some(severity) => (status_chip::icon(severity), tokens.status(severity).fg),
        None => (number(step), if chosen { tokens.accent } else { tokens.quiet }),
    };
    ui.label(RichText::new(icon).size(ICON_SIZE).color(colour));
    let name = word(scene.words(), step);
    let text = RichText::new(name).color(if chosen { tokens.accent } else { tokens.text });
    let response = ui.add(
        Button::new(if chosen { text.strong() } else { text })
            .selected(chosen)
            .frame_when_inactive(chosen),
    );
    response.clicked() && !chosen
}

/// What the step's icon says; nothing where nobody has been yet and nothing is wrong.
fn state(scene: &Scene<'_>, step: Step) -> Option<Severity> {
    let worst = model::FIELDS
        .into_iter()
        .filter(|field| Step::of(*field) == step)
        .filter_map(|field| scene.issue(field))
        .map(|(severity, _)| severity)
        .max();
    let been = model::FIELDS
        .into_iter()
        .any(|field| Step::of(field) == step && scene.touched.contains(&field));
    let open = !model::issues_of(step, scene.issues)
        .iter()
        .all(|issue| issue.is_warning());
    worst.or((been && !open).then_some(Severity::Good))
}

fn number(step: Step) -> &'static str {
    match step {
        Step::Template => egui_phosphor::regular::NUMBER_CIRCLE_ONE,
        Step::Basics => egui_phosphor::regular::NUMBER_CIRCLE_TWO,
        Step::Size => egui_phosphor::regular::NUMBER_CIRCLE_THREE,
        Step::Review => egui_phosphor::regular::NUMBER_CIRCLE_FOUR,
    }
}
