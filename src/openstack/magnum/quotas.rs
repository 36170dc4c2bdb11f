//! Magnum's one quota: how many clusters a project may have. Everybody reads their own project's; the rest is for
//! administrators.

use serde_json::json;

use crate::domain::administration::ProjectQuota;
use crate::domain::id::ProjectId;
use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::policy::CallClass;
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

const MAGNUM: Service = Service::ContainerInfra;
/// The only thing that Magnum counts.
const RESOURCE: &str = "Cluster";

/// The quota of a project; the server's default where nobody has set one.
///
/// # Errors
/// Why it could not be had; Magnums before 1.6 have none.
pub async fn of(session: &Session, project: &ProjectId) -> Result<ProjectQuota, ApiError> {
    let path = ["quotas", project.as_str(), RESOURCE];
    let ask = Ask {
        class: CallClass::One,
        ..write(&path)
    };
    let answer = session.get(&ask).await?;
    quota(Row::of(&answer)).ok_or_else(|| incomplete(session))
}

/// The quotas of every project that somebody has set. For administrators.
///
/// # Errors
/// Why they could not be had.
pub async fn list(session: &Session) -> Result<Vec<ProjectQuota>, ApiError> {
    let list = List::of(MAGNUM, &["quotas"], "quotas").only("all_tenants", "true");
    let rows = paging::all(session, &list).await?;
    Ok(rows.iter().filter_map(|row| quota(Row::of(row))).collect())
}

/// Sets a project's quota for the first time.
///
/// # Errors
/// Why it is not set.
pub async fn create(session: &Session, project: &ProjectId, limit: u32) -> Result<ProjectQuota, ApiError> {
    let body = json!({"project_id": project.as_str(), "resource": RESOURCE, "hard_limit": limit});
    let answer = session.post(&write(&["quotas"]), &body).await?;
    quota(Row::of(&answer)).ok_or_else(|| incomplete(session).after_sending())
}

/// Changes a project's quota.
///
/// # Errors
/// Why it is as it was.
pub async fn change(session: &Session, project: &ProjectId, limit: u32) -> Result<ProjectQuota, ApiError> {
    let body = json!({"project_id": project.as_str(), "resource": RESOURCE, "hard_limit": limit});
    let path = ["quotas", project.as_str(), RESOURCE];
    let answer = session.patch(&write(&path), &body).await?;
    quota(Row::of(&answer)).ok_or_else(|| incomplete(session).after_sending())
}

/// Goes back to the server's default.
///
/// # Errors
/// Why it is still set.
pub async fn delete(session: &Session, project: &ProjectId) -> Result<(), ApiError> {
    session
        .delete(&write(&["quotas", project.as_str(), RESOURCE]))
        .await
}

fn quota(row: Row<'_>) -> Option<ProjectQuota> {
    Some(ProjectQuota {
        id: row.some_text("id"),
        project: ProjectId::new(row.some_text("project_id")?),
        resource: row.some_text("resource").unwrap_or_else(|| RESOURCE.to_owned()),
        limit: row.number("hard_limit"),
        created_at: row.time("created_at"),
        updated_at: row.time("updated_at"),
    })
}

fn write<'a>(path: &'a [&'a str]) -> Ask<'a> {
    Ask {
        service: MAGNUM,
        path,
        query: Vec::new(),
        class: CallClass::Write,
    }
}

fn incomplete(session: &Session) -> ApiError {
    let detail = "no `project_id`".to_owned();
    let error = ApiError::of(MAGNUM, ProblemKind::InvalidAnswer { detail });
    session.note(MAGNUM, &error);
    error
}
