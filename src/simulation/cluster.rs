//! A Magnum cluster: what it was asked to be, its node groups, and the estate that was built for it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::blueprint;
use super::era::Engine;
use super::estate::{Estate, Fate, ServerThing, Thing};
use super::id::Id;
use super::lifecycle::{Order, stack_id};
use super::timeline::{Action, Phase, Step, Timeline};

/// A cluster.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) uuid: Id,
    pub(super) name: String,
    pub(super) project: String,
    pub(super) user: String,
    pub(super) template: Id,
    pub(super) keypair: Option<String>,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) template_labels: BTreeMap<String, String>,
    pub(super) docker_volume_gib: Option<u32>,
    pub(super) create_timeout: i64,
    pub(super) fixed_network: Option<String>,
    pub(super) fixed_subnet: Option<String>,
    pub(super) driver: Driver,
    /// The name that Cluster API gave it.
    pub(super) identity: String,
    pub(super) api_port: u16,
    pub(super) life: Timeline,
    pub(super) created: i64,
    pub(super) groups: Vec<NodeGroup>,
    pub(super) order: Order,
    pub(super) estate: Estate,
    pub(super) health: Health,
}

/// Who builds a cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Driver {
    Heat,
    /// Cluster API by Helm charts.
    CapiHelm,
    /// The other Cluster API driver, magnum-cluster-api.
    ClusterApi,
}

/// What the monitor last saw.
#[derive(Clone, Debug)]
pub(super) enum Health {
    /// As it follows from the servers.
    Observed,
    /// As a test or a scenario wants it.
    Said {
        status: Option<String>,
        reasons: BTreeMap<String, String>,
    },
}

/// A group of equal nodes.
#[derive(Debug)]
pub(super) struct NodeGroup {
    pub(super) uuid: Id,
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) flavor: String,
    pub(super) image: String,
    pub(super) count: u32,
    pub(super) min: u32,
    pub(super) max: Option<u32>,
    pub(super) is_default: bool,
    pub(super) labels: BTreeMap<String, String>,
    /// What its nodes carry inside Kubernetes.
    pub(super) node_labels: Map<String, Value>,
    pub(super) node_taints: Vec<Value>,
    /// Its stack's place in the estate.
    pub(super) stack: Option<usize>,
    pub(super) life: Timeline,
    pub(super) created: i64,
}

impl NodeGroup {
    /// Whether its nodes are masters.
    pub(super) fn master(&self) -> bool {
        self.role == "master"
    }
}

impl Cluster {
    /// Seconds between the request and the moment in which the stack is there.
    pub(super) const STACK_AFTER: i64 = 2;

    /// The state that Magnum shows.
    pub(super) fn step(&self, now: i64) -> Option<&Step> {
        self.life.at(now)
    }

    /// `CREATE_COMPLETE` and its like.
    pub(super) fn status(&self, now: i64) -> String {
        self.step(now)
            .map_or_else(|| "CREATE_IN_PROGRESS".to_owned(), Step::status)
    }

    /// What Magnum calls the stack: a uuid of Heat or a name of Cluster API; nothing at first.
    pub(super) fn stack_id(&self, now: i64) -> Option<String> {
        if now < self.created + Self::STACK_AFTER || self.unbuilt() {
            return None;
        }
        match self.driver {
            Driver::Heat => stack_id(&self.estate, Some(0)).map(|id| id.to_string()),
            Driver::CapiHelm | Driver::ClusterApi => Some(self.identity.clone()),
        }
    }

    /// The same for one of its groups.
    pub(super) fn group_stack_id(&self, group: &NodeGroup, now: i64) -> Option<String> {
        match self.driver {
            Driver::Heat if now >= group.created + Self::STACK_AFTER => {
                stack_id(&self.estate, group.stack).map(|id| id.to_string())
            }
            Driver::Heat => None,
            Driver::CapiHelm | Driver::ClusterApi => self.stack_id(now),
        }
    }

    /// Nodes of one kind, summed over the groups that still exist.
    pub(super) fn count(&self, master: bool, now: i64) -> u32 {
        let groups = self
            .groups
            .iter()
            .filter(|group| !group.life.gone(now) && group.master() == master);
        groups.map(|group| group.count).sum()
    }

    /// Whether it is still being made for the first time.
    pub(super) fn creating(&self, now: i64) -> bool {
        let step = self.step(now);
        step.is_none_or(|step| step.action == Action::Create && step.phase == Phase::InProgress)
    }

    /// Whether nothing was ever made for it.
    pub(super) fn unbuilt(&self) -> bool {
        self.estate.parts.is_empty()
    }

    /// Whether its creation came to a good end.
    pub(super) fn built(&self, now: i64) -> bool {
        self.life.ready(now)
    }

    /// The outside or inside addresses of a group's servers; only Heat's driver fills them in.
    pub(super) fn node_addresses(&self, chosen: impl Fn(&ServerThing) -> bool, now: i64) -> Vec<String> {
        if self.driver != Driver::Heat || self.creating(now) {
            return Vec::new();
        }
        let servers = self
            .estate
            .servers(now)
            .filter(|(part, server)| part.life.ready(now) && chosen(server));
        let addresses = servers.filter_map(|(_, server)| {
            let (fixed, floating) = self.estate.addresses(server, now);
            floating.or(fixed).map(str::to_owned)
        });
        addresses.collect()
    }

