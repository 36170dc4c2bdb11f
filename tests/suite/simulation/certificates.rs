//! Certificates are real: an authority for every cluster, requests really signed, and nothing signed that is no request.

use magnum_desktop::simulation::StartingWorld;
use rcgen::{CertificateParams, DnType, KeyPair};
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use serde_json::json;

use super::{Bench, text};

const CERTIFICATES: &str = "/container-infra/v1/certificates";

fn request() -> String {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "admin");
    params
        .distinguished_name
        .push(DnType::OrganizationName, "system:masters");
    let key = KeyPair::generate().unwrap();
    params.serialize_request(&key).unwrap().pem().unwrap()
}

async fn authority(bench: &Bench, cluster: &str) -> String {
    text(&bench.get(&format!("{CERTIFICATES}/{cluster}")).await, "pem")
}

async fn signed(bench: &Bench, cluster: &str) -> String {
    let body = json!({"cluster_uuid": cluster, "csr": request()});
    let answer = bench.send("POST", CERTIFICATES, Some(body)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    text(&answer.json(), "pem")
}

/// Whether a server that trusts this authority lets the holder of this certificate in.
fn vouched(authority: &str, certificate: &str) -> bool {
    let der = |pem: &str| CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(der(authority)).unwrap();
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider.into());
    let at = UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_795_500_000));
    let verifier = verifier.build().unwrap();
    verifier.verify_client_cert(&der(certificate), &[], at).is_ok()
}

#[tokio::test]
async fn a_cluster_s_authority_vouches_for_what_it_signed_and_for_nothing_else() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let world = bench.cloud.world();
    let (web, shop) = (
        world.cluster_ids("production-web").remove(0),
        world.cluster_ids("shop-staging").remove(0),
    );
    let certificate = signed(&bench, &web).await;
    let ca = authority(&bench, &web).await;
    assert_eq!(ca, authority(&bench, &web).await, "the authority stays");
    assert!(vouched(&ca, &certificate));
    assert!(!vouched(&authority(&bench, &shop).await, &certificate));
    let etcd = bench
        .get(&format!("{CERTIFICATES}/{web}?ca_cert_type=etcd"))
        .await;
    assert!(!vouched(&text(&etcd, "pem"), &certificate));
    let path = format!("{CERTIFICATES}/{web}");
    assert_eq!(bench.send("PATCH", &path, None).await.status, 202);
    let rotated = authority(&bench, &web).await;
    assert!(
        !vouched(&rotated, &certificate),
        "the old one is worth nothing now"
    );
    assert!(vouched(&rotated, &signed(&bench, &web).await));
}

#[tokio::test]
async fn what_is_no_request_is_not_signed() {
    let bench = Bench::open(StartingWorld::Everyday).await;
    let cluster = bench.cloud.world().cluster_ids("production-web").remove(0);
    let good = request();
    let middle = good.len() / 2;
    let mut forged: Vec<char> = good.chars().collect();
    forged[middle] = if forged[middle] == 'A' { 'B' } else { 'A' };
    for csr in ["no request".to_owned(), forged.into_iter().collect()] {
        let body = json!({"cluster_uuid": cluster, "csr": csr});
        assert_eq!(bench.send("POST", CERTIFICATES, Some(body)).await.status, 400);
    }
}
