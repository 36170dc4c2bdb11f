//! Cinder: volumes, their types and the limits.

mod writes;

use serde_json::{Value, json};

use super::estate::{Estate, Part, Thing};
use super::http::{Reply, Request, Service, page, refuse, unauthorized};
use super::id::Id;
use super::identity::Caller;
use super::own::{self, word};
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

fn route(world: &mut World, caller: &Caller, request: &Request, parts: &[&str]) -> Reply {
    let answer = match (request.method.as_str(), parts) {
        ("GET", ["volumes"] | ["volumes", "detail"]) => list(world, caller, request, parts.len() == 2),
        ("POST", ["volumes"]) => writes::create(world, caller, request),
        ("PUT", ["volumes", id]) => writes::update(world, caller, request, id),
        ("DELETE", ["volumes", id]) => writes::delete(world, caller, id),
        ("GET", ["volumes", id]) => {
            let mut rows = rows(world, caller).into_iter();
            let found = rows.find(|row| word(row, "id") == *id);
            found
                .map(|row| Reply::ok(json!({"volume": row})))
                .ok_or_else(|| absent(id))
        }
        ("GET", ["limits"]) => Ok(absolute(world, caller)),
        ("GET", ["types"]) => {
            let types = world.stock.volume_types.iter().map(|(id, name)| {
                json!({
                    "id": id, "name": name, "is_public": true, "description": null, "extra_specs": {},
                    "os-volume-type-access:is_public": true,
                })
            });
            Ok(Reply::ok(json!({"volume_types": types.collect::<Vec<Value>>()})))
        }
        ("GET", ["os-quota-sets", project]) => Ok(quota(world, request, project)),
        _unknown => Err(refuse(
            Service::Volume,
            404,
            "itemNotFound",
            "The resource could not be found.",
        )),
    };
    answer.unwrap_or_else(|refusal| refusal)
}

fn absent(id: &str) -> Reply {
    let message = format!("Volume {id} could not be found.");
    refuse(Service::Volume, 404, "itemNotFound", &message)
}

/// The volumes of the caller's project with all their fields.
fn rows(world: &World, caller: &Caller) -> Vec<Value> {
    let things = world.things(&caller.project);
    let mut rows: Vec<Value> = things
        .filter_map(|(estate, _, part)| shown(world, estate, part))
        .collect();
    let mine = world
        .own
        .all("volumes")
        .filter(|fields| own::text(fields, "project_id") == caller.project);
    rows.extend(mine.cloned().map(Value::Object));
    let seen = rows.into_iter().filter_map(|row| world.own.seen(row));
    seen.map(|row| settled(world, row)).collect()
}

/// Lets a new volume become available when its time has come.
fn settled(world: &World, mut row: Value) -> Value {
    let Some(fields) = row.as_object_mut() else {
        return row;
    };
    let ready = fields.remove(writes::READY).and_then(|second| second.as_i64());
    fields.remove("project_id");
    if let Some(ready) = ready.filter(|second| world.now >= *second) {
        fields.insert("status".to_owned(), json!("available"));
        if fields.get("updated_at") == Some(&Value::Null) {
            fields.insert("updated_at".to_owned(), json!(world.calendar.fine(ready)));
        }
    }
    row
}

fn list(world: &World, caller: &Caller, request: &Request, detail: bool) -> Result<Reply, Reply> {
    if request
        .parameter("limit")
        .is_some_and(|limit| limit.parse::<usize>().is_err())
    {
        let message = "limit param must be an integer";
        return Err(refuse(Service::Volume, 400, "badRequest", message));
    }
    let limit = Some(request.number("limit").unwrap_or(1000).min(1000)).filter(|limit| *limit > 0);
    let (rows, next) = page(rows(world, caller), limit, request.parameter("marker"), |row| {
        word(row, "id").to_owned()
    });
    let rows = rows.into_iter().map(|row| {
        if detail {
            return row;
        }
        json!({"id": row.get("id"), "name": row.get("name"), "links": row.get("links")})
    });
    let rows: Vec<Value> = rows.collect();
    let mut body = json!({"volumes": rows});
    if let (Some(limit), Some(next), Some(fields)) = (limit, next, body.as_object_mut()) {
        let href = format!("{}{}?limit={limit}&marker={next}", world.base, request.path);
        fields.insert("volumes_links".to_owned(), json!([{"rel": "next", "href": href}]));
    }
    Ok(Reply::ok(body))
}

fn row_links(world: &World, project: &str, id: Id) -> Value {
    let base = &world.base;
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
        "links": row_links(world, &estate.project, part.id), "user_id": estate.user, "bootable": image.is_some().to_string(),
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

/// What a project may have of volumes, and what it has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    volumes: i64,
    volumes_used: i64,
    gigabytes: i64,
    gigabytes_used: i64,
}

impl Limits {
    /// How many GiB are left.
    pub(super) fn left(&self) -> i64 {
        self.gigabytes.saturating_sub(self.gigabytes_used)
    }
}

/// The limits of a project.
pub(super) fn limits(world: &World, project: &str) -> Limits {
    let mut limits = Limits {
        volumes: 200,
        volumes_used: 0,
        gigabytes: world.margin.map_or(10_000, |margin| margin.gigabytes),
        gigabytes_used: 0,
    };
    for (_, _, part) in world.things(project) {
        if let Thing::Volume { size_gib, .. } = &part.thing {
            limits.volumes_used += 1;
            limits.gigabytes_used += i64::from(*size_gib);
        }
    }
    for fields in world.own.all("volumes") {
        if own::text(fields, "project_id") == project {
            limits.volumes_used += 1;
            limits.gigabytes_used += fields.get("size").and_then(Value::as_i64).unwrap_or(0);
        }
    }
    limits
}

fn absolute(world: &World, caller: &Caller) -> Reply {
    let limits = limits(world, &caller.project);
    Reply::ok(json!({"limits": {"rate": [], "absolute": {
        "maxTotalVolumes": limits.volumes, "maxTotalSnapshots": 10, "maxTotalVolumeGigabytes": limits.gigabytes,
        "maxTotalBackups": 10, "maxTotalBackupGigabytes": 1000, "totalVolumesUsed": limits.volumes_used,
        "totalGigabytesUsed": limits.gigabytes_used, "totalSnapshotsUsed": 0, "totalBackupsUsed": 0,
        "totalBackupGigabytesUsed": 0,
    }}}))
}

fn quota(world: &World, request: &Request, project: &str) -> Reply {
    let limits = limits(world, project);
    let usage = request
        .parameter("usage")
        .is_some_and(|text| text.eq_ignore_ascii_case("true"));
    let entry = |limit: i64, used: i64| {
        if usage {
            json!({"limit": limit, "in_use": used, "reserved": 0})
        } else {
            json!(limit)
        }
    };
    let mut body = own::fields(json!({
        "id": project, "volumes": entry(limits.volumes, limits.volumes_used), "snapshots": entry(10, 0),
        "gigabytes": entry(limits.gigabytes, limits.gigabytes_used), "backups": entry(10, 0),
        "backup_gigabytes": entry(1000, 0), "per_volume_gigabytes": entry(-1, 0), "groups": entry(10, 0),
    }));
    for (_, kind) in &world.stock.volume_types {
        for what in ["volumes", "gigabytes", "snapshots"] {
            body.insert(format!("{what}_{kind}"), entry(-1, 0));
        }
    }
    Reply::ok(json!({"quota_set": body}))
}
