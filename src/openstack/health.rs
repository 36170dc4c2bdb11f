//! How each service has been doing: what the dots on the status line are made of.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::service::{Service, ServiceState};

/// The latest news of every service that was asked.
#[derive(Debug, Default)]
pub(crate) struct Health(Mutex<BTreeMap<Service, ServiceState>>);

impl Health {
    /// Nobody has been asked yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The latest news of one service.
    pub(crate) fn of(&self, service: Service) -> Option<ServiceState> {
        self.lock().get(&service).cloned()
    }

    /// A good answer came.
    pub(crate) fn good(&self, service: Service, latency: Duration) {
        let latency_secs = latency.as_secs_f32();
        self.lock()
            .insert(service, ServiceState::Answering { latency_secs });
    }

    /// A call failed. A refusal is an answer, too: it changes nothing, but for a read that is not permitted.
    pub(crate) fn failed(&self, service: Service, problem: &Problem, read: bool, now: Timestamp) {
        let mut states = self.lock();
        if read && problem.kind == ProblemKind::Forbidden {
            states.insert(service, ServiceState::NotPermitted);
            return;
        }
        let plain_refusal = matches!(
            problem.kind,
            ProblemKind::Forbidden
                | ProblemKind::BadRequest
                | ProblemKind::QuotaExceeded
                | ProblemKind::NotFound
                | ProblemKind::VersionRefused
                | ProblemKind::Conflict
                | ProblemKind::SessionEnded
                | ProblemKind::SignInRefused
                | ProblemKind::SecondFactorNeeded { .. }
        );
        if plain_refusal {
            return;
        }
        let since = match states.get(&service) {
            Some(ServiceState::Failing { since, .. }) => *since,
            Some(
                ServiceState::NotAsked
                | ServiceState::Answering { .. }
                | ServiceState::NotPermitted
                | ServiceState::NotInstalled,
            )
            | None => now,
        };
        let problem = problem.clone();
        states.insert(service, ServiceState::Failing { since, problem });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Service, ServiceState>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
