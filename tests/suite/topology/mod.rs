//! The topology against what a real cloud answered.

mod arranged;
mod built;
mod inspector;
mod living;
mod panel;
mod recorded;
