//! Where a token may travel without encryption: nowhere, unless a person has said so.

use std::collections::BTreeSet;

use url::Url;

use crate::domain::problem::ProblemKind;
use crate::domain::profile::CloudProfile;
use crate::openstack::error::ApiError;
use crate::openstack::network_error;
use crate::openstack::transport::Call;

/// What a person has accepted.
#[derive(Debug)]
pub(crate) struct PlainHttp {
    everywhere: bool,
    /// `host:port` of addresses that the profile itself names.
    places: BTreeSet<String>,
}

impl PlainHttp {
    /// Who configures a cloud without encryption, or an address of it, has accepted that there is none.
    pub(crate) fn of(profile: &CloudProfile) -> Self {
        let configured = profile.endpoint_overrides.values();
        Self {
            everywhere: profile.plain_http_accepted || is_plain(&profile.auth_url),
            places: configured
                .filter_map(|address| Url::parse(address).ok())
                .map(|url| network_error::host_and_port(&url))
                .collect(),
        }
    }

    /// Refuses a call that would carry a token in the clear.
    pub(crate) fn check(&self, call: &Call) -> Result<(), ApiError> {
        let place = network_error::host_and_port(&call.url);
        if call.url.scheme() == "https" || self.everywhere || self.places.contains(&place) {
            return Ok(());
        }
        let address = format!("{}://{place}", call.url.scheme());
        Err(ApiError::of(call.service, ProblemKind::PlainHttp { address }))
    }
}

fn is_plain(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.scheme() == "http")
}
