//! Gets a topic's value through the same background as the window does, once.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::cluster::Cluster;
use crate::domain::factor::Factor;
use crate::domain::id::ClusterId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::scope::Scope;
use crate::domain::secret::Secret;
use crate::domain::service::Service;
use crate::domain::session_info::SessionInfo;
use crate::message::{
    ClusterDetail, ClusterList, ClusterParts, Command, LeftoverList, SecretSource, SessionState, Snapshot,
    Topic, Update,
};
use crate::sync::backend::Backend;

/// What somebody at the terminal is asked, or told, on the way in.
#[derive(Clone, Copy, Debug)]
pub enum Question<'a> {
    /// To open this page; nothing is answered.
    Browser {
        /// The page.
        url: &'a str,
    },
    /// For a further factor.
    Factor {
        /// Which.
        factor: &'a Factor,
        /// Why the last answer was not good enough.
        refused: Option<&'a Problem>,
    },
}

/// One signed-in background without a window.
#[derive(Debug)]
pub struct Reader {
    pub(super) backend: Backend,
    pub(super) scope: Scope,
    /// What Keystone, and later Magnum, have said of the session.
    pub(super) info: SessionInfo,
    /// How many operations were run.
    pub(super) operations: u64,
}

impl Reader {
    /// Signs in, as far as that goes without asking anybody.
    ///
    /// # Errors
    /// Why that did not work.
    pub async fn sign_in(
        backend: Backend,
        profile: Arc<CloudProfile>,
        secret: SecretSource,
    ) -> Result<Self, Problem> {
        Self::sign_in_asking(backend, (profile, secret), |_| None).await
    }

