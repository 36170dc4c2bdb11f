//! Changes: each request is sent once, and then followed until its effect is seen.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::domain::cluster::Cluster;
use crate::domain::draft::ClusterRequest;
use crate::domain::id::{ClusterId, UserId};
use crate::domain::operation::{Operation, OperationId, Progress};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::service::Service;
use crate::domain::status::{Action, Phase, Status};
use crate::message::{Topic, Update};
use crate::openstack::magnum::clusters::{self, ClusterPage};
use crate::openstack::session::Session;
use crate::sync::book::Book;
use crate::sync::crash::caught;
use crate::sync::reporter::ScopeReporter;

/// How often the effect is looked for.
const LOOK: Duration = Duration::from_secs(3);
/// How long an accepted request may stay without effect before that is said.
const GRACE: Duration = Duration::from_secs(60);
/// How long the effect of a request whose answer was lost is looked for.
const SEARCH: Duration = Duration::from_secs(60);
/// How far the server's clock may be behind what we take for it.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_secs(120);

/// How long the end of another change is waited for.
const WAIT: Duration = Duration::from_secs(2 * 60 * 60);

/// One operation's life.
pub(crate) struct Run {
    pub(crate) id: OperationId,
    pub(crate) session: Session,
    pub(crate) book: Book,
    pub(crate) report: ScopeReporter,
    /// Asks the pollers of this topic to look again.
    pub(crate) poke: Arc<dyn Fn(&Topic) + Send + Sync>,
    /// The operations that somebody has given up.
    pub(crate) abandoned: watch::Receiver<BTreeSet<OperationId>>,
}

impl Run {
    /// Sends the request and follows it to its end.
    pub(crate) async fn run(self, operation: Operation) {
        let whole = async {
            match operation {
                Operation::CreateCluster(request) => self.create(&request).await,
                Operation::FindCluster { request, sent_at } => {
                    let problem = Problem::new(ProblemKind::OutcomeUnknown);
                    let sought = Sought {
                        request: &request,
                        sent_at,
                        known: BTreeSet::new(),
                    };
                    self.search_creation(&sought, problem).await;
                }
                Operation::DeleteCluster { cluster, .. } => self.delete(&cluster).await,
                Operation::DeleteWhenFree { cluster, .. } => self.delete_when_free(&cluster).await,
            }
        };
        // Nobody knows how far it got, so it is not sent again.
        if let Err(problem) = caught(whole).await {
            self.tell(Progress::Lost { problem }).await;
        }
    }

    async fn create(&self, request: &ClusterRequest) {
        let sought = Sought {
            request,
            sent_at: self.report.now(),
            known: self.known(),
        };
        match clusters::create(&self.session, request).await {
            Ok(cluster) => self.follow_creation(&cluster).await,
            Err(error) if error.maybe_sent() => self.search_creation(&sought, error.problem()).await,
            Err(error) => {
                self.tell(Progress::Refused {
                    problem: error.problem(),
                })
                .await
            }
        }
    }

    async fn delete(&self, cluster: &ClusterId) {
        match clusters::delete(&self.session, cluster).await {
            Ok(()) => {
                self.tell(Progress::Accepted {
                    cluster: cluster.clone(),
                })
                .await;
                self.follow_deletion(cluster, None).await;
            }
            Err(error) if error.maybe_sent() => {
                let problem = error.problem();
                self.unclear(problem.clone()).await;
                self.follow_deletion(cluster, Some(problem)).await;
            }
            // Somebody else was faster: what was wanted is the case.
            Err(error) if error.problem().kind == ProblemKind::NotFound => self.gone(cluster).await,
            Err(error) => {
                self.tell(Progress::Refused {
                    problem: error.problem(),
                })
                .await
            }
        }
    }

    /// Waits for the end of the change that runs on the cluster, then deletes it, once.
    async fn delete_when_free(&self, cluster: &ClusterId) {
        let mut abandoned = self.abandoned.clone();
        let until = Instant::now() + WAIT;
        let mut said: Option<Status> = None;
        loop {
            match clusters::show(&self.session, cluster).await {
                Err(error) if error.problem().kind == ProblemKind::NotFound => {
                    return self.gone(cluster).await;
                }
                // A bad moment of the network; the next look tells more.
                Err(_) => {}
                Ok(found) => {
                    let found = self.book.put(found);
                    match &found.status {
                        Status::Known(Action::Delete, Phase::InProgress) => {
                            return self.follow_deletion(cluster, None).await;
                        }
                        status if !status.in_progress() => return self.delete(cluster).await,
                        status if said.as_ref() != Some(status) => {
                            said = Some(status.clone());
                            self.tell(Progress::Waiting {
                                cluster: cluster.clone(),
                                status: status.clone(),
                                since: found.changing_since(),
                            })
                            .await;
                        }
                        Status::Known(..) | Status::Other(_) => {}
                    }
                }
            }
            if Instant::now() > until {
                let problem = Problem::of(Service::ContainerInfra, ProblemKind::Conflict);
                return self.tell(Progress::Refused { problem }).await;
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = given_up(&mut abandoned, self.id) => return self.tell(Progress::Abandoned).await,
            }
        }
    }

    async fn gone(&self, cluster: &ClusterId) {
        self.book.remove(cluster);
        self.tell(Progress::Done {
            cluster: cluster.clone(),
        })
        .await;
    }

