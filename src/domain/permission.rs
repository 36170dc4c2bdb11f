//! Whether something may be done to a cluster, and if not, why: by its state, its driver, what Magnum's version has, the
//! person's roles, and whether the cloud is locked against changes.
//!
//! Magnum cannot be asked what it allows. What is known beforehand is said here, so that a button is off with its reason;
//! what is not known is allowed, and the service's refusal tells.

use crate::domain::cluster::Cluster;
use crate::domain::driver::Driver;
use crate::domain::node_group::{NodeGroup, Role};
use crate::domain::session_info::SessionInfo;
use crate::domain::status::{Action, Phase, Status};

/// What somebody may want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wish {
    /// Create a cluster.
    Create,
    /// Change the number of workers.
    Resize,
    /// Change the number of masters.
    ResizeMasters,
    /// Say which nodes go when there are to be fewer.
    ChooseNodes,
    /// Have no workers at all.
    ScaleToZero,
    /// Give the workers another number by the older way, a JSON patch.
    PatchNodeCount,
    /// Say by hand how the cluster is, in place of a health check.
    SetHealth,
    /// Go to another template's version.
    Upgrade,
    /// Delete it.
    Delete,
    /// Replace its certificate authority.
    RotateCa,
    /// Replace the credential with which it speaks to the cloud.
    RotateCredential,
    /// Add a node group.
    CreateNodeGroup,
    /// Change a node group's bounds.
    EditNodeGroup,
    /// Give the nodes of a group labels and taints.
    NodeLabels,
    /// Remove a node group.
    DeleteNodeGroup,
}

impl Wish {
    /// All of them, for tables.
    pub const ALL: [Self; 15] = [
        Self::Create,
        Self::Resize,
        Self::ResizeMasters,
        Self::ChooseNodes,
        Self::ScaleToZero,
        Self::PatchNodeCount,
        Self::SetHealth,
        Self::Upgrade,
        Self::Delete,
        Self::RotateCa,
        Self::RotateCredential,
        Self::CreateNodeGroup,
        Self::EditNodeGroup,
        Self::NodeLabels,
        Self::DeleteNodeGroup,
    ];

    /// The minor version of Magnum that brought it.
    pub fn since(self) -> u32 {
        match self {
            Self::Create | Self::Delete | Self::PatchNodeCount | Self::SetHealth => 1,
            Self::RotateCa => 5,
            Self::Resize | Self::ResizeMasters | Self::ChooseNodes => 7,
            Self::Upgrade => 8,
            Self::CreateNodeGroup | Self::EditNodeGroup | Self::DeleteNodeGroup => 9,
            Self::ScaleToZero => 10,
            Self::RotateCredential => 12,
            Self::NodeLabels => 14,
        }
    }
}

/// Why something cannot be done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Somebody has locked this cloud against changes on this machine.
    Locked,
    /// The roles let one look and not change.
    ReaderOnly,
    /// It belongs to another project.
    ForeignProject,
    /// Only who made the cluster may.
    NotOwner,
    /// Magnum is too old.
    TooOld {
        /// The minor version that has it.
        needs: u32,
        /// The minor version that is spoken.
        has: u32,
    },
    /// The driver cannot.
    Driver(Driver),
    /// Magnum withdrew it for clusters of the Heat driver.
    HeatUpgradeWithdrawn,
    /// The driver refuses only after Magnum has replaced the authority, and every kubeconfig would be useless.
    CaWouldBreak,
    /// It is not known which driver this is, and with another one than Heat the cluster would be damaged.
    DriverNotProven,
    /// Another change runs.
    Busy(Status),
    /// It is being deleted.
    BeingDeleted,
    /// The last action failed; that has to be put right first.
    Failed(Status),
    /// The Kubernetes API is not there yet.
    NoApi,
    /// The cluster goes without TLS and has no authority.
    NoTls,
    /// Default groups go with their cluster only.
    DefaultGroup,
    /// Masters are not what node labels are for.
    MasterGroup,
}

/// Everything that is known when the question is asked.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Who asks.
    pub info: Option<&'a SessionInfo>,
    /// Whether this cloud is locked against changes.
    pub locked: bool,
    /// The cluster; not for a creation.
    pub cluster: Option<&'a Cluster>,
    /// Who builds it.
    pub driver: Driver,
    /// The node group, where the wish is about one.
    pub group: Option<&'a NodeGroup>,
    /// Whether it is known to go without TLS.
    pub tls_disabled: bool,
}

