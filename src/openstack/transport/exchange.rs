//! One attempt: one request, one answer or what went wrong instead.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Method, Response};
use tokio::time::Instant;

use crate::domain::clean::clean;
use crate::domain::problem::{Problem, ProblemKind};
use crate::openstack::circuit::Cause;
use crate::openstack::error::{ApiError, Refusal};
use crate::openstack::fault::{self, Fault};
use crate::openstack::network_error;
use crate::openstack::policy::{self, CallClass, Limits};
use crate::openstack::retry::{Reached, Tried};
use crate::openstack::transport::body::Body;
use crate::openstack::transport::clients::Pair;
use crate::openstack::transport::gate::Outcome;
use crate::openstack::transport::log::{Flight, Landing};
use crate::openstack::transport::{Answer, Call, Transport, secrets, whole_secs};

const TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
const RECEIPT: HeaderName = HeaderName::from_static("openstack-auth-receipt");

/// What is tried.
pub(super) struct Attempt<'a> {
    pub(super) call: &'a Call,
    pub(super) token: Option<&'a HeaderValue>,
    /// From 1.
    pub(super) number: u32,
    /// When the whole call ends.
    pub(super) deadline: Instant,
}

/// A failed attempt.
pub(super) struct Failed {
    pub(super) error: ApiError,
    /// Whether another attempt may have another outcome.
    passing: bool,
    pub(super) reached: Reached,
    /// How long the service asks to wait.
    pub(super) asked: Option<Duration>,
    pub(super) outcome: Outcome,
}

impl Failed {
    /// What the rules of trying again want to know.
    pub(super) fn tried(&self, attempt: &Attempt<'_>) -> Tried {
        Tried {
            attempt: attempt.number,
            read: matches!(attempt.call.method, Method::GET | Method::HEAD),
            reached: self.reached,
            passing: self.passing,
            status: self.error.problem().status,
            asked: self.asked,
        }
    }

    /// Why the service wants to be left alone.
    pub(super) fn cause(&self) -> Cause {
        if matches!(self.error.kind(), ProblemKind::RateLimited { .. }) {
            Cause::Limited
        } else {
            Cause::Failures
        }
    }
}

/// What has come of an answer before its body.
struct Head {
    status: u16,
    headers: HeaderMap,
    good: bool,
}

impl Transport {
    /// Sends the request once and reads the whole answer.
    pub(super) async fn attempt(&self, attempt: &Attempt<'_>) -> Result<(Answer, Duration), Failed> {
        let (call, sent) = (attempt.call, self.now());
        let (clients, jumped) = self.clients.current(sent);
        if jumped {
            self.skew.forget();
        }
        let flight = self.log.begin(call, attempt.number, sent);
        let begun = Instant::now();
        let mut landing = Landing::default();
        let outcome = self.exchange(attempt, &clients, (&flight, &mut landing)).await;
        let latency = begun.elapsed();
        tracing::debug!(
            service = call.service.name(), method = %call.method, path = call.url.path(), status = landing.status,
            millis = latency.as_millis(), "answer"
        );
        if let Err(failed) = &outcome {
            landing.failure = Some(failed.error.kind().clone());
        }
        flight.land(landing);
        outcome.map(|answer| (answer, latency))
    }

