//! One test binary: linking is dear, so every area is a module of this one.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that meets the unexpected has to fail, and that is how"
)]

mod api;
mod changes;
mod config;
mod corpus;
mod headless;
mod journeys;
mod keyring;
mod kubeconfig;
mod live;
mod pages;
mod papers;
mod plans;
mod problems;
mod simulation;
mod sync;
mod templates;
mod tidy;
mod topology;
mod words;
