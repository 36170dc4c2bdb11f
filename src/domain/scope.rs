//! Where a value belongs: cloud, project and region. Everything that is fetched is keyed by it.

use std::fmt;

/// One cloud, one project, one region. Two windows on two scopes never share a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The name of the cloud in clouds.yaml.
    pub cloud: String,
    /// The project's name as the profile gives it (its id where there is no name).
    pub project: String,
    /// The region; empty where the cloud has only one and nobody named it.
    pub region: String,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} · {} · {}", self.cloud, self.project, self.region)
    }
}
