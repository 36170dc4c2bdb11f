//! Hand-made values and a store fed with them, for tests of pages: no network, no runtime, no clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use magnum_desktop::domain::catalog::{Catalog, Flavor, KeyPair};
use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::id::{ClusterId, FlavorId, NodeGroupId, ProjectId, StackId, TemplateId, UserId};
use magnum_desktop::domain::node_group::{NodeGroup, Role};
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::session_info::SessionInfo;
use magnum_desktop::domain::stack::{StackEvent, StackResource};
use magnum_desktop::domain::status::{Health, Status};
use magnum_desktop::domain::template::ClusterTemplate;
use magnum_desktop::message::{
    ClusterDetail, ClusterList, ClusterParts, Epoch, SessionState, Snapshot, Update,
};
use magnum_desktop::store::state::Store;

/// The time at which everything is looked at.
pub(crate) fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// So many seconds before it.
pub(crate) fn before(secs: i64) -> Timestamp {
    now() - SignedDuration::from_secs(secs)
}

/// The scope that is open.
pub(crate) fn scope() -> Scope {
    Scope {
        cloud: "prod".to_owned(),
        project: "web-team".to_owned(),
        region: "RegionOne".to_owned(),
    }
}

/// A store that is signed in and has had these values just now.
pub(crate) fn store(bodies: Vec<Snapshot>) -> Store {
    let mut store = Store::default();
    let info = SessionInfo {
        user: "ada".to_owned(),
        user_id: UserId::new("user-ada"),
        project: "web-team".to_owned(),
        project_id: ProjectId::new("project-web"),
        region: "RegionOne".to_owned(),
        regions: vec!["RegionOne".to_owned()],
        roles: vec!["member".to_owned()],
        magnum_version: Some("1.12".to_owned()),
        ..SessionInfo::default()
    };
    let state = SessionState::SignedIn(info);
    store.apply(Update::Session {
        scope: scope(),
        epoch: Epoch(1),
        state,
    });
    for body in bodies {
        feed(&mut store, body);
    }
    store
}

/// One more value.
pub(crate) fn feed(store: &mut Store, body: Snapshot) {
    store.apply(Update::Snapshot {
        scope: scope(),
        epoch: Epoch(1),
        at: now(),
        body,
    });
}

/// A list of these clusters.
pub(crate) fn clusters(rows: &[&Cluster]) -> Snapshot {
    let rows = rows.iter().map(|row| Arc::new((*row).clone())).collect();
    Snapshot::Clusters(Arc::new(ClusterList {
        rows,
        more_to_come: false,
        total: None,
        broken_off: false,
    }))
}

/// A node group.
pub(crate) fn group(name: &str, role: Role, count: u32) -> NodeGroup {
    NodeGroup {
        id: NodeGroupId::new(name),
        name: name.to_owned(),
        role,
        is_default: true,
        node_count: count,
        min_node_count: 1,
        max_node_count: None,
        flavor: Some("m1.small".to_owned()),
        image: Some("fcos-38".to_owned()),
        stack: None,
        status: Status::parse("CREATE_COMPLETE"),
        more: None,
    }
}

/// One cluster with its two default node groups.
pub(crate) fn detail(cluster: &Cluster) -> Snapshot {
    let group = |name: &str, role, count| NodeGroup {
        status: cluster.status.clone(),
        ..group(name, role, count)
    };
    let node_groups = vec![
        group("default-master", Role::Master, cluster.master_count),
        group("default-worker", Role::Worker, cluster.node_count),
    ];
    Snapshot::Cluster(Arc::new(ClusterDetail {
        cluster: Arc::new(cluster.clone()),
        node_groups,
    }))
}

/// What the cluster is made of.
pub(crate) fn parts(cluster: &Cluster, resources: Vec<StackResource>) -> Snapshot {
    Snapshot::Topology(Arc::new(ClusterParts {
        cluster: cluster.id.clone(),
        stacks: vec![],
        resources: Arc::new(resources),
        stack_problem: None,
        topology: Arc::default(),
        orchestration: None,
        nodes: vec![],
        evidence: Default::default(),
        gaps: BTreeMap::new(),
    }))
}

/// A healthy cluster of Heat's.
pub(crate) fn cluster(name: &str) -> Cluster {
    let labels = BTreeMap::from([
        ("kube_tag".to_owned(), "v1.28.9".to_owned()),
        ("boot_volume_size".to_owned(), "20".to_owned()),
    ]);
    Cluster {
        id: ClusterId::new(format!("{name}-0000-4e88-8a2b-a9fd0a90100b")),
        name: name.to_owned(),
        template: TemplateId::new("t-k8s"),
        project: Some(ProjectId::new("project-web")),
        user: Some(UserId::new("user-ada")),
        status: Status::parse("CREATE_COMPLETE"),
        status_reason: None,
        health: Health::Healthy,
        health_reasons: BTreeMap::from([("api".to_owned(), "ok".to_owned())]),
        stack: Some(StackId::new("a48773f8-307c-4a8d-8b42-e34ab32d0777")),
        keypair: Some("ada-laptop".to_owned()),
        master_count: 1,
        node_count: 2,
        master_flavor: Some("m1.small".to_owned()),
        flavor: Some("m1.small".to_owned()),
        docker_volume_size_gib: None,
        api_address: Some("https://172.24.4.10:6443".to_owned()),
        coe_version: Some("v1.28.9".to_owned()),
        container_version: Some("1.7.1".to_owned()),
        discovery_url: None,
        master_addresses: vec!["172.24.4.11".to_owned()],
        node_addresses: vec!["172.24.4.12".to_owned(), "172.24.4.13".to_owned()],
        fixed_network: None,
        fixed_subnet: None,
        floating_ip_enabled: Some(true),
        master_lb_enabled: Some(true),
        create_timeout_mins: Some(60),
        labels,
        labels_overridden: BTreeMap::from([("kube_tag".to_owned(), "v1.27.8".to_owned())]),
        labels_added: BTreeMap::new(),
        labels_skipped: BTreeMap::from([("monitoring_enabled".to_owned(), "true".to_owned())]),
        faults: BTreeMap::new(),
        created_at: Some(before(7_200)),
        updated_at: Some(before(600)),
    }
}

