//! The node groups that a creation asks for beside its own, made one after another once the cluster stands.
//!
//! Names are unique within a cluster, so that what is there already is never made again: not after an answer that was lost,
//! and not by the next run of the program.

use std::collections::BTreeSet;

use super::Run;
use crate::domain::draft::GroupRequest;
use crate::domain::id::ClusterId;
use crate::openstack::magnum::{node_groups, requested_groups};

/// What came of it.
pub(super) enum Added {
    /// All are there, or asked for.
    All,
    /// Something was lost on the way: the next look tells what is still missing.
    NotYet,
    /// Why the first that was not taken was not.
    Refused(String),
}

impl Run {
    /// Asks for those that are not there yet.
    pub(super) async fn add_groups(&self, cluster: &ClusterId, groups: &[GroupRequest]) -> Added {
        let Ok(there) = node_groups::list(&self.session, cluster).await else {
            return Added::NotYet;
        };
        let there: BTreeSet<&str> = there.iter().map(|group| group.name.as_str()).collect();
        for group in groups.iter().filter(|group| !there.contains(group.name.as_str())) {
            match requested_groups::create(&self.session, cluster, group).await {
                Ok(()) => {}
                Err(error) if error.maybe_sent() => return Added::NotYet,
                Err(error) => {
                    let words = error.problem().server_words.clone();
                    let words = words.unwrap_or_else(|| error.to_string());
                    return Added::Refused(format!("{}: {words}", group.name));
                }
            }
        }
        Added::All
    }
}
