//! A cloud made of recordings: Keystone answers by itself, everything else is the test's.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use magnum_desktop::domain::profile::{
    AuthScope, CloudProfile, Identity, Interface, NameOrId, ProjectRef, TlsPolicy,
};
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::openstack::error::ApiError;
use magnum_desktop::openstack::session::{Now, Session};
use serde_json::{Value, json};

use super::server::{Answer, Asked, Reply, Server};

/// The project that the recordings are of.
pub(super) const PROJECT: &str = "37d705ce4bca4abda49b989378aae8bc";
pub(super) const PASSWORD: &str = "canary-password-7f3a";
pub(super) const TOKEN: &str = "canary-token-";

/// The services of the recorded catalogue by port, and where they are here.
const PLACES: [(&str, &str); 8] = [
    ("127.0.0.1:5000", "identity"),
    ("127.0.0.1:9511", "magnum"),
    ("127.0.0.1:8004", "heat"),
    ("127.0.0.1:8774", "nova"),
    ("127.0.0.1:9696", "neutron"),
    ("127.0.0.1:9876", "octavia"),
    ("127.0.0.1:8776", "cinder"),
    ("127.0.0.1:9292", "glance"),
];

/// The whole of a recording.
pub(super) fn recording(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// The recorded answer.
pub(super) fn recorded(name: &str) -> Reply {
    let recording = recording(name);
    let response = &recording["response"];
    let headers = response["headers"].as_object().unwrap();
    let body = match &response["body"] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        body => body.to_string(),
    };
    Reply::Answer(Answer {
        status: response["status"].as_u64().unwrap().try_into().unwrap(),
        headers: headers
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect(),
        body: body.into_bytes(),
    })
}

/// A recorded token whose catalogue leads to this server.
pub(super) fn token(name: &str, host: &str, number: usize) -> Reply {
    let mut body = recording(name)["response"]["body"].to_string();
    for (was, place) in PLACES {
        body = body.replace(&format!("http://{was}"), &format!("http://{host}/{place}"));
    }
    Reply::text(201, "application/json", &body).with("X-Subject-Token", &format!("{TOKEN}{number}"))
}

/// A cloud whose Keystone lets everybody in, numbering its tokens from 1.
pub(super) async fn cloud(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Server {
    let tokens = AtomicUsize::new(0);
    Server::start(move |asked| {
        if asked.path == "/identity/v3/auth/tokens" {
            let number = tokens.fetch_add(1, Ordering::SeqCst) + 1;
            return token(
                "keystone/token-password-project",
                asked.header("host").unwrap(),
                number,
            );
        }
        if asked.path == "/magnum/" {
            return recorded("magnum/versions");
        }
        answer(asked)
    })
    .await
}

/// A cloud that answers these paths with these recordings, and everything else with 404.
pub(super) async fn playing(recordings: &'static [(&'static str, &'static str)]) -> Server {
    cloud(move |asked| {
        let found = recordings.iter().find(|(path, _)| *path == asked.path);
        found.map_or_else(
            || Reply::json(404, &json!({"message": asked.path})),
            |(_, name)| recorded(name),
        )
    })
    .await
}

pub(super) fn profile(auth_url: &str) -> CloudProfile {
    CloudProfile {
        name: "test".to_owned(),
        display_name: None,
        source: None,
        auth_url: auth_url.to_owned(),
        identity: Identity::Password {
            user: NameOrId::Name("demo".to_owned()),
            domain: Some(NameOrId::Name("Default".to_owned())),
        },
        auth_scope: AuthScope::Project(ProjectRef {
            project: NameOrId::Name("demo".to_owned()),
            domain: Some(NameOrId::Name("Default".to_owned())),
        }),
        region: None,
        regions: Vec::new(),
        interface: Interface::Public,
        tls: TlsPolicy::System,
        client_certificate: None,
        plain_http_accepted: false,
        cluster_proxy: None,
        endpoint_overrides: BTreeMap::new(),
        sources: BTreeMap::new(),
    }
}

pub(super) fn now() -> Now {
    Arc::new(|| "2026-11-23T06:22:55Z".parse().unwrap())
}

pub(super) async fn try_sign_in(profile: &CloudProfile) -> Result<Session, ApiError> {
    Session::sign_in(profile, &Secret::new(PASSWORD), now()).await
}

pub(super) async fn sign_in(server: &Server) -> Session {
    try_sign_in(&profile(&format!("{}/identity", server.url)))
        .await
        .unwrap()
}
