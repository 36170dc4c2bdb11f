//! Nova: servers, flavors, key pairs, server groups, limits and availability zones, by microversion.

mod console;
mod keypairs;
mod servers;

use serde_json::{Value, json};

use super::estate::{Estate, Part, Thing};
use super::http::{Body, Reply, Request, Service, page, refuse, unauthorized};
use super::id::Id;
use super::identity::Caller;
use super::stock::Flavor;
use super::world::World;

pub(super) use servers::shown as server_shown;

const NEWEST: u32 = 104;

/// A request to Nova with what every handler needs of it.
struct Call<'a> {
    request: &'a Request,
    caller: Caller,
    minor: u32,
}

/// Answers a request to Nova.
pub(super) fn serve(world: &mut World, request: &Request) -> Reply {
    let parts = request.parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    if parts.is_empty() {
        let mut newest = version(&world.base);
        if let Some(fields) = newest.as_object_mut() {
            // The list says less than the version's own document.
            fields.remove("media-types");
            let links = json!([{"rel": "self", "href": format!("{}/compute/v2.1/", world.base)}]);
            fields.insert("links".to_owned(), links);
        }
        return Reply::ok(json!({"versions": [old_version(&world.base), newest]}));
    }
    let (minor, asked) = match asked_version(request) {
        Ok(minor) => (minor, format!("2.{minor}")),
        Err(asked) => {
            let message = format!(
                "Version {asked} is not supported by the API. Minimum is 2.1 and maximum is 2.{NEWEST}."
            );
            return versioned(refuse(Service::Compute, 406, "computeFault", &message), &asked);
        }
    };
    if let ["v2.1"] = parts.as_slice() {
        return versioned(Reply::ok(json!({"version": version(&world.base)})), &asked);
    }
    let token = request.header("x-auth-token").unwrap_or_default();
    let Some(caller) = world.identity.caller(token, world.now) else {
        return unauthorized(Service::Compute, &world.base);
    };
    let call = Call {
        request,
        caller,
        minor,
    };
    let reply = route(world, &call, parts.get(1..).unwrap_or_default());
    let reply = reply.map(typed).unwrap_or_else(|| {
        refuse(
            Service::Compute,
            404,
            "itemNotFound",
            "The resource could not be found.",
        )
    });
    versioned(reply, &asked)
}

/// Nova names a type also where it sends nothing.
fn typed(reply: Reply) -> Reply {
    if matches!(reply.body, Body::Empty) {
        reply.with("content-type", "application/json")
    } else {
        reply
    }
}

