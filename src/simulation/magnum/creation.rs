//! Creating a cluster: Magnum's checks in Magnum's order, then the order to the works.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::cluster::Driver;
use super::super::http::Reply;
use super::super::lifecycle::{Crew, Failing, Order, Volumes};
use super::super::nova;
use super::super::works::{self, Outset};
use super::super::world::{Template, World};
use super::{Call, invalid, may_write, no, templates};

const FIELDS: [&str; 17] = [
    "name",
    "cluster_template_id",
    "keypair",
    "node_count",
    "master_count",
    "master_flavor_id",
    "flavor_id",
    "docker_volume_size",
    "labels",
    "merge_labels",
    "fixed_network",
    "fixed_subnet",
    "floating_ip_enabled",
    "master_lb_enabled",
    "create_timeout",
    "discovery_url",
    "docker_storage_driver",
];

/// The driver that a template's image and its own field choose.
pub(in super::super) fn driver_of(world: &World, template: &Template) -> Driver {
    let named = template.text("driver").unwrap_or_default();
    let image = template
        .text("image_id")
        .and_then(|image| world.stock.image(image));
    if named.starts_with("k8s_cluster_api") {
        Driver::ClusterApi
    } else if image.and_then(|image| image.distro) == Some("ubuntu") {
        Driver::CapiHelm
    } else {
        Driver::Heat
    }
}

/// Accepts a new cluster, or says why not.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.json();
    let Some(asked) = body.as_object() else {
        return Err(no(500, "'str' object has no attribute 'keys'"));
    };
    let (masters, workers) = check_fields(call, asked)?;
    may_write(call, "cluster:create")?;
    check_quota(world, call)?;
    let wanted = text(asked, "cluster_template_id").unwrap_or_default();
    let template = templates::find(world, call, wanted)?;
    let request = plan(world, call, asked, template, (masters, workers))?;
    let now = world.now;
    let uuid = world.found(request, now);
    Ok(Reply::json(202, json!({"uuid": uuid})))
}

fn text<'a>(asked: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    asked
        .get(key)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

fn check_fields(call: &Call<'_>, asked: &Map<String, Value>) -> Result<(u32, u32), Reply> {
    if let Some(key) = asked.keys().find(|key| !FIELDS.contains(&key.as_str())) {
        return Err(no(400, &format!("Unknown attribute for argument cluster: {key}")));
    }
    if text(asked, "cluster_template_id").is_none() {
        return Err(invalid("cluster_template_id", "None", "Mandatory field missing."));
    }
    if let Some(name) = text(asked, "name") {
        let good = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) || !name.chars().all(good) {
            return Err(invalid(
                "name",
                name,
                "Value should match the pattern ^[a-zA-Z][a-zA-Z0-9_.-]*$",
            ));
        }
        if name.len() > 242 {
            return Err(invalid(
                "name",
                name,
                "Value should have a maximum character requirement of 242",
            ));
        }
    }
    let masters = count(asked, "master_count", 1)?;
    let workers = count(asked, "node_count", 0)?;
    if workers == 0 && call.minor < 10 {
        return Err(no(
            400,
            "Cluster node_count is 0. Zero nodes are supported since API version 1.10.",
        ));
    }
    Ok((masters, workers))
}

/// A number of nodes out of a request; one when it is not given.
pub(super) fn count(asked: &Map<String, Value>, field: &str, least: i64) -> Result<u32, Reply> {
    let Some(value) = asked.get(field).filter(|value| !value.is_null()) else {
        return Ok(1);
    };
    let number = value
        .as_i64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()));
    let Some(number) = number else {
        return Err(invalid(
            field,
            value.as_str().unwrap_or("?"),
            "invalid literal for int() with base 10",
        ));
    };
    if number < least {
        let why = format!("Value should be greater or equal to {least}");
        return Err(invalid(field, &number.to_string(), &why));
    }
    Ok(u32::try_from(number).unwrap_or(u32::MAX).min(5000))
}

