//! The background without a window, against the simulated cloud: what is asked, how often, and what is told of it.

mod lists;
mod operations;
mod particulars;
mod questions;
mod reach;
mod stage;
mod troubles;
