//! Cinder: volumes, their types and the limits.

use serde_json::{Value, json};

use super::estate::{Estate, Part, Thing};
use super::http::{Reply, Request, Service, page, refuse, unauthorized};
use super::identity::Caller;
use super::world::World;

/// Answers a request to Cinder.
pub(super) fn serve(world: &mut World, request: &Request) -> Reply {
    let parts = request.parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let reply = if let [] | ["v3"] = parts.as_slice() {
        Reply::json(if parts.is_empty() { 300 } else { 200 }, versions(&world.base))
    } else {
        let token = request.header("x-auth-token").unwrap_or_default();
        let Some(caller) = world.identity.caller(token, world.now) else {
            return unauthorized(Service::Volume, &world.base);
        };
        route(world, &caller, request, parts.get(2..).unwrap_or_default())
    };
    let asked = request.header("openstack-api-version").unwrap_or("volume 3.0");
    reply
        .with("openstack-api-version", asked)
        .with("vary", "OpenStack-API-Version")
}

fn versions(base: &str) -> Value {
    let kind = "application/vnd.openstack.volume+json;version=3";
    json!({"versions": [{
        "id": "v3.0", "status": "CURRENT", "version": "3.71", "min_version": "3.0", "updated": "2023-08-31T00:00:00Z",
        "links": [
            {"rel": "describedby", "type": "text/html", "href": "https://docs.openstack.org/"},
            {"rel": "self", "href": format!("{base}/volume/v3/")},
        ],
        "media-types": [{"base": "application/json", "type": kind}],
    }]})
}

fn route(world: &World, caller: &Caller, request: &Request, parts: &[&str]) -> Reply {
    match (request.method.as_str(), parts) {
        ("GET", ["volumes"] | ["volumes", "detail"]) => list(world, caller, request, parts.len() == 2),
        ("GET", ["volumes", id]) => {
            let mut volumes = volumes(world, caller);
            let found = volumes.find(|(_, part)| part.id.to_string() == *id);
            match found.and_then(|(estate, part)| shown(world, estate, part)) {
                Some(body) => Reply::ok(json!({"volume": body})),
                None => {
                    let message = format!("Volume {id} could not be found.");
                    refuse(Service::Volume, 404, "itemNotFound", &message)
                }
            }
        }
        ("GET", ["limits"]) => limits(world, caller),
        ("GET", ["types"]) => {
            let types = world.stock.volume_types.iter().map(|(id, name)| {
                json!({
                    "id": id, "name": name, "is_public": true, "description": null, "extra_specs": {},
                    "os-volume-type-access:is_public": true,
                })
            });
            Reply::ok(json!({"volume_types": types.collect::<Vec<Value>>()}))
        }
        ("GET", ["os-quota-sets", project]) => Reply::ok(json!({"quota_set": {
            "id": project, "volumes": 100, "snapshots": 10, "gigabytes": 10_000, "backups": 10,
            "backup_gigabytes": 1000, "per_volume_gigabytes": -1, "groups": 10,
        }})),
        _unknown => refuse(
            Service::Volume,
            404,
            "itemNotFound",
            "The resource could not be found.",
        ),
    }
}

fn volumes<'a>(world: &'a World, caller: &'a Caller) -> impl Iterator<Item = (&'a Estate, &'a Part)> {
    let things = world
        .things(&caller.project)
        .filter(|(_, _, part)| matches!(part.thing, Thing::Volume { .. }));
    things.map(|(estate, _, part)| (estate, part))
}

