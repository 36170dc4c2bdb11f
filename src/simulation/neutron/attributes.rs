//! What Neutron's objects take when they are made and when they are changed, and its words for everything else.

use serde_json::{Map, Value, json};

use super::super::http::Reply;
use super::super::id::Id;
use super::super::python;
use super::no;

/// What an attribute takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Takes {
    Text,
    Flag,
    Uuid,
    /// A list of ids.
    Uuids,
    Address,
    Servers,
    Mac,
    Number,
    OneOf(&'static [&'static str]),
    Version,
    Anything,
}

/// When an attribute may be given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum When {
    /// Always.
    Any,
    /// Only at the beginning.
    First,
    /// At the beginning, and then it must be.
    Needed,
}

type Attribute = (&'static str, Takes, When);

const COMMON: [Attribute; 5] = [
    ("name", Takes::Text, When::Any),
    ("description", Takes::Text, When::Any),
    ("tenant_id", Takes::Text, When::First),
    ("project_id", Takes::Text, When::First),
    ("tags", Takes::Anything, When::First),
];

const NETWORK: &[Attribute] = &[
    ("admin_state_up", Takes::Flag, When::Any),
    ("shared", Takes::Flag, When::Any),
    ("router:external", Takes::Flag, When::Any),
    ("port_security_enabled", Takes::Flag, When::Any),
    ("mtu", Takes::Number, When::Any),
    ("qos_policy_id", Takes::Uuid, When::Any),
    ("availability_zone_hints", Takes::Anything, When::First),
    ("is_default", Takes::Flag, When::Any),
    ("provider:network_type", Takes::Text, When::First),
    ("provider:physical_network", Takes::Text, When::First),
    ("provider:segmentation_id", Takes::Number, When::First),
];

const SUBNET: &[Attribute] = &[
    ("network_id", Takes::Uuid, When::Needed),
    ("ip_version", Takes::Version, When::Needed),
    ("cidr", Takes::Anything, When::First),
    ("gateway_ip", Takes::Address, When::Any),
    ("enable_dhcp", Takes::Flag, When::Any),
    ("dns_nameservers", Takes::Servers, When::Any),
    ("allocation_pools", Takes::Anything, When::Any),
    ("host_routes", Takes::Anything, When::Any),
    ("subnetpool_id", Takes::Uuid, When::First),
    ("ipv6_ra_mode", Takes::Text, When::First),
    ("ipv6_address_mode", Takes::Text, When::First),
    ("service_types", Takes::Anything, When::Any),
];

const ROUTER: &[Attribute] = &[
    ("admin_state_up", Takes::Flag, When::Any),
    ("external_gateway_info", Takes::Anything, When::Any),
    ("routes", Takes::Anything, When::Any),
    ("availability_zone_hints", Takes::Anything, When::First),
    ("flavor_id", Takes::Uuid, When::First),
];

const PORT: &[Attribute] = &[
    ("network_id", Takes::Uuid, When::Needed),
    ("admin_state_up", Takes::Flag, When::Any),
    ("mac_address", Takes::Mac, When::Any),
    ("fixed_ips", Takes::Anything, When::Any),
    ("device_id", Takes::Text, When::Any),
    ("device_owner", Takes::Text, When::Any),
    ("security_groups", Takes::Uuids, When::Any),
    ("allowed_address_pairs", Takes::Anything, When::Any),
    ("extra_dhcp_opts", Takes::Anything, When::Any),
    ("port_security_enabled", Takes::Flag, When::Any),
    ("binding:vnic_type", Takes::Text, When::Any),
    ("qos_policy_id", Takes::Uuid, When::Any),
];

const FLOATING: &[Attribute] = &[
    ("floating_network_id", Takes::Uuid, When::Needed),
    ("port_id", Takes::Uuid, When::Any),
    ("fixed_ip_address", Takes::Address, When::Any),
    ("floating_ip_address", Takes::Address, When::First),
    ("subnet_id", Takes::Uuid, When::First),
    ("qos_policy_id", Takes::Uuid, When::Any),
];

const GROUP: &[Attribute] = &[("stateful", Takes::Flag, When::Any)];

const RULE: &[Attribute] = &[
    ("security_group_id", Takes::Uuid, When::Needed),
    ("direction", Takes::OneOf(&["ingress", "egress"]), When::Needed),
    ("ethertype", Takes::OneOf(&["IPv4", "IPv6"]), When::First),
    ("protocol", Takes::Anything, When::First),
    ("port_range_min", Takes::Number, When::First),
    ("port_range_max", Takes::Number, When::First),
    ("remote_ip_prefix", Takes::Anything, When::First),
    ("remote_group_id", Takes::Uuid, When::First),
    ("remote_address_group_id", Takes::Uuid, When::First),
];

/// Told of every object, and never taken.
const READ_ONLY: [&str; 5] = ["id", "status", "created_at", "updated_at", "revision_number"];

fn of(name: &str) -> &'static [Attribute] {
    match name {
        "network" => NETWORK,
        "subnet" => SUBNET,
        "router" => ROUTER,
        "port" => PORT,
        "floatingip" => FLOATING,
        "security_group" => GROUP,
        _rule => RULE,
    }
}

