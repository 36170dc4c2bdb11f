//! Sequences of requests that were sent to real services, most of them to be refused: the same requests to the simulated
//! cloud are refused in the same words, and what succeeds has the same shape.

use std::collections::BTreeMap;
use std::path::Path;

use magnum_desktop::simulation::StartingWorld;
use serde_json::{Value, json};

use super::shape::differences;
use super::{Answer, Bench, password, text};

/// Where a sequence is not followed to the letter: its name, the beginning of the request, and why.
const DIFFERENT: &[(&str, &str, &str)] = &[
    (
        "cinder-nova",
        "GET /v3/{project-demo}/os-quota-sets",
        "volume types have other names",
    ),
    (
        "cinder-nova",
        "POST /v3/{project-demo}/volumes {\"volume\":{\"name\":\"sim-vol\",\"size\":100000}}",
        "more is consumed here",
    ),
];

/// A cloud with what the real one had, and somebody of each kind signed in.
struct Stage {
    bench: Bench,
    tokens: BTreeMap<&'static str, String>,
    known: BTreeMap<String, String>,
    found: Vec<String>,
}

impl Stage {
    async fn open() -> Stage {
        let mut bench = Bench::open(StartingWorld::Everyday).await;
        let key = json!({"keypair": {"name": "default", "public_key": KEY}});
        bench.send("POST", "/compute/v2.1/os-keypairs", Some(key)).await;
        bench.create("first", "k8s-v1.28-ha", 1).await;
        bench.cloud.advance(900);
        let mut tokens = BTreeMap::new();
        let mut known = BTreeMap::new();
        for (who, user, project) in [
            ("demo", "demo", "demo"),
            ("viewer", "reader", "demo"),
            ("admin", "admin", "admin"),
            ("other", "demo", "容器平台测试"),
        ] {
            bench.token.clear();
            let body = password(user, user, Some(project));
            let answer = bench.send("POST", "/identity/v3/auth/tokens", Some(body)).await;
            let token = answer.header("X-Subject-Token").unwrap_or_default();
            tokens.insert(who, token.to_owned());
            let answer = answer.json();
            for what in ["project", "user"] {
                let id = answer
                    .pointer(&format!("/token/{what}/id"))
                    .unwrap()
                    .as_str()
                    .unwrap();
                known.insert(format!("{what}-{who}"), id.to_owned());
            }
        }
        bench.token = tokens["demo"].clone();
        let mut stage = Stage {
            bench,
            tokens,
            known,
            found: Vec::new(),
        };
        stage.survey().await;
        stage.clear().await;
        stage
    }

    /// Takes everything out of the other project, in the order that its services allow.
    async fn clear(&mut self) {
        let bench = &mut self.bench;
        let token = std::mem::replace(&mut bench.token, self.tokens["other"].clone());
        let own = self.known["project-other"].clone();
        for cluster in bench.rows("/container-infra/v1/clusters", "clusters").await {
            let path = format!("/container-infra/v1/clusters/{}", text(&cluster, "uuid"));
            assert_eq!(bench.send("DELETE", &path, None).await.status, 204);
        }
        bench.cloud.advance(3600);
        let ports = bench.rows("/network/v2.0/ports", "ports").await;
        for port in &ports {
            let path = format!(
                "/network/v2.0/routers/{}/remove_router_interface",
                text(port, "device_id")
            );
            let body = json!({"port_id": port["id"]});
            assert_eq!(bench.send("PUT", &path, Some(body)).await.status, 200, "{port}");
        }
        for (collection, key) in [("routers", "routers"), ("networks", "networks")] {
            for row in bench.rows(&format!("/network/v2.0/{collection}"), key).await {
                if text(&row, "project_id") == own {
                    let path = format!("/network/v2.0/{collection}/{}", text(&row, "id"));
                    assert_eq!(bench.send("DELETE", &path, None).await.status, 204, "{row}");
                }
            }
        }
        bench.token = token;
    }

    /// What the sequences know without having asked for it.
    async fn survey(&mut self) {
        let networks = self
            .bench
            .rows("/network/v2.0/networks?name=public", "networks")
            .await;
        self.know("public", &text(&networks[0], "id"));
        let groups = self
            .bench
            .rows("/network/v2.0/security-groups?name=default", "security_groups")
            .await;
        let own = groups
            .iter()
            .find(|group| text(group, "project_id") == self.bench.project);
        self.know("defsg", &text(own.unwrap(), "id"));
        let home = self.bench.stack_of(&self.bench.cluster("first").await).await;
        let stack = home.split("/stacks/").nth(1).unwrap().to_owned();
        let (name, id) = stack.split_once('/').unwrap();
        self.know("stack", &stack);
        self.know("stackname", name);
        self.know("stackid", id);
    }

    fn know(&mut self, name: &str, value: &str) {
        self.known.insert(name.to_owned(), value.to_owned());
    }

    fn filled(&self, text: &str) -> String {
        let fill =
            |text: String, (name, value): (&String, &String)| text.replace(&format!("{{{name}}}"), value);
        self.known.iter().fold(text.to_owned(), fill)
    }

    async fn play(&mut self, sequence: &str) {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/sequences/{sequence}.json"));
        let rows: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        assert!(rows.len() > 10, "{sequence} is short");
        for row in rows {
            match row.get("wait").and_then(Value::as_u64) {
                Some(secs) => self.bench.cloud.advance(secs),
                None => self.ask(sequence, &row).await,
            }
        }
    }

