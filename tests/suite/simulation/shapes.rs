//! Every answer has the fields, the status and the headers of the recorded one.

use magnum_desktop::simulation::StartingWorld;
use serde_json::Value;

use super::{Bench, recorded, text};

/// Objects whose keys are data.
const FREE: [&str; 9] = [
    "labels",
    "labels_added",
    "health_status_reason",
    "faults",
    "addresses",
    "parameters",
    "attributes",
    "metadata",
    "extra_specs",
];

/// What may differ because another row is the first one, or because the recorded object has more.
const EXCUSED: [&str; 3] = [
    "/networks/0/is_default",
    "/images/0/os_distro",
    "/volumes/0/volume_image_metadata",
];

fn differences(ours: &Value, theirs: &Value, path: &str, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            if FREE.iter().any(|free| path.ends_with(free)) {
                return;
            }
            for key in theirs.keys().filter(|key| !ours.contains_key(*key)) {
                found.push(format!("{path}/{key} is missing"));
            }
            for (key, value) in ours {
                match theirs.get(key) {
                    Some(recorded) => differences(value, recorded, &format!("{path}/{key}"), found),
                    None => found.push(format!("{path}/{key} is unknown to the real cloud")),
                }
            }
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            if let (Some(ours), Some(theirs)) = (ours.first(), theirs.first()) {
                differences(ours, theirs, &format!("{path}/0"), found);
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        (ours, theirs) => {
            if std::mem::discriminant(ours) != std::mem::discriminant(theirs) {
                found.push(format!("{path} is {ours} here and {theirs} there"));
            }
        }
    }
}

async fn check(bench: &Bench, fixture: &str, path: &str) {
    let theirs = recorded(fixture);
    let ours = bench.send("GET", path, None).await;
    assert_eq!(
        Value::from(ours.status),
        theirs["status"],
        "{fixture}: {}",
        ours.text
    );
    let mut found = Vec::new();
    for header in theirs["headers"].as_object().unwrap().keys() {
        if ours.header(header).is_none() {
            found.push(format!("header {header} is missing"));
        }
    }
    differences(&ours.json(), &theirs["body"], "", &mut found);
    found.retain(|line| !EXCUSED.iter().any(|excused| line.starts_with(excused)));
    assert!(
        found.is_empty(),
        "{fixture} against {path}:\n  {}",
        found.join("\n  ")
    );
}

#[tokio::test]
async fn keystone_answers_as_recorded() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    for (fixture, path) in [
        ("keystone/versions", "/identity/"),
        ("keystone/version-v3", "/identity/v3"),
        ("keystone/auth-catalog", "/identity/v3/auth/catalog"),
        ("keystone/auth-projects", "/identity/v3/auth/projects"),
        ("keystone/users-403", "/identity/v3/users"),
    ] {
        check(&bench, fixture, path).await;
    }
}

#[tokio::test]
async fn magnum_answers_as_recorded() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let uuid = text(&bench.cluster("production-web").await, "uuid");
    let quota = format!("quotas/{}/Cluster", bench.project);
    let (groups, worker) = (
        format!("clusters/{uuid}/nodegroups"),
        format!("clusters/{uuid}/nodegroups/default-worker"),
    );
    let certificate = format!("certificates/{uuid}");
    for (fixture, path) in [
        ("magnum/clusters", "clusters"),
        ("magnum/clusters-detail", "clusters/detail"),
        (
            "magnum/clusters-page",
            "clusters?limit=1&sort_key=name&sort_dir=asc",
        ),
        ("magnum/cluster", "clusters/production-web"),
        ("magnum/cluster-failed", "clusters/broken-database"),
        ("magnum/cluster-404", "clusters/absent"),
        ("magnum/clustertemplates", "clustertemplates"),
        ("magnum/clustertemplate-404", "clustertemplates/absent"),
        ("magnum/nodegroups", groups.as_str()),
        ("magnum/nodegroup-worker", worker.as_str()),
        ("magnum/certificate", certificate.as_str()),
        ("magnum/quota", quota.as_str()),
        ("magnum/stats", "stats"),
        ("magnum/mservices-403", "mservices"),
        ("magnum/unknown-path-404", "nothing"),
    ] {
        check(&bench, fixture, &format!("/container-infra/v1/{path}")).await;
    }
    check(&bench, "magnum/versions", "/container-infra/").await;
    check(&bench, "magnum/v1", "/container-infra/v1/").await;
}

#[tokio::test]
async fn heat_answers_as_recorded() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let stacks = format!("/orchestration/v1/{}/stacks", bench.project);
    let cluster = bench.cluster("production-web").await;
    let home = bench.stack_of(&cluster).await;
    let failed = bench.stack_of(&bench.cluster("broken-database").await).await;
    check(&bench, "heat/versions", "/orchestration/").await;
    check(&bench, "heat/stacks", &stacks).await;
    check(
        &bench,
        "heat/stacks-page",
        &format!("{stacks}?limit=1&sort_keys=name&with_count=true"),
    )
    .await;
    check(
        &bench,
        "heat/stack-404",
        &format!("{stacks}/absent/00000000-0000-0000-0000-000000000000"),
    )
    .await;
    check(
        &bench,
        "heat/stack-redirect",
        &format!("{stacks}/{}", text(&cluster, "stack_id")),
    )
    .await;
    check(&bench, "heat/stack", &home).await;
    check(&bench, "heat/failed-stack", &failed).await;
    for (fixture, path) in [
        ("heat/resources", "resources"),
        (
            "heat/resources-nested-detail",
            "resources?nested_depth=5&with_detail=true",
        ),
        (
            "heat/events-nested",
            "events?nested_depth=5&limit=40&sort_dir=desc",
        ),
        ("heat/outputs", "outputs"),
        ("heat/resource-404", "resources/absent"),
    ] {
        check(&bench, fixture, &format!("{home}/{path}")).await;
    }
}

