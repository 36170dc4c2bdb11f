//! The graph itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use petgraph::Direction;
use petgraph::stable_graph::{NodeIndex, StableDiGraph};
use petgraph::visit::{EdgeRef as _, IntoEdgeReferences as _};

use crate::domain::node::natural;
use crate::domain::problem::Problem;
use crate::domain::service::Service;
use crate::domain::status::Severity;
use crate::domain::topology::lens::Lens;
use crate::domain::topology::relation::Relation;
use crate::domain::topology::resource::{Resource, ResourceKey};

/// Who told what the cluster is made of. Shown as a remark; nothing else depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// Heat's resources, joined with the project's inventory.
    Heat,
    /// The inventory alone.
    #[default]
    Inventory,
}

/// A remark about the picture as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// Something failed that is no part of the picture and belongs to no part of it.
    Failed {
        /// Heat's name of it.
        resource: String,
        /// Heat's reason.
        reason: String,
    },
    /// Several clusters of this name may own these servers, and nothing tells which; none are shown.
    Ambiguous {
        /// The stack names that fit.
        stacks: Vec<String>,
    },
}

/// A cluster's resources and their relations. Equal inputs give equal topologies, whatever the order of the lists.
#[derive(Clone, Debug, Default)]
pub struct Topology {
    graph: StableDiGraph<Resource, Relation>,
    index: HashMap<ResourceKey, NodeIndex>,
    /// Who told.
    pub source: Source,
    /// Services that could not be asked: what they know may be missing.
    pub gaps: BTreeMap<Service, Problem>,
    /// Remarks.
    pub notes: Vec<Note>,
    /// What failed first, so that other failures followed from it.
    pub cause: Option<ResourceKey>,
    /// Which of the two pictures it is for.
    pub lens: Lens,
    /// In the picture of the build: from the outermost stack down to what failed first.
    pub path: Vec<ResourceKey>,
}

/// A neighbour of a resource.
#[derive(Clone, Copy, Debug)]
pub struct Neighbour<'a> {
    /// What connects them.
    pub relation: Relation,
    /// Whether the relation points at the neighbour.
    pub outgoing: bool,
    /// The neighbour.
    pub resource: &'a Resource,
}

impl Topology {
    /// Builds the graph; relations whose ends are not there are left out.
    pub fn new(resources: Vec<Resource>, relations: &BTreeSet<(ResourceKey, ResourceKey, Relation)>) -> Self {
        let mut topology = Self::default();
        let mut sorted: Vec<_> = resources
            .into_iter()
            .map(|resource| {
                (
                    (resource.kind, natural(&resource.title), resource.key.clone()),
                    resource,
                )
            })
            .collect();
        sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (_, resource) in sorted {
            let key = resource.key.clone();
            if !topology.index.contains_key(&key) {
                let at = topology.graph.add_node(resource);
                topology.index.insert(key, at);
            }
        }
        for (from, to, relation) in relations {
            if let (Some(from), Some(to)) = (topology.index.get(from), topology.index.get(to)) {
                topology.graph.add_edge(*from, *to, *relation);
            }
        }
        topology
    }

    /// Changes what is known of each resource, but not who it is.
    pub(crate) fn change(&mut self, mut each: impl FnMut(&mut Resource)) {
        self.graph.node_weights_mut().for_each(&mut each);
    }

    /// The graph.
    pub fn graph(&self) -> &StableDiGraph<Resource, Relation> {
        &self.graph
    }

    /// Number of resources.
    pub fn len(&self) -> usize {
        self.graph.node_count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.graph.node_count() == 0
    }

    /// The resources, by kind and name.
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.graph.node_weights()
    }

    /// The resource of this key.
    pub fn get(&self, key: &ResourceKey) -> Option<&Resource> {
        self.graph.node_weight(*self.index.get(key)?)
    }

    /// Where it stands in the graph.
    pub fn index_of(&self, key: &ResourceKey) -> Option<NodeIndex> {
        self.index.get(key).copied()
    }

    /// The relations, each with its ends.
    pub fn relations(&self) -> impl Iterator<Item = (&Resource, &Resource, Relation)> {
        self.graph.edge_references().filter_map(|edge| {
            Some((
                self.graph.node_weight(edge.source())?,
                self.graph.node_weight(edge.target())?,
                *edge.weight(),
            ))
        })
    }

    /// The resource at this place among [`Self::resources`].
    pub(crate) fn nth(&self, at: usize) -> Option<&Resource> {
        self.graph.node_weight(NodeIndex::new(at))
    }

    /// The relations, each with the places of its ends among [`Self::resources`]: none is ever taken out, so that places are
    /// the graph's own indices.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (usize, usize, Relation)> {
        let edges = self.graph.edge_references();
        edges.map(|edge| (edge.source().index(), edge.target().index(), *edge.weight()))
    }

    /// Everything that is related to it, by relation, kind and name.
    pub fn neighbours(&self, key: &ResourceKey) -> Vec<Neighbour<'_>> {
        let Some(at) = self.index.get(key) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (direction, outgoing) in [(Direction::Outgoing, true), (Direction::Incoming, false)] {
            for edge in self.graph.edges_directed(*at, direction) {
                let other = if outgoing { edge.target() } else { edge.source() };
                if let Some(resource) = self.graph.node_weight(other) {
                    found.push(((*edge.weight(), outgoing, other), resource));
                }
            }
        }
        found.sort_by_key(|(order, _)| *order);
        found
            .into_iter()
            .map(|((relation, outgoing, _), resource)| Neighbour {
                relation,
                outgoing,
                resource,
            })
            .collect()
    }

    /// The worst of all resources.
    pub fn worst(&self) -> Severity {
        self.resources()
            .map(|resource| resource.severity)
            .max()
            .unwrap_or_default()
    }
}

impl PartialEq for Topology {
    fn eq(&self, other: &Self) -> bool {
        let edges = |graph: &StableDiGraph<Resource, Relation>| -> Vec<_> {
            graph
                .edge_references()
                .map(|edge| (edge.source(), edge.target(), *edge.weight()))
                .collect()
        };
        self.source == other.source
            && self.gaps == other.gaps
            && self.notes == other.notes
            && self.cause == other.cause
            && self.lens == other.lens
            && self.path == other.path
            && self.len() == other.len()
            && self.resources().eq(other.resources())
            && edges(&self.graph) == edges(&other.graph)
    }
}
