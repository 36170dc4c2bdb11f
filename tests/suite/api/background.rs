//! Sign-ins as the window sees them: what is told on the way, what may be answered, and what is dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use magnum_desktop::domain::factor::Factor;
use magnum_desktop::domain::problem::{Problem, ProblemKind};
use magnum_desktop::domain::profile::{AuthScope, CloudProfile, Identity, NameOrId, ProjectRef};
use magnum_desktop::domain::scope::Scope;
use magnum_desktop::domain::secret::Secret;
use magnum_desktop::domain::session_info::SessionInfo;
use magnum_desktop::domain::trouble::{KeyringTrouble, SignInTrouble};
use magnum_desktop::message::{Command, Epoch, SecretSource, SessionState, Snapshot, Topic, Update};
use magnum_desktop::platform::clock::Clock;
use magnum_desktop::platform::secrets::Secrets;
use magnum_desktop::sync::backend::{Backend, Machine};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::cloud::{PASSWORD, profile, recorded, token};
use super::server::{Asked, Reply, Server};

/// A background whose browser answers at any free port.
fn start(secrets: &Secrets) -> Backend {
    start_at(secrets, 0)
}

fn start_at(secrets: &Secrets, browser_port: u16) -> Backend {
    let machine = Machine {
        clock: Clock::manual("2026-11-23T06:35:41Z".parse().unwrap()),
        secrets: secrets.clone(),
        browser_port,
    };
    Backend::start_on(&tokio::runtime::Handle::current(), Arc::new(|| {}), machine)
}

fn given(secret: &str, remember: bool) -> SecretSource {
    SecretSource::Given {
        secret: Secret::new(secret),
        remember,
    }
}

fn sign_in(backend: &Backend, profile: &CloudProfile, secret: SecretSource) {
    let profile = Arc::new(profile.clone());
    backend.send(Command::SignIn { profile, secret }).unwrap();
}

/// The next state of a session that is more than that it is being signed in.
async fn state(backend: &mut Backend) -> (Scope, Epoch, SessionState) {
    loop {
        match backend.recv().await.unwrap() {
            Update::Session {
                state: SessionState::SigningIn,
                ..
            } => {}
            Update::Session { scope, epoch, state } => return (scope, epoch, state),
            _ => {}
        }
    }
}

async fn info(backend: &mut Backend) -> SessionInfo {
    match state(backend).await.2 {
        SessionState::SignedIn(info) => info,
        other => panic!("{other:?}"),
    }
}

async fn failure(backend: &mut Backend) -> Problem {
    match state(backend).await.2 {
        SessionState::Failed(problem) => problem,
        other => panic!("{other:?}"),
    }
}

fn project(name: &str) -> AuthScope {
    AuthScope::Project(ProjectRef {
        project: NameOrId::Name(name.to_owned()),
        domain: Some(NameOrId::Id("default".to_owned())),
    })
}

/// Keystone numbers its tokens; Magnum never answers the first one.
async fn slow_first_project() -> Server {
    let tokens = AtomicUsize::new(0);
    Server::start(move |asked| match asked.path.as_str() {
        "/v3/auth/tokens" if asked.method == "POST" => {
            let number = tokens.fetch_add(1, Ordering::SeqCst) + 1;
            token(
                "keystone/token-password-project",
                asked.header("host").unwrap(),
                number,
            )
        }
        "/v3/auth/projects" => recorded("keystone/auth-projects"),
        "/magnum/" => recorded("magnum/versions"),
        "/magnum/v1/clusters/detail" if asked.header("x-auth-token") == Some("canary-token-1") => {
            Reply::Silence
        }
        "/magnum/v1/clusters/detail" => Reply::json(200, &json!({"clusters": []})),
        _ => Reply::json(404, &json!({})),
    })
    .await
}

