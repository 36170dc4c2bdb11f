//! Each page with hand-fed values: no runtime, no network, widgets found by their words.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test fails as loudly as the test"
)]

mod cluster_page;
mod deletion;
pub(crate) mod hand;
mod journal;
mod lists;
mod models;
mod stage;
mod welcome;
mod wizard;
