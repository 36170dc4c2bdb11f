//! One call to a server, with all its attempts: who may call now (`gate`), who waits for whom (`lanes`), over which
//! connections (`clients`), what each attempt came to (`exchange`), and what is remembered of it (`log`, `skew`).
//!
//! The only place that touches reqwest's client. It follows no redirect, because a token must not reach another host.

pub(crate) mod body;
mod clients;
mod exchange;
mod gate;
mod lanes;
mod log;
mod plain;
mod secrets;
mod skew;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use reqwest::header::{DATE, HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use crate::domain::diagnostics::{RequestRecord, Transfer};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::secret::SecretBytes;
use crate::domain::service::Service;
use crate::openstack::circuit::{Cause, Rest};
use crate::openstack::error::ApiError;
use crate::openstack::fault::{self, Fault};
use crate::openstack::health::Health;
use crate::openstack::network_error;
use crate::openstack::policy::{self, CallClass};
use crate::openstack::retry::{self, Next, Reached};
use crate::openstack::tls::Setup;
use crate::openstack::transport::clients::Clients;
use crate::openstack::transport::exchange::{Attempt, Failed};
use crate::openstack::transport::gate::{Gate, Outcome, Pass};
use crate::openstack::transport::lanes::Lanes;
use crate::openstack::transport::log::Log;
use crate::openstack::transport::plain::PlainHttp;
use crate::openstack::transport::skew::Skew;
use crate::openstack::urgency;

/// Where the time comes from.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The connections of one session.
pub(crate) struct Transport {
    setup: Setup,
    clients: Clients,
    plain: PlainHttp,
    gate: Gate,
    lanes: Lanes,
    log: Log,
    now: Now,
    skew: Skew,
    /// How the services have been doing.
    pub(crate) health: Health,
}

/// One request, without the token.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) service: Service,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Option<SecretBytes>,
    pub(crate) class: CallClass,
}

/// A good answer, whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) service: Service,
    pub(crate) host: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as JSON. A page instead of it is recognised by what it is, whatever it calls itself.
    pub(crate) fn json(&self) -> Result<Value, ApiError> {
        let kind = match serde_json::from_slice::<Value>(&self.body) {
            Ok(value) if value.is_object() => return Ok(value),
            Ok(_) => ProblemKind::InvalidAnswer {
                detail: "not a JSON object".to_owned(),
            },
            Err(error) if self.looks_like_json() => ProblemKind::InvalidAnswer {
                detail: error.to_string(),
            },
            Err(_) => ProblemKind::NotAnApi {
                host: self.host.clone(),
            },
        };
        let head = self
            .body
            .get(..policy::WORDS_OF_ODD_ANSWERS)
            .unwrap_or(&self.body);
        Err(ApiError::from_problem(Problem {
            server_words: Fault::read(head).words,
            request_id: fault::request_id(&self.headers),
            raw: fault::raw(&self.body),
            ..Problem::of(self.service, kind)
        }))
    }

    fn looks_like_json(&self) -> bool {
        let first = self.body.iter().find(|byte| !byte.is_ascii_whitespace());
        matches!(first, Some(b'{' | b'['))
    }
}

impl Transport {
    /// Makes the clients for a profile's way of checking certificates.
    pub(crate) fn new(profile: &CloudProfile, now: Now) -> Result<Self, ApiError> {
        let setup = Setup::new(profile)?;
        Ok(Self {
            clients: Clients::new(setup.clone(), now())?,
            setup,
            plain: PlainHttp::of(profile),
            gate: Gate::default(),
            lanes: Lanes::new(),
            log: Log::default(),
            now,
            skew: Skew::default(),
            health: Health::new(),
        })
    }

    /// The time.
    pub(crate) fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// How far the cloud's clock is ahead of ours; `None` before the first answer.
    pub(crate) fn skew(&self) -> Option<SignedDuration> {
        self.skew.median()
    }

    /// The time by the cloud's clock, as well as it is known: what expires there expires by that one.
    pub(crate) fn server_now(&self) -> Timestamp {
        let now = self.now();
        now.checked_add(self.skew().unwrap_or_default()).unwrap_or(now)
    }

    /// The newest requests, newest first.
    pub(crate) fn requests(&self) -> Vec<RequestRecord> {
        self.log.requests()
    }

    /// What is under way, oldest first.
    pub(crate) fn in_flight(&self) -> Vec<Transfer> {
        self.log.in_flight()
    }

    /// Failed calls in a row of a service at this address, and until when it is left alone.
    pub(crate) fn resting(&self, service: Service, base: &Url) -> (u32, Option<Timestamp>) {
        let place = network_error::host_and_port(base);
        let rest = self.gate.resting(service, &place);
        (
            self.gate.failures(service, &place),
            rest.map(|rest| self.told(rest.until)),
        )
    }

