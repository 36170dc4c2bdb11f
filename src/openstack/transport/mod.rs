//! One exchange with a server: builds the request, keeps the limits, reads the body with a counter, tries reads again.
//!
//! The only file that touches reqwest's client. It follows no redirect, because a token must not reach another host.

mod skew;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{ACCEPT, CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Client, Method, Response};
use serde_json::Value;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;
use url::Url;

use crate::domain::clean::clean;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::fault::{self, Fault};
use crate::openstack::health::Health;
use crate::openstack::policy::{self, CallClass, Limits};
use crate::openstack::transport::skew::Skew;
use crate::openstack::{network_error, tls};

/// Where the time comes from.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

const TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
const RECEIPT: HeaderName = HeaderName::from_static("openstack-auth-receipt");

/// The connections of one session.
pub(crate) struct Transport {
    reads: Client,
    writes: Client,
    calls: Semaphore,
    magnum_calls: Semaphore,
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
    pub(crate) body: Option<Vec<u8>>,
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
            ..Problem::of(self.service, kind)
        }))
    }

    fn looks_like_json(&self) -> bool {
        let first = self.body.iter().find(|byte| !byte.is_ascii_whitespace());
        matches!(first, Some(b'{' | b'['))
    }
}

/// A failed attempt.
struct Failed {
    error: ApiError,
    /// Whether another attempt may have another outcome.
    passing: bool,
    reached: Reached,
    /// How long the service asks to wait.
    wait: Option<Duration>,
}

/// How far a failed attempt got.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    /// There was no connection.
    Nothing,
    /// The service refused.
    Refused,
    /// Nobody knows what the service did.
    Perhaps,
}

