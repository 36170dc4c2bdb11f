//! Beside every step: the picture of what is going to be built, what it adds up to, and what is left to do.

use egui::{Label, Link, RichText, Ui};

use crate::domain::draft::ClusterDraft;
use crate::domain::plan::bill::{self, Line, Room};
use crate::domain::plan::finding::Weight;
use crate::domain::service::Service;
use crate::domain::status::Severity;
use crate::text::Words;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::{banner, facts, section, status_chip};
use crate::ui::wizard::model::{Choice, Step};
use crate::ui::wizard::{Scene, field};

/// Draws what stands below the picture; tells where somebody wants to go.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, at: Option<Step>) -> Option<Step> {
    let words = scene.words();
    let mut wanted = None;
    let open: Vec<_> = scene
        .shown()
        .filter(|finding| finding.weight <= Weight::Warns)
        .collect();
    // The review says it itself.
    if !open.is_empty() && at != Some(Step::Review) {
        section::heading(ui, words.wizard_problems());
        for finding in open {
            let (icon, colour) = field::mark(ui, finding.weight);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GRID;
                ui.label(RichText::new(icon).small().color(colour));
                let text = words.plan_issue(finding);
                if ui
                    .add(Link::new(RichText::new(text).small().color(colour)))
                    .clicked()
                {
                    wanted = Some(Step::of(finding.field));
                }
            });
        }
    }
    if scene.offer.template.is_some() {
        section::heading(ui, words.wizard_totals());
        totals_ui(ui, scene, "wizard totals");
    }
    ui.add_space(GAP);
    wanted
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
pub(super) fn totals_ui(ui: &mut Ui, scene: &Scene<'_>, id: &str) {
    let words = scene.words();
    let bill = bill::bill(scene.plan);
    let fetched = scene.offer.catalog.is_some();
    facts::show(ui, words, id, |facts| {
        for line in &bill.lines {
            facts.other(words.quota_kind(line.kind), |ui| {
                line_ui(ui, words, *line, fetched)
            });
        }
        if bill.root_disk_gib > 0 {
            facts.text(words.wizard_total_disk(), Some(&words.gib(bill.root_disk_gib)));
        }
    });
    let quiet = tokens(ui).quiet;
    if bill.partial {
        ui.label(RichText::new(words.wizard_partial()).small().color(quiet));
    }
    let gaps = scene.offer.catalog.map(|catalog| &catalog.quotas.gaps);
    let names: Vec<&str> = gaps
        .into_iter()
        .flat_map(|gaps| gaps.keys().copied())
        .map(Service::name)
        .collect();
    if !names.is_empty() {
        let text = words.wizard_bill_gap(names.join(", "));
        ui.add(Label::new(RichText::new(text).small().color(quiet)).wrap());
    }
    if bill.lines.iter().any(|line| line.is_short()) {
        ui.add_space(GAP);
        banner::message(ui, Severity::Warning, words.wizard_bill_too_much());
    }
}

fn line_ui(ui: &mut Ui, words: &Words, line: Line, fetched: bool) {
    let needed = words.quota_amount(line.kind, line.needed);
    let text = match line.room {
        Room::Unchecked if !fetched => needed,
        Room::Unchecked => words.wizard_bill_unchecked(needed),
        Room::Unlimited => words.wizard_bill_unlimited(needed),
        Room::Left(left) if line.is_short() => {
            words.wizard_bill_short(needed, words.quota_amount(line.kind, left))
        }
        Room::Left(left) => words.wizard_bill_left(needed, words.quota_amount(line.kind, left)),
    };
    if line.is_short() {
        let colour = tokens(ui).status(Severity::Warning).fg;
        let text = format!("{} {text}", status_chip::icon(Severity::Warning));
        ui.add(Label::new(RichText::new(text).color(colour)).wrap());
    } else {
        ui.add(Label::new(text).wrap());
    }
}
