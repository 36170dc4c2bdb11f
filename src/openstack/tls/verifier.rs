//! Checks what a server shows, against whom the profile says, and remembers what was not accepted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use crate::openstack::tls::Shown;

/// Most hosts of which a refusal is remembered.
const MOST_HOSTS: usize = 32;

/// Against whom a certificate is checked.
#[derive(Clone, Debug)]
pub(crate) enum Check {
    /// The machine's authorities.
    System(Arc<dyn ServerCertVerifier>),
    /// These authorities, and these very certificates.
    Chosen(Arc<dyn ServerCertVerifier>, Arc<[CertificateDer<'static>]>),
    /// Nobody: everything is accepted.
    Nothing,
    /// The machine has no authorities: nothing is accepted.
    NoAuthorities,
}

/// The machine's authorities, where it has any.
pub(crate) fn system(provider: Arc<CryptoProvider>) -> Check {
    match rustls_platform_verifier::Verifier::new(provider) {
        Ok(verifier) => Check::System(Arc::new(verifier)),
        Err(error) => {
            tracing::warn!(%error, "no authorities on this machine");
            Check::NoAuthorities
        }
    }
}

/// Authorities of the person's choice.
pub(crate) fn authorities(
    chosen: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Check, String> {
    let mut store = RootCertStore::empty();
    let (added, _) = store.add_parsable_certificates(chosen.iter().cloned());
    if added == 0 {
        return Err("not a certificate".to_owned());
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider)
        .build()
        .map_err(|error| error.to_string())?;
    Ok(Check::Chosen(verifier, chosen.into()))
}

/// Certificates that were not accepted lately, by the host that showed them.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<BTreeMap<String, Refused>>);

/// A certificate that was not accepted.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    pub(crate) shown: Shown,
    /// Whether it was for want of anybody to check it against.
    pub(crate) no_authorities: bool,
}

impl Seen {
    /// What this host showed last that was not accepted.
    pub(crate) fn refused(&self, host: &str) -> Option<Refused> {
        // Brackets round an IPv6 address belong to the address of a page, not to the name.
        let host = host.trim_start_matches('[').trim_end_matches(']');
        self.lock().get(host).cloned()
    }

    fn note(&self, host: &ServerName<'_>, refused: Refused) {
        let mut seen = self.lock();
        if seen.len() >= MOST_HOSTS {
            seen.clear();
        }
        seen.insert(host.to_str().into_owned(), refused);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Refused>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The verifier of one session.
#[derive(Debug)]
pub(crate) struct Verifier {
    check: Check,
    provider: Arc<CryptoProvider>,
    seen: Arc<Seen>,
}

impl Verifier {
    pub(crate) fn new(check: Check, provider: Arc<CryptoProvider>, seen: Arc<Seen>) -> Self {
        Self {
            check,
            provider,
            seen,
        }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let by = |verifier: &Arc<dyn ServerCertVerifier>| {
            verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
        };
        let verdict = match &self.check {
            Check::Nothing => return Ok(ServerCertVerified::assertion()),
            Check::System(verifier) => by(verifier),
            Check::Chosen(_, chosen) if chosen.iter().any(|one| one == end_entity) => {
                this_very_one(end_entity, server_name, now)
            }
            Check::Chosen(verifier, _) => by(verifier),
            Check::NoAuthorities => Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)),
        };
        if verdict.is_err() {
            let refused = Refused {
                shown: Shown::of(end_entity),
                no_authorities: matches!(self.check, Check::NoAuthorities),
            };
            self.seen.note(server_name, refused);
        }
        verdict
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

/// A server's own certificate that was named as authority, as self-signed ones are: nobody needs to vouch for it, but its
/// name and its time still count.
fn this_very_one(
    certificate: &CertificateDer<'_>,
    name: &ServerName<'_>,
    now: UnixTime,
) -> Result<ServerCertVerified, Error> {
    let shown = Shown::of(certificate);
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    if shown.ends.is_none_or(|ends| now > ends.as_second()) {
        return Err(Error::InvalidCertificate(CertificateError::Expired));
    }
    if shown.begins.is_none_or(|begins| now < begins.as_second()) {
        return Err(Error::InvalidCertificate(CertificateError::NotValidYet));
    }
    verify_server_name(&ParsedCertificate::try_from(certificate)?, name)?;
    Ok(ServerCertVerified::assertion())
}
