//! Whether everything that a page wants is there, so that a picture of it is whole.

use std::collections::BTreeSet;

use crate::domain::service::{Service, ServiceState};
use crate::message::{SessionState, Topic};
use crate::store::state::ScopeStore;
use crate::ui::no_service;
use crate::ui::route::{Route, interest};

/// Whether each of these was asked for and answered.
pub(crate) fn has(data: &ScopeStore, topics: &BTreeSet<Topic>) -> bool {
    topics.iter().all(|topic| {
        let standing = data.standing(topic);
        (standing.as_of.is_some() || standing.failure.is_some()) && !standing.refreshing
    })
}

/// Of the open cloud's page.
pub(crate) fn settled(data: &ScopeStore, route: &Route) -> bool {
    match &data.session {
        Some(SessionState::SignedIn(_)) => {}
        Some(
            SessionState::Failed(_)
            | SessionState::InBrowser { .. }
            | SessionState::HalfSignedIn { .. }
            | SessionState::PlaceWanted(_),
        ) => {
            return true;
        }
        Some(SessionState::SigningIn | SessionState::SignedOut) | None => return false,
    }
    let there = has(data, &interest(route));
    let asked = |service| {
        data.services
            .iter()
            .any(|one| one.service == service && one.state != ServiceState::NotAsked)
    };
    let listed = data.clusters.value().is_none_or(|list| !list.more_to_come);
    there
        && listed
        && data.questions.answered()
        && (!no_service::takes(route) || asked(Service::ContainerInfra))
}
