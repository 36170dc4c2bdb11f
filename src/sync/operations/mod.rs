//! Changes: each request is sent once, and then followed until its effect is seen.
//!
//! One file per family: `creation` for clusters that are about to be, `cluster` for what is done to one that is there,
//! `group` for node groups, `templates`, `keypairs` and `quotas` for the rest, `removal` for what a cluster has left behind.
//! What all share is here: who tells, how an answer is sorted, how often is looked and for how long.

mod cluster;
mod creation;
mod further_groups;
mod group;
mod keypairs;
mod quotas;
mod removal;
mod templates;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::domain::operation::{Operation, OperationId, Progress, Subject};
use crate::domain::problem::{Problem, ProblemKind};
use crate::message::{Topic, Update};
use crate::openstack::error::ApiError;
use crate::openstack::session::Session;
use crate::sync::book::Book;
use crate::sync::crash::caught;
use crate::sync::reporter::ScopeReporter;

/// How often the effect is looked for.
const LOOK: Duration = Duration::from_secs(3);
/// How often it is looked for once it has been missed.
const LATE_LOOK: Duration = Duration::from_secs(15);
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

/// What came of sending a request.
enum Sent<T> {
    /// The service said yes.
    Yes(T),
    /// The answer was lost: it may have worked.
    Maybe(Problem),
    /// The service said no, which has been told.
    No,
}

/// How long the effect of a request has been missing.
struct Patience {
    since: (Instant, Timestamp),
    /// How the answer was lost, where it was.
    unclear: Option<Problem>,
    told: bool,
}

impl Patience {
    fn waited(&self) -> Duration {
        self.since.0.elapsed()
    }
}

impl Run {
    /// Sends the request and follows it to its end.
    pub(crate) async fn run(self, operation: Operation) {
        let whole = async {
            match operation {
                Operation::CreateCluster(request) => self.create(&request).await,
                Operation::FindCluster { request, sent_at } => self.find(&request, sent_at).await,
                Operation::FollowCluster { cluster, groups, .. } => {
                    self.follow_creation(&cluster, &groups).await;
                }
                Operation::Cluster(change) => self.change_cluster(&change).await,
                Operation::Remove(piece) => self.remove(&piece).await,
                Operation::NodeGroup(change) => self.change_group(&change).await,
                Operation::Template(change) => self.change_template(&change).await,
                Operation::Keypair(change) => self.change_keypair(&change).await,
                Operation::Quota(change) => self.change_quota(&change).await,
            }
        };
        // Nobody knows how far it got, so it is not sent again.
        if let Err(problem) = caught(whole).await {
            self.tell(Progress::Lost { problem }).await;
        }
    }

    /// Sorts the answer to a request; a refusal is told, and a lost answer is.
    async fn sort<T>(&self, answer: Result<T, ApiError>) -> Sent<T> {
        match answer {
            Ok(value) => Sent::Yes(value),
            Err(error) if error.maybe_sent() => {
                let problem = error.problem();
                self.unclear(problem.clone()).await;
                Sent::Maybe(problem)
            }
            Err(error) => {
                self.refused(error.problem()).await;
                Sent::No
            }
        }
    }

    /// Begins to wait for an effect.
    fn patience(&self, unclear: Option<Problem>) -> Patience {
        Patience {
            since: (Instant::now(), self.report.now()),
            unclear,
            told: false,
        }
    }

    /// Sleeps until the next look. Where no effect has been seen for long it says so; tells whether to look on.
    async fn next_look(&self, patience: &mut Patience, subject: &Subject, begun: bool) -> bool {
        let waited = patience.waited();
        if !begun && !patience.told && waited > GRACE {
            patience.told = true;
            if let Some(problem) = patience.unclear.take() {
                self.tell(Progress::Lost { problem }).await;
                return false;
            }
            self.tell(Progress::NoEffect {
                subject: subject.clone(),
                since: patience.since.1,
            })
            .await;
        }
        if !begun && waited > WAIT {
            return false;
        }
        tokio::time::sleep(if begun || !patience.told { LOOK } else { LATE_LOOK }).await;
        true
    }

    async fn refused(&self, problem: Problem) {
        self.tell(Progress::Refused { problem }).await;
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

    async fn done(&self, subject: Subject) {
        self.tell(Progress::Done { subject }).await;
    }

    async fn failed(&self, subject: Subject, reason: Option<String>) {
        self.tell(Progress::Failed { subject, reason }).await;
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

fn is_gone(error: &ApiError) -> bool {
    *error.kind() == ProblemKind::NotFound
}

/// Waits until somebody has given this operation up.
async fn given_up(abandoned: &mut watch::Receiver<BTreeSet<OperationId>>, id: OperationId) {
    let ended = abandoned.wait_for(|all| all.contains(&id)).await.is_err();
    if ended {
        // There is no window any more in which anybody could.
        std::future::pending::<()>().await;
    }
}
