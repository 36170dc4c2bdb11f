//! Security groups and their rules: new ones.

use serde_json::{Map, Value, json};

use super::super::http::Reply;
use super::super::own::{self, word};
use super::super::python;
use super::super::world::World;
use super::wires::Range;
use super::writes::Wish;
use super::{absent, gather, no};

/// A new security group.
pub(super) fn group(
    world: &World,
    wish: &Wish<'_>,
    asked: &Map<String, Value>,
) -> Result<Map<String, Value>, Reply> {
    let name = own::text(asked, "name");
    let project = wish.caller.project.as_str();
    let own = gather(world, Some(project), "security-groups");
    if name == "default" && own.iter().any(|group| word(group, "name") == "default") {
        let message = "Default security group already exists.";
        return Err(no(409, "SecurityGroupDefaultAlreadyExists", message));
    }
    let stateful = asked.get("stateful").cloned().unwrap_or(json!(true));
    Ok(own::fields(json!({
        "name": name, "stateful": stateful, "shared": false, "security_group_rules": [],
    })))
}

/// A new group lets everything out.
pub(super) fn first_rules(world: &mut World, wish: &Wish<'_>, group: &str) {
    let project = &wish.caller.project;
    for family in ["IPv4", "IPv6"] {
        let now = world.calendar.zulu(world.now);
        let rule = own::fields(json!({
            "id": world.mint.id(), "project_id": project, "tenant_id": project, "security_group_id": group,
            "ethertype": family, "direction": "egress", "protocol": null, "port_range_min": null,
            "port_range_max": null, "remote_ip_prefix": null, "remote_address_group_id": null,
            "normalized_cidr": null, "remote_group_id": null, "belongs_to_default_sg": false, "description": null,
            "created_at": now, "updated_at": now, "revision_number": 0,
        }));
        world.own.add("security-group-rules", rule);
    }
}

const PROTOCOLS: [&str; 27] = [
    "any",
    "ah",
    "dccp",
    "egp",
    "esp",
    "gre",
    "hopopt",
    "icmp",
    "igmp",
    "ip",
    "ipip",
    "ipv6-encap",
    "ipv6-frag",
    "ipv6-icmp",
    "icmpv6",
    "ipv6-nonxt",
    "ipv6-opts",
    "ipv6-route",
    "ospf",
    "pgm",
    "rsvp",
    "sctp",
    "tcp",
    "udp",
    "udplite",
    "vrrp",
    "ipv6",
];

/// The protocols as the refusal names them.
const NAMED: usize = 26;

fn protocol(asked: &Map<String, Value>) -> Result<Value, Reply> {
    let Some(value) = asked.get("protocol").filter(|value| !value.is_null()) else {
        return Ok(Value::Null);
    };
    let text = python::text(value).to_lowercase();
    let number = text.parse::<u8>().is_ok();
    if number || PROTOCOLS.contains(&text.as_str()) {
        return Ok(if text == "any" { Value::Null } else { json!(text) });
    }
    let names: Vec<String> = PROTOCOLS
        .iter()
        .take(NAMED)
        .map(|name| format!("'{name}'"))
        .collect();
    let message = format!(
        "Security group rule protocol {text} not supported. Only protocol values (None, {}) and integer \
         representations [0 to 255] are supported.",
        names.join(", ")
    );
    Err(no(400, "SecurityGroupRuleInvalidProtocol", &message))
}

