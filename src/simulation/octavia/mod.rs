//! Octavia: load balancers with everything that hangs on them, and their status trees.

mod new;
mod rows;
mod shown;
mod writes;

use serde_json::{Value, json};

use super::estate::Thing;
use super::http::{Reply, Request, Service, page, refuse, unauthorized};
use super::identity::Caller;
use super::own::word;
use super::world::World;

pub(super) use shown::shown;

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
            return forbidden();
        }
        _unknown => return missing("Not Found"),
    };
    match (request.method.as_str(), parts) {
        ("GET", ["loadbalancers", id, "status" | "statuses"]) => status(world, &caller, id),
        ("GET", [collection @ ("loadbalancers" | "listeners"), id, "stats"]) => {
            let stats = json!({
                "bytes_in": 0, "bytes_out": 0, "active_connections": 0, "total_connections": 0, "request_errors": 0,
            });
            found(world, &caller, collection, id)
                .map_or_else(|refusal| refusal, |_| Reply::ok(json!({"stats": stats})))
        }
        ("GET", ["pools", pool, "members"]) => match found(world, &caller, "pools", pool) {
            Ok(_) => paged(world, request, "members", rows::members(world, pool)),
            Err(refusal) => refusal,
        },
        ("GET", ["pools", pool, "members", id]) => {
            let mut members = rows::members(world, pool).into_iter();
            match members.find(|row| word(row, "id") == *id) {
                Some(row) => Reply::ok(json!({"member": row})),
                None => missing(&format!("Member {id} not found.")),
            }
        }
        ("GET", ["providers"]) => Reply::ok(json!({"providers": [
            {"name": "amphora", "description": "The amphora driver"},
            {"name": "octavia", "description": "Deprecated alias of the amphora driver"},
        ]})),
        ("GET", ["quotas", project]) => quota(project),
        ("GET", [collection]) => list(world, &caller, request, collection),
        ("GET", [collection, id]) if COLLECTIONS.contains(collection) => {
            match found(world, &caller, collection, id) {
                Ok(body) => Reply::ok(json!({ singular(collection): body })),
                Err(refusal) => refusal,
            }
        }
        ("POST" | "PUT" | "DELETE", parts) => writes::write(world, &caller, request, parts),
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

/// The collections that there are.
const COLLECTIONS: [&str; 4] = ["loadbalancers", "listeners", "pools", "healthmonitors"];

fn list(world: &World, caller: &Caller, request: &Request, collection: &str) -> Reply {
    if ["flavors", "availabilityzones"].contains(&collection) {
        return paged(world, request, collection, Vec::new());
    }
    if !COLLECTIONS.contains(&collection) {
        return missing("Not Found");
    }
    let mut rows = rows::of(world, caller, collection);
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

/// One object that this caller may see.
fn found(world: &World, caller: &Caller, collection: &str, id: &str) -> Result<Value, Reply> {
    let mut rows = rows::of(world, caller, collection).into_iter();
    rows.find(|row| word(row, "id") == id)
        .ok_or_else(|| missing(&format!("{} {id} not found.", called(collection))))
}

/// What one of a collection is called in refusals.
fn called(collection: &str) -> &'static str {
    match collection {
        "loadbalancers" => "Load Balancer",
        "listeners" => "Listener",
        "pools" => "Pool",
        "members" => "Member",
        _other => "Health Monitor",
    }
}

/// The key of one of a collection in bodies.
fn singular(collection: &str) -> &str {
    collection.strip_suffix('s').unwrap_or(collection)
}

fn status(world: &World, caller: &Caller, wanted: &str) -> Reply {
    match found(world, caller, "loadbalancers", wanted) {
        Ok(row) => Reply::ok(json!({"statuses": {"loadbalancer": rows::tree(world, &row)}})),
        Err(refusal) => refusal,
    }
}

fn forbidden() -> Reply {
    refuse(
        Service::Balancing,
        403,
        "",
        "Policy does not allow this request to be performed.",
    )
}

/// Refuses in Octavia's words.
fn no(status: u16, message: &str) -> Reply {
    refuse(Service::Balancing, status, "", message)
}
