//! The certificate authorities of clusters: a key and a certificate of its own for each, and signatures that verify.

use std::net::IpAddr;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, Error, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize, SanType, SubjectPublicKeyInfo,
    date_time_ymd,
};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::cri_attributes::ParsedCriAttribute;
use x509_parser::extensions::{GeneralName, ParsedExtension, X509Extension};
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::FromDer as _;

use super::clock::Calendar;
use super::id::Id;
use super::world::World;

const DAY: i64 = 86_400;
/// How long what Magnum signs is valid.
const TERM_DAYS: i64 = 5 * 365;

/// Which of a cluster's authorities: Kubernetes' own, etcd's, or that of the front proxy.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Realm {
    Kubernetes,
    Etcd,
    FrontProxy,
}

impl Realm {
    /// As requests name it; anything unknown is Kubernetes, as Magnum takes it.
    pub(super) fn named(text: Option<&str>) -> Realm {
        match text {
            Some("etcd") => Realm::Etcd,
            Some("front-proxy" | "front_proxy") => Realm::FrontProxy,
            Some(_) | None => Realm::Kubernetes,
        }
    }
}

/// One authority. Its key is a fresh one in every run, because a key that follows from a seed would be none.
#[derive(Debug)]
pub(super) struct Authority {
    params: CertificateParams,
    key: KeyPair,
    pem: String,
}

impl Authority {
    fn found(name: &str, calendar: Calendar, since: i64) -> Result<Authority, Error> {
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)?;
        let mut params = valid(CertificateParams::default(), calendar, since);
        let mut subject = DistinguishedName::new();
        subject.push(DnType::CommonName, name);
        params.distinguished_name = subject;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let pem = params.self_signed(&key)?.pem();
        Ok(Authority {
            pem: plain(&pem),
            params,
            key,
        })
    }

    /// Its certificate.
    pub(super) fn pem(&self) -> &str {
        &self.pem
    }

    /// Signs a request with what Magnum lets through of its extensions.
    pub(super) fn sign(
        &self,
        request: &str,
        calendar: Calendar,
        now: i64,
        strict: bool,
    ) -> Result<String, Unsigned> {
        let pem = parse_x509_pem(request.as_bytes());
        let (_, pem) = pem.map_err(|_none| Unsigned::NoRequest)?;
        let (_, request) =
            X509CertificationRequest::from_der(&pem.contents).map_err(|_broken| Unsigned::NoRequest)?;
        request
            .verify_signature()
            .map_err(|_forged| Unsigned::NoRequest)?;
        let info = &request.certification_request_info;
        let key =
            SubjectPublicKeyInfo::from_der(info.subject_pki.raw).map_err(|_unknown| Unsigned::NoRequest)?;
        let mut params = valid(CertificateParams::default(), calendar, now);
        params.distinguished_name = subject(&request);
        params.use_authority_key_identifier_extension = false;
        params.is_ca = IsCa::ExplicitNoCa;
        for wanted in extensions(&request) {
            grant(&mut params, wanted, strict)?;
        }
        let issuer = Issuer::from_params(&self.params, &self.key);
        let signed = params
            .signed_by(&key, &issuer)
            .map_err(|_unable| Unsigned::NoRequest)?;
        Ok(plain(&signed.pem()))
    }

    /// A certificate with which the cluster's API shows itself at this address, and its key.
    pub(super) fn serve(&self, host: IpAddr, calendar: Calendar, now: i64) -> Option<(String, String)> {
        let key = KeyPair::generate().ok()?;
        let mut params = valid(CertificateParams::default(), calendar, now);
        let mut subject = DistinguishedName::new();
        subject.push(DnType::CommonName, "kubernetes");
        params.distinguished_name = subject;
        params.subject_alt_names = vec![SanType::IpAddress(host)];
        params.is_ca = IsCa::ExplicitNoCa;
        let issuer = Issuer::from_params(&self.params, &self.key);
        let signed = params.signed_by(&key, &issuer).ok()?;
        Some((signed.pem(), key.serialize_pem()))
    }
}

/// Why a request is not signed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Unsigned {
    /// It is none, or is not signed with its own key.
    NoRequest,
    /// It insists on an extension that Magnum does not give.
    Forbidden(String),
    /// It brings what Magnum adds by itself.
    Twice,
}
/// Whose certificate it is to be.
fn subject(request: &X509CertificationRequest<'_>) -> DistinguishedName {
    let mut subject = DistinguishedName::new();
    let attributes = request.certification_request_info.subject.iter_attributes();
    for attribute in attributes {
        let kind = match attribute.attr_type().to_id_string().as_str() {
            "2.5.4.3" => DnType::CommonName,
            "2.5.4.6" => DnType::CountryName,
            "2.5.4.7" => DnType::LocalityName,
            "2.5.4.8" => DnType::StateOrProvinceName,
            "2.5.4.10" => DnType::OrganizationName,
            "2.5.4.11" => DnType::OrganizationalUnitName,
            _other => continue,
        };
        if let Ok(text) = attribute.as_str() {
            subject.push(kind, text);
        }
    }
    subject
}