/// Whether a request makes an object or changes one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    Make,
    Change,
}

fn bad(message: &str) -> Reply {
    no(400, "HTTPBadRequest", message)
}

/// Reads the attributes of an object of this kind out of a request.
pub(super) fn read(name: &str, body: &Value, purpose: Purpose) -> Result<Map<String, Value>, Reply> {
    let Some(asked) = body.get(name).and_then(Value::as_object) else {
        return Err(bad(&format!("Unable to find '{name}' in request body")));
    };
    let floating_has_no_name = |key: &str| name == "floatingip" && key == "name";
    let find = |key: &str| {
        let mut all = COMMON.iter().chain(of(name));
        all.find(|(known, ..)| *known == key && !floating_has_no_name(key))
    };
    let strange: Vec<String> = asked
        .keys()
        .filter(|key| find(key).is_none() && !READ_ONLY.contains(&key.as_str()))
        .map(|key| python::repr(&json!(key)))
        .collect();
    if !strange.is_empty() {
        let message = format!("Unrecognized attribute(s) {}", strange.join(", "));
        return Err(bad(&message));
    }
    for key in asked.keys() {
        let when = find(key).map(|(.., when)| *when);
        match (purpose, when) {
            (Purpose::Change, None | Some(When::First | When::Needed)) => {
                return Err(bad(&format!("Cannot update read-only attribute {key}")));
            }
            (Purpose::Make, None) => {
                return Err(bad(&format!("Attribute '{key}' not allowed in POST")));
            }
            (Purpose::Change | Purpose::Make, Some(_)) => {}
        }
    }
    if purpose == Purpose::Make {
        let needed = of(name).iter().filter(|(.., when)| *when == When::Needed);
        for (key, ..) in needed {
            if !asked.contains_key(*key) {
                let message = format!("Failed to parse request. Required attribute '{key}' not specified");
                return Err(bad(&message));
            }
        }
    }
    let mut read = Map::new();
    for (key, value) in asked {
        let takes = find(key).map_or(Takes::Anything, |(_, takes, _)| *takes);
        read.insert(key.clone(), taken(key, value, takes)?);
    }
    Ok(read)
}

/// A value as Neutron keeps it.
fn taken(key: &str, value: &Value, takes: Takes) -> Result<Value, Reply> {
    let shown = python::text(value);
    let wrong = |why: &str| Err(bad(&format!("Invalid input for {key}. Reason: {why}")));
    match takes {
        Takes::Text if !value.is_string() && !value.is_null() => {
            wrong(&format!("'{shown}' is not a valid string."))
        }
        Takes::Flag => match shown.to_lowercase().as_str() {
            "true" | "1" => Ok(json!(true)),
            "false" | "0" => Ok(json!(false)),
            _neither => {
                let quoted = python::repr(value);
                let message =
                    format!("Invalid input for operation: {quoted} cannot be converted to boolean.");
                Err(no(400, "InvalidInput", &message))
            }
        },
        Takes::Uuid if !value.is_null() && Id::parse(&shown).is_none() => {
            wrong(&format!("'{shown}' is not a valid UUID."))
        }
        Takes::Uuids => {
            let rows = value.as_array().into_iter().flatten();
            let strange = rows
                .into_iter()
                .find(|row| Id::parse(&python::text(row)).is_none());
            match strange {
                Some(row) => wrong(&format!("'{}' is not a valid UUID.", python::text(row))),
                None => Ok(value.clone()),
            }
        }
        Takes::Address if !value.is_null() && shown.parse::<std::net::IpAddr>().is_err() => {
            wrong(&format!("'{shown}' is not a valid IP address."))
        }
        Takes::Servers => {
            let rows = value.as_array().into_iter().flatten().map(python::text);
            let mut strange = rows.filter(|row| row.parse::<std::net::IpAddr>().is_err());
            match strange.next() {
                Some(row) => wrong(&format!(
                    "'{row}' is not a valid nameserver. '{row}' is not a valid IP address."
                )),
                None => Ok(value.clone()),
            }
        }
        Takes::Mac if !mac(&shown) => wrong(&format!("'{shown}' is not a valid MAC address.")),
        Takes::Number if !value.is_null() => match shown.parse::<i64>() {
            Ok(number) => Ok(json!(number)),
            Err(_) => wrong(&format!("'{shown}' is not an integer.")),
        },
        Takes::OneOf(words) if !words.contains(&shown.as_str()) => {
            wrong(&format!("{shown} is not in valid_values."))
        }
        Takes::Version => match shown.as_str() {
            "4" => Ok(json!(4)),
            "6" => Ok(json!(6)),
            _other => wrong(&format!("{shown} is not in valid_values.")),
        },
        Takes::Text
        | Takes::Uuid
        | Takes::Address
        | Takes::Mac
        | Takes::Number
        | Takes::OneOf(_)
        | Takes::Anything => Ok(value.clone()),
    }
}

fn mac(text: &str) -> bool {
    let pairs: Vec<&str> = text.split(':').collect();
    let pair = |pair: &&str| pair.len() == 2 && pair.chars().all(|digit| digit.is_ascii_hexdigit());
    pairs.len() == 6 && pairs.iter().all(pair)
}
