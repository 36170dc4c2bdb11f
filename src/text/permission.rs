//! Why something cannot be done, in one sentence.

use crate::domain::driver::Driver;
use crate::domain::permission::Reason;
use crate::text::Words;

impl Words {
    /// Who builds a cluster.
    pub fn driver(&self, driver: Driver) -> &str {
        match driver {
            Driver::Heat => self.driver_heat(),
            Driver::CapiHelm => self.driver_capi_helm(),
            Driver::MagnumClusterApi => self.driver_magnum_cluster_api(),
            Driver::Unknown => self.driver_unknown(),
        }
    }

    /// The same in a column.
    pub fn driver_short(&self, driver: Driver) -> &str {
        match driver {
            Driver::Heat => "Heat",
            Driver::CapiHelm => "capi-helm",
            Driver::MagnumClusterApi => "magnum-cluster-api",
            Driver::Unknown => self.format_none(),
        }
    }

    /// Why something cannot be done.
    pub fn reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::Locked => self.reason_locked().to_owned(),
            Reason::ReaderOnly => self.reason_reader_only().to_owned(),
            Reason::ForeignProject => self.reason_foreign_project().to_owned(),
            Reason::NotOwner => self.reason_not_owner().to_owned(),
            Reason::TooOld { needs, has } => self.reason_too_old(*needs, *has),
            Reason::Driver(driver) => self.reason_driver(self.driver(*driver)),
            Reason::HeatUpgradeWithdrawn => self.reason_heat_upgrade().to_owned(),
            Reason::CaWouldBreak => self.reason_ca_would_break().to_owned(),
            Reason::DriverNotProven => self.reason_driver_not_proven().to_owned(),
            Reason::Busy(status) => self.reason_busy(self.status(status)),
            Reason::BeingDeleted => self.reason_being_deleted().to_owned(),
            Reason::Failed(status) => self.reason_failed(self.status(status)),
            Reason::NoApi => self.reason_no_api().to_owned(),
            Reason::NoTls => self.reason_no_tls().to_owned(),
            Reason::DefaultGroup => self.reason_default_group().to_owned(),
            Reason::MasterGroup => self.reason_master_group().to_owned(),
        }
    }
}
