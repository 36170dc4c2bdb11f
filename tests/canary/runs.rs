//! What is done while the canary listens: sign-ins, renewals, failures of every kind, messages, files, panics, the program.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use magnum_desktop::domain::id::ClusterId;
use magnum_desktop::domain::problem::Problem;
use magnum_desktop::domain::profile::CloudProfile;
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::kubeconfig::access::{Access, Names};
use magnum_desktop::kubeconfig::merge::{OnClash, merge};
use magnum_desktop::kubeconfig::received;
use magnum_desktop::message::{Command, SecretSource, SessionState, Topic, Update};
use magnum_desktop::openstack::clouds_yaml::{FileText, parse};
use magnum_desktop::openstack::error::ApiError;
use magnum_desktop::openstack::magnum::clusters::{self, ClusterPage};
use magnum_desktop::openstack::session::{Now, Session};
use magnum_desktop::openstack::{glance, heat, nova};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::sync::backend::Backend;
use magnum_desktop::text::{Language, Words};
use serde_json::{Value, json};

use crate::server::{Answer, Asked, Reply, Server};
use crate::{CREDENTIAL_SECRET, KEY, PASSWORD, Said, TOKENS};

const NOW: &str = "2026-11-23T06:22:55Z";

/// How the cloud behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Good,
    /// Every service answers with this status.
    Status(u16),
    HangsUp,
    BreaksOff,
    WebPage,
    Redirects,
    /// The first token is refused, the second is good.
    OldToken,
    /// The first token is refused, and so is the password by then.
    Revoked,
    /// Keystone refuses.
    Refuses,
    /// Keystone fails.
    KeystoneFails,
    /// Keystone answers with something that is no token.
    KeystoneBabbles,
}

