//! Which things of a project belong to one cluster: from those that are known to, outwards along what connects them.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::inventory::{Inventory, Port};
use crate::domain::topology::resource::ResourceKind;

/// Ids of the things of one cluster, by what lists them.
#[derive(Debug, Default)]
pub(crate) struct Reach<'a> {
    pub(crate) servers: BTreeSet<&'a str>,
    pub(crate) server_groups: BTreeSet<&'a str>,
    pub(crate) networks: BTreeSet<&'a str>,
    /// Networks that were made for the cluster, so that everything in them is its own.
    own_networks: BTreeSet<&'a str>,
    pub(crate) subnets: BTreeSet<&'a str>,
    pub(crate) routers: BTreeSet<&'a str>,
    /// Routers that were made for the cluster; of others only the way to its own subnets is.
    own_routers: BTreeSet<&'a str>,
    pub(crate) ports: BTreeSet<&'a str>,
    pub(crate) floating_ips: BTreeSet<&'a str>,
    pub(crate) security_groups: BTreeSet<&'a str>,
    pub(crate) load_balancers: BTreeSet<&'a str>,
    pub(crate) listeners: BTreeSet<&'a str>,
    pub(crate) pools: BTreeSet<&'a str>,
    pub(crate) members: BTreeSet<&'a str>,
    pub(crate) volumes: BTreeSet<&'a str>,
}

/// Every id of the inventory with what it is; external networks are told apart from others.
pub(crate) fn known_ids(inventory: &Inventory) -> BTreeMap<&str, ResourceKind> {
    let mut ids = BTreeMap::new();
    let mut add = |id, kind| {
        ids.insert(id, kind);
    };
    inventory
        .servers
        .iter()
        .for_each(|it| add(it.id.as_str(), ResourceKind::Worker));
    inventory
        .server_groups
        .iter()
        .for_each(|it| add(it.id.as_str(), ResourceKind::ServerGroup));
    inventory.networks.iter().for_each(|it| {
        let kind = if it.external {
            ResourceKind::ExternalNetwork
        } else {
            ResourceKind::Network
        };
        add(it.id.as_str(), kind);
    });
    inventory
        .subnets
        .iter()
        .for_each(|it| add(it.id.as_str(), ResourceKind::Subnet));
    inventory
        .routers
        .iter()
        .for_each(|it| add(it.id.as_str(), ResourceKind::Router));
    inventory
        .ports
        .iter()
        .for_each(|it| add(it.id.as_str(), ResourceKind::Port));
    inventory
        .floating_ips
        .iter()
        .for_each(|it| add(it.id.as_str(), ResourceKind::FloatingIp));
    inventory
        .security_groups
        .iter()
        .for_each(|it| add(it.id.as_str(), ResourceKind::SecurityGroup));
    inventory
        .load_balancers
        .iter()
        .for_each(|it| add(it.id.as_str(), ResourceKind::LoadBalancer));
    inventory
        .listeners
        .iter()
        .for_each(|it| add(it.id.as_str(), ResourceKind::Listener));
    for pool in &inventory.pools {
        add(pool.id.as_str(), ResourceKind::Pool);
        pool.member_ids
            .iter()
            .for_each(|id| add(id.as_str(), ResourceKind::Member));
        pool.members
            .iter()
            .for_each(|member| add(member.id.as_str(), ResourceKind::Member));
    }
    inventory
        .volumes
        .iter()
        .for_each(|it| add(it.id.as_str(), ResourceKind::Volume));
    ids
}

impl<'a> Reach<'a> {
    /// Adds one that is known to belong.
    pub(crate) fn seed(&mut self, kind: ResourceKind, id: &'a str) {
        let set = match kind {
            ResourceKind::Master | ResourceKind::Worker => &mut self.servers,
            ResourceKind::ServerGroup => &mut self.server_groups,
            ResourceKind::Network => {
                self.own_networks.insert(id);
                &mut self.networks
            }
            ResourceKind::ExternalNetwork => &mut self.networks,
            ResourceKind::Subnet => &mut self.subnets,
            ResourceKind::Router => {
                self.own_routers.insert(id);
                &mut self.routers
            }
            ResourceKind::Port => &mut self.ports,
            ResourceKind::FloatingIp => &mut self.floating_ips,
            ResourceKind::SecurityGroup => &mut self.security_groups,
            ResourceKind::LoadBalancer => &mut self.load_balancers,
            ResourceKind::Listener => &mut self.listeners,
            ResourceKind::Pool => &mut self.pools,
            ResourceKind::Member => &mut self.members,
            ResourceKind::Volume => &mut self.volumes,
            ResourceKind::Other | ResourceKind::Stack | ResourceKind::Script | ResourceKind::Plumbing => {
                return;
            }
        };
        set.insert(id);
    }

    /// Follows the connections outwards: each kind is complete before the kinds that follow from it.
    pub(crate) fn walk(&mut self, inventory: &'a Inventory) {
        self.walk_servers(inventory);
        let strangers: BTreeSet<&str> = inventory
            .servers
            .iter()
            .map(|server| server.id.as_str())
            .filter(|id| !self.servers.contains(id))
            .collect();
        for port in &inventory.ports {
            // Somebody may have put a server of another cluster into this one's network.
            let in_own = self.own_networks.contains(port.network.as_str())
                && !strangers.contains(port.device_id.as_str());
            if in_own || self.servers.contains(port.device_id.as_str()) {
                self.ports.insert(port.id.as_str());
            }
        }
        self.walk_subnets(inventory);
        self.walk_balancers(inventory);
        self.walk_subnets(inventory);
        self.walk_routers(inventory);
        self.walk_subnets(inventory);
        self.walk_outside(inventory);
    }

