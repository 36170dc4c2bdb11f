//! Counts of the session's project, from Magnum's one cheap question.

use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::policy::CallClass;
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

/// How many clusters the project has. Magnums before 1.4 answer with [`ProblemKind::NotFound`].
pub async fn cluster_count(session: &Session) -> Result<u32, ApiError> {
    let ask = Ask {
        service: Service::ContainerInfra,
        path: &["stats"],
        query: vec![
            ("project_id", session.project().as_str().to_owned()),
            ("type", "cluster".to_owned()),
        ],
        class: CallClass::One,
    };
    let answer = session.get(&ask).await?;
    Row::of(&answer).number("clusters").ok_or_else(|| {
        let detail = "no `clusters`".to_owned();
        ApiError::of(Service::ContainerInfra, ProblemKind::InvalidAnswer { detail })
    })
}
