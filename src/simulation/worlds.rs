//! Worlds for a purpose: quotas nearly used up, hostile texts, the founding walk-through, and the
//! container engines of old.

use serde_json::json;

use super::lifecycle::{Failing, Volumes};
use super::plans::{Plan, build, template};
use super::scenario::{DAY, HOUR, NO_HOST, templates};
use super::world::{Margin, Quota, World};

/// No floating address is left.
pub(super) const NO_ADDRESS: Failing = Failing {
    master: false,
    index: 0,
    resource: "kube_minion_floating",
    class: "Conflict",
    message: "Quota exceeded for resources: ['floatingip'].\nNeutron server returns request_ids: \
              ['req-6d7f2b1e-0d4b-4f7e-9b0a-5c1d2e3f4a5b']",
    secs: 2,
};

/// No room for volumes is left.
pub(super) const NO_VOLUME: Failing = Failing {
    master: false,
    index: 0,
    resource: "docker_volume",
    class: "OverLimit",
    message: "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota. Requested \
              50G, quota is 1000G and 980G has been consumed. (HTTP 413)",
    secs: 2,
};

/// Two clusters, and room for one server, one address and one cluster more.
pub(super) fn quota_tight(world: &mut World) {
    let [balanced, simple, ..] = templates(world);
    build(world, &Plan::new("first-half", balanced, 3, 4, 8 * DAY));
    build(world, &Plan::new("second-half", simple, 1, 5, 4 * DAY));
    let project = world.identity.project("demo").map(|project| project.id.clone());
    let project = project.unwrap_or_default();
    let quota = Quota {
        number: 1,
        hard_limit: 3,
        created: -DAY,
        updated: None,
    };
    world.quotas.insert(project.clone(), quota);
    let count = |wanted: fn(&super::estate::Thing) -> bool| {
        let things = world.things(&project).filter(|(_, _, part)| wanted(&part.thing));
        things.count()
    };
    let servers = count(|thing| matches!(thing, super::estate::Thing::Server(_)));
    let addresses = count(|thing| matches!(thing, super::estate::Thing::Floating { .. }));
    world.margin = Some(Margin {
        servers: u32::try_from(servers).unwrap_or(0) + 1,
        addresses: i64::try_from(addresses).unwrap_or(0) + 1,
        gigabytes: 40,
    });
}

/// Names that no Magnum would take and that a broken or wicked one might give.
pub(super) fn hostile(world: &mut World) {
    let long = "a".repeat(242);
    let names = [
        "../../.ssh/authorized_keys",
        "CON",
        "nul.yaml",
        "name\u{0}with\u{0}nul",
        "\u{202e}gpj.exe",
        "zero\u{200b}width\u{feff}joined\u{200d}",
        "\u{1b}[31mred\u{1b}[0m\u{7}",
        "\u{1b}]52;c;cm0gLXJmIC8=\u{7}",
        "<script>alert(1)</script>",
        "$(reboot)`reboot`; rm -rf ~",
        "line\nbreak\r\nand\ttab",
        "twin",
        "twin",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        "مرحبا بالعالم",
        "👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
        " ",
        long.as_str(),
    ];
    let heavy = "x".repeat(65_536);
    let fields = json!({
        "name": "{{7*7}} <b>template</b>", "image_id": "fedora-coreos-41", "flavor_id": "m1.small",
        "labels": {
            "kube_tag": "v1.28.9-rancher1", "quoted": "'\"$(id)\"'\n", "heavy": heavy, "": "empty key",
            "\u{202e}label": "\u{1b}[2J", "a=b,c": "d=e,f",
        },
    });
    let template = template(world, "demo", fields, 3 * DAY);
    for (turn, name) in names.into_iter().enumerate() {
        build(world, &Plan::new(name, template, 1, 1, DAY + turn as i64 * HOUR));
    }
    let cause = Failing {
        message: "<html><body>502 Bad Gateway</body></html>\u{1b}[2J\u{202e}\nTraceback (most recent call last):\n  File \
                  \"/usr/lib/python3/dist-packages/heat/engine/resource.py\", line 915, in _action_recorder",
        ..NO_HOST
    };
    let plan = Plan {
        failing: Some(cause),
        ..Plan::new("broken\u{2028}separated", template, 1, 2, 2 * HOUR)
    };
    build(world, &plan);
}

/// What the article made: one template, one cluster of two nodes.
pub(super) fn walk_through(world: &mut World) {
    let owner = world.identity.user("demo").map(|user| user.id.clone());
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPHGLMXp4fdHvXFrSsmsGqYfzLxDrPcVsKtbR5gzCnUi testkey";
    world
        .stock
        .import("testkey", key, &owner.unwrap_or_default(), -2 * DAY);
    let fields = json!({
        "name": "kubernetes-cluster-template", "image_id": "fedora-coreos-41", "keypair_id": "testkey",
        "external_network_id": "public", "dns_nameserver": "8.8.8.8", "flavor_id": "m1.small",
        "master_flavor_id": "m1.small", "docker_volume_size": 5, "network_driver": "flannel", "coe": "kubernetes",
    });
    let template = template(world, "demo", fields, DAY);
    let disks = Volumes {
        docker_gib: 5,
        ..Volumes::default()
    };
    let plan = Plan {
        volumes: disks,
        ..Plan::new("kubernetes-cluster", template, 1, 2, HOUR)
    };
    build(world, &plan);
}

/// Clusters of Swarm and Mesos, which older releases still have.
pub(super) fn old_engines(world: &mut World) {
    let engines = [
        ("swarm", "fedora-atomic-newest", "legacy-swarm", 1),
        ("swarm-mode", "fedora-atomic-newest", "swarm-mode-three", 3),
        ("mesos", "ubuntu-mesos", "batch-mesos", 1),
    ];
    for (coe, image, name, masters) in engines {
        if !world.profile.engines().contains(&coe) {
            continue;
        }
        let driver = "docker";
        let fields = json!({
            "name": format!("{coe}-old"), "coe": coe, "image_id": image, "network_driver": driver,
            "flavor_id": "m1.small", "master_flavor_id": "m1.small", "master_lb_enabled": masters > 1,
        });
        let template = template(world, "demo", fields, 90 * DAY);
        build(world, &Plan::new(name, template, masters, 2, 80 * DAY));
    }
}
