//! Octavia: load balancers with everything that hangs on them, and their status trees.

use serde_json::{Map, Value, json};

use super::estate::{Estate, Part, Thing};
use super::http::{Reply, Request, Service, page, refuse, unauthorized};
use super::id::Id;
use super::identity::Caller;
use super::timeline::{Action, Phase};
use super::world::World;

/// Answers a request to Octavia.
pub(super) fn serve(world: &mut World, request: &Request) -> Reply {
    let parts = request.parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    if parts.is_empty() {
        return Reply::ok(versions(&world.base));
    }
    let token = request.header("x-auth-token").unwrap_or_default();
    let Some(caller) = world.identity.caller(token, world.now) else {
        return unauthorized(Service::Balancing, &world.base);
    };
    let parts = match parts.as_slice() {
        ["v2.0" | "v2", "lbaas", rest @ ..] => rest,
        ["v2.0" | "v2", "octavia", "amphorae"] if caller.admin => return amphorae(world),
        ["v2.0" | "v2", "octavia", ..] => {
            return refuse(
                Service::Balancing,
                403,
                "",
                "Policy does not allow this request to be performed.",
            );
        }
        _unknown => return missing("Not Found"),
    };
    match (request.method.as_str(), parts) {
        ("GET", ["loadbalancers", id, "status"]) => status(world, &caller, id),
        ("GET", ["loadbalancers", id, "stats"]) => {
            let stats = json!({
                "bytes_in": 0, "bytes_out": 0, "active_connections": 0, "total_connections": 0, "request_errors": 0,
            });
            found(world, &caller, "loadbalancers", id)
                .map_or_else(|refusal| refusal, |_| Reply::ok(json!({"stats": stats})))
        }
        ("GET", ["pools", pool, "members"]) => match rows_of_pool(world, &caller, pool) {
            Ok(rows) => paged(world, request, "members", rows),
            Err(refusal) => refusal,
        },
        ("GET", ["pools", pool, "members", member]) => match rows_of_pool(world, &caller, pool) {
            Ok(rows) => {
                let is_it = |row: &Value| row.get("id").and_then(Value::as_str) == Some(*member);
                rows.into_iter().find(is_it).map_or_else(
                    || missing(&format!("Member {member} not found.")),
                    |row| Reply::ok(json!({"member": row})),
                )
            }
            Err(refusal) => refusal,
        },
        ("GET", ["providers"]) => Reply::ok(json!({"providers": [
            {"name": "amphora", "description": "The amphora driver"},
            {"name": "octavia", "description": "Deprecated alias of the amphora driver"},
        ]})),
        ("GET", ["quotas", project]) => quota(project),
        ("DELETE", ["loadbalancers", id]) => remove(world, &caller, request, id),
        ("GET", [collection]) => list(world, &caller, request, collection),
        ("GET", [collection, id]) => match found(world, &caller, collection, id) {
            Ok(body) => Reply::ok(json!({ collection.trim_end_matches('s'): body })),
            Err(refusal) => refusal,
        },
        _unknown => missing("Not Found"),
    }
}

/// The machines behind the load balancers, for admins.
fn amphorae(world: &World) -> Reply {
    let mut rows = Vec::new();
    for estate in world.estates() {
        for (_, part) in estate.present(world.now) {
            let Thing::Balancer { address, .. } = &part.thing else {
                continue;
            };
            let born = part.life.born().unwrap_or(0);
            rows.push(json!({
                "id": part.id.child(20), "loadbalancer_id": part.id, "compute_id": part.id.child(21),
                "lb_network_ip": "192.0.2.1", "vrrp_ip": address, "ha_ip": address, "vrrp_port_id": part.id.child(22),
                "ha_port_id": part.id.child(23), "cert_expiration": world.calendar.bare(born + 30 * 86_400),
                "cert_busy": false, "role": "STANDALONE", "status": "ALLOCATED", "vrrp_interface": null, "vrrp_id": 1,
                "vrrp_priority": null, "cached_zone": null, "created_at": world.calendar.bare(born),
                "updated_at": world.calendar.bare(born + 3), "image_id": null, "compute_flavor": null,
            }));
        }
    }
    Reply::ok(json!({"amphorae": rows, "amphorae_links": []}))
}

