//! Making, changing and deleting volumes.

use serde_json::{Map, Value, json};

use super::super::http::{Reply, Request, Service, refuse};
use super::super::identity::Caller;
use super::super::own::{self, word};
use super::super::python;
use super::super::world::World;
use super::{absent, limits, row_links, rows};

/// The second in which a new volume can be used. Fields with this mark are never told.
pub(super) const READY: &str = "_ready";

const WORK_SECS: i64 = 3;

fn bad(message: &str) -> Reply {
    refuse(Service::Volume, 400, "badRequest", message)
}

fn forbidden(what: &str) -> Reply {
    let message = format!("Policy doesn't allow volume:{what} to be performed.");
    refuse(Service::Volume, 403, "forbidden", &message)
}

fn asked(request: &Request) -> Result<Map<String, Value>, Reply> {
    let body = request.json();
    let words =
        "The server could not comply with the request since it is either malformed or otherwise incorrect.";
    let volume = body.get("volume").and_then(Value::as_object).cloned();
    volume.ok_or_else(|| bad(words))
}

/// A new, empty volume.
pub(super) fn create(world: &mut World, caller: &Caller, request: &Request) -> Result<Reply, Reply> {
    let asked = asked(request)?;
    let size = match asked.get("size") {
        None | Some(Value::Null) => {
            let words = "The server could not comply with the request since it is either malformed or otherwise incorrect.";
            return Err(bad(words));
        }
        Some(size) => {
            let shown = python::text(size);
            let number: i64 = shown.parse().map_err(|_no_number| {
                let words = format!("'{shown}' does not match '^[0-9]+$'");
                bad(&format!(
                    "Invalid input for field/attribute size. Value: {shown}. {words}"
                ))
            })?;
            if number < 1 {
                let words = format!("{number} is less than the minimum of 1");
                return Err(bad(&format!(
                    "Invalid input for field/attribute size. Value: {shown}. {words}"
                )));
            }
            number
        }
    };
    if !caller.may_write {
        return Err(forbidden("create"));
    }
    let kind = asked.get("volume_type").and_then(Value::as_str).unwrap_or("ssd");
    let known = |(id, name): &(super::super::id::Id, &'static str)| *name == kind || id.to_string() == kind;
    let Some((_, kind)) = world.stock.volume_types.iter().find(|kind| known(kind)) else {
        let message = format!("Volume type with name {kind} could not be found.");
        return Err(refuse(Service::Volume, 404, "itemNotFound", &message));
    };
    room(world, caller, size)?;
    let said = |key: &str| asked.get(key).cloned().unwrap_or(Value::Null);
    let (id, now) = (world.mint.id(), world.now);
    let fields = own::fields(json!({
        "id": id, "status": "creating", "size": size, "availability_zone": "nova",
        "created_at": world.calendar.fine(now), "updated_at": null, "name": said("name"),
        "description": said("description"), "volume_type": kind, "snapshot_id": null, "source_volid": null,
        "metadata": asked.get("metadata").cloned().unwrap_or_else(|| json!({})),
        "links": row_links(world, &caller.project, id), "user_id": caller.user, "bootable": "false",
        "encrypted": false, "replication_status": null, "consistencygroup_id": null, "multiattach": false,
        "attachments": [], "os-vol-tenant-attr:tenant_id": caller.project, "project_id": caller.project,
        READY: now + WORK_SECS,
    }));
    let mut shown = fields.clone();
    shown.retain(|key, _| {
        !key.starts_with('_') && key != "project_id" && key != "os-vol-tenant-attr:tenant_id"
    });
    world.own.add("volumes", fields);
    Ok(Reply::json(202, json!({"volume": shown})))
}

/// Whether the quota has room for one more volume of this size.
fn room(world: &World, caller: &Caller, size: i64) -> Result<(), Reply> {
    let limits = limits(world, &caller.project);
    let message = if limits.volumes_used >= limits.volumes {
        format!(
            "VolumeLimitExceeded: Maximum number of volumes allowed ({}) exceeded for quota 'volumes'.",
            limits.volumes
        )
    } else if limits.gigabytes_used + size > limits.gigabytes {
        format!(
            "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota. Requested \
             {size}G, quota is {}G and {}G has been consumed.",
            limits.gigabytes, limits.gigabytes_used
        )
    } else {
        return Ok(());
    };
    let body = json!({"overLimit": {"code": 413, "message": message, "retryAfter": "0"}});
    Err(Reply::json(413, body).with("retry-after", "0"))
}

fn mine(world: &World, caller: &Caller, id: &str) -> Result<Value, Reply> {
    let mut rows = rows(world, caller).into_iter();
    rows.find(|row| word(row, "id") == id).ok_or_else(|| absent(id))
}

/// Another name or description.
pub(super) fn update(
    world: &mut World,
    caller: &Caller,
    request: &Request,
    id: &str,
) -> Result<Reply, Reply> {
    let mut asked = asked(request)?;
    let known = [
        "name",
        "description",
        "display_name",
        "display_description",
        "metadata",
    ];
    if let Some(key) = asked.keys().find(|key| !known.contains(&key.as_str())) {
        let (shown, key) = (
            python::repr(&Value::Object(asked.clone())),
            python::repr(&json!(key)),
        );
        let words = format!("Additional properties are not allowed ({key} was unexpected)");
        return Err(bad(&format!(
            "Invalid input for field/attribute volume. Value: {shown}. {words}"
        )));
    }
    mine(world, caller, id)?;
    if !caller.may_write {
        return Err(forbidden("update"));
    }
    asked.insert("updated_at".to_owned(), json!(world.calendar.fine(world.now)));
    world.own.change("volumes", id, &asked);
    let mut row = mine(world, caller, id)?;
    if let Some(fields) = row.as_object_mut() {
        fields.remove("os-vol-tenant-attr:tenant_id");
    }
    Ok(Reply::ok(json!({"volume": row})))
}

/// Takes a volume away that no server has.
pub(super) fn delete(world: &mut World, caller: &Caller, id: &str) -> Result<Reply, Reply> {
    let row = mine(world, caller, id)?;
    if !caller.may_write {
        return Err(forbidden("delete"));
    }
    if !["available", "error"].contains(&word(&row, "status")) {
        return Err(bad(
            "Invalid volume: Volume status must be available or error or error_restoring or error_extending or \
             error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a \
             transfer, or be disassociated from snapshots after volume transfer.",
        ));
    }
    if !world.own.remove("volumes", id) {
        world.lose(id);
    }
    Ok(Reply::empty(202))
}
