//! Where a person may work on one cloud: what the projects, domains and regions to switch to are.

use crate::domain::id::ProjectId;
use crate::domain::profile::{AuthScope, NameOrId, ProjectRef};

/// Everything that the signed-in user may be scoped to, as Keystone lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Enabled projects, by name.
    pub projects: Vec<ProjectPlace>,
    /// Domains that the user has a role on, by name.
    pub domains: Vec<DomainPlace>,
    /// Whether the user has a role on the whole cloud.
    pub system: bool,
    /// Whether the scope may be changed at all; an application credential's may not.
    pub fixed: bool,
}

/// A project to work in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectPlace {
    /// Its id.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// The id of its domain.
    pub domain_id: String,
    /// What its owner wrote about it.
    pub description: String,
}

/// A domain to administer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainPlace {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl ProjectPlace {
    /// The scope that leads there: by name where the name alone is enough for people to recognise it later.
    pub fn auth_scope(&self) -> AuthScope {
        AuthScope::Project(ProjectRef {
            project: NameOrId::Name(self.name.clone()),
            domain: Some(NameOrId::Id(self.domain_id.clone())),
        })
    }
}

impl DomainPlace {
    /// The scope that leads there.
    pub fn auth_scope(&self) -> AuthScope {
        AuthScope::Domain(NameOrId::Id(self.id.clone()))
    }
}
