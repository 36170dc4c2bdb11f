//! What the Diagnostics page tells of a session: services with their versions, the clocks, and the recent requests. No body
//! and no secret is ever part of it.

use jiff::{SignedDuration, Timestamp};

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::service::{Service, ServiceState};

/// The state of one session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnostics {
    /// Every service of the status line.
    pub services: Vec<ServiceReport>,
    /// How far the server's clock is ahead of ours; `None` until enough answers were measured.
    pub skew: Option<SignedDuration>,
    /// When the token expires, by the server's clock.
    pub token_expires_at: Option<Timestamp>,
    /// How often the token was renewed.
    pub renewals: u64,
    /// The newest requests, newest first.
    pub requests: Vec<RequestRecord>,
    /// What is under way, oldest first.
    pub in_flight: Vec<Transfer>,
}

impl Diagnostics {
    /// The skew that is worth a warning: signatures, expiry times and one-time passcodes suffer from it.
    pub fn alarming_skew(&self) -> Option<SignedDuration> {
        self.skew.filter(|skew| skew.abs() > ALARMING_SKEW)
    }
}

/// How far the clocks may be apart before a person is told.
pub const ALARMING_SKEW: SignedDuration = SignedDuration::from_secs(60);

/// One service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceReport {
    /// Which.
    pub service: Service,
    /// What its dot says.
    pub state: ServiceState,
    /// Where it is, without query and user part.
    pub address: Option<String>,
    /// The versions it offers, as it says; `None` until it was asked.
    pub versions: Option<VersionRange>,
    /// Median seconds of the latest good answers.
    pub latency_secs: Option<f32>,
    /// Failed calls in a row.
    pub failures_in_row: u32,
    /// When it is asked again, while it is left alone after repeated failures.
    pub resting_until: Option<Timestamp>,
    /// Its latest failure, also one that is over.
    pub last_error: Option<(Timestamp, Problem)>,
    /// What was odd about finding it, such as a discovery document that could not be had.
    pub notes: Vec<ServiceNote>,
}

/// Something odd about a service that was worked around.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceNote {
    /// Its list of versions could not be had; the catalogue's address is used as it stands.
    VersionsUnknown {
        /// Why.
        reason: ProblemKind,
    },
    /// Its list of versions names another host than the catalogue; the catalogue's address is used as it stands.
    VersionsElsewhere {
        /// The other host.
        host: String,
    },
    /// The catalogue says http where the cloud's own address is https on the same host; https is used.
    Encrypted,
    /// It refused the version asked for, and is asked for an older one.
    SteppedDown {
        /// The version in use since, where there is one.
        to: Option<String>,
    },
}

/// The versions that a service offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionRange {
    /// The API's own version, such as `v3.14` or `v2.1`.
    pub api: Option<String>,
    /// The oldest microversion.
    pub oldest: Option<String>,
    /// The newest microversion.
    pub newest: Option<String>,
    /// The microversion that is asked for.
    pub in_use: Option<String>,
}

/// One request, without its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRecord {
    /// When it was sent.
    pub at: Timestamp,
    /// To which service.
    pub service: Service,
    /// `GET`, `POST` …
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// Status of the answer, where there was one.
    pub status: Option<u16>,
    /// Milliseconds until the answer's end, or until it failed.
    pub millis: u64,
    /// Bytes of the answer's body.
    pub bytes: u64,
    /// The service's name of the request.
    pub request_id: Option<String>,
    /// Why there was no good answer.
    pub failure: Option<ProblemKind>,
}

/// A request whose answer is still coming.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// When it was sent.
    pub since: Timestamp,
    /// To which service.
    pub service: Service,
    /// `GET`, `POST` …
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// Bytes of the answer so far, after decompression.
    pub bytes: u64,
}
