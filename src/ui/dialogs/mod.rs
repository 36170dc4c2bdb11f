//! Dialogs that stand above every page.

pub mod delete_cluster;
pub mod losses;
