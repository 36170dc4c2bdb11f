//! Labels: names that nobody reads, values that are none, and what contradicts itself. Those of the template are judged as
//! well, because the cluster inherits them; what stands there cannot be put right here, but overridden.

use std::collections::BTreeSet;

use crate::domain::draft::DraftField;
use crate::domain::driver::Driver;
use crate::domain::label::catalogue::{self, Known, Label};
use crate::domain::label::value::{LabelKind, Offer, ValueTrouble};
use crate::domain::plan::Plan;
use crate::domain::plan::finding::{Finding, Fix, Reason, Weight};
use crate::domain::plan::reach::ranges_label;
use crate::domain::service::Service;

pub(super) fn check(plan: &Plan<'_>, findings: &mut Vec<Finding>) {
    let mut notes = Notes { findings };
    rows(plan, &mut notes);
    for (name, value) in plan.labels() {
        let own = plan.own_labels().contains_key(name);
        label(plan, (name, value), own, &mut notes);
    }
    scaling(plan, &mut notes);
    octavia(plan, &mut notes);
    let kept = plan
        .labels()
        .keys()
        .any(|name| plan.template_labels().contains_key(name));
    if !plan.template_labels().is_empty() && plan.labels().is_empty() && !kept {
        notes.add(
            None,
            Weight::Blocks,
            Reason::LabelsAllDropped,
            Some(Fix::KeepLabels),
        );
    }
}

struct Notes<'a> {
    findings: &'a mut Vec<Finding>,
}

impl Notes<'_> {
    fn add(&mut self, label: Option<&str>, weight: Weight, reason: Reason, fix: Option<Fix>) {
        self.findings.push(Finding {
            field: DraftField::Labels,
            label: label.map(str::to_owned),
            reason,
            weight,
            fix,
        });
    }
}

/// What is wrong with the rows as such.
fn rows(plan: &Plan<'_>, notes: &mut Notes<'_>) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (name, value) in &plan.draft.labels {
        if name.trim().is_empty() {
            if !value.is_empty() {
                notes.add(Some(name), Weight::Blocks, Reason::LabelNameless, None);
            }
        } else if !seen.insert(name) {
            notes.add(Some(name), Weight::Blocks, Reason::LabelTwice, None);
        }
    }
}

fn label(plan: &Plan<'_>, (name, value): (&str, &str), own: bool, notes: &mut Notes<'_>) {
    let coe = plan.coe();
    let remove = || own.then(|| Fix::RemoveLabel(name.to_owned()));
    match catalogue::lookup(name, plan.driver, coe) {
        Known::Nowhere => {
            if own && plan.ground.template.is_some() {
                let near = catalogue::nearest(name, plan.driver, coe);
                let fix = near.map(|near| Fix::RenameLabel(name.to_owned(), near.to_owned()));
                let weight = if near.is_some() {
                    Weight::Warns
                } else {
                    Weight::Informs
                };
                notes.add(Some(name), weight, Reason::LabelUnknown, fix);
            }
        }
        Known::Elsewhere(_) => {
            let same = meant(name, plan.driver);
            let fix = match same {
                Some(to) if own => Some(Fix::RenameLabel(name.to_owned(), to.to_owned())),
                Some(to) => Some(Fix::SetLabel(to.to_owned(), value.to_owned())),
                None => remove(),
            };
            // A template that serves several drivers has labels for each; what restricts the API must not get lost.
            let weight = if own || same.is_some() {
                Weight::Warns
            } else {
                Weight::Informs
            };
            notes.add(Some(name), weight, Reason::LabelElsewhere, fix);
        }
        Known::Here(known) => {
            era(plan, known, own, notes);
            value_of(plan, (name, value), known, own, notes);
        }
    }
}

/// The label of this driver that does what that one does for another.
fn meant(name: &str, driver: Driver) -> Option<&'static str> {
    let restricts = ["master_lb_allowed_cidrs", "api_master_lb_allowed_cidrs"];
    restricts.contains(&name).then(|| ranges_label(driver)).flatten()
}

/// The releases that a minor version stands for, the oldest and the newest.
fn releases(minor: u32) -> Option<(u32, u32)> {
    match minor {
        ..=3 => Some((3, 3)),
        4..=5 => Some((4, 4)),
        6 => Some((5, 7)),
        7 => Some((8, 8)),
        8 => Some((9, 9)),
        9 => Some((9, 11)),
        10 => Some((12, 16)),
        11 => Some((17, 20)),
        12 => Some((21, 22)),
        13 | 14 => Some((23, 23)),
        15.. => None,
    }
}

fn era(plan: &Plan<'_>, known: &Label, own: bool, notes: &mut Notes<'_>) {
    let Some((oldest, newest)) = plan.ground.minor.and_then(releases) else {
        return;
    };
    if known.until_release().is_some_and(|until| until < oldest) {
        let reason = Reason::LabelGone(known.until.to_owned());
        let fix = own.then(|| Fix::RemoveLabel(known.name.to_owned()));
        notes.add(Some(known.name), Weight::Informs, reason, fix);
    } else if known.since_release().is_some_and(|since| since > newest) {
        let reason = Reason::LabelTooNew(known.since.to_owned());
        notes.add(Some(known.name), Weight::Warns, reason, None);
    }
}

