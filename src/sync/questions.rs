//! Questions that somebody wants answered while looking at something: asked once or followed, never after they are
//! withdrawn, because then their task is ended.

use std::sync::Arc;

use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::question::{Answer, Question, Repeat};
use crate::message::{Attention, Update};
use crate::openstack::magnum::node_groups;
use crate::openstack::session::Session;
use crate::openstack::urgency::urgently_if;
use crate::openstack::{heat, nova, particulars};
use crate::sync::access;
use crate::sync::cadence::Situation;
use crate::sync::crash::caught;
use crate::sync::inside::Inside;
use crate::sync::live::Running;
use crate::sync::poller::{Woken, is_final, pause, rest};
use crate::sync::reporter::ScopeReporter;

/// A question that is wanted, and the task that asks it once there is a session.
pub(crate) struct Wanted {
    pub(crate) repeat: Repeat,
    /// Asks again now.
    pub(crate) again: Arc<Notify>,
    pub(crate) task: Option<Running>,
}

impl Wanted {
    /// Wanted, and not asked yet.
    pub(crate) fn new(repeat: Repeat) -> Self {
        Self {
            repeat,
            again: Arc::default(),
            task: None,
        }
    }
}

/// One question's life.
pub(crate) struct Asking {
    pub(crate) session: Session,
    pub(crate) inside: Inside,
    pub(crate) report: ScopeReporter,
    pub(crate) question: Question,
    pub(crate) repeat: Repeat,
    pub(crate) again: Arc<Notify>,
    pub(crate) attention: watch::Receiver<Attention>,
}

impl Asking {
    /// Asks until its task is ended.
    pub(crate) async fn run(mut self) {
        let mut last: Option<Arc<Answer>> = None;
        let mut failures = 0;
        // Somebody waits for the first answer, and for those that they asked for.
        let mut awaited = true;
        loop {
            let began = Instant::now();
            let asking = Box::pin(urgently_if(awaited, self.answer()));
            let outcome = caught(asking).await.and_then(|answer| answer);
            let mut trouble = None;
            match outcome {
                Ok(answer) => {
                    let news = failures > 0 || !last.as_ref().is_some_and(|last| answer.repeats(last));
                    failures = 0;
                    let answer = Arc::new(answer);
                    self.tell(Ok(Arc::clone(&answer)), news || awaited).await;
                    // Nothing is kept here of what is asked only once: it may be secret.
                    last = (self.repeat == Repeat::Follow).then_some(answer);
                }
                Err(problem) => {
                    failures += 1;
                    trouble = Some(problem.clone());
                    self.tell(Err(problem), true).await;
                }
            }
            awaited = match (self.repeat, &trouble) {
                (Repeat::Once, _) => self.asked_again().await,
                (Repeat::Follow, Some(problem)) if is_final(problem) => self.asked_again().await,
                (Repeat::Follow, trouble) => {
                    let situation = Situation {
                        busy: self.question.is_lively(),
                        failures,
                        took: began.elapsed(),
                        not_before: trouble.as_ref().map_or(std::time::Duration::ZERO, |problem| {
                            rest(problem, self.report.now())
                        }),
                        ..Situation::calm(*self.attention.borrow())
                    };
                    let woken = pause(&self.again, &mut self.attention, Instant::now(), situation).await;
                    woken == Woken::Poke
                }
            };
        }
    }

    async fn asked_again(&self) -> bool {
        self.again.notified().await;
        true
    }

    async fn tell(&self, answer: Result<Arc<Answer>, Problem>, wake: bool) {
        let update = Update::Answered {
            scope: self.report.scope.clone(),
            epoch: self.report.epoch,
            question: self.question.clone(),
            at: self.report.now(),
            answer,
        };
        if wake {
            self.report.reporter.send(update).await;
        } else {
            self.report.reporter.whisper(update);
        }
    }
}

impl Asking {
    /// Which call answers it.
    async fn answer(&self) -> Result<Answer, Problem> {
        match &self.question {
            question @ (Question::Inside { cluster } | Question::PodLog { cluster, .. }) => {
                self.inside.answer(&self.session, (cluster, question)).await
            }
            question @ (Question::Console { .. }
            | Question::Authority { .. }
            | Question::NodeGroup { .. }
            | Question::Stacks
            | Question::StackSource { .. }
            | Question::Particulars(_)) => of_the_cloud(&self.session, question).await,
        }
    }
}

/// What a service of the cloud answers.
async fn of_the_cloud(session: &Session, question: &Question) -> Result<Answer, Problem> {
    match question {
        Question::Stacks => heat::stacks(session)
            .await
            .map(Answer::Stacks)
            .map_err(|error| error.problem()),
        Question::StackSource { stack, name } => heat::source(session, (name, stack))
            .await
            .map(|source| Answer::StackSource(Box::new(source)))
            .map_err(|error| error.problem()),
        Question::Inside { .. } | Question::PodLog { .. } => Err(Problem::new(ProblemKind::NotFound)),
        Question::Console { server, lines } => {
            let answer = nova::console(session, server, *lines).await;
            answer.map(Answer::Console).map_err(|error| error.problem())
        }
        Question::Authority { cluster, kind } => {
            let answer = access::authority(session, cluster, *kind).await;
            answer.map(Answer::Authority)
        }
        Question::NodeGroup { cluster, group } => node_groups::show(session, cluster, group.as_str())
            .await
            .map(|group| Answer::NodeGroup(Box::new(group)))
            .map_err(|error| error.problem()),
        Question::Particulars(subject) => particulars::particulars(session, subject)
            .await
            .map(|told| Answer::Particulars(Box::new(told)))
            .map_err(|error| error.problem()),
    }
}
