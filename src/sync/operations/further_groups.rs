//! The node groups that a creation asks for beside its own, made one after another once the cluster stands.
//!
//! Names are unique within a cluster, so that what is there already is never made again: not after an answer that was lost,
//! and not by the next run of the program.

use std::collections::BTreeSet;

use super::Run;
use crate::domain::draft::GroupRequest;
use crate::domain::id::ClusterId;
use crate::domain::node_group::NodeGroup;
use crate::domain::status::{Phase, Status};
use crate::openstack::magnum::{node_groups, requested_groups};

/// What came of it.
pub(super) enum Added {
    /// All are made.
    All,
    /// Some are being made, or something was lost on the way: the next look tells what is still missing.
    NotYet,
    /// Why the first that was not taken was not, or was begun and failed.
    Refused(String),
}

impl Run {
    /// Asks for those that are not there yet.
    pub(super) async fn add_groups(&self, cluster: &ClusterId, groups: &[GroupRequest]) -> Added {
        let Ok(there) = node_groups::list(&self.session, cluster).await else {
            return Added::NotYet;
        };
        let names: BTreeSet<&str> = there.iter().map(|group| group.name.as_str()).collect();
        let missing = groups.iter();
        let missing: Vec<_> = missing
            .filter(|group| !names.contains(group.name.as_str()))
            .collect();
        if missing.is_empty() {
            return made(&there, groups);
        }
        for group in missing {
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
        Added::NotYet
    }
}

/// How far those are that are there.
fn made(there: &[NodeGroup], groups: &[GroupRequest]) -> Added {
    let wanted = || {
        let wanted = |group: &&NodeGroup| groups.iter().any(|asked| asked.name == group.name);
        there.iter().filter(wanted)
    };
    let failed = |group: &&NodeGroup| matches!(group.status, Status::Known(_, Phase::Failed));
    if let Some(group) = wanted().find(failed) {
        let reason = group.more.as_ref().and_then(|more| more.status_reason.clone());
        return Added::Refused(match reason {
            Some(reason) => format!("{}: {reason}", group.name),
            None => group.name.clone(),
        });
    }
    if wanted().any(|group| group.status.in_progress()) {
        return Added::NotYet;
    }
    Added::All
}
