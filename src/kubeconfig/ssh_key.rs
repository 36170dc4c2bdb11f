//! A key for signing in at servers: made on this machine, its public half in the one line that OpenSSH and Nova read.

use rcgen::{KeyPair, PKCS_RSA_SHA256, PublicKeyData as _};
use x509_parser::prelude::FromDer as _;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::domain::secret::Secret;
use crate::kubeconfig::base64;

/// Both halves.
#[derive(Debug)]
pub struct SshKey {
    /// PKCS#8 in PEM, which OpenSSH reads.
    pub private: Secret,
    /// `ssh-rsa …`.
    pub public: String,
}

/// Makes an RSA key of 2048 bits, as Nova did, because every image and every cloud takes it.
///
/// # Errors
/// The library's words, should it fail.
pub fn make(comment: &str) -> Result<SshKey, String> {
    let pair = KeyPair::generate_for(&PKCS_RSA_SHA256).map_err(|error| error.to_string())?;
    let der = pair.subject_public_key_info();
    let (_, info) = SubjectPublicKeyInfo::from_der(&der).map_err(|error| error.to_string())?;
    let Ok(PublicKey::RSA(key)) = info.parsed() else {
        return Err("the key is not RSA".to_owned());
    };
    let mut blob = Vec::new();
    blob.extend(field(b"ssh-rsa"));
    blob.extend(field(&number(key.exponent)));
    blob.extend(field(&number(key.modulus)));
    let plain: String = comment
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    Ok(SshKey {
        private: Secret::new(pair.serialize_pem()),
        public: format!("ssh-rsa {} {plain}", base64::encode(&blob)),
    })
}

/// Whether this is the public half of a key as OpenSSH writes it: kind, base64, perhaps a comment, in one line.
pub fn is_public(text: &str) -> bool {
    let text = text.trim();
    let mut parts = text.split_ascii_whitespace();
    let (Some(kind), Some(body)) = (parts.next(), parts.next()) else {
        return false;
    };
    let known = kind.starts_with("ssh-") || kind.starts_with("ecdsa-sha2-") || kind.starts_with("sk-");
    // The body begins with its own kind, after its length.
    let inner = base64::decode(body).and_then(|bytes| bytes.get(4..4 + kind.len()).map(<[u8]>::to_vec));
    known && !text.contains('\n') && inner.as_deref() == Some(kind.as_bytes())
}

/// A number as OpenSSH writes it: without leading zeros, but with one where it would look negative.
fn number(bytes: &[u8]) -> Vec<u8> {
    let mut plain: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    if plain.first().is_some_and(|first| *first >= 0x80) {
        plain.insert(0, 0);
    }
    plain
}

/// A length and so many bytes.
fn field(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap_or(0);
    [length.to_be_bytes().as_slice(), bytes].concat()
}

#[cfg(test)]
mod tests {
    use super::{is_public, make};

    #[test]
    fn a_key_is_made_and_its_public_half_is_recognised() {
        let made = make("ops laptop").unwrap();
        assert!(made.public.starts_with("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ"));
        assert!(made.public.ends_with(" opslaptop"));
        assert!(is_public(&made.public));
        assert!(made.private.expose().starts_with("-----BEGIN PRIVATE KEY-----"));
        assert!(!format!("{made:?}").contains("PRIVATE"));
    }

    #[test]
    fn what_is_no_public_key_is_told() {
        let ed25519 =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK5mM5G3sIGjG9CE0a3FK6zrB0fVb9kO5rZ0pMMM3x7c ada@laptop";
        assert!(is_public(ed25519));
        for odd in [
            "",
            "ssh-rsa",
            "ssh-rsa AAAA",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----",
            "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIK5mM5G3sIGjG9CE0a3FK6zrB0fVb9kO5rZ0pMMM3x7c",
            "---- BEGIN SSH2 PUBLIC KEY ----",
        ] {
            assert!(!is_public(odd), "{odd}");
        }
    }
}
