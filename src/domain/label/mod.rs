//! Labels: what a driver is told that Magnum has no field for. Magnum checks neither names nor values, so a slip is silently
//! ignored; this is the catalogue that notices it ([`catalogue`]), the rules of values ([`value`]) and how the labels of a
//! cluster come from its template's and its own ([`merge`]).

pub mod catalogue;
pub mod merge;
pub mod value;

pub use catalogue::{Known, Label, labels_of, lookup, nearest};
pub use merge::{LabelRequest, Origin, merged};
pub use value::{LabelKind, ValueTrouble};

/// The label that names the Kubernetes release.
pub const KUBE_TAG: &str = "kube_tag";
