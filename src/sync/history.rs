//! What happened in stacks, as far as it is known: a refresh asks for what is new, and goes on with what is older where
//! that is not known to its end yet. However long a history is, one refresh makes a few calls.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tokio::sync::Mutex;

use crate::domain::id::StackId;
use crate::domain::stack::{Stack, StackEvent};
use crate::openstack::error::ApiError;
use crate::openstack::heat;
use crate::openstack::session::Session;

/// Events asked for per call.
const PAGE: u32 = 500;
/// Calls per refresh and stack.
const CALLS: u32 = 8;
/// More events of one stack are not kept: the oldest ones are those of its creation, which nobody replays any more.
const MOST_EVENTS: usize = 40_000;
/// Stacks whose history is kept.
const MOST_STACKS: usize = 16;

/// The histories of the stacks that were looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    stacks: Arc<Mutex<BTreeMap<StackId, Known>>>,
}

/// What is known of one stack and of those nested in it.
#[derive(Clone, Debug, Default)]
struct Known {
    /// Newest first.
    events: Vec<StackEvent>,
    /// Whether there is nothing older.
    is_whole: bool,
}

/// What has happened in a stack.
pub(crate) struct Told {
    /// Newest first.
    pub(crate) events: Vec<StackEvent>,
    /// Whether there is nothing older; otherwise the next refresh tells more.
    pub(crate) is_whole: bool,
}

impl History {
    /// Everything that is known after this refresh.
    ///
    /// # Errors
    /// When what is new cannot be had. That older events cannot be had takes nothing away.
    pub(crate) async fn of(&self, session: &Session, stack: &Stack) -> Result<Told, ApiError> {
        let known = self.stacks.lock().await.get(&stack.id).cloned();
        let mut walk = Walk {
            session,
            stack,
            calls: CALLS,
        };
        let mut known = walk.newer(known.unwrap_or_default()).await?;
        walk.older(&mut known).await;
        let mut stacks = self.stacks.lock().await;
        if stacks.len() >= MOST_STACKS && !stacks.contains_key(&stack.id) {
            stacks.clear();
        }
        stacks.insert(stack.id.clone(), known.clone());
        Ok(Told {
            events: known.events,
            is_whole: known.is_whole,
        })
    }
}

/// One refresh of one stack's history.
struct Walk<'a> {
    session: &'a Session,
    stack: &'a Stack,
    /// Calls that are left.
    calls: u32,
}

impl Walk<'_> {
    /// The next page, and whether it is the last one.
    async fn page(&mut self, after: Option<&str>) -> Result<(Vec<StackEvent>, bool), ApiError> {
        self.calls = self.calls.saturating_sub(1);
        let page = heat::events(self.session, self.stack, (PAGE, after)).await?;
        let is_last = page.len() < PAGE as usize;
        Ok((page, is_last))
    }

    /// What is known, with everything before it that is new. Where too much is new, what was known is asked for again.
    async fn newer(&mut self, known: Known) -> Result<Known, ApiError> {
        let ids: BTreeSet<&str> = known.events.iter().map(|event| event.id.as_str()).collect();
        let mut fresh: Vec<StackEvent> = Vec::new();
        loop {
            let after = fresh.last().map(|event| event.id.clone());
            let (page, is_last) = self.page(after.as_deref()).await?;
            let before = fresh.len();
            let mut met = false;
            for event in page {
                met |= ids.contains(event.id.as_str());
                if !met {
                    fresh.push(event);
                }
            }
            if met {
                let is_whole = known.is_whole;
                fresh.extend(known.events);
                return Ok(Known {
                    events: fresh,
                    is_whole,
                });
            }
            if is_last || fresh.len() == before || self.calls == 0 || ids.is_empty() {
                return Ok(Known {
                    events: fresh,
                    is_whole: is_last,
                });
            }
        }
    }

    /// Goes on where what is known ends.
    async fn older(&mut self, known: &mut Known) {
        let mut ids: BTreeSet<String> = known.events.iter().map(|event| event.id.clone()).collect();
        while !known.is_whole && self.calls > 0 {
            let after = known.events.last().map(|event| event.id.clone());
            let Ok((page, is_last)) = self.page(after.as_deref()).await else {
                return;
            };
            let before = known.events.len();
            let new = page.into_iter().filter(|event| ids.insert(event.id.clone()));
            known.events.extend(new);
            // Heat throws old events away; a marker that is gone leads back to the beginning, where all is known.
            let stands_still = known.events.len() == before;
            known.is_whole = is_last || stands_still || known.events.len() >= MOST_EVENTS;
        }
    }
}
