//! Receipts: Keystone has accepted one factor and wants others. A receipt is as good as the factor it stands for, so it
//! is kept in memory only and never shown.

use std::fmt;

use jiff::Timestamp;
use reqwest::header::HeaderValue;
use serde_json::Value;

use crate::domain::factor::{Factor, HalfSignedIn};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::service::Service;
use crate::openstack::error::ApiError;
use crate::openstack::wire::Row;

/// What Keystone gives for the first factor.
#[derive(Clone)]
pub(crate) struct Receipt {
    /// The receipt itself.
    pub(super) header: HeaderValue,
    /// What is missing on the shortest way to a token.
    pub(crate) missing: Vec<Factor>,
    /// Until when it is good, by this machine's clock.
    pub(crate) until: Option<Timestamp>,
}

impl Receipt {
    /// The receipt in a refusal, where there is one.
    pub(super) fn read(error: &ApiError, now: Timestamp) -> Option<Self> {
        let refusal = error.refusal()?;
        let mut header = refusal.receipt.clone()?;
        header.set_sensitive(true);
        let body: Value = serde_json::from_slice(&refusal.body).unwrap_or_default();
        let row = Row::of(&body);
        let receipt = row.row("receipt");
        let given = receipt.texts("methods");
        let until = receipt.time("expires_at").map(|expires| {
            // Their life is known; what their clock says is another matter.
            let issued = receipt.time("issued_at").unwrap_or(now);
            now.checked_add(expires.duration_since(issued)).unwrap_or(expires)
        });
        Some(Self {
            header,
            missing: missing(row.list("required_auth_methods"), &given),
            until,
        })
    }

    /// What a person is told.
    pub(crate) fn told(&self) -> HalfSignedIn {
        HalfSignedIn {
            missing: self.missing.clone(),
            until: self.until,
        }
    }

    /// Whether its time is over.
    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// That further factors are wanted, for those who cannot show any.
    pub(crate) fn wanted(&self) -> ApiError {
        let missing = self.missing.iter().map(|factor| factor.method().to_owned());
        ApiError::from_problem(Problem {
            status: Some(401),
            ..Problem::of(
                Service::Identity,
                ProblemKind::SecondFactorNeeded {
                    missing: missing.collect(),
                },
            )
        })
    }
}

/// Of several sets of methods that would do, the one of which this program can show what is missing, and the least.
fn missing(rules: &[Value], given: &[String]) -> Vec<Factor> {
    rules
        .iter()
        .filter_map(Value::as_array)
        .map(|rule| {
            rule.iter()
                .filter_map(Value::as_str)
                .filter(|method| !given.iter().any(|given| given == method))
                .map(Factor::parse)
                .collect::<Vec<_>>()
        })
        .filter(|missing| !missing.is_empty())
        .min_by_key(|missing| {
            let unknown = missing
                .iter()
                .filter(|factor| matches!(factor, Factor::Other(_)))
                .count();
            (unknown, missing.len())
        })
        .unwrap_or_default()
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("missing", &self.missing)
            .field("until", &self.until)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::missing;
    use crate::domain::factor::Factor;

    fn check(rules: &serde_json::Value, given: &[&str], expected: &[Factor]) {
        let given: Vec<String> = given.iter().map(|method| (*method).to_owned()).collect();
        assert_eq!(missing(rules.as_array().unwrap(), &given), expected, "{rules}");
    }

    #[test]
    fn f23_only_what_is_missing_is_asked_for() {
        check(&json!([["password", "totp"]]), &["password"], &[Factor::Totp]);
        check(&json!([["password", "totp"]]), &["totp"], &[Factor::Password]);
        check(
            &json!([["password", "webauthn"], ["password", "totp"]]),
            &["password"],
            &[Factor::Totp],
        );
        check(
            &json!([["password", "totp", "webauthn"]]),
            &["password"],
            &[Factor::Totp, Factor::Other("webauthn".to_owned())],
        );
        check(&json!([]), &["password"], &[]);
        check(&json!([7, ["password"]]), &["password"], &[]);
    }
}
