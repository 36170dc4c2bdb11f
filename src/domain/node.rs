//! A node: a server together with the cluster, group and role that it has in it.

use crate::domain::cluster::Cluster;
use crate::domain::driver::is_uuid;
use crate::domain::id::{ClusterId, StackId};
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
/// cluster's identity; server groups, where the driver makes them, settle the group. Where `groups` do not tell, a
/// further node group is known by the name that Magnum gives its stack.
pub fn nodes(
    clusters: &[&Cluster],
    stacks: &[Stack],
    groups: &[(ClusterId, NodeGroup)],
    inventory: &Inventory,
) -> Vec<Node> {
    let mut found = Vec::new();
    for cluster in clusters {
        let Some(identity) = &cluster.stack else { continue };
        let stems = stems(cluster, identity, &Stacks { stacks, clusters }, groups);
        for server in &inventory.servers {
            let Some(stem) = stems.iter().find(|stem| belongs(&server.name, &stem.text)) else {
                continue;
            };
            let tail = server.name.get(stem.text.len() + 1..).unwrap_or_default();
            let (role, group) = match &stem.group {
                Some((name, role)) => (role.clone(), Some(name.clone())),
                None => role_and_group(cluster, tail, server, inventory, groups),
            };
            found.push(Node {
                cluster: cluster.id.clone(),
                cluster_name: cluster.name.clone(),
                group,
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

/// The beginning of the names of a cluster's servers, with name and role of the node group where that is certain.
struct Stem {
    text: String,
    group: Option<(String, Role)>,
}

/// The project's stacks, and the clusters that lay claim to them.
struct Stacks<'a> {
    stacks: &'a [Stack],
    clusters: &'a [&'a Cluster],
}

impl Stacks<'_> {
    fn name_of(&self, id: &StackId) -> Option<String> {
        self.stacks
            .iter()
            .find(|stack| stack.id == *id)
            .map(|stack| stack.name.clone())
    }

    fn claimed(&self, id: &StackId) -> bool {
        self.clusters
            .iter()
            .any(|cluster| cluster.stack.as_ref() == Some(id))
    }
}

fn stems(
    cluster: &Cluster,
    identity: &StackId,
    stacks: &Stacks<'_>,
    groups: &[(ClusterId, NodeGroup)],
) -> Vec<Stem> {
    let mut stems = Vec::new();
    match stacks.name_of(identity) {
        Some(text) => stems.push(Stem { text, group: None }),
        None if !is_uuid(identity.as_str()) => {
            stems.push(Stem {
                text: identity.as_str().to_owned(),
                group: None,
            });
        }
        None => {}
    }
    let further: Vec<&NodeGroup> = groups
        .iter()
        .filter(|(owner, group)| *owner == cluster.id && !group.is_default)
        .map(|(_, group)| group)
        .collect();
    for group in &further {
        if let Some(text) = group.stack.as_ref().and_then(|stack| stacks.name_of(stack)) {
            stems.push(Stem {
                text,
                group: Some((group.name.clone(), group.role.clone())),
            });
        }
    }
    if further.is_empty() && is_uuid(identity.as_str()) {
        for stack in stacks.stacks.iter().filter(|stack| !stacks.claimed(&stack.id)) {
            if let Some(group) = group_of_stack(&cluster.name, &stack.name) {
                stems.push(Stem {
                    text: stack.name.clone(),
                    group: Some((group, Role::Worker)),
                });
            }
        }
    }
    stems
}

/// The node group that this stack stands for, if it is one of this cluster: Magnum names it after the first twenty
/// characters of the cluster's name, the first nine of the group's and twelve random ones, in small letters.
fn group_of_stack(cluster: &str, stack: &str) -> Option<String> {
    let head: String = cluster
        .chars()
        .take(20)
        .map(|c| if matches!(c, '_' | '.') { '-' } else { c })
        .collect();
    let (group, tail) = stack
        .strip_prefix(&format!("{}-", head.to_lowercase()))?
        .rsplit_once('-')?;
    (!group.is_empty() && tail.len() == 12).then(|| group.to_owned())
}

fn belongs(server: &str, stem: &str) -> bool {
    server
        .strip_prefix(stem)
        .is_some_and(|tail| tail.starts_with('-'))
}

fn role_and_group(
    cluster: &Cluster,
    tail: &str,
    server: &Server,
    inventory: &Inventory,
    groups: &[(ClusterId, NodeGroup)],
) -> (Role, Option<String>) {
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
            let known = own().find(|known| known.name == name);
            return (
                known.map_or(Role::Worker, |known| known.role.clone()),
                Some(name.to_owned()),
            );
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

#[cfg(test)]
mod tests {
    use super::{group_of_stack, natural};

    #[test]
    fn a_stack_of_a_further_node_group_is_known_by_its_name() {
        assert_eq!(
            group_of_stack("analytics", "analytics-high-memo-abcdefghijkl").as_deref(),
            Some("high-memo")
        );
        assert_eq!(
            group_of_stack("Big_Data", "big-data-gpu-abcdefghijkl").as_deref(),
            Some("gpu")
        );
        assert_eq!(group_of_stack("web", "web-abcdefghijkl"), None);
        assert_eq!(group_of_stack("web", "website-gpu-abcdefghijkl"), None);
    }

    #[test]
    fn names_are_sorted_as_people_count() {
        let mut names = ["node-10", "node-9", "node-1"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["node-1", "node-9", "node-10"]);
    }
}
