//! Creations of clusters: names are not unique in Magnum, so a creation whose answer was lost is looked for and never sent
//! again.

use std::collections::BTreeSet;

use jiff::Timestamp;
use tokio::time::Instant;

use super::further_groups::Added;
use super::{CLOCK_SLACK, LOOK, Run, SEARCH, Sent, is_gone};
use crate::domain::cluster::Cluster;
use crate::domain::draft::{ClusterRequest, GroupRequest};
use crate::domain::id::{ClusterId, UserId};
use crate::domain::operation::{Progress, Subject};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::status::{Action, Phase, Status};
use crate::message::Topic;
use crate::openstack::magnum::clusters::{self, ClusterPage};

impl Run {
    /// Sends a creation and follows it.
    pub(super) async fn create(&self, request: &ClusterRequest) {
        let sought = Sought {
            request,
            sent_at: self.report.now(),
            known: self.known(),
        };
        match self.sort(clusters::create(&self.session, request).await).await {
            Sent::Yes(cluster) => self.follow_creation(&cluster, request.groups()).await,
            Sent::Maybe(problem) => self.search_creation(&sought, problem).await,
            Sent::No => {}
        }
    }

    /// Looks for what a creation has made whose answer was lost some time ago.
    pub(super) async fn find(&self, request: &ClusterRequest, sent_at: Timestamp) {
        let problem = Problem::new(ProblemKind::OutcomeUnknown);
        let sought = Sought {
            request,
            sent_at,
            known: BTreeSet::new(),
        };
        self.unclear(problem.clone()).await;
        self.search_creation(&sought, problem).await;
    }

    /// The clusters that were there before: none of them can be the one that is about to be made.
    fn known(&self) -> BTreeSet<ClusterId> {
        let list = self.book.current();
        list.rows.iter().map(|row| row.id.clone()).collect()
    }

    /// Follows a creation to its end, and makes the further groups once the cluster stands.
    pub(super) async fn follow_creation(&self, id: &ClusterId, groups: &[GroupRequest]) {
        let subject = Subject::Cluster(id.clone());
        self.tell(Progress::Accepted {
            subject: subject.clone(),
        })
        .await;
        let mut patience = self.patience(None);
        let mut said: Option<Status> = None;
        loop {
            match clusters::show(&self.session, id).await {
                Ok(cluster) => {
                    let cluster = self.book.put(cluster);
                    if said.is_none() {
                        (self.poke)(&Topic::Cluster(id.clone()));
                    }
                    let stands = matches!(cluster.status, Status::Known(_, Phase::Complete));
                    let added = if stands && !groups.is_empty() {
                        self.add_groups(id, groups).await
                    } else {
                        Added::All
                    };
                    match added {
                        Added::Refused(reason) => return self.failed(subject, Some(reason)).await,
                        Added::All if self.creation_ended(&cluster).await => {
                            (self.poke)(&Topic::Cluster(id.clone()));
                            return;
                        }
                        Added::All | Added::NotYet => {}
                    }
                    if said.as_ref() != Some(&cluster.status) {
                        said = Some(cluster.status.clone());
                        self.tell(Progress::Underway {
                            subject: subject.clone(),
                            status: cluster.status.clone(),
                        })
                        .await;
                    }
                }
                Err(error) if is_gone(&error) && said.is_some() => {
                    self.book.remove(id);
                    return self.failed(subject, None).await;
                }
                // Not there yet, or a bad moment of the network; the next look tells more.
                Err(_) => {}
            }
            if !self.next_look(&mut patience, &subject, said.is_some()).await {
                return;
            }
        }
    }

    async fn creation_ended(&self, cluster: &Cluster) -> bool {
        let subject = Subject::Cluster(cluster.id.clone());
        match &cluster.status {
            Status::Known(_, Phase::Complete) => self.done(subject).await,
            Status::Known(_, Phase::Failed) => {
                let reason = cluster.reason().map(str::to_owned);
                self.failed(subject, reason).await;
            }
            Status::Known(Action::Delete, Phase::InProgress) => self.failed(subject, None).await,
            Status::Known(_, Phase::InProgress) | Status::Other(_) => return false,
        }
        true
    }

    /// The answer was lost after the request had gone out: a second request would make a second cluster. Looks for one of
    /// ours instead.
    async fn search_creation(&self, sought: &Sought<'_>, problem: Problem) {
        let me = self.session.info().user_id;
        let until = Instant::now() + SEARCH;
        while Instant::now() < until {
            let newest = ClusterPage {
                limit: 20,
                after: None,
            };
            if let Ok(page) = clusters::page(&self.session, &newest).await
                && let Some(found) = page.rows.iter().find(|row| sought.is(row, &me))
            {
                return self.follow_creation(&found.id, sought.request.groups()).await;
            }
            tokio::time::sleep(LOOK).await;
        }
        self.tell(Progress::Lost { problem }).await;
    }
}

/// A creation whose answer was lost, as it would be recognised.
struct Sought<'a> {
    request: &'a ClusterRequest,
    sent_at: Timestamp,
    known: BTreeSet<ClusterId>,
}

impl Sought<'_> {
    /// Whether this cluster is the one: ours by name, template and user, and younger than the request.
    fn is(&self, row: &Cluster, me: &UserId) -> bool {
        !self.known.contains(&row.id)
            && row.name == self.request.name()
            && row.template == *self.request.template()
            && row.user.as_ref().is_none_or(|user| user == me)
            && row.created_at.is_none_or(|at| at >= self.sent_at - CLOCK_SLACK)
    }
}
