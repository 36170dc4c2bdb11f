//! The works of Magnum's conductor: building, resizing and taking down clusters and their node groups.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Map;

use super::blueprint;
use super::capi::Yard;
use super::cluster::{Cluster, Driver, Health, NodeGroup};
use super::demolition::{Chosen, demolish, within};
use super::estate::{Estate, Thing};
use super::id::Id;
use super::lifecycle::{Builder, Crew, Order, short};
use super::timeline::{Action, Phase, Step, Timeline};
use super::world::World;

/// Everything that Magnum's request says about a new cluster.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) order: Order,
    pub(super) project: String,
    pub(super) user: String,
    pub(super) template: Id,
    pub(super) driver: Driver,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) template_labels: BTreeMap<String, String>,
    pub(super) docker_volume_gib: Option<u32>,
    pub(super) create_timeout: i64,
    pub(super) fixed_network: Option<String>,
    pub(super) fixed_subnet: Option<String>,
    pub(super) api_port: u16,
    pub(super) outset: Outset,
}

/// What the conductor does with a new cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outset {
    /// Hands it to its driver.
    Built,
    /// Accepts it and never works on it.
    Stuck,
    /// Gives up before anything is made, with this reason.
    Refused(&'static str),
}

/// Another number of nodes for a group.
#[derive(Clone, Debug)]
pub(super) struct Resize {
    pub(super) group: String,
    pub(super) count: u32,
    /// The servers that are to go first.
    pub(super) leaving: Vec<Id>,
}

impl World {
    /// Takes up a new cluster at the given second and answers its uuid.
    pub(super) fn found(&mut self, request: Request, at: i64) -> Id {
        let uuid = self.mint.id();
        let order = request.order.clone();
        let large = order.masters.count + order.workers.count > 200;
        let mut range = (Cow::Borrowed("10.0"), if large { 20 } else { 24 });
        if request.driver != Driver::Heat {
            range = (Cow::Borrowed("10.6"), 24);
        }
        let mut estate = Estate::new(&request.project, &request.user, range);
        let identity = match request.driver {
            Driver::Heat => String::new(),
            Driver::CapiHelm => format!(
                "{}-{}",
                short(&order.name).to_lowercase(),
                self.mint.id().letters(12)
            ),
            Driver::ClusterApi => format!("kube-{}", self.mint.id().letters(5)),
        };
        let start = at + Cluster::STACK_AFTER;
        let mut life = Timeline::default();
        life.push(at, Action::Create, Phase::InProgress, None);
        if let Outset::Refused(words) = request.outset {
            let reason = if words.ends_with(' ') {
                format!("{words}{uuid}")
            } else {
                words.to_owned()
            };
            life.push(at + 1, Action::Create, Phase::Failed, Some(&reason));
        } else if request.outset == Outset::Built {
            if request.driver == Driver::Heat {
                if let Some(existing) = &order.existing {
                    estate.borrow(existing, at);
                }
                let mut builder = Builder::new(&mut estate, &mut self.mint, &order, self.outside);
                builder.raise(&order.name, blueprint::kit(order.engine).cluster, start);
                self.outside = builder.outside;
                follow(&mut life, &estate, 0);
            } else {
                let mut yard = self.yard(&mut estate, &order, request.driver, &identity);
                let end = yard.raise(start);
                self.outside = yard.outside;
                life.push(end, Action::Create, Phase::Complete, None);
            }
        }
        let mut groups = vec![self.group(&order.masters, true, &request.labels, at)];
        groups.push(self.group(&order.workers, false, &request.labels, at));
        for group in &mut groups {
            group.stack = Some(0);
            group.is_default = true;
            group.life = group_life(&life, &estate, 0);
            if matches!(request.outset, Outset::Refused(_)) {
                // Nobody tells the groups.
                group.life.forget_after(at);
            }
        }
        self.clusters.push(Cluster {
            uuid,
            name: order.name.clone(),
            project: request.project,
            user: request.user,
            template: request.template,
            keypair: order.keypair.clone(),
            labels: request.labels,
            template_labels: request.template_labels,
            docker_volume_gib: request.docker_volume_gib,
            create_timeout: request.create_timeout,
            fixed_network: request.fixed_network,
            fixed_subnet: request.fixed_subnet,
            driver: request.driver,
            identity,
            api_port: request.api_port,
            life,
            created: at,
            groups,
            order,
            estate,
            health: Health::Observed,
        });
        uuid
    }

