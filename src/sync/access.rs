//! Makes a person's access to a cluster: a key here, its certificate there, and both to where they are wanted.
//!
//! The window and the terminal come through here. Everything is about the cluster that was named at the beginning: its own
//! address, its own authority, names made of its own id.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::access::{
    AccessOutcome, AccessTask, AccessWish, Authority, AuthorityKind, Destination, Identity, Means, Saved,
    Undoable,
};
use crate::domain::certificate::{Certificate, ClusterIdentity, Fingerprint};
use crate::domain::cluster::Cluster;
use crate::domain::file_name::FileName;
use crate::domain::file_trouble::FileTrouble;
use crate::domain::id::ClusterId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::scope::Scope;
use crate::domain::secret::Secret;
use crate::kubeconfig::access::{Access, Names};
use crate::kubeconfig::key::{self, KeyAndRequest};
use crate::kubeconfig::merge::{Undo, remembered_authority};
use crate::kubeconfig::{certificate, keystone};
use crate::openstack::magnum::{certificates, clusters};
use crate::openstack::session::Session;
use crate::platform::kubeconfig_files::{self, add_undoably, save_as, save_folder, save_text, take_back};
use crate::platform::safe_write::{Disk, SystemDisk, Written};

/// Where the engine's own clients look for certificates instead of in a kubeconfig.
const DOCKER_PORT: &str = ":2376";

/// The latest merge of this run of the program, by the file that it went into.
#[derive(Clone, Debug, Default)]
pub struct Merges(Arc<Mutex<Option<(PathBuf, Undo)>>>);

impl Merges {
    fn remember(&self, file: PathBuf, undo: Undo) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((file, undo));
    }

    /// Takes the latest merge into this file back.
    ///
    /// # Errors
    /// Why the file was left as it is.
    pub fn take_back(&self, disk: &dyn Disk, file: &Path) -> Result<AccessOutcome, Problem> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((_, undo)) = kept.as_ref().filter(|(merged, _)| merged == file) else {
            return Err(Problem::new(ProblemKind::Conflict));
        };
        let written = take_back(disk, file, undo).map_err(file_problem)?;
        *kept = None;
        Ok(AccessOutcome::TakenBack { file: written.file })
    }
}

/// Does what is to be done about access to this cluster.
///
/// # Errors
/// Why it could not be done.
pub(crate) async fn run(
    session: &Session,
    scope: &Scope,
    (cluster, task): (&ClusterId, &AccessTask),
    merges: &Merges,
) -> Result<AccessOutcome, Problem> {
    let disk = SystemDisk::default();
    match task {
        AccessTask::Make(wish) => carry_out(session, scope, wish, (&disk, merges)).await,
        AccessTask::TakeBack(file) => merges.take_back(&disk, file),
        AccessTask::Sign { kind, request } => sign_own(session, cluster, (request, *kind)).await,
    }
}

/// Makes what is wished and puts it where it is wanted.
///
/// # Errors
/// Why it could not be had, or why a file was left as it is.
pub async fn carry_out(
    session: &Session,
    scope: &Scope,
    wish: &AccessWish,
    (disk, merges): (&(dyn Disk + Sync), &Merges),
) -> Result<AccessOutcome, Problem> {
    let cluster = clusters::show(session, &wish.cluster)
        .await
        .map_err(|error| error.problem())?;
    // Asked before anything is signed: where it goes may be impossible.
    let names = Names::of(&cluster.name, &cluster.id, scope);
    let place = place(wish, &cluster, &names, disk).map_err(file_problem)?;
    let made = match wish.means {
        Means::Certificate => Made::Key(access(session, &cluster, names).await?),
        Means::Keystone => Made::Token(without_key(session, &cluster, names).await?),
    };
    let Some(place) = place else {
        return Ok(AccessOutcome::Text(made.text()));
    };
    if wish.identity == Identity::MustMatch {
        let file = match wish.to {
            Destination::Folder(_) => place.join("config"),
            Destination::OwnFile(_) | Destination::Merged | Destination::Text => place.clone(),
        };
        check_identity(disk, &file, &cluster, &made).map_err(file_problem)?;
    }
    made.put(wish, &place, (disk, merges), &cluster)
        .map(AccessOutcome::Saved)
        .map_err(file_problem)
}

