//! The one error of this room: what went wrong with a call, and whether a change may have arrived all the same.

use std::error::Error;
use std::fmt;

use reqwest::header::HeaderValue;

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::service::Service;
use crate::domain::trouble::SignInTrouble;

/// A call that failed. Small, because it is boxed inside.
#[derive(Debug)]
pub struct ApiError(Box<Failure>);

#[derive(Debug)]
struct Failure {
    problem: Problem,
    maybe_sent: bool,
    newest_version: Option<u32>,
    refusal: Option<Refusal>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// A refusal of Keystone as it came. The receipt in it is a secret.
pub(crate) struct Refusal {
    pub(crate) receipt: Option<HeaderValue>,
    pub(crate) body: Vec<u8>,
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Refusal(…)")
    }
}

impl ApiError {
    /// A failure of this kind at this service.
    pub(crate) fn of(service: Service, kind: ProblemKind) -> Self {
        Self::from_problem(Problem::of(service, kind))
    }

    /// A failure with all its facts.
    pub(crate) fn from_problem(problem: Problem) -> Self {
        Self(Box::new(Failure {
            problem,
            maybe_sent: false,
            newest_version: None,
            refusal: None,
            source: None,
        }))
    }

    /// A trouble with signing in.
    pub(crate) fn sign_in(trouble: SignInTrouble) -> Self {
        Self::of(Service::Identity, ProblemKind::SignIn(trouble))
    }

    /// The same, with what Keystone wrote: only its files know how to read that.
    pub(crate) fn with_refusal(mut self, refusal: Refusal) -> Self {
        self.0.refusal = Some(refusal);
        self
    }

    /// What Keystone wrote.
    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        self.0.refusal.as_ref()
    }

    /// The same, with the library's error behind it.
    pub(crate) fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same, of a change that may have reached the server.
    pub(crate) fn after_sending(mut self) -> Self {
        self.0.maybe_sent = true;
        self
    }

    /// The same, where only the number of earlier failures forbids another attempt.
    pub(crate) fn struggling(mut self) -> Self {
        let cause = Box::new(self.0.problem.kind);
        self.0.problem.kind = ProblemKind::Struggling { cause };
        self
    }

    /// The same, from a service that says up to which minor version it goes.
    pub(crate) fn with_newest_version(mut self, minor: Option<u32>) -> Self {
        self.0.newest_version = minor;
        self
    }

    /// The newest minor version that the service named while refusing another.
    pub(crate) fn newest_version(&self) -> Option<u32> {
        self.0.newest_version
    }

    /// What a person is told.
    pub fn problem(&self) -> Problem {
        self.0.problem.clone()
    }

    /// What it means.
    pub fn kind(&self) -> &ProblemKind {
        &self.0.problem.kind
    }

    /// Whether this was a change that may have been made although no answer says so. Then it is looked for, not sent
    /// again.
    pub fn maybe_sent(&self) -> bool {
        self.0.maybe_sent
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = &self.0.problem;
        let service = problem.service.map_or("cloud", Service::name);
        write!(f, "{service}: {:?}", problem.kind)?;
        if let Some(status) = problem.status {
            write!(f, ", status {status}")?;
        }
        if let Some(id) = &problem.request_id {
            write!(f, ", {id}")?;
        }
        if let Some(words) = &problem.server_words {
            write!(f, ": {words}")?;
        }
        Ok(())
    }
}

impl Error for ApiError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}