    /// Lets a cluster go; `stretch` makes it slower.
    pub(super) fn raze(&mut self, uuid: Id, at: i64, stretch: f64) {
        let Some(cluster) = self.clusters.iter_mut().find(|cluster| cluster.uuid == uuid) else {
            return;
        };
        let begin = at + Cluster::STACK_AFTER;
        let end = demolish(&mut cluster.estate, &Chosen::Everything, begin, stretch);
        let lives = cluster.groups.iter_mut().map(|group| &mut group.life);
        for life in lives.chain([&mut cluster.life]) {
            life.forget_after(at);
            life.push(begin, Action::Delete, Phase::InProgress, None);
            life.push(end + 2, Action::Delete, Phase::Complete, None);
        }
    }

    /// Lets a stack of a cluster go with everything in it, and does not tell Magnum.
    pub(super) fn fell(&mut self, uuid: Id, stack: usize) {
        let now = self.now;
        let Some(cluster) = self.cluster_mut(uuid) else {
            return;
        };
        let estate = &cluster.estate;
        let chosen = match estate.stacks.get(stack).and_then(|stack| stack.parent) {
            Some((_, part)) => within(estate, part),
            None => whole_stack(estate, stack),
        };
        demolish(&mut cluster.estate, &chosen, now, 1.0);
    }

    /// Gives a node group another number of nodes. Refused silently in the wrong state, as the conductor does.
    pub(super) fn resize(&mut self, uuid: Id, resize: &Resize, at: i64) {
        self.with_cluster(uuid, |world, cluster| {
            let allowed = |step: &Step| match step.phase {
                Phase::Complete => step.action != Action::Delete,
                Phase::Failed => step.action == Action::Update,
                Phase::InProgress => false,
            };
            if cluster.step(at).is_some_and(allowed) {
                world.change(cluster, resize, at);
            }
        });
    }

    /// Changes the number of workers in the older way, which the drivers for Cluster API do not have.
    pub(super) fn update(&mut self, uuid: Id, resize: &Resize, at: i64) {
        self.with_cluster(uuid, |world, cluster| {
            let settled = |step: &Step| step.phase == Phase::Complete && step.action != Action::Delete;
            let same = |group: &&NodeGroup| group.name == resize.group && group.count == resize.count;
            if !cluster.step(at).is_some_and(settled) || cluster.groups.iter().any(|group| same(&group)) {
                return;
            }
            let refusal = match cluster.driver {
                Driver::Heat => return world.change(cluster, resize, at),
                Driver::CapiHelm => "Updating a cluster in this way is not currently supported",
                Driver::ClusterApi => "update_cluster is not implemented",
            };
            cluster
                .life
                .push(at + 1, Action::Update, Phase::Failed, Some(refusal));
        });
    }

    /// Takes a cluster out of the world while it is being worked on.
    fn with_cluster(&mut self, uuid: Id, work: impl FnOnce(&mut World, &mut Cluster)) {
        let Some(index) = self.clusters.iter().position(|cluster| cluster.uuid == uuid) else {
            return;
        };
        let mut cluster = self.clusters.remove(index);
        work(self, &mut cluster);
        self.clusters.insert(index, cluster);
    }

    fn change(&mut self, cluster: &mut Cluster, resize: &Resize, at: i64) {
        let Some(group) = cluster.groups.iter_mut().find(|group| group.name == resize.group) else {
            return;
        };
        let (stack, before) = (group.stack.unwrap_or(0), group.count);
        group.count = resize.count;
        let crew = Crew {
            node_group: group.name.clone(),
            count: resize.count,
            flavor: group.flavor.clone(),
            image: group.image.clone(),
        };
        let begin = at + 2;
        let end = if resize.count < before {
            shrink(cluster, resize, before - resize.count, begin)
        } else {
            self.grow(cluster, &crew, (stack, resize.count - before), begin)
        };
        if cluster.driver == Driver::Heat {
            let group = blueprint::kit(cluster.order.engine).workers;
            updated(&mut cluster.estate, (stack, group), begin, end + 1);
        }
        cluster.life.span(Action::Update, at + 1, end + 2);
        let group = cluster.groups.iter_mut().find(|group| group.name == resize.group);
        if let Some(group) = group {
            group.life.span(Action::Update, at + 1, end + 2);
        }
    }

