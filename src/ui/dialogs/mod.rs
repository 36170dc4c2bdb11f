//! Dialogs.

pub mod losses;