/// Has somebody's own request signed. Its key is theirs and stays where it is.
///
/// # Errors
/// Why it was not signed.
pub async fn sign_own(
    session: &Session,
    cluster: &ClusterId,
    (request, kind): (&str, AuthorityKind),
) -> Result<AccessOutcome, Problem> {
    let pem = certificates::sign_for(session, cluster, (request, kind))
        .await
        .map_err(|error| error.problem())?;
    let certificates = read("cert.pem", &pem)?;
    Ok(AccessOutcome::Signed { pem, certificates })
}

/// One of a cluster's authorities, decoded.
///
/// # Errors
/// Why it could not be had, or that it is no certificate.
pub async fn authority(
    session: &Session,
    cluster: &ClusterId,
    kind: AuthorityKind,
) -> Result<Authority, Problem> {
    let pem = certificates::authority_of(session, cluster, kind)
        .await
        .map_err(|error| error.problem())?;
    let certificates = read("ca.pem", &pem)?;
    Ok(Authority { pem, certificates })
}

/// The file or folder; `None` for a text.
fn place(
    wish: &AccessWish,
    cluster: &Cluster,
    names: &Names,
    disk: &dyn Disk,
) -> Result<Option<PathBuf>, FileTrouble> {
    let own = |extension: &'static str| {
        let name = FileName::of(&cluster.name, cluster.id.as_str(), extension);
        kubeconfig_files::own_file(&name)
    };
    match (&wish.to, wish.means) {
        (Destination::Text, _) => Ok(None),
        (Destination::OwnFile(Some(path)) | Destination::Folder(Some(path)), _) => Ok(Some(path.clone())),
        (Destination::OwnFile(None), Means::Keystone) => own("keystone.yaml").map(Some),
        (Destination::OwnFile(None), Means::Certificate) => own("yaml").map(Some),
        (Destination::Folder(None), _) => own("d").map(Some),
        (Destination::Merged, _) => kubeconfig_files::users_file(disk, &names.context).map(Some),
    }
}

/// What was made.
enum Made {
    Key(Access),
    Token(TokenAccess),
}

struct TokenAccess {
    names: Names,
    server: String,
    authority: String,
}

impl Made {
    fn names(&self) -> &Names {
        match self {
            Self::Key(access) => &access.names,
            Self::Token(access) => &access.names,
        }
    }

    fn authority(&self) -> &str {
        match self {
            Self::Key(access) => &access.authority,
            Self::Token(access) => &access.authority,
        }
    }

    fn text(&self) -> Secret {
        match self {
            Self::Key(access) => access.file(),
            Self::Token(access) => keystone::file(&access.names, &access.server, &access.authority),
        }
    }

    fn put(
        &self,
        wish: &AccessWish,
        place: &Path,
        (disk, merges): (&dyn Disk, &Merges),
        cluster: &Cluster,
    ) -> Result<Saved, FileTrouble> {
        let mut undo = Undoable::No;
        let mut environment = Vec::new();
        let written = match (self, &wish.to) {
            (Self::Key(access), Destination::Merged) => {
                let (written, merged) = add_undoably(disk, place, access)?;
                merges.remember(written.file.clone(), merged);
                undo = Undoable::Yes;
                written
            }
            (Self::Key(access), Destination::Folder(_)) => {
                environment = docker(cluster, place);
                save_folder(disk, place, access)?
            }
            (Self::Key(access), Destination::OwnFile(_) | Destination::Text) => save_as(disk, place, access)?,
            // A file that runs a program is never merged among others.
            (Self::Token(access), _) => save_text(disk, place, (&access.names, &self.text()))?,
        };
        let certificate = match self {
            Self::Key(access) => first(&access.certificate),
            Self::Token(_) => None,
        };
        let Written {
            file,
            followed_link,
            backup,
            ..
        } = written;
        Ok(Saved {
            file,
            followed_link,
            backup,
            context: self.names().context.clone(),
            authority: fingerprint(self.authority()).ok_or_else(|| FileTrouble::NotACertificate {
                what: "ca.pem".to_owned(),
            })?,
            expires: certificate.map(|certificate| certificate.not_after),
            undo,
            environment,
        })
    }
}

