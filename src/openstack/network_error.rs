//! Tells what is behind a failed exchange: the name, the port, the certificate, or silence.
//!
//! TLS failures are told apart by rustls' words, because its error type is not ours to name; the tests of `f13`–`f15`
//! hold the words and this file together.

use std::error::Error;
use std::io;

use url::Url;

use crate::domain::clean::clean;
use crate::domain::problem::ProblemKind;

/// `host:port` of an address, for words.
pub(crate) fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// What the library's error means to a person.
pub(crate) fn kind(error: &reqwest::Error, url: &Url, limit_secs: u32) -> ProblemKind {
    let host = host_and_port(url);
    let words = chain(error);
    if let Some(kind) = tls(&words, &host) {
        return kind;
    }
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
    match io_kind(error) {
        Some(io::ErrorKind::TimedOut) => ProblemKind::NoAnswer { host, limit_secs },
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

fn tls(words: &[String], host: &str) -> Option<ProblemKind> {
    let host = host.to_owned();
    let detail = words
        .iter()
        .rev()
        .find(|link| {
            [
                "certificate",
                "tls",
                "handshake",
                "peer is incompatible",
                "received corrupt message",
            ]
            .iter()
            .any(|sign| link.contains(sign))
        })?
        .clone();
    let says = |signs: &[&str]| signs.iter().any(|sign| detail.contains(sign));
    Some(if says(&["expired", "notvalidyet", "not valid yet"]) {
        ProblemKind::CertificateExpired {
            host,
            subject: String::new(),
            ended: None,
        }
    } else if says(&["not valid for name", "notvalidforname", "host name", "hostname"]) {
        ProblemKind::CertificateWrongHost {
            host,
            offered: Vec::new(),
        }
    } else if says(&[
        "unknownissuer",
        "unknown issuer",
        "causedasendentity",
        "not trusted",
        "untrusted",
        "self-signed",
    ]) {
        ProblemKind::CertificateUnknownIssuer {
            host,
            issuer: String::new(),
            fingerprint: String::new(),
        }
    } else {
        ProblemKind::TlsFailed { host, detail }
    })
}

/// The words of the error and of everything behind it, in lower case, outermost first.
fn chain(error: &reqwest::Error) -> Vec<String> {
    let mut words = Vec::new();
    let mut next: Option<&dyn Error> = Some(error);
    while let Some(link) = next {
        // The outermost link names the address, which may well contain "tls" or "certificate".
        if !words.is_empty() || link.source().is_none() {
            words.push(clean(&link.to_string()).to_ascii_lowercase());
        } else {
            words.push(String::new());
        }
        next = link.source();
    }
    words
}

fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut found = None;
    let mut next: Option<&dyn Error> = Some(error);
    while let Some(link) = next {
        if let Some(io) = link.downcast_ref::<io::Error>() {
            found = Some(io.kind());
        }
        next = link.source();
    }
    found
}