async fn until_asked(server: &Server, path_end: &str) {
    while server.count("GET", path_end) == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn f32_what_was_asked_in_the_project_that_is_left_never_arrives() {
    let server = slow_first_project().await;
    let mut backend = start(&Secrets::memory());
    let here = profile(&server.url);
    sign_in(&backend, &here, given(PASSWORD, false));
    let (left, first, _) = state(&mut backend).await;
    let topics = [Topic::Clusters].into();
    backend
        .send(Command::Watch {
            scope: left.clone(),
            topics,
        })
        .unwrap();
    until_asked(&server, "/v1/clusters/detail").await;
    let to = Arc::new(CloudProfile {
        auth_scope: project("other"),
        ..here
    });
    let (there, topics) = (to.scope(), [Topic::Clusters].into());
    let from = left.clone();
    backend.send(Command::Switch { from, to }).unwrap();
    backend
        .send(Command::Watch {
            scope: there.clone(),
            topics,
        })
        .unwrap();
    let mut second = Epoch(0);
    loop {
        match backend.recv().await.unwrap() {
            Update::Session { scope, epoch, state } if scope == there => {
                second = epoch;
                assert!(matches!(
                    state,
                    SessionState::SigningIn | SessionState::SignedIn(_)
                ));
            }
            Update::Snapshot {
                scope, epoch, body, ..
            } => {
                assert_eq!(scope, there, "a late reply");
                assert_eq!(epoch, second);
                assert!(matches!(body, Snapshot::Clusters(_)));
                break;
            }
            Update::Failed { scope, .. } => panic!("{scope:?} failed"),
            _ => {}
        }
    }
    assert!(second > first);
    let methods: Vec<_> = server
        .asked()
        .iter()
        .filter(|asked| asked.path == "/v3/auth/tokens")
        .map(|asked| asked.json()["auth"]["identity"]["methods"][0].clone())
        .collect();
    assert_eq!(methods, ["password", "token"]);
}

#[tokio::test]
async fn where_else_one_may_work_is_told_after_the_sign_in() {
    let server = slow_first_project().await;
    let mut backend = start(&Secrets::memory());
    sign_in(&backend, &profile(&server.url), given(PASSWORD, false));
    loop {
        if let Update::Places { places, .. } = backend.recv().await.unwrap() {
            assert_eq!(places.unwrap().projects.len(), 2);
            return;
        }
    }
}

/// A Keystone that wants a passcode after the password.
async fn two_factors() -> Server {
    Server::start(|asked| match asked.path.as_str() {
        "/v3/auth/tokens" if asked.header("openstack-auth-receipt").is_none() => Reply::json(
            401,
            &json!({"receipt": {"methods": ["password"]}, "required_auth_methods": [["password", "totp"]]}),
        )
        .with("Openstack-Auth-Receipt", "canary-receipt"),
        "/v3/auth/tokens" if asked.json()["auth"]["identity"]["totp"]["user"]["passcode"] == "041973" => {
            token(
                "keystone/token-password-project",
                asked.header("host").unwrap(),
                1,
            )
        }
        "/v3/auth/tokens" => recorded("keystone/token-wrong-password-401"),
        _ => Reply::json(404, &json!({})),
    })
    .await
}

#[tokio::test]
async fn f23_a_sign_in_in_two_steps_keeps_the_first_and_asks_again_for_the_second() {
    let server = two_factors().await;
    let (secrets, profile) = (Secrets::memory(), profile(&server.url));
    let mut backend = start(&secrets);
    sign_in(&backend, &profile, given(PASSWORD, true));
    let (scope, _, SessionState::HalfSignedIn { half, refused: None }) = state(&mut backend).await else {
        panic!("no second factor was wanted")
    };
    assert_eq!(half.missing, [Factor::Totp]);
    assert!(secrets.get(&profile).await.is_err(), "it has not worked yet");
    let prove = |proof: &str| Command::Prove {
        scope: scope.clone(),
        proof: Secret::new(proof),
    };
    backend.send(prove("000000")).unwrap();
    let SessionState::HalfSignedIn {
        refused: Some(refused),
        ..
    } = state(&mut backend).await.2
    else {
        panic!("a wrong passcode was taken")
    };
    assert!(matches!(
        refused.kind,
        ProblemKind::SignIn(SignInTrouble::PasscodeRefused { .. })
    ));
    backend.send(prove("041973")).unwrap();
    assert_eq!(info(&mut backend).await.not_remembered, None);
    assert_eq!(secrets.get(&profile).await.unwrap().expose(), PASSWORD);
    assert_eq!(server.count("POST", "/auth/tokens"), 3);
}

#[tokio::test]
async fn f82_a_keyring_that_keeps_nothing_is_told_and_ends_nothing() {
    let server = slow_first_project().await;
    for trouble in [
        KeyringTrouble::Locked,
        KeyringTrouble::Absent,
        KeyringTrouble::NoCollection,
        KeyringTrouble::Denied,
        KeyringTrouble::NoAnswer { secs: 5 },
    ] {
        let mut backend = start(&Secrets::Broken(trouble.clone()));
        sign_in(&backend, &profile(&server.url), given(PASSWORD, true));
        let problem = info(&mut backend).await.not_remembered.unwrap();
        assert_eq!(problem.kind, ProblemKind::KeyringUnavailable { trouble });
        // A refresh goes on with what is in memory.
        sign_in(&backend, &profile(&server.url), given(PASSWORD, false));
        assert_eq!(info(&mut backend).await.not_remembered, None);
    }
    let long = "x".repeat(magnum_desktop::platform::secrets::LONGEST + 1);
    let mut backend = start(&Secrets::memory());
    sign_in(&backend, &profile(&server.url), given(&long, true));
    assert_eq!(
        info(&mut backend).await.not_remembered.unwrap().kind,
        ProblemKind::KeyringUnavailable {
            trouble: KeyringTrouble::TooLong { limit: 2560 }
        }
    );
}

#[tokio::test]
async fn f21_a_refused_password_is_not_sent_again_by_a_refresh() {
    let server = Server::start(|_| recorded("keystone/token-wrong-password-401")).await;
    let mut backend = start(&Secrets::memory());
    sign_in(&backend, &profile(&server.url), given(PASSWORD, false));
    assert_eq!(failure(&mut backend).await.kind, ProblemKind::SignInRefused);
    let scope = profile(&server.url).scope();
    backend.send(Command::Refresh { scope, topic: None }).unwrap();
    assert_eq!(failure(&mut backend).await.kind, ProblemKind::SignInRefused);
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn f27_a_session_that_has_ended_says_why_and_asks_for_a_sign_in() {
    let tokens = AtomicUsize::new(0);
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/v3/auth/tokens" if tokens.fetch_add(1, Ordering::SeqCst) == 0 => token(
            "keystone/token-password-project",
            asked.header("host").unwrap(),
            1,
        ),
        "/v3/auth/tokens" => recorded("keystone/token-wrong-password-401"),
        "/magnum/" => recorded("magnum/versions"),
        _ => recorded("magnum/clusters-bad-token-401"),
    })
    .await;
    let mut backend = start(&Secrets::memory());
    sign_in(&backend, &profile(&server.url), given(PASSWORD, false));
    let (scope, ..) = state(&mut backend).await;
    let topics = [Topic::Clusters].into();
    backend.send(Command::Watch { scope, topics }).unwrap();
    let problem = loop {
        if let (_, _, SessionState::Failed(problem)) = state(&mut backend).await {
            break problem;
        }
    };
    assert_eq!(problem.kind, ProblemKind::SessionEnded);
    assert_eq!(
        problem.server_words.as_deref(),
        Some("The request you have made requires authentication.")
    );
    assert_eq!(server.count("POST", "/auth/tokens"), 2, "one renewal");
}

