//! The same without a window: `get …` as a table or JSON, for people in a terminal and for scripts; and what changes something.

pub mod args;
pub mod change;
pub mod change_args;
pub mod cloud_config;
pub mod clouds;
pub mod fetch;
pub mod get;
pub mod kubeconfig;
pub mod papers;
pub mod render;
pub mod table;
