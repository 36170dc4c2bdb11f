//! Routers: new ones, their way outside, and their ports in subnets.

use serde_json::{Map, Value, json};

use super::super::http::Reply;
use super::super::id::Id;
use super::super::own::{self, word};
use super::super::substance::outside_address;
use super::super::world::World;
use super::writes::{self, Wish};
use super::{absent, gather, no};

/// A new router.
pub(super) fn router(world: &mut World, asked: &Map<String, Value>) -> Result<Map<String, Value>, Reply> {
    let said = |key: &str, default: Value| {
        asked
            .get(key)
            .filter(|value| !value.is_null())
            .cloned()
            .unwrap_or(default)
    };
    let outside = asked.get("external_gateway_info").cloned().unwrap_or(Value::Null);
    let outside = way_out(world, &outside)?;
    Ok(own::fields(json!({
        "name": said("name", json!("")), "admin_state_up": said("admin_state_up", json!(true)), "status": "ACTIVE",
        "external_gateway_info": outside, "availability_zones": [],
        "availability_zone_hints": said("availability_zone_hints", json!([])), "routes": said("routes", json!([])),
        "flavor_id": null,
    })))
}

/// A router's place in an outside network.
fn way_out(world: &mut World, asked: &Value) -> Result<Value, Reply> {
    let Some(network) = asked.get("network_id").and_then(Value::as_str) else {
        return Ok(Value::Null);
    };
    let all = gather(world, None, "networks");
    let found = all.iter().find(|row| word(row, "id") == network);
    let found = found.ok_or_else(|| absent("network", network))?;
    if found.get("router:external") != Some(&json!(true)) {
        let message = format!("Bad router request: Network {network} is not an external network.");
        return Err(no(400, "BadRequest", &message));
    }
    let subnet = found.pointer("/subnets/0").cloned().unwrap_or(Value::Null);
    world.outside += 1;
    Ok(json!({
        "network_id": network,
        "external_fixed_ips": [{"subnet_id": subnet, "ip_address": outside_address(world.outside)}],
        "enable_snat": asked.get("enable_snat").and_then(Value::as_bool).unwrap_or(true),
    }))
}

/// Another way outside, or none any more, if no address needs the one that there is.
pub(super) fn gateway(
    world: &mut World,
    before: &Value,
    asked: &mut Map<String, Value>,
) -> Result<(), Reply> {
    let Some(wanted) = asked.get("external_gateway_info").cloned() else {
        return Ok(());
    };
    let id = word(before, "id");
    let network = before
        .pointer("/external_gateway_info/network_id")
        .and_then(Value::as_str);
    if let Some(network) = network.filter(|network| wanted.get("network_id") != Some(&json!(network))) {
        let needed = gather(world, None, "floatingips").into_iter();
        if needed
            .into_iter()
            .any(|address| word(&address, "router_id") == id)
        {
            let message = format!(
                "Gateway cannot be updated for router {id}, since a gateway to external network {network} is required \
                 by one or more floating IPs."
            );
            return Err(no(409, "RouterExternalGatewayInUseByFloatingIp", &message));
        }
    }
    let outside = way_out(world, &wanted)?;
    asked.insert("external_gateway_info".to_owned(), outside);
    Ok(())
}

fn bad(why: &str) -> Reply {
    no(400, "BadRequest", &format!("Bad router request: {why}"))
}

/// The subnet and the port that a request names.
fn named(body: &Value) -> Result<(Option<&str>, Option<&str>), Reply> {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let (subnet, port) = (text("subnet_id"), text("port_id"));
    if subnet.is_none() && port.is_none() {
        return Err(bad("Either subnet_id or port_id must be specified."));
    }
    if let Some(strange) = [subnet, port]
        .into_iter()
        .flatten()
        .find(|id| Id::parse(id).is_none())
    {
        return Err(bad(&format!("'{strange}' is not a valid UUID.")));
    }
    Ok((subnet, port))
}

