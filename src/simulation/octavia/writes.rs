//! Making, changing and deleting load balancers and what hangs on them.

use serde_json::{Map, Value, json};

use super::super::http::{Reply, Request};
use super::super::identity::Caller;
use super::super::neutron;
use super::super::own::{self, word};
use super::super::python;
use super::super::world::World;
use super::rows::{self, GONE, PENDING, READY};
use super::{COLLECTIONS, called, forbidden, found, missing, new, no, singular};

/// How long Octavia works on one thing.
const WORK_SECS: i64 = 3;

/// Answers a request that changes something.
pub(super) fn write(world: &mut World, caller: &Caller, request: &Request, parts: &[&str]) -> Reply {
    let known = |collection: &&str| COLLECTIONS.contains(collection);
    let answer = match (request.method.as_str(), parts) {
        ("PUT", ["loadbalancers", id, "failover"]) => failover(world, caller, id),
        ("POST", ["pools", pool, "members"]) => make(world, caller, request, ("members", pool)),
        ("PUT", ["pools", pool, "members", id]) => change(world, caller, request, Target::member(pool, id)),
        ("DELETE", ["pools", pool, "members", id]) => {
            delete(world, caller, request, Target::member(pool, id))
        }
        ("POST", [collection]) if known(collection) => make(world, caller, request, (collection, "")),
        ("PUT", [collection, id]) if known(collection) => change(
            world,
            caller,
            request,
            Target {
                collection,
                pool: "",
                id,
            },
        ),
        ("DELETE", [collection, id]) if known(collection) => delete(
            world,
            caller,
            request,
            Target {
                collection,
                pool: "",
                id,
            },
        ),
        _unknown => Err(missing("Not Found")),
    };
    answer.unwrap_or_else(|refusal| refusal)
}

/// One object, with its pool where it is a member.
#[derive(Clone, Copy)]
struct Target<'a> {
    collection: &'a str,
    pool: &'a str,
    id: &'a str,
}

impl<'a> Target<'a> {
    fn member(pool: &'a str, id: &'a str) -> Target<'a> {
        Target {
            collection: "members",
            pool,
            id,
        }
    }
}

const BALANCER: &str = "name description admin_state_up vip_address vip_port_id vip_subnet_id vip_network_id provider \
                        project_id tags flavor_id availability_zone vip_qos_policy_id";
const LISTENER: &str = "protocol protocol_port loadbalancer_id name description admin_state_up connection_limit \
                        default_pool_id allowed_cidrs insert_headers timeout_client_data timeout_member_connect \
                        timeout_member_data timeout_tcp_inspect tags project_id";
const POOL_OF: &str = "protocol lb_algorithm loadbalancer_id listener_id name description admin_state_up \
                       session_persistence tags project_id";
const MEMBER: &str = "address protocol_port name weight backup subnet_id monitor_address monitor_port admin_state_up tags \
                      project_id";
const MONITOR: &str = "pool_id type delay timeout max_retries max_retries_down name http_method url_path expected_codes \
                       admin_state_up http_version domain_name tags project_id";

/// What each kind takes, and how many of them, counted from the first, it needs.
fn attributes(collection: &str) -> (usize, Vec<&'static str>) {
    let (needed, names) = match collection {
        "loadbalancers" => (0, BALANCER),
        "listeners" => (2, LISTENER),
        "pools" => (2, POOL_OF),
        "members" => (2, MEMBER),
        _monitors => (4, MONITOR),
    };
    (needed, names.split(' ').collect())
}

const PROTOCOLS: [&str; 7] = [
    "HTTP",
    "HTTPS",
    "PROMETHEUS",
    "SCTP",
    "TCP",
    "TERMINATED_HTTPS",
    "UDP",
];
const ALGORITHMS: [&str; 4] = ["LEAST_CONNECTIONS", "ROUND_ROBIN", "SOURCE_IP", "SOURCE_IP_PORT"];

fn invalid(field: &str, value: &str, why: &str) -> Reply {
    let message = format!("Invalid input for field/attribute {field}. Value: '{value}'. {why}");
    no(400, &message)
}

