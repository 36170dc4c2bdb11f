//! Ports and floating addresses: new ones, and what they lead to.

use serde_json::{Map, Value, json};

use super::super::http::Reply;
use super::super::id::Id;
use super::super::identity::Caller;
use super::super::own::{self, word};
use super::super::substance::outside_address;
use super::super::world::World;
use super::wires::Range;
use super::writes::{self, Wish};
use super::{absent, gather, no};

/// A new port in a network that the caller sees.
pub(super) fn port(
    world: &mut World,
    wish: &Wish<'_>,
    asked: &Map<String, Value>,
) -> Result<Map<String, Value>, Reply> {
    let network = own::text(asked, "network_id");
    writes::one(world, wish.caller, ("networks", "network"), network)?;
    let addresses = addresses(world, network, asked.get("fixed_ips"))?;
    let groups = match asked.get("security_groups") {
        Some(groups) => groups.clone(),
        None => json!(default_group(world, &wish.caller.project)),
    };
    known_groups(world, &groups)?;
    let id = world.mint.id();
    let said = |key: &str, default: Value| {
        asked
            .get(key)
            .filter(|value| !value.is_null())
            .cloned()
            .unwrap_or(default)
    };
    Ok(own::fields(json!({
        "id": id, "name": said("name", json!("")), "network_id": network,
        "mac_address": said("mac_address", json!(id.mac())), "admin_state_up": said("admin_state_up", json!(true)),
        "status": "DOWN", "device_id": said("device_id", json!("")), "device_owner": said("device_owner", json!("")),
        "fixed_ips": addresses, "allowed_address_pairs": said("allowed_address_pairs", json!([])),
        "extra_dhcp_opts": said("extra_dhcp_opts", json!([])), "security_groups": groups,
        "binding:vnic_type": said("binding:vnic_type", json!("normal")),
        "port_security_enabled": said("port_security_enabled", json!(true)), "qos_policy_id": null,
        "qos_network_policy_id": null,
    })))
}

fn default_group(world: &World, project: &str) -> Vec<String> {
    let groups = gather(world, Some(project), "security-groups").into_iter();
    let own = groups.filter(|group| word(group, "name") == "default" && word(group, "project_id") == project);
    own.map(|group| word(&group, "id").to_owned()).collect()
}

fn known_groups(world: &World, groups: &Value) -> Result<(), Reply> {
    let all = gather(world, None, "security-groups");
    for group in groups.as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !all.iter().any(|known| word(known, "id") == group) {
            return Err(absent("security_group", group));
        }
    }
    Ok(())
}

/// The addresses of a port: those that are asked for, or one of the network's first subnet.
fn addresses(world: &World, network: &str, asked: Option<&Value>) -> Result<Value, Reply> {
    let subnets = gather(world, None, "subnets");
    let here: Vec<&Value> = subnets
        .iter()
        .filter(|row| word(row, "network_id") == network)
        .collect();
    let ports = gather(world, None, "ports");
    let taken = |subnet: &str, address: &str| {
        let mut all = ports
            .iter()
            .filter_map(|port| port.get("fixed_ips")?.as_array())
            .flatten();
        all.any(|row| word(row, "subnet_id") == subnet && word(row, "ip_address") == address)
    };
    let free = |subnet: &Value| {
        let id = word(subnet, "id");
        let gateway = word(subnet, "gateway_ip");
        let range = Range::parse(word(subnet, "cidr"));
        let address = range.and_then(|range| range.free(|address| address == gateway || taken(id, address)));
        address
            .map(|address| json!({"subnet_id": id, "ip_address": address}))
            .ok_or_else(|| {
                let message = format!("No more IP addresses available on network {network}.");
                no(409, "IpAddressGenerationFailure", &message)
            })
    };
    let wanted = asked
        .and_then(Value::as_array)
        .filter(|wanted| !wanted.is_empty());
    let Some(wanted) = wanted else {
        let first = here.first().map(|subnet| free(subnet)).transpose()?;
        return Ok(Value::Array(first.into_iter().collect()));
    };
    let mut given = Vec::new();
    for row in wanted {
        let (subnet, address) = (word(row, "subnet_id"), word(row, "ip_address"));
        let holds =
            |subnet: &Value| Range::parse(word(subnet, "cidr")).is_some_and(|range| range.holds(address));
        let found = if subnet.is_empty() {
            here.iter().find(|subnet| holds(subnet)).ok_or_else(|| {
                let message = format!(
                    "IP address {address} is not a valid IP for any of the subnets on the specified network."
                );
                no(400, "InvalidIpForNetwork", &message)
            })?
        } else {
            let found = here.iter().find(|row| word(row, "id") == subnet);
            found.ok_or_else(|| absent("subnet", subnet))?
        };
        let id = word(found, "id");
        if address.is_empty() {
            given.push(free(found)?);
            continue;
        }
        if !holds(found) {
            let message = format!("IP address {address} is not a valid IP for the specified subnet.");
            return Err(no(400, "InvalidIpForSubnet", &message));
        }
        if taken(id, address) {
            let message = format!("IP address {address} already allocated in subnet {id}");
            return Err(no(409, "IpAddressAlreadyAllocated", &message));
        }
        given.push(json!({"subnet_id": id, "ip_address": address}));
    }
    Ok(Value::Array(given))
}

