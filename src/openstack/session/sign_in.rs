//! How a session comes to be: signed in at once, in two steps, or out of another session.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::domain::factor::{Factor, HalfSignedIn};
use crate::domain::places::{Places, ProjectPlace};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{AuthScope, CloudProfile, Identity};
use crate::domain::secret::Secret;
use crate::domain::service::Service;
use crate::domain::session_info::{Reach, Renewal};
use crate::domain::trouble::SignInTrouble;
use crate::openstack::error::ApiError;
use crate::openstack::keystone::receipt::Receipt;
use crate::openstack::keystone::{Granted, Keystone, Proved, federation};
use crate::openstack::session::renewal::Signed;
use crate::openstack::session::{Inner, Session};
use crate::openstack::transport::{Now, Transport};

/// Where a sign-in has led.
#[derive(Debug)]
pub enum SignIn {
    /// To a session.
    Done(Session),
    /// Half way: another factor is wanted.
    Half(Box<Half>),
    /// To a session that is good for nothing yet: one of these places has to be chosen, by [`Session::switch`].
    PlaceWanted(Session, Places),
}

/// What every session of a cloud is made from.
struct Making {
    profile: CloudProfile,
    secret: Secret,
    transport: Transport,
    now: Now,
    renewal_by: Renewal,
}

/// A sign-in that waits for another factor. Holds the receipt of the first one, in memory only.
pub struct Half {
    making: Making,
    receipt: Receipt,
}

impl Session {
    /// Proves the identity and finds the services. One attempt.
    ///
    /// # Errors
    /// Why there is no session; also `SecondFactorNeeded` and `ProjectMissing` where [`Session::begin`] would ask on.
    pub async fn sign_in(profile: &CloudProfile, secret: &Secret, now: Now) -> Result<Self, ApiError> {
        match Self::begin(profile, secret, now).await? {
            SignIn::Done(session) => Ok(session),
            SignIn::Half(half) => Err(half.receipt.wanted()),
            SignIn::PlaceWanted(..) => Err(ApiError::of(Service::Identity, ProblemKind::ProjectMissing)),
        }
    }

    /// Proves the identity, as far as its secret goes. One attempt.
    ///
    /// # Errors
    /// Why it was not proved.
    pub async fn begin(profile: &CloudProfile, secret: &Secret, now: Now) -> Result<SignIn, ApiError> {
        let making = Making {
            profile: profile.clone(),
            secret: secret.clone(),
            transport: Transport::new(profile, Arc::clone(&now))?,
            now,
            renewal_by: Renewal::of(&profile.identity),
        };
        match making.keystone().prove(secret).await? {
            Proved::Granted(granted) => making.settle(*granted).await,
            Proved::Half(receipt) => Ok(SignIn::Half(Box::new(Half { making, receipt }))),
        }
    }

    /// The page on which a sign-in in the browser begins, when its answer is to arrive at `origin`.
    ///
    /// # Errors
    /// When the profile is for another way in, or its address is none.
    pub fn browser_page(profile: &CloudProfile, origin: &str) -> Result<String, Problem> {
        federation::browser_page(profile, origin)
    }

    /// Where else the user may work.
    ///
    /// # Errors
    /// Why Keystone does not tell.
    pub async fn places(&self) -> Result<Places, ApiError> {
        let signed = self.signed();
        let token = signed.root.as_ref().unwrap_or(&signed.grant.token);
        Ok(Places {
            fixed: self.is_fixed(),
            ..self.keystone().places(token).await?
        })
    }

    /// The same person in another project, domain or region of the same cloud. Another region costs no call; another
    /// scope costs a token bought with the one there is, or where that is not allowed a new proof of the identity.
    ///
    /// # Errors
    /// `ScopeFixed` for an application credential; else why Keystone refuses.
    pub async fn switch(&self, to: &CloudProfile) -> Result<Self, ApiError> {
        let inner = &self.0;
        let signed = self.signed();
        let making = Making {
            profile: to.clone(),
            secret: inner.secret.clone(),
            transport: Transport::new(to, Arc::clone(&inner.now))?,
            now: Arc::clone(&inner.now),
            renewal_by: inner.renewal_by,
        };
        let same_scope = inner.profile.auth_scope == to.auth_scope && signed.grant.is_for(&to.auth_scope);
        let granted = if same_scope {
            Granted {
                grant: signed.grant.elsewhere(to).map_err(ApiError::from_problem)?,
                root: signed.root.clone(),
            }
        } else if self.is_fixed() {
            return Err(ApiError::sign_in(SignInTrouble::ScopeFixed));
        } else {
            let token = signed.root.as_ref().unwrap_or(&signed.grant.token);
            match making.keystone().buy(token).await {
                Ok(grant) => Granted {
                    grant,
                    root: signed.root.clone(),
                },
                Err(error) => making.prove_instead(error).await?,
            }
        };
        let session = making.session(granted);
        // Whoever signs out gives back what was got on the way, too.
        let left = inner
            .obtained
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        for token in &left {
            session.obtained(token);
        }
        Ok(session)
    }

