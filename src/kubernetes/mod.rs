//! Inside a cluster: its own API, asked with the certificate that was made for this, and for as long as somebody looks.
//!
//! A [`Client`] reads what there is ([`lists`]), follows a pod's log, and applies a manifest ([`manifest`]). It keeps nothing
//! on the disk. How a connection is made and what its failure means is the same as towards the cloud.

mod lists;
pub mod manifest;

use std::time::Duration;

use reqwest::{Method, Response, StatusCode};
use serde_json::Value;
use url::Url;

use crate::domain::clean::clean;
use crate::domain::console::ConsoleLog;
use crate::domain::kubernetes::{Inside, LogSource};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::trouble::KubernetesTrouble;
use crate::kubeconfig::access::Access;
use crate::openstack::network_error;
use crate::openstack::tls::{self, Setup};
use crate::openstack::transport::body::Body;
use crate::openstack::wire::Row;

/// How long one answer may take, the connection included.
const LIMIT_SECS: u32 = 10;
/// Most bytes of one list.
const LIST_CAP: u64 = 32 * 1024 * 1024;
/// Most bytes of the end of a log.
const LOG_CAP: u64 = 4 * 1024 * 1024;
/// Rows per page, and most pages: more than anybody reads.
const PAGE: usize = 500;
const PAGES: usize = 20;

