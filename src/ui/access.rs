//! Carries out wishes for access, keeps in mind who the clusters were, and puts on the clipboard what was made for it.

use crate::domain::access::{AccessOutcome, AccessTask, Remembered};
use crate::domain::id::ClusterId;
use crate::message::{Command, Update};
use crate::platform::settings::{MetCluster, Settings};
use crate::store::state::Store;
use crate::ui::app::App;

impl App {
    /// Does something about access to a cluster.
    pub(super) fn carry_out_access(&mut self, cluster: ClusterId, task: AccessTask) {
        let Some(scope) = self.scope().cloned() else {
            return;
        };
        let wish = match &task {
            AccessTask::Make(wish) => Some(wish.clone()),
            AccessTask::TakeBack(_) | AccessTask::Sign { .. } => None,
        };
        let now = self.clock.now();
        self.store.begin_access(&scope, cluster.clone(), wish, now);
        self.send(Command::Access { scope, cluster, task });
    }

    /// What an update says of access: a text goes to the clipboard, and a file is kept in mind.
    pub(super) fn notice_access(&mut self, egui: &egui::Context, update: &Update) {
        let Update::Accessed {
            cluster,
            at,
            outcome: Ok(outcome),
            ..
        } = update
        else {
            return;
        };
        match outcome {
            AccessOutcome::Text(text) => {
                egui.copy_text(text.expose().to_owned());
                self.toasts.copied(*at);
            }
            AccessOutcome::Saved(saved) => {
                let met = MetCluster {
                    authority: saved.authority.to_string(),
                    file: saved.file.display().to_string(),
                    saved_at: Some(at.to_string()),
                    expires_at: saved.expires.map(|expires| expires.to_string()),
                };
                self.settings.met.insert(cluster.as_str().to_owned(), met);
                remember(&mut self.store, &self.settings);
                self.save_settings();
            }
            AccessOutcome::TakenBack { .. } => {
                self.settings.met.remove(cluster.as_str());
                self.store.remembered.remove(cluster);
                self.save_settings();
            }
            AccessOutcome::Signed { .. } => {}
        }
    }
}

/// What earlier runs remember; what cannot be read is as if it had never been.
pub(super) fn remember(store: &mut Store, settings: &Settings) {
    store.remembered = settings
        .met
        .iter()
        .filter_map(|(id, met)| {
            let remembered = Remembered {
                authority: met.authority.parse().ok()?,
                file: met.file.clone(),
                at: met.saved_at.as_deref().and_then(|at| at.parse().ok()),
                expires: met.expires_at.as_deref().and_then(|at| at.parse().ok()),
            };
            Some((ClusterId::new(id.as_str()), remembered))
        })
        .collect();
}
