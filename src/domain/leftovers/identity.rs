//! Which cluster a thing was made for: read from its name, else from what it hangs on.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::id::{NetworkId, PortId, RouterId, SecurityGroupId};
use crate::domain::inventory::{Inventory, Port};
use crate::domain::leftovers::{Piece, PieceKind};

/// What stands behind the stack's name in the names of what Magnum's Heat templates make.
const OF_HEAT: [&str; 15] = [
    "kube_masters-",
    "kube_minions-",
    "kube_master",
    "kube_minion",
    "secgroup_",
    "network-",
    "api_lb-",
    "etcd_lb-",
    "master-",
    "node-",
    "minion-",
    "swarm_",
    "mesos_",
    "extrouter-",
    "api_address",
];
const CAPI_NETWORK: &str = "k8s-clusterapi-cluster-";
const CAPI_GROUP: &str = "k8s-cluster-";
const SERVICE: &str = "kube_service_";
/// Kubernetes' cloud provider describes the floating IPs of services so.
const SERVICE_ADDRESS: &str = "Floating IP for Kubernetes external service ";
/// Where Cinder's driver for Kubernetes notes the cluster.
const VOLUME_CLUSTER: &str = "cinder.csi.openstack.org/cluster";

/// The cluster's identity in the name of a thing that a driver made: the stack's name, the Cluster API name, the cluster's
/// id. `None` where the name tells nothing.
pub fn identity_in(name: &str) -> Option<&str> {
    if let Some(rest) = name.strip_prefix(CAPI_NETWORK) {
        return without_namespace(rest).map(|rest| rest.strip_suffix("-kubeapi").unwrap_or(rest));
    }
    if let Some(rest) = name.strip_prefix(CAPI_GROUP) {
        let (head, _) = rest.rsplit_once("-secgroup-")?;
        return without_namespace(head);
    }
    if let Some(rest) = name.strip_prefix(SERVICE) {
        return rest.split('_').next().filter(|identity| !identity.is_empty());
    }
    of_heat(name)
}

/// `magnum-system-kube-abcde` and `magnum-<project id>-web-abcdefghijkl` without the namespace.
fn without_namespace(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("magnum-")?;
    if let Some(identity) = rest.strip_prefix("system-") {
        return Some(identity);
    }
    let (project, identity) = rest.split_once('-')?;
    (project.len() == 32 && project.chars().all(|c| c.is_ascii_hexdigit())).then_some(identity)
}

/// `<stack name>-secgroup_kube_master-…`, where the stack's name ends with twelve random characters.
fn of_heat(name: &str) -> Option<&str> {
    name.match_indices('-').find_map(|(at, _)| {
        let (stack, rest) = (name.get(..at)?, name.get(at + 1..)?);
        let (stem, tail) = stack.rsplit_once('-')?;
        let random = tail.len() == 12 && tail.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        (random && !stem.is_empty() && OF_HEAT.iter().any(|known| rest.starts_with(known))).then_some(stack)
    })
}

/// Everything that tells whose it is, each with the identity.
pub(super) fn assign(inventory: &Inventory) -> Vec<(Piece, String)> {
    let mut known = Known::default();
    known.by_name(inventory);
    known.servers(inventory);
    known.by_relation(inventory);
    known.found
}

#[derive(Default)]
struct Known<'a> {
    found: Vec<(Piece, String)>,
    networks: BTreeMap<&'a NetworkId, String>,
    routers: BTreeMap<&'a RouterId, String>,
    groups: BTreeMap<&'a SecurityGroupId, String>,
    servers: BTreeMap<&'a str, String>,
    ports: BTreeMap<&'a PortId, String>,
}

impl<'a> Known<'a> {
    fn note(&mut self, kind: PieceKind, (id, name): (&str, &str), identity: &str) {
        let piece = Piece {
            kind,
            id: id.to_owned(),
            name: name.to_owned(),
            within: None,
        };
        self.found.push((piece, identity.to_owned()));
    }

