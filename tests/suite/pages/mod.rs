//! Each page with hand-fed values: no runtime, no network, widgets found by their words.

pub(crate) mod hand;
mod lists;
mod models;
