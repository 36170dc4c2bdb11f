//! Making, changing and deleting Neutron's objects: who may, whether there is room, and what must go first.

use serde_json::{Map, Value, json};

use super::super::http::{Reply, Request};
use super::super::identity::Caller;
use super::super::own::{self, word};
use super::super::world::World;
use super::attributes::{self, Purpose};
use super::{absent, gather, groups, no, ports, quotas, routers, rows, wires};

/// A collection and the name of one of its objects.
pub(super) type Kind = (&'static str, &'static str);

/// A request that is to change something.
pub(super) struct Wish<'a> {
    pub(super) caller: &'a Caller,
    pub(super) body: Value,
    pub(super) kind: Kind,
}

/// Answers a request that changes something; none where there is no such route.
pub(super) fn write(
    world: &mut World,
    caller: &Caller,
    request: &Request,
    (method, kind, rest): (&str, Kind, &[&str]),
) -> Option<Reply> {
    let wish = Wish {
        caller,
        body: request.json(),
        kind,
    };
    let answer = match (method, rest) {
        ("POST", []) => make(world, &wish),
        ("PUT" | "DELETE", []) => Err(absent(kind.1, "None")),
        ("PUT", [id]) => change(world, &wish, id),
        ("DELETE", [id]) => delete(world, &wish, id),
        ("PUT", [id, "add_router_interface"]) if kind.1 == "router" => routers::connect(world, &wish, id),
        ("PUT", [id, "remove_router_interface"]) if kind.1 == "router" => {
            routers::disconnect(world, &wish, id)
        }
        _unknown => return None,
    };
    Some(answer.unwrap_or_else(|refusal| refusal))
}

fn forbidden(rule: &str) -> Reply {
    no(
        403,
        "PolicyNotAuthorized",
        &format!("{rule} is disallowed by policy"),
    )
}

fn make(world: &mut World, wish: &Wish<'_>) -> Result<Reply, Reply> {
    let (collection, name) = wish.kind;
    let caller = wish.caller;
    let asked = attributes::read(name, &wish.body, Purpose::Make)?;
    if !caller.may_write {
        return Err(forbidden(&format!("rule:create_{name}")));
    }
    for special in ["shared", "router:external"] {
        if asked.get(special) == Some(&json!(true)) && !caller.admin {
            let rules = format!("(rule:create_{name} and rule:create_{name}:{special})");
            return Err(forbidden(&rules));
        }
    }
    let mut object = match name {
        "network" => wires::network(wish, &asked),
        "subnet" => wires::subnet(world, wish, &asked)?,
        "router" => routers::router(world, &asked)?,
        "port" => ports::port(world, wish, &asked)?,
        "floatingip" => ports::floating(world, wish, &asked)?,
        "security_group" => groups::group(world, wish, &asked)?,
        _rule => groups::rule(world, wish, &asked)?,
    };
    quotas::check(world, &caller.project, name)?;
    common(world, caller, &asked, &mut object);
    let id = own::text(&object, "id").to_owned();
    world.own.add(collection, object);
    if name == "security_group" {
        groups::first_rules(world, wish, &id);
    }
    let mut row = one(world, caller, wish.kind, &id)?;
    if let (Some(fields), "network") = (row.as_object_mut(), name) {
        fields.insert("is_default".to_owned(), json!(false));
    }
    Ok(Reply::json(201, json!({ name: row })))
}

/// What every object has.
fn common(world: &mut World, caller: &Caller, asked: &Map<String, Value>, object: &mut Map<String, Value>) {
    let now = world.calendar.zulu(world.now);
    let said = |key: &str| asked.get(key).filter(|value| !value.is_null()).cloned();
    let usual = own::fields(json!({
        "id": world.mint.id(), "project_id": caller.project, "tenant_id": caller.project,
        "description": said("description").unwrap_or_else(|| json!("")), "tags": [],
        "created_at": now, "updated_at": now, "revision_number": 1,
    }));
    for (key, value) in usual {
        object.entry(key).or_insert(value);
    }
}

/// One object as this caller sees it.
pub(super) fn one(
    world: &World,
    caller: &Caller,
    (collection, name): Kind,
    id: &str,
) -> Result<Value, Reply> {
    let mut rows = rows(world, caller, collection).into_iter();
    rows.find(|row| word(row, "id") == id)
        .ok_or_else(|| absent(name, id))
}

/// One object that this caller may change.
pub(super) fn mine(world: &World, wish: &Wish<'_>, id: &str, verb: &str) -> Result<Value, Reply> {
    let row = one(world, wish.caller, wish.kind, id)?;
    let own = wish.caller.admin || word(&row, "project_id") == wish.caller.project;
    if own && wish.caller.may_write {
        return Ok(row);
    }
    Err(forbidden(&format!("rule:{verb}_{}", wish.kind.1)))
}

