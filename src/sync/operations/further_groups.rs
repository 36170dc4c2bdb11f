//! The node groups that a creation asks for beside its own, made one after another once the cluster stands.

use super::Run;
use crate::domain::draft::GroupRequest;
use crate::domain::id::ClusterId;
use crate::openstack::magnum::requested_groups;

impl Run {
    /// Sends them, each once; tells why the first that was not taken was not.
    pub(super) async fn add_groups(&self, cluster: &ClusterId, groups: &[GroupRequest]) -> Option<String> {
        for group in groups {
            if let Err(error) = requested_groups::create(&self.session, cluster, group).await {
                let words = error.problem().server_words.clone();
                let words = words.unwrap_or_else(|| error.to_string());
                return Some(format!("{}: {words}", group.name));
            }
        }
        None
    }
}