    /// Where its API answers, as Magnum shows it.
    pub(super) fn api_address(&self, now: i64) -> Option<String> {
        if self.creating(now) || self.unbuilt() {
            return None;
        }
        let host = self.api_host(now).unwrap_or_default();
        Some(match self.order.engine {
            Engine::Kubernetes => format!("https://{host}:{}", self.api_port),
            Engine::Swarm | Engine::SwarmMode => {
                format!("tcp://{host}:{}", blueprint::kit(self.order.engine).port)
            }
            Engine::Mesos => host,
        })
    }

    /// The address of its API: the load balancer's, or the first master's.
    pub(super) fn api_host(&self, now: i64) -> Option<String> {
        // Magnum keeps the address that it has written down, also when what had it is gone.
        let thing = |place: Option<usize>| {
            let part = place
                .and_then(|place| self.estate.parts.get(place))
                .filter(|part| part.life.born().is_some_and(|born| born <= now));
            part.map(|part| &part.thing)
        };
        let front = &self.estate.marks.api;
        if let Some(Thing::Floating { address, .. }) = thing(front.floating) {
            return Some(address.clone());
        }
        if let Some(Thing::Balancer { address, .. }) = thing(front.balancer) {
            return Some(address.clone());
        }
        let built = self.built(now);
        let first = self
            .estate
            .servers(now)
            .find(|(_, server)| server.master)
            .filter(|_| built);
        let (fixed, floating) = first.map(|(_, server)| self.estate.addresses(server, now))?;
        floating.or(fixed).map(str::to_owned)
    }

    /// The status and the reasons that the monitor reports.
    pub(super) fn health(&self, now: i64) -> (Option<String>, BTreeMap<String, String>) {
        if let Health::Said { status, reasons } = &self.health {
            return (status.clone(), reasons.clone());
        }
        if self.order.engine != Engine::Kubernetes {
            // No monitor looks after these.
            return (None, BTreeMap::new());
        }
        if self.driver == Driver::CapiHelm && now >= self.created + 30 && !self.life.gone(now) {
            return self.conditions(now);
        }
        if self.creating(now) || self.unbuilt() || now < self.life.settled().unwrap_or(now) + 5 {
            return (None, BTreeMap::new());
        }
        if !self.built(now) {
            return (Some("UNHEALTHY".to_owned()), BTreeMap::new());
        }
        match self.driver {
            Driver::Heat | Driver::ClusterApi => self.observed(now),
            Driver::CapiHelm => self.conditions(now),
        }
    }

    /// The conditions of Cluster API, which are also told while the cluster is being made.
    fn conditions(&self, now: i64) -> (Option<String>, BTreeMap<String, String>) {
        let balancer = self
            .estate
            .marks
            .api
            .balancer
            .and_then(|place| self.estate.parts.get(place));
        let infrastructure = balancer.is_some_and(|part| part.life.ready(now));
        let up = |master: bool| {
            let servers = self
                .estate
                .servers(now)
                .filter(|(_, server)| server.master == master);
            servers
                .filter(|(part, server)| part.life.ready(now) && server.fate == Fate::Runs)
                .count()
        };
        let wanted = |master: bool| self.count(master, now) as usize;
        let word = |ready: bool, awaited: &str| {
            if ready {
                "Ready".to_owned()
            } else {
                format!("Waiting for conditions: {awaited}")
            }
        };
        let (masters, nodes) = (up(true) >= wanted(true), up(false) >= wanted(false));
        let reasons = BTreeMap::from([
            (
                "cluster".to_owned(),
                word(
                    infrastructure && masters,
                    "InfrastructureReady, ControlPlaneReady",
                ),
            ),
            (
                "infrastructure".to_owned(),
                word(infrastructure, "APIServerLoadBalancerReady"),
            ),
            (
                "controlplane".to_owned(),
                word(masters, "MachinesReady, Available"),
            ),
            ("nodegroup".to_owned(), word(nodes, "MachinesReady")),
        ]);
        let status = if infrastructure && masters && nodes {
            "HEALTHY"
        } else {
            "UNHEALTHY"
        };
        (Some(status.to_owned()), reasons)
    }

    /// Its servers with their state, also the ones that are gone against its will.
    fn observed(&self, now: i64) -> (Option<String>, BTreeMap<String, String>) {
        let mut reasons = BTreeMap::from([("api".to_owned(), "ok".to_owned())]);
        let mut healthy = true;
        for part in self
            .estate
            .parts
            .iter()
            .filter(|part| part.life.exists(now) && part.life.ready(now))
        {
            let Thing::Server(server) = &part.thing else {
                continue;
            };
            let ready = server.fate == Fate::Runs;
            healthy &= ready;
            let word = if ready { "True" } else { "False" };
            reasons.insert(format!("{}.Ready", part.title), word.to_owned());
        }
        let status = if healthy { "HEALTHY" } else { "UNHEALTHY" };
        (Some(status.to_owned()), reasons)
    }
}
