//! What the command line changes about a cloud.

use std::path::PathBuf;

use crate::domain::profile::{
    AuthScope, CloudProfile, Identity, NameOrId, ProfileSource, ProjectRef, TlsPolicy,
};

/// What the command line changes, by its flags.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--os-cloud`: which cloud is meant; without one, the environment's or the only one, else every one.
    pub cloud: Option<String>,
    /// `--os-region-name`.
    pub region: Option<String>,
    /// `--os-project-name`.
    pub project: Option<String>,
    /// `--os-cacert`.
    pub cacert: Option<PathBuf>,
    /// `--insecure`.
    pub insecure: bool,
}

impl Overrides {
    /// Whether they are about this cloud.
    pub(super) fn mean(&self, cloud: &str, default: Option<&str>) -> bool {
        self.cloud
            .as_deref()
            .or(default)
            .is_none_or(|meant| meant == cloud)
    }

    /// Changes a profile; the region was chosen before, because settings may depend on it.
    pub(super) fn apply(&self, profile: &mut CloudProfile) {
        let mut from = |setting: &str, flag: &str| {
            profile
                .sources
                .insert(setting.to_owned(), ProfileSource::Flag(flag.to_owned()));
        };
        if let Some(name) = &self.project {
            from("auth.project_name", "--os-project-name");
            let own_domain = match &profile.identity {
                Identity::Password { domain, .. } | Identity::Totp { domain, .. } => domain.clone(),
                Identity::Token
                | Identity::ApplicationCredential { .. }
                | Identity::OidcAccessToken { .. }
                | Identity::OidcClientCredentials { .. }
                | Identity::Browser { .. } => None,
            };
            let domain = profile
                .auth_scope
                .project()
                .and_then(|project| project.domain.clone())
                .or(own_domain);
            profile.auth_scope = AuthScope::Project(ProjectRef {
                project: NameOrId::Name(name.clone()),
                domain,
            });
        }
        if let Some(file) = &self.cacert {
            from("cacert", "--os-cacert");
            profile.tls = TlsPolicy::Authority(file.clone());
        }
        if self.insecure {
            from("insecure", "--insecure");
            profile.tls = TlsPolicy::Unchecked;
        }
    }
}
