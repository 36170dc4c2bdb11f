//! How traffic is served: the listeners, pools and members below a part of a load balancer, each with how it is.

use egui::Ui;

use crate::domain::topology::model::Topology;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};
use crate::ui::context::Ctx;
use crate::ui::theme::tokens::GAP;
use crate::ui::topology::inspector::link;
use crate::ui::widgets::{section, status_chip};

/// Lines that are listed.
const MOST: usize = 60;

/// Draws the chain; the answer is what was chosen in it.
pub(super) fn ui(
    ui: &mut Ui,
    ctx: &Ctx<'_>,
    topology: &Topology,
    resource: &Resource,
) -> Option<ResourceKey> {
    if !matches!(
        resource.kind,
        ResourceKind::LoadBalancer | ResourceKind::Listener | ResourceKind::Pool
    ) {
        return None;
    }
    let mut lines = Vec::new();
    below(topology, &resource.key, 0, &mut lines);
    if lines.is_empty() {
        return None;
    }
    section::heading(ui, ctx.words.inspector_health());
    let mut chosen = None;
    for (depth, part) in lines.into_iter().take(MOST) {
        ui.horizontal(|ui| {
            ui.add_space(f32::from(depth) * 2.0 * GAP);
            let status = ctx.words.resource_status(part);
            if link(ui, ctx, part) {
                chosen = Some(part.key.clone());
            }
            if !status.is_empty() {
                status_chip::show(ui, part.severity, status);
            }
        });
    }
    chosen
}

/// What hangs below it on the way to the servers.
fn below<'t>(topology: &'t Topology, key: &ResourceKey, depth: u8, lines: &mut Vec<(u8, &'t Resource)>) {
    // Listener, pool, member; whatever a server says, the chain ends.
    if depth > 3 || lines.len() > MOST {
        return;
    }
    for next in topology.neighbours(key) {
        let onwards = matches!(
            next.relation,
            Relation::Listens | Relation::SendsTo | Relation::HasMember
        );
        if next.outgoing && onwards && !lines.iter().any(|(_, known)| known.key == next.resource.key) {
            lines.push((depth, next.resource));
            below(topology, &next.resource.key, depth + 1, lines);
        }
    }
}
