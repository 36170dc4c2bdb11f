//! The truth test: every request that was recorded on a real cloud is sent to the simulated one, in the order in which
//! things happened there, and status, headers and the shape of the body must be the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use magnum_desktop::simulation::StartingWorld;
use serde_json::{Value, json};

use super::script::{DIFFERENT, FREE, SCRIPT, Step, UNTRIED};
use super::shape::differences;
use super::{Answer, Bench, password, recorded, text};

/// Where the recorded services were, and where ours are.
const SERVICES: [(&str, &str); 8] = [
    ("127.0.0.1:5000", "/identity"),
    ("127.0.0.1:9511", "/container-infra"),
    ("127.0.0.1:8004", "/orchestration"),
    ("127.0.0.1:8774", "/compute"),
    ("127.0.0.1:9696", "/network"),
    ("127.0.0.1:9876", "/load-balancer"),
    ("127.0.0.1:9292", "/image"),
    ("127.0.0.1:8776", "/volume"),
];

/// The simulated cloud as a mirror of the recorded one.
struct Mirror {
    bench: Bench,
    tokens: BTreeMap<&'static str, String>,
    /// Ids and names that were recorded, with ours in their place.
    known: Vec<(String, String)>,
    found: Vec<String>,
}

impl Mirror {
    async fn open() -> Mirror {
        let mut bench = Bench::open(StartingWorld::Everyday).await;
        let first = bench.create("first", "k8s-v1.28-ha", 2).await;
        let key = json!({"keypair": {"name": "default", "public_key": KEY}});
        bench.send("POST", "/compute/v2.1/os-keypairs", Some(key)).await;
        bench.cloud.advance(900);
        let mut tokens = BTreeMap::new();
        for (who, user, project) in [
            ("demo", "demo", Some("demo")),
            ("reader", "reader", Some("demo")),
            ("admin", "admin", Some("admin")),
            ("foreigner", "demo", Some("容器平台测试")),
            ("nobody", "", None),
        ] {
            bench.token.clear();
            let answer = bench
                .send(
                    "POST",
                    "/identity/v3/auth/tokens",
                    Some(password(user, user, project)),
                )
                .await;
            let token = answer.header("X-Subject-Token").unwrap_or_default();
            tokens.insert(who, token.to_owned());
        }
        bench.token = tokens["demo"].clone();
        let mut mirror = Mirror {
            bench,
            tokens,
            known: Vec::new(),
            found: Vec::new(),
        };
        mirror.learn("b253952e-bd17-4039-841f-0a7b2569d42d", &first);
        mirror.survey().await;
        mirror
    }

    fn learn(&mut self, theirs: &str, ours: &str) {
        if !theirs.is_empty() && theirs != ours && !self.known.iter().any(|(known, _)| known == theirs) {
            self.known.push((theirs.to_owned(), ours.to_owned()));
            // A stack's name and id together go before its id alone.
            self.known
                .sort_by_key(|(theirs, _)| std::cmp::Reverse(theirs.len()));
        }
    }

    /// What is there from the beginning on both sides.
    async fn survey(&mut self) {
        let world = self.bench.cloud.world();
        let projects = [
            ("37d705ce4bca4abda49b989378aae8bc", "demo"),
            ("787575c7571a4d09b8ad4d24145ab90f", "容器平台测试"),
            ("ed9bea995deb48049a530c68f23488a1", "service"),
        ];
        let projects = projects.map(|(theirs, name)| (theirs, world.project_id(name).unwrap()));
        let failed = world.cluster_ids("broken-database").remove(0);
        for (theirs, ours) in projects {
            self.learn(theirs, &ours);
        }
        self.learn("782ef472-5753-4e88-8a2b-a9fd0a90100b", &failed);
        let template = self.bench.template("k8s-v1.28-ha").await;
        self.learn("0c486903-dfc1-45dd-bcff-48beeedbed30", &template);
        for (theirs, path, key, name) in [
            (
                "dc927fd8-1aeb-4d8c-9ff7-5d4773810cf5",
                "/image/v2/images",
                "images",
                "fedora-coreos-41",
            ),
            (
                "24cef9cb-b564-4ed1-979f-dd7fd225227b",
                "/network/v2.0/networks",
                "networks",
                "public",
            ),
            (
                "79288355-d9de-4f24-b5b9-cd40f25b8840",
                "/compute/v2.1/servers",
                "servers",
                "-master-0",
            ),
        ] {
            let rows = self.bench.rows(path, key).await;
            let row = rows.iter().find(|row| text(row, "name").ends_with(name)).unwrap();
            self.learn(theirs, &text(row, "id"));
        }
        let first = self.bench.cluster("first").await;
        let home = self.bench.stack_of(&first).await;
        self.learn(
            "first-3rkoqwzcbpuj/f59f11e6-bb92-4d44-a628-ad6dcac3a020",
            &stack(&home),
        );
        self.learn("f59f11e6-bb92-4d44-a628-ad6dcac3a020", &text(&first, "stack_id"));
        let failed = self
            .bench
            .stack_of(&self.bench.cluster("broken-database").await)
            .await;
        self.learn(
            "will-fail-lwetua7zo2fp/a48773f8-307c-4a8d-8b42-e34ab32d0777",
            &stack(&failed),
        );
        self.nested(&home).await;
        let path = format!("/container-infra/v1/clusters/{}/nodegroups", text(&first, "uuid"));
        for row in self.bench.rows(&path, "nodegroups").await {
            let theirs = match text(&row, "name").as_str() {
                "default-master" => "1bf0664c-8528-4b9b-b1e3-fb756c0567c0",
                _worker => "541141ee-7ea5-4114-9b89-3cca47043269",
            };
            self.learn(theirs, &text(&row, "uuid"));
        }
    }

