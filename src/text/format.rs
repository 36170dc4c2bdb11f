//! Ages, spans of time, points in time, sizes and counts in the chosen language.
//!
//! No clock in here: who asks for an age says what time it is. An age also says when its text changes next, so that the
//! window sleeps until then.

use std::time::Duration;

use jiff::Timestamp;

use crate::text::Words;

/// An age in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Age {
    /// `3 min ago`, or `3 min` for a column that is called age.
    pub text: String,
    /// After this long the text changes.
    pub next_change: Duration,
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Young ages move in steps of this many seconds, so that a new thing does not redraw the window every second.
const STEP_SECS: i64 = 5;

impl Words {
    /// `3 min ago`.
    pub fn ago(&self, since: Timestamp, now: Timestamp) -> Age {
        let elapsed = elapsed_secs(since, now);
        let next_change = until_change(elapsed);
        if elapsed < STEP_SECS {
            return Age {
                text: self.format_just_now().to_owned(),
                next_change,
            };
        }
        Age {
            text: self.format_ago(self.rough_span(elapsed)),
            next_change,
        }
    }

    /// `3 min`, for a column that is called age.
    pub fn age(&self, since: Timestamp, now: Timestamp) -> Age {
        let elapsed = elapsed_secs(since, now);
        Age {
            text: self.rough_span(elapsed),
            next_change: until_change(elapsed),
        }
    }

    /// `in 3 min`; "just now" once it has come.
    pub fn ahead(&self, at: Timestamp, now: Timestamp) -> Age {
        let remaining = elapsed_secs(now, at);
        if remaining == 0 {
            return Age {
                text: self.format_just_now().to_owned(),
                next_change: Duration::from_secs(DAY.unsigned_abs()),
            };
        }
        Age {
            text: self.format_ahead(self.span(remaining.unsigned_abs())),
            next_change: Duration::from_secs(1),
        }
    }

    /// An exact span of time in its two largest units: `1 h 4 min`, `12 s`.
    pub fn span(&self, secs: u64) -> String {
        let secs = i64::try_from(secs).unwrap_or(i64::MAX);
        let (large, small) = if secs < MINUTE {
            (self.format_seconds(secs), None)
        } else if secs < HOUR {
            (
                self.format_minutes(secs / MINUTE),
                some(secs % MINUTE, |n| self.format_seconds(n)),
            )
        } else if secs < DAY {
            (
                self.format_hours(secs / HOUR),
                some(secs % HOUR / MINUTE, |n| self.format_minutes(n)),
            )
        } else {
            (
                self.format_days(secs / DAY),
                some(secs % DAY / HOUR, |n| self.format_hours(n)),
            )
        };
        match small {
            Some(small) => format!("{large} {small}"),
            None => large,
        }
    }

    /// Local date and time with the offset, for tooltips and facts.
    pub fn moment(&self, at: Timestamp) -> String {
        at.to_zoned_datetime(self.zone().clone())
            .strftime("%Y-%m-%d %H:%M:%S %:z")
            .to_string()
    }

    /// Local time of day.
    pub fn time_of_day(&self, at: Timestamp) -> String {
        at.to_zoned_datetime(self.zone().clone())
            .strftime("%H:%M:%S")
            .to_string()
    }

    /// `512 MiB`, `3.5 GiB`.
    pub fn mib(&self, mib: u64) -> String {
        if mib < 1024 {
            self.format_mib(mib)
        } else {
            self.gib_of(mib, 1024)
        }
    }

    /// `20 GiB`, `1.5 TiB`.
    pub fn gib(&self, gib: u64) -> String {
        if gib < 1024 {
            self.format_gib(gib)
        } else {
            self.format_tib(one_digit(gib, 1024))
        }
    }

    /// `512 B`, `16 KiB`, `8 MiB`.
    pub fn bytes(&self, bytes: u64) -> String {
        match bytes {
            0..1024 => self.format_bytes(bytes),
            1024..1_048_576 => self.format_kib(one_digit(bytes, 1024)),
            _ => self.mib(bytes / 1_048_576),
        }
    }

    /// A count with its thousands set apart.
    pub fn count(&self, count: usize) -> String {
        let digits = count.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out
    }

    /// Yes or no.
    pub fn yes_no(&self, yes: bool) -> &str {
        if yes { self.format_yes() } else { self.format_no() }
    }

