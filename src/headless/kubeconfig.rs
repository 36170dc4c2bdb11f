//! `kubeconfig CLUSTER`: access to a cluster with a key that is made here, saved, merged or printed.

use crate::domain::access::{AccessOutcome, AccessWish, Destination, Identity, Means, Saved};
use crate::domain::id::ClusterId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::quoting::Shell;
use crate::domain::scope::Scope;
use crate::domain::trouble::CommandTrouble;
use crate::headless::args::KubeconfigArguments;
use crate::openstack::magnum::clusters;
use crate::openstack::session::Session;
use crate::platform::safe_write::Disk;
use crate::sync::access::{Merges, carry_out, speaks_docker};
use crate::text::Words;

/// Gets access to the cluster and puts it where it is wanted; gives what to print on standard output.
///
/// # Errors
/// Why it could not be had, or why the file was left as it is.
pub async fn kubeconfig(
    session: &Session,
    scope: &Scope,
    wanted: &KubeconfigArguments,
    (disk, words): (&(dyn Disk + Sync), &Words),
) -> Result<String, Problem> {
    if wanted.docker_env {
        // Before a key is made and a folder is filled for nothing.
        let cluster = clusters::show(session, &ClusterId::new(&wanted.cluster)).await;
        let cluster = cluster.map_err(|error| error.problem())?;
        if cluster.api_address.is_some() && !speaks_docker(&cluster) {
            return Err(not_swarm());
        }
    }
    let merges = Merges::default();
    match carry_out(session, scope, &wish(wanted), (disk, &merges)).await? {
        AccessOutcome::Text(text) => Ok(text.expose().to_owned()),
        AccessOutcome::Saved(saved) if wanted.docker_env => environment(&saved),
        AccessOutcome::Saved(saved) => Ok(told(words, &saved)),
        AccessOutcome::TakenBack { .. } | AccessOutcome::Signed { .. } => Ok(String::new()),
    }
}

fn wish(wanted: &KubeconfigArguments) -> AccessWish {
    let to = if wanted.print {
        Destination::Text
    } else if wanted.merge {
        Destination::Merged
    } else if let Some(folder) = &wanted.files {
        Destination::Folder(Some(folder.clone()))
    } else {
        Destination::OwnFile(wanted.save.clone())
    };
    AccessWish {
        cluster: ClusterId::new(&wanted.cluster),
        means: if wanted.keystone {
            Means::Keystone
        } else {
            Means::Certificate
        },
        to,
        identity: if wanted.accept_new_identity {
            Identity::MayChange
        } else {
            Identity::MustMatch
        },
    }
}

/// Lines for `eval`.
fn environment(saved: &Saved) -> Result<String, Problem> {
    if saved.environment.is_empty() {
        return Err(not_swarm());
    }
    let lines = saved.environment.iter();
    Ok(lines
        .map(|(name, value)| format!("export {name}={}\n", Shell::Posix.quoted(value)))
        .collect())
}

fn not_swarm() -> Problem {
    Problem::new(ProblemKind::Command(CommandTrouble::NotSwarm))
}

fn told(words: &Words, saved: &Saved) -> String {
    let file = saved.file.display().to_string();
    let mut lines = vec![words.kubeconfig_written(saved.context.as_str(), file.as_str())];
    if saved.followed_link {
        lines.push(words.kubeconfig_followed_link().to_owned());
    }
    if let Some(backup) = &saved.backup {
        lines.push(words.kubeconfig_backup(backup.display().to_string()));
    }
    lines.push(String::new());
    lines.join("\n")
}
