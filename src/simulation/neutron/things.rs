//! Neutron's objects as JSON.

use serde_json::{Value, json};

use super::super::estate::{Estate, Part, PortThing, Thing};
use super::super::id::Id;
use super::super::own;
use super::super::world::World;
use super::{neighbour, security};

/// The object behind a part, as its single answer shows it.
pub(in super::super) fn shown(world: &World, estate: &Estate, place: usize, part: &Part) -> Option<Value> {
    let rule = matches!(part.thing, Thing::SecurityRule { .. });
    let collection = if rule { "security-group-rules" } else { "" };
    rows(world, estate, place, part, collection).into_iter().next()
}

/// The rows that a part gives to a collection.
pub(super) fn rows(
    world: &World,
    estate: &Estate,
    place: usize,
    part: &Part,
    collection: &str,
) -> Vec<Value> {
    let row = match &part.thing {
        Thing::Network { external } => Some(network(world, estate, place, part, *external)),
        Thing::Subnet { .. } => subnet(world, estate, part),
        Thing::Router { address } => Some(router(world, estate, part, address)),
        Thing::Interface { .. } => interface(world, estate, part),
        Thing::Port(port) => Some(server_port(world, estate, part, port)),
        Thing::Balancer { .. } => balancer_port(world, estate, part),
        Thing::Floating { .. } => floating(world, estate, part),
        Thing::SecurityGroup { .. } if collection == "security-group-rules" => {
            return security::rules_of(world, estate, place, part);
        }
        Thing::SecurityGroup { .. } => Some(security_group(world, estate, place, part)),
        Thing::SecurityRule { .. } if collection == "security-group-rules" => {
            security::own_rule(world, estate, part)
        }
        Thing::SecurityRule { .. }
        | Thing::Nothing
        | Thing::Server(_)
        | Thing::ServerGroup { .. }
        | Thing::Listener { .. }
        | Thing::Pool { .. }
        | Thing::Monitor { .. }
        | Thing::Member { .. }
        | Thing::Volume { .. }
        | Thing::Attachment => None,
    };
    row.into_iter().collect()
}

fn times(world: &World, part: &Part) -> (String, String) {
    let born = part.life.born().unwrap_or(0);
    let settled = part.life.settled().filter(|at| *at <= world.now).unwrap_or(born);
    (world.calendar.zulu(born), world.calendar.zulu(settled))
}

fn network(world: &World, estate: &Estate, place: usize, part: &Part, external: bool) -> Value {
    let (created, updated) = times(world, part);
    let subnets = estate.present(world.now).filter_map(|(_, other)| {
        let Thing::Subnet { network, .. } = &other.thing else {
            return None;
        };
        (*network == place).then_some(other.id)
    });
    let mut body = json!({
        "id": part.id, "name": part.title, "tenant_id": estate.project, "project_id": estate.project,
        "admin_state_up": true, "mtu": if external { 1500 } else { 1450 }, "status": "ACTIVE",
        "subnets": subnets.collect::<Vec<Id>>(), "shared": false, "availability_zone_hints": [],
        "availability_zones": [], "ipv4_address_scope": null, "ipv6_address_scope": null, "router:external": external,
        "qinq": false, "vlan_transparent": false, "description": "", "port_security_enabled": true,
        "qos_policy_id": null, "tags": [], "created_at": created, "updated_at": updated, "revision_number": 2,
    });
    if let (true, Some(fields)) = (external, body.as_object_mut()) {
        fields.insert("is_default".to_owned(), json!(false));
    }
    body
}

/// What only admins see of a network.
pub(super) fn show_provider(row: &mut Value) {
    let external = row.get("router:external") == Some(&json!(true));
    let Some(fields) = row.as_object_mut() else { return };
    let id = Id::parse(own::text(fields, "id"));
    let digits = id.map(|id| id.mac().replace(':', "")).unwrap_or_default();
    let number = u64::from_str_radix(&digits, 16).unwrap_or(0) % 1000 + 1;
    let (kind, physical, segment) = if external {
        ("flat", json!("public"), Value::Null)
    } else {
        ("vxlan", Value::Null, json!(number))
    };
    for (key, value) in [
        ("provider:network_type", json!(kind)),
        ("provider:physical_network", physical),
        ("provider:segmentation_id", segment),
    ] {
        fields.entry(key).or_insert(value);
    }
}

