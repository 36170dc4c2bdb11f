//! Proves an identity at Keystone, and reads what it grants.

use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value, json};

use crate::domain::id::{ProjectId, UserId};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{AuthScope, CloudProfile, Identity, NameOrId, ProjectRef};
use crate::domain::secret::Secret;
use crate::domain::service::Service;
use crate::openstack::endpoints::{self, Endpoints};
use crate::openstack::error::ApiError;
use crate::openstack::policy::CallClass;
use crate::openstack::transport::{Answer, Call, Transport};
use crate::openstack::wire::Row;

const SUBJECT_TOKEN: HeaderName = HeaderName::from_static("x-subject-token");

/// What Keystone grants.
pub(crate) struct Grant {
    /// The token, marked so that no log shows it.
    pub(crate) token: HeaderValue,
    pub(crate) user: String,
    pub(crate) user_id: UserId,
    pub(crate) project: String,
    pub(crate) project_id: ProjectId,
    pub(crate) roles: Vec<String>,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) endpoints: Endpoints,
}

/// Asks once. A refusal is not tried again, because Keystone may lock the account.
pub(crate) async fn sign_in(
    transport: &Transport,
    profile: &CloudProfile,
    secret: &Secret,
) -> Result<Grant, ApiError> {
    let mut url = endpoints::identity(&profile.auth_url).ok_or_else(|| {
        ApiError::from_problem(Problem::new(ProblemKind::CloudEntryBroken {
            cloud: profile.name.clone(),
            setting: "auth.auth_url",
            detail: profile.auth_url.clone(),
        }))
    })?;
    if secret.is_empty() {
        return Err(ApiError::of(Service::Identity, ProblemKind::PasswordMissing));
    }
    if let Ok(mut path) = url.path_segments_mut() {
        path.extend(["auth", "tokens"]);
    }
    let call = Call {
        service: Service::Identity,
        method: Method::POST,
        url,
        headers: Vec::new(),
        body: Some(body(profile, secret).to_string().into_bytes()),
        class: CallClass::SignIn,
    };
    let answer = transport.send(&call, None).await.map_err(refused)?;
    grant(&answer, profile)
}

fn refused(error: ApiError) -> ApiError {
    let mut problem = error.problem();
    // An application credential that is gone is a 404, as is an address where no Keystone is; only Keystone names it.
    let names_credential = problem
        .server_words
        .as_deref()
        .is_some_and(|words| words.contains("Application Credential"));
    let credential_gone = problem.kind == ProblemKind::NotFound && names_credential;
    if problem.kind != ProblemKind::SessionEnded && !credential_gone {
        return error;
    }
    problem.kind = ProblemKind::SignInRefused;
    ApiError::from_problem(problem).because(error)
}

fn body(profile: &CloudProfile, secret: &Secret) -> Value {
    let secret = json!(secret.expose());
    let identity = match &profile.identity {
        Identity::Password { user, domain } => {
            let mut user = in_domain(user, domain.as_ref());
            user.insert("password".to_owned(), secret);
            json!({"methods": ["password"], "password": {"user": user}})
        }
        Identity::ApplicationCredential { credential, user } => {
            let mut object = name_or_id(credential);
            object.insert("secret".to_owned(), secret);
            if let Some((user, domain)) = user {
                object.insert("user".to_owned(), Value::Object(in_domain(user, domain.as_ref())));
            }
            json!({"methods": ["application_credential"], "application_credential": object})
        }
        Identity::Totp { user, domain } => {
            let mut user = in_domain(user, domain.as_ref());
            user.insert("passcode".to_owned(), secret);
            json!({"methods": ["totp"], "totp": {"user": user}})
        }
        Identity::Token
        | Identity::OidcAccessToken { .. }
        | Identity::OidcClientCredentials { .. }
        | Identity::Browser { .. } => {
            json!({"methods": ["token"], "token": {"id": secret}})
        }
    };
    match scope(&profile.auth_scope) {
        Some(scope) => json!({"auth": {"identity": identity, "scope": scope}}),
        None => json!({"auth": {"identity": identity}}),
    }
}

/// Keystone knows an application credential's project, and may know a user's default one.
fn scope(scope: &AuthScope) -> Option<Value> {
    Some(match scope {
        AuthScope::Own => return None,
        AuthScope::Project(ProjectRef { project, domain }) => {
            json!({"project": in_domain(project, domain.as_ref())})
        }
        AuthScope::Domain(domain) => json!({"domain": name_or_id(domain)}),
        AuthScope::System => json!({"system": {"all": true}}),
        AuthScope::Trust(trust) => json!({"OS-TRUST:trust": {"id": trust}}),
    })
}

fn name_or_id(which: &NameOrId) -> Map<String, Value> {
    let (key, text) = match which {
        NameOrId::Name(name) => ("name", name),
        NameOrId::Id(id) => ("id", id),
    };
    Map::from_iter([(key.to_owned(), json!(text))])
}

fn in_domain(owner: &NameOrId, domain: Option<&NameOrId>) -> Map<String, Value> {
    let mut object = name_or_id(owner);
    if let Some(domain) = domain_of(owner, domain) {
        object.insert("domain".to_owned(), Value::Object(domain));
    }
    object
}

/// A name needs a domain; where none is given it is the one that every Keystone has.
fn domain_of(owner: &NameOrId, domain: Option<&NameOrId>) -> Option<Map<String, Value>> {
    match (owner, domain) {
        (NameOrId::Id(_), _) => None,
        (NameOrId::Name(_), Some(domain)) => Some(name_or_id(domain)),
        (NameOrId::Name(_), None) => Some(name_or_id(&NameOrId::Id("default".to_owned()))),
    }
}

fn grant(answer: &Answer, profile: &CloudProfile) -> Result<Grant, ApiError> {
    let invalid = |detail: &str| {
        let detail = detail.to_owned();
        ApiError::of(Service::Identity, ProblemKind::InvalidAnswer { detail })
    };
    let value = answer.json()?;
    let token_row = Row::of(&value).row("token");
    let mut token = answer
        .headers
        .get(SUBJECT_TOKEN)
        .cloned()
        .ok_or_else(|| invalid("no X-Subject-Token"))?;
    token.set_sensitive(true);
    let user = token_row.row("user");
    let project = token_row.row("project");
    let project_id = project
        .some_text("id")
        .ok_or_else(|| ApiError::of(Service::Identity, ProblemKind::ProjectMissing))?;
    let endpoints = Endpoints::choose(token_row, profile, &project_id).map_err(ApiError::from_problem)?;
    Ok(Grant {
        token,
        user: user.text("name"),
        user_id: UserId::new(user.some_text("id").ok_or_else(|| invalid("no user"))?),
        project: project.text("name"),
        project_id: ProjectId::new(project_id),
        roles: token_row.texts_of("roles", "name"),
        expires_at: token_row.time("expires_at"),
        endpoints,
    })
}