    fn by_name(&mut self, inventory: &'a Inventory) {
        for balancer in &inventory.load_balancers {
            if let Some(identity) = identity_in(&balancer.name) {
                let named = (balancer.id.as_str(), balancer.name.as_str());
                self.note(PieceKind::LoadBalancer, named, identity);
                self.ports
                    .extend(balancer.vip_port.as_ref().map(|port| (port, identity.to_owned())));
            }
        }
        for group in &inventory.security_groups {
            if let Some(identity) = identity_in(&group.name) {
                self.note(
                    PieceKind::SecurityGroup,
                    (group.id.as_str(), &group.name),
                    identity,
                );
                self.groups.insert(&group.id, identity.to_owned());
            }
        }
        for router in &inventory.routers {
            if let Some(identity) = identity_in(&router.name) {
                self.note(PieceKind::Router, (router.id.as_str(), &router.name), identity);
                self.routers.insert(&router.id, identity.to_owned());
            }
        }
        for network in inventory
            .networks
            .iter()
            .filter(|network| !network.external && !network.shared)
        {
            if let Some(identity) = identity_in(&network.name) {
                self.networks.insert(&network.id, identity.to_owned());
            }
        }
    }

    /// Servers by their names, else by the security groups that only this cluster has.
    fn servers(&mut self, inventory: &'a Inventory) {
        let identities: BTreeSet<String> = self
            .networks
            .values()
            .chain(self.routers.values())
            .chain(self.groups.values())
            .cloned()
            .collect();
        for server in &inventory.servers {
            let begins = |identity: &&String| {
                let tail = server.name.strip_prefix(identity.as_str());
                tail.is_some_and(|tail| tail.starts_with('-'))
            };
            let by_group = || server.security_groups.iter().find_map(|group| identity_in(group));
            let identity = of_heat(&server.name)
                .or_else(|| identities.iter().find(begins).map(String::as_str))
                .or_else(by_group)
                .map(str::to_owned);
            if let Some(identity) = identity {
                self.note(PieceKind::Server, (server.id.as_str(), &server.name), &identity);
                self.servers.insert(server.id.as_str(), identity);
            }
        }
    }

    fn by_relation(&mut self, inventory: &'a Inventory) {
        self.heat_networks(inventory);
        for (id, identity) in self.networks.clone() {
            let name = inventory.networks.iter().find(|network| network.id == *id);
            let name = name.map_or("", |network| network.name.as_str());
            self.note(PieceKind::Network, (id.as_str(), name), &identity);
            for subnet in inventory.subnets.iter().filter(|subnet| subnet.network == *id) {
                self.note(PieceKind::Subnet, (subnet.id.as_str(), &subnet.name), &identity);
            }
        }
        for port in &inventory.ports {
            self.port(port);
        }
        self.addresses(inventory);
        self.volumes(inventory);
    }

    /// Heat names the network after the cluster alone; it is the cluster's where the cluster's own router serves it, or
    /// where a subnet is in it that Heat made for the cluster: of a deletion that stuck the router may be gone already.
    fn heat_networks(&mut self, inventory: &'a Inventory) {
        for subnet in &inventory.subnets {
            let network = inventory.networks.iter().find(|one| one.id == subnet.network);
            if let (Some(identity), Some(network)) = (identity_in(&subnet.name), network)
                && !network.external
                && !network.shared
                && !network.name.is_empty()
                && identity.to_lowercase().starts_with(&network.name.to_lowercase())
            {
                self.networks.insert(&network.id, identity.to_owned());
            }
        }
        for port in inventory.ports.iter().filter(|port| is_interface(port)) {
            let router = RouterId::new(port.device_id.as_str());
            let network = inventory.networks.iter().find(|one| one.id == port.network);
            if let (Some(identity), Some(network)) = (self.routers.get(&router), network)
                && !network.name.is_empty()
                && identity.to_lowercase().starts_with(&network.name.to_lowercase())
            {
                self.networks.insert(&network.id, identity.clone());
            }
        }
    }

    fn port(&mut self, port: &'a Port) {
        if is_interface(port) {
            let router = RouterId::new(port.device_id.as_str());
            if let Some(identity) = self.routers.get(&router).cloned() {
                for (subnet, address) in &port.fixed_ips {
                    let piece = Piece {
                        kind: PieceKind::RouterInterface,
                        id: subnet.as_str().to_owned(),
                        name: address.clone(),
                        within: Some(router.as_str().to_owned()),
                    };
                    self.found.push((piece, identity.clone()));
                }
            }
            return;
        }
        let by_group = || {
            port.security_groups
                .iter()
                .find_map(|group| self.groups.get(group).cloned())
        };
        let identity = self
            .servers
            .get(port.device_id.as_str())
            .cloned()
            .or_else(|| self.ports.get(&port.id).cloned())
            .or_else(|| self.networks.get(&port.network).cloned())
            .or_else(|| of_heat(&port.name).map(str::to_owned))
            .or_else(by_group);
        let Some(identity) = identity else { return };
        self.ports.insert(&port.id, identity.clone());
        // Those of servers and load balancers go with them, and the network's own with the network.
        let own = port.device_owner.is_empty() || port.device_id.is_empty();
        if own && !port.device_owner.starts_with("network:") {
            self.note(PieceKind::Port, (port.id.as_str(), &port.name), &identity);
        }
    }

