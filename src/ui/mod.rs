//! What is seen: the only room that knows egui.
//!
//! [`context::Ctx`] goes into every panel, [`outbox::Outbox`] carries what the person wants out of it. Drawing changes
//! no state but its own widgets'.

pub mod cluster_page;
pub mod clusters;
pub mod context;
pub mod dialogs;
pub mod nodes;
pub mod outbox;
pub mod route;
pub mod templates;
pub mod theme;
pub mod widgets;
pub mod wizard;
