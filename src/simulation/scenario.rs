//! The worlds that a simulated cloud can start with.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::clock::Calendar;
use super::era::Profile;
use super::estate::{Estate, Fate, Part, Rules, Thing};
use super::failures;
use super::id::{Id, Mint};
use super::identity::Identity;
use super::lifecycle::{Failing, Volumes};
use super::own::Own;
use super::plans::{Plan, build, crew, group, template};
use super::stock::{Image, Stock};
use super::substance::outside_address;
use super::timeline::{Action, Timeline};
use super::world::{Quota, World};
use super::worlds;

pub(super) const DAY: i64 = 86_400;
pub(super) const HOUR: i64 = 3_600;

/// What is in the simulated cloud at the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartingWorld {
    /// A team's ordinary week: eight clusters in as many states.
    Everyday,
    /// A project in which nothing was made yet.
    Empty,
    /// 600 clusters, and one more of 1,000 nodes.
    Large,
    /// A cluster for each of the classic causes of failure.
    Failing,
    /// A project that has nearly used its quotas up.
    QuotaTight,
    /// Names and texts made to hurt who shows them.
    Hostile,
    /// The cluster of the article with which it all began.
    WalkThrough,
}

/// How a world begins.
pub(super) struct Beginning {
    pub(super) seed: u64,
    pub(super) start: jiff::Timestamp,
    pub(super) base: String,
    pub(super) profile: Profile,
}

/// Makes a world.
pub(super) fn world(kind: StartingWorld, beginning: Beginning) -> World {
    let Beginning {
        seed,
        start,
        base,
        profile,
    } = beginning;
    let mut mint = Mint::new(seed);
    let mut identity = Identity::usual(&mut mint);
    // Keystone once said that an account is locked; releases of today answer as if the password were wrong.
    identity.lock.told = profile == Profile::Newton;
    let owner = identity
        .user("demo")
        .map(|user| user.id.clone())
        .unwrap_or_default();
    let stock = Stock::usual(&mut mint, &owner, profile);
    let mut world = World {
        now: 0,
        calendar: Calendar::new(start),
        base,
        mint,
        identity,
        stock,
        templates: Vec::new(),
        clusters: Vec::new(),
        commons: Vec::new(),
        quotas: BTreeMap::new(),
        group_numbers: 0,
        profile,
        margin: None,
        bounty: if kind == StartingWorld::Large { 40 } else { 1 },
        outside: 0,
        authorities: BTreeMap::new(),
        rotated: BTreeSet::new(),
        manifests: Vec::new(),
        own: Own::default(),
        elsewhere: None,
    };
    furnish(&mut world);
    world.elsewhere = Some(Box::new(other_region(&world, seed)));
    match kind {
        StartingWorld::Empty => {}
        StartingWorld::Everyday => everyday(&mut world),
        StartingWorld::Large => large(&mut world),
        StartingWorld::Failing => failures::failing(&mut world),
        StartingWorld::QuotaTight => worlds::quota_tight(&mut world),
        StartingWorld::Hostile => worlds::hostile(&mut world),
        StartingWorld::WalkThrough => worlds::walk_through(&mut world),
    }
    world
}

/// A region with the same people, a stock and networks of its own, and nothing made in it yet.
fn other_region(first: &World, seed: u64) -> World {
    let mut mint = Mint::new(!seed);
    let owner = first.identity.user("demo").map(|user| user.id.clone());
    let stock = Stock::usual(&mut mint, &owner.unwrap_or_default(), first.profile);
    let mut world = World {
        now: 0,
        calendar: first.calendar,
        base: format!("{}/region-two", first.base),
        mint,
        identity: first.identity.clone(),
        stock,
        templates: Vec::new(),
        clusters: Vec::new(),
        commons: Vec::new(),
        quotas: BTreeMap::new(),
        group_numbers: 0,
        profile: first.profile,
        margin: None,
        bounty: 1,
        outside: 100,
        authorities: BTreeMap::new(),
        rotated: BTreeSet::new(),
        manifests: Vec::new(),
        own: Own::default(),
        elsewhere: None,
    };
    furnish(&mut world);
    world
}

