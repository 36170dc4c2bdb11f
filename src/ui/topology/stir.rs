//! What has just happened to the picture: what is new fades in, what has changed is ringed once, what has gone fades out.
//! A moment later nothing of it is left, and the window sleeps.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::Ui;

use crate::domain::topology::arrange::Arrangement;
use crate::domain::topology::diff::Difference;
use crate::domain::topology::resource::ResourceKey;
use crate::ui::topology::look::{CardLook, Looks};

/// How long it is to be seen, in seconds.
const SECS: f64 = 0.2;
/// Pictures of a fade: each is drawn once, so there are few.
const STEPS: u8 = 8;
/// More cards than this are not faded one by one: a whole picture that flickers tells nothing.
const MOST: usize = 200;

/// What has just happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Stir {
    /// Cards that are new.
    pub(crate) appeared: Arc<BTreeSet<ResourceKey>>,
    /// Cards that show something that has changed.
    pub(crate) changed: Arc<BTreeSet<ResourceKey>>,
    /// Cards as they stood that are gone.
    pub(crate) went: Arc<Vec<Arc<CardLook>>>,
    /// From [`STEPS`] down to 0, when all is over.
    pub(crate) step: u8,
}

impl Stir {
    /// What of a difference is to be seen: on the card itself, or on that of the group that hides it.
    pub(crate) fn of(found: &Difference, arrangement: &Arrangement, before: &Looks) -> Self {
        let shown = |keys: &BTreeSet<ResourceKey>| -> Arc<BTreeSet<ResourceKey>> {
            let items = arrangement.items.iter().filter(|item| {
                keys.contains(&item.key)
                    || item
                        .fold
                        .as_ref()
                        .is_some_and(|fold| !fold.open && fold.members.iter().any(|it| keys.contains(it)))
            });
            Arc::new(items.map(|item| item.key.clone()).collect())
        };
        // A group that gets a new member is not new itself.
        let own = |keys: Arc<BTreeSet<ResourceKey>>| -> (BTreeSet<ResourceKey>, BTreeSet<ResourceKey>) {
            keys.iter().cloned().partition(|key| found.appeared.contains(key))
        };
        let (appeared, grown) = own(shown(&found.appeared));
        let mut changed = Arc::unwrap_or_clone(shown(&found.changed));
        changed.extend(grown);
        let went: Vec<Arc<CardLook>> = before
            .cards
            .iter()
            .filter(|(key, _)| found.went.contains(*key))
            .map(|(_, card)| Arc::clone(card))
            .collect();
        let quiet = appeared.len() + changed.len() + went.len();
        if quiet == 0 || quiet > MOST {
            return Self::default();
        }
        Self {
            appeared: Arc::new(appeared),
            changed: Arc::new(changed),
            went: Arc::new(went),
            step: STEPS,
        }
    }

    /// How much of the fade is left, from 1 to 0.
    pub(crate) fn left(&self) -> f32 {
        f32::from(self.step) / f32::from(STEPS)
    }

    /// Whether anything of it is to be seen on this card.
    pub(crate) fn shows(&self, key: &ResourceKey) -> bool {
        self.step > 0 && (self.changed.contains(key) || self.appeared.contains(key))
    }

    /// 1 for a card of what has just changed, 0 a moment later.
    pub(crate) fn fresh(&self, key: &ResourceKey) -> f32 {
        if self.changed.contains(key) {
            self.left()
        } else {
            0.0
        }
    }

    /// 0 for a card of what has just appeared, 1 a moment later.
    pub(crate) fn opacity(&self, key: &ResourceKey) -> f32 {
        if self.appeared.contains(key) {
            1.0 - self.left()
        } else {
            1.0
        }
    }

    /// Moves on to this frame's time, and asks for another frame while something is to be seen.
    pub(crate) fn advance(&mut self, ui: &Ui, since: f64) {
        if self.step == 0 {
            return;
        }
        let age = ui.input(|input| input.time) - since;
        if ui.style().animation_time <= 0.0 || age >= SECS {
            *self = Self::default();
            // The last picture of a fade must give way to the one without it.
            ui.ctx().request_repaint();
            return;
        }
        self.step = (f64::from(STEPS) * (1.0 - age / SECS))
            .ceil()
            .clamp(1.0, f64::from(STEPS)) as u8;
        ui.ctx().request_repaint();
    }
}
