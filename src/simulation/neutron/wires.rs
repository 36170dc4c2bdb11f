//! New networks and subnets.

use std::net::Ipv4Addr;

use serde_json::{Map, Value, json};

use super::super::http::Reply;
use super::super::own::{self, word};
use super::super::world::World;
use super::writes::{self, Wish};
use super::{gather, no};

/// A new network.
pub(super) fn network(wish: &Wish<'_>, asked: &Map<String, Value>) -> Map<String, Value> {
    let said = |key: &str, default: Value| {
        asked
            .get(key)
            .filter(|value| !value.is_null())
            .cloned()
            .unwrap_or(default)
    };
    let external = said("router:external", json!(false));
    let mtu = if external == json!(true) { 1500 } else { 1450 };
    let mut network = own::fields(json!({
        "name": said("name", json!("")), "admin_state_up": said("admin_state_up", json!(true)), "mtu": said("mtu", json!(mtu)),
        "status": "ACTIVE", "subnets": [], "shared": said("shared", json!(false)),
        "availability_zone_hints": said("availability_zone_hints", json!([])), "availability_zones": [],
        "ipv4_address_scope": null, "ipv6_address_scope": null, "router:external": external, "qinq": false,
        "vlan_transparent": false, "port_security_enabled": said("port_security_enabled", json!(true)),
        "qos_policy_id": said("qos_policy_id", Value::Null),
    }));
    if external == json!(true) && wish.caller.admin {
        network.insert("is_default".to_owned(), said("is_default", json!(false)));
    }
    network
}

/// A range of addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Range {
    first: u32,
    last: u32,
}

impl Range {
    /// `10.1.0.0/24`; none for anything else.
    pub(super) fn parse(text: &str) -> Option<Range> {
        let (address, bits) = text.split_once('/')?;
        let address = u32::from(address.parse::<Ipv4Addr>().ok()?);
        let bits: u32 = bits.parse().ok().filter(|bits| *bits <= 32)?;
        let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
        let first = address & mask;
        Some(Range {
            first,
            last: first | !mask,
        })
    }

    fn overlaps(self, other: Range) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether an address is one of these.
    pub(super) fn holds(self, address: &str) -> bool {
        let address = address.parse::<Ipv4Addr>().map(u32::from);
        address.is_ok_and(|address| (self.first..=self.last).contains(&address))
    }

    /// The lowest address that a machine can have and that is not taken.
    pub(super) fn free(self, taken: impl Fn(&str) -> bool) -> Option<String> {
        let (low, high) = (self.first.saturating_add(2), self.last.saturating_sub(1));
        let mut all = (low..=high).map(|number| Ipv4Addr::from(number).to_string());
        all.find(|address| !taken(address))
    }
}

/// A new subnet in a network of the caller's.
pub(super) fn subnet(
    world: &World,
    wish: &Wish<'_>,
    asked: &Map<String, Value>,
) -> Result<Map<String, Value>, Reply> {
    let network_id = own::text(asked, "network_id");
    let network = writes::one(world, wish.caller, ("networks", "network"), network_id)?;
    if word(&network, "project_id") != wish.caller.project && !wish.caller.admin {
        let message = "rule:create_subnet is disallowed by policy";
        return Err(no(403, "PolicyNotAuthorized", message));
    }
    let cidr = asked.get("cidr").and_then(Value::as_str);
    let Some(cidr) = cidr else {
        let message = "Bad subnets request: a subnetpool must be specified in the absence of a cidr.";
        return Err(no(400, "BadRequest", message));
    };
    let Some(range) = Range::parse(cidr) else {
        let message = format!("Invalid input for operation: {cidr} is not in a CIDR format.");
        return Err(no(400, "InvalidInput", &message));
    };
    let neighbours = gather(world, None, "subnets").into_iter();
    let mut others = neighbours.filter(|row| word(row, "network_id") == network_id);
    if others.any(|row| Range::parse(word(&row, "cidr")).is_some_and(|other| other.overlaps(range))) {
        let message = format!(
            "Invalid input for operation: Requested subnet with cidr: {cidr} for network: {network_id} overlaps with \
             another subnet."
        );
        return Err(no(400, "InvalidInput", &message));
    }
    let at = |number: u32| Ipv4Addr::from(number).to_string();
    let (start, end) = (
        at(range.first.saturating_add(2)),
        at(range.last.saturating_sub(1)),
    );
    let said = |key: &str, default: Value| asked.get(key).cloned().unwrap_or(default);
    Ok(own::fields(json!({
        "name": said("name", json!("")), "network_id": network_id, "ip_version": said("ip_version", json!(4)),
        "subnetpool_id": null, "enable_dhcp": said("enable_dhcp", json!(true)), "ipv6_ra_mode": null,
        "ipv6_address_mode": null, "gateway_ip": said("gateway_ip", json!(at(range.first.saturating_add(1)))),
        "cidr": cidr, "allocation_pools": said("allocation_pools", json!([{"start": start, "end": end}])),
        "host_routes": said("host_routes", json!([])), "dns_nameservers": said("dns_nameservers", json!([])),
        "router:external": network.get("router:external"), "service_types": [],
    })))
}
