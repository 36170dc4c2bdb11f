//! Second factors: what Keystone still wants to see before it gives a token.

use jiff::Timestamp;

/// A way of proving an identity, by Keystone's name of the method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor {
    /// `password`.
    Password,
    /// `totp`: a time-based one-time passcode.
    Totp,
    /// Any other method, as Keystone names it.
    Other(String),
}

impl Factor {
    /// The factor of Keystone's method name.
    pub fn parse(method: &str) -> Self {
        match method {
            "password" => Self::Password,
            "totp" => Self::Totp,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Keystone's method name.
    pub fn method(&self) -> &str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::Other(method) => method,
        }
    }
}

/// A sign-in that has gone half way: one factor was accepted, others are missing. The receipt itself stays in the
/// background.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfSignedIn {
    /// What is missing.
    pub missing: Vec<Factor>,
    /// Until when the first factor need not be shown again.
    pub until: Option<Timestamp>,
}