fn subnet(world: &World, estate: &Estate, part: &Part) -> Option<Value> {
    let Thing::Subnet {
        network,
        cidr,
        gateway,
        dns,
    } = &part.thing
    else {
        return None;
    };
    let (created, updated) = times(world, part);
    let stem = gateway.strip_suffix(".1").unwrap_or(gateway);
    let servers: Vec<&str> = dns
        .split(',')
        .map(str::trim)
        .filter(|server| !server.is_empty())
        .collect();
    Some(json!({
        "id": part.id, "name": part.title, "project_id": estate.project, "network_id": estate.id(*network),
        "ip_version": 4, "subnetpool_id": null, "enable_dhcp": true, "ipv6_ra_mode": null, "ipv6_address_mode": null,
        "gateway_ip": gateway, "cidr": cidr,
        "allocation_pools": [{"start": format!("{stem}.2"), "end": format!("{stem}.254")}],
        "host_routes": [], "dns_nameservers": servers, "description": "", "router:external": false,
        "service_types": [], "tags": [], "created_at": created, "updated_at": updated, "revision_number": 0,
        "tenant_id": estate.project,
    }))
}

fn router(world: &World, estate: &Estate, part: &Part, address: &str) -> Value {
    let (created, updated) = times(world, part);
    let (network, subnet) = world.outside_network();
    let gateway = json!({
        "network_id": network,
        "external_fixed_ips": [{"subnet_id": subnet, "ip_address": address}],
        "enable_snat": true,
    });
    json!({
        "id": part.id, "name": part.title, "project_id": estate.project, "admin_state_up": true, "status": "ACTIVE",
        "external_gateway_info": gateway, "description": "", "availability_zones": [], "availability_zone_hints": [],
        "routes": [], "flavor_id": null, "tags": [], "created_at": created, "updated_at": updated,
        "revision_number": 3, "tenant_id": estate.project,
    })
}

struct PortRow<'a> {
    id: Id,
    name: String,
    network: usize,
    subnet: usize,
    address: &'a str,
    device: String,
    owner: &'static str,
    up: bool,
    groups: Vec<Id>,
}

fn port(world: &World, estate: &Estate, part: &Part, row: PortRow<'_>) -> Value {
    let (created, updated) = times(world, part);
    let mac = row.id.mac();
    let served = row.owner == "compute:nova";
    let pairs = served.then(|| json!({"mac_address": mac, "ip_address": "10.100.0.0/16"}));
    json!({
        "id": row.id, "name": row.name, "network_id": estate.id(row.network), "project_id": estate.project,
        "mac_address": mac, "admin_state_up": row.up, "status": if row.up { "ACTIVE" } else { "DOWN" },
        "device_id": row.device, "device_owner": row.owner,
        "fixed_ips": [{"subnet_id": estate.id(row.subnet), "ip_address": row.address}],
        "allowed_address_pairs": pairs.into_iter().collect::<Vec<Value>>(), "extra_dhcp_opts": [],
        "security_groups": row.groups, "description": "", "binding:vnic_type": "normal",
        "port_security_enabled": served, "qos_policy_id": null, "qos_network_policy_id": null, "tags": [],
        "created_at": created, "updated_at": updated, "revision_number": 4, "tenant_id": estate.project,
    })
}

