//! What the rules find: where, what, how grave, and what would put it right.

use crate::domain::draft::{ApiReach, ClusterDraft, DraftField};
use crate::domain::quota::QuotaKind;
use crate::domain::service::Service;

/// How grave it is; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Magnum would refuse, or the creation would certainly fail.
    Blocks,
    /// It can be sent, and will probably disappoint.
    Warns,
    /// It could not be checked.
    Unchecked,
    /// Good to know.
    Informs,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Where.
    pub field: DraftField,
    /// Which label, where it is about one.
    pub label: Option<String>,
    /// What.
    pub reason: Reason,
    /// How grave.
    pub weight: Weight,
    /// What would put it right.
    pub fix: Option<Fix>,
}

impl Finding {
    /// Whether the request cannot go out with it.
    pub fn blocks(&self) -> bool {
        self.weight == Weight::Blocks
    }
}

/// What was found. Names in it are what somebody or the cloud wrote.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Nothing was chosen.
    Missing,
    /// There is no such thing, or it is not visible.
    Unknown,
    /// Several have this name.
    Ambiguous(usize),
    /// This service could not be asked.
    NotAsked(Service),
    /// What there is to choose from and what quotas leave has not come yet.
    CatalogMissing,

    /// The login is a restricted application credential.
    LoginRestricted,
    /// The login is an application credential, which newer Keystones let make no trust.
    LoginDoubtful,
    /// The login stands on somebody else's trust.
    LoginByTrust,
    /// Magnum got no trust from this login.
    LoginRefused,
    /// The login is not for a project.
    LoginNoProject,
    /// The login may only read.
    LoginReader,

    /// Hidden templates are for administrators.
    TemplateHidden,
    /// This Magnum has no such engine any more.
    EngineGone(String),
    /// This Magnum has no Heat driver any more.
    DriverGone,
    /// Nothing tells which driver it is going to be.
    DriverUnknown,
    /// No driver for bare metal is left.
    NoBareMetal,
    /// Without TLS there are no certificates, and everybody in the network is an administrator.
    TlsDisabled,
    /// Drivers need an external network, and the template names none.
    NoExternalNetwork,
    /// The external network is not there.
    ExternalUnknown(String),
    /// The external network is none.
    NotExternal(String),
    /// devicemapper needs three GiB.
    VolumeTooSmall,
    /// The driver has no such network driver.
    NetworkDriver(String),

    /// Longer than 242 characters.
    NameTooLong,
    /// Must begin with a letter, then letters, digits, `_`, `.` and `-`.
    NameForm,
    /// Magnum takes the ending for that of an address.
    NameEnding,
    /// Another cluster has this name: legal, but confusing.
    NameTaken,
    /// Not all clusters are known, so that one of them may have this name.
    TwinsUnchecked,
    /// Cluster API never gives up by itself.
    TimeoutIgnored,

    /// At least one master.
    NoMasters,
    /// etcd wants an odd number.
    EvenMasters,
    /// More than one master needs a load balancer.
    NeedsLoadBalancer,
    /// This Magnum wants at least one worker.
    NoWorkers,
    /// Magnum refuses flavors without a root disk unless a boot volume is asked for.
    NoDisk,
    /// The flavor is smaller than the driver allows: what it needs.
    FlavorTooSmall {
        /// Virtual CPUs.
        vcpus: u32,
        /// Memory, MiB.
        ram_mib: u32,
    },
    /// The image needs a larger disk, GiB.
    DiskTooSmall(u32),
    /// The image needs more memory, MiB.
    RamTooSmall(u32),
    /// More masters than there are hosts, each on its own: so many hosts.
    TooFewHosts(u32),
    /// Each on a host of its own is asked for, and how many hosts there are is not to be known.
    HostsUnknown,
    /// Nothing tells whether the servers may share a host.
    PolicyUnknown,
    /// Nothing names the Kubernetes release, so that the server takes its own.
    ReleaseLeftOpen,
    /// Two groups of one name, or the name of one that is always there.
    GroupNameTaken,
    /// Node groups came with a later Magnum.
    NoNodeGroups,

    /// A network that leads out is none for nodes.
    NetworkIsExternal,
    /// The network has no subnet.
    NoSubnet,
    /// The network has several subnets, and none was chosen.
    SeveralSubnets,
    /// The subnet is in another network, whose name this is.
    SubnetElsewhere(String),
    /// A subnet without its network.
    SubnetAlone,
    /// No router leads from the subnet to the external network.
    NoRouter,
    /// The routers could not be seen.
    RouterUnchecked,
    /// So many addresses are left in the subnet, and so many are needed.
    SubnetFull {
        /// Left.
        left: u64,
        /// Needed.
        needed: u64,
    },
    /// Two ranges overlap.
    Overlap {
        /// The one, and whose it is.
        one: (RangeUse, String),
        /// The other, and whose it is.
        other: (RangeUse, String),
    },
    /// The range of the pods has room for so many nodes.
    PodRangeSmall(u64),
    /// Whether the nodes can reach the name servers that they are given is not to be seen.
    DnsUnchecked(String),
    /// Whether the external network has addresses left is not to be seen.
    PoolUnchecked,
    /// The external network has so many addresses left.
    PoolEmpty {
        /// Left.
        left: u64,
        /// Needed.
        needed: u64,
    },
    /// More than half of the floating IPs that are left.
    HalfOfFloatingIps,
    /// A load balancer is asked for where there is no Octavia.
    NoOctavia,
    /// The driver needs Octavia, whatever is asked for.
    DriverNeedsOctavia,
    /// The driver always makes a load balancer.
    AlwaysBalanced,
    /// The driver is only described with a load balancer.
    ShouldBeBalanced,
    /// The driver cannot restrict the API to ranges of addresses.
    RangesImpossible,
    /// Which label restricts the API is not known, because the driver is not.
    RangesDriverUnknown,
    /// Without a load balancer nothing restricts the API.
    RangesNeedBalancer,
    /// The ranges are everything there is.
    RangesAreEverything,
    /// A label that was written by hand says something else.
    ReachOverridden(String),
    /// Nodes that have floating IPs can be reached from outside all the same.
    ReachThroughNodes,
    /// Everybody can reach the API.
    OpenToAll,

    /// Old servers need a key pair.
    KeypairNeeded,
    /// Nobody will be able to sign in to the nodes.
    NoKeypair,
    /// The template's key pair is somebody else's.
    KeypairOfTemplate(String),

    /// The image is not there, or not visible.
    ImageUnknown(String),
    /// Several images have this name.
    ImageAmbiguous(String),
    /// The image cannot be used: its status.
    ImageNotActive(String),
    /// The image does not say its distribution.
    ImageNoDistro,
    /// The driver does not work with this distribution.
    ImageOtherDistro(String),
    /// The driver reads the version from the image, and it says none.
    ImageNoVersion,
    /// The image is for another version than the label asks for.
    ImageOtherVersion {
        /// What the image says.
        image: String,
        /// What the label says.
        label: String,
    },
    /// Nothing of the image tells whether it fits the version that the label asks for.
    ImageVersionUnchecked(String),
    /// The image names another driver.
    ImageOtherDriver(String),

    /// The driver has no label for the registry.
    RegistryImpossible,
    /// Names of images are put behind it as they are: it must end in a slash.
    RegistryNoSlash,
    /// It is a name, not an address.
    RegistryScheme,
    /// Images come from public registries, and whether the nodes can reach them is not to be seen.
    RegistryUnchecked,
    /// Not an address of the web.
    DiscoveryForm,
    /// The driver does not use it.
    DiscoveryIgnored,
    /// Magnum asks the public service, and whether it can is not to be seen.
    DiscoveryUnchecked,

    /// A value without a name.
    LabelNameless,
    /// Two labels of one name.
    LabelTwice,
    /// No driver is known to read it.
    LabelUnknown,
    /// Another driver reads it.
    LabelElsewhere,
    /// This Magnum does not have it any more.
    LabelGone(String),
    /// This Magnum does not have it yet.
    LabelTooNew(String),
    /// Empty values break drivers.
    LabelEmpty,
    /// Neither true nor false.
    LabelNoFlag,
    /// No whole number.
    LabelNoNumber,
    /// Does not look like a version.
    LabelNoVersion,
    /// Not a range of addresses.
    LabelNoRange(String),
    /// Bits behind the mask: how it would be written.
    LabelCrookedRange(String),
    /// Not among what the driver knows.
    LabelNoChoice(String),
    /// Not an address.
    LabelNoAddress,
    /// Not http or https.
    LabelNoUrl,
    /// Not JSON.
    LabelNoJson,
    /// Everybody who sees the cluster can read it.
    LabelSecret,
    /// Cinder has no such volume type.
    LabelNoVolumeType,
    /// Nova has no such zone.
    LabelNoZone,
    /// OVN balances by source address and port alone.
    LabelOvnAlgorithm,
    /// The smallest number is larger than the largest.
    LabelBounds,
    /// The number of workers is not between the smallest and the largest.
    LabelCountOutside {
        /// Smallest.
        min: u64,
        /// Largest.
        max: u64,
    },
    /// Needs Octavia, which is not there.
    LabelNeedsOctavia,
    /// Not all of the template's labels can be left out.
    LabelsAllDropped,

    /// So much is needed, and only so much is left.
    QuotaShort {
        /// Of this.
        kind: QuotaKind,
        /// Needed.
        needed: u64,
        /// Left.
        left: u64,
    },
    /// This service did not say what the project may have.
    QuotaUnchecked(Service),
    /// Volumes are asked for where there is no Cinder.
    NoCinder,
}

