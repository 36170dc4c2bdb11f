//! What Kubernetes itself made in the project: load balancers of its Services, volumes of its claims, and the addresses of
//! both. Its cloud provider and its volume driver leave their marks in names, tags, descriptions and metadata.

use crate::domain::cluster::Cluster;
use crate::domain::inventory::{FloatingIp, Inventory, LoadBalancer, Volume};
use crate::domain::topology::reach::Reach;
use crate::domain::topology::resource::ResourceKind;

/// What the cloud provider's load balancers and their tags are named after.
const SERVICE: &str = "kube_service_";
/// What it writes into descriptions, before `namespace/service from cluster NAME`.
const EXTERNAL: &str = "Kubernetes external service ";
/// Where the volume driver notes whose a volume is.
const CLUSTER_NOTES: [&str; 2] = ["cinder.csi.openstack.org/cluster", "kubernetes.io/cluster"];
/// Where it notes the claim's namespace and name, newest first.
const CLAIM_NOTES: [(&str, &str); 2] = [
    ("csi.storage.k8s.io/pvc/namespace", "csi.storage.k8s.io/pvc/name"),
    (
        "kubernetes.io/created-for/pvc/namespace",
        "kubernetes.io/created-for/pvc/name",
    ),
];
/// Letters of a uuid.
const UUID: usize = 36;

/// A Service of Kubernetes that something was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ServiceMark<'a> {
    /// The cluster's name as Kubernetes knows it: an id, or what somebody configured.
    pub(crate) cluster: &'a str,
    pub(crate) namespace: &'a str,
    pub(crate) name: &'a str,
}

impl<'a> ServiceMark<'a> {
    /// `kube_service_<cluster>_<namespace>_<service>`. Only the cluster may have underscores of its own.
    fn of_name(name: &'a str) -> Option<Self> {
        let mut parts = name.strip_prefix(SERVICE)?.rsplitn(3, '_');
        let (name, namespace, cluster) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            cluster,
            namespace,
            name,
        })
    }

    /// `… Kubernetes external service <namespace>/<service> from cluster <cluster>`.
    fn of_description(text: &'a str) -> Option<Self> {
        let (_, told) = text.split_once(EXTERNAL)?;
        let (service, cluster) = told.split_once(" from cluster ")?;
        let (namespace, name) = service.split_once('/')?;
        Some(Self {
            cluster: cluster.trim(),
            namespace,
            name,
        })
    }

    /// The Service of a load balancer; tags are where several Services share one.
    pub(crate) fn of_balancer(balancer: &'a LoadBalancer) -> Option<Self> {
        Self::of_name(&balancer.name)
            .or_else(|| balancer.tags.iter().find_map(|tag| Self::of_name(tag)))
            .or_else(|| Self::of_description(&balancer.description))
    }

    /// The Service of a floating IP.
    pub(crate) fn of_address(ip: &'a FloatingIp) -> Option<Self> {
        Self::of_description(&ip.description)
    }

    /// `namespace/service`.
    pub(crate) fn title(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }
}

/// A claim of Kubernetes that a volume was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClaimMark<'a> {
    /// Whose it is, where that is noted.
    cluster: Option<&'a str>,
    /// `namespace/claim`, where that is noted; else what is left of the volume's generated name.
    pub(crate) title: String,
}

impl<'a> ClaimMark<'a> {
    pub(crate) fn of(volume: &'a Volume) -> Option<Self> {
        let note = |key: &str| volume.metadata.get(key).map(String::as_str);
        let cluster = CLUSTER_NOTES.iter().find_map(|key| note(key));
        let noted = CLAIM_NOTES
            .iter()
            .find_map(|(namespace, name)| Some(format!("{}/{}", note(namespace)?, note(name)?)));
        let generated = volume
            .name
            .strip_prefix("pvc-")
            .filter(|rest| rest.len() == UUID)
            .and_then(|rest| rest.get(..8));
        if cluster.is_none() && noted.is_none() && generated.is_none() {
            return None;
        }
        let title = noted
            .or_else(|| generated.map(|id| format!("pvc-{id}")))
            .unwrap_or_else(|| volume.name.clone());
        Some(Self { cluster, title })
    }
}

/// Whether Kubernetes calls the cluster by this name. Its display name does not count: it is not unique.
fn is_name_of(name: &str, cluster: &Cluster) -> bool {
    name == cluster.id.as_str() || cluster.stack.as_ref().is_some_and(|stack| stack.as_str() == name)
}

/// Adds what bears the cluster's mark, wherever it hangs and also if it hangs on nothing any more.
pub(crate) fn seed<'a>(reach: &mut Reach<'a>, cluster: &Cluster, inventory: &'a Inventory) {
    for balancer in &inventory.load_balancers {
        if ServiceMark::of_balancer(balancer).is_some_and(|mark| is_name_of(mark.cluster, cluster)) {
            reach.seed(ResourceKind::LoadBalancer, balancer.id.as_str());
        }
    }
    for ip in &inventory.floating_ips {
        if ServiceMark::of_address(ip).is_some_and(|mark| is_name_of(mark.cluster, cluster)) {
            reach.seed(ResourceKind::FloatingIp, ip.id.as_str());
        }
    }
    for volume in &inventory.volumes {
        let owner = ClaimMark::of(volume).and_then(|mark| mark.cluster);
        if owner.is_some_and(|name| is_name_of(name, cluster)) {
            reach.seed(ResourceKind::Volume, volume.id.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ServiceMark;

    #[test]
    fn services_are_read_from_names_and_descriptions() {
        let mark = |cluster, namespace, name| {
            Some(ServiceMark {
                cluster,
                namespace,
                name,
            })
        };
        for (name, expected) in [
            (
                "kube_service_web-1_default_shop",
                mark("web-1", "default", "shop"),
            ),
            ("kube_service_my_cluster_ns_svc", mark("my_cluster", "ns", "svc")),
            ("kube_service_web_shop", None),
            ("web-api-lb", None),
        ] {
            assert_eq!(ServiceMark::of_name(name), expected, "{name}");
        }
        assert_eq!(
            ServiceMark::of_description(
                "Floating IP for Kubernetes external service default/shop from cluster web-1"
            ),
            mark("web-1", "default", "shop")
        );
        assert_eq!(ServiceMark::of_description("made by hand"), None);
    }
}
