//! The same without a window: `get …` as a table or JSON, for people in a terminal and for scripts; and what changes something.

pub mod args;
pub mod change;
pub mod change_args;
pub mod cloud_config;
pub mod clouds;
pub mod doctor;
pub mod estate_args;
pub mod estate_change;
pub mod fetch;
pub mod get;
pub mod get_estate;
pub mod kubeconfig;
pub mod orphans;
pub mod papers;
pub mod render;
pub mod table;
pub mod template_files;
pub mod yaml;
