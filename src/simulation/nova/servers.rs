//! Nova's servers.

use serde_json::{Map, Value, json};

use super::super::estate::{Estate, Fate, Part, ServerThing, Thing};
use super::super::http::{Reply, Service, page, refuse};
use super::super::id::Id;
use super::super::timeline::Phase;
use super::super::world::World;
use super::{Call, console, links, missing, next_link};

type Row<'a> = (&'a Estate, &'a Part, &'a ServerThing);

fn rows<'a>(world: &'a World, call: &Call<'_>) -> Vec<Row<'a>> {
    let all = call.caller.admin
        && call
            .request
            .parameter("all_tenants")
            .is_some_and(|value| value != "0");
    let mut rows = Vec::new();
    for estate in world
        .estates()
        .filter(|estate| all || estate.project == call.caller.project)
    {
        rows.extend(
            estate
                .servers(world.now)
                .map(|(part, server)| (estate, part, server)),
        );
    }
    // Newest first, as Nova does.
    rows.sort_by_key(|(_, part, _)| (std::cmp::Reverse(part.life.born()), part.id));
    rows
}

/// The list, brief or with everything.
pub(super) fn list(world: &World, call: &Call<'_>, detail: bool) -> Reply {
    let request = call.request;
    let mut rows = rows(world, call);
    rows.retain(|(_, part, server)| {
        let name = request
            .parameter("name")
            .is_none_or(|name| part.title.contains(name.trim_start_matches('^')));
        let uuid = request
            .parameter("uuid")
            .is_none_or(|id| part.id.to_string() == id);
        name && uuid
            && request
                .parameter("status")
                .is_none_or(|wanted| status(world, part, server).0 == wanted)
    });
    let limit = Some(request.number("limit").unwrap_or(1000).min(1000)).filter(|limit| *limit > 0);
    let (rows, next) = page(rows, limit, request.parameter("marker"), |(_, part, _)| {
        part.id.to_string()
    });
    let shown: Vec<Value> = rows
        .into_iter()
        .map(|(estate, part, server)| {
            if detail {
                told(world, call, (estate, part, server))
            } else {
                json!({"id": part.id, "name": part.title, "links": links(world, "servers", part.id)})
            }
        })
        .collect();
    let mut body = json!({"servers": shown});
    if let (Some(limit), Some(next), Some(fields)) = (limit, next, body.as_object_mut()) {
        fields.insert(
            "servers_links".to_owned(),
            next_link(world, request, limit, &next),
        );
    }
    Reply::ok(body)
}

fn find<'a>(world: &'a World, call: &Call<'_>, wanted: &str) -> Option<Row<'a>> {
    let id = Id::parse(wanted)?;
    let mine = world
        .estates()
        .filter(|estate| call.caller.admin || estate.project == call.caller.project);
    let mut servers = mine.flat_map(|estate| {
        estate
            .servers(world.now)
            .map(move |(part, server)| (estate, part, server))
    });
    servers.find(|(_, part, _)| part.id == id)
}

fn absent(wanted: &str) -> Reply {
    missing(&format!("Instance {wanted} could not be found."))
}

/// One server.
pub(super) fn show(world: &World, call: &Call<'_>, wanted: &str) -> Reply {
    let Some((estate, part, server)) = find(world, call, wanted) else {
        return absent(wanted);
    };
    let mut body = told(world, call, (estate, part, server));
    let group = server.group.and_then(|group| estate.id(group));
    if let (true, Some(fields)) = (call.minor >= 71, body.as_object_mut()) {
        fields.insert(
            "server_groups".to_owned(),
            json!(group.into_iter().collect::<Vec<Id>>()),
        );
    }
    Reply::ok(json!({"server": body}))
}

/// Nova's status, the state of the machine, and its power.
fn status(world: &World, part: &Part, server: &ServerThing) -> (&'static str, &'static str, u8) {
    let phase = part.life.at(world.now).map(|step| step.phase);
    let failed = phase == Some(Phase::Failed) && server.fault.is_some();
    match (failed, server.fate, part.life.ready(world.now)) {
        (true, _, _) => ("ERROR", "error", 0),
        (false, Fate::Stopped, _) => ("SHUTOFF", "stopped", 4),
        (false, Fate::Runs | Fate::Removed, true) => ("ACTIVE", "active", 1),
        (false, Fate::Runs | Fate::Removed, false) => ("BUILD", "building", 0),
    }
}

/// A server as this caller may see it.
fn told(world: &World, call: &Call<'_>, (estate, part, server): Row<'_>) -> Value {
    let mut body = shown(world, estate, part, server, call.minor);
    if !call.caller.admin {
        return body;
    }
    let host = (status(world, part, server).0 != "ERROR").then_some("compute-1");
    let number = part.id.letters(8);
    let more = json!({
        "OS-EXT-SRV-ATTR:host": host, "OS-EXT-SRV-ATTR:hypervisor_hostname": host,
        "OS-EXT-SRV-ATTR:instance_name": format!("instance-{number}"), "OS-EXT-SRV-ATTR:kernel_id": "",
        "OS-EXT-SRV-ATTR:launch_index": 0, "OS-EXT-SRV-ATTR:ramdisk_id": "",
        "OS-EXT-SRV-ATTR:reservation_id": format!("r-{number}"), "OS-EXT-SRV-ATTR:root_device_name": "/dev/vda",
        "OS-EXT-SRV-ATTR:user_data": "I2lnbml0aW9u", "host_status": if host.is_some() { "UP" } else { "" },
    });
    if let (Some(fields), Value::Object(more)) = (body.as_object_mut(), more) {
        fields.extend(more);
    }
    body
}