fn ports(asked: &Map<String, Value>, protocol: &Value) -> Result<(), Reply> {
    let port = |key: &str| asked.get(key).and_then(Value::as_i64);
    let (low, high) = (port("port_range_min"), port("port_range_max"));
    if low.is_none() && high.is_none() {
        return Ok(());
    }
    if protocol.is_null() {
        let message = "Must also specify protocol if port range is given.";
        return Err(no(400, "SecurityGroupProtocolRequiredWithPorts", message));
    }
    if !["tcp", "udp", "sctp", "dccp", "udplite"].contains(&protocol.as_str().unwrap_or_default()) {
        return Ok(());
    }
    if let Some(strange) = [low, high]
        .into_iter()
        .flatten()
        .find(|port| !(0..=65535).contains(port))
    {
        return Err(no(
            400,
            "SecurityGroupInvalidPortValue",
            &format!("Invalid value for port {strange}"),
        ));
    }
    if low.zip(high).is_some_and(|(low, high)| low <= high) {
        return Ok(());
    }
    let message = "For TCP/UDP protocols, port_range_min must be <= port_range_max";
    Err(no(400, "SecurityGroupInvalidPortRange", message))
}

fn remote(world: &World, asked: &Map<String, Value>) -> Result<(), Reply> {
    let prefix = asked.get("remote_ip_prefix").and_then(Value::as_str);
    let group = asked.get("remote_group_id").and_then(Value::as_str);
    if prefix.is_some() && group.is_some() {
        let message =
            "Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.";
        return Err(no(400, "SecurityGroupMultipleRemoteEntites", message));
    }
    let family = asked.get("ethertype").and_then(Value::as_str).unwrap_or("IPv4");
    if let Some(prefix) = prefix {
        let (four, six) = (whole(prefix, Range::parse), prefix.contains(':'));
        if !four && !six {
            let message = format!("Invalid CIDR {prefix} given as IP prefix.");
            return Err(no(400, "InvalidCIDR", &message));
        }
        if six != (family == "IPv6") {
            let message = format!("Conflicting value ethertype {family} for CIDR {prefix}");
            return Err(no(400, "SecurityGroupRuleParameterConflict", &message));
        }
    }
    let all = gather(world, None, "security-groups");
    let wanted = [Some(own::text(asked, "security_group_id")), group];
    for group in wanted.into_iter().flatten() {
        if !all.iter().any(|known| word(known, "id") == group) {
            return Err(absent("security_group", group));
        }
    }
    Ok(())
}

/// Whether a text is a range, or an address, which is a range of one.
fn whole<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> bool {
    parse(text).is_some() || parse(&format!("{text}/32")).is_some()
}

/// A new rule of a group.
pub(super) fn rule(
    world: &World,
    wish: &Wish<'_>,
    asked: &Map<String, Value>,
) -> Result<Map<String, Value>, Reply> {
    let protocol = protocol(asked)?;
    ports(asked, &protocol)?;
    remote(world, asked)?;
    let said = |key: &str, default: Value| {
        asked
            .get(key)
            .filter(|value| !value.is_null())
            .cloned()
            .unwrap_or(default)
    };
    let prefix = said("remote_ip_prefix", Value::Null);
    let rule = own::fields(json!({
        "security_group_id": own::text(asked, "security_group_id"), "ethertype": said("ethertype", json!("IPv4")),
        "direction": own::text(asked, "direction"), "protocol": protocol,
        "port_range_min": said("port_range_min", Value::Null), "port_range_max": said("port_range_max", Value::Null),
        "remote_ip_prefix": prefix, "remote_address_group_id": null, "normalized_cidr": prefix,
        "remote_group_id": said("remote_group_id", Value::Null), "belongs_to_default_sg": false, "revision_number": 0,
    }));
    let same = |other: &&Value| {
        let keys = [
            "security_group_id",
            "ethertype",
            "direction",
            "protocol",
            "port_range_min",
            "port_range_max",
            "remote_ip_prefix",
            "remote_group_id",
        ];
        keys.iter().all(|key| other.get(*key) == rule.get(*key))
    };
    let project = Some(wish.caller.project.as_str()).filter(|_| !wish.caller.admin);
    if let Some(twin) = gather(world, project, "security-group-rules").iter().find(same) {
        let id = word(twin, "id");
        let message = format!("Security group rule already exists. Rule id is {id}.");
        return Err(no(409, "SecurityGroupRuleExists", &message));
    }
    Ok(rule)
}