/// A Keystone that sells tokens for what the browser brought.
async fn browser_cloud() -> Server {
    Server::start(|asked: &Asked| match asked.path.as_str() {
        "/v3/auth/tokens" if asked.method == "GET" => token(
            "keystone/token-password-unscoped",
            asked.header("host").unwrap(),
            0,
        ),
        "/v3/auth/tokens" => token(
            "keystone/token-password-project",
            asked.header("host").unwrap(),
            1,
        ),
        "/v3/auth/projects" => recorded("keystone/auth-projects"),
        _ => Reply::json(404, &json!({})),
    })
    .await
}

fn browser(url: &str) -> CloudProfile {
    CloudProfile {
        identity: Identity::Browser {
            provider: None,
            protocol: "openid".to_owned(),
        },
        auth_scope: AuthScope::Own,
        ..profile(url)
    }
}

async fn in_browser(backend: &mut Backend) -> (Scope, u16) {
    let (scope, _, SessionState::InBrowser { url, .. }) = state(backend).await else {
        panic!("no browser is waited for")
    };
    let (_, port) = url.split_once("localhost%3A").unwrap();
    (scope, port.split('%').next().unwrap().parse().unwrap())
}

async fn post(port: u16, token: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    let form = format!("token={token}");
    let request = format!(
        "POST /auth/websso/ HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nOrigin: null\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    Some(answer)
}

#[tokio::test]
async fn f31_the_browser_brings_one_token_and_the_door_closes() {
    let server = browser_cloud().await;
    let mut backend = start(&Secrets::memory());
    sign_in(&backend, &browser(&server.url), SecretSource::Browser);
    let (scope, port) = in_browser(&mut backend).await;
    let page = post(port, "canary-token-0").await.unwrap();
    assert!(
        page.starts_with("HTTP/1.1 200 ") && page.contains("close this tab") && page.contains("关闭此标签页")
    );
    assert!(!page.contains("<script"));
    let SessionState::PlaceWanted(places) = state(&mut backend).await.2 else {
        panic!("nobody has said in which of two projects")
    };
    let second = post(port, "canary-token-of-somebody-else").await;
    assert!(second.is_none_or(|answer| answer.is_empty()), "nobody listens");
    let to = Arc::new(CloudProfile {
        auth_scope: places.projects[0].auth_scope(),
        ..browser(&server.url)
    });
    backend.send(Command::Switch { from: scope, to }).unwrap();
    assert_eq!(info(&mut backend).await.project, "demo");
    assert!(!format!("{:?}", server.asked()).contains("somebody-else"));
}

#[tokio::test]
async fn f31_a_token_got_elsewhere_can_be_pasted_and_a_cancelled_wait_frees_the_port() {
    let server = browser_cloud().await;
    let mut backend = start(&Secrets::memory());
    sign_in(&backend, &browser(&server.url), SecretSource::Browser);
    let (scope, _) = in_browser(&mut backend).await;
    let proof = Secret::new("canary-token-0");
    backend.send(Command::Prove { scope, proof }).unwrap();
    assert!(matches!(
        state(&mut backend).await.2,
        SessionState::PlaceWanted(_)
    ));
    sign_in(&backend, &browser(&server.url), SecretSource::Browser);
    let (scope, port) = in_browser(&mut backend).await;
    backend.send(Command::SignOut(scope)).unwrap();
    assert!(matches!(state(&mut backend).await.2, SessionState::SignedOut));
    while TcpListener::bind(("127.0.0.1", port)).await.is_err() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn f31_a_taken_port_is_told_with_who_has_it() {
    let holder = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = holder.local_addr().unwrap().port();
    let mut backend = start_at(&Secrets::memory(), port);
    sign_in(&backend, &browser("http://localhost:1"), SecretSource::Browser);
    let ProblemKind::SignIn(SignInTrouble::BrowserPortTaken { port: told, program }) =
        failure(&mut backend).await.kind
    else {
        panic!("the port was free")
    };
    assert_eq!(told, port);
    // Linux tells whose it is: this very program's.
    assert_eq!(program.is_some(), cfg!(target_os = "linux"));
}

#[tokio::test(start_paused = true)]
async fn f31_a_browser_that_never_comes_back_is_waited_for_five_minutes() {
    let mut backend = start(&Secrets::memory());
    sign_in(&backend, &browser("http://localhost:1"), SecretSource::Browser);
    let before = tokio::time::Instant::now();
    in_browser(&mut backend).await;
    assert_eq!(
        failure(&mut backend).await.kind,
        ProblemKind::SignIn(SignInTrouble::BrowserTimedOut { minutes: 5 })
    );
    assert_eq!(before.elapsed().as_secs(), 300);
}
