//! How long until the next poll: pure, so that it can be read and tested in one place.

use std::time::Duration;

use crate::message::Attention;

/// Something is in progress and somebody looks.
pub const BUSY: Duration = Duration::from_secs(5);
/// Nothing is in progress and somebody looks.
pub const CALM: Duration = Duration::from_secs(30);
/// The window has not got the focus.
pub const AWAY: Duration = Duration::from_secs(120);
/// The longest wait between two attempts that fail.
pub const FAILING_MAX: Duration = Duration::from_secs(60);
/// How often new clusters are looked for while somebody looks.
pub const DISCOVER: Duration = Duration::from_secs(15);
/// A call is repeated no sooner than after this many times its own duration.
pub const DURATION_FACTOR: u32 = 5;

/// What the next wait depends on.
#[derive(Clone, Copy, Debug)]
pub struct Situation {
    /// Whether something is in progress.
    pub busy: bool,
    /// How long to wait when nothing is in progress and somebody looks: [`CALM`] for most.
    pub calm: Duration,
    /// Whether somebody looks.
    pub attention: Attention,
    /// How many attempts in a row have failed.
    pub failures: u32,
    /// How long the latest attempt took.
    pub took: Duration,
    /// The service asked not to be asked before this has passed.
    pub not_before: Duration,
}

impl Situation {
    /// Nothing is in progress, and nothing has gone wrong.
    pub fn calm(attention: Attention) -> Self {
        Self {
            busy: false,
            calm: CALM,
            attention,
            failures: 0,
            took: Duration::ZERO,
            not_before: Duration::ZERO,
        }
    }
}

/// How long to wait; `None` means until somebody looks again. `jitter` is between 0 and 1 and spreads the wait by ±20 %.
pub fn next(situation: Situation, jitter: f64) -> Option<Duration> {
    let base = match situation.attention {
        Attention::Hidden => return None,
        Attention::Away => AWAY,
        Attention::Near if situation.busy => BUSY,
        Attention::Near => situation.calm,
    };
    let base = if situation.failures == 0 {
        base
    } else {
        let doubled = BUSY.saturating_mul(2_u32.saturating_pow((situation.failures - 1).min(10)));
        doubled.min(FAILING_MAX)
    };
    let least = situation.took.saturating_mul(DURATION_FACTOR);
    let wait = base.max(least).mul_f64(0.8 + 0.4 * jitter.clamp(0.0, 1.0));
    Some(wait.max(situation.not_before))
}

#[cfg(test)]
mod tests {
    use super::{Situation, next};
    use crate::message::Attention;
    use std::time::Duration;

    fn secs(busy: bool, attention: Attention, failures: u32, took: u64) -> Option<u64> {
        let took = Duration::from_secs(took);
        next(
            Situation {
                busy,
                failures,
                took,
                ..Situation::calm(attention)
            },
            0.5,
        )
        .map(|wait| wait.as_secs())
    }

    #[test]
    fn the_cadence_follows_what_happens_and_who_looks() {
        assert_eq!(secs(true, Attention::Near, 0, 0), Some(5));
        assert_eq!(secs(false, Attention::Near, 0, 0), Some(30));
        assert_eq!(secs(true, Attention::Away, 0, 0), Some(120));
        assert_eq!(secs(true, Attention::Hidden, 0, 0), None);
    }

    #[test]
    fn failures_back_off_to_a_minute() {
        let waits: Vec<_> = (1..=6).map(|n| secs(true, Attention::Near, n, 0)).collect();
        assert_eq!(waits, [Some(5), Some(10), Some(20), Some(40), Some(60), Some(60)]);
    }

    #[test]
    fn a_dear_call_is_made_rarely() {
        assert_eq!(secs(true, Attention::Near, 0, 8), Some(40));
    }

    #[test]
    fn jitter_spreads_by_a_fifth() {
        let situation = Situation::calm(Attention::Near);
        assert_eq!(next(situation, 0.0), Some(Duration::from_secs(24)));
        assert_eq!(next(situation, 1.0), Some(Duration::from_secs(36)));
    }

    #[test]
    fn f41_a_service_that_asks_for_a_rest_is_not_asked_before() {
        let situation = Situation {
            failures: 1,
            not_before: Duration::from_secs(120),
            ..Situation::calm(Attention::Near)
        };
        assert_eq!(next(situation, 0.0), Some(Duration::from_secs(120)));
        let hidden = Situation {
            attention: Attention::Hidden,
            ..situation
        };
        assert_eq!(next(hidden, 0.0), None);
    }
}
