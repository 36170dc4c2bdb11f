//! Another cluster like one that is there: the creation form, filled in with what differs from its template.

use crate::domain::draft::ClusterDraft;
use crate::domain::id::ClusterId;
use crate::ui::app::App;
use crate::ui::route::Route;
use crate::ui::wizard::WizardPanel;

impl App {
    /// Opens the creation form, filled in like this cluster.
    pub(super) fn create_like(&mut self, cluster: &ClusterId) {
        let data = self.scope().and_then(|scope| self.store.scope(scope));
        let draft = data.and_then(|data| {
            let cluster = data.cluster(cluster)?;
            let template = data.template(&cluster.template).map(AsRef::as_ref);
            Some(ClusterDraft::like(cluster, template))
        });
        if let Some(draft) = draft {
            self.pages.wizard = WizardPanel::prefilled(draft);
            self.go(Route::CreateCluster);
        }
    }
}
