//! Certificates that are too old, from strangers, or for somebody else.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use magnum_desktop::domain::diagnostics::ServiceNote;
use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::profile::{ClientCertificate, CloudProfile, TlsPolicy};
use magnum_desktop::domain::service::Service;
use magnum_desktop::openstack::{neutron, nova};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::cloud::{TOKEN, profile, recorded, token, try_sign_in};
use super::server::{Asked, Reply, Server};

/// An authority of the test's own, and the file its certificate is in.
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: PathBuf,
}

/// A file of nobody else's: tests run beside each other in one process, and what one writes must not be another's authority.
fn own_file(name: &str) -> PathBuf {
    static FILES: AtomicU32 = AtomicU32::new(0);
    let number = FILES.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!(
        "magnum-desktop-tls-{name}-{}-{number}.pem",
        std::process::id()
    ))
}

impl Authority {
    pub(super) fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        let file = own_file(name);
        std::fs::write(&file, pem).unwrap();
        Self {
            issuer: Issuer::new(params, key),
            file,
        }
    }

    /// A cloud with a certificate for this host, valid in these years.
    pub(super) async fn cloud(&self, host: &str, years: (i32, i32)) -> Server {
        let (certificate, key) = self.certificate(host, years);
        self.serve((certificate, key), None, |asked| {
            token(
                "keystone/token-password-project",
                asked.header("host").unwrap(),
                1,
            )
        })
        .await
    }

    fn certificate(&self, host: &str, years: (i32, i32)) -> (CertificateDer<'static>, KeyPair) {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(years.0, 1, 1);
        params.not_after = rcgen::date_time_ymd(years.1, 1, 1);
        params
            .distinguished_name
            .push(rcgen::DnType::OrganizationName, "Test\u{1b}[31m cloud");
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.der().clone(), key)
    }

    /// Serves with this certificate; with `clients`, only those who show one that this authority has signed.
    async fn serve(
        &self,
        (certificate, key): (CertificateDer<'static>, KeyPair),
        clients: Option<&Self>,
        answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Server {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap();
        let config = match clients {
            None => config.with_no_client_auth(),
            Some(clients) => {
                let mut roots = rustls::RootCertStore::empty();
                let pem = std::fs::read(&clients.file).unwrap();
                roots.add(CertificateDer::from_pem_slice(&pem).unwrap()).unwrap();
                let verifier =
                    rustls::server::WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                config.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let config = config.with_single_cert(vec![certificate], key).unwrap();
        Server::start_with(Some(TlsAcceptor::from(Arc::new(config))), answer).await
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.file));
    }
}

fn trusting(server: &Server, authority: &Authority) -> CloudProfile {
    CloudProfile {
        tls: TlsPolicy::Authority(authority.file.clone()),
        ..profile(&server.url)
    }
}

async fn refusal(profile: &CloudProfile, server: &Server) -> ProblemKind {
    let error = try_sign_in(profile).await.unwrap_err();
    assert!(server.asked().is_empty(), "nothing was sent");
    assert!(!error.maybe_sent());
    error.problem().kind
}

#[tokio::test]
async fn a_chosen_authority_is_trusted() {
    let authority = Authority::new("good");
    let server = authority.cloud("localhost", (2020, 2099)).await;
    try_sign_in(&trusting(&server, &authority)).await.unwrap();
}

fn host(server: &Server) -> String {
    server.url.trim_start_matches("https://").to_owned()
}

#[tokio::test]
async fn f13_an_expired_certificate_is_named_with_its_end() {
    let authority = Authority::new("expired");
    let server = authority.cloud("localhost", (2019, 2020)).await;
    let kind = refusal(&trusting(&server, &authority), &server).await;
    let expired = ProblemKind::CertificateExpired {
        host: host(&server),
        subject: "CN=rcgen self signed cert, O=Test␛[31m cloud".to_owned(),
        ended: Some("2020-01-01T00:00:00Z".parse().unwrap()),
    };
    assert_eq!(kind, expired);
    let early = authority.cloud("localhost", (2098, 2099)).await;
    let kind = refusal(&trusting(&early, &authority), &early).await;
    let ProblemKind::CertificateNotYetValid { begins, .. } = kind else {
        panic!("{kind:?}")
    };
    assert_eq!(begins, Some("2098-01-01T00:00:00Z".parse().unwrap()));
}

#[tokio::test]
async fn f14_an_unknown_authority_is_named_with_the_fingerprint() {
    let (known, stranger) = (Authority::new("known"), Authority::new("stranger"));
    let (certificate, key) = stranger.certificate("localhost", (2020, 2099));
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &certificate);
    let pairs: Vec<String> = digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
    let server = stranger.serve((certificate, key), None, |_| Reply::HangUp).await;
    let kind = refusal(&trusting(&server, &known), &server).await;
    let unknown = ProblemKind::CertificateUnknownIssuer {
        host: host(&server),
        issuer: "CN=stranger".to_owned(),
        fingerprint: pairs.join(":"),
    };
    assert_eq!(kind, unknown);
    let words = magnum_desktop::text::Words::new(magnum_desktop::text::Language::English);
    let advice = words.advice(&magnum_desktop::domain::problem::Problem::new(kind));
    assert!(
        advice.contains("cacert") && advice.contains(&pairs.join(":")),
        "{advice}"
    );
}

