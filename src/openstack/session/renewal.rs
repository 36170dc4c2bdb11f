//! The token of a session through time: who renews it, when, and what is told when that does not work.
//!
//! A renewal proves the identity again, because a token bought with a token keeps the old end. It is begun by a call that
//! needs the token, never by a timer, and many calls that want it at once cause one.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use reqwest::header::HeaderValue;

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::session_info::Renewal;
use crate::domain::trouble::SignInTrouble;
use crate::openstack::error::ApiError;
use crate::openstack::keystone::grant::Grant;
use crate::openstack::keystone::{Granted, Keystone, Proved};
use crate::openstack::policy;
use crate::openstack::session::Session;

/// The token of the moment.
pub(super) struct Signed {
    pub(super) generation: u64,
    pub(super) grant: Grant,
    /// The unscoped token that it was bought with.
    pub(super) root: Option<HeaderValue>,
}

/// Why a renewal is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// A service said that the token is not good.
    Refused,
    /// Its end comes near.
    Due,
}

impl Session {
    /// Why the session is over for good, once it is.
    pub fn ended(&self) -> Option<Problem> {
        self.0
            .ended
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Sees to it that the token does not end while it is in use: close to the end the call goes on and a renewal runs
    /// beside it, after the end the call waits for it.
    pub(super) async fn keep_ahead(&self) {
        if self.0.renewal_by != Renewal::ByItself {
            return;
        }
        let signed = self.signed();
        let now = self.cloud_now();
        let due = signed.grant.renew_from().is_some_and(|from| from <= now);
        if !due || !self.may_try_again() {
            return;
        }
        if signed.grant.expires_at.is_some_and(|end| end <= now) {
            // Should the clocks be mistaken the token may still work: the call finds out.
            drop(self.renew(signed.generation, Why::Due).await);
            return;
        }
        let session = self.clone();
        tokio::spawn(async move { session.renew(signed.generation, Why::Due).await });
    }

    /// A renewal ahead of time that has failed, or that brought nothing, is not tried with every call.
    fn may_try_again(&self) -> bool {
        let now = self.0.transport.now();
        let mut from = self.0.ahead_from.lock().unwrap_or_else(PoisonError::into_inner);
        if from.is_some_and(|from| now < from) {
            return false;
        }
        *from = now.checked_add(policy::RENEWAL_PAUSE).ok();
        true
    }

    /// Keystone's clock, as well as it is known: what ends there ends by that one.
    pub(super) fn cloud_now(&self) -> Timestamp {
        if self.0.transport.skew().is_some() {
            return self.0.transport.server_now();
        }
        let (now, ahead) = (self.0.transport.now(), self.signed().grant.ahead);
        now.checked_add(ahead).unwrap_or(now)
    }

    /// Makes sure that the token of this generation is replaced; only the first of many callers asks Keystone.
    pub(super) async fn renew(&self, generation: u64, why: Why) -> Result<(), ApiError> {
        let inner = &self.0;
        let failed_before = inner.failed_renewals.load(Ordering::Acquire);
        let mut failure = inner.renewal.lock().await;
        if self.signed().generation != generation {
            return Ok(());
        }
        if let Some(problem) = failure.as_ref() {
            let lasting = problem.kind.ends_session();
            if lasting && why == Why::Refused {
                self.end(problem);
            }
            // Asking again after the identity itself was refused may lock the account; and those who waited while an
            // attempt failed need no attempt of their own.
            let waited = inner.failed_renewals.load(Ordering::Acquire) != failed_before;
            if waited || lasting {
                return Err(ApiError::from_problem(problem.clone()));
            }
        }
        let outcome = if inner.renewal_by == Renewal::ByItself {
            tracing::info!(generation, ?why, "renewing the token");
            self.prove_again().await
        } else {
            self.look_whether_it_lives().await
        };
        match outcome {
            Ok(granted) => {
                if let Some(granted) = granted {
                    self.take(generation + 1, granted);
                }
                *failure = None;
                self.set_trouble(None);
                Ok(())
            }
            Err(error) => {
                let problem = self.told(error.problem(), why);
                if problem.kind.ends_session() && why == Why::Refused {
                    self.end(&problem);
                }
                self.set_trouble(Some(self.trouble_of(&problem)));
                *failure = Some(problem.clone());
                inner.failed_renewals.fetch_add(1, Ordering::Release);
                Err(ApiError::from_problem(problem).because(error))
            }
        }
    }

    async fn prove_again(&self) -> Result<Option<Granted>, ApiError> {
        let inner = &self.0;
        let keystone = Keystone {
            transport: &inner.transport,
            profile: &inner.profile,
        };
        match keystone.prove(&inner.secret).await? {
            Proved::Granted(granted) => Ok(Some(*granted)),
            Proved::Half(receipt) => Err(receipt.wanted()),
        }
    }

    /// Nothing renews this token; but one service's no does not yet mean that it has ended.
    async fn look_whether_it_lives(&self) -> Result<Option<Granted>, ApiError> {
        let inner = &self.0;
        let keystone = Keystone {
            transport: &inner.transport,
            profile: &inner.profile,
        };
        keystone.look_at(&self.signed().grant.token).await.map(|_| None)
    }

    /// What a failed renewal means for those who wanted the token.
    fn told(&self, mut problem: Problem, why: Why) -> Problem {
        let token_ended = ProblemKind::SignIn(SignInTrouble::TokenEnded);
        let over = matches!(
            problem.kind,
            ProblemKind::SignInRefused | ProblemKind::SecondFactorNeeded { .. }
        );
        if over || (problem.kind == token_ended && self.0.renewal_by != Renewal::Never) {
            problem.kind = ProblemKind::SessionEnded;
        } else if !problem.kind.ends_session() {
            problem.kind = ProblemKind::SignIn(SignInTrouble::CannotRenew {
                cause: Box::new(problem.kind),
                until: self.good_until().filter(|_| why == Why::Due),
            });
        }
        problem
    }

    /// The same, as a remark beside a session that still works.
    fn trouble_of(&self, problem: &Problem) -> Problem {
        let cause = if let ProblemKind::SignIn(SignInTrouble::CannotRenew { cause, .. }) = &problem.kind {
            Box::clone(cause)
        } else {
            Box::new(problem.kind.clone())
        };
        Problem {
            kind: ProblemKind::SignIn(SignInTrouble::CannotRenew {
                cause,
                until: self.good_until(),
            }),
            ..problem.clone()
        }
    }

    /// The end of the token by this machine's clock, while it is still to come.
    fn good_until(&self) -> Option<Timestamp> {
        self.signed()
            .grant
            .expires_here()
            .filter(|end| *end > self.0.transport.now())
    }

    fn take(&self, generation: u64, granted: Granted) {
        let Granted { grant, root } = granted;
        self.obtained(&grant.token);
        let signed = Arc::new(Signed {
            generation,
            grant,
            root,
        });
        *self.0.signed.write().unwrap_or_else(PoisonError::into_inner) = signed;
    }

    /// Remembers a token that this program got itself, to give it back at the end.
    pub(super) fn obtained(&self, token: &HeaderValue) {
        let mut tokens = self.0.obtained.lock().unwrap_or_else(PoisonError::into_inner);
        if !tokens.contains(token) {
            tokens.push(token.clone());
        }
        let surplus = tokens.len().saturating_sub(policy::TOKENS_TO_GIVE_BACK);
        tokens.drain(..surplus);
    }

    fn end(&self, problem: &Problem) {
        *self.0.ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem.clone());
    }

    fn set_trouble(&self, problem: Option<Problem>) {
        *self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner) = problem;
    }

    pub(super) fn trouble(&self) -> Option<Problem> {
        self.0
            .trouble
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
