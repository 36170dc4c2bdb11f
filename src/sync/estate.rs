//! What is fetched for the pages beside clusters: key pairs, quotas, Magnum's own services, every project's clusters.

use std::sync::Arc;

use crate::domain::administration::{Allowance, CloudWide, ProjectQuotas};
use crate::domain::problem::Problem;
use crate::message::Snapshot;
use crate::openstack::error::ApiError;
use crate::openstack::magnum::{clusters, quotas, services, stats};
use crate::openstack::{nova, projects, quotas as every_quota};
use crate::sync::fetch::Source;
use crate::sync::poller::Fetched;

impl Source {
    pub(crate) async fn keypairs(&self) -> Result<Fetched, Problem> {
        let mut list = nova::keypairs(&self.session).await.map_err(problem)?;
        list.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(calm(Snapshot::Keypairs(Arc::new(list))))
    }

    pub(crate) async fn allowance(&self) -> Result<Fetched, Problem> {
        let project = self.session.project();
        // On the heap each: beside each other they would be a large thing to move about.
        let (quotas, clusters, stats) = tokio::join!(
            Box::pin(every_quota::collect(&self.session)),
            Box::pin(quotas::of(&self.session, &project)),
            Box::pin(stats::of(&self.session, Some(&project))),
        );
        let allowance = Allowance {
            quotas,
            clusters: Some(clusters.map_err(problem)),
            stats: Some(stats.map_err(problem)),
        };
        // Where nothing at all could be had, what was had before is worth more than a list of gaps.
        if let (true, Some(Err(problem))) = (allowance.quotas.known.is_empty(), &allowance.clusters) {
            return Err(problem.clone());
        }
        Ok(calm(Snapshot::Allowance(Arc::new(allowance))))
    }

    pub(crate) async fn project_quotas(&self) -> Result<Fetched, Problem> {
        let (rows, projects) = tokio::join!(
            Box::pin(quotas::list(&self.session)),
            Box::pin(projects::names(&self.session)),
        );
        let rows = rows.map_err(problem)?;
        let all = ProjectQuotas { rows, projects };
        Ok(calm(Snapshot::ProjectQuotas(Arc::new(all))))
    }

    pub(crate) async fn conductors(&self) -> Result<Fetched, Problem> {
        let mut list = services::list(&self.session).await.map_err(problem)?;
        list.sort_by(|a, b| (&a.host, &a.binary, &a.id).cmp(&(&b.host, &b.binary, &b.id)));
        Ok(calm(Snapshot::Conductors(Arc::new(list))))
    }

    pub(crate) async fn cloud_wide(&self) -> Result<Fetched, Problem> {
        let (clusters, stats, projects) = tokio::join!(
            Box::pin(clusters::of_every_project(&self.session)),
            Box::pin(stats::of(&self.session, None)),
            Box::pin(projects::names(&self.session)),
        );
        let clusters = clusters.map_err(problem)?;
        let people = self
            .people
            .get_or_init(|| async { Arc::new(projects::people(&self.session).await) })
            .await;
        let all = CloudWide {
            people: Arc::clone(people),
            clusters: clusters.into_iter().map(Arc::new).collect(),
            stats: stats.ok(),
            projects,
        };
        // Calm also while something is in progress: nobody waits here for one cluster, and the list is dear.
        Ok(calm(Snapshot::CloudWide(Arc::new(all))))
    }
}

fn calm(body: Snapshot) -> Fetched {
    Fetched { body, busy: false }
}

fn problem(error: ApiError) -> Problem {
    error.problem()
}