fn recording(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

async fn cloud(mood: Mood) -> Server {
    let sign_ins = AtomicUsize::new(0);
    Server::start(move |asked| {
        if asked.path.ends_with("/auth/tokens") {
            let number = sign_ins.fetch_add(1, Ordering::SeqCst);
            return keystone(mood, asked, number);
        }
        let token = asked.header("x-auth-token").unwrap_or_default();
        let versions = json!({"versions": [{"id": "v1", "status": "CURRENT", "max_version": "1.10", "min_version": "1.1"}]});
        match mood {
            Mood::OldToken | Mood::Revoked if token == TOKENS[0] => status(401),
            Mood::Status(code) => status(code),
            Mood::HangsUp => Reply::HangUp,
            Mood::BreaksOff => Reply::BreakOff,
            Mood::WebPage => Reply::text(200, "text/html", "<h1>Welcome</h1>"),
            Mood::Redirects => Reply::Answer(Answer {
                status: 302,
                headers: vec![("Location".to_owned(), "http://elsewhere.test/".to_owned())],
                body: Vec::new(),
            }),
            _ if asked.path.ends_with("/magnum/") => Reply::json(200, &versions),
            _ => Reply::json(
                200,
                &json!({"clusters": [], "images": [], "stacks": [], "flavors": [], "servers": [], "nodegroups": [],
                    "clustertemplates": [], "keypairs": [], "networks": [], "projects": []}),
            ),
        }
    })
    .await
}

fn status(code: u16) -> Reply {
    let message = "Traceback (most recent call last): File \"/usr/lib/x.py\", line 1, in f";
    Reply::json(
        code,
        &json!({"error": {"code": code, "message": message, "title": "Odd"}}),
    )
    .with("x-openstack-request-id", "req-1")
}

fn keystone(mood: Mood, asked: &Asked, number: usize) -> Reply {
    match mood {
        Mood::Refuses => return status(401),
        Mood::KeystoneFails => return status(503),
        Mood::Revoked if number > 0 => return status(401),
        Mood::KeystoneBabbles => {
            return Reply::text(201, "text/plain", "{\"token\": [").with("X-Subject-Token", TOKENS[0]);
        }
        _ => {}
    }
    let mut body = recording("keystone/token-password-project.json")["response"]["body"].to_string();
    let host = asked.header("host").unwrap();
    for (port, place) in [
        (9511, "magnum"),
        (8004, "heat"),
        (8774, "nova"),
        (9292, "glance"),
        (5000, "identity"),
    ] {
        body = body.replace(
            &format!("http://127.0.0.1:{port}"),
            &format!("http://{host}/{place}"),
        );
    }
    Reply::text(201, "application/json", &body).with("X-Subject-Token", TOKENS[number.min(1)])
}

const MOODS: [Mood; 20] = [
    Mood::Good,
    Mood::Status(400),
    Mood::Status(401),
    Mood::Status(403),
    Mood::Status(404),
    Mood::Status(406),
    Mood::Status(409),
    Mood::Status(413),
    Mood::Status(429),
    Mood::Status(500),
    Mood::Status(503),
    Mood::HangsUp,
    Mood::BreaksOff,
    Mood::WebPage,
    Mood::Redirects,
    Mood::OldToken,
    Mood::Revoked,
    Mood::Refuses,
    Mood::KeystoneFails,
    Mood::KeystoneBabbles,
];

fn clouds_yaml(url: &str) -> String {
    let password = serde_json::to_string(PASSWORD).unwrap();
    format!(
        "clouds:\n  canary-cloud:\n    auth:\n      auth_url: {url}/identity\n      username: demo\n      password: {password}\n      \
         project_name: demo\n      user_domain_name: Default\n      project_domain_name: Default\n  \
         credential:\n    auth_type: v3applicationcredential\n    auth:\n      auth_url: {url}/identity\n      \
         application_credential_id: i\n      application_credential_secret: {CREDENTIAL_SECRET}\n"
    )
}

/// The clouds of the file with their secrets, as the program reads them.
fn profiles(said: &Said, url: &str) -> Vec<(CloudProfile, Secret)> {
    let file = FileText {
        path: PathBuf::from("clouds.yaml"),
        text: clouds_yaml(url),
    };
    said.add("a file", format!("{file:?}"));
    let entries = parse(&file, None).unwrap();
    said.add("an entry", format!("{entries:?}"));
    let broken = FileText {
        text: file
            .text
            .replace("project_name: demo", "  project_name: [")
            .replace("username:", "password:"),
        ..file
    };
    said.add("an error", format!("{:?}", parse(&broken, None)));
    entries
        .into_iter()
        .map(|entry| (entry.profile.unwrap(), entry.secret.unwrap()))
        .collect()
}

fn problem(said: &Said, problem: &Problem) {
    said.add("an error", format!("{problem:?}"));
    for language in Language::ALL {
        said.add("an error", Words::new(language).in_full(problem));
    }
}

fn error(said: &Said, error: &ApiError) {
    said.add("an error", format!("{error} {error:?}"));
    let mut source = error.source();
    while let Some(cause) = source {
        said.add("an error", format!("{cause} {cause:?}"));
        source = cause.source();
    }
    problem(said, &error.problem());
}

/// Every mood, asked directly.
pub(crate) async fn sessions(said: &Said) {
    let now: Now = Arc::new(|| NOW.parse().unwrap());
    for mood in MOODS {
        let server = cloud(mood).await;
        for (profile, secret) in profiles(said, &server.url) {
            said.add("a profile", format!("{profile:?} {secret:?}"));
            let session = match Session::sign_in(&profile, &secret, Arc::clone(&now)).await {
                Ok(session) => session,
                Err(failure) => {
                    error(said, &failure);
                    continue;
                }
            };
            let page = ClusterPage {
                limit: 20,
                after: None,
            };
            let results = [
                clusters::page(&session, &page)
                    .await
                    .map(|page| format!("{page:?}")),
                glance::images(&session).await.map(|images| format!("{images:?}")),
                heat::stacks(&session).await.map(|stacks| format!("{stacks:?}")),
                nova::flavors(&session)
                    .await
                    .map(|flavors| format!("{flavors:?}")),
            ];
            for result in results {
                match result {
                    Ok(text) => said.add("a value", text),
                    Err(failure) => error(said, &failure),
                }
            }
            said.add(
                "a session",
                format!("{session:?} {:?} {:?}", session.info(), session.diagnostics()),
            );
        }
    }
}

/// What passes between window and background.
pub(crate) async fn background(said: &Said) {
    for mood in [
        Mood::Good,
        Mood::OldToken,
        Mood::Revoked,
        Mood::Refuses,
        Mood::Status(500),
    ] {
        let server = cloud(mood).await;
        let (profile, secret) = profiles(said, &server.url).swap_remove(0);
        let scope = profile.scope();
        let (handle, secrets) = (tokio::runtime::Handle::current(), Secrets::memory());
        let clock = Clock::manual(NOW.parse().unwrap());
        let mut backend = Backend::start(&handle, Arc::new(|| {}), clock, secrets.clone());
        let sign_in = Command::SignIn {
            profile: Arc::new(profile),
            secret: SecretSource::Given {
                secret,
                remember: true,
            },
        };
        let watch = Command::Watch {
            scope: scope.clone(),
            topics: BTreeSet::from([Topic::Clusters, Topic::Diagnostics]),
        };
        said.add("a command", format!("{sign_in:?} {watch:?}"));
        backend.send(sign_in).unwrap();
        backend.send(watch).unwrap();
        let mut answered = BTreeMap::new();
        while answered.len() < 2 {
            let update = backend.recv().await.unwrap();
            said.add("an update", format!("{update:?}"));
            match update {
                Update::Snapshot { body, .. } => drop(answered.insert(body.topic(), ())),
                Update::Failed {
                    topic,
                    problem: failure,
                    ..
                } => {
                    problem(said, &failure);
                    answered.insert(topic, ());
                }
                Update::Session {
                    state: SessionState::Failed(failure),
                    ..
                } => {
                    problem(said, &failure);
                    break;
                }
                _ => {}
            }
        }
        said.add("a session", format!("{backend:?} {secrets:?}"));
    }
}

fn access() -> Access {
    let scope = Scope {
        cloud: "prod".to_owned(),
        project: "shop".to_owned(),
        region: String::new(),
    };
    Access {
        names: Names::of("web", &ClusterId::new("5d12f6fd"), &scope),
        server: "https://10.0.0.5:6443".to_owned(),
        authority: "authority".to_owned(),
        certificate: "certificate".to_owned(),
        key: Secret::new(KEY),
    }
}

/// Kubeconfigs with keys in them, good and broken.
pub(crate) fn files(said: &Said) {
    let access = access();
    let whole = access.file();
    let merged = merge("", &access, OnClash::Refuse);
    said.add("a kubeconfig", format!("{access:?} {whole:?} {merged:?}"));
    assert!(merged.unwrap().text.expose().contains("client-key-data"));
    for broken in [
        whole.expose().replace("users:", "users: ["),
        whole
            .expose()
            .replace("client-key-data:", "client-certificate-data:"),
        format!("{KEY}: 1\n{KEY}: 2\n"),
        format!("users:\n- *{KEY}\n"),
        format!("users: !{KEY} [\n"),
        format!("users:\n- name: {KEY}\n   {KEY}\n"),
        format!("clusters:\n  {KEY}: |\n {KEY}\n"),
        format!("kind: {KEY}\n"),
    ] {
        let results = (merge(&broken, &access, OnClash::Refuse), received::read(&broken));
        said.add("a kubeconfig", format!("{results:?}"));
    }
}

/// What a panic would print of everything that holds a secret.
pub(crate) fn panics(said: &Said) {
    let (profile, secret) = profiles(said, "http://k.test").swap_remove(0);
    let source = SecretSource::Given {
        secret: secret.clone(),
        remember: true,
    };
    let heard = said.clone();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| heard.add("a panic", panic.to_string())));
    let ended = std::panic::catch_unwind(|| panic!("{profile:?} {secret:?} {source:?} {:?}", access()));
    std::panic::set_hook(before);
    assert!(ended.is_err());
}

