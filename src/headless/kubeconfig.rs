//! `kubeconfig CLUSTER`: access to a cluster with a key that is made here, saved, merged or printed.

use std::path::{Path, PathBuf};

use crate::domain::certificate::ClusterIdentity;
use crate::domain::cluster::Cluster;
use crate::domain::file_name::FileName;
use crate::domain::file_trouble::FileTrouble;
use crate::domain::id::ClusterId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::scope::Scope;
use crate::headless::args::KubeconfigArguments;
use crate::kubeconfig::access::{Access, Names};
use crate::kubeconfig::certificate;
use crate::kubeconfig::key::{self, KeyAndRequest};
use crate::kubeconfig::merge::remembered_authority;
use crate::openstack::magnum::{certificates, clusters};
use crate::openstack::session::Session;
use crate::platform::kubeconfig_files::{self, add_to, save_as};
use crate::platform::safe_write::{Disk, Written};
use crate::text::Words;

/// Gets access to the cluster and puts it where it is wanted; gives what to print on standard output.
///
/// # Errors
/// Why it could not be had, or why the file was left as it is.
pub async fn kubeconfig(
    session: &Session,
    scope: &Scope,
    wanted: &KubeconfigArguments,
    (disk, words): (&dyn Disk, &Words),
) -> Result<String, Problem> {
    let cluster = clusters::show(session, &ClusterId::new(&wanted.cluster))
        .await
        .map_err(|error| error.problem())?;
    // Asked before anything is signed: where it goes may be impossible.
    let names = Names::of(&cluster.name, &cluster.id, scope);
    let file = target(wanted, &cluster, &names, disk).map_err(file_problem)?;
    let access = access(session, &cluster, names).await?;
    let Some(file) = file else {
        return Ok(access.file().expose().to_owned());
    };
    if !wanted.accept_new_identity {
        check_identity(disk, &file, &cluster, &access).map_err(file_problem)?;
    }
    let written = if wanted.merge {
        add_to(disk, &file, &access)
    } else {
        save_as(disk, &file, &access)
    };
    let written = written.map_err(file_problem)?;
    Ok(told(words, &access, &written))
}

/// The file to write to; `None` to print.
fn target(
    wanted: &KubeconfigArguments,
    cluster: &Cluster,
    names: &Names,
    disk: &dyn Disk,
) -> Result<Option<PathBuf>, FileTrouble> {
    if wanted.print {
        return Ok(None);
    }
    if let Some(file) = &wanted.save {
        return Ok(Some(file.clone()));
    }
    if wanted.merge {
        return kubeconfig_files::users_file(disk, &names.context).map(Some);
    }
    let name = FileName::of(&cluster.name, cluster.id.as_str(), "yaml");
    kubeconfig_files::own_file(&name).map(Some)
}

/// A key made here, a certificate that the cluster's authority signs, and that authority.
async fn access(session: &Session, cluster: &Cluster, names: Names) -> Result<Access, Problem> {
    // There is nothing to reach yet.
    let server = cluster
        .api_address
        .clone()
        .ok_or_else(|| Problem::new(ProblemKind::Conflict))?;
    let authority = certificates::authority(session, &cluster.id)
        .await
        .map_err(|error| error.problem())?;
    let internal = |detail: String| Problem::new(ProblemKind::Internal { detail });
    let KeyAndRequest { key, request } = tokio::task::spawn_blocking(key::administrator)
        .await
        .map_err(|error| internal(error.to_string()))?
        .map_err(internal)?;
    let certificate = certificates::sign(session, &cluster.id, &request)
        .await
        .map_err(|error| error.problem())?;
    for (what, pem) in [("ca.pem", &authority), ("cert.pem", &certificate)] {
        certificate::read(pem.as_bytes()).map_err(|_error| {
            file_problem(FileTrouble::NotACertificate {
                what: what.to_owned(),
            })
        })?;
    }
    Ok(Access {
        names,
        server,
        authority,
        certificate,
        key,
    })
}

/// The file remembers who the cluster was.
fn check_identity(
    disk: &dyn Disk,
    file: &Path,
    cluster: &Cluster,
    access: &Access,
) -> Result<(), FileTrouble> {
    let old = disk
        .read(file, crate::kubeconfig::MAX_BYTES)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default();
    let remembered = remembered_authority(&old, &access.names.cluster);
    let found = certificate::read(access.authority.as_bytes())
        .ok()
        .and_then(|found| found.first().map(|certificate| certificate.fingerprint));
    match found.map(|found| ClusterIdentity::of(remembered, found)) {
        Some(ClusterIdentity::Changed { remembered, found }) => Err(FileTrouble::ClusterIdentityChanged {
            cluster: cluster.name.clone(),
            remembered,
            found,
        }),
        Some(ClusterIdentity::FirstMet | ClusterIdentity::Same) | None => Ok(()),
    }
}

fn told(words: &Words, access: &Access, written: &Written) -> String {
    let file = written.file.display().to_string();
    let mut lines = vec![words.kubeconfig_written(access.names.context.as_str(), file.as_str())];
    if written.followed_link {
        lines.push(words.kubeconfig_followed_link().to_owned());
    }
    if let Some(backup) = &written.backup {
        lines.push(words.kubeconfig_backup(backup.display().to_string()));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn file_problem(trouble: FileTrouble) -> Problem {
    Problem::new(ProblemKind::File(trouble))
}
