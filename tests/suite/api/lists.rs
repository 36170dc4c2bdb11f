//! Every list that is read, from a recording of it.

use std::collections::BTreeMap;

use magnum_desktop::domain::id::{ClusterId, StackId};
use magnum_desktop::domain::inventory::AddressKind;
use magnum_desktop::domain::node_group::Role;
use magnum_desktop::domain::service::{Service, ServiceState};
use magnum_desktop::domain::stack::Stack;
use magnum_desktop::domain::status::{Action, Health, Phase, Status};
use magnum_desktop::openstack::magnum::{clusters, node_groups, stats, templates};
use magnum_desktop::openstack::{catalog, heat, inventory};

use super::cloud::{PROJECT, playing, sign_in};

const FIRST: &str = "b253952e-bd17-4039-841f-0a7b2569d42d";

fn stack(name: &str, id: &str) -> Stack {
    Stack {
        id: StackId::new(id),
        name: name.to_owned(),
        status: Status::Known(Action::Create, Phase::Complete),
        status_reason: None,
        created_at: None,
    }
}

#[tokio::test]
async fn clusters_come_with_every_field() {
    let cloud = playing(&[
        ("/magnum/v1/clusters/detail", "magnum/clusters-detail"),
        (
            "/magnum/v1/clusters/782ef472-5753-4e88-8a2b-a9fd0a90100b",
            "magnum/cluster-failed",
        ),
        (
            "/magnum/v1/clusters/1922a821-bc2e-44cf-9277-f66b1879cb66",
            "magnum/cluster-just-created",
        ),
        ("/magnum/v1/stats", "magnum/stats-project"),
    ])
    .await;
    let session = sign_in(&cloud).await;
    let page = clusters::page(
        &session,
        &clusters::ClusterPage {
            limit: 20,
            after: None,
        },
    )
    .await
    .unwrap();
    assert_eq!((page.rows.len(), page.more), (3, false));
    let first = &page.rows[0];
    assert_eq!((first.id.as_str(), first.name.as_str()), (FIRST, "first"));
    assert_eq!(first.status, Status::Known(Action::Create, Phase::Complete));
    assert_eq!(first.health, Health::Healthy);
    assert_eq!(first.health_reasons["first-3rkoqwzcbpuj-node-1.Ready"], "True");
    assert_eq!((first.master_count, first.node_count), (1, 2));
    assert_eq!(first.api_address.as_deref(), Some("https://127.24.4.54:6443"));
    assert_eq!(first.labels["kube_tag"], "v1.28.9-rancher1");
    assert_eq!(first.created_at.unwrap().to_string(), "2026-11-23T06:22:13Z");
    assert_eq!(first.create_timeout_mins, Some(60));
    assert_eq!(first.project.as_ref().unwrap().as_str(), PROJECT);
    assert_eq!(page.rows[1].api_address, None, "https://:6443 is none");
    let failed = clusters::show(&session, &page.rows[1].id).await.unwrap();
    assert!(failed.faults["default-master"].contains("non-zero status code"));
    let young = clusters::show(&session, &ClusterId::new("1922a821-bc2e-44cf-9277-f66b1879cb66"))
        .await
        .unwrap();
    assert_eq!((young.stack, young.health), (None, Health::NotReported));
    assert_eq!(young.labels_added["availability_zone"], "nova");
    assert_eq!(stats::cluster_count(&session).await.unwrap(), 3);
    let asked = cloud.asked();
    let list = asked
        .iter()
        .find(|asked| asked.path.ends_with("/detail"))
        .unwrap();
    assert_eq!(list.query, "sort_key=id&sort_dir=desc&limit=20");
    assert_eq!(list.header("openstack-api-version"), Some("container-infra 1.12"));
    assert_eq!(list.header("x-auth-token"), Some("canary-token-1"));
    assert_eq!(list.header("referer"), None);
    let counted = asked.iter().find(|asked| asked.path.ends_with("/stats")).unwrap();
    assert_eq!(counted.query, format!("project_id={PROJECT}&type=cluster"));
}

