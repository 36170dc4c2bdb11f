//! Second step: the name, and how long Magnum may take.

use std::collections::BTreeSet;

use egui::Ui;

use crate::domain::draft::{ClusterDraft, DraftField};
use crate::ui::widgets::stepper::{self, Stepper};
use crate::ui::widgets::text_field;
use crate::ui::wizard::{FIELD_WIDTH, Scene, field};

/// A week.
const LONGEST_MINS: u32 = 7 * 24 * 60;

/// Draws it.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    draft: &mut ClusterDraft,
    touched: &mut BTreeSet<DraftField>,
) {
    let words = scene.words();
    ui.set_max_width(FIELD_WIDTH.min(ui.available_width()));
    let name = field::show(
        ui,
        scene,
        (DraftField::Name, words.wizard_name_rule()),
        |ui, label| {
            let edit = text_field::singleline(&mut draft.name, f32::INFINITY)
                .hint_text(words.wizard_name_hint().to_owned());
            ui.add(edit).labelled_by(label)
        },
    );
    if name.changed() || name.lost_focus() {
        touched.insert(DraftField::Name);
    }
    let help = (DraftField::Timeout, words.wizard_timeout_rule());
    field::show(ui, scene, help, |ui, label| {
        let stepper = Stepper {
            what: words.draft_field(DraftField::Timeout),
            range: 0..=LONGEST_MINS,
            step: 15,
        };
        stepper::show(ui, words, label, &stepper, &mut draft.create_timeout_mins)
    });
}
