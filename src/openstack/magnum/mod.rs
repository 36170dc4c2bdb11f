//! Magnum: clusters, templates, node groups, certificates, statistics.

pub mod actions;
pub mod certificates;
pub mod clusters;
pub mod node_groups;
pub mod stats;
pub mod templates;
