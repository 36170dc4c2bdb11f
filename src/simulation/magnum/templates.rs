//! Magnum's cluster templates.

use serde_json::{Map, Value, json};

use super::super::http::{Reply, page};
use super::super::id::Id;
use super::super::world::{Template, World};
use super::clusters::into_map;
use super::{Call, invalid, links, may_write, next_page, no};

/// Every field that a request may carry, with its default.
fn defaults() -> Map<String, Value> {
    into_map(json!({
        "name": null, "coe": null, "image_id": null, "flavor_id": null, "master_flavor_id": null,
        "dns_nameserver": null, "keypair_id": null, "external_network_id": null, "fixed_network": null,
        "fixed_subnet": null, "network_driver": "flannel", "apiserver_port": null, "docker_volume_size": null,
        "cluster_distro": null, "http_proxy": null, "https_proxy": null, "no_proxy": null, "volume_driver": null,
        "registry_enabled": false, "labels": {}, "tls_disabled": false, "public": false, "server_type": "vm",
        "insecure_registry": null, "docker_storage_driver": "overlay2", "master_lb_enabled": false,
        "floating_ip_enabled": true, "hidden": false, "tags": null, "driver": null,
    }))
}

/// A template out of the given fields; the others get their defaults.
pub(in super::super) fn template(
    world: &mut World,
    owner: (&str, &str),
    fields: Map<String, Value>,
    created: i64,
) -> Template {
    let mut all = defaults();
    all.extend(fields);
    let image = all
        .get("image_id")
        .and_then(Value::as_str)
        .and_then(|image| world.stock.image(image));
    let distro = image.and_then(|image| image.distro);
    all.insert("cluster_distro".to_owned(), json!(distro));
    let (project, user) = (owner.0.to_owned(), owner.1.to_owned());
    Template {
        uuid: world.mint.id(),
        project,
        user,
        fields: all,
        created,
        updated: None,
    }
}

fn shown(world: &World, template: &Template) -> Value {
    let mut fields = template.fields.clone();
    fields.extend(into_map(json!({
        "uuid": template.uuid,
        "links": links(&world.base, &format!("clustertemplates/{}", template.uuid)),
        "project_id": template.project,
        "user_id": template.user,
        "created_at": world.calendar.offset(template.created),
        "updated_at": template.updated.map(|at| world.calendar.offset(at)),
    })));
    Value::Object(fields)
}

fn visible(call: &Call<'_>, template: &Template) -> bool {
    call.caller.admin
        || ((template.project == call.caller.project || template.flag("public")) && !template.flag("hidden"))
}

/// A template by uuid or name, as this caller sees it.
pub(super) fn find<'a>(world: &'a World, call: &Call<'_>, wanted: &str) -> Result<&'a Template, Reply> {
    let id = Id::parse(wanted);
    let named = |template: &&Template| Some(template.uuid) == id || template.text("name") == Some(wanted);
    let mut found = world
        .templates
        .iter()
        .filter(|template| visible(call, template))
        .filter(named);
    let Some(first) = found.next() else {
        return Err(no(404, &format!("ClusterTemplate {wanted} could not be found.")));
    };
    if found.next().is_some() {
        let words = "Please use the cluster template uuid instead.";
        return Err(no(
            409,
            &format!("Multiple cluster templates exist with same name '{wanted}'. {words}"),
        ));
    }
    Ok(first)
}

/// The list, which always has all fields.
pub(super) fn list(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let request = call.request;
    let mut rows: Vec<&Template> = world
        .templates
        .iter()
        .filter(|template| visible(call, template))
        .collect();
    if request.parameter("sort_key") == Some("name") {
        rows.sort_by(|one, two| one.text("name").cmp(&two.text("name")));
    }
    if request.parameter("sort_dir") == Some("desc") {
        rows.reverse();
    }
    let limit = Some(request.number("limit").unwrap_or(1000).min(1000));
    let (rows, next) = page(rows, limit, request.parameter("marker"), |template| {
        template.uuid.to_string()
    });
    let rows: Vec<Value> = rows.into_iter().map(|template| shown(world, template)).collect();
    let mut body = json!({"clustertemplates": rows});
    if let (Some(next), Some(fields)) = (next, body.as_object_mut()) {
        fields.insert("next".to_owned(), json!(next_page(&world.base, call, &next)));
    }
    Ok(Reply::ok(body))
}