impl Transport {
    /// Makes the clients for a profile's way of checking certificates.
    pub(crate) fn new(profile: &CloudProfile, now: Now) -> Result<Self, ApiError> {
        Ok(Self {
            reads: tls::client(profile, Some(policy::IDLE_CONNECTION_LIMIT))?,
            // A change never travels on a connection that the server may be about to close: its loss would leave open
            // whether the change was made.
            writes: tls::client(profile, None)?,
            calls: Semaphore::new(policy::CALLS_AT_ONCE),
            magnum_calls: Semaphore::new(policy::MAGNUM_CALLS_AT_ONCE),
            health: Health::new(),
            skew: Skew::default(),
            now,
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

    fn measure_skew(&self, headers: &HeaderMap, sent: Timestamp, round_trip: Duration) {
        let date = headers
            .get(DATE)
            .and_then(|raw| jiff::fmt::rfc2822::parse(raw.to_str().ok()?).ok());
        if let Some(date) = date {
            self.skew.measure(date.timestamp(), sent, round_trip);
        }
    }

    /// Sends a call and reads the whole answer; reads are tried again where that may help, changes are not.
    pub(crate) async fn send(&self, call: &Call, token: Option<&HeaderValue>) -> Result<Answer, ApiError> {
        let limits = call.class.limits();
        let read = matches!(call.method, Method::GET | Method::HEAD);
        let mut attempt = 1;
        let mut deadline = Instant::now() + limits.whole;
        loop {
            let queued = Instant::now();
            let turns = self.turns(call).await;
            // Waiting for one's turn is not the server's fault.
            deadline += queued.elapsed();
            let outcome = self.attempt(call, token, limits, deadline).await;
            drop(turns);
            let failed = match outcome {
                Ok((answer, latency)) => {
                    self.health.good(call.service, latency);
                    return Ok(answer);
                }
                Err(failed) => failed,
            };
            let pause = failed.wait.unwrap_or_else(|| pause(attempt));
            let allowed = failed.passing && (read || failed.reached == Reached::Nothing);
            let in_time = pause <= policy::RETRY_AFTER_CAP && Instant::now() + pause <= deadline;
            let error = failed.error;
            if !allowed || !in_time || attempt >= policy::ATTEMPTS {
                self.health
                    .failed(call.service, &error.problem(), read, self.now());
                let unclear = call.class == CallClass::Write && failed.reached == Reached::Perhaps;
                return Err(if unclear { error.after_sending() } else { error });
            }
            tracing::debug!(service = call.service.name(), attempt, ?pause, %error, "trying again");
            tokio::time::sleep(pause).await;
            attempt += 1;
        }
    }

    async fn attempt(
        &self,
        call: &Call,
        token: Option<&HeaderValue>,
        limits: Limits,
        deadline: Instant,
    ) -> Result<(Answer, Duration), Failed> {
        let begun = Instant::now();
        let sent = self.now();
        let request = self.request(call, token);
        let first = deadline.min(begun + limits.first_byte);
        let response = match tokio::time::timeout_at(first, request.send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(broken(call, error, policy::CONNECT_LIMIT)),
            Err(_) => return Err(silent(call, first - begun)),
        };
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        self.measure_skew(&headers, sent, begun.elapsed());
        let good = response.status().is_success() || status == 300;
        let cap = if good {
            limits.body_cap
        } else {
            policy::ERROR_BODY_CAP
        };
        let body = read_body(
            call,
            response,
            ReadLimits {
                cap,
                idle: limits.idle,
                deadline,
                cut: !good,
            },
        )
        .await?;
        let latency = begun.elapsed();
        tracing::debug!(
            service = call.service.name(), method = %call.method, path = call.url.path(), status,
            bytes = body.len(), millis = latency.as_millis(), "answer"
        );
        if good {
            let answer = Answer {
                service: call.service,
                host: network_error::host_and_port(&call.url),
                headers,
                body,
            };
            return Ok((answer, latency));
        }
        Err(self.refused(call, status, &headers, &body))
    }

    /// The only place where a token is put on a request.
    fn request(&self, call: &Call, token: Option<&HeaderValue>) -> reqwest::RequestBuilder {
        let client = match call.class {
            CallClass::One | CallClass::List | CallClass::SignIn => &self.reads,
            CallClass::Write => &self.writes,
        };
        let mut request = client
            .request(call.method.clone(), call.url.clone())
            .header(ACCEPT, "application/json");
        for (name, value) in &call.headers {
            request = request.header(name, value);
        }
        if let Some(token) = token {
            let mut token = token.clone();
            token.set_sensitive(true);
            request = request.header(TOKEN, token);
        }
        if let Some(body) = &call.body {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(body.clone());
        }
        request
    }

    /// Reads queue. Changes and proofs of identity do not: somebody, or every other call, waits for them.
    async fn turns(&self, call: &Call) -> [Option<SemaphorePermit<'_>>; 2] {
        if matches!(call.class, CallClass::Write | CallClass::SignIn) {
            return [None, None];
        }
        // The semaphores are never closed, so acquiring cannot fail. Magnum's is always taken first.
        let magnum = if call.service == Service::ContainerInfra {
            self.magnum_calls.acquire().await.ok()
        } else {
            None
        };
        [magnum, self.calls.acquire().await.ok()]
    }

    fn refused(&self, call: &Call, status: u16, headers: &HeaderMap, body: &[u8]) -> Failed {
        let fault = Fault::read(body);
        let retry_after_secs = fault::retry_after_secs(headers, self.now()).or(fault.retry_after_secs);
        let kind = match status {
            301 | 302 | 303 | 307 | 308 => ProblemKind::Redirected {
                to: target(call, headers),
            },
            401 if headers.contains_key(RECEIPT) => ProblemKind::SecondFactorNeeded { missing: Vec::new() },
            511 => ProblemKind::NotAnApi {
                host: network_error::host_and_port(&call.url),
            },
            _ => fault::kind(status, fault.words.as_deref(), retry_after_secs),
        };
        let error = ApiError::from_problem(Problem {
            kind,
            service: Some(call.service),
            status: Some(status),
            server_words: fault.words,
            request_id: fault::request_id(headers),
            raw: None,
        })
        .with_newest_version(fault.newest_version);
        Failed {
            error,
            passing: matches!(status, 429 | 502..=504),
            // A gateway that gave up waiting does not know what the service behind it went on to do.
            reached: if matches!(status, 502 | 504) {
                Reached::Perhaps
            } else {
                Reached::Refused
            },
            wait: retry_after_secs.map(|secs| Duration::from_secs(u64::from(secs))),
        }
    }
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transport").finish_non_exhaustive()
    }
}

/// Full jitter: anything up to a limit that grows with the attempts.
fn pause(attempt: u32) -> Duration {
    let longest = policy::PAUSE_BASE
        .saturating_mul(policy::PAUSE_FACTOR.saturating_pow(attempt.saturating_sub(1)))
        .min(policy::PAUSE_CAP);
    longest.mul_f64(fastrand::f64())
}

fn broken(call: &Call, error: reqwest::Error, limit: Duration) -> Failed {
    let reached = if error.is_connect() || error.is_builder() {
        Reached::Nothing
    } else {
        Reached::Perhaps
    };
    let kind = network_error::kind(&error, &call.url, whole_secs(limit));
    // Asking again changes no certificate and finds no name, and a server that is too slow is not helped by it.
    let lasting = error.is_builder()
        || matches!(
            kind,
            ProblemKind::CertificateExpired { .. }
                | ProblemKind::CertificateUnknownIssuer { .. }
                | ProblemKind::CertificateWrongHost { .. }
                | ProblemKind::HostNotFound { .. }
                | ProblemKind::NoAnswer { .. }
                | ProblemKind::ProxyLogin
        );
    Failed {
        error: ApiError::of(call.service, kind).because(error.without_url()),
        passing: !lasting,
        reached,
        wait: None,
    }
}

fn silent(call: &Call, limit: Duration) -> Failed {
    Failed {
        error: ApiError::of(
            call.service,
            ProblemKind::NoAnswer {
                host: network_error::host_and_port(&call.url),
                limit_secs: whole_secs(limit),
            },
        ),
        passing: false,
        reached: Reached::Perhaps,
        wait: None,
    }
}

struct ReadLimits {
    cap: u64,
    idle: Duration,
    deadline: Instant,
    /// Whether a longer body is cut rather than refused.
    cut: bool,
}

/// Reads a body piece by piece: what is counted is what comes out of decompression.
async fn read_body(call: &Call, mut response: Response, limits: ReadLimits) -> Result<Vec<u8>, Failed> {
    let mut body = Vec::new();
    loop {
        let begun = Instant::now();
        let until = limits.deadline.min(begun + limits.idle);
        let piece = match tokio::time::timeout_at(until, response.chunk()).await {
            Ok(Ok(Some(piece))) => piece,
            Ok(Ok(None)) => return Ok(body),
            Ok(Err(error)) => return Err(broken(call, error, limits.idle)),
            Err(_) => return Err(silent(call, until - begun)),
        };
        if body.len() as u64 + piece.len() as u64 > limits.cap {
            if limits.cut {
                return Ok(body);
            }
            return Err(Failed {
                error: ApiError::of(call.service, ProblemKind::TooLarge { limit: limits.cap }),
                passing: false,
                reached: Reached::Perhaps,
                wait: None,
            });
        }
        body.extend_from_slice(&piece);
    }
}

/// Where a redirect points, without its query.
fn target(call: &Call, headers: &HeaderMap) -> String {
    let raw = headers
        .get(LOCATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let Ok(mut to) = call.url.join(raw) else {
        return clean(raw);
    };
    to.set_query(None);
    to.set_fragment(None);
    clean(to.as_str())
}

fn whole_secs(limit: Duration) -> u32 {
    u32::try_from(limit.as_secs_f64().ceil() as u64).unwrap_or(u32::MAX)
}
