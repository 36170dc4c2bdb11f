//! What stands in a kubeconfig that somebody else wrote and that a person should know of before using it.

/// One field and what it would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which field: `users[0].user.exec`.
    pub place: String,
    /// What it is.
    pub what: FindingKind,
}

/// What a field would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// Runs this program each time the file is used.
    RunsProgram {
        /// The command with its arguments.
        command: String,
    },
    /// Uses a way of signing in that is gone from clients, and that ran programs.
    AuthProvider {
        /// Its name.
        name: String,
    },
    /// Reads a file of this computer.
    ReadsFile {
        /// Its path.
        path: String,
    },
    /// Trusts whoever answers.
    SkipsTls,
    /// Sends everything through this proxy.
    Proxy {
        /// Its address.
        address: String,
    },
    /// Speaks without encryption, or to something that is no web address.
    NotHttps {
        /// The address.
        address: String,
    },
    /// Leads to this computer.
    Loopback {
        /// The address.
        address: String,
    },
    /// Acts as somebody else.
    Impersonates,
    /// Nothing that this program knows.
    Unknown,
}

/// What follows from a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Somebody has to say yes to this field.
    Ask,
    /// The file is not taken over.
    Refuse,
}

impl FindingKind {
    /// What runs programs, reads other files or switches the check of certificates off is not taken from a server.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::RunsProgram { .. } | Self::AuthProvider { .. } | Self::ReadsFile { .. } => Verdict::Refuse,
            Self::SkipsTls
            | Self::Proxy { .. }
            | Self::NotHttps { .. }
            | Self::Loopback { .. }
            | Self::Impersonates
            | Self::Unknown => Verdict::Ask,
        }
    }
}