impl Circumstances<'_> {
    /// Magnum's minor version, once it is known.
    fn minor(&self) -> Option<u32> {
        self.info?
            .magnum_version
            .as_deref()?
            .strip_prefix("1.")?
            .parse()
            .ok()
    }

    /// Whether it may be done.
    ///
    /// # Errors
    /// Why not; the reason that lasts longest comes first.
    pub fn may(&self, wish: Wish) -> Result<(), Reason> {
        self.lock()?;
        self.role(wish)?;
        self.version(wish)?;
        self.driver(wish)?;
        self.state(wish)
    }

    fn lock(&self) -> Result<(), Reason> {
        if self.locked { Err(Reason::Locked) } else { Ok(()) }
    }

    fn role(&self, wish: Wish) -> Result<(), Reason> {
        let Some(info) = self.info else { return Ok(()) };
        let has = |role: &str| info.roles.iter().any(|own| own.eq_ignore_ascii_case(role));
        if has("admin") && wish != Wish::RotateCredential {
            return Ok(());
        }
        if let Some(owner) = self.cluster.and_then(|cluster| cluster.project.as_ref())
            && *owner != info.project_id
            && !info.project_id.as_str().is_empty()
        {
            return Err(Reason::ForeignProject);
        }
        // Before its policies knew of readers (17.0, which speaks 1.11) Magnum let everybody of the project.
        let knows_readers = self.minor().is_none_or(|minor| minor >= 11);
        if knows_readers && has("reader") && info.roles.iter().all(|own| own.eq_ignore_ascii_case("reader")) {
            return Err(Reason::ReaderOnly);
        }
        let owner = self.cluster.and_then(|cluster| cluster.user.as_ref());
        if wish == Wish::SetHealth && owner.is_some_and(|owner| *owner != info.user_id) {
            return Err(Reason::NotOwner);
        }
        Ok(())
    }

    fn version(&self, wish: Wish) -> Result<(), Reason> {
        match self.minor() {
            Some(has) if has < wish.since() => Err(Reason::TooOld {
                needs: wish.since(),
                has,
            }),
            Some(_) | None => Ok(()),
        }
    }

    fn driver(&self, wish: Wish) -> Result<(), Reason> {
        let driver = self.driver;
        let cannot = Err(Reason::Driver(driver));
        // Magnum 18.0 withdrew the upgrades of its Heat driver; it is the first after 17.0, and both speak 1.11.
        let withdrawn = self.minor().is_none_or(|minor| minor >= 11);
        match (wish, driver) {
            (Wish::RotateCa, Driver::CapiHelm | Driver::MagnumClusterApi) => Err(Reason::CaWouldBreak),
            (Wish::RotateCa, Driver::Unknown) => Err(Reason::DriverNotProven),
            (Wish::Upgrade, Driver::Heat) if withdrawn => Err(Reason::HeatUpgradeWithdrawn),
            (Wish::ResizeMasters | Wish::RotateCredential | Wish::NodeLabels, Driver::Heat)
            | (Wish::ChooseNodes | Wish::NodeLabels, Driver::CapiHelm)
            | (Wish::PatchNodeCount, Driver::CapiHelm)
            | (Wish::PatchNodeCount | Wish::RotateCredential | Wish::NodeLabels, Driver::MagnumClusterApi) => {
                cannot
            }
            (
                Wish::Create
                | Wish::Resize
                | Wish::ResizeMasters
                | Wish::ChooseNodes
                | Wish::ScaleToZero
                | Wish::PatchNodeCount
                | Wish::SetHealth
                | Wish::Upgrade
                | Wish::Delete
                | Wish::RotateCa
                | Wish::RotateCredential
                | Wish::CreateNodeGroup
                | Wish::EditNodeGroup
                | Wish::NodeLabels
                | Wish::DeleteNodeGroup,
                Driver::Heat | Driver::CapiHelm | Driver::MagnumClusterApi | Driver::Unknown,
            ) => Ok(()),
        }
    }

    fn state(&self, wish: Wish) -> Result<(), Reason> {
        let Some(cluster) = self.cluster else {
            return Ok(());
        };
        let status = &cluster.status;
        let needs = match wish {
            Wish::Create | Wish::Delete | Wish::SetHealth => Needs::Nothing,
            Wish::Upgrade | Wish::RotateCa | Wish::PatchNodeCount => Needs::Complete,
            Wish::Resize
            | Wish::ResizeMasters
            | Wish::ChooseNodes
            | Wish::ScaleToZero
            | Wish::RotateCredential
            | Wish::CreateNodeGroup
            | Wish::EditNodeGroup
            | Wish::NodeLabels
            | Wish::DeleteNodeGroup => Needs::Usable,
        };
        needs.met_by(status)?;
        match wish {
            Wish::RotateCa if self.tls_disabled => Err(Reason::NoTls),
            Wish::CreateNodeGroup if cluster.api_address.is_none() => Err(Reason::NoApi),
            Wish::DeleteNodeGroup if self.group.is_some_and(|group| group.is_default) => {
                Err(Reason::DefaultGroup)
            }
            Wish::NodeLabels if self.group.is_some_and(|group| group.role == Role::Master) => {
                Err(Reason::MasterGroup)
            }
            Wish::Create
            | Wish::Resize
            | Wish::ResizeMasters
            | Wish::ChooseNodes
            | Wish::ScaleToZero
            | Wish::PatchNodeCount
            | Wish::SetHealth
            | Wish::Upgrade
            | Wish::Delete
            | Wish::RotateCa
            | Wish::RotateCredential
            | Wish::CreateNodeGroup
            | Wish::EditNodeGroup
            | Wish::NodeLabels
            | Wish::DeleteNodeGroup => Ok(()),
        }
    }
}

/// In which statuses Magnum takes a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// In any.
    Nothing,
    /// When the last action has ended well.
    Complete,
    /// The same, and after an update that failed or while one runs.
    Usable,
}

impl Needs {
    fn met_by(self, status: &Status) -> Result<(), Reason> {
        match (self, status) {
            (Self::Nothing, _) => Ok(()),
            (_, Status::Known(Action::Delete, Phase::InProgress | Phase::Complete)) => {
                Err(Reason::BeingDeleted)
            }
            (Self::Complete | Self::Usable, Status::Known(Action::Delete, Phase::Failed)) => {
                Err(Reason::Failed(status.clone()))
            }
            (_, Status::Known(_, Phase::Complete))
            | (Self::Usable, Status::Known(Action::Update, Phase::Failed | Phase::InProgress))
            // A word that is not known: the service decides.
            | (_, Status::Other(_)) => Ok(()),
            (Self::Complete | Self::Usable, Status::Known(_, Phase::InProgress)) => {
                Err(Reason::Busy(status.clone()))
            }
            (Self::Complete | Self::Usable, Status::Known(_, Phase::Failed)) => {
                Err(Reason::Failed(status.clone()))
            }
        }
    }
}
