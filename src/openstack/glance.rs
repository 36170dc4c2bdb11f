//! Glance: images.

use crate::domain::catalog::Image;
use crate::domain::id::ImageId;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::session::Session;
use crate::openstack::wire::Row;

/// The images that the project can use.
pub async fn images(session: &Session) -> Result<Vec<Image>, ApiError> {
    let rows = paging::all(session, &List::of(Service::Image, &["images"], "images")).await?;
    Ok(rows.iter().filter_map(|row| image(Row::of(row))).collect())
}

fn image(row: Row<'_>) -> Option<Image> {
    Some(Image {
        id: ImageId::new(row.some_text("id")?),
        name: row.text("name"),
        status: row.text("status"),
        os_distro: row.some_text("os_distro"),
        os_version: row.some_text("os_version"),
        kube_version: row.some_text("kube_version"),
        magnum_driver: row.some_text("magnum_driver"),
        min_disk_gib: row.number("min_disk").unwrap_or_default(),
        min_ram_mib: row.number("min_ram").unwrap_or_default(),
    })
}