/// A server with all its fields.
pub(in super::super) fn shown(
    world: &World,
    estate: &Estate,
    part: &Part,
    server: &ServerThing,
    minor: u32,
) -> Value {
    let mut fields = common(world, estate, part, server);
    fields.insert("flavor".to_owned(), flavor(world, server, minor));
    if minor >= 9 {
        fields.insert("locked".to_owned(), json!(false));
    }
    if minor >= 19 {
        fields.insert("description".to_owned(), Value::Null);
    }
    if minor >= 26 {
        fields.insert("tags".to_owned(), json!([]));
    }
    if minor >= 63 {
        fields.insert("trusted_image_certificates".to_owned(), Value::Null);
    }
    if minor >= 73 {
        fields.insert("locked_reason".to_owned(), Value::Null);
    }
    if minor >= 90 {
        fields.insert("OS-EXT-SRV-ATTR:hostname".to_owned(), json!(part.title));
    }
    if minor >= 96 {
        fields.insert("pinned_availability_zone".to_owned(), Value::Null);
    }
    let born = part.life.born().unwrap_or(0);
    let (word, _, _) = status(world, part, server);
    if let (Some(fault), "ERROR") = (server.fault, word) {
        let fault = json!({"code": 500, "created": world.calendar.zulu(born + 20), "message": fault});
        fields.insert("fault".to_owned(), fault);
    }
    Value::Object(fields)
}

fn common(world: &World, estate: &Estate, part: &Part, server: &ServerThing) -> Map<String, Value> {
    let (word, state, power) = status(world, part, server);
    let born = part.life.born().unwrap_or(0);
    let settled = part.life.settled().filter(|at| *at <= world.now);
    let launched = settled
        .filter(|_| part.life.ready(world.now))
        .map(|at| world.calendar.fine(at));
    let host = match word {
        "ERROR" => String::new(),
        _placed => format!("{}{}", part.id.child(9).plain(), part.id.child(8).plain())
            .chars()
            .take(56)
            .collect(),
    };
    let title = |place: Option<usize>| {
        place
            .and_then(|place| estate.parts.get(place))
            .map(|part| part.title.clone())
    };
    let image = server
        .image
        .as_deref()
        .and_then(|image| world.stock.image(image))
        .map(|image| {
            let href = format!("{}/compute/images/{}", world.base, image.id);
            json!({"id": image.id, "links": [{"rel": "bookmark", "href": href}]})
        });
    let volumes = server.volumes.iter().filter_map(|place| estate.parts.get(*place));
    let volumes = volumes.filter(|volume| volume.present(world.now) && part.life.ready(world.now));
    let volumes: Vec<Value> = volumes.map(|volume| json!({"id": volume.id})).collect();
    let body = json!({
        "accessIPv4": "", "accessIPv6": "", "addresses": addresses(world, estate, server),
        "created": world.calendar.zulu(born), "hostId": host, "id": part.id,
        "image": image.unwrap_or_else(|| json!("")), "links": links(world, "servers", part.id), "metadata": {},
        "name": part.title, "status": word, "tenant_id": estate.project, "user_id": estate.user,
        "updated": world.calendar.zulu(settled.unwrap_or(born)), "OS-DCF:diskConfig": "MANUAL",
        "progress": 0, "OS-EXT-AZ:availability_zone": if word == "ERROR" { "" } else { "nova" }, "config_drive": "",
        "key_name": server.keypair, "OS-SRV-USG:launched_at": launched, "OS-SRV-USG:terminated_at": null,
        "security_groups": [{"name": title(server.rules)}],
        "OS-EXT-STS:task_state": (word == "BUILD").then_some("spawning"), "OS-EXT-STS:vm_state": state,
        "OS-EXT-STS:power_state": power, "os-extended-volumes:volumes_attached": volumes,
    });
    if let Value::Object(fields) = body {
        fields
    } else {
        Map::new()
    }
}

fn addresses(world: &World, estate: &Estate, server: &ServerThing) -> Value {
    let Some(port) = estate
        .parts
        .get(server.port)
        .filter(|port| port.present(world.now))
    else {
        return json!({});
    };
    let Thing::Port(thing) = &port.thing else {
        return json!({});
    };
    let network = estate
        .parts
        .get(thing.network)
        .map(|network| network.title.clone())
        .unwrap_or_default();
    let (fixed, floating) = estate.addresses(server, world.now);
    let entry = |address: &str, kind: &str| {
        let mac = port.id.mac();
        json!({"version": 4, "addr": address, "OS-EXT-IPS:type": kind, "OS-EXT-IPS-MAC:mac_addr": mac})
    };
    let fixed = fixed.map(|address| entry(address, "fixed"));
    let floating = floating.map(|address| entry(address, "floating"));
    json!({ network: fixed.into_iter().chain(floating).collect::<Vec<Value>>() })
}

