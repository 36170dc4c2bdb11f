//! Commands about node groups.

use serde_json::{Value, json};

use super::clusters::{group_named, group_ref};
use super::{Desk, Known, Outcome, Stop, pretty};
use crate::domain::node_group::{NodeGroup, Taint};
use crate::domain::operation::{GroupChange, GroupDeed, GroupEdit, NewGroup, Operation, findings};
use crate::domain::permission::{Circumstances, Wish};
use crate::headless::change_args::{
    ChangeOutput, CreateGroupArguments, DeleteGroupArguments, ListGroupsArguments, ShowGroupArguments,
    UpdateGroupArguments,
};
use crate::headless::table::Table;

impl Desk<'_> {
    pub(super) async fn list_groups(&mut self, wanted: &ListGroupsArguments) -> Result<Outcome, Stop> {
        let known = self.known(&wanted.cluster).await?;
        let detail = self.detail(&known.cluster.id).await?;
        let groups = &detail.node_groups;
        let text = match wanted.output {
            ChangeOutput::Text => groups_table(groups).to_text(),
            ChangeOutput::Json => pretty(&Value::Array(groups.iter().map(group_json).collect())),
        };
        Ok(Outcome { text, code: 0 })
    }

    pub(super) async fn show_group(&mut self, wanted: &ShowGroupArguments) -> Result<Outcome, Stop> {
        let known = self.known(&wanted.cluster).await?;
        let detail = self.detail(&known.cluster.id).await?;
        let listed = group_named(&detail.node_groups, &wanted.nodegroup)?;
        let group = self.reader.group(&known.cluster.id, &listed.id).await?;
        let fields = whole_json(&group);
        let text = match wanted.output {
            ChangeOutput::Text => fields_table(&fields).to_text(),
            ChangeOutput::Json => pretty(&fields),
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

/// What Magnum's list has of them: it leaves out bounds, labels and addresses.
fn groups_table(groups: &[NodeGroup]) -> Table {
    let mut table = Table::new(&[
        "ID", "NAME", "ROLE", "NODES", "FLAVOR", "IMAGE", "STATUS", "DEFAULT",
    ]);
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    table.rows.extend(groups.iter().map(|group| {
        vec![
            group.id.to_string(),
            group.name.clone(),
            group.role.word().to_owned(),
            group.node_count.to_string(),
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
        "flavor_id": group.flavor,
        "image_id": group.image,
        "status": group.status.to_string(),
        "is_default": group.is_default,
        "stack_id": group.stack.as_ref().map(|id| id.as_str()),
    })
}

/// Every field, under Magnum's own names.
fn whole_json(group: &NodeGroup) -> Value {
    let mut fields = group_json(group);
    let Some(object) = fields.as_object_mut() else {
        return fields;
    };
    object.insert("min_node_count".to_owned(), json!(group.min_node_count));
    object.insert("max_node_count".to_owned(), json!(group.max_node_count));
    if let Some(more) = group.more.as_deref() {
        let taints = more.node_taints.as_ref();
        let taints = taints.map(|list| list.iter().map(Taint::to_string).collect::<Vec<_>>());
        for (name, value) in [
            ("status_reason", json!(more.status_reason)),
            ("node_addresses", json!(more.node_addresses)),
            ("docker_volume_size", json!(more.docker_volume_size_gib)),
            ("labels", json!(more.labels)),
            ("node_labels", json!(more.node_labels)),
            ("node_taints", json!(taints)),
            ("created_at", json!(more.created_at.map(|at| at.to_string()))),
            ("updated_at", json!(more.updated_at.map(|at| at.to_string()))),
        ] {
            object.insert(name.to_owned(), value);
        }
    }
    fields
}

/// One line for each field.
fn fields_table(fields: &Value) -> Table {
    let mut table = Table::new(&["FIELD", "VALUE"]);
    let lines = fields.as_object().into_iter().flatten().map(|(name, value)| {
        let value = match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Array(list) => {
                let texts = list.iter().map(|one| one.as_str().unwrap_or_default());
                texts.collect::<Vec<_>>().join(", ")
            }
            Value::Object(map) => {
                let pairs = map.iter().map(|(key, one)| {
                    let one = one.as_str().map_or_else(|| one.to_string(), str::to_owned);
                    format!("{key}={one}")
                });
                pairs.collect::<Vec<_>>().join(", ")
            }
            Value::Bool(_) | Value::Number(_) => value.to_string(),
        };
        vec![name.clone(), value]
    });
    table.rows.extend(lines);
    table
}
