//! Keeping up: the background tasks that ask the cloud. The only long-lived tokio code.
//!
//! [`backend::Backend`] is the only door. One [`supervisor`] owns the sessions; one poller lives per watched topic; what
//! is watched is what the window says is on screen. Reads are repeated, writes are sent once.

pub mod access;
pub mod backend;
mod book;
pub mod cadence;
mod cluster_list;
mod crash;
mod estate;
mod fetch;
mod history;
pub(crate) mod inside;
mod live;
mod node_list;
mod operations;
mod poller;
mod questions;
mod reach;
mod reporter;
mod session_watch;
mod sign_in;
mod supervisor;
mod troubles;
