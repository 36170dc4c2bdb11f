//! What kind of cluster this is, decided per cluster and never per cloud.

use std::sync::Arc;

use crate::domain::cluster::Cluster;
use crate::domain::template::ClusterTemplate;

/// Who builds the cluster behind Magnum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Driver {
    /// A Heat stack (Magnum up to 22.x), whatever the engine.
    Heat,
    /// Cluster API by Helm charts (magnum-capi-helm).
    CapiHelm,
    /// Cluster API by Vexxhost's driver (magnum-cluster-api).
    MagnumClusterApi,
    /// Not to be told from what Magnum says.
    Unknown,
}

impl Driver {
    /// Reads it from the template's `driver`, else from the shape of the cluster's identity: Heat's is a uuid,
    /// magnum-cluster-api's is `kube-` and five characters, magnum-capi-helm's is a name with a twelve-character tail.
    pub fn of(cluster: &Cluster, template: Option<&ClusterTemplate>) -> Self {
        match template.and_then(|template| template.driver.as_deref()) {
            Some("k8s_capi_helm_v1") => return Self::CapiHelm,
            Some(name) if name.starts_with("k8s_cluster_api") => return Self::MagnumClusterApi,
            Some(name) if name.ends_with("_v1") || name.ends_with("_v2") => return Self::Heat,
            Some(_) | None => {}
        }
        let Some(stack) = &cluster.stack else {
            return Self::Unknown;
        };
        if is_uuid(stack.as_str()) {
            return Self::Heat;
        }
        match stack.as_str().strip_prefix("kube-") {
            Some(tail) if tail.len() == 5 => Self::MagnumClusterApi,
            Some(_) | None => match stack.as_str().rsplit_once('-') {
                Some((_, tail)) if tail.len() == 12 => Self::CapiHelm,
                Some(_) | None => Self::Unknown,
            },
        }
    }

    /// The driver of this name.
    pub fn named(name: &str) -> Self {
        match name {
            "k8s_capi_helm_v1" => Self::CapiHelm,
            name if name.starts_with("k8s_cluster_api") => Self::MagnumClusterApi,
            name if name.ends_with("_v1") || name.ends_with("_v2") => Self::Heat,
            _ => Self::Unknown,
        }
    }

    /// The driver that a new cluster of this template is going to have: the one that the template names, else the one that
    /// its clusters have, else what its engine and distribution leave.
    pub fn of_template(template: &ClusterTemplate, clusters: &[Arc<Cluster>], minor: Option<u32>) -> Self {
        let siblings = clusters.iter().filter(|cluster| cluster.template == template.id);
        let known = siblings
            .map(|cluster| Self::of(cluster, Some(template)))
            .find(|driver| *driver != Self::Unknown);
        if let Some(driver) = known {
            return driver;
        }
        if let Some(name) = template.driver.as_deref() {
            return Self::named(name);
        }
        // Magnum 23 has no driver of its own any more, and those of others want to be named.
        if minor.is_some_and(|minor| minor >= 13) {
            return Self::Unknown;
        }
        match (template.coe.as_str(), template.cluster_distro.as_deref()) {
            ("kubernetes", Some("fedora-coreos" | "fedora-atomic" | "coreos" | "fedora")) => Self::Heat,
            ("kubernetes", _) => Self::Unknown,
            _ => Self::Heat,
        }
    }

    /// Whether a Heat stack may stand behind the cluster, so that it is worth asking Heat.
    pub fn may_have_stack(self) -> bool {
        matches!(self, Self::Heat | Self::Unknown)
    }
}

/// Whether the text has the form of a uuid.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(at, c)| {
            if matches!(at, 8 | 13 | 18 | 23) {
                c == '-'
            } else {
                c.is_ascii_hexdigit()
            }
        })
}