fn check_quota(world: &World, call: &Call<'_>) -> Result<(), Reply> {
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
    let size = asked
        .get("docker_volume_size")
        .or_else(|| template.fields.get("docker_volume_size"));
    let docker = size
        .and_then(Value::as_u64)
        .and_then(|size| u32::try_from(size).ok());
    let gib = |key: &str| {
        labels
            .get(key)
            .and_then(|text| text.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let volumes = Volumes {
        docker_gib: docker.unwrap_or(0),
        etcd_gib: gib("etcd_volume_size"),
        boot_gib: gib("boot_volume_size"),
    };
    let mut order = order(world, asked, template, counts, volumes);
    for crew in [&order.workers, &order.masters] {
        check_flavor(world, &crew.flavor, volumes.boot_gib)?;
    }
    check_networks(world, call, asked)?;
    check_rest(world, call, &order)?;
    order.failing = beyond_nova(world, call, &order);
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
        create_timeout: asked.get("create_timeout").and_then(Value::as_i64).unwrap_or(60),
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
            .and_then(Value::as_bool)
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
        failing: None,
    }
}

/// Magnum does not look at Nova's quota: a cluster beyond it is accepted and fails.
fn beyond_nova(world: &World, call: &Call<'_>, order: &Order) -> Option<Failing> {
    let left = nova::servers_left(world, &call.caller.project);
    let (masters, workers) = (order.masters.count, order.workers.count);
    let master = left < masters;
    let index = if master { left } else { left - masters };
    let on_volume = order.volumes.boot_gib > 0;
    let resource = match (master, on_volume) {
        (true, false) => "kube-master",
        (true, true) => "kube-master-bfv",
        (false, false) => "kube-minion",
        (false, true) => "kube-minion-bfv",
    };
    (left < masters + workers).then_some(Failing {
        master,
        index,
        resource,
        class: "Forbidden",
        message: "Quota exceeded for instances: Requested 1, but already used 150 of 150 instances (HTTP 403)",
        secs: 3,
    })
}

fn check_rest(world: &World, call: &Call<'_>, order: &Order) -> Result<(), Reply> {
    if let Some(keypair) = &order.keypair
        && world.stock.keypair(keypair, &call.caller.user).is_none()
    {
        return Err(no(404, &format!("Unable to find keypair {keypair}.")));
    }
    let masters = order.masters.count;
    if masters > 1 && !order.balanced {
        return Err(no(400, "master_count must be 1 when master_lb_enabled is False"));
    }
    if masters.is_multiple_of(2) {
        let message =
            format!("master nodegroup size of {masters} is invalid, size cannot be an even number.");
        return Err(no(400, &message));
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
    let merge = asked
        .get("merge_labels")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let mut labels = if merge { template.clone() } else { BTreeMap::new() };
    for (key, value) in given {
        labels.insert(key, value.as_str().unwrap_or_default().to_owned());
    }
    labels
}

fn check_flavor(world: &World, name: &str, boot_gib: u32) -> Result<(), Reply> {
    let Some(flavor) = world.stock.flavor(name) else {
        return Err(no(400, &format!("Unable to find flavor {name}.")));
    };
    if flavor.disk_gib == 0 && boot_gib == 0 {
        let words = "Flavor with zero root volume size is not supported when boot_volume_size is zero.";
        return Err(no(400, words));
    }
    Ok(())
}

fn check_networks(world: &World, call: &Call<'_>, asked: &Map<String, Value>) -> Result<(), Reply> {
    use super::super::estate::Thing;
    for (field, word) in [("fixed_network", "network"), ("fixed_subnet", "subnet")] {
        let Some(wanted) = text(asked, field) else {
            continue;
        };
        let things = world.things(&call.caller.project).filter(|(_, _, part)| {
            let right = if word == "network" {
                matches!(part.thing, Thing::Network { .. })
            } else {
                matches!(part.thing, Thing::Subnet { .. })
            };
            right && (part.title == wanted || part.id.to_string() == wanted)
        });
        match things.count() {
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

fn invented_name(world: &World) -> String {
    const LETTERS: [&str; 8] = [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta",
    ];
    let turn = world.clusters.len();
    let letter = LETTERS.get(turn % LETTERS.len()).copied().unwrap_or("omega");
    format!("{letter}-{}-cluster", turn % 24 + 1)
}