    /// The nested stacks, load balancer, pool and listener of `first`.
    async fn nested(&mut self, home: &str) {
        let rows = self
            .bench
            .rows(&format!("{home}/resources?nested_depth=5"), "resources")
            .await;
        let row = |name: &str, kind: &str| {
            let mut rows = rows.iter();
            let found = rows
                .find(|row| text(row, "resource_name") == name && text(row, "resource_type").ends_with(kind));
            found.unwrap_or_else(|| panic!("no {name} of {kind}")).clone()
        };
        let inside = |row: &Value, rel: &str| {
            let links = row["links"].as_array().unwrap().iter();
            let mut links = links.filter(|link| text(link, "rel") == rel);
            stack(&text(links.next().unwrap(), "href"))
        };
        let master = inside(&row("0", "kubemaster.yaml"), "nested");
        let network = inside(&row("private_network", "::Net"), "stack");
        let etcd = inside(&row("etcd_lb", "lb_etcd.yaml"), "nested");
        self.learn(
            "first-3rkoqwzcbpuj-kube_masters-ipnamgsvo255-0-tk6ljnkfi53v/d208302e-7c3d-4cb3-a13e-2f3ee2ebb1ca",
            &master,
        );
        self.learn(
            "first-3rkoqwzcbpuj-network-6eoftipxifks/6f4bdb43-ac00-4a21-a428-d7802af5317e",
            &network,
        );
        self.learn(
            "first-3rkoqwzcbpuj-etcd_lb-ngblrc3j5eig/1bd3f0c6-0a1a-4255-bbdb-1bbd90309395",
            &etcd,
        );
        let balancer = text(&row("loadbalancer", "::LoadBalancer"), "physical_resource_id");
        self.learn("c6421334-92bc-4d4c-938d-9302b65da49b", &balancer);
        for (theirs, what) in [
            ("86eeff33-3ef1-400b-b415-e00b493041ac", "pools"),
            ("080e2827-c29b-48de-b5fd-6293196d2d25", "listeners"),
        ] {
            let path = format!("/load-balancer/v2/lbaas/{what}");
            let rows = self.bench.rows(&path, what).await;
            let mut rows = rows.iter();
            let row = rows.find(|row| text(&row["loadbalancers"][0], "id") == balancer);
            self.learn(theirs, &text(row.unwrap(), "id"));
        }
    }

    fn translated(&self, theirs: &str) -> String {
        let replaced = |text: String, (theirs, ours): &(String, String)| text.replace(theirs, ours);
        self.known.iter().fold(theirs.to_owned(), replaced)
    }

    /// Sends a recorded request again.
    async fn ask(&mut self, who: &'static str, fixture: &str) {
        let theirs = recorded(fixture);
        let request = recorded_request(fixture);
        let host = text(&request, "host");
        let (_, prefix) = SERVICES.iter().find(|(place, _)| *place == host).unwrap();
        let path = format!("{prefix}{}", self.translated(&text(&request, "path")));
        let method = text(&request, "method");
        let url = format!("{}{path}", self.bench.cloud.base_url());
        let mut sent = self.bench.client.request(method.parse().unwrap(), url);
        for (name, value) in request["headers"].as_object().unwrap() {
            let value = match name.as_str() {
                "X-Auth-Token" if fixture.ends_with("bad-token-401") => "unknown",
                "X-Auth-Token" | "X-Subject-Token" => &self.tokens[who],
                _other => value.as_str().unwrap(),
            };
            sent = sent.header(name, value);
        }
        if !request["body"].is_null() {
            let token = format!("\"token\":{{\"id\":\"{}\"", self.tokens[who]);
            let body = self.translated(&request["body"].to_string());
            let body = body.replace("\"token\":{\"id\":\"REDACTED\"", &token);
            sent = sent.body(body.replace("REDACTED", self.secret(fixture)));
        }
        let ours = Answer::of(sent.send().await.unwrap()).await.unwrap();
        self.compare(fixture, &ours, &theirs);
        self.glean(&ours.json(), &theirs["body"]);
    }