/// One template.
pub(super) fn show(world: &World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let template = find(world, call, wanted)?;
    Ok(Reply::ok(shown(world, template)))
}

/// A new template.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    may_write(call, "clustertemplate:create")?;
    let body = call.request.json();
    let Some(asked) = body.as_object() else {
        return Err(no(500, "'str' object has no attribute 'keys'"));
    };
    check_fields(asked)?;
    let mut asked = asked.clone();
    if asked.get("name").is_none_or(Value::is_null) {
        let name = format!("{}-template", world.mint.id().letters(6));
        asked.insert("name".to_owned(), json!(name));
    }
    check_stock(world, call, &asked)?;
    if let Some(labels) = asked.get_mut("labels") {
        *labels = as_text(labels);
    }
    let owner = (call.caller.project.as_str(), call.caller.user.as_str());
    let now = world.now;
    let template = template(world, owner, asked, now);
    let location = format!(
        "{}/container-infra/v1/clustertemplates/{}",
        world.base, template.uuid
    );
    let reply = Reply::json(201, shown(world, &template)).with("location", location);
    world.templates.push(template);
    Ok(reply)
}

/// Values of labels are always text on reading.
pub(super) fn as_text(labels: &Value) -> Value {
    let mut text = Map::new();
    for (key, value) in labels.as_object().into_iter().flatten() {
        let value = match value {
            Value::String(value) => value.clone(),
            Value::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
        };
        text.insert(key.clone(), json!(value));
    }
    Value::Object(text)
}

fn check_fields(asked: &Map<String, Value>) -> Result<(), Reply> {
    let known = defaults();
    if let Some(key) = asked.keys().find(|key| !known.contains_key(*key)) {
        return Err(no(
            400,
            &format!("Unknown attribute for argument cluster_template: {key}"),
        ));
    }
    for field in ["image_id", "coe"] {
        if asked.get(field).is_none_or(Value::is_null) {
            return Err(invalid(field, "None", "Mandatory field missing."));
        }
    }
    let coe = asked.get("coe").and_then(Value::as_str).unwrap_or_default();
    if coe != "kubernetes" {
        return Err(invalid("coe", coe, "Value should be one of: kubernetes"));
    }
    for field in ["docker_volume_size", "apiserver_port"] {
        if let Some(Value::String(text)) = asked.get(field) {
            let whole = Value::Object(asked.clone()).to_string().replace('"', "'");
            let why = format!("invalid literal for int() with base 10: '{text}'");
            return Err(invalid("cluster_template", &whole, &why));
        }
    }
    Ok(())
}

fn check_stock(world: &World, call: &Call<'_>, asked: &Map<String, Value>) -> Result<(), Reply> {
    let text = |key: &str| asked.get(key).and_then(Value::as_str);
    let image = world.stock.image(text("image_id").unwrap_or_default());
    let distro = image.and_then(|image| image.distro).unwrap_or("Unset");
    let kube = image.is_some_and(|image| image.kube_version.is_some());
    if !(distro == "fedora-coreos" || (distro == "ubuntu" && kube)) {
        return Err(no(
            400,
            &format!("Cluster type (vm, {distro}, kubernetes) not supported."),
        ));
    }
    for field in ["flavor_id", "master_flavor_id"] {
        if let Some(flavor) = text(field)
            && world.stock.flavor(flavor).is_none()
        {
            return Err(no(400, &format!("Unable to find flavor {flavor}.")));
        }
    }
    if let Some(keypair) = text("keypair_id")
        && world.stock.keypair(keypair, &call.caller.user).is_none()
    {
        return Err(no(404, &format!("Unable to find keypair {keypair}.")));
    }
    let outside = world.outside_network().0.map(|id| id.to_string());
    if let Some(network) = text("external_network_id")
        && network != "public"
        && Some(network) != outside.as_deref()
    {
        return Err(no(400, &format!("Unable to find external network {network}.")));
    }
    let published = ["public", "hidden"]
        .iter()
        .any(|key| asked.get(*key) == Some(&Value::Bool(true)));
    if published && !call.caller.admin {
        return Err(no(
            403,
            "Not authorized to set public or hidden flag for cluster template.",
        ));
    }
    Ok(())
}

