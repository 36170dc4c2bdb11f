//! How each service has been doing: what the dots on the status line are made of.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::service::{Service, ServiceState};
use crate::openstack::policy;

/// The latest news of every service that was asked.
#[derive(Debug, Default)]
pub(crate) struct Health(Mutex<BTreeMap<Service, Record>>);

#[derive(Debug, Default)]
struct Record {
    state: Option<ServiceState>,
    latencies: VecDeque<f32>,
    last_error: Option<(Timestamp, Problem)>,
}

impl Health {
    /// Nobody has been asked yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The latest news of one service.
    pub(crate) fn of(&self, service: Service) -> Option<ServiceState> {
        self.lock().get(&service)?.state.clone()
    }

    /// Median seconds of its latest good answers.
    pub(crate) fn latency_secs(&self, service: Service) -> Option<f32> {
        let mut sorted: Vec<f32> = self.lock().get(&service)?.latencies.iter().copied().collect();
        sorted.sort_by(f32::total_cmp);
        sorted.get(sorted.len() / 2).copied()
    }

    /// Its latest failure, also one that is over.
    pub(crate) fn last_error(&self, service: Service) -> Option<(Timestamp, Problem)> {
        self.lock().get(&service)?.last_error.clone()
    }

    /// A good answer came.
    pub(crate) fn good(&self, service: Service, latency: Duration) {
        let latency_secs = latency.as_secs_f32();
        let mut records = self.lock();
        let record = records.entry(service).or_default();
        record.state = Some(ServiceState::Answering { latency_secs });
        if record.latencies.len() == policy::LATENCIES_REMEMBERED {
            record.latencies.pop_front();
        }
        record.latencies.push_back(latency_secs);
    }

    /// A call failed. A refusal is an answer, too: it changes nothing, but for a read that is not permitted.
    pub(crate) fn failed(&self, service: Service, problem: &Problem, read: bool, now: Timestamp) {
        let mut records = self.lock();
        let record = records.entry(service).or_default();
        record.last_error = Some((now, problem.clone()));
        if read && problem.kind == ProblemKind::Forbidden {
            record.state = Some(ServiceState::NotPermitted);
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
        let since = match &record.state {
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
        record.state = Some(ServiceState::Failing { since, problem });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Service, Record>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
