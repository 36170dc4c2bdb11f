//! What is seen: the only room that knows egui.
//!
//! [`context::Ctx`] goes into every panel, [`outbox::Outbox`] carries what the person wants out of it. Drawing changes
//! no state but its own widgets'.

mod access;
pub mod activity;
pub mod app;
mod asked;
mod builds;
pub mod cloud_wide;
mod clouds;
pub mod cluster_page;
pub mod clusters;
pub mod conductors;
pub mod context;
pub mod diagnostics;
pub mod dialogs;
mod estate_pages;
pub mod estate_route;
pub mod guide;
pub mod host;
mod kept_columns;
pub mod keypairs;
pub mod leftovers;
mod like;
pub mod no_service;
pub mod nodes;
pub mod outbox;
pub mod overview;
mod pages;
pub mod permitted;
mod questions;
pub mod quotas;
pub mod route;
pub mod screenshot;
mod session;
pub mod settings;
mod settled;
pub mod shell;
pub mod sign_in;
pub mod stacks;
mod standing;
mod tasks;
pub mod template_compare;
pub mod template_form;
pub mod templates;
pub mod theme;
mod toasts;
pub mod topology;
mod topology_place;
pub mod welcome;
pub mod widgets;
pub mod wizard;
