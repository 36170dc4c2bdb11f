//! A sign-in as a task: what it takes from the keyring, what it waits for in the browser, and where it leads.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::domain::places::Places;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::{CloudProfile, Identity};
use crate::domain::secret::Secret;
use crate::domain::session_info::Renewal;
use crate::domain::trouble::SignInTrouble;
use crate::message::{SecretSource, SessionState};
use crate::openstack::session::{Half, Now, Session, SignIn};
use crate::platform::secrets::Secrets;
use crate::platform::websso;
use crate::sync::reporter::ScopeReporter;

/// How long the browser is waited for.
const BROWSER_LIMIT: Duration = Duration::from_secs(5 * 60);

/// What a sign-in begins with.
pub(crate) enum Begin {
    /// Nothing, after this time.
    Afresh(Duration),
    /// A first factor that was accepted, and the next one.
    Further(Box<Half>, Keeping, Secret),
    /// A session in another place of the same cloud.
    From(Session),
}

/// Whether the secret is to be kept once it has worked.
#[derive(Clone, Debug)]
pub(crate) enum Keeping {
    /// Nobody asked for it.
    No,
    /// The keyring is ready for it.
    Yes,
    /// It was asked for, and the keyring has already said that it cannot.
    Impossible(Problem),
}

/// Where a sign-in has led.
pub(crate) enum Came {
    /// To a session.
    In {
        session: Session,
        not_remembered: Option<Problem>,
    },
    /// Half way.
    Half {
        half: Box<Half>,
        keeping: Keeping,
        refused: Option<Problem>,
    },
    /// To the choice of a place.
    PlaceWanted { session: Session, places: Places },
}

/// Everything that a sign-in needs.
pub(crate) struct Task {
    pub(crate) report: ScopeReporter,
    pub(crate) secrets: Secrets,
    pub(crate) profile: Arc<CloudProfile>,
    pub(crate) source: SecretSource,
    /// A token that somebody pastes instead of waiting for the browser.
    pub(crate) pasted: oneshot::Receiver<Secret>,
    pub(crate) browser_port: u16,
}

impl Task {
    /// Signs in, from there on.
    pub(crate) async fn run(mut self, begin: Begin) -> Result<Came, Problem> {
        match begin {
            Begin::Afresh(after) => {
                tokio::time::sleep(after).await;
                self.afresh().await
            }
            Begin::Further(half, keeping, proof) => match half.prove(&proof).await {
                Ok(outcome) => Ok(self.led(outcome, keeping).await),
                Err((Some(half), error)) => Ok(Came::Half {
                    half,
                    keeping,
                    refused: Some(error.problem()),
                }),
                Err((None, error)) => Err(error.problem()),
            },
            Begin::From(session) => {
                let session = session
                    .switch(&self.profile)
                    .await
                    .map_err(|error| error.problem())?;
                Ok(Came::In {
                    session,
                    not_remembered: None,
                })
            }
        }
    }

    async fn afresh(&mut self) -> Result<Came, Problem> {
        let (secret, keeping, ours) = match self.source.clone() {
            SecretSource::Given { secret, remember } => (secret, self.keeping(remember).await, false),
            SecretSource::Keyring => (self.secrets.get(&self.profile).await?, Keeping::No, false),
            SecretSource::Browser => {
                let (token, ours) = self.browser().await?;
                (token, Keeping::No, ours)
            }
        };
        let clock = self.report.reporter.clock().clone();
        let now: Now = Arc::new(move || clock.now());
        let outcome = Session::begin(&self.profile, &secret, now)
            .await
            .map_err(|error| error.problem())?;
        if let (true, SignIn::Done(session) | SignIn::PlaceWanted(session, _)) = (ours, &outcome) {
            session.adopt();
        }
        Ok(self.led(outcome, keeping).await)
    }

    /// The keyring is asked before anything else: afterwards nobody could be told in time that it does not work. A
    /// passcode is good once and not worth keeping.
    async fn keeping(&self, remember: bool) -> Keeping {
        let passing = matches!(
            self.profile.identity,
            Identity::Totp { .. } | Identity::Browser { .. }
        );
        if !remember || passing {
            return Keeping::No;
        }
        match self.secrets.probe(&self.profile).await {
            Ok(()) => Keeping::Yes,
            Err(problem) => Keeping::Impossible(problem),
        }
    }

    async fn led(&self, outcome: SignIn, keeping: Keeping) -> Came {
        match outcome {
            SignIn::Done(session) => Came::In {
                session,
                not_remembered: self.kept(keeping).await,
            },
            SignIn::Half(half) => Came::Half {
                half,
                keeping,
                refused: None,
            },
            SignIn::PlaceWanted(session, places) => {
                // What has not been kept is told once there is a place; this is not the moment for it.
                drop(self.kept(keeping).await);
                Came::PlaceWanted { session, places }
            }
        }
    }

    /// Only a secret that works is worth keeping.
    async fn kept(&self, keeping: Keeping) -> Option<Problem> {
        match (keeping, &self.source) {
            (Keeping::Yes, SecretSource::Given { secret, .. }) => {
                self.secrets.set(&self.profile, secret).await.err()
            }
            (Keeping::Impossible(problem), _) => Some(problem),
            (Keeping::No, _) | (Keeping::Yes, SecretSource::Keyring | SecretSource::Browser) => None,
        }
    }

    /// The token that the browser brings, or that somebody pastes; and whether we got it ourselves.
    async fn browser(&mut self) -> Result<(Secret, bool), Problem> {
        let listener = websso::Listener::bind(self.browser_port, &self.profile.auth_url).await?;
        let url = Session::browser_page(&self.profile, &listener.origin())?;
        let now = self.report.now();
        self.report
            .session(SessionState::InBrowser {
                url,
                until: now.checked_add(BROWSER_LIMIT).unwrap_or(now),
            })
            .await;
        let token = tokio::select! {
            token = listener.token() => (token, true),
            Ok(token) = &mut self.pasted => (token, false),
            () = tokio::time::sleep(BROWSER_LIMIT) => {
                return Err(Problem::new(ProblemKind::SignIn(SignInTrouble::BrowserTimedOut {
                    minutes: (BROWSER_LIMIT.as_secs() / 60) as u32,
                })));
            }
        };
        self.report.session(SessionState::SigningIn).await;
        Ok(token)
    }
}

/// Whether a sign-in that failed may be tried again without anybody there.
pub(crate) fn may_repeat(profile: &CloudProfile, problem: &Problem) -> bool {
    let passing = problem.is_network() || problem.kind == ProblemKind::Unavailable;
    passing && Renewal::of(&profile.identity) != Renewal::ByPerson
}
