//! A circuit breaker: what fails again and again is left alone for a while, then tried by one call at a time. Pure; the
//! time is handed in.

use std::time::Duration;

use tokio::time::Instant;

use crate::openstack::policy;

/// Why something is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// It failed.
    Failures,
    /// It asked for it, because it was asked too often.
    Limited,
}

/// Until when something is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rest {
    pub(crate) until: Instant,
    pub(crate) cause: Cause,
}

/// What a caller may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Call.
    Go,
    /// Call, as the one that finds out whether it works again.
    Probe,
    /// Wait for the one that is finding out.
    Await,
    /// Leave it alone.
    Rest(Rest),
}

/// The state of one service, or of one host.
#[derive(Debug, Default)]
pub(crate) struct Circuit {
    failures: u32,
    open: Option<Open>,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    rest: Rest,
    /// How long it is left alone this time; zero where it asked for the rest itself.
    length: Duration,
    probing: bool,
}

impl Circuit {
    /// What a caller may do now. A person may always find out.
    pub(crate) fn verdict(&self, now: Instant, urgent: bool) -> Verdict {
        match self.open {
            None => Verdict::Go,
            Some(open) if open.probing && urgent => Verdict::Await,
            Some(open) if open.probing => Verdict::Rest(open.rest),
            Some(open) if urgent || now >= open.rest.until => Verdict::Probe,
            Some(open) => Verdict::Rest(open.rest),
        }
    }

    /// A caller finds out.
    pub(crate) fn begin_probe(&mut self) {
        if let Some(open) = &mut self.open {
            open.probing = true;
        }
    }

    /// The caller that was finding out has gone without an outcome.
    pub(crate) fn abandon_probe(&mut self) {
        if let Some(open) = &mut self.open {
            open.probing = false;
        }
    }

    /// A call went well.
    pub(crate) fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// A call failed; `probe` says whether it was the one that found out.
    pub(crate) fn failed(&mut self, now: Instant, probe: bool) {
        self.failures = self.failures.saturating_add(1);
        let length = match self.open {
            // Calls that were under way when the circuit opened say nothing new.
            Some(_) if !probe => return,
            Some(open) if !open.length.is_zero() => {
                open.length.saturating_mul(2).min(policy::CIRCUIT_LONGEST)
            }
            Some(_) | None if self.failures >= policy::CIRCUIT_FAILURES => policy::CIRCUIT_FIRST,
            Some(_) | None => {
                self.open = None;
                return;
            }
        };
        self.open = Some(Open {
            rest: Rest {
                until: now + length,
                cause: Cause::Failures,
            },
            length,
            probing: false,
        });
    }

    /// It asks to be left alone.
    pub(crate) fn rest(&mut self, rest: Rest) {
        self.open = Some(Open {
            rest,
            length: Duration::ZERO,
            probing: false,
        });
    }

    /// Until when it is left alone.
    pub(crate) fn resting(&self, now: Instant) -> Option<Rest> {
        self.open.map(|open| open.rest).filter(|rest| rest.until > now)
    }

    /// Failed calls in a row.
    pub(crate) fn failures(&self) -> u32 {
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Cause, Circuit, Rest, Verdict};

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    fn opened(at: Instant) -> Circuit {
        let mut circuit = Circuit::default();
        for _ in 0..5 {
            assert_eq!(circuit.verdict(at, false), Verdict::Go);
            circuit.failed(at, false);
        }
        circuit
    }

    fn rest(until: Instant) -> Verdict {
        let cause = Cause::Failures;
        Verdict::Rest(Rest { until, cause })
    }

    #[tokio::test(start_paused = true)]
    async fn f02_five_failures_in_a_row_open_it_for_15_s_doubling_to_5_min() {
        let start = Instant::now();
        let mut circuit = opened(start);
        let mut at = start;
        for length in [15, 30, 60, 120, 240, 300, 300] {
            assert_eq!(circuit.verdict(at, false), rest(at + secs(length)));
            at += secs(length);
            assert_eq!(circuit.verdict(at, false), Verdict::Probe);
            circuit.begin_probe();
            circuit.failed(at, true);
        }
        circuit.succeeded();
        assert_eq!((circuit.verdict(at, false), circuit.failures()), (Verdict::Go, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_success_in_between_starts_the_count_anew() {
        let now = Instant::now();
        let mut circuit = Circuit::default();
        for _ in 0..3 {
            for _ in 0..4 {
                circuit.failed(now, false);
            }
            assert_eq!(circuit.verdict(now, false), Verdict::Go);
            circuit.succeeded();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_finds_out_and_a_person_always_may() {
        let now = Instant::now();
        let mut circuit = opened(now);
        assert_eq!(circuit.verdict(now, true), Verdict::Probe);
        circuit.begin_probe();
        let later = now + secs(20);
        assert_eq!(circuit.verdict(later, true), Verdict::Await);
        assert_eq!(circuit.verdict(later, false), rest(now + secs(15)));
        circuit.abandon_probe();
        assert_eq!(circuit.verdict(later, false), Verdict::Probe);
        // Who was under way before it opened neither prolongs the rest nor takes the probe's place.
        circuit.begin_probe();
        circuit.failed(later, false);
        assert_eq!(circuit.verdict(later, true), Verdict::Await);
    }

    #[tokio::test(start_paused = true)]
    async fn f41_a_rest_that_was_asked_for_ends_by_itself_and_does_not_double() {
        let now = Instant::now();
        let mut circuit = Circuit::default();
        let asked = Rest {
            until: now + secs(120),
            cause: Cause::Limited,
        };
        circuit.rest(asked);
        assert_eq!(circuit.verdict(now, false), Verdict::Rest(asked));
        assert_eq!(circuit.resting(now), Some(asked));
        assert_eq!(circuit.verdict(now, true), Verdict::Probe);
        let then = now + secs(120);
        assert_eq!(
            (circuit.verdict(then, false), circuit.resting(then)),
            (Verdict::Probe, None)
        );
        circuit.begin_probe();
        circuit.failed(then, true);
        assert_eq!(
            circuit.verdict(then, false),
            Verdict::Go,
            "one failure is no outage"
        );
    }
}
