//! Domain values from what a real cloud answered (`tests/fixtures/topology`), and a cluster to go with them.

use std::collections::BTreeMap;

use magnum_desktop::domain::cluster::Cluster;
use magnum_desktop::domain::id::{
    ClusterId, FloatingIpId, ListenerId, LoadBalancerId, MemberId, NetworkId, NodeGroupId, PoolId, PortId,
    RouterId, SecurityGroupId, ServerGroupId, ServerId, StackId, SubnetId, TemplateId, VolumeId,
};
use magnum_desktop::domain::inventory::{
    Address, AddressKind, FloatingIp, Inventory, Listener, LoadBalancer, Network, Pool, Port, Router,
    SecurityGroup, Server, ServerGroup, Subnet, Volume,
};
use magnum_desktop::domain::node_group::{NodeGroup, Role};
use magnum_desktop::domain::stack::StackResource;
use magnum_desktop::domain::status::{Health, Status};
use serde_json::Value;

/// The stack of the cluster `first`.
pub(crate) const FIRST: &str = "f59f11e6-bb92-4d44-a628-ad6dcac3a020";
/// The stack of the cluster `will-fail`.
pub(crate) const FAILED: &str = "a48773f8-307c-4a8d-8b42-e34ab32d0777";
/// The stack of a cluster that was being made.
pub(crate) const BUILDING: &str = "5f8e37fc-eead-4f60-8ee7-c5aafbec3b34";

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn maybe(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn rows(value: &Value) -> std::slice::Iter<'_, Value> {
    value.as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

fn ids<T>(value: &Value, make: impl Fn(String) -> T) -> Vec<T> {
    rows(value)
        .map(|row| make(text(row.get("id").unwrap_or(row))))
        .collect()
}

/// The resources of one recorded stack.
pub(crate) fn resources(json: &str) -> Vec<StackResource> {
    let all: Value = serde_json::from_str(json).unwrap();
    rows(&all)
        .map(|row| {
            let link = |rel: &str| {
                rows(&row["links"])
                    .find(|link| link["rel"] == rel)
                    .and_then(|link| link["href"].as_str()?.split_once('/'))
                    .map(|(name, id)| (name.to_owned(), StackId::new(id)))
            };
            let (stack_name, stack) = link("stack").unwrap();
            StackResource {
                stack,
                stack_name,
                name: text(&row["resource_name"]),
                kind: text(&row["resource_type"]),
                physical_id: maybe(&row["physical_resource_id"]),
                status: Status::parse(&text(&row["resource_status"])),
                status_reason: maybe(&row["resource_status_reason"]),
                parent_resource: maybe(&row["parent_resource"]),
                nested_stack: link("nested").map(|(_, id)| id),
                required_by: Vec::new(),
                created_at: None,
                updated_at: None,
            }
        })
        .collect()
}

/// What the recorded project held.
pub(crate) fn inventory() -> Inventory {
    let all: Value = serde_json::from_str(include_str!("../../fixtures/topology/cloud.json")).unwrap();
    let mut inventory = compute(&all);
    network(&all, &mut inventory);
    balancers(&all, &mut inventory);
    inventory
}

fn compute(all: &Value) -> Inventory {
    let servers = rows(&all["servers"]).map(|row| Server {
        id: ServerId::new(text(&row["id"])),
        name: text(&row["name"]),
        status: text(&row["status"]),
        task: None,
        fault: None,
        flavor: maybe(&row["flavor"]["original_name"]),
        vcpus: None,
        ram_mib: None,
        image: None,
        addresses: row["addresses"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(network, addresses)| rows(addresses).map(move |address| (network, address)))
            .map(|(network, address)| Address {
                network: network.clone(),
                ip: text(&address["addr"]),
                kind: match address["OS-EXT-IPS:type"].as_str() {
                    Some("floating") => AddressKind::Floating,
                    _ => AddressKind::Fixed,
                },
            })
            .collect(),
        keypair: None,
        availability_zone: None,
        host: None,
        volumes: ids(&row["os-extended-volumes:volumes_attached"], VolumeId::new),
        security_groups: Vec::new(),
        metadata: BTreeMap::new(),
        project: None,
        created_at: None,
    });
    let server_groups = rows(&all["server_groups"]).map(|row| ServerGroup {
        id: ServerGroupId::new(text(&row["id"])),
        name: text(&row["name"]),
        policy: text(&row["policy"]),
        members: ids(&row["members"], ServerId::new),
    });
    let volumes = rows(&all["volumes"]).map(|row| Volume {
        id: VolumeId::new(text(&row["id"])),
        name: text(&row["name"]),
        status: text(&row["status"]),
        size_gib: row["size"].as_u64().unwrap() as u32,
        kind: None,
        bootable: row["bootable"] == "true",
        attachments: rows(&row["attachments"])
            .map(|it| (ServerId::new(text(&it["server_id"])), text(&it["device"])))
            .collect(),
        description: String::new(),
        metadata: BTreeMap::new(),
    });
    Inventory {
        servers: servers.collect(),
        server_groups: server_groups.collect(),
        volumes: volumes.collect(),
        ..Inventory::default()
    }
}

fn network(all: &Value, inventory: &mut Inventory) {
    let networks = rows(&all["networks"]).map(|row| Network {
        id: NetworkId::new(text(&row["id"])),
        name: text(&row["name"]),
        status: text(&row["status"]),
        external: row["router:external"] == true,
        shared: false,
        project: None,
        tags: Vec::new(),
    });
    let subnets = rows(&all["subnets"]).map(|row| Subnet {
        id: SubnetId::new(text(&row["id"])),
        name: text(&row["name"]),
        network: NetworkId::new(text(&row["network_id"])),
        cidr: text(&row["cidr"]),
        gateway: maybe(&row["gateway_ip"]),
        dns: Vec::new(),
        tags: Vec::new(),
    });
    let routers = rows(&all["routers"]).map(|row| Router {
        id: RouterId::new(text(&row["id"])),
        name: text(&row["name"]),
        status: text(&row["status"]),
        external_network: maybe(&row["external_gateway_info"]["network_id"]).map(NetworkId::new),
        external_address: maybe(&row["external_gateway_info"]["external_fixed_ips"][0]["ip_address"]),
        tags: Vec::new(),
    });
    let ports = rows(&all["ports"]).map(|row| Port {
        id: PortId::new(text(&row["id"])),
        name: text(&row["name"]),
        status: text(&row["status"]),
        network: NetworkId::new(text(&row["network_id"])),
        device_id: text(&row["device_id"]),
        device_owner: text(&row["device_owner"]),
        fixed_ips: rows(&row["fixed_ips"])
            .map(|it| (SubnetId::new(text(&it["subnet_id"])), text(&it["ip_address"])))
            .collect(),
        mac: text(&row["mac_address"]),
        security_groups: ids(&row["security_groups"], SecurityGroupId::new),
        tags: Vec::new(),
    });
    let floating_ips = rows(&all["floatingips"]).map(|row| FloatingIp {
        id: FloatingIpId::new(text(&row["id"])),
        address: text(&row["floating_ip_address"]),
        fixed_address: maybe(&row["fixed_ip_address"]),
        port: maybe(&row["port_id"]).map(PortId::new),
        router: maybe(&row["router_id"]).map(RouterId::new),
        network: NetworkId::new(text(&row["floating_network_id"])),
        status: text(&row["status"]),
        description: String::new(),
    });
    let security_groups = rows(&all["security_groups"]).map(|row| SecurityGroup {
        id: SecurityGroupId::new(text(&row["id"])),
        name: text(&row["name"]),
        rule_count: 4,
        tags: Vec::new(),
    });
    inventory.networks = networks.collect();
    inventory.subnets = subnets.collect();
    inventory.routers = routers.collect();
    inventory.ports = ports.collect();
    inventory.floating_ips = floating_ips.collect();
    inventory.security_groups = security_groups.collect();
}

fn balancers(all: &Value, inventory: &mut Inventory) {
    let load_balancers = rows(&all["loadbalancers"]).map(|row| LoadBalancer {
        id: LoadBalancerId::new(text(&row["id"])),
        name: text(&row["name"]),
        provisioning_status: text(&row["provisioning_status"]),
        operating_status: text(&row["operating_status"]),
        vip_address: maybe(&row["vip_address"]),
        vip_port: maybe(&row["vip_port_id"]).map(PortId::new),
        vip_subnet: maybe(&row["vip_subnet_id"]).map(SubnetId::new),
        provider: maybe(&row["provider"]),
        description: String::new(),
        tags: Vec::new(),
    });
    let listeners = rows(&all["listeners"]).map(|row| Listener {
        id: ListenerId::new(text(&row["id"])),
        name: text(&row["name"]),
        protocol: text(&row["protocol"]),
        port: row["protocol_port"].as_u64().map(|port| port as u32),
        load_balancers: ids(&row["loadbalancers"], LoadBalancerId::new),
        default_pool: maybe(&row["default_pool_id"]).map(PoolId::new),
        provisioning_status: text(&row["provisioning_status"]),
        operating_status: text(&row["operating_status"]),
    });
    let pools = rows(&all["pools"]).map(|row| Pool {
        id: PoolId::new(text(&row["id"])),
        name: text(&row["name"]),
        protocol: text(&row["protocol"]),
        algorithm: text(&row["lb_algorithm"]),
        load_balancers: ids(&row["loadbalancers"], LoadBalancerId::new),
        listeners: ids(&row["listeners"], ListenerId::new),
        member_ids: ids(&row["members"], MemberId::new),
        members: Vec::new(),
        provisioning_status: text(&row["provisioning_status"]),
        operating_status: text(&row["operating_status"]),
    });
    inventory.load_balancers = load_balancers.collect();
    inventory.listeners = listeners.collect();
    inventory.pools = pools.collect();
}

/// A cluster with this stack or Cluster API name.
pub(crate) fn cluster(name: &str, stack: &str, status: &str) -> Cluster {
    Cluster {
        id: ClusterId::new(format!("id-of-{name}")),
        name: name.to_owned(),
        template: TemplateId::new("template"),
        project: None,
        user: None,
        status: Status::parse(status),
        status_reason: None,
        health: Health::NotReported,
        health_reasons: BTreeMap::new(),
        stack: Some(StackId::new(stack)),
        keypair: None,
        master_count: 1,
        node_count: 2,
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
        floating_ip_enabled: Some(true),
        master_lb_enabled: Some(true),
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

/// A node group of this cluster.
pub(crate) fn node_group(name: &str, role: Role, stack: &str) -> NodeGroup {
    NodeGroup {
        id: NodeGroupId::new(format!("id-of-{name}")),
        name: name.to_owned(),
        role,
        is_default: name.starts_with("default-"),
        node_count: 1,
        min_node_count: 0,
        max_node_count: None,
        flavor: None,
        image: None,
        stack: Some(StackId::new(stack)),
        status: Status::parse("CREATE_COMPLETE"),
        more: None,
    }
}
