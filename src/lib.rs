//! Magnum Desktop: the map of the house.
pub mod domain;
pub mod message;
pub mod openstack;
pub mod platform;
pub mod store;
