//! Magnum: clusters, templates, node groups, statistics.

pub mod clusters;
pub mod node_groups;
pub mod stats;
pub mod templates;
