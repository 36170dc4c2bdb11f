//! What Magnum looks at before it takes a template, in its order.

use serde_json::{Map, Value, json};

use super::super::super::era::Engine;
use super::super::super::http::Reply;
use super::super::super::world::World;
use super::super::bodies::{self, Field};
use super::super::creation;
use super::super::{Call, invalid, no};
use super::FIELDS;

/// Reads the body of a new template and looks at everything that needs no other service but Glance.
pub(super) fn read(world: &World, call: &Call<'_>) -> Result<Map<String, Value>, Reply> {
    let fields: Vec<Field> = FIELDS
        .into_iter()
        .filter(|Field(name, _)| world.profile.takes_template_field(name))
        .collect();
    let mut asked = bodies::read("cluster_template", &fields, call.request.json())?;
    engine(world, &asked)?;
    bodies::needed(&asked, "image_id")?;
    // Magnum's first releases had no cluster without a key.
    if world.profile.needs_keypair() {
        bodies::needed(&asked, "keypair_id")?;
    }
    for Field(name, takes) in &fields {
        let flag = asked.get_mut(*name).filter(|_| *takes == bodies::Takes::Flag);
        if let Some(value) = flag {
            *value = bodies::flag(value).map_or(Value::Null, Value::Bool);
        }
        let number = asked
            .get_mut(*name)
            .filter(|_| matches!(takes, bodies::Takes::Number(_) | bodies::Takes::Port));
        if let Some(value) = number {
            *value = bodies::number(value).map_or(Value::Null, |number| json!(number));
        }
    }
    drivers(world, &mut asked)?;
    super::super::creation::docker_volume(&asked, None)?;
    runnable(world, &asked)?;
    Ok(asked)
}

fn engine(world: &World, asked: &Map<String, Value>) -> Result<(), Reply> {
    let coe = match asked.get("coe") {
        None => return Err(no(400, "Requested COE type Unset is not supported.")),
        Some(Value::Null) => return Err(no(400, "Requested COE type None is not supported.")),
        Some(coe) => super::super::super::python::text(coe),
    };
    let engines = world.profile.engines();
    if engines.contains(&coe.as_str()) {
        return Ok(());
    }
    let engines = engines.join(", ");
    Err(invalid(
        "coe",
        &coe,
        &format!("Value should be one of: {engines}"),
    ))
}

/// The network and volume drivers must be ones of the engine.
pub(super) fn drivers(world: &World, asked: &mut Map<String, Value>) -> Result<(), Reply> {
    let coe = asked.get("coe").and_then(Value::as_str).unwrap_or_default();
    let Some(engine) = Engine::named(coe) else {
        return Ok(());
    };
    let text = |key: &str| {
        asked
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let networks = world.profile.network_drivers(engine);
    let first = networks.first().copied().unwrap_or_default();
    let driver = text("network_driver").unwrap_or(first).to_owned();
    let among = |all: &[&str]| format!("{}/unspecified", all.join("/"));
    if !networks.contains(&driver.as_str()) {
        let words = format!("expecting a {} network driver.", among(networks));
        return Err(no(
            400,
            &format!("Network driver type {driver} is not supported, {words}"),
        ));
    }
    if driver == "cilium" {
        // The usual allow-list has no Cilium.
        let words = "expecting a flannel/calico/unspecified network driver. ";
        return Err(no(
            400,
            &format!("Network driver type {driver} is not allowed, {words}"),
        ));
    }
    let volumes = engine.volume_drivers();
    if let Some(volume) = text("volume_driver")
        && !volumes.contains(&volume)
    {
        let words = format!("expecting a {} volume driver.", among(volumes));
        return Err(no(
            400,
            &format!("Volume driver type {volume} is not supported, {words}"),
        ));
    }
    asked.insert("network_driver".to_owned(), json!(driver));
    Ok(())
}

/// Whether there is a driver for the image, the engine and the kind of machine.
fn runnable(world: &World, asked: &Map<String, Value>) -> Result<(), Reply> {
    let text = |key: &str| asked.get(key).and_then(Value::as_str);
    let named = text("driver").unwrap_or_default();
    if !named.is_empty() && !world.profile.drivers().contains(&named) {
        return Err(no(400, &format!("Cluster driver ({named}) not supported.")));
    }
    let image = world.stock.image(text("image_id").unwrap_or_default());
    let distro = match image {
        None => "Unset",
        Some(image) => image.distro.unwrap_or("None"),
    };
    let kube = image.is_some_and(|image| image.kube_version.is_some());
    let (coe, server) = (
        text("coe").unwrap_or_default(),
        text("server_type").unwrap_or("vm"),
    );
    let engine = Engine::named(coe).filter(|_| server == "vm");
    if engine.is_some_and(|engine| world.profile.runs(engine, distro, kube)) {
        return Ok(());
    }
    Err(no(
        400,
        &format!("Cluster type ({server}, {distro}, {coe}) not supported."),
    ))
}

/// Whether everything that the template names is there.
pub(super) fn stock(world: &World, call: &Call<'_>, asked: &Map<String, Value>) -> Result<(), Reply> {
    let text = |key: &str| asked.get(key).and_then(Value::as_str);
    if let Some(wanted) = text("image_id") {
        let Some(image) = world.stock.image(wanted) else {
            return Err(no(400, &format!("Image {wanted} could not be found.")));
        };
        if image.distro.is_none() {
            return Err(no(
                400,
                &format!("Image {wanted} doesn't contain os_distro field."),
            ));
        }
    }
    for field in ["flavor_id", "master_flavor_id"] {
        if let Some(flavor) = text(field)
            && world.stock.flavor(flavor).is_none()
        {
            return Err(no(400, &format!("Unable to find flavor {flavor}.")));
        }
    }
    creation::networks(world, call, asked)?;
    if let Some(keypair) = text("keypair_id").filter(|_| world.profile.needs_keypair())
        && world.stock.keypair(keypair, &call.caller.user).is_none()
    {
        return Err(no(404, &format!("Unable to find keypair {keypair}.")));
    }
    Ok(())
}

/// Whether the machines have somewhere to put their system.
pub(super) fn disks(world: &World, asked: &Map<String, Value>) -> Result<(), Reply> {
    let size = asked
        .get("labels")
        .and_then(|labels| labels.get("boot_volume_size"));
    let boot_gib = creation::boot_volume(size)?;
    for field in ["flavor_id", "master_flavor_id"] {
        if let Some(flavor) = asked.get(field).and_then(Value::as_str) {
            creation::root_disk(world, flavor, boot_gib)?;
        }
    }
    Ok(())
}

/// Whether it is to be seen by others, or by nobody.
pub(super) fn published(asked: &Map<String, Value>) -> bool {
    let said = |key: &str| asked.get(key) == Some(&Value::Bool(true));
    said("public") || said("hidden")
}

/// The words for somebody who may not do that.
pub(super) fn unpublishable() -> Reply {
    no(
        403,
        "Not authorized to set public or hidden flag for cluster template.",
    )
}
