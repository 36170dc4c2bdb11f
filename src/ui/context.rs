//! What every panel gets: the values, the words, the time and the outbox. All of it read-only.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::domain::scope::Scope;
use crate::store::state::{ScopeStore, Store};
use crate::text::Words;
use crate::ui::outbox::Outbox;

/// Says where the private half of a key of this name goes when nobody says otherwise.
pub type KeyFile = dyn Fn(&str) -> Option<PathBuf> + Send + Sync;

/// Shared references for one frame.
#[derive(Clone, Copy, Debug)]
pub struct Ctx<'a> {
    /// Everything that is known.
    pub store: &'a Store,
    /// The scope on screen.
    pub scope: &'a Scope,
    /// What is known of it.
    pub data: &'a ScopeStore,
    /// The words of the chosen language.
    pub words: &'a Words,
    /// The time of this frame.
    pub now: Timestamp,
    /// Where wishes go.
    pub outbox: &'a Outbox,
}
