//! A new node group, and other bounds, labels and taints of one that is there.

use std::collections::BTreeMap;

use egui::{ComboBox, RichText, TextEdit, Ui};

use super::frame::{self, Filled, Outline};
use super::{Scene, Stay};
use crate::domain::id::NodeGroupId;
use crate::domain::node_group::{NodeGroup, Taint};
use crate::domain::operation::findings::{self, Finding};
use crate::domain::operation::{GroupChange, GroupDeed, GroupEdit, GroupRef, NewGroup, Operation};
use crate::domain::permission::{Reason, Wish};
use crate::ui::permitted;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::GAP;
use crate::ui::widgets::form_field::{self, Field};
use crate::ui::widgets::stepper::{self, Stepper};
use crate::ui::widgets::{text_field, waiting};

/// A new group as it is filled in.
#[derive(Debug)]
pub(super) struct NewForm {
    name: String,
    role: String,
    count: u32,
    bounds: Bounds,
    flavor: String,
    image: String,
    labels: String,
    marks: Marks,
}

impl Default for NewForm {
    fn default() -> Self {
        Self {
            name: String::new(),
            role: "worker".to_owned(),
            count: 1,
            bounds: Bounds::default(),
            flavor: String::new(),
            image: String::new(),
            labels: String::new(),
            marks: Marks::default(),
        }
    }
}

/// Bounds for the number of nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Bounds {
    least: u32,
    limited: bool,
    most: u32,
}

impl Bounds {
    fn of(group: &NodeGroup) -> Self {
        Self {
            least: group.min_node_count,
            limited: group.max_node_count.is_some(),
            most: group.max_node_count.unwrap_or(group.node_count),
        }
    }

    fn upper(self) -> Option<u32> {
        self.limited.then_some(self.most)
    }
}

/// Kubernetes labels and taints as they are written: one a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Marks {
    labels: String,
    taints: String,
}

/// An edit as it is filled in, beginning with what is so.
#[derive(Debug)]
pub(super) struct EditForm {
    began: Bounds,
    bounds: Bounds,
    had: Marks,
    marks: Marks,
}

impl EditForm {
    /// What is so now.
    fn of(group: &NodeGroup) -> Self {
        let more = group.more.as_deref();
        let labels = more.and_then(|more| more.node_labels.as_ref());
        let taints = more.and_then(|more| more.node_taints.as_ref());
        let labels: Vec<String> = labels
            .into_iter()
            .flatten()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        let taints: Vec<String> = taints.into_iter().flatten().map(Taint::to_string).collect();
        let marks = Marks {
            labels: labels.join("\n"),
            taints: taints.join("\n"),
        };
        Self {
            began: Bounds::of(group),
            bounds: Bounds::of(group),
            had: marks.clone(),
            marks,
        }
    }
}

/// Draws the dialog for a new group.
pub(super) fn new(ui: &Ui, scene: &Scene<'_>, form: &mut NewForm) -> Stay {
    let words = scene.ctx.words;
    let title = words.changes_group_new_title(scene.cluster.name.as_str());
    let outline = Outline {
        title: &title,
        lead: words.changes_group_new_lead(),
        action: words.changes_group_new_action(),
    };
    frame::show(ui, scene, outline, |ui| new_ui(ui, scene, form))
}

/// Draws the dialog for an edit.
pub(super) fn edit(ui: &Ui, scene: &Scene<'_>, id: &NodeGroupId, form: &mut Option<Box<EditForm>>) -> Stay {
    let words = scene.ctx.words;
    let Some(group) = scene.groups().iter().find(|group| group.id == *id) else {
        return Stay::Close;
    };
    let whole = scene.whole(group);
    if let Some(group) = whole {
        form.get_or_insert_with(|| Box::new(EditForm::of(group)));
    }
    let title = words.changes_group_edit_title(group.name.as_str());
    let outline = Outline {
        title: &title,
        lead: words.changes_group_edit_lead(),
        action: words.changes_group_edit_action(),
    };
    frame::show(ui, scene, outline, |ui| match (whole, form.as_mut()) {
        (Some(group), Some(form)) => edit_ui(ui, scene, group, form),
        (_, _) => {
            waiting::show(ui, words, words.changes_group_loading(), None);
            Filled {
                operation: None,
                findings: Vec::new(),
                denied: None,
            }
        }
    })
}

fn operation(scene: &Scene<'_>, deed: GroupDeed) -> Operation {
    Operation::NodeGroup(GroupChange {
        cluster: scene.cluster.id.clone(),
        cluster_name: scene.cluster.name.clone(),
        deed,
    })
}

