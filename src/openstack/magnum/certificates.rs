//! The certificates of a cluster: its authority, and requests that it signs. By default policy only for who made the
//! cluster.

use serde_json::json;

use crate::domain::access::AuthorityKind;
use crate::domain::id::ClusterId;
use crate::domain::problem::ProblemKind;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::policy::CallClass;
use crate::openstack::session::{Ask, Session};
use crate::openstack::wire::Row;

const MAGNUM: Service = Service::ContainerInfra;

/// The certificate of the cluster's authority, PEM.
///
/// # Errors
/// Why it could not be had; [`ProblemKind::Forbidden`] for everybody but the cluster's owner is usual.
pub async fn authority(session: &Session, cluster: &ClusterId) -> Result<String, ApiError> {
    authority_of(session, cluster, AuthorityKind::Kubernetes).await
}

/// The same of another of its authorities. The usual one is not named, because old servers have only that.
///
/// # Errors
/// Why it could not be had.
pub async fn authority_of(
    session: &Session,
    cluster: &ClusterId,
    kind: AuthorityKind,
) -> Result<String, ApiError> {
    let other = (kind != AuthorityKind::Kubernetes).then(|| ("ca_cert_type", kind.word().to_owned()));
    let ask = Ask {
        service: MAGNUM,
        path: &["certificates", cluster.as_str()],
        query: other.into_iter().collect(),
        class: CallClass::One,
    };
    let answer = session.get(&ask).await?;
    pem(Row::of(&answer)).ok_or_else(|| without_pem(session))
}

/// Has a request signed by the cluster's authority; gives the certificate, PEM. The key stays here.
///
/// # Errors
/// Why it was not signed.
pub async fn sign(session: &Session, cluster: &ClusterId, request: &str) -> Result<String, ApiError> {
    sign_for(session, cluster, (request, AuthorityKind::Kubernetes)).await
}

/// The same by another of its authorities.
///
/// # Errors
/// Why it was not signed.
pub async fn sign_for(
    session: &Session,
    cluster: &ClusterId,
    (request, kind): (&str, AuthorityKind),
) -> Result<String, ApiError> {
    let ask = Ask {
        service: MAGNUM,
        path: &["certificates"],
        query: Vec::new(),
        class: CallClass::Write,
    };
    let mut body = json!({"cluster_uuid": cluster.as_str(), "csr": request});
    let fields = body.as_object_mut().filter(|_| kind != AuthorityKind::Kubernetes);
    if let Some(fields) = fields {
        fields.insert("ca_cert_type".to_owned(), json!(kind.word()));
    }
    let answer = session.post(&ask, &body).await?;
    pem(Row::of(&answer)).ok_or_else(|| without_pem(session))
}

/// The lines of a certificate; some servers end them as Windows does, which reading has made visible.
fn pem(answer: Row<'_>) -> Option<String> {
    let text = answer.some_text("pem")?.replace('␍', "");
    Some(format!("{}\n", text.trim_end()))
}

fn without_pem(session: &Session) -> ApiError {
    let detail = "no `pem`".to_owned();
    let error = ApiError::of(MAGNUM, ProblemKind::InvalidAnswer { detail });
    session.note(MAGNUM, &error);
    error
}
