//! How services word the causes that the doctor knows: the only texts that it recognises.
//!
//! Each line carries a text as a service gave it, so that the table proves itself: a test reads every one of them back.

use crate::domain::doctor::cause::{KnownCause, Limited};
use crate::domain::heat_type::HeatType;

/// One way in which services word a cause.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// The cause.
    pub cause: KnownCause,
    /// What it is about, where the words alone could mean several things.
    pub about: About,
    /// These pieces, in this order; for [`About::Whole`] one of them.
    pub says: &'static [&'static str],
    /// The words as a service gave them; names and ids shortened.
    pub recorded: &'static str,
}

/// What a text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Whatever it is.
    Anything,
    /// A volume.
    Volume,
    /// A load balancer, or a part of one.
    Balancer,
    /// Whatever it is, when nothing else was said.
    Whole,
}

impl About {
    fn fits(self, kind: Option<&HeatType>) -> bool {
        match self {
            Self::Anything | Self::Whole => true,
            Self::Volume => kind == Some(&HeatType::Volume),
            Self::Balancer => matches!(
                kind,
                Some(
                    HeatType::LoadBalancer
                        | HeatType::Listener
                        | HeatType::Pool
                        | HeatType::PoolMember
                        | HeatType::HealthMonitor
                )
            ),
        }
    }
}

impl Pattern {
    /// Whether these words, said about such a resource, are this pattern's.
    pub fn fits(&self, words: &str, kind: Option<&HeatType>) -> bool {
        if !self.about.fits(kind) {
            return false;
        }
        if self.about == About::Whole {
            return self.says.contains(&words.trim());
        }
        let mut rest = words;
        self.says.iter().all(|piece| match rest.split_once(piece) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
    }
}

/// The cause that these words name, said about such a resource.
pub fn recognised(words: &str, kind: Option<&HeatType>) -> Option<KnownCause> {
    PATTERNS
        .iter()
        .find(|pattern| pattern.fits(words, kind))
        .map(|pattern| pattern.cause)
}

const fn any(cause: KnownCause, says: &'static [&'static str], recorded: &'static str) -> Pattern {
    Pattern {
        cause,
        about: About::Anything,
        says,
        recorded,
    }
}

const fn whole(cause: KnownCause, says: &'static [&'static str], recorded: &'static str) -> Pattern {
    Pattern {
        cause,
        about: About::Whole,
        says,
        recorded,
    }
}

const fn quota(limited: Limited, says: &'static [&'static str], recorded: &'static str) -> Pattern {
    any(KnownCause::QuotaReached(limited), says, recorded)
}