fn new_ui(ui: &mut Ui, scene: &Scene<'_>, form: &mut NewForm) -> Filled {
    let words = scene.ctx.words;
    line_ui(
        ui,
        (words.changes_group_name(), words.changes_group_name_help()),
        &mut form.name,
    );
    line_ui(
        ui,
        (words.changes_group_role(), words.changes_group_role_help()),
        &mut form.role,
    );
    number_ui(ui, scene, (words.changes_count(), ""), &mut form.count);
    bounds_ui(ui, scene, &mut form.bounds);
    flavor_ui(ui, scene, &mut form.flavor);
    image_ui(ui, scene, &mut form.image);
    lines_ui(
        ui,
        (words.changes_group_labels(), words.changes_group_labels_help()),
        &mut form.labels,
    );
    let about = permitted::about(scene.ctx, scene.cluster);
    marks_ui(
        ui,
        scene,
        about.may(Wish::NodeLabels).err().as_ref(),
        &mut form.marks,
    );
    let mut odd = Vec::new();
    let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let new = NewGroup {
        name: form.name.trim().to_owned(),
        role: form.role.trim().to_owned(),
        node_count: form.count,
        min_node_count: form.bounds.least,
        max_node_count: form.bounds.upper(),
        flavor: some(&form.flavor),
        image: some(&form.image),
        docker_volume_size_gib: None,
        labels: pairs(&form.labels, &mut odd),
        node_labels: pairs(&form.marks.labels, &mut odd),
        node_taints: taints(&form.marks.taints, &mut odd),
    };
    let mut findings = findings::of_new_group(&new, scene.groups());
    findings.extend(odd);
    Filled {
        findings,
        operation: Some(operation(scene, GroupDeed::Create(new))),
        denied: about.may(Wish::CreateNodeGroup).err(),
    }
}

fn edit_ui(ui: &mut Ui, scene: &Scene<'_>, group: &NodeGroup, form: &mut EditForm) -> Filled {
    bounds_ui(ui, scene, &mut form.bounds);
    let about = permitted::about_group(scene.ctx, scene.cluster, Some(group));
    let unmarkable = about.may(Wish::NodeLabels).err();
    marks_ui(ui, scene, unmarkable.as_ref(), &mut form.marks);
    let mut odd = Vec::new();
    let (began, bounds) = (form.began, form.bounds);
    let changed = |now: &str, before: &str| unmarkable.is_none() && now.trim() != before.trim();
    let edit = GroupEdit {
        min_node_count: (bounds.least != began.least).then_some(bounds.least),
        max_node_count: (bounds.upper() != began.upper()).then_some(bounds.upper()),
        node_labels: changed(&form.marks.labels, &form.had.labels)
            .then(|| pairs(&form.marks.labels, &mut odd)),
        node_taints: changed(&form.marks.taints, &form.had.taints)
            .then(|| taints(&form.marks.taints, &mut odd)),
    };
    let mut findings = findings::of_edit(&edit, group);
    findings.extend(odd);
    let reference = GroupRef {
        id: group.id.clone(),
        name: group.name.clone(),
    };
    Filled {
        findings,
        operation: (!edit.is_empty()).then(|| operation(scene, GroupDeed::Edit(reference, edit))),
        denied: about.may(Wish::EditNodeGroup).err(),
    }
}

fn line_ui(ui: &mut Ui, (label, help): (&str, &str), text: &mut String) {
    let field = Field {
        label,
        help,
        issue: None,
    };
    form_field::show(ui, field, |ui, label| {
        ui.add(text_field::singleline(text, f32::INFINITY))
            .labelled_by(label)
    });
}

fn lines_ui(ui: &mut Ui, (label, help): (&str, &str), text: &mut String) {
    let field = Field {
        label,
        help,
        issue: None,
    };
    form_field::show(ui, field, |ui, label| {
        let edit = TextEdit::multiline(text)
            .desired_rows(2)
            .desired_width(f32::INFINITY)
            .code_editor();
        ui.add(edit).labelled_by(label)
    });
}

fn number_ui(ui: &mut Ui, scene: &Scene<'_>, (label, help): (&str, &str), value: &mut u32) {
    let field = Field {
        label,
        help,
        issue: None,
    };
    form_field::show(ui, field, |ui, id| {
        let stepper = Stepper {
            what: label,
            range: 0..=10_000,
            step: 1,
        };
        stepper::show(ui, scene.ctx.words, id, &stepper, value)
    });
}