#[tokio::test]
async fn f15_a_certificate_for_another_name_tells_its_names() {
    let authority = Authority::new("elsewhere");
    let server = authority.cloud("elsewhere.test", (2020, 2099)).await;
    let kind = refusal(&trusting(&server, &authority), &server).await;
    let other = ProblemKind::CertificateWrongHost {
        host: host(&server),
        offered: vec!["elsewhere.test".to_owned()],
    };
    assert_eq!(kind, other);
}

#[tokio::test]
async fn a_servers_own_certificate_may_be_named_as_authority() {
    // What installers make: a certificate that nobody but itself has signed, and that is no authority.
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let authority = Authority::new("own");
    std::fs::write(&authority.file, certificate.pem()).unwrap();
    let server = authority
        .serve((certificate.der().clone(), key), None, |asked| {
            token(
                "keystone/token-password-project",
                asked.header("host").unwrap(),
                1,
            )
        })
        .await;
    try_sign_in(&trusting(&server, &authority)).await.unwrap();
    // Its name counts all the same.
    let mut elsewhere = trusting(&server, &authority);
    elsewhere.auth_url = server.url.replace("localhost", "127.0.0.1");
    let kind = refusal_of(&elsewhere).await;
    assert!(
        matches!(kind, ProblemKind::CertificateWrongHost { .. }),
        "{kind:?}"
    );
}

async fn refusal_of(profile: &CloudProfile) -> ProblemKind {
    try_sign_in(profile).await.unwrap_err().problem().kind
}

#[tokio::test]
async fn f19_a_server_with_outdated_encryption_is_called_that() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut hello = [0; 1024];
            drop(stream.read(&mut hello).await);
            // A fatal alert of TLS 1.0: protocol_version.
            drop(stream.write_all(&[21, 3, 1, 0, 2, 2, 70]).await);
        }
    });
    let kind = refusal_of(&profile(&format!("https://localhost:{port}"))).await;
    let host = format!("localhost:{port}");
    assert_eq!(kind, ProblemKind::TlsOutdated { host });
}

#[tokio::test]
async fn a_cloud_that_wants_a_certificate_gets_the_configured_one() {
    let authority = Authority::new("both");
    let server = authority
        .serve(
            authority.certificate("localhost", (2020, 2099)),
            Some(&authority),
            |asked| {
                token(
                    "keystone/token-password-project",
                    asked.header("host").unwrap(),
                    1,
                )
            },
        )
        .await;
    let mut profile = trusting(&server, &authority);
    let kind = refusal_of(&profile).await;
    assert_eq!(
        kind,
        ProblemKind::ClientCertificateRefused { host: host(&server) }
    );
    let key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(vec!["me".to_owned()])
        .unwrap()
        .signed_by(&key, &authority.issuer)
        .unwrap();
    let file = own_file("both-client");
    std::fs::write(&file, format!("{}{}", own.pem(), key.serialize_pem())).unwrap();
    profile.client_certificate = Some(ClientCertificate {
        certificate: file.clone(),
        key: None,
    });
    let signed_in = try_sign_in(&profile).await;
    std::fs::write(&file, own.pem()).unwrap();
    let without_key = refusal_of(&profile).await;
    std::fs::remove_file(&file).unwrap();
    assert!(signed_in.is_ok(), "{:?}", signed_in.err());
    assert!(
        matches!(without_key, ProblemKind::CloudEntryBroken { setting: "cert", .. }),
        "{without_key:?}"
    );
}