fn value_of(plan: &Plan<'_>, (name, value): (&str, &str), known: &Label, own: bool, notes: &mut Notes<'_>) {
    let set = |value: &str| Some(Fix::SetLabel(name.to_owned(), value.to_owned()));
    if let Some(trouble) = known.kind.trouble(value) {
        let (reason, fix) = match trouble {
            ValueTrouble::Empty if own => (Reason::LabelEmpty, Some(Fix::RemoveLabel(name.to_owned()))),
            // Old templates are full of these, and worked.
            ValueTrouble::Empty => return,
            ValueTrouble::NoFlag => (Reason::LabelNoFlag, None),
            ValueTrouble::NoNumber => {
                let digits: String = value.trim().chars().take_while(char::is_ascii_digit).collect();
                (Reason::LabelNoNumber, set(&digits).filter(|_| !digits.is_empty()))
            }
            ValueTrouble::NoVersion => (Reason::LabelNoVersion, None),
            ValueTrouble::NoRange(part) => (Reason::LabelNoRange(part), None),
            ValueTrouble::CrookedRange(straight) => {
                let straight = straight.to_string();
                let fix = set(&straight).filter(|_| known.kind == LabelKind::Cidr);
                (Reason::LabelCrookedRange(straight), fix)
            }
            ValueTrouble::NoChoice(near) => (Reason::LabelNoChoice(choices(&known.kind)), near.and_then(set)),
            ValueTrouble::NoAddress => (Reason::LabelNoAddress, None),
            ValueTrouble::NoUrl => (Reason::LabelNoUrl, None),
            ValueTrouble::NoJson => (Reason::LabelNoJson, None),
        };
        notes.add(Some(name), Weight::Blocks, reason, fix);
        return;
    }
    if own && known.kind == LabelKind::Secret {
        notes.add(Some(name), Weight::Warns, Reason::LabelSecret, None);
    }
    let (offer, _) = known.kind.offer();
    let (service, reason) = match offer {
        Offer::VolumeTypes => (Service::BlockStorage, Reason::LabelNoVolumeType),
        Offer::Zones => (Service::Compute, Reason::LabelNoZone),
        // Judged above.
        Offer::These(_) | Offer::Nothing => return,
    };
    let there = plan.asked(service).and_then(|catalog| catalog.offered(offer));
    if let Some(there) = there.filter(|there| !there.contains(&value)) {
        let fix = there.first().and_then(|first| set(first));
        notes.add(Some(name), Weight::Blocks, reason, fix);
    }
}

fn choices(kind: &LabelKind) -> String {
    match kind.offer() {
        (Offer::These(list), _) => list.join(", "),
        (Offer::VolumeTypes | Offer::Zones | Offer::Nothing, _) => String::new(),
    }
}

/// The bounds of the autoscaler, and whether the number of workers lies between them.
fn scaling(plan: &Plan<'_>, notes: &mut Notes<'_>) {
    let bound = |name: &str| plan.label(name).and_then(|text| text.parse::<u64>().ok());
    let (min, max) = (bound("min_node_count"), bound("max_node_count"));
    let workers = u64::from(plan.draft.node_count);
    match (min, max) {
        (Some(min), Some(max)) if min > max => {
            let fix = Some(Fix::SetLabel(
                "max_node_count".to_owned(),
                min.max(workers).to_string(),
            ));
            notes.add(Some("max_node_count"), Weight::Blocks, Reason::LabelBounds, fix);
        }
        _ => {
            let (low, high) = (min.unwrap_or(0), max.unwrap_or(u64::MAX));
            if plan.flag("auto_scaling_enabled") == Some(true) && !(low..=high).contains(&workers) {
                let within = workers.clamp(low, high);
                let fix = u32::try_from(within).ok().map(Fix::Workers);
                let reason = Reason::LabelCountOutside {
                    min: low,
                    max: max.unwrap_or(low.max(workers)),
                };
                let name = if workers < low {
                    "min_node_count"
                } else {
                    "max_node_count"
                };
                notes.add(Some(name), Weight::Warns, reason, fix);
            }
        }
    }
}

fn octavia(plan: &Plan<'_>, notes: &mut Notes<'_>) {
    let algorithm = "octavia_lb_algorithm";
    let wanted = "SOURCE_IP_PORT";
    if plan.label("octavia_provider") == Some("ovn")
        && plan.label(algorithm).is_some_and(|value| value != wanted)
    {
        let fix = Some(Fix::SetLabel(algorithm.to_owned(), wanted.to_owned()));
        notes.add(Some(algorithm), Weight::Blocks, Reason::LabelOvnAlgorithm, fix);
    }
    if plan.label("ingress_controller") == Some("octavia") && plan.ground.lacks_octavia {
        let fix = Some(Fix::SetLabel("ingress_controller".to_owned(), "nginx".to_owned()));
        notes.add(
            Some("ingress_controller"),
            Weight::Blocks,
            Reason::LabelNeedsOctavia,
            fix,
        );
    }
}
