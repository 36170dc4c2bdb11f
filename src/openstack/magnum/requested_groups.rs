//! Node groups that a creation asks for beside its own two: Magnum takes them once the cluster stands.

use serde_json::{Map, Value, json};

use crate::domain::draft::GroupRequest;
use crate::domain::id::ClusterId;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::policy::CallClass;
use crate::openstack::session::{Ask, Session};

/// Asks Magnum to make one. It answers before it has begun.
pub async fn create(session: &Session, cluster: &ClusterId, group: &GroupRequest) -> Result<(), ApiError> {
    let ask = Ask {
        service: Service::ContainerInfra,
        path: &["clusters", cluster.as_str(), "nodegroups"],
        query: Vec::new(),
        class: CallClass::Write,
    };
    session.post(&ask, &body(group)).await.map(drop)
}

fn body(group: &GroupRequest) -> Value {
    let mut body = Map::new();
    body.insert("name".to_owned(), json!(group.name));
    body.insert("node_count".to_owned(), json!(group.node_count));
    if let Some(flavor) = &group.flavor {
        body.insert("flavor_id".to_owned(), json!(flavor));
    }
    Value::Object(body)
}
