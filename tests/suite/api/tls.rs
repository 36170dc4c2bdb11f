//! Certificates that are too old, from strangers, or for somebody else.

use std::path::PathBuf;
use std::sync::Arc;

use magnum_desktop::domain::problem::ProblemKind;
use magnum_desktop::domain::profile::{CloudProfile, TlsPolicy};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

use super::cloud::{profile, token, try_sign_in};
use super::server::Server;

/// An authority of the test's own, and the file its certificate is in.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: PathBuf,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        let file = std::env::temp_dir().join(format!("magnum-desktop-{name}-{}.pem", std::process::id()));
        std::fs::write(&file, pem).unwrap();
        Self {
            issuer: Issuer::new(params, key),
            file,
        }
    }

    /// A cloud with a certificate for this host, valid in these years.
    async fn cloud(&self, host: &str, years: (i32, i32)) -> Server {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(years.0, 1, 1);
        params.not_after = rcgen::date_time_ymd(years.1, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        Server::start_with(Some(TlsAcceptor::from(Arc::new(config))), |asked| {
            token(
                "keystone/token-password-project",
                asked.header("host").unwrap(),
                1,
            )
        })
        .await
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

#[tokio::test]
async fn f13_an_expired_certificate() {
    let authority = Authority::new("expired");
    let server = authority.cloud("localhost", (2019, 2020)).await;
    let kind = refusal(&trusting(&server, &authority), &server).await;
    assert!(matches!(kind, ProblemKind::CertificateExpired { .. }), "{kind:?}");
    let early = authority.cloud("localhost", (2098, 2099)).await;
    let kind = refusal(&trusting(&early, &authority), &early).await;
    assert!(matches!(kind, ProblemKind::CertificateExpired { .. }), "{kind:?}");
}

#[tokio::test]
async fn f14_an_unknown_authority() {
    let (known, stranger) = (Authority::new("known"), Authority::new("stranger"));
    let server = stranger.cloud("localhost", (2020, 2099)).await;
    let kind = refusal(&trusting(&server, &known), &server).await;
    assert!(
        matches!(kind, ProblemKind::CertificateUnknownIssuer { .. }),
        "{kind:?}"
    );
}

#[tokio::test]
async fn f15_a_certificate_for_another_name() {
    let authority = Authority::new("elsewhere");
    let server = authority.cloud("elsewhere.test", (2020, 2099)).await;
    let kind = refusal(&trusting(&server, &authority), &server).await;
    assert!(
        matches!(kind, ProblemKind::CertificateWrongHost { .. }),
        "{kind:?}"
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
async fn a_server_without_tls() {
    let server = Server::start(|_| super::server::Reply::HangUp).await;
    let authority = Authority::new("plain");
    let mut profile = trusting(&server, &authority);
    profile.auth_url = server.url.replace("http://", "https://");
    let kind = try_sign_in(&profile).await.unwrap_err().problem().kind;
    assert!(matches!(kind, ProblemKind::TlsFailed { .. }), "{kind:?}");
}
