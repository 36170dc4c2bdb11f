//! The one port of the simulated cloud: takes a request, asks the fault layer, lets time pass, and hands it to its service.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::to_bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::clock::Clock;
use super::faults::{Faults, Harm};
use super::http::{self, Body, Reply, Request, Service};
use super::wire::Allowance;
use super::world::World;
use super::{admin, cinder, glance, heat, keystone, lies, magnum, neutron, nova, octavia};

const BODY_LIMIT: usize = 4 * 1024 * 1024;
const REMEMBERED: usize = 10_000;

/// A request that was served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenRequest {
    /// `GET`, `POST` …
    pub method: String,
    /// The path, with the service's prefix.
    pub path: String,
    /// The query as it came, without the question mark.
    pub query: String,
}

/// What the server and its handle share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) clock: Clock,
    pub(super) faults: Faults,
    pub(super) base: String,
    steerable: bool,
    world: Mutex<World>,
    seen: Mutex<VecDeque<SeenRequest>>,
}

impl Shared {
    pub(super) fn new(clock: Clock, world: World, steerable: bool) -> Shared {
        let base = world.base.clone();
        Shared {
            clock,
            faults: Faults::default(),
            base,
            steerable,
            world: Mutex::new(world),
            seen: Mutex::default(),
        }
    }

    /// The world as it is at this second.
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.advance(self.clock.now());
        world
    }

    /// The newest requests, oldest first.
    pub(super) fn seen(&self) -> Vec<SeenRequest> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    fn remember(&self, request: &Request) {
        self.note(SeenRequest {
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query_text.clone(),
        });
    }

    /// Keeps a request in mind.
    pub(super) fn note(&self, request: SeenRequest) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() == REMEMBERED {
            seen.pop_front();
        }
        seen.push_back(request);
    }
}

/// Serves one request.
pub(super) async fn serve(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(allowance): ConnectInfo<Allowance>,
    request: axum::extract::Request,
) -> Response {
    let Some(request) = read(request).await else {
        return respond(Reply::empty(400), None, ("", ""));
    };
    if shared.steerable && request.path.starts_with("/admin/") {
        return respond(admin::serve(&shared, &request), None, ("", ""));
    }
    shared.remember(&request);
    let (request_id, date) = {
        let mut world = shared.world();
        (format!("req-{}", world.mint.id()), world.calendar.http(world.now))
    };
    let service = service(&request.path);
    let harm = shared.faults.strike(&request.method, &request.path);
    let reply = match &harm {
        Some(Harm::Fail(status)) => http::plain_refusal(service.unwrap_or(Service::Identity), *status),
        Some(Harm::Answer {
            status,
            content_type,
            body,
        }) => {
            let body = Body::Text(content_type.clone(), body.clone());
            Reply {
                status: *status,
                headers: Vec::new(),
                body,
                rows: 0,
            }
        }
        Some(Harm::Cut) => {
            allowance.limit(0);
            Reply::empty(500)
        }
        Some(Harm::Silence) => std::future::pending().await,
        Some(Harm::Delay(_) | Harm::CutAfter(_) | Harm::Drip { .. } | Harm::Lie(_)) | None => {
            answer(&shared, service, &request)
        }
    };
    let reply = match harm {
        Some(Harm::Delay(delay)) => {
            tokio::time::sleep(delay).await;
            reply
        }
        Some(Harm::CutAfter(bytes)) => {
            allowance.limit(bytes);
            reply
        }
        Some(Harm::Drip { bytes, every }) => {
            allowance.drip(bytes, every);
            reply
        }
        Some(Harm::Lie(lie)) => lies::told(reply, &lie, &request),
        Some(Harm::Fail(_) | Harm::Answer { .. } | Harm::Cut | Harm::Silence) | None => reply,
    };
    let rows_take = shared.faults.rows_take(reply.rows);
    if !rows_take.is_zero() {
        tokio::time::sleep(rows_take).await;
    }
    respond(reply, service, (&request_id, &date))
}

fn answer(shared: &Shared, service: Option<Service>, request: &Request) -> Reply {
    let mut world = shared.world();
    let world = &mut *world;
    if request.path.starts_with("/oidc/") {
        return keystone::provider(world, request);
    }
    if let Some(rest) = request.path.strip_prefix("/region-two/") {
        let inner = Request {
            path: format!("/{rest}"),
            ..request.clone()
        };
        let service = self::service(&inner.path).filter(|service| {
            // What the catalogue does not name there is not there.
            !matches!(
                service,
                Service::Identity | Service::Containers | Service::Orchestration
            )
        });
        let answer = world.in_other_region(|world| route(world, service, &inner));
        return answer.unwrap_or_else(|| Reply::empty(404));
    }
    route(world, service, request)
}

fn route(world: &mut World, service: Option<Service>, request: &Request) -> Reply {
    match service {
        Some(Service::Identity) => keystone::serve(world, request),
        Some(Service::Containers) => magnum::serve(world, request),
        Some(Service::Orchestration) => heat::serve(world, request),
        Some(Service::Compute) => nova::serve(world, request),
        Some(Service::Network) => neutron::serve(world, request),
        Some(Service::Balancing) => octavia::serve(world, request),
        Some(Service::Image) => glance::serve(world, request),
        Some(Service::Volume) => cinder::serve(world, request),
        None => http::refuse(Service::Identity, 404, "", "The resource could not be found."),
    }
}

fn service(path: &str) -> Option<Service> {
    let path = path.strip_prefix("/region-two").unwrap_or(path);
    let first = path.split('/').find(|part| !part.is_empty())?;
    Service::PREFIXES
        .iter()
        .find(|(prefix, _)| *prefix == first)
        .map(|(_, service)| *service)
}

async fn read(request: axum::extract::Request) -> Option<Request> {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.ok()?.to_vec();
    let query_text = head.uri.query().unwrap_or_default().to_owned();
    let query = url::form_urlencoded::parse(query_text.as_bytes())
        .into_owned()
        .collect();
    let mut headers = BTreeMap::new();
    for (name, value) in &head.headers {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers.insert(name.as_str().to_owned(), value);
    }
    let path = head.uri.path().to_owned();
    Some(Request {
        method: head.method.as_str().to_owned(),
        path,
        query_text,
        query,
        headers,
        body,
    })
}

fn respond(reply: Reply, service: Option<Service>, (request_id, date): (&str, &str)) -> Response {
    let (content_type, body) = match reply.body {
        Body::Empty => (None, String::new()),
        Body::Json(value) => (Some("application/json".to_owned()), value.to_string()),
        Body::Text(content_type, text) => (Some(content_type), text),
    };
    let compute = matches!(service, Some(Service::Compute | Service::Volume));
    let mut response = Response::new(axum::body::Body::from(body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let fixed = [
        ("server", "waitress".to_owned()),
        ("x-openstack-request-id", request_id.to_owned()),
        ("date", date.to_owned()),
    ];
    let more = compute.then(|| ("x-compute-request-id", request_id.to_owned()));
    for (name, value) in reply.headers.into_iter().chain(fixed).chain(more) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(&value)) {
            headers.insert(name, value);
        }
    }
    if let Some(value) = content_type.and_then(|text| HeaderValue::from_str(&text).ok()) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    response
}
