//! What the Diagnostics page tells of a session: services with their versions, the clocks, and the recent requests. No body
//! and no secret is ever part of it.

use jiff::{SignedDuration, Timestamp};

use crate::domain::problem::Problem;
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
}

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
    pub notes: Vec<String>,
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
}