#[tokio::test]
async fn templates_and_node_groups() {
    let cloud = playing(&[
        (
            "/magnum/v1/clustertemplates/detail",
            "magnum/clustertemplates-detail",
        ),
        (
            "/magnum/v1/clusters/b253952e-bd17-4039-841f-0a7b2569d42d/nodegroups",
            "magnum/nodegroups",
        ),
        ("/magnum/v1/clusters/three/nodegroups", "magnum/nodegroups-three"),
    ])
    .await;
    let session = sign_in(&cloud).await;
    let templates = templates::list(&session).await.unwrap();
    let with_balancer = templates
        .iter()
        .find(|template| template.name == "k8s-lb")
        .unwrap();
    assert_eq!(with_balancer.coe, "kubernetes");
    assert_eq!(with_balancer.master_lb_enabled, Some(true));
    assert_eq!(with_balancer.external_network.as_deref(), Some("public"));
    assert_eq!(with_balancer.updated_at, None);
    let groups = node_groups::list(&session, &ClusterId::new(FIRST)).await.unwrap();
    let roles: Vec<&Role> = groups.iter().map(|group| &group.role).collect();
    assert_eq!(roles, [&Role::Master, &Role::Worker]);
    assert_eq!((groups[1].node_count, groups[1].max_node_count), (2, None));
    let three = node_groups::list(&session, &ClusterId::new("three"))
        .await
        .unwrap();
    assert_eq!(three.len(), 3);
    assert!(
        three
            .iter()
            .any(|group| !group.is_default && group.stack.is_some())
    );
}

#[tokio::test]
async fn stacks_with_what_is_nested_in_them() {
    let cloud = playing(&[
        ("/heat/v1/37d705ce4bca4abda49b989378aae8bc/stacks", "heat/stacks"),
        (
            "/heat/v1/37d705ce4bca4abda49b989378aae8bc/stacks/first-3rkoqwzcbpuj/f59f11e6-bb92-4d44-a628-ad6dcac3a020/resources",
            "heat/resources-nested",
        ),
        (
            "/heat/v1/37d705ce4bca4abda49b989378aae8bc/stacks/first-3rkoqwzcbpuj/f59f11e6-bb92-4d44-a628-ad6dcac3a020/events",
            "heat/events-nested",
        ),
        ("/heat/v1/37d705ce4bca4abda49b989378aae8bc/stacks/failed/f/resources", "heat/failed-resources-nested"),
        ("/heat/v1/37d705ce4bca4abda49b989378aae8bc/stacks/young/y/resources", "heat/in-progress-resources-nested"),
    ])
    .await;
    let session = sign_in(&cloud).await;
    let stacks = heat::stacks(&session).await.unwrap();
    assert_eq!(stacks.len(), 3);
    let first = heat::stack(&session, &StackId::new("f59f11e6-bb92-4d44-a628-ad6dcac3a020"))
        .await
        .unwrap();
    assert_eq!(first.name, "first-3rkoqwzcbpuj");
    assert!(heat::stack(&session, &StackId::new("absent")).await.is_err());
    let resources = heat::resources(&session, &first).await.unwrap();
    assert_eq!(resources.len(), 70);
    let keys: std::collections::BTreeSet<_> = resources.iter().map(|one| (&one.stack, &one.name)).collect();
    assert_eq!(keys.len(), 70, "stack and name are unique");
    let servers: Vec<_> = resources
        .iter()
        .filter(|one| one.kind == "OS::Nova::Server")
        .collect();
    assert_eq!(servers.len(), 3);
    assert!(
        servers
            .iter()
            .all(|server| server.parent_resource.is_some() && server.physical_id.is_some())
    );
    assert!(
        servers
            .iter()
            .all(|server| server.stack != first.id && server.stack_name.starts_with(&first.name))
    );
    let masters = resources.iter().find(|one| one.name == "kube_masters").unwrap();
    assert_eq!(masters.stack, first.id);
    let nested = masters.nested_stack.as_ref().unwrap();
    assert!(
        resources
            .iter()
            .any(|one| one.stack == *nested && one.parent_resource.as_deref() == Some("kube_masters"))
    );
    assert!(resources.iter().any(|one| !one.required_by.is_empty()));
    assert!(
        resources
            .iter()
            .all(|one| one.created_at.is_some() && one.physical_id.as_deref() != Some(""))
    );
    let failed = heat::resources(&session, &stack("failed", "f")).await.unwrap();
    assert!(
        failed
            .iter()
            .any(|one| one.status.failed() && one.status_reason.is_some())
    );
    let young = heat::resources(&session, &stack("young", "y")).await.unwrap();
    assert!(
        young.iter().any(
            |one| one.status == Status::Known(Action::Init, Phase::Complete) && one.physical_id.is_none()
        )
    );
    let events = heat::events(&session, &first, (40, None)).await.unwrap();
    assert_eq!(events.len(), 40);
    assert!(events.is_sorted_by(|a, b| a.at >= b.at));
    assert!(events.iter().any(|event| event.stack_name != first.name));
}

