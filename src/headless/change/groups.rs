//! Commands about node groups.

use serde_json::{Value, json};

use super::clusters::{group_named, group_ref};
use super::{Desk, Known, Outcome, Stop, pretty};
use crate::domain::node_group::NodeGroup;
use crate::domain::operation::{GroupChange, GroupDeed, GroupEdit, NewGroup, Operation, findings};
use crate::domain::permission::{Circumstances, Wish};
use crate::headless::change_args::{
    ChangeOutput, CreateGroupArguments, DeleteGroupArguments, ListGroupsArguments, UpdateGroupArguments,
};
use crate::headless::table::Table;

impl Desk<'_> {
    pub(super) async fn list_groups(&mut self, wanted: &ListGroupsArguments) -> Result<Outcome, Stop> {
        let known = self.known(&wanted.cluster).await?;
        let detail = self.detail(&known.cluster.id).await?;
        let mut groups = Vec::new();
        for group in &detail.node_groups {
            groups.push(self.reader.group(&known.cluster.id, &group.id).await?);
        }
        let text = match wanted.output {
            ChangeOutput::Text => groups_table(&groups).to_text(),
            ChangeOutput::Json => pretty(&Value::Array(groups.iter().map(group_json).collect())),
        };
        Ok(Outcome { text, code: 0 })
    }

    pub(super) async fn create_group(&mut self, wanted: &CreateGroupArguments) -> Result<Outcome, Stop> {
        let known = self.known(&wanted.cluster).await?;
        self.may(&known, Wish::CreateNodeGroup)?;
        if !wanted.node_labels.is_empty() || !wanted.node_taints.is_empty() {
            self.may(&known, Wish::NodeLabels)?;
        }
        let detail = self.detail(&known.cluster.id).await?;
        let new = NewGroup {
            name: wanted.name.clone(),
            role: wanted.role.clone(),
            node_count: wanted.node_count,
            min_node_count: wanted.min_nodes,
            max_node_count: wanted.max_nodes,
            flavor: wanted.flavor.clone(),
            image: wanted.image.clone(),
            docker_volume_size_gib: wanted.docker_volume_size,
            labels: wanted.labels.iter().cloned().collect(),
            node_labels: wanted.node_labels.iter().cloned().collect(),
            node_taints: wanted.node_taints.clone(),
        };
        self.heed(&findings::of_new_group(&new, &detail.node_groups))?;
        self.carry_out(group_operation(&known, GroupDeed::Create(new)), wanted.follow)
            .await
    }

    pub(super) async fn update_group(&mut self, wanted: &UpdateGroupArguments) -> Result<Outcome, Stop> {
        let known = self.known(&wanted.cluster).await?;
        let detail = self.detail(&known.cluster.id).await?;
        let group = group_named(&detail.node_groups, &wanted.nodegroup)?;
        let group = &self.reader.group(&known.cluster.id, &group.id).await?;
        let about = Circumstances {
            group: Some(group),
            ..known.circumstances()
        };
        self.allowed(about.may(Wish::EditNodeGroup))?;
        let edit = GroupEdit {
            min_node_count: wanted.min_nodes,
            max_node_count: if wanted.no_max_nodes {
                Some(None)
            } else {
                wanted.max_nodes.map(Some)
            },
            node_labels: (!wanted.node_labels.is_empty())
                .then(|| wanted.node_labels.iter().cloned().collect()),
            node_taints: (!wanted.node_taints.is_empty()).then(|| wanted.node_taints.clone()),
        };
        if edit.node_labels.is_some() || edit.node_taints.is_some() {
            self.allowed(about.may(Wish::NodeLabels))?;
        }
        self.heed(&findings::of_edit(&edit, group))?;
        let deed = GroupDeed::Edit(group_ref(group), edit);
        self.carry_out(group_operation(&known, deed), wanted.follow).await
    }

    pub(super) async fn delete_group(&mut self, wanted: &DeleteGroupArguments) -> Result<Outcome, Stop> {
        let known = self.known(&wanted.cluster).await?;
        let detail = self.detail(&known.cluster.id).await?;
        let group = group_named(&detail.node_groups, &wanted.nodegroup)?;
        let about = Circumstances {
            group: Some(group),
            ..known.circumstances()
        };
        self.allowed(about.may(Wish::DeleteNodeGroup))?;
        let what = self.words.group_delete_vanishes(group.node_count);
        let sure = wanted.yes || wanted.follow.dry_run;
        self.confirm(sure, (&what, &group.name))?;
        let deed = GroupDeed::Delete(group_ref(group));
        self.carry_out(group_operation(&known, deed), wanted.follow).await
    }
}

fn group_operation(known: &Known, deed: GroupDeed) -> Operation {
    Operation::NodeGroup(GroupChange {
        cluster: known.cluster.id.clone(),
        cluster_name: known.cluster.name.clone(),
        deed,
    })
}

fn groups_table(groups: &[NodeGroup]) -> Table {
    let mut table = Table::new(&[
        "ID", "NAME", "ROLE", "NODES", "MIN", "MAX", "FLAVOR", "IMAGE", "STATUS", "DEFAULT",
    ]);
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    table.rows.extend(groups.iter().map(|group| {
        vec![
            group.id.to_string(),
            group.name.clone(),
            group.role.word().to_owned(),
            group.node_count.to_string(),
            group.min_node_count.to_string(),
            group
                .max_node_count
                .map(|most| most.to_string())
                .unwrap_or_default(),
            text(&group.flavor),
            text(&group.image),
            group.status.to_string(),
            group.is_default.to_string(),
        ]
    }));
    table
}

fn group_json(group: &NodeGroup) -> Value {
    json!({
        "uuid": group.id.as_str(),
        "name": group.name,
        "role": group.role.word(),
        "node_count": group.node_count,
        "min_node_count": group.min_node_count,
        "max_node_count": group.max_node_count,
        "flavor_id": group.flavor,
        "image_id": group.image,
        "status": group.status.to_string(),
        "is_default": group.is_default,
        "stack_id": group.stack.as_ref().map(|id| id.as_str()),
    })
}
