//! Fifth step: who gets into the nodes, what they run, and where their container images come from.

use egui::{RichText, Ui};

use crate::domain::draft::{ClusterDraft, DraftField};
use crate::domain::driver::Driver;
use crate::domain::service::Service;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::picker::{self, Picker, Row};
use crate::ui::widgets::{facts, section, text_field};
use crate::ui::wizard::key_panel::KeyPanel;
use crate::ui::wizard::{FIELD_WIDTH, Scene, field};

/// Draws it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, (draft, keys): (&mut ClusterDraft, &mut KeyPanel)) {
    ui.set_max_width(FIELD_WIDTH.min(ui.available_width()));
    keypair_ui(ui, scene, draft);
    if let Some(name) = keys.ui(ui, scene) {
        draft.keypair = name;
    }
    image_ui(ui, scene);
    registry_ui(ui, scene, draft);
    discovery_ui(ui, scene, draft);
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
    field::show(ui, scene, (DraftField::KeyPair, help), |ui, label| {
        if pairs.is_empty() {
            let edit = text_field::singleline(&mut draft.keypair, f32::INFINITY).hint_text(inherit);
            return ui.add(edit).labelled_by(label);
        }
        let picker = Picker {
            label,
            shown: if draft.keypair.is_empty() {
                inherit.clone()
            } else {
                draft.keypair.clone()
            },
            none: Some(inherit),
            count: pairs.len(),
            version: scene.ctx.data.version(),
            words,
        };
        let row = |index: usize| match pairs.get(index) {
            Some(pair) => Row {
                value: pair.name.clone(),
                text: match &pair.fingerprint {
                    Some(fingerprint) => format!("{} · {fingerprint}", pair.name),
                    None => pair.name.clone(),
                },
                trouble: None,
            },
            None => Row::default(),
        };
        picker::show(ui, &picker, row, &mut draft.keypair)
    });
}

/// The image is the template's; what matters of it is shown, and what is wrong with it.
fn image_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let words = scene.words();
    section::heading(ui, words.draft_field(DraftField::Image));
    let Some(template) = scene.offer.template else {
        ui.label(RichText::new(words.wizard_no_template()).color(tokens(ui).quiet));
        ui.add_space(GAP);
        return;
    };
    let image = scene.plan.image();
    facts::show(ui, words, "wizard image", |facts| {
        let name = image.map_or(template.image.as_str(), |image| image.name.as_str());
        facts.text(words.wizard_template_image(), Some(name));
        facts.text(
            words.wizard_image_distro(),
            image.and_then(|image| image.os_distro.as_deref()),
        );
        facts.text(
            words.wizard_image_version(),
            image.and_then(|image| image.kube_version.as_deref()),
        );
        facts.text(words.wizard_label_kube_tag(), scene.plan.kube_tag());
    });
    field::findings(ui, scene, DraftField::Image);
    ui.add_space(GAP);
}

/// A prefix in front of every container image, where the driver has a label for it.
fn registry_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    let label = scene.plan.registry_label();
    let inherited = label
        .and_then(|label| scene.plan.template_labels().get(label))
        .cloned();
    let help = match label {
        Some(_) => words.wizard_registry_rule(),
        None => words.plan_registry_impossible(),
    };
    field::show(ui, scene, (DraftField::Registry, help), |ui, id| {
        let enabled = label.is_some() || !draft.registry.is_empty();
        let hint = inherited.map_or_else(
            || words.wizard_registry_hint().to_owned(),
            |prefix| words.wizard_inherit(prefix),
        );
        let edit = text_field::singleline(&mut draft.registry, f32::INFINITY).hint_text(hint);
        ui.add_enabled(enabled, edit).labelled_by(id)
    });
}

/// Only Heat's drivers find etcd's members so.
fn discovery_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let capi = matches!(scene.plan.driver, Driver::CapiHelm | Driver::MagnumClusterApi);
    if capi && draft.discovery_url.is_empty() {
        return;
    }
    let words = scene.words();
    let help = (DraftField::Discovery, words.wizard_discovery_rule());
    field::show(ui, scene, help, |ui, label| {
        let edit = text_field::singleline(&mut draft.discovery_url, f32::INFINITY)
            .hint_text(words.wizard_discovery_hint().to_owned());
        ui.add(edit).labelled_by(label)
    });
}
