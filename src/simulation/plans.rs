//! Templates, clusters and node groups of a world's beginning, described in few words, as the world's release has them.

use serde_json::{Map, Value, json};

use super::era::Profile;
use super::id::Id;
use super::lifecycle::{Crew, Failing, Order, Volumes};
use super::magnum;
use super::works;
use super::world::World;

/// Writes a template down and answers its uuid.
pub(super) fn template(world: &mut World, project: &str, fields: Value, age: i64) -> Id {
    let owner = world
        .identity
        .user("demo")
        .map(|user| user.id.clone())
        .unwrap_or_default();
    let project = world
        .identity
        .project(project)
        .map(|project| project.id.clone())
        .unwrap_or_default();
    let mut whole = Map::new();
    let usual = json!({
        "coe": "kubernetes", "external_network_id": "public", "keypair_id": "platform-team", "flavor_id": "m1.large",
        "master_flavor_id": "m1.medium", "network_driver": "calico", "dns_nameserver": "1.1.1.1,9.9.9.9",
    });
    for part in [usual, fields] {
        if let Value::Object(part) = part {
            whole.extend(part);
        }
    }
    suit(world.profile, &mut whole);
    dated(world.profile, &mut whole);
    let template = magnum::template(world, (&project, &owner), whole, -age);
    let uuid = template.uuid;
    world.templates.push(template);
    uuid
}

/// Chooses an image of which this release can make clusters.
fn suit(profile: Profile, fields: &mut Map<String, Value>) {
    let image = fields.get("image_id").and_then(Value::as_str).unwrap_or_default();
    let (ubuntu, coreos) = (image.contains("-kube-"), image.starts_with("fedora-coreos"));
    let other = match (profile, ubuntu, coreos) {
        (Profile::Newton, true, _) | (Profile::Newton, _, true) => "fedora-atomic-newest",
        (Profile::Zed, true, _) => "fedora-coreos-41",
        (Profile::R2026_2, _, true) => "ubuntu-2404-kube-v1.31.4",
        (Profile::Newton | Profile::Zed | Profile::R2024_1 | Profile::R2026_1 | Profile::R2026_2, _, _) => {
            return;
        }
    };
    fields.insert("image_id".to_owned(), json!(other));
    fields.remove("driver");
}

/// Labels that Magnum's drivers had in their first releases; the others came later.
const FIRST_LABELS: [&str; 9] = [
    "flannel_network_cidr",
    "flannel_network_subnetlen",
    "flannel_backend",
    "rexray_preempt",
    "swarm_strategy",
    "mesos_slave_isolation",
    "mesos_slave_image_providers",
    "mesos_slave_work_dir",
    "mesos_slave_executor_env_variables",
];

/// Takes away what a release does not know yet, and gives it what its people used instead.
fn dated(profile: Profile, fields: &mut Map<String, Value>) {
    if profile != Profile::Newton {
        return;
    }
    let kubernetes = fields.get("coe") == Some(&json!("kubernetes"));
    if let Some(labels) = fields.get_mut("labels").and_then(Value::as_object_mut) {
        labels.retain(|label, _| FIRST_LABELS.contains(&label.as_str()));
        if kubernetes {
            labels.insert("flannel_backend".to_owned(), json!("vxlan"));
        }
    }
    if kubernetes {
        // There was no other network, and one name server.
        fields.insert("network_driver".to_owned(), json!("flannel"));
        fields.insert("docker_storage_driver".to_owned(), json!("devicemapper"));
        fields.entry("docker_volume_size").or_insert(json!(5));
        fields.insert("dns_nameserver".to_owned(), json!("8.8.8.8"));
    }
}

/// A short way to describe a cluster of a scenario.
pub(super) struct Plan<'a> {
    pub(super) name: &'a str,
    pub(super) template: Id,
    pub(super) masters: u32,
    pub(super) workers: u32,
    pub(super) age: i64,
    pub(super) volumes: Volumes,
    pub(super) failing: Option<Failing>,
    pub(super) owner: &'a str,
    pub(super) outset: works::Outset,
}

impl<'a> Plan<'a> {
    pub(super) fn new(name: &'a str, template: Id, masters: u32, workers: u32, age: i64) -> Plan<'a> {
        Plan {
            name,
            template,
            masters,
            workers,
            age,
            volumes: Volumes::default(),
            failing: None,
            owner: "demo",
            outset: works::Outset::Built,
        }
    }
}

/// Builds a planned cluster and answers its uuid.
pub(super) fn build(world: &mut World, plan: &Plan<'_>) -> Id {
    let Some(template) = world.template(plan.template) else {
        return plan.template;
    };
    let labels = template.labels();
    let text = |key: &str| template.text(key).unwrap_or_default().to_owned();
    let driver = magnum::driver_of(world, template);
    let image = text("image_id");
    let crew = |node_group: &str, count, flavor: String| Crew {
        node_group: node_group.to_owned(),
        count,
        flavor,
        image: image.clone(),
    };
    let request = works::Request {
        order: Order {
            name: plan.name.to_owned(),
            balanced: template.flag("master_lb_enabled"),
            floating: template.flag("floating_ip_enabled"),
            masters: crew("default-master", plan.masters, text("master_flavor_id")),
            workers: crew("default-worker", plan.workers, text("flavor_id")),
            volumes: plan.volumes,
            keypair: template.text("keypair_id").map(str::to_owned),
            dns: text("dns_nameserver"),
            provider: "amphora",
            engine: magnum::engine_of(template),
            existing: None,
            failing: plan.failing,
        },
        project: template.project.clone(),
        user: world
            .identity
            .user(plan.owner)
            .map(|user| user.id.clone())
            .unwrap_or_default(),
        template: plan.template,
        driver,
        labels: labels.clone(),
        template_labels: labels,
        docker_volume_gib: Some(plan.volumes.docker_gib).filter(|size| *size > 0),
        create_timeout: 60,
        fixed_network: None,
        fixed_subnet: None,
        api_port: 6443,
        outset: plan.outset.clone(),
    };
    world.found(request, -plan.age)
}

/// Adds a node group to a scenario's cluster.
pub(super) fn group(world: &mut World, cluster: Id, crew: &Crew, role: &str, age: i64) {
    if world.profile == Profile::Newton {
        return;
    }
    let found = world.clusters.iter().find(|entry| entry.uuid == cluster);
    let (labels, image) = found
        .map(|entry| (entry.labels.clone(), entry.order.workers.image.clone()))
        .unwrap_or_default();
    let crew = &Crew {
        image,
        ..crew.clone()
    };
    let mut group = world.group(crew, false, &labels, -age);
    role.clone_into(&mut group.role);
    group.max = Some(crew.count + 4);
    group.min = 1;
    world.add_group(cluster, group, -age);
}

/// The machines of a node group that follow from few words.
pub(super) fn crew(node_group: &str, count: u32, flavor: &str) -> Crew {
    let (node_group, flavor) = (node_group.to_owned(), flavor.to_owned());
    Crew {
        node_group,
        count,
        flavor,
        image: String::new(),
    }
}
