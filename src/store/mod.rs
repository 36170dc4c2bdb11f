//! What the window knows: the latest value of everything, how old it is and what is wrong with it.
//!
//! Owned by the UI thread, without a lock. [`state::Store::apply`] is the only way in.

pub mod access;
pub mod derived;
mod diagnosis;
pub mod history;
pub mod notice;
pub mod operations;
pub mod questions;
pub mod remote;
pub mod state;