fn read(request: &Request, collection: &str, new: bool) -> Result<Map<String, Value>, Reply> {
    let key = singular(collection);
    let argument = match key {
        "loadbalancer" => "load_balancer",
        "listener" => "listener_",
        "pool" => "pool_",
        "member" => "member_",
        _monitor => "health_monitor_",
    };
    let body = request.json();
    let asked = body.get(key).and_then(Value::as_object).cloned();
    let asked = asked.ok_or_else(|| invalid(key, "None", "Mandatory field missing."))?;
    let (needed, known) = attributes(collection);
    if let Some(strange) = asked.keys().find(|key| !known.contains(&key.as_str())) {
        let message = format!("Unknown attribute for argument {argument}.{key}: {strange}");
        return Err(no(400, &message));
    }
    for field in known.iter().take(if new { needed } else { 0 }) {
        if asked.get(*field).is_none_or(Value::is_null) {
            return Err(invalid(field, "None", "Mandatory field missing."));
        }
    }
    for (field, words) in [("protocol", &PROTOCOLS[..]), ("lb_algorithm", &ALGORITHMS[..])] {
        let text = asked.get(field).map(python::text);
        if let Some(text) = text.filter(|text| !words.contains(&text.as_str())) {
            let why = format!("Value should be one of: {}", words.join(", "));
            return Err(invalid(field, &text, &why));
        }
    }
    let address = asked.get("address").map(python::text);
    if let Some(address) = address.filter(|address| address.parse::<std::net::IpAddr>().is_err()) {
        return Err(invalid(
            "address",
            &address,
            "Value should be IPv4 or IPv6 format",
        ));
    }
    Ok(asked)
}

/// Refuses while Octavia works on the load balancer.
pub(super) fn free(world: &World, caller: &Caller, balancer: &str) -> Result<Value, Reply> {
    let row = found(world, caller, "loadbalancers", balancer)?;
    if word(&row, "provisioning_status").starts_with("PENDING") {
        let message = format!("Load Balancer {balancer} is immutable and cannot be updated.");
        return Err(no(409, &message));
    }
    Ok(row)
}

fn make(
    world: &mut World,
    caller: &Caller,
    request: &Request,
    (collection, pool): (&str, &str),
) -> Result<Reply, Reply> {
    let asked = read(request, collection, true)?;
    if !caller.may_write {
        return Err(forbidden());
    }
    let id = world.mint.id();
    let (name, mut fields, balancer) = match collection {
        "loadbalancers" => (
            "loadbalancers",
            new::balancer(world, caller, &asked, id)?,
            String::new(),
        ),
        "listeners" => new::listener(world, caller, &asked)?,
        "pools" => new::pool(world, caller, &asked)?,
        "members" => new::member(world, caller, &asked, pool)?,
        _monitors => new::monitor(world, caller, &asked)?,
    };
    let now = world.now;
    let operating = if name == "members" {
        "NO_MONITOR"
    } else {
        "OFFLINE"
    };
    let usual = own::fields(json!({
        "id": id, "name": "", "description": "", "provisioning_status": "PENDING_CREATE",
        "operating_status": operating, "admin_state_up": true, "project_id": caller.project,
        "tenant_id": caller.project, "tags": [], "created_at": world.calendar.bare(now), "updated_at": null,
        PENDING: "PENDING_CREATE", READY: now + WORK_SECS,
    }));
    for (key, value) in usual {
        fields.entry(key).or_insert(value);
    }
    if ["members", "healthmonitors"].contains(&name) {
        fields.remove("description");
    }
    for (key, value) in asked {
        if fields.contains_key(&key) {
            fields.insert(key, value);
        }
    }
    world.own.add(name, fields);
    if !balancer.is_empty() {
        work(world, "loadbalancers", &balancer);
    }
    let rows = if name == "members" {
        rows::members(world, pool)
    } else {
        rows::all(world, name)
    };
    let mut row = rows.into_iter().find(|row| word(row, "id") == id.to_string());
    if let Some(fields) = row.as_mut().and_then(Value::as_object_mut) {
        // A new pool does not tell that it has none yet.
        fields.remove("healthmonitor_id");
    }
    Ok(Reply::json(201, json!({ singular(name): row })))
}

/// Lets Octavia work on something that is there.
fn work(world: &mut World, collection: &str, id: &str) {
    let now = world.now;
    let fields = own::fields(json!({
        PENDING: "PENDING_UPDATE", READY: now + WORK_SECS, "updated_at": world.calendar.bare(now),
    }));
    world.own.change(collection, id, &fields);
}

