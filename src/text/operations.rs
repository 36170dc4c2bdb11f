//! What is asked of the cloud, in words: the journal, notices and the page of a cluster say the same.

use crate::domain::operation::{
    ClusterChange, ClusterDeed, KeypairChange, Operation, QuotaDeed, TemplateChange, When,
};
use crate::text::Words;

impl Words {
    /// What is asked, without the name of what it is about.
    pub fn operation(&self, operation: &Operation) -> String {
        match operation {
            Operation::CreateCluster(_) => self.operation_create().to_owned(),
            Operation::FindCluster { .. } => self.operation_find().to_owned(),
            Operation::Cluster(change) => self.cluster_change(change),
            Operation::Template(change) => self.template_change(change).to_owned(),
            Operation::Keypair(change) => self.keypair_change(change).to_owned(),
            Operation::Quota(change) => match change.deed {
                QuotaDeed::Create(limit) | QuotaDeed::Change(limit) => self.estate_operation_quota(limit),
                QuotaDeed::Delete => self.estate_operation_quota_delete().to_owned(),
            },
        }
    }

    fn template_change(&self, change: &TemplateChange) -> &str {
        match change {
            TemplateChange::Create(_) => self.estate_operation_template_create(),
            TemplateChange::Edit(_) => self.estate_operation_template_edit(),
            TemplateChange::Delete { .. } => self.estate_operation_template_delete(),
        }
    }

    fn keypair_change(&self, change: &KeypairChange) -> &str {
        match change {
            KeypairChange::Import { .. } => self.estate_operation_keypair_import(),
            KeypairChange::Generate { .. } => self.estate_operation_keypair_generate(),
            KeypairChange::Delete { .. } => self.estate_operation_keypair_delete(),
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
