//! Dialogs that stand above every page.

pub mod change;
pub mod delete_cluster;
pub mod losses;