/// Takes a load balancer away, with everything in it when that is asked for.
fn remove(world: &mut World, caller: &Caller, request: &Request, wanted: &str) -> Reply {
    if let Err(refusal) = found(world, caller, "loadbalancers", wanted) {
        return refusal;
    }
    if !caller.may_write {
        return refuse(
            Service::Balancing,
            403,
            "",
            "Policy does not allow this request to be performed.",
        );
    }
    let cascade = request
        .parameter("cascade")
        .is_some_and(|text| text.eq_ignore_ascii_case("true"));
    if !cascade {
        let message = format!("Validation failure: Cannot delete Load Balancer {wanted} - it has children");
        return refuse(Service::Balancing, 400, "", &message);
    }
    world.remove_balancer(wanted);
    Reply::empty(204)
}

fn missing(message: &str) -> Reply {
    refuse(Service::Balancing, 404, "", message)
}

fn versions(base: &str) -> Value {
    let links = json!([{"href": format!("{base}/load-balancer/v2"), "rel": "self"}]);
    let version = |minor: u32| {
        let status = if minor == 27 { "CURRENT" } else { "SUPPORTED" };
        json!({"id": format!("v2.{minor}"), "status": status, "updated": "2016-12-11T00:00:00Z", "links": links})
    };
    json!({"versions": (0..28).map(version).collect::<Vec<Value>>()})
}

fn quota(project: &str) -> Reply {
    let mut body = json!({"project_id": project, "tenant_id": project});
    let names = [
        "loadbalancer",
        "load_balancer",
        "listener",
        "member",
        "pool",
        "healthmonitor",
        "health_monitor",
        "l7policy",
        "l7rule",
    ];
    if let Some(fields) = body.as_object_mut() {
        fields.extend(names.map(|name| (name.to_owned(), json!(-1))));
    }
    Reply::ok(json!({"quota": body}))
}

fn rows(world: &World, caller: &Caller, collection: &str) -> Option<Vec<Value>> {
    if !["loadbalancers", "listeners", "pools", "healthmonitors"].contains(&collection) {
        return None;
    }
    let mut rows = Vec::new();
    for estate in world
        .estates()
        .filter(|estate| caller.admin || estate.project == caller.project)
    {
        for (place, part) in estate.present(world.now) {
            if collection_of(&part.thing) == collection {
                rows.extend(shown(world, estate, place, part));
            }
        }
    }
    Some(rows)
}

fn collection_of(thing: &Thing) -> &'static str {
    match thing {
        Thing::Balancer { .. } => "loadbalancers",
        Thing::Listener { .. } => "listeners",
        Thing::Pool { .. } => "pools",
        Thing::Monitor { .. } => "healthmonitors",
        Thing::Member { .. } => "members",
        Thing::Nothing
        | Thing::Network { .. }
        | Thing::Subnet { .. }
        | Thing::Router { .. }
        | Thing::Interface { .. }
        | Thing::SecurityGroup { .. }
        | Thing::SecurityRule { .. }
        | Thing::Port(_)
        | Thing::Floating { .. }
        | Thing::Server(_)
        | Thing::ServerGroup { .. }
        | Thing::Volume { .. }
        | Thing::Attachment => "",
    }
}

fn list(world: &World, caller: &Caller, request: &Request, collection: &str) -> Reply {
    let Some(mut rows) = rows(world, caller, collection) else {
        return missing("Not Found");
    };
    let passing = ["limit", "marker", "sort", "page_reverse", "fields"];
    rows.retain(|row| {
        let filters = request
            .query
            .iter()
            .filter(|(key, _)| !passing.contains(&key.as_str()));
        filters.into_iter().all(|(key, value)| match row.get(key) {
            Some(Value::String(own)) => own == value,
            Some(own) => format!("{own}") == *value,
            None => true,
        })
    });
    paged(world, request, collection, rows)
}

