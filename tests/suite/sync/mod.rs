//! The background without a window, against the simulated cloud: what is asked, how often, and what is told of it.

mod doctor;
mod estate;
mod further_groups;
mod leftovers;
mod lists;
mod operations;
mod particulars;
mod plans;
mod questions;
mod reach;
mod stage;
mod troubles;
