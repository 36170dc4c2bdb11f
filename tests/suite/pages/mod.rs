//! Each page with hand-fed values: no runtime, no network, widgets found by their words.

mod hand;
mod lists;
mod models;
