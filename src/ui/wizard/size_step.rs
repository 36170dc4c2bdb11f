//! Third step: how many masters and workers, of which flavors, and further node groups.

use egui::{Id, Response, Ui};

use crate::domain::catalog::Flavor;
use crate::domain::draft::{ClusterDraft, DraftField, GroupDraft};
use crate::domain::service::Service;
use crate::text::Words;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::picker::{self, Picker, Row};
use crate::ui::widgets::stepper::{self, Stepper};
use crate::ui::widgets::{icon_button, section, text_field};
use crate::ui::wizard::model::Choice;
use crate::ui::wizard::{FIELD_WIDTH, Scene, field};

/// More masters than this are no use to etcd.
const MOST_MASTERS: u32 = 9;
/// Magnum has no limit of its own; this one keeps a slip of the finger from becoming a bill.
const MOST_WORKERS: u32 = 2_000;
/// A terabyte for container images is a slip of the finger.
const MOST_VOLUME_GIB: u32 = 1_024;

/// Draws it.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    ui.set_max_width(FIELD_WIDTH.min(ui.available_width()));
    let template = scene.offer.template;
    let masters = (DraftField::MasterCount, words.wizard_masters_rule());
    number_ui(ui, scene, masters, (1..=MOST_MASTERS, 2), &mut draft.master_count);
    let inherited = template.and_then(|template| template.master_flavor.as_deref());
    let which = (DraftField::MasterFlavor, inherited);
    flavor_ui(ui, scene, which, &mut draft.master_flavor);
    let workers = (DraftField::NodeCount, words.wizard_workers_rule());
    number_ui(ui, scene, workers, (0..=MOST_WORKERS, 1), &mut draft.node_count);
    let inherited = template.and_then(|template| template.flavor.as_deref());
    flavor_ui(ui, scene, (DraftField::Flavor, inherited), &mut draft.flavor);
    volume_ui(ui, scene, draft);
    groups_ui(ui, scene, draft);
}

/// The template's size, or one of one's own.
fn volume_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    let inherited = scene
        .offer
        .template
        .and_then(|template| template.docker_volume_size_gib);
    let inherit = inherited.map_or_else(
        || words.wizard_volume_none().to_owned(),
        |size| words.wizard_inherit(words.gib(u64::from(size))),
    );
    let help = (DraftField::DockerVolume, words.wizard_volume_rule());
    field::show(ui, scene, help, |ui, label| {
        ui.horizontal(|ui| {
            let own = &mut draft.docker_volume_gib;
            let first = ui.radio(own.is_none(), inherit).labelled_by(label);
            if first.clicked() {
                *own = None;
            }
            if ui.radio(own.is_some(), words.wizard_volume_own()).clicked() && own.is_none() {
                *own = Some(inherited.unwrap_or(20).max(1));
            }
            if let Some(size) = own {
                let stepper = Stepper {
                    what: words.draft_field(DraftField::DockerVolume),
                    range: 1..=MOST_VOLUME_GIB,
                    step: 10,
                };
                stepper::show(ui, words, label, &stepper, size);
            }
            first
        })
        .inner
    });
}

/// Further node groups, each with a name, a number and a flavor.
fn groups_ui(ui: &mut Ui, scene: &Scene<'_>, draft: &mut ClusterDraft) {
    let words = scene.words();
    section::heading(ui, words.draft_field(DraftField::Groups));
    ui.small(words.wizard_groups_rule());
    ui.add_space(GAP);
    let mut gone = None;
    for (index, group) in draft.groups.iter_mut().enumerate() {
        ui.push_id(("group", index), |ui| {
            if group_ui(ui, scene, group) {
                gone = Some(index);
            }
        });
        ui.add_space(GAP);
    }
    if let Some(index) = gone {
        draft.groups.remove(index);
    }
    field::findings(ui, scene, DraftField::Groups);
    if ui.button(words.wizard_groups_add()).clicked() {
        draft.groups.push(GroupDraft {
            name: String::new(),
            node_count: 1,
            flavor: String::new(),
        });
    }
}

/// Draws one; tells whether it is to go.
fn group_ui(ui: &mut Ui, scene: &Scene<'_>, group: &mut GroupDraft) -> bool {
    let words = scene.words();
    let mut gone = false;
    ui.horizontal(|ui| {
        let label = ui.label(words.wizard_group_name());
        ui.add(text_field::singleline(&mut group.name, 140.0))
            .labelled_by(label.id);
        let label = ui.label(words.wizard_group_nodes());
        let stepper = Stepper {
            what: words.wizard_group_nodes(),
            range: 0..=MOST_WORKERS,
            step: 1,
        };
        stepper::show(ui, words, label.id, &stepper, &mut group.node_count);
        let remove = words.wizard_group_remove(group.name.clone());
        gone = icon_button::show(ui, egui_phosphor::regular::TRASH, &remove).clicked();
    });
    let label = ui.label(words.wizard_group_flavor());
    let workers = scene.plan.flavor();
    choose_ui(ui, scene, (label.id, workers), &mut group.flavor);
    gone
}

fn number_ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (which, help): (DraftField, &str),
    (range, step): (std::ops::RangeInclusive<u32>, u32),
    value: &mut u32,
) {
    let words = scene.words();
    field::show(ui, scene, (which, help), |ui, label| {
        let stepper = Stepper {
            what: words.draft_field(which),
            range,
            step,
        };
        stepper::show(ui, words, label, &stepper, value)
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
    let gap = scene
        .offer
        .catalog
        .is_some_and(|catalog| catalog.gaps.contains_key(&Service::Compute));
    let by_hand = words.wizard_catalog_gap(Service::Compute.name());
    let facts = |name: &str| scene.offer.flavor(name).map(|flavor| flavor_facts(words, flavor));
    let chosen = facts(value).unwrap_or_default();
    let help = match scene.offer.catalog {
        None => words.wizard_catalog_loading(),
        Some(_) if gap => by_hand.as_str(),
        Some(_) => match Choice::of(value, inherited) {
            Choice::Own(_) => chosen.as_str(),
            Choice::Inherited(_) | Choice::Absent => "",
        },
    };
    field::show(ui, scene, (which, help), |ui, label| {
        choose_ui(ui, scene, (label, inherited), value)
    });
}

/// The list of flavors; by hand where there is none.
fn choose_ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (label, inherited): (Id, Option<&str>),
    value: &mut String,
) -> Response {
    let words = scene.words();
    let told = |name: &str| match scene.offer.flavor(name) {
        Some(flavor) => format!("{name} · {}", flavor_facts(words, flavor)),
        None => name.to_owned(),
    };
    let inherit = inherited.map_or_else(
        || words.wizard_inherit_none().to_owned(),
        |name| words.wizard_inherit(told(name)),
    );
    let known = scene
        .offer
        .catalog
        .map(|catalog| catalog.flavors.as_slice())
        .unwrap_or_default();
    if known.is_empty() {
        let edit = text_field::singleline(value, f32::INFINITY).hint_text(inherit);
        return ui.add(edit).labelled_by(label);
    }
    let picker = Picker {
        label,
        shown: if value.is_empty() {
            inherit.clone()
        } else {
            value.clone()
        },
        none: Some(inherit),
        count: known.len(),
        version: scene.ctx.data.version(),
        words,
    };
    let row = |index: usize| match known.get(index) {
        Some(flavor) => Row {
            value: flavor.name.clone(),
            text: format!("{} · {}", flavor.name, flavor_facts(words, flavor)),
            trouble: None,
        },
        None => Row::default(),
    };
    picker::show(ui, &picker, row, value)
}