    fn walk_servers(&mut self, inventory: &'a Inventory) {
        for server in &inventory.servers {
            if self.servers.contains(server.id.as_str()) {
                self.volumes
                    .extend(server.volumes.iter().map(|volume| volume.as_str()));
            }
        }
        for volume in &inventory.volumes {
            let attached =
                |(server, _): &(crate::domain::id::ServerId, String)| self.servers.contains(server.as_str());
            if volume.attachments.iter().any(attached) {
                self.volumes.insert(volume.id.as_str());
            }
        }
        for group in &inventory.server_groups {
            if group
                .members
                .iter()
                .any(|server| self.servers.contains(server.as_str()))
            {
                self.server_groups.insert(group.id.as_str());
            }
        }
    }

    /// Networks and subnets of the ports so far; all subnets of the cluster's own networks.
    fn walk_subnets(&mut self, inventory: &'a Inventory) {
        for port in &inventory.ports {
            if self.ports.contains(port.id.as_str()) {
                self.networks.insert(port.network.as_str());
                self.subnets
                    .extend(port.fixed_ips.iter().map(|(subnet, _)| subnet.as_str()));
            }
        }
        for subnet in &inventory.subnets {
            if self.own_networks.contains(subnet.network.as_str()) {
                self.subnets.insert(subnet.id.as_str());
            }
            if self.subnets.contains(subnet.id.as_str()) {
                self.networks.insert(subnet.network.as_str());
            }
        }
    }

    fn walk_balancers(&mut self, inventory: &'a Inventory) {
        let own_subnets: BTreeSet<&str> = inventory
            .subnets
            .iter()
            .filter(|subnet| self.own_networks.contains(subnet.network.as_str()))
            .map(|subnet| subnet.id.as_str())
            .collect();
        for balancer in &inventory.load_balancers {
            // Kubernetes makes balancers for services in the cluster's own subnet.
            if balancer
                .vip_subnet
                .as_ref()
                .is_some_and(|subnet| own_subnets.contains(subnet.as_str()))
            {
                self.load_balancers.insert(balancer.id.as_str());
            }
            if self.load_balancers.contains(balancer.id.as_str()) {
                self.ports
                    .extend(balancer.vip_port.as_ref().map(|port| port.as_str()));
                self.subnets
                    .extend(balancer.vip_subnet.as_ref().map(|subnet| subnet.as_str()));
            }
        }
        for port in &inventory.ports {
            if balancer_of(port).is_some_and(|balancer| self.load_balancers.contains(balancer)) {
                self.ports.insert(port.id.as_str());
            }
        }
        let ours = |reach: &Self, ids: &[crate::domain::id::LoadBalancerId]| {
            ids.iter().any(|id| reach.load_balancers.contains(id.as_str()))
        };
        for listener in &inventory.listeners {
            if ours(self, &listener.load_balancers) {
                self.listeners.insert(listener.id.as_str());
            }
        }
        for pool in &inventory.pools {
            if ours(self, &pool.load_balancers) {
                self.pools.insert(pool.id.as_str());
            }
            if self.pools.contains(pool.id.as_str()) {
                self.members.extend(pool.member_ids.iter().map(|id| id.as_str()));
                self.members
                    .extend(pool.members.iter().map(|member| member.id.as_str()));
            }
        }
    }

    fn walk_routers(&mut self, inventory: &'a Inventory) {
        let known: BTreeSet<&str> = inventory
            .routers
            .iter()
            .map(|router| router.id.as_str())
            .collect();
        for port in inventory.ports.iter().filter(|port| is_router_port(port)) {
            let router = port.device_id.as_str();
            let on_ours = port
                .fixed_ips
                .iter()
                .any(|(subnet, _)| self.subnets.contains(subnet.as_str()));
            if (on_ours && known.contains(router)) || self.own_routers.contains(router) {
                self.routers.insert(router);
                self.ports.insert(port.id.as_str());
            }
        }
    }

    fn walk_outside(&mut self, inventory: &'a Inventory) {
        for ip in &inventory.floating_ips {
            if ip
                .port
                .as_ref()
                .is_some_and(|port| self.ports.contains(port.as_str()))
            {
                self.floating_ips.insert(ip.id.as_str());
            }
            if self.floating_ips.contains(ip.id.as_str()) {
                self.networks.insert(ip.network.as_str());
            }
        }
        for router in &inventory.routers {
            if self.routers.contains(router.id.as_str()) {
                self.networks
                    .extend(router.external_network.as_ref().map(|network| network.as_str()));
            }
        }
        for port in &inventory.ports {
            if self.ports.contains(port.id.as_str()) {
                self.security_groups
                    .extend(port.security_groups.iter().map(|group| group.as_str()));
            }
        }
    }
}

/// Whether the port is a router's in a subnet of the project.
pub(crate) fn is_router_port(port: &Port) -> bool {
    port.device_owner.starts_with("network:router_interface")
        || port.device_owner == "network:ha_router_replicated_interface"
}

/// The load balancer that the port is the address of.
pub(crate) fn balancer_of(port: &Port) -> Option<&str> {
    port.device_id
        .strip_prefix("lb-")
        .or_else(|| port.name.strip_prefix("octavia-lb-"))
        .filter(|id| !id.starts_with("vrrp-"))
}
