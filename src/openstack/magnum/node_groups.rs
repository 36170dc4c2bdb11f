//! Node groups of a cluster, as their brief list describes them.

use crate::domain::id::{ClusterId, NodeGroupId, StackId};
use crate::domain::node_group::{NodeGroup, Role};
use crate::domain::service::Service;
use crate::domain::status::Status;
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::policy;
use crate::openstack::session::Session;
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
    })
}
