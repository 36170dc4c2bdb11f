//! The failing world: a cluster for each of the classic causes, in the words in which services give them.

use super::cluster::Health;
use super::id::Id;
use super::lifecycle::{Failing, Volumes};
use super::plans::{Plan, build};
use super::scenario::{DAY, HOUR, NO_HOST, SCRIPT_FAILED, templates};
use super::timeline::{Action, Phase};
use super::works::Outset;
use super::world::World;

/// A resource of a machine, or with `master` false and index 0 one of the cluster's own, that Nova, Neutron, Cinder or
/// Octavia refuse at once.
const fn refused(
    (master, resource): (bool, &'static str),
    class: &'static str,
    message: &'static str,
) -> Failing {
    Failing {
        master,
        index: 0,
        resource,
        class,
        message,
        secs: 3,
    }
}

/// What goes wrong while Heat builds.
const HEAT: &[(&str, Template, Failing)] = &[
    ("no-valid-host", Template::Simple, Failing { index: 0, ..NO_HOST }),
    (
        "instances-quota",
        Template::Simple,
        refused(
            (true, "kube-master"),
            "Forbidden",
            "Quota exceeded for instances: Requested 1, but already used 150 of 150 instances (HTTP 403) (Request-ID: \
             req-6e7d7f65-f80e-49ae-8ef7-48f3aa64cc8b)",
        ),
    ),
    (
        "cores-quota",
        Template::Simple,
        refused(
            (false, "kube-minion"),
            "Forbidden",
            "Quota exceeded for cores: Requested 8, but already used 196 of 200 cores (HTTP 403) (Request-ID: \
             req-a4a41845-e376-4889-83e6-eaccddeb8214)",
        ),
    ),
    (
        "memory-quota",
        Template::Simple,
        refused(
            (false, "kube-minion"),
            "Forbidden",
            "Quota exceeded for ram: Requested 16384, but already used 512000 of 524288 ram (HTTP 403) (Request-ID: \
             req-849ce96d-ddd0-4b68-9be4-6c4e77411bb4)",
        ),
    ),
    (
        "floating-ip-quota",
        Template::Balanced,
        refused(
            (false, "kube_minion_floating"),
            "OverQuotaClient",
            "Quota exceeded for resources: ['floatingip'].\nNeutron server returns request_ids: \
             ['req-d06f9bf1-7250-4c75-8bbc-ad5dfe99c678']",
        ),
    ),
    (
        "network-quota",
        Template::Simple,
        refused(
            (false, "private_network"),
            "OverQuotaClient",
            "Quota exceeded for resources: ['network'].\nNeutron server returns request_ids: \
             ['req-6c817f0d-e564-4598-b62e-ee4804ac69ae']",
        ),
    ),
    (
        "router-quota",
        Template::Simple,
        refused(
            (false, "extrouter"),
            "OverQuotaClient",
            "Quota exceeded for resources: ['router'].\nNeutron server returns request_ids: \
             ['req-6520c34b-bd2c-4628-a1ea-6529029291f6']",
        ),
    ),
    (
        "security-group-quota",
        Template::Simple,
        refused(
            (false, "secgroup_kube_master"),
            "OverQuotaClient",
            "Quota exceeded for resources: ['security_group'].\nNeutron server returns request_ids: \
             ['req-db3ca2e4-a071-4c01-a43d-872b17c88ef9']",
        ),
    ),
    (
        "load-balancer-quota",
        Template::Balanced,
        refused(
            (false, "loadbalancer"),
            "OctaviaClientException",
            "Quota has been met for resources: Load Balancer (HTTP 403) (Request-ID: \
             req-17523b16-bab0-4b84-8498-d791ea369d9e)",
        ),
    ),
    (
        "load-balancer-error",
        Template::Balanced,
        refused(
            (false, "loadbalancer"),
            "ResourceInError",
            "Went to status ERROR due to \"Unknown\"",
        ),
    ),
    (
        "volume-quota",
        Template::Volumes,
        refused(
            (false, "docker_volume"),
            "OverLimit",
            "VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota 'volumes'. (HTTP 413) \
             (Request-ID: req-eb966863-6d72-4cd1-a81c-559cfdf18d77)",
        ),
    ),
    (
        "gigabytes-quota",
        Template::Volumes,
        refused(
            (false, "docker_volume"),
            "OverLimit",
            "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota. Requested 50G, \
             quota is 1000G and 980G has been consumed. (HTTP 413) (Request-ID: req-46545dbb-4292-45a5-9c71-0e57c44d3da1)",
        ),
    ),
    (
        "volume-error",
        Template::Volumes,
        Failing {
            secs: 12,
            ..refused(
                (true, "etcd_volume"),
                "ResourceInError",
                "Went to status error due to \"Unknown\"",
            )
        },
    ),
    (
        "no-network",
        Template::Simple,
        Failing {
            secs: 300,
            ..refused(
                (true, "kube-master"),
                "ResourceInError",
                "Went to status ERROR due to \"Message: Build of instance 5d12f6fd-a196-4bc5-b1f6-7e0c5dbd1f2e aborted: \
                 Failed to allocate the network(s), not rescheduling., Code: 500\"",
            )
        },
    ),
    (
        "hosts-exhausted",
        Template::Simple,
        Failing {
            secs: 90,
            ..refused(
                (false, "kube-minion"),
                "ResourceInError",
                "Went to status ERROR due to \"Message: Exceeded maximum number of retries. Exhausted all hosts available \
                 for retrying build failures for instance 1451041c-da04-478c-93dd-0acb60dd149a., Code: 500\"",
            )
        },
    ),
    (
        "no-zone",
        Template::Simple,
        refused(
            (true, "kube-master"),
            "BadRequest",
            "The requested availability zone is not available (HTTP 400) (Request-ID: \
             req-a8c7f7e4-b447-4bce-9619-3fc75114bbe5)",
        ),
    ),
    (
        "no-addresses",
        Template::Simple,
        refused(
            (false, "kube-minion"),
            "IpAddressGenerationFailureClient",
            "No more IP addresses available on network 31d737aa-8dd8-4f2a-9d1f-8add5abca8d8.\nNeutron server returns \
             request_ids: ['req-c00f1ea6-f029-4275-8b83-6521d639a670']",
        ),
    ),
    (
        "not-connected",
        Template::Simple,
        refused(
            (true, "kube_master_floating"),
            "NotFound",
            "External network 750497ab-5fd5-495e-8272-bedd681fe02d is not reachable from subnet \
             1eb2e5e7-50e3-4ea1-9f5d-fa799d7a1fd4.  Therefore, cannot associate Port 1fcfd280-a1cc-47b7-b109-076d93459cba \
             with a Floating IP.\nNeutron server returns request_ids: ['req-09093cdc-975e-46a9-8e4f-1c6d5c0b7a11']",
        ),
    ),
    ("script-failed", Template::Simple, SCRIPT_FAILED),
    (
        "agent-silent",
        Template::Simple,
        Failing {
            secs: 3500,
            ..refused((false, "node_config_deployment"), "", "")
        },
    ),
    (
        "registry-blocked",
        Template::Simple,
        Failing {
            secs: 40,
            ..refused(
                (true, "upgrade_kubernetes_deployment"),
                "Error",
                "Deployment to server failed: deploy_status_code : Deployment exited with non-zero status code: 125",
            )
        },
    ),
];

/// What goes wrong before anything is built; the cluster's uuid is added to words that end in a space.
const BEFORE: &[(&str, &str)] = &[
    ("no-trust", "Failed to create trustee or trust for Cluster: "),
    ("no-certificates", "Failed to create certificates for Cluster: "),
    (
        "no-discovery",
        "Failed to get discovery url from 'https://discovery.etcd.io/new?size=1'.",
    ),
    (
        "label-not-a-number",
        "invalid literal for int() with base 10: 'many'",
    ),
    ("no-keypair", "Unable to find keypair platform-team."),
    (
        "no-external-network",
        "Property error: : resources.api_lb.properties.external_network: : Error validating value 'public': Unable to find \
         network with name or id 'public'",
    ),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Template {
    Simple,
    Balanced,
    Volumes,
}

/// A cluster for each cause.
pub(super) fn failing(world: &mut World) {
    let [balanced, simple, volumes, capi, _] = templates(world);
    for (turn, (name, template, cause)) in HEAT.iter().enumerate() {
        let (template, volumes) = match template {
            Template::Simple => (simple, Volumes::default()),
            Template::Balanced => (balanced, Volumes::default()),
            Template::Volumes => (
                volumes,
                Volumes {
                    docker_gib: 50,
                    etcd_gib: 10,
                    boot_gib: 0,
                },
            ),
        };
        let age = 2 * HOUR + turn as i64 * HOUR;
        let plan = Plan {
            failing: Some(*cause),
            volumes,
            ..Plan::new(name, template, 1, 2, age)
        };
        build(world, &plan);
    }
    for (name, words) in BEFORE {
        let plan = Plan {
            outset: Outset::Refused(words),
            ..Plan::new(name, simple, 1, 1, 5 * HOUR)
        };
        build(world, &plan);
    }
    for (name, template) in [("never-begun", simple), ("capi-for-ever", capi)] {
        let plan = Plan {
            outset: Outset::Stuck,
            ..Plan::new(name, template, 1, 1, 5 * HOUR)
        };
        build(world, &plan);
    }
    let blocked = Plan {
        outset: Outset::Stuck,
        ..Plan::new("capi-quota", capi, 1, 1, 2 * HOUR)
    };
    let blocked = build(world, &blocked);
    says(
        world,
        blocked,
        "CreateError: failed to create network: Expected HTTP response code [201 202] when accessing [POST \
         https://network.example/v2.0/networks], but got 409 instead\n{\"NeutronError\": {\"type\": \"OverQuota\", \
         \"message\": \"Quota exceeded for resources: ['network'].\", \"detail\": \"\"}}",
    );
    changing(world, [balanced, simple]);
    orphan(world, balanced);
}

/// What goes wrong with clusters that were well.
fn changing(world: &mut World, [balanced, simple]: [Id; 2]) {
    let upgrading = build(world, &Plan::new("upgrade-failed", simple, 1, 1, 9 * DAY));
    ended(world, upgrading, Action::Update, Some("'kube_tag'"));
    let deleting = build(world, &Plan::new("stuck-deleting", balanced, 1, 1, 3 * DAY));
    world.raze(deleting, -2 * HOUR, 900.0);
    let held = build(world, &Plan::new("delete-failed", balanced, 1, 1, 4 * DAY));
    not_deleted(
        world,
        held,
        "secgroup_kube_minion",
        "Security Group dc0eb2ac-ec69-491b-9ab6-5ae2971a3fc6 in use.\nNeutron server returns request_ids: \
         ['req-82424e61-fd43-4041-80bb-7c9064c4064c']",
    );
    let emptied = build(world, &Plan::new("stack-gone", simple, 1, 1, 5 * DAY));
    world.raze(emptied, -3 * HOUR, 1.0);
    ended(world, emptied, Action::Delete, None);
}

/// An action that failed an hour ago.
fn ended(world: &mut World, cluster: Id, action: Action, reason: Option<&str>) {
    let Some(cluster) = world.cluster_mut(cluster) else {
        return;
    };
    cluster.life.forget_after(-4 * HOUR);
    cluster.life.push(-HOUR - 60, action, Phase::InProgress, None);
    cluster.life.push(-HOUR, action, Phase::Failed, reason);
}

/// Lets the deletion of a cluster fail at one resource, with everything still there.
fn not_deleted(world: &mut World, cluster: Id, resource: &str, message: &str) {
    ended(
        world,
        cluster,
        Action::Delete,
        Some("default-master failed, default-worker failed"),
    );
    let Some(cluster) = world.cluster_mut(cluster) else {
        return;
    };
    let reason = format!("Conflict: resources.{resource}: {message}");
    let estate = &mut cluster.estate;
    let part = estate
        .parts
        .iter_mut()
        .find(|part| part.name == resource && part.stack == Some(0));
    if let Some(part) = part {
        part.life
            .push(-HOUR - 50, Action::Delete, Phase::InProgress, None);
        part.life
            .push(-HOUR, Action::Delete, Phase::Failed, Some(&reason));
    }
    if let Some(stack) = estate.stacks.first_mut() {
        let reason = format!("Resource DELETE failed: {reason}");
        stack
            .life
            .push(-HOUR - 55, Action::Delete, Phase::InProgress, None);
        stack
            .life
            .push(-HOUR, Action::Delete, Phase::Failed, Some(&reason));
    }
    for group in &mut cluster.groups {
        group
            .life
            .push(-HOUR, Action::Delete, Phase::Failed, Some(&reason));
    }
}

/// What Cluster API's monitor says of the infrastructure.
fn says(world: &mut World, cluster: Id, words: &str) {
    let Some(cluster) = world.cluster_mut(cluster) else {
        return;
    };
    let waiting = |text: &str| text.to_owned();
    cluster.health = Health::Said {
        status: Some("UNHEALTHY".to_owned()),
        reasons: [
            (
                "cluster",
                waiting("Waiting on ['ControlPlaneReady', 'InfrastructureReady', 'Ready']"),
            ),
            ("infrastructure", words.to_owned()),
            ("controlplane", waiting("Control plane resource not found.")),
            ("nodegroup", waiting("default-worker waiting on ['Available']")),
        ]
        .into_iter()
        .map(|(part, words)| (part.to_owned(), words))
        .collect(),
    };
}

/// A cluster that Magnum and Heat have forgotten, while everything that was made for it is still there.
fn orphan(world: &mut World, template: Id) {
    let forgotten = build(world, &Plan::new("long-gone", template, 1, 1, 20 * DAY));
    let Some(index) = world
        .clusters
        .iter()
        .position(|cluster| cluster.uuid == forgotten)
    else {
        return;
    };
    let mut estate = world.clusters.remove(index).estate;
    estate.stacks.clear();
    for part in &mut estate.parts {
        part.stack = None;
        part.nested = None;
    }
    world.commons.push(estate);
}