fn paged(world: &World, request: &Request, collection: &str, rows: Vec<Value>) -> Reply {
    let limit = request.number("limit").filter(|limit| *limit > 0);
    let id = |row: &Value| {
        row.get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (rows, next) = page(rows, limit, request.parameter("marker"), id);
    let links: Vec<Value> = next
        .zip(limit)
        .map(|(next, limit)| {
            let href = format!("{}{}?limit={limit}&marker={next}", world.base, request.path);
            json!({"href": href, "rel": "next"})
        })
        .into_iter()
        .collect();
    Reply::ok(json!({collection: rows, format!("{collection}_links"): links}))
}

fn found(world: &World, caller: &Caller, collection: &str, id: &str) -> Result<Value, Reply> {
    let words = match collection {
        "loadbalancers" => "Load Balancer",
        "listeners" => "Listener",
        "pools" => "Pool",
        _other => "Health Monitor",
    };
    let rows = rows(world, caller, collection).unwrap_or_default();
    let found = rows
        .into_iter()
        .find(|row| row.get("id").and_then(Value::as_str) == Some(id));
    found.ok_or_else(|| missing(&format!("{words} {id} not found.")))
}

/// The members of a pool.
fn rows_of_pool(world: &World, caller: &Caller, pool: &str) -> Result<Vec<Value>, Reply> {
    let Some(pool_id) = Id::parse(pool) else {
        return Err(missing(&format!("Pool {pool} not found.")));
    };
    for estate in world
        .estates()
        .filter(|estate| caller.admin || estate.project == caller.project)
    {
        if let Some((place, _)) = estate.present(world.now).find(|(_, part)| part.id == pool_id) {
            let rows = hanging(
                world,
                estate,
                |thing| matches!(thing, Thing::Member { pool, .. } if *pool == place),
            );
            return Ok(rows
                .filter_map(|(place, part)| shown(world, estate, place, part))
                .collect());
        }
    }
    Err(missing(&format!("Pool {pool} not found.")))
}

fn hanging<'a>(
    world: &World,
    estate: &'a Estate,
    chosen: impl Fn(&Thing) -> bool,
) -> impl Iterator<Item = (usize, &'a Part)> {
    estate
        .present(world.now)
        .filter(move |(_, part)| chosen(&part.thing))
}

fn ids(world: &World, estate: &Estate, chosen: impl Fn(&Thing) -> bool) -> Vec<Value> {
    hanging(world, estate, chosen)
        .map(|(_, part)| json!({"id": part.id}))
        .collect()
}

/// Provisioning and operating status.
fn states(world: &World, part: &Part) -> (&'static str, &'static str) {
    let Some(step) = part.life.at(world.now) else {
        return ("PENDING_CREATE", "OFFLINE");
    };
    match (step.action, step.phase) {
        (_, Phase::Failed) => ("ERROR", "ERROR"),
        (Action::Create, Phase::InProgress) => ("PENDING_CREATE", "OFFLINE"),
        (Action::Delete, _) => ("PENDING_DELETE", "ONLINE"),
        (Action::Update, Phase::InProgress) => ("PENDING_UPDATE", "ONLINE"),
        (Action::Create | Action::Update, Phase::Complete) | (Action::Signal, _) => ("ACTIVE", "ONLINE"),
    }
}

