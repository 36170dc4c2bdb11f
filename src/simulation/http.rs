//! Requests and answers as the services of the simulated cloud see them, and the words in which each service refuses.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Which service a path belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Service {
    Identity,
    Containers,
    Orchestration,
    Compute,
    Network,
    Balancing,
    Image,
    Volume,
}

impl Service {
    /// All services with the first part of their paths.
    pub(super) const PREFIXES: [(&'static str, Service); 8] = [
        ("identity", Service::Identity),
        ("container-infra", Service::Containers),
        ("orchestration", Service::Orchestration),
        ("compute", Service::Compute),
        ("network", Service::Network),
        ("load-balancer", Service::Balancing),
        ("image", Service::Image),
        ("volume", Service::Volume),
    ];
}

/// A request, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) method: String,
    /// The path as it came, without the query.
    pub(super) path: String,
    /// The query as it came.
    pub(super) query_text: String,
    pub(super) query: Vec<(String, String)>,
    /// Lower-case names.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// The parts of the path after the service's prefix, decoded; empty ones are left out.
    pub(super) fn parts(&self) -> Vec<String> {
        let parts = self.path.split('/').filter(|part| !part.is_empty()).skip(1);
        parts.map(decode).collect()
    }

    /// The first value of a query parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A query parameter that is a number.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.parameter(name).and_then(|value| value.parse().ok())
    }

    /// A header, by its lower-case name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The body as JSON; null when it is none.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Body,
    /// How many rows of a slow list it holds.
    pub(super) rows: usize,
}

/// What an answer carries.
#[derive(Debug)]
pub(super) enum Body {
    Empty,
    Json(Value),
    /// Something else with its content type.
    Text(String, String),
}

impl Reply {
    /// 200 with JSON.
    pub(super) fn ok(body: Value) -> Reply {
        Reply::json(200, body)
    }

    pub(super) fn json(status: u16, body: Value) -> Reply {
        Reply {
            status,
            headers: Vec::new(),
            body: Body::Json(body),
            rows: 0,
        }
    }

    pub(super) fn empty(status: u16) -> Reply {
        Reply {
            status,
            headers: Vec::new(),
            body: Body::Empty,
            rows: 0,
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }
}

/// Refuses in the words of a service. The kind is Nova's key, Neutron's type or Heat's; others ignore it.
pub(super) fn refuse(service: Service, status: u16, kind: &str, message: &str) -> Reply {
    let title = title(status);
    let body = match service {
        Service::Identity => json!({"error": {"code": status, "message": message, "title": title}}),
        Service::Containers => {
            let short = message.split('.').next().unwrap_or(message);
            let code = if status < 500 { "client" } else { "server" };
            let error = json!({
                "request_id": "", "code": code, "status": status, "title": short, "detail": message, "links": [],
            });
            json!({"errors": [error]})
        }
        Service::Orchestration => json!({
            "code": status,
            "title": title,
            "explanation": explanation(status),
            "error": {"type": kind, "traceback": null, "message": message},
        }),
        Service::Compute | Service::Volume => json!({ kind: {"code": status, "message": message} }),
        Service::Network => json!({"NeutronError": {"type": kind, "message": message, "detail": ""}}),
        Service::Balancing => {
            let code = if status < 500 { "Client" } else { "Server" };
            json!({"faultcode": code, "faultstring": message, "debuginfo": null})
        }
        Service::Image => {
            let message = format!("{message}<br /><br />\n\n\n");
            json!({"message": message, "code": format!("{status} {title}"), "title": title})
        }
    };
    Reply::json(status, body)
}

/// A refusal for a status alone, as injected faults use it.
pub(super) fn plain_refusal(service: Service, status: u16) -> Reply {
    let kind = match (service, status) {
        (Service::Compute | Service::Volume, 404) => "itemNotFound",
        (Service::Compute | Service::Volume, 403) => "forbidden",
        (Service::Compute | Service::Volume, 409) => "conflictingRequest",
        (Service::Compute | Service::Volume, 413 | 429) => "overLimit",
        (Service::Compute | Service::Volume, 400) => "badRequest",
        (Service::Compute | Service::Volume, _) => "computeFault",
        (_, 404) => "NotFound",
        (_, 403) => "Forbidden",
        (_, _) => "InternalError",
    };
    let message = match status {
        500 => "The server has either erred or is incapable of performing the requested operation.",
        503 => "The server is currently unavailable. Please try again at a later time.",
        429 => "Too many requests. Please try again later.",
        _ => explanation(status),
    };
    if status == 401 {
        unauthorized(service, "")
    } else {
        refuse(service, status, kind, message)
    }
}

/// The answer to a missing, wrong or outworn token.
pub(super) fn unauthorized(service: Service, base: &str) -> Reply {
    let message = "The request you have made requires authentication.";
    let keystone = format!("Keystone uri=\"{base}/identity/v3\"");
    let reply = match service {
        Service::Image => {
            let message = "This server could not verify that you are authorized to access the document you requested. \
                           Either you supplied the wrong credentials (e.g., bad password), or your browser does not \
                           understand how to supply the credentials required.";
            refuse(Service::Image, 401, "", message)
        }
        Service::Identity
        | Service::Containers
        | Service::Orchestration
        | Service::Compute
        | Service::Network
        | Service::Balancing
        | Service::Volume => Reply::json(
            401,
            json!({"error": {"code": 401, "title": "Unauthorized", "message": message}}),
        ),
    };
    reply.with("www-authenticate", keystone)
}

/// Cuts one page out of a list. Answers the page and, where more follows, the marker of the next one.
pub(super) fn page<T>(
    rows: Vec<T>,
    limit: Option<usize>,
    marker: Option<&str>,
    id: impl Fn(&T) -> String,
) -> (Vec<T>, Option<String>) {
    let skip = marker
        .and_then(|marker| rows.iter().position(|row| id(row) == marker))
        .map_or(0, |place| place + 1);
    let limit = limit.filter(|limit| *limit > 0).unwrap_or(usize::MAX);
    let page: Vec<T> = rows.into_iter().skip(skip).take(limit).collect();
    // The services offer another page whenever this one is full.
    let next = (page.len() == limit).then(|| page.last().map(&id)).flatten();
    (page, next)
}

/// Reads `%20` and `+` in a query, or `%20` in a path.
pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let pair: String = rest.by_ref().take(2).map(char::from).collect();
        bytes.push(u8::from_str_radix(&pair, 16).unwrap_or(b'%'));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The usual name of a status.
pub(super) fn title(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        409 => "Conflict",
        413 => "Request Entity Too Large",
        429 => "Too Many Requests",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Internal Server Error",
    }
}

/// What a status means, in Heat's words.
pub(super) fn explanation(status: u16) -> &'static str {
    match status {
        400 | 405 => {
            "The server could not comply with the request since it is either malformed or otherwise incorrect."
        }
        403 => "Access was denied to this resource.",
        404 => "The resource could not be found.",
        409 => "There was a conflict when trying to complete your request.",
        _ => "The server has either erred or is incapable of performing the requested operation.",
    }
}
