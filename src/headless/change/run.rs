//! Sends an operation through the same background as the window, and listens to it; and what a command must know first.

use std::sync::Arc;

use super::{Desk, Known, Stop};
use crate::domain::catalog::Catalog;
use crate::domain::driver::Driver;
use crate::domain::id::{ClusterId, NodeGroupId};
use crate::domain::node_group::NodeGroup;
use crate::domain::operation::{Operation, OperationId, Progress};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::question::{Answer, Question, Repeat};
use crate::domain::session_info::SessionInfo;
use crate::domain::template::ClusterTemplate;
use crate::headless::fetch::{Reader, ended, find, send};
use crate::message::{ClusterDetail, Command, SessionState, Snapshot, Topic, Update};

impl Reader {
    /// What is known of the session, with Magnum's version: that is told once Magnum has been asked for something.
    pub(super) async fn known_info(&mut self) -> Result<SessionInfo, Problem> {
        while self.info.magnum_version.is_none() {
            match self.backend.recv().await {
                Some(Update::Session {
                    state: SessionState::SignedIn(info),
                    ..
                }) => self.info = info,
                Some(Update::Session {
                    state: SessionState::Failed(problem),
                    ..
                }) => return Err(problem),
                Some(_) => {}
                None => return Err(ended()),
            }
        }
        Ok(self.info.clone())
    }

    /// Every field of a node group: the list leaves out its bounds.
    pub(super) async fn group(
        &mut self,
        cluster: &ClusterId,
        group: &NodeGroupId,
    ) -> Result<NodeGroup, Problem> {
        let question = Question::NodeGroup {
            cluster: cluster.clone(),
            group: group.clone(),
        };
        match self.ask(question).await?.as_ref() {
            Answer::NodeGroup(group) => Ok(NodeGroup::clone(group)),
            Answer::Console(_) | Answer::Particulars(_) | Answer::Authority(_) => Err(ended()),
        }
    }

    /// The answer to this question, asked once.
    pub(in crate::headless) async fn ask(&mut self, question: Question) -> Result<Arc<Answer>, Problem> {
        let scope = self.scope.clone();
        let asked = question.clone();
        let ask = Command::Ask {
            scope: scope.clone(),
            question,
            repeat: Repeat::Once,
        };
        send(&self.backend, ask)?;
        while let Some(update) = self.backend.recv().await {
            let Update::Answered { question, answer, .. } = update else {
                continue;
            };
            if question != asked {
                continue;
            }
            send(&self.backend, Command::Withdraw { scope, question })?;
            return answer;
        }
        Err(ended())
    }

    /// Sends an operation, once. Listens until it is accepted or, with `wait`, until it has ended.
    pub(super) async fn run(
        &mut self,
        operation: Operation,
        wait: bool,
        told: impl Fn(&Progress),
    ) -> Result<Progress, Problem> {
        let id = OperationId(self.operations);
        self.operations += 1;
        let scope = self.scope.clone();
        send(&self.backend, Command::Run { scope, id, operation })?;
        while let Some(update) = self.backend.recv().await {
            let Update::Operation { id: of, progress, .. } = update else {
                continue;
            };
            if of != id {
                continue;
            }
            told(&progress);
            if is_enough(&progress, wait) {
                return Ok(progress);
            }
        }
        Err(ended())
    }
}

/// Whether this is as far as somebody wants to know.
fn is_enough(progress: &Progress, wait: bool) -> bool {
    match progress {
        Progress::Sending | Progress::Waiting { .. } | Progress::Unclear { .. } => false,
        Progress::Accepted { .. } | Progress::Underway { .. } => !wait,
        Progress::Done { .. }
        | Progress::Failed { .. }
        | Progress::Refused { .. }
        | Progress::Lost { .. }
        | Progress::Abandoned
        | Progress::NoEffect { .. } => true,
    }
}

impl Desk<'_> {
    /// The cluster of this name or id, and what is needed to say what may be done to it.
    pub(super) async fn known(&mut self, name_or_id: &str) -> Result<Known, Stop> {
        let list = self.reader.clusters().await?;
        let cluster = find(&list, name_or_id)?;
        let template = self
            .templates()
            .await?
            .iter()
            .find(|template| template.id == cluster.template)
            .cloned();
        let info = self.reader.known_info().await?;
        let driver = Driver::of(&cluster, template.as_deref());
        Ok(Known {
            cluster,
            template,
            driver,
            info,
        })
    }

    /// Every template.
    pub(super) async fn templates(&mut self) -> Result<Arc<Vec<Arc<ClusterTemplate>>>, Stop> {
        let Snapshot::Templates(list) = self.reader.get(Topic::Templates).await? else {
            return Err(ended().into());
        };
        Ok(list)
    }

    /// The template of this name or id.
    pub(super) async fn template(&mut self, name_or_id: &str) -> Result<Arc<ClusterTemplate>, Stop> {
        let list = self.templates().await?;
        if let Some(found) = list.iter().find(|row| row.id.as_str() == name_or_id) {
            return Ok(Arc::clone(found));
        }
        let mut named = list.iter().filter(|row| row.name == name_or_id);
        match (named.next(), named.next()) {
            (Some(found), None) => Ok(Arc::clone(found)),
            (Some(_), Some(_)) => Err(Problem::new(ProblemKind::Conflict).into()),
            (None, _) => Err(missing(name_or_id).into()),
        }
    }

    /// What there is to choose from.
    pub(super) async fn catalog(&mut self) -> Result<Arc<Catalog>, Stop> {
        let Snapshot::Catalog(catalog) = self.reader.get(Topic::Catalog).await? else {
            return Err(ended().into());
        };
        Ok(catalog)
    }

    /// The cluster with its node groups.
    pub(super) async fn detail(&mut self, id: &ClusterId) -> Result<Arc<ClusterDetail>, Stop> {
        let Snapshot::Cluster(detail) = self.reader.get(Topic::Cluster(id.clone())).await? else {
            return Err(ended().into());
        };
        Ok(detail)
    }
}

/// There is nothing of this name.
pub(super) fn missing(name: &str) -> Problem {
    Problem::new(ProblemKind::NoSuchObject {
        name: name.to_owned(),
    })
}
