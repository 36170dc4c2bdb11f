//! What can be said about a resource besides its name and status: the lines of the inspector.

/// The name of one line; the words for people are in `text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// The service's identifier.
    Id,
    /// What Magnum's health check says of the node.
    Ready,
    /// What Nova is doing to it.
    Task,
    /// An address inside.
    FixedAddress,
    /// An address outside.
    FloatingAddress,
    /// Flavor.
    Flavor,
    /// Virtual CPUs.
    Vcpus,
    /// Memory in MiB.
    MemoryMib,
    /// Glance image.
    Image,
    /// Key pair.
    KeyPair,
    /// Availability zone.
    AvailabilityZone,
    /// When it was made.
    CreatedAt,
    /// Address range.
    Cidr,
    /// Gateway address.
    Gateway,
    /// Name servers.
    DnsServers,
    /// Whether other projects use it too.
    Shared,
    /// MAC address.
    Mac,
    /// What kind of thing uses a port.
    DeviceOwner,
    /// Free text.
    Description,
    /// Number of rules.
    RuleCount,
    /// Scheduling policy.
    Policy,
    /// Number of members.
    MemberCount,
    /// Who provides it.
    Provider,
    /// Protocol.
    Protocol,
    /// Port number.
    PortNumber,
    /// How a pool chooses.
    Algorithm,
    /// Octavia's provisioning status.
    ProvisioningStatus,
    /// Octavia's operating status.
    OperatingStatus,
    /// Size in GiB.
    SizeGib,
    /// Volume type.
    VolumeType,
    /// Name of the device in the server.
    Device,
    /// Whether a server boots from it.
    Bootable,
    /// Tags.
    Tags,
    /// Heat's name for it.
    HeatName,
    /// Heat's type of it.
    HeatType,
    /// Heat's status of it.
    HeatStatus,
    /// The stack it stands in.
    HeatStack,
}

impl Fact {
    /// The word for exports; not for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Ready => "ready",
            Self::Task => "task",
            Self::FixedAddress => "fixed_address",
            Self::FloatingAddress => "floating_address",
            Self::Flavor => "flavor",
            Self::Vcpus => "vcpus",
            Self::MemoryMib => "memory_mib",
            Self::Image => "image",
            Self::KeyPair => "key_pair",
            Self::AvailabilityZone => "availability_zone",
            Self::CreatedAt => "created_at",
            Self::Cidr => "cidr",
            Self::Gateway => "gateway",
            Self::DnsServers => "dns_servers",
            Self::Shared => "shared",
            Self::Mac => "mac",
            Self::DeviceOwner => "device_owner",
            Self::Description => "description",
            Self::RuleCount => "rule_count",
            Self::Policy => "policy",
            Self::MemberCount => "member_count",
            Self::Provider => "provider",
            Self::Protocol => "protocol",
            Self::PortNumber => "port",
            Self::Algorithm => "algorithm",
            Self::ProvisioningStatus => "provisioning_status",
            Self::OperatingStatus => "operating_status",
            Self::SizeGib => "size_gib",
            Self::VolumeType => "volume_type",
            Self::Device => "device",
            Self::Bootable => "bootable",
            Self::Tags => "tags",
            Self::HeatName => "heat_name",
            Self::HeatType => "heat_type",
            Self::HeatStatus => "heat_status",
            Self::HeatStack => "heat_stack",
        }
    }
}
