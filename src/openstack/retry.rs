//! Whether and when a failed attempt is made again: pure, so that every rule of it can be read and tested in one place.

use std::time::Duration;

use crate::openstack::policy;

/// How far a failed attempt got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reached {
    /// There was no connection.
    Nothing,
    /// The service refused.
    Refused,
    /// Nobody knows what the service did.
    Perhaps,
}

/// What is known of a failed attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tried {
    /// Which attempt it was, from 1.
    pub(crate) attempt: u32,
    /// Whether it only read.
    pub(crate) read: bool,
    /// How far it got.
    pub(crate) reached: Reached,
    /// Whether another attempt may have another outcome.
    pub(crate) passing: bool,
    /// The status, where there was an answer.
    pub(crate) status: Option<u16>,
    /// How long the service asks to wait.
    pub(crate) asked: Option<Duration>,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Another attempt after this pause.
    Again(Duration),
    /// No other attempt; the service is left alone for so long.
    Rest(Duration),
    /// No other attempt.
    GiveUp,
}

/// Decides. `jitter` is between 0 and 1.
pub(crate) fn next(tried: Tried, jitter: f64) -> Next {
    if let Some(asked) = tried.asked
        && asked > policy::RETRY_AFTER_WAITED
    {
        return Next::Rest(asked.min(policy::RETRY_AFTER_CAP));
    }
    // A gateway that asks to come back later says that it has passed nothing on.
    let put_off = tried.asked.is_some() && matches!(tried.status, Some(429 | 503));
    let allowed = tried.passing && (tried.read || tried.reached == Reached::Nothing || put_off);
    if allowed && tried.attempt < policy::ATTEMPTS {
        Next::Again(tried.asked.unwrap_or_else(|| pause(tried.attempt, jitter)))
    } else {
        Next::GiveUp
    }
}

/// Full jitter: anything up to a limit that grows with the attempts.
fn pause(attempt: u32, jitter: f64) -> Duration {
    let longest = policy::PAUSE_BASE
        .saturating_mul(policy::PAUSE_FACTOR.saturating_pow(attempt.saturating_sub(1)))
        .min(policy::PAUSE_CAP);
    longest.mul_f64(jitter.clamp(0.0, 1.0))
}

/// The right to try again, shared by all calls to one service: a long outage uses it up, and then everything fails at once
/// instead of three times.
#[derive(Debug)]
pub(crate) struct Quota(u32);

impl Default for Quota {
    fn default() -> Self {
        Self(policy::QUOTA_FULL)
    }
}

impl Quota {
    /// Takes what one more attempt costs; `false` where there is not enough left.
    pub(crate) fn spend(&mut self) -> bool {
        match self.0.checked_sub(policy::QUOTA_RETRY) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => false,
        }
    }

    /// A call went well.
    pub(crate) fn earn(&mut self) {
        self.0 = policy::QUOTA_FULL.min(self.0 + policy::QUOTA_SUCCESS);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Next, Quota, Reached, Tried, next};

    const READ: Tried = Tried {
        attempt: 1,
        read: true,
        reached: Reached::Refused,
        passing: true,
        status: Some(503),
        asked: None,
    };

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn reads_are_tried_three_times_with_growing_pauses() {
        let pauses = [1, 2, 3].map(|attempt| next(Tried { attempt, ..READ }, 1.0));
        let millis = |millis| Next::Again(Duration::from_millis(millis));
        assert_eq!(pauses, [millis(200), millis(600), Next::GiveUp]);
        assert_eq!(next(READ, 0.0), Next::Again(Duration::ZERO));
        let lasting = Tried {
            passing: false,
            ..READ
        };
        assert_eq!(next(lasting, 0.5), Next::GiveUp);
    }

    #[test]
    fn f06_a_change_is_sent_again_only_where_it_cannot_have_arrived() {
        let write = Tried { read: false, ..READ };
        assert_eq!(next(write, 0.5), Next::GiveUp);
        for reached in [Reached::Refused, Reached::Perhaps] {
            let lost = Tried {
                reached,
                status: None,
                ..write
            };
            assert_eq!(next(lost, 0.5), Next::GiveUp, "{reached:?}");
        }
        let never_sent = Tried {
            reached: Reached::Nothing,
            status: None,
            ..write
        };
        assert!(matches!(next(never_sent, 0.5), Next::Again(_)));
        for (status, expected) in [
            (429, Next::Again(secs(3))),
            (503, Next::Again(secs(3))),
            (502, Next::GiveUp),
            (504, Next::GiveUp),
            (413, Next::GiveUp),
        ] {
            let put_off = Tried {
                status: Some(status),
                asked: Some(secs(3)),
                ..write
            };
            assert_eq!(next(put_off, 0.5), expected, "{status}");
        }
    }

    #[test]
    fn f41_a_short_wait_is_waited_a_long_one_is_a_rest_and_none_is_endless() {
        let asked = |wait| {
            let asked = Some(secs(wait));
            next(Tried { asked, ..READ }, 0.5)
        };
        assert_eq!(asked(0), Next::Again(secs(0)));
        assert_eq!(asked(30), Next::Again(secs(30)));
        assert_eq!(asked(31), Next::Rest(secs(31)));
        assert_eq!(asked(600), Next::Rest(secs(600)));
        assert_eq!(asked(86_400), Next::Rest(secs(600)));
    }

    #[test]
    fn the_quota_is_used_up_by_failures_and_earned_back_by_successes() {
        let mut quota = Quota::default();
        assert_eq!((0..20).filter(|_| quota.spend()).count(), 10);
        for _ in 0..9 {
            quota.earn();
        }
        assert!(!quota.spend());
        quota.earn();
        assert!(quota.spend());
        for _ in 0..1_000 {
            quota.earn();
        }
        assert_eq!((0..20).filter(|_| quota.spend()).count(), 10, "no more than full");
    }
}