/// What a changed port needs of others.
pub(super) fn refit(world: &World, before: &Value, asked: &mut Map<String, Value>) -> Result<(), Reply> {
    if let Some(groups) = asked.get("security_groups") {
        known_groups(world, groups)?;
    }
    if let Some(wanted) = asked
        .get("fixed_ips")
        .filter(|wanted| before.get("fixed_ips") != Some(*wanted))
    {
        let addresses = addresses(world, word(before, "network_id"), Some(wanted))?;
        asked.insert("fixed_ips".to_owned(), addresses);
    }
    Ok(())
}

/// A new floating address.
pub(super) fn floating(
    world: &mut World,
    wish: &Wish<'_>,
    asked: &Map<String, Value>,
) -> Result<Map<String, Value>, Reply> {
    let network = own::text(asked, "floating_network_id");
    let found = writes::one(world, wish.caller, ("networks", "network"), network)?;
    if found.get("router:external") != Some(&json!(true)) {
        let message = format!("Bad floatingip request: Network {network} is not a valid external network.");
        return Err(no(400, "BadRequest", &message));
    }
    world.outside += 1;
    let address = outside_address(world.outside);
    let id = world.mint.id().to_string();
    let mut fields = own::fields(json!({
        "id": id, "floating_ip_address": address, "floating_network_id": network, "router_id": null, "port_id": null,
        "fixed_ip_address": null, "status": "DOWN", "qos_policy_id": null, "port_details": null, "revision_number": 0,
    }));
    if let Some(port) = asked.get("port_id").and_then(Value::as_str) {
        let place = Place {
            id: &id,
            address: &address,
            network,
        };
        fields.extend(led(world, &place, port)?);
    }
    Ok(fields)
}

/// Lets an address lead to another port, or to none.
pub(super) fn lead(world: &World, before: &Value, asked: &mut Map<String, Value>) -> Result<(), Reply> {
    let Some(port) = asked.get("port_id").cloned() else {
        return Ok(());
    };
    let Some(port) = port.as_str() else {
        for key in ["port_id", "fixed_ip_address", "router_id", "port_details"] {
            asked.insert(key.to_owned(), Value::Null);
        }
        asked.insert("status".to_owned(), json!("DOWN"));
        return Ok(());
    };
    let place = Place {
        id: word(before, "id"),
        address: word(before, "floating_ip_address"),
        network: word(before, "floating_network_id"),
    };
    asked.extend(led(world, &place, port)?);
    asked.insert("status".to_owned(), json!("ACTIVE"));
    Ok(())
}

/// A floating address that is to lead somewhere.
struct Place<'a> {
    id: &'a str,
    address: &'a str,
    network: &'a str,
}

fn led(world: &World, place: &Place<'_>, port: &str) -> Result<Map<String, Value>, Reply> {
    let Place { id, address, network } = place;
    let ports = gather(world, None, "ports");
    let found = ports.iter().find(|row| word(row, "id") == port);
    let found = found.ok_or_else(|| absent("port", port))?;
    let fixed = found
        .pointer("/fixed_ips/0/ip_address")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let taken = |row: &Value| word(row, "port_id") == port && word(row, "id") != *id;
    if gather(world, None, "floatingips").iter().any(taken) {
        let message = format!(
            "Cannot associate floating IP {address} ({id}) with port {port} using fixed IP {fixed}, as that fixed IP \
             already has a floating IP on external network {network}."
        );
        return Err(no(409, "FloatingIPPortAlreadyAssociated", &message));
    }
    let subnet = found
        .pointer("/fixed_ips/0/subnet_id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let routers = gather(world, None, "routers");
    let router = ports.iter().find_map(|row| {
        let here = writes::on_subnet(row, subnet);
        let router = routers
            .iter()
            .find(|router| here && word(router, "id") == word(row, "device_id"))?;
        let outside = router
            .pointer("/external_gateway_info/network_id")
            .and_then(Value::as_str);
        (outside == Some(*network)).then(|| word(router, "id").to_owned())
    });
    let router = router.ok_or_else(|| {
        let message = format!(
            "External network {network} is not reachable from subnet {subnet}. Therefore, cannot associate Port {port} \
             with a Floating IP."
        );
        no(404, "ExternalGatewayForFloatingIPNotFound", &message)
    })?;
    Ok(own::fields(
        json!({"port_id": port, "fixed_ip_address": fixed, "router_id": router}),
    ))
}

/// A port for a load balancer: its id and its address.
pub(in super::super) fn vip(
    world: &mut World,
    caller: &Caller,
    balancer: Id,
    (network, subnet): (&str, &str),
) -> Result<(String, String), Reply> {
    let addresses = addresses(world, network, Some(&json!([{ "subnet_id": subnet }])))?;
    let address = addresses
        .pointer("/0/ip_address")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let (id, now) = (world.mint.id(), world.calendar.zulu(world.now));
    let port = own::fields(json!({
        "id": id, "name": format!("octavia-lb-{balancer}"), "network_id": network, "project_id": caller.project,
        "tenant_id": caller.project, "mac_address": id.mac(), "admin_state_up": false, "status": "DOWN",
        "device_id": format!("lb-{balancer}"), "device_owner": "Octavia", "fixed_ips": addresses,
        "allowed_address_pairs": [], "extra_dhcp_opts": [], "security_groups": [], "description": "",
        "binding:vnic_type": "normal", "port_security_enabled": false, "qos_policy_id": null,
        "qos_network_policy_id": null, "tags": [], "created_at": now, "updated_at": now, "revision_number": 4,
    }));
    world.own.add("ports", port);
    Ok((id.to_string(), address))
}

/// Takes a load balancer's port away, if there still is one.
pub(in super::super) fn no_vip(world: &mut World, port: &str) {
    world.own.remove("ports", port);
}
