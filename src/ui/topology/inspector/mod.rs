//! What is known of the chosen card: how it is and why, its facts, what it is connected with, its members, what its own
//! service says of it, and what can be done with it.

pub(crate) mod actions;
mod console;
mod details;
mod health;

use std::sync::Arc;

use egui::{Button, RichText, Ui};

use crate::domain::id::ClusterId;
use crate::domain::status::Severity;
use crate::domain::topology::arrange::{Arrangement, Fold};
use crate::domain::topology::callout::was_aborted;
use crate::domain::topology::fact::Fact;
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::{Contradiction, Resource, ResourceKey};
use crate::ui::context::Ctx;
use crate::ui::theme::tokens;
use crate::ui::theme::tokens::{GRID, ICON_SIZE};
use crate::ui::topology::icons::icon;
use crate::ui::topology::inspector::actions::{Deed, offers};
use crate::ui::widgets::{banner, facts, section, status_chip};

/// Members that are listed; of a thousand nobody reads more, and those that need somebody come first.
const MOST_MEMBERS: usize = 50;

/// What is chosen, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) ctx: &'a Ctx<'a>,
    pub(crate) cluster: &'a ClusterId,
    pub(crate) topology: &'a Topology,
    pub(crate) arrangement: &'a Arrangement,
    pub(crate) key: &'a ResourceKey,
    /// Whether the console log is shown.
    pub(crate) console: bool,
}

/// What somebody wants.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wanted {
    /// To see this instead.
    Other(ResourceKey),
    /// To look at it from near.
    Zoom,
    /// To do this.
    Do(Deed),
}

/// Draws it.
pub(crate) fn ui(ui: &mut Ui, scene: &Scene<'_>) -> Option<Wanted> {
    if let Some(resource) = scene.topology.get(scene.key) {
        return resource_ui(ui, scene, resource);
    }
    let fold = fold_of(scene.arrangement, scene.key)?;
    members_ui(ui, scene.ctx, scene.topology, fold).map(Wanted::Other)
}

/// A row of small buttons; what does not fit goes into the next.
fn actions_ui(ui: &mut Ui, scene: &Scene<'_>) -> Option<Wanted> {
    let mut wanted = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(GRID, GRID);
        let button = |ui: &mut Ui, icon: &str, word: &str, hint: Option<&str>| {
            let text = format!("{icon}  {word}");
            let response = ui.add(Button::new(RichText::new(text).small()));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, word));
            match hint {
                Some(hint) => response.on_hover_text(hint).clicked(),
                None => response.clicked(),
            }
        };
        let all = offers(scene.ctx, scene.cluster, scene.topology, scene.key, scene.console);
        for offer in all {
            if button(ui, offer.icon, &offer.word, offer.hint.as_deref()) {
                wanted = Some(Wanted::Do(offer.deed));
            }
        }
        let zoom = scene.ctx.words.inspector_zoom();
        if button(ui, egui_phosphor::regular::MAGNIFYING_GLASS_PLUS, zoom, None) {
            wanted = Some(Wanted::Zoom);
        }
    });
    ui.add_space(GRID);
    wanted
}

/// The title of what is chosen; `None` if it is not there any more.
pub(crate) fn title(topology: &Topology, arrangement: &Arrangement, key: &ResourceKey) -> Option<String> {
    if let Some(resource) = topology.get(key) {
        return Some(resource.title.clone());
    }
    let item = arrangement
        .items
        .iter()
        .find(|item| &item.key == key)
        .map(|item| &item.title);
    let frame = arrangement
        .frames
        .iter()
        .find(|frame| &frame.key == key)
        .map(|frame| &frame.title);
    item.or(frame).cloned()
}

fn fold_of<'a>(arrangement: &'a Arrangement, key: &ResourceKey) -> Option<&'a Fold> {
    let item = arrangement.items.iter().find(|item| &item.key == key);
    let frame = arrangement.frames.iter().find(|frame| &frame.key == key);
    item.and_then(|item| item.fold.as_ref())
        .or(frame.map(|frame| &frame.fold))
}

