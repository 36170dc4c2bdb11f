//! Which templates a cluster may be upgraded to, and what would change.
//!
//! Kubernetes goes up one minor version at a time and never down, so that only templates of the next steps are offered.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::catalog::Catalog;
use crate::domain::cluster::Cluster;
use crate::domain::template::ClusterTemplate;

/// A version of Kubernetes, as far as it matters: major, minor, patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// Reads `v1.28.9`, `1.28.9-rancher1` or `v1.28`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches(['v', 'V']);
        let mut parts = text.split('.').map(|part| {
            let digits = part.split(|c: char| !c.is_ascii_digit()).next();
            digits.and_then(|digits| digits.parse::<u32>().ok())
        });
        let (major, minor) = (parts.next()??, parts.next()??);
        Some(Self(major, minor, parts.next().flatten().unwrap_or_default()))
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "v{}.{}.{}", self.0, self.1, self.2)
    }
}

/// A template that the cluster may go to.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The template.
    pub template: Arc<ClusterTemplate>,
    /// Its version, where it can be told.
    pub version: Option<Version>,
    /// How big the step is.
    pub step: Step,
}

/// How big a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The next minor version.
    Minor,
    /// A newer patch of the same minor version.
    Patch,
    /// The same version with other settings or another image.
    Same,
    /// Not to be told.
    Unknown,
}

/// Why a template is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unfit {
    /// The cluster is made from it.
    Current,
    /// It is for another container engine.
    OtherEngine,
    /// Another driver would build it.
    OtherDriver,
    /// Its nodes run another distribution.
    OtherDistro,
    /// Its version is older.
    Older,
    /// It lies more than one minor version ahead.
    TooFar,
    /// It is hidden.
    Hidden,
}

/// The version that a template builds: its label `kube_tag`, else what its image says of itself.
pub fn version_of(template: &ClusterTemplate, catalog: Option<&Catalog>) -> Option<Version> {
    let label = template.labels.get("kube_tag");
    let image = catalog.and_then(|catalog| catalog.image(&template.image));
    let image = image.and_then(|image| image.kube_version.as_deref());
    label
        .and_then(|tag| Version::parse(tag))
        .or_else(|| image.and_then(Version::parse))
}

/// The version that a cluster runs: what Magnum found, else its label, else its template's.
pub fn version_now(
    cluster: &Cluster,
    template: Option<&ClusterTemplate>,
    catalog: Option<&Catalog>,
) -> Option<Version> {
    let told = cluster.coe_version.as_deref().and_then(Version::parse);
    let label = || cluster.labels.get("kube_tag").and_then(|tag| Version::parse(tag));
    told.or_else(label)
        .or_else(|| template.and_then(|template| version_of(template, catalog)))
}

/// What is compared.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    /// The cluster.
    pub cluster: &'a Cluster,
    /// Its template, where it can be seen.
    pub template: Option<&'a ClusterTemplate>,
    /// What images say of themselves.
    pub catalog: Option<&'a Catalog>,
}

impl From<'_> {
    /// Whether the cluster may go to this template, and how big a step that is.
    ///
    /// # Errors
    /// Why not.
    pub fn to(&self, template: &ClusterTemplate) -> Result<Step, Unfit> {
        if template.id == self.cluster.template {
            return Err(Unfit::Current);
        }
        if let Some(own) = self.template {
            let differ = |own: &Option<String>, new: &Option<String>| {
                own.as_ref()
                    .zip(new.as_ref())
                    .is_some_and(|(own, new)| own != new)
            };
            if own.coe != template.coe {
                return Err(Unfit::OtherEngine);
            }
            if differ(&own.driver, &template.driver) {
                return Err(Unfit::OtherDriver);
            }
            if differ(&own.cluster_distro, &template.cluster_distro) {
                return Err(Unfit::OtherDistro);
            }
        }
        if template.hidden {
            return Err(Unfit::Hidden);
        }
        let now = version_now(self.cluster, self.template, self.catalog);
        let (Some(now), Some(new)) = (now, version_of(template, self.catalog)) else {
            return Ok(Step::Unknown);
        };
        if new < now {
            return Err(Unfit::Older);
        }
        if new.0 != now.0 || new.1 > now.1 + 1 {
            return Err(Unfit::TooFar);
        }
        Ok(if new.1 > now.1 {
            Step::Minor
        } else if new > now {
            Step::Patch
        } else {
            Step::Same
        })
    }

    /// The templates that the cluster may go to, newest version first.
    pub fn choices(&self, templates: &[Arc<ClusterTemplate>]) -> Vec<Choice> {
        let mut choices: Vec<Choice> = templates
            .iter()
            .filter_map(|template| {
                Some(Choice {
                    step: self.to(template).ok()?,
                    version: version_of(template, self.catalog),
                    template: Arc::clone(template),
                })
            })
            .collect();
        choices.sort_by(|a, b| {
            b.version
                .cmp(&a.version)
                .then_with(|| a.template.name.cmp(&b.template.name))
        });
        choices
    }
}

/// One label that would be different.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelChange {
    /// Its name.
    pub name: String,
    /// What it is now.
    pub from: Option<String>,
    /// What the new template says.
    pub to: Option<String>,
}

/// The labels in which the new template differs from the cluster, apart from those that the cluster gave itself.
pub fn label_changes(cluster: &Cluster, template: &ClusterTemplate) -> Vec<LabelChange> {
    let own = |name: &String| {
        cluster.labels_added.contains_key(name) || cluster.labels_overridden.contains_key(name)
    };
    let mut names: BTreeMap<&String, ()> = BTreeMap::new();
    names.extend(cluster.labels.keys().map(|name| (name, ())));
    names.extend(template.labels.keys().map(|name| (name, ())));
    names
        .into_keys()
        .filter(|name| !own(name) || *name == "kube_tag")
        .filter(|name| cluster.labels.get(*name) != template.labels.get(*name))
        .map(|name| LabelChange {
            name: name.clone(),
            from: cluster.labels.get(name).cloned(),
            to: template.labels.get(name).cloned(),
        })
        .collect()
}