/// The program itself: what it prints, and what it leaves in the home folder.
pub(crate) async fn program(said: &Said) {
    let home = std::env::temp_dir().join(format!("magnum-desktop-canary-{}", std::process::id()));
    drop(std::fs::remove_dir_all(&home));
    std::fs::create_dir_all(&home).unwrap();
    let file = home.join("clouds.yaml");
    for mood in [
        Mood::Good,
        Mood::OldToken,
        Mood::Revoked,
        Mood::Refuses,
        Mood::KeystoneBabbles,
    ] {
        let server = cloud(mood).await;
        std::fs::write(&file, clouds_yaml(&server.url)).unwrap();
        for name in ["canary-cloud", "credential", "nobody"] {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_magnum-desktop"));
            command
                .args(["get", "clusters", "--os-cloud", name])
                .env_clear()
                .env("HOME", &home)
                .env("OS_CLIENT_CONFIG_FILE", &file)
                .env("MAGNUM_DESKTOP_LOG", "trace")
                .stdin(Stdio::null());
            // The server of this test answers on the runtime's other thread meanwhile.
            let output = tokio::task::spawn_blocking(move || command.output())
                .await
                .unwrap()
                .unwrap();
            said.add("the program", String::from_utf8_lossy(&output.stdout));
            said.add("the program", String::from_utf8_lossy(&output.stderr));
        }
    }
    std::fs::remove_file(&file).unwrap();
    let mut folders = vec![home.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                said.add(
                    "a file of the program",
                    String::from_utf8_lossy(&std::fs::read(path).unwrap()),
                );
            }
        }
    }
    std::fs::remove_dir_all(home).unwrap();
}
