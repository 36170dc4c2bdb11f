//! The topology against what a real cloud answered.

mod arranged;
mod built;
mod failed;
mod inspector;
mod lenses;
mod living;
mod orchestrated;
mod panel;
mod recorded;
pub(crate) mod truth;
mod worlds;
