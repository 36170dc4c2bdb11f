//! Changes of the user's key pairs. The private half of a new one is in its file before anybody is told that it is there.

use std::path::Path;

use tokio::time::Instant;

use super::{LOOK, Run, SEARCH, Sent, is_gone};
use crate::domain::file_trouble::FileTrouble;
use crate::domain::operation::{KeyMaker, KeypairChange, Progress, Subject};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::secret::Secret;
use crate::kubeconfig::ssh_key;
use crate::message::Topic;
use crate::openstack::nova;
use crate::platform::key_file;
use crate::platform::safe_write::SystemDisk;

impl Run {
    /// Sends a change, once; an effect is looked for only where the answer was lost.
    pub(super) async fn change_keypair(&self, change: &KeypairChange) {
        match change {
            KeypairChange::Import { name, public_key } => {
                self.import_keypair(name, public_key).await;
            }
            KeypairChange::Generate { name, maker, file } => match maker {
                KeyMaker::Here => self.make_here(name, file).await,
                KeyMaker::Nova => self.make_at_nova(name, file).await,
            },
            KeypairChange::Delete { name } => self.delete_keypair(name).await,
        }
        (self.poke)(&Topic::Keypairs);
        (self.poke)(&Topic::Catalog);
    }

    async fn import_keypair(&self, name: &str, public_key: &str) {
        let answer = nova::import_keypair(&self.session, name, public_key).await;
        match self.sort(answer).await {
            Sent::Yes(_) => self.done(Subject::Keypair(name.to_owned())).await,
            Sent::Maybe(problem) => self.find_keypair(name, public_key, problem).await,
            Sent::No => {}
        }
    }

    /// The answer was lost: our key is recognised by its public half.
    async fn find_keypair(&self, name: &str, public_key: &str, problem: Problem) {
        let wanted = public_key.split_whitespace().nth(1);
        let is_ours = |known: Option<&str>| known.and_then(|key| key.split_whitespace().nth(1)) == wanted;
        if self.comes(name, is_ours).await {
            self.done(Subject::Keypair(name.to_owned())).await;
        } else {
            self.tell(Progress::Lost { problem }).await;
        }
    }

    async fn make_here(&self, name: &str, file: &Path) {
        let comment = name.to_owned();
        let made = tokio::task::spawn_blocking(move || ssh_key::make(&comment)).await;
        let made = match made {
            Ok(Ok(made)) => made,
            Ok(Err(detail)) => return self.refused(internal(detail)).await,
            Err(error) => return self.refused(internal(error.to_string())).await,
        };
        if let Err(trouble) = save(file, made.private).await {
            return self.refused(Problem::new(ProblemKind::File(trouble))).await;
        }
        let answer = nova::import_keypair(&self.session, name, &made.public).await;
        if answer.as_ref().is_err_and(|error| !error.maybe_sent()) {
            // A key that opens nothing is only in the way.
            let file = file.to_owned();
            let disk = SystemDisk::default();
            let removed = tokio::task::spawn_blocking(move || key_file::remove(&disk, &file)).await;
            if !matches!(removed, Ok(Ok(()))) {
                tracing::warn!("the file of a key that was refused is still there");
            }
        }
        match self.sort(answer).await {
            Sent::Yes(_) => self.done(Subject::Keypair(name.to_owned())).await,
            Sent::Maybe(problem) => self.find_keypair(name, &made.public, problem).await,
            Sent::No => {}
        }
    }

    async fn make_at_nova(&self, name: &str, file: &Path) {
        let place = file.to_owned();
        let free =
            tokio::task::spawn_blocking(move || key_file::is_free(&SystemDisk::default(), &place)).await;
        if let Ok(Err(trouble)) = free {
            return self.refused(Problem::new(ProblemKind::File(trouble))).await;
        }
        let subject = Subject::Keypair(name.to_owned());
        match self.sort(nova::make_keypair(&self.session, name).await).await {
            Sent::Yes((_, private)) => match save(file, private).await {
                Ok(()) => self.done(subject).await,
                Err(trouble) => {
                    // Nobody has the private half, so nobody can use it.
                    if let Err(error) = nova::delete_keypair(&self.session, name).await {
                        tracing::warn!(%error, "a key pair without its private half is still there");
                    }
                    self.refused(Problem::new(ProblemKind::File(trouble))).await;
                }
            },
            // The private half was in the answer that was lost.
            Sent::Maybe(problem) => self.tell(Progress::Lost { problem }).await,
            Sent::No => {}
        }
    }

    async fn delete_keypair(&self, name: &str) {
        let subject = Subject::Keypair(name.to_owned());
        match nova::delete_keypair(&self.session, name).await {
            // Somebody else was faster: what was wanted is the case.
            Err(error) if is_gone(&error) && !error.maybe_sent() => self.done(subject).await,
            answer => match self.sort(answer).await {
                Sent::Yes(()) => self.done(subject).await,
                Sent::Maybe(problem) => {
                    if self.goes(name).await {
                        self.done(subject).await;
                    } else {
                        self.tell(Progress::Lost { problem }).await;
                    }
                }
                Sent::No => {}
            },
        }
    }

    /// Whether a key pair of this name comes to be there that is ours by its public half.
    async fn comes(&self, name: &str, is_ours: impl Fn(Option<&str>) -> bool) -> bool {
        let until = Instant::now() + SEARCH;
        while Instant::now() < until {
            if let Ok(list) = nova::keypairs(&self.session).await
                && list
                    .iter()
                    .any(|pair| pair.name == name && is_ours(pair.public_key.as_deref()))
            {
                return true;
            }
            tokio::time::sleep(LOOK).await;
        }
        false
    }

    async fn goes(&self, name: &str) -> bool {
        let until = Instant::now() + SEARCH;
        while Instant::now() < until {
            if let Ok(list) = nova::keypairs(&self.session).await
                && list.iter().all(|pair| pair.name != name)
            {
                return true;
            }
            tokio::time::sleep(LOOK).await;
        }
        false
    }
}

async fn save(file: &Path, key: Secret) -> Result<(), FileTrouble> {
    let place = file.to_owned();
    let saved =
        tokio::task::spawn_blocking(move || key_file::save(&SystemDisk::default(), &place, &key)).await;
    saved.unwrap_or_else(|error| {
        Err(FileTrouble::Failed {
            file: file.display().to_string(),
            detail: error.to_string(),
        })
    })
}

fn internal(detail: String) -> Problem {
    Problem::new(ProblemKind::Internal { detail })
}
