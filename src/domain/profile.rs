//! How a cloud is reached: what one entry of clouds.yaml says, without its secrets.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use crate::domain::address;
use crate::domain::scope::Scope;
use crate::domain::service::Service;

/// One cloud, ready to sign in to but for the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloudProfile {
    /// Its name in clouds.yaml; the demo cloud brings its own.
    pub name: String,
    /// What people see instead of the name.
    pub display_name: Option<String>,
    /// Where the entry stands.
    pub source: Option<ProfileSource>,
    /// Keystone's address, with or without `/v3`.
    pub auth_url: String,
    /// Who signs in.
    pub identity: Identity,
    /// What the token is to be good for.
    pub auth_scope: AuthScope,
    /// The region to work in, where one is named.
    pub region: Option<String>,
    /// Every region that the entry lists.
    pub regions: Vec<String>,
    /// Which of the catalogue's addresses to use.
    pub interface: Interface,
    /// How the server's certificate is checked.
    pub tls: TlsPolicy,
    /// The certificate that this side shows, where the cloud wants one (`cert` and `key`).
    pub client_certificate: Option<ClientCertificate>,
    /// Whether a token may be sent without encryption to an address that only the catalogue names.
    pub plain_http_accepted: bool,
    /// The proxy by which the APIs of clusters are reached, where they cannot be reached directly (`cluster_proxy`).
    pub cluster_proxy: Option<String>,
    /// Addresses that replace the catalogue's.
    pub endpoint_overrides: BTreeMap<Service, String>,
    /// Where each setting was read from, by its name as in `auth.auth_url`; never a value.
    pub sources: BTreeMap<String, ProfileSource>,
}

/// A certificate and its key, as PEM files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCertificate {
    /// The certificate, and the key as well where `key` is absent.
    pub certificate: PathBuf,
    /// The private key, where it has a file of its own.
    pub key: Option<PathBuf>,
}

/// Where a setting was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileSource {
    /// A file.
    File {
        /// The file.
        file: PathBuf,
        /// The line, from 1, where it is known.
        line: Option<u32>,
    },
    /// A variable of the environment, such as `OS_AUTH_URL`.
    Variable(String),
    /// A flag of the command line, such as `--os-region-name`.
    Flag(String),
    /// The table of well-known vendors that this program brings along, and the vendor's name there.
    Vendor(String),
}

/// As people who write configurations name places: `clouds.yaml:12`, `$OS_AUTH_URL`, `--os-cacert`.
impl fmt::Display for ProfileSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File {
                file,
                line: Some(line),
            } => write!(f, "{}:{line}", file.display()),
            Self::File { file, line: None } => write!(f, "{}", file.display()),
            Self::Variable(name) => write!(f, "${name}"),
            Self::Flag(name) => f.write_str(name),
            Self::Vendor(name) => write!(f, "profile {name}"),
        }
    }
}

/// Who signs in, and how. The secret travels apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// A user with a password; the secret is the password. Keystone may ask for further factors with a receipt.
    Password {
        /// Name or id of the user.
        user: NameOrId,
        /// The user's domain; for ids it may be absent.
        domain: Option<NameOrId>,
    },
    /// A user with a time-based one-time passcode alone (`v3totp`); the secret is the passcode of the moment.
    Totp {
        /// Name or id of the user.
        user: NameOrId,
        /// The user's domain; for ids it may be absent.
        domain: Option<NameOrId>,
    },
    /// A token that somebody got elsewhere (`v3token`); the secret is the token. It cannot be renewed.
    Token,
    /// An application credential; the secret is its secret.
    ApplicationCredential {
        /// Its id, or its name together with the user.
        credential: NameOrId,
        /// The user it belongs to, needed with a name.
        user: Option<(NameOrId, Option<NameOrId>)>,
    },
    /// An OpenID Connect access token (`v3oidcaccesstoken`); the secret is the access token.
    OidcAccessToken {
        /// Who vouches.
        provider: Federation,
    },
    /// OpenID Connect client credentials (`v3oidcclientcredentials`); the secret is the client's secret.
    OidcClientCredentials {
        /// Who vouches.
        provider: Federation,
        /// The client's id at the provider.
        client_id: String,
        /// Where an access token is to be had.
        token_source: OidcTokenSource,
        /// The `scope` asked for; `openid profile` where nothing is said.
        scope: Option<String>,
    },
    /// A sign-in in the browser (`v3websso`); there is no secret.
    Browser {
        /// The identity provider; the cloud's own choice where it is absent.
        provider: Option<String>,
        /// The protocol, such as `openid` or `saml2`.
        protocol: String,
    },
}

