//! Node groups of a cluster: the brief list, single ones with every field, and what is done to them.

use serde_json::{Map, Value, json};

use crate::domain::id::{ClusterId, NodeGroupId, StackId};
use crate::domain::node_group::{GroupMore, NodeGroup, Role, Taint, TaintEffect};
use crate::domain::operation::{GroupEdit, NewGroup};
use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::domain::status::Status;
use crate::openstack::error::ApiError;
use crate::openstack::magnum::actions::replace;
use crate::openstack::paging::{self, List};
use crate::openstack::policy::{self, CallClass};
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

/// The minor version of Magnum that brought node groups.
const SINCE: u32 = 9;

/// Every node group of a cluster; none where Magnum is too old to have them.
pub async fn list(session: &Session, cluster: &ClusterId) -> Result<Vec<NodeGroup>, ApiError> {
    if session.magnum_version().await? < SINCE {
        return Ok(Vec::new());
    }
    let path = ["clusters", cluster.as_str(), "nodegroups"];
    let list = List {
        id: |row| row.some_text("uuid"),
        page_rows: policy::TEMPLATE_PAGE_ROWS,
        ..List::of(Service::ContainerInfra, &path, "nodegroups")
    };
    Ok(paging::all(session, &list)
        .await?
        .iter()
        .filter_map(|row| node_group(Row::of(row)))
        .collect())
}

/// One node group with every field, by its uuid or its name.
///
/// # Errors
/// Why it could not be had.
pub async fn show(session: &Session, cluster: &ClusterId, group: &str) -> Result<NodeGroup, ApiError> {
    let path = ["clusters", cluster.as_str(), "nodegroups", group];
    let answer = session.get(&ask(&path, CallClass::One)).await?;
    let row = Row::of(&answer);
    let found = node_group(row).ok_or_else(|| without_uuid(session))?;
    Ok(NodeGroup {
        more: Some(Box::new(more(row))),
        ..found
    })
}

/// Asks Magnum to make a group. It answers before it has begun.
///
/// # Errors
/// Why it was refused, or that the answer was lost.
pub async fn create(session: &Session, cluster: &ClusterId, new: &NewGroup) -> Result<NodeGroupId, ApiError> {
    let path = ["clusters", cluster.as_str(), "nodegroups"];
    let answer = session.post(&ask(&path, CallClass::Write), &body(new)).await?;
    Row::of(&answer)
        .some_text("uuid")
        .map(NodeGroupId::new)
        .ok_or_else(|| without_uuid(session).after_sending())
}

/// Asks Magnum to change a group.
///
/// # Errors
/// Why it was refused, or that the answer was lost.
pub async fn update(
    session: &Session,
    (cluster, group): (&ClusterId, &NodeGroupId),
    edit: &GroupEdit,
) -> Result<(), ApiError> {
    let path = ["clusters", cluster.as_str(), "nodegroups", group.as_str()];
    let body = patch(edit);
    session
        .patch_blind(&ask(&path, CallClass::Write), Some(&body))
        .await
}

/// Asks Magnum to remove a group with its nodes.
///
/// # Errors
/// Why it was refused, or that the answer was lost.
pub async fn delete(session: &Session, cluster: &ClusterId, group: &NodeGroupId) -> Result<(), ApiError> {
    let path = ["clusters", cluster.as_str(), "nodegroups", group.as_str()];
    session.delete(&ask(&path, CallClass::Write)).await
}