fn route(world: &mut World, call: &Call<'_>, parts: &[&str]) -> Option<Reply> {
    let reply = match (call.request.method.as_str(), parts) {
        ("GET", ["servers"]) => servers::list(world, call, false),
        ("GET", ["servers", "detail"]) => servers::list(world, call, true),
        ("GET", ["servers", id]) => servers::show(world, call, id),
        ("DELETE", ["servers", id]) => servers::delete(world, call, id),
        ("POST", ["servers", id, "action"]) => servers::act(world, call, id),
        ("GET", ["servers", id, "os-instance-actions"]) => servers::history(world, call, id),
        ("GET", ["servers", id, "os-interface"]) => servers::interfaces(world, call, id),
        ("GET", ["flavors"]) => flavors(world, call, false),
        ("GET", ["flavors", "detail"]) => flavors(world, call, true),
        ("GET", ["flavors", id]) => match world.stock.flavor(id) {
            Some(flavor) => Reply::ok(json!({"flavor": flavor_shown(world, call, flavor, true)})),
            None => missing(&format!("Flavor {id} could not be found.")),
        },
        ("GET", ["os-keypairs"]) => keypairs::list(world, call),
        ("POST", ["os-keypairs"]) => keypairs::create(world, call),
        ("GET", ["os-keypairs", name]) => keypairs::show(world, call, name),
        ("DELETE", ["os-keypairs", name]) => keypairs::delete(world, call, name),
        ("GET", ["os-server-groups"]) => groups(world, call),
        ("GET", ["os-server-groups", id]) => match group(world, call, id) {
            Ok(body) => Reply::ok(json!({"server_group": body})),
            Err(refusal) => refusal,
        },
        ("DELETE", ["os-server-groups", id]) => match group(world, call, id) {
            Ok(_) if call.caller.may_write => {
                world.lose(id);
                Reply::empty(204)
            }
            Ok(_) => {
                let message = "Policy doesn't allow os_compute_api:os-server-groups:delete to be performed.";
                refuse(Service::Compute, 403, "forbidden", message)
            }
            Err(refusal) => refusal,
        },
        ("GET", ["limits"]) => limits(world, call),
        ("GET", ["os-quota-sets", project, ..]) => quota(world, project, parts.get(2).is_some()),
        ("GET", ["os-availability-zone"]) => {
            let zone = json!({"zoneName": "nova", "zoneState": {"available": true}, "hosts": null});
            Reply::ok(json!({"availabilityZoneInfo": [zone]}))
        }
        ("GET", ["os-services"]) if call.caller.admin => services(world),
        ("GET", [admins @ ("os-hypervisors" | "os-services"), ..]) => {
            let message = format!("Policy doesn't allow os_compute_api:{admins}:list to be performed.");
            refuse(Service::Compute, 403, "forbidden", &message)
        }
        _unknown => return None,
    };
    Some(reply)
}

/// Nova's own services, for admins.
fn services(world: &World) -> Reply {
    let row = |(number, (binary, zone)): (u64, (&str, &str))| {
        json!({
            "binary": binary, "host": "controller-1", "id": world.stock.id(number), "zone": zone, "status": "enabled",
            "state": "up", "updated_at": world.calendar.fine(world.now - world.now.rem_euclid(10)),
            "disabled_reason": null, "forced_down": false,
        })
    };
    let names = [
        ("nova-scheduler", "internal"),
        ("nova-conductor", "internal"),
        ("nova-compute", "nova"),
    ];
    let rows: Vec<Value> = (1..).zip(names).map(row).collect();
    Reply::ok(json!({"services": rows}))
}

fn asked_version(request: &Request) -> Result<u32, String> {
    let new = request.header("openstack-api-version").and_then(|header| {
        let (kind, version) = header.trim().split_once(' ')?;
        (kind == "compute").then_some(version)
    });
    let Some(asked) = new.or_else(|| request.header("x-openstack-nova-api-version")) else {
        return Ok(1);
    };
    if asked == "latest" {
        return Ok(NEWEST);
    }
    let minor = asked.strip_prefix("2.").and_then(|minor| minor.parse().ok());
    minor
        .filter(|minor| (1..=NEWEST).contains(minor))
        .ok_or_else(|| asked.to_owned())
}

fn versioned(reply: Reply, version: &str) -> Reply {
    reply
        .with("openstack-api-version", format!("compute {version}"))
        .with("x-openstack-nova-api-version", version)
        .with("vary", "OpenStack-API-Version, X-OpenStack-Nova-API-Version")
}

fn version(base: &str) -> Value {
    json!({
        "id": "v2.1", "status": "CURRENT", "version": format!("2.{NEWEST}"), "min_version": "2.1",
        "updated": "2013-07-23T11:33:21Z",
        "links": [
            {"rel": "self", "href": format!("{base}/compute/v2.1/")},
            {"rel": "describedby", "type": "text/html", "href": "http://docs.openstack.org/"},
        ],
        "media-types": [{"base": "application/json", "type": "application/vnd.openstack.compute+json;version=2.1"}],
    })
}

fn old_version(base: &str) -> Value {
    json!({
        "id": "v2.0", "status": "DEPRECATED", "version": "", "min_version": "", "updated": "2025-07-04T12:00:00Z",
        "links": [{"rel": "self", "href": format!("{base}/compute/v2/")}],
    })
}

