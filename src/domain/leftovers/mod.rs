//! What is left of clusters that are gone or do not go: load balancers, addresses, servers, volumes, networks, stacks.
//!
//! Drivers name what they make after the cluster, and by those names a thing is known to be one's; what has no telling name
//! is known by what it hangs on. Nothing else is called a leftover, and nothing of a cluster that lives.

mod identity;
mod order;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::inventory::Inventory;
use crate::domain::quoting::Shell;
use crate::domain::stack::Stack;
use crate::domain::status::{Action, Phase, Status};

pub use identity::identity_in;

/// One thing that can be removed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its service's id; of a router's interface the subnet's.
    pub id: String,
    /// Its name; many things have none.
    pub name: String,
    /// What its service needs beside the id: the router of an interface, the name of a stack.
    pub within: Option<String>,
}

/// What a thing is, in the order in which things are removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PieceKind {
    /// A load balancer, with its listeners and pools.
    LoadBalancer,
    /// A floating IP.
    FloatingIp,
    /// A server.
    Server,
    /// A volume.
    Volume,
    /// A port that belongs to none of the others.
    Port,
    /// What connects a subnet with a router.
    RouterInterface,
    /// A security group.
    SecurityGroup,
    /// A subnet.
    Subnet,
    /// A network.
    Network,
    /// A router.
    Router,
    /// A Heat stack, with everything that is in it.
    Stack,
}

impl Former {
    /// The cluster, where it is still there.
    pub fn cluster(&self) -> Option<&ClusterId> {
        match self {
            Self::Stuck { cluster, .. } | Self::Going { cluster, .. } => Some(cluster),
            Self::Gone { .. } => None,
        }
    }

    /// What to call it.
    pub fn label(&self) -> &str {
        match self {
            Self::Stuck { name, .. } | Self::Going { name, .. } => name,
            Self::Gone { identity } => identity,
        }
    }
}

impl Piece {
    /// What to call it, where something has to be typed.
    pub fn label(&self) -> &str {
        if self.name.is_empty() {
            &self.id
        } else {
            &self.name
        }
    }

    /// The stock client's command that removes it.
    pub fn command(&self) -> String {
        format!("openstack {}", self.command_words(Shell::HERE))
    }

    /// The same without the client's own name and options.
    pub fn command_words(&self, shell: Shell) -> String {
        let id = shell.quoted(&self.id);
        match self.kind {
            PieceKind::LoadBalancer => format!("loadbalancer delete --cascade {id}"),
            PieceKind::FloatingIp => format!("floating ip delete {id}"),
            PieceKind::Server => format!("server delete {id}"),
            PieceKind::Volume => format!("volume delete {id}"),
            PieceKind::Port => format!("port delete {id}"),
            PieceKind::RouterInterface => {
                let router = shell.quoted(self.within.as_deref().unwrap_or_default());
                format!("router remove subnet {router} {id}")
            }
            PieceKind::SecurityGroup => format!("security group delete {id}"),
            PieceKind::Subnet => format!("subnet delete {id}"),
            PieceKind::Network => format!("network delete {id}"),
            PieceKind::Router => format!("router delete {id}"),
            PieceKind::Stack => format!("stack delete --yes {id}"),
        }
    }
}

/// One thing that is left, and what has to go before it can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// The thing.
    pub piece: Piece,
    /// Its status, in its service's spelling.
    pub state: String,
    /// What blocks it.
    pub blocked_by: Vec<Piece>,
}

/// What is left of one cluster, in the order in which it is removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remains {
    /// Whose.
    pub of: Former,
    /// The things.
    pub pieces: Vec<Leftover>,
}

/// Why things cannot be removed as they were named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unremovable {
    /// Nothing that is left has this id.
    NotOne(String),
    /// Something that was not named has to go first.
    Blocked(Piece, Piece),
}