/// Whose range of addresses it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeUse {
    /// The nodes'.
    Nodes,
    /// The pods'.
    Pods,
    /// The services'.
    Services,
}

/// What would put a finding right.
#[derive(Clone, Debug, PartialEq)]
pub enum Fix {
    /// Another name.
    Name(String),
    /// Another number of masters.
    Masters(u32),
    /// Another number of workers.
    Workers(u32),
    /// With or without a load balancer, or as the template says.
    LoadBalancer(Option<bool>),
    /// With or without floating IPs.
    FloatingIps(bool),
    /// Another flavor of the masters.
    MasterFlavor(String),
    /// Another flavor of the workers.
    Flavor(String),
    /// This key pair.
    Keypair(String),
    /// This network, by its id.
    Network(String),
    /// This subnet, by its id.
    Subnet(String),
    /// Another size of the container volume.
    DockerVolume(u32),
    /// Another answer to who must reach the API.
    Reach(ApiReach),
    /// Another registry.
    Registry(String),
    /// No discovery address.
    NoDiscovery,
    /// This value for this label.
    SetLabel(String, String),
    /// This name for that label.
    RenameLabel(String, String),
    /// Without this label.
    RemoveLabel(String),
    /// Keep the template's labels.
    KeepLabels,
    /// A command for whoever owns the thing.
    Command(String),
}

