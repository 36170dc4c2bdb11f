//! Where the rail's topology leads: to the picture of the cluster that was looked at last, else of one that is being
//! created, else of the newest.

use crate::domain::id::ClusterId;
use crate::domain::status::{Action as Doing, Phase, Status};
use crate::store::state::ScopeStore;
use crate::ui::app::App;
use crate::ui::route::{Route, Tab};
use crate::ui::topology::scope_word;

impl App {
    /// Goes on from the landing page as soon as there is a cluster to show.
    pub(super) fn land_on_topology(&mut self) {
        if self.route != Route::Topology {
            return;
        }
        let Some(scope) = self.scope() else { return };
        let last = self.settings.last_picture(&scope_word(scope)).map(ClusterId::new);
        let Some(data) = self.store.scope(scope) else {
            return;
        };
        if let Some(id) = best(data, last.as_ref()) {
            self.route = Route::Cluster(id, Tab::Topology);
        }
    }
}

fn best(data: &ScopeStore, last: Option<&ClusterId>) -> Option<ClusterId> {
    let list = data.clusters.value()?;
    let known = last.filter(|last| list.rows.iter().any(|row| row.id == **last));
    // The one that is looked for may be on a page of the list that has not come yet.
    if known.is_none() && last.is_some() && list.more_to_come {
        return None;
    }
    let creating = Status::Known(Doing::Create, Phase::InProgress);
    let of_all = || {
        let rows = || list.rows.iter();
        let row = rows()
            .find(|row| row.status == creating)
            .or_else(|| rows().max_by_key(|row| row.created_at));
        row.map(|row| &row.id)
    };
    known.or_else(of_all).cloned()
}
