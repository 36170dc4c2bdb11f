//! Reads certificates, PEM or DER, without trusting them.

use aws_lc_rs::digest;
use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::pem::Pem;
use x509_parser::prelude::FromDer as _;
use x509_parser::x509::X509Name;

use crate::domain::certificate::{Certificate, Fingerprint};
use crate::domain::clean::clean;

/// The most bytes of a file of certificates.
pub const MAX_BYTES: usize = 64 * 1024;
/// The most certificates of one file.
pub const MAX_COUNT: usize = 32;

/// Why there is no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// None at all, or one that cannot be read.
    #[error("not a certificate")]
    NotACertificate,
    /// More than [`MAX_BYTES`] or [`MAX_COUNT`].
    #[error("too many certificates")]
    TooMany,
}

/// Every certificate of a file, in its order: at least one. Keys and other blocks between them are passed over.
///
/// # Errors
/// When there is none, when one of them cannot be read, and when there are more than belong together.
pub fn read(bytes: &[u8]) -> Result<Vec<Certificate>, CertificateError> {
    if bytes.len() > MAX_BYTES {
        return Err(CertificateError::TooMany);
    }
    if bytes.first() == Some(&0x30) {
        return Ok(vec![from_der(bytes)?]);
    }
    let mut found = Vec::new();
    for block in Pem::iter_from_buffer(bytes) {
        let block = block.map_err(|_error| CertificateError::NotACertificate)?;
        if !matches!(
            block.label.as_str(),
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE"
        ) {
            continue;
        }
        if found.len() == MAX_COUNT {
            return Err(CertificateError::TooMany);
        }
        found.push(from_der(&block.contents)?);
    }
    if found.is_empty() {
        return Err(CertificateError::NotACertificate);
    }
    Ok(found)
}

fn from_der(der: &[u8]) -> Result<Certificate, CertificateError> {
    let (rest, certificate) =
        X509Certificate::from_der(der).map_err(|_error| CertificateError::NotACertificate)?;
    if !rest.is_empty() {
        return Err(CertificateError::NotACertificate);
    }
    let time = |at: x509_parser::time::ASN1Time| {
        Timestamp::from_second(at.timestamp()).map_err(|_error| CertificateError::NotACertificate)
    };
    let mut fingerprint = [0; 32];
    for (to, from) in fingerprint
        .iter_mut()
        .zip(digest::digest(&digest::SHA256, der).as_ref())
    {
        *to = *from;
    }
    Ok(Certificate {
        subject: name(certificate.subject()),
        issuer: name(certificate.issuer()),
        not_before: time(certificate.validity().not_before)?,
        not_after: time(certificate.validity().not_after)?,
        fingerprint: Fingerprint::new(fingerprint),
        is_authority: certificate.is_ca(),
    })
}

fn name(name: &X509Name<'_>) -> String {
    clean(&name.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};

    use super::{CertificateError, MAX_BYTES, read};
    use crate::domain::certificate::ClusterIdentity;

    fn authority(name: &str) -> (String, Vec<u8>) {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.not_before = rcgen::date_time_ymd(2026, 1, 2);
        params.not_after = rcgen::date_time_ymd(2031, 1, 2);
        let made = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        (made.pem(), made.der().to_vec())
    }

    #[test]
    fn a_certificate_says_who_and_until_when() {
        let (pem, der) = authority("first\u{202e}");
        let read_pem = read(pem.as_bytes()).unwrap();
        let [certificate] = read_pem.as_slice() else {
            panic!("{read_pem:?}")
        };
        assert!(certificate.subject.contains("CN=first□"), "{certificate:?}");
        assert_eq!(certificate.subject, certificate.issuer);
        assert_eq!(certificate.not_before, "2026-01-02T00:00:00Z".parse().unwrap());
        assert_eq!(certificate.not_after, "2031-01-02T00:00:00Z".parse().unwrap());
        assert!(certificate.is_authority);
        assert_eq!(read(&der).unwrap(), read_pem);
        assert_eq!(read(format!("{pem}{pem}").as_bytes()).unwrap().len(), 2);
    }

    #[test]
    fn f20_a_new_authority_is_noticed() {
        let of = |(pem, _): (String, Vec<u8>)| read(pem.as_bytes()).unwrap()[0].fingerprint;
        let (old, new) = (of(authority("web")), of(authority("web")));
        assert_eq!(ClusterIdentity::of(Some(old), old), ClusterIdentity::Same);
        assert!(matches!(
            ClusterIdentity::of(Some(old), new),
            ClusterIdentity::Changed { remembered, found } if remembered == old && found == new
        ));
    }

    #[test]
    fn f69_bundles_are_capped_and_garbage_is_not_a_certificate() {
        let (pem, der) = authority("a");
        assert_eq!(
            read(pem.repeat(10_000).as_bytes()),
            Err(CertificateError::TooMany)
        );
        assert_eq!(read(pem.repeat(33).as_bytes()), Err(CertificateError::TooMany));
        assert_eq!(
            read(&vec![0x30; MAX_BYTES]),
            Err(CertificateError::NotACertificate)
        );
        let cut = pem.replace("END", "MID");
        let key = KeyPair::generate().unwrap().serialize_pem();
        let odd: Vec<&[u8]> = vec![
            b"",
            b"hello",
            b"0",
            cut.as_bytes(),
            key.as_bytes(),
            &der[..der.len() - 1],
            b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            b"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
        ];
        for bytes in odd {
            assert_eq!(read(bytes), Err(CertificateError::NotACertificate), "{bytes:?}");
        }
        let trailing = [der, vec![0]].concat();
        assert_eq!(read(&trailing), Err(CertificateError::NotACertificate));
    }

    proptest! {
        #[test]
        fn f69_reading_is_total(bytes in prop::collection::vec(any::<u8>(), 0..300), flips in prop::collection::vec((0_usize..400, any::<u8>()), 1..4)) {
            prop_assert!(read(&bytes).is_err());
            let mut der = authority("x").1;
            for (at, byte) in flips {
                if let Some(place) = der.get_mut(at) {
                    *place = byte;
                }
            }
            drop(read(&der));
        }
    }
}
