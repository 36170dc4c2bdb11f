//! What a cluster is made of, as a graph: real things, how they are connected, and how well they are.
//!
//! [`build`] makes the [`Topology`] from Heat's resources where there is a stack and from the project's inventory where
//! there is none; nobody else knows which of the two it was. [`arrange`] decides what is visible (folding) and where it
//! stands (layout). All of it is pure.

pub mod arrange;
pub mod callout;
mod column;
pub mod command;
mod describe;
pub mod diff;
pub mod export;
pub mod fact;
mod fold;
mod from_heat;
mod from_inventory;
pub mod from_plan;
mod hanging;
mod heat_only;
mod join;
mod kinship;
mod kubernetes;
pub mod layout;
pub mod lens;
mod lines;
pub mod model;
pub mod orchestration;
pub mod particulars;
mod rank;
mod reach;
pub mod relation;
pub mod replay;
pub mod resource;
mod route;
mod short_name;
mod stack_layout;

use crate::domain::cluster::Cluster;
use crate::domain::inventory::Inventory;
use crate::domain::node_group::NodeGroup;
use crate::domain::problem::Problem;
use crate::domain::service::Service;
use crate::domain::stack::StackResource;
use crate::domain::topology::from_heat::from_heat;
use crate::domain::topology::from_inventory::from_inventory;
use crate::domain::topology::model::{Source, Topology};

/// Everything that a topology is built from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The cluster.
    pub cluster: &'a Cluster,
    /// Its node groups; empty where Magnum is too old to have them.
    pub node_groups: &'a [NodeGroup],
    /// The resources of its stacks and of every stack nested in them; empty where there is no stack.
    pub resources: &'a [StackResource],
    /// Why there are none, where Heat was asked and did not tell.
    pub stack_problem: Option<&'a Problem>,
    /// What the project holds.
    pub inventory: &'a Inventory,
}

/// Builds the topology of one cluster.
pub fn build(input: Input<'_>) -> Topology {
    let (source, (draft, notes)) = if input.resources.is_empty() {
        (Source::Inventory, from_inventory(&input))
    } else {
        (Source::Heat, from_heat(&input))
    };
    let cause = draft.cause.clone();
    let mut topology = Topology::new(draft.resources.into_values().collect(), &draft.relations);
    topology.source = source;
    topology.gaps = input.inventory.gaps.clone();
    if let Some(problem) = input.stack_problem {
        topology.gaps.insert(Service::Orchestration, problem.clone());
    }
    topology.notes = notes;
    topology.cause = cause;
    topology
}