/// The extensions that a request wants.
fn extensions<'a>(request: &'a X509CertificationRequest<'a>) -> impl Iterator<Item = &'a X509Extension<'a>> {
    let attributes = request.certification_request_info.iter_attributes();
    let wanted = attributes.filter_map(|attribute| {
        let ParsedCriAttribute::ExtensionRequest(wanted) = attribute.parsed_attribute() else {
            return None;
        };
        Some(wanted.extensions.iter())
    });
    wanted.flatten()
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "extensions are another crate's enum, and every other one is treated alike"
)]
/// Gives an extension, or as much of it as Magnum allows. What is not allowed is left out, unless it is insisted on.
fn grant(params: &mut CertificateParams, wanted: &X509Extension<'_>, strict: bool) -> Result<(), Unsigned> {
    let insisted = |what: &str| {
        if wanted.critical {
            Err(Unsigned::Forbidden(what.to_owned()))
        } else {
            Ok(())
        }
    };
    match wanted.parsed_extension() {
        ParsedExtension::KeyUsage(usage) => {
            let allowed = [
                (usage.digital_signature(), KeyUsagePurpose::DigitalSignature),
                (usage.non_repudiation(), KeyUsagePurpose::ContentCommitment),
                (usage.key_encipherment(), KeyUsagePurpose::KeyEncipherment),
            ];
            let allowed = allowed.into_iter().filter(|(asked, _)| *asked);
            params.key_usages = allowed.map(|(_, purpose)| purpose).collect();
            let all = usage.flags.count_ones() as usize;
            if all > params.key_usages.len() {
                insisted("keyUsage")
            } else {
                Ok(())
            }
        }
        ParsedExtension::ExtendedKeyUsage(usage) => {
            let known = [
                (usage.server_auth, ExtendedKeyUsagePurpose::ServerAuth),
                (usage.client_auth, ExtendedKeyUsagePurpose::ClientAuth),
                (usage.code_signing, ExtendedKeyUsagePurpose::CodeSigning),
                (usage.email_protection, ExtendedKeyUsagePurpose::EmailProtection),
                (usage.time_stamping, ExtendedKeyUsagePurpose::TimeStamping),
                (usage.ocsp_signing, ExtendedKeyUsagePurpose::OcspSigning),
            ];
            let known = known.into_iter().filter(|(asked, _)| *asked);
            params.extended_key_usages = known.map(|(_, purpose)| purpose).collect();
            Ok(())
        }
        ParsedExtension::SubjectAlternativeName(names) => {
            params.subject_alt_names = names.general_names.iter().filter_map(name).collect();
            Ok(())
        }
        ParsedExtension::BasicConstraints(constraints) if constraints.ca => insisted("basicConstraints"),
        ParsedExtension::BasicConstraints(_) => Ok(()),
        ParsedExtension::SubjectKeyIdentifier(_) if strict => Err(Unsigned::Twice),
        ParsedExtension::SubjectKeyIdentifier(_) => Ok(()),
        _other => insisted(&wanted.oid.to_id_string()),
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "names are another crate's enum, and every other one is left out"
)]
fn name(name: &GeneralName<'_>) -> Option<SanType> {
    match name {
        GeneralName::DNSName(text) => (*text).try_into().ok().map(SanType::DnsName),
        GeneralName::RFC822Name(text) => (*text).try_into().ok().map(SanType::Rfc822Name),
        GeneralName::URI(text) => (*text).try_into().ok().map(SanType::URI),
        GeneralName::IPAddress(bytes) => {
            let four = <[u8; 4]>::try_from(*bytes).map(IpAddr::from);
            let address = four.or_else(|_longer| <[u8; 16]>::try_from(*bytes).map(IpAddr::from));
            address.ok().map(SanType::IpAddress)
        }
        _other => None,
    }
}

/// Gives a certificate its dates.
fn valid(mut params: CertificateParams, calendar: Calendar, since: i64) -> CertificateParams {
    let day = |secs| {
        let (year, month, day) = calendar.day(secs);
        date_time_ymd(year, month, day)
    };
    params.not_before = day(since - DAY);
    params.not_after = day(since + TERM_DAYS * DAY);
    params
}

/// Line ends as OpenStack writes them, and none after the last line.
fn plain(pem: &str) -> String {
    pem.replace("\r\n", "\n").trim_end().to_owned()
}

impl World {
    /// A cluster's authority, founded when it is first asked for.
    pub(super) fn authority(&mut self, cluster: Id, realm: Realm) -> Option<&Authority> {
        let key = (cluster, realm);
        if !self.authorities.contains_key(&key) {
            let found = self.clusters.iter().find(|entry| entry.uuid == cluster)?;
            let since = if self.rotated.contains(&cluster) {
                self.now
            } else {
                found.created
            };
            let authority = Authority::found(&found.name, self.calendar, since).ok()?;
            self.authorities.insert(key, authority);
        }
        self.authorities.get(&key)
    }

    /// Lets a cluster's authorities be replaced.
    pub(super) fn forget_authorities(&mut self, cluster: Id) {
        self.authorities.retain(|(owner, _), _| *owner != cluster);
        self.rotated.insert(cluster);
    }
}
