//! The draft across restarts: brought back once for each scope, kept when somebody has stopped typing.

use std::time::Duration;

use egui::Ui;

use crate::domain::draft::ClusterDraft;
use crate::domain::scope::Scope;
use crate::ui::outbox::Action;

/// So long nobody has typed before a draft is written.
const REST_SECS: f64 = 1.0;

/// Knows what is kept already.
#[derive(Debug, Default)]
pub(super) struct Keeper {
    /// The scope whose draft is on screen, with what is kept of it.
    of: Option<(Scope, ClusterDraft)>,
    /// Whether the draft on screen is not to be replaced by a kept one.
    anew: bool,
    /// Since when the draft differs from what is kept, and how it was then.
    changed: Option<(f64, ClusterDraft)>,
}

impl Keeper {
    /// A keeper that brings nothing back.
    pub(super) fn anew() -> Self {
        Self {
            anew: true,
            ..Self::default()
        }
    }

    /// The draft that was kept for this scope, the first time that the form is seen in it.
    pub(super) fn bring(&mut self, scope: &Scope, kept: Option<&ClusterDraft>) -> Option<ClusterDraft> {
        if self.of.as_ref().is_some_and(|(known, _)| known == scope) {
            return None;
        }
        let draft = kept.cloned();
        self.of = Some((scope.clone(), draft.clone().unwrap_or_default()));
        draft.filter(|_| !std::mem::take(&mut self.anew))
    }

    /// What has to be written, once somebody has stopped typing.
    pub(super) fn keep(&mut self, ui: &Ui, scope: &Scope, draft: &ClusterDraft) -> Option<Action> {
        let (_, kept) = self.of.as_mut()?;
        if kept == draft {
            self.changed = None;
            return None;
        }
        let now = ui.input(|input| input.time);
        match &self.changed {
            Some((since, last)) if last == draft => {
                if now - since < REST_SECS {
                    ui.ctx().request_repaint_after(Duration::from_secs_f64(REST_SECS));
                    return None;
                }
                self.changed = None;
                kept.clone_from(draft);
                Some(Action::KeepDraft(scope.clone(), Box::new(draft.clone())))
            }
            Some(_) | None => {
                self.changed = Some((now, draft.clone()));
                ui.ctx().request_repaint_after(Duration::from_secs_f64(REST_SECS));
                None
            }
        }
    }
}
