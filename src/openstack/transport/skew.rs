//! How far the cloud's clock is ahead of this machine's: the median over the latest answers.
//!
//! One measurement may be off by the second that `Date` leaves out, or by a proxy that answers from its memory; a median
//! of five is not.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::openstack::policy;

/// The latest measurements.
#[derive(Debug, Default)]
pub(crate) struct Skew(Mutex<VecDeque<SignedDuration>>);

impl Skew {
    /// An answer said `date`; it was asked for at `sent` by our clock and took `round_trip`.
    pub(crate) fn measure(&self, date: Timestamp, sent: Timestamp, round_trip: Duration) {
        let half = SignedDuration::try_from(round_trip / 2).unwrap_or_default();
        let ahead = date.duration_since(sent).saturating_sub(half);
        let mut samples = self.lock();
        if samples.len() == policy::SKEW_SAMPLES {
            samples.pop_front();
        }
        samples.push_back(ahead);
    }

    /// How far the server is ahead of us; negative where it is behind. `None` before the first answer.
    pub(crate) fn median(&self) -> Option<SignedDuration> {
        let mut sorted: Vec<_> = self.lock().iter().copied().collect();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied()
    }

    /// The clock was set: what was measured before says nothing any more.
    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<SignedDuration>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::{SignedDuration, Timestamp};

    use super::Skew;

    #[test]
    fn f33_the_median_of_five_is_believed() {
        let skew = Skew::default();
        let sent = Timestamp::UNIX_EPOCH;
        assert_eq!(skew.median(), None);
        let answers = |ahead: i64| {
            let date = sent + SignedDuration::from_secs(ahead + 1);
            skew.measure(date, sent, Duration::from_secs(2));
        };
        answers(7200);
        assert_eq!(skew.median(), Some(SignedDuration::from_secs(7200)));
        // A proxy's memory of an hour ago is outvoted …
        answers(3600);
        answers(7200);
        answers(7201);
        answers(7201);
        assert_eq!(skew.median(), Some(SignedDuration::from_secs(7200)));
        // … and forgotten after five more.
        for _ in 0..5 {
            answers(-90);
        }
        assert_eq!(skew.median(), Some(SignedDuration::from_secs(-90)));
        skew.forget();
        assert_eq!(skew.median(), None);
    }
}
