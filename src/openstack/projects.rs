//! What the cloud's projects and users are called: Keystone's lists for administrators, else the projects of the user.

use std::collections::BTreeMap;

use crate::domain::administration::Projects;
use crate::domain::id::{ProjectId, UserId};
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

/// What users are called, by their ids; empty where Keystone tells that to nobody but others.
pub async fn people(session: &Session) -> BTreeMap<UserId, String> {
    let list = List::of(Service::Identity, &["users"], "users");
    let rows = paging::unpaged(session, &list).await.unwrap_or_default();
    let named = |row: &serde_json::Value| {
        let row = Row::of(row);
        Some((UserId::new(row.some_text("id")?), row.some_text("name")?))
    };
    rows.iter().filter_map(named).collect()
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
