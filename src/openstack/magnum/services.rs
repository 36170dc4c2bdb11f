//! Magnum's own services: the first thing that whoever runs Magnum looks at. For administrators.

use crate::domain::administration::Conductor;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::session::Session;
use crate::openstack::wire::Row;

/// Every conductor that has ever reported.
///
/// # Errors
/// Why they could not be had; [`Forbidden`](crate::domain::problem::ProblemKind::Forbidden) for everybody else.
pub async fn list(session: &Session) -> Result<Vec<Conductor>, ApiError> {
    let list = List::of(Service::ContainerInfra, &["mservices"], "mservices");
    let page = paging::unpaged(session, &list).await?;
    Ok(page.iter().filter_map(|row| conductor(Row::of(row))).collect())
}

fn conductor(row: Row<'_>) -> Option<Conductor> {
    Some(Conductor {
        id: row.some_text("id")?,
        host: row.text("host"),
        binary: row.text("binary"),
        up: match row.text("state").as_str() {
            "up" => Some(true),
            "down" => Some(false),
            _ => None,
        },
        disabled: row.flag("disabled").unwrap_or_default() || row.flag("forced_down").unwrap_or_default(),
        disabled_reason: row.some_text("disabled_reason"),
        report_count: row.number("report_count"),
        last_seen: row.time("last_seen_up").or_else(|| row.time("updated_at")),
        created_at: row.time("created_at"),
    })
}
