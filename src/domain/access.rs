//! A person's access to a cluster: what is to be made, where it goes, who may have it, and what came of it.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::domain::certificate::{Certificate, Fingerprint};
use crate::domain::cluster::Cluster;
use crate::domain::id::ClusterId;
use crate::domain::kubernetes::{Applied, Trial};
use crate::domain::permission::Reason;
use crate::domain::problem::Problem;
use crate::domain::secret::Secret;
use crate::domain::session_info::SessionInfo;
use crate::domain::template::ClusterTemplate;

/// What somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessWish {
    /// Access to this cluster. What is made is always this one's, whatever is on screen when it is ready.
    pub cluster: ClusterId,
    /// How one signs in with it.
    pub means: Means,
    /// Where it goes.
    pub to: Destination,
    /// What to do when the cluster has another authority than the file remembers.
    pub identity: Identity,
}

/// How one signs in to the cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Means {
    /// With a key made here and a certificate that the cluster's authority signs: its administrator.
    #[default]
    Certificate,
    /// With a token of the cloud, which the cluster asks Keystone about.
    Keystone,
}

/// Where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A kubeconfig of its own, here or in the usual folder.
    OwnFile(Option<PathBuf>),
    /// The user's own kubeconfig, beside what is in it.
    Merged,
    /// A folder with `ca.pem`, `cert.pem`, `key.pem` and `config`, here or in the usual folder.
    Folder(Option<PathBuf>),
    /// A text.
    Text,
}

/// What to do when the cluster has another authority than is remembered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Identity {
    /// Stop and say so.
    #[default]
    MustMatch,
    /// Somebody was asked: take the new one.
    MayChange,
}

/// What is to be done about access to a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessTask {
    /// Make it.
    Make(AccessWish),
    /// Take the latest merge into this kubeconfig back.
    TakeBack(PathBuf),
    /// Have somebody's own request signed.
    Sign {
        /// By which of the cluster's authorities.
        kind: AuthorityKind,
        /// The request, PEM.
        request: String,
    },
    /// Apply a manifest inside the cluster.
    Apply {
        /// YAML or JSON.
        manifest: String,
        /// Where objects go that name no namespace.
        namespace: String,
        /// Whether it is only tried.
        trial: Trial,
    },
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum AccessOutcome {
    /// It is on the disk.
    Saved(Saved),
    /// It is this text.
    Text(Secret),
    /// A merge was taken back.
    TakenBack {
        /// The file, as it was before.
        file: PathBuf,
    },
    /// Somebody's own request was signed.
    Signed {
        /// The certificate, PEM.
        pem: String,
        /// What it says.
        certificates: Vec<Certificate>,
    },
    /// A manifest was applied, or tried.
    Applied {
        /// Whether it was only tried.
        trial: Trial,
        /// What came of its objects, as far as it got.
        done: Vec<Applied>,
        /// Why it got no further.
        problem: Option<Problem>,
    },
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The kubeconfig, or the folder.
    pub file: PathBuf,
    /// The kubeconfig, which may be in that folder.
    pub kubeconfig: PathBuf,
    /// Whether it was reached through a link.
    pub followed_link: bool,
    /// Where the file as it was is kept.
    pub backup: Option<PathBuf>,
    /// The name to choose it by.
    pub context: String,
    /// Of the cluster's authority.
    pub authority: Fingerprint,
    /// Until when the certificate is valid.
    pub expires: Option<Timestamp>,
    /// Whether it can be taken back.
    pub undo: Undoable,
    /// What a client without kubeconfigs is told in its environment.
    pub environment: Environment,
}

/// Variables with their values, for a client or for the shell of a terminal: names of files and addresses, no secrets.
pub type Environment = Vec<(String, String)>;

/// A terminal to be opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terminal {
    /// What its shell or program finds in its environment.
    pub environment: Environment,
    /// The program that it runs, with its words; empty for the person's own shell.
    pub runs: Vec<String>,
}

/// Whether something can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undoable {
    /// Until the window closes.
    Yes,
    /// It cannot, or need not.
    No,
}

/// What is remembered of an access that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// The authority that the cluster had.
    pub authority: Fingerprint,
    /// Where it was saved last.
    pub file: String,
    /// When.
    pub at: Option<Timestamp>,
    /// Until when its certificate is valid.
    pub expires: Option<Timestamp>,
    /// How other clients reach the cluster with it; not known of what was saved by an older version.
    pub way: Option<Way>,
}

/// What other clients are told, so that they reach this cluster and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The kubeconfig.
    pub kubeconfig: String,
    /// The context in it.
    pub context: String,
}

/// Which of a cluster's authorities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuthorityKind {
    /// The one that clients and nodes are known by.
    #[default]
    Kubernetes,
    /// etcd's own.
    Etcd,
    /// The one of the API's extensions.
    FrontProxy,
}

impl AuthorityKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Kubernetes, Self::Etcd, Self::FrontProxy];

    /// Magnum's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kubernetes => "kubernetes",
            Self::Etcd => "etcd",
            Self::FrontProxy => "front-proxy",
        }
    }
}

/// A cluster's authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// PEM.
    pub pem: String,
    /// What it says.
    pub certificates: Vec<Certificate>,
}

/// Why nobody can have access to this cluster, or why this person cannot.
pub fn obstacle(
    cluster: &Cluster,
    template: Option<&ClusterTemplate>,
    info: Option<&SessionInfo>,
) -> Option<Reason> {
    if template.is_some_and(|template| template.tls_disabled == Some(true)) {
        return Some(Reason::NoTls);
    }
    if cluster.api_address.is_none() {
        return Some(Reason::NoApi);
    }
    let roles = &info?.roles;
    let looks_only = !roles.is_empty() && roles.iter().all(|role| role == "reader");
    looks_only.then_some(Reason::ReaderOnly)
}

/// Whether somebody else made the cluster: by default Magnum then refuses everybody but administrators.
pub fn is_anothers(cluster: &Cluster, info: Option<&SessionInfo>) -> bool {
    match (info, &cluster.user) {
        (Some(info), Some(owner)) => info.user_id != *owner && !info.roles.iter().any(|role| role == "admin"),
        (None, _) | (_, None) => false,
    }
}
