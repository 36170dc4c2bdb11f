//! Stacks themselves, with their parameters, outputs and templates.

use serde_json::{Map, Value, json};

use super::super::http::{Reply, Request, page};
use super::super::identity::Caller;
use super::super::timeline::Action;
use super::super::world::World;
use super::outputs;
use super::parameters::parameters;
use super::{Found, all, find, link, no_stack};

/// The list of root stacks, or of all.
pub(super) fn list(world: &World, caller: &Caller, request: &Request) -> Reply {
    let nested = request
        .parameter("show_nested")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let mut rows: Vec<Found<'_>> = all(world, caller)
        .filter(|found| nested || found.stack.parent.is_none())
        .collect();
    rows.retain(|found| {
        let name = request
            .parameter("name")
            .or_else(|| request.parameter("stack_name"));
        let status = request.parameter("status");
        name.is_none_or(|name| found.stack.name == name)
            && request
                .parameter("id")
                .is_none_or(|id| found.stack.id.to_string() == id)
            && status.is_none_or(|status| state(found).0.ends_with(status))
    });
    // Newest first, as Heat does.
    rows.sort_by_key(|found| std::cmp::Reverse(found.stack.life.born()));
    if request
        .parameter("sort_keys")
        .is_some_and(|keys| keys.contains("name"))
    {
        rows.sort_by(|one, two| one.stack.name.cmp(&two.stack.name));
    }
    let count = rows.len();
    let limit = request.number("limit").filter(|limit| *limit > 0);
    let (rows, next) = page(rows, limit, request.parameter("marker"), |found| {
        found.stack.id.to_string()
    });
    let rows: Vec<Value> = rows.iter().map(|found| Value::Object(brief(found))).collect();
    let mut body = json!({"stacks": rows});
    let Some(fields) = body.as_object_mut() else {
        return Reply::ok(body);
    };
    if let (Some(next), Some(limit)) = (next, limit) {
        let rest = request
            .query
            .iter()
            .filter(|(key, _)| key != "limit" && key != "marker");
        let rest: String = rest.map(|(key, value)| format!("&{key}={value}")).collect();
        let href = format!("{}{}?limit={limit}{rest}&marker={next}", world.base, request.path);
        fields.insert("links".to_owned(), json!([{"rel": "next", "href": href}]));
    }
    if request
        .parameter("with_count")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    {
        fields.insert("count".to_owned(), json!(count));
    }
    Reply::ok(body)
}

/// Status and reason.
fn state(found: &Found<'_>) -> (String, String) {
    let step = found.stack.life.at(found.world.now);
    step.map(|step| (step.status(), step.reason().to_owned()))
        .unwrap_or_default()
}

fn brief(found: &Found<'_>) -> Map<String, Value> {
    let now = found.world.now;
    let calendar = found.world.calendar;
    let (status, reason) = state(found);
    let parent = found
        .stack
        .parent
        .and_then(|(parent, _)| found.estate.stacks.get(parent))
        .map(|stack| stack.id);
    let updated = found
        .stack
        .life
        .past(now)
        .rev()
        .find(|step| step.action == Action::Update);
    let owner = found
        .world
        .identity
        .user(&found.cluster.user)
        .map(|user| user.name);
    let body = json!({
        "id": found.stack.id,
        "links": [link("self", found.address(found.place))],
        "stack_name": found.stack.name,
        "description": "",
        "stack_status": status,
        "stack_status_reason": reason,
        "creation_time": calendar.zulu(found.stack.life.born().unwrap_or(0)),
        "updated_time": updated.map(|step| calendar.zulu(step.at)),
        "deletion_time": null,
        "stack_owner": owner,
        "parent": parent,
        "stack_user_project_id": found.cluster.uuid.child(4).plain(),
        "tags": null,
    });
    if let Value::Object(fields) = body {
        fields
    } else {
        Map::new()
    }
}

/// One stack.
pub(super) fn show(found: &Found<'_>) -> Reply {
    let mut fields = brief(found);
    let more = json!({
        "notification_topics": [],
        "parameters": parameters(found),
        "description": found.stack.description,
        "template_description": found.stack.description,
        "capabilities": [],
        "disable_rollback": true,
        "timeout_mins": found.cluster.create_timeout,
        "tags": [],
        "outputs": outputs::rows(found, true),
    });
    if let Value::Object(more) = more {
        fields.extend(more);
    }
    Reply::ok(json!({"stack": fields}))
}

