//! Watches over a session: reports its services' dots, what Keystone has said since, and its end.

use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::mpsc;

use crate::domain::diagnostics::Transfer;
use crate::domain::problem::Problem;
use crate::domain::scope::Scope;
use crate::domain::service::{ServiceHealth, ServiceState};
use crate::domain::session_info::SessionInfo;
use crate::message::{Epoch, SessionState, Update};
use crate::openstack::session::Session;
use crate::sync::reporter::ScopeReporter;

/// How often is looked.
const LOOK: Duration = Duration::from_millis(500);
/// A transfer that takes longer is told with its bytes so far.
const MOMENT: SignedDuration = SignedDuration::from_secs(1);
/// An answer that takes longer than this is slow, in seconds.
const SLOW_SECS: f32 = 2.0;

/// A session that does not work any more.
pub(crate) struct Ended {
    pub(crate) scope: Scope,
    pub(crate) epoch: Epoch,
    pub(crate) problem: Problem,
}

/// Wakes the window when something changes its meaning, whispers when only a number does; until the session has ended.
pub(crate) async fn watch(
    session: Session,
    report: ScopeReporter,
    mut told: SessionInfo,
    ended: mpsc::Sender<Ended>,
) {
    let mut last: Vec<ServiceHealth> = Vec::new();
    let mut transfers: Vec<Transfer> = Vec::new();
    loop {
        if let Some(problem) = session.ended() {
            let (scope, epoch) = (report.scope, report.epoch);
            // The loop has ended: nobody wants to know.
            drop(
                ended
                    .send(Ended {
                        scope,
                        epoch,
                        problem,
                    })
                    .await,
            );
            return;
        }
        // Magnum's version is known after the first call to it, a new end after every renewal.
        let now = SessionInfo {
            not_remembered: told.not_remembered.clone(),
            ..session.info()
        };
        if now != told {
            report.session(SessionState::SignedIn(now.clone())).await;
            told = now;
        }
        let slow = slow_transfers(&session, &report);
        if slow != transfers {
            transfers.clone_from(&slow);
            let (scope, epoch) = (report.scope.clone(), report.epoch);
            let update = Update::Transfers {
                scope,
                epoch,
                transfers: slow,
            };
            report.reporter.send(update).await;
        }
        let services = session.services();
        if services != last {
            let update = Update::Services {
                scope: report.scope.clone(),
                epoch: report.epoch,
                services: services.clone(),
            };
            if meaning(&services) == meaning(&last) {
                report.reporter.whisper(update);
            } else {
                report.reporter.send(update).await;
            }
            last = services;
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// What has been coming in for longer than a moment.
fn slow_transfers(session: &Session, report: &ScopeReporter) -> Vec<Transfer> {
    let now = report.now();
    let mut transfers = session.in_flight();
    transfers.retain(|transfer| transfer.bytes > 0 && now.duration_since(transfer.since) >= MOMENT);
    transfers
}

fn meaning(services: &[ServiceHealth]) -> Vec<u8> {
    services
        .iter()
        .map(|health| match &health.state {
            ServiceState::NotAsked => 0,
            ServiceState::Answering { latency_secs } if *latency_secs < SLOW_SECS => 1,
            ServiceState::Answering { .. } => 2,
            ServiceState::Failing { .. } => 3,
            ServiceState::NotPermitted => 4,
            ServiceState::NotInstalled => 5,
        })
        .collect()
}
