//! The graph itself.

/// A cluster's resources and their relations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topology {}
