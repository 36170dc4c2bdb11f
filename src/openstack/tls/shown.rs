//! What a certificate says of itself, for a person who has to judge it.

use aws_lc_rs::digest;
use jiff::Timestamp;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::domain::clean::clean;

/// Most names and most characters of one of them that are told.
const MOST_NAMES: usize = 8;
const MOST_CHARS: usize = 120;

/// The readable part of a certificate. Total: of what cannot be read there is only the fingerprint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) subject: String,
    pub(crate) issuer: String,
    pub(crate) begins: Option<Timestamp>,
    pub(crate) ends: Option<Timestamp>,
    /// The names it is for.
    pub(crate) names: Vec<String>,
    /// SHA-256 in hexadecimal pairs.
    pub(crate) fingerprint: String,
}

impl Shown {
    /// Reads a certificate.
    pub(crate) fn of(der: &[u8]) -> Self {
        let fingerprint = fingerprint(der);
        let Ok((_, certificate)) = X509Certificate::from_der(der) else {
            return Self {
                fingerprint,
                ..Self::default()
            };
        };
        let moment = |secs: i64| Timestamp::from_second(secs).ok();
        let validity = certificate.validity();
        Self {
            subject: short(&certificate.subject().to_string()),
            issuer: short(&certificate.issuer().to_string()),
            begins: moment(validity.not_before.timestamp()),
            ends: moment(validity.not_after.timestamp()),
            names: names(&certificate),
            fingerprint,
        }
    }
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else {
        return Vec::new();
    };
    let names = extension.value.general_names.iter().filter_map(name);
    names.take(MOST_NAMES).collect()
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    if let GeneralName::DNSName(name) = name {
        return Some(short(name));
    }
    let GeneralName::IPAddress(bytes) = name else {
        return None;
    };
    let v4 = <[u8; 4]>::try_from(*bytes).map(std::net::IpAddr::from);
    let v6 = <[u8; 16]>::try_from(*bytes).map(std::net::IpAddr::from);
    v4.or(v6).ok().map(|address| address.to_string())
}

fn short(raw: &str) -> String {
    let mut text = clean(raw);
    if let Some((end, _)) = text.char_indices().nth(MOST_CHARS) {
        text.truncate(end);
        text.push('…');
    }
    text
}

fn fingerprint(der: &[u8]) -> String {
    let digest = digest::digest(&digest::SHA256, der);
    let pairs: Vec<String> = digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}

#[cfg(test)]
mod tests {
    use super::Shown;

    #[test]
    fn f69_garbage_has_only_a_fingerprint() {
        for garbage in [&b""[..], b"\x30\x82\xff\xff", &[0x30; 4000]] {
            let shown = Shown::of(garbage);
            assert_eq!((shown.subject.as_str(), shown.names.len()), ("", 0));
            assert_eq!(shown.fingerprint.len(), 32 * 3 - 1);
        }
        // The well-known digest of nothing.
        assert!(Shown::of(b"").fingerprint.starts_with("E3:B0:C4:42:98:FC:1C:14"));
    }
}