/// What an inventory is made of.
const PARTS: &[(&str, &str)] = &[
    ("/nova/v2.1/servers/detail", "nova/servers-detail"),
    ("/nova/v2.1/os-server-groups", "nova/server-groups"),
    ("/neutron/v2.0/networks", "neutron/networks"),
    ("/neutron/v2.0/subnets", "neutron/subnets"),
    ("/neutron/v2.0/routers", "neutron/routers"),
    ("/neutron/v2.0/ports", "neutron/ports"),
    ("/neutron/v2.0/floatingips", "neutron/floatingips"),
    ("/neutron/v2.0/security-groups", "neutron/security-groups"),
    ("/octavia/v2/lbaas/loadbalancers", "octavia/loadbalancers"),
    ("/octavia/v2/lbaas/listeners", "octavia/listeners"),
    ("/octavia/v2/lbaas/pools", "octavia/pools"),
    (
        "/octavia/v2/lbaas/loadbalancers/c6421334-92bc-4d4c-938d-9302b65da49b/status",
        "octavia/loadbalancer-status",
    ),
    (
        "/cinder/v3/37d705ce4bca4abda49b989378aae8bc/volumes/detail",
        "cinder/volumes-detail",
    ),
];

#[tokio::test]
async fn an_inventory_is_everything_that_is_there() {
    let cloud = playing(PARTS).await;
    let session = sign_in(&cloud).await;
    let found = inventory::collect(&session).await;
    assert_eq!(found.gaps, BTreeMap::new());
    let counts = [
        found.servers.len(),
        found.server_groups.len(),
        found.networks.len(),
        found.routers.len(),
        found.ports.len(),
        found.floating_ips.len(),
        found.security_groups.len(),
        found.load_balancers.len(),
        found.listeners.len(),
        found.pools.len(),
        found.volumes.len(),
    ];
    assert_eq!(counts, [6, 6, 5, 4, 12, 7, 7, 2, 2, 2, 5]);
    let server = &found.servers[0];
    assert_eq!(
        (server.flavor.as_deref(), server.vcpus, server.ram_mib),
        (Some("m1.small"), Some(1), Some(2048))
    );
    assert_eq!(server.address(AddressKind::Fixed), Some("10.0.0.119"));
    assert!(server.address(AddressKind::Floating).is_some());
    assert!(
        found
            .servers
            .iter()
            .any(|server| server.image.is_none() && !server.volumes.is_empty())
    );
    assert!(found.networks.iter().any(|network| network.external));
    assert!(
        found
            .routers
            .iter()
            .any(|router| router.external_address.is_some())
    );
    assert!(found.ports.iter().any(|port| port.device_owner == "Octavia"));
    assert!(found.security_groups.iter().any(|group| group.rule_count > 10));
    let pool = found.pools.iter().find(|pool| !pool.members.is_empty()).unwrap();
    assert_eq!(
        (pool.members[0].address.as_str(), pool.members[0].port),
        ("10.0.0.22", Some(2379))
    );
    assert_eq!(pool.members[0].id, pool.member_ids[0]);
    assert!(
        found
            .volumes
            .iter()
            .any(|volume| volume.bootable && volume.attachments[0].1.starts_with("/dev/"))
    );
    let ports = cloud
        .asked()
        .into_iter()
        .find(|asked| asked.path.ends_with("/ports"))
        .unwrap();
    assert!(
        ports.query.contains(&format!("project_id={PROJECT}")),
        "{}",
        ports.query
    );
}