/// Beyond the first row: every resource of the recorded cluster, with type, nesting and relations.
#[tokio::test]
async fn heat_nests_the_same_resources() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let uuid = bench.create("first", "k8s-v1.28-ha", 2).await;
    bench.cloud.advance(300);
    let home = bench.stack_of(&bench.cluster(&uuid).await).await;
    let ours = bench
        .rows(
            &format!("{home}/resources?nested_depth=5&with_detail=true"),
            "resources",
        )
        .await;
    let theirs = recorded("heat/resources-nested-detail");
    let theirs = theirs["body"]["resources"].as_array().unwrap();
    let facts = |rows: &[Value]| {
        let mut facts: Vec<String> = rows
            .iter()
            .map(|row| {
                let kind = text(row, "resource_type");
                let kind = kind.rsplit('/').next().unwrap().to_owned();
                let mut waiting: Vec<&str> = row["required_by"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|name| name.as_str().unwrap())
                    .collect();
                waiting.sort_unstable();
                let links: Vec<String> = row["links"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|link| text(link, "rel"))
                    .collect();
                let bare = text(row, "physical_resource_id").is_empty();
                let name = text(row, "resource_name");
                format!(
                    "{name} {kind} in {} for {waiting:?} {links:?} {bare}",
                    text(row, "parent_resource")
                )
            })
            .collect();
        facts.sort();
        facts
    };
    assert_eq!(facts(&ours), facts(theirs));
}

#[tokio::test]
async fn nova_answers_as_recorded() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let servers = bench.rows("/compute/v2.1/servers", "servers").await;
    let server = text(servers.last().unwrap(), "id");
    let (own, quota) = (
        format!("servers/{server}"),
        format!("os-quota-sets/{}/detail", bench.project),
    );
    for (fixture, path) in [
        ("nova/servers", "servers"),
        ("nova/servers-detail", "servers/detail"),
        ("nova/servers-detail-page", "servers/detail?limit=1"),
        ("nova/server", own.as_str()),
        ("nova/server-404", "servers/00000000-0000-0000-0000-000000000000"),
        ("nova/flavors-detail", "flavors/detail"),
        ("nova/keypairs", "os-keypairs"),
        ("nova/keypair", "os-keypairs/platform-team"),
        ("nova/server-groups", "os-server-groups"),
        ("nova/limits", "limits"),
        ("nova/quota", quota.as_str()),
        ("nova/availability-zones", "os-availability-zone"),
        ("nova/hypervisors-403", "os-hypervisors"),
    ] {
        check(&bench, fixture, &format!("/compute/v2.1/{path}")).await;
    }
    check(&bench, "nova/versions", "/compute/").await;
    check(&bench, "nova/version-v2.1", "/compute/v2.1/").await;
}

#[tokio::test]
async fn neutron_answers_as_recorded() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let quota = format!("quotas/{}/details.json", bench.project);
    for (fixture, path) in [
        ("neutron/networks", "networks"),
        ("neutron/networks-page", "networks?limit=1"),
        ("neutron/networks-external", "networks?router:external=true"),
        (
            "neutron/network-404",
            "networks/00000000-0000-0000-0000-000000000000",
        ),
        ("neutron/subnets", "subnets"),
        ("neutron/routers", "routers"),
        ("neutron/ports-of-servers", "ports?device_owner=compute:nova"),
        ("neutron/floatingips", "floatingips"),
        ("neutron/security-groups", "security-groups"),
        ("neutron/quota", quota.as_str()),
    ] {
        check(&bench, fixture, &format!("/network/v2.0/{path}")).await;
    }
    check(&bench, "neutron/versions", "/network/").await;
}

#[tokio::test]
async fn octavia_glance_and_cinder_answer_as_recorded() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let balancers = bench
        .rows("/load-balancer/v2/lbaas/loadbalancers", "loadbalancers")
        .await;
    let balancer = text(&balancers[0], "id");
    let pool = text(&balancers[0]["pools"][0], "id");
    let (own, status) = (
        format!("loadbalancers/{balancer}"),
        format!("loadbalancers/{balancer}/status"),
    );
    let members = format!("pools/{pool}/members");
    for (fixture, path) in [
        ("octavia/loadbalancers", "loadbalancers"),
        ("octavia/loadbalancers-page", "loadbalancers?limit=1"),
        ("octavia/loadbalancer", own.as_str()),
        ("octavia/loadbalancer-status", status.as_str()),
        (
            "octavia/loadbalancer-404",
            "loadbalancers/00000000-0000-0000-0000-000000000000",
        ),
        ("octavia/listeners", "listeners"),
        ("octavia/pools", "pools"),
        ("octavia/members", members.as_str()),
        ("octavia/healthmonitors", "healthmonitors"),
    ] {
        check(&bench, fixture, &format!("/load-balancer/v2/lbaas/{path}")).await;
    }
    let project = &bench.project;
    check(&bench, "glance/versions", "/image/").await;
    check(&bench, "glance/images", "/image/v2/images").await;
    check(
        &bench,
        "glance/images-page",
        "/image/v2/images?limit=1&sort=name:asc",
    )
    .await;
    check(
        &bench,
        "cinder/volumes-detail",
        &format!("/volume/v3/{project}/volumes/detail"),
    )
    .await;
    check(&bench, "cinder/limits", &format!("/volume/v3/{project}/limits")).await;
}
