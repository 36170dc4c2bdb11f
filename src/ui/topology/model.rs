//! The pure half of the topology page: which layout to ask for, and what a search finds.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::topology::arrange::{ArrangeRequest, Arrangement, Folding, FoldingRule};
use crate::domain::topology::model::Topology;
use crate::domain::topology::resource::{Resource, ResourceKey};

/// A topology with its layout, as the store has it.
pub type Arranged = (Arc<Topology>, Arc<Arrangement>);

/// Which groups are open, and what was asked for last.
#[derive(Debug, Default)]
pub struct Asking {
    folding: Folding,
    /// What was asked last; an answer to anything older is not waited for.
    asked: Option<(Arc<Topology>, Folding)>,
    /// The layout that there was when it was asked.
    instead_of: Option<Arc<Arrangement>>,
    anew: bool,
}

impl Asking {
    /// Begins with groups open as they were kept.
    pub fn with(folding: Folding) -> Self {
        Self {
            folding,
            ..Self::default()
        }
    }

    /// Which groups are open.
    pub fn folding(&self) -> &Folding {
        &self.folding
    }

    /// The layout to ask for, if one is needed: for a topology or a folding that none was asked for yet.
    pub fn next(&mut self, topology: &Arc<Topology>, known: Option<&Arranged>) -> Option<ArrangeRequest> {
        let asked = self
            .asked
            .as_ref()
            .is_some_and(|(asked, folding)| Arc::ptr_eq(asked, topology) && *folding == self.folding);
        if asked && !self.anew {
            return None;
        }
        self.asked = Some((Arc::clone(topology), self.folding.clone()));
        let previous = known.map(|(_, arrangement)| Arc::clone(arrangement));
        self.instead_of.clone_from(&previous);
        let anew = std::mem::take(&mut self.anew);
        Some(ArrangeRequest {
            topology: Arc::clone(topology),
            folding: self.folding.clone(),
            previous: previous.filter(|_| !anew),
        })
    }

    /// Whether this layout is still the one from before something else was asked for.
    pub(crate) fn is_waiting(&self, known: &Arc<Arrangement>) -> bool {
        let before = self.instead_of.as_ref();
        before.is_some_and(|before| Arc::ptr_eq(before, known))
    }

    /// Opens what is folded and folds what is open.
    pub fn toggle(&mut self, key: &ResourceKey, arrangement: &Arrangement) {
        let card = arrangement.items.iter().find(|item| &item.key == key);
        let frame = arrangement.frames.iter().find(|frame| &frame.key == key);
        let open = card
            .and_then(|item| item.fold.as_ref())
            .or(frame.map(|frame| &frame.fold))
            .map(|fold| (fold.key.clone(), fold.open));
        if let Some((key, open)) = open {
            self.folding.set(key, !open);
        }
    }

    /// Opens what hides this resource, if it is hidden.
    pub fn unhide(&mut self, key: &ResourceKey, arrangement: &Arrangement) {
        if arrangement.items.iter().any(|item| &item.key == key) {
            return;
        }
        for item in &arrangement.items {
            if let Some(fold) = item.fold.as_ref().filter(|fold| fold.members.contains(key)) {
                debug_assert!(!fold.open);
                self.folding.set(fold.key.clone(), true);
            }
        }
    }

    /// One rule for everything.
    pub fn fold_all(&mut self, rule: FoldingRule) {
        self.folding.set_all(rule);
    }

    /// Forgets where things stand.
    pub fn arrange_anew(&mut self) {
        self.anew = true;
    }
}

/// The cards that show something that was searched for; `None` if nothing is searched for.
pub fn found(search: &str, topology: &Topology, arrangement: &Arrangement) -> Option<BTreeSet<ResourceKey>> {
    let search = search.trim().to_lowercase();
    if search.is_empty() {
        return None;
    }
    let matches = |key: &ResourceKey| topology.get(key).is_some_and(|resource| has(resource, &search));
    let found = arrangement
        .items
        .iter()
        .filter(|item| {
            let hidden = item.fold.as_ref().filter(|fold| !fold.open);
            item.title.to_lowercase().contains(&search)
                || matches(&item.key)
                || hidden.is_some_and(|fold| fold.members.iter().any(matches))
        })
        .map(|item| item.key.clone())
        .collect();
    Some(found)
}

/// Whether any text of the resource has these letters.
fn has(resource: &Resource, search: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(search);
    has(&resource.name)
        || has(&resource.title)
        || has(&resource.status)
        || has(resource.kind.word())
        || resource.node_group.as_deref().is_some_and(has)
        || resource.facts.iter().any(|(_, value)| has(value))
}
