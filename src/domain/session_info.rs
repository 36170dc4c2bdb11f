//! What is known of a session: who, where, until when, what it cannot do. Never the token.

use jiff::Timestamp;

use crate::domain::id::{ProjectId, UserId};
use crate::domain::problem::Problem;
use crate::domain::profile::Identity;

/// What Keystone said of the session; never the token.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionInfo {
    /// The user's name.
    pub user: String,
    /// The user's id: tells own clusters from a team-mate's.
    pub user_id: UserId,
    /// What the token is good for.
    pub reach: Reach,
    /// The project's name; empty where the token is not for a project.
    pub project: String,
    /// The project's id: administrators' lists hold every project's. Empty where the token is not for a project.
    pub project_id: ProjectId,
    /// The region in use.
    pub region: String,
    /// Regions of the catalogue.
    pub regions: Vec<String>,
    /// Whether there are several regions and nobody has said which, so that one was taken.
    pub region_assumed: bool,
    /// Role names.
    pub roles: Vec<String>,
    /// Magnum's microversion in use, `1.12`.
    pub magnum_version: Option<String>,
    /// When the token expires, by the cloud's clock.
    pub expires_at: Option<Timestamp>,
    /// When the token expires, by this machine's clock: what a countdown counts to, however wrong that clock is.
    pub expires_here: Option<Timestamp>,
    /// What happens then.
    pub renewal: Renewal,
    /// Why the token cannot be renewed at the moment, although it will have to be.
    pub renewal_trouble: Option<Problem>,
    /// Whether this is a restricted application credential: it can make no trust, so Magnum can make no cluster with it.
    pub restricted: bool,
    /// What could not be kept in the keyring although it was asked for.
    pub not_remembered: Option<Problem>,
}

impl SessionInfo {
    /// Whether the session has an administrator's role.
    pub fn is_administrator(&self) -> bool {
        self.roles.iter().any(|role| role.eq_ignore_ascii_case("admin"))
    }
}

/// What a token is good for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// One project.
    #[default]
    Project,
    /// One project, by somebody else's trust.
    Trust,
    /// A domain of this name.
    Domain(String),
    /// The whole cloud.
    System,
    /// Nothing yet: a place has to be chosen.
    Nothing,
}

/// What happens when a token comes to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Renewal {
    /// The identity is proved again without anybody noticing.
    #[default]
    ByItself,
    /// Somebody has to sign in again: with a new passcode, or in the browser.
    ByPerson,
    /// Nothing can be done: the token was handed in, and a token bought with it would end at the same time.
    Never,
}

impl Renewal {
    /// Who can renew the token of an identity that was proved with its one secret.
    pub fn of(identity: &Identity) -> Self {
        match identity {
            Identity::Password { .. }
            | Identity::ApplicationCredential { .. }
            | Identity::OidcClientCredentials { .. } => Self::ByItself,
            Identity::Totp { .. } | Identity::OidcAccessToken { .. } | Identity::Browser { .. } => {
                Self::ByPerson
            }
            Identity::Token => Self::Never,
        }
    }
}
