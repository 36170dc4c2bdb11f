//! What exists: plain values and the rules that hold between them.
//!
//! Invariant: no I/O, no clock, no wire format, no egui and no tokio in here. Time comes in as a parameter.
//! Every text that a server wrote has been through [`clean::clean`] before it becomes part of a value here.

pub mod access;
pub mod address;
pub mod administration;
pub mod catalog;
pub mod certificate;
pub mod clean;
pub mod cloud_choice;
pub mod cloud_settings;
pub mod cluster;
pub mod console;
pub mod course;
pub mod diagnostics;
pub mod doctor;
pub mod draft;
pub mod driver;
pub mod factor;
pub mod file_name;
pub mod file_trouble;
pub mod heat_type;
pub mod id;
pub mod inventory;
pub mod kubeconfig_finding;
pub mod kubernetes;
pub mod label;
pub mod leftovers;
pub mod link;
pub mod namesakes;
pub mod node;
pub mod node_group;
pub mod operation;
pub mod permission;
pub mod places;
pub mod plan;
pub mod problem;
pub mod profile;
pub mod question;
pub mod quota;
pub mod quoting;
pub mod range;
pub mod reach;
pub mod scope;
pub mod secret;
pub mod service;
pub mod session_info;
pub mod stack;
pub mod stack_tree;
pub mod stages;
pub mod status;
pub mod template;
pub mod topology;
pub mod trouble;
pub mod upgrade;