    /// The clusters that were there before: none of them can be the one that is about to be made.
    fn known(&self) -> BTreeSet<ClusterId> {
        let list = self.book.current();
        list.rows.iter().map(|row| row.id.clone()).collect()
    }

    async fn follow_creation(&self, id: &ClusterId) {
        self.tell(Progress::Accepted { cluster: id.clone() }).await;
        let accepted = (Instant::now(), self.report.now());
        let mut said: Option<Status> = None;
        let mut missed = false;
        loop {
            match clusters::show(&self.session, id).await {
                Ok(cluster) => {
                    let cluster = self.book.put(cluster);
                    if said.is_none() {
                        (self.poke)(&Topic::Cluster(id.clone()));
                    }
                    if self.creation_ended(&cluster).await {
                        return;
                    }
                    if said.as_ref() != Some(&cluster.status) {
                        said = Some(cluster.status.clone());
                        self.tell(Progress::Underway {
                            cluster: id.clone(),
                            status: cluster.status.clone(),
                        })
                        .await;
                    }
                }
                Err(error) if error.problem().kind == ProblemKind::NotFound => {
                    if said.is_some() {
                        self.book.remove(id);
                        let reason = None;
                        return self
                            .tell(Progress::Failed {
                                cluster: id.clone(),
                                reason,
                            })
                            .await;
                    }
                    if accepted.0.elapsed() > GRACE && !missed {
                        missed = true;
                        self.tell(Progress::NoEffect {
                            cluster: id.clone(),
                            since: accepted.1,
                        })
                        .await;
                    }
                }
                // A bad moment of the network; the next look tells more.
                Err(_) => {}
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    async fn creation_ended(&self, cluster: &Cluster) -> bool {
        let id = cluster.id.clone();
        match &cluster.status {
            Status::Known(_, Phase::Complete) => self.tell(Progress::Done { cluster: id }).await,
            Status::Known(_, Phase::Failed) => {
                let reason = cluster.reason().map(str::to_owned);
                self.tell(Progress::Failed { cluster: id, reason }).await;
            }
            Status::Known(Action::Delete, Phase::InProgress) => {
                self.tell(Progress::Failed {
                    cluster: id,
                    reason: None,
                })
                .await;
            }
            Status::Known(_, Phase::InProgress) | Status::Other(_) => return false,
        }
        true
    }

    /// The answer was lost after the request had gone out: names are not unique in Magnum, so a second request would
    /// make a second cluster. Looks for one of ours instead.
    async fn search_creation(&self, sought: &Sought<'_>, problem: Problem) {
        self.unclear(problem.clone()).await;
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
                return self.follow_creation(&found.id).await;
            }
            tokio::time::sleep(LOOK).await;
        }
        self.tell(Progress::Lost { problem }).await;
    }

    async fn follow_deletion(&self, id: &ClusterId, unclear: Option<Problem>) {
        let accepted = (Instant::now(), self.report.now());
        let mut underway = false;
        let mut missed = false;
        loop {
            match clusters::show(&self.session, id).await {
                Err(error) if error.problem().kind == ProblemKind::NotFound => {
                    (self.poke)(&Topic::Topology(id.clone()));
                    return self.gone(id).await;
                }
                Err(_) => {}
                Ok(cluster) => {
                    let cluster = self.book.put(cluster);
                    match &cluster.status {
                        Status::Known(Action::Delete, Phase::Failed) => {
                            let reason = cluster.reason().map(str::to_owned);
                            return self
                                .tell(Progress::Failed {
                                    cluster: id.clone(),
                                    reason,
                                })
                                .await;
                        }
                        Status::Known(Action::Delete, _) if !underway => {
                            underway = true;
                            (self.poke)(&Topic::Cluster(id.clone()));
                            (self.poke)(&Topic::Topology(id.clone()));
                            let status = cluster.status.clone();
                            self.tell(Progress::Underway {
                                cluster: id.clone(),
                                status,
                            })
                            .await;
                        }
                        Status::Known(..) | Status::Other(_) => {}
                    }
                }
            }
            if !underway && !missed && accepted.0.elapsed() > GRACE {
                missed = true;
                match unclear {
                    Some(problem) => return self.tell(Progress::Lost { problem }).await,
                    None => {
                        self.tell(Progress::NoEffect {
                            cluster: id.clone(),
                            since: accepted.1,
                        })
                        .await
                    }
                }
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    async fn unclear(&self, problem: Problem) {
        let seconds = i64::try_from(SEARCH.as_secs()).unwrap_or(i64::MAX);
        let looking_until = self.report.now() + SignedDuration::from_secs(seconds);
        self.tell(Progress::Unclear {
            problem,
            looking_until,
        })
        .await;
    }

    async fn tell(&self, progress: Progress) {
        let update = Update::Operation {
            scope: self.report.scope.clone(),
            id: self.id,
            at: self.report.now(),
            progress,
        };
        self.report.reporter.send(update).await;
    }
}

/// Waits until somebody has given this operation up.
async fn given_up(abandoned: &mut watch::Receiver<BTreeSet<OperationId>>, id: OperationId) {
    let ended = abandoned.wait_for(|all| all.contains(&id)).await.is_err();
    if ended {
        // There is no window any more in which anybody could.
        std::future::pending::<()>().await;
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
