//! How many calls run at once: so many to each host, fewer to Magnum, and some places kept for what a person waits for,
//! who is also served first.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

use crate::domain::service::Service;
use crate::openstack::policy;

/// All lanes of one session.
#[derive(Debug)]
pub(crate) struct Lanes {
    hosts: Mutex<BTreeMap<String, Arc<Lane>>>,
    magnum: Arc<Lane>,
}

/// Places in the lanes, for as long as a call runs.
#[derive(Debug)]
pub(crate) struct Turn {
    _places: Vec<Place>,
}

impl Lanes {
    pub(crate) fn new() -> Self {
        Self {
            hosts: Mutex::default(),
            magnum: Lane::new(policy::MAGNUM_CALLS_AT_ONCE, policy::MAGNUM_CALLS_KEPT),
        }
    }

    /// Waits for one's turn. Magnum's lane is always entered first.
    pub(crate) async fn turn(&self, service: Service, host: &str, urgent: bool) -> Turn {
        let mut places = Vec::with_capacity(2);
        if service == Service::ContainerInfra {
            places.extend(self.magnum.enter(urgent).await);
        }
        let host = self.host(host);
        places.extend(host.enter(urgent).await);
        Turn { _places: places }
    }

    fn host(&self, host: &str) -> Arc<Lane> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = hosts
            .entry(host.to_owned())
            .or_insert_with(|| Lane::new(policy::CALLS_AT_ONCE, policy::CALLS_KEPT));
        Arc::clone(lane)
    }
}

#[derive(Debug)]
struct Lane {
    queue: Mutex<Queue>,
    /// Places that only a person's calls may take.
    kept: usize,
}

#[derive(Debug)]
struct Queue {
    free: usize,
    urgent: VecDeque<oneshot::Sender<Place>>,
    others: VecDeque<oneshot::Sender<Place>>,
}

/// One place; leaving it lets the next one in.
#[derive(Debug)]
struct Place(Option<Arc<Lane>>);

impl Lane {
    fn new(places: usize, kept: usize) -> Arc<Self> {
        Arc::new(Self {
            queue: Mutex::new(Queue {
                free: places,
                urgent: VecDeque::new(),
                others: VecDeque::new(),
            }),
            kept,
        })
    }

    async fn enter(self: &Arc<Self>, urgent: bool) -> Option<Place> {
        let (sender, receiver) = oneshot::channel();
        {
            let mut queue = self.lock();
            if urgent {
                queue.urgent.push_back(sender);
            } else {
                queue.others.push_back(sender);
            }
        }
        self.let_in();
        // The sender waits in the queue until it is used, so this cannot fail.
        receiver.await.ok()
    }

    /// Gives free places to those who wait. Who has gone meanwhile gives the place back by dropping it.
    fn let_in(self: &Arc<Self>) {
        loop {
            let waiting = {
                let mut queue = self.lock();
                let next = if queue.free == 0 {
                    None
                } else if let Some(first) = queue.urgent.pop_front() {
                    Some(first)
                } else if queue.free > self.kept {
                    queue.others.pop_front()
                } else {
                    None
                };
                if next.is_some() {
                    queue.free -= 1;
                }
                next
            };
            let Some(waiting) = waiting else { return };
            if let Err(unused) = waiting.send(Place(Some(Arc::clone(self)))) {
                unused.give_back();
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Gives the place back without letting anybody in, for the one who is letting in.
    fn give_back(mut self) {
        if let Some(lane) = self.0.take() {
            lane.lock().free += 1;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(lane) = self.0.take() {
            lane.lock().free += 1;
            lane.let_in();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lanes, Turn};
    use crate::domain::service::Service::{Compute, ContainerInfra};

    /// Whether a turn comes at once.
    fn now(future: impl Future<Output = Turn>) -> Option<Turn> {
        let mut future = std::pin::pin!(future);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match future.as_mut().poll(&mut context) {
            std::task::Poll::Ready(turn) => Some(turn),
            std::task::Poll::Pending => None,
        }
    }

    #[test]
    fn six_per_host_two_of_them_for_clicks_and_three_to_magnum() {
        let lanes = Lanes::new();
        let mut held: Vec<_> = (0..9)
            .filter_map(|_| now(lanes.turn(Compute, "a", false)))
            .collect();
        assert_eq!(held.len(), 4);
        held.extend((0..9).filter_map(|_| now(lanes.turn(Compute, "a", true))));
        assert_eq!(held.len(), 6);
        assert!(
            now(lanes.turn(Compute, "b", false)).is_some(),
            "another host has its own"
        );
        drop(held);
        let magnum: Vec<_> = (0..9)
            .filter_map(|_| now(lanes.turn(ContainerInfra, "c", true)))
            .collect();
        assert_eq!(magnum.len(), 3);
    }

    #[test]
    fn f41_a_click_is_served_before_those_who_came_earlier() {
        let lanes = Lanes::new();
        let held: Vec<_> = (0..6)
            .filter_map(|_| now(lanes.turn(Compute, "a", true)))
            .collect();
        assert_eq!(held.len(), 6);
        let mut held = held;
        let mut poll = std::pin::pin!(lanes.turn(Compute, "a", false));
        let mut click = std::pin::pin!(lanes.turn(Compute, "a", true));
        assert!(now(poll.as_mut()).is_none() && now(click.as_mut()).is_none());
        // One place is enough for a person; the poll that came earlier waits until nobody else needs the last ones.
        drop(held.pop());
        let click = now(click.as_mut());
        assert!(click.is_some() && now(poll.as_mut()).is_none());
        drop((held, click));
        assert!(now(poll.as_mut()).is_some());
    }

    #[test]
    fn who_gives_up_waiting_takes_no_place() {
        let lanes = Lanes::new();
        let held: Vec<_> = (0..4)
            .filter_map(|_| now(lanes.turn(Compute, "a", false)))
            .collect();
        assert!(now(lanes.turn(Compute, "a", false)).is_none());
        assert!(now(lanes.turn(Compute, "a", false)).is_none());
        drop(held);
        let again: Vec<_> = (0..9)
            .filter_map(|_| now(lanes.turn(Compute, "a", false)))
            .collect();
        assert_eq!(again.len(), 4);
    }
}
