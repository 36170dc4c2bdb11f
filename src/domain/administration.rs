//! What Magnum keeps beside clusters and templates: its own services, quotas of projects, counts; and what projects are
//! called.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::cluster::Cluster;
use crate::domain::id::{ProjectId, UserId};
use crate::domain::problem::Problem;
use crate::domain::quota::Quotas;

/// One of Magnum's own services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conductor {
    /// Its number.
    pub id: String,
    /// The host that it runs on.
    pub host: String,
    /// `magnum-conductor`.
    pub binary: String,
    /// Whether it has reported lately.
    pub up: Option<bool>,
    /// Whether an operator has switched it off.
    pub disabled: bool,
    /// Why.
    pub disabled_reason: Option<String>,
    /// How often it has reported.
    pub report_count: Option<u32>,
    /// When it reported last.
    pub last_seen: Option<Timestamp>,
    /// When it was first seen.
    pub created_at: Option<Timestamp>,
}

/// How many clusters one project may have, where somebody has said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectQuota {
    /// Its number; also the marker of its list. None for the server's default.
    pub id: Option<String>,
    /// The project.
    pub project: ProjectId,
    /// What is counted; Magnum knows `Cluster` only.
    pub resource: String,
    /// The most there may be.
    pub limit: Option<u32>,
    /// When it was set.
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    pub updated_at: Option<Timestamp>,
}

impl ProjectQuota {
    /// Whether somebody has set it; else it is the server's default.
    pub fn is_explicit(&self) -> bool {
        self.id.is_some() || self.created_at.is_some()
    }
}

/// Counts of clusters and of the nodes in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Clusters.
    pub clusters: u32,
    /// Masters and workers.
    pub nodes: u32,
}

/// What projects are called, as far as Keystone tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projects {
    /// By id.
    pub names: BTreeMap<ProjectId, String>,
    /// Why the list could not be had.
    pub gap: Option<Problem>,
}

impl Projects {
    /// What a project is called, or its id.
    pub fn name<'a>(&'a self, project: &'a ProjectId) -> &'a str {
        self.names.get(project).map_or(project.as_str(), String::as_str)
    }

    /// The project of this id, else of this name where only one has it.
    pub fn find(&self, wanted: &str) -> Option<&ProjectId> {
        if let Some((id, _)) = self.names.get_key_value(&ProjectId::new(wanted)) {
            return Some(id);
        }
        let mut named = self.names.iter().filter(|(_, name)| *name == wanted);
        match (named.next(), named.next()) {
            (Some((id, _)), None) => Some(id),
            (Some(_) | None, _) => None,
        }
    }
}

/// What the session's project may have and has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Allowance {
    /// Of every service.
    pub quotas: Quotas,
    /// Magnum's own quota, or why it could not be had.
    pub clusters: Option<Result<ProjectQuota, Problem>>,
    /// Magnum's counts, or why they could not be had.
    pub stats: Option<Result<Stats, Problem>>,
}

/// The cluster quotas that somebody has set, of every project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectQuotas {
    /// By number.
    pub rows: Vec<ProjectQuota>,
    /// What the projects are called.
    pub projects: Projects,
}

/// Every project's clusters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CloudWide {
    /// The clusters.
    pub clusters: Vec<Arc<Cluster>>,
    /// Counts over the whole cloud, where they could be had.
    pub stats: Option<Stats>,
    /// What the projects are called.
    pub projects: Projects,
    /// What their owners are called, as far as Keystone tells.
    pub people: Arc<BTreeMap<UserId, String>>,
}

impl CloudWide {
    /// What the owner of a cluster is called, else the beginning of the id.
    pub fn owner<'a>(&'a self, cluster: &'a Cluster) -> Option<&'a str> {
        let owner = cluster.user.as_ref()?;
        Some(
            self.people
                .get(owner)
                .map_or_else(|| owner.short(), String::as_str),
        )
    }
}
