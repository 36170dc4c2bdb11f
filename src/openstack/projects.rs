//! What the cloud's projects are called: Keystone's list for administrators, else the projects of the user.

use crate::domain::administration::Projects;
use crate::domain::id::ProjectId;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::paging::{self, List};
use crate::openstack::session::Session;
use crate::openstack::wire::Row;

/// The names, as far as Keystone tells them to this user. Never fails: a project without a name is shown by its id.
pub async fn names(session: &Session) -> Projects {
    let info = session.info();
    let (names, gap) = match list(session, &["projects"]).await {
        Ok(names) => (names, None),
        Err(error) => {
            let own = list(session, &["auth", "projects"]).await;
            (own.unwrap_or_default(), Some(error.problem()))
        }
    };
    let mut projects = Projects {
        names: names.into_iter().collect(),
        gap,
    };
    if !info.project_id.as_str().is_empty() {
        projects.names.entry(info.project_id).or_insert(info.project);
    }
    projects
}

async fn list(session: &Session, path: &[&str]) -> Result<Vec<(ProjectId, String)>, ApiError> {
    let rows = paging::unpaged(session, &List::of(Service::Identity, path, "projects")).await?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            let row = Row::of(row);
            Some((ProjectId::new(row.some_text("id")?), row.some_text("name")?))
        })
        .collect())
}
