//! Each page with hand-fed values: no runtime, no network, widgets found by their words.

mod changes;
mod cluster_page;
mod deletion;
mod diagnostics;
mod estate;
mod facets;
mod frame;
mod guide;
pub(crate) mod hand;
mod inside;
mod journal;
mod leftovers;
mod lists;
mod models;
mod sign_in;
mod stage;
mod troubles;
pub(crate) mod welcome;
mod wizard;
mod wizard_choices;
mod wizard_steps;
mod wizard_troubles;