fn bounds_ui(ui: &mut Ui, scene: &Scene<'_>, bounds: &mut Bounds) {
    let words = scene.ctx.words;
    let means = words.changes_bounds_help();
    number_ui(ui, scene, (words.changes_least(), means), &mut bounds.least);
    ui.checkbox(&mut bounds.limited, words.changes_limited());
    if bounds.limited {
        ui.add_space(GAP);
        number_ui(ui, scene, (words.changes_most(), ""), &mut bounds.most);
    } else {
        ui.add_space(GAP);
    }
}

fn flavor_ui(ui: &mut Ui, scene: &Scene<'_>, value: &mut String) {
    let words = scene.ctx.words;
    let catalog = scene.ctx.data.catalog.value();
    let mut flavors: Vec<_> = catalog
        .map(|catalog| catalog.flavors.iter().collect())
        .unwrap_or_default();
    flavors.sort_by_key(|flavor| (flavor.vcpus, flavor.ram_mib));
    let names = flavors.into_iter().map(|flavor| {
        let disk = words.gib(u64::from(flavor.disk_gib));
        let facts = words.wizard_flavor_facts(flavor.vcpus, words.mib(u64::from(flavor.ram_mib)), disk);
        (flavor.name.clone(), format!("{} · {facts}", flavor.name))
    });
    let inherited = words.changes_as_cluster(scene.cluster.flavor.clone().unwrap_or_default());
    choice_ui(
        ui,
        (words.page_group_flavor(), &inherited),
        names.collect(),
        value,
    );
}

fn image_ui(ui: &mut Ui, scene: &Scene<'_>, value: &mut String) {
    let words = scene.ctx.words;
    let own = scene.ctx.data.template(&scene.cluster.template);
    let distro = own.and_then(|template| template.cluster_distro.clone());
    let catalog = scene.ctx.data.catalog.value();
    let images = catalog
        .map(|catalog| catalog.images.as_slice())
        .unwrap_or_default();
    let names = images
        .iter()
        .filter(|image| image.os_distro.is_some() && (distro.is_none() || image.os_distro == distro))
        .map(|image| (image.name.clone(), image.name.clone()))
        .collect();
    let inherited = own.map(|template| template.image.clone()).unwrap_or_default();
    let inherited = words.changes_as_cluster(inherited);
    choice_ui(ui, (words.page_group_image(), &inherited), names, value);
}

fn choice_ui(
    ui: &mut Ui,
    (label, inherited): (&str, &str),
    names: Vec<(String, String)>,
    value: &mut String,
) {
    let field = Field {
        label,
        help: "",
        issue: None,
    };
    form_field::show(ui, field, |ui, id| {
        if names.is_empty() {
            let edit = text_field::singleline(value, f32::INFINITY).hint_text(inherited);
            return ui.add(edit).labelled_by(id);
        }
        let shown = if value.is_empty() {
            inherited.to_owned()
        } else {
            value.clone()
        };
        ComboBox::from_id_salt(id.with("choice"))
            .width(ui.available_width())
            .selected_text(shown)
            .show_ui(ui, |ui| {
                ui.selectable_value(value, String::new(), inherited);
                for (name, text) in names {
                    ui.selectable_value(value, name, text);
                }
            })
            .response
            .labelled_by(id)
    });
}

/// Kubernetes labels and taints, or why there are none.
fn marks_ui(ui: &mut Ui, scene: &Scene<'_>, denied: Option<&Reason>, marks: &mut Marks) {
    let words = scene.ctx.words;
    if let Some(reason) = denied {
        let text = words.changes_no_marks(words.reason(reason));
        ui.add(egui::Label::new(RichText::new(text).small().color(tokens(ui).quiet)).wrap());
        ui.add_space(GAP);
        return;
    }
    lines_ui(
        ui,
        (words.changes_node_labels(), words.changes_node_labels_help()),
        &mut marks.labels,
    );
    lines_ui(
        ui,
        (words.changes_node_taints(), words.changes_node_taints_help()),
        &mut marks.taints,
    );
}

/// `KEY=VALUE`, one a line; what is none is noted.
fn pairs(text: &str, odd: &mut Vec<Finding>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() => {
                found.insert(key.trim().to_owned(), value.trim().to_owned());
            }
            Some(_) | None => odd.push(Finding::BadKey(line.to_owned())),
        }
    }
    found
}

/// `KEY[=VALUE]:EFFECT`, one a line; what is none is noted.
fn taints(text: &str, odd: &mut Vec<Finding>) -> Vec<Taint> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .filter_map(|line| {
            let taint = Taint::parse(line);
            if taint.is_none() {
                odd.push(Finding::BadKey(line.to_owned()));
            }
            taint
        })
        .collect()
}
