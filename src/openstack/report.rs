//! Puts together what the Diagnostics page tells of each service.

use url::Url;

use crate::domain::diagnostics::{ServiceNote, ServiceReport};
use crate::domain::service::ServiceHealth;
use crate::openstack::endpoints::Endpoints;
use crate::openstack::transport::Transport;
use crate::openstack::versions::Versions;

/// Where everything about a session's services is known.
pub(crate) struct Sources<'a> {
    pub(crate) transport: &'a Transport,
    pub(crate) versions: &'a Versions,
    pub(crate) endpoints: &'a Endpoints,
}

impl Sources<'_> {
    /// One service.
    pub(crate) fn report(&self, health: ServiceHealth) -> ServiceReport {
        let service = health.service;
        let base = self.endpoints.base(service);
        let (failures_in_row, resting_until) =
            base.map_or((0, None), |base| self.transport.resting(service, base));
        let mut notes = self.versions.notes(service);
        if self.endpoints.is_encrypted_by_us(service) {
            notes.push(ServiceNote::Encrypted);
        }
        ServiceReport {
            service,
            state: health.state,
            address: base.map(shown),
            versions: self.versions.range(service),
            latency_secs: self.transport.health.latency_secs(service),
            failures_in_row,
            resting_until,
            last_error: self.transport.health.last_error(service),
            notes,
        }
    }
}

/// An address without what may be secret in it.
fn shown(base: &Url) -> String {
    let mut shown = base.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    // An address that cannot have a user part has none.
    let _unless_it_cannot = (shown.set_username(""), shown.set_password(None));
    shown.into()
}
