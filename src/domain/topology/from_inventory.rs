//! The topology of a cluster from the project's inventory alone: for Cluster API, and where Heat does not tell.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::driver::is_uuid;
use crate::domain::id::ServerId;
use crate::domain::inventory::{Inventory, Server};
use crate::domain::node::nodes;
use crate::domain::stack::Stack;
use crate::domain::topology::Input;
use crate::domain::topology::describe::add_ready;
use crate::domain::topology::join::{Draft, Post, join};
use crate::domain::topology::kubernetes;
use crate::domain::topology::model::Note;
use crate::domain::topology::reach::Reach;
use crate::domain::topology::resource::ResourceKind;
use crate::domain::topology::short_name::Stems;

/// Length of the random part of a stack's name.
const RANDOM_LENGTH: usize = 12;

/// Builds the draft and the remarks.
pub(crate) fn from_inventory(input: &Input<'_>) -> (Draft, Vec<Note>) {
    let Some(identity) = &input.cluster.stack else {
        return (Draft::default(), Vec::new());
    };
    let (names, notes) = if is_uuid(identity.as_str()) {
        stack_names(input)
    } else {
        (vec![identity.as_str().to_owned()], Vec::new())
    };
    let stems = Stems::new(names.iter().cloned());
    let stacks: Vec<Stack> = names
        .first()
        .map(|name| Stack {
            id: identity.clone(),
            name: name.clone(),
            status: input.cluster.status.clone(),
            status_reason: None,
            created_at: None,
        })
        .into_iter()
        .collect();
    let groups: Vec<_> = input
        .node_groups
        .iter()
        .map(|group| (input.cluster.id.clone(), group.clone()))
        .collect();
    let nodes = nodes(&[input.cluster], &stacks, &groups, input.inventory);
    let mut reach = Reach::default();
    seed_by_name(&mut reach, input, &stems);
    let posts: BTreeMap<&ServerId, Post> = nodes
        .iter()
        .map(|node| {
            let post = Post {
                role: node.role.clone(),
                group: node.group.clone(),
            };
            (&node.server.id, post)
        })
        .collect();
    for server in &input.inventory.servers {
        if posts.contains_key(&server.id) {
            reach.seed(ResourceKind::Worker, server.id.as_str());
        }
    }
    reach.walk(input.inventory);
    let mut draft = join(input.inventory, &reach, &posts, &stems);
    for resource in draft.resources.values_mut() {
        if resource.kind.is_server() {
            let ready = input
                .cluster
                .health_reasons
                .get(&format!("{}.Ready", resource.name));
            add_ready(resource, ready.map(String::as_str));
        }
    }
    (draft, notes)
}

/// Everything that carries the cluster's identity in its name, and what Kubernetes made and named after the cluster.
fn seed_by_name<'a>(reach: &mut Reach<'a>, input: &Input<'a>, stems: &Stems) {
    let inventory = input.inventory;
    for server in inventory.servers.iter().filter(|it| stems.own(&it.name)) {
        reach.seed(ResourceKind::Worker, server.id.as_str());
    }
    for network in &inventory.networks {
        if !network.external && (stems.own(&network.name) || network.tags.iter().any(|tag| stems.own(tag))) {
            reach.seed(ResourceKind::Network, network.id.as_str());
        }
    }
    for subnet in inventory.subnets.iter().filter(|it| stems.own(&it.name)) {
        reach.seed(ResourceKind::Subnet, subnet.id.as_str());
    }
    for router in inventory.routers.iter().filter(|it| stems.own(&it.name)) {
        reach.seed(ResourceKind::Router, router.id.as_str());
    }
    for group in inventory.security_groups.iter().filter(|it| stems.own(&it.name)) {
        reach.seed(ResourceKind::SecurityGroup, group.id.as_str());
    }
    for group in inventory.server_groups.iter().filter(|it| stems.own(&it.name)) {
        reach.seed(ResourceKind::ServerGroup, group.id.as_str());
    }
    for port in inventory.ports.iter().filter(|it| stems.own(&it.name)) {
        reach.seed(ResourceKind::Port, port.id.as_str());
    }
    for balancer in inventory.load_balancers.iter().filter(|it| stems.own(&it.name)) {
        reach.seed(ResourceKind::LoadBalancer, balancer.id.as_str());
    }
    for volume in inventory.volumes.iter().filter(|it| stems.own(&it.name)) {
        reach.seed(ResourceKind::Volume, volume.id.as_str());
    }
    kubernetes::seed(reach, input.cluster, inventory);
}

/// The names of the stack behind the cluster, where Heat does not tell: read from the names of its servers.
fn stack_names(input: &Input<'_>) -> (Vec<String>, Vec<Note>) {
    let cluster = input.cluster;
    let by_address: BTreeSet<&str> = input
        .inventory
        .servers
        .iter()
        .filter(|server| {
            server.addresses.iter().any(|address| {
                cluster.master_addresses.contains(&address.ip) || cluster.node_addresses.contains(&address.ip)
            })
        })
        .filter_map(|server| stack_name(server, &cluster.name))
        .collect();
    let found = if by_address.is_empty() {
        by_name(input.inventory, &cluster.name)
    } else {
        by_address
    };
    match found.len() {
        0 | 1 => (found.into_iter().map(str::to_owned).collect(), Vec::new()),
        _ => {
            let stacks = found.into_iter().map(str::to_owned).collect();
            (Vec::new(), vec![Note::Ambiguous { stacks }])
        }
    }
}

fn by_name<'a>(inventory: &'a Inventory, cluster: &str) -> BTreeSet<&'a str> {
    inventory
        .servers
        .iter()
        .filter_map(|server| stack_name(server, cluster))
        .collect()
}

/// `web-3rkoqwzcbpuj` of `web-3rkoqwzcbpuj-master-0` for a cluster named `web`.
fn stack_name<'s>(server: &'s Server, cluster: &str) -> Option<&'s str> {
    let (head, tail) = ["-master-", "-node-", "-minion-"]
        .into_iter()
        .find_map(|mark| server.name.rsplit_once(mark))?;
    let (name, random) = head.rsplit_once('-')?;
    let numbered = !tail.is_empty() && tail.bytes().all(|byte| byte.is_ascii_digit());
    // Magnum cuts long names and leaves out what Heat does not allow.
    let cut: String = cluster
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .take(30)
        .collect();
    (numbered && random.len() == RANDOM_LENGTH && name == cut).then_some(head)
}