/// Every pattern; the first that fits counts, so the more exact ones stand first.
pub const PATTERNS: &[Pattern] = &[
    // Nova's quotas. Several at once are listed: `for cores, ram: Requested …`.
    quota(
        Limited::Servers,
        &["Quota exceeded for instances"],
        "Forbidden: resources.kube-master: Quota exceeded for instances: Requested 1, but already used 0 of 0 instances \
         (HTTP 403) (Request-ID: req-6e7d7f65)",
    ),
    quota(
        Limited::Cores,
        &["Quota exceeded for cores"],
        "Forbidden: resources.kube-master: Quota exceeded for cores: Requested 1, but already used 0 of 0 cores (HTTP 403) \
         (Request-ID: req-a4a41845)",
    ),
    quota(
        Limited::Memory,
        &["Quota exceeded for ram"],
        "Forbidden: resources.kube-master: Quota exceeded for ram: Requested 2048, but already used 0 of 1 ram (HTTP 403) \
         (Request-ID: req-849ce96d)",
    ),
    quota(
        Limited::ServerGroups,
        &["Quota exceeded, too many server groups"],
        "Forbidden: resources.worker_nodes_server_group: Quota exceeded, too many server groups. (HTTP 403) (Request-ID: \
         req-52e77bb2)",
    ),
    // Neutron's, by Heat and by the Cluster API provider.
    quota(
        Limited::FloatingIps,
        &["Quota exceeded for resources: ['floatingip']"],
        "OverQuotaClient: resources.kube_master_floating: Quota exceeded for resources: ['floatingip'].\nNeutron server \
         returns request_ids: ['req-d06f9bf1']",
    ),
    quota(
        Limited::Ports,
        &["Quota exceeded for resources: ['port']"],
        "OverQuotaClient: resources.kube_minion_eth0: Quota exceeded for resources: ['port'].\nNeutron server returns \
         request_ids: ['req-e13bcb50']",
    ),
    quota(
        Limited::Networks,
        &["Quota exceeded for resources: ['network']"],
        "Failed to create network k8s-clusterapi-cluster-magnum-system-cluster-2: Expected HTTP response code [201 202] when \
         accessing [POST https://network.example/v2.0/networks], but got 409 instead\n{\"NeutronError\": {\"type\": \
         \"OverQuota\", \"message\": \"Quota exceeded for resources: ['network'].\", \"detail\": \"\"}}",
    ),
    quota(
        Limited::Subnets,
        &["Quota exceeded for resources: ['subnet']"],
        "OverQuotaClient: resources.private_subnet: Quota exceeded for resources: ['subnet'].\nNeutron server returns \
         request_ids: ['req-0ea2']",
    ),
    quota(
        Limited::Routers,
        &["Quota exceeded for resources: ['router']"],
        "OverQuotaClient: resources.extrouter: Quota exceeded for resources: ['router'].\nNeutron server returns \
         request_ids: ['req-9bb1']",
    ),
    quota(
        Limited::SecurityGroups,
        &["Quota exceeded for resources: ['security_group']"],
        "OverQuotaClient: resources.secgroup_kube_master: Quota exceeded for resources: ['security_group'].\nNeutron server \
         returns request_ids: ['req-7c55']",
    ),
    quota(
        Limited::SecurityGroupRules,
        &["Quota exceeded for resources: ['security_group_rule']"],
        "OverQuotaClient: resources.secgroup_kube_master: Quota exceeded for resources: ['security_group_rule'].\nNeutron \
         server returns request_ids: ['req-7c56']",
    ),
    // Octavia's.
    quota(
        Limited::LoadBalancers,
        &["Quota has been met for resources: Load Balancer"],
        "OctaviaClientException: resources.loadbalancer: Quota has been met for resources: Load Balancer (HTTP 403) \
         (Request-ID: req-3f1c)",
    ),
    quota(
        Limited::BalancerParts,
        &["Quota has been met for resources: "],
        "OctaviaClientException: resources.listener: Quota has been met for resources: Listener (HTTP 403) (Request-ID: \
         req-3f1d)",
    ),
    // Cinder's.
    quota(
        Limited::Volumes,
        &["VolumeLimitExceeded: Maximum number of volumes allowed"],
        "OverLimit: resources.docker_volume: VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota \
         'volumes'. (HTTP 413) (Request-ID: req-8c112ad8)",
    ),
    quota(
        Limited::VolumeSize,
        &["VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed"],
        "OverLimit: resources.docker_volume: VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed \
         gigabytes quota. Requested 50G, quota is 1G and 0G has been consumed. (HTTP 413) (Request-ID: req-0c7b)",
    ),
    // Magnum's own.
    quota(
        Limited::Clusters,
        &["Resource limit exceeded: You have reached the maximum clusters per project"],
        "Resource limit exceeded: You have reached the maximum clusters per project, 20. You may delete a cluster to make \
         room for a new one.",
    ),
    // Nova's faults.
    any(
        KnownCause::AntiAffinity,
        &["nti-affinity instance group policy was violated"],
        "Build of instance 5d12f6fd was re-scheduled: Anti-affinity instance group policy was violated",
    ),
    any(
        KnownCause::RetriesExhausted,
        &["Exhausted all hosts available for retrying build failures for instance"],
        "Exceeded maximum number of retries. Exhausted all hosts available for retrying build failures for instance \
         1451041c-da04-478c-93dd-0acb60dd149a.",
    ),
    any(
        KnownCause::NoValidHost,
        &["No valid host was found."],
        "ResourceInError: resources.kube-minion: Went to status ERROR due to \"Message: No valid host was found. There are \
         not enough hosts available., Code: 500\"",
    ),
    any(
        KnownCause::NetworkNotAllocated,
        &["Failed to allocate the network(s)"],
        "ResourceInError: resources.kube-master: Went to status ERROR due to \"Message: Build of instance 5d12f6fd aborted: \
         Failed to allocate the network(s), not rescheduling., Code: 500\"",
    ),
    any(
        KnownCause::BootVolumeNotMade,
        &["did not finish being created even after we waited"],
        "Message: Build of instance 5d12f6fd aborted: Volume 7a11 did not finish being created even after we waited 187 \
         seconds or 61 attempts. And its status is downloading., Code: 500",
    ),
    any(
        KnownCause::FlavorTooSmall,
        &["Flavor's disk is too small for requested image."],
        "BadRequest: resources.kube-minion: Flavor's disk is too small for requested image. Flavor disk is 1073741824 bytes, \
         image is 10737418240 bytes. (HTTP 400) (Request-ID: req-41aa)",
    ),
    any(
        KnownCause::FlavorTooSmall,
        &["Flavor's memory is too small for requested image."],
        "BadRequest: resources.kube-minion: Flavor's memory is too small for requested image. (HTTP 400) (Request-ID: \
         req-41ab)",
    ),
    any(
        KnownCause::ZoneMissing,
        &["The requested availability zone is not available"],
        "BadRequest: resources.kube-master: The requested availability zone is not available (HTTP 400) (Request-ID: \
         req-41ac)",
    ),
    // Neutron's faults.
    any(
        KnownCause::NoAddressLeft,
        &["No more IP addresses available on network"],
        "IpAddressGenerationFailureClient: resources.kube_minion_eth0: No more IP addresses available on network \
         750497ab.\nNeutron server returns request_ids: ['req-1b2c']",
    ),
    any(
        KnownCause::NoFloatingLeft,
        &["Unable to find any IP address on external network"],
        "BadRequest: resources.kube_master_floating: Unable to find any IP address on external network 24cef9cb.\nNeutron \
         server returns request_ids: ['req-1b2d']",
    ),
    any(
        KnownCause::FloatingUnreachable,
        &["External network ", " is not reachable from subnet "],
        "NotFound: resources.kube_master_floating: External network 24cef9cb is not reachable from subnet 750497ab.  \
         Therefore, cannot associate Port 0c7b with a Floating IP.\nNeutron server returns request_ids: ['req-1b2e']",
    ),
    // Octavia's and Cinder's faults.
    Pattern {
        cause: KnownCause::BalancerError,
        about: About::Balancer,
        says: &["Went to status ERROR due to \"Unknown\""],
        recorded: "ResourceInError: resources.loadbalancer: Went to status ERROR due to \"Unknown\"",
    },
    any(
        KnownCause::BalancerBusy,
        &["is immutable and cannot be updated"],
        "OctaviaClientException: resources.listener: Load Balancer 3f1c is immutable and cannot be updated. (HTTP 409) \
         (Request-ID: req-3f1e)",
    ),
    Pattern {
        cause: KnownCause::VolumeError,
        about: About::Volume,
        says: &["Went to status error due to \"Unknown\""],
        recorded: "ResourceInError: resources.etcd_volume: Went to status error due to \"Unknown\"",
    },
    // Heat looks everything up before it begins.
    any(
        KnownCause::ImageMissing,
        &["The Image (", ") could not be found."],
        "StackValidationFailed: Property error: resources.kube-master.properties.image: Error validating value \
         'absent-image': The Image (absent-image) could not be found.",
    ),
    any(
        KnownCause::ImageMissing,
        &["No images matching {"],
        "Property error: : resources.kube-master.properties.image: : Error validating value 'absent-image': No images \
         matching {'name': 'absent-image'}.",
    ),
    any(
        KnownCause::FlavorMissing,
        &["No Flavor matching {"],
        "Property error: : resources.kube-master.properties.flavor: : Error validating value 'absent-flavor': No Flavor \
         matching {'name': 'absent-flavor'}. (HTTP 404)",
    ),
    any(
        KnownCause::FlavorMissing,
        &["The Flavor (", ") could not be found."],
        "StackValidationFailed: Property error: resources.kube-master.properties.flavor: Error validating value \
         'absent-flavor': The Flavor (absent-flavor) could not be found.",
    ),
    any(
        KnownCause::FlavorMissing,
        &["Unable to find flavor "],
        "Unable to find flavor absent-flavor.",
    ),
    any(
        KnownCause::KeyMissing,
        &["The Key (", ") could not be found."],
        "StackValidationFailed: Property error: resources.kube-master.properties.key_name: Error validating value \
         'absent-key': The Key (absent-key) could not be found.",
    ),
    any(
        KnownCause::KeyMissing,
        &["Unable to find keypair "],
        "Unable to find keypair absent-key.",
    ),
    any(
        KnownCause::NetworkMissing,
        &["Unable to find network with name or id '"],
        "Property error: resources.api_lb.properties.external_network: Error validating value 'public': Unable to find \
         network with name or id 'public'",
    ),
    any(
        KnownCause::NetworkMissing,
        &["Unable to find external network "],
        "Unable to find external network public.",
    ),
    any(
        KnownCause::NetworkMissing,
        &["Unable to find fixed "],
        "Unable to find fixed network private.",
    ),
    any(
        KnownCause::VolumeTypeMissing,
        &["The VolumeType (", ") could not be found."],
        "StackValidationFailed: Property error: resources.docker_volume.properties.volume_type: Error validating value \
         'nope': The VolumeType (nope) could not be found.",
    ),
    any(
        KnownCause::VolumeTypeMissing,
        &["Valid volume type could not be found."],
        "Valid volume type could not be found.",
    ),
    any(
        KnownCause::ServiceMissing,
        &["Service ", " is not available for resource type "],
        "ResourceTypeUnavailable: HEAT-E99001 Service octavia is not available for resource type OS::Octavia::LoadBalancer, \
         reason: Service endpoint not in service catalog.",
    ),
    // Inside the nodes. 125 is what the container runtimes answer when they themselves failed.
    any(
        KnownCause::ContainerNotStarted,
        &["Deployment exited with non-zero status code: 125"],
        "Error: resources.upgrade_kubernetes_deployment: Deployment to server failed: deploy_status_code : Deployment exited \
         with non-zero status code: 125",
    ),
    any(
        KnownCause::ScriptFailed,
        &[
            "Deployment to server failed: deploy_status_code",
            "non-zero status code: ",
        ],
        "Error: resources.master_config_deployment: Deployment to server failed: deploy_status_code : Deployment exited with \
         non-zero status code: 1",
    ),
    any(
        KnownCause::NodeSilent,
        &[
            "CREATE aborted (Task create from SoftwareDeployment ",
            "Timed out)",
        ],
        "CREATE aborted (Task create from SoftwareDeployment \"master_config_deployment\" Stack \"web-kube_masters-0\" \
         [b872061d] Timed out)",
    ),
    any(
        KnownCause::NodeSilent,
        &["WaitConditionTimeout: ", " received"],
        "WaitConditionTimeout: resources.master_wait_condition: 0 of 1 received",
    ),
    any(
        KnownCause::BuildTimedOut,
        &["CREATE aborted (Task create from ", "Timed out)"],
        "CREATE aborted (Task create from ResourceGroup \"kube_masters\" Stack \"k8s-eyjntm5ss3jc\" [b872061d] Timed out)",
    ),
    whole(
        KnownCause::BuildTimedOut,
        &["Timed out", "Create timed out", "Update timed out"],
        "Timed out",
    ),
    // What Magnum says before and after the build.
    any(
        KnownCause::DiscoveryFailed,
        &["Failed to get discovery url from '"],
        "Failed to get discovery url from 'https://discovery.etcd.io/new?size=1'.",
    ),
    any(
        KnownCause::DiscoveryFailed,
        &["Failed to get the size of cluster from '"],
        "Failed to get the size of cluster from 'https://discovery.etcd.io/5f4a'.",
    ),
    any(
        KnownCause::DiscoveryFailed,
        &["Received invalid discovery URL '"],
        "Received invalid discovery URL '' for discovery endpoint 'https://discovery.etcd.io/new?size=1'.",
    ),
    any(
        KnownCause::CertificatesFailed,
        &["Failed to create certificates for Cluster: "],
        "Failed to create certificates for Cluster: 782ef472",
    ),
    any(
        KnownCause::CertificatesFailed,
        &["Could not store certificate: "],
        "Could not store certificate: Unauthorized",
    ),
    any(
        KnownCause::TrustRefused,
        &["Failed to create trustee or trust for Cluster: "],
        "Failed to create trustee or trust for Cluster: 782ef472",
    ),
    any(
        KnownCause::TrustRefused,
        &["Failed to create trust for trustee "],
        "Failed to create trust for trustee 62751f1d.",
    ),
    any(
        KnownCause::TrustGone,
        &["Could not find trust: "],
        "Could not find trust: 4f0d. (HTTP 404) (Request-ID: req-90aa)",
    ),
    any(
        KnownCause::ImageUnsuitable,
        &["Cluster type (", ") not supported"],
        "Cluster type (vm, Unset, kubernetes) not supported.",
    ),
    any(
        KnownCause::ImageUnsuitable,
        &["doesn't contain os_distro field"],
        "Image ubuntu-24.04 doesn't contain os_distro field.",
    ),
    any(
        KnownCause::LabelNotANumber,
        &["invalid literal for int() with base 10: "],
        "invalid literal for int() with base 10: 'x'",
    ),
    whole(KnownCause::UpgradeLabelMissing, &["'kube_tag'"], "'kube_tag'"),
    any(
        KnownCause::UpgradeUnsupported,
        &["Cluster upgrade is not supported in the"],
        "Cluster upgrade is not supported in the current driver.",
    ),
    any(
        KnownCause::ApiRefused,
        &["admission webhook \"", " denied the request"],
        "ApiError: admission webhook \"default.cluster.cluster.x-k8s.io\" denied the request: Cluster.cluster.x-k8s.io \
         \"kube-bvufq\" is invalid: spec.topology.variables[apiServerLoadBalancer].value.provider: Required value",
    ),
    any(
        KnownCause::HelmFailed,
        &["Unexpected error while running command.", "Command: helm "],
        "Unexpected error while running command.\nCommand: helm upgrade web-abcdefghijkl openstack-cluster --install\nExit \
         code: 1\nStdout: ''\nStderr: 'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress\\n'",
    ),
    // Deleting.
    any(
        KnownCause::SecurityGroupInUse,
        &["Security Group ", " in use"],
        "Conflict: resources.secgroup_kube_minion: Security Group b9d2ad4d in use.\nNeutron server returns request_ids: \
         ['req-77aa']",
    ),
    any(
        KnownCause::SecurityGroupInUse,
        &["Failed to delete security group ", "but got 409 instead"],
        "CAPI Cluster status: . CAPI OpenstackCluster status reason: Faileddeletesecuritygroup: Failed to delete security \
         group k8s-cluster-magnum-system-kube-33oj6-secgroup-controlplane with id c51c6577: Expected HTTP response code [202 \
         204] when accessing [DELETE https://network.example/v2.0/security-groups/c51c6577], but got 409 instead",
    ),
    any(
        KnownCause::NetworkInUse,
        &[
            "Unable to complete operation on network ",
            "still in use on the network",
        ],
        "Conflict: resources.private_network: Unable to complete operation on network 750497ab. There are one or more ports \
         still in use on the network.\nNeutron server returns request_ids: ['req-77ab']",
    ),
    any(
        KnownCause::SubnetInUse,
        &[
            "Unable to complete operation on subnet ",
            "have an IP allocation from this subnet",
        ],
        "Conflict: resources.private_subnet: Unable to complete operation on subnet 750497ac: One or more ports have an IP \
         allocation from this subnet.\nNeutron server returns request_ids: ['req-77ac']",
    ),
    any(
        KnownCause::FloatingHoldsRouter,
        &[" cannot be deleted, as it is required by one or more floating IPs"],
        "Conflict: resources.extrouter_inside: Router interface for subnet 750497ac on router 0a1b cannot be deleted, as it \
         is required by one or more floating IPs.\nNeutron server returns request_ids: ['req-77ad']",
    ),
    any(
        KnownCause::RouterInUse,
        &["Router ", " has ports still attached: "],
        "Conflict: resources.extrouter: Router 0a1b has ports still attached: e93e224c\nNeutron server returns request_ids: ['req-77ae']",
    ),
    any(
        KnownCause::RouterInUse,
        &["Router ", " still has ports"],
        "Conflict: resources.extrouter: Router 0a1b still has ports\nNeutron server returns request_ids: ['req-77af']",
    ),
    any(
        KnownCause::CleanUpFailed,
        &["Failed to pre-delete resources for cluster "],
        "Failed to pre-delete resources for cluster 782ef472, error: Timeout waiting for load balancers to be deleted.",
    ),
    any(
        KnownCause::CleanUpFailed,
        &["Failed to delete load balancer ", "but got 409 instead"],
        "failed to delete load balancer: Failed to delete load balancer k8s-clusterapi-cluster-x-kubeapi with id edc6de48: \
         Expected HTTP response code [] when accessing [DELETE https://lb.example/v2.0/lbaas/loadbalancers/edc6de48?cascade=true], \
         but got 409 instead",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{About, PATTERNS, recognised};
    use crate::domain::heat_type::HeatType;

    #[test]
    fn every_recorded_text_is_recognised_as_its_own_cause() {
        for pattern in PATTERNS {
            let kind = match pattern.about {
                About::Anything | About::Whole => None,
                About::Volume => Some(HeatType::Volume),
                About::Balancer => Some(HeatType::LoadBalancer),
            };
            let found = recognised(pattern.recorded, kind.as_ref());
            assert_eq!(found, Some(pattern.cause), "{}", pattern.recorded);
        }
        let causes: BTreeSet<_> = PATTERNS.iter().map(|pattern| pattern.cause).collect();
        assert!(causes.len() >= 40, "{}", causes.len());
    }

    #[test]
    fn ordinary_words_are_no_cause() {
        for words in [
            "Stack CREATE completed successfully",
            "Stack UPDATE started",
            "state changed",
            "Waiting on ['ControlPlaneReady', 'Ready']",
            "Infrastructure not ready.",
            "Infrastructure resource not found.",
            "default-worker waiting on ['Available']",
            "default-master failed, default-worker failed",
            "Ready",
            "True",
            "Went to status ERROR due to \"Unknown\"",
            "CREATE aborted (user triggered cancel)",
            "",
        ] {
            assert_eq!(recognised(words, None), None, "{words}");
        }
    }
}
