//! How a cloud is reached: what one entry of clouds.yaml says, without its secrets.

use std::collections::BTreeMap;
use std::path::PathBuf;

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
    /// The project to work in; application credentials carry their own.
    pub project: Option<ProjectRef>,
    /// The region to work in, where one is named.
    pub region: Option<String>,
    /// Every region that the entry lists.
    pub regions: Vec<String>,
    /// Which of the catalogue's addresses to use.
    pub interface: Interface,
    /// How the server's certificate is checked.
    pub tls: TlsPolicy,
    /// Addresses that replace the catalogue's.
    pub endpoint_overrides: BTreeMap<Service, String>,
}

/// The file and line that an entry was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileSource {
    /// The file.
    pub file: PathBuf,
    /// Line of the entry's name, from 1.
    pub line: Option<u32>,
}

/// Who signs in. The secret travels apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// A user with a password.
    Password {
        /// Name or id of the user.
        user: NameOrId,
        /// The user's domain; for ids it may be absent.
        domain: Option<NameOrId>,
    },
    /// An application credential.
    ApplicationCredential {
        /// Its id, or its name together with the user.
        credential: NameOrId,
        /// The user it belongs to, needed with a name.
        user: Option<(NameOrId, Option<NameOrId>)>,
    },
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
    /// The scope that signing in with this profile leads to.
    pub fn scope(&self) -> Scope {
        Scope {
            cloud: self.name.clone(),
            project: self
                .project
                .as_ref()
                .map(|project| project.project.text().to_owned())
                .unwrap_or_default(),
            region: self.region.clone().unwrap_or_default(),
        }
    }

    /// What people see.
    pub fn title(&self) -> &str {
        self.display_name.as_deref().unwrap_or(&self.name)
    }

    /// Who signs in, for people: a user's name or an application credential's.
    pub fn who(&self) -> &str {
        match &self.identity {
            Identity::Password { user, .. } => user.text(),
            Identity::ApplicationCredential { credential, .. } => credential.text(),
        }
    }
}