    /// What stands behind a redaction.
    fn secret(&self, fixture: &str) -> &'static str {
        match fixture {
            "keystone/token-application-credential" => "demo-secret",
            "keystone/token-wrong-password-401" => "wrong",
            _usual => "demo",
        }
    }

    fn compare(&mut self, fixture: &str, ours: &Answer, theirs: &Value) {
        let mut found = Vec::new();
        if theirs["status"] != ours.status {
            found.push(format!("status {} and not {}", ours.status, theirs["status"]));
        }
        for header in theirs["headers"].as_object().unwrap().keys() {
            if ours.header(header).is_none() {
                found.push(format!("header {header} is missing"));
            }
        }
        if theirs["body"].is_object() && found.is_empty() {
            differences(&ours.json(), &theirs["body"], "", &mut found);
        }
        let excused = |line: &String| {
            DIFFERENT
                .iter()
                .any(|(name, start, _)| (*name == fixture || *name == "*") && line.contains(start))
        };
        found.retain(|line| !excused(line));
        found.dedup();
        let lines = found.into_iter().map(|line| format!("{fixture}: {line}"));
        self.found.extend(lines);
    }

    /// Learns which of our ids stands for which of theirs from two answers to the same request.
    fn glean(&mut self, ours: &Value, theirs: &Value) {
        let (Value::Object(ours), Value::Object(theirs)) = (ours, theirs) else {
            return;
        };
        for (key, theirs) in theirs {
            match (ours.get(key), theirs) {
                (Some(Value::String(ours)), Value::String(theirs)) => {
                    let id = |text: &str| {
                        text.len() >= 32 && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
                    };
                    if id(ours) && id(theirs) {
                        self.learn(theirs, ours);
                    }
                }
                (Some(ours), theirs) => self.glean(ours, theirs),
                (None, _) => {}
            }
        }
    }
}

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPHGLMXp4fdHvXFrSsmsGqYfzLxDrPcVsKtbR5gzCnUi default";

/// `NAME/ID` of a stack's address.
fn stack(address: &str) -> String {
    let rest = address.split("/stacks/").nth(1).unwrap();
    rest.split('/').take(2).collect::<Vec<_>>().join("/")
}

fn recorded_request(name: &str) -> Value {
    let file = fixtures().join(format!("{name}.json"));
    let whole: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    whole["request"].clone()
}

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

#[tokio::test]
async fn the_recorded_requests_are_answered_as_they_were() {
    let mut mirror = Mirror::open().await;
    for step in SCRIPT {
        match step {
            Step::Ask(who, fixtures) => {
                for fixture in *fixtures {
                    mirror.ask(who, fixture).await;
                }
            }
            Step::Wait(secs) => mirror.bench.cloud.advance(*secs),
            Step::Home(theirs, name) => {
                let home = mirror.bench.stack_of(&mirror.bench.cluster(name).await).await;
                mirror.learn(theirs, &stack(&home));
            }
        }
    }
    assert!(
        mirror.found.is_empty(),
        "{} differences:\n{}",
        mirror.found.len(),
        mirror.found.join("\n")
    );
}

/// A recording that nobody looks at proves nothing.
#[test]
fn every_recording_is_tried_or_argued_away() {
    let mut tried: BTreeSet<String> = UNTRIED.iter().map(|(name, _)| (*name).to_owned()).collect();
    for step in SCRIPT {
        if let Step::Ask(_, fixtures) = step {
            tried.extend(fixtures.iter().map(|name| (*name).to_owned()));
        }
    }
    let mut there = BTreeSet::new();
    for service in [
        "cinder", "glance", "heat", "keystone", "magnum", "neutron", "nova", "octavia",
    ] {
        for entry in std::fs::read_dir(fixtures().join(service)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            there.insert(format!("{service}/{}", name.strip_suffix(".json").unwrap()));
        }
    }
    assert_eq!(tried, there);
    assert!(DIFFERENT.len() < 40, "the list of differences is to be short");
    assert!(FREE.iter().all(|name| !name.contains('/')));
}
