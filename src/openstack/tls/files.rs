//! Certificate and key files, read under caps: a path in a configuration may lead anywhere.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::domain::problem::system_words;
use crate::openstack::policy;

/// A certificate with those that vouch for it, and its key.
pub(crate) type OwnCertificate = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

const NO_CERTIFICATE: &str = "not a certificate (PEM is expected)";

/// The authorities of a bundle.
pub(crate) fn authorities(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let found = certificates(&read(file, policy::AUTHORITIES_FILE_CAP)?)?;
    if found.len() > policy::AUTHORITIES_CAP {
        return Err(format!("more than {} certificates", policy::AUTHORITIES_CAP));
    }
    Ok(found)
}

/// One certificate and those that vouch for it.
pub(crate) fn chain(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    certificates(&read(file, policy::CERTIFICATE_CAP)?)
}

/// A private key.
pub(crate) fn key(file: &Path) -> Result<PrivateKeyDer<'static>, String> {
    let text = zeroize::Zeroizing::new(read(file, policy::CERTIFICATE_CAP)?);
    private_key(&text)
}

/// The private key in a text.
pub(crate) fn private_key(text: &[u8]) -> Result<PrivateKeyDer<'static>, String> {
    // The library's own words may quote the file.
    PrivateKeyDer::from_pem_slice(text).map_err(|error| {
        let nothing = matches!(error, pem::Error::NoItemsFound);
        let words = if nothing {
            "no private key in it (an encrypted one cannot be used)"
        } else {
            "no readable private key in it"
        };
        words.to_owned()
    })
}

/// The certificates in a text, which has one at least.
pub(crate) fn certificates(text: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text)
        .take(policy::AUTHORITIES_CAP + 1)
        .collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) | Err(_) => Err(NO_CERTIFICATE.to_owned()),
    }
}

fn read(file: &Path, cap: u64) -> Result<Vec<u8>, String> {
    let says = |error: std::io::Error| system_words(&error);
    let opened = File::open(file).map_err(says)?;
    let about = opened.metadata().map_err(says)?;
    // A pipe or a device may never end.
    if !about.is_file() {
        return Err("not a file".to_owned());
    }
    let mut text = Vec::new();
    opened.take(cap + 1).read_to_end(&mut text).map_err(says)?;
    if text.len() as u64 > cap {
        return Err(format!("larger than {} KiB", cap / 1024));
    }
    Ok(text)
}
