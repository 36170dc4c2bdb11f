//! What is known of a chosen group: what Magnum says of a node group, and each member with how it is.

use egui::{RichText, Ui};

use crate::domain::node_group::NodeGroup;
use crate::domain::quoting::Shell;
use crate::domain::status::Severity;
use crate::domain::topology::arrange::Fold;
use crate::domain::topology::command::Commands;
use crate::domain::topology::fact::Fact;
use crate::domain::topology::resource::Resource;
use crate::ui::theme::tokens;
use crate::ui::topology::inspector::actions::{Deed, Offer};
use crate::ui::topology::inspector::{MOST_MEMBERS, Scene, Wanted, link, offers_ui, rest_ui};
use crate::ui::widgets::{banner, facts, section, status_chip};

/// Draws it; the answer is what is wanted of it, or what was chosen in it.
pub(super) fn ui(ui: &mut Ui, scene: &Scene<'_>, fold: &Fold) -> Option<Wanted> {
    let group = node_group(scene, fold);
    let wanted = offers_ui(ui, scene, &offers(scene, fold, group));
    if let Some(group) = group {
        fault_ui(ui, scene, group);
    }
    facts_ui(ui, scene, fold, group);
    wanted.or(members_ui(ui, scene, fold))
}

/// The node group of Magnum's that it is, if it is one.
fn node_group<'a>(scene: &Scene<'a>, fold: &Fold) -> Option<&'a NodeGroup> {
    let member = scene.topology.get(fold.members.first()?)?;
    let name = member
        .node_group
        .as_deref()
        .filter(|_| member.kind.is_server() && fold.key.is_group())?;
    let detail = scene.ctx.data.details.get(scene.cluster)?.value()?;
    detail.node_groups.iter().find(|group| group.name == name)
}

fn offers(scene: &Scene<'_>, fold: &Fold, group: Option<&NodeGroup>) -> Vec<Offer> {
    let words = scene.ctx.words;
    let (icon, word) = match fold.open {
        true => (egui_phosphor::regular::ARROWS_IN_SIMPLE, words.inspector_fold()),
        false => (
            egui_phosphor::regular::ARROWS_OUT_SIMPLE,
            words.inspector_unfold(),
        ),
    };
    let mut offers = vec![Offer {
        icon,
        word: word.to_owned(),
        hint: None,
        deed: Deed::Toggle,
    }];
    if let Some(group) = group {
        let commands = Commands {
            shell: Shell::HERE,
            scope: scene.ctx.scope,
        };
        let line = commands.node_group(scene.cluster.as_str(), &group.name);
        offers.push(Offer {
            icon: egui_phosphor::regular::TERMINAL,
            word: words.inspector_copy_command().to_owned(),
            hint: Some(line.clone()),
            deed: Deed::Copy(line),
        });
    }
    offers
}

/// Why the group failed, in Magnum's words.
fn fault_ui(ui: &mut Ui, scene: &Scene<'_>, group: &NodeGroup) {
    let cluster = scene.ctx.data.cluster(scene.cluster);
    let fault = cluster.and_then(|cluster| cluster.faults.get(&group.name));
    let said = group.more.as_ref().and_then(|more| more.status_reason.as_ref());
    let Some(reason) = fault.or(said.filter(|_| group.status.failed())) else {
        return;
    };
    let colours = tokens(ui).status(Severity::Bad);
    section::heading(ui, scene.ctx.words.topology_reason());
    banner::framed(ui, colours, |ui| {
        ui.add(egui::Label::new(RichText::new(reason).monospace()).wrap());
    });
}

fn facts_ui(ui: &mut Ui, scene: &Scene<'_>, fold: &Fold, group: Option<&NodeGroup>) {
    let words = scene.ctx.words;
    facts::show(ui, words, "topology group", |facts| {
        facts.text(words.topology_members(), Some(&words.count(fold.members.len())));
        facts.chip(words.topology_health(), fold.worst, words.severity(fold.worst));
        let Some(group) = group else { return };
        facts.chip(
            words.topology_status(),
            group.status.severity(),
            words.status(&group.status),
        );
        facts.text(words.topology_role(), Some(words.role(&group.role)));
        facts.text(
            words.page_group_nodes(),
            Some(&words.count(group.node_count as usize)),
        );
        let whole = scene.ctx.whole_group(scene.cluster, group);
        let limits = whole.map(|whole| match (whole.min_node_count, whole.max_node_count) {
            (least, Some(most)) => words.page_group_range(least, most),
            (least, None) => words.page_group_from(least),
        });
        facts.text(words.page_group_limits(), limits.as_deref());
        facts.text(words.fact(Fact::Flavor), group.flavor.as_deref());
        facts.copy(words.fact(Fact::Image), group.image.as_deref());
        if let Some(more) = whole.and_then(|whole| whole.more.as_ref()) {
            facts.since(words.fact(Fact::CreatedAt), more.created_at, scene.ctx.now);
        }
    });
}

/// Those that need somebody first, then by name.
fn members_ui(ui: &mut Ui, scene: &Scene<'_>, fold: &Fold) -> Option<Wanted> {
    let words = scene.ctx.words;
    section::heading(ui, words.topology_members());
    let mut chosen = None;
    let mut sorted: Vec<&Resource> = fold
        .members
        .iter()
        .filter_map(|key| scene.topology.get(key))
        .collect();
    // The sort keeps the order by name among equals.
    sorted.sort_by_key(|resource| std::cmp::Reverse(resource.severity));
    for resource in sorted.iter().take(MOST_MEMBERS) {
        ui.horizontal(|ui| {
            if link(ui, scene.ctx, resource) {
                chosen = Some(Wanted::Other(resource.key.clone()));
            }
            let status = words.resource_status(resource);
            if resource.severity > Severity::Good && !status.is_empty() {
                status_chip::show(ui, resource.severity, status);
            }
            if let Some(address) = resource.address() {
                let text = RichText::new(address).monospace().color(tokens(ui).quiet);
                ui.add(egui::Label::new(text).truncate());
            }
        });
    }
    rest_ui(ui, scene.ctx, sorted.len());
    chosen
}
