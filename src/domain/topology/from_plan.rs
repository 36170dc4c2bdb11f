//! The topology of a cluster that there is not yet, from its plan: what the driver is going to make, as far as it is certain,
//! and what is there already and will be used.

use std::collections::BTreeSet;

use crate::domain::driver::Driver;
use crate::domain::inventory::{Network, Subnet};
use crate::domain::node_group::Role;
use crate::domain::plan::Plan;
use crate::domain::status::Severity;
use crate::domain::topology::fact::Fact;
use crate::domain::topology::model::Topology;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKey, ResourceKind};

/// Builds it. Things that are to be made have ids of their own that no service gives.
pub fn from_plan(plan: &Plan<'_>) -> Topology {
    let mut sketch = Sketch::default();
    let external = sketch.external(plan);
    let (subnet, router) = sketch.inside(plan);
    if let (Some(external), Some(router)) = (&external, &router) {
        sketch.relate(external, Relation::Gateway, router);
    }
    if let Some(router) = &router {
        sketch.relate(router, Relation::Interface, &subnet);
    }
    let masters = sketch.nodes(plan, &subnet);
    sketch.balancers(plan, (external.as_ref(), &subnet), &masters);
    sketch.addresses(plan, external.as_ref());
    Topology::new(sketch.resources, &sketch.relations)
}

#[derive(Default)]
struct Sketch {
    resources: Vec<Resource>,
    relations: BTreeSet<(ResourceKey, ResourceKey, Relation)>,
    /// Masters and workers, in their order.
    servers: Vec<(ResourceKind, ResourceKey)>,
}

impl Sketch {
    fn add(&mut self, kind: ResourceKind, id: &str, (title, subtitle): (&str, &str)) -> ResourceKey {
        let key = ResourceKey::real(kind, id);
        self.resources.push(Resource {
            name: title.to_owned(),
            title: title.to_owned(),
            subtitle: subtitle.to_owned(),
            severity: Severity::Neutral,
            ..Resource::new(key.clone(), kind)
        });
        key
    }

    fn relate(&mut self, from: &ResourceKey, relation: Relation, to: &ResourceKey) {
        self.relations.insert((from.clone(), to.clone(), relation));
    }

    fn external(&mut self, plan: &Plan<'_>) -> Option<ResourceKey> {
        let name = plan.external_network()?;
        let known = known_network(plan, name);
        let (id, title) = known.map_or((name, name), |network| {
            (network.id.as_str(), network.name.as_str())
        });
        Some(self.add(ResourceKind::ExternalNetwork, id, (title, "")))
    }

    /// The network of the nodes, its subnet, and the router before it. A router that exists is shown where it is known.
    fn inside(&mut self, plan: &Plan<'_>) -> (ResourceKey, Option<ResourceKey>) {
        let Some(name) = plan.network() else {
            let network = self.add(ResourceKind::Network, "plan/network", (&plan.draft.name, ""));
            let range = plan.label("fixed_subnet_cidr").unwrap_or("10.0.0.0/24");
            let subnet = self.add(ResourceKind::Subnet, "plan/subnet", (range, ""));
            self.relate(&network, Relation::Contains, &subnet);
            let router = self.add(ResourceKind::Router, "plan/router", (&plan.draft.name, ""));
            return (subnet, Some(router));
        };
        let known = known_network(plan, name);
        let (id, title) = known.map_or((name, name), |network| {
            (network.id.as_str(), network.name.as_str())
        });
        let network = self.add(ResourceKind::Network, id, (title, ""));
        let inside = known.and_then(|network| known_subnet(plan, network));
        let subnet = match inside {
            Some(subnet) => self.add(
                ResourceKind::Subnet,
                subnet.id.as_str(),
                (&subnet.cidr, &subnet.name),
            ),
            None => {
                let title = plan.subnet().unwrap_or("…");
                self.add(ResourceKind::Subnet, "plan/subnet", (title, ""))
            }
        };
        self.relate(&network, Relation::Contains, &subnet);
        let router = inside.and_then(|subnet| self.router(plan, subnet));
        (subnet, router)
    }

