//! Counts of clusters and nodes, from Magnum's one cheap question.

use crate::domain::administration::Stats;
use crate::domain::id::ProjectId;
use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::policy::CallClass;
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

/// How many clusters the session's project has. Magnums before 1.4 answer with [`ProblemKind::NotFound`].
pub async fn cluster_count(session: &Session) -> Result<u32, ApiError> {
    let project = session.project();
    of(session, Some(&project)).await.map(|stats| stats.clusters)
}

/// The counts of a project; without one those of the whole cloud, which only administrators are told.
///
/// # Errors
/// Why they could not be had.
pub async fn of(session: &Session, project: Option<&ProjectId>) -> Result<Stats, ApiError> {
    let project = project.map(|project| ("project_id", project.as_str().to_owned()));
    let query = project.into_iter().chain([("type", "cluster".to_owned())]);
    let ask = Ask {
        service: Service::ContainerInfra,
        path: &["stats"],
        query: query.collect(),
        class: CallClass::One,
    };
    let answer = session.get(&ask).await?;
    let row = Row::of(&answer);
    let clusters = row.number("clusters").ok_or_else(|| {
        let detail = "no `clusters`".to_owned();
        ApiError::of(Service::ContainerInfra, ProblemKind::InvalidAnswer { detail })
    })?;
    Ok(Stats {
        clusters,
        nodes: row.number("nodes").unwrap_or_default(),
    })
}
