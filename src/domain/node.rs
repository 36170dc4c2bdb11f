//! A node: a server together with the cluster, group and role that it has in it.

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::inventory::{Inventory, Server};
use crate::domain::node_group::{NodeGroup, Role};
use crate::domain::stack::Stack;

/// A server of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its cluster.
    pub cluster: ClusterId,
    /// Its cluster's name.
    pub cluster_name: String,
    /// Its node group, where that is known.
    pub group: Option<String>,
    /// What it is for.
    pub role: Role,
    /// What Nova says of it.
    pub server: Server,
    /// What Magnum's health check says of it: `True`, `False` …; absent where it says nothing.
    pub ready: Option<String>,
}

/// Every node of these clusters, from lists alone: one of servers, one of server groups and one of stacks.
///
/// Heat's servers are named `<stack name>-master-<n>` and `<stack name>-node-<n>`; Cluster API's begin with the
/// cluster's identity; server groups, where the driver makes them, settle the group.
pub fn nodes(
    clusters: &[&Cluster],
    stacks: &[Stack],
    groups: &[(ClusterId, NodeGroup)],
    inventory: &Inventory,
) -> Vec<Node> {
    let mut found = Vec::new();
    for cluster in clusters {
        let Some(identity) = &cluster.stack else { continue };
        let stems = stems(cluster, identity.as_str(), stacks, groups);
        for server in &inventory.servers {
            let Some((stem, group)) = stems.iter().find(|(stem, _)| belongs(&server.name, stem)) else {
                continue;
            };
            let tail = server.name.get(stem.len() + 1..).unwrap_or_default();
            let (role, derived) = role_and_group(cluster, group.as_ref(), tail, server, inventory, groups);
            found.push(Node {
                cluster: cluster.id.clone(),
                cluster_name: cluster.name.clone(),
                group: derived,
                role,
                ready: cluster
                    .health_reasons
                    .get(&format!("{}.Ready", server.name))
                    .cloned(),
                server: server.clone(),
            });
        }
    }
    found.sort_by(|a, b| {
        (&a.cluster_name, &a.cluster, &a.role, &a.group)
            .cmp(&(&b.cluster_name, &b.cluster, &b.role, &b.group))
            .then_with(|| natural(&a.server.name).cmp(&natural(&b.server.name)))
    });
    found
}

/// `name` with its numbers as numbers, so that `node-10` comes after `node-9`.
pub fn natural(name: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut number: Option<u64> = None;
    for c in name.chars() {
        match c.to_digit(10) {
            Some(digit) => {
                number = Some(
                    number
                        .unwrap_or(0)
                        .saturating_mul(10)
                        .saturating_add(u64::from(digit)),
                )
            }
            None => {
                if let Some(value) = number.take() {
                    parts.push((std::mem::take(&mut text), value));
                }
                text.push(c);
            }
        }
    }
    parts.push((text, number.unwrap_or(0)));
    parts
}

/// The beginnings of the names of a cluster's servers, each with the node group it stands for where that is certain.
fn stems<'a>(
    cluster: &Cluster,
    identity: &str,
    stacks: &[Stack],
    groups: &'a [(ClusterId, NodeGroup)],
) -> Vec<(String, Option<&'a NodeGroup>)> {
    let mut stems = Vec::new();
    let name_of = |id: &str| {
        stacks
            .iter()
            .find(|stack| stack.id.as_str() == id)
            .map(|stack| stack.name.clone())
    };
    match name_of(identity) {
        Some(name) => stems.push((name, None)),
        None if !crate::domain::driver::is_uuid(identity) => stems.push((identity.to_owned(), None)),
        None => {}
    }
    for (owner, group) in groups {
        if owner != &cluster.id || group.is_default {
            continue;
        }
        if let Some(name) = group.stack.as_ref().and_then(|stack| name_of(stack.as_str())) {
            stems.push((name, Some(group)));
        }
    }
    stems
}

fn belongs(server: &str, stem: &str) -> bool {
    server
        .strip_prefix(stem)
        .is_some_and(|tail| tail.starts_with('-'))
}

fn role_and_group(
    cluster: &Cluster,
    certain: Option<&&NodeGroup>,
    tail: &str,
    server: &Server,
    inventory: &Inventory,
    groups: &[(ClusterId, NodeGroup)],
) -> (Role, Option<String>) {
    if let Some(group) = certain {
        return (group.role.clone(), Some(group.name.clone()));
    }
    let own = || {
        groups
            .iter()
            .filter(|(owner, _)| owner == &cluster.id)
            .map(|(_, group)| group)
    };
    let identity = cluster.stack.as_ref().map_or("", |stack| stack.as_str());
    // magnum-cluster-api: the server group `<identity>` holds the masters, `<identity>-<node group>` the workers.
    for group in inventory
        .server_groups
        .iter()
        .filter(|group| group.members.contains(&server.id))
    {
        if group.name == identity {
            return (Role::Master, Some("default-master".to_owned()));
        }
        if let Some(name) = group
            .name
            .strip_prefix(identity)
            .and_then(|tail| tail.strip_prefix('-'))
        {
            if let Some(known) = own().find(|known| known.name == name) {
                return (known.role.clone(), Some(known.name.clone()));
            }
        }
    }
    if tail.starts_with("master") || tail.starts_with("control-plane") {
        return (Role::Master, Some("default-master".to_owned()));
    }
    // Cluster API by Helm: `<identity>-<node group>-…`; the longest name that fits is the group's.
    let by_name = own()
        .filter(|group| {
            tail.strip_prefix(group.name.replace('.', "-").as_str())
                .is_some_and(|rest| rest.starts_with('-'))
        })
        .max_by_key(|group| group.name.len());
    match by_name {
        Some(group) => (group.role.clone(), Some(group.name.clone())),
        None if tail.starts_with("node-") || tail.starts_with("minion") => {
            (Role::Worker, Some("default-worker".to_owned()))
        }
        None => (
            Role::Worker,
            tail.rsplitn(3, '-')
                .last()
                .filter(|_| tail.matches('-').count() >= 2)
                .map(str::to_owned),
        ),
    }
}