/// An object of Octavia with all its fields.
pub(super) fn shown(world: &World, estate: &Estate, place: usize, part: &Part) -> Option<Value> {
    let own = match &part.thing {
        Thing::Balancer { .. } => balancer(world, estate, place, part),
        Thing::Listener { balancer, port } => {
            let pool = hanging(
                world,
                estate,
                |thing| matches!(thing, Thing::Pool { listener } if *listener == place),
            );
            let pool = pool.map(|(_, part)| part.id).next();
            Some(json!({
                "description": "", "protocol": "TCP", "protocol_port": port, "connection_limit": -1,
                "default_tls_container_ref": null, "sni_container_refs": [], "default_pool_id": pool, "l7policies": [],
                "insert_headers": {}, "loadbalancers": [{"id": estate.id(*balancer)}], "timeout_client_data": 50000,
                "timeout_member_connect": 5000, "timeout_member_data": 50000, "timeout_tcp_inspect": 0,
                "client_ca_tls_container_ref": null, "client_authentication": "NONE",
                "client_crl_container_ref": null, "allowed_cidrs": null, "tls_ciphers": null, "tls_versions": null,
                "alpn_protocols": null, "hsts_max_age": null, "hsts_include_subdomains": false, "hsts_preload": false,
            }))
        }
        Thing::Pool { listener } => pool(world, estate, place, *listener),
        Thing::Monitor { pool } => Some(json!({
            "name": "", "type": "TCP", "delay": 5, "timeout": 5, "max_retries": 5, "max_retries_down": 3,
            "http_method": null, "url_path": null, "expected_codes": null, "pools": [{"id": estate.id(*pool)}],
            "http_version": null, "domain_name": null,
        })),
        Thing::Member {
            address,
            subnet,
            port,
            ..
        } => Some(json!({
            "name": "", "address": address, "protocol_port": port, "weight": 1, "backup": false,
            "subnet_id": estate.id(*subnet), "monitor_address": null, "monitor_port": null, "vnic_type": "normal",
        })),
        Thing::Nothing
        | Thing::Network { .. }
        | Thing::Subnet { .. }
        | Thing::Router { .. }
        | Thing::Interface { .. }
        | Thing::SecurityGroup { .. }
        | Thing::SecurityRule { .. }
        | Thing::Port(_)
        | Thing::Floating { .. }
        | Thing::Server(_)
        | Thing::ServerGroup { .. }
        | Thing::Volume { .. }
        | Thing::Attachment => None,
    }?;
    let (provisioning, operating) = states(world, part);
    let born = part.life.born().unwrap_or(0);
    let updated = part.life.settled().filter(|at| *at <= world.now);
    let mut fields = if let Value::Object(fields) = json!({
        "id": part.id, "name": part.title, "provisioning_status": provisioning, "operating_status": operating,
        "admin_state_up": true, "project_id": estate.project, "tenant_id": estate.project, "tags": [],
        "created_at": world.calendar.bare(born), "updated_at": updated.map(|at| world.calendar.bare(at)),
    }) {
        fields
    } else {
        Map::new()
    };
    if let Value::Object(own) = own {
        fields.extend(own);
    }
    Some(Value::Object(fields))
}

fn balancer(world: &World, estate: &Estate, place: usize, part: &Part) -> Option<Value> {
    let Thing::Balancer {
        network,
        subnet,
        address,
        provider,
    } = &part.thing
    else {
        return None;
    };
    let listeners = listeners(world, estate, place);
    let pools = ids(
        world,
        estate,
        |thing| matches!(thing, Thing::Pool { listener } if listeners.contains(listener)),
    );
    let listeners = ids(
        world,
        estate,
        |thing| matches!(thing, Thing::Listener { balancer, .. } if *balancer == place),
    );
    Some(json!({
        "description": "", "vip_address": address, "vip_port_id": part.id.child(1),
        "vip_subnet_id": estate.id(*subnet), "vip_network_id": estate.id(*network), "vip_sg_ids": [],
        "additional_vips": [], "listeners": listeners, "pools": pools, "provider": provider, "flavor_id": null,
        "vip_qos_policy_id": null, "availability_zone": null, "vip_vnic_type": "normal",
    }))
}

fn listeners(world: &World, estate: &Estate, balancer: usize) -> Vec<usize> {
    let mine = |thing: &Thing| matches!(thing, Thing::Listener { balancer: owner, .. } if *owner == balancer);
    hanging(world, estate, mine).map(|(place, _)| place).collect()
}