    /// Tells Keystone that none of the tokens that this program got is needed any more. A token that was handed in is
    /// somebody else's, and stays.
    pub async fn revoke(&self) {
        let tokens = std::mem::take(&mut *self.0.obtained.lock().unwrap_or_else(PoisonError::into_inner));
        for token in &tokens {
            if let Err(error) = self.keystone().revoke(token).await {
                tracing::debug!(%error, "a token was not revoked");
            }
        }
    }

    /// Counts the token that the browser brought among those that this program got itself.
    pub fn adopt(&self) {
        let signed = self.signed();
        self.obtained(signed.root.as_ref().unwrap_or(&signed.grant.token));
    }

    /// An application credential carries its project, and a token of a trust buys no other.
    fn is_fixed(&self) -> bool {
        let trust = self.signed().grant.reach == Reach::Trust && self.0.renewal_by != Renewal::ByItself;
        trust || matches!(self.0.profile.identity, Identity::ApplicationCredential { .. })
    }

    pub(super) fn keystone(&self) -> Keystone<'_> {
        Keystone {
            transport: &self.0.transport,
            profile: &self.0.profile,
        }
    }
}

impl Making {
    fn keystone(&self) -> Keystone<'_> {
        Keystone {
            transport: &self.transport,
            profile: &self.profile,
        }
    }

    /// A token that may not buy another one is no hindrance where the identity can be proved again.
    async fn prove_instead(&self, error: ApiError) -> Result<Granted, ApiError> {
        let refused = matches!(
            error.kind(),
            ProblemKind::Forbidden | ProblemKind::SignIn(SignInTrouble::TokenEnded)
        );
        if !refused || self.renewal_by != Renewal::ByItself {
            return Err(error);
        }
        match self.keystone().prove(&self.secret).await? {
            Proved::Granted(granted) => Ok(*granted),
            Proved::Half(receipt) => Err(receipt.wanted()),
        }
    }

    fn session(self, granted: Granted) -> Session {
        let Granted { grant, root } = granted;
        let handed_in = self.profile.identity == Identity::Token && self.profile.auth_scope == AuthScope::Own;
        let federated = root.as_ref() == Some(&grant.token);
        let own = (!handed_in && !federated).then(|| grant.token.clone());
        let session = Session(Arc::new(Inner {
            profile: self.profile,
            secret: self.secret,
            now: self.now,
            renewal_by: self.renewal_by,
            transport: self.transport,
            signed: RwLock::new(Arc::new(Signed {
                generation: 0,
                grant,
                root,
            })),
            renewal: tokio::sync::Mutex::default(),
            failed_renewals: 0.into(),
            ahead_from: Mutex::default(),
            trouble: Mutex::default(),
            ended: Mutex::default(),
            obtained: Mutex::default(),
            refusers: Mutex::default(),
            versions: crate::openstack::versions::Versions::default(),
        }));
        if let Some(own) = own {
            session.obtained(&own);
        }
        session
    }

    /// A session, or the question where to work. Somebody with a single place is not asked.
    async fn settle(self, granted: Granted) -> Result<SignIn, ApiError> {
        let profile = self.profile.clone();
        let settled = granted.grant.is_for(&profile.auth_scope);
        let session = self.session(granted);
        if settled {
            return Ok(SignIn::Done(session));
        }
        let places = session.places().await?;
        match (
            places.projects.as_slice(),
            places.domains.as_slice(),
            places.system,
        ) {
            ([], [], false) => Err(ApiError::of(Service::Identity, ProblemKind::ProjectMissing)),
            ([only], [], false) => {
                let auth_scope = ProjectPlace::auth_scope(only);
                let to = CloudProfile {
                    auth_scope,
                    ..profile
                };
                Ok(SignIn::Done(session.switch(&to).await?))
            }
            _ => Ok(SignIn::PlaceWanted(session, places)),
        }
    }
}

impl Half {
    /// What a person is told.
    pub fn told(&self) -> HalfSignedIn {
        self.receipt.told()
    }

    /// Shows the next factor that is missing.
    ///
    /// # Errors
    /// Why it was not enough, with what can be proved further; nothing where the receipt's time is over.
    pub async fn prove(self: Box<Self>, proof: &Secret) -> Result<SignIn, (Option<Box<Self>>, ApiError)> {
        let over = || ApiError::sign_in(SignInTrouble::ReceiptExpired);
        if self.receipt.is_over(self.making.transport.now()) {
            return Err((None, over()));
        }
        let factor = self.receipt.missing.first().cloned().unwrap_or(Factor::Totp);
        let asked = self
            .making
            .keystone()
            .prove_further(&self.receipt, &factor, proof)
            .await;
        match asked {
            Ok(Proved::Granted(granted)) => {
                let making = Making {
                    // The first factor alone does not bring another token.
                    renewal_by: Renewal::ByPerson,
                    ..self.making
                };
                making.settle(*granted).await.map_err(|error| (None, error))
            }
            Ok(Proved::Half(receipt)) => Ok(SignIn::Half(Box::new(Self {
                receipt,
                making: self.making,
            }))),
            Err(_) if self.receipt.is_over(self.making.transport.now()) => Err((None, over())),
            Err(error) => Err((Some(self), error)),
        }
    }
}

impl fmt::Debug for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Half")
            .field("receipt", &self.receipt)
            .finish_non_exhaustive()
    }
}