/// The networks that are there before any cluster.
fn furnish(world: &mut World) {
    let mut common = |project: &str, network: &str, range: &'static str, outside: bool| {
        let project = world
            .identity
            .project(project)
            .map(|project| project.id.clone())
            .unwrap_or_default();
        let mut estate = Estate::new(&project, "", (Cow::Borrowed(range), 24));
        let mut add = |title: String, thing: Thing| {
            let mut life = Timeline::default();
            life.span(Action::Create, -50 * DAY, -50 * DAY + 2);
            estate.parts.push(Part {
                id: world.mint.id(),
                name: Cow::Borrowed(""),
                title,
                row_type: "",
                required_by: &[],
                stack: None,
                nested: None,
                noted: -50 * DAY,
                lost: false,
                thing,
                life,
            });
            estate.parts.len() - 1
        };
        let net = add(network.to_owned(), Thing::Network { external: outside });
        let (cidr, gateway) = (format!("{range}.0.0/24"), format!("{range}.0.1"));
        let subnet = Thing::Subnet {
            network: net,
            cidr,
            gateway,
            dns: "1.1.1.1".to_owned(),
        };
        let subnet = add(format!("{network}-subnet"), subnet);
        if !outside {
            world.outside += 1;
            let router = add(
                "router-1".to_owned(),
                Thing::Router {
                    address: outside_address(world.outside),
                },
            );
            add(
                String::new(),
                Thing::Interface {
                    router,
                    subnet,
                    network: net,
                },
            );
            add(
                "default".to_owned(),
                Thing::SecurityGroup {
                    rules: Rules::Default,
                },
            );
        }
        estate.marks.network = Some(net);
        estate.marks.subnet = Some(subnet);
        world.commons.push(estate);
    };
    common("admin", "public", "203.0", true);
    common("demo", "private", "10.1", false);
    common("容器平台测试", "私有网络", "10.2", false);
}

pub(super) const NO_HOST: Failing = Failing {
    master: false,
    index: 1,
    resource: "kube-minion",
    class: "ResourceInError",
    message: "Went to status ERROR due to \"Message: No valid host was found. There are not enough hosts available., \
              Code: 500\"",
    secs: 26,
};

pub(super) const SCRIPT_FAILED: Failing = Failing {
    master: true,
    index: 0,
    resource: "master_config_deployment",
    class: "Error",
    message: "Deployment to server failed: deploy_status_code : Deployment exited with non-zero status code: 1",
    secs: 22,
};

fn everyday(world: &mut World) {
    let [balanced, simple, volumes, capi, vexx] = templates(world);
    let web = build(world, &Plan::new("production-web", balanced, 3, 3, 9 * DAY));
    group(world, web, &crew("high-memory", 2, "r1.large"), "worker", 5 * DAY);
    serve_from(world, web, "production-web", "ingress-nginx", 443);
    build(world, &Plan::new("build-farm", balanced, 1, 3, 6));
    let failing = Some(NO_HOST);
    build(
        world,
        &Plan {
            failing,
            ..Plan::new("broken-database", simple, 1, 3, 3 * HOUR)
        },
    );
    let shop = build(world, &Plan::new("shop-staging", balanced, 1, 2, 2 * DAY));
    stop_one(world, shop);
    let old = build(world, &Plan::new("old-experiment", simple, 1, 2, 60 * DAY));
    world.raze(old, -40, 14.0);
    let green = build(
        world,
        &Plan {
            owner: "anna.larsson",
            ..Plan::new("capi-green", capi, 3, 2, 4 * DAY)
        },
    );
    serve_from(world, green, "capi-green", "traefik", 443);
    let disks = Volumes {
        docker_gib: 50,
        etcd_gib: 10,
        boot_gib: 0,
    };
    let analytics = build(
        world,
        &Plan {
            volumes: disks,
            ..Plan::new("analytics", volumes, 3, 16, 12 * DAY)
        },
    );
    group(
        world,
        analytics,
        &crew("spark", 20, "c1.large"),
        "worker",
        11 * DAY,
    );
    group(world, analytics, &crew("gpu", 4, "g1.gpu"), "gpu", 7 * DAY);
    build(world, &Plan::new("vexx-edge", vexx, 1, 3, 6 * DAY));
    let chinese = template(
        world,
        "容器平台测试",
        json!({"name": "测试模板", "image_id": "fedora-coreos-41", "labels": {"kube_tag": "v1.28.9-rancher1"}}),
        20 * DAY,
    );
    build(world, &Plan::new("ceshi-01", chinese, 1, 1, 10 * DAY));
    if world.profile.engines().contains(&"swarm") {
        worlds::old_engines(world);
    }
    newer(world);
}

