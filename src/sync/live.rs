//! One scope with its session and the pollers that keep what is on screen fresh.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, oneshot, watch};
use tokio::task::AbortHandle;

use crate::domain::problem::Problem;
use crate::domain::profile::CloudProfile;
use crate::domain::question::{Question, Repeat};
use crate::domain::scope::Scope;
use crate::domain::secret::Secret;
use crate::message::{Attention, Epoch, SecretSource, Topic};
use crate::openstack::session::{Half, Session};
use crate::sync::fetch::Source;
use crate::sync::poller::{PollContext, poll};
use crate::sync::questions::{Asking, Wanted};
use crate::sync::reporter::{Reporter, ScopeReporter};
use crate::sync::sign_in::Keeping;
use crate::sync::{cluster_list, node_list};

pub(crate) type Pokes = Arc<Mutex<BTreeMap<Topic, Arc<Notify>>>>;

/// One scope with its session and its pollers. Dropping it ends them all.
pub(crate) struct Live {
    pub(crate) epoch: Epoch,
    pub(crate) profile: Arc<CloudProfile>,
    pub(crate) secret: SecretSource,
    pub(crate) stage: Stage,
    pub(crate) wanted: BTreeSet<Topic>,
    pub(crate) pollers: BTreeMap<Topic, Running>,
    pub(crate) pokes: Pokes,
    /// Gives up what is being asked of a topic.
    pub(crate) cancels: BTreeMap<Topic, Arc<Notify>>,
    pub(crate) background: Vec<Running>,
    /// What somebody wants answered.
    pub(crate) questions: BTreeMap<Question, Wanted>,
}

/// How far a scope has come.
pub(crate) enum Stage {
    /// Signing in. A token may be pasted meanwhile.
    UnderWay { paste: Option<oneshot::Sender<Secret>> },
    /// One factor was accepted.
    Half(Box<Half>, Keeping),
    /// Signed in, and nobody knows where to.
    Choosing(Session),
    /// Signed in.
    In(Source),
    /// It did not work, or does not any more.
    Out(Problem),
}

/// A task that ends when this is dropped.
pub(crate) struct Running(pub(crate) AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Live {
    /// What is signed in.
    pub(crate) fn source(&self) -> Option<&Source> {
        match &self.stage {
            Stage::In(source) => Some(source),
            Stage::UnderWay { .. } | Stage::Half(..) | Stage::Choosing(_) | Stage::Out(_) => None,
        }
    }

    /// The session, also one that is good for nothing yet.
    pub(crate) fn session(&self) -> Option<&Session> {
        match &self.stage {
            Stage::In(source) => Some(&source.session),
            Stage::Choosing(session) => Some(session),
            Stage::UnderWay { .. } | Stage::Half(..) | Stage::Out(_) => None,
        }
    }

    /// Asks a question, or asks it again where it is asked already.
    pub(crate) fn ask(&mut self, question: Question, repeat: Repeat) {
        match self.questions.get(&question) {
            Some(wanted) if wanted.repeat == repeat && wanted.task.is_some() => wanted.again.notify_one(),
            Some(_) | None => {
                self.questions.insert(question, Wanted::new(repeat));
            }
        }
    }

    /// Starts asking what is wanted and not asked yet, where there is a session to ask.
    pub(crate) fn start_questions(
        &mut self,
        scope: &Scope,
        reporter: &Reporter,
        attention: &watch::Sender<Attention>,
    ) {
        let Stage::In(source) = &self.stage else {
            for wanted in self.questions.values_mut() {
                wanted.task = None;
            }
            return;
        };
        for (question, wanted) in &mut self.questions {
            if wanted.task.is_some() {
                continue;
            }
            let asking = Asking {
                session: source.session.clone(),
                inside: source.inside.clone(),
                report: ScopeReporter {
                    reporter: reporter.clone(),
                    scope: scope.clone(),
                    epoch: self.epoch,
                },
                question: question.clone(),
                repeat: wanted.repeat,
                again: Arc::clone(&wanted.again),
                attention: attention.subscribe(),
            };
            wanted.task = Some(Running(tokio::spawn(asking.run()).abort_handle()));
        }
    }

    /// Starts the pollers that are wanted and not there, ends those that are there and not wanted.
    pub(crate) fn match_pollers(
        &mut self,
        scope: &Scope,
        reporter: &Reporter,
        attention: &watch::Sender<Attention>,
    ) {
        let Stage::In(source) = &self.stage else {
            self.pollers.clear();
            return;
        };
        let wanted = &self.wanted;
        self.pollers.retain(|topic, _| wanted.contains(topic));
        let mut pokes = self.pokes.lock().unwrap_or_else(PoisonError::into_inner);
        pokes.retain(|topic, _| wanted.contains(topic));
        self.cancels.retain(|topic, _| wanted.contains(topic));
        for topic in wanted {
            if self.pollers.contains_key(topic) {
                continue;
            }
            let poke = Arc::new(Notify::new());
            pokes.insert(topic.clone(), Arc::clone(&poke));
            let cancel = Arc::new(Notify::new());
            self.cancels.insert(topic.clone(), Arc::clone(&cancel));
            let report = ScopeReporter {
                reporter: reporter.clone(),
                scope: scope.clone(),
                epoch: self.epoch,
            };
            let context = PollContext {
                report,
                topic: topic.clone(),
                poke,
                cancel,
                attention: attention.subscribe(),
                troubles: source.troubles.clone(),
                vigil: None,
            };
            self.pollers.insert(topic.clone(), start(context, source.clone()));
        }
    }
}

fn start(context: PollContext, source: Source) -> Running {
    let task = match context.topic.clone() {
        Topic::Clusters => tokio::spawn(cluster_list::keep(context, source.session, source.book)),
        Topic::Nodes => tokio::spawn(node_list::keep(context, source.session, source.book)),
        Topic::Templates => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.templates().await }
        })),
        Topic::Catalog => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.catalog().await }
        })),
        Topic::Cluster(id) => tokio::spawn(poll(context, move || {
            let (source, id) = (source.clone(), id.clone());
            async move { source.cluster(&id).await }
        })),
        Topic::Topology(id) => tokio::spawn(poll(context, move || {
            let (source, id) = (source.clone(), id.clone());
            async move { source.topology(&id).await }
        })),
        Topic::Leftovers => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.leftovers().await }
        })),
        Topic::FailedStacks => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.failed_stacks().await }
        })),
        Topic::Diagnostics => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.diagnostics() }
        })),
        Topic::Events(id) => tokio::spawn(poll(context, move || {
            let (source, id) = (source.clone(), id.clone());
            async move { source.events(&id).await }
        })),
        Topic::Keypairs => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.keypairs().await }
        })),
        Topic::Allowance => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.allowance().await }
        })),
        Topic::ProjectQuotas => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.project_quotas().await }
        })),
        Topic::Conductors => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.conductors().await }
        })),
        Topic::CloudWide => tokio::spawn(poll(context, move || {
            let source = source.clone();
            async move { source.cloud_wide().await }
        })),
    };
    Running(task.abort_handle())
}