fn missing(message: &str) -> Reply {
    refuse(Service::Compute, 404, "itemNotFound", message)
}

/// The pair of links of a Nova object.
fn links(world: &World, collection: &str, id: Id) -> Value {
    let base = &world.base;
    json!([
        {"rel": "self", "href": format!("{base}/compute/v2.1/{collection}/{id}")},
        {"rel": "bookmark", "href": format!("{base}/compute/{collection}/{id}")},
    ])
}

/// The link that Nova adds to a full page.
fn next_link(world: &World, request: &Request, limit: usize, marker: &str) -> Value {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in request
        .query
        .iter()
        .filter(|(key, _)| key != "limit" && key != "marker")
    {
        query.append_pair(key, value);
    }
    query
        .append_pair("limit", &limit.to_string())
        .append_pair("marker", marker);
    json!([{"rel": "next", "href": format!("{}{}?{}", world.base, request.path, query.finish())}])
}

fn flavors(world: &World, call: &Call<'_>, detail: bool) -> Reply {
    let all: Vec<&Flavor> = world.stock.flavors.iter().collect();
    let limit = call.request.number("limit").filter(|limit| *limit > 0);
    let (rows, next) = page(all, limit, call.request.parameter("marker"), |flavor| {
        flavor.id.to_string()
    });
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|flavor| flavor_shown(world, call, flavor, detail))
        .collect();
    let mut body = json!({"flavors": rows});
    if let (Some(limit), Some(next), Some(fields)) = (limit, next, body.as_object_mut()) {
        fields.insert(
            "flavors_links".to_owned(),
            next_link(world, call.request, limit, &next),
        );
    }
    Reply::ok(body)
}

fn flavor_shown(world: &World, call: &Call<'_>, flavor: &Flavor, detail: bool) -> Value {
    let mut body = json!({"id": flavor.id, "name": flavor.name, "links": links(world, "flavors", flavor.id)});
    let Some(fields) = body.as_object_mut() else {
        return body;
    };
    if call.minor >= 55 {
        fields.insert("description".to_owned(), Value::Null);
    }
    if !detail {
        return body;
    }
    let swap = if call.minor >= 75 { json!(0) } else { json!("") };
    let more = json!({
        "ram": flavor.ram_mib, "disk": flavor.disk_gib, "swap": swap, "OS-FLV-EXT-DATA:ephemeral": 0,
        "OS-FLV-DISABLED:disabled": false, "vcpus": flavor.vcpus, "os-flavor-access:is_public": true,
        "rxtx_factor": 1.0,
    });
    if let Value::Object(more) = more {
        fields.extend(more);
    }
    if call.minor >= 61 {
        fields.insert("extra_specs".to_owned(), json!({}));
    }
    body
}

/// A server group as Nova shows it.
pub(super) fn group_shown(world: &World, estate: &Estate, place: usize, part: &Part, minor: u32) -> Value {
    let Thing::ServerGroup { policy } = &part.thing else {
        return Value::Null;
    };
    let members = estate
        .servers(world.now)
        .filter(|(_, server)| server.group == Some(place));
    let members: Vec<Id> = members.map(|(part, _)| part.id).collect();
    let mut body = json!({"id": part.id, "name": part.title, "members": members});
    let more = if minor >= 64 {
        json!({"policy": policy, "rules": {}, "project_id": estate.project, "user_id": estate.user})
    } else {
        json!({"policies": [policy], "metadata": {}, "project_id": estate.project, "user_id": estate.user})
    };
    if let (Some(fields), Value::Object(more)) = (body.as_object_mut(), more) {
        fields.extend(more);
    }
    body
}

