//! The same change on the OpenStack client's command line.

use magnum_desktop::domain::id::{NodeGroupId, ServerId, TemplateId};
use magnum_desktop::domain::node_group::Taint;
use magnum_desktop::domain::operation::{
    ClusterChange, ClusterDeed, GroupChange, GroupDeed, GroupEdit, GroupRef, NewGroup, Operation, Resize,
    Update, Upgrade, command_line,
};
use magnum_desktop::domain::quoting::Shell;

use crate::pages::hand;

fn line(operation: &Operation) -> Option<String> {
    let text = command_line(Shell::Posix, &hand::scope(), operation)?;
    let head = "openstack --os-cloud prod --os-region-name RegionOne coe ";
    Some(text.strip_prefix(head).unwrap().to_owned())
}

fn cluster(deed: ClusterDeed) -> Operation {
    Operation::Cluster(ClusterChange::now(hand::cluster("web").id, "web", deed))
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_change_can_be_copied_as_a_command() {
    let id = hand::cluster("web").id;
    let group = GroupRef {
        id: NodeGroupId::new("group-1"),
        name: "gpu".to_owned(),
    };
    let resize = Resize {
        group: Some(group.clone()),
        node_count: 2,
        nodes_to_remove: vec![ServerId::new("server-1"), ServerId::new("server-2")],
    };
    let upgrade = Upgrade {
        template: TemplateId::new("t-2"),
        template_name: "new".to_owned(),
        max_batch_size: Some(2),
        group: None,
    };
    let groups = |deed| {
        Operation::NodeGroup(GroupChange {
            cluster: id.clone(),
            cluster_name: "web".to_owned(),
            deed,
        })
    };
    let new = NewGroup {
        name: "gpu".to_owned(),
        role: "worker".to_owned(),
        node_count: 2,
        min_node_count: 1,
        max_node_count: Some(4),
        labels: [("a".to_owned(), "b c".to_owned())].into(),
        node_taints: vec![Taint::parse("gpu=yes:NoSchedule").unwrap()],
        ..NewGroup::default()
    };
    let edit = GroupEdit {
        min_node_count: Some(1),
        max_node_count: Some(Some(3)),
        ..GroupEdit::default()
    };
    for (operation, expected) in [
        (cluster(ClusterDeed::Delete), format!("cluster delete {id}")),
        (
            cluster(ClusterDeed::Resize(resize)),
            format!(
                "cluster resize --nodes-to-remove server-1 --nodes-to-remove server-2 --nodegroup group-1 {id} 2"
            ),
        ),
        (
            cluster(ClusterDeed::Upgrade(upgrade)),
            format!("cluster upgrade --max-batch-size 2 {id} t-2"),
        ),
        (
            cluster(ClusterDeed::Update(Update {
                node_count: Some(3),
                ..Update::default()
            })),
            format!("cluster update --node-count 3 {id}"),
        ),
        (cluster(ClusterDeed::RotateCa), format!("ca rotate {id}")),
        (
            cluster(ClusterDeed::RotateCredential),
            format!("credential rotate {id}"),
        ),
        (
            groups(GroupDeed::Create(new)),
            format!(
                "nodegroup create --node-count 2 --min-nodes 1 --max-nodes 4 --role worker --labels 'a=b c' \
                 --merge-labels --node-taints gpu=yes:NoSchedule {id} gpu"
            ),
        ),
        (
            groups(GroupDeed::Edit(group.clone(), edit)),
            format!("nodegroup update --min-nodes 1 --max-nodes 3 {id} group-1"),
        ),
        (
            groups(GroupDeed::Delete(group)),
            format!("nodegroup delete {id} group-1"),
        ),
    ] {
        assert_eq!(line(&operation), Some(expected), "{operation:?}");
    }
    // That client has no option for it.
    let health = ClusterDeed::Update(Update {
        health: Some("HEALTHY".to_owned()),
        ..Update::default()
    });
    assert_eq!(line(&cluster(health)), None);
}
