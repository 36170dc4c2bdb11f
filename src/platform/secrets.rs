//! Secrets at rest: the system's keyring, or nothing at all. Never a file.
//!
//! A locked keyring can block for ever, so every call runs on a thread of its own with a time limit, and the end of the
//! program never waits for it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::secret::Secret;

/// The name under which our entries stand in the keyring.
const SERVICE: &str = "magnum-desktop";
/// How long a keyring call may take.
const LIMIT: Duration = Duration::from_secs(5);

/// Where secrets are kept.
#[derive(Clone, Debug, Default)]
pub enum Secrets {
    /// In the system's keyring.
    #[default]
    Keyring,
    /// In memory only: for tests, and for machines without a keyring.
    Memory(Arc<Mutex<BTreeMap<String, Secret>>>),
}

impl Secrets {
    /// An empty store in memory.
    pub fn memory() -> Self {
        Self::Memory(Arc::default())
    }

    /// The secret of this cloud.
    ///
    /// # Errors
    /// `PasswordMissing` when there is none, `KeyringUnavailable` when the keyring does not answer.
    pub async fn get(&self, profile: &CloudProfile) -> Result<Secret, Problem> {
        let name = entry_name(profile);
        let found = match self {
            Self::Memory(kept) => kept
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get(&name)
                .cloned(),
            Self::Keyring => {
                limited(move || match entry(&name)?.get_password() {
                    Ok(text) => Ok(Some(Secret::new(text))),
                    Err(keyring::Error::NoEntry) => Ok(None),
                    Err(error) => Err(error),
                })
                .await?
            }
        };
        found.ok_or_else(|| Problem::new(ProblemKind::PasswordMissing))
    }

    /// Keeps the secret of this cloud.
    ///
    /// # Errors
    /// `KeyringUnavailable` when the keyring does not take it; nothing is kept elsewhere then.
    pub async fn set(&self, profile: &CloudProfile, secret: &Secret) -> Result<(), Problem> {
        let name = entry_name(profile);
        match self {
            Self::Memory(kept) => {
                kept.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(name, secret.clone());
                Ok(())
            }
            Self::Keyring => {
                let secret = secret.clone();
                limited(move || entry(&name)?.set_password(secret.expose())).await
            }
        }
    }
}

/// One entry per cloud and identity, so that a changed clouds.yaml never gets another user's password.
fn entry_name(profile: &CloudProfile) -> String {
    format!("{} {} {}", profile.name, profile.who(), profile.auth_url)
}

fn entry(name: &str) -> Result<keyring::Entry, keyring::Error> {
    keyring::Entry::new(SERVICE, name)
}

async fn limited<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, keyring::Error> + Send + 'static,
) -> Result<T, Problem> {
    let unavailable = |detail: String| Problem::new(ProblemKind::KeyringUnavailable { detail });
    let (answer, waiting) = oneshot::channel();
    std::thread::Builder::new()
        .name("keyring".to_owned())
        .spawn(move || {
            // The receiver is gone when the time limit was over first.
            drop(answer.send(call()));
        })
        .map_err(|error| unavailable(error.to_string()))?;
    match tokio::time::timeout(LIMIT, waiting).await {
        Ok(Ok(result)) => result.map_err(|error| unavailable(error.to_string())),
        Ok(Err(_)) => Err(unavailable("the keyring call ended without an answer".to_owned())),
        Err(_) => Err(unavailable(format!("no answer within {} s", LIMIT.as_secs()))),
    }
}
