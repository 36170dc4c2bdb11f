//! What went wrong, as a person meets it: a kind with its facts, and the service's own words beside it.
//!
//! The sentences stand in `text`; here are only the facts they need. Nothing secret ever enters a [`Problem`].

use std::path::PathBuf;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::domain::file_trouble::FileTrouble;
use crate::domain::service::Service;
use crate::domain::trouble::{CommandTrouble, KeyringTrouble, SignInTrouble};

/// One trouble. Cheap to clone, comparable, and free of secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it means.
    pub kind: ProblemKind,
    /// Which service it came from, where one did.
    pub service: Option<Service>,
    /// HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// The server's own words, cleaned, never translated.
    pub server_words: Option<String>,
    /// `X-Openstack-Request-Id` of the answer.
    pub request_id: Option<String>,
    /// The whole answer, cleaned and capped, where it says more than the words: a traceback, or the head of a page.
    pub raw: Option<Arc<str>>,
}

impl Problem {
    /// A trouble of which nothing more is known than its kind.
    pub fn new(kind: ProblemKind) -> Self {
        Self {
            kind,
            service: None,
            status: None,
            server_words: None,
            request_id: None,
            raw: None,
        }
    }

    /// The same, from this service.
    pub fn of(service: Service, kind: ProblemKind) -> Self {
        Self {
            service: Some(service),
            ..Self::new(kind)
        }
    }

    /// Whether a look at the network, rather than at the service, explains it: then one banner says it for all.
    pub fn is_network(&self) -> bool {
        matches!(
            self.kind.cause(),
            ProblemKind::HostNotFound { .. }
                | ProblemKind::ConnectionRefused { .. }
                | ProblemKind::ConnectionLost { .. }
                | ProblemKind::NoRoute { .. }
                | ProblemKind::NoAnswer { .. }
        ) || matches!(
            &self.kind,
            ProblemKind::SignIn(SignInTrouble::CannotRenew { cause, .. })
                if Self::new(ProblemKind::clone(cause)).is_network()
        )
    }

    /// When the service wants to be asked again, where it said so; `at` is when it failed.
    pub fn next_try(&self, at: Timestamp) -> Option<Timestamp> {
        if let ProblemKind::Resting { until } = self.kind {
            return Some(until);
        }
        if let ProblemKind::RateLimited {
            retry_after_secs: Some(secs),
        } = self.kind
        {
            return at.checked_add(SignedDuration::from_secs(i64::from(secs))).ok();
        }
        None
    }

    /// The host that could not be reached, without its port: what goes away goes away with all its ports.
    pub fn unreachable_host(&self) -> Option<&str> {
        let (ProblemKind::HostNotFound { host: address }
        | ProblemKind::ConnectionRefused { host: address }
        | ProblemKind::ConnectionLost { host: address }
        | ProblemKind::NoRoute { host: address }
        | ProblemKind::NoAnswer { host: address, .. }) = self.kind.cause()
        else {
            return None;
        };
        match address.rsplit_once(':') {
            Some((host, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(host)
            }
            Some(_) | None => Some(address),
        }
    }
}

impl ProblemKind {
    /// Whether the identity itself was refused, so that asking again changes nothing and may lock an account.
    pub fn ends_session(&self) -> bool {
        if let Self::SignIn(trouble) = self {
            return trouble.is_lasting();
        }
        matches!(
            self,
            Self::SessionEnded | Self::SignInRefused | Self::SecondFactorNeeded { .. }
        )
    }
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file.
    pub file: PathBuf,
    /// Line, from 1, where it is known.
    pub line: Option<u32>,
    /// Column, from 1, where it is known.
    pub column: Option<u32>,
}

impl ProblemKind {
    /// What it was at bottom: the last failure, where the kind only says that nothing more was tried.
    pub fn cause(&self) -> &Self {
        if let Self::Struggling { cause } = self {
            cause.cause()
        } else {
            self
        }
    }
}

/// What the system says of a failure, without its number for it, which tells nobody anything.
pub fn system_words(error: &std::io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or(&words).to_owned()
}

/// What a trouble means. Each has its sentence and its advice in `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    // The network.
    /// The name does not resolve.
    HostNotFound {
        /// The host asked for.
        host: String,
    },
    /// Nothing listens there.
    ConnectionRefused {
        /// `host:port`.
        host: String,
    },
    /// The connection ended in the middle.
    ConnectionLost {
        /// `host:port`.
        host: String,
    },
    /// There is no way to it from here.
    NoRoute {
        /// `host:port`.
        host: String,
    },
    /// Nothing came within the time limit.
    NoAnswer {
        /// `host:port`.
        host: String,
        /// Seconds that were waited.
        limit_secs: u32,
    },
    /// The certificate has expired.
    CertificateExpired {
        /// `host:port`.
        host: String,
        /// Whom the certificate names.
        subject: String,
        /// Its last moment.
        ended: Option<Timestamp>,
    },
    /// The certificate is not valid yet.
    CertificateNotYetValid {
        /// `host:port`.
        host: String,
        /// Whom the certificate names.
        subject: String,
        /// Its first moment.
        begins: Option<Timestamp>,
    },
    /// Nobody that this machine trusts has signed the certificate.
    CertificateUnknownIssuer {
        /// `host:port`.
        host: String,
        /// Who signed it, as it says itself.
        issuer: String,
        /// SHA-256 of the certificate, in hexadecimal pairs.
        fingerprint: String,
    },
    /// The certificate is for another name.
    CertificateWrongHost {
        /// `host:port`.
        host: String,
        /// The names that it is for.
        offered: Vec<String>,
    },
    /// The server offers only versions of TLS that are broken.
    TlsOutdated {
        /// `host:port`.
        host: String,
    },
    /// The server did not accept the certificate that this side showed, or wanted one.
    ClientCertificateRefused {
        /// `host:port`.
        host: String,
    },
    /// This machine trusts no authority at all, so no certificate can be checked.
    NoAuthorities {
        /// `host:port`.
        host: String,
    },
    /// The catalogue leads to an address without encryption, where a token is not sent unasked.
    PlainHttp {
        /// The address.
        address: String,
    },
    /// Any other failure of TLS.
    TlsFailed {
        /// `host:port`.
        host: String,
        /// The library's words.
        detail: String,
    },
    /// A proxy wants a login.
    ProxyLogin,
    /// A redirect on a call that carries a token; it is never followed.
    Redirected {
        /// Where it pointed, without query.
        to: String,
    },

