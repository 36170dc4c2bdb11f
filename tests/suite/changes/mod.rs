//! Changes of clusters and node groups: what is allowed, what is sent, what comes of it.

mod commands;
mod effect;
mod findings;
mod matrix;
mod upgrades;
