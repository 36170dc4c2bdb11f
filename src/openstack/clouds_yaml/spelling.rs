//! What Python's YAML reader makes of a word without quotes, as far as it matters here: whether its owner, who wrote a
//! text, gets another text back.
//!
//! The stock client is written in Python; for it `no` is a truth, `0123` the number 83 and `2026-01-01` a date.

/// Whether the stock client reads something else than what was written.
pub(crate) fn differs(text: &str) -> bool {
    is_truth(text)
        || is_other_integer(text)
        || is_other_float(text)
        || is_date(text)
        || matches!(text, "=" | "<<")
}

/// The words for true and false, in the three spellings that count.
fn is_truth(text: &str) -> bool {
    ["yes", "no", "true", "false", "on", "off"].iter().any(|word| {
        let mut capital = word.chars();
        let capital: String = capital
            .next()
            .map(|first| first.to_ascii_uppercase())
            .into_iter()
            .chain(capital)
            .collect();
        text == *word || text == capital || text == word.to_ascii_uppercase()
    })
}

/// An integer that is written back in another way than it was written.
fn is_other_integer(text: &str) -> bool {
    let bare = text.strip_prefix(['+', '-']).unwrap_or(text);
    let within = |digits: &str, allowed: fn(char) -> bool| {
        !digits.is_empty() && digits.chars().all(|c| c == '_' || allowed(c))
    };
    if let Some(digits) = bare.strip_prefix("0b") {
        return within(digits, |c| matches!(c, '0' | '1'));
    }
    if let Some(digits) = bare.strip_prefix("0x") {
        return within(digits, |c| c.is_ascii_hexdigit());
    }
    if let Some(digits) = bare.strip_prefix('0').filter(|digits| !digits.is_empty()) {
        return within(digits, |c| matches!(c, '0'..='7'));
    }
    let mut parts = bare.split(':');
    let first = parts.next().unwrap_or_default();
    if bare == "0" || !first.starts_with(|c| matches!(c, '1'..='9')) || !within(first, |c| c.is_ascii_digit())
    {
        return bare == "0" && bare != text;
    }
    let rest: Vec<&str> = parts.collect();
    if rest.is_empty() {
        return text.starts_with('+') || first.contains('_');
    }
    rest.iter().all(|part| is_sixtieth(part))
}

/// `0` to `59`, for numbers written as times are.
fn is_sixtieth(part: &str) -> bool {
    matches!(part.len(), 1 | 2)
        && part.chars().all(|c| c.is_ascii_digit())
        && part.parse().is_ok_and(|n: u8| n < 60)
}

/// A fraction that is written back in another way than it was written.
fn is_other_float(text: &str) -> bool {
    let bare = text.strip_prefix(['+', '-']).unwrap_or(text);
    let name = bare.strip_prefix('.').unwrap_or_default();
    if matches!(name, "inf" | "Inf" | "INF") || (bare == text && matches!(name, "nan" | "NaN" | "NAN")) {
        return true;
    }
    let Some((whole, fraction)) = bare.split_once('.') else {
        return false;
    };
    let (fraction, exponent) = match fraction.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, Some(exponent)),
        None => (fraction, None),
    };
    let digits = |part: &str| part.chars().all(|c| c == '_' || c.is_ascii_digit());
    let begins = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    let exponent_is_right = exponent.is_none_or(|exponent| {
        exponent
            .strip_prefix(['+', '-'])
            .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
    });
    if let Some((first, rest)) = whole.split_once(':') {
        return begins(first)
            && digits(first)
            && exponent.is_none()
            && digits(fraction)
            && rest.split(':').all(is_sixtieth);
    }
    let is_float = exponent_is_right
        && digits(fraction)
        && match whole {
            "" => bare == text && begins(fraction),
            whole => begins(whole) && digits(whole),
        };
    if !is_float {
        return false;
    }
    let value: Result<f64, _> = text.replace('_', "").parse();
    value.is_ok_and(|value| format!("{value:?}") != text)
}

/// A day, or a day and a time.
fn is_date(text: &str) -> bool {
    let (day, time) = match text.find(['T', 't', ' ', '\t']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let numbers = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit())
    };
    let least = if time.is_empty() { 2 } else { 1 };
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, date] = parts.as_slice() else {
        return false;
    };
    let is_day = numbers(year, 4, 4) && numbers(month, least, 2) && numbers(date, least, 2);
    let clock: Vec<&str> = time
        .trim_start_matches(['T', 't', ' ', '\t'])
        .splitn(3, ':')
        .collect();
    let is_time = match clock.as_slice() {
        [hours, minutes, seconds] => {
            numbers(hours, 1, 2)
                && numbers(minutes, 2, 2)
                && seconds.get(..2).is_some_and(|seconds| numbers(seconds, 2, 2))
        }
        _ => false,
    };
    is_day && (time.is_empty() || is_time)
}

#[cfg(test)]
mod tests {
    use super::differs;

    /// Tried with PyYAML 6.0.
    #[test]
    fn words_that_python_reads_as_something_else_are_known() {
        for text in [
            "no",
            "Yes",
            "ON",
            "off",
            "True",
            "FALSE",
            "0123",
            "0o",
            "0x1F",
            "0b101",
            "1_000",
            "+5",
            "1:30",
            "190:20:30",
            "1.10",
            "1.",
            "+1.5",
            ".inf",
            "-.INF",
            ".nan",
            "1.0e+3",
            "6.8523015e+5",
            "190:20:30.15",
            "2026-01-01",
            "2001-12-14t21:59:43.10-05:00",
            "2001-12-14 21:59:43.10 -5",
            "=",
        ] {
            let expected = text != "0o";
            assert_eq!(differs(text), expected, "{text}");
        }
        for text in [
            "",
            "~",
            "null",
            "nO",
            "y",
            "n",
            "0",
            "-7",
            "42",
            "1.5",
            "-0.25",
            "08",
            "09",
            "1e3",
            "1.5e3",
            "0o17",
            "1:99",
            "192.168.0.1",
            "2026-1-1",
            "2026-01",
            "RegionOne",
            "v3",
            "hunter2",
            "1-2-3",
            "-",
            ".",
            "+",
            "12:ab",
            "é",
            "0x",
            "0b2",
            "1__é",
        ] {
            assert!(!differs(text), "{text}");
        }
    }
}