    fn grow(&mut self, cluster: &mut Cluster, crew: &Crew, (stack, more): (usize, u32), begin: i64) -> i64 {
        let mut order = cluster.order.clone();
        order.workers = crew.clone();
        order.failing = None;
        if cluster.driver == Driver::Heat {
            let mut builder = Builder::new(&mut cluster.estate, &mut self.mint, &order, self.outside);
            let end = builder.extend(stack, more, begin);
            self.outside = builder.outside;
            return end.unwrap_or(begin);
        }
        let master = cluster
            .groups
            .iter()
            .any(|group| group.name == crew.node_group && group.master());
        let mut yard = self.yard(&mut cluster.estate, &order, cluster.driver, &cluster.identity);
        let ends = (0..more).map(|index| yard.server(crew, master, begin + i64::from(index)));
        ends.max().unwrap_or(begin)
    }

    /// Adds a node group with machines of its own.
    pub(super) fn add_group(&mut self, uuid: Id, group: NodeGroup, at: i64) {
        self.with_cluster(uuid, |world, cluster| world.attach(cluster, group, at));
    }

    fn attach(&mut self, cluster: &mut Cluster, mut group: NodeGroup, at: i64) {
        let (node_group, flavor, image) = (group.name.clone(), group.flavor.clone(), group.image.clone());
        let crew = Crew {
            node_group,
            count: group.count,
            flavor,
            image,
        };
        let mut order = cluster.order.clone();
        order.workers = crew.clone();
        order.failing = None;
        let begin = at + Cluster::STACK_AFTER;
        group.life.push(at, Action::Create, Phase::InProgress, None);
        let sheet = blueprint::kit(order.engine).node_group;
        if let (Driver::Heat, None) = (cluster.driver, sheet) {
            let words = "This driver has no template for another node group.";
            group
                .life
                .push(at + 1, Action::Create, Phase::Failed, Some(words));
        } else if let (Driver::Heat, Some(sheet)) = (cluster.driver, sheet) {
            let mut builder = Builder::new(&mut cluster.estate, &mut self.mint, &order, self.outside);
            let stem = format!("{}-{}", short(&cluster.name), group.name);
            let stack = builder.raise(&stem, sheet, begin);
            self.outside = builder.outside;
            group.stack = Some(stack);
            follow(&mut group.life, &cluster.estate, stack);
        } else {
            let mut yard = self.yard(&mut cluster.estate, &order, cluster.driver, &cluster.identity);
            let end = yard.crew(&crew, begin);
            group.life.push(end + 1, Action::Create, Phase::Complete, None);
        }
        let end = group.life.settled().unwrap_or(begin);
        if cluster.built(at) {
            cluster.life.span(Action::Update, at + 1, end + 1);
        }
        cluster.groups.push(group);
    }

    /// Lets a node group go.
    pub(super) fn remove_group(&mut self, uuid: Id, name: &str, at: i64) {
        let Some(cluster) = self.clusters.iter_mut().find(|cluster| cluster.uuid == uuid) else {
            return;
        };
        let Some(place) = cluster.groups.iter().position(|group| group.name == name) else {
            return;
        };
        let begin = at + Cluster::STACK_AFTER;
        let heat = cluster.driver == Driver::Heat;
        let stack = cluster
            .groups
            .get(place)
            .and_then(|group| group.stack)
            .filter(|_| heat);
        let chosen = match stack {
            Some(stack) => whole_stack(&cluster.estate, stack),
            None => machines(&cluster.estate, |server| server.node_group == name),
        };
        let end = demolish(&mut cluster.estate, &chosen, begin, 1.0) + 1;
        if let Some(group) = cluster.groups.get_mut(place) {
            group.life.forget_after(at);
            group.life.push(begin, Action::Delete, Phase::InProgress, None);
            group.life.push(end, Action::Delete, Phase::Complete, None);
        }
        cluster.life.span(Action::Update, begin, end);
    }

    /// A new node group as Magnum writes it down.
    pub(super) fn group(
        &mut self,
        crew: &Crew,
        master: bool,
        labels: &BTreeMap<String, String>,
        at: i64,
    ) -> NodeGroup {
        self.group_numbers += 1;
        NodeGroup {
            uuid: self.mint.id(),
            number: self.group_numbers,
            name: crew.node_group.clone(),
            role: if master { "master" } else { "worker" }.to_owned(),
            flavor: crew.flavor.clone(),
            image: crew.image.clone(),
            count: crew.count,
            min: 0,
            max: None,
            is_default: false,
            labels: labels.clone(),
            node_labels: Map::new(),
            node_taints: Vec::new(),
            stack: None,
            life: Timeline::default(),
            created: at + 1,
        }
    }

