//! On what each resource hangs: a port on its server, a subnet on its network, what a load balancer consists of on it.

use crate::domain::topology::model::Topology;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKind};

/// What hangs on what, by places among the topology's resources.
pub(crate) struct Hanging {
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
}

impl Hanging {
    pub(crate) fn of(topology: &Topology) -> Self {
        let parents = parents(topology);
        let mut children = vec![Vec::new(); parents.len()];
        for (child, parent) in parents.iter().enumerate() {
            if let Some(below) = parent.and_then(|parent| children.get_mut(parent)) {
                below.push(child);
            }
        }
        Self { parents, children }
    }

    /// What it hangs on.
    pub(crate) fn parent(&self, at: usize) -> Option<usize> {
        self.parents.get(at).copied().flatten()
    }

    /// Everything below it, each before what is below that, with its depth.
    pub(crate) fn below(&self, at: usize) -> Vec<(usize, u32)> {
        let mut found = Vec::new();
        self.collect(at, 1, &mut found);
        found
    }

    fn collect(&self, at: usize, depth: u32, out: &mut Vec<(usize, u32)>) {
        // Listener, pool, member: no chain is longer.
        if depth > 4 {
            return;
        }
        for child in self.children.get(at).into_iter().flatten() {
            out.push((*child, depth));
            self.collect(*child, depth + 1, out);
        }
    }
}

/// On what each resource hangs: a port on its server, a floating IP where its port hangs, a subnet on its network.
fn parents(topology: &Topology) -> Vec<Option<usize>> {
    let mut found: Vec<Option<(u8, usize)>> = vec![None; topology.len()];
    for (from, to, relation) in topology.edges() {
        let (Some(outer), Some(inner)) = (topology.nth(from), topology.nth(to)) else {
            continue;
        };
        let Some((hangs, order)) = offer(outer, inner, relation) else {
            continue;
        };
        let (child, parent) = match hangs {
            Hangs::Outer => (from, to),
            Hangs::Inner => (to, from),
        };
        if let Some(best) = found.get_mut(child) {
            // Of equally good ones the first, whatever order the relations come in.
            let offered = (order, parent);
            *best = Some(best.map_or(offered, |known| known.min(offered)));
        }
    }
    let direct = |at: usize| found.get(at).copied().flatten().map(|(_, parent)| parent);
    // What would hang on a port hangs where the port hangs, what would hang on a subnet on its network.
    let host = |at: usize| {
        let mut host = direct(at)?;
        for _ in 0..3 {
            let passes_on = topology
                .nth(host)
                .is_some_and(|it| matches!(it.kind, ResourceKind::Port | ResourceKind::Subnet));
            match direct(host).filter(|_| passes_on) {
                Some(above) => host = above,
                None => break,
            }
        }
        Some(host)
    };
    (0..topology.len()).map(host).collect()
}

/// Which end of a relation hangs on the other.
enum Hangs {
    Outer,
    Inner,
}

/// Whether the relation makes one of its ends hang on the other, and how good a reason that is.
fn offer(from: &Resource, to: &Resource, relation: Relation) -> Option<(Hangs, u8)> {
    match relation {
        Relation::Plugs if to.kind.is_server() => Some((Hangs::Outer, 0)),
        Relation::Plugs => Some((Hangs::Inner, 1)),
        Relation::Attached | Relation::LeadsTo => Some((Hangs::Outer, 0)),
        Relation::Listens | Relation::HasMember => Some((Hangs::Inner, 0)),
        // A server is more than a part of what sends to it.
        Relation::SendsTo if to.kind.is_server() => None,
        Relation::SendsTo if from.kind == ResourceKind::Listener => Some((Hangs::Inner, 0)),
        Relation::SendsTo => Some((Hangs::Inner, 1)),
        Relation::Contains => Some((Hangs::Inner, 8)),
        Relation::Addresses => Some((Hangs::Inner, 9)),
        Relation::Gateway
        | Relation::Interface
        | Relation::Serves
        | Relation::Protects
        | Relation::Groups
        | Relation::Holds
        | Relation::NeededBy => None,
    }
}