fn groups(world: &World, call: &Call<'_>) -> Reply {
    let things = world.things(&call.caller.project);
    let groups = things.filter(|(_, _, part)| matches!(part.thing, Thing::ServerGroup { .. }));
    let rows = groups.map(|(estate, place, part)| group_shown(world, estate, place, part, call.minor));
    let rows: Vec<Value> = rows.collect();
    let offset = call.request.number("offset").unwrap_or(0);
    let limit = call.request.number("limit").unwrap_or(1000).min(1000);
    let rows: Vec<Value> = rows.into_iter().skip(offset).take(limit).collect();
    Reply::ok(json!({"server_groups": rows}))
}

fn group(world: &World, call: &Call<'_>, wanted: &str) -> Result<Value, Reply> {
    let mut things = world.things(&call.caller.project);
    let group =
        |part: &Part| matches!(part.thing, Thing::ServerGroup { .. }) && part.id.to_string() == wanted;
    let found = things.find(|(_, _, part)| group(part));
    found
        .map(|(estate, place, part)| group_shown(world, estate, place, part, call.minor))
        .ok_or_else(|| missing(&format!("Instance group {wanted} could not be found.")))
}

/// Cores, memory, servers and server groups that a project uses.
fn used(world: &World, project: &str) -> (u32, u32, u32, u32) {
    let (mut cores, mut memory, mut servers, mut groups) = (0, 0, 0, 0);
    for (_, _, part) in world.things(project) {
        if let Thing::Server(server) = &part.thing {
            servers += 1;
            if let Some(flavor) = world.stock.flavor(&server.flavor) {
                cores += flavor.vcpus;
                memory += flavor.ram_mib;
            }
        } else if matches!(part.thing, Thing::ServerGroup { .. }) {
            groups += 1;
        }
    }
    (cores, memory, servers, groups)
}

/// How many servers a project may have, unless the world is bountiful.
const MAX_SERVERS: u32 = 150;

/// Limits of cores, servers, memory and server groups.
fn limits_of(world: &World) -> [u32; 4] {
    let [cores, servers, memory, groups] =
        [600, MAX_SERVERS, 1_638_400, 100].map(|limit: u32| limit.saturating_mul(world.bounty));
    [
        cores,
        world.margin.map_or(servers, |margin| margin.servers),
        memory,
        groups,
    ]
}

/// How many more servers a project may have.
pub(super) fn servers_left(world: &World, project: &str) -> u32 {
    let [_, servers, _, _] = limits_of(world);
    servers.saturating_sub(used(world, project).2)
}

fn limits(world: &World, call: &Call<'_>) -> Reply {
    let (cores, memory, servers, groups) = used(world, &call.caller.project);
    let [max_cores, max_instances, max_ram, max_groups] = limits_of(world);
    Reply::ok(json!({"limits": {"rate": [], "absolute": {
        "maxTotalCores": max_cores, "maxTotalInstances": max_instances, "maxTotalKeypairs": 100,
        "maxServerMeta": 128, "maxTotalRAMSize": max_ram, "maxServerGroups": max_groups,
        "maxServerGroupMembers": 10, "totalRAMUsed": memory, "totalCoresUsed": cores,
        "totalInstancesUsed": servers, "totalServerGroupsUsed": groups,
    }}}))
}

fn quota(world: &World, project: &str, detail: bool) -> Reply {
    let (cores, memory, servers, groups) = used(world, project);
    let [max_cores, max_instances, max_ram, max_groups] = limits_of(world);
    let entry = |limit: u32, used: u32| {
        if detail {
            json!({"limit": limit, "in_use": used, "reserved": 0})
        } else {
            json!(limit)
        }
    };
    Reply::ok(json!({"quota_set": {
        "id": project, "cores": entry(max_cores, cores), "instances": entry(max_instances, servers),
        "key_pairs": entry(100, 0), "metadata_items": entry(128, 0), "ram": entry(max_ram, memory),
        "server_group_members": entry(10, 0), "server_groups": entry(max_groups, groups),
    }}))
}
