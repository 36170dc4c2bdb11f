//! Makes resources and relations of what belongs to the cluster, joined as the services say that they are joined.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::id::ServerId;
use crate::domain::inventory::{Inventory, Port};
use crate::domain::node_group::Role;
use crate::domain::topology::describe;
use crate::domain::topology::reach::{Reach, balancer_of, is_router_port};
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};
use crate::domain::topology::short_name::Stems;

/// What a server is for, and in which node group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Post {
    pub(crate) role: Role,
    pub(crate) group: Option<String>,
}

impl Post {
    /// Masters are drawn by themselves, every other role with the workers.
    pub(crate) fn kind(&self) -> ResourceKind {
        match self.role {
            Role::Master => ResourceKind::Master,
            Role::Worker | Role::Other(_) => ResourceKind::Worker,
        }
    }
}

/// A topology in the making.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) resources: BTreeMap<ResourceKey, Resource>,
    pub(crate) relations: BTreeSet<(ResourceKey, ResourceKey, Relation)>,
    /// What failed first.
    pub(crate) cause: Option<ResourceKey>,
}

impl Draft {
    /// Adds a resource, unless one of its key is there.
    pub(crate) fn add(&mut self, resource: Resource) {
        self.resources.entry(resource.key.clone()).or_insert(resource);
    }

    /// Adds a relation; it is dropped at the end if one of its ends is not there.
    pub(crate) fn relate(
        &mut self,
        from: (ResourceKind, &str),
        relation: Relation,
        to: (ResourceKind, &str),
    ) {
        self.relations.insert((
            ResourceKey::real(from.0, from.1),
            ResourceKey::real(to.0, to.1),
            relation,
        ));
    }
}

/// Joins what the reach holds. Servers without a post are workers of no known group.
pub(crate) fn join(
    inventory: &Inventory,
    reach: &Reach<'_>,
    posts: &BTreeMap<&ServerId, Post>,
    stems: &Stems,
) -> Draft {
    let mut draft = Draft::default();
    add_servers(&mut draft, inventory, reach, posts, stems);
    add_networks(&mut draft, inventory, reach, stems);
    add_balancers(&mut draft, inventory, reach, stems);
    relate_servers(&mut draft, inventory);
    relate_ports(&mut draft, inventory, reach);
    relate_balancers(&mut draft, inventory, reach);
    draft
}

fn add_servers(
    draft: &mut Draft,
    inventory: &Inventory,
    reach: &Reach<'_>,
    posts: &BTreeMap<&ServerId, Post>,
    stems: &Stems,
) {
    for server in &inventory.servers {
        if !reach.servers.contains(server.id.as_str()) {
            continue;
        }
        let post = posts.get(&server.id);
        let kind = post.map_or(ResourceKind::Worker, Post::kind);
        draft.add(Resource {
            role: post.map(|post| post.role.clone()),
            node_group: post.and_then(|post| post.group.clone()),
            ..describe::server(server, kind, stems)
        });
    }
    for group in &inventory.server_groups {
        if reach.server_groups.contains(group.id.as_str()) {
            draft.add(describe::server_group(group, stems));
        }
    }
    for volume in &inventory.volumes {
        if reach.volumes.contains(volume.id.as_str()) {
            draft.add(describe::volume(volume, stems));
        }
    }
}

fn add_networks(draft: &mut Draft, inventory: &Inventory, reach: &Reach<'_>, stems: &Stems) {
    for network in &inventory.networks {
        if reach.networks.contains(network.id.as_str()) {
            draft.add(describe::network(network, stems));
        }
    }
    for subnet in &inventory.subnets {
        if reach.subnets.contains(subnet.id.as_str()) {
            draft.add(describe::subnet(subnet));
        }
    }
    for router in &inventory.routers {
        if reach.routers.contains(router.id.as_str()) {
            draft.add(describe::router(router, stems));
        }
    }
    for port in &inventory.ports {
        if reach.ports.contains(port.id.as_str()) {
            draft.add(describe::port(port, stems));
        }
    }
    for ip in &inventory.floating_ips {
        if reach.floating_ips.contains(ip.id.as_str()) {
            draft.add(describe::floating_ip(ip));
        }
    }
    for group in &inventory.security_groups {
        if reach.security_groups.contains(group.id.as_str()) {
            draft.add(describe::security_group(group, stems));
        }
    }
}

fn add_balancers(draft: &mut Draft, inventory: &Inventory, reach: &Reach<'_>, stems: &Stems) {
    for balancer in &inventory.load_balancers {
        if reach.load_balancers.contains(balancer.id.as_str()) {
            draft.add(describe::load_balancer(balancer, stems));
        }
    }
    for listener in &inventory.listeners {
        if reach.listeners.contains(listener.id.as_str()) {
            draft.add(describe::listener(listener));
        }
    }
    for pool in &inventory.pools {
        if !reach.pools.contains(pool.id.as_str()) {
            continue;
        }
        draft.add(describe::pool(pool));
        for member in &pool.members {
            draft.add(describe::member(member));
        }
        for member in &pool.member_ids {
            draft.add(describe::bare_member(member.as_str()));
        }
    }
}