    /// A builder of Cluster API things.
    pub(super) fn yard<'a>(
        &'a mut self,
        estate: &'a mut Estate,
        order: &'a Order,
        driver: Driver,
        identity: &str,
    ) -> Yard<'a> {
        let outside = self.outside;
        Yard {
            estate,
            mint: &mut self.mint,
            order,
            driver,
            identity: identity.to_owned(),
            outside,
        }
    }
}

/// Magnum follows what the stack does.
fn follow(life: &mut Timeline, estate: &Estate, stack: usize) {
    let Some(stack) = estate.stacks.get(stack) else {
        return;
    };
    for step in stack
        .life
        .past(i64::MAX)
        .filter(|step| step.phase != Phase::InProgress)
    {
        life.push(step.at + 1, step.action, step.phase, step.reason.as_deref());
    }
}

/// A default group's own life: the cluster's, with the stack's words.
fn group_life(life: &Timeline, estate: &Estate, stack: usize) -> Timeline {
    if estate.stacks.get(stack).is_some() {
        return life.clone();
    }
    let mut own = Timeline::default();
    for step in life.past(i64::MAX) {
        own.push(step.at, step.action, step.phase, None);
    }
    own
}

/// Heat's words for an update of a group in a root stack.
fn updated(estate: &mut Estate, (stack, workers): (usize, &str), from: i64, to: i64) {
    let group = estate
        .parts
        .iter()
        .position(|part| part.stack == Some(stack) && part.name == workers);
    let nested = group
        .and_then(|group| estate.parts.get(group))
        .and_then(|part| part.nested);
    for (place, back) in [(Some(stack), 0), (nested, 1)] {
        if let Some(stack) = place.and_then(|place| estate.stacks.get_mut(place)) {
            stack.life.push(
                from,
                Action::Update,
                Phase::InProgress,
                Some("Stack UPDATE started"),
            );
            let words = "Stack UPDATE completed successfully";
            stack
                .life
                .push(to - back, Action::Update, Phase::Complete, Some(words));
        }
    }
    if let Some(part) = group.and_then(|group| estate.parts.get_mut(group)) {
        part.life.span(Action::Update, from, to - 1);
    }
}

/// Takes nodes away: the named ones first, then the newest.
fn shrink(cluster: &mut Cluster, resize: &Resize, surplus: u32, begin: i64) -> i64 {
    let estate = &cluster.estate;
    let mut servers: Vec<usize> = Vec::new();
    for (place, part) in estate.parts.iter().enumerate() {
        if let Thing::Server(server) = &part.thing
            && server.node_group == resize.group
            && part.life.exists(begin)
        {
            servers.push(place);
        }
    }
    servers.sort_by_key(|place| {
        (
            estate.id(*place).is_some_and(|id| resize.leaving.contains(&id)),
            *place,
        )
    });
    let going: Vec<usize> = servers.iter().rev().take(surplus as usize).copied().collect();
    let (mut parts, mut stacks) = (Vec::new(), Vec::new());
    for server in going {
        let home = estate
            .parts
            .get(server)
            .and_then(|part| part.stack)
            .and_then(|stack| estate.stacks.get(stack));
        let chosen = match home.and_then(|stack| stack.parent) {
            Some((_, child)) => within(estate, child),
            None => one_machine(estate, server),
        };
        if let Chosen::These(more_parts, more_stacks) = chosen {
            parts.extend(more_parts);
            stacks.extend(more_stacks);
        }
    }
    demolish(&mut cluster.estate, &Chosen::These(parts, stacks), begin, 1.0)
}

fn one_machine(estate: &Estate, server: usize) -> Chosen {
    let port = estate.parts.get(server).and_then(|part| {
        let Thing::Server(server) = &part.thing else {
            return None;
        };
        Some(server.port)
    });
    Chosen::These([Some(server), port].into_iter().flatten().collect(), Vec::new())
}

fn machines(estate: &Estate, chosen: impl Fn(&super::estate::ServerThing) -> bool) -> Chosen {
    let mut parts = Vec::new();
    for (place, part) in estate.parts.iter().enumerate() {
        if let Thing::Server(server) = &part.thing
            && chosen(server)
        {
            parts.extend([place, server.port]);
        }
    }
    Chosen::These(parts, Vec::new())
}

fn whole_stack(estate: &Estate, stack: usize) -> Chosen {
    let (mut parts, mut stacks) = (Vec::new(), vec![stack]);
    for (place, part) in estate.parts.iter().enumerate() {
        if part.stack == Some(stack)
            && let Chosen::These(more_parts, more_stacks) = within(estate, place)
        {
            parts.extend(more_parts);
            stacks.extend(more_stacks);
        }
    }
    Chosen::These(parts, stacks)
}
