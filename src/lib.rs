//! x
pub mod simulation;
