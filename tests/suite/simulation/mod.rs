//! The simulated cloud against recordings of a real one, and against itself: does every service tell the same story?
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the helpers of tests fail by panicking, too"
)]

mod certificates;
mod coherence;
mod disturbances;
mod lifecycle;
mod nesting;
mod refusals;
mod releases;
mod script;
mod sequences;
mod shape;
mod truth;
mod versions;
mod ways_in;
mod worlds;

use std::path::Path;

use magnum_desktop::simulation::{Options, Pace, Service, SimulatedCloud, StartingWorld};
use serde_json::{Value, json};

const MAGNUM: (&str, &str) = ("OpenStack-API-Version", "container-infra latest");
const NOVA: (&str, &str) = ("OpenStack-API-Version", "compute 2.96");

/// A client that knows nothing but HTTP.
struct Bench {
    cloud: SimulatedCloud,
    client: reqwest::Client,
    token: String,
    project: String,
}

/// An answer as it came.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    text: String,
}

impl Answer {
    async fn of(mut response: reqwest::Response) -> reqwest::Result<Answer> {
        let headers = response.headers().iter();
        let headers = headers
            .map(|(key, value)| (key.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status,
            headers,
            text: String::from_utf8(bytes).unwrap(),
        })
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

impl Bench {
    /// A cloud whose time stands still until a test moves it, and somebody signed in to it.
    async fn open(world: StartingWorld) -> Bench {
        Bench::open_as(world, Service::default()).await
    }

    /// The same with a release of choice.
    async fn open_as(world: StartingWorld, service: Service) -> Bench {
        let options = Options {
            port: 0,
            pace: Pace::Stepped,
            world,
            seed: 7,
            now: "2026-11-23T06:00:00Z".parse().unwrap(),
        };
        let cloud = SimulatedCloud::start_as(options, service).await.unwrap();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        let mut bench = Bench {
            cloud,
            client,
            token: String::new(),
            project: String::new(),
        };
        bench.sign_in("demo").await;
        bench
    }

    async fn sign_in(&mut self, user: &str) {
        let body = password(user, user, Some("demo"));
        let answer = self.send("POST", "/identity/v3/auth/tokens", Some(body)).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        self.token = answer.header("X-Subject-Token").unwrap().to_owned();
        self.project = answer
            .json()
            .pointer("/token/project/id")
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned();
    }

    async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.try_send(method, path, body).await.unwrap()
    }

    async fn try_send(&self, method: &str, path: &str, body: Option<Value>) -> reqwest::Result<Answer> {
        let url = format!("{}{path}", self.cloud.base_url());
        let mut request = self.client.request(method.parse().unwrap(), url);
        let wanted = if path.starts_with("/compute") {
            NOVA
        } else {
            MAGNUM
        };
        request = request.header(wanted.0, wanted.1);
        if !self.token.is_empty() {
            request = request.header("X-Auth-Token", &self.token);
        }
        if let Some(body) = body {
            request = request
                .header("Content-Type", "application/json")
                .body(body.to_string());
        }
        Answer::of(request.send().await?).await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.send("GET", path, None).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()
    }

    /// The rows of a list.
    async fn rows(&self, path: &str, key: &str) -> Vec<Value> {
        self.get(path)
            .await
            .get(key)
            .unwrap_or_else(|| panic!("{path} has no {key}"))
            .as_array()
            .unwrap()
            .clone()
    }

    async fn cluster(&self, name: &str) -> Value {
        self.get(&format!("/container-infra/v1/clusters/{name}")).await
    }

    /// The address of a cluster's stack, found as a client must find it.
    async fn stack_of(&self, cluster: &Value) -> String {
        let id = text(cluster, "stack_id");
        let answer = self
            .send(
                "GET",
                &format!("/orchestration/v1/{}/stacks/{id}", self.project),
                None,
            )
            .await;
        assert_eq!(answer.status, 302, "{answer:?}");
        answer
            .header("Location")
            .unwrap()
            .strip_prefix(&self.cloud.base_url())
            .unwrap()
            .to_owned()
    }

    async fn template(&self, name: &str) -> String {
        text(
            &self
                .get(&format!("/container-infra/v1/clustertemplates/{name}"))
                .await,
            "uuid",
        )
    }

    /// Asks for a cluster and answers its uuid.
    async fn create(&self, name: &str, template: &str, nodes: u32) -> String {
        let template = self.template(template).await;
        let body =
            json!({"name": name, "cluster_template_id": template, "node_count": nodes, "master_count": 1});
        let answer = self
            .send("POST", "/container-infra/v1/clusters", Some(body))
            .await;
        assert_eq!(answer.status, 202, "{answer:?}");
        text(&answer.json(), "uuid")
    }
}

fn password(user: &str, password: &str, project: Option<&str>) -> Value {
    let domain = json!({"name": "Default"});
    let user = json!({"name": user, "domain": domain, "password": password});
    let mut auth = json!({"identity": {"methods": ["password"], "password": {"user": user}}});
    if let Some(project) = project {
        auth["scope"] = json!({"project": {"name": project, "domain": domain}});
    }
    json!({"auth": auth})
}

/// A text field; empty when it is null.
fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// What a real cloud answered.
fn recorded(name: &str) -> Value {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let path = fixtures.join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let whole: Value = serde_json::from_str(&text).unwrap();
    whole.get("response").unwrap().clone()
}