fn flavor(world: &World, server: &ServerThing, minor: u32) -> Value {
    let Some(flavor) = world.stock.flavor(&server.flavor) else {
        return json!({});
    };
    if minor < 47 {
        let href = format!("{}/compute/flavors/{}", world.base, flavor.id);
        return json!({"id": flavor.id, "links": [{"rel": "bookmark", "href": href}]});
    }
    json!({
        "vcpus": flavor.vcpus, "ram": flavor.ram_mib, "disk": flavor.disk_gib, "ephemeral": 0, "swap": 0,
        "original_name": flavor.name, "extra_specs": {},
    })
}

/// Reboots, starts, stops, or shows the console.
pub(super) fn act(world: &mut World, call: &Call<'_>, wanted: &str) -> Reply {
    let Some((_, part, server)) = find(world, call, wanted) else {
        return absent(wanted);
    };
    let (id, title, fault) = (part.id, part.title.clone(), server.fault);
    let state = status(world, part, server).1;
    let body = call.request.json();
    if let Some(asked) = body.get("os-getConsoleOutput") {
        let born = part.life.born().unwrap_or(0);
        let up = (world.now - born).max(0);
        let settled = part.life.ready(world.now);
        return match fault {
            // No host has ever had it.
            Some(_) => {
                let message = format!("Instance {wanted} is not ready");
                refuse(Service::Compute, 409, "conflictingRequest", &message)
            }
            None => {
                let whole = console::written(&title, up, settled);
                let length = asked.get("length").and_then(|length| match length {
                    Value::Number(number) => number.as_u64(),
                    Value::String(text) => text.parse().ok(),
                    Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
                });
                Reply::ok(json!({"output": console::tail(&whole, length)}))
            }
        };
    }
    let actions = [
        ("reboot", Fate::Runs),
        ("os-start", Fate::Runs),
        ("os-stop", Fate::Stopped),
    ];
    let Some((action, fate)) = actions.into_iter().find(|(name, _)| body.get(*name).is_some()) else {
        return refuse(Service::Compute, 400, "badRequest", "There is no such action");
    };
    let word = action.trim_start_matches("os-");
    if !call.caller.may_write {
        let message = format!("Policy doesn't allow os_compute_api:servers:{word} to be performed.");
        return refuse(Service::Compute, 403, "forbidden", &message);
    }
    let soft = body.pointer("/reboot/type").and_then(Value::as_str) == Some("SOFT");
    let allowed = match action {
        "os-start" => state == "stopped",
        "os-stop" => ["active", "error"].contains(&state),
        _reboot => state == "active" || (!soft && ["stopped", "error"].contains(&state)),
    };
    if !allowed {
        let message = format!("Cannot '{word}' instance {id} while it is in vm_state {state}");
        return refuse(Service::Compute, 409, "conflictingRequest", &message);
    }
    world.set_fate(id, fate);
    Reply::empty(202)
}

/// Takes a server away; its cluster is not told.
pub(super) fn delete(world: &mut World, call: &Call<'_>, wanted: &str) -> Reply {
    let Some((_, part, _)) = find(world, call, wanted) else {
        return absent(wanted);
    };
    if !call.caller.may_write {
        let message = "Policy doesn't allow os_compute_api:servers:delete to be performed.";
        return refuse(Service::Compute, 403, "forbidden", message);
    }
    let id = part.id;
    world.set_fate(id, Fate::Removed);
    Reply::empty(204)
}

/// What was done to a server.
pub(super) fn history(world: &World, call: &Call<'_>, wanted: &str) -> Reply {
    let Some((estate, part, _)) = find(world, call, wanted) else {
        return absent(wanted);
    };
    let born = part.life.born().unwrap_or(0);
    let action = json!({
        "action": "create", "instance_uuid": part.id, "request_id": format!("req-{}", part.id.child(5)),
        "user_id": estate.user, "project_id": estate.project, "start_time": world.calendar.fine(born),
        "message": null, "updated_at": world.calendar.fine(part.life.settled().unwrap_or(born)),
    });
    Reply::ok(json!({"instanceActions": [action]}))
}

/// A server's ports.
pub(super) fn interfaces(world: &World, call: &Call<'_>, wanted: &str) -> Reply {
    let Some((estate, _, server)) = find(world, call, wanted) else {
        return absent(wanted);
    };
    let port = estate.parts.get(server.port);
    let Some(Thing::Port(thing)) = port.map(|port| &port.thing) else {
        return Reply::ok(json!({"interfaceAttachments": []}));
    };
    let id = port.map(|port| port.id);
    let attachment = json!({
        "net_id": estate.id(thing.network), "port_id": id, "mac_addr": id.map(Id::mac), "port_state": "ACTIVE",
        "fixed_ips": [{"subnet_id": estate.id(thing.subnet), "ip_address": thing.address}], "tag": null,
    });
    Reply::ok(json!({"interfaceAttachments": [attachment]}))
}
