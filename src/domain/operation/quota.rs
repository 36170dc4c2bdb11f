//! What administrators can do about the cluster quotas of projects.

use crate::domain::id::ProjectId;

/// A change of one project's cluster quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaChange {
    /// Of this project.
    pub project: ProjectId,
    /// What it is called, for words.
    pub name: String,
    /// What is done.
    pub deed: QuotaDeed,
}

/// What is done to a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaDeed {
    /// Set it for the first time.
    Create(u32),
    /// Set it to another number.
    Change(u32),
    /// Go back to the server's default.
    Delete,
}