    fn router(&mut self, plan: &Plan<'_>, subnet: &Subnet) -> Option<ResourceKey> {
        let catalog = plan.ground.catalog?;
        let port = catalog.ports.iter().find(|port| {
            port.device_owner.starts_with("network:") && port.fixed_ips.iter().any(|(of, _)| *of == subnet.id)
        })?;
        let router = catalog
            .routers
            .iter()
            .find(|router| router.id.as_str() == port.device_id)?;
        Some(self.add(ResourceKind::Router, router.id.as_str(), (&router.name, "")))
    }

    /// Masters, workers and further groups, each plugged into the subnet; the masters' keys.
    fn nodes(&mut self, plan: &Plan<'_>, subnet: &ResourceKey) -> Vec<ResourceKey> {
        let (draft, flavor) = (plan.draft, plan.flavor().unwrap_or_default());
        let groups = draft.groups.iter().map(|group| {
            let own = if group.flavor.is_empty() {
                flavor
            } else {
                &group.flavor
            };
            (ResourceKind::Worker, group.name.as_str(), group.node_count, own)
        });
        let always = [
            (
                ResourceKind::Master,
                "default-master",
                draft.master_count,
                plan.master_flavor().unwrap_or_default(),
            ),
            (ResourceKind::Worker, "default-worker", draft.node_count, flavor),
        ];
        let mut masters = Vec::new();
        for (kind, group, count, flavor) in always.into_iter().chain(groups) {
            let role = if kind == ResourceKind::Master {
                Role::Master
            } else {
                Role::Worker
            };
            let policy = self.policy(plan, group, count);
            for number in 0..count {
                let server = self.node((kind, group, number), flavor);
                if let Some(last) = self.resources.last_mut() {
                    last.role = Some(role.clone());
                    last.node_group = Some(group.to_owned());
                }
                let port = self.port(subnet, &format!("{group}/{number}"));
                self.relate(&port, Relation::Plugs, &server);
                if let Some(policy) = &policy {
                    self.relate(policy, Relation::Groups, &server);
                }
                self.servers.push((kind, server.clone()));
                if kind == ResourceKind::Master {
                    masters.push(server);
                }
            }
        }
        self.volumes(plan);
        masters
    }

    fn node(&mut self, (kind, group, number): (ResourceKind, &str, u32), flavor: &str) -> ResourceKey {
        let title = match group {
            "default-master" => format!("master-{number}"),
            "default-worker" => format!("node-{number}"),
            other => format!("{other}-{number}"),
        };
        let key = self.add(kind, &format!("plan/{group}/{number}"), (&title, flavor));
        if let Some(last) = self.resources.last_mut().filter(|_| !flavor.is_empty()) {
            last.facts.push((Fact::Flavor, flavor.to_owned()));
        }
        key
    }

    /// The port by which something stands in the subnet, with an address that is not known yet.
    fn port(&mut self, subnet: &ResourceKey, of: &str) -> ResourceKey {
        let port = self.add(ResourceKind::Port, &format!("plan/port/{of}"), ("…", ""));
        self.relate(subnet, Relation::Addresses, &port);
        port
    }

    fn policy(&mut self, plan: &Plan<'_>, group: &str, count: u32) -> Option<ResourceKey> {
        let policy = match plan.driver {
            Driver::Heat => plan
                .ground
                .catalog
                .and_then(|catalog| catalog.node_policy.as_deref())
                .unwrap_or("soft-anti-affinity"),
            Driver::MagnumClusterApi => plan
                .label("server_group_policies")
                .unwrap_or("soft-anti-affinity"),
            Driver::CapiHelm | Driver::Unknown => return None,
        };
        (count > 0).then(|| {
            self.add(
                ResourceKind::ServerGroup,
                &format!("plan/{group}"),
                (group, policy),
            )
        })
    }

