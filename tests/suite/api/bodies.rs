//! What a change sends, compared with what the OpenStack client was seen to send for the same.

use std::path::Path;

use magnum_desktop::domain::id::{ClusterId, NodeGroupId, ServerId, TemplateId};
use magnum_desktop::domain::node_group::Taint;
use magnum_desktop::domain::operation::{GroupEdit, GroupRef, NewGroup, Resize, Update, Upgrade};
use magnum_desktop::openstack::magnum::{actions, node_groups};
use serde_json::{Value, json};

use super::cloud::{cloud, sign_in};
use super::server::Reply;

fn fixture() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/client/changes.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Absent and null mean the same; objects in the texts of a patch are read, however they are written.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), plain(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(values) => values.iter().map(plain).collect(),
        Value::String(text) if text.starts_with(['{', '[']) => {
            serde_json::from_str(&text.replace('\'', "\"")).unwrap()
        }
        other => other.clone(),
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn every_change_sends_what_the_openstack_client_sends() {
    let cloud = cloud(|_| Reply::json(202, &json!({"uuid": "C"}))).await;
    let session = sign_in(&cloud).await;
    let cluster = ClusterId::new("C");
    let group = NodeGroupId::new("G");
    let workers = GroupRef {
        id: NodeGroupId::new("default-worker"),
        name: "default-worker".to_owned(),
    };
    let resize = Resize {
        group: Some(workers.clone()),
        node_count: 3,
        nodes_to_remove: vec![ServerId::new("S")],
    };
    actions::resize(&session, &cluster, &resize).await.unwrap();
    let upgrade = |max_batch_size, group| Upgrade {
        template: TemplateId::new("T"),
        template_name: "new".to_owned(),
        max_batch_size: Some(max_batch_size),
        group,
    };
    actions::upgrade(&session, &cluster, &upgrade(2, Some(workers)))
        .await
        .unwrap();
    actions::upgrade(&session, &cluster, &upgrade(1, None))
        .await
        .unwrap();
    let update = Update {
        node_count: Some(2),
        ..Update::default()
    };
    actions::update(&session, &cluster, &update).await.unwrap();
    actions::rotate_ca(&session, &cluster).await.unwrap();
    actions::rotate_credential(&session, &cluster).await.unwrap();
    let gpu = NewGroup {
        name: "actions-gpu".to_owned(),
        role: "worker".to_owned(),
        node_count: 1,
        min_node_count: 1,
        max_node_count: Some(3),
        flavor: Some("m1.small".to_owned()),
        labels: [("a".to_owned(), "b".to_owned())].into(),
        ..NewGroup::default()
    };
    node_groups::create(&session, &cluster, &gpu).await.unwrap();
    let (labels, taints) = (
        [("team".to_owned(), "web".to_owned())],
        vec![Taint::parse("gpu=yes:NoSchedule").unwrap()],
    );
    let marked = NewGroup {
        name: "actions-x".to_owned(),
        role: "worker".to_owned(),
        node_count: 1,
        node_labels: labels.clone().into(),
        node_taints: taints.clone(),
        ..NewGroup::default()
    };
    node_groups::create(&session, &cluster, &marked).await.unwrap();
    let bounds = GroupEdit {
        min_node_count: Some(0),
        max_node_count: Some(Some(2)),
        ..GroupEdit::default()
    };
    let marks = GroupEdit {
        node_labels: Some(labels.into()),
        node_taints: Some(taints),
        ..GroupEdit::default()
    };
    for edit in [bounds, marks] {
        node_groups::update(&session, (&cluster, &group), &edit)
            .await
            .unwrap();
    }

    let asked = cloud.asked();
    let sent: Vec<_> = asked
        .iter()
        .filter(|asked| asked.path.starts_with("/magnum/v1/") && asked.method != "GET")
        .collect();
    let fixture = fixture();
    let commands = [
        "cluster resize C 3 --nodes-to-remove S --nodegroup default-worker",
        "cluster upgrade C T --max-batch-size 2 --nodegroup default-worker",
        "cluster upgrade C T",
        "cluster update C --node-count 2",
        "ca rotate C",
        "credential rotate C",
        "nodegroup create C actions-gpu --node-count 1 --min-nodes 1 --max-nodes 3 --role worker --flavor m1.small \
         --labels a=b --merge-labels",
        "nodegroup create C actions-x --node-labels team=web --node-taints gpu=yes:NoSchedule",
        "nodegroup update C G --min-nodes 0 --max-nodes 2",
        "nodegroup update C G --node-labels team=web --node-taints gpu=yes:NoSchedule",
    ];
    assert_eq!(sent.len(), commands.len());
    assert_eq!(fixture["sent"].as_object().unwrap().len(), commands.len());
    for (ours, command) in sent.iter().zip(commands) {
        let theirs = &fixture["sent"][command];
        let path = theirs["path"].as_str().unwrap().trim_end_matches('/');
        assert_eq!(ours.method, theirs["method"].as_str().unwrap(), "{command}");
        assert_eq!(ours.path, format!("/magnum{path}"), "{command}");
        let body = serde_json::from_str(&ours.body).unwrap_or(Value::Null);
        assert_eq!(plain(&body), plain(&theirs["body"]), "{command}");
    }
}
