//! New load balancers, and new things that hang on them.

use serde_json::{Map, Value, json};

use super::super::http::Reply;
use super::super::id::Id;
use super::super::identity::Caller;
use super::super::neutron;
use super::super::own::{self, word};
use super::super::python;
use super::super::world::World;
use super::rows::{self, POOL};
use super::writes::free;
use super::{found, no};

/// A new load balancer, with its port.
pub(super) fn balancer(
    world: &mut World,
    caller: &Caller,
    asked: &Map<String, Value>,
    id: Id,
) -> Result<Map<String, Value>, Reply> {
    let text = |key: &str| asked.get(key).and_then(Value::as_str);
    let (subnet, network, port) = (text("vip_subnet_id"), text("vip_network_id"), text("vip_port_id"));
    if subnet.is_none() && network.is_none() && port.is_none() {
        let message =
            "Validation failure: VIP must contain one of: vip_port_id, vip_network_id, vip_subnet_id.";
        return Err(no(400, message));
    }
    let subnets = neutron::rows(world, caller, "subnets");
    let here = |row: &&Value| match (subnet, network) {
        (Some(subnet), _) => word(row, "id") == subnet,
        (None, network) => network.is_none_or(|network| word(row, "network_id") == network),
    };
    let Some(found) = subnets.iter().find(here) else {
        let (word, id) = subnet.map_or(("Network", network.unwrap_or_default()), |id| ("Subnet", id));
        return Err(no(400, &format!("{word} {id} not found.")));
    };
    let provider = text("provider").unwrap_or("amphora");
    if !["amphora", "octavia"].contains(&provider) {
        return Err(no(400, &format!("Provider '{provider}' is not enabled.")));
    }
    let (subnet, network) = (word(found, "id").to_owned(), word(found, "network_id").to_owned());
    let (port, address) = neutron::vip(world, caller, id, (&network, &subnet))?;
    Ok(own::fields(json!({
        "vip_address": address, "vip_port_id": port, "vip_subnet_id": subnet, "vip_network_id": network,
        "vip_sg_ids": [], "additional_vips": [], "listeners": [], "pools": [], "provider": provider,
        "flavor_id": null, "vip_qos_policy_id": null, "availability_zone": null, "vip_vnic_type": "normal",
    })))
}

/// A new object: its collection, its fields, its load balancer.
type New = (&'static str, Map<String, Value>, String);

/// A new listener.
pub(super) fn listener(world: &World, caller: &Caller, asked: &Map<String, Value>) -> Result<New, Reply> {
    let balancer = own::text(asked, "loadbalancer_id");
    free(world, caller, balancer)?;
    let (protocol, port) = (asked.get("protocol"), asked.get("protocol_port"));
    let twin = |row: &Value| {
        let same = row.get("protocol") == protocol && row.get("protocol_port") == port;
        same && rows::of_balancer(row) == balancer
    };
    if rows::all(world, "listeners").iter().any(twin) {
        let (protocol, port) = (
            own::text(asked, "protocol"),
            port.map(python::text).unwrap_or_default(),
        );
        let words = "Another Listener on this Load Balancer is already using";
        return Err(no(
            409,
            &format!("{words} protocol {protocol} and protocol_port {port}"),
        ));
    }
    let fields = own::fields(json!({
        "protocol": protocol, "protocol_port": port, "connection_limit": -1, "default_tls_container_ref": null,
        "sni_container_refs": [], "default_pool_id": null, "l7policies": [], "insert_headers": {},
        "loadbalancers": [{"id": balancer}], "timeout_client_data": 50000, "timeout_member_connect": 5000,
        "timeout_member_data": 50000, "timeout_tcp_inspect": 0, "client_ca_tls_container_ref": null,
        "client_authentication": "NONE", "client_crl_container_ref": null, "allowed_cidrs": null,
        "tls_ciphers": null, "tls_versions": null, "alpn_protocols": null, "hsts_max_age": null,
        "hsts_include_subdomains": false, "hsts_preload": false,
    }));
    Ok(("listeners", fields, balancer.to_owned()))
}

/// A new pool.
pub(super) fn pool(world: &World, caller: &Caller, asked: &Map<String, Value>) -> Result<New, Reply> {
    let (listener, balancer) = (
        own::text(asked, "listener_id"),
        own::text(asked, "loadbalancer_id"),
    );
    let mut listeners = Vec::new();
    let balancer = if listener.is_empty() {
        if balancer.is_empty() {
            let message = "Validation failure: Must provide at least one of: loadbalancer_id, listener_id";
            return Err(no(400, message));
        }
        balancer.to_owned()
    } else {
        let row = found(world, caller, "listeners", listener)?;
        if row.get("default_pool_id").is_some_and(|pool| !pool.is_null()) {
            return Err(no(409, "This listener already has a default pool"));
        }
        listeners.push(json!({"id": listener}));
        rows::of_balancer(&row).to_owned()
    };
    free(world, caller, &balancer)?;
    let fields = own::fields(json!({
        "protocol": asked.get("protocol"), "lb_algorithm": asked.get("lb_algorithm"), "session_persistence": null,
        "loadbalancers": [{"id": balancer}], "listeners": listeners, "healthmonitor_id": null, "members": [],
        "tls_container_ref": null, "ca_tls_container_ref": null, "crl_container_ref": null, "tls_enabled": false,
        "tls_ciphers": null, "tls_versions": null, "alpn_protocols": null,
    }));
    Ok(("pools", fields, balancer))
}

/// A new member of a pool.
pub(super) fn member(
    world: &World,
    caller: &Caller,
    asked: &Map<String, Value>,
    pool: &str,
) -> Result<New, Reply> {
    let row = found(world, caller, "pools", pool)?;
    let balancer = rows::of_balancer(&row).to_owned();
    free(world, caller, &balancer)?;
    let (address, port) = (asked.get("address"), asked.get("protocol_port"));
    let twin = |row: &Value| row.get("address") == address && row.get("protocol_port") == port;
    if rows::members(world, pool).iter().any(twin) {
        let (address, port) = (
            own::text(asked, "address"),
            port.map(python::text).unwrap_or_default(),
        );
        let words = "Another member on this pool is already using";
        return Err(no(409, &format!("{words} ip {address} on protocol_port {port}")));
    }
    let fields = own::fields(json!({
        "address": address, "protocol_port": port, "weight": 1, "backup": false, "subnet_id": null,
        "monitor_address": null, "monitor_port": null, "vnic_type": "normal", POOL: pool,
    }));
    Ok(("members", fields, balancer))
}

/// A new monitor of a pool.
pub(super) fn monitor(world: &World, caller: &Caller, asked: &Map<String, Value>) -> Result<New, Reply> {
    let pool = own::text(asked, "pool_id");
    let row = found(world, caller, "pools", pool)?;
    let balancer = rows::of_balancer(&row).to_owned();
    free(world, caller, &balancer)?;
    if row
        .get("healthmonitor_id")
        .is_some_and(|monitor| !monitor.is_null())
    {
        return Err(no(409, "This pool already has a health monitor"));
    }
    let said = |key: &str| asked.get(key).cloned().unwrap_or(Value::Null);
    let fields = own::fields(json!({
        "type": said("type"), "delay": said("delay"), "timeout": said("timeout"), "max_retries": said("max_retries"),
        "max_retries_down": 3, "http_method": null, "url_path": null, "expected_codes": null, "pools": [{"id": pool}],
        "http_version": null, "domain_name": null,
    }));
    Ok(("healthmonitors", fields, balancer))
}
