//! Secrets at rest: the system's keyring, or nothing at all. Never a file.
//!
//! A locked keyring can block for ever, so every call runs on a thread of its own with a time limit, and the end of the
//! program never waits for it. That nothing is kept is a normal state with a name: [`KeyringTrouble`] says which.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::profile::CloudProfile;
use crate::domain::secret::Secret;
use crate::domain::trouble::KeyringTrouble;

/// The name under which our entries stand in the keyring.
const SERVICE: &str = "magnum-desktop";
/// How long a keyring call may take.
const LIMIT: Duration = Duration::from_secs(5);
/// Most bytes of a secret: what Windows' Credential Manager takes, so that what is kept on one system is on all.
pub const LONGEST: usize = 2560;

/// Where secrets are kept.
#[derive(Clone, Debug, Default)]
pub enum Secrets {
    /// In the system's keyring.
    #[default]
    Keyring,
    /// In memory only: for tests, and for machines without a keyring.
    Memory(Arc<Mutex<BTreeMap<String, Secret>>>),
    /// Nowhere, for this reason: for tests of what is said then.
    Broken(KeyringTrouble),
}

impl Secrets {
    /// An empty store in memory.
    pub fn memory() -> Self {
        Self::Memory(Arc::default())
    }

    /// Whether something could be kept: asked before a sign-in whose secret is to be remembered, because afterwards it
    /// is too late to say so. Reads an entry, which unlocks the keyring as far as the person at it wants.
    ///
    /// # Errors
    /// `KeyringUnavailable` with the reason.
    pub async fn probe(&self, profile: &CloudProfile) -> Result<(), Problem> {
        match self.get(profile).await {
            Ok(_) => Ok(()),
            Err(problem) if problem.kind == ProblemKind::PasswordMissing => match self {
                Self::Keyring => limited(there_is_a_place).await,
                Self::Memory(_) | Self::Broken(_) => Ok(()),
            },
            Err(problem) => Err(problem),
        }
    }

    /// The secret of this cloud.
    ///
    /// # Errors
    /// `PasswordMissing` when there is none, `KeyringUnavailable` when the keyring does not answer.
    pub async fn get(&self, profile: &CloudProfile) -> Result<Secret, Problem> {
        let name = entry_name(profile);
        let found = match self {
            Self::Memory(kept) => lock(kept).get(&name).cloned(),
            Self::Broken(trouble) => return Err(unavailable(trouble.clone())),
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
        if secret.expose().len() > LONGEST {
            let limit = LONGEST as u32;
            return Err(unavailable(KeyringTrouble::TooLong { limit }));
        }
        match self {
            Self::Memory(kept) => {
                lock(kept).insert(name, secret.clone());
                Ok(())
            }
            Self::Broken(trouble) => Err(unavailable(trouble.clone())),
            Self::Keyring => {
                let secret = secret.clone();
                limited(move || entry(&name)?.set_password(secret.expose())).await
            }
        }
    }

    /// Takes the secret of this cloud out. That there was none is as good.
    ///
    /// # Errors
    /// `KeyringUnavailable` when the keyring does not let it go.
    pub async fn forget(&self, profile: &CloudProfile) -> Result<(), Problem> {
        let name = entry_name(profile);
        match self {
            Self::Memory(kept) => {
                lock(kept).remove(&name);
                Ok(())
            }
            Self::Broken(trouble) => Err(unavailable(trouble.clone())),
            Self::Keyring => {
                limited(move || match entry(&name)?.delete_credential() {
                    Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
                    Err(error) => Err(error),
                })
                .await
            }
        }
    }
}

fn lock(kept: &Mutex<BTreeMap<String, Secret>>) -> std::sync::MutexGuard<'_, BTreeMap<String, Secret>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unavailable(trouble: KeyringTrouble) -> Problem {
    Problem::new(ProblemKind::KeyringUnavailable { trouble })
}

/// One entry per cloud and identity, so that a changed clouds.yaml never gets another user's password; projects and
/// regions of one cloud share it, so that nobody is asked to unlock it twice.
fn entry_name(profile: &CloudProfile) -> String {
    format!("{} {} {}", profile.name, profile.who(), profile.auth_url)
}

fn entry(name: &str) -> Result<keyring::Entry, keyring::Error> {
    // Why there is no store is known only here: an entry would merely say that there is none.
    match keyring::Entry::store_status() {
        Ok(()) => keyring::Entry::new(SERVICE, name),
        Err(keyring::Error::PlatformFailure(reason)) => {
            Err(keyring::Error::PlatformFailure(reason.to_string().into()))
        }
        Err(_) => Err(keyring::Error::NoDefaultStore),
    }
}

