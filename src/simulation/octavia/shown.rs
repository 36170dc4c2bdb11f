//! A cluster's load balancers and what hangs on them, as JSON.

use serde_json::{Map, Value, json};

use super::super::estate::{Estate, Part, Thing};
use super::super::timeline::{Action, Phase};
use super::super::world::World;

fn hanging<'a>(
    world: &World,
    estate: &'a Estate,
    chosen: impl Fn(&Thing) -> bool,
) -> impl Iterator<Item = (usize, &'a Part)> {
    estate
        .present(world.now)
        .filter(move |(_, part)| chosen(&part.thing))
}

fn ids(world: &World, estate: &Estate, chosen: impl Fn(&Thing) -> bool) -> Vec<Value> {
    hanging(world, estate, chosen)
        .map(|(_, part)| json!({"id": part.id}))
        .collect()
}

/// Provisioning and operating status.
fn states(world: &World, part: &Part) -> (&'static str, &'static str) {
    let Some(step) = part.life.at(world.now) else {
        return ("PENDING_CREATE", "OFFLINE");
    };
    match (step.action, step.phase) {
        (_, Phase::Failed) => ("ERROR", "ERROR"),
        (Action::Create, Phase::InProgress) => ("PENDING_CREATE", "OFFLINE"),
        (Action::Delete, _) => ("PENDING_DELETE", "ONLINE"),
        (Action::Update, Phase::InProgress) => ("PENDING_UPDATE", "ONLINE"),
        (Action::Create | Action::Update, Phase::Complete) | (Action::Signal, _) => ("ACTIVE", "ONLINE"),
    }
}

/// An object of Octavia with all its fields.
pub(in super::super) fn shown(world: &World, estate: &Estate, place: usize, part: &Part) -> Option<Value> {
    let own = match &part.thing {
        Thing::Balancer { .. } => balancer(world, estate, place, part),
        Thing::Listener { balancer, port } => {
            let pool = hanging(
                world,
                estate,
                |thing| matches!(thing, Thing::Pool { listener } if *listener == place),
            );
            let pool = pool.map(|(_, part)| part.id).next();
            Some(json!({
                "description": "", "protocol": "TCP", "protocol_port": port, "connection_limit": -1,
                "default_tls_container_ref": null, "sni_container_refs": [], "default_pool_id": pool, "l7policies": [],
                "insert_headers": {}, "loadbalancers": [{"id": estate.id(*balancer)}], "timeout_client_data": 50000,
                "timeout_member_connect": 5000, "timeout_member_data": 50000, "timeout_tcp_inspect": 0,
                "client_ca_tls_container_ref": null, "client_authentication": "NONE",
                "client_crl_container_ref": null, "allowed_cidrs": null, "tls_ciphers": null, "tls_versions": null,
                "alpn_protocols": null, "hsts_max_age": null, "hsts_include_subdomains": false, "hsts_preload": false,
            }))
        }
        Thing::Pool { listener } => pool(world, estate, place, *listener),
        Thing::Monitor { pool } => Some(json!({
            "name": "", "type": "TCP", "delay": 5, "timeout": 5, "max_retries": 5, "max_retries_down": 3,
            "http_method": null, "url_path": null, "expected_codes": null, "pools": [{"id": estate.id(*pool)}],
            "http_version": null, "domain_name": null,
        })),
        Thing::Member {
            address,
            subnet,
            port,
            ..
        } => Some(json!({
            "name": "", "address": address, "protocol_port": port, "weight": 1, "backup": false,
            "subnet_id": estate.id(*subnet), "monitor_address": null, "monitor_port": null, "vnic_type": "normal",
        })),
        Thing::Nothing
        | Thing::Network { .. }
        | Thing::Subnet { .. }
        | Thing::Router { .. }
        | Thing::Interface { .. }
        | Thing::SecurityGroup { .. }
        | Thing::SecurityRule { .. }
        | Thing::Port(_)
        | Thing::Floating { .. }
        | Thing::Server(_)
        | Thing::ServerGroup { .. }
        | Thing::Volume { .. }
        | Thing::Attachment => None,
    }?;
    let (provisioning, operating) = states(world, part);
    let born = part.life.born().unwrap_or(0);
    let updated = part.life.settled().filter(|at| *at <= world.now);
    let mut fields = if let Value::Object(fields) = json!({
        "id": part.id, "name": part.title, "provisioning_status": provisioning, "operating_status": operating,
        "admin_state_up": true, "project_id": estate.project, "tenant_id": estate.project, "tags": [],
        "created_at": world.calendar.bare(born), "updated_at": updated.map(|at| world.calendar.bare(at)),
    }) {
        fields
    } else {
        Map::new()
    };
    if let Value::Object(own) = own {
        fields.extend(own);
    }
    Some(Value::Object(fields))
}

fn balancer(world: &World, estate: &Estate, place: usize, part: &Part) -> Option<Value> {
    let Thing::Balancer {
        network,
        subnet,
        address,
        provider,
    } = &part.thing
    else {
        return None;
    };
    let listeners = listeners(world, estate, place);
    let pools = ids(
        world,
        estate,
        |thing| matches!(thing, Thing::Pool { listener } if listeners.contains(listener)),
    );
    let listeners = ids(
        world,
        estate,
        |thing| matches!(thing, Thing::Listener { balancer, .. } if *balancer == place),
    );
    Some(json!({
        "description": "", "vip_address": address, "vip_port_id": part.id.child(1),
        "vip_subnet_id": estate.id(*subnet), "vip_network_id": estate.id(*network), "vip_sg_ids": [],
        "additional_vips": [], "listeners": listeners, "pools": pools, "provider": provider, "flavor_id": null,
        "vip_qos_policy_id": null, "availability_zone": null, "vip_vnic_type": "normal",
    }))
}

fn listeners(world: &World, estate: &Estate, balancer: usize) -> Vec<usize> {
    let mine = |thing: &Thing| matches!(thing, Thing::Listener { balancer: owner, .. } if *owner == balancer);
    hanging(world, estate, mine).map(|(place, _)| place).collect()
}

fn pool(world: &World, estate: &Estate, place: usize, listener: usize) -> Option<Value> {
    let members = ids(
        world,
        estate,
        |thing| matches!(thing, Thing::Member { pool, .. } if *pool == place),
    );
    let mut monitor = hanging(
        world,
        estate,
        |thing| matches!(thing, Thing::Monitor { pool } if *pool == place),
    );
    let monitor = monitor.next().map(|(_, part)| part.id);
    let Thing::Listener { balancer, .. } = &estate.parts.get(listener)?.thing else {
        return None;
    };
    Some(json!({
        "description": "", "protocol": "TCP", "lb_algorithm": "ROUND_ROBIN", "session_persistence": null,
        "loadbalancers": [{"id": estate.id(*balancer)}], "listeners": [{"id": estate.id(listener)}],
        "healthmonitor_id": monitor, "members": members, "tls_container_ref": null, "ca_tls_container_ref": null,
        "crl_container_ref": null, "tls_enabled": false, "tls_ciphers": null, "tls_versions": null,
        "alpn_protocols": null,
    }))
}