fn resource_ui(ui: &mut Ui, scene: &Scene<'_>, resource: &Resource) -> Option<Wanted> {
    let Scene { ctx, topology, .. } = *scene;
    let wanted = actions_ui(ui, scene);
    let words = ctx.words;
    if let Some(Contradiction::Gone(service)) = resource.contradiction {
        banner::message(ui, Severity::Bad, &words.topology_gone_from(service.name()));
    }
    let led_to = cause_ui(ui, scene, resource);
    if let Some(reason) = &resource.reason {
        let severity = match was_aborted(topology, resource) {
            true => Severity::Neutral,
            false => resource.severity.max(Severity::Warning),
        };
        let colours = tokens(ui).status(severity);
        section::heading(ui, words.topology_reason());
        banner::framed(ui, colours, |ui| {
            ui.add(egui::Label::new(RichText::new(reason).monospace()).wrap());
        });
    }
    // It was asked for, so it comes before what nobody asked for.
    if let (true, true, Some(id)) = (scene.console, resource.kind.is_server(), &resource.physical_id) {
        console::ui(ui, ctx, id);
    }
    facts::show(ui, words, "topology facts", |facts| {
        facts.text(words.topology_kind(), Some(words.resource_kind(resource.kind)));
        let status = words.resource_status(resource);
        if !status.is_empty() {
            facts.chip(words.topology_status(), resource.severity, status);
        }
        if !resource.name.is_empty() {
            facts.copy(words.topology_full_name(), Some(&resource.name));
        }
        if let Some(role) = &resource.role {
            facts.text(words.topology_role(), Some(words.role(role)));
        }
        if let Some(group) = &resource.node_group {
            facts.text(words.topology_node_group(), Some(group));
        }
        for (fact, value) in &resource.facts {
            fact_ui(facts, ctx, *fact, value);
        }
    });
    let other = led_to
        .or(health::ui(ui, ctx, topology, resource))
        .or(relations_ui(ui, ctx, topology, &resource.key))
        .or(details::ui(ui, ctx, topology, resource));
    wanted.or(other.map(Wanted::Other))
}

/// Of what was given up only because something else had failed: what that was.
fn cause_ui(ui: &mut Ui, scene: &Scene<'_>, resource: &Resource) -> Option<ResourceKey> {
    let cause = scene.topology.get(scene.topology.cause.as_ref()?)?;
    if !was_aborted(scene.topology, resource) {
        return None;
    }
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.label(scene.ctx.words.topology_aborted_because());
        chosen = link(ui, scene.ctx, cause).then(|| cause.key.clone());
    });
    chosen
}

fn fact_ui(facts: &mut facts::Facts<'_, '_>, ctx: &Ctx<'_>, fact: Fact, value: &str) {
    let words = ctx.words;
    let label = words.fact(fact);
    match fact {
        Fact::Id
        | Fact::FixedAddress
        | Fact::FloatingAddress
        | Fact::Cidr
        | Fact::Gateway
        | Fact::Mac
        | Fact::HeatStack
        | Fact::Image => facts.copy(label, Some(value)),
        Fact::Ready => facts.text(label, Some(words.ready_word(value))),
        Fact::Shared | Fact::Bootable => facts.text(label, Some(words.yes_no(value == "true"))),
        Fact::MemoryMib => match value.parse() {
            Ok(mib) => facts.text(label, Some(&words.mib(mib))),
            Err(_) => facts.text(label, Some(value)),
        },
        Fact::SizeGib => match value.parse() {
            Ok(gib) => facts.text(label, Some(&words.gib(gib))),
            Err(_) => facts.text(label, Some(value)),
        },
        Fact::CreatedAt => match value.parse() {
            Ok(at) => facts.since(label, Some(at), ctx.now),
            Err(_) => facts.text(label, Some(value)),
        },
        Fact::Task
        | Fact::Flavor
        | Fact::Vcpus
        | Fact::KeyPair
        | Fact::AvailabilityZone
        | Fact::DnsServers
        | Fact::DeviceOwner
        | Fact::Description
        | Fact::RuleCount
        | Fact::Policy
        | Fact::MemberCount
        | Fact::Provider
        | Fact::Protocol
        | Fact::PortNumber
        | Fact::Algorithm
        | Fact::ProvisioningStatus
        | Fact::OperatingStatus
        | Fact::VolumeType
        | Fact::Device
        | Fact::Tags
        | Fact::HeatName
        | Fact::HeatType
        | Fact::HeatStatus => facts.text(label, Some(value)),
    }
}

