//! Where else the signed-in user may work: three questions that Keystone answers to everybody about themselves.

use reqwest::Method;
use reqwest::header::HeaderValue;
use serde_json::Value;

use crate::domain::id::ProjectId;
use crate::domain::places::{DomainPlace, Places, ProjectPlace};
use crate::openstack::error::ApiError;
use crate::openstack::keystone::Keystone;
use crate::openstack::policy::CallClass;
use crate::openstack::transport::Call;
use crate::openstack::wire::Row;

impl Keystone<'_> {
    /// The projects and domains, and whether the whole cloud. Old Keystones know only the projects.
    pub(crate) async fn places(&self, token: &HeaderValue) -> Result<Places, ApiError> {
        let (projects, domains, system) = tokio::join!(
            self.list(token, "projects"),
            self.list(token, "domains"),
            self.list(token, "system"),
        );
        let projects = projects?;
        let mut places = Places {
            projects: enabled(&projects, "projects").filter_map(project).collect(),
            domains: domains
                .map(|domains| enabled(&domains, "domains").filter_map(domain).collect())
                .unwrap_or_default(),
            system: system.is_ok_and(|system| {
                Row::of(&system)
                    .rows("system")
                    .any(|row| row.flag("all") == Some(true))
            }),
            fixed: false,
        };
        places.projects.sort_by(|a, b| a.name.cmp(&b.name));
        places.domains.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(places)
    }

    async fn list(&self, token: &HeaderValue, what: &str) -> Result<Value, ApiError> {
        let call = Call {
            class: CallClass::List,
            ..self.call(Method::GET, &["auth", what])?
        };
        self.transport.send(&call, Some(token)).await?.json()
    }
}

/// A disabled project or domain lets nobody in.
fn enabled<'a>(answer: &'a Value, key: &str) -> impl Iterator<Item = Row<'a>> {
    Row::of(answer)
        .rows(key)
        .filter(|row| row.flag("enabled") != Some(false))
}

fn project(row: Row<'_>) -> Option<ProjectPlace> {
    Some(ProjectPlace {
        id: ProjectId::new(row.some_text("id")?),
        name: row.text("name"),
        domain_id: row.text("domain_id"),
        description: row.text("description"),
    })
}

fn domain(row: Row<'_>) -> Option<DomainPlace> {
    Some(DomainPlace {
        id: row.some_text("id")?,
        name: row.text("name"),
    })
}
