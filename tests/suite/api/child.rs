//! The client in a process of its own, where the environment can be another: no authorities, a proxy, every log line.
//!
//! The process is this very test program, told to run [`alone`] only.

use std::process::{Command, Output};

use magnum_desktop::openstack::nova;
use magnum_desktop::text::{Language, Words};

use super::cloud::{PASSWORD, TOKEN, cloud, profile, recorded, try_sign_in};
use super::server::{Reply, Server};
use super::tls::Authority;

/// Names the cloud to the other process.
const CLOUD: &str = "MAGNUM_DESKTOP_TEST_CLOUD";

#[tokio::test]
#[ignore = "the other tests of this file run it in a process of its own"]
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the other process is told, and tells, like any other program"
)]
async fn alone() {
    let auth_url = std::env::var(CLOUD).expect("run by the other tests");
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(std::io::stderr)
        .init();
    let outcome = async { nova::flavors(&try_sign_in(&profile(&auth_url)).await?).await };
    match outcome.await {
        Ok(flavors) => eprintln!("{} flavors", flavors.len()),
        Err(error) => eprintln!(
            "{}\n{error:?}",
            Words::new(Language::English).in_full(&error.problem())
        ),
    }
}

/// Everything that the other process says of a cloud at this address, in this environment and no other.
async fn said(auth_url: &str, environment: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--ignored", "--exact", "--nocapture", "api::child::alone"])
        .env_clear()
        .env(CLOUD, auth_url)
        .envs(environment.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let Output { stdout, stderr, .. } = output.await.unwrap();
    format!(
        "{}{}",
        String::from_utf8_lossy(&stdout),
        String::from_utf8_lossy(&stderr)
    )
}

const NO_AUTHORITIES: [(&str, &str); 2] = [("SSL_CERT_FILE", "/nowhere"), ("SSL_CERT_DIR", "/nowhere")];

#[tokio::test]
async fn f17_a_machine_without_authorities_is_told_what_to_install() {
    let authority = Authority::new("bare");
    let server = authority.cloud("localhost", (2020, 2099)).await;
    let said = said(&server.url, &NO_AUTHORITIES).await;
    assert!(said.contains("trusts no certificate authority"), "{said}");
    assert!(said.contains("ca-certificates"), "{said}");
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn f17_a_cloud_without_encryption_works_without_authorities() {
    let cloud = cloud(|_| recorded("nova/flavors-detail")).await;
    let said = said(&format!("{}/identity", cloud.url), &NO_AUTHORITIES).await;
    assert!(said.contains("4 flavors"), "{said}");
}

#[tokio::test]
async fn f10_a_proxy_that_wants_a_login_is_called_that() {
    let proxy = Server::start(|_| {
        Reply::text(407, "text/html", "<h1>Who are you?</h1>").with("Proxy-Authenticate", "Basic")
    })
    .await;
    for (address, variable) in [
        ("https://cloud.test:5000", "HTTPS_PROXY"),
        ("http://cloud.test:5000", "HTTP_PROXY"),
    ] {
        let said = said(address, &[(variable, &proxy.url)]).await;
        assert!(said.contains("The proxy asks for a login"), "{variable}: {said}");
    }
    assert_eq!(proxy.asked()[0].method, "CONNECT");
}

#[tokio::test]
async fn no_log_line_of_any_level_has_a_secret() {
    let cloud = cloud(|asked| {
        // Servers quote what they refuse.
        let token = asked.header("x-auth-token").unwrap_or_default().to_owned();
        Reply::text(500, "text/plain", &format!("cannot work with {token}")).with("X-Echo", &token)
    })
    .await;
    let said = said(&format!("{}/identity", cloud.url), &[]).await;
    assert!(
        said.contains("TRACE") && said.contains("cannot work with"),
        "{said}"
    );
    for secret in [PASSWORD, TOKEN] {
        let line = said.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
    }
}
