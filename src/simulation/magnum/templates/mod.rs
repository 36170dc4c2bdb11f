//! Magnum's cluster templates.

mod changes;
mod checks;

use serde_json::{Map, Value, json};

use super::super::http::Reply;
use super::super::id::Id;
use super::super::world::{Template, World};
use super::bodies::{Field, Takes};
use super::clusters::into_map;
use super::pages::{self, List};
use super::{Call, links, may_write, no};

pub(super) use changes::update;

const LIST: List = List {
    key: "clustertemplates",
    word: "ClusterTemplate",
    more: &[],
    columns: &[
        "name",
        "project_id",
        "user_id",
        "coe",
        "image_id",
        "cluster_distro",
        "flavor_id",
        "master_flavor_id",
        "keypair_id",
        "external_network_id",
        "network_driver",
        "volume_driver",
        "server_type",
        "public",
        "hidden",
        "tags",
        "driver",
    ],
    numbered: false,
};

/// What a template's fields take.
const FIELDS: [Field; 34] = [
    Field("uuid", Takes::Uuid),
    Field("name", Takes::Text(1, 255)),
    Field("coe", Takes::Anything),
    Field("image_id", Takes::Text(1, 255)),
    Field("flavor_id", Takes::Text(1, 255)),
    Field("master_flavor_id", Takes::Text(1, 255)),
    Field("dns_nameserver", Takes::Servers),
    Field("keypair_id", Takes::Text(1, 255)),
    Field("external_network_id", Takes::Text(1, 255)),
    Field("fixed_network", Takes::Text(1, 255)),
    Field("fixed_subnet", Takes::Text(1, 255)),
    Field("network_driver", Takes::Text(1, 255)),
    Field("apiserver_port", Takes::Port),
    Field("docker_volume_size", Takes::Number(1)),
    Field("cluster_distro", Takes::Text(1, 255)),
    Field("http_proxy", Takes::Text(1, 255)),
    Field("https_proxy", Takes::Text(1, 255)),
    Field("no_proxy", Takes::Text(1, 255)),
    Field("volume_driver", Takes::Text(1, 255)),
    Field("registry_enabled", Takes::Flag),
    Field("labels", Takes::Labels),
    Field("tls_disabled", Takes::Flag),
    Field("public", Takes::Flag),
    Field("server_type", Takes::OneOf(&["vm", "bm"])),
    Field("insecure_registry", Takes::Text(1, 255)),
    Field("docker_storage_driver", Takes::Text(1, 255)),
    Field("master_lb_enabled", Takes::Flag),
    Field("floating_ip_enabled", Takes::Flag),
    Field("hidden", Takes::Flag),
    Field("tags", Takes::Text(0, 255)),
    Field("driver", Takes::Text(0, 255)),
    Field("project_id", Takes::ReadOnly),
    Field("user_id", Takes::ReadOnly),
    Field("links", Takes::ReadOnly),
];

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
    all.extend(fields.into_iter().filter(|(_, value)| !value.is_null()));
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
    world.profile.trim_template(&mut fields);
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
    let wish = pages::wish(call, &LIST)?;
    let rows: Vec<&Template> = world
        .templates
        .iter()
        .filter(|template| visible(call, template))
        .collect();
    let page = wish.page(&LIST, rows, |template, key| column(world, template, key))?;
    Ok(page.reply(&world.base, call, &LIST, |template| shown(world, template)))
}

fn column(world: &World, template: &Template, key: &str) -> Value {
    match key {
        "uuid" => json!(template.uuid),
        "project_id" => json!(template.project),
        "user_id" => json!(template.user),
        "created_at" => json!(template.created),
        "updated_at" => json!(template.updated),
        field => {
            let value = template.fields.get(field);
            value
                .filter(|_| world.profile.takes_template_field(field))
                .cloned()
                .unwrap_or(Value::Null)
        }
    }
}

/// One template.
pub(super) fn show(world: &World, call: &Call<'_>, wanted: &str) -> Result<Reply, Reply> {
    let template = find(world, call, wanted)?;
    Ok(Reply::ok(shown(world, template)))
}

/// A new template.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    let mut asked = checks::read(world, call)?;
    may_write(call, "clustertemplate:create")?;
    checks::stock(world, call, &asked)?;
    if checks::published(&asked) && !call.caller.admin {
        return Err(checks::unpublishable());
    }
    checks::disks(world, &asked)?;
    if asked.get("name").is_none_or(Value::is_null) {
        asked.insert("name".to_owned(), json!(invented_name(world)));
    }
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

fn invented_name(world: &World) -> String {
    super::creation::invented(world.templates.len(), "template")
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