    async fn ask(&mut self, sequence: &str, row: &Value) {
        let (method, path) = (text(row, "method"), self.filled(&text(row, "path")));
        let prefix = match text(row, "service").as_str() {
            "magnum" => "/container-infra",
            "neutron" => "/network",
            "octavia" => "/load-balancer",
            "nova" => "/compute",
            "cinder" => "/volume",
            _heat => "/orchestration",
        };
        let url = format!("{}{prefix}{path}", self.bench.cloud.base_url());
        let token = &self.tokens[text(row, "who").as_str()];
        let mut request = self.bench.client.request(method.parse().unwrap(), url);
        request = request
            .header("X-Auth-Token", token)
            .header("Accept", "application/json");
        if let Some(version) = row.get("version").and_then(Value::as_str) {
            request = request.header("OpenStack-API-Version", version);
        }
        if let Some(body) = row.get("body") {
            let body = self.filled(&body.to_string());
            request = request.header("Content-Type", "application/json").body(body);
        }
        let answer = Answer::of(request.send().await.unwrap()).await.unwrap();
        let asked = row.get("body").map(Value::to_string).unwrap_or_default();
        let line = format!("{method} {} {asked} {}", text(row, "path"), text(row, "version"));
        let mut found = Vec::new();
        self.compare(row, &answer, &mut found);
        let excused = |(name, start, _): &(&str, &str, &str)| *name == sequence && line.starts_with(start);
        if !DIFFERENT.iter().any(excused) {
            self.found.extend(
                found
                    .into_iter()
                    .map(|what| format!("{sequence}: {line}\n    {what}")),
            );
        }
        if answer.status < 300 {
            self.keep(row, &answer.json());
        }
    }

    fn compare(&self, row: &Value, answer: &Answer, found: &mut Vec<String>) {
        let (ours, theirs) = (answer.json(), &row["answer"]);
        if row["status"] != answer.status {
            found.push(format!(
                "{} and not {}: {}",
                answer.status, row["status"], answer.text
            ));
        } else if answer.status < 300 {
            if theirs.is_object() {
                differences(&ours, theirs, "", found);
            }
        } else if !theirs.is_null() {
            let theirs: Value = serde_json::from_str(&self.filled(&theirs.to_string())).unwrap();
            let (ours, theirs) = (plain(&ours), plain(&theirs));
            if ours != theirs {
                found.push(format!("{ours}\n    and not\n    {theirs}"));
            }
        }
    }

    /// Remembers the ids that later requests name.
    fn keep(&mut self, row: &Value, ours: &Value) {
        let kept = text(row, "keep");
        for part in kept.split(',').filter(|part| !part.is_empty()) {
            let (name, pointer) = part.split_once('=').unwrap_or((part, ""));
            let value = if pointer.is_empty() {
                ours.as_object()
                    .and_then(|fields| fields.values().next())
                    .and_then(|object| object.get("id"))
            } else {
                ours.pointer(pointer)
            };
            let value = value
                .and_then(Value::as_str)
                .unwrap_or_else(|| panic!("no {name} in {ours}"));
            self.know(name, value);
        }
    }
}

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPHGLMXp4fdHvXFrSsmsGqYfzLxDrPcVsKtbR5gzCnUi default";

/// A refusal without what differs from run to run on the real cloud: the order in a dictionary or a set of words, ids
/// that nobody chose.
fn plain(refusal: &Value) -> Value {
    match refusal {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), plain(value)));
            Value::Object(fields.collect())
        }
        Value::Array(rows) => rows.iter().map(plain).collect(),
        Value::String(text) => json!(settled(text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => refusal.clone(),
    }
}

fn settled(text: &str) -> String {
    if let Some((start, words)) = text.split_once("should be one of: ") {
        let mut words: Vec<&str> = words.split(", ").collect();
        words.sort_unstable();
        return format!("{start}should be one of: {}", words.join(", "));
    }
    if let (Some(from), Some(to)) = (text.find('{'), text.rfind('}')) {
        let mut letters: Vec<char> = text[from..=to].chars().collect();
        letters.sort_unstable();
        return format!(
            "{}{}{}",
            &text[..from],
            letters.into_iter().collect::<String>(),
            &text[to..]
        );
    }
    if let Some((start, rest)) = text.split_once("Cannot associate floating IP ") {
        let rest = rest.split_once(" with port").map_or(rest, |(_, rest)| rest);
        return format!("{start}{rest}");
    }
    text.to_owned()
}

async fn followed(sequence: &str) {
    let mut stage = Stage::open().await;
    stage.play(sequence).await;
    assert!(
        stage.found.is_empty(),
        "{} differences:\n{}",
        stage.found.len(),
        stage.found.join("\n")
    );
}

#[tokio::test]
async fn magnum_refuses_as_it_did() {
    followed("magnum").await;
}

#[tokio::test]
async fn neutron_s_things_are_made_changed_and_deleted_as_they_were() {
    followed("neutron").await;
}

#[tokio::test]
async fn octavia_s_things_are_made_changed_and_deleted_as_they_were() {
    followed("octavia").await;
}

#[tokio::test]
async fn volumes_and_key_pairs_are_as_they_were() {
    followed("cinder-nova").await;
}

#[tokio::test]
async fn heat_refuses_as_it_did() {
    followed("heat").await;
}
