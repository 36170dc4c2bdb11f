//! What Cluster API makes in a project: no stack, only the things themselves, recognisable by their names.

use std::borrow::Cow;

use super::cluster::Driver;
use super::estate::{Estate, Fate, Front, Part, PortThing, Rules, ServerThing, Thing};
use super::id::Mint;
use super::lifecycle::{Crew, Order};
use super::substance::outside_address;
use super::timeline::{Action, Timeline};

/// Builds the things of a Cluster API cluster.
pub(super) struct Yard<'a> {
    pub(super) estate: &'a mut Estate,
    pub(super) mint: &'a mut Mint,
    pub(super) order: &'a Order,
    pub(super) driver: Driver,
    pub(super) identity: String,
    /// How many addresses of the outside network have been given away.
    pub(super) outside: u64,
}

impl Yard<'_> {
    /// Makes everything and answers when it is complete.
    pub(super) fn raise(&mut self, start: i64) -> i64 {
        let namespace = match self.driver {
            Driver::Heat | Driver::CapiHelm => format!("magnum-{}", self.estate.project),
            Driver::ClusterApi => "magnum-system".to_owned(),
        };
        let stem = format!("k8s-clusterapi-cluster-{namespace}-{}", self.identity);
        self.network(&stem, start);
        let groups = format!("k8s-cluster-{namespace}-{}-secgroup", self.identity);
        let controlplane = self.add(
            format!("{groups}-controlplane"),
            rules(Rules::Master),
            start + 6,
            start + 8,
        );
        let worker = self.add(
            format!("{groups}-worker"),
            rules(Rules::Worker),
            start + 7,
            start + 9,
        );
        self.estate.marks.master_rules = Some(controlplane);
        self.estate.marks.worker_rules = Some(worker);
        if self.driver == Driver::ClusterApi {
            let place = self.add(self.identity.clone(), group(), start + 9, start + 10);
            self.estate.marks.master_group = Some(place);
        }
        self.balancer(&format!("{stem}-kubeapi"), start + 9);
        let mut end = start + 24;
        for index in 0..self.order.masters.count {
            let begin = if index == 0 {
                start + 22
            } else {
                start + 52 + i64::from(index) * 2
            };
            end = end.max(self.server(&self.order.masters, true, begin));
        }
        let workers = self.order.workers.clone();
        end.max(self.crew(&workers, start + 48)) + 14
    }

    /// Makes the machines of a group of workers.
    pub(super) fn crew(&mut self, crew: &Crew, begin: i64) -> i64 {
        if self.driver == Driver::ClusterApi {
            let name = format!("{}-{}", self.identity, crew.node_group);
            let place = self.add(name, group(), begin, begin + 1);
            self.estate.marks.worker_group = Some(place);
        }
        let mut end = begin;
        for index in 0..crew.count {
            let delay = i64::from(index) * 20 / i64::from(crew.count.max(20));
            end = end.max(self.server(crew, false, begin + 1 + delay));
        }
        end
    }

    /// Makes one machine with its port.
    pub(super) fn server(&mut self, crew: &Crew, master: bool, begin: i64) -> i64 {
        let id = self.mint.id();
        let identity = &self.identity;
        let name = match (self.driver, master) {
            (Driver::ClusterApi, true) => {
                format!("{identity}-{}-{}", self.order.name.len() + 17, id.letters(5))
            }
            (Driver::Heat | Driver::CapiHelm, true) => format!("{identity}-control-plane-{}", id.letters(5)),
            (_, false) => {
                let template = super::id::Id::parse(&format!("{:032x}", crew.node_group.len() + 7));
                let template = template.map(|id| id.letters(5)).unwrap_or_default();
                format!(
                    "{identity}-{}-{template}-{}",
                    crew.node_group.replace('.', "-"),
                    id.letters(5)
                )
            }
        };
        let address = self.estate.address();
        let marks = self.estate.marks.clone();
        let rules = if master {
            marks.master_rules
        } else {
            marks.worker_rules
        };
        let (network, subnet) = (marks.network.unwrap_or(0), marks.subnet.unwrap_or(0));
        let port = PortThing {
            network,
            subnet,
            address: address.clone(),
            group: rules,
            server: None,
        };
        let port = self.add(name.clone(), Thing::Port(port), begin, begin + 2);
        let server = ServerThing {
            port,
            floating: None,
            group: if master {
                marks.master_group
            } else {
                marks.worker_group
            },
            rules,
            flavor: crew.flavor.clone(),
            image: Some(crew.image.clone()),
            keypair: self.order.keypair.clone(),
            volumes: Vec::new(),
            node_group: crew.node_group.clone(),
            master,
            fault: None,
            fate: Fate::Runs,
        };
        let place = self.add(name, Thing::Server(Box::new(server)), begin + 2, begin + 16);
        if let Some(Thing::Port(port)) = self.estate.parts.get_mut(port).map(|part| &mut part.thing) {
            port.server = Some(place);
        }
        if let (true, Some(pool)) = (master, marks.api.pool) {
            let member = Thing::Member {
                pool,
                address,
                subnet,
                port: 6443,
            };
            self.add(String::new(), member, begin + 17, begin + 19);
        }
        begin + 20
    }

    /// Makes a load balancer with everything on it, such as Kubernetes asks for.
    pub(super) fn balancer(&mut self, name: &str, begin: i64) {
        let front = self.front(name, 6443, begin);
        self.estate.marks.api = front;
    }

    /// Makes the load balancer of a Kubernetes Service, with the given servers' ports behind it.
    pub(super) fn service(&mut self, name: &str, port: u16, begin: i64) {
        let front = self.front(name, port, begin);
        let (Some(pool), Some(subnet)) = (front.pool, self.estate.marks.subnet) else {
            return;
        };
        let mut addresses = Vec::new();
        for part in &self.estate.parts {
            if let Thing::Server(server) = &part.thing
                && !server.master
                && let Some(Thing::Port(inside)) = self.estate.parts.get(server.port).map(|part| &part.thing)
            {
                addresses.push(inside.address.clone());
            }
        }
        for address in addresses {
            let member = Thing::Member {
                pool,
                address,
                subnet,
                port: 30080,
            };
            self.add(String::new(), member, begin + 14, begin + 16);
        }
    }

    /// Makes a volume for a claim of Kubernetes and puts it into a worker.
    pub(super) fn claim(&mut self, size_gib: u32, worker: usize, begin: i64) {
        let id = self.mint.id();
        let workers = self.estate.parts.iter().enumerate();
        let mut workers =
            workers.filter(|(_, part)| matches!(&part.thing, Thing::Server(server) if !server.master));
        let Some((server, _)) = workers.nth(worker) else {
            return;
        };
        let thing = Thing::Volume {
            size_gib,
            server: Some(server),
            device: "/dev/vdd",
            image: None,
            kind: "ssd",
        };
        let place = self.add(format!("pvc-{id}"), thing, begin, begin + 3);
        if let Some(Thing::Server(thing)) = self.estate.parts.get_mut(server).map(|part| &mut part.thing) {
            thing.volumes.push(place);
        }
    }

    fn front(&mut self, name: &str, port: u16, begin: i64) -> Front {
        let marks = self.estate.marks.clone();
        let (network, subnet) = (marks.network.unwrap_or(0), marks.subnet.unwrap_or(0));
        let address = self.estate.address();
        let thing = Thing::Balancer {
            network,
            subnet,
            address,
            provider: self.order.provider,
        };
        let balancer = self.add(name.to_owned(), thing, begin, begin + 8);
        self.outside += 1;
        let address = outside_address(self.outside);
        let floating = Thing::Floating {
            target: balancer,
            address,
            router: marks.router,
        };
        let floating = self.add(String::new(), floating, begin + 8, begin + 10);
        let title = format!("{name}-{port}");
        let listener = self.add(
            title.clone(),
            Thing::Listener { balancer, port },
            begin + 8,
            begin + 10,
        );
        let pool = self.add(title.clone(), Thing::Pool { listener }, begin + 10, begin + 12);
        self.add(title, Thing::Monitor { pool }, begin + 12, begin + 13);
        Front {
            balancer: Some(balancer),
            listener: Some(listener),
            pool: Some(pool),
            floating: Some(floating),
        }
    }

    fn network(&mut self, stem: &str, start: i64) {
        let network = self.add(
            stem.to_owned(),
            Thing::Network { external: false },
            start,
            start + 1,
        );
        let (range, bits) = (&self.estate.range.0, self.estate.range.1);
        let (cidr, gateway) = (format!("{range}.0.0/{bits}"), format!("{range}.0.1"));
        let subnet = Thing::Subnet {
            network,
            cidr,
            gateway,
            dns: self.order.dns.clone(),
        };
        let subnet = self.add(stem.to_owned(), subnet, start + 1, start + 2);
        self.outside += 1;
        let router = Thing::Router {
            address: outside_address(self.outside),
        };
        let router = self.add(stem.to_owned(), router, start + 2, start + 5);
        let inside = Thing::Interface {
            router,
            subnet,
            network,
        };
        self.add(String::new(), inside, start + 5, start + 6);
        let marks = &mut self.estate.marks;
        (marks.network, marks.subnet, marks.router) = (Some(network), Some(subnet), Some(router));
    }

    fn add(&mut self, title: String, thing: Thing, begin: i64, end: i64) -> usize {
        let mut life = Timeline::default();
        life.span(Action::Create, begin, end);
        self.estate.add(Part {
            id: self.mint.id(),
            name: Cow::Borrowed(""),
            title,
            row_type: "",
            required_by: &[],
            stack: None,
            nested: None,
            noted: begin,
            lost: false,
            thing,
            life,
        })
    }
}

fn rules(rules: Rules) -> Thing {
    Thing::SecurityGroup { rules }
}

fn group() -> Thing {
    Thing::ServerGroup {
        policy: "soft-anti-affinity",
    }
}
