//! Glance: the images, with filters and pages.

use serde_json::{Map, Value, json};

use super::http::{Reply, Request, Service, page, refuse, unauthorized};
use super::stock::Image;
use super::world::World;

/// Answers a request to Glance.
pub(super) fn serve(world: &mut World, request: &Request) -> Reply {
    let parts = request.parts();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    if parts.is_empty() {
        return Reply::json(300, versions(&world.base));
    }
    let token = request.header("x-auth-token").unwrap_or_default();
    if world.identity.caller(token, world.now).is_none() {
        return unauthorized(Service::Image, &world.base);
    }
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["versions"]) => Reply::json(200, versions(&world.base)),
        ("GET", ["v2", "images"]) => list(world, request),
        ("GET", ["v2", "images", id]) => match world
            .stock
            .images
            .iter()
            .find(|image| image.id.to_string() == *id)
        {
            Some(image) => Reply::ok(shown(world, image)),
            None => refuse(Service::Image, 404, "", &format!("No image found with ID {id}")),
        },
        _unknown => refuse(Service::Image, 404, "", "The resource could not be found."),
    }
}

fn versions(base: &str) -> Value {
    let links = json!([{"rel": "self", "href": format!("{base}/image/v2/")}]);
    let version = |number: u32| {
        let status = if number == 17 { "CURRENT" } else { "SUPPORTED" };
        json!({"id": format!("v2.{number}"), "status": status, "links": links})
    };
    let numbers = [17, 16, 15, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
    json!({"versions": numbers.map(version)})
}

fn list(world: &World, request: &Request) -> Reply {
    let mut rows: Vec<Value> = world
        .stock
        .images
        .iter()
        .map(|image| shown(world, image))
        .collect();
    let passing = [
        "limit",
        "marker",
        "sort",
        "sort_key",
        "sort_dir",
        "member_status",
        "os_hidden",
    ];
    rows.retain(|row| {
        let filters = request
            .query
            .iter()
            .filter(|(key, _)| !passing.contains(&key.as_str()));
        filters
            .into_iter()
            .all(|(key, value)| row.get(key).and_then(Value::as_str) == Some(value))
    });
    let sort = request
        .parameter("sort")
        .or_else(|| request.parameter("sort_key"))
        .unwrap_or_default();
    if sort.starts_with("name") {
        rows.sort_by_key(|row| {
            row.get("name")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        });
        if sort.ends_with(":desc") || request.parameter("sort_dir") == Some("desc") {
            rows.reverse();
        }
    }
    let limit = Some(request.number("limit").unwrap_or(25)).filter(|limit| *limit > 0);
    let id = |row: &Value| {
        row.get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (rows, next) = page(rows, limit, request.parameter("marker"), id);
    let address = |marker: Option<&str>| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(request.query.iter().filter(|(key, _)| key != "marker"));
        if let Some(marker) = marker {
            query.append_pair("marker", marker);
        }
        let query = query.finish();
        if query.is_empty() {
            "/v2/images".to_owned()
        } else {
            format!("/v2/images?{query}")
        }
    };
    let mut body = json!({"images": rows, "first": address(None), "schema": "/v2/schemas/images"});
    if let (Some(next), Some(fields)) = (next, body.as_object_mut()) {
        fields.insert("next".to_owned(), json!(address(Some(&next))));
    }
    Reply::ok(body)
}

fn shown(world: &World, image: &Image) -> Value {
    let owner = world.identity.project("admin").map(|project| project.id.clone());
    let at = world.calendar.zulu(-60 * 86_400);
    let own = format!("/v2/images/{}", image.id);
    let hash = format!("{}{}", image.id.child(1).plain(), image.id.child(2).plain());
    let body = json!({
        "os_version": image.version, "owner_specified.openstack.md5": "", "owner_specified.openstack.sha256": "",
        "owner_specified.openstack.object": format!("images/{}", image.name), "name": image.name,
        "disk_format": "qcow2", "container_format": "bare", "visibility": "public", "size": image.size,
        "virtual_size": 10_737_418_240_u64, "status": "active", "checksum": image.id.child(3).plain(),
        "protected": false, "min_ram": 0, "min_disk": 10, "owner": owner, "os_hidden": false,
        "os_hash_algo": "sha512", "os_hash_value": format!("{hash}{hash}"), "id": image.id, "created_at": at,
        "updated_at": at, "tags": [], "self": own, "file": format!("{own}/file"), "schema": "/v2/schemas/image",
        "stores": "local",
    });
    let mut fields = if let Value::Object(fields) = body {
        fields
    } else {
        Map::new()
    };
    for (key, value) in [("os_distro", image.distro), ("kube_version", image.kube_version)] {
        if let Some(value) = value {
            fields.insert(key.to_owned(), json!(value));
        }
    }
    Value::Object(fields)
}