    async fn exchange(
        &self,
        attempt: &Attempt<'_>,
        clients: &Pair,
        (flight, landing): (&Flight<'_>, &mut Landing),
    ) -> Result<Answer, Failed> {
        let (call, limits) = (attempt.call, attempt.call.class.limits());
        let (sent, begun) = (self.now(), Instant::now());
        let first = attempt.deadline.min(begun + limits.first_byte);
        let request = request(call, attempt.token, clients);
        let response = match tokio::time::timeout_at(first, request.send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(self.broken(call, error, policy::CONNECT_LIMIT)),
            Err(_) => return Err(silent(call, first - begun)),
        };
        let status = response.status().as_u16();
        let head = Head {
            status,
            headers: response.headers().clone(),
            good: response.status().is_success() || status == 300,
        };
        self.measure_skew(&head.headers, sent, begun.elapsed());
        landing.status = Some(status);
        landing.request_id = fault::request_id(&head.headers);
        let body = self
            .read_body(attempt, (limits, head.good), flight, response)
            .await?;
        if head.good {
            return Ok(Answer {
                service: call.service,
                host: network_error::host_and_port(&call.url),
                headers: head.headers,
                body,
            });
        }
        Err(self.refused(attempt, &head, &body))
    }

    /// Reads a body piece by piece. What is too long is refused, and of a refusal only the beginning is read.
    async fn read_body(
        &self,
        attempt: &Attempt<'_>,
        (limits, good): (Limits, bool),
        flight: &Flight<'_>,
        mut response: Response,
    ) -> Result<Vec<u8>, Failed> {
        let call = attempt.call;
        let cap = if good {
            limits.body_cap
        } else {
            policy::ERROR_BODY_CAP
        };
        let mut body = Body::new(cap);
        loop {
            let begun = Instant::now();
            let until = attempt.deadline.min(begun + limits.idle);
            let piece = match tokio::time::timeout_at(until, response.chunk()).await {
                Ok(Ok(Some(piece))) => piece,
                Ok(Ok(None)) => return Ok(body.into_bytes()),
                Ok(Err(error)) => return Err(self.broken(call, error, limits.idle)),
                Err(_) => return Err(silent(call, until - begun)),
            };
            flight.received(piece.len());
            if body.push(&piece).is_ok() {
                continue;
            }
            if !good {
                return Ok(body.into_bytes());
            }
            return Err(Failed {
                error: ApiError::of(call.service, ProblemKind::TooLarge { limit: cap }),
                passing: false,
                reached: Reached::Perhaps,
                asked: None,
                outcome: Outcome::Answered,
            });
        }
    }

    fn broken(&self, call: &Call, error: reqwest::Error, limit: Duration) -> Failed {
        let reached = if error.is_connect() || error.is_builder() {
            Reached::Nothing
        } else {
            Reached::Perhaps
        };
        let kind = network_error::kind(&error, &call.url, whole_secs(limit), self.setup.seen());
        let network = matches!(
            kind,
            ProblemKind::HostNotFound { .. }
                | ProblemKind::ConnectionRefused { .. }
                | ProblemKind::ConnectionLost { .. }
                | ProblemKind::NoAnswer { .. }
        );
        // Asking again changes no certificate and finds no name, and a server that is too slow is not helped by it.
        let passing = matches!(
            kind,
            ProblemKind::ConnectionRefused { .. } | ProblemKind::ConnectionLost { .. }
        );
        Failed {
            error: ApiError::of(call.service, kind).because(error.without_url()),
            passing,
            reached,
            asked: None,
            outcome: if network {
                Outcome::NetworkFailed
            } else {
                Outcome::Unrelated
            },
        }
    }

    fn refused(&self, attempt: &Attempt<'_>, head: &Head, body: &[u8]) -> Failed {
        let (call, status, headers) = (attempt.call, head.status, &head.headers);
        let mut fault = Fault::read(body);
        fault.hide(&secrets::of(call, attempt.token));
        let asked = fault::retry_after_secs(headers, self.server_now()).or(fault.retry_after_secs);
        let kind = match status {
            301 | 302 | 303 | 307 | 308 => ProblemKind::Redirected {
                to: target(call, headers),
            },
            511 => ProblemKind::NotAnApi {
                host: network_error::host_and_port(&call.url),
            },
            _ => fault::kind(status, fault.words.as_deref(), asked),
        };
        let passing = matches!(status, 429 | 502..=504) || (status == 413 && asked.is_some());
        let outcome = match status {
            511 => Outcome::Unrelated,
            500 | 502..=599 => Outcome::ServiceFailed,
            _ => Outcome::Answered,
        };
        let error = ApiError::from_problem(Problem {
            kind,
            service: Some(call.service),
            status: Some(status),
            server_words: fault.words,
            request_id: fault::request_id(headers),
            raw: fault.raw.map(Arc::from),
        })
        .with_newest_version(fault.newest_version);
        let error = if call.class == CallClass::SignIn {
            error.with_refusal(Refusal {
                receipt: headers.get(RECEIPT).cloned(),
                body: body.to_vec(),
            })
        } else {
            error
        };
        Failed {
            error,
            passing,
            // A gateway that gave up waiting does not know what the service behind it went on to do.
            reached: if matches!(status, 502 | 504) {
                Reached::Perhaps
            } else {
                Reached::Refused
            },
            asked: asked.map(|secs| Duration::from_secs(u64::from(secs))),
            outcome,
        }
    }
}

/// The only place where a token is put on a request.
fn request(call: &Call, token: Option<&HeaderValue>, clients: &Pair) -> reqwest::RequestBuilder {
    let client = match call.class {
        CallClass::One | CallClass::List | CallClass::SignIn => &clients.reads,
        CallClass::Write => &clients.writes,
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
        if !call.headers.iter().any(|(name, _)| *name == CONTENT_TYPE) {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        request = request.body(body.expose().to_vec());
    }
    request
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
        asked: None,
        outcome: Outcome::ServiceFailed,
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
    // What cannot have a user part has none.
    let _unless_it_cannot = (to.set_username(""), to.set_password(None));
    clean(to.as_str())
}