#[tokio::test]
async fn a_catalogue_is_what_a_cluster_can_be_made_from() {
    let cloud = playing(&[
        ("/nova/v2.1/flavors/detail", "nova/flavors-detail"),
        ("/nova/v2.1/os-keypairs", "nova/keypairs"),
        ("/glance/v2/images", "glance/images"),
        ("/neutron/v2.0/networks", "neutron/networks"),
        ("/neutron/v2.0/subnets", "neutron/subnets"),
        ("/neutron/v2.0/routers", "neutron/routers"),
        ("/neutron/v2.0/ports", "neutron/ports"),
        ("/neutron/v2.0/floatingips", "neutron/floatingips"),
        ("/neutron/v2.0/security-groups", "neutron/security-groups"),
    ])
    .await;
    let session = sign_in(&cloud).await;
    let found = catalog::collect(&session).await;
    assert_eq!(found.gaps, BTreeMap::new());
    assert_eq!(
        found
            .flavor("m1.small")
            .map(|flavor| (flavor.vcpus, flavor.ram_mib, flavor.disk_gib)),
        Some((1, 2048, 20))
    );
    assert_eq!(
        found.image("fedora-coreos-41").unwrap().os_distro.as_deref(),
        Some("fedora-coreos")
    );
    assert_eq!(found.keypairs[0].name, "default");
    assert_eq!(found.networks.len(), 5);
}

#[tokio::test]
async fn f57_one_service_missing_is_a_gap_and_nothing_more() {
    let cloud = playing(&[
        ("/nova/v2.1/servers/detail", "nova/servers-detail"),
        ("/nova/v2.1/os-server-groups", "nova/hypervisors-403"),
        ("/octavia/v2/lbaas/loadbalancers", "octavia/amphorae-403"),
        ("/octavia/v2/lbaas/listeners", "octavia/amphorae-403"),
        ("/octavia/v2/lbaas/pools", "octavia/amphorae-403"),
    ])
    .await;
    let session = sign_in(&cloud).await;
    let found = inventory::collect(&session).await;
    assert_eq!(found.servers.len(), 6);
    let gaps: Vec<Service> = found.gaps.keys().copied().collect();
    assert_eq!(
        gaps,
        [
            Service::Compute,
            Service::Network,
            Service::LoadBalancer,
            Service::BlockStorage
        ]
    );
    let octavia = session
        .services()
        .into_iter()
        .find(|one| one.service == Service::LoadBalancer)
        .unwrap();
    assert_eq!(octavia.state, ServiceState::NotPermitted);
}

#[tokio::test]
async fn administrators_are_shown_only_the_project() {
    let cloud = playing(&[
        ("/neutron/v2.0/networks", "neutron/networks-admin"),
        ("/neutron/v2.0/subnets", "neutron/subnets"),
        ("/neutron/v2.0/routers", "neutron/routers"),
        ("/neutron/v2.0/ports", "neutron/ports"),
        ("/neutron/v2.0/floatingips", "neutron/floatingips"),
        ("/neutron/v2.0/security-groups", "neutron/security-groups"),
        ("/magnum/v1/clusters/detail", "magnum/clusters-detail"),
    ])
    .await;
    let session = sign_in(&cloud).await;
    let catalogue = catalog::collect(&session).await;
    assert!(!catalogue.networks.is_empty());
    let usable = |network: &magnum_desktop::domain::inventory::Network| {
        network.external
            || network.shared
            || network
                .project
                .as_ref()
                .is_some_and(|owner| owner.as_str() == PROJECT)
    };
    assert!(catalogue.networks.iter().all(usable));
    assert_eq!(catalogue.gaps.len(), 2, "{:?}", catalogue.gaps.keys());
}