/// The things of these ids, in the order in which they can be removed.
///
/// # Errors
/// Which of them cannot be, and why.
pub fn chosen(remains: &[Remains], ids: &[String]) -> Result<Vec<Piece>, Unremovable> {
    let all = || remains.iter().flat_map(|remains| &remains.pieces);
    let is_named = |piece: &Piece| ids.contains(&piece.id);
    if let Some(id) = ids.iter().find(|id| !all().any(|found| found.piece.id == **id)) {
        return Err(Unremovable::NotOne(id.clone()));
    }
    let named: Vec<&Leftover> = all().filter(|found| is_named(&found.piece)).collect();
    for found in &named {
        if let Some(first) = found.blocked_by.iter().find(|first| !is_named(first)) {
            return Err(Unremovable::Blocked(found.piece.clone(), first.clone()));
        }
    }
    Ok(named.into_iter().map(|found| found.piece.clone()).collect())
}

/// The cluster that something is left of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Former {
    /// It is still there and does not go.
    Stuck {
        /// Which.
        cluster: ClusterId,
        /// Its name.
        name: String,
    },
    /// It is still there, and is being deleted.
    Going {
        /// Which.
        cluster: ClusterId,
        /// Its name.
        name: String,
    },
    /// It is gone; this is what its driver called it.
    Gone {
        /// The stack's name, the Cluster API name, or the cluster's id.
        identity: String,
    },
}

/// What is left in this project. `clusters` are all of the project's; what of them is on its way is nobody's leftover.
pub fn leftovers(clusters: &[&Cluster], stacks: &[Stack], inventory: &Inventory) -> Vec<Remains> {
    let found = identity::assign(inventory);
    let mut groups: BTreeMap<Former, BTreeSet<Piece>> = BTreeMap::new();
    for (piece, identity) in found {
        if let Some(former) = former(&identity, clusters, stacks) {
            groups.entry(former).or_default().insert(piece);
        }
    }
    // A stack that nobody claims stands for things only when things of it were found.
    for (former, pieces) in &mut groups {
        let Former::Gone { identity } = former else {
            continue;
        };
        let own = stacks.iter().filter(|stack| stack.name == *identity);
        pieces.extend(own.map(|stack| Piece {
            kind: PieceKind::Stack,
            id: stack.id.as_str().to_owned(),
            name: stack.name.clone(),
            within: Some(stack.name.clone()),
        }));
    }
    groups
        .into_iter()
        .map(|(of, pieces)| Remains {
            of,
            pieces: order::ordered(pieces, stacks, inventory),
        })
        .collect()
}

/// Whose it was; nothing where a cluster that lives lays claim to it.
fn former(identity: &str, clusters: &[&Cluster], stacks: &[Stack]) -> Option<Former> {
    let of_stack = stacks.iter().find(|stack| stack.name == identity);
    let claims = |cluster: &&&Cluster| {
        let own = cluster.stack.as_ref();
        cluster.id.as_str() == identity
            || own.is_some_and(|own| own.as_str() == identity)
            || of_stack.is_some_and(|stack| own == Some(&stack.id))
    };
    let named = |cluster: &&&Cluster| is_named_after(identity, &cluster.name);
    let claimed = clusters.iter().find(claims);
    let Some(cluster) = claimed.or_else(|| clusters.iter().find(named)) else {
        return Some(Former::Gone {
            identity: identity.to_owned(),
        });
    };
    let status = &cluster.status;
    let (cluster, name) = (cluster.id.clone(), cluster.name.clone());
    match status {
        Status::Known(Action::Delete, Phase::Failed) => Some(Former::Stuck { cluster, name }),
        Status::Known(Action::Delete, Phase::InProgress) => Some(Former::Going { cluster, name }),
        Status::Known(..) | Status::Other(_) => None,
    }
}

/// Further node groups have stacks of their own, named after the cluster and the group; where Heat does not tell of a stack,
/// the cluster's own name is all there is to go by. To doubt is to leave alone.
fn is_named_after(identity: &str, name: &str) -> bool {
    let name: String = name
        .chars()
        .take(20)
        .map(|c| if matches!(c, '_' | '.') { '-' } else { c })
        .collect();
    identity
        .to_lowercase()
        .strip_prefix(&name.to_lowercase())
        .is_some_and(|tail| tail.starts_with('-'))
}
