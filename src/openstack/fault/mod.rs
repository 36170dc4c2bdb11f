//! What a service says when it says no. Total: any bytes give a [`Fault`], whichever of the many shapes they have.

mod page;
mod traceback;

use std::sync::Arc;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;

use crate::domain::clean::clean;
use crate::domain::problem::ProblemKind;
use crate::domain::trouble::SignInTrouble;
use crate::openstack::fault::page::plain_words;
use crate::openstack::fault::traceback::folded;
use crate::openstack::policy;
use crate::openstack::wire::{self, Row};

/// The readable part of a refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The service's own words, cleaned, without tracebacks and host paths.
    pub(crate) words: Option<String>,
    /// Everything it said, cleaned and capped, where that is more.
    pub(crate) raw: Option<String>,
    /// The newest minor version that the service names when it refuses another.
    pub(crate) newest_version: Option<u32>,
    /// Seconds to wait, where the body says so (old Nova and Cinder, Kubernetes).
    pub(crate) retry_after_secs: Option<u32>,
}

impl Fault {
    /// Reads a body of any kind.
    pub(crate) fn read(body: &[u8]) -> Self {
        let mut fault = match serde_json::from_slice::<Value>(body) {
            Ok(value) => Self::from_json(&value),
            Err(_) => Self {
                words: plain_words(&String::from_utf8_lossy(body)),
                ..Self::default()
            },
        };
        let said = raw_text(body);
        fault.raw = Some(said).filter(|said| !said.is_empty() && fault.words.as_ref() != Some(said));
        fault.words = fault
            .words
            .map(|words| folded(&words))
            .filter(|words| !words.is_empty());
        fault
    }

    fn from_json(value: &Value) -> Self {
        let row = Row::of(value);
        if row.text("kind") == "Status" && row.value("apiVersion").is_some() {
            return Self::from_kubernetes(row);
        }
        // Magnum's list holds one error; every other service has one object of its own form.
        let inner = row.rows("errors").next().or_else(|| sole_object(row));
        let newest_version = inner
            .and_then(|inner| inner.some_text("max_version"))
            .and_then(|version| version.rsplit_once('.')?.1.parse().ok());
        Self {
            words: words(row, inner).or_else(|| wire::text(value).filter(|text| !text.is_empty())),
            raw: None,
            newest_version,
            retry_after_secs: inner
                .and_then(|inner| inner.number("retryAfter"))
                .map(|secs| secs.min(LONGEST_SECS)),
        }
    }

    /// The message, and what caused it where it is about single fields.
    fn from_kubernetes(row: Row<'_>) -> Self {
        let details = row.row("details");
        let mut lines: Vec<String> = row
            .some_text("message")
            .or_else(|| row.some_text("reason"))
            .into_iter()
            .collect();
        for cause in details.rows("causes") {
            let line = match (cause.some_text("field"), cause.some_text("message")) {
                (Some(field), Some(message)) => format!("{field}: {message}"),
                (None, Some(message)) => message,
                (_, None) => continue,
            };
            // The message mostly repeats its causes.
            if !lines.iter().any(|said| said.contains(&line)) {
                lines.push(line);
            }
        }
        Self {
            words: Some(lines.join("\n")).filter(|words| !words.is_empty()),
            raw: None,
            newest_version: None,
            retry_after_secs: details
                .number("retryAfterSeconds")
                .map(|secs| secs.min(LONGEST_SECS)),
        }
    }

    /// Strikes out the secrets that the answer quotes, as some servers do with what they refuse.
    pub(crate) fn hide(&mut self, secrets: &[String]) {
        for text in [&mut self.words, &mut self.raw].into_iter().flatten() {
            for secret in secrets {
                if text.contains(secret.as_str()) {
                    *text = text.replace(secret, "…");
                }
            }
        }
    }
}

/// The longest wait that is believed, in seconds.
const LONGEST_SECS: u32 = policy::RETRY_AFTER_CAP.as_secs() as u32;

/// All of an answer as it may be kept for those who want to see it.
pub(crate) fn raw(body: &[u8]) -> Option<Arc<str>> {
    Some(raw_text(body))
        .filter(|text| !text.is_empty())
        .map(Arc::from)
}

fn raw_text(body: &[u8]) -> String {
    let head = body.get(..policy::RAW_CAP).unwrap_or(body);
    let mut text = clean(String::from_utf8_lossy(head).trim());
    if head.len() < body.len() {
        text.push('…');
    }
    text
}

