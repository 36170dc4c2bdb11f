//! Each page with hand-fed values: no runtime, no network, widgets found by their words.

mod cluster_page;
mod deletion;
mod guide;
pub(crate) mod hand;
mod journal;
mod lists;
mod models;
mod stage;
mod troubles;
mod welcome;
mod wizard;
mod wizard_troubles;
