//! What is asked of the cloud, in words: the journal, notices and the page of a cluster say the same.

use crate::domain::operation::{ClusterChange, ClusterDeed, Operation, When};
use crate::text::Words;

impl Words {
    /// What is asked, without the name of what it is about.
    pub fn operation(&self, operation: &Operation) -> String {
        match operation {
            Operation::CreateCluster(_) => self.operation_create().to_owned(),
            Operation::FindCluster { .. } => self.operation_find().to_owned(),
            Operation::Cluster(change) => self.cluster_change(change),
        }
    }

    fn cluster_change(&self, change: &ClusterChange) -> String {
        let what = match &change.deed {
            ClusterDeed::Delete => self.operation_delete().to_owned(),
            ClusterDeed::Resize(resize) => match &resize.group {
                Some(group) => self.operation_resize_group(group.name.as_str(), resize.node_count),
                None => self.operation_resize(resize.node_count),
            },
        };
        match change.when {
            When::Now => what,
            When::Free => self.operation_when_free(what),
        }
    }
}
