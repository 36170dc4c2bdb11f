//! Creating a cluster: Magnum's checks in Magnum's order, then the order to the works.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::cluster::Driver;
use super::super::era::{Disk, Engine};
use super::super::http::Reply;
use super::super::id::Id;
use super::super::lifecycle::{Crew, Existing, Failing, Order, Volumes};
use super::super::own::word;
use super::super::works::{self, Outset};
use super::super::world::{Template, World};
use super::super::worlds::{NO_ADDRESS, NO_VOLUME};
use super::super::{cinder, neutron, nova};
use super::bodies::{self, Field, Takes};
use super::{Call, may_write, no, templates};

/// What a cluster's fields take.
pub(super) const FIELDS: [Field; 31] = [
    Field("uuid", Takes::Uuid),
    Field("name", Takes::Name(242)),
    Field("cluster_template_id", Takes::Anything),
    Field("keypair", Takes::Text(1, 255)),
    Field("node_count", Takes::Number(0)),
    Field("master_count", Takes::Number(1)),
    Field("docker_volume_size", Takes::Number(1)),
    Field("labels", Takes::Labels),
    Field("master_flavor_id", Takes::Text(1, 255)),
    Field("flavor_id", Takes::Text(1, 255)),
    Field("create_timeout", Takes::Number(0)),
    Field("discovery_url", Takes::Anything),
    Field("docker_storage_driver", Takes::Text(1, 255)),
    Field("fixed_network", Takes::Text(1, 255)),
    Field("fixed_subnet", Takes::Text(1, 255)),
    Field("floating_ip_enabled", Takes::Flag),
    Field("merge_labels", Takes::Flag),
    Field("master_lb_enabled", Takes::Flag),
    Field("status", Takes::OneOf(&STATUSES)),
    Field("status_reason", Takes::Anything),
    Field(
        "health_status",
        Takes::OneOf(&["HEALTHY", "UNHEALTHY", "UNKNOWN"]),
    ),
    Field("health_status_reason", Takes::Labels),
    Field("links", Takes::ReadOnly),
    Field("stack_id", Takes::ReadOnly),
    Field("api_address", Takes::ReadOnly),
    Field("coe_version", Takes::ReadOnly),
    Field("container_version", Takes::ReadOnly),
    Field("project_id", Takes::ReadOnly),
    Field("user_id", Takes::ReadOnly),
    Field("node_addresses", Takes::ReadOnly),
    Field("master_addresses", Takes::ReadOnly),
];

/// Every status that a cluster can have.
const STATUSES: [&str; 18] = [
    "CREATE_IN_PROGRESS",
    "CREATE_FAILED",
    "CREATE_COMPLETE",
    "UPDATE_IN_PROGRESS",
    "UPDATE_FAILED",
    "UPDATE_COMPLETE",
    "DELETE_IN_PROGRESS",
    "DELETE_FAILED",
    "DELETE_COMPLETE",
    "RESUME_COMPLETE",
    "RESUME_FAILED",
    "RESTORE_COMPLETE",
    "ROLLBACK_IN_PROGRESS",
    "ROLLBACK_FAILED",
    "ROLLBACK_COMPLETE",
    "SNAPSHOT_COMPLETE",
    "CHECK_COMPLETE",
    "ADOPT_COMPLETE",
];

/// The driver that a template's image and its own field choose.
pub(in super::super) fn driver_of(world: &World, template: &Template) -> Driver {
    let named = template.text("driver").unwrap_or_default();
    let image = template
        .text("image_id")
        .and_then(|image| world.stock.image(image));
    if named.starts_with("k8s_cluster_api") {
        Driver::ClusterApi
    } else if image.is_some_and(|image| image.distro == Some("ubuntu") && image.kube_version.is_some()) {
        Driver::CapiHelm
    } else {
        Driver::Heat
    }
}

/// The engine that a template chooses.
pub(in super::super) fn engine_of(template: &Template) -> Engine {
    let name = template.text("coe").unwrap_or_default();
    Engine::named(name).unwrap_or(Engine::Kubernetes)
}

