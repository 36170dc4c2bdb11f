//! What a certificate says of itself, and whether a cluster is still the one that was met before.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

/// One certificate, its texts cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Whom it is for: `CN=admin, O=system:masters`.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// From when it is valid.
    pub not_before: Timestamp,
    /// Until when it is valid.
    pub not_after: Timestamp,
    /// Of the whole certificate.
    pub fingerprint: Fingerprint,
    /// Whether it may sign others.
    pub is_authority: bool,
}

/// SHA-256 of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Of a digest that was computed elsewhere.
    pub fn new(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}

impl fmt::Display for Fingerprint {
    /// `AB:CD:…`, as every tool writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            let colon = if index == 0 { "" } else { ":" };
            write!(f, "{colon}{byte:02X}")?;
        }
        Ok(())
    }
}

/// The text is no fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 fingerprint")]
pub struct NotAFingerprint;

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let mut digest = [0; 32];
        let mut parts = text.split(':');
        for byte in &mut digest {
            let part = parts
                .next()
                .filter(|part| part.len() == 2)
                .ok_or(NotAFingerprint)?;
            *byte = u8::from_str_radix(part, 16).map_err(|_error| NotAFingerprint)?;
        }
        match parts.next() {
            None => Ok(Self(digest)),
            Some(_) => Err(NotAFingerprint),
        }
    }
}

/// What the authority of a cluster says about who the cluster is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterIdentity {
    /// Nothing was remembered: it is remembered now.
    FirstMet,
    /// The one that was met before.
    Same,
    /// Another authority: it was rotated, or this is another cluster.
    Changed {
        /// What was remembered.
        remembered: Fingerprint,
        /// What is there now.
        found: Fingerprint,
    },
}

impl ClusterIdentity {
    /// Compares what was remembered with what is there.
    pub fn of(remembered: Option<Fingerprint>, found: Fingerprint) -> Self {
        match remembered {
            None => Self::FirstMet,
            Some(remembered) if remembered == found => Self::Same,
            Some(remembered) => Self::Changed { remembered, found },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ClusterIdentity, Fingerprint, NotAFingerprint};

    #[test]
    fn fingerprints_are_written_and_read() {
        let fingerprint = Fingerprint::new(std::array::from_fn(|at| u8::try_from(at * 8).unwrap()));
        let text = fingerprint.to_string();
        assert!(
            text.starts_with("00:08:10") && text.ends_with(":F8") && text.len() == 95,
            "{text}"
        );
        assert_eq!(text.parse(), Ok(fingerprint));
        for odd in ["", "00", "zz", &format!("{text}:00"), &text.replace(':', "")] {
            assert_eq!(odd.parse::<Fingerprint>(), Err(NotAFingerprint), "{odd}");
        }
    }

    #[test]
    fn f20_another_authority_is_another_identity() {
        let (old, new) = (Fingerprint::new([1; 32]), Fingerprint::new([2; 32]));
        assert_eq!(ClusterIdentity::of(None, new), ClusterIdentity::FirstMet);
        assert_eq!(ClusterIdentity::of(Some(new), new), ClusterIdentity::Same);
        assert_eq!(
            ClusterIdentity::of(Some(old), new),
            ClusterIdentity::Changed {
                remembered: old,
                found: new
            }
        );
    }
}
