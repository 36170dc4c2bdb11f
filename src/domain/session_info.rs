//! What is known of a session: who, where, until when. Never the token.

use jiff::Timestamp;

use crate::domain::id::{ProjectId, UserId};
use crate::domain::problem::Problem;

/// What Keystone said of the session; never the token.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionInfo {
    /// The user's name.
    pub user: String,
    /// The user's id: tells own clusters from a team-mate's.
    pub user_id: UserId,
    /// The project's name.
    pub project: String,
    /// The project's id: administrators' lists hold every project's.
    pub project_id: ProjectId,
    /// The region in use.
    pub region: String,
    /// Regions of the catalogue.
    pub regions: Vec<String>,
    /// Role names.
    pub roles: Vec<String>,
    /// Magnum's microversion in use, `1.12`.
    pub magnum_version: Option<String>,
    /// When the token expires.
    pub expires_at: Option<Timestamp>,
    /// What could not be kept in the keyring although it was asked for.
    pub not_remembered: Option<Problem>,
}
