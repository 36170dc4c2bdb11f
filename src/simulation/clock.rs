//! The simulated cloud's time: whole seconds since it was started, and the many ways in which services write them.

use std::sync::Mutex;
use std::sync::PoisonError;

use jiff::Timestamp;
use tokio::time::Instant;

/// How the world's time passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// With the time of the machine, this many times as fast.
    Live {
        /// Seconds of the world in one second of the machine.
        speed: f64,
    },
    /// Only when somebody calls `advance`.
    Stepped,
}

/// Seconds since the start, by the chosen pace.
#[derive(Debug)]
pub(super) struct Clock {
    pace: Pace,
    begun: Instant,
    stepped: Mutex<u64>,
}

impl Clock {
    pub(super) fn new(pace: Pace) -> Clock {
        Clock {
            pace,
            begun: Instant::now(),
            stepped: Mutex::new(0),
        }
    }

    /// Moves on by hand; in live pace this skips ahead.
    pub(super) fn advance(&self, secs: u64) {
        let mut stepped = self.stepped.lock().unwrap_or_else(PoisonError::into_inner);
        *stepped = stepped.saturating_add(secs);
    }

    /// Seconds since the start.
    pub(super) fn now(&self) -> i64 {
        let stepped = *self.stepped.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = match self.pace {
            Pace::Live { speed } => self.begun.elapsed().as_secs_f64() * speed.max(0.0),
            Pace::Stepped => 0.0,
        };
        i64::try_from(stepped)
            .unwrap_or(i64::MAX)
            .saturating_add(passed as i64)
    }
}

/// The calendar time at which the world began, and how its seconds are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar {
    start: Timestamp,
}

impl Calendar {
    pub(super) fn new(start: Timestamp) -> Calendar {
        Calendar { start }
    }

    /// Puts the cloud's clock wrong by so many seconds.
    pub(super) fn shift(&mut self, secs: i64) {
        let moment = Timestamp::from_second(self.start.as_second().saturating_add(secs));
        self.start = moment.unwrap_or(self.start);
    }

    /// Seconds since 1970.
    pub(super) fn unix(self, secs: i64) -> i64 {
        self.start.as_second().saturating_add(secs)
    }

    /// The second of the world's clock that a text names.
    pub(super) fn second(self, text: &str) -> Option<i64> {
        let moment: Timestamp = text.parse().ok()?;
        Some(moment.as_second().saturating_sub(self.start.as_second()))
    }

    /// Year, month and day.
    pub(super) fn day(self, secs: i64) -> (i32, u8, u8) {
        let moment = Timestamp::from_second(self.unix(secs)).unwrap_or(self.start);
        let date = jiff::tz::Offset::UTC.to_datetime(moment).date();
        let small = |number: i8| u8::try_from(number).unwrap_or(1);
        (i32::from(date.year()), small(date.month()), small(date.day()))
    }

    /// `Mon, 23 Nov 2026 06:22:26 GMT`, as the `Date` header has it.
    pub(super) fn http(self, secs: i64) -> String {
        let moment = Timestamp::from_second(self.unix(secs)).unwrap_or(self.start);
        moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    /// `2026-11-23T06:22:26`, as Octavia writes it.
    pub(super) fn bare(self, secs: i64) -> String {
        let moment = Timestamp::from_second(self.unix(secs)).unwrap_or(self.start);
        moment.strftime("%Y-%m-%dT%H:%M:%S").to_string()
    }

    /// `2026-11-23T06:22:26Z`, as Heat, Nova, Neutron and Glance write it.
    pub(super) fn zulu(self, secs: i64) -> String {
        self.bare(secs) + "Z"
    }

    /// `2026-11-23T06:22:26.000000Z`, as Keystone writes it.
    pub(super) fn fine_zulu(self, secs: i64) -> String {
        self.bare(secs) + ".000000Z"
    }

    /// `2026-11-23T06:22:26.000000`, as Cinder and parts of Nova write it.
    pub(super) fn fine(self, secs: i64) -> String {
        self.bare(secs) + ".000000"
    }

    /// `2026-11-23T06:22:26+00:00`, as Magnum writes it.
    pub(super) fn offset(self, secs: i64) -> String {
        self.bare(secs) + "+00:00"
    }
}