/// A Secret Service may be there without a keyring in it. The only way to learn that is to put something in: a word that
/// is no secret, taken out again at once.
fn there_is_a_place() -> Result<(), keyring::Error> {
    let probe = entry("probe")?;
    probe.set_password("probe")?;
    probe.delete_credential()
}

fn trouble(error: &keyring::Error) -> KeyringTrouble {
    use keyring::Error;
    let says = |reason: &dyn std::error::Error, words: &[&str]| {
        let text = reason.to_string();
        words.iter().any(|word| text.contains(word))
    };
    match error {
        Error::NoDefaultStore => KeyringTrouble::Absent,
        Error::TooLong(_, limit) => KeyringTrouble::TooLong { limit: *limit },
        // The stores tell their reasons in words only; `tests/suite/keyring` holds these against a real Secret Service.
        Error::NoStorageAccess(reason) | Error::PlatformFailure(reason) => {
            if says(reason.as_ref(), &["not returned"]) {
                KeyringTrouble::NoCollection
            } else if says(reason.as_ref(), &["locked", "Locked", "prompt", "Prompt"]) {
                KeyringTrouble::Locked
            } else if says(
                reason.as_ref(),
                &[
                    "no secret service",
                    "ServiceUnknown",
                    "No such file",
                    "not provided",
                    "refused",
                ],
            ) {
                KeyringTrouble::Absent
            } else if says(
                reason.as_ref(),
                &["AccessDenied", "denied", "not allowed", "Authorization"],
            ) {
                KeyringTrouble::Denied
            } else {
                KeyringTrouble::Other {
                    detail: reason.to_string(),
                }
            }
        }
        // The texts of the others may carry what was found in the entry: only their kind is told.
        Error::BadEncoding(_) | Error::BadDataFormat(..) => KeyringTrouble::Other {
            detail: "the entry is no text".to_owned(),
        },
        Error::Ambiguous(_) => KeyringTrouble::Other {
            detail: "there are several such entries".to_owned(),
        },
        Error::NoEntry
        | Error::BadStoreFormat(_)
        | Error::Invalid(..)
        | Error::NotSupportedByStore(_)
        | _ => KeyringTrouble::Other {
            detail: error.to_string(),
        },
    }
}

async fn limited<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, keyring::Error> + Send + 'static,
) -> Result<T, Problem> {
    let other = |detail: &str| {
        unavailable(KeyringTrouble::Other {
            detail: detail.to_owned(),
        })
    };
    let (answer, waiting) = oneshot::channel();
    std::thread::Builder::new()
        .name("keyring".to_owned())
        .spawn(move || {
            // The receiver is gone when the time limit was over first.
            drop(answer.send(call()));
        })
        .map_err(|error| other(&error.to_string()))?;
    match tokio::time::timeout(LIMIT, waiting).await {
        Ok(Ok(result)) => result.map_err(|error| unavailable(trouble(&error))),
        Ok(Err(_)) => Err(other("the keyring call ended without an answer")),
        Err(_) => Err(unavailable(KeyringTrouble::NoAnswer {
            secs: LIMIT.as_secs() as u32,
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::trouble;
    use crate::domain::trouble::KeyringTrouble;

    #[test]
    fn f82_every_refusal_of_a_keyring_has_its_own_name() {
        use keyring::Error;
        let no_access = |text: &str| Error::NoStorageAccess(text.to_owned().into());
        let failure = |text: &str| Error::PlatformFailure(text.to_owned().into());
        for (error, expected) in [
            (Error::NoDefaultStore, KeyringTrouble::Absent),
            (
                failure("no secret service provider or dbus session found"),
                KeyringTrouble::Absent,
            ),
            (no_access("SS Error: object locked"), KeyringTrouble::Locked),
            (no_access("SS error: prompt dismissed"), KeyringTrouble::Locked),
            (
                no_access("SS error: result not returned from SS API"),
                KeyringTrouble::NoCollection,
            ),
            (
                failure("zbus error: org.freedesktop.DBus.Error.AccessDenied: no"),
                KeyringTrouble::Denied,
            ),
            (
                Error::TooLong("password".to_owned(), 2560),
                KeyringTrouble::TooLong { limit: 2560 },
            ),
        ] {
            assert_eq!(trouble(&error), expected, "{error}");
        }
        let told = format!("{:?}", trouble(&Error::BadEncoding(b"hunter2".to_vec())));
        assert!(!told.contains("104") && !told.contains("hunter"), "{told}");
    }
}