/// One resource of a stack.
pub(crate) fn resource(stack: &str, name: &str, kind: &str, status: &str) -> StackResource {
    StackResource {
        stack: StackId::new(stack),
        stack_name: stack.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        physical_id: Some(format!("{name}-physical")),
        status: Status::parse(status),
        status_reason: None,
        parent_resource: None,
        nested_stack: None,
        required_by: vec![],
        created_at: Some(before(300)),
        updated_at: Some(before(200)),
    }
}

/// The stack of a cluster whose first master's deployment failed.
pub(crate) fn failed_stack() -> Vec<StackResource> {
    let holder = |stack, name, kind, nested: &str| StackResource {
        nested_stack: Some(StackId::new(nested)),
        status_reason: Some(format!("Error: {name}: it went on")),
        ..resource(stack, name, kind, "CREATE_FAILED")
    };
    vec![
        resource("root", "network", "OS::Neutron::Net", "CREATE_COMPLETE"),
        resource(
            "root",
            "api_lb",
            "Magnum::Optional::Neutron::LBaaS::LoadBalancer",
            "CREATE_COMPLETE",
        ),
        holder("root", "kube_masters", "OS::Heat::ResourceGroup", "masters"),
        holder("masters", "0", "file:///opt/magnum/kubemaster.yaml", "master-0"),
        resource("master-0", "kube-master", "OS::Nova::Server", "CREATE_COMPLETE"),
        StackResource {
            status_reason: Some("Error: resources.master_config_deployment: Deployment to server failed: deploy_status_code : Deployment exited with non-zero status code: 1".to_owned()),
            ..resource(
                "master-0",
                "master_config_deployment",
                "OS::Heat::SoftwareDeployment",
                "CREATE_FAILED",
            )
        },
    ]
}

/// One entry of a stack's history.
pub(crate) fn event(resource: &str, status: &str, secs_before: i64) -> StackEvent {
    StackEvent {
        id: format!("{resource}-{status}"),
        at: Some(before(secs_before)),
        stack_name: "web-abc".to_owned(),
        resource: resource.to_owned(),
        physical_id: None,
        status: Status::parse(status),
        reason: Some("state changed".to_owned()),
    }
}

/// A Kubernetes template.
pub(crate) fn template(name: &str) -> ClusterTemplate {
    ClusterTemplate {
        id: TemplateId::new(format!("t-{name}")),
        name: name.to_owned(),
        coe: "kubernetes".to_owned(),
        image: "fcos-38".to_owned(),
        cluster_distro: Some("fedora-coreos".to_owned()),
        driver: Some("k8s_fedora_coreos_v1".to_owned()),
        server_type: Some("vm".to_owned()),
        external_network: Some("public".to_owned()),
        flavor: Some("m1.small".to_owned()),
        master_flavor: Some("m1.small".to_owned()),
        keypair: Some("ada-laptop".to_owned()),
        dns_nameserver: None,
        fixed_network: None,
        fixed_subnet: None,
        network_driver: Some("calico".to_owned()),
        volume_driver: Some("cinder".to_owned()),
        docker_storage_driver: None,
        docker_volume_size_gib: Some(10),
        apiserver_port: None,
        master_lb_enabled: Some(true),
        floating_ip_enabled: Some(true),
        registry_enabled: None,
        insecure_registry: None,
        tls_disabled: None,
        http_proxy: None,
        https_proxy: None,
        no_proxy: None,
        labels: BTreeMap::from([("kube_tag".to_owned(), "v1.28.9".to_owned())]),
        tags: None,
        public: true,
        hidden: false,
        project: None,
        user: None,
        created_at: Some(before(864_000)),
        updated_at: None,
    }
}

/// Two templates.
pub(crate) fn templates() -> Snapshot {
    let single = ClusterTemplate {
        master_lb_enabled: Some(false),
        ..template("tiny")
    };
    Snapshot::Templates(Arc::new(vec![Arc::new(template("k8s")), Arc::new(single)]))
}

/// Three flavors, one of them without a disk, and two key pairs.
pub(crate) fn catalog() -> Snapshot {
    let flavor = |name: &str, vcpus, ram_mib, disk_gib| Flavor {
        id: FlavorId::new(format!("id-{name}")),
        name: name.to_owned(),
        vcpus,
        ram_mib,
        disk_gib,
    };
    let pair = |name: &str| KeyPair {
        name: name.to_owned(),
        fingerprint: Some("9a:1f:…".to_owned()),
        kind: Some("ssh".to_owned()),
        public_key: Some("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK5m ada@laptop".to_owned()),
    };
    Snapshot::Catalog(Arc::new(Catalog {
        flavors: vec![
            flavor("m1.small", 1, 2_048, 20),
            flavor("m1.large", 4, 8_192, 80),
            flavor("bare", 2, 4_096, 0),
        ],
        images: vec![],
        keypairs: vec![pair("ada-laptop"), pair("ops")],
        ..Catalog::default()
    }))
}
