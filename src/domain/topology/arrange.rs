//! What of a topology is visible, and where it stands.

use std::sync::Arc;

use crate::domain::topology::model::Topology;

/// Which groups are open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folding {}

/// The question that the worker answers off the UI thread.
#[derive(Clone, Debug)]
pub struct ArrangeRequest {
    /// What to arrange.
    pub topology: Arc<Topology>,
    /// Which groups are open.
    pub folding: Folding,
    /// Where things stood before: what stays keeps its place.
    pub previous: Option<Arc<Arrangement>>,
}

/// What is visible, and where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {}

/// Decides what is visible and where it stands.
pub fn arrange(request: &ArrangeRequest) -> Arrangement {
    let _ = request;
    Arrangement::default()
}
