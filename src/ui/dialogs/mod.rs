//! Dialogs.

pub mod delete_cluster;
pub mod losses;