/// Accepts a new cluster, or says why not.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    let fields: Vec<Field> = FIELDS
        .into_iter()
        .filter(|Field(name, _)| world.profile.takes_cluster_field(name))
        .collect();
    let asked = &bodies::read("cluster", &fields, call.request.json())?;
    let wanted = asked.get("cluster_template_id").and_then(Value::as_str);
    let wanted = wanted.ok_or_else(|| bodies::missing("cluster_template_id"))?;
    let template = templates::find(world, call, wanted).map_err(|mut refusal| {
        // Before 1.10 a template that is not there is a fault of the request.
        if refusal.status == 404 && call.minor < 10 {
            refusal = no(400, &format!("ClusterTemplate {wanted} could not be found."));
        }
        refusal
    })?;
    let counts = (count(asked, "master_count")?, count(asked, "node_count")?);
    docker_volume(&template.fields, Some(asked))?;
    if counts.0.is_multiple_of(2) {
        let words = "size cannot be an even number.";
        return Err(no(
            400,
            &format!("master nodegroup size of {} is invalid, {words}", counts.0),
        ));
    }
    if counts.1 == 0 && call.minor < 10 {
        return Err(no_zero());
    }
    may_write(call, "cluster:create")?;
    check_quota(world, call)?;
    let request = plan(world, call, asked, template, counts)?;
    let now = world.now;
    let uuid = world.found(request, now);
    Ok(Reply::json(202, json!({"uuid": uuid})))
}

/// The words for a version that knows no group without nodes.
pub(super) fn no_zero() -> Reply {
    no(
        400,
        "Resizing a nodegroup to zero is not supported in the provided microversion.",
    )
}

/// The size of the volume for containers, which one old storage driver wants to be large.
pub(super) fn docker_volume(
    template: &Map<String, Value>,
    asked: Option<&Map<String, Value>>,
) -> Result<(), Reply> {
    if template.get("docker_storage_driver").and_then(Value::as_str) != Some("devicemapper") {
        return Ok(());
    }
    let size = |fields: &Map<String, Value>| fields.get("docker_volume_size").and_then(bodies::number);
    let size = asked.and_then(size).or_else(|| size(template));
    if size.is_some_and(|size| size >= 3) {
        return Ok(());
    }
    let size = size.map_or_else(|| "None".to_owned(), |size| size.to_string());
    let words = "expecting minimum value 3GB for devicemapper storage driver.";
    Err(no(
        400,
        &format!("docker volume size {size} GB is not valid, {words}"),
    ))
}

fn text<'a>(asked: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    asked
        .get(key)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

/// A number of nodes out of a request; one when it is not given.
pub(super) fn count(asked: &Map<String, Value>, field: &str) -> Result<u32, Reply> {
    let value = asked.get(field).filter(|value| !value.is_null());
    let number = value.map_or(Some(1), bodies::number);
    let number = number.ok_or_else(|| bodies::missing(field))?;
    Ok(u32::try_from(number).unwrap_or(0).min(5000))
}

fn check_quota(world: &World, call: &Call<'_>) -> Result<(), Reply> {
    if world.profile.magnum() < 4 {
        // The first releases let everybody have as many as they liked.
        return Ok(());
    }
    let project = &call.caller.project;
    let limit = world.quotas.get(project).map_or(20, |quota| quota.hard_limit);
    let mine = world
        .clusters
        .iter()
        .filter(|cluster| cluster.project == *project);
    if (mine.count() as i64) < limit {
        return Ok(());
    }
    Err(no(
        403,
        &format!(
            "Resource limit exceeded: You have reached the maximum clusters per project, {limit}. You may delete a \
             cluster to make room for a new one."
        ),
    ))
}

