//! The OpenStack services that the program talks to.

/// One service of the catalogue. The order is the order on the status line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Keystone.
    Identity,
    /// Magnum.
    ContainerInfra,
    /// Heat.
    Orchestration,
    /// Nova.
    Compute,
    /// Neutron.
    Network,
    /// Octavia.
    LoadBalancer,
    /// Cinder.
    BlockStorage,
    /// Glance.
    Image,
}

impl Service {
    /// All of them, in the order of the status line.
    pub const ALL: [Self; 8] = [
        Self::Identity,
        Self::ContainerInfra,
        Self::Orchestration,
        Self::Compute,
        Self::Network,
        Self::LoadBalancer,
        Self::BlockStorage,
        Self::Image,
    ];

    /// The project's name, which people who run OpenStack know it by; a proper name, not translated.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "Keystone",
            Self::ContainerInfra => "Magnum",
            Self::Orchestration => "Heat",
            Self::Compute => "Nova",
            Self::Network => "Neutron",
            Self::LoadBalancer => "Octavia",
            Self::BlockStorage => "Cinder",
            Self::Image => "Glance",
        }
    }
}

/// How a service has been doing lately, for its dot on the status line.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceHealth {
    /// Which service.
    pub service: Service,
    /// What the dot says.
    pub state: ServiceState,
}

/// What the dot says.
#[derive(Clone, Debug, PartialEq)]
pub enum ServiceState {
    /// In the catalogue, not asked yet.
    NotAsked,
    /// The last answer was good and took this many seconds.
    Answering {
        /// Seconds from sending to the last byte of the latest good answer.
        latency_secs: f32,
    },
    /// The last call failed.
    Failing {
        /// Since when every call has failed.
        since: jiff::Timestamp,
        /// The latest reason.
        problem: crate::domain::problem::Problem,
    },
    /// The service said 403 to what we asked last.
    NotPermitted,
    /// Not in the catalogue of this region.
    NotInstalled,
}