#[tokio::test]
async fn f36_no_token_travels_in_the_clear() {
    let elsewhere = Server::start(|_| recorded("neutron/networks")).await;
    let (authority, other) = (
        Authority::new("clear"),
        elsewhere.url.replace("localhost", "127.0.0.1"),
    );
    let address = other.clone();
    let server = authority
        .serve(
            authority.certificate("localhost", (2020, 2099)),
            None,
            move |asked| {
                if asked.path != "/identity/v3/auth/tokens" {
                    return recorded("nova/flavors-detail");
                }
                // A catalogue behind a proxy that ends the encryption: http everywhere, and one service on another host.
                let Reply::Answer(mut answer) = token(
                    "keystone/token-password-project",
                    asked.header("host").unwrap(),
                    1,
                ) else {
                    panic!("a token is an answer")
                };
                let body = String::from_utf8(answer.body).unwrap();
                let neutron = format!("http://{}/neutron", asked.header("host").unwrap());
                assert!(body.contains(&neutron) && !body.contains("https://"));
                answer.body = body.replace(&neutron, &address).into_bytes();
                Reply::Answer(answer)
            },
        )
        .await;
    let mut profile = CloudProfile {
        auth_url: format!("{}/identity", server.url),
        ..trusting(&server, &authority)
    };
    let session = try_sign_in(&profile).await.unwrap();
    assert_eq!(
        nova::flavors(&session).await.unwrap().len(),
        4,
        "asked over https on the same host"
    );
    let notes = |service| {
        let reports = session.diagnostics().services;
        reports
            .into_iter()
            .find(|report| report.service == service)
            .unwrap()
            .notes
    };
    assert_eq!(notes(Service::Compute), [ServiceNote::Encrypted]);
    let error = neutron::networks(&session).await.unwrap_err();
    assert_eq!(
        *error.kind(),
        ProblemKind::PlainHttp {
            address: other.clone()
        }
    );
    assert!(elsewhere.asked().is_empty(), "nothing was sent there");
    // A person may accept it, for the cloud or by naming the address.
    profile.plain_http_accepted = true;
    neutron::networks(&try_sign_in(&profile).await.unwrap())
        .await
        .unwrap();
    profile.plain_http_accepted = false;
    profile.endpoint_overrides.insert(Service::Network, other);
    neutron::networks(&try_sign_in(&profile).await.unwrap())
        .await
        .unwrap();
    let tokens = elsewhere
        .asked()
        .into_iter()
        .filter_map(|asked| asked.header("x-auth-token").map(str::to_owned));
    assert_eq!(
        tokens.collect::<Vec<_>>(),
        [format!("{TOKEN}1"), format!("{TOKEN}1")]
    );
}

#[tokio::test]
async fn f16_unchecked_means_unchecked() {
    let authority = Authority::new("unchecked");
    let server = authority.cloud("elsewhere.test", (2019, 2020)).await;
    let profile = CloudProfile {
        tls: TlsPolicy::Unchecked,
        ..profile(&server.url)
    };
    try_sign_in(&profile).await.unwrap();
}

#[tokio::test]
async fn f18_an_authority_that_is_no_file_or_no_certificate() {
    let mut profile = profile("https://localhost:1");
    let cargo = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    for file in [PathBuf::from("/nowhere/ca.pem"), cargo] {
        profile.tls = TlsPolicy::Authority(file.clone());
        let kind = try_sign_in(&profile).await.unwrap_err().problem().kind;
        let ProblemKind::CloudEntryBroken { setting, detail, .. } = kind else {
            panic!("{kind:?}")
        };
        assert_eq!(setting, "cacert");
        assert!(detail.contains(file.to_str().unwrap()), "{detail}");
    }
}

#[tokio::test]
async fn f69_what_calls_itself_a_certificate_is_read_under_caps() {
    let authority = Authority::new("capped");
    let pem = |body: &str| format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
    let whole = std::fs::read_to_string(&authority.file).unwrap();
    let directory = std::env::temp_dir();
    let mut profile = profile("https://localhost:1");
    for (text, expected) in [
        (whole.repeat(10_000), "larger than 1024 KiB"),
        (pem("MAA=").repeat(2_000), "more than 1000 certificates"),
        (pem("MAA="), "not a certificate"),
        (pem("this is not base64!"), "not a certificate"),
        ("\u{0}\u{1}\u{2}".repeat(99), "not a certificate"),
        (String::new(), "not a certificate"),
    ] {
        std::fs::write(&authority.file, text).unwrap();
        profile.tls = TlsPolicy::Authority(authority.file.clone());
        let kind = refusal_of(&profile).await;
        let ProblemKind::CloudEntryBroken {
            setting: "cacert",
            detail,
            ..
        } = &kind
        else {
            panic!("{kind:?}")
        };
        assert!(detail.contains(expected), "{detail}");
    }
    profile.tls = TlsPolicy::Authority(directory);
    assert!(matches!(
        refusal_of(&profile).await,
        ProblemKind::CloudEntryBroken { .. }
    ));
}

#[tokio::test]
async fn a_server_without_tls() {
    let server = Server::start(|_| super::server::Reply::HangUp).await;
    let authority = Authority::new("plain");
    let mut profile = trusting(&server, &authority);
    profile.auth_url = server.url.replace("http://", "https://");
    let kind = try_sign_in(&profile).await.unwrap_err().problem().kind;
    assert!(matches!(kind, ProblemKind::TlsFailed { .. }), "{kind:?}");
}
