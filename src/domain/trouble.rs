//! Troubles with signing in, with the keyring that holds what is needed for it, and with what was typed at a terminal.

use jiff::Timestamp;

use crate::domain::problem::ProblemKind;

/// Why somebody cannot sign in, or does not stay signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInTrouble {
    /// 401 while signing in, of an account that is locked or disabled, or whose password has expired.
    AccountLocked,
    /// 401 to a one-time passcode: wrong, used before, or too late.
    PasscodeRefused {
        /// How far this machine's clock is ahead of the cloud's, in seconds, where that alone may explain it.
        skew_secs: Option<i64>,
    },
    /// The time for showing the next factor is over; the first one has to be shown again.
    ReceiptExpired,
    /// 404 while signing in: there is no such application credential (any more).
    CredentialGone,
    /// 401 to an application credential: its secret is wrong, or it has expired.
    CredentialRefused,
    /// Keystone is not set up for this way of signing in.
    MethodUnsupported {
        /// Keystone's name of the method.
        method: String,
        /// The methods that it takes.
        offered: Vec<String>,
    },
    /// Keystone knows no such identity provider, or not with this protocol.
    ProviderUnknown {
        /// `identity_provider`.
        provider: String,
        /// `protocol`.
        protocol: String,
    },
    /// The identity provider did not give an access token.
    ProviderRefused {
        /// `host:port`.
        host: String,
    },
    /// Nobody finished the sign-in in the browser in time.
    BrowserTimedOut {
        /// Minutes that were waited.
        minutes: u32,
    },
    /// The browser's answer cannot be received, because somebody else listens at the one address it may come to.
    BrowserPortTaken {
        /// The port.
        port: u16,
        /// The program that listens there, where the system tells.
        program: Option<String>,
    },
    /// The token that was handed in has come to its end; it cannot be renewed.
    TokenEnded,
    /// The token cannot be renewed at the moment.
    CannotRenew {
        /// Why not.
        cause: Box<ProblemKind>,
        /// Until when everything goes on all the same, by this machine's clock; absent where the token has ended.
        until: Option<Timestamp>,
    },
    /// An application credential or a trust is for one place only.
    ScopeFixed,
    /// Magnum could not act on the user's behalf: the sign-in is one that may make no trust.
    TrustRefused,
}

impl SignInTrouble {
    /// Whether asking again changes nothing and may do harm.
    pub fn is_lasting(&self) -> bool {
        match self {
            Self::AccountLocked
            | Self::PasscodeRefused { .. }
            | Self::ReceiptExpired
            | Self::CredentialGone
            | Self::CredentialRefused
            | Self::MethodUnsupported { .. }
            | Self::ProviderUnknown { .. }
            | Self::ProviderRefused { .. }
            | Self::BrowserTimedOut { .. }
            | Self::BrowserPortTaken { .. }
            | Self::TokenEnded
            | Self::ScopeFixed
            | Self::TrustRefused => true,
            Self::CannotRenew { .. } => false,
        }
    }
}

/// Why the system's keyring cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyringTrouble {
    /// It is locked, and nobody has unlocked it.
    Locked,
    /// There is no keyring service.
    Absent,
    /// The service has no keyring in which to put something.
    NoCollection,
    /// The system does not let this program in.
    Denied,
    /// The secret is too long to be kept.
    TooLong {
        /// The most bytes that every system keeps.
        limit: u32,
    },
    /// It did not answer in time; it may be waiting for a password to be typed.
    NoAnswer {
        /// Seconds that were waited.
        secs: u32,
    },
    /// Something else.
    Other {
        /// The library's words.
        detail: String,
    },
}

/// What of a command line does not fit together, or does not fit what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandTrouble {
    /// A drawing was asked for of something that is no picture.
    NoDrawing,
    /// It is about a cluster, and none is named.
    ClusterUnnamed,
    /// It is about a template, and none is named.
    TemplateUnnamed,
    /// Heat's picture was asked for of a cluster without a stack.
    NoStack,
    /// Docker's environment was asked for of a cluster that is none of Swarm.
    NotSwarm,
}
