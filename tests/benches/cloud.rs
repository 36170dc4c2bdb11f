//! A project that one cluster of any size fills.

use std::collections::BTreeMap;
use std::sync::Arc;

use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::id::{
    ClusterId, NetworkId, PortId, RouterId, SecurityGroupId, ServerId, StackId, SubnetId, TemplateId,
};
use magnum_desktop::domain::inventory::{
    Address, AddressKind, Inventory, Network, Port, Router, SecurityGroup, Server, Subnet,
};
use magnum_desktop::domain::status::{Health, Status};
use magnum_desktop::domain::topology::model::Topology;
use magnum_desktop::domain::topology::{Input, build};

const STACK: &str = "f59f11e6-bb92-4d44-a628-ad6dcac3a020";

pub(crate) fn cluster() -> Cluster {
    Cluster {
        id: ClusterId::new("web"),
        name: "web".to_owned(),
        template: TemplateId::new("template"),
        project: None,
        user: None,
        status: Status::parse("CREATE_COMPLETE"),
        status_reason: None,
        health: Health::Healthy,
        health_reasons: BTreeMap::new(),
        stack: Some(StackId::new(STACK)),
        keypair: None,
        master_count: 3,
        node_count: 1000,
        master_flavor: None,
        flavor: None,
        docker_volume_size_gib: None,
        api_address: None,
        coe_version: None,
        container_version: None,
        discovery_url: None,
        master_addresses: Vec::new(),
        node_addresses: Vec::new(),
        fixed_network: None,
        fixed_subnet: None,
        floating_ip_enabled: None,
        master_lb_enabled: None,
        create_timeout_mins: None,
        labels: BTreeMap::new(),
        labels_overridden: BTreeMap::new(),
        labels_added: BTreeMap::new(),
        labels_skipped: BTreeMap::new(),
        faults: BTreeMap::new(),
        created_at: None,
        updated_at: None,
    }
}

fn server(role: &str, number: usize) -> (Server, Port) {
    let name = format!("web-3rkoqwzcbpuj-{role}-{number}");
    let ip = format!("10.{}.{}.{}", number / 65_536, number / 256 % 256, number % 256);
    let server = Server {
        id: ServerId::new(format!("id-{name}")),
        name: name.clone(),
        status: if number % 97 == 5 { "ERROR" } else { "ACTIVE" }.to_owned(),
        task: None,
        fault: None,
        flavor: Some("m1.large".to_owned()),
        vcpus: Some(4),
        ram_mib: Some(8192),
        image: None,
        addresses: vec![Address {
            network: "web".to_owned(),
            ip: ip.clone(),
            kind: AddressKind::Fixed,
        }],
        keypair: None,
        availability_zone: Some("nova".to_owned()),
        host: None,
        volumes: Vec::new(),
        security_groups: Vec::new(),
        metadata: BTreeMap::new(),
        project: None,
        created_at: None,
    };
    let port = Port {
        id: PortId::new(format!("port-{name}")),
        name,
        status: "ACTIVE".to_owned(),
        network: NetworkId::new("network"),
        device_id: server.id.to_string(),
        device_owner: "compute:nova".to_owned(),
        fixed_ips: vec![(SubnetId::new("subnet"), ip)],
        mac: String::new(),
        security_groups: vec![SecurityGroupId::new("group")],
        tags: Vec::new(),
    };
    (server, port)
}

/// A cluster of so many resources, most of them servers with a port each.
pub(crate) fn topology(resources: usize) -> Arc<Topology> {
    Arc::new(built(&cluster(), &inventory(resources)))
}

/// The topology of this inventory.
pub(crate) fn built(cluster: &Cluster, inventory: &Inventory) -> Topology {
    build(Input {
        cluster,
        node_groups: &[],
        resources: &[],
        stack_problem: None,
        inventory,
    })
}

/// The lists of a project of so many resources.
pub(crate) fn inventory(resources: usize) -> Inventory {
    let workers = (resources.max(20) - 11) / 2;
    let nodes = (0..3)
        .map(|number| server("master", number))
        .chain((0..workers).map(|number| server("node", number)));
    let (servers, ports) = nodes.unzip();
    let network = |id: &str, external| Network {
        id: NetworkId::new(id),
        name: id.to_owned(),
        status: "ACTIVE".to_owned(),
        external,
        shared: false,
        project: None,
        tags: Vec::new(),
    };
    Inventory {
        servers,
        ports,
        networks: vec![network("public", true), network("network", false)],
        subnets: vec![Subnet {
            id: SubnetId::new("subnet"),
            name: "subnet".to_owned(),
            network: NetworkId::new("network"),
            cidr: "10.0.0.0/8".to_owned(),
            gateway: None,
            dns: Vec::new(),
            tags: Vec::new(),
        }],
        routers: vec![Router {
            id: RouterId::new("router"),
            name: "web-3rkoqwzcbpuj-router".to_owned(),
            status: "ACTIVE".to_owned(),
            external_network: Some(NetworkId::new("public")),
            external_address: None,
            tags: Vec::new(),
        }],
        security_groups: vec![SecurityGroup {
            id: SecurityGroupId::new("group"),
            name: "web-3rkoqwzcbpuj-group".to_owned(),
            rule_count: 12,
            tags: Vec::new(),
        }],
        ..Inventory::default()
    }
}
