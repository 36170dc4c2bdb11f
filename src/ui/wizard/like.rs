//! The form as it begins when another cluster like one that is there is wanted.

use crate::domain::cluster::Cluster;
use crate::domain::draft::ClusterDraft;
use crate::ui::wizard::WizardPanel;
use crate::ui::wizard::model::Step;

impl WizardPanel {
    /// A new form filled in with what this cluster was made of; its name has to be another one.
    pub fn like(cluster: &Cluster) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            draft: ClusterDraft {
                template: Some(cluster.template.clone()),
                name: format!("{}-2", cluster.name),
                keypair: text(&cluster.keypair),
                master_count: cluster.master_count.max(1),
                node_count: cluster.node_count,
                master_flavor: text(&cluster.master_flavor),
                flavor: text(&cluster.flavor),
                load_balancer: cluster.master_lb_enabled,
                create_timeout_mins: cluster.create_timeout_mins.unwrap_or(60),
                ..ClusterDraft::new()
            },
            step: Step::Basics,
            ..Self::default()
        }
    }
}
