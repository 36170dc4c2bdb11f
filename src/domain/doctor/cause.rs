//! The causes that the doctor knows. What they are called and what to do about each is in `text`.

/// Why a cluster failed, or does not get on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KnownCause {
    // Room.
    /// A quota of the project is used up.
    QuotaReached(Limited),
    /// Nova found no host with room for the server.
    NoValidHost,
    /// The servers may not share a host, and there are too few hosts.
    AntiAffinity,
    /// Nova tried several hosts in vain.
    RetriesExhausted,
    /// The network has no address left.
    NoAddressLeft,
    /// The external network has no floating IP left.
    NoFloatingLeft,

    // What the services made of it.
    /// The server got no network.
    NetworkNotAllocated,
    /// The server's boot volume was not made.
    BootVolumeNotMade,
    /// Cinder failed to make a volume.
    VolumeError,
    /// Octavia failed to make a load balancer.
    BalancerError,
    /// Octavia was still busy with the load balancer.
    BalancerBusy,
    /// The floating IP's network is not connected with the port's.
    FloatingUnreachable,

    // What does not exist or does not fit.
    /// There is no such image.
    ImageMissing,
    /// There is no such flavor.
    FlavorMissing,
    /// There is no such key pair.
    KeyMissing,
    /// There is no such network.
    NetworkMissing,
    /// There is no such volume type.
    VolumeTypeMissing,
    /// There is no such availability zone.
    ZoneMissing,
    /// A service that the template needs is not in the catalog.
    ServiceMissing,
    /// The flavor is too small for the image.
    FlavorTooSmall,
    /// Magnum has no driver for this image.
    ImageUnsuitable,
    /// A label holds a word where a number belongs.
    LabelNotANumber,

    // Inside the nodes.
    /// A script on a node failed.
    ScriptFailed,
    /// A script on a node could not start a container.
    ContainerNotStarted,
    /// A node never reported back.
    NodeSilent,
    /// The whole build took longer than it may.
    BuildTimedOut,

    // Around the build.
    /// etcd's discovery service did not answer, or not as it should.
    DiscoveryFailed,
    /// Magnum could not make or keep the cluster's certificates.
    CertificatesFailed,
    /// Keystone did not let Magnum create the cluster's trust.
    TrustRefused,
    /// The cluster's trust, or its owner, is gone.
    TrustGone,
    /// The upgrade needs a label that one of the templates lacks.
    UpgradeLabelMissing,
    /// The driver does not upgrade clusters.
    UpgradeUnsupported,
    /// The Cluster API refused what Magnum asked for.
    ApiRefused,
    /// Helm failed to install the cluster's chart.
    HelmFailed,

    // Deleting.
    /// A security group is still used by a port.
    SecurityGroupInUse,
    /// A network still has ports.
    NetworkInUse,
    /// A subnet still has addresses in use.
    SubnetInUse,
    /// A router still has interfaces.
    RouterInUse,
    /// A floating IP holds the router's interface.
    FloatingHoldsRouter,
    /// Load balancers or floating IPs of services could not be cleared away first.
    CleanUpFailed,
    /// The cluster's stack is gone, although Magnum still has the cluster.
    StackGone,

    // States, not words.
    /// Accepted, and never begun.
    NeverBegun,
    /// Longer than the limit after which the build counts as failed.
    BuildOverdue,
    /// Cluster API sets itself no limit, and this takes longer than any build should.
    NoLimitPassed,
    /// The deletion takes longer than usual.
    DeletionTakesLong,
}

/// What a quota limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limited {
    /// Nova's servers.
    Servers,
    /// Virtual CPUs.
    Cores,
    /// Memory.
    Memory,
    /// Nova's server groups.
    ServerGroups,
    /// Floating IPs.
    FloatingIps,
    /// Ports.
    Ports,
    /// Networks.
    Networks,
    /// Subnets.
    Subnets,
    /// Routers.
    Routers,
    /// Security groups.
    SecurityGroups,
    /// Rules of security groups.
    SecurityGroupRules,
    /// Load balancers.
    LoadBalancers,
    /// Listeners, pools or members of load balancers.
    BalancerParts,
    /// Volumes.
    Volumes,
    /// The size of all volumes.
    VolumeSize,
    /// Clusters.
    Clusters,
}