fn server_port(world: &World, estate: &Estate, part: &Part, thing: &PortThing) -> Value {
    let server = thing.server.and_then(|place| neighbour(world, estate, place));
    let row = PortRow {
        id: part.id,
        name: part.title.clone(),
        network: thing.network,
        subnet: thing.subnet,
        address: &thing.address,
        device: server.map(|server| server.id.to_string()).unwrap_or_default(),
        owner: if server.is_some() { "compute:nova" } else { "" },
        up: true,
        groups: thing
            .group
            .and_then(|group| estate.id(group))
            .into_iter()
            .collect(),
    };
    let mut body = port(world, estate, part, row);
    if let (None, Some(fields)) = (server, body.as_object_mut()) {
        fields.insert("status".to_owned(), json!("DOWN"));
    }
    body
}

fn interface(world: &World, estate: &Estate, part: &Part) -> Option<Value> {
    let Thing::Interface {
        router,
        subnet,
        network,
    } = &part.thing
    else {
        return None;
    };
    let Thing::Subnet { gateway, .. } = &estate.parts.get(*subnet)?.thing else {
        return None;
    };
    let row = PortRow {
        id: part.id,
        name: String::new(),
        network: *network,
        subnet: *subnet,
        address: gateway,
        device: estate.id(*router).map(|id| id.to_string()).unwrap_or_default(),
        owner: "network:router_interface",
        up: true,
        groups: Vec::new(),
    };
    Some(port(world, estate, part, row))
}

fn balancer_port(world: &World, estate: &Estate, part: &Part) -> Option<Value> {
    let Thing::Balancer {
        network,
        subnet,
        address,
        ..
    } = &part.thing
    else {
        return None;
    };
    let row = PortRow {
        id: part.id.child(1),
        name: format!("octavia-lb-{}", part.id),
        network: *network,
        subnet: *subnet,
        address,
        device: format!("lb-{}", part.id),
        owner: "Octavia",
        up: false,
        groups: Vec::new(),
    };
    Some(port(world, estate, part, row))
}

fn floating(world: &World, estate: &Estate, part: &Part) -> Option<Value> {
    let Thing::Floating {
        target,
        address,
        router,
    } = &part.thing
    else {
        return None;
    };
    let (created, updated) = times(world, part);
    let target = neighbour(world, estate, *target);
    let row = target.and_then(|target| {
        let Thing::Port(thing) = &target.thing else {
            return balancer_port(world, estate, target);
        };
        Some(server_port(world, estate, target, thing))
    });
    let field = |key: &str| {
        row.as_ref()
            .and_then(|row| row.get(key))
            .cloned()
            .unwrap_or(Value::Null)
    };
    let keys = [
        "name",
        "network_id",
        "mac_address",
        "admin_state_up",
        "status",
        "device_id",
        "device_owner",
    ];
    let details = row
        .as_ref()
        .map(|_| keys.into_iter().map(|key| (key.to_owned(), field(key))).collect());
    let inside = row
        .as_ref()
        .and_then(|row| row.pointer("/fixed_ips/0/ip_address"))
        .cloned();
    Some(json!({
        "id": part.id, "tenant_id": estate.project, "project_id": estate.project, "floating_ip_address": address,
        "floating_network_id": world.outside_network().0,
        "router_id": router.and_then(|router| estate.id(router)), "port_id": field("id"), "fixed_ip_address": inside,
        "status": if row.is_some() { "ACTIVE" } else { "DOWN" }, "description": "", "qos_policy_id": null,
        "port_details": details.map_or(Value::Null, Value::Object), "tags": [], "created_at": created,
        "updated_at": updated, "revision_number": 1,
    }))
}

fn security_group(world: &World, estate: &Estate, place: usize, part: &Part) -> Value {
    let (created, updated) = times(world, part);
    let default = part.title == "default";
    let mut rules = security::rules_of(world, estate, place, part);
    for rule in rules.iter_mut().filter_map(Value::as_object_mut) {
        // Only the list of rules tells this.
        rule.insert("belongs_to_default_sg".to_owned(), Value::Null);
    }
    json!({
        "id": part.id, "name": part.title, "stateful": true, "tenant_id": estate.project,
        "project_id": estate.project, "description": if default { "Default security group" } else { "" },
        "shared": false, "security_group_rules": rules, "tags": [],
        "created_at": created, "updated_at": updated, "revision_number": 10,
    })
}