fn relate_servers(draft: &mut Draft, inventory: &Inventory) {
    for group in &inventory.server_groups {
        for server in &group.members {
            draft.relate(
                (ResourceKind::ServerGroup, group.id.as_str()),
                Relation::Groups,
                (ResourceKind::Worker, server.as_str()),
            );
        }
    }
    for volume in &inventory.volumes {
        for (server, _) in &volume.attachments {
            draft.relate(
                (ResourceKind::Volume, volume.id.as_str()),
                Relation::Attached,
                (ResourceKind::Worker, server.as_str()),
            );
        }
    }
    for server in &inventory.servers {
        for volume in &server.volumes {
            draft.relate(
                (ResourceKind::Volume, volume.as_str()),
                Relation::Attached,
                (ResourceKind::Worker, server.id.as_str()),
            );
        }
    }
}

fn relate_ports(draft: &mut Draft, inventory: &Inventory, reach: &Reach<'_>) {
    for router in &inventory.routers {
        if let Some(network) = &router.external_network {
            draft.relate(
                (ResourceKind::ExternalNetwork, network.as_str()),
                Relation::Gateway,
                (ResourceKind::Router, router.id.as_str()),
            );
        }
    }
    for subnet in &inventory.subnets {
        draft.relate(
            (ResourceKind::Network, subnet.network.as_str()),
            Relation::Contains,
            (ResourceKind::Subnet, subnet.id.as_str()),
        );
    }
    for port in &inventory.ports {
        if reach.ports.contains(port.id.as_str()) {
            relate_port(draft, port, reach);
        }
    }
    for ip in &inventory.floating_ips {
        let this = (ResourceKind::FloatingIp, ip.id.as_str());
        draft.relate(
            (ResourceKind::ExternalNetwork, ip.network.as_str()),
            Relation::Contains,
            this,
        );
        if let Some(port) = &ip.port {
            draft.relate(this, Relation::LeadsTo, (ResourceKind::Port, port.as_str()));
        }
    }
}

fn relate_port(draft: &mut Draft, port: &Port, reach: &Reach<'_>) {
    let this = (ResourceKind::Port, port.id.as_str());
    for (subnet, _) in &port.fixed_ips {
        draft.relate((ResourceKind::Subnet, subnet.as_str()), Relation::Addresses, this);
        if is_router_port(port) {
            draft.relate(
                (ResourceKind::Router, port.device_id.as_str()),
                Relation::Interface,
                (ResourceKind::Subnet, subnet.as_str()),
            );
        }
    }
    for group in &port.security_groups {
        draft.relate(
            (ResourceKind::SecurityGroup, group.as_str()),
            Relation::Protects,
            this,
        );
    }
    if reach.servers.contains(port.device_id.as_str()) {
        draft.relate(
            this,
            Relation::Plugs,
            (ResourceKind::Worker, port.device_id.as_str()),
        );
    } else if is_router_port(port) {
        draft.relate(
            (ResourceKind::Router, port.device_id.as_str()),
            Relation::Plugs,
            this,
        );
    } else if let Some(balancer) = balancer_of(port) {
        draft.relate((ResourceKind::LoadBalancer, balancer), Relation::Plugs, this);
    }
}

fn relate_balancers(draft: &mut Draft, inventory: &Inventory, reach: &Reach<'_>) {
    // Addresses are unique within one cluster's networks, though not within a project.
    let by_address: BTreeMap<&str, &str> = inventory
        .ports
        .iter()
        .filter(|port| reach.servers.contains(port.device_id.as_str()))
        .flat_map(|port| {
            port.fixed_ips
                .iter()
                .map(|(_, address)| (address.as_str(), port.device_id.as_str()))
        })
        .chain(
            inventory
                .servers
                .iter()
                .filter(|server| reach.servers.contains(server.id.as_str()))
                .flat_map(|server| {
                    server
                        .addresses
                        .iter()
                        .map(|address| (address.ip.as_str(), server.id.as_str()))
                }),
        )
        .collect();
    for balancer in &inventory.load_balancers {
        if let Some(port) = &balancer.vip_port {
            draft.relate(
                (ResourceKind::LoadBalancer, balancer.id.as_str()),
                Relation::Plugs,
                (ResourceKind::Port, port.as_str()),
            );
        }
    }
    for listener in &inventory.listeners {
        let this = (ResourceKind::Listener, listener.id.as_str());
        for balancer in &listener.load_balancers {
            draft.relate(
                (ResourceKind::LoadBalancer, balancer.as_str()),
                Relation::Listens,
                this,
            );
        }
        if let Some(pool) = &listener.default_pool {
            draft.relate(this, Relation::SendsTo, (ResourceKind::Pool, pool.as_str()));
        }
    }
    for pool in &inventory.pools {
        let this = (ResourceKind::Pool, pool.id.as_str());
        for listener in &pool.listeners {
            draft.relate(
                (ResourceKind::Listener, listener.as_str()),
                Relation::SendsTo,
                this,
            );
        }
        if pool.listeners.is_empty() {
            for balancer in &pool.load_balancers {
                draft.relate(
                    (ResourceKind::LoadBalancer, balancer.as_str()),
                    Relation::SendsTo,
                    this,
                );
            }
        }
        for member in &pool.member_ids {
            draft.relate(this, Relation::HasMember, (ResourceKind::Member, member.as_str()));
        }
        for member in &pool.members {
            let it = (ResourceKind::Member, member.id.as_str());
            draft.relate(this, Relation::HasMember, it);
            if let Some(server) = by_address.get(member.address.as_str()) {
                draft.relate(it, Relation::Serves, (ResourceKind::Worker, server));
            }
        }
    }
}
