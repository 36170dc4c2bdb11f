//! The key of a person's access, made on this machine, and the request to sign it that goes to Magnum.

use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, PKCS_RSA_SHA256};

use crate::domain::secret::Secret;

/// A private key that never leaves this machine, and the request that does.
#[derive(Debug)]
pub struct KeyAndRequest {
    /// The key, PKCS#8 in PEM.
    pub key: Secret,
    /// The request, PEM.
    pub request: String,
}

/// Makes an RSA key of 2048 bits, as the stock client does, because Magnum's signer is proven with it, and asks for the
/// cluster's administrator: `CN=admin, O=system:masters`, no extensions.
///
/// # Errors
/// The library's words, should it fail to make either.
pub fn administrator() -> Result<KeyAndRequest, String> {
    let key = KeyPair::generate_for(&PKCS_RSA_SHA256).map_err(|error| error.to_string())?;
    let mut params = CertificateParams::default();
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, "admin");
    name.push(DnType::OrganizationName, "system:masters");
    params.distinguished_name = name;
    let request = params
        .serialize_request(&key)
        .map_err(|error| error.to_string())?;
    Ok(KeyAndRequest {
        key: Secret::new(key.serialize_pem()),
        request: request.pem().map_err(|error| error.to_string())?,
    })
}

#[cfg(test)]
mod tests {
    use x509_parser::certification_request::X509CertificationRequest;
    use x509_parser::pem::parse_x509_pem;
    use x509_parser::prelude::FromDer as _;
    use x509_parser::public_key::PublicKey;

    use super::administrator;

    #[test]
    fn the_request_is_what_the_stock_client_sends() {
        let made = administrator().unwrap();
        assert!(made.key.expose().starts_with("-----BEGIN PRIVATE KEY-----"));
        assert!(!format!("{made:?}").contains("PRIVATE"));
        let (_, pem) = parse_x509_pem(made.request.as_bytes()).unwrap();
        let (_, request) = X509CertificationRequest::from_der(&pem.contents).unwrap();
        let info = &request.certification_request_info;
        assert_eq!(info.subject.to_string(), "CN=admin, O=system:masters");
        assert_eq!(request.requested_extensions().map(Iterator::count), None);
        let PublicKey::RSA(key) = info.subject_pki.parsed().unwrap() else {
            panic!("an RSA key")
        };
        assert_eq!(key.key_size(), 2048);
    }
}
