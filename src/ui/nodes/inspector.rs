//! What the list's inspector tells of the selected node.

use egui::Ui;

use crate::domain::inventory::AddressKind;
use crate::domain::node::Node;
use crate::domain::node_group::Role;
use crate::domain::permission::Wish;
use crate::domain::status::Severity;
use crate::ui::context::Ctx;
use crate::ui::nodes::{console, model};
use crate::ui::outbox::{Action, Ask};
use crate::ui::permitted;
use crate::ui::route::{Route, Tab};
use crate::ui::theme::tokens::{GAP, GRID};
use crate::ui::widgets::{banner, buttons, facts, section, status_chip};

/// Draws it.
pub(super) fn ui(ui: &mut Ui, ctx: &Ctx<'_>, node: &Node) {
    let words = ctx.words;
    let server = &node.server;
    ui.horizontal_wrapped(|ui| {
        status_chip::show(ui, server.severity(), words.server_status(&server.status))
            .on_hover_text(&server.status);
        if let Some(word) = &node.ready {
            status_chip::show(ui, model::ready_severity(word), words.ready_word(word));
        }
    });
    ui.add_space(GRID);
    ui.horizontal_wrapped(|ui| {
        if ui.button(words.nodes_open_cluster()).clicked() {
            ctx.outbox.go(Route::Cluster(node.cluster.clone(), Tab::Summary));
        }
        remove_ui(ui, ctx, node);
    });
    if let Some(fault) = &server.fault {
        section::heading(ui, words.nodes_fact_fault());
        banner::message(ui, Severity::Bad, fault);
    }
    ui.add_space(GAP);
    facts::show(ui, words, "node facts", |facts| {
        facts.text(words.nodes_column_cluster(), Some(&node.cluster_name));
        facts.text(words.nodes_column_group(), node.group.as_deref());
        facts.text(words.nodes_column_role(), Some(words.role(&node.role)));
        facts.copy(words.nodes_column_fixed(), server.address(AddressKind::Fixed));
        facts.copy(
            words.nodes_column_floating(),
            server.address(AddressKind::Floating),
        );
        let ssh = model::ssh(node, distro(ctx, node).as_deref());
        facts.copy(words.nodes_fact_ssh(), ssh.as_deref());
        facts.copy(words.nodes_fact_id(), Some(server.id.as_str()));
        if server.task.is_some() {
            facts.text(words.nodes_fact_task(), server.task.as_deref());
        }
        facts.text(words.nodes_column_flavor(), server.flavor.as_deref());
        let size = server.vcpus.zip(server.ram_mib);
        let size = size.map(|(vcpus, ram)| words.nodes_fact_size_value(vcpus, words.mib(u64::from(ram))));
        facts.text(words.nodes_fact_size(), size.as_deref());
        facts.text(
            words.nodes_fact_image(),
            Some(server.image.as_deref().unwrap_or(words.nodes_fact_boot_volume())),
        );
        facts.text(words.nodes_column_zone(), server.availability_zone.as_deref());
        facts.text(words.nodes_column_host(), server.host.as_deref());
        facts.text(words.nodes_fact_keypair(), server.keypair.as_deref());
        facts.text(
            words.nodes_fact_volumes(),
            Some(&words.count(server.volumes.len())),
        );
        facts.text(
            words.nodes_fact_security_groups(),
            Some(&server.security_groups.join("\n")),
        );
        facts.since(words.nodes_fact_created(), server.created_at, ctx.now);
    });
    console::show(ui, ctx, node);
}

/// What the nodes of the cluster run, which says who may sign in to them.
fn distro(ctx: &Ctx<'_>, node: &Node) -> Option<String> {
    let cluster = ctx.data.cluster(&node.cluster)?;
    ctx.data.template(&cluster.template)?.cluster_distro.clone()
}

/// This node may be the one that goes when its cluster gets smaller.
fn remove_ui(ui: &mut Ui, ctx: &Ctx<'_>, node: &Node) {
    let Some(cluster) = ctx
        .data
        .cluster(&node.cluster)
        .filter(|_| node.role != Role::Master)
    else {
        return;
    };
    let default = node.group.as_deref() == Some("default-worker");
    let details = ctx
        .data
        .details
        .get(&node.cluster)
        .and_then(|detail| detail.value());
    let groups = details
        .map(|detail| detail.node_groups.as_slice())
        .unwrap_or_default();
    let group = groups
        .iter()
        .find(|group| Some(&group.name) == node.group.as_ref());
    if !default && group.is_none() {
        return;
    }
    let why_not = permitted::why_not(ctx, cluster, Wish::ChooseNodes);
    let word = ctx.words.nodes_remove();
    if buttons::unless(ui, why_not.as_deref(), |ui| ui.button(word)).clicked() {
        let group = group.filter(|_| !default).map(|group| group.id.clone());
        let ask = Ask::Resize(node.cluster.clone(), group, vec![node.server.id.clone()]);
        ctx.outbox.push(Action::AskChange(ask));
    }
}