    /// Sends a call and reads the whole answer; reads are tried again where that may help, changes where they cannot have
    /// arrived.
    pub(crate) async fn send(&self, call: &Call, token: Option<&HeaderValue>) -> Result<Answer, ApiError> {
        if token.is_some() {
            self.plain.check(call)?;
        }
        let place = network_error::host_and_port(&call.url);
        let urgent = urgency::is_urgent() || call.class == CallClass::Write;
        let left_alone = |rest| self.left_alone(call.service, rest);
        self.gate.peek(call.service, &place, urgent).map_err(left_alone)?;
        let mut deadline = Instant::now() + call.class.limits().whole;
        let mut pass: Option<Pass<'_>> = None;
        let mut number = 1;
        loop {
            let queued = Instant::now();
            let turn = self.turn(call, urgent).await;
            let held = match pass.take() {
                Some(pass) => pass,
                None => self
                    .gate
                    .enter(call.service, &place, urgent)
                    .await
                    .map_err(left_alone)?,
            };
            // Waiting for one's turn is not the server's fault.
            deadline += queued.elapsed();
            let attempt = Attempt {
                call,
                token,
                number,
                deadline,
            };
            let outcome = self.attempt(&attempt).await;
            drop(turn);
            let failed = match outcome {
                Ok((answer, latency)) => {
                    self.health.good(call.service, latency);
                    held.settle(Outcome::Answered);
                    return Ok(answer);
                }
                Err(failed) => failed,
            };
            let next = retry::next(failed.tried(&attempt), fastrand::f64());
            // One that finds out for others does not insist.
            let insists = !held.is_probe() || failed.asked.is_some();
            if let (Next::Again(pause), true) = (next, insists) {
                if failed.asked.is_some() {
                    // Nor is a wait that it asked for.
                    deadline += pause;
                }
                let in_time = Instant::now() + pause <= deadline;
                if in_time && self.gate.spend(call.service) {
                    tracing::debug!(service = call.service.name(), number, ?pause, error = %failed.error, "trying again");
                    tokio::time::sleep(pause).await;
                    pass = Some(held);
                    number += 1;
                    continue;
                }
                held.settle(failed.outcome);
                return Err(self.given_up(call, failed, in_time));
            }
            held.settle(match next {
                Next::Rest(length) => Outcome::Rest(length, failed.cause()),
                Next::Again(_) | Next::GiveUp => failed.outcome,
            });
            return Err(self.given_up(call, failed, false));
        }
    }

    /// The error of a call that is not tried again; `struggling` says that only the quota forbids it.
    fn given_up(&self, call: &Call, failed: Failed, struggling: bool) -> ApiError {
        let read = matches!(call.method, Method::GET | Method::HEAD);
        self.health
            .failed(call.service, &failed.error.problem(), read, self.now());
        let unclear = call.class == CallClass::Write && failed.reached == Reached::Perhaps;
        let mut error = failed.error;
        if struggling {
            error = error.struggling();
        }
        if unclear { error.after_sending() } else { error }
    }

    /// Reads queue. Changes and proofs of identity do not: somebody, or every other call, waits for them.
    async fn turn(&self, call: &Call, urgent: bool) -> Option<lanes::Turn> {
        if matches!(call.class, CallClass::Write | CallClass::SignIn) {
            return None;
        }
        let host = call.url.host_str().unwrap_or_default();
        Some(self.lanes.turn(call.service, host, urgent).await)
    }

    /// What somebody is told who asks while a service is left alone.
    fn left_alone(&self, service: Service, rest: Rest) -> ApiError {
        let kind = match rest.cause {
            Cause::Failures => ProblemKind::Resting {
                until: self.told(rest.until),
            },
            Cause::Limited => ProblemKind::RateLimited {
                retry_after_secs: Some(whole_secs(rest.until.saturating_duration_since(Instant::now()))),
            },
        };
        ApiError::of(service, kind)
    }

    /// A moment of the monotonic clock, by the one on the wall.
    fn told(&self, at: Instant) -> Timestamp {
        let left = SignedDuration::try_from(at.saturating_duration_since(Instant::now()));
        let now = self.now();
        now.checked_add(left.unwrap_or_default()).unwrap_or(now)
    }

    fn measure_skew(&self, headers: &HeaderMap, sent: Timestamp, round_trip: Duration) {
        let date = headers
            .get(DATE)
            .and_then(|raw| jiff::fmt::rfc2822::parse(raw.to_str().ok()?).ok());
        if let Some(date) = date {
            self.skew.measure(date.timestamp(), sent, round_trip);
        }
    }
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transport").finish_non_exhaustive()
    }
}

fn whole_secs(limit: Duration) -> u32 {
    u32::try_from(limit.as_secs_f64().ceil() as u64).unwrap_or(u32::MAX)
}
