//! Cinder: volumes.

use crate::domain::id::{ServerId, VolumeId};
use crate::domain::inventory::Volume;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::session::Session;
use crate::openstack::wire::Row;

/// The project's volumes.
pub async fn volumes(session: &Session) -> Result<Vec<Volume>, ApiError> {
    let list = List::of(Service::BlockStorage, &["volumes", "detail"], "volumes");
    let rows = paging::all(session, &list).await?;
    Ok(rows.iter().filter_map(|row| volume(Row::of(row))).collect())
}

/// Names of the volume types.
pub async fn volume_types(session: &Session) -> Result<Vec<String>, ApiError> {
    let list = List::of(Service::BlockStorage, &["types"], "volume_types");
    let rows = paging::all(session, &list).await?;
    Ok(rows
        .iter()
        .filter_map(|row| Row::of(row).some_text("name"))
        .collect())
}

fn volume(row: Row<'_>) -> Option<Volume> {
    Some(Volume {
        id: VolumeId::new(row.some_text("id")?),
        name: row.text("name"),
        status: row.text("status"),
        size_gib: row.number("size").unwrap_or_default(),
        kind: row.some_text("volume_type"),
        bootable: row.flag("bootable").unwrap_or_default(),
        attachments: row
            .rows("attachments")
            .filter_map(|attachment| {
                let server = ServerId::new(attachment.some_text("server_id")?);
                Some((server, attachment.text("device")))
            })
            .collect(),
        description: row.text("description"),
        metadata: row.texts_by_key("metadata"),
    })
}
