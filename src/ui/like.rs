//! What the window does for the creation form: begins it like a cluster that is there, keeps what was begun, forgets it.

use crate::domain::draft::ClusterDraft;
use crate::domain::id::ClusterId;
use crate::domain::scope::Scope;
use crate::platform::settings::scope_key;
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

    /// Keeps what somebody has begun to fill in.
    pub(super) fn keep_draft(&mut self, scope: &Scope, draft: ClusterDraft) {
        self.settings.drafts.insert(scope_key(scope), draft);
        self.save_settings();
    }

    /// Keeps nothing of it any more.
    pub(super) fn forget_draft(&mut self, scope: &Scope) {
        if self.settings.drafts.remove(&scope_key(scope)).is_some() {
            self.save_settings();
        }
    }
}