/// Puts a router into a subnet.
pub(super) fn connect(world: &mut World, wish: &Wish<'_>, id: &str) -> Result<Reply, Reply> {
    let router = writes::mine(world, wish, id, "add_router_interface")?;
    let (subnet, port) = named(&wish.body)?;
    if subnet.is_some() && port.is_some() {
        return Err(bad("Cannot specify both subnet-id and port-id."));
    }
    if let Some(port) = port {
        return adopt(world, wish, &router, port);
    }
    let subnet_id = subnet.unwrap_or_default();
    let subnet = writes::one(world, wish.caller, ("subnets", "subnet"), subnet_id)?;
    let ports = gather(world, None, "ports");
    let here = |port: &&Value| writes::on_subnet(port, subnet_id);
    if ports
        .iter()
        .filter(here)
        .any(|port| word(port, "device_id") == id)
    {
        let message = format!("Router already has a port on subnet {subnet_id}.");
        return Err(bad(&message));
    }
    let gateway = word(&subnet, "gateway_ip");
    if gateway.is_empty() {
        return Err(bad(&format!("Subnet {subnet_id} must have a gateway IP.")));
    }
    let address = |port: &Value| port.pointer("/fixed_ips/0/ip_address") == Some(&json!(gateway));
    if ports.iter().filter(here).any(address) {
        let message = format!("IP address {gateway} already allocated in subnet {subnet_id}");
        return Err(no(409, "IpAddressAlreadyAllocated", &message));
    }
    let network_id = word(&subnet, "network_id");
    let port_id = world.mint.id();
    let now = world.calendar.zulu(world.now);
    let port = own::fields(json!({
        "id": port_id, "name": "", "network_id": network_id, "project_id": word(&router, "project_id"),
        "tenant_id": word(&router, "project_id"), "mac_address": port_id.mac(), "admin_state_up": true,
        "status": "ACTIVE", "device_id": id, "device_owner": "network:router_interface",
        "fixed_ips": [{"subnet_id": subnet_id, "ip_address": gateway}], "allowed_address_pairs": [],
        "extra_dhcp_opts": [], "security_groups": [], "description": "", "binding:vnic_type": "normal",
        "port_security_enabled": false, "qos_policy_id": null, "qos_network_policy_id": null, "tags": [],
        "created_at": now, "updated_at": now, "revision_number": 3,
    }));
    world.own.add("ports", port);
    Ok(connection(&router, &port_id.to_string(), (network_id, subnet_id)))
}

/// Makes an existing port one of the router's.
fn adopt(world: &mut World, wish: &Wish<'_>, router: &Value, port_id: &str) -> Result<Reply, Reply> {
    let port = writes::one(world, wish.caller, ("ports", "port"), port_id)?;
    let device = word(&port, "device_id");
    if !device.is_empty() {
        let message = format!(
            "Unable to complete operation on port {port_id} for network {}. Port already has an attached device {device}.",
            word(&port, "network_id")
        );
        return Err(no(409, "PortInUse", &message));
    }
    let mut fields = own::fields(json!({
        "device_id": word(router, "id"), "device_owner": "network:router_interface", "status": "ACTIVE",
    }));
    world.revised(&mut fields, &port);
    world.own.change("ports", port_id, &fields);
    let subnet = port
        .pointer("/fixed_ips/0/subnet_id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    Ok(connection(router, port_id, (word(&port, "network_id"), subnet)))
}

fn connection(router: &Value, port: &str, (network, subnet): (&str, &str)) -> Reply {
    Reply::ok(json!({
        "id": word(router, "id"), "project_id": word(router, "project_id"), "port_id": port, "network_id": network,
        "subnet_id": subnet, "subnet_ids": [subnet],
    }))
}

/// Takes a router out of a subnet, if no floating address is reached through it.
pub(super) fn disconnect(world: &mut World, wish: &Wish<'_>, id: &str) -> Result<Reply, Reply> {
    let router = writes::mine(world, wish, id, "remove_router_interface")?;
    let (subnet, port) = named(&wish.body)?;
    let ports = gather(world, None, "ports");
    // Its ports are known by the router itself, whatever their owners' texts are.
    let own = |row: &&Value| word(row, "device_id") == id;
    let found = match (port, subnet) {
        (Some(port), _) => {
            let mut own = ports.iter().filter(own);
            own.find(|row| word(row, "id") == port).ok_or_else(|| {
                let message = format!("Router {id} does not have an interface with id {port}");
                no(404, "RouterInterfaceNotFound", &message)
            })?
        }
        (None, subnet) => {
            let subnet = subnet.unwrap_or_default();
            writes::one(world, wish.caller, ("subnets", "subnet"), subnet)?;
            let mut own = ports.iter().filter(own);
            own.find(|row| writes::on_subnet(row, subnet)).ok_or_else(|| {
                let message = format!("Router {id} has no interface on subnet {subnet}");
                no(404, "RouterInterfaceNotFoundForSubnet", &message)
            })?
        }
    };
    let subnet = found
        .pointer("/fixed_ips/0/subnet_id")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let through = |address: &Value| {
        let port = word(address, "port_id");
        let inside = ports.iter().find(|row| word(row, "id") == port);
        word(address, "router_id") == id && inside.is_some_and(|port| writes::on_subnet(port, subnet))
    };
    if gather(world, None, "floatingips").iter().any(through) {
        let message = format!(
            "Router interface for subnet {subnet} on router {id} cannot be deleted, as it is required by one or more \
             floating IPs."
        );
        return Err(no(409, "RouterInterfaceInUseByFloatingIP", &message));
    }
    let answer = connection(&router, word(found, "id"), (word(found, "network_id"), subnet));
    writes::remove(world, "ports", word(found, "id"));
    Ok(answer)
}