    fn addresses(&mut self, inventory: &'a Inventory) {
        for address in &inventory.floating_ips {
            let port = address
                .port
                .as_ref()
                .and_then(|port| self.ports.get(port).cloned());
            let router = || {
                let router = address.router.as_ref()?;
                self.routers.get(router).cloned()
            };
            let described = || {
                let rest = address.description.strip_prefix(SERVICE_ADDRESS)?;
                let (_, cluster) = rest.rsplit_once(" from cluster ")?;
                Some(cluster.trim().to_owned())
            };
            if let Some(identity) = port.or_else(router).or_else(described) {
                let named = (address.id.as_str(), address.address.as_str());
                self.note(PieceKind::FloatingIp, named, &identity);
            }
        }
    }

    fn volumes(&mut self, inventory: &'a Inventory) {
        for volume in &inventory.volumes {
            let attached = volume
                .attachments
                .iter()
                .find_map(|(server, _)| self.servers.get(server.as_str()).cloned());
            let noted = || {
                volume
                    .metadata
                    .get(VOLUME_CLUSTER)
                    .filter(|cluster| !cluster.is_empty() && *cluster != "kubernetes")
                    .cloned()
            };
            let named = || of_heat(&volume.name).map(str::to_owned);
            if let Some(identity) = attached.or_else(noted).or_else(named) {
                self.note(PieceKind::Volume, (volume.id.as_str(), &volume.name), &identity);
            }
        }
    }
}

fn is_interface(port: &Port) -> bool {
    port.device_owner.starts_with("network:") && port.device_owner.contains("router_interface")
}

#[cfg(test)]
mod tests {
    use super::identity_in;

    #[test]
    fn the_names_of_every_driver_tell_the_cluster() {
        for (name, expected) in [
            // Recorded on a cloud with the Heat driver.
            (
                "will-fail-lwetua7zo2fp-secgroup_kube_minion-3paqr4x6uixq",
                Some("will-fail-lwetua7zo2fp"),
            ),
            (
                "first-3rkoqwzcbpuj-api_lb-bsoyqkryz24m-loadbalancer-7ro4kxhpsh5d",
                Some("first-3rkoqwzcbpuj"),
            ),
            (
                "volumes-t3j5gw46wuer-network-a76eukvutnny-extrouter-ihsevhtybwrf",
                Some("volumes-t3j5gw46wuer"),
            ),
            (
                "volumes-t3j5gw46wuer-kube_masters-3p3kyi22iytn-0-putq4elwwtwu-etcd_volume-stdr3rriifq3",
                Some("volumes-t3j5gw46wuer"),
            ),
            ("first-3rkoqwzcbpuj-node-1", Some("first-3rkoqwzcbpuj")),
            // Of the Cluster API drivers.
            (
                "k8s-clusterapi-cluster-magnum-system-kube-33oj6",
                Some("kube-33oj6"),
            ),
            (
                "k8s-clusterapi-cluster-magnum-37d705ce4bca4abda49b989378aae8bc-web-abcdefghijkl-kubeapi",
                Some("web-abcdefghijkl"),
            ),
            (
                "k8s-cluster-magnum-system-kube-33oj6-secgroup-controlplane",
                Some("kube-33oj6"),
            ),
            (
                "kube_service_782ef472-5753-4e88-8a2b-a9fd0a90100b_default_web",
                Some("782ef472-5753-4e88-8a2b-a9fd0a90100b"),
            ),
            // Of people.
            ("default", None),
            ("my-node-1", None),
            ("router", None),
            ("project-abcdefghijkl", None),
            ("backup-node-7", None),
            ("k8s-cluster", None),
            ("kube_service_", None),
        ] {
            assert_eq!(identity_in(name), expected, "{name}");
        }
    }
}