/// Whether the cluster is one of Swarm, by the address that it is reached at.
pub fn speaks_docker(cluster: &Cluster) -> bool {
    docker_address(cluster).is_some()
}

fn docker_address(cluster: &Cluster) -> Option<&str> {
    let address = cluster.api_address.as_deref()?;
    (address.starts_with("tcp://") || address.ends_with(DOCKER_PORT)).then_some(address)
}

/// What Docker's own client is told of a Swarm cluster.
fn docker(cluster: &Cluster, folder: &Path) -> Vec<(String, String)> {
    let Some(address) = docker_address(cluster) else {
        return Vec::new();
    };
    [
        ("DOCKER_HOST", address.to_owned()),
        ("DOCKER_CERT_PATH", folder.display().to_string()),
        ("DOCKER_TLS_VERIFY", "1".to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// A key made here, a certificate that the cluster's authority signs, and that authority.
async fn access(session: &Session, cluster: &Cluster, names: Names) -> Result<Access, Problem> {
    let (server, authority) = met(session, cluster).await?;
    let internal = |detail: String| Problem::new(ProblemKind::Internal { detail });
    let KeyAndRequest { key, request } = tokio::task::spawn_blocking(key::administrator)
        .await
        .map_err(|error| internal(error.to_string()))?
        .map_err(internal)?;
    let certificate = certificates::sign(session, &cluster.id, &request)
        .await
        .map_err(|error| error.problem())?;
    read("cert.pem", &certificate)?;
    Ok(Access {
        names,
        server,
        authority,
        certificate,
        key,
    })
}

async fn without_key(session: &Session, cluster: &Cluster, names: Names) -> Result<TokenAccess, Problem> {
    let (server, authority) = met(session, cluster).await?;
    Ok(TokenAccess {
        names,
        server,
        authority,
    })
}

/// The cluster's address and authority.
async fn met(session: &Session, cluster: &Cluster) -> Result<(String, String), Problem> {
    // There is nothing to reach yet.
    let server = cluster
        .api_address
        .clone()
        .ok_or_else(|| Problem::new(ProblemKind::Conflict))?;
    let authority = certificates::authority(session, &cluster.id)
        .await
        .map_err(|error| error.problem())?;
    read("ca.pem", &authority)?;
    Ok((server, authority))
}

/// The file remembers who the cluster was.
fn check_identity(disk: &dyn Disk, file: &Path, cluster: &Cluster, made: &Made) -> Result<(), FileTrouble> {
    let old = disk
        .read(file, crate::kubeconfig::MAX_BYTES)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default();
    let remembered = remembered_authority(&old, &made.names().cluster);
    let found = fingerprint(made.authority());
    match found.map(|found| ClusterIdentity::of(remembered, found)) {
        Some(ClusterIdentity::Changed { remembered, found }) => Err(FileTrouble::ClusterIdentityChanged {
            cluster: cluster.name.clone(),
            remembered,
            found,
        }),
        Some(ClusterIdentity::FirstMet | ClusterIdentity::Same) | None => Ok(()),
    }
}

fn read(what: &str, pem: &str) -> Result<Vec<Certificate>, Problem> {
    certificate::read(pem.as_bytes()).map_err(|_error| {
        file_problem(FileTrouble::NotACertificate {
            what: what.to_owned(),
        })
    })
}

fn first(pem: &str) -> Option<Certificate> {
    certificate::read(pem.as_bytes()).ok()?.into_iter().next()
}

fn fingerprint(pem: &str) -> Option<Fingerprint> {
    first(pem).map(|certificate| certificate.fingerprint)
}

fn file_problem(trouble: FileTrouble) -> Problem {
    Problem::new(ProblemKind::File(trouble))
}