fn ask<'a>(path: &'a [&'a str], class: CallClass) -> Ask<'a> {
    Ask {
        service: Service::ContainerInfra,
        path,
        query: Vec::new(),
        class,
    }
}

fn without_uuid(session: &Session) -> ApiError {
    let detail = "no `uuid`".to_owned();
    let error = ApiError::of(Service::ContainerInfra, ProblemKind::InvalidAnswer { detail });
    session.note(Service::ContainerInfra, &error);
    error
}

/// Only what is not the cluster's goes out: older Magnums refuse fields that they do not know.
fn body(new: &NewGroup) -> Value {
    let mut body = Map::new();
    let mut put = |key: &str, value: Value| drop(body.insert(key.to_owned(), value));
    put("name", json!(new.name));
    put("role", json!(new.role));
    put("node_count", json!(new.node_count));
    put("min_node_count", json!(new.min_node_count));
    if let Some(most) = new.max_node_count {
        put("max_node_count", json!(most));
    }
    if let Some(flavor) = &new.flavor {
        put("flavor_id", json!(flavor));
    }
    if let Some(image) = &new.image {
        put("image_id", json!(image));
    }
    if let Some(size) = new.docker_volume_size_gib {
        put("docker_volume_size", json!(size));
    }
    if !new.labels.is_empty() {
        put("labels", json!(new.labels));
        put("merge_labels", json!(true));
    }
    if !new.node_labels.is_empty() {
        put("node_labels", json!(new.node_labels));
    }
    if !new.node_taints.is_empty() {
        put("node_taints", taints(&new.node_taints));
    }
    Value::Object(body)
}

fn taints(taints: &[Taint]) -> Value {
    let each = taints.iter().map(|taint| {
        let mut fields = Map::new();
        fields.insert("key".to_owned(), json!(taint.key));
        if let Some(value) = &taint.value {
            fields.insert("value".to_owned(), json!(value));
        }
        fields.insert("effect".to_owned(), json!(taint.effect.word()));
        Value::Object(fields)
    });
    Value::Array(each.collect())
}

fn patch(edit: &GroupEdit) -> Value {
    let mut patch = Vec::new();
    if let Some(least) = edit.min_node_count {
        patch.push(replace("min_node_count", &json!(least)));
    }
    match edit.max_node_count {
        Some(Some(most)) => patch.push(replace("max_node_count", &json!(most))),
        Some(None) => patch.push(json!({"op": "remove", "path": "/max_node_count"})),
        None => {}
    }
    // Values of a patch are texts or numbers; Magnum reads the object out of the text.
    if let Some(labels) = &edit.node_labels {
        patch.push(replace("node_labels", &json!(json!(labels).to_string())));
    }
    if let Some(new) = &edit.node_taints {
        patch.push(replace("node_taints", &json!(taints(new).to_string())));
    }
    Value::Array(patch)
}

pub(crate) fn node_group(row: Row<'_>) -> Option<NodeGroup> {
    Some(NodeGroup {
        id: NodeGroupId::new(row.some_text("uuid")?),
        name: row.text("name"),
        role: Role::parse(&row.text("role")),
        is_default: row.flag("is_default").unwrap_or_default(),
        node_count: row.number("node_count").unwrap_or_default(),
        min_node_count: row.number("min_node_count").unwrap_or_default(),
        max_node_count: row.number("max_node_count"),
        flavor: row.some_text("flavor_id"),
        image: row.some_text("image_id"),
        stack: row.some_text("stack_id").map(StackId::new),
        status: Status::parse(&row.text("status")),
        more: None,
    })
}

fn more(row: Row<'_>) -> GroupMore {
    let labelled = row.value("node_labels").is_some();
    let tainted = row.value("node_taints").is_some();
    GroupMore {
        status_reason: row.some_text("status_reason"),
        node_addresses: row.texts("node_addresses"),
        docker_volume_size_gib: row.number("docker_volume_size"),
        labels: row.texts_by_key("labels"),
        node_labels: labelled.then(|| row.texts_by_key("node_labels")),
        node_taints: tainted.then(|| row.rows("node_taints").filter_map(taint).collect()),
        created_at: row.time("created_at"),
        updated_at: row.time("updated_at"),
    }
}

fn taint(row: Row<'_>) -> Option<Taint> {
    let effect = row.text("effect");
    Some(Taint {
        key: row.some_text("key")?,
        value: row.some_text("value"),
        effect: TaintEffect::ALL
            .into_iter()
            .find(|known| known.word() == effect)?,
    })
}
