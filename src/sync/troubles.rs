//! What the pollers of one session tell each other of trouble: hosts that are away, and topics that are not permitted.
//!
//! While a host is away one poller asks for all of them; its first answer sends the others on. What was refused for want of
//! rights is not asked for again by going to another page and back, only when somebody asks for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::domain::problem::{Problem, ProblemKind};
use crate::message::Topic;

/// A shared handle; clones speak of the same session.
#[derive(Clone, Debug, Default)]
pub(crate) struct Troubles(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    hosts: Mutex<BTreeMap<String, Away>>,
    denied: Mutex<BTreeSet<Topic>>,
}

/// A host that does not answer: who asks it, and a sign that it is back.
#[derive(Clone, Debug)]
struct Away {
    turn: Arc<Semaphore>,
    back: watch::Sender<bool>,
}

/// One poller's part in the waiting for a host.
#[derive(Debug)]
pub(crate) struct Vigil {
    host: String,
    away: Away,
    turn: Option<OwnedSemaphorePermit>,
}

impl Troubles {
    /// Joins those who wait for this host.
    pub(crate) fn wait_for(&self, host: &str) -> Vigil {
        let mut hosts = locked(&self.0.hosts);
        let away = hosts.entry(host.to_owned()).or_insert_with(|| Away {
            turn: Arc::new(Semaphore::new(1)),
            back: watch::Sender::new(false),
        });
        Vigil {
            host: host.to_owned(),
            away: away.clone(),
            turn: None,
        }
    }

    /// Ends a waiting because an answer came: everybody else who waits goes on.
    pub(crate) fn answered(&self, vigil: Vigil) {
        let mut hosts = locked(&self.0.hosts);
        let same = |away: &Away| Arc::ptr_eq(&away.turn, &vigil.away.turn);
        if hosts.get(&vigil.host).is_some_and(same) {
            hosts.remove(&vigil.host);
        }
        drop(hosts);
        vigil.away.back.send_replace(true);
    }

    /// Notes whether this topic is permitted, as far as its latest failure tells.
    pub(crate) fn note(&self, topic: &Topic, problem: &Problem) {
        if problem.kind == ProblemKind::Forbidden {
            locked(&self.0.denied).insert(topic.clone());
        }
    }

    /// The topic was had: it is permitted.
    pub(crate) fn permitted(&self, topic: &Topic) {
        locked(&self.0.denied).remove(topic);
    }

    /// Whether this topic was refused for want of rights, so that asking again by itself is pointless.
    pub(crate) fn is_denied(&self, topic: &Topic) -> bool {
        locked(&self.0.denied).contains(topic)
    }
}

impl Vigil {
    /// The host that is waited for.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Whether the host has answered somebody since.
    pub(crate) fn is_over(&self) -> bool {
        *self.away.back.borrow()
    }

    /// Whether this poller is the one that asks.
    pub(crate) fn on_duty(&self) -> bool {
        self.turn.is_some()
    }

    /// Waits until the one who asked before has given up.
    pub(crate) async fn take_duty(&mut self) {
        // Never closed, so it cannot fail.
        self.turn = Arc::clone(&self.away.turn).acquire_owned().await.ok();
    }

    /// Waits until the host has answered somebody.
    pub(crate) fn back(&self) -> impl Future<Output = ()> + use<> {
        let mut back = self.away.back.subscribe();
        async move {
            if back.wait_for(|back| *back).await.is_err() {
                std::future::pending().await
            }
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::Troubles;

    #[test]
    fn f08_a_waiting_ends_with_somebodys_answer_and_the_next_one_is_new() {
        let troubles = Troubles::default();
        let (asks, waits) = (troubles.wait_for("h:1"), troubles.wait_for("h:1"));
        assert!(!waits.is_over());
        troubles.answered(asks);
        assert!(waits.is_over());
        assert!(!troubles.wait_for("h:1").is_over());
    }
}
