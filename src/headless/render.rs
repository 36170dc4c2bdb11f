//! Values as tables and as JSON. The JSON uses Magnum's, Heat's and Nova's own field names.

use serde_json::{Value, json};

use crate::domain::cluster::Cluster;
use crate::domain::inventory::AddressKind;
use crate::domain::node::Node;
use crate::domain::stack::StackResource;
use crate::domain::template::ClusterTemplate;
use crate::headless::table::Table;
use crate::message::ClusterList;

/// Clusters as a table.
pub fn clusters_table(list: &ClusterList) -> Table {
    let mut table = Table::new(&[
        "ID",
        "NAME",
        "STATUS",
        "HEALTH",
        "VERSION",
        "MASTERS",
        "NODES",
        "KEYPAIR",
        "API ADDRESS",
        "CREATED",
    ]);
    for row in &list.rows {
        table.rows.push(vec![
            row.id.to_string(),
            row.name.clone(),
            row.status.to_string(),
            row.health.word().to_owned(),
            text(row.coe_version.as_deref()),
            row.master_count.to_string(),
            row.node_count.to_string(),
            text(row.keypair.as_deref()),
            text(row.api_address.as_deref()),
            time(row.created_at),
        ]);
    }
    table
}

/// One cluster as JSON.
pub fn cluster_json(row: &Cluster) -> Value {
    json!({
        "uuid": row.id.as_str(),
        "name": row.name,
        "status": row.status.to_string(),
        "status_reason": row.status_reason,
        "health_status": (!row.health.word().is_empty()).then(|| row.health.word()),
        "health_status_reason": row.health_reasons,
        "cluster_template_id": row.template.as_str(),
        "stack_id": row.stack.as_ref().map(|id| id.as_str()),
        "keypair": row.keypair,
        "master_count": row.master_count,
        "node_count": row.node_count,
        "master_flavor_id": row.master_flavor,
        "flavor_id": row.flavor,
        "api_address": row.api_address,
        "coe_version": row.coe_version,
        "master_addresses": row.master_addresses,
        "node_addresses": row.node_addresses,
        "labels": row.labels,
        "faults": row.faults,
        "project_id": row.project.as_ref().map(|id| id.as_str()),
        "user_id": row.user.as_ref().map(|id| id.as_str()),
        "created_at": row.created_at.map(|at| at.to_string()),
        "updated_at": row.updated_at.map(|at| at.to_string()),
    })
}

/// Templates as a table.
pub fn templates_table(list: &[std::sync::Arc<ClusterTemplate>]) -> Table {
    let mut table = Table::new(&[
        "ID",
        "NAME",
        "COE",
        "IMAGE",
        "DISTRO",
        "NETWORK",
        "MASTER LB",
        "FLAVOR",
        "PUBLIC",
    ]);
    for row in list {
        table.rows.push(vec![
            row.id.to_string(),
            row.name.clone(),
            row.coe.clone(),
            row.image.clone(),
            text(row.cluster_distro.as_deref()),
            text(row.network_driver.as_deref()),
            row.master_lb_enabled.map(|on| on.to_string()).unwrap_or_default(),
            text(row.flavor.as_deref()),
            row.public.to_string(),
        ]);
    }
    table
}

/// Nodes as a table.
pub fn nodes_table(rows: &[Node]) -> Table {
    let mut table = Table::new(&[
        "ID", "NAME", "CLUSTER", "GROUP", "ROLE", "STATUS", "READY", "FLAVOR", "FIXED", "FLOATING",
    ]);
    for row in rows {
        table.rows.push(vec![
            row.server.id.to_string(),
            row.server.name.clone(),
            row.cluster_name.clone(),
            text(row.group.as_deref()),
            row.role.word().to_owned(),
            row.server.status.clone(),
            text(row.ready.as_deref()),
            text(row.server.flavor.as_deref()),
            text(row.server.address(AddressKind::Fixed)),
            text(row.server.address(AddressKind::Floating)),
        ]);
    }
    table
}

/// One node as JSON.
pub fn node_json(row: &Node) -> Value {
    let addresses = |kind| -> Vec<&str> {
        row.server
            .addresses
            .iter()
            .filter(|one| one.kind == kind)
            .map(|one| one.ip.as_str())
            .collect()
    };
    json!({
        "id": row.server.id.as_str(),
        "name": row.server.name,
        "cluster_id": row.cluster.as_str(),
        "cluster": row.cluster_name,
        "nodegroup": row.group,
        "role": row.role.word(),
        "status": row.server.status,
        "ready": row.ready,
        "flavor": row.server.flavor,
        "fixed": addresses(AddressKind::Fixed),
        "floating": addresses(AddressKind::Floating),
        "availability_zone": row.server.availability_zone,
        "fault": row.server.fault,
        "created_at": row.server.created_at.map(|at| at.to_string()),
    })
}

/// Stack resources as a table.
pub fn resources_table(rows: &[StackResource]) -> Table {
    let mut table = Table::new(&["STACK", "NAME", "TYPE", "STATUS", "PHYSICAL ID", "REASON"]);
    for row in rows {
        table.rows.push(vec![
            row.stack_name.clone(),
            row.name.clone(),
            row.kind.rsplit('/').next().unwrap_or(&row.kind).to_owned(),
            row.status.to_string(),
            text(row.physical_id.as_deref()),
            text(row.status_reason.as_deref()),
        ]);
    }
    table
}

/// One stack resource as JSON.
pub fn resource_json(row: &StackResource) -> Value {
    json!({
        "stack_id": row.stack.as_str(),
        "stack_name": row.stack_name,
        "resource_name": row.name,
        "resource_type": row.kind,
        "physical_resource_id": row.physical_id,
        "resource_status": row.status.to_string(),
        "resource_status_reason": row.status_reason,
        "parent_resource": row.parent_resource,
        "required_by": row.required_by,
        "creation_time": row.created_at.map(|at| at.to_string()),
        "updated_time": row.updated_at.map(|at| at.to_string()),
    })
}

fn text(value: Option<&str>) -> String {
    value.unwrap_or("-").to_owned()
}

fn time(value: Option<jiff::Timestamp>) -> String {
    value.map_or_else(|| "-".to_owned(), |at| at.to_string())
}