    /// Boot, container and etcd volumes of every server that gets one.
    fn volumes(&mut self, plan: &Plan<'_>) {
        let container = plan
            .docker_volume_gib()
            .filter(|size| *size > 0 && plan.driver != Driver::CapiHelm);
        let sorts = [
            ("boot", plan.boot_volume_gib(), true),
            ("docker", container.map(u64::from), true),
            ("etcd", plan.number("etcd_volume_size"), false),
        ];
        for (at, (kind, server)) in self.servers.clone().into_iter().enumerate() {
            for (purpose, size, everywhere) in sorts {
                let Some(size) = size.filter(|_| everywhere || kind == ResourceKind::Master) else {
                    continue;
                };
                let id = format!("plan/{purpose}/{at}");
                let volume = self.add(ResourceKind::Volume, &id, (purpose, &format!("{size} GiB")));
                self.relate(&volume, Relation::Attached, &server);
            }
        }
    }

    fn balancers(
        &mut self,
        plan: &Plan<'_>,
        (external, subnet): (Option<&ResourceKey>, &ResourceKey),
        masters: &[ResourceKey],
    ) {
        if plan.balanced() != Some(true) {
            return;
        }
        let port = plan
            .ground
            .template
            .and_then(|template| template.apiserver_port)
            .unwrap_or(6443);
        let api = ("api", format!("TCP :{port}"));
        let etcd = (plan.driver == Driver::Heat).then(|| ("etcd", "TCP :2379".to_owned()));
        for (name, listens) in [Some(api), etcd].into_iter().flatten() {
            let balancer = self.add(ResourceKind::LoadBalancer, &format!("plan/{name}"), (name, ""));
            let listener = self.add(ResourceKind::Listener, &format!("plan/{name}"), (&listens, ""));
            let port = self.port(subnet, name);
            self.relate(&balancer, Relation::Plugs, &port);
            self.relate(&balancer, Relation::Listens, &listener);
            for master in masters {
                self.relate(&listener, Relation::SendsTo, master);
            }
            if name == "api" && plan.balancer_floating() {
                self.floating_ip("plan/api", external, &balancer);
            }
        }
    }

    /// Heat gives every node one, where it gives any.
    fn addresses(&mut self, plan: &Plan<'_>, external: Option<&ResourceKey>) {
        if plan.driver != Driver::Heat || plan.floating() != Some(true) {
            return;
        }
        let count = usize::try_from(plan.draft.master_count + plan.draft.node_count).unwrap_or(usize::MAX);
        let servers: Vec<_> = self
            .servers
            .iter()
            .take(count)
            .map(|(_, server)| server.clone())
            .collect();
        for (at, server) in servers.iter().enumerate() {
            self.floating_ip(&format!("plan/{at}"), external, server);
        }
    }

    fn floating_ip(&mut self, id: &str, external: Option<&ResourceKey>, to: &ResourceKey) {
        let ip = self.add(ResourceKind::FloatingIp, id, ("…", ""));
        if let Some(external) = external {
            self.relate(external, Relation::Contains, &ip);
        }
        self.relate(&ip, Relation::LeadsTo, to);
    }
}

fn known_network<'a>(plan: &Plan<'a>, name: &str) -> Option<&'a Network> {
    let networks = &plan.ground.catalog?.networks;
    let by_id = networks.iter().find(|network| network.id.as_str() == name);
    by_id.or_else(|| networks.iter().find(|network| network.name == name))
}

/// The subnet that is chosen, or the only one there is.
fn known_subnet<'a>(plan: &Plan<'a>, network: &Network) -> Option<&'a Subnet> {
    let inside = plan
        .ground
        .catalog?
        .subnets
        .iter()
        .filter(|subnet| subnet.network == network.id);
    let inside: Vec<_> = inside.collect();
    match plan.subnet() {
        Some(name) => inside
            .into_iter()
            .find(|subnet| subnet.id.as_str() == name || subnet.name == name),
        None => inside.first().copied().filter(|_| inside.len() == 1),
    }
}
