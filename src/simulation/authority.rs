//! The certificate authorities of clusters: a key and a certificate of its own for each, and signatures that verify.

use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, DistinguishedName, DnType, Error,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize, date_time_ymd,
};

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

    /// Signs a request, if it is one: well formed, signed with its own key, and asking for nothing unusual.
    pub(super) fn sign(&self, request: &str, calendar: Calendar, now: i64) -> Result<String, Error> {
        let mut request = CertificateSigningRequestParams::from_pem(request)?;
        request.params = valid(request.params, calendar, now);
        let issuer = Issuer::from_params(&self.params, &self.key);
        Ok(plain(&request.signed_by(&issuer)?.pem()))
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