fn list(world: &World, caller: &Caller, request: &Request, detail: bool) -> Reply {
    let rows: Vec<(&Estate, &Part)> = volumes(world, caller).collect();
    let limit = Some(request.number("limit").unwrap_or(1000).min(1000)).filter(|limit| *limit > 0);
    let (rows, next) = page(rows, limit, request.parameter("marker"), |(_, part)| {
        part.id.to_string()
    });
    let rows = rows.into_iter().filter_map(|(estate, part)| {
        if detail {
            return shown(world, estate, part);
        }
        Some(json!({"id": part.id, "name": part.title, "links": links(world, estate, part)}))
    });
    let rows: Vec<Value> = rows.collect();
    let mut body = json!({"volumes": rows});
    if let (Some(limit), Some(next), Some(fields)) = (limit, next, body.as_object_mut()) {
        let href = format!("{}{}?limit={limit}&marker={next}", world.base, request.path);
        fields.insert("volumes_links".to_owned(), json!([{"rel": "next", "href": href}]));
    }
    Reply::ok(body)
}

fn links(world: &World, estate: &Estate, part: &Part) -> Value {
    let (base, project, id) = (&world.base, &estate.project, part.id);
    json!([
        {"rel": "self", "href": format!("{base}/volume/v3/{project}/volumes/{id}")},
        {"rel": "bookmark", "href": format!("{base}/volume/{project}/volumes/{id}")},
    ])
}

/// A volume with all its fields.
pub(super) fn shown(world: &World, estate: &Estate, part: &Part) -> Option<Value> {
    let Thing::Volume {
        size_gib,
        server,
        device,
        image,
        kind,
    } = &part.thing
    else {
        return None;
    };
    let born = part.life.born().unwrap_or(0);
    let updated = part.life.settled().filter(|at| *at <= world.now).unwrap_or(born);
    let server = server.and_then(|place| estate.parts.get(place));
    let server = server.filter(|server| server.present(world.now) && server.life.ready(world.now));
    let ready = part.life.ready(world.now);
    let status = match (server.is_some(), ready) {
        (true, _) => "in-use",
        (false, true) => "available",
        (false, false) => "creating",
    };
    let attachment = server.map(|server| {
        json!({
            "id": part.id, "attachment_id": part.id.child(1), "volume_id": part.id, "server_id": server.id,
            "host_name": null, "device": device, "attached_at": world.calendar.fine(updated),
        })
    });
    let mut body = json!({
        "id": part.id, "status": status, "size": size_gib, "availability_zone": "nova",
        "created_at": world.calendar.fine(born), "updated_at": world.calendar.fine(updated), "name": part.title,
        "description": null, "volume_type": kind, "snapshot_id": null, "source_volid": null, "metadata": {},
        "links": links(world, estate, part), "user_id": estate.user, "bootable": image.is_some().to_string(),
        "encrypted": false, "replication_status": null, "consistencygroup_id": null, "multiattach": false,
        "attachments": attachment.into_iter().collect::<Vec<Value>>(),
        "os-vol-tenant-attr:tenant_id": estate.project,
    });
    let image = image.as_deref().and_then(|image| world.stock.image(image));
    if let (Some(image), Some(fields)) = (image, body.as_object_mut()) {
        let about = json!({
            "os_version": image.version, "os_distro": image.distro, "image_id": image.id, "image_name": image.name,
            "checksum": image.id.child(3).plain(), "container_format": "bare", "disk_format": "qcow2",
            "min_disk": "10", "min_ram": "0", "size": image.size.to_string(),
        });
        fields.insert("volume_image_metadata".to_owned(), about);
    }
    Some(body)
}

fn limits(world: &World, caller: &Caller) -> Reply {
    let (mut count, mut size) = (0, 0);
    for (_, part) in volumes(world, caller) {
        if let Thing::Volume { size_gib, .. } = &part.thing {
            count += 1;
            size += size_gib;
        }
    }
    Reply::ok(json!({"limits": {"rate": [], "absolute": {
        "maxTotalVolumes": 200, "maxTotalSnapshots": 10, "maxTotalVolumeGigabytes": 10_000, "maxTotalBackups": 10,
        "maxTotalBackupGigabytes": 1000, "totalVolumesUsed": count, "totalGigabytesUsed": size,
        "totalSnapshotsUsed": 0, "totalBackupsUsed": 0, "totalBackupGigabytesUsed": 0,
    }}}))
}