fn relations_ui(ui: &mut Ui, ctx: &Ctx<'_>, topology: &Topology, key: &ResourceKey) -> Option<ResourceKey> {
    let neighbours = topology.neighbours(key);
    if neighbours.is_empty() {
        return None;
    }
    section::heading(ui, ctx.words.topology_relations());
    let mut chosen = None;
    facts::show(ui, ctx.words, "topology relations", |facts| {
        for neighbour in neighbours.iter().take(MOST_MEMBERS) {
            let other = neighbour.resource;
            let label = ctx
                .words
                .relation(neighbour.relation, neighbour.outgoing, other.kind);
            facts.other(label, |ui| {
                if link(ui, ctx, other) {
                    chosen = Some(other.key.clone());
                }
            });
        }
    });
    rest_ui(ui, ctx, neighbours.len());
    chosen
}

fn members_ui(ui: &mut Ui, ctx: &Ctx<'_>, topology: &Topology, fold: &Fold) -> Option<ResourceKey> {
    facts::show(ui, ctx.words, "topology group", |facts| {
        let words = ctx.words;
        facts.text(words.topology_members(), Some(&words.count(fold.members.len())));
        facts.chip(words.topology_health(), fold.worst, words.severity(fold.worst));
    });
    section::heading(ui, ctx.words.topology_members());
    let mut chosen = None;
    let members: &Arc<[ResourceKey]> = &fold.members;
    let mut sorted: Vec<&Resource> = members.iter().filter_map(|key| topology.get(key)).collect();
    // The sort keeps the order by name among equals.
    sorted.sort_by_key(|resource| std::cmp::Reverse(resource.severity));
    for resource in sorted.iter().take(MOST_MEMBERS) {
        ui.horizontal(|ui| {
            if link(ui, ctx, resource) {
                chosen = Some(resource.key.clone());
            }
        });
    }
    rest_ui(ui, ctx, sorted.len());
    chosen
}

fn rest_ui(ui: &mut Ui, ctx: &Ctx<'_>, count: usize) {
    if count > MOST_MEMBERS {
        let colour = tokens(ui).quiet;
        let text = ctx
            .words
            .topology_more_members(ctx.words.count(count - MOST_MEMBERS));
        ui.label(RichText::new(text).color(colour));
    }
}

/// Icon, status and name of another resource; tells whether it was clicked.
fn link(ui: &mut Ui, ctx: &Ctx<'_>, resource: &Resource) -> bool {
    let tokens = tokens(ui);
    ui.label(
        RichText::new(icon(resource.kind))
            .size(ICON_SIZE)
            .color(tokens.quiet),
    )
    .on_hover_text(ctx.words.resource_kind(resource.kind));
    if resource.severity > Severity::Good {
        let colour = tokens.status(resource.severity).fg;
        ui.label(
            RichText::new(status_chip::icon(resource.severity))
                .size(ICON_SIZE)
                .color(colour),
        )
        .on_hover_text(ctx.words.resource_status(resource));
    }
    let text = RichText::new(&resource.title).color(tokens.accent);
    ui.add(egui::Link::new(text)).clicked()
}
