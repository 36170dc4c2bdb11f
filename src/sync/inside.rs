//! The way into a cluster: a key made for this and kept in memory alone, for the one cluster that is looked into, until
//! another is, or nobody is signed in any more.

use std::sync::Arc;

use tokio::sync::Mutex;

use crate::domain::access::AccessOutcome;
use crate::domain::id::ClusterId;
use crate::domain::kubernetes::Trial;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::question::{Answer, Question};
use crate::domain::trouble::KubernetesTrouble;
use crate::kubernetes::{Client, manifest};
use crate::openstack::magnum::clusters;
use crate::openstack::session::Session;
use crate::sync::access;

/// The way in that is open.
#[derive(Clone, Default)]
pub(crate) struct Inside(Arc<Mutex<Option<(ClusterId, Client)>>>);

impl Inside {
    /// Answers a question about the inside of a cluster.
    pub(crate) async fn answer(
        &self,
        session: &Session,
        (cluster, question): (&ClusterId, &Question),
    ) -> Result<Answer, Problem> {
        match asked(&self.client(session, cluster).await?, question).await {
            // The authority was rotated since: once more with a certificate of the new one.
            Err(problem) if is_outdated(&problem) => {
                self.forget(cluster).await;
                asked(&self.client(session, cluster).await?, question).await
            }
            answer => answer,
        }
    }

    /// The open way, or a new one. Whoever asks meanwhile waits for it instead of having another certificate signed.
    async fn client(&self, session: &Session, cluster: &ClusterId) -> Result<Client, Problem> {
        let mut open = self.0.lock().await;
        if let Some((_, client)) = open.as_ref().filter(|(of, _)| of == cluster) {
            return Ok(client.clone());
        }
        let client = fresh(session, cluster).await?;
        *open = Some((cluster.clone(), client.clone()));
        Ok(client)
    }

    async fn forget(&self, cluster: &ClusterId) {
        let mut open = self.0.lock().await;
        if open.as_ref().is_some_and(|(of, _)| of == cluster) {
            *open = None;
        }
    }
}

/// Has a certificate signed, and is ready to ask.
async fn fresh(session: &Session, cluster: &ClusterId) -> Result<Client, Problem> {
    let cluster = clusters::show(session, cluster)
        .await
        .map_err(|error| error.problem())?;
    let access = access::for_itself(session, &cluster).await?;
    Client::new(&access, session.cluster_proxy())
}

async fn asked(client: &Client, question: &Question) -> Result<Answer, Problem> {
    match question {
        Question::Inside { .. } => {
            let inside = client.inside().await?;
            Ok(Answer::Inside(Box::new(inside)))
        }
        Question::PodLog { from, lines, .. } => client.log(from, *lines).await.map(Answer::Console),
        Question::Console { .. }
        | Question::Stacks
        | Question::StackSource { .. }
        | Question::Authority { .. }
        | Question::NodeGroup { .. }
        | Question::Particulars(_) => Err(Problem::new(ProblemKind::Kubernetes(KubernetesTrouble::Missing))),
    }
}

/// Whether another certificate could be the remedy.
fn is_outdated(problem: &Problem) -> bool {
    matches!(
        problem.kind,
        ProblemKind::Kubernetes(KubernetesTrouble::LoginRefused)
            | ProblemKind::CertificateUnknownIssuer { .. }
            | ProblemKind::ClientCertificateRefused { .. }
    )
}

/// Applies a manifest, or has it only checked.
///
/// # Errors
/// That it is none, or why the API did not take it.
pub(crate) async fn apply(
    session: &Session,
    cluster: &ClusterId,
    (text, namespace, trial): (&str, &str, Trial),
) -> Result<AccessOutcome, Problem> {
    let objects =
        manifest::read(text).map_err(|detail| Problem::new(ProblemKind::NotAManifest { detail }))?;
    if objects.is_empty() {
        let detail = "nothing is in it".to_owned();
        return Err(Problem::new(ProblemKind::NotAManifest { detail }));
    }
    let client = fresh(session, cluster).await?;
    let (done, problem) = match client.apply(&objects, (trial, namespace)).await {
        Ok(done) => (done, None),
        Err((done, problem)) => (done, Some(problem)),
    };
    Ok(AccessOutcome::Applied { trial, done, problem })
}
