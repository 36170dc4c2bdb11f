//! The connections of a session, and their end after a suspend: a socket that was open then looks alive and swallows
//! everything.
//!
//! A suspend is seen by the wall clock going on without the monotonic one. Where the latter goes on as well (Windows), the
//! pool's own limit on idle connections does the same.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use reqwest::Client;
use tokio::time::Instant;

use crate::openstack::error::ApiError;
use crate::openstack::policy;
use crate::openstack::tls::Setup;

/// The two pools. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) reads: Client,
    /// A change never travels on a connection that the server may be about to close: its loss would leave open whether
    /// the change was made.
    pub(crate) writes: Client,
}

/// Whatever clients are fresh.
#[derive(Debug)]
pub(crate) struct Clients {
    setup: Setup,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    pair: Pair,
    clock: Clocks,
}

/// Both clocks at one moment.
#[derive(Clone, Copy, Debug)]
struct Clocks {
    wall: Timestamp,
    monotonic: Instant,
}

impl Clocks {
    fn now(wall: Timestamp) -> Self {
        Self {
            wall,
            monotonic: Instant::now(),
        }
    }

    /// Whether one clock went on without the other since `earlier`.
    fn jumped_since(self, earlier: Self) -> bool {
        let wall = self.wall.duration_since(earlier.wall);
        let monotonic = SignedDuration::try_from(self.monotonic.duration_since(earlier.monotonic));
        wall.saturating_sub(monotonic.unwrap_or(SignedDuration::MAX))
            .abs()
            > policy::SUSPEND_JUMP
    }
}

impl Clients {
    pub(crate) fn new(setup: Setup, wall: Timestamp) -> Result<Self, ApiError> {
        let pair = pair(&setup)?;
        Ok(Self {
            setup,
            state: Mutex::new(State {
                pair,
                clock: Clocks::now(wall),
            }),
        })
    }

    /// The clients to use now, and whether the machine slept, or its clock was set, since they were asked for last.
    pub(crate) fn current(&self, wall: Timestamp) -> (Pair, bool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Clocks::now(wall);
        let jumped = now.jumped_since(state.clock);
        state.clock = now;
        if jumped {
            tracing::info!("the clock jumped: all connections are made anew");
            // What could be built once can be built again; and if not, old connections are better than none.
            if let Ok(fresh) = pair(&self.setup) {
                state.pair = fresh;
            }
        }
        (state.pair.clone(), jumped)
    }
}

fn pair(setup: &Setup) -> Result<Pair, ApiError> {
    Ok(Pair {
        reads: setup.client(Some(policy::IDLE_CONNECTION_LIMIT))?,
        writes: setup.client(None)?,
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::{SignedDuration, Timestamp};

    use super::Clocks;

    #[tokio::test(start_paused = true)]
    async fn f07_a_suspend_is_a_wall_clock_that_went_on_alone() {
        let start = Clocks::now(Timestamp::UNIX_EPOCH);
        let after = |secs: i64| Clocks::now(Timestamp::UNIX_EPOCH + SignedDuration::from_secs(secs));
        assert!(!after(0).jumped_since(start));
        assert!(!after(30).jumped_since(start));
        assert!(after(31).jumped_since(start));
        assert!(after(8 * 3600).jumped_since(start));
        assert!(after(-31).jumped_since(start), "set back");
        tokio::time::advance(Duration::from_secs(3600)).await;
        assert!(
            !after(3610).jumped_since(start),
            "an hour without a call is no suspend"
        );
    }
}
