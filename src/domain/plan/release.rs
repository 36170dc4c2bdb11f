//! Which Kubernetes a template of Magnum's own driver names, so that it is not whatever the server takes by itself: its
//! default is years old in every release.
//!
//! One label is not enough: a newer kubelet wants a newer containerd and newer controllers. So they come together, either
//! from a template that this cloud has, or from the combinations that Magnum's user guide names as tested.

use std::sync::Arc;

use crate::domain::catalog::{Catalog, Image};
use crate::domain::label::KUBE_TAG;
use crate::domain::node::natural;
use crate::domain::template::ClusterTemplate;
use crate::domain::template::era::Era;

/// What belongs to a release beside the labels that end in `_tag`.
const TOGETHER: [&str; 5] = [
    "container_infra_prefix",
    "container_runtime",
    "containerd_tarball_sha256",
    "containerd_tarball_url",
    "containerd_version",
];

/// As Magnum 18's guide has it.
const SINCE_11: &[(&str, &str)] = &[
    (KUBE_TAG, "v1.27.8-rancher2"),
    ("container_runtime", "containerd"),
    ("containerd_version", "1.6.28"),
    (
        "containerd_tarball_sha256",
        "f70736e52d61e5ad225f4fd21643b5ca1220013ab8b6c380434caeefb572da9b",
    ),
    ("cloud_provider_tag", "v1.27.3"),
    ("cinder_csi_plugin_tag", "v1.27.3"),
    ("k8s_keystone_auth_tag", "v1.27.3"),
    ("magnum_auto_healer_tag", "v1.27.3"),
    ("octavia_ingress_controller_tag", "v1.27.3"),
    ("calico_tag", "v3.26.4"),
];
/// As that of Magnum 19 and later has it.
const SINCE_12: &[(&str, &str)] = &[
    (KUBE_TAG, "v1.28.9-rancher1"),
    ("container_runtime", "containerd"),
    ("containerd_version", "1.6.31"),
    (
        "containerd_tarball_sha256",
        "75afb9b9674ff509ae670ef3ab944ffcdece8ea9f7d92c42307693efa7b6109d",
    ),
    ("cloud_provider_tag", "v1.27.3"),
    ("cinder_csi_plugin_tag", "v1.27.3"),
    ("k8s_keystone_auth_tag", "v1.27.3"),
    ("magnum_auto_healer_tag", "v1.27.3"),
    ("octavia_ingress_controller_tag", "v1.27.3"),
    ("calico_tag", "v3.26.4"),
];

/// The labels that name a release for this image. Empty where nothing is known to go together.
pub fn labels(catalog: &Catalog, era: Era<'_>, image: &Image) -> Vec<(String, String)> {
    if let Some(template) = newest(catalog, era.templates, image) {
        let belongs = |name: &str| name.ends_with("_tag") || TOGETHER.contains(&name);
        let labels = template.labels.iter();
        return labels
            .filter(|(name, value)| belongs(name) && !value.trim().is_empty())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
    }
    let tested = match era.minor {
        Some(11) => SINCE_11,
        Some(12..) => SINCE_12,
        Some(..=10) | None => &[],
    };
    let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    tested.iter().map(pair).collect()
}

/// The template of this image with the newest release.
fn newest<'a>(
    catalog: &Catalog,
    templates: &'a [Arc<ClusterTemplate>],
    image: &Image,
) -> Option<&'a ClusterTemplate> {
    let same = |template: &&ClusterTemplate| {
        catalog
            .image(&template.image)
            .is_some_and(|of_template| of_template.id == image.id)
    };
    let kubernetes = templates.iter().map(AsRef::as_ref);
    kubernetes
        .filter(|template| template.coe == "kubernetes")
        .filter(same)
        .filter_map(|template| Some((natural(template.labels.get(KUBE_TAG)?), template)))
        .max_by(|(one, _), (other, _)| one.cmp(other))
        .map(|(_, template)| template)
}