/// An object that this caller may change, and its load balancer.
fn target(world: &World, caller: &Caller, target: Target<'_>) -> Result<(Value, String), Reply> {
    let Target { collection, pool, id } = target;
    if collection == "members" {
        let home = found(world, caller, "pools", pool)?;
        let row = rows::members(world, pool)
            .into_iter()
            .find(|row| word(row, "id") == id);
        let row = row.ok_or_else(|| missing(&format!("{} {id} not found.", called(collection))))?;
        return Ok((row, rows::of_balancer(&home).to_owned()));
    }
    let row = found(world, caller, collection, id)?;
    let balancer = match collection {
        "loadbalancers" => id.to_owned(),
        "healthmonitors" => {
            let pool = found(world, caller, "pools", rows::of_pool(&row))?;
            rows::of_balancer(&pool).to_owned()
        }
        _listener_or_pool => rows::of_balancer(&row).to_owned(),
    };
    Ok((row, balancer))
}

/// Refuses to touch a load balancer, or what hangs on it, while Octavia works on it.
fn ready(
    world: &World,
    caller: &Caller,
    collection: &str,
    (row, balancer): (&Value, &str),
) -> Result<(), Reply> {
    let state = word(row, "provisioning_status");
    if collection == "loadbalancers" && state.starts_with("PENDING") {
        let message = format!("Invalid state {state} of loadbalancer resource {balancer}");
        return Err(no(409, &message));
    }
    free(world, caller, balancer).map(drop)
}

fn change(world: &mut World, caller: &Caller, request: &Request, wanted: Target<'_>) -> Result<Reply, Reply> {
    let Target { collection, pool, id } = wanted;
    let asked = read(request, collection, false)?;
    let (row, balancer) = target(world, caller, wanted)?;
    if !caller.may_write {
        return Err(forbidden());
    }
    ready(world, caller, collection, (&row, &balancer))?;
    world.own.change(collection, id, &asked);
    work(world, collection, id);
    work(world, "loadbalancers", &balancer);
    let rows = if collection == "members" {
        rows::members(world, pool)
    } else {
        rows::all(world, collection)
    };
    let row = rows.into_iter().find(|row| word(row, "id") == id);
    Ok(Reply::ok(json!({ singular(collection): row })))
}

fn failover(world: &mut World, caller: &Caller, id: &str) -> Result<Reply, Reply> {
    let row = found(world, caller, "loadbalancers", id)?;
    if !caller.admin {
        return Err(forbidden());
    }
    ready(world, caller, "loadbalancers", (&row, id))?;
    work(world, "loadbalancers", id);
    Ok(Reply::empty(202))
}

fn delete(world: &mut World, caller: &Caller, request: &Request, wanted: Target<'_>) -> Result<Reply, Reply> {
    let Target { collection, id, .. } = wanted;
    let (row, balancer) = target(world, caller, wanted)?;
    if !caller.may_write {
        return Err(forbidden());
    }
    ready(world, caller, collection, (&row, &balancer))?;
    if collection == "loadbalancers" {
        let cascade = request.parameter("cascade");
        let cascade = cascade.is_some_and(|text| text.eq_ignore_ascii_case("true"));
        let of_it = |key: &str| {
            row.get(key)
                .and_then(Value::as_array)
                .is_some_and(|all| !all.is_empty())
        };
        if !cascade && (of_it("listeners") || of_it("pools")) {
            let message = format!("Validation failure: Cannot delete Load Balancer {id} - it has children");
            return Err(no(400, &message));
        }
        for inner in ["listeners", "pools"] {
            for row in rows::all(world, inner) {
                if rows::of_balancer(&row) == id {
                    remove(world, inner, word(&row, "id"));
                }
            }
        }
        neutron::no_vip(world, word(&row, "vip_port_id"));
    }
    if collection == "listeners" {
        // A pool whose listener goes stays with the load balancer.
        for pool in rows::all(world, "pools") {
            if pool.pointer("/listeners/0/id") == Some(&json!(id)) {
                let fields = own::fields(json!({"listeners": []}));
                world.own.change("pools", word(&pool, "id"), &fields);
            }
        }
    }
    remove(world, collection, id);
    if collection != "loadbalancers" {
        work(world, "loadbalancers", &balancer);
    }
    Ok(Reply::empty(204))
}

/// Takes something away, with what hangs on it.
fn remove(world: &mut World, collection: &str, id: &str) {
    if collection == "pools" {
        for member in rows::members(world, id) {
            remove(world, "members", word(&member, "id"));
        }
        for monitor in rows::all(world, "healthmonitors") {
            if rows::of_pool(&monitor) == id {
                remove(world, "healthmonitors", word(&monitor, "id"));
            }
        }
    }
    if collection == "loadbalancers" && world.own.find(collection, id).is_some() {
        let fields = own::fields(json!({ GONE: world.now + WORK_SECS }));
        world.own.change(collection, id, &fields);
        return;
    }
    if !world.own.remove(collection, id) {
        world.lose(id);
    }
}
