//! Tries whether a cluster's Kubernetes API can be reached from this machine: one connection, no credentials, one limit.

use std::io::ErrorKind;
use std::net::IpAddr;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::domain::id::ClusterId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::reach::{ApiAddress, Reach, ReachOutcome};
use crate::message::Update;
use crate::sync::crash::caught;
use crate::sync::reporter::ScopeReporter;

/// How long a connection may take to be made, the finding of the name included.
const LIMIT: Duration = Duration::from_secs(5);

/// Tries the address once and reports what came of it.
pub(crate) async fn run(report: ScopeReporter, cluster: ClusterId, address: String) {
    tell(&report, &cluster, &address, ReachOutcome::Trying).await;
    let outcome = match ApiAddress::parse(&address) {
        None => ReachOutcome::NoAddress,
        Some(parsed) => caught(connect(&parsed))
            .await
            .unwrap_or_else(ReachOutcome::Closed),
    };
    tell(&report, &cluster, &address, outcome).await;
}

async fn tell(report: &ScopeReporter, cluster: &ClusterId, address: &str, outcome: ReachOutcome) {
    let update = Update::Reached {
        scope: report.scope.clone(),
        epoch: report.epoch,
        cluster: cluster.clone(),
        reach: Reach {
            address: address.to_owned(),
            at: report.now(),
            outcome,
        },
    };
    report.reporter.send(update).await;
}

async fn connect(address: &ApiAddress) -> ReachOutcome {
    let began = Instant::now();
    let connecting = TcpStream::connect((address.host.as_str(), address.port));
    let kind = match timeout(LIMIT, connecting).await {
        Ok(Ok(_)) => {
            let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
            return ReachOutcome::Open { millis };
        }
        Ok(Err(error)) => trouble(&error, address),
        Err(_) => silent(address),
    };
    ReachOutcome::Closed(Problem::new(kind))
}

fn trouble(error: &std::io::Error, address: &ApiAddress) -> ProblemKind {
    let host = address.host_and_port();
    let kind = error.kind();
    if kind == ErrorKind::ConnectionRefused {
        ProblemKind::ConnectionRefused { host }
    } else if matches!(kind, ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable) {
        ProblemKind::NoRoute { host }
    } else if kind == ErrorKind::TimedOut {
        silent(address)
    } else if error.raw_os_error().is_none() && address.host.parse::<IpAddr>().is_err() {
        // A name that is none is told by the resolver in many ways, none of which has a kind of its own.
        ProblemKind::HostNotFound {
            host: address.host.clone(),
        }
    } else {
        ProblemKind::ConnectionLost { host }
    }
}

fn silent(address: &ApiAddress) -> ProblemKind {
    ProblemKind::NoAnswer {
        host: address.host_and_port(),
        limit_secs: u32::try_from(LIMIT.as_secs()).unwrap_or(u32::MAX),
    }
}
