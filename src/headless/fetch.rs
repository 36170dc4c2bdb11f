//! Gets a topic's value through the same background as the window does, once.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::scope::Scope;
use crate::message::{
    ClusterList, ClusterParts, Command, SecretSource, SessionState, Snapshot, Topic, Update,
};
use crate::sync::backend::Backend;

/// One signed-in background without a window.
#[derive(Debug)]
pub struct Reader {
    backend: Backend,
    scope: Scope,
}

impl Reader {
    /// Signs in.
    ///
    /// # Errors
    /// Why that did not work.
    pub async fn sign_in(
        mut backend: Backend,
        profile: Arc<CloudProfile>,
        secret: SecretSource,
    ) -> Result<Self, Problem> {
        let scope = profile.scope();
        send(&backend, Command::SignIn { profile, secret })?;
        while let Some(update) = backend.recv().await {
            if let Update::Session { state, .. } = update {
                match state {
                    SessionState::SignedIn(_) => return Ok(Self { backend, scope }),
                    SessionState::Failed(problem) => return Err(problem),
                    SessionState::SigningIn
                    | SessionState::InBrowser { .. }
                    | SessionState::HalfSignedIn { .. }
                    | SessionState::PlaceWanted(_)
                    | SessionState::SignedOut => {}
                }
            }
        }
        Err(ended())
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
        match self.get(Topic::Clusters).await? {
            Snapshot::Clusters(list) => Ok(list),
            Snapshot::Templates(_)
            | Snapshot::Nodes(_)
            | Snapshot::Catalog(_)
            | Snapshot::Cluster(_)
            | Snapshot::Topology(_)
            | Snapshot::Diagnostics(_)
            | Snapshot::Events(..) => Err(ended()),
        }
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
        match self.get(Topic::Topology(cluster.id.clone())).await? {
            Snapshot::Topology(parts) => Ok((cluster, parts)),
            Snapshot::Clusters(_)
            | Snapshot::Templates(_)
            | Snapshot::Nodes(_)
            | Snapshot::Catalog(_)
            | Snapshot::Cluster(_)
            | Snapshot::Diagnostics(_)
            | Snapshot::Events(..) => Err(ended()),
        }
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
                Update::Session { .. }
                | Update::Refreshing { .. }
                | Update::Checked { .. }
                | Update::Snapshot { .. }
                | Update::Failed { .. }
                | Update::Services { .. }
                | Update::Places { .. }
                | Update::Reached { .. }
                | Update::Operation { .. }
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
        Snapshot::Templates(_)
        | Snapshot::Catalog(_)
        | Snapshot::Cluster(_)
        | Snapshot::Topology(_)
        | Snapshot::Diagnostics(_)
        | Snapshot::Events(..) => true,
    }
}

fn send(backend: &Backend, command: Command) -> Result<(), Problem> {
    backend.send(command).map_err(|_unsent| ended())
}

fn ended() -> Problem {
    Problem::new(ProblemKind::Internal {
        detail: "the background has ended".to_owned(),
    })
}