/// The next version of what the cluster of Cluster API runs. Comes last, so that nothing else has other ids because of it.
fn newer(world: &mut World) {
    let image = Image {
        id: world.mint.id(),
        name: "ubuntu-2404-kube-v1.32.1",
        distro: Some("ubuntu"),
        version: "24.04",
        kube_version: Some("v1.32.1"),
        size: 2_863_661_056,
    };
    world.stock.images.push(image);
    let next = json!({
        "name": "capi-v1.32", "image_id": "ubuntu-2404-kube-v1.32.1", "master_lb_enabled": true, "public": true,
        "flavor_id": "m1.medium", "driver": "k8s_capi_helm_v1",
        "labels": {"octavia_provider": "amphora", "monitoring_enabled": "true"},
    });
    template(world, "demo", next, 4 * DAY);
}

pub(super) fn templates(world: &mut World) -> [Id; 5] {
    let balanced = json!({
        "name": "k8s-v1.28-ha", "image_id": "fedora-coreos-41", "master_lb_enabled": true,
        "labels": {"kube_tag": "v1.28.9-rancher1", "auto_healing_enabled": "true", "availability_zone": "nova"},
    });
    let simple = json!({
        "name": "k8s-v1.27-single-master", "image_id": "fedora-coreos-40", "flavor_id": "m1.medium",
        "labels": {"kube_tag": "v1.27.8-rancher2"},
    });
    let volumes = json!({
        "name": "k8s-v1.28-data", "image_id": "fedora-coreos-41", "master_lb_enabled": true,
        "floating_ip_enabled": false, "docker_volume_size": 50, "flavor_id": "m1.xlarge",
        "labels": {"kube_tag": "v1.28.9-rancher1", "etcd_volume_size": "10", "auto_scaling_enabled": "true"},
    });
    let capi = json!({
        "name": "capi-v1.31", "image_id": "ubuntu-2404-kube-v1.31.4", "master_lb_enabled": true, "public": true,
        "flavor_id": "m1.medium", "driver": "k8s_capi_helm_v1", "labels": {"octavia_provider": "amphora"},
    });
    let vexx = json!({
        "name": "k8s-v1.30-edge", "image_id": "ubuntu-2404-kube-v1.30.8", "master_lb_enabled": true,
        "flavor_id": "m1.medium", "driver": "k8s_cluster_api_ubuntu", "labels": {"kube_tag": "v1.30.8"},
    });
    [balanced, simple, volumes, capi, vexx].map(|fields| template(world, "demo", fields, 45 * DAY))
}

/// Gives a cluster a load balancer of a Kubernetes Service and two volumes of claims.
fn serve_from(world: &mut World, cluster: Id, name: &str, service: &str, port: u16) {
    let Some(index) = world.clusters.iter().position(|entry| entry.uuid == cluster) else {
        return;
    };
    let mut entry = world.clusters.remove(index);
    let order = entry.order.clone();
    let begin = entry.created + HOUR;
    let mut yard = world.yard(&mut entry.estate, &order, entry.driver, &entry.identity);
    yard.service(&format!("kube_service_{name}_{service}_{service}"), port, begin);
    yard.claim(20, 0, begin + 60);
    yard.claim(100, 1, begin + 90);
    world.outside = yard.outside;
    world.clusters.insert(index, entry);
}

/// Stops the last worker of a cluster.
fn stop_one(world: &mut World, cluster: Id) {
    let entry = world.clusters.iter().find(|entry| entry.uuid == cluster);
    let last = entry.and_then(|entry| {
        entry
            .estate
            .servers(0)
            .filter(|(_, server)| !server.master)
            .last()
    });
    let last = last.map(|(part, _)| part.id);
    if let Some(id) = last {
        world.set_fate(id, Fate::Stopped);
    }
}

fn large(world: &mut World) {
    const TEAMS: [&str; 6] = ["payments", "search", "mobile", "billing", "research", "platform"];
    let [balanced, simple, _, capi, _] = templates(world);
    let project = world
        .identity
        .project("demo")
        .map(|project| project.id.clone())
        .unwrap_or_default();
    world.quotas.insert(
        project,
        Quota {
            number: 1,
            hard_limit: 2000,
            created: -DAY,
            updated: None,
        },
    );
    for number in 0..600_u32 {
        let team = TEAMS
            .get(number as usize % TEAMS.len())
            .copied()
            .unwrap_or("team");
        let name = format!("{team}-{:03}", number / 6 + 1);
        let kind = if number % 10 == 9 { capi } else { simple };
        let failing = match number % 50 {
            7 => Some(Failing { index: 0, ..NO_HOST }),
            23 => Some(SCRIPT_FAILED),
            _fine => None,
        };
        let age = HOUR * i64::from(number) + 2 * HOUR;
        build(
            world,
            &Plan {
                failing,
                ..Plan::new(&name, kind, 1, 1, age)
            },
        );
    }
    build(world, &Plan::new("giant", balanced, 3, 1000, 30 * DAY));
}