/// The template's outline: parameters, resources and outputs by name.
pub(super) fn template(found: &Found<'_>) -> Reply {
    let mut resources = Map::new();
    for part in found
        .estate
        .parts
        .iter()
        .filter(|part| part.stack == Some(found.place))
    {
        resources.insert(part.name.to_string(), json!({"type": part.row_type}));
    }
    let names = parameters(found);
    let names = names.as_object().into_iter().flat_map(Map::keys);
    let kinds: Map<String, Value> = names
        .filter(|name| !name.starts_with("OS::"))
        .map(|name| (name.clone(), json!({"type": "string"})))
        .collect();
    let mut outputs = Map::new();
    for row in outputs::rows(found, false) {
        let key = row.get("output_key").and_then(Value::as_str).unwrap_or_default();
        outputs.insert(key.to_owned(), json!({}));
    }
    Reply::ok(json!({
        "heat_template_version": "queens", "description": found.stack.description, "conditions": {},
        "parameters": kinds, "resources": resources, "outputs": outputs,
    }))
}

/// The environment: its parameters, and what stands behind Magnum's own names.
pub(super) fn environment(found: &Found<'_>) -> Reply {
    let order = &found.cluster.order;
    let folder = "file:///usr/lib/python3/dist-packages/magnum/drivers";
    let fragment = |name: &str| format!("{folder}/common/templates/fragments/{name}.yaml");
    let when = |there: bool, kind: &'static str| if there { kind } else { "OS::Heat::None" };
    let (etcd, docker) = (order.volumes.etcd_gib > 0, order.volumes.docker_gib > 0);
    let public = if order.floating { "public" } else { "private" };
    let pool = if order.balanced { "pool" } else { "master" };
    let own = order.existing.is_none();
    let network = if own { "private" } else { "existing" };
    let address = when(order.floating, "OS::Neutron::FloatingIP");
    let mut registry = json!({
        "resources": {},
        "Magnum::NetworkSwitcher": fragment(&format!("network_switcher_{network}")),
        "Magnum::ApiGatewaySwitcher": fragment(&format!("api_gateway_switcher_{pool}")),
        "Magnum::FloatingIPAddressSwitcher": fragment(&format!("floating_ip_address_switcher_{public}")),
        "Magnum::Optional::Etcd::Volume": when(etcd, "OS::Cinder::Volume"),
        "Magnum::Optional::Etcd::VolumeAttachment": when(etcd, "OS::Cinder::VolumeAttachment"),
        "Magnum::Optional::Cinder::Volume": when(docker, "OS::Cinder::Volume"),
        "Magnum::Optional::Cinder::VolumeAttachment": when(docker, "OS::Cinder::VolumeAttachment"),
        "Magnum::Optional::KubeMaster::Neutron::FloatingIP": address,
        "Magnum::Optional::KubeMinion::Neutron::FloatingIP": address,
        "Magnum::Optional::Neutron::LBaaS::FloatingIP": when(order.floating && order.balanced, "OS::Neutron::FloatingIP"),
    });
    if let Some(fields) = registry.as_object_mut() {
        for name in ["Net", "Subnet", "Router", "RouterInterface"] {
            let kind = if own {
                format!("OS::Neutron::{name}")
            } else {
                "OS::Heat::None".to_owned()
            };
            let kind = json!(kind);
            fields.insert(format!("Magnum::Optional::Neutron::{name}"), kind);
        }
        for name in ["LoadBalancer", "Listener", "Pool", "HealthMonitor", "PoolMember"] {
            let kind = format!("OS::Octavia::{name}");
            let kind = if order.balanced {
                kind
            } else {
                "OS::Heat::None".to_owned()
            };
            fields.insert(format!("Magnum::Optional::Neutron::LBaaS::{name}"), json!(kind));
        }
    }
    Reply::ok(json!({
        "resource_registry": registry, "parameters": parameters(found), "parameter_defaults": {},
        "event_sinks": [], "encrypted_param_names": [],
    }))
}

/// A stack asked for by one word alone: Heat sends the client on to name and id.
pub(super) fn redirect(
    world: &World,
    caller: &Caller,
    request: &Request,
    wanted: &str,
    more: &str,
) -> Result<Reply, Reply> {
    let found = find(world, caller, wanted).ok_or_else(|| no_stack(wanted))?;
    let mut location = found.address(found.place);
    if !more.is_empty() {
        location = format!("{location}/{more}");
    }
    if !request.query_text.is_empty() {
        location = format!("{location}?{}", request.query_text);
    }
    let message = format!(
        "The resource was found at <a href=\"{location}\">{location}</a>;\nyou should be redirected automatically.\n\n"
    );
    let body = json!({"message": message, "code": "302 Found", "title": "Found"});
    Ok(Reply::json(302, body).with("location", location))
}