/// A federated identity provider as Keystone knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Federation {
    /// `identity_provider`.
    pub identity_provider: String,
    /// `protocol`, such as `openid`.
    pub protocol: String,
}

/// Where an OpenID Connect access token is to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OidcTokenSource {
    /// `access_token_endpoint`.
    Endpoint(String),
    /// `discovery_endpoint`: the provider's document names the token endpoint.
    Discovery(String),
}

/// What a token is good for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AuthScope {
    /// What Keystone gives by itself: the user's default project, or the one that an application credential carries.
    #[default]
    Own,
    /// A project.
    Project(ProjectRef),
    /// A domain, for its administrators.
    Domain(NameOrId),
    /// The whole cloud, for its operators (`system_scope: all`).
    System,
    /// What a trust delegates (`trust_id`).
    Trust(String),
}

impl AuthScope {
    /// The project, where it is one.
    pub fn project(&self) -> Option<&ProjectRef> {
        match self {
            Self::Project(project) => Some(project),
            Self::Own | Self::Domain(_) | Self::System | Self::Trust(_) => None,
        }
    }

    /// The text that tells one scope of a cloud from another: a project's name or id, and marked otherwise.
    pub fn label(&self) -> String {
        match self {
            Self::Own => String::new(),
            Self::Project(project) => project.project.text().to_owned(),
            Self::Domain(domain) => format!("domain:{}", domain.text()),
            Self::System => "system".to_owned(),
            Self::Trust(trust) => format!("trust:{trust}"),
        }
    }
}

/// Keystone takes either.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameOrId {
    /// A name.
    Name(String),
    /// An id.
    Id(String),
}

impl NameOrId {
    /// The text, whichever it is.
    pub fn text(&self) -> &str {
        match self {
            Self::Name(text) | Self::Id(text) => text,
        }
    }
}

/// The project to work in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectRef {
    /// Name or id.
    pub project: NameOrId,
    /// The project's domain; for ids it may be absent.
    pub domain: Option<NameOrId>,
}

/// Which of the catalogue's three addresses to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interface {
    /// For everybody.
    #[default]
    Public,
    /// For the cloud's own network.
    Internal,
    /// For administrators.
    Admin,
}

impl Interface {
    /// The catalogue's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Admin => "admin",
        }
    }
}

/// How the server's certificate is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TlsPolicy {
    /// Against the system's authorities.
    #[default]
    System,
    /// Against the authorities in this file, and no others.
    Authority(PathBuf),
    /// Not at all (`verify: false`); marked on screen for as long as it is so.
    Unchecked,
}

impl CloudProfile {
    /// A profile of which nothing more is known than where it is and who signs in.
    pub fn new(name: &str, auth_url: &str, identity: Identity) -> Self {
        Self {
            name: name.to_owned(),
            display_name: None,
            source: None,
            auth_url: auth_url.to_owned(),
            identity,
            auth_scope: AuthScope::Own,
            region: None,
            regions: Vec::new(),
            interface: Interface::Public,
            tls: TlsPolicy::System,
            client_certificate: None,
            plain_http_accepted: false,
            cluster_proxy: None,
            endpoint_overrides: BTreeMap::new(),
            sources: BTreeMap::new(),
        }
    }

    /// The scope that signing in with this profile leads to.
    pub fn scope(&self) -> Scope {
        Scope {
            cloud: self.name.clone(),
            project: self.auth_scope.label(),
            region: self.region.clone().unwrap_or_default(),
        }
    }

    /// A word about a setting, with the place where it stands, where that is known.
    pub fn placed(&self, setting: &str, words: &str) -> String {
        match self.sources.get(setting) {
            Some(place) => format!("{words} ({place})"),
            None => words.to_owned(),
        }
    }

    /// Whether the way to Keystone can be read by others: plain HTTP beyond this computer.
    pub fn is_in_the_clear(&self) -> bool {
        address::is_in_the_clear(&self.auth_url)
    }

    /// What people see.
    pub fn title(&self) -> &str {
        self.display_name.as_deref().unwrap_or(&self.name)
    }

    /// Who signs in, for people: a user's name, an application credential's, a client's; empty where nobody can say yet.
    pub fn who(&self) -> &str {
        match &self.identity {
            Identity::Password { user, .. } | Identity::Totp { user, .. } => user.text(),
            Identity::ApplicationCredential { credential, .. } => credential.text(),
            Identity::OidcClientCredentials { client_id, .. } => client_id,
            Identity::OidcAccessToken { provider } => &provider.identity_provider,
            Identity::Browser { provider, .. } => provider.as_deref().unwrap_or_default(),
            Identity::Token => "",
        }
    }
}