    /// Signs in, with somebody at hand who can be asked.
    ///
    /// # Errors
    /// Why that did not work, or what was asked in vain.
    pub async fn sign_in_asking(
        mut backend: Backend,
        (profile, secret): (Arc<CloudProfile>, SecretSource),
        ask: impl Fn(Question<'_>) -> Option<Secret>,
    ) -> Result<Self, Problem> {
        let scope = profile.scope();
        send(&backend, Command::SignIn { profile, secret })?;
        while let Some(update) = backend.recv().await {
            let Update::Session { state, .. } = update else {
                continue;
            };
            match state {
                SessionState::SignedIn(info) => {
                    return Ok(Self {
                        backend,
                        scope,
                        info,
                        operations: 0,
                    });
                }
                SessionState::Failed(problem) => return Err(problem),
                SessionState::InBrowser { url, .. } => drop(ask(Question::Browser { url: &url })),
                SessionState::HalfSignedIn { half, refused } => {
                    let missing = half.missing.iter().map(|factor| factor.method().to_owned());
                    let wanted = ProblemKind::SecondFactorNeeded {
                        missing: missing.collect(),
                    };
                    let wanted = Problem::of(Service::Identity, wanted);
                    let question = Question::Factor {
                        factor: half.missing.first().unwrap_or(&Factor::Totp),
                        refused: refused.as_ref(),
                    };
                    let proof = ask(question).ok_or_else(|| refused.clone().unwrap_or(wanted))?;
                    let scope = scope.clone();
                    send(&backend, Command::Prove { scope, proof })?;
                }
                SessionState::PlaceWanted(places) => {
                    let names: Vec<&str> = places.projects.iter().map(|place| place.name.as_str()).collect();
                    return Err(Problem {
                        server_words: Some(names.join(" · ")),
                        ..Problem::of(Service::Identity, ProblemKind::ProjectMissing)
                    });
                }
                SessionState::SigningIn | SessionState::SignedOut => {}
            }
        }
        Err(ended())
    }

    /// Where it is signed in.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The value of this topic; a list of clusters is waited for until it is whole.
    ///
    /// # Errors
    /// Why it could not be had.
    pub async fn get(&mut self, topic: Topic) -> Result<Snapshot, Problem> {
        let topics = BTreeSet::from([topic.clone()]);
        self.get_among(&topics, &topic).await
    }

    /// The complete list of clusters.
    ///
    /// # Errors
    /// Why it could not be had.
    pub async fn clusters(&mut self) -> Result<Arc<ClusterList>, Problem> {
        let Snapshot::Clusters(list) = self.get(Topic::Clusters).await? else {
            return Err(ended());
        };
        Ok(list)
    }

    /// The nodes of all clusters, once all clusters are known.
    ///
    /// # Errors
    /// Why they could not be had.
    pub async fn nodes(&mut self) -> Result<Snapshot, Problem> {
        let topics = BTreeSet::from([Topic::Clusters, Topic::Nodes]);
        self.get_among(&topics, &Topic::Nodes).await
    }

    /// What this cluster, given by name or id, is made of.
    ///
    /// # Errors
    /// Why it could not be had; [`ProblemKind::NoSuchObject`] when there is none of that name, or several.
    pub async fn parts(&mut self, name_or_id: &str) -> Result<(Arc<Cluster>, Arc<ClusterParts>), Problem> {
        let list = self.clusters().await?;
        let cluster = find(&list, name_or_id)?;
        let Snapshot::Topology(parts) = self.get(Topic::Topology(cluster.id.clone())).await? else {
            return Err(ended());
        };
        Ok((cluster, parts))
    }

    /// What is left of clusters, once all clusters are known.
    ///
    /// # Errors
    /// Why it could not be had.
    pub async fn leftovers(&mut self) -> Result<Arc<LeftoverList>, Problem> {
        let topics = BTreeSet::from([Topic::Clusters, Topic::Leftovers]);
        let Snapshot::Leftovers(list) = self.get_among(&topics, &Topic::Leftovers).await? else {
            return Err(ended());
        };
        Ok(list)
    }

    /// One cluster with its node groups, and with the faults that only its own answer has.
    ///
    /// # Errors
    /// Why it could not be had.
    pub async fn detail(&mut self, id: &ClusterId) -> Result<Arc<ClusterDetail>, Problem> {
        let Snapshot::Cluster(detail) = self.get(Topic::Cluster(id.clone())).await? else {
            return Err(ended());
        };
        Ok(detail)
    }

    async fn get_among(&mut self, topics: &BTreeSet<Topic>, wanted: &Topic) -> Result<Snapshot, Problem> {
        // Nothing first: a topic that is watched already would only tell what has changed.
        for topics in [BTreeSet::new(), topics.clone()] {
            let scope = self.scope.clone();
            send(&self.backend, Command::Watch { scope, topics })?;
        }
        while let Some(update) = self.backend.recv().await {
            match update {
                Update::Snapshot { body, .. } if body.topic() == *wanted && is_whole(&body) => {
                    return Ok(body);
                }
                Update::Failed { topic, problem, .. } if topics.contains(&topic) => return Err(problem),
                Update::Session {
                    state: SessionState::Failed(problem),
                    ..
                } => return Err(problem),
                Update::Session {
                    state: SessionState::SignedIn(info),
                    ..
                } => self.info = info,
                Update::Session { .. }
                | Update::Refreshing { .. }
                | Update::Checked { .. }
                | Update::Snapshot { .. }
                | Update::Failed { .. }
                | Update::Services { .. }
                | Update::Transfers { .. }
                | Update::Places { .. }
                | Update::Reached { .. }
                | Update::Answered { .. }
                | Update::Operation { .. }
                | Update::Accessed { .. }
                | Update::Arranged { .. } => {}
            }
        }
        Err(ended())
    }
}

/// The one cluster of this id, else of this name.
///
/// # Errors
/// [`ProblemKind::NoSuchObject`] when there is none, [`ProblemKind::Conflict`] when there are several.
pub fn find(list: &ClusterList, name_or_id: &str) -> Result<Arc<Cluster>, Problem> {
    let id = ClusterId::new(name_or_id);
    if let Some(cluster) = list.rows.iter().find(|row| row.id == id) {
        return Ok(Arc::clone(cluster));
    }
    let mut named = list.rows.iter().filter(|row| row.name == name_or_id);
    match (named.next(), named.next()) {
        (Some(cluster), None) => Ok(Arc::clone(cluster)),
        (Some(_), Some(_)) => Err(Problem::new(ProblemKind::Conflict)),
        (None, _) => Err(Problem::new(ProblemKind::NoSuchObject {
            name: name_or_id.to_owned(),
        })),
    }
}

fn is_whole(body: &Snapshot) -> bool {
    match body {
        Snapshot::Clusters(list) => !list.more_to_come,
        Snapshot::Nodes(list) => !list.clusters_to_come,
        Snapshot::Leftovers(list) => !list.clusters_to_come,
        Snapshot::Templates(_)
        | Snapshot::Catalog(_)
        | Snapshot::Cluster(_)
        | Snapshot::Topology(_)
        | Snapshot::Diagnostics(_)
        | Snapshot::FailedStacks(_)
        | Snapshot::Events(..)
        | Snapshot::Keypairs(_)
        | Snapshot::Allowance(_)
        | Snapshot::ProjectQuotas(_)
        | Snapshot::Conductors(_)
        | Snapshot::CloudWide(_) => true,
    }
}

pub(super) fn send(backend: &Backend, command: Command) -> Result<(), Problem> {
    backend.send(command).map_err(|_unsent| ended())
}

pub(super) fn ended() -> Problem {
    Problem::new(ProblemKind::Internal {
        detail: "the background has ended".to_owned(),
    })
}
