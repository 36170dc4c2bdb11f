//! What of the picture somebody does not want to see for now, by kind and by state. What is left stays where it stands.

use std::collections::BTreeSet;

use crate::domain::status::Severity;
use crate::domain::topology::resource::{ResourceKey, ResourceKind};
use crate::ui::topology::look::Looks;

/// What is hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// These kinds.
    pub(crate) kinds: BTreeSet<ResourceKind>,
    /// What is in one of these states.
    pub(crate) states: BTreeSet<Severity>,
}

impl Filter {
    /// Whether anything is hidden.
    pub(crate) fn is_on(&self) -> bool {
        !(self.kinds.is_empty() && self.states.is_empty())
    }

    /// Shows a kind that is hidden, and hides one that is shown.
    pub(crate) fn toggle_kind(&mut self, kind: ResourceKind) {
        if !self.kinds.remove(&kind) {
            self.kinds.insert(kind);
        }
    }

    /// The same for a state.
    pub(crate) fn toggle_state(&mut self, state: Severity) {
        if !self.states.remove(&state) {
            self.states.insert(state);
        }
    }

    /// Whether such a card is hidden.
    fn hides(&self, kind: ResourceKind, state: Severity) -> bool {
        self.kinds.contains(&kind) || self.states.contains(&state)
    }

    /// Takes out of the looks what is hidden, and every line that would end nowhere.
    pub(crate) fn apply(&self, looks: &mut Looks) {
        if !self.is_on() {
            return;
        }
        looks
            .cards
            .retain(|_, card| !self.hides(card.kind, card.severity));
        let cards = &looks.cards;
        let hidden: BTreeSet<&ResourceKey> = looks
            .order
            .iter()
            .filter(|key| !cards.contains_key(*key))
            .collect();
        looks.callouts.retain(|callout| !hidden.contains(&callout.about));
        looks.order.retain(|key| cards.contains_key(key));
        looks
            .frames
            .retain(|frame| cards.values().any(|card| frame.area.contains_rect(card.area)));
        let frames = &looks.frames;
        looks
            .lines
            .retain(|line| cards.contains_key(&line.from) && cards.contains_key(&line.to));
        looks.bundles.retain(|bundle| {
            cards.contains_key(&bundle.from) && frames.iter().any(|frame| frame.area == bundle.ends.1)
        });
        looks.neighbours.retain(|key, known| {
            known.retain(|other| cards.contains_key(other));
            cards.contains_key(key)
        });
    }
}
