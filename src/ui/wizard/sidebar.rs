//! Beside every step: what is going to be built, what it adds up to, and what is left to do.

use egui::{Label, RichText, Ui};

use crate::domain::draft::{ClusterDraft, DraftField};
use crate::domain::quota::QuotaKind;
use crate::domain::service::Service;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::{banner, facts, section, status_chip};
use crate::ui::wizard::Scene;
use crate::ui::wizard::bill::{self, Line, Room};
use crate::ui::wizard::model::{self, Choice};

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
        totals_ui(ui, scene, "wizard totals", draft);
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

/// The bill, against the quotas.
pub(super) fn totals_ui(ui: &mut Ui, scene: &Scene<'_>, id: &str, draft: &ClusterDraft) {
    let words = scene.words();
    let totals = model::totals(draft, scene.offer);
    let lines = bill::bill(draft, scene.offer, &totals);
    let fetched = scene.offer.catalog.is_some();
    facts::show(ui, words, id, |facts| {
        for line in &lines {
            facts.other(kind_word(words, line.kind), |ui| {
                line_ui(ui, words, *line, fetched)
            });
        }
        if totals.disk_gib > 0 {
            facts.text(words.wizard_total_disk(), Some(&words.gib(totals.disk_gib)));
        }
    });
    let quiet = tokens(ui).quiet;
    if totals.partial {
        ui.label(RichText::new(words.wizard_partial()).small().color(quiet));
    }
    let gaps = bill::unchecked(scene.offer);
    if !gaps.is_empty() {
        let names: Vec<&str> = gaps.into_iter().map(Service::name).collect();
        let text = words.wizard_bill_gap(names.join(", "));
        ui.add(Label::new(RichText::new(text).small().color(quiet)).wrap());
    }
    if lines.iter().any(|line| line.is_short()) {
        ui.add_space(GAP);
        banner::message(ui, Severity::Warning, words.wizard_bill_too_much());
    }
}

fn line_ui(ui: &mut Ui, words: &Words, line: Line, fetched: bool) {
    let needed = amount(words, line.kind, line.needed);
    let text = match line.room {
        Room::Unchecked if !fetched => needed,
        Room::Unchecked => words.wizard_bill_unchecked(needed),
        Room::Unlimited => words.wizard_bill_unlimited(needed),
        Room::Left(left) if line.is_short() => {
            words.wizard_bill_short(needed, amount(words, line.kind, left))
        }
        Room::Left(left) => words.wizard_bill_left(needed, amount(words, line.kind, left)),
    };
    if line.is_short() {
        let colour = tokens(ui).status(Severity::Warning).fg;
        let text = format!("{} {text}", status_chip::icon(Severity::Warning));
        ui.add(Label::new(RichText::new(text).color(colour)).wrap());
    } else {
        ui.add(Label::new(text).wrap());
    }
}

fn amount(words: &Words, kind: QuotaKind, count: u64) -> String {
    match kind {
        QuotaKind::RamMib => words.mib(count),
        QuotaKind::VolumeGib => words.gib(count),
        QuotaKind::Clusters
        | QuotaKind::Servers
        | QuotaKind::Cores
        | QuotaKind::Volumes
        | QuotaKind::Networks
        | QuotaKind::FloatingIps
        | QuotaKind::LoadBalancers => words.count(usize::try_from(count).unwrap_or(usize::MAX)),
    }
}

fn kind_word(words: &Words, kind: QuotaKind) -> &str {
    match kind {
        QuotaKind::Clusters => words.wizard_total_clusters(),
        QuotaKind::Servers => words.wizard_total_servers(),
        QuotaKind::Cores => words.wizard_total_vcpus(),
        QuotaKind::RamMib => words.wizard_total_ram(),
        QuotaKind::Volumes => words.wizard_total_volumes(),
        QuotaKind::VolumeGib => words.wizard_total_volume_size(),
        QuotaKind::Networks => words.wizard_total_networks(),
        QuotaKind::FloatingIps => words.wizard_total_floating(),
        QuotaKind::LoadBalancers => words.wizard_total_balancers(),
    }
}
