//! What troubles with signing in and with keyrings are called, and what the person can do about them.

use crate::domain::problem::{Problem, ProblemKind as Kind};
use crate::domain::trouble::{KeyringTrouble, SignInTrouble as SignIn};
use crate::text::Words;

impl Words {
    /// What happened while signing in, or to a session.
    pub(super) fn sign_in_headline(&self, problem: &Problem, trouble: &SignIn) -> String {
        match trouble {
            SignIn::AccountLocked => self.problem_account_locked().to_owned(),
            SignIn::PasscodeRefused { .. } => self.problem_passcode_refused().to_owned(),
            SignIn::ReceiptExpired => self.problem_receipt_expired().to_owned(),
            SignIn::CredentialGone => self.problem_credential_gone().to_owned(),
            SignIn::CredentialRefused => self.problem_credential_refused().to_owned(),
            SignIn::MethodUnsupported { method, .. } => self.problem_method_unsupported(method),
            SignIn::ProviderUnknown { provider, protocol } => {
                self.problem_provider_unknown(provider, protocol)
            }
            SignIn::ProviderRefused { host } => self.problem_provider_refused(host),
            SignIn::BrowserTimedOut { minutes } => self.problem_browser_timed_out(*minutes),
            SignIn::BrowserPortTaken { port, program: None } => {
                self.problem_browser_port_taken(port.to_string())
            }
            SignIn::BrowserPortTaken {
                port,
                program: Some(program),
            } => self.problem_browser_port_taken_by(port.to_string(), program),
            SignIn::TokenEnded => self.problem_token_ended().to_owned(),
            SignIn::CannotRenew { cause, .. } => {
                self.problem_cannot_renew(self.headline(&caused(problem, cause)))
            }
            SignIn::ScopeFixed => self.problem_scope_fixed().to_owned(),
            SignIn::TrustRefused => self.problem_trust_refused(self.subject(problem)),
        }
    }

    /// What to do about it.
    pub(super) fn sign_in_advice(&self, trouble: &SignIn) -> String {
        match trouble {
            SignIn::AccountLocked => self.problem_account_locked_advice(),
            SignIn::PasscodeRefused { skew_secs: None } => self.problem_passcode_refused_advice(),
            SignIn::PasscodeRefused {
                skew_secs: Some(secs),
            } => return self.problem_passcode_refused_advice_skew(secs.unsigned_abs().to_string()),
            SignIn::ReceiptExpired => self.problem_receipt_expired_advice(),
            SignIn::CredentialGone => self.problem_credential_gone_advice(),
            SignIn::CredentialRefused => self.problem_credential_refused_advice(),
            SignIn::MethodUnsupported { offered, .. } => {
                return self.problem_method_unsupported_advice(self.listed(offered));
            }
            SignIn::ProviderUnknown { .. } => self.problem_provider_unknown_advice(),
            SignIn::ProviderRefused { .. } => self.problem_provider_refused_advice(),
            SignIn::BrowserTimedOut { .. } => self.problem_browser_timed_out_advice(),
            SignIn::BrowserPortTaken { .. } => self.problem_browser_port_taken_advice(),
            SignIn::TokenEnded => self.problem_token_ended_advice(),
            SignIn::CannotRenew {
                until: Some(until), ..
            } => return self.problem_cannot_renew_advice_until(self.time_of_day(*until)),
            SignIn::CannotRenew { until: None, .. } => self.problem_cannot_renew_advice(),
            SignIn::ScopeFixed => self.problem_scope_fixed_advice(),
            SignIn::TrustRefused => self.problem_trust_refused_advice(),
        }
        .to_owned()
    }

    /// What to do about a keyring.
    pub(super) fn keyring_advice(&self, trouble: &KeyringTrouble) -> &str {
        match trouble {
            KeyringTrouble::Locked | KeyringTrouble::NoAnswer { .. } => self.problem_keyring_locked_advice(),
            KeyringTrouble::Absent | KeyringTrouble::NoCollection => self.problem_keyring_absent_advice(),
            KeyringTrouble::Denied | KeyringTrouble::TooLong { .. } | KeyringTrouble::Other { .. } => {
                self.problem_keyring_advice()
            }
        }
    }

    /// Why a keyring keeps nothing.
    pub(super) fn keyring_trouble(&self, trouble: &KeyringTrouble) -> String {
        match trouble {
            KeyringTrouble::Locked => self.problem_keyring_locked().to_owned(),
            KeyringTrouble::Absent => self.problem_keyring_absent().to_owned(),
            KeyringTrouble::NoCollection => self.problem_keyring_no_collection().to_owned(),
            KeyringTrouble::Denied => self.problem_keyring_denied().to_owned(),
            KeyringTrouble::TooLong { limit } => self.problem_keyring_too_long(self.bytes(u64::from(*limit))),
            KeyringTrouble::NoAnswer { secs } => self.problem_keyring_no_answer(*secs),
            KeyringTrouble::Other { detail } => self.problem_keyring(detail),
        }
    }
}

/// The trouble behind a renewal that failed, with the facts that came along.
fn caused(problem: &Problem, cause: &Kind) -> Problem {
    Problem {
        kind: cause.clone(),
        ..problem.clone()
    }
}