impl Fix {
    /// Puts it right. A command is nothing that a draft could do.
    pub fn apply(&self, draft: &mut ClusterDraft) {
        match self {
            Self::Name(name) => draft.name.clone_from(name),
            Self::Masters(count) => draft.master_count = *count,
            Self::Workers(count) => draft.node_count = *count,
            Self::LoadBalancer(wanted) => draft.load_balancer = *wanted,
            Self::FloatingIps(wanted) => draft.floating_ip = Some(*wanted),
            Self::MasterFlavor(name) => draft.master_flavor.clone_from(name),
            Self::Flavor(name) => draft.flavor.clone_from(name),
            Self::Keypair(name) => draft.keypair.clone_from(name),
            Self::Network(id) => {
                draft.fixed_network.clone_from(id);
            }
            Self::Subnet(id) => draft.fixed_subnet.clone_from(id),
            Self::DockerVolume(size) => draft.docker_volume_gib = Some(*size),
            Self::Reach(answer) => draft.reach = *answer,
            Self::Registry(prefix) => draft.registry.clone_from(prefix),
            Self::NoDiscovery => draft.discovery_url.clear(),
            Self::SetLabel(name, value) => draft.set_label(name, value),
            Self::RenameLabel(from, to) => {
                if let Some((name, _)) = draft.labels.iter_mut().find(|(name, _)| name == from) {
                    name.clone_from(to);
                }
            }
            Self::RemoveLabel(name) => draft.unset_label(name),
            Self::KeepLabels => draft.dropped.clear(),
            Self::Command(_) => {}
        }
    }
}

/// Collects findings of the rules.
pub(super) trait Found {
    /// Notes one.
    fn note(&mut self, field: DraftField, weight: Weight, reason: Reason);
    /// Notes one that can be put right.
    fn note_with(&mut self, field: DraftField, weight: Weight, reason: Reason, fix: Option<Fix>);
}

impl Found for Vec<Finding> {
    fn note(&mut self, field: DraftField, weight: Weight, reason: Reason) {
        self.note_with(field, weight, reason, None);
    }

    fn note_with(&mut self, field: DraftField, weight: Weight, reason: Reason, fix: Option<Fix>) {
        self.push(Finding {
            field,
            label: None,
            reason,
            weight,
            fix,
        });
    }
}
