//! Tells what is behind a failed exchange: the name, the port, the certificate, or silence.

use std::error::Error;
use std::io;

use rustls::{AlertDescription, CertificateError, PeerIncompatible};
use url::Url;

use crate::domain::clean::clean;
use crate::domain::problem::ProblemKind;
use crate::openstack::tls::Seen;

/// `host:port` of an address, for words.
pub(crate) fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// What the library's error means to a person; `seen` knows which certificates were not accepted.
pub(crate) fn kind(error: &reqwest::Error, url: &Url, limit_secs: u32, seen: &Seen) -> ProblemKind {
    let host = host_and_port(url);
    if let Some(error) = links(error).find_map(tls_error) {
        return tls(error, url, seen);
    }
    let words = words(error);
    let said = |sign: &str| words.iter().any(|link| link.contains(sign));
    if said("proxy authorization required") || said("proxy authentication required") {
        return ProblemKind::ProxyLogin;
    }
    if said("dns error") || said("failed to lookup address") {
        return ProblemKind::HostNotFound {
            host: url.host_str().unwrap_or_default().to_owned(),
        };
    }
    if error.is_timeout() {
        return ProblemKind::NoAnswer { host, limit_secs };
    }
    if error.is_builder() {
        return ProblemKind::Internal {
            detail: words.join(": "),
        };
    }
    match links(error).filter_map(io_kind).last() {
        Some(io::ErrorKind::TimedOut) => ProblemKind::NoAnswer { host, limit_secs },
        // In the middle of a handshake nothing refuses: it was accepted and then broken off.
        Some(io::ErrorKind::UnexpectedEof) if url.scheme() == "https" && error.is_connect() => {
            ProblemKind::ConnectionLost { host }
        }
        Some(_) | None if error.is_connect() => ProblemKind::ConnectionRefused { host },
        // A body that ends too early counts as badly encoded, too, where decompression stands in between.
        Some(_) | None if error.is_decode() && !said("end of file") && !said("connection") => {
            ProblemKind::InvalidAnswer {
                detail: words.last().cloned().unwrap_or_default(),
            }
        }
        Some(_) | None => ProblemKind::ConnectionLost { host },
    }
}

fn tls(error: &rustls::Error, url: &Url, seen: &Seen) -> ProblemKind {
    let host = host_and_port(url);
    if let rustls::Error::InvalidCertificate(error) = error {
        return certificate(error, url, seen);
    }
    // What the server says of our certificate.
    let about_ours = matches!(
        error,
        rustls::Error::AlertReceived(
            AlertDescription::CertificateRequired
                | AlertDescription::BadCertificate
                | AlertDescription::UnsupportedCertificate
                | AlertDescription::CertificateRevoked
                | AlertDescription::CertificateExpired
                | AlertDescription::CertificateUnknown
                | AlertDescription::UnknownCA
                | AlertDescription::AccessDenied
        )
    );
    let outdated = matches!(
        error,
        rustls::Error::AlertReceived(
            AlertDescription::ProtocolVersion | AlertDescription::InsufficientSecurity
        ) | rustls::Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
                | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
        )
    );
    if about_ours {
        ProblemKind::ClientCertificateRefused { host }
    } else if outdated {
        ProblemKind::TlsOutdated { host }
    } else {
        ProblemKind::TlsFailed {
            host,
            detail: clean(&error.to_string()),
        }
    }
}

fn certificate(error: &CertificateError, url: &Url, seen: &Seen) -> ProblemKind {
    let host = host_and_port(url);
    let refused = seen.refused(url.host_str().unwrap_or_default());
    let no_authorities = refused.as_ref().is_some_and(|refused| refused.no_authorities);
    let shown = refused.map(|refused| refused.shown).unwrap_or_default();
    if no_authorities {
        return ProblemKind::NoAuthorities { host };
    }
    if matches!(
        error,
        CertificateError::Expired | CertificateError::ExpiredContext { .. }
    ) {
        ProblemKind::CertificateExpired {
            host,
            subject: shown.subject,
            ended: shown.ends,
        }
    } else if matches!(
        error,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }
    ) {
        ProblemKind::CertificateNotYetValid {
            host,
            subject: shown.subject,
            begins: shown.begins,
        }
    } else if matches!(
        error,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
    ) {
        ProblemKind::CertificateWrongHost {
            host,
            offered: shown.names,
        }
    } else if matches!(
        error,
        CertificateError::UnknownIssuer | CertificateError::BadSignature | CertificateError::Other(_)
    ) {
        // An authority's own certificate in a server's place is a self-signed one; an authority that was replaced has the
        // name of the one before and another signature.
        ProblemKind::CertificateUnknownIssuer {
            host,
            issuer: shown.issuer,
            fingerprint: shown.fingerprint,
        }
    } else {
        ProblemKind::TlsFailed {
            host,
            detail: clean(&rustls::Error::InvalidCertificate(error.clone()).to_string()),
        }
    }
}

/// The error and everything behind it, outermost first.
fn links<'e>(error: &'e reqwest::Error) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    let first: &'e (dyn Error + 'static) = error;
    std::iter::successors(Some(first), |link| {
        let link: &'e (dyn Error + 'static) = *link;
        link.source()
    })
}

/// The TLS library's own error, which hides inside of one or more of input and output.
fn tls_error<'e>(link: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    let mut link = link;
    while let Some(inside) = link.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        link = inside;
    }
    link.downcast_ref()
}

fn io_kind(link: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    link.downcast_ref::<io::Error>().map(io::Error::kind)
}

/// The words of the error and of everything behind it, in lower case, outermost first. The outermost one names the
/// address, which may say anything.
fn words(error: &reqwest::Error) -> Vec<String> {
    let lower = |link: &(dyn Error + 'static)| clean(&link.to_string()).to_ascii_lowercase();
    if error.source().is_none() {
        return vec![lower(error)];
    }
    links(error).skip(1).map(lower).collect()
}
