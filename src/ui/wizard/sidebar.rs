//! Beside every step: what is going to be built, what it adds up to, and what is left to do.

use egui::{RichText, Ui};

use crate::domain::draft::{ClusterDraft, DraftField};
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::{facts, section};
use crate::ui::wizard::Scene;
use crate::ui::wizard::model::{self, Choice, Totals};

/// Draws it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, draft: &ClusterDraft) {
    let words = scene.words();
    section::heading(ui, words.wizard_review_what());
    let template = scene.offer.template;
    facts::show(ui, words, "wizard plan", |facts| {
        facts.text(
            words.draft_field(DraftField::Template),
            template.map(|template| template.name.as_str()),
        );
        facts.text(words.draft_field(DraftField::Name), Some(&draft.name));
        if template.is_some() {
            let (masters, workers) = machines(words, scene, draft);
            facts.text(words.draft_field(DraftField::MasterCount), Some(&masters));
            facts.text(words.draft_field(DraftField::NodeCount), Some(&workers));
        }
    });
    if template.is_some() {
        section::heading(ui, words.wizard_totals());
        totals_ui(ui, words, "wizard totals", &model::totals(draft, scene.offer));
    }
    ui.add_space(GAP);
}

/// `1 × m1.small` for masters and for workers.
pub(super) fn machines(words: &Words, scene: &Scene<'_>, draft: &ClusterDraft) -> (String, String) {
    let template = scene.offer.template;
    let told = |count: u32, choice: Choice<'_>| {
        words.wizard_times(count, choice.text().unwrap_or(words.wizard_flavor_unknown()))
    };
    let masters = Choice::of(
        &draft.master_flavor,
        template.and_then(|template| template.master_flavor.as_deref()),
    );
    let workers = Choice::of(
        &draft.flavor,
        template.and_then(|template| template.flavor.as_deref()),
    );
    (told(draft.master_count, masters), told(draft.node_count, workers))
}

/// The bill.
pub(super) fn totals_ui(ui: &mut Ui, words: &Words, id: &str, totals: &Totals) {
    facts::show(ui, words, id, |facts| {
        facts.text(words.wizard_total_servers(), Some(&totals.servers.to_string()));
        facts.text(words.wizard_total_vcpus(), Some(&totals.vcpus.to_string()));
        facts.text(words.wizard_total_ram(), Some(&words.mib(totals.ram_mib)));
        facts.text(words.wizard_total_disk(), Some(&words.gib(totals.disk_gib)));
        let volumes = words.wizard_volumes_value(totals.volumes, words.gib(totals.volume_gib));
        facts.text(
            words.wizard_total_volumes(),
            (totals.volumes > 0).then_some(volumes.as_str()),
        );
    });
    if totals.partial {
        ui.label(
            RichText::new(words.wizard_partial())
                .small()
                .color(tokens(ui).quiet),
        );
    }
}
