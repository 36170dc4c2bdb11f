//! Magnum: clusters, templates, node groups, certificates, quotas, statistics, its own services.

pub mod actions;
pub mod certificates;
pub mod clusters;
pub mod node_groups;
pub mod quotas;
pub mod requested_groups;
pub mod services;
pub mod stats;
pub mod templates;