/// The API of one cluster, reached as its administrator.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    setup: Setup,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.base.as_str())
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client for this cluster, by way of a proxy where one is named. Nothing is asked yet.
    ///
    /// # Errors
    /// That the address, the certificates or the proxy are none.
    pub fn new(access: &Access, proxy: Option<&str>) -> Result<Self, Problem> {
        let base = Url::parse(&access.server).map_err(|error| internal(error.to_string()))?;
        let setup =
            Setup::of_cluster(&access.authority, (&access.certificate, &access.key)).map_err(internal)?;
        let http = setup
            .client_by(proxy, tls::on_loopback(&access.server))
            .map_err(internal)?;
        Ok(Self { http, base, setup })
    }

    /// Everything that the API tells of the cluster: a constant number of calls, whatever its size.
    ///
    /// # Errors
    /// Why the API does not answer. What only one list lacks stands in its place.
    pub async fn inside(&self) -> Result<Inside, Problem> {
        // The first one alone: where nobody answers, one call finds out.
        let version = self.json("/version", &[]).await?;
        let version = Row::of(&version).some_text("gitVersion");
        let (checks, nodes, pods, controllers, services, events) = tokio::join!(
            Box::pin(self.checks()),
            Box::pin(self.list("/api/v1/nodes")),
            Box::pin(self.list("/api/v1/pods")),
            Box::pin(self.controllers()),
            Box::pin(self.list("/api/v1/services")),
            Box::pin(self.list("/api/v1/events")),
        );
        let mut events = events.map(|rows| lists::all(&rows, lists::event));
        if let Ok(events) = &mut events {
            events.sort_by_key(|event| std::cmp::Reverse(event.at));
        }
        Ok(Inside {
            address: self.base.as_str().trim_end_matches('/').to_owned(),
            version,
            checks,
            nodes: nodes.map(|rows| lists::all(&rows, lists::node)),
            pods: pods.map(|rows| lists::all(&rows, lists::pod)),
            controllers,
            services: services.map(|rows| lists::all(&rows, lists::service)),
            events,
        })
    }

    /// The end of a container's log.
    ///
    /// # Errors
    /// Why it could not be had.
    pub async fn log(&self, from: &LogSource, lines: u32) -> Result<ConsoleLog, Problem> {
        let path = [
            "api",
            "v1",
            "namespaces",
            &from.namespace,
            "pods",
            &from.pod,
            "log",
        ];
        let tail = lines.to_string();
        let query = [
            ("container", from.container.as_str()),
            ("tailLines", tail.as_str()),
        ];
        let answer = self.send(self.request(Method::GET, &path, &query)).await?;
        let bytes = self.read(answer, LOG_CAP).await?;
        let most = usize::try_from(lines).unwrap_or(usize::MAX);
        Ok(ConsoleLog::read(&String::from_utf8_lossy(&bytes), most))
    }

    /// The API's checks of being ready; old ones, and those that do not tell, have none.
    async fn checks(&self) -> Vec<crate::domain::kubernetes::Check> {
        for path in [["readyz"], ["healthz"]] {
            let request = self.request(Method::GET, &path, &[("verbose", "")]);
            // A check that fails is an answer as well, with status 500.
            let Ok(answer) = request.send().await else {
                continue;
            };
            if answer.status() == StatusCode::NOT_FOUND {
                continue;
            }
            if let Ok(bytes) = self.read(answer, LOG_CAP).await {
                return lists::checks(&String::from_utf8_lossy(&bytes));
            }
        }
        Vec::new()
    }

    async fn controllers(&self) -> crate::domain::kubernetes::Listed<crate::domain::kubernetes::Controller> {
        let (deployments, stateful, daemons, replication, jobs) = tokio::join!(
            Box::pin(self.list("/apis/apps/v1/deployments")),
            Box::pin(self.list("/apis/apps/v1/statefulsets")),
            Box::pin(self.list("/apis/apps/v1/daemonsets")),
            Box::pin(self.list("/api/v1/replicationcontrollers")),
            Box::pin(self.list("/apis/batch/v1/jobs")),
        );
        let of = [
            ("Deployment", deployments),
            ("StatefulSet", stateful),
            ("DaemonSet", daemons),
            ("ReplicationController", replication),
            ("Job", jobs),
        ];
        let mut all = Vec::new();
        let mut missing = None;
        for (kind, rows) in of {
            match rows {
                Ok(rows) => all.extend(lists::all(&rows, |row| lists::controller(kind, row))),
                // An old or a small API has not all of them.
                Err(problem) => missing = Some(problem),
            }
        }
        match missing {
            Some(problem) if all.is_empty() => Err(problem),
            Some(_) | None => Ok(all),
        }
    }

    /// Every row of a list, page by page.
    async fn list(&self, path: &str) -> Result<Vec<Value>, Problem> {
        let limit = PAGE.to_string();
        let mut rows = Vec::new();
        let mut next = String::new();
        for _page in 0..PAGES {
            let mut query = vec![("limit", limit.as_str())];
            if !next.is_empty() {
                query.push(("continue", next.as_str()));
            }
            let answer = self.json(path, &query).await?;
            rows.extend(Row::of(&answer).list("items").iter().cloned());
            // Not cleaned: it goes back as it came.
            let more = answer.pointer("/metadata/continue").and_then(Value::as_str);
            match more.filter(|more| !more.is_empty()) {
                Some(more) => next = more.to_owned(),
                None => break,
            }
        }
        Ok(rows)
    }

    async fn json(&self, path: &str, query: &[(&str, &str)]) -> Result<Value, Problem> {
        let path: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let answer = self.send(self.request(Method::GET, &path, query)).await?;
        let bytes = self.read(answer, LIST_CAP).await?;
        serde_json::from_slice(&bytes).map_err(|_error| self.not_an_api())
    }

    /// A request for the path of these parts; each is one part, whatever is in it.
    fn request(&self, method: Method, path: &[&str], query: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let mut url = self.base.clone();
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.clear().extend(path);
        }
        self.http
            .request(method, url)
            .query(query)
            .timeout(Duration::from_secs(u64::from(LIMIT_SECS)))
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Response, Problem> {
        let answer = request.send().await.map_err(|error| self.unreached(&error))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let bytes = self.read(answer, LOG_CAP).await.unwrap_or_default();
        Err(refusal(status, &bytes))
    }

    async fn read(&self, mut answer: Response, cap: u64) -> Result<Vec<u8>, Problem> {
        let mut body = Body::new(cap);
        while let Some(piece) = answer.chunk().await.map_err(|error| self.unreached(&error))? {
            body.push(&piece)
                .map_err(|_full| Problem::new(ProblemKind::TooLarge { limit: cap }))?;
        }
        Ok(body.into_bytes())
    }

    fn unreached(&self, error: &reqwest::Error) -> Problem {
        Problem::new(network_error::kind(
            error,
            &self.base,
            LIMIT_SECS,
            self.setup.seen(),
        ))
    }

    fn not_an_api(&self) -> Problem {
        let host = network_error::host_and_port(&self.base);
        Problem::new(ProblemKind::NotAnApi { host })
    }
}

/// What a refusal means; the API says more in a `Status`.
fn refusal(status: StatusCode, body: &[u8]) -> Problem {
    let trouble = match status.as_u16() {
        401 => KubernetesTrouble::LoginRefused,
        403 => KubernetesTrouble::Forbidden,
        404 | 405 | 410 => KubernetesTrouble::Missing,
        409 => KubernetesTrouble::Conflict,
        429 => KubernetesTrouble::Busy,
        400..=499 => KubernetesTrouble::Refused,
        _ => KubernetesTrouble::Fault,
    };
    let said = serde_json::from_slice::<Value>(body).ok();
    let said = said.as_ref().map(|said| Row::of(said).text("message"));
    let plain = || clean(String::from_utf8_lossy(body).lines().next().unwrap_or_default());
    Problem {
        status: Some(status.as_u16()),
        server_words: Some(said.filter(|said| !said.is_empty()).unwrap_or_else(plain))
            .filter(|words| !words.is_empty()),
        ..Problem::new(ProblemKind::Kubernetes(trouble))
    }
}

fn internal(detail: String) -> Problem {
    Problem::new(ProblemKind::Internal { detail })
}
