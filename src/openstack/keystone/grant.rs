//! What Keystone grants: a token, and what it is good for.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::HeaderValue;
use serde_json::Value;

use crate::domain::id::{ProjectId, UserId};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{AuthScope, CloudProfile};
use crate::domain::service::Service;
use crate::domain::session_info::Reach;
use crate::openstack::endpoints::Endpoints;
use crate::openstack::error::ApiError;
use crate::openstack::keystone::SUBJECT_TOKEN;
use crate::openstack::policy;
use crate::openstack::transport::Answer;
use crate::openstack::wire::Row;

/// What Keystone grants.
#[derive(Clone)]
pub(crate) struct Grant {
    /// The token, marked so that no log shows it.
    pub(crate) token: HeaderValue,
    pub(crate) user: String,
    pub(crate) user_id: UserId,
    pub(crate) reach: Reach,
    /// Empty where the token is not for a project.
    pub(crate) project: String,
    pub(crate) project_id: ProjectId,
    pub(crate) roles: Vec<String>,
    pub(crate) expires_at: Option<Timestamp>,
    /// How long the token lives in all.
    pub(crate) life: Option<SignedDuration>,
    /// How far Keystone's clock was ahead of this machine's when the token was made.
    pub(crate) ahead: SignedDuration,
    /// Whether it comes from a restricted application credential.
    pub(crate) restricted: bool,
    pub(crate) endpoints: Endpoints,
    /// The `token` as Keystone wrote it, for its catalogue: another region is found without another call.
    answer: Value,
}

impl Grant {
    /// Reads an answer to a sign-in, or to the question what the token `shown` is good for.
    pub(super) fn read(
        answer: &Answer,
        profile: &CloudProfile,
        shown: Option<&HeaderValue>,
        now: Timestamp,
    ) -> Result<Self, ApiError> {
        let value = answer.json()?;
        let token = match shown {
            Some(token) => token.clone(),
            None => subject(answer)?,
        };
        let row = Row::of(&value).row("token");
        let (expires_at, issued_at) = (row.time("expires_at"), row.time("issued_at"));
        // Only a token that was made just now tells what Keystone's clock says just now.
        let ahead = issued_at
            .filter(|_| shown.is_none())
            .map_or(SignedDuration::ZERO, |issued| issued.duration_since(now));
        let user = row.row("user");
        let project = row.row("project");
        let project_id = project.some_text("id").unwrap_or_default();
        let endpoints = Endpoints::choose(row, profile, &project_id).map_err(ApiError::from_problem)?;
        let user_id = user.some_text("id").ok_or_else(|| invalid("no user"))?;
        Ok(Self {
            token,
            user: user.text("name"),
            user_id: UserId::new(user_id),
            reach: reach(row),
            project: project.text("name"),
            project_id: ProjectId::new(project_id),
            roles: row.texts_of("roles", "name"),
            expires_at,
            life: Option::zip(expires_at, issued_at).map(|(end, begin)| end.duration_since(begin)),
            ahead,
            restricted: row.row("application_credential").flag("restricted") == Some(true),
            endpoints,
            answer: value,
        })
    }

    /// The same token, looked at from another region.
    pub(crate) fn elsewhere(&self, profile: &CloudProfile) -> Result<Self, Problem> {
        let row = Row::of(&self.answer).row("token");
        Ok(Self {
            endpoints: Endpoints::choose(row, profile, self.project_id.as_str())?,
            ..self.clone()
        })
    }

    /// Whether this is what the profile asks for, so that nothing has to be bought.
    pub(crate) fn is_for(&self, scope: &AuthScope) -> bool {
        match scope {
            AuthScope::Own => self.reach != Reach::Nothing,
            AuthScope::Project(_) | AuthScope::Domain(_) | AuthScope::System | AuthScope::Trust(_) => true,
        }
    }

    /// When the token ends, by this machine's clock.
    pub(crate) fn expires_here(&self) -> Option<Timestamp> {
        let expires = self.expires_at?;
        Some(expires.checked_sub(self.ahead).unwrap_or(expires))
    }

    /// From when on it should be renewed, by Keystone's clock: ten minutes before its end, or earlier where a fifth of
    /// its life is more; but not in the first half of a short life, or it would be renewed all the time.
    pub(crate) fn renew_from(&self) -> Option<Timestamp> {
        let (expires, life) = (self.expires_at?, self.life?);
        let lead = (life / 5).max(policy::RENEWAL_LEAD).min(life / 2);
        expires.checked_sub(lead).ok()
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("user", &self.user_id)
            .field("reach", &self.reach)
            .field("project", &self.project_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// The token in the answer.
pub(super) fn subject(answer: &Answer) -> Result<HeaderValue, ApiError> {
    let mut token = answer
        .headers
        .get(SUBJECT_TOKEN)
        .cloned()
        .ok_or_else(|| invalid("no X-Subject-Token"))?;
    token.set_sensitive(true);
    Ok(token)
}

fn invalid(detail: &str) -> ApiError {
    let detail = detail.to_owned();
    ApiError::of(Service::Identity, ProblemKind::InvalidAnswer { detail })
}

fn reach(token: Row<'_>) -> Reach {
    if token.row("project").some_text("id").is_some() {
        return match token.value("OS-TRUST:trust") {
            Some(_) => Reach::Trust,
            None => Reach::Project,
        };
    }
    let domain = token.row("domain");
    if domain.some_text("id").is_some() {
        return Reach::Domain(domain.text("name"));
    }
    match token.value("system") {
        Some(_) => Reach::System,
        None => Reach::Nothing,
    }
}
