//! Second step: the name, and the key pair that lets people into the nodes.

use std::collections::BTreeSet;

use egui::{ComboBox, Ui};

use crate::domain::draft::{ClusterDraft, DraftField};
use crate::domain::service::Service;
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::text_field;
use crate::ui::wizard::{FIELD_WIDTH, Scene};

/// Draws it.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    draft: &mut ClusterDraft,
    touched: &mut BTreeSet<DraftField>,
) {
    let words = scene.words();
    ui.set_max_width(FIELD_WIDTH);
    let field = Field {
        label: words.draft_field(DraftField::Name),
        help: words.wizard_name_rule(),
        issue: scene.issue(DraftField::Name),
    };
    let name = form_field::show(ui, field, |ui, label| {
        let edit = text_field::singleline(&mut draft.name, f32::INFINITY)
            .hint_text(words.wizard_name_hint().to_owned());
        ui.add(edit).labelled_by(label)
    });
    if name.changed() || name.lost_focus() {
        touched.insert(DraftField::Name);
    }
    keypair_ui(ui, scene, draft);
}

fn keypair_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    let inherited = scene
        .offer
        .template
        .and_then(|template| template.keypair.as_deref());
    let inherit = inherited.map_or_else(
        || words.wizard_inherit_none().to_owned(),
        |name| words.wizard_inherit(name),
    );
    let pairs = scene
        .offer
        .catalog
        .map(|catalog| catalog.keypairs.as_slice())
        .unwrap_or_default();
    let gap = scene
        .offer
        .catalog
        .is_some_and(|catalog| catalog.gaps.contains_key(&Service::Compute));
    let by_hand = words.wizard_catalog_gap(Service::Compute.name());
    let help = match (scene.offer.catalog, gap, pairs.is_empty()) {
        (None, _, _) => words.wizard_catalog_loading(),
        (Some(_), true, true) => by_hand.as_str(),
        (Some(_), false, true) => words.wizard_keypair_none_known(),
        (Some(_), _, false) => words.wizard_keypair_rule(),
    };
    let field = Field {
        label: words.draft_field(DraftField::KeyPair),
        help,
        issue: scene.issue(DraftField::KeyPair),
    };
    form_field::show(ui, field, |ui, label| {
        if pairs.is_empty() {
            let edit = text_field::singleline(&mut draft.keypair, f32::INFINITY).hint_text(inherit);
            return ui.add(edit).labelled_by(label);
        }
        let shown = if draft.keypair.is_empty() {
            inherit.clone()
        } else {
            draft.keypair.clone()
        };
        let combo = ComboBox::from_id_salt("keypair")
            .width(ui.available_width())
            .selected_text(shown);
        combo
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut draft.keypair, String::new(), inherit);
                for pair in pairs {
                    let option = ui.selectable_value(&mut draft.keypair, pair.name.clone(), &pair.name);
                    if let Some(fingerprint) = &pair.fingerprint {
                        option.on_hover_text(fingerprint);
                    }
                }
            })
            .response
            .labelled_by(label)
    });
}
