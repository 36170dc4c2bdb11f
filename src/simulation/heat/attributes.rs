//! The attributes of a resource: what the service behind it says about the real thing.

use serde_json::{Value, json};

use super::super::blueprint::kit;
use super::super::estate::{Part, Thing};
use super::super::{cinder, neutron, nova, octavia};
use super::Found;

/// Nova's microversion that Heat uses.
const MINOR: u32 = 90;

/// The attributes of one resource.
pub(super) fn of(found: &Found<'_>, place: usize, part: &Part) -> Value {
    let (world, estate) = (found.world, found.estate);
    if !part.present(world.now) {
        return json!({});
    }
    let shown = match &part.thing {
        Thing::Nothing => Some(of_heat(found, part)),
        Thing::Network { .. }
        | Thing::Subnet { .. }
        | Thing::Router { .. }
        | Thing::Port(_)
        | Thing::Floating { .. }
        | Thing::SecurityGroup { .. }
        | Thing::SecurityRule { .. } => neutron::shown(world, estate, place, part),
        Thing::Server(server) => Some(nova::server_shown(world, estate, part, server, MINOR)),
        Thing::ServerGroup { .. } => Some(nova::group_shown(world, estate, place, part, MINOR)),
        Thing::Balancer { .. }
        | Thing::Listener { .. }
        | Thing::Pool { .. }
        | Thing::Monitor { .. }
        | Thing::Member { .. } => octavia::shown(world, estate, place, part),
        Thing::Volume { .. } => cinder::shown(world, estate, part),
        Thing::Interface { .. } | Thing::Attachment => None,
    };
    shown.unwrap_or_else(|| json!({}))
}

fn of_heat(found: &Found<'_>, part: &Part) -> Value {
    let marks = &found.estate.marks;
    let address = |place: Option<usize>| {
        let part = place.and_then(|place| found.estate.parts.get(place));
        let part = part.filter(|part| part.present(found.world.now));
        match part.map(|part| &part.thing) {
            Some(Thing::Floating { address, .. } | Thing::Balancer { address, .. }) => address.clone(),
            Some(_) | None => String::new(),
        }
    };
    let id = |place: Option<usize>| place.and_then(|place| found.estate.id(place));
    let (outside, inside) = (address(marks.api.floating), address(marks.api.balancer));
    let name = part.name.as_ref();
    match name {
        _group if part.row_type == "OS::Heat::ResourceGroup" => {
            json!({"refs": null, "attributes": null, "removed_rsrc_list": [], "refs_map": null})
        }
        "network" => json!({"fixed_network": id(marks.network), "fixed_subnet": id(marks.subnet)}),
        "network_switch" => json!({"network": id(marks.network), "subnet": id(marks.subnet)}),
        "api_lb" => json!({"floating_address": outside, "address": inside, "pool_id": id(marks.api.pool)}),
        "etcd_lb" => json!({"address": address(marks.etcd.balancer), "pool_id": id(marks.etcd.pool)}),
        "api_address_lb_switch" | "api_address_switch" => json!({"public_ip": outside, "private_ip": inside}),
        "etcd_address_lb_switch" => json!({"public_ip": "", "private_ip": address(marks.etcd.balancer)}),
        "api_address_floating_switch" => {
            json!({"ip_address": if outside.is_empty() { inside } else { outside }})
        }
        "upgrade_kubernetes_deployment" => {
            json!({"deploy_stderr": null, "deploy_stdout": null, "deploy_status_code": null})
        }
        name if name.ends_with("_config") || name == "upgrade_kubernetes" => json!({
            "id": part.id, "name": part.title, "group": "script",
            "creation_time": found.world.calendar.zulu(part.life.born().unwrap_or(0)),
            "config": "#!/bin/bash\nexit 0\n", "inputs": [], "outputs": [], "options": {},
        }),
        name if !name.is_empty() && name.chars().all(|letter| letter.is_ascii_digit()) => child(found, part),
        _other => json!({}),
    }
}

/// The addresses of a group's child.
fn child(found: &Found<'_>, part: &Part) -> Value {
    let now = found.world.now;
    let mut servers = found
        .estate
        .servers(now)
        .filter(|(server, _)| server.stack == part.nested && server.stack.is_some());
    let Some((server, thing)) = servers.next() else {
        return json!({});
    };
    let (inside, outside) = found.estate.addresses(thing, now);
    let kit = kit(found.cluster.order.engine);
    let role = if thing.master {
        kit.master.word
    } else {
        kit.worker.word
    };
    json!({
        format!("{role}_external_ip"): outside.or(inside), format!("{role}_ip"): inside, "OS::stack_id": server.id,
    })
}
