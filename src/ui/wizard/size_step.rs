//! Third step: how many masters and workers, of which flavors, and how long Magnum may take.

use egui::{ComboBox, Id, Response, Ui};

use crate::domain::catalog::Flavor;
use crate::domain::draft::{ClusterDraft, DraftField};
use crate::domain::service::Service;
use crate::text::Words;
use crate::ui::widgets::buttons;
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::stepper::{self, Stepper};
use crate::ui::widgets::text_field;
use crate::ui::wizard::model::Choice;
use crate::ui::wizard::{FIELD_WIDTH, Scene};

/// More masters than this are no use to etcd.
const MOST_MASTERS: u32 = 9;
/// Magnum has no limit of its own; this one keeps a slip of the finger from becoming a bill.
const MOST_WORKERS: u32 = 2_000;
/// A week.
const LONGEST_MINS: u32 = 7 * 24 * 60;

/// Draws it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    ui.set_max_width(FIELD_WIDTH);
    let template = scene.offer.template;
    let masters = Field {
        label: words.draft_field(DraftField::MasterCount),
        help: words.wizard_masters_rule(),
        issue: scene.issue(DraftField::MasterCount),
    };
    number_ui(ui, words, (masters, 1..=MOST_MASTERS, 2), &mut draft.master_count);
    let inherited = template.and_then(|template| template.master_flavor.as_deref());
    flavor_ui(
        ui,
        scene,
        (DraftField::MasterFlavor, inherited),
        &mut draft.master_flavor,
    );
    let workers = Field {
        label: words.draft_field(DraftField::NodeCount),
        help: words.wizard_workers_rule(),
        issue: scene.issue(DraftField::NodeCount),
    };
    number_ui(ui, words, (workers, 0..=MOST_WORKERS, 1), &mut draft.node_count);
    let inherited = template.and_then(|template| template.flavor.as_deref());
    flavor_ui(ui, scene, (DraftField::Flavor, inherited), &mut draft.flavor);
    balancer_ui(ui, scene, draft);
    let timeout = Field {
        label: words.wizard_timeout(),
        help: words.wizard_timeout_rule(),
        issue: None,
    };
    number_ui(
        ui,
        words,
        (timeout, 0..=LONGEST_MINS, 15),
        &mut draft.create_timeout_mins,
    );
}

/// As the template says, with one, or without one. Asking for one is off where there is no Octavia, and says so.
fn balancer_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    let inherited = scene
        .offer
        .template
        .and_then(|template| template.master_lb_enabled);
    let inherit = inherited.map_or_else(
        || words.wizard_inherit_none().to_owned(),
        |yes| words.wizard_inherit(words.yes_no(yes)),
    );
    let why_not = scene.offer.lacks_octavia.then(|| words.draft_no_octavia());
    let field = Field {
        label: words.draft_field(DraftField::LoadBalancer),
        help: words.wizard_balancer_rule(),
        issue: scene.issue(DraftField::LoadBalancer),
    };
    form_field::show(ui, field, |ui, label| {
        ui.horizontal_wrapped(|ui| {
            let value = &mut draft.load_balancer;
            let first = ui.radio_value(value, None, inherit).labelled_by(label);
            buttons::unless(ui, why_not, |ui| {
                ui.radio_value(value, Some(true), words.wizard_balancer_with())
            });
            ui.radio_value(value, Some(false), words.wizard_balancer_without());
            first
        })
        .inner
    });
}

fn number_ui(
    ui: &mut Ui,
    words: &Words,
    (field, range, step): (Field<'_>, std::ops::RangeInclusive<u32>, u32),
    value: &mut u32,
) {
    form_field::show(ui, field, |ui, label| {
        stepper::show(
            ui,
            words,
            label,
            &Stepper {
                what: field.label,
                range,
                step,
            },
            value,
        )
    });
}

/// `1 vCPU, 2 GiB, 20 GiB disk`.
pub(super) fn flavor_facts(words: &Words, flavor: &Flavor) -> String {
    let disk = words.gib(u64::from(flavor.disk_gib));
    words.wizard_flavor_facts(flavor.vcpus, words.mib(u64::from(flavor.ram_mib)), disk)
}

fn flavor_ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (which, inherited): (DraftField, Option<&str>),
    value: &mut String,
) {
    let words = scene.words();
    let facts = |name: &str| scene.offer.flavor(name).map(|flavor| flavor_facts(words, flavor));
    let told = |name: &str| facts(name).map_or_else(|| name.to_owned(), |facts| format!("{name} · {facts}"));
    let inherit = inherited.map_or_else(
        || words.wizard_inherit_none().to_owned(),
        |name| words.wizard_inherit(told(name)),
    );
    let gap = scene
        .offer
        .catalog
        .is_some_and(|catalog| catalog.gaps.contains_key(&Service::Compute));
    let by_hand = words.wizard_catalog_gap(Service::Compute.name());
    let chosen = facts(value).unwrap_or_default();
    let help = match scene.offer.catalog {
        None => words.wizard_catalog_loading(),
        Some(_) if gap => by_hand.as_str(),
        Some(_) => match Choice::of(value, inherited) {
            Choice::Own(_) => chosen.as_str(),
            Choice::Inherited(_) | Choice::Absent => "",
        },
    };
    let field = Field {
        label: words.draft_field(which),
        help,
        issue: scene.issue(which),
    };
    form_field::show(ui, field, |ui, label| {
        let known = scene
            .offer
            .catalog
            .map(|catalog| catalog.flavors.as_slice())
            .unwrap_or_default();
        if known.is_empty() {
            let edit = text_field::singleline(value, f32::INFINITY).hint_text(inherit);
            return ui.add(edit).labelled_by(label);
        }
        choose_ui(ui, words, (label, known, inherit), value)
    });
}

fn choose_ui(
    ui: &mut Ui,
    words: &Words,
    (label, known, inherit): (Id, &[Flavor], String),
    value: &mut String,
) -> Response {
    let shown = if value.is_empty() {
        inherit.clone()
    } else {
        value.clone()
    };
    let mut sorted: Vec<_> = known.iter().collect();
    sorted.sort_by(|a, b| (a.vcpus, a.ram_mib, &a.name).cmp(&(b.vcpus, b.ram_mib, &b.name)));
    ComboBox::from_id_salt(label.with("flavor"))
        .width(ui.available_width())
        .selected_text(shown)
        .show_ui(ui, |ui| {
            ui.selectable_value(value, String::new(), inherit);
            for flavor in sorted {
                let text = format!("{} · {}", flavor.name, flavor_facts(words, flavor));
                ui.selectable_value(value, flavor.name.clone(), text);
            }
        })
        .response
        .labelled_by(label)
}
