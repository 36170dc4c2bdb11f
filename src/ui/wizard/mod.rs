//! The creation form.

pub mod command;
pub mod model;
