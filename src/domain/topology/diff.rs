//! What happened between two topologies: what the picture fades in, pulses and fades out.

use std::collections::BTreeSet;

use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::{Resource, ResourceKey};

/// What happened between two topologies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// What is new.
    pub appeared: BTreeSet<ResourceKey>,
    /// What is gone.
    pub went: BTreeSet<ResourceKey>,
    /// What has another status or severity, by its present key.
    pub changed: BTreeSet<ResourceKey>,
}

/// Compares two topologies by identity; what got an id of its own meanwhile has changed and is not new.
pub fn difference(old: &Topology, new: &Topology) -> Difference {
    let mut found = Difference::default();
    let mut met: BTreeSet<&ResourceKey> = BTreeSet::new();
    for resource in new.resources() {
        match before(old, resource) {
            None => {
                found.appeared.insert(resource.key.clone());
            }
            Some(was) => {
                met.insert(&was.key);
                if was.status != resource.status || was.severity != resource.severity {
                    found.changed.insert(resource.key.clone());
                }
            }
        }
    }
    found.went = old
        .resources()
        .map(|resource| &resource.key)
        .filter(|key| !met.contains(key))
        .cloned()
        .collect();
    found
}

fn before<'o>(old: &'o Topology, resource: &Resource) -> Option<&'o Resource> {
    old.get(&resource.key)
        .or_else(|| resource.former.as_ref().and_then(|former| old.get(former)))
}