fn change(world: &mut World, wish: &Wish<'_>, id: &str) -> Result<Reply, Reply> {
    let (collection, name) = wish.kind;
    let mut asked = attributes::read(name, &wish.body, Purpose::Change)?;
    let before = mine(world, wish, id, "update")?;
    match name {
        "router" => routers::gateway(world, &before, &mut asked)?,
        "port" => ports::refit(world, &before, &mut asked)?,
        "floatingip" => ports::lead(world, &before, &mut asked)?,
        "security_group" if word(&before, "name") == "default" => {
            let message = "Updating default security group not allowed.";
            return Err(no(409, "SecurityGroupCannotUpdateDefault", message));
        }
        // Neutron stumbles over the description of a rule.
        "security_group_rule" => {
            let message = "Request Failed: internal server error while processing your request.";
            return Err(no(500, "HTTPInternalServerError", message));
        }
        _plain => {}
    }
    world.revised(&mut asked, &before);
    world.own.change(collection, id, &asked);
    let row = one(world, wish.caller, wish.kind, id)?;
    Ok(Reply::ok(json!({ name: row })))
}

fn delete(world: &mut World, wish: &Wish<'_>, id: &str) -> Result<Reply, Reply> {
    let (collection, name) = wish.kind;
    let row = mine(world, wish, id, "delete")?;
    match name {
        "network" => {
            let busy = ports_where(world, |port| word(port, "network_id") == id);
            if !busy.is_empty() {
                let words = "There are one or more ports still in use on the network, id for these ports is:";
                let ids = busy.join(",");
                let message = format!("Unable to complete operation on network {id}. {words} {ids}.");
                return Err(no(409, "NetworkInUse", &message));
            }
            // Its subnets go with it.
            for subnet in gather(world, None, "subnets") {
                if word(&subnet, "network_id") == id {
                    remove(world, "subnets", word(&subnet, "id"));
                }
            }
        }
        "subnet" if !ports_where(world, |port| on_subnet(port, id)).is_empty() => {
            let words = "One or more ports have an IP allocation from this subnet.";
            let message = format!("Unable to complete operation on subnet {id}: {words}");
            return Err(no(409, "SubnetInUse", &message));
        }
        "router" => {
            let ports = ports_where(world, |port| word(port, "device_id") == id);
            if !ports.is_empty() {
                let message = format!("Router {id} has ports still attached: {}", ports.join(", "));
                return Err(no(409, "RouterInUse", &message));
            }
        }
        "port" if word(&row, "device_owner").starts_with("network:router_") => {
            let owner = word(&row, "device_owner");
            let message =
                format!("Port {id} cannot be deleted directly via the port API: has device owner {owner}.");
            return Err(no(409, "ServicePortInUse", &message));
        }
        "security_group" => {
            if word(&row, "name") == "default" && !wish.caller.admin {
                let message = "Insufficient rights for removing default security group.";
                return Err(no(409, "SecurityGroupCannotRemoveDefault", message));
            }
            let guards = |port: &Value| {
                let list = port.get("security_groups").and_then(Value::as_array);
                list.is_some_and(|list| list.iter().any(|group| group.as_str() == Some(id)))
            };
            if !ports_where(world, guards).is_empty() {
                let message = format!("Security Group {id} in use.");
                return Err(no(409, "SecurityGroupInUse", &message));
            }
            for rule in gather(world, None, "security-group-rules") {
                if word(&rule, "security_group_id") == id {
                    remove(world, "security-group-rules", word(&rule, "id"));
                }
            }
        }
        _free => {}
    }
    remove(world, collection, id);
    Ok(Reply::empty(204))
}

/// Takes an object away, wherever it is kept.
pub(super) fn remove(world: &mut World, collection: &str, id: &str) {
    if !world.own.remove(collection, id) && !world.lose(id) {
        world.own.forget(id);
    }
}

/// The ids of the ports of which this is true.
pub(super) fn ports_where(world: &World, chosen: impl Fn(&Value) -> bool) -> Vec<String> {
    let ports = gather(world, None, "ports").into_iter();
    ports
        .filter(|port| chosen(port))
        .map(|port| word(&port, "id").to_owned())
        .collect()
}

/// Whether a port has an address of a subnet.
pub(super) fn on_subnet(port: &Value, subnet: &str) -> bool {
    let addresses = port.get("fixed_ips").and_then(Value::as_array);
    addresses.is_some_and(|all| all.iter().any(|address| word(address, "subnet_id") == subnet))
}
