//! What is done to a cluster that is there. Magnum answers before it has begun, and its yes means only that it will look at
//! the request.

use serde_json::{Map, Value, json};

use crate::domain::id::{ClusterId, ServerId};
use crate::domain::operation::{Resize, Update, Upgrade};
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::policy::CallClass;
use crate::openstack::session::{Ask, Session};

/// Another number of nodes.
///
/// # Errors
/// Why it was refused, or that the answer was lost.
pub async fn resize(session: &Session, id: &ClusterId, resize: &Resize) -> Result<(), ApiError> {
    let path = ["clusters", id.as_str(), "actions", "resize"];
    session.post(&ask(&path), &resize_body(resize)).await.map(drop)
}

/// Another template's version.
///
/// # Errors
/// Why it was refused, or that the answer was lost.
pub async fn upgrade(session: &Session, id: &ClusterId, upgrade: &Upgrade) -> Result<(), ApiError> {
    let path = ["clusters", id.as_str(), "actions", "upgrade"];
    session.post(&ask(&path), &upgrade_body(upgrade)).await.map(drop)
}

/// What may be changed of the cluster itself.
///
/// # Errors
/// Why it was refused, or that the answer was lost.
pub async fn update(session: &Session, id: &ClusterId, update: &Update) -> Result<(), ApiError> {
    let path = ["clusters", id.as_str()];
    let mut ask = ask(&path);
    if update.rollback {
        ask.query.push(("rollback", "True".to_owned()));
    }
    session.patch_blind(&ask, Some(&update_body(update))).await
}

/// Another certificate authority. Only for clusters that are known to be Heat's.
///
/// # Errors
/// Why it was refused, or that the answer was lost.
pub async fn rotate_ca(session: &Session, id: &ClusterId) -> Result<(), ApiError> {
    session
        .patch_blind(&ask(&["certificates", id.as_str()]), None)
        .await
}

/// Another credential for the cluster's own calls to the cloud.
///
/// # Errors
/// Why it was refused, or that the answer was lost.
pub async fn rotate_credential(session: &Session, id: &ClusterId) -> Result<(), ApiError> {
    session
        .patch_blind(&ask(&["credentials", id.as_str()]), None)
        .await
}

fn ask<'a>(path: &'a [&'a str]) -> Ask<'a> {
    Ask {
        service: Service::ContainerInfra,
        path,
        query: Vec::new(),
        class: CallClass::Write,
    }
}

fn resize_body(resize: &Resize) -> Value {
    let mut body = Map::new();
    body.insert("node_count".to_owned(), json!(resize.node_count));
    if !resize.nodes_to_remove.is_empty() {
        let leaving: Vec<&str> = resize.nodes_to_remove.iter().map(ServerId::as_str).collect();
        body.insert("nodes_to_remove".to_owned(), json!(leaving));
    }
    if let Some(group) = &resize.group {
        body.insert("nodegroup".to_owned(), json!(group.id.as_str()));
    }
    Value::Object(body)
}

fn upgrade_body(upgrade: &Upgrade) -> Value {
    let mut body = Map::new();
    let template = json!(upgrade.template.as_str());
    body.insert("cluster_template".to_owned(), template);
    if let Some(size) = upgrade.max_batch_size {
        body.insert("max_batch_size".to_owned(), json!(size));
    }
    if let Some(group) = &upgrade.group {
        body.insert("nodegroup".to_owned(), json!(group.id.as_str()));
    }
    Value::Object(body)
}

/// One entry of a JSON patch.
pub(super) fn replace(field: &str, value: &Value) -> Value {
    json!({"op": "replace", "path": format!("/{field}"), "value": value})
}

fn update_body(update: &Update) -> Value {
    let mut patch = Vec::new();
    if let Some(count) = update.node_count {
        patch.push(replace("node_count", &json!(count)));
    }
    if let Some(health) = &update.health {
        patch.push(replace("health_status", &json!(health)));
    }
    if let Some(reasons) = &update.health_reasons {
        // Values of a patch are texts or numbers; Magnum reads the object out of the text.
        patch.push(replace(
            "health_status_reason",
            &json!(json!(reasons).to_string()),
        ));
    }
    Value::Array(patch)
}