/// Changes by JSON patch.
pub(super) fn update(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    may_write(call, "clustertemplate:update")?;
    let found = find(world, call, wanted)?;
    if found.project != call.caller.project {
        // Others' templates can be looked at, and are not there when they are to be changed.
        return Err(no(404, &format!("ClusterTemplate {wanted} could not be found.")));
    }
    let uuid = found.uuid;
    let mut fields = found.fields.clone();
    let used = in_use(world, uuid);
    let body = call.request.json();
    for change in body.as_array().into_iter().flatten() {
        patch(call, &mut fields, change, used.then_some(uuid))?;
    }
    if let Some(template) = world.templates.iter_mut().find(|template| template.uuid == uuid) {
        template.fields = fields;
    }
    let template = world
        .template(uuid)
        .ok_or_else(|| no(404, "ClusterTemplate could not be found."))?;
    // The answer still has the time of the change before this one.
    let answer = shown(world, template);
    let now = world.now;
    if let Some(template) = world.templates.iter_mut().find(|template| template.uuid == uuid) {
        template.updated = Some(now);
    }
    Ok(Reply::ok(answer))
}

fn patch(
    call: &Call<'_>,
    fields: &mut Map<String, Value>,
    change: &Value,
    used: Option<Id>,
) -> Result<(), Reply> {
    let path = change.get("path").and_then(Value::as_str).unwrap_or_default();
    let operation = change.get("op").and_then(Value::as_str).unwrap_or_default();
    let value = change.get("value").cloned().unwrap_or(Value::Null);
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    let (field, inner) = (steps.next().unwrap_or_default(), steps.next());
    if value.is_object() || value.is_array() {
        let text = value.to_string().replace('"', "'").replace(':', ": ");
        let why = "Wrong type. Expected '(<class 'str'>, <class 'int'>)', got '<class 'dict'>'";
        return Err(invalid("value", &text, why));
    }
    if operation == "remove" && ["image_id", "coe"].contains(&field) {
        return Err(no(
            400,
            &format!("'{path}' is a mandatory attribute and can not be removed"),
        ));
    }
    if let Some(uuid) = used.filter(|_| !["name", "tags", "hidden", "public"].contains(&field)) {
        return Err(no(
            400,
            &format!("ClusterTemplate {uuid} is referenced by one or multiple clusters."),
        ));
    }
    if ["public", "hidden"].contains(&field) && !call.caller.admin {
        return Err(no(
            403,
            "Not authorized to set public or hidden flag for cluster template.",
        ));
    }
    if !fields.contains_key(field) {
        return Err(no(
            400,
            &format!("Adding a new attribute ({path}) to the root of the resource is not allowed"),
        ));
    }
    if let Some(inner) = inner {
        if let Some(object) = fields.get_mut(field).and_then(Value::as_object_mut) {
            match operation {
                "remove" => drop(object.remove(inner)),
                _set => drop(object.insert(inner.to_owned(), json!(plain(&value)))),
            }
        }
        return Ok(());
    }
    let value = match (operation, field) {
        ("remove", "labels") => json!({}),
        ("remove", _) => defaults().remove(field).unwrap_or(Value::Null),
        (_, "labels") => dictionary(&plain(&value)),
        (
            _,
            "public"
            | "hidden"
            | "tls_disabled"
            | "registry_enabled"
            | "master_lb_enabled"
            | "floating_ip_enabled",
        ) => {
            json!(matches!(plain(&value).to_lowercase().as_str(), "true" | "1"))
        }
        (_, _) => value,
    };
    fields.insert(field.to_owned(), value);
    Ok(())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Python's way of writing a dictionary, which Magnum accepts as the text of all labels.
fn dictionary(text: &str) -> Value {
    serde_json::from_str(&text.replace('\'', "\"")).unwrap_or_else(|_| json!({}))
}

fn in_use(world: &World, uuid: Id) -> bool {
    world
        .clusters
        .iter()
        .any(|cluster| cluster.template == uuid && !cluster.life.gone(world.now))
}

/// Removes a template that no cluster uses.
pub(super) fn delete(world: &mut World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    may_write(call, "clustertemplate:delete")?;
    let uuid = find(world, call, wanted)?.uuid;
    if in_use(world, uuid) {
        return Err(no(
            400,
            &format!("ClusterTemplate {uuid} is referenced by one or multiple clusters."),
        ));
    }
    world.templates.retain(|template| template.uuid != uuid);
    Ok(Reply::empty(204))
}