    // The answer.
    /// A web page or another text instead of JSON.
    NotAnApi {
        /// `host:port` or the path.
        host: String,
    },
    /// JSON, but not what the API promises.
    InvalidAnswer {
        /// What was missing or odd.
        detail: String,
    },
    /// More bytes than the limit for this kind of answer.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },

    // The service's decisions.
    /// 400 and 422: the request was refused as it stands.
    BadRequest,
    /// 401 while signing in.
    SignInRefused,
    /// 401 later, and again after one renewal.
    SessionEnded,
    /// Something about signing in, or staying signed in.
    SignIn(SignInTrouble),
    /// One factor was accepted, and others are wanted.
    SecondFactorNeeded {
        /// Keystone's names of the methods that are missing.
        missing: Vec<String>,
    },
    /// 403.
    Forbidden,
    /// 403 or 413 that names a quota.
    QuotaExceeded,
    /// 404 and 410.
    NotFound,
    /// 406: the service does not speak the version asked for.
    VersionRefused,
    /// 409.
    Conflict,
    /// 429, or an old service's 413.
    RateLimited {
        /// Seconds the service asks to wait, where it says.
        retry_after_secs: Option<u32>,
    },
    /// 500 and 501.
    ServerFault,
    /// 502, 503 and 504.
    Unavailable,
    /// Any other status.
    UnexpectedStatus,

    // The catalogue.
    /// The service is not in the catalogue of this region.
    ServiceMissing {
        /// Regions that do have it.
        elsewhere: Vec<String>,
    },
    /// The region is not in the catalogue.
    RegionMissing {
        /// The region asked for.
        region: String,
        /// The regions there are.
        known: Vec<String>,
    },
    /// The user has no project, or none was named.
    ProjectMissing,

    // The configuration.
    /// There is no clouds.yaml in any of the usual places.
    CloudsFileMissing {
        /// The places looked at.
        searched: Vec<String>,
    },
    /// The file is not YAML of the expected form.
    CloudsFileBroken {
        /// Its path.
        file: String,
        /// Line, from 1, where it is known.
        line: Option<u32>,
        /// The parser's words.
        detail: String,
    },
    /// The file does not describe a cluster template.
    TemplateFileBroken {
        /// Its path.
        file: String,
        /// Line, from 1, where it is known.
        line: Option<u32>,
        /// What is wrong with it.
        detail: String,
    },
    /// The file could not be read.
    FileUnreadable {
        /// Its path.
        file: String,
        /// The system's words.
        detail: String,
    },
    /// No such cloud in the file.
    CloudUnknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// An entry lacks something or says something impossible.
    CloudEntryBroken {
        /// The cloud's name.
        cloud: String,
        /// The setting, as in `auth.auth_url`.
        setting: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// The text of one entry cannot be read; the others of the file can.
    CloudEntryUnreadable {
        /// The cloud's name.
        cloud: String,
        /// Where the trouble is.
        spot: Box<Spot>,
        /// The parser's words.
        detail: String,
    },
    /// The environment's cloud and one of the file have the same name.
    CloudNameClash {
        /// The name.
        cloud: String,
        /// The file that has it too.
        file: String,
    },
    /// The sign-in method is one that this version does not speak.
    AuthTypeUnsupported {
        /// `auth_type`.
        auth_type: String,
    },
    /// The profile has no password, and none was typed or stored.
    PasswordMissing,
    /// A file that this program writes, or what stands in it.
    File(FileTrouble),
    /// No program that opens a terminal is known on this computer.
    NoTerminal,
    /// The system's keyring cannot be used.
    KeyringUnavailable {
        /// Why not.
        trouble: KeyringTrouble,
    },

    // The work.
    /// A request that may have worked, but its answer was lost; it is not sent again.
    OutcomeUnknown,
    /// The service is resting after repeated failures; the next try is at this time.
    Resting {
        /// When it is asked again.
        until: Timestamp,
    },
    /// It failed, and so much failed lately that it was not tried again at once.
    Struggling {
        /// The last failure.
        cause: Box<ProblemKind>,
    },
    /// There is no such cluster or template.
    NoSuchObject {
        /// What was asked for.
        name: String,
    },
    /// A command line that does not fit together, or does not fit what it is about.
    Command(CommandTrouble),
    /// Somebody gave the question up before it was answered.
    Cancelled,
    /// A part of this program broke off; the rest goes on.
    Crashed {
        /// By which the log tells more.
        report: String,
    },
    /// Something in this program went wrong.
    Internal {
        /// For a bug report.
        detail: String,
    },
}