fn plan(
    world: &World,
    call: &Call<'_>,
    asked: &Map<String, Value>,
    template: &Template,
    counts: (u32, u32),
) -> Result<works::Request, Reply> {
    let either = |key: &str| text(asked, key).or_else(|| template.text(key)).map(str::to_owned);
    let template_labels = template.labels();
    let labels = labels(asked, &template_labels);
    let driver = driver_of(world, template);
    let size = |fields: &Map<String, Value>| fields.get("docker_volume_size").and_then(bodies::number);
    let docker = size(asked).or_else(|| size(&template.fields));
    let docker = docker.and_then(|size| u32::try_from(size).ok());
    let gib = |key: &str| {
        labels
            .get(key)
            .and_then(|text| text.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let boot = labels.get("boot_volume_size").map(|size| json!(size));
    let volumes = Volumes {
        docker_gib: docker.unwrap_or(0),
        etcd_gib: gib("etcd_volume_size"),
        boot_gib: boot_volume(boot.as_ref())?,
    };
    let mut order = order(world, asked, template, counts, volumes);
    for crew in [&order.workers, &order.masters] {
        root_disk(world, &crew.flavor, volumes.boot_gib)?;
    }
    let mut named = template.fields.clone();
    for field in ["fixed_network", "fixed_subnet"] {
        if let Some(wanted) = text(asked, field) {
            named.insert(field.to_owned(), json!(wanted));
        }
    }
    networks(world, call, &named)?;
    order.existing = existing(world, call, &named);
    check_rest(world, call, &order)?;
    order.failing = beyond(world, call, &order);
    let stuck = ["min_node_count", "max_node_count"]
        .iter()
        .any(|key| labels.get(*key).is_some_and(|text| text.parse::<u32>().is_err()));
    let outset = if !call.caller.may_trust {
        // Keystone lets no application credential make trusts, and Magnum finds out only in the conductor.
        Outset::Refused("Failed to create trustee or trust for Cluster: ")
    } else if stuck {
        Outset::Stuck
    } else {
        Outset::Built
    };
    let port = template.fields.get("apiserver_port").and_then(Value::as_u64);
    Ok(works::Request {
        order,
        project: call.caller.project.clone(),
        user: call.caller.user.clone(),
        template: template.uuid,
        driver,
        labels,
        template_labels,
        docker_volume_gib: docker,
        create_timeout: asked.get("create_timeout").and_then(bodies::number).unwrap_or(60),
        fixed_network: either("fixed_network"),
        fixed_subnet: either("fixed_subnet"),
        api_port: port.and_then(|port| u16::try_from(port).ok()).unwrap_or(6443),
        outset,
    })
}

fn order(
    world: &World,
    asked: &Map<String, Value>,
    template: &Template,
    (masters, workers): (u32, u32),
    volumes: Volumes,
) -> Order {
    let flag = |key: &str| {
        asked
            .get(key)
            .and_then(bodies::flag)
            .unwrap_or_else(|| template.flag(key))
    };
    let either = |key: &str| text(asked, key).or_else(|| template.text(key)).map(str::to_owned);
    let flavor = either("flavor_id").unwrap_or_else(|| "m1.small".to_owned());
    let master_flavor = either("master_flavor_id").unwrap_or_else(|| flavor.clone());
    let image = template.text("image_id").unwrap_or_default();
    let crew = |node_group: &str, count, flavor: &str| Crew {
        node_group: node_group.to_owned(),
        count,
        flavor: flavor.to_owned(),
        image: image.to_owned(),
    };
    Order {
        name: text(asked, "name").map_or_else(|| invented_name(world), str::to_owned),
        balanced: flag("master_lb_enabled") || driver_of(world, template) != Driver::Heat,
        floating: flag("floating_ip_enabled"),
        masters: crew("default-master", masters, &master_flavor),
        workers: crew("default-worker", workers, &flavor),
        volumes,
        keypair: text(asked, "keypair")
            .or_else(|| template.text("keypair_id"))
            .map(str::to_owned),
        dns: template.text("dns_nameserver").unwrap_or("8.8.8.8").to_owned(),
        provider: "amphora",
        engine: engine_of(template),
        existing: None,
        failing: None,
    }
}

/// Magnum does not look at the other services' quotas: a cluster beyond one of them is accepted and fails.
fn beyond(world: &World, call: &Call<'_>, order: &Order) -> Option<Failing> {
    let project = &call.caller.project;
    let (masters, workers) = (order.masters.count, order.workers.count);
    let all = masters + workers;
    let left = nova::servers_left(world, project);
    if left < all {
        let master = left < masters;
        let index = if master { left } else { left - masters };
        let disk = match order.volumes.boot_gib {
            0 => Disk::OfTheHost,
            _gib => Disk::Volume,
        };
        let resource = order.engine.server(master, disk);
        return Some(Failing {
            master,
            index,
            resource,
            class: "Forbidden",
            message: "Quota exceeded for instances: Requested 1, but already used 150 of 150 instances (HTTP 403)",
            secs: 3,
        });
    }
    if order.engine != Engine::Kubernetes {
        return None;
    }
    let addresses = i64::from(order.floating) * i64::from(all + u32::from(order.balanced));
    let left = neutron::addresses_left(world, project);
    if workers > 0 && left < addresses {
        return Some(NO_ADDRESS);
    }
    let volumes = order.volumes;
    let gib = i64::from(all * (volumes.docker_gib + volumes.boot_gib) + masters * volumes.etcd_gib);
    if workers > 0 && volumes.docker_gib > 0 && cinder::limits(world, project).left() < gib {
        return Some(NO_VOLUME);
    }
    None
}

fn check_rest(world: &World, call: &Call<'_>, order: &Order) -> Result<(), Reply> {
    if let Some(keypair) = &order.keypair
        && world.stock.keypair(keypair, &call.caller.user).is_none()
    {
        return Err(no(404, &format!("Unable to find keypair {keypair}.")));
    }
    if order.masters.count > 1 && !order.balanced {
        return Err(no(400, "master_count must be 1 when master_lb_enabled is False"));
    }
    Ok(())
}

/// Labels given replace the template's, unless they are to be merged.
pub(super) fn labels(
    asked: &Map<String, Value>,
    template: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let given = asked.get("labels").map(templates::as_text).unwrap_or(Value::Null);
    let given = given.as_object().cloned().unwrap_or_default();
    if given.is_empty() {
        return template.clone();
    }
    let merge = asked.get("merge_labels").and_then(bodies::flag).unwrap_or(false);
    let mut labels = if merge { template.clone() } else { BTreeMap::new() };
    for (key, value) in given {
        labels.insert(key, value.as_str().unwrap_or_default().to_owned());
    }
    labels
}

/// The size of the volume to boot from; a label that is no number fells Magnum.
pub(super) fn boot_volume(size: Option<&Value>) -> Result<u32, Reply> {
    let size = size.filter(|size| !size.is_null());
    let number = size.map_or(Some(0), bodies::number);
    let number = number.ok_or_else(|| no(500, "boot_volume_size must be an integer"))?;
    Ok(u32::try_from(number).unwrap_or(0))
}

/// Whether machines of a flavor have somewhere to put their system.
pub(super) fn root_disk(world: &World, name: &str, boot_gib: u32) -> Result<(), Reply> {
    let Some(flavor) = world.stock.flavor(name) else {
        return Err(no(400, &format!("Unable to find flavor {name}.")));
    };
    if flavor.disk_gib == 0 && boot_gib == 0 {
        let words = "Flavor with zero root volume size is not supported when boot_volume_size is zero.";
        return Err(no(400, words));
    }
    Ok(())
}

/// Whether the networks that are named are there, and each of them once.
pub(super) fn networks(world: &World, call: &Call<'_>, named: &Map<String, Value>) -> Result<(), Reply> {
    for (field, collection, word) in [
        ("external_network_id", "networks", "external network"),
        ("fixed_network", "networks", "network"),
        ("fixed_subnet", "subnets", "subnet"),
    ] {
        let Some(wanted) = text(named, field) else {
            continue;
        };
        let outside = field == "external_network_id";
        let right = |row: &&Value| {
            let is = |key: &str| row.get(key).and_then(Value::as_str) == Some(wanted);
            let leads_out = row.get("router:external") == Some(&Value::Bool(true));
            (is("name") || is("id")) && (!outside || leads_out)
        };
        let rows = neutron::rows(world, &call.caller, collection);
        match rows.iter().filter(right).count() {
            0 if outside => return Err(no(400, &format!("Unable to find external network {wanted}."))),
            0 => return Err(no(400, &format!("Unable to find fixed {word} {wanted}."))),
            1 => {}
            _several => {
                let words = format!("Please use the {word} ID instead.");
                return Err(no(
                    409,
                    &format!("Multiple {word}s exist with same name '{wanted}'. {words}"),
                ));
            }
        }
    }
    Ok(())
}

/// The network that a cluster is to be built in, where one is named.
fn existing(world: &World, call: &Call<'_>, named: &Map<String, Value>) -> Option<Existing> {
    let called = |row: &&Value, wanted: &str| word(row, "name") == wanted || word(row, "id") == wanted;
    let whole = |row: &Value| Some((Id::parse(word(row, "id"))?, word(row, "name").to_owned()));
    let wanted = text(named, "fixed_network")?;
    let networks = neutron::rows(world, &call.caller, "networks");
    let network = networks.iter().find(|row| called(row, wanted))?;
    let subnets = neutron::rows(world, &call.caller, "subnets");
    let mut inside = subnets
        .iter()
        .filter(|row| word(row, "network_id") == word(network, "id"));
    let subnet = match text(named, "fixed_subnet") {
        Some(wanted) => inside.find(|row| called(row, wanted)),
        None => inside.next(),
    }?;
    let ports = neutron::rows(world, &call.caller, "ports");
    let here = |port: &&Value| port.pointer("/fixed_ips/0/subnet_id") == subnet.get("id");
    let mut routers = ports.iter().filter(here);
    let router = routers.find(|port| word(port, "device_owner").starts_with("network:router_"));
    Some(Existing {
        network: whole(network)?,
        subnet: whole(subnet)?,
        router: router.and_then(|port| Id::parse(word(port, "device_id"))),
        cidr: word(subnet, "cidr").to_owned(),
        taken: u32::try_from(ports.iter().filter(here).count()).unwrap_or(0),
    })
}

fn invented_name(world: &World) -> String {
    invented(world.clusters.len(), "cluster")
}

/// A name for what was given none.
pub(super) fn invented(turn: usize, what: &str) -> String {
    const LETTERS: [&str; 8] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta",
    ];
    let letter = LETTERS.get(turn % LETTERS.len()).copied().unwrap_or("omega");
    format!("{letter}-{}-{what}", turn % 24 + 1)
}
