//! What a project may have and has: the quotas that a new cluster counts against.

use std::collections::BTreeMap;

use crate::domain::problem::Problem;
use crate::domain::service::Service;

/// Something that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuotaKind {
    /// Magnum's clusters.
    Clusters,
    /// Nova's servers.
    Servers,
    /// Virtual CPUs.
    Cores,
    /// Memory, MiB.
    RamMib,
    /// Cinder's volumes.
    Volumes,
    /// Their size, GiB.
    VolumeGib,
    /// Neutron's networks.
    Networks,
    /// Their subnets.
    Subnets,
    /// Routers.
    Routers,
    /// Ports.
    Ports,
    /// Security groups.
    SecurityGroups,
    /// Floating IPs.
    FloatingIps,
    /// Nova's server groups.
    ServerGroups,
    /// Octavia's load balancers.
    LoadBalancers,
    /// What they listen with.
    Listeners,
    /// Where they send to.
    Pools,
    /// Who is behind that.
    Members,
    /// What asks them whether they are well.
    HealthMonitors,
}

impl QuotaKind {
    /// The service that keeps it.
    pub fn service(self) -> Service {
        match self {
            Self::Clusters => Service::ContainerInfra,
            Self::Servers | Self::Cores | Self::RamMib | Self::ServerGroups => Service::Compute,
            Self::Volumes | Self::VolumeGib => Service::BlockStorage,
            Self::Networks
            | Self::Subnets
            | Self::Routers
            | Self::Ports
            | Self::SecurityGroups
            | Self::FloatingIps => Service::Network,
            Self::LoadBalancers | Self::Listeners | Self::Pools | Self::Members | Self::HealthMonitors => {
                Service::LoadBalancer
            }
        }
    }
}

/// How much of something there may be, and is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The most there may be; `None` means as much as one likes.
    pub limit: Option<u64>,
    /// What there is.
    pub used: u64,
}

impl Quota {
    /// How much is left; `None` means as much as one likes.
    pub fn left(self) -> Option<u64> {
        self.limit.map(|limit| limit.saturating_sub(self.used))
    }
}

/// The quotas of one project, as far as they could be had. What is not in here was not checked, which is not nought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotas {
    /// By what is counted.
    pub known: BTreeMap<QuotaKind, Quota>,
    /// Services that could not be asked, with the reason.
    pub gaps: BTreeMap<Service, Problem>,
}
