//! What can be wrong with a file that this program writes, and with what stands in it.

use crate::domain::certificate::Fingerprint;

/// One trouble with one file. Its sentence and its advice are in `text`; nothing of the file's contents is in here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileTrouble {
    // Writing.
    /// There is no room left, or none for this user.
    DiskFull {
        /// The file that was to be written; it is as it was.
        file: String,
    },
    /// The folder or its disk cannot be written to.
    ReadOnly {
        /// The file that was to be written.
        file: String,
    },
    /// The file cannot be replaced where it is, because it is mounted from somewhere else.
    Mounted {
        /// The file that was to be written.
        file: String,
    },
    /// The file belongs to another user, and replacing it would make it ours.
    OtherOwner {
        /// The file.
        file: String,
    },
    /// A folder, a pipe or a device.
    NotPlain {
        /// What was found there.
        file: String,
    },
    /// Somebody else holds its lock.
    Busy {
        /// The lock, which can be removed by hand when nobody holds it any more.
        lock: String,
        /// Who holds it, where the lock says so.
        holder: Option<String>,
    },
    /// Another program wrote to it each time we looked.
    KeepsChanging {
        /// The file.
        file: String,
    },
    /// There is a file of that name already, and it says something else.
    AlreadyThere {
        /// The file.
        file: String,
    },
    /// Longer than any file of its kind should be.
    TooLarge {
        /// The file.
        file: String,
        /// The most that is read.
        limit: u64,
    },
    /// Something else the system refused.
    Failed {
        /// The file.
        file: String,
        /// The system's words.
        detail: String,
    },
    /// The desktop has no dialog in which somebody could choose a file.
    NoDialog,
    /// The machine has no home folder to write to.
    NoHome,

    // Settings.
    /// There is no home folder, so nothing is kept.
    SettingsHomeless,
    /// The settings cannot be read, and are left as they are.
    SettingsUnreadable {
        /// The file.
        file: String,
    },
    /// The settings could not be used and were moved aside.
    SettingsSetAside {
        /// Where they are now.
        file: String,
        /// Whether a newer version wrote them, so that nothing is wrong with them.
        is_newer: bool,
    },

    // Kubeconfigs.
    /// The file is not YAML of the expected form; it is left as it is.
    KubeconfigBroken {
        /// The file.
        file: String,
        /// Line, from 1, where it is known.
        line: Option<u32>,
        /// What is wrong with it.
        detail: String,
    },
    /// The file is right, but written in a way that cannot be added to without rewriting what is foreign.
    KubeconfigLayout {
        /// The file.
        file: String,
    },
    /// The name of our context stands for another cluster there.
    ContextTaken {
        /// The file.
        file: String,
        /// The name.
        context: String,
    },
    /// Our own entry was changed by hand so that it cannot be brought up to date.
    EntryChanged {
        /// The file.
        file: String,
        /// The entry.
        entry: String,
    },

    // Certificates.
    /// It is no certificate.
    NotACertificate {
        /// Where it came from.
        what: String,
    },
    /// More certificates or more bytes than a bundle should have.
    CertificatesTooMany {
        /// Where they came from.
        what: String,
    },
    /// The authority of the cluster is another one than last time.
    ClusterIdentityChanged {
        /// The cluster.
        cluster: String,
        /// What was remembered.
        remembered: Fingerprint,
        /// What is there now.
        found: Fingerprint,
    },
}