/// The object that carries the words: under a known key, or Nova's and Cinder's single key of any name.
fn sole_object(row: Row<'_>) -> Option<Row<'_>> {
    for key in ["error", "NeutronError"] {
        if row.value(key).is_some_and(Value::is_object) {
            return Some(row.row(key));
        }
    }
    let mut objects = row.entries().filter(|(_, value)| {
        value
            .as_object()
            .is_some_and(|object| object.contains_key("message"))
    });
    objects.next().map(|(_, value)| Row::of(value))
}

fn words(row: Row<'_>, inner: Option<Row<'_>>) -> Option<String> {
    let said = |row: Row<'_>, keys: &[&str]| keys.iter().find_map(|key| row.some_text(key));
    inner
        .and_then(|inner| said(inner, &["detail", "description", "message", "title"]))
        .or_else(|| said(row, &["faultstring", "NeutronError", "error_message", "error"]))
        // WebOb (Glance, Heat's own pages) puts HTML into its JSON.
        .or_else(|| {
            said(row, &["message", "explanation", "description", "title"]).and_then(|raw| plain_words(&raw))
        })
}

/// What a status other than success means, with the words that may make it more precise.
pub(crate) fn kind(status: u16, words: Option<&str>, retry_after_secs: Option<u32>) -> ProblemKind {
    let names_quota = || {
        let words = words.unwrap_or_default().to_ascii_lowercase();
        // A policy about quotas is no quota: `Policy doesn't allow quota:create to be performed`.
        !words.starts_with("policy doesn't allow")
            && ["quota", "limit exceeded", "reached the maximum"]
                .iter()
                .any(|sign| words.contains(sign))
    };
    let no_trust = || words.is_some_and(|words| words.contains("Failed to create trustee or trust"));
    match status {
        400.. if no_trust() => ProblemKind::SignIn(SignInTrouble::TrustRefused),
        401 => ProblemKind::SessionEnded,
        403 | 413 if names_quota() => ProblemKind::QuotaExceeded,
        403 => ProblemKind::Forbidden,
        404 | 410 => ProblemKind::NotFound,
        406 => ProblemKind::VersionRefused,
        407 => ProblemKind::ProxyLogin,
        409 => ProblemKind::Conflict,
        413 | 429 => ProblemKind::RateLimited { retry_after_secs },
        400 | 422 => ProblemKind::BadRequest,
        500 | 501 => ProblemKind::ServerFault,
        502..=504 => ProblemKind::Unavailable,
        _ => ProblemKind::UnexpectedStatus,
    }
}

/// Seconds that the answer asks to wait: `Retry-After` as seconds or as a date. More than is believed, and what cannot be
/// read, is the longest that is believed.
pub(crate) fn retry_after_secs(headers: &HeaderMap, now: jiff::Timestamp) -> Option<u32> {
    let raw = headers.get(RETRY_AFTER)?.to_str().unwrap_or_default().trim();
    if let Ok(secs) = raw.parse::<u64>() {
        return Some(u32::try_from(secs).unwrap_or(u32::MAX).min(LONGEST_SECS));
    }
    let Ok(at) = jiff::fmt::rfc2822::parse(raw) else {
        return Some(LONGEST_SECS);
    };
    let left = at.timestamp().as_second().saturating_sub(now.as_second()).max(0);
    Some(u32::try_from(left).unwrap_or(u32::MAX).min(LONGEST_SECS))
}

/// The id by which the service's operators find the request in their logs.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    ["x-openstack-request-id", "x-compute-request-id"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
        .filter(|id| !id.is_empty())
        .map(clean)
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};

    use super::{Fault, kind, retry_after_secs};
    use crate::domain::problem::ProblemKind;

    fn check(body: &str, expected: &str) {
        assert_eq!(
            Fault::read(body.as_bytes()).words.as_deref(),
            Some(expected),
            "{body}"
        );
    }

    #[test]
    fn every_service_has_its_own_shape() {
        check(
            r#"{"error":{"code":401,"message":"needs authentication.","title":"Unauthorized"}}"#,
            "needs authentication.",
        );
        check(
            r#"{"errors":[{"request_id":"","code":"client","status":404,"title":"No","detail":"No such.","links":[]}]}"#,
            "No such.",
        );
        check(
            r#"{"errors":[{"status":404,"title":"Not Found","detail":""}]}"#,
            "Not Found",
        );
        check(
            r#"{"code":404,"title":"Not Found","explanation":"x","error":{"type":"E","traceback":null,"message":"The Stack (absent) could not be found."}}"#,
            "The Stack (absent) could not be found.",
        );
        check(
            r#"{"itemNotFound":{"code":404,"message":"Instance 0 could not be found."}}"#,
            "Instance 0 could not be found.",
        );
        check(
            r#"{"NeutronError":{"type":"T","message":"no network","detail":""}}"#,
            "no network",
        );
        check(r#"{"NeutronError":"just words"}"#, "just words");
        check(
            r#"{"faultcode":"Client","faultstring":"Load Balancer 0 not found.","debuginfo":null}"#,
            "Load Balancer 0 not found.",
        );
        check(
            r#"{"message":"No image found<br /><br />\n\n\n","code":"404 Not Found","title":"Not Found"}"#,
            "No image found",
        );
        check("\"only a text\"", "only a text");
    }

    #[test]
    fn pages_give_their_text() {
        check(
            "<html><head><title>502 Bad Gateway</title><style>p{color:red}</style></head><body><h1>Sorry</h1>a &lt; b</body></html>",
            "502 Bad Gateway\nSorry\na < b",
        );
        check("plain 1 < 2 text", "plain 1 < 2 text");
        assert_eq!(Fault::read(b"<script>alert(1)").words, None);
    }

    #[test]
    fn any_bytes_give_a_fault() {
        for body in [
            &b""[..],
            b"\xff\xfe\x00",
            b"[]",
            b"{}",
            b"null",
            b"[[[",
            b"{\"errors\":[]}",
            b"<",
            b"<scr",
            b"{\"error\":7}",
        ] {
            let fault = Fault::read(body);
            assert_ne!(fault.words.as_deref(), Some(""), "{body:?}");
        }
        let deep = "[".repeat(10_000);
        assert!(Fault::read(deep.as_bytes()).words.is_some());
    }

    #[test]
    fn f38_the_newest_version_is_read() {
        let body = r#"{"errors":[{"code":"magnum.microversion-unsupported","title":"T","description":"Version 1.99 …","max_version":"1.10","min_version":"1.1"}]}"#;
        let fault = Fault::read(body.as_bytes());
        assert_eq!(fault.newest_version, Some(10));
        assert_eq!(fault.words.as_deref(), Some("Version 1.99 …"));
    }

    #[test]
    fn f42_old_services_limit_with_413() {
        let fault = Fault::read(
            br#"{"overLimit":{"code":413,"message":"This request was rate-limited.","retryAfter":"7"}}"#,
        );
        assert_eq!(fault.retry_after_secs, Some(7));
        assert_eq!(
            kind(413, fault.words.as_deref(), Some(7)),
            ProblemKind::RateLimited {
                retry_after_secs: Some(7)
            }
        );
        assert_eq!(
            kind(413, Some("Quota exceeded for instances"), None),
            ProblemKind::QuotaExceeded
        );
        assert_eq!(
            kind(403, Some("Quota exceeded for instances"), None),
            ProblemKind::QuotaExceeded
        );
        assert_eq!(
            kind(
                403,
                Some("Policy doesn't allow quota:create to be performed."),
                None
            ),
            ProblemKind::Forbidden
        );
        assert_eq!(
            kind(403, Some("Policy doesn't allow"), None),
            ProblemKind::Forbidden
        );
    }

    #[test]
    fn kubernetes_has_a_shape_of_its_own() {
        let body = r#"{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Cannot evict pod","reason":"TooManyRequests",
            "details":{"causes":[{"reason":"DisruptionBudget","message":"The budget web needs 2"},{"field":"spec","message":"odd"}],"retryAfterSeconds":10},"code":429}"#;
        check(body, "Cannot evict pod\nThe budget web needs 2\nspec: odd");
        assert_eq!(Fault::read(body.as_bytes()).retry_after_secs, Some(10));
        check(
            r#"{"kind":"Status","apiVersion":"v1","reason":"Forbidden"}"#,
            "Forbidden",
        );
    }

    #[test]
    fn f46_all_of_it_is_kept_beside_the_words() {
        let body = r#"{"error":{"message":"broken\nTraceback (most recent call last):\n  File \"/usr/lib/heat.py\", line 1\nKeyError: 'x'","traceback":"more"},"code":500}"#;
        let fault = Fault::read(body.as_bytes());
        assert_eq!(fault.words.as_deref(), Some("broken\nKeyError: 'x'"));
        assert!(fault.raw.unwrap().contains("/usr/lib/heat.py"));
        assert_eq!(Fault::read(b"only this").raw, None);
        let long = Fault::read("x".repeat(1_000_000).as_bytes()).raw.unwrap();
        assert!(long.len() < 17 * 1024 && long.ends_with('…'));
    }

    #[test]
    fn a_secret_that_is_quoted_is_struck_out() {
        let mut fault = Fault::read(br#"{"error":{"message":"bad token tok-123 given"}}"#);
        fault.hide(&["tok-123".to_owned()]);
        assert_eq!(fault.words.as_deref(), Some("bad token … given"));
        assert!(!fault.raw.unwrap().contains("tok-123"));
    }

    #[test]
    fn f41_retry_after_is_seconds_or_a_date() {
        let now = "2026-11-23T06:22:55Z".parse().unwrap();
        let read = |raw: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(raw));
            retry_after_secs(&headers, now)
        };
        assert_eq!(read("120"), Some(120));
        assert_eq!(read("Mon, 23 Nov 2026 06:23:25 GMT"), Some(30));
        assert_eq!(read("Mon, 23 Nov 2026 06:00:00 GMT"), Some(0));
        // A long wait is not believed, and what cannot be read is a long wait.
        assert_eq!(read("soon"), Some(600));
        assert_eq!(read("86400"), Some(600));
        assert_eq!(read("99999999999999999999"), Some(600));
        assert_eq!(read("-5"), Some(600));
        assert_eq!(read("Tue, 24 Nov 2026 06:22:55 GMT"), Some(600));
    }
}
