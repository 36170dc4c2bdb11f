//! Carries out wishes for access, keeps in mind who the clusters were, and puts on the clipboard what was made for it.

use jiff::{SignedDuration, Timestamp};

use crate::domain::access::{AccessOutcome, AccessTask, Remembered, Way};
use crate::domain::id::ClusterId;
use crate::domain::secret::Secret;
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
            AccessTask::TakeBack(_) | AccessTask::Sign { .. } | AccessTask::Apply { .. } => None,
        };
        let now = self.clock.now();
        self.store.begin_access(&scope, cluster.clone(), wish, now);
        self.send(Command::Access { scope, cluster, task });
    }

    /// Takes a secret off the clipboard when its time there is over, and wakes the window for that.
    pub(super) fn return_clipboard(&mut self, egui: &egui::Context) {
        let Some(lent) = &self.lent else { return };
        if let Some(left) = lent.left(self.clock.now()) {
            egui.request_repaint_after(left);
        } else if let Some(lent) = self.lent.take() {
            (self.host.clear_clipboard)(lent.text);
        }
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
                self.lent = Some(Lent::new(text.clone(), *at));
                self.toasts.copied(*at);
            }
            AccessOutcome::Saved(saved) => {
                let met = MetCluster {
                    authority: saved.authority.to_string(),
                    file: saved.file.display().to_string(),
                    saved_at: Some(at.to_string()),
                    expires_at: saved.expires.map(|expires| expires.to_string()),
                    kubeconfig: Some(saved.kubeconfig.display().to_string()),
                    context: Some(saved.context.clone()),
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
            AccessOutcome::Signed { .. } | AccessOutcome::Applied { .. } => {}
        }
    }
}

/// How long a secret lies on the clipboard.
const LENT_FOR: SignedDuration = SignedDuration::from_secs(45);

/// A secret on the clipboard, where every other program can read it.
#[derive(Debug)]
pub(super) struct Lent {
    text: Secret,
    until: Timestamp,
}

impl Lent {
    fn new(text: Secret, at: Timestamp) -> Self {
        let until = at + LENT_FOR;
        Self { text, until }
    }

    /// How long it may still lie there; nothing once its time is over.
    fn left(&self, now: Timestamp) -> Option<std::time::Duration> {
        let left = self.until.duration_since(now);
        std::time::Duration::try_from(left)
            .ok()
            .filter(|left| !left.is_zero())
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
                way: met.kubeconfig.clone().zip(met.context.clone()).map(way),
            };
            Some((ClusterId::new(id.as_str()), remembered))
        })
        .collect();
}

fn way((kubeconfig, context): (String, String)) -> Way {
    Way { kubeconfig, context }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::Lent;
    use crate::domain::secret::Secret;

    #[test]
    fn a_secret_lies_on_the_clipboard_for_three_quarters_of_a_minute() {
        let at: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let lent = Lent::new(Secret::new("key"), at);
        let left = |secs| {
            lent.left(at + SignedDuration::from_secs(secs))
                .map(|left| left.as_secs())
        };
        assert_eq!(
            [left(0), left(44), left(45), left(600)],
            [Some(45), Some(1), None, None]
        );
    }
}