    fn gib_of(&self, value: u64, per_gib: u64) -> String {
        let gib = value / per_gib;
        if gib < 1024 {
            self.format_gib(one_digit(value, per_gib))
        } else {
            self.gib(gib)
        }
    }

    /// The span in its largest unit.
    fn rough_span(&self, secs: i64) -> String {
        if secs < MINUTE {
            self.format_seconds(secs / STEP_SECS * STEP_SECS)
        } else if secs < HOUR {
            self.format_minutes(secs / MINUTE)
        } else if secs < 2 * DAY {
            self.format_hours(secs / HOUR)
        } else if secs < 60 * DAY {
            self.format_days(secs / DAY)
        } else if secs < 730 * DAY {
            self.format_months(secs / (30 * DAY))
        } else {
            self.format_years(secs / (365 * DAY))
        }
    }
}

/// Clocks of two machines differ; what seems to come from the future has just happened.
fn elapsed_secs(since: Timestamp, now: Timestamp) -> i64 {
    now.duration_since(since).as_secs().max(0)
}

/// How long until [`Words::rough_span`] of these seconds reads differently; never later than an hour.
fn until_change(secs: i64) -> Duration {
    let unit = if secs < MINUTE {
        STEP_SECS
    } else if secs < HOUR {
        MINUTE
    } else {
        HOUR
    };
    Duration::from_secs((unit - secs % unit).unsigned_abs())
}

fn some(n: i64, word: impl FnOnce(i64) -> String) -> Option<String> {
    (n > 0).then(|| word(n))
}

/// The quotient with one digit after the point, and none where that digit is zero.
fn one_digit(value: u64, unit: u64) -> String {
    let tenths = value.saturating_mul(10) / unit;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        tenth => format!("{}.{tenth}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::tz::TimeZone;
    use jiff::{SignedDuration, Timestamp};

    use crate::text::{Language, Words};

    fn words(language: Language) -> Words {
        Words::in_zone(language, TimeZone::UTC)
    }

    #[test]
    fn f55_no_age_is_negative_when_a_time_lies_ahead() {
        let now = Timestamp::UNIX_EPOCH;
        for language in Language::ALL {
            let words = words(language);
            for ahead in [1, 59, 3600, 400 * 24 * 3600] {
                let at = now + SignedDuration::from_secs(ahead);
                assert_eq!(words.ago(at, now).text, words.ago(now, now).text);
                assert_eq!(words.age(at, now).text, words.age(now, now).text);
                assert!(!words.age(at, now).text.contains('-'));
            }
        }
    }

    #[test]
    fn ages_say_what_they_are_and_when_they_change() {
        let now = Timestamp::UNIX_EPOCH;
        let english = words(Language::English);
        let chinese = words(Language::SimplifiedChinese);
        for (secs, en, zh, next) in [
            (-30, "just now", "刚刚", 5),
            (3, "just now", "刚刚", 2),
            (14, "10 s ago", "10 秒前", 1),
            (61, "1 min ago", "1 分钟前", 59),
            (3 * 3600 + 60, "3 h ago", "3 小时前", 3540),
            (49 * 3600, "2 d ago", "2 天前", 3600),
            (70 * 86400, "2 mo ago", "2 个月前", 3600),
            (800 * 86400, "2 y ago", "2 年前", 3600),
        ] {
            let since = now - SignedDuration::from_secs(secs);
            assert_eq!(english.ago(since, now).text, en);
            assert_eq!(chinese.ago(since, now).text, zh);
            assert_eq!(
                english.ago(since, now).next_change,
                Duration::from_secs(next),
                "{secs}"
            );
        }
    }

    #[test]
    fn spans_sizes_and_counts_are_short_and_exact() {
        let words = words(Language::English);
        assert_eq!(words.span(3_840), "1 h 4 min");
        assert_eq!(words.span(120), "2 min");
        assert_eq!(words.mib(512), "512 MiB");
        assert_eq!(words.mib(3_584), "3.5 GiB");
        assert_eq!(words.gib(2_048), "2 TiB");
        assert_eq!(words.bytes(8_388_608), "8 MiB");
        assert_eq!(words.count(1_234_567), "1,234,567");
        assert_eq!(words.count(600), "600");
        assert_eq!(words.moment(Timestamp::UNIX_EPOCH), "1970-01-01 00:00:00 +00:00");
    }
}
