//! One cluster's page.

pub mod model;