fn pool(world: &World, estate: &Estate, place: usize, listener: usize) -> Option<Value> {
    let members = ids(
        world,
        estate,
        |thing| matches!(thing, Thing::Member { pool, .. } if *pool == place),
    );
    let mut monitor = hanging(
        world,
        estate,
        |thing| matches!(thing, Thing::Monitor { pool } if *pool == place),
    );
    let monitor = monitor.next().map(|(_, part)| part.id);
    let Thing::Listener { balancer, .. } = &estate.parts.get(listener)?.thing else {
        return None;
    };
    Some(json!({
        "description": "", "protocol": "TCP", "lb_algorithm": "ROUND_ROBIN", "session_persistence": null,
        "loadbalancers": [{"id": estate.id(*balancer)}], "listeners": [{"id": estate.id(listener)}],
        "healthmonitor_id": monitor, "members": members, "tls_container_ref": null, "ca_tls_container_ref": null,
        "crl_container_ref": null, "tls_enabled": false, "tls_ciphers": null, "tls_versions": null,
        "alpn_protocols": null,
    }))
}

fn status(world: &World, caller: &Caller, wanted: &str) -> Reply {
    let Some(id) = Id::parse(wanted) else {
        return missing(&format!("Load Balancer {wanted} not found."));
    };
    for estate in world
        .estates()
        .filter(|estate| caller.admin || estate.project == caller.project)
    {
        let mut balancers = hanging(world, estate, |thing| matches!(thing, Thing::Balancer { .. }));
        if let Some((place, part)) = balancers.find(|(_, part)| part.id == id) {
            let tree = branch(
                world,
                part,
                json!({"listeners": listener_tree(world, estate, place)}),
            );
            return Reply::ok(json!({"statuses": {"loadbalancer": tree}}));
        }
    }
    missing(&format!("Load Balancer {wanted} not found."))
}

fn branch(world: &World, part: &Part, more: Value) -> Value {
    let (provisioning, operating) = states(world, part);
    let name = if matches!(part.thing, Thing::Monitor { .. } | Thing::Member { .. }) {
        ""
    } else {
        &part.title
    };
    let mut body = json!({
        "id": part.id, "name": name, "operating_status": operating, "provisioning_status": provisioning,
    });
    if let (Some(fields), Value::Object(more)) = (body.as_object_mut(), more) {
        fields.extend(more);
    }
    body
}

fn listener_tree(world: &World, estate: &Estate, balancer: usize) -> Vec<Value> {
    let mut tree = Vec::new();
    for listener in listeners(world, estate, balancer) {
        let Some(part) = estate.parts.get(listener) else {
            continue;
        };
        let pools = hanging(
            world,
            estate,
            |thing| matches!(thing, Thing::Pool { listener: mine } if *mine == listener),
        );
        let pools: Vec<Value> = pools
            .map(|(place, part)| pool_tree(world, estate, place, part))
            .collect();
        tree.push(branch(world, part, json!({"pools": pools})));
    }
    tree
}

fn pool_tree(world: &World, estate: &Estate, place: usize, part: &Part) -> Value {
    let members = hanging(
        world,
        estate,
        |thing| matches!(thing, Thing::Member { pool, .. } if *pool == place),
    );
    let members = members.map(|(_, part)| {
        let Thing::Member { address, port, .. } = &part.thing else {
            return Value::Null;
        };
        branch(world, part, json!({"address": address, "protocol_port": port}))
    });
    let mut more = json!({"members": members.collect::<Vec<Value>>()});
    let mut monitors = hanging(
        world,
        estate,
        |thing| matches!(thing, Thing::Monitor { pool } if *pool == place),
    );
    if let (Some((_, monitor)), Some(fields)) = (monitors.next(), more.as_object_mut()) {
        fields.insert(
            "health_monitor".to_owned(),
            branch(world, monitor, json!({"type": "TCP"})),
        );
    }
    branch(world, part, more)
}
