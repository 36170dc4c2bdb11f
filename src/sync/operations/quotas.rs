//! Changes of cluster quotas. Magnum carries them out before it answers, so that a yes is the effect.

use tokio::time::Instant;

use super::{LOOK, Run, SEARCH, Sent, is_gone};
use crate::domain::operation::{Progress, QuotaChange, QuotaDeed, Subject};
use crate::domain::problem::Problem;
use crate::message::Topic;
use crate::openstack::magnum::quotas;

impl Run {
    /// Sends a change, once; an effect is looked for only where the answer was lost.
    pub(super) async fn change_quota(&self, change: &QuotaChange) {
        let project = &change.project;
        let subject = Subject::Quota(project.clone());
        let answer = match change.deed {
            QuotaDeed::Create(limit) => quotas::create(&self.session, project, limit).await.map(drop),
            QuotaDeed::Change(limit) => quotas::change(&self.session, project, limit).await.map(drop),
            QuotaDeed::Delete => match quotas::delete(&self.session, project).await {
                // Somebody else was faster: what was wanted is the case.
                Err(error) if is_gone(&error) && !error.maybe_sent() => Ok(()),
                answer => answer,
            },
        };
        match self.sort(answer).await {
            Sent::Yes(()) => self.done(subject).await,
            Sent::Maybe(problem) => self.find_quota(change, subject, problem).await,
            Sent::No => {}
        }
        (self.poke)(&Topic::ProjectQuotas);
        (self.poke)(&Topic::Allowance);
        (self.poke)(&Topic::Catalog);
    }

    async fn find_quota(&self, change: &QuotaChange, subject: Subject, problem: Problem) {
        let until = Instant::now() + SEARCH;
        while Instant::now() < until {
            if let Ok(quota) = quotas::of(&self.session, &change.project).await {
                let reached = match change.deed {
                    QuotaDeed::Create(limit) | QuotaDeed::Change(limit) => {
                        quota.is_explicit() && quota.limit == Some(limit)
                    }
                    QuotaDeed::Delete => !quota.is_explicit(),
                };
                if reached {
                    return self.done(subject).await;
                }
            }
            tokio::time::sleep(LOOK).await;
        }
        self.tell(Progress::Lost { problem }).await;
    }
}
