//! Magnum Desktop: the map of the house.
pub mod domain;
pub mod message;
pub mod store;
pub mod text;
pub mod ui;
